"""What passed between the owner and each person or group, and when they last had contact."""

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from netledger.core import entries as e
from netledger.core.booking import FAVOURS
from netledger.core.valuation import Valued

if TYPE_CHECKING:
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger


class Sides(NamedTuple):
    """G and R of one party on one scale: a single unit, or value."""

    given: Fraction
    received: Fraction


class Party:
    """What passed between the owner and one person or group."""

    __slots__ = (
        *("given", "received", "directed", "inbound"),
        *("given_worth", "received_worth", "units", "unpriced", "value", "sides"),
    )

    def __init__(self) -> None:
        """Begin with nothing."""
        self.given = Valued()
        self.received = Valued()
        self.directed = 0
        self.inbound = 0

    def weigh(self, scope: "Scope") -> None:
        """Find out what both sides are worth, once all is added; what the report shows asks for it again and again."""
        self.given_worth = self.given.value(scope.ledger, scope.unit, scope.config)
        self.received_worth = self.received.value(scope.ledger, scope.unit, scope.config)
        self.units: set[str] = {*self.given.held, *self.received.held}
        """The units of everything that passed."""
        self.unpriced: set[str] = {*self.given_worth.unpriced, *self.received_worth.unpriced}
        """The units of what has no price."""
        self.value = self._value()
        """The balance as value; None where nothing of it has a price."""
        self.sides = self._sides()
        """G and R in the only unit, else as value; None where a part of it has no price."""

    def _value(self) -> Fraction | None:
        if self.unpriced and not self.given_worth.priced and not self.received_worth.priced:
            return None
        return self.given_worth.total - self.received_worth.total

    def _sides(self) -> Sides | None:
        if len(self.units) == 1:
            (only,) = self.units
            return Sides(Fraction(self.given.held[only]), Fraction(self.received.held[only]))
        return None if self.unpriced else Sides(self.given_worth.total, self.received_worth.total)


class Scope(NamedTuple):
    """What a report is about."""

    ledger: "Ledger"
    config: "Config"
    unit: str | None
    """The unit that values are in; None: there are no values."""


def gather(ledger: "Ledger", config: "Config") -> tuple[dict[str, Party], int, int]:
    """Sum up what passed, per party, and count the directed touches of all, and those that they started."""
    parties: dict[str, Party] = defaultdict(Party)
    declared, query, period = ledger.declarations, config.query, ledger.prices.period
    for entry, exchanges in config.within(ledger.booked, lambda pair: pair[0].date):
        for exchange in exchanges:
            kind = exchange.kind
            if kind in FAVOURS and (not query or query.exchange(entry, exchange, declared)):
                party = parties[shown_party(exchange.party, config)]
                side = party.given if kind == "give" else party.received
                side.add(exchange.amount, entry.date, period(entry.date))
    touched: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    directed = inbound = 0
    for touch in config.within(ledger.of(e.Touch)):
        if is_directed(touch) and (not query or query.entry(touch, declared)):
            directed += 1
            inbound += touch.inbound
            for name in touch.names:
                counts = touched[name]
                counts[0] += 1
                counts[1] += touch.inbound
    if config.empty:
        for other in config.within(ledger.entries):
            if query.entry(other, declared):
                for name in e.people(other):
                    parties[name]
    for name, (count, started) in touched.items():
        if name in parties:
            parties[name].directed, parties[name].inbound = count, started
    return parties, directed, inbound


def shown_party(party: str, config: "Config") -> str:
    """Return the name under which a party is shown: a venue cut to the depth asked for."""
    return config.venue(party) if party[0] == "@" else party


def is_directed(touch: e.Touch) -> bool:
    """Tell whether somebody reached out to somebody: a meeting without `from` leaves open who did."""
    if touch.pending or not touch.names:
        return False
    return touch.inbound or touch.medium not in {"meet", "video"}


def last_contacts(ledger: "Ledger", config: "Config") -> "dict[str, date]":
    """Return the day of the last touch, connect or favour with each party, over the whole ledger up to T."""
    whole = replace(config, begin=None, end=None)
    touches: dict[str, date] = {}
    for kind in (e.Connect, e.Touch):
        days: dict[str, date] = {}
        for entry in whole.within(ledger.of(kind)):
            if not entry.pending:
                for name in entry.names:
                    days[name] = entry.date
        _latest(touches, days)
    favours: dict[str, date] = {}
    for happening, exchanges in whole.within(ledger.booked, lambda pair: pair[0].date):
        for exchange in exchanges:
            if exchange.kind in FAVOURS:
                favours[shown_party(exchange.party, config)] = happening.date
    return _latest(touches, favours)


def _latest(days: "dict[str, date]", others: "dict[str, date]") -> "dict[str, date]":
    """Take the later of two days, name by name, into the first of both."""
    for name, day in others.items():
        if name not in days or day > days[name]:
            days[name] = day
    return days
