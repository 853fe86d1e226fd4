"""Amounts, and the exact arithmetic under them."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

# A journal's number has at most 28 digits. 200 hold any sum and product of those that a ledger can contain, so that
# nothing rounds unseen as it would in Python's default context of 28.
EXACT = Context(prec=200, rounding=ROUND_HALF_EVEN)

ZERO = Decimal(0)


class Amount(msgspec.Struct, frozen=True, gc=False):
    """A number of some unit: `25 USD`, `1.5 HOUR`."""

    number: Decimal
    unit: str

    def __str__(self) -> str:
        """Write it as the journal does: `25 USD`."""
        return f"{self.number:f} {self.unit}"


ONE_FAVOR = Amount(Decimal(1), "FAVOR")
ONE_INTRO = Amount(Decimal(1), "INTRO")


def negated(number: Decimal) -> Decimal:
    """Return -number, exactly: unary minus would round in the caller's context. `2.50` gives `-2.50`."""
    return number.copy_negate() if number else number


def quantize(number: Decimal | Fraction, precision: int) -> Decimal:
    """Round to `precision` decimals, half to even: (2.345, 2) gives 2.34, (1/3, 2) gives 0.33."""
    if isinstance(number, Decimal):
        return EXACT.quantize(number, Decimal(1).scaleb(-precision))
    return EXACT.scaleb(Decimal(round(number * 10**precision)), -precision)


def apportion(parts: "Sequence[Fraction]", precision: int) -> list[Decimal]:
    """Round parts of a whole so that the rounded parts add up to the rounded whole.

    By largest remainder, ties to the earlier part: thirds of 1.00 give 0.34, 0.33, 0.33.
    """
    # Whole numbers on one scale: dividing fraction by fraction would reduce each time.
    bottom = lcm(*[part.denominator for part in parts])
    scale = 10**precision
    tops = [part.numerator * (bottom // part.denominator) * scale for part in parts]
    floors = [top // bottom for top in tops]
    missing = round(Fraction(sum(tops), bottom)) - sum(floors)
    by_remainder = sorted(range(len(parts)), key=lambda i: (floors[i] * bottom - tops[i], i))
    for i in by_remainder[:missing]:
        floors[i] += 1
    return [EXACT.scaleb(Decimal(floor), -precision) for floor in floors]


def shortest(number: Fraction, places: int = 12) -> Decimal:
    """Write a rate in full where its decimals end by `places`, else rounded there: 145/200 is 0.725."""
    rounded = quantize(number, places)
    return EXACT.quantize(rounded, Decimal(1)) if rounded == rounded.to_integral_value() else EXACT.normalize(rounded)
