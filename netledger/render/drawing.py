"""Drawing with characters: bars, small curves, the branches of a tree."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netledger.core.report import Cell

BARS = (20, 10, 5)
"""How many columns a whole bar may take; the longest that fits is drawn."""

_EIGHTHS = " ▏▎▍▌▋▊▉"
_HEIGHTS = "▁▂▃▄▅▆▇█"
_ASCII_HEIGHTS = "_.-=+*%#"


class Pen(NamedTuple):
    """What to draw with."""

    ascii: bool = False
    """Only the signs of ASCII."""
    bar: int = BARS[0]
    """The columns of a whole bar."""


def bar(number: Decimal, scale: Decimal, pen: Pen) -> str:
    """Draw a bar, as long as the pen's where the number is the scale: (1, 4) gives `█████` of 20; nothing below 0."""
    if scale <= 0 or number <= 0:
        return ""
    eighths = int(min(number / scale, Decimal(1)) * pen.bar * 8)
    whole, rest = divmod(eighths, 8)
    if pen.ascii:
        return "#" * max(1, whole)
    return "█" * whole + (_EIGHTHS[rest] if rest else "" if whole else _EIGHTHS[1])


def curve(cell: "Cell", pen: Pen, *, relative: bool = False) -> str:
    """Draw numbers as a curve, one column each, from 0 to the largest: (1, 4, 8) gives `▁▄█`; 0 and less is a blank.

    A relative one is drawn from the smallest to the largest: (-20, 30, 5) gives `▁█▅`.
    """
    numbers = [number for number in cell if isinstance(number, Decimal)] if isinstance(cell, tuple) else []
    most = max(numbers, default=Decimal(0))
    heights = _ASCII_HEIGHTS if pen.ascii else _HEIGHTS
    if relative and numbers:
        least = Fraction(min(numbers))
        range_ = (Fraction(most) - least) or 1
        places = [(Fraction(number) - least) * (len(heights) - 1) / range_ for number in numbers]
        return "".join([heights[floor(place + Fraction(1, 2))] for place in places])
    drawn = ["" if number > 0 else " " for number in numbers]
    for index, number in enumerate(numbers):
        if number > 0:
            drawn[index] = heights[ceil(Fraction(number) * len(heights) / Fraction(most)) - 1]
    return "".join(drawn)


def branches(levels: "Sequence[int]", pen: Pen) -> list[str]:
    """Draw what leads to each row of a tree, given how deep each stands: (0, 1, 1) gives nothing, `├─ `, `└─ `."""
    through, fork, end = ("|  ", "|- ", "`- ") if pen.ascii else ("│  ", "├─ ", "└─ ")
    drawn = []
    more: dict[int, bool] = {}  # by level: whether a later row stands on it beneath the same parent
    for level in reversed(levels):
        lead = "".join(through if more.get(above) else "   " for above in range(1, level))
        drawn.append(lead + (fork if more.get(level) else end) if level else "")
        more = {above: later for above, later in more.items() if above < level} | {level: True}
    return drawn[::-1]
