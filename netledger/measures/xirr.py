"""The internal rate of return of flows on given days, where exactly one rate fits (XIRR).

The rate r is the one simple real root, r > -1, of Σ CF_k·(1 + r)^(-d_k/365), CF_k being the net flow of a day and d_k
the days since the first one. With s = ln(1 + r)/365 that is p(s) = Σ CF_k·e^(-d_k·s) over all real s.

A search for a root finds one; it does not say whether there is another. So the line is proved free of others:

- Beyond s the sum has no root where its partial sums at s, from the first flow on, all have one sign: by Abel's
  summation p is a sum of them with positive weights there. Below s likewise, from the last flow on. (Laguerre 1883; of
  an investment, it is the balance that is still owed: Teichroew, Robichek & Montalbano 1965.)
- Around a root the slope keeps its sign, so the root is simple and alone there.
- In between, by Taylor's formula, |p| at the middle of a stretch is more than what it can change by up to its ends.

All with the errors of floating point counted in. Where that proves nothing, two roots are too close to be told apart.
"""

from bisect import bisect_left, bisect_right
from itertools import accumulate, pairwise
from math import exp, expm1, fsum, inf, isinf, log
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

# How far a float may be off, relative to its size, with room to spare; and by how much a bound is raised for it.
_ROUNDING = 1e-15
_ABOVE = 1 + 1e-9

# Where an exponential would be too large for a float.
_STEEPEST = 700

# How far the first step may go, in parts of the scale.
_WIDE = 8

# After so many of Newton's steps a root must be one that he does not find, a manifold one.
_PATIENCE = 40

# A term e^-50 as large as the largest is less than what rounding does.
_TINY = 50

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
    days = sorted(day for day, flow in flows.items() if flow)
    if not days:
        return Rate(None, "there is no flow with a value")
    if len({flows[day] > 0 for day in days}) == 1:
        return Rate(None, "returns alone" if flows[days[0]] > 0 else "costs alone")
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
    """The sum at one s, times e^(m·s) with m the mean day of its terms, which changes no root."""

    value: float
    slope: float
    error: float
    """How far rounding may have led the value astray."""
    sizes: list[float]
    """The sizes of the terms, the largest of them 1."""
    apart: list[float]
    """How far the day of each lies from the mean day."""

    @property
    def sign(self) -> int:
        """1 or -1; 0 where rounding leaves it open."""
        return (self.value > self.error) - (self.value < -self.error)


class _Terms(NamedTuple):
    """The terms of the sum at one s that matter beside the largest."""

    days: list[int]
    sizes: list[float]
    """The largest of them is 1."""
    signed: list[float]
    error: float
    """How far rounding, and what was left out, may lead a sum of them astray."""


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

    def _terms(self, s: float, part: slice) -> _Terms:
        """Return some terms of the sum at one s, the largest of them 1 or -1."""
        days = self._days[part]
        self._spend(len(days))
        logs = [size - day * s for size, day in zip(self._logs[part], days, strict=True)]
        top = max(logs)
        sizes = [exp(size - top) for size in logs]
        rounding = _ROUNDING * (len(self._days) + abs(top) + self._largest + self.span * abs(s))
        return _Terms(days, sizes, list(map(mul, sizes, self._signs[part])), rounding * sum(sizes))

    def _near(self, s: float, around: float = 0.0) -> slice:
        """Return which terms, at s and so far around it, are not far too small to matter beside the largest one."""
        least = abs(s) - around
        reach = (_TINY + 2 * self._largest) / least if least > 0 else self.span
        if reach >= self.span:
            return slice(None)
        if s > 0:
            return slice(bisect_right(self._days, reach))
        return slice(bisect_left(self._days, self.span - reach), None)

    def at(self, s: float, width: float = 0.0) -> _Point:
        """Compute the sum and its slope, with all terms that matter within half a width around s."""
        days, sizes, terms, error = self._terms(s, self._near(s, width / 2))
        mean = sum(map(mul, sizes, days)) / sum(sizes)
        apart = [day - mean for day in days]
        return _Point(fsum(terms), -sum(map(mul, terms, apart)), error, sizes, apart)

    def ratio(self, s: float) -> tuple[float, float]:
        """Return the logarithm of what all flows above 0 are worth, divided by what those below are, and its slope."""
        self._spend(len(self._days))
        found = []
        for days, logs in self._sides:
            powers = [size - day * s for size, day in zip(logs, days, strict=True)]
            top = max(powers)
            sizes = [exp(power - top) for power in powers]
            whole = sum(sizes)
            found.append((top + log(whole), sum(map(mul, sizes, days)) / whole))
        (gains, later), (costs, sooner) = found
        return gains - costs, sooner - later

    def probe(self, s: float, side: Step) -> tuple[int, bool]:
        """Return the sign at s, and whether partial sums prove no root above it (side 1) or below it (-1)."""
        # Where the first ones to be summed up are the smallest, none may be left out.
        part = slice(None) if s * side < 0 else self._near(s)
        _, _, terms, error = self._terms(s, part)
        sums = list(accumulate(terms[::side]))
        sign = (sums[-1] > error) - (sums[-1] < -error)
        alike = 0  # so many of the flows to begin with have one sign, so that their sums have it, however small
        if sign:
            wanted = self._signs[part][::side]
            alike = next((index for index, one in enumerate(wanted) if one != sign), len(sums))
        return sign, bool(sign) and min([total * sign for total in sums[alike:]], default=1.0) > error


def _changes(numbers: "Iterable[Fraction | int]") -> int:
    """Count how often the sign changes from one number to the next, zeros left out."""
    return sum(one != other for one, other in pairwise([number > 0 for number in numbers if number]))


def _bend(point: _Point, width: float) -> float:
    """Return what the second derivative cannot exceed within half a width around the point."""
    half = width / 2
    growing = [exp(min(abs(far) * half, _STEEPEST)) * far * far for far in point.apart]
    return float(sum(map(mul, growing, point.sizes))) * _ABOVE


def _only_root(flows: _Flows) -> float | str:
    """Return the one simple root, or why there is none such."""
    try:
        if flows.first == flows.last:  # an even number of roots, those that touch counted twice
            free = flows.total * flows.first > 0 and all(_is_free(flows, 0.0, side, flows.first) for side in _SIDES)
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
        height, slope = flows.ratio(s)
        if height * flows.first > 0:
            high = s
        else:
            low = s
        step = -height / slope if slope else inf
        after = s + max(-reach, min(reach, step))
        if isinf(high - low):
            after = after if low < after < high else s + (reach if s == low else -reach)
        elif count > _PATIENCE or not low < after < high:
            after = (low + high) / 2
        if abs(after - s) <= _CLOSE * max(abs(s), 1 / flows.span) or not low < after < high:
            return after
        s, reach = after, reach * 2


def _is_alone(flows: _Flows, root: float) -> bool:
    """Tell whether a root is simple, and there is no other."""
    width = 2 / flows.span
    point = flows.at(root, width)
    while abs(point.slope) <= _bend(point, width) * width / 2 + point.error * flows.span:
        width /= 2
        if width < _NARROWEST / flows.span:
            return False
    low, high = root - width / 2, root + width / 2
    if (flows.at(low).sign, flows.at(high).sign) != (flows.last, flows.first):
        return False
    return _is_free(flows, high, 1, flows.first) and _is_free(flows, low, -1, flows.last)


def _is_free(flows: _Flows, start: float, side: Step, sign: int) -> bool:
    """Tell whether the sum keeps a sign from one place on up (side 1) or down (-1)."""
    end, step = start, side * 2 / flows.span
    while True:
        found, clear = flows.probe(end, side)
        if found == -sign:
            return False
        if clear:
            break
        end, step = end + step, step * 2
    return _keeps(flows, (start, end), side, sign)


def _keeps(flows: _Flows, stretch: tuple[float, float], side: Step, sign: int) -> bool:
    """Tell whether the sum keeps a sign from one place up or down to another."""
    s, end = stretch
    width, narrowest = 2 / flows.span, _NARROWEST / flows.span
    while (end - s) * side > 0:
        while True:
            point = flows.at(s + side * width / 2, width)
            if point.sign == -sign:
                return False
            rest = abs(point.value) - point.error - abs(point.slope) * width / 2
            if point.sign == sign and rest > 0 and rest > _bend(point, width) * width * width / 8:
                break
            width /= 2
            if width < narrowest:
                return False
        s, width = s + side * width, width * 2
    return True
