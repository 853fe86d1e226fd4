"""The internal rate of return of flows on given days, where exactly one rate fits (XIRR).

The rate r is the one simple real root, r > -1, of Σ CF_k·(1 + r)^(-d_k/365), CF_k being the net flow of a day and d_k
the days since the first one. With s = ln(1 + r)/365 that is p(s) = Σ CF_k·e^(-d_k·s) over all real s.

A search for a root finds one; it does not say whether there is another. So the line is proved free of others. Let G be
what all flows above 0 are worth at s and C what those below are: p is 0 where ln G = ln C. Both logarithms are convex,
and minus the slope of each is the mean day of its flows, weighted by what they are worth at s, which falls as s rises.

- Where over a whole stretch the mean day of the costs lies before that of the gains, ln G - ln C falls, and there is
  one root at most; where it lies behind, it rises. As the means fall, those at its two ends tell. So the root is simple
  and alone in a stretch around it.
- Far up all that matters are the first flows. Where the mean day of the others lies before the first day of those of
  the other sign, it does so from there on up, and there is no further root. Far down likewise, by the last flows.
- In between a convex function lies above its tangents and below its chords: there is no root where the tangents of the
  larger logarithm at the ends of a stretch meet above the chord of the smaller one.

All with the errors of floating point counted in. Where that proves nothing, two roots are too close to be told apart.
"""

from itertools import accumulate, pairwise
from math import exp, expm1, inf, isinf, log
from operator import mul
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from fractions import Fraction

YEAR = 365
"""The days of a year: actual/365."""

MOST = 1e6
"""A larger rate says only that the first return came soon after the first cost."""

# How far a float may be off, relative to its size, with room to spare.
_ROUNDING = 1e-15

# How far the first step may go, in parts of the scale.
_WIDE = 8

# After so many of Newton's steps a root must be one that he does not find, a manifold one.
_PATIENCE = 40

# A root is known once a step towards it is so small, and a stretch so narrow is not divided further: both as parts of
# the scale.
_CLOSE = 1e-13
_NARROWEST = 1e-9

_EFFORT = 1_500_000
"""So many terms of sums are computed before the search is given up: a second or so."""

# What it takes to compute a sum, beside its terms, in terms.
_OVERHEAD = 10

Step = Literal[1, -1]
_SIDES: tuple[Step, Step] = (1, -1)


class Rate(NamedTuple):
    """A yearly rate, 0.21 for 21 percent; or None, and why it is undefined."""

    value: float | None
    reason: str = ""


def xirr(flows: "Mapping[date, Fraction] | Mapping[date, int]") -> Rate:
    """Return the rate at which flows are worth nothing in all: -100, and 121 after 365 days, give 0.21.

    Undefined without flows, where all have one sign, within less than 365 days, and where no rate fits or several do.
    """
    least, most = min(flows.values(), default=0), max(flows.values(), default=0)
    if least >= 0 or most <= 0:
        alone = "returns alone" if most > 0 else "costs alone"
        return Rate(None, alone if least or most else "there is no flow with a value")
    days = sorted([day for day, flow in flows.items() if flow])
    if (days[-1] - days[0]).days < YEAR:
        return Rate(None, "not annualised under a year")
    found = _only_root(_Flows([(day - days[0]).days for day in days], [flows[day] for day in days]))
    if isinstance(found, str):
        return Rate(None, found)
    return Rate(expm1(found * YEAR))


_NONE, _SEVERAL = "no rate fits", "several rates fit"
_BEYOND = f"beyond {MOST:,.0f}: returns came too soon after the first cost"
_UNTOLD = "costs and returns alternate too much to tell whether one rate fits"


class _TooMuch(Exception):  # noqa: N818 - it never leaves this file
    """The search takes too long."""


class _Point(NamedTuple):
    """What is known of the sum at one s."""

    s: float
    gains: float
    """The logarithm of what the flows above 0 are worth."""
    costs: float
    """The logarithm of what those below are worth."""
    later: float
    """The mean day of the gains, weighted by what they are worth: minus the slope of `gains`."""
    sooner: float
    """The mean day of the costs: minus the slope of `costs`."""
    error: float
    """How far rounding may have led the logarithms astray; the means no further, in parts of themselves."""

    @property
    def height(self) -> float:
        """The logarithm of what gains are worth, divided by what costs are: 0 at a root, and nearly a straight line."""
        return self.gains - self.costs

    @property
    def slope(self) -> float:
        """The slope of that."""
        return self.sooner - self.later

    @property
    def sign(self) -> int:
        """1 where gains are worth more, -1 where costs are; 0 where rounding leaves it open."""
        return (self.height > self.error) - (self.height < -self.error)


class _Flows:
    """The sum p(s), ready to be computed."""

    def __init__(self, days: list[int], flows: "Sequence[Fraction | int]") -> None:
        # Of large numbers the logarithm of numerator and denominator, for a float may not hold them.
        self._logs = [log(abs(flow.numerator)) - log(flow.denominator) for flow in flows]
        self._signs = [1.0 if flow > 0 else -1.0 for flow in flows]
        self._flows = flows
        self._days = days
        self._largest = max(map(abs, self._logs))
        self.total = sum(flows)
        self.span = days[-1]
        self.first, self.last = int(self._signs[0]), int(self._signs[-1])
        self._effort = _EFFORT
        both = list(zip(days, self._logs, self._signs, strict=True))
        self._sides = [
            ([day for day, _, one in both if one == sign], [size for _, size, one in both if one == sign])
            for sign in _SIDES
        ]

    def _spend(self, terms: int) -> None:
        self._effort -= terms + _OVERHEAD
        if self._effort < 0:
            raise _TooMuch

    def is_plain(self) -> bool:
        """Tell whether counting signs proves that there is one root alone, and that it is simple.

        There are no more roots than the flows change their sign (Descartes); nor more above s = 0 than the partial
        sums from the first flow on change it, nor below than those from the last flow back (Laguerre).
        """
        if _changes(self._flows) == 1:
            return True
        above, below = _changes(accumulate(self._flows)), _changes(accumulate(self._flows[::-1]))
        return bool(self.total) and above + below == 1

    def at(self, s: float) -> _Point:
        """Compute the sum at one s."""
        self._spend(len(self._days))
        found = []
        for days, logs in self._sides:
            powers = [size - day * s for size, day in zip(logs, days, strict=True)]
            top = max(powers)
            sizes = [exp(power - top) for power in powers]
            whole = sum(sizes)
            found.append((top + log(whole), sum(map(mul, sizes, days)) / whole))
        (gains, later), (costs, sooner) = found
        error = _ROUNDING * (len(self._days) + 2 * (self._largest + self.span * abs(s)))
        return _Point(s, gains, costs, later, sooner, error)

    def ends_at(self, point: _Point, side: Step) -> bool:
        """Tell whether there is no root beyond a point, above it (side 1) or below it (-1), if there is none at it.

        Let the first flow be a cost. Above the point the mean day of the costs only falls. If it lies before the first
        gain, all gains lose more of their worth than the costs do. Below the point likewise, by the last flows.
        """
        sign = self.first if side > 0 else self.last
        _, others = self._sides if sign > 0 else self._sides[::-1]
        mean = point.later if sign > 0 else point.sooner
        nearest = others[0][0 if side > 0 else -1]
        return (nearest - mean) * side > self.span * point.error


def _changes(numbers: "Iterable[Fraction | int]") -> int:
    """Count how often the sign changes from one number to the next, zeros left out."""
    return sum(one != other for one, other in pairwise([number > 0 for number in numbers if number]))


def _only_root(flows: _Flows) -> float | str:
    """Return the one simple root, or why there is none such."""
    try:
        if flows.first == flows.last:  # an even number of roots, those that touch counted twice
            middle = flows.at(0.0)
            free = flows.total * flows.first > 0 and all(_is_free(flows, middle, side, flows.first) for side in _SIDES)
            return _NONE if free else _SEVERAL
        root = _search(flows)
        if root * YEAR > log(MOST):
            return _BEYOND
        return root if flows.is_plain() or _is_alone(flows, root) else _SEVERAL
    except _TooMuch:
        return _UNTOLD


def _search(flows: _Flows) -> float:
    """Find a root of a sum that has different signs far up and far down.

    By Newton's steps on the logarithm of what all returns are worth, divided by what all costs are: it is nearly a
    straight line. By halving where they leave the stretch that has a root.
    """
    low, high = -inf, inf
    s, reach, count = 0.0, _WIDE / flows.span, 0
    while True:
        count += 1
        point = flows.at(s)
        height, slope = point.height, point.slope
        if height * flows.first > 0:
            high = s
        else:
            low = s
        step = -height / slope if slope else inf
        close = _CLOSE * max(abs(s), 1 / flows.span)
        if abs(step) <= close:  # here it is, even if one end of the stretch is still far away
            return s + step
        after = s + max(-reach, min(reach, step))
        if isinf(high - low):
            after = after if low < after < high else s + (reach if s == low else -reach)
        elif count > _PATIENCE or not low < after < high:
            after = (low + high) / 2
        if abs(after - s) <= close or not low < after < high:
            return after
        s, reach = after, reach * 2


def _is_alone(flows: _Flows, root: float) -> bool:
    """Tell whether a root is simple, and there is no other."""
    width = 2 / flows.span
    low, high = flows.at(root - width), flows.at(root + width)
    while not _is_steady(flows, low, high):
        width /= 2
        if width < _NARROWEST / flows.span:
            return False
        low, high = flows.at(root - width), flows.at(root + width)
    if (low.sign, high.sign) != (flows.last, flows.first):
        return False
    return _is_free(flows, high, 1, flows.first) and _is_free(flows, low, -1, flows.last)


def _is_steady(flows: _Flows, low: _Point, high: _Point) -> bool:
    """Tell whether the height only falls from one point up to another, or only rises."""
    error = flows.span * (low.error + high.error)
    return low.sooner + error < high.later or low.later + error < high.sooner


def _is_free(flows: _Flows, start: _Point, side: Step, sign: int) -> bool:
    """Tell whether the sum keeps a sign from one point on up (side 1) or down (-1)."""
    here, step = start, side * 2 / flows.span
    while here.sign == sign:
        if flows.ends_at(here, side):
            return True
        after = flows.at(here.s + step)
        if not _keeps(flows, (here, after)[::side], sign):
            return False
        here, step = after, step * 2
    return False


def _keeps(flows: _Flows, ends: "Sequence[_Point]", sign: int) -> bool:
    """Tell whether the sum keeps a sign from one point up to another."""
    open_ = [(ends[0], ends[-1])]
    while open_:
        low, high = open_.pop()
        if low.sign != sign or high.sign != sign:
            return False
        if _is_steady(flows, low, high) or _is_apart(flows, low, high, sign):
            continue
        if high.s - low.s < _NARROWEST / flows.span:
            return False
        middle = flows.at((low.s + high.s) / 2)
        open_ += [(low, middle), (middle, high)]
    return True


def _is_apart(flows: _Flows, low: _Point, high: _Point, sign: int) -> bool:
    """Tell whether the tangents of the larger logarithm at two points meet above the chord of the smaller one."""
    if sign > 0:
        large, slopes, small = (low.gains, high.gains), (low.later, high.later), (low.costs, high.costs)
    else:
        large, slopes, small = (low.costs, high.costs), (low.sooner, high.sooner), (low.gains, high.gains)
    width = high.s - low.s
    bend = slopes[0] - slopes[1]
    # So far from the lower point the tangents meet; where they are one line, anywhere.
    meet = (large[0] - large[1] - slopes[1] * width) / bend if bend > 0 else 0.0
    meet = min(max(meet, 0.0), width)
    tangent = large[0] - slopes[0] * meet
    chord = small[0] + (small[1] - small[0]) * meet / width
    return tangent - chord > (low.error + high.error) * (1 + flows.span * width)
