"""What stands at each venue, or at each group of venues: what it took, what it brought, how often one was there."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import ZERO, Amount
from netledger.core.booking import FAVOURS, Exchange
from netledger.core.declarations import ancestors
from netledger.core.order import alphabetical
from netledger.core.query import Query
from netledger.measures.breakdown import NONE, Breakdown
from netledger.measures.contacts import Choice
from netledger.measures.instalments import is_result, results
from netledger.measures.spending import WHOLE, spent, spread
from netledger.measures.worth import Worth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.measures.spending import Spent

Key = Callable[[str | None, date], str]
"""Which row a venue belongs to on a day; that of no venue is `(none)`."""

GROUPS = ("kind", "why")
"""What venues can be put together by."""

HOUR, MILE = "HOUR", "MILE"


def key_of(by: str | None, ledger: "Ledger", config: "Config") -> Key:
    """Return what tells rows apart: the venue itself, cut to the depth that is shown, or its kind, or its why."""
    declared = ledger.declarations

    def own(venue: str | None, _day: date) -> str:
        return NONE if venue is None else config.venue(venue)

    def kind(venue: str | None, _day: date) -> str:
        return (venue and declared.venue_kind(venue)) or NONE

    def why(venue: str | None, day: date) -> str:
        value = declared.venue_value(venue, "why", day) if venue else None
        return NONE if value is None else value.text

    return {"kind": kind, "why": why}.get(by or "", own)


class Due(NamedTuple):
    """A cost that is spread over the days of a membership, or of whatever it pays for."""

    entry: e.Cost
    amounts: tuple[Amount, ...]
    """What of it the query chooses."""
    begin: date
    last: date
    """The last of its days."""
    days_so_far: int
    """How many of them are past, the day of the report included."""

    @property
    def days(self) -> int:
        """How many days it has in all."""
        return (self.last - self.begin).days + 1


class Place:
    """What stands at one venue or group itself, within the reported period."""

    __slots__ = ("bare", "costs", "days", "gains", "given", "outcomes", "received", "unused", "venues")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.costs = Worth()
        self.gains = Worth()
        """What outcomes brought."""
        self.outcomes = 0
        self.bare = 0
        """The outcomes without an amount, each instalment counted."""
        self.given = 0
        self.received = 0
        self.days: set[date] = set()
        """The days on which one was there: with a touch, or an hour spent."""
        self.unused: list[Due] = []
        """Dues of which no day was used."""
        self.venues: set[str] = set()


def gather(ledger: "Ledger", config: "Config", by: str | None) -> dict[str, Place]:
    """Sum up what stands at each row itself, of what the period and the query choose."""
    key = key_of(by, ledger, config)
    places: dict[str, Place] = defaultdict(Place)
    period = ledger.prices.period

    def at(venue: str | None, day: date) -> Place:
        place = places[key(venue, day)]
        if venue is not None:
            place.venues.add(venue)
        return place

    for cost in costs(ledger, config, by):
        amount, day = cost.exchange.amount, cost.entry.date
        number = amount.number if cost.part is WHOLE else cost.number  # a decimal is quicker to add
        at(cost.entry.venue, cost.day).costs.add(number, amount.unit, day, period(day))
    for entry, exchange in favours(ledger, config):
        place = at(entry.venue, entry.date)
        if exchange.kind == "give":
            place.given += 1
        else:
            place.received += 1
    counted: set[int] = set()
    numbers = results(ledger, config.today)
    for outcome in outcomes(ledger, config):
        place = at(outcome.venue, outcome.date)
        if numbers[id(outcome)] not in counted:
            counted.add(numbers[id(outcome)])
            place.outcomes += 1
        if outcome.amount is None:
            place.bare += 1
        else:
            place.gains.add(outcome.amount.number, outcome.amount.unit, outcome.date, period(outcome.date))
    for venue, day in attendances(ledger, config):
        at(venue, day).days.add(day)
    for due in unused_dues(ledger, config):
        at(due.entry.venue, max(due.begin, config.begin or due.begin)).unused.append(due)
    return dict(places)


def costs(ledger: "Ledger", config: "Config", by: str | None) -> "Iterator[Spent]":
    """Give the costs of the reported period that the query chooses, cut where they go over to another row.

    The days of a spread cost may belong to several whys, but to one venue and kind alone.
    """
    return spent(ledger, config, None, Breakdown("why", ledger, config).changes if by == "why" else None)


def favours(ledger: "Ledger", config: "Config") -> "Iterator[tuple[e.Happening, Exchange]]":
    """Give the favours of the reported period that the query chooses, in ledger order."""
    declared, query = ledger.declarations, config.query
    for entry, exchanges in config.within(ledger.booked, lambda pair: pair[0].date):
        for exchange in exchanges:
            if exchange.kind in FAVOURS and (not query or query.exchange(entry, exchange, declared)):
                yield entry, exchange


def outcomes(ledger: "Ledger", config: "Config") -> "Iterator[e.Outcome]":
    """Give what came to the owner in the reported period, as the query chooses: with or without an amount."""
    declared, query = ledger.declarations, config.query
    for outcome in config.within(ledger.of(e.Outcome)):
        if not is_result(outcome):
            continue
        # Asked as an exchange, so that a term looks at the outcome and not at the details under it.
        exchange = Exchange("outcome", outcome.kind, outcome.amount or Amount(ZERO, ""), outcome.names, outcome.text)
        if not query or query.exchange(outcome, exchange, declared):
            yield outcome


def attendances(ledger: "Ledger", config: "Config") -> "Iterator[tuple[str, date]]":
    """Give each venue and day of the reported period with a touch there or an hour spent, as the query chooses.

    A day may come several times. Hours spread by `over:` are of no day. The query is asked of each person.
    """
    choice = Choice.of(ledger, config)
    for touch in config.within(ledger.of(e.Touch)):
        if touch.venue is not None and not touch.pending and choice.entry(touch):
            yield touch.venue, touch.date
    for entry, exchanges in config.within(ledger.booked, lambda pair: pair[0].date):
        if entry.venue is None or spread(entry) is not None:
            continue
        for exchange in exchanges:
            is_hour = exchange.kind == "cost" and exchange.amount.unit == HOUR and exchange.amount.number > 0
            if is_hour and choice.exchange(entry, exchange):
                yield entry.venue, entry.date


def dues(ledger: "Ledger", config: "Config") -> "Iterator[Due]":
    """Give the costs with `over:` at a venue that have a day in the reported period, as the query chooses.

    Hours are no dues: they were spent.
    """
    declared, query = ledger.declarations, config.query
    for cost in ledger.of(e.Cost):
        if cost.date > config.last:
            break
        span = spread(cost)
        if span is None or cost.venue is None or cost.pending:
            continue
        last = date.fromordinal(min(cost.date.toordinal() + span - 1, date.max.toordinal()))
        if config.begin is not None and last < config.begin:
            continue
        amounts = tuple(
            amount
            for amount in cost.amounts
            if amount.number > 0
            and amount.unit != HOUR
            and (
                not query or query.exchange(cost, Exchange("cost", cost.venue, amount, cost.names, cost.text), declared)
            )
        )
        if amounts:
            yield Due(cost, amounts, cost.date, last, (min(last, config.today) - cost.date).days + 1)


def unused_dues(ledger: "Ledger", config: "Config") -> "Iterable[Due]":
    """Return the dues during whose days, up to T, nobody was at the venue or beneath it."""
    found = list(dues(ledger, config))
    if not found:
        return ()
    days: dict[str, set[date]] = defaultdict(set)
    for venue, day in attendances(ledger, whole_ledger(config)):
        days[venue].add(day)
    beneath: dict[str, list[date]] = defaultdict(list)
    for venue, of_venue in days.items():
        for name in ancestors(venue):
            beneath[name].extend(of_venue)
    for attended in beneath.values():
        attended.sort()
    return [due for due in found if not _any_within(beneath.get(due.entry.venue or "", []), due)]


def _any_within(days: list[date], due: Due) -> bool:
    index = bisect_left(days, due.begin)
    return index < len(days) and days[index] <= due.last


def whole_ledger(config: "Config") -> "Config":
    """Return the same settings without period and query: everything up to T."""
    return replace(config, begin=None, end=None, query=_ALL)


_ALL = Query()


def by_path(venue: str) -> "tuple[bool, Sequence[tuple[str, str]]]":
    """Sort key: venues word by word, so that one stands right before what lies under it; `(none)` last."""
    return venue == NONE, [alphabetical(word) for word in venue.split(":")]
