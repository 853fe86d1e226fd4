"""Whom the owner was in touch with in a period, and where: the days, the hours, the media."""

from collections import defaultdict
from dataclasses import replace as copy
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Self, TypeVar

from msgspec.structs import replace

from netledger.core import entries as e
from netledger.core.query import Query
from netledger.measures.spending import spent, spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from netledger.core.booking import Exchange
    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.measures.spending import Changes, Spent

Happens = TypeVar("Happens", bound=e.Happening)

RICH = frozenset({"meet", "video", "call"})
"""The media in which people hear each other."""

HOUR = "HOUR"


class Choice:
    """What a query chooses, and for whom of its people.

    An entry with several people is asked for each of them alone, with the tags of their own `person` lines: of
    `meet Alice Bob` the query `company:Acme`, where only she is of Acme, chooses her part of it.
    """

    def __init__(self, ledger: "Ledger", config: "Config") -> None:
        """Take the query and what it may ask about."""
        self._query = config.query
        self._declared = ledger.declarations
        self._tags: dict[str, tuple[str, ...]] = {}
        self._named: dict[int, Sequence[str]] = {}

    @classmethod
    def of(cls, ledger: "Ledger", config: "Config") -> Self:
        """Return the same choice again for the same query: several figures ask it of the same entries."""
        key = ("choice", config.query)
        if key not in ledger.memo:
            ledger.memo[key] = cls(ledger, config)
        found: Self = ledger.memo[key]
        return found

    def names(self, entry: e.Happening) -> "Sequence[str]":
        """Return the people of an entry's line, `Me` apart, for whom it is chosen."""
        names = entry.names if e.ME not in entry.names else tuple(name for name in entry.names if name != e.ME)
        if not self._query:
            return names
        found = self._named.get(id(entry))
        if found is None:
            found = self._named[id(entry)] = self._asked(entry, names)
        return found

    def _asked(self, entry: e.Happening, names: "Sequence[str]") -> "Sequence[str]":
        plain = None  # whom it is chosen for as it stands, which holds for all who have no tags of their own
        found = []
        for name in names:
            own = self._tagged(entry, name)
            if own is not entry:
                chosen = self._query.people(own, self._declared)
            else:
                chosen = plain = self._query.people(entry, self._declared) if plain is None else plain
            if name in chosen:
                found.append(name)
        return found

    def entry(self, entry: e.Happening) -> bool:
        """Tell whether an entry is chosen: for one of its people or, where it names none, as it is."""
        if not self._query:
            return True
        return bool(self.names(entry)) if entry.names else self._query.entry(entry, self._declared)

    def entries(self, entries: "Iterable[Happens]") -> "Iterable[Happens]":
        """Return those entries that are chosen."""
        return filter(self.entry, entries) if self._query else entries

    def people(self, entry: e.Happening, exchange: "Exchange") -> "Sequence[str]":
        """Return the people of an exchange for whom it is chosen."""
        if not self._query:
            return exchange.people
        return [
            name
            for name in exchange.people
            if self._query.exchange(self._tagged(entry, name), replace(exchange, people=(name,)), self._declared)
        ]

    def exchange(self, entry: e.Happening, exchange: "Exchange") -> bool:
        """Tell whether an exchange is chosen: for one of its people or, where it names none, as it is."""
        if not self._query:
            return True
        if exchange.people:
            return bool(self.people(entry, exchange))
        return self._query.exchange(entry, exchange, self._declared)

    def _tagged(self, entry: e.Happening, name: str) -> e.Happening:
        """Return an entry with the tags of a person added to its own."""
        tags = self._tags.get(name)
        if tags is None:
            own = [line for line in self._declared.people.get(name, ()) if isinstance(line, e.Person)]
            tags = self._tags[name] = tuple(tag for line in own for tag in line.tags)
        return replace(entry, tags=(*entry.tags, *tags)) if tags else entry


class Contacts:
    """The people, or the venues, that the owner was with in a period.

    Of a month in which Alice was met on the 3rd and called on the 9th, with an hour each: `days["Alice"]` are both
    days, `hours["Alice"]` is 2, `touches` and `rich` are 2.
    """

    def __init__(self) -> None:
        """Begin with nobody."""
        self.days: dict[str, set[date]] = defaultdict(set)
        """Of each person the days with a touch; of each venue those with a touch or an hour spent there."""
        self.hours: dict[str, Fraction] = {}
        """The hours that each took. The people of a cost share it equally; its venue takes all of it."""
        self.touches = 0
        """The touches with anybody; at any venue."""
        self.rich = 0
        """How many of them were in rich media."""

    @property
    def reach(self) -> int:
        """How many there are."""
        return len(self.days)

    @property
    def single(self) -> int:
        """How many of them have one day alone."""
        return sum(len(days) == 1 for days in self.days.values())


def touches(ledger: "Ledger", config: "Config") -> "Iterable[e.Touch]":
    """Give the touches of the reported period that are not pending, whatever the query."""
    return (touch for touch in config.within(ledger.of(e.Touch)) if not touch.pending)


def people(ledger: "Ledger", config: "Config", costs: "Sequence[Spent]") -> Contacts:
    """Return the people with a touch in the reported period that the query chooses; `costs` are its `hours`."""
    found, choice = Contacts(), Choice.of(ledger, config)
    days = found.days
    for touch in touches(ledger, config):
        names = choice.names(touch)
        if names:
            found.touches += 1
            found.rich += touch.medium in RICH
            for name in names:
                days[name].add(touch.date)
    shared = [cost for cost in costs if cost.exchange.people]
    found.hours = _summed((cost, choice.people(cost.entry, cost.exchange)) for cost in shared)
    return found


def venues(ledger: "Ledger", config: "Config", costs: "Sequence[Spent]") -> Contacts:
    """Return the venues with an attendance in the reported period that the query chooses, down to `config.depth`.

    An attendance is a day with a touch or an hour spent there. Hours that `over:` spreads are of no day of their own.
    """
    found, choice = Contacts(), Choice.of(ledger, config)
    days = found.days
    for touch in touches(ledger, config):
        if touch.venue and choice.entry(touch):
            found.touches += 1
            found.rich += touch.medium in RICH
            days[config.venue(touch.venue)].add(touch.date)
    spent_there = [cost for cost in costs if cost.entry.venue and choice.exchange(cost.entry, cost.exchange)]
    for cost in spent_there:
        if cost.exchange.amount.number > 0 and spread(cost.entry) is None:
            days[config.venue(cost.entry.venue or "")].add(cost.day)
    found.hours = _summed((cost, [config.venue(cost.entry.venue or "")]) for cost in spent_there)
    return found


def hours(ledger: "Ledger", config: "Config", changes: "Changes | None" = None) -> "list[Spent]":
    """Return what was spent in hours within the reported period, whatever the query; `changes` as of `spent`."""
    costs = spent(ledger, copy(config, query=Query()), changes=changes)
    return [cost for cost in costs if cost.exchange.amount.unit == HOUR]


def total(numbers: "Sequence[Fraction]") -> Fraction:
    """Add fractions up, those of one denominator first: adding them one by one would reduce each time."""
    if len(numbers) == 1:
        return numbers[0]
    sums: dict[int, int] = defaultdict(int)
    for number in numbers:
        sums[number.denominator] += number.numerator
    return total_of(sums)


def total_of(parts: "dict[int, int]") -> Fraction:
    """Add up numerators by their denominators, reducing once: {2: 1, 3: 1} is 5/6."""
    bottom = lcm(*parts)
    return Fraction(sum([top * (bottom // of) for of, top in parts.items()]), bottom)


def _summed(costs: "Iterable[tuple[Spent, Sequence[str]]]") -> dict[str, Fraction]:
    """Sum up costs for those named; the people of a cost share it equally, whoever of them is named."""
    sums: dict[str, dict[int, int]] = {}
    for cost, names in costs:
        top, bottom = cost.exchange.amount.number.as_integer_ratio()
        if cost.part.denominator != 1:
            top, bottom = top * cost.part.numerator, bottom * cost.part.denominator
        if names and names[0][0] != "@":
            bottom *= len(cost.exchange.people)
        for name in names:
            parts = sums.setdefault(name, {})
            parts[bottom] = parts.get(bottom, 0) + top
    return {name: total_of(parts) for name, parts in sums.items()}
