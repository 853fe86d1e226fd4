"""What ties brought and took, by how strong they were before: the weakest, middle and strongest third.

Time is cut into consecutive windows of 180 days that end on the last day reported. At risk in a window are the ties
that began before its first day and were not closed then. They are sorted by (S, name), S their strength at the end of
the day before; of n, the one of rank i from 0 falls into third ⌊3i/n⌋. What each took in hours and brought in outcomes
within the window is pooled over all windows. So strength is always measured before what it is held against: thirds
among ties that had an outcome, or by strength on its day, would show differences where there are none.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.order import alphabetical
from netledger.measures.contacts import HOUR, Choice, total, total_of
from netledger.measures.history import ties
from netledger.measures.instalments import results
from netledger.measures.spending import spread
from netledger.measures.strength import Weights
from netledger.measures.worth import Worth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netledger.core.config import Config
    from netledger.core.entries import Happening, Outcome
    from netledger.core.ledger import Ledger
    from netledger.measures.history import Tie

WINDOW = 180
"""Days."""

THIRDS = ("bottom", "middle", "top")


class Came(NamedTuple):
    """An outcome that came through a tie within a window."""

    outcome: "Outcome"
    first: bool
    """Whether it is no later instalment of one that came through this tie before."""

    @property
    def share(self) -> Fraction | None:
        """The tie's equal share of its amount; None where it has no amount."""
        amount = self.outcome.amount
        return None if amount is None else Fraction(amount.number) / len(self.outcome.names)


class Watched(NamedTuple):
    """One tie in one window."""

    name: str
    strength: float
    """S at the end of the day before the window."""
    third: int
    """Its place in THIRDS."""
    hours: Fraction
    came: "Sequence[Came]"

    @property
    def brought(self) -> bool:
        """Whether an outcome came through it: one that is no later instalment."""
        return any(came.first for came in self.came)


class Window(NamedTuple):
    """Days, and the ties at risk in them."""

    begin: date
    end: date
    """The last day."""
    ranked: list[tuple[float, str]]
    """Strength and name of each tie at risk, the weakest first."""
    hours: "dict[str, Fraction]"
    """What each took, of those that took any, at risk or not."""
    came: "dict[str, list[Came]]"
    """What came through each, likewise."""

    def watched(self, *, active: bool = False) -> "Iterator[Watched]":
        """Give the ties at risk, the weakest first; or those alone that took or brought anything."""
        n = len(self.ranked)
        busy = {*self.hours, *self.came}
        for rank, (strength, name) in enumerate(self.ranked):
            if not active or name in busy:
                yield Watched(name, strength, 3 * rank // n, self.hours.get(name, _NO_HOURS), self.came.get(name, ()))

    @property
    def left_out(self) -> list[str]:
        """Who took hours or brought an outcome in it without being at risk: the tie began in it, or was closed."""
        return sorted({*self.hours, *self.came} - {name for _, name in self.ranked}, key=alphabetical)


@dataclass
class Third:
    """What the ties of one third took and brought, over all windows."""

    windows: int = 0
    """How many times a tie was watched."""
    brought: int = 0
    """In how many of them an outcome came."""
    people: set[str] = field(default_factory=set)
    """Through whom."""
    hours: Fraction = Fraction(0)
    worth: Worth = field(default_factory=Worth)
    """The outcomes."""
    without_amount: int = 0
    """How many outcomes have no amount."""


def windows(ledger: "Ledger", config: "Config") -> list[Window]:
    """Return the windows with ties at risk, the latest first; those that lie within the reported period.

    The query chooses hours and outcomes; the ties and their strengths are those of the whole ledger.
    """
    begun = [
        (tie.begun, tie, days)
        for tie, days in weighed_days(ledger, config.today)
        if tie.begun is not None and tie.begun <= config.last
    ]
    starts = _starts(min((day for day, _, _ in begun), default=config.last), config)
    found = [Window(start + timedelta(days=1), start + timedelta(days=WINDOW), [], {}, {}) for start in starts]
    if not found:
        return []
    weights = Weights(ledger.options)
    for day, tie, days in begun:
        since = bisect_left(starts, day)
        course = weights.course(days, starts[since:])
        for window, strength in zip(found[since:], course, strict=True):
            if not tie.closes or not tie.is_closed(window.begin - timedelta(days=1)):
                window.ranked.append((strength, tie.name))
    for window in found:
        window.ranked.sort(key=itemgetter(0))  # stable: equal ones stay by name
    chosen = [tie for _, tie, _ in begun]
    _add_hours(chosen, found, ledger, config)
    _add_outcomes(chosen, found, ledger, config)
    return found[::-1]


def weighed_days(ledger: "Ledger", today: date) -> "Sequence[tuple[Tie, Sequence[tuple[date, float]]]]":
    """Return every tie up to a day by name, with its days with a touch and their weights."""
    key = ("weighed days", today)
    if key not in ledger.memo:
        weights = Weights(ledger.options)
        known = sorted(ties(ledger, today).values(), key=lambda tie: alphabetical(tie.name))
        ledger.memo[key] = [(tie, weights.days(tie.touches)) for tie in known]
    found: Sequence[tuple[Tie, Sequence[tuple[date, float]]]] = ledger.memo[key]
    return found


def pooled(found: "Sequence[Window]", ledger: "Ledger") -> tuple[Third, Third, Third]:
    """Add up the thirds over all windows: the bottom, the middle, the top one."""
    thirds = Third(), Third(), Third()
    hours: tuple[list[Fraction], ...] = [], [], []
    period = ledger.prices.period
    for window in found:
        n = len(window.ranked)
        for place, third in enumerate(thirds):
            # Ranks i with ⌊3i/n⌋ = place: from ⌈place·n/3⌉ up to, and without, ⌈(place + 1)·n/3⌉.
            third.windows += -(-(place + 1) * n // 3) + (-place * n // 3)
        for tie in window.watched(active=True):
            third = thirds[tie.third]
            hours[tie.third].append(tie.hours)
            for came in tie.came:
                amount, day = came.outcome.amount, came.outcome.date
                if amount is None or came.share is None:
                    third.without_amount += 1
                else:
                    third.worth.add(came.share, amount.unit, day, period(day))
            if tie.brought:
                third.brought += 1
                third.people.add(tie.name)
    for third, took in zip(thirds, hours, strict=True):
        third.hours = total(took)
    return thirds


_NO_HOURS = Fraction(0)


def _starts(first: date, config: "Config") -> list[date]:
    """Return the day before each window, rising: back to the first tie, or to the beginning of the period."""
    count = (config.last - first).days // WINDOW
    if config.begin is not None:
        count = max(0, min(count, ((config.last - config.begin).days + 1) // WINDOW))
    return [config.last - timedelta(days=WINDOW * k) for k in range(count, 0, -1)]


def _index(day: date, windows: "Sequence[Window]") -> int | None:
    """Return the place of the window that a day lies in; None: in none."""
    index = (day - windows[0].begin).days // WINDOW
    return index if 0 <= index < len(windows) else None


def _add_hours(chosen: "Sequence[Tie]", windows: "Sequence[Window]", ledger: "Ledger", config: "Config") -> None:
    choice, everybody = Choice.of(ledger, config), not config.query
    for tie in chosen:
        # By window and denominator: adding fractions one by one would reduce each time.
        took: dict[int, dict[int, int]] = {}
        for entry, exchange in tie.costs:
            amount = exchange.amount
            if amount.unit == HOUR and (everybody or tie.name in choice.people(entry, exchange)):
                top, bottom = amount.number.as_integer_ratio()
                for index, days, span in _days_in(entry, windows):
                    parts = took.setdefault(index, {})
                    whole = bottom * len(exchange.people) * span
                    parts[whole] = parts.get(whole, 0) + top * days
        for index, parts in took.items():
            windows[index].hours[tie.name] = total_of(parts)


def _days_in(entry: "Happening", windows: "Sequence[Window]") -> "Iterable[tuple[int, int, int]]":
    """Tell in which windows the days of a cost lie: the place of each, how many days, and of how many in all."""
    span = spread(entry)
    if span is None:
        index = _index(entry.date, windows)
        return () if index is None else ((index, 1, 1),)
    since = [(entry.date - window.begin).days for window in windows]  # the cost, from the first day of each window
    days = [min(WINDOW, begin + span) - max(0, begin) for begin in since]
    return [(index, count, span) for index, count in enumerate(days) if count > 0]


def _add_outcomes(chosen: "Sequence[Tie]", windows: "Sequence[Window]", ledger: "Ledger", config: "Config") -> None:
    numbers, choice = results(ledger, config.today), Choice.of(ledger, config)
    for tie in chosen:
        seen: set[int] = set()
        for outcome in tie.outcomes:
            number = numbers[id(outcome)]
            index = _index(outcome.date, windows)
            if index is not None and tie.name in choice.names(outcome):
                windows[index].came.setdefault(tie.name, []).append(Came(outcome, number not in seen))
            seen.add(number)
