"""Reciprocity: who gave how much to whom, per person or group and over the whole network.

G is what was given to a party, R what was received from it.

- balance G - R, per unit and as value (double entry);
- two-wayness 2·min(G, R) / (G + R), the Grubel-Lloyd index (Grubel & Lloyd 1971): (3, 1) gives 0.5;
- normalised balance (G - R) / (G + R): (3, 1) gives 0.5;
- weighted reciprocity Σ 2·min(G_j, R_j) / Σ (G_j + R_j) (Squartini et al. 2013, of an ego network);
- aggregate two-wayness 2·min(ΣG, ΣR) / (ΣG + ΣR);
- given one-way Σ_{R_j = 0} G_j / ΣG and received one-way Σ_{G_j = 0} R_j / ΣR: shares of netledger's own for the
  upstream and downstream reciprocity of Nowak & Sigmund 2005;
- initiation share: directed touches that they started / all directed touches.
"""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import Amount, apportion, quantize
from netledger.core.booking import book
from netledger.core.order import alphabetical
from netledger.core.report import Cell, Column, Figure, Report, Row
from netledger.core.valuation import Valued, rounded
from netledger.extension import Metric

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import TypeGuard

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger

COLUMNS = (
    Column("person", "name"),
    Column("given", "amounts"),
    Column("received", "amounts"),
    Column("balance", "amounts"),
    Column("value", "amount"),
    Column("partial", "flag"),
    Column("two_wayness", "share", "two-way"),
    Column("normalised_balance", "share", wide=True),
    Column("favours_given", "count", wide=True),
    Column("favours_received", "count", wide=True),
    Column("initiation", "share", wide=True),
    Column("initiation_n", "count", wide=True),
    Column("last", "date"),
)

# Shares are told to so many decimals.
_SHARE = 4


class _Party:
    """What passed between the owner and one person or group."""

    __slots__ = ("directed", "given", "inbound", "received")

    def __init__(self) -> None:
        self.given = Valued()
        self.received = Valued()
        self.directed = 0
        self.inbound = 0


class _Sides(NamedTuple):
    """G and R of one party on one scale: a single unit, or value."""

    given: Fraction
    received: Fraction


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Compute the reciprocity balance of a ledger; its rows are parties in alphabetical order."""
    parties, directed, inbound = _gather(ledger, config)
    unit = config.exchange or ledger.options.currency
    last = _last_contacts(ledger, config)
    names = sorted(parties, key=lambda name: (name.startswith("@"), alphabetical(name)))
    values = {name: _value(parties[name], ledger, unit, config) for name in names}
    shown = _apportioned(values, ledger, unit)
    rows = []
    for name in names:
        party = parties[name]
        sides = _sides(party, ledger, unit, config)
        rows.append(
            (
                name,
                *_amounts(party, ledger, config, shown[name]),
                shown[name],
                values[name][1],
                two_wayness(*sides) if sides else None,
                normalised(*sides) if sides else None,
                party.given.count,
                party.received.count,
                share(party.inbound, party.directed),
                party.directed,
                last.get(name),
            )
        )
    report = Report(
        "balance",
        f"Reciprocity: {ledger.options.title}" if ledger.options.title else "Reciprocity",
        COLUMNS,
        tuple(rows),
        config.today,
        config.begin,
        config.end,
        _totals(parties.values(), ledger, unit, config) if rows else None,
        tuple(_figures(parties, ledger, unit, config, (inbound, directed))),
        tuple(_notes(parties, ledger, unit, config)),
    )
    return report, []


# -------------------------------------------------------------------------------------------------- figures


def _rounded(number: Fraction) -> Decimal:
    return quantize(number, _SHARE)


def share(part: Fraction | int, whole: Fraction | int) -> Decimal | None:
    """Return part / whole to four decimals; undefined (None) where the whole is 0."""
    return _rounded(Fraction(part) / whole) if whole else None


def two_wayness(given: Fraction, received: Fraction) -> Decimal | None:
    """Return the Grubel-Lloyd index 2·min(G, R) / (G + R): (3, 1) gives 0.5; (0, 0) is undefined."""
    return share(2 * min(given, received), given + received)


def normalised(given: Fraction, received: Fraction) -> Decimal | None:
    """Return (G - R) / (G + R): (3, 1) gives 0.5; (0, 0) is undefined."""
    return share(given - received, given + received)


# ------------------------------------------------------------------------------------------------ gathering


def _gather(ledger: "Ledger", config: "Config") -> tuple[dict[str, _Party], int, int]:
    """Sum up what passed, per party, and count the directed touches of all, and those that they started."""
    parties: dict[str, _Party] = defaultdict(_Party)
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


def _last_contacts(ledger: "Ledger", config: "Config") -> "dict[str, date]":
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


def _balance(party: _Party) -> Valued:
    balance = Valued()
    balance.include(party.given)
    balance.include(party.received, -1)
    return balance


def _amounts(
    party: _Party, ledger: "Ledger", config: "Config", value: Amount | None = None
) -> tuple[tuple[Amount, ...], ...]:
    """Return what is shown as given, received and balance, all in the same units.

    With `-X` the balance in that unit is the value, whose shown parts add up.
    """
    sums = [side.sums(ledger, config) for side in (party.given, party.received, _balance(party))]
    units = {unit for side in sums for unit in side}
    given, received, balance = (rounded(side, ledger, units) for side in sums)
    if config.exchange is not None and value is not None:
        balance = tuple(value if amount.unit == value.unit else amount for amount in balance)
    return given, received, balance


def _value(party: _Party, ledger: "Ledger", unit: str | None, config: "Config") -> tuple[Fraction | None, bool]:
    """Return a party's balance as value, and whether a part of it has no price; no value where nothing has one."""
    given = party.given.value(ledger, unit, config)
    received = party.received.value(ledger, unit, config)
    rest = bool([*given.unpriced, *received.unpriced])
    if unit is None or (rest and not given.priced and not received.priced):
        return None, False
    return given.total - received.total, rest


def _sides(party: _Party, ledger: "Ledger", unit: str | None, config: "Config") -> _Sides | None:
    """Return G and R in the party's only unit, else as value; None where a part of it has no price."""
    units = {*party.given.held, *party.received.held}
    if len(units) == 1:
        (only,) = units
        return _Sides(Fraction(party.given.held[only]), Fraction(party.received.held[only]))
    given = party.given.value(ledger, unit, config)
    received = party.received.value(ledger, unit, config)
    return None if [*given.unpriced, *received.unpriced] else _Sides(given.total, received.total)


def _apportioned(
    values: dict[str, tuple[Fraction | None, bool]], ledger: "Ledger", unit: str | None
) -> dict[str, Amount | None]:
    """Round the values so that what is shown adds up to the total that is shown."""
    shown: dict[str, Amount | None] = dict.fromkeys(values)
    defined = {name: value for name, (value, _) in values.items() if value is not None}
    if unit is not None:
        precision = ledger.declarations.precision(unit)
        for name, number in zip(defined, apportion(list(defined.values()), precision), strict=True):
            shown[name] = Amount(number, unit)
    return shown


def _totals(parties: "Iterable[_Party]", ledger: "Ledger", unit: str | None, config: "Config") -> Row:
    whole = _Party()
    for party in parties:
        whole.given.include(party.given)
        whole.received.include(party.received)
    given, received, balance = _amounts(whole, ledger, config)
    value, partial = _value(whole, ledger, unit, config)
    shown = _apportioned({"": (value, partial)}, ledger, unit)
    cells: dict[str, Cell] = {
        "person": "total",
        "given": given,
        "received": received,
        "balance": balance,
        "value": shown[""],
        "partial": partial,
        "favours_given": whole.given.count,
        "favours_received": whole.received.count,
    }
    return tuple(cells.get(column.name) for column in COLUMNS)


# -------------------------------------------------------------------------------------------- the network


class _Network(NamedTuple):
    """G and R of every party on one scale."""

    sides: list[_Sides]
    scale: str
    """Which one: `in INTRO`, `by value in USD`; empty where there is none."""
    given: str
    """Why what was given cannot be told on that scale; empty where it can."""
    received: str
    """Likewise of what was received."""


def _network(parties: dict[str, _Party], ledger: "Ledger", unit: str | None, config: "Config") -> _Network:
    units = {held for party in parties.values() for held in (*party.given.held, *party.received.held)}
    if len(units) == 1:
        (only,) = units
        sides = [
            _Sides(Fraction(party.given.held[only]), Fraction(party.received.held[only])) for party in parties.values()
        ]
        return _Network(sides, f"in {only}", "", "")
    if unit is None:
        why = "several units, and no operating_currency"
        return _Network([], "", why, why)
    sides = [
        _Sides(party.given.value(ledger, unit, config).total, party.received.value(ledger, unit, config).total)
        for party in parties.values()
    ]
    given = _unpriced((party.given for party in parties.values()), ledger, unit, config)
    received = _unpriced((party.received for party in parties.values()), ledger, unit, config)
    return _Network(
        sides,
        f"by value in {unit}",
        f"nothing given has a price in {unit}" if given else "",
        f"nothing received has a price in {unit}" if received else "",
    )


def _unpriced(sums: "Iterable[Valued]", ledger: "Ledger", unit: str, config: "Config") -> bool:
    """Tell whether there is something, and none of it has a price."""
    whole = Valued()
    for each in sums:
        whole.include(each)
    return whole.count > 0 and not whole.value(ledger, unit, config).priced


def _figures(
    parties: dict[str, _Party], ledger: "Ledger", unit: str | None, config: "Config", touches: tuple[int, int]
) -> "Iterable[Figure]":
    network = _network(parties, ledger, unit, config) if parties else _Network([], "", "", "")
    sides = network.sides
    # One-way is who gave nothing back at all, not who gave back what has no price.
    zipped = list(zip(sides, parties.values(), strict=False))
    given = sum((side.given for side in sides), Fraction(0))
    received = sum((side.received for side in sides), Fraction(0))
    either = network.given or network.received
    for name, part, whole, why, nothing in (
        (
            "weighted_reciprocity",
            sum((2 * min(side) for side in sides), Fraction(0)),
            given + received,
            either,
            "nothing was given or received",
        ),
        ("aggregate_two_wayness", 2 * min(given, received), given + received, either, "nothing was given or received"),
        (
            "given_one_way",
            sum((side.given for side, party in zipped if not party.received.count), Fraction(0)),
            given,
            either,
            "nothing was given",
        ),
        (
            "received_one_way",
            sum((side.received for side, party in zipped if not party.given.count), Fraction(0)),
            received,
            either,
            "nothing was received",
        ),
    ):
        value = None if why else share(part, whole)
        reason = why or (nothing if value is None else network.scale)
        yield Figure(
            name,
            name.replace("_", " ").replace("one way", "one-way").replace("two wayness", "two-wayness"),
            value,
            len(parties),
            reason,
        )
    inbound, directed = touches
    reason = "of directed touches were started by them" if directed else "there is no directed touch"
    yield Figure("initiation_share", "initiation share", share(inbound, directed), directed, reason)


def _notes(parties: dict[str, _Party], ledger: "Ledger", unit: str | None, config: "Config") -> "Iterable[str]":
    unpriced: dict[str, list[str]] = defaultdict(list)
    undefined = []
    moved = []
    for name in sorted(parties):
        party = parties[name]
        given, received = (side.value(ledger, unit, config) for side in (party.given, party.received))
        rest = {*given.unpriced, *received.unpriced}
        for missing in rest:
            unpriced[missing].append(name)
        if _sides(party, ledger, unit, config) is None:
            undefined.append(f"{name} {party.given.count}:{party.received.count}")
        value, _ = _value(party, ledger, unit, config)
        if value and not rest and not _balance(party).held:
            moved.append(name)
    if unpriced and unit is None and len(unpriced) > 1:
        yield "no value: the journal names no operating_currency"
    elif unpriced and unit is not None:
        listed = ", ".join(f"{missing} ({_count(names)})" for missing, names in sorted(unpriced.items()))
        yield f"no price in {unit}, so left out of the values: {listed}"
    if undefined:
        yield f"two-way is undefined over units without a price; favours given and received: {_some(undefined)}"
    if moved:
        yield f"the units are even, the value is not, for prices moved in between: {_some(moved)}"


def _count(names: list[str]) -> str:
    """Say how many they are: `1 person`, `3 people`, `4 people and groups`."""
    groups = sum(name.startswith("@") for name in names)
    if groups == len(names):
        noun = "group" if groups == 1 else "groups"
    else:
        noun = "people and groups" if groups else "person" if len(names) == 1 else "people"
    return f"{len(names)} {noun}"


def _some(items: list[str]) -> str:
    most = 5
    return ", ".join(items[:most]) + (f" and {len(items) - most} more" if len(items) > most else "")


plugin = Metric(run, "the reciprocity balance per person, and of the network")
