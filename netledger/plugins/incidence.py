"""What reports of waiting have in common: the cells and words for a cumulative incidence."""

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.amounts import quantize
from netledger.core.spelling import some
from netledger.measures.survival import COMPETING, EVENT, Curve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from fractions import Fraction

    from netledger.core.config import Config
    from netledger.core.report import Cell
    from netledger.measures.following import Following
    from netledger.measures.survival import Case, Point

_SHARE = 4
"""Shares are told to so many decimals."""

"""So many names stand in a note."""


class Incidence(NamedTuple):
    """Some waits, what came of them, and their curve."""

    n: int
    events: int
    closed: int
    curve: Curve

    @property
    def waiting(self) -> int:
        """How many have come to neither."""
        return self.n - self.events - self.closed

    @property
    def longest(self) -> int:
        """The longest that any of them was followed, in days; 0 where there are none."""
        return self.curve.times[-1] if self.curve.times else 0

    def within(self, days: int) -> "Point | None":
        """Return F at a day; None where nobody was followed for so long, or was under observation yet."""
        return self.curve.at(days) if self.curve.knows(days) else None


def incidence(cases: "Iterable[Case]") -> Incidence:
    """Count cases, and compute their curve."""
    all_cases = list(cases)
    kinds = [case.event for case in all_cases]
    return Incidence(len(kinds), kinds.count(EVENT), kinds.count(COMPETING), Curve.of(all_cases))


def share(value: "Fraction | float | None") -> Decimal | None:
    """Return a share, or the limit of one, as it is told: 1/3 is 0.3333."""
    if value is None:
        return None
    return quantize(Decimal(value) if isinstance(value, float) else value, _SHARE)


def days(value: int | None) -> Decimal | None:
    """Return days as a number that may be undefined."""
    return None if value is None else Decimal(value)


def point_cells(point: "Point | None") -> "tuple[Cell, ...]":
    """Return F, the limits of its interval, and how many are at risk; all undefined where the curve ends before."""
    if point is None:
        return None, None, None, None
    return share(point.share), share(point.low), share(point.high), point.at_risk


def median_cells(curve: Curve) -> "tuple[Cell, ...]":
    """Return the median with its limits, in days; None: not reached."""
    return days(curve.median), *map(days, curve.median_limits)


def count(number: int, one: str, more: str = "") -> str:
    """Say how many there are: `1 tie`, `2 ties`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def notes_of_following(config: "Config", following: "Following", begun: "Sequence[date]") -> "Iterable[str]":
    """Say until when ties are followed, and how many of those that began on some days enter late."""
    if config.end is not None and config.end <= config.today:
        yield f"ties that began in the period, followed to {config.today}"
    late = sum(following.entry(day) > 0 for day in begun)
    if late:
        yield (
            f"{count(late, 'tie')} began before {following.since}, since when the journal is kept, and "
            f"{'counts' if late == 1 else 'count'} from that day on"
        )


def notes_of_undefined(shares: "dict[str, Incidence]", within: int, hint: str = "") -> "Iterable[str]":
    """Say why shares and medians are undefined, of the incidences with their names, and what would help."""
    short = [
        f"{name} ({one.longest})"
        for name, one in shares.items()
        if one.n and one.longest < within and one.within(within) is None
    ]
    if short:
        yield f"a share is undefined where no tie was followed for so long; the longest, in days: {some(short)}{hint}"
    if any(one.n and one.curve.median is None for one in shares.values()):
        yield "a median is undefined where the share has not come to one half"


def notes_of_late(shares: "dict[str, Incidence]", within: int | None = None) -> "Iterable[str]":
    """Say on which days nobody was under observation, and on how few a share rests where others entered too late.

    The incidences have names, but for a single one: its name is empty. `within` is the last day whose share is told,
    None where that is any; a median is told however late it is.
    """
    unseen, few = [], []
    for name, one in shares.items():
        curve = one.curve
        told = max(one.longest if within is None else within, curve.median or 0)
        gaps = [f"{begin:,} to {end:,}" if begin < end else f"{begin:,}" for begin, end in curve.gaps if begin <= told]
        if gaps:
            unseen.append(f"{name} ({some(gaps)})" if name else some(gaps))
        if curve.rests_on < curve.n and (curve.settled or 0) <= told:
            parts = f"{curve.rests_on:,} of {curve.n:,}"
            few.append(f"{name} ({parts})" if name else parts)
    if unseen:
        yield (
            f"no tie was followed on these days: {some(unseen)}; their shares are unknown, and later ones are of ties "
            "that had waited so long"
        )
    if few:
        yield f"the share rests on the ties that came to an end before the others entered: {some(few)}"
