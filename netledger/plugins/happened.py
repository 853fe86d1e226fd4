"""What happened, one by one: the events that activity counts, by period or by key."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import quantize
from netledger.core.periods import calendar_period, period_name
from netledger.measures.contacts import Choice
from netledger.measures.instalments import results
from netledger.measures.spending import WHOLE, spent
from netledger.plugins.places import HOUR, favours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from netledger.core.booking import Exchange
    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.measures.spending import Changes

UNITS = ("week", "month", "quarter", "year")
"""The calendar periods that activity is told by."""

RICH = ("meet", "video", "call")
"""The rich media: those in which one hears the other."""

_TOUCH = {medium: ("entries", "touches", medium, *(("rich",) if medium in RICH else ())) for medium in e.MEDIA}
_ENTRY, _OUTCOME = ("entries",), ("entries", "outcomes")
_GIVEN, _RECEIVED, _HOURS = ("given",), ("received",), ("hours",)
_OTHER: dict[type[e.Entry], tuple[str, ...]] = {e.Intro: ("entries", "intros"), e.Promo: ("entries", "promos")}


class Event(NamedTuple):
    """Something to count: an entry, a favour in one, or hours of one."""

    day: "date"
    entry: e.Happening
    exchange: "Exchange | None"
    """The favour or the hours; None: the entry as a whole."""
    figures: tuple[str, ...]
    """What it counts in: `entries`, `touches`, `hours`."""
    top: int = 1
    bottom: int = 1
    """How much it adds, top / bottom: 1, or the hours. Sums of whole numbers are quicker than those of fractions."""
    names: "Sequence[str]" = ()
    """Of a touch: with whom, as far as the query chooses them."""

    @property
    def number(self) -> Fraction:
        """How much it adds."""
        return Fraction(self.top, self.bottom)


def events(ledger: "Ledger", config: "Config", unit: str | None, changes: "Changes | None" = None) -> "Iterator[Event]":
    """Give the events of the reported period that the query chooses: first entries, then favours, then hours.

    Hours of a spread cost come in parts, one for each `unit` (`week`, `month`, …) of the calendar; with `changes`
    also where its key changes (`Breakdown.changes`). An outcome in instalments counts as one outcome, at the first
    instalment of the period; each instalment is an entry. The query is asked of each person of a touch: one that it
    chooses for nobody whom it touched, but for the people of its details, is an entry and no touch.
    """
    return chain(*_kinds(ledger, config, unit, changes))


def first_event(ledger: "Ledger", config: "Config") -> "date | None":
    """Return the day of the first event of the reported period that the query chooses."""
    firsts = [next(kind, None) for kind in _kinds(ledger, config, None, None)]
    return min((event.day for event in firsts if event is not None), default=None)


def _kinds(
    ledger: "Ledger", config: "Config", unit: str | None, changes: "Changes | None"
) -> "tuple[Iterator[Event], ...]":
    """Return entries, favours and hours, each in the order of their days."""
    return _entries(ledger, config), _favours(ledger, config), _hours(ledger, config, unit, changes)


def _entries(ledger: "Ledger", config: "Config") -> "Iterator[Event]":
    declared, query, choice = ledger.declarations, config.query, Choice.of(ledger, config)
    counted: set[int] = set()
    for entry in config.within(ledger.entries):
        if not isinstance(entry, e.Happening) or entry.pending:
            continue
        names = choice.names(entry) if isinstance(entry, e.Touch) else ()
        if query and not names and not query.entry(entry, declared):
            continue
        if isinstance(entry, e.Touch):
            figures = _TOUCH[entry.medium] if names or not (query and entry.names) else _ENTRY
        elif isinstance(entry, e.Outcome):
            number = results(ledger, config.today).get(id(entry))  # None: it came to others
            figures = _ENTRY if number is None or number in counted else _OUTCOME
            counted.update(() if number is None else (number,))
        else:
            figures = _OTHER.get(type(entry), _ENTRY)
        yield Event(entry.date, entry, None, figures, names=names)


def _favours(ledger: "Ledger", config: "Config") -> "Iterator[Event]":
    for entry, exchange in favours(ledger, config):
        yield Event(entry.date, entry, exchange, _GIVEN if exchange.kind == "give" else _RECEIVED)


def _hours(ledger: "Ledger", config: "Config", unit: str | None, changes: "Changes | None") -> "Iterator[Event]":
    for cost in spent(ledger, config, unit, changes):
        if cost.exchange.amount.unit == HOUR:
            number = cost.exchange.amount.number if cost.part is WHOLE else cost.number
            yield Event(cost.day, cost.entry, cost.exchange, _HOURS, *number.as_integer_ratio())


_Sums = dict[str, dict[int, int]]


class Tally:
    """What was counted of one period or key."""

    __slots__ = ("_series", "_sums", "involved", "people")

    def __init__(self) -> None:
        """Begin with nothing."""
        self._sums: _Sums = defaultdict(lambda: defaultdict(int))  # by figure and denominator
        self._series: _Sums = defaultdict(lambda: defaultdict(int))  # by calendar period and denominator
        self.people: set[str] = set()
        """Those with a touch."""
        self.involved = 0
        """How many entries, each counted in whole."""

    def add(
        self,
        event: Event,
        part: int = 1,
        parts: int = 1,
        period: str | None = None,
        names: "Sequence[str] | None" = None,
    ) -> None:
        """Count an event, or some of its equal parts; an entry also in its calendar period.

        `names` are those of its people who are counted here; None: all of them.
        """
        top, bottom = event.top * part, event.bottom * parts
        sums = self._sums
        for figure in event.figures:
            sums[figure][bottom] += top
        if event.exchange is None:
            self.involved += 1
            self.people.update(event.names if names is None else names)
            if period is not None:
                self._series[period][bottom] += top

    def number(self, figure: str) -> Fraction:
        """Return a figure, exactly."""
        return Fraction(*_ratio(self._sums.get(figure, {})))

    def series(self, periods: "Iterable[str]") -> tuple[Decimal, ...]:
        """Return the entries of some calendar periods, rounded to two decimals."""
        found = {period: _rounded(*_ratio(sums)) for period, sums in self._series.items()}
        return tuple([found.get(period, _NONE) for period in periods])


_NONE = Decimal("0.00")


def _ratio(sums: dict[int, int]) -> tuple[int, int]:
    """Add fractions, given the sum of numerators of each denominator: as one numerator and denominator."""
    common = lcm(*sums)
    return sum([top * (common // bottom) for bottom, top in sums.items()]), common


@lru_cache(4096)  # the same few numbers again and again
def _rounded(top: int, bottom: int) -> Decimal:
    return quantize(Fraction(top, bottom), 2)


class Calendar:
    """The calendar periods of one unit: each day's, and all from one day to another."""

    def __init__(self, unit: str) -> None:
        """Take the unit: one of UNITS."""
        self.unit = unit
        self._names: dict[date, str] = {}

    def name(self, day: "date") -> str:
        """Return the name of the period that a day lies in: `2026-05`."""
        name = self._names.get(day)
        if name is None:
            name = self._names[day] = period_name(self.unit, day)
        return name

    def count(self, first: "date", last: "date") -> int:
        """Return how many periods there are from that of one day to that of another."""
        if self.unit == "week":
            return ((last - first).days + first.weekday()) // 7 + 1
        months = {"month": 1, "quarter": 3, "year": 12}[self.unit]
        one, other = ((day.year * 12 + day.month - 1) // months for day in (first, last))
        return other - one + 1

    def all(self, first: "date", last: "date") -> "dict[str, date]":
        """Return the names of all periods from that of one day to that of another, and the first day of each."""
        found: dict[str, date] = {}
        day: date | None = calendar_period(self.unit, first).begin
        while day is not None and day <= last:
            found[self.name(day)] = day
            day = calendar_period(self.unit, day).end
        return found
