"""How long things take to happen, where some have not happened yet and some no longer can.

F(t), the cumulative incidence of Aalen & Johansen (1978), is the chance that the event came by day t, while others
are still waiting (censored) and something else may end the wait (competes). Over the days t_k with an event of either
kind, of n_k cases at risk, d_k of them with the event and c_k with what competes:

    S_k = S_(k-1)·(1 - (d_k + c_k) / n_k)        F_k = F_(k-1) + S_(k-1)·d_k / n_k

Where nothing competes, F is 1 - S of Kaplan & Meier (1958). At risk on day t is every case that has entered by t and
whose time is t or later: on one day events come before censorings, day 0 counts, and a case that entered late (left
truncation) counts from the day it entered.

Of days on which no case is under observation nothing is known, and F is undefined on them: before the first one
entered, and between the last of the early ones and the first of the late ones. What comes after such days is of the
cases that got through them, the chain going on where it stood. Where all who were at risk came to an end, F changes no
more, and is known from then on; whoever enters later plays no part in it.

The variance is that of the delta method (Marubini & Valsecchi 1995), step by step: F is 1 - S - O, where O is the
incidence of what competes; with h = (d + c) / n and g = c / n, each step brings Var h = h(1 - h)/n, Var g = g(1 - g)/n
and Cov(g, h) = g(1 - h)/n, independent of those before. The 95 % interval is of log(-log(1 - F)), so that it stays
between 0 and 1; it is undefined where F is 0 or 1.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log, sqrt
from typing import TYPE_CHECKING, NamedTuple, Self

from netledger.measures.intervals import Interval, Z

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CENSORED, EVENT, COMPETING = 0, 1, 2

_BITS = 1024
"""Shares are exact up to a denominator of so many bits (some 100 days with events); then they are rounded to them."""

_ONE = 1 << _BITS

_GUARD = 64
"""So many of these bits may have been lost by rounding in 2^60 steps; what differs by less is settled exactly."""


class Case(NamedTuple):
    """One wait: `Case(30, EVENT)` came to its event after 30 days, `Case(60, CENSORED)` still waits after 60."""

    time: int
    """Days from its beginning to what ended it, or to the last day that is known; at least 0."""
    event: int
    """CENSORED (0), EVENT (1) or COMPETING (2)."""
    entry: int = 0
    """The day, from its beginning, on which it came under observation; a case with `entry > time` never did."""


class Point(NamedTuple):
    """What is known of one day t."""

    time: int
    at_risk: int
    events: int
    """How many cases had the event on this day."""
    competing: int
    """How many ended otherwise on this day."""
    share: Fraction | None
    """F(t); None where nobody was under observation."""
    low: float | None
    """The lower limit of its 95 % interval; None where F is 0, 1 or undefined."""
    high: float | None
    """The upper limit."""


@dataclass(frozen=True)
class Curve:
    """F(t) over all days: `Curve.of([Case(10, 1), Case(10, 0), Case(20, 1)]).at(10).share` is 1/3."""

    steps: tuple[Point, ...]
    """The days on which something happened, in their order; between them F does not change."""
    n: int
    """How many cases there are."""
    entries: "Sequence[int]"
    """The days on which the cases entered, in order."""
    times: "Sequence[int]"
    """The days on which they ended or were last seen, in order."""

    @classmethod
    def of(cls, cases: "Iterable[Case]") -> Self:
        """Compute the curve of cases in any order; those that never came under observation are left out."""
        seen = [case for case in cases if case.entry <= case.time]
        entries, times = sorted(case.entry for case in seen), sorted(case.time for case in seen)
        days = Counter((case.time, case.event) for case in seen if case.event)
        rise = _Rise()
        steps = []
        for day in sorted({day for day, _ in days}):
            at_risk = bisect_right(entries, day) - bisect_left(times, day)
            events, competing = days[day, EVENT], days[day, COMPETING]
            rise.step(at_risk, events, competing)
            steps.append(Point(day, at_risk, events, competing, rise.share, *_limits(rise.rest, rise.variance)))
        return cls(tuple(steps), len(seen), entries, times)

    def at(self, time: int) -> Point:
        """Return what is known of a day: F, its interval, and how many are at risk then."""
        at_risk = bisect_right(self.entries, time) - bisect_left(self.times, time)
        index = bisect_right(self.steps, time, key=lambda step: step.time)
        if not self.knows(time):
            return Point(time, at_risk, 0, 0, None, None, None)
        if not index:
            return Point(time, at_risk, 0, 0, Fraction(0), None, None)
        last = self.steps[index - 1]
        return last if last.time == time else last._replace(time=time, at_risk=at_risk, events=0, competing=0)

    def knows(self, time: int) -> bool:
        """Tell whether F of a day can be told: somebody is at risk on it, or all who were came to an end before."""
        if bisect_right(self.entries, time) > bisect_left(self.times, time):
            return True
        return self.settled is not None and self.settled <= time

    @property
    def settled(self) -> int | None:
        """The first day on which all who were at risk came to an end, so that F stays as it is; None: there is none."""
        return next((step.time for step in self.steps if step.events + step.competing == step.at_risk), None)

    @property
    def rests_on(self) -> int:
        """How many cases F is made of: without those that entered after it was settled."""
        return self.n if self.settled is None else bisect_right(self.entries, self.settled)

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """The days, each time the first and the last of some, on which nobody was, and after which somebody is at risk.

        With one case from day 0 to 10 and one that entered on day 500, it is `[(11, 499)]`. What lies after the day on
        which F is settled is no gap.
        """
        # Each case ends on the day of its entry or later: where the first k have ended before the next one enters, they
        # are all that had entered.
        begins = [0, *(time + 1 for time in self.times)]
        settled = self.settled
        return [
            (begin, entry - 1)
            for begin, entry in zip(begins, self.entries, strict=False)
            if begin < entry and (settled is None or begin <= settled)
        ]

    @property
    def median(self) -> int | None:
        """The first day with F >= 1/2; None: not reached. Events on days 1 to 6 give 3."""
        return next((step.time for step in self.steps if step.share is not None and 2 * step.share >= 1), None)

    @property
    def median_limits(self) -> tuple[int | None, int | None]:
        """The 95 % limits of the median: the first days on which the upper, then the lower limit of F is 1/2 or more.

        None: no such day, the limit is infinite.
        """
        return (
            next((step.time for step in self.steps if step.high is not None and step.high >= 1 / 2), None),
            next((step.time for step in self.steps if step.low is not None and step.low >= 1 / 2), None),
        )


class _Rise:
    """S and F on the way, with their variance.

    What is kept is S and O, the incidence of what competes: F is the rest. So F is 1 where it is 1, whatever was
    rounded, and the variance of a rest that is next to nothing is not the difference of two large ones.
    """

    def __init__(self) -> None:
        """Begin with S = 1, F = 0."""
        # S and O are left/whole and out/whole: integers over one denominator, which need no common divisors.
        self._left, self._out, self._whole = 1, 0, 1
        self._steps: list[_Step] = []
        self._ss = self._so = self._oo = 0.0

    def step(self, at_risk: int, events: int, competing: int) -> None:
        """Go on to the next day with events."""
        before = (self._left / self._whole) ** 2 / at_risk
        g, h = competing / at_risk, (events + competing) / at_risk
        self._oo += 2 * g * self._so + g * g * self._ss + before * g * (1 - g)
        self._so = (1 - h) * (self._so + g * self._ss - before * g)
        self._ss = (1 - h) * ((1 - h) * self._ss + before * h)
        self._steps.append(_Step(at_risk - events - competing, events, at_risk))
        self._out = self._out * at_risk + self._left * competing
        self._left *= at_risk - events - competing
        self._whole *= at_risk
        if self._whole.bit_length() > _BITS:
            self._shorten()

    def _shorten(self) -> None:
        """Round to the bits that are kept; never across 1/2, which decides the median."""
        left, out = (part * _ONE // self._whole for part in (self._left, self._out))
        if abs(2 * (left + out) - _ONE) < 1 << _GUARD:
            exact = _folded(self._steps)
            gone = _ONE // 2 + (2 * exact.gone > exact.whole) - (2 * exact.gone < exact.whole)
            left = _ONE - gone - out
        self._left, self._out, self._whole = left, out, _ONE

    @property
    def share(self) -> Fraction:
        """F."""
        return Fraction(self._whole - self._left - self._out, self._whole)

    @property
    def rest(self) -> float:
        """1 - F."""
        return (self._left + self._out) / self._whole

    @property
    def variance(self) -> float:
        """The variance of F, which is that of S + O."""
        # Rounding may leave less than nothing of it, which has no root.
        return max(0.0, self._ss + 2 * self._so + self._oo)


class _Step(NamedTuple):
    """S becomes S·left/whole, and F becomes F + S·gone/whole: one day's, or that of many days together."""

    left: int
    gone: int
    whole: int


def _folded(steps: "Sequence[_Step]") -> _Step:
    """Take steps together, halves of them first, so that few multiplications are of long numbers."""
    if len(steps) == 1:
        return steps[0]
    one, two = _folded(steps[: len(steps) // 2]), _folded(steps[len(steps) // 2 :])
    return _Step(one.left * two.left, one.gone * two.whole + one.left * two.gone, one.whole * two.whole)


def _limits(rest: float, variance: float) -> Interval | tuple[None, None]:
    """Return the 95 % interval of F from 1 - F and its variance; undefined where F is 0 or 1."""
    if not 0 < rest < 1:
        return None, None
    spread = Z * sqrt(variance) / (rest * -log(rest))
    low, high = (1 - rest ** exp(sign * spread) for sign in (-1, 1))
    return Interval(low, high)
