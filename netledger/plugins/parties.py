"""What passed between the owner and each person or group, and when they last had contact."""

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, TypeGuard

from netledger.core import entries as e
from netledger.core.booking import book
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

    __slots__ = ("directed", "given", "given_worth", "inbound", "received", "received_worth")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.given = Valued()
        self.received = Valued()
        self.directed = 0
        self.inbound = 0

    def weigh(self, scope: "Scope") -> None:
        """Find out what both sides are worth; what follows asks for it."""
        self.given_worth = self.given.value(scope.ledger, scope.unit, scope.config)
        self.received_worth = self.received.value(scope.ledger, scope.unit, scope.config)

    @property
    def units(self) -> set[str]:
        """The units of everything that passed."""
        return {*self.given.held, *self.received.held}

    @property
    def unpriced(self) -> set[str]:
        """The units of what has no price."""
        return {*self.given_worth.unpriced, *self.received_worth.unpriced}

    @property
    def value(self) -> Fraction | None:
        """The balance as value; None where nothing of it has a price."""
        if self.unpriced and not self.given_worth.priced and not self.received_worth.priced:
            return None
        return self.given_worth.total - self.received_worth.total

    @property
    def sides(self) -> Sides | None:
        """G and R in the only unit, else as value; None where a part of it has no price."""
        units = self.units
        if len(units) == 1:
            (only,) = units
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
    declared = ledger.declarations
    touched: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    directed = inbound = 0
    for entry in ledger.until(config.today):
        if not config.reports(entry.date):
            continue
        period = ledger.prices.period(entry.date)
        for exchange in book(entry):
            if exchange.is_favour and config.query.exchange(entry, exchange, declared):
                party = parties[config.venue(exchange.party) if exchange.party[0] == "@" else exchange.party]
                side = party.given if exchange.kind == "give" else party.received
                side.add(exchange.amount, entry.date, period)
        if _is_directed(entry) and config.query.entry(entry, declared):
            started = entry.inbound
            directed += 1
            inbound += started
            for name in entry.names:
                touched[name][0] += 1
                touched[name][1] += started
        if config.empty and config.query.entry(entry, declared):
            for name in e.people(entry):
                parties[name]
    for name, (count, started_count) in touched.items():
        if name in parties:
            parties[name].directed, parties[name].inbound = count, started_count
    return parties, directed, inbound


def _is_directed(entry: e.Entry) -> "TypeGuard[e.Touch]":
    """Tell whether somebody reached out to somebody: a meeting without `from` leaves open who did."""
    if not isinstance(entry, e.Touch) or entry.pending or not entry.names:
        return False
    return entry.inbound or entry.medium not in {"meet", "video"}


def last_contacts(ledger: "Ledger", config: "Config") -> "dict[str, date]":
    """Return the day of the last touch, connect or favour with each party, over the whole ledger up to T."""
    last: dict[str, date] = {}
    for entry in ledger.until(config.today):
        if isinstance(entry, e.Touch | e.Connect) and not entry.pending:
            for name in entry.names:
                last[name] = entry.date
            if isinstance(entry, e.Touch) and not entry.details:
                continue
        if isinstance(entry, e.Happening):
            for exchange in book(entry):
                if exchange.is_favour:
                    party = exchange.party
                    last[config.venue(party) if party.startswith("@") else party] = entry.date
    return last
