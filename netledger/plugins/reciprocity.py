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

from netledger.core.amounts import EXACT, ZERO, Amount, apportion, quantize
from netledger.core.order import alphabetical
from netledger.core.report import Cell, Column, Figure, Report, Row
from netledger.core.spelling import some
from netledger.core.valuation import Value, Valued
from netledger.extension import Metric
from netledger.plugins.parties import Party, Scope, Sides, gather, last_contacts
from netledger.plugins.reciprocity_told import DEFINITIONS, evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger

COLUMNS = (
    Column("person", "name"),
    Column("given", "amounts"),
    Column("received", "amounts"),
    Column("balance", "amounts"),
    Column("value", "amount", adds=True),
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


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Compute the reciprocity balance of a ledger; its rows are parties in alphabetical order."""
    scope = Scope(ledger, config, config.exchange or ledger.options.currency)
    parties, directed, inbound = gather(ledger, config)
    last = last_contacts(ledger, config)
    names = sorted(parties, key=lambda name: (name.startswith("@"), alphabetical(name)))
    for party in parties.values():
        party.weigh(scope)
    shown = _apportioned({name: parties[name].value for name in names}, scope)
    rows = []
    for name in names:
        party = parties[name]
        sides = party.sides
        rows.append(
            (
                name,
                *_amounts(party, scope, shown[name]),
                shown[name],
                party.value is not None and bool(party.unpriced),
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
        ledger.titled("Reciprocity"),
        COLUMNS,
        tuple(rows),
        config.today,
        config.begin,
        config.end,
        _totals(parties.values(), scope, (inbound, directed)) if rows else None,
        tuple(_figures(parties, scope, (inbound, directed))),
        tuple(_notes(parties, scope)),
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


_Sums = dict[str, Decimal | Fraction]


def _amounts(party: Party, scope: Scope, value: Amount | None) -> tuple[tuple[Amount, ...], ...]:
    """Return what is shown as given, received and balance, all in the same units.

    With `-X` the balance in that unit is the value, whose shown parts add up.
    """
    given, received = (_sums(side, worth, scope) for side, worth in _both(party))
    units = sorted({*given, *received})
    precision = scope.ledger.declarations.precision
    balance = {unit: _minus(given.get(unit, ZERO), received.get(unit, ZERO)) for unit in units}
    shown = [
        tuple([Amount(quantize(side.get(unit, ZERO), precision(unit)), unit) for unit in units])
        for side in (given, received, balance)
    ]
    if scope.config.exchange is not None and value is not None:
        shown[2] = tuple(value if amount.unit == value.unit else amount for amount in shown[2])
    return tuple(shown)


def _both(party: Party) -> "tuple[tuple[Valued, Value], tuple[Valued, Value]]":
    return (party.given, party.given_worth), (party.received, party.received_worth)


def _sums(side: Valued, worth: Value, scope: Scope) -> _Sums:
    if scope.config.exchange is None:
        return {unit: side.held[unit] for unit in side.held}
    sums: _Sums = {unit: worth.unpriced[unit] for unit in worth.unpriced}
    if worth.priced:
        sums[scope.config.exchange] = worth.total + Fraction(sums.get(scope.config.exchange, ZERO))
    return sums


def _minus(left: Decimal | Fraction, right: Decimal | Fraction) -> Decimal | Fraction:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return EXACT.subtract(left, right)
    return Fraction(left) - Fraction(right)


def _apportioned(values: dict[str, Fraction | None], scope: Scope) -> dict[str, Amount | None]:
    """Round the values so that what is shown adds up to the total that is shown."""
    shown: dict[str, Amount | None] = dict.fromkeys(values)
    defined = {name: value for name, value in values.items() if value is not None}
    if scope.unit is not None:
        precision = scope.ledger.declarations.precision(scope.unit)
        for name, number in zip(defined, apportion(list(defined.values()), precision), strict=True):
            shown[name] = Amount(number, scope.unit)
    return shown


def _totals(parties: "Iterable[Party]", scope: Scope, touches: tuple[int, int]) -> Row:
    whole = Party()
    for party in parties:
        whole.given.include(party.given)
        whole.received.include(party.received)
    whole.weigh(scope)
    value = _apportioned({"": whole.value}, scope)[""]
    given, received, balance = _amounts(whole, scope, value)
    cells: dict[str, Cell] = {
        "person": "total",
        "given": given,
        "received": received,
        "balance": balance,
        "value": value,
        "partial": whole.value is not None and bool(whole.unpriced),
        "favours_given": whole.given.count,
        "favours_received": whole.received.count,
        "initiation": share(*touches),
        "initiation_n": touches[1],
    }
    return tuple(cells.get(column.name) for column in COLUMNS)


# -------------------------------------------------------------------------------------------- the network


class _Network(NamedTuple):
    """G and R of every party on one scale."""

    sides: list[Sides]
    scale: str
    """Which one: `in INTRO`, `by value in USD`; empty where there is none."""
    given: str
    """Why what was given cannot be told on that scale; empty where it can."""
    received: str
    """Likewise of what was received."""


def _network(parties: dict[str, Party], scope: Scope) -> _Network:
    if len({unit for party in parties.values() for unit in party.units}) == 1:
        (only,) = next(party.units for party in parties.values() if party.units)
        return _Network([party.sides or _NOTHING for party in parties.values()], f"in {only}", "", "")
    if scope.unit is None:
        why = "several units, and no operating_currency" if parties else ""
        return _Network([], "", why, why)
    sides = [Sides(party.given_worth.total, party.received_worth.total) for party in parties.values()]
    given = any(p.given.count for p in parties.values()) and not any(p.given_worth.priced for p in parties.values())
    received = any(p.received.count for p in parties.values()) and not any(
        p.received_worth.priced for p in parties.values()
    )
    partly = any(party.unpriced for party in parties.values())
    return _Network(
        sides,
        f"by value in {scope.unit}" + (", of what has a price" if partly else ""),
        f"nothing given has a price in {scope.unit}" if given else "",
        f"nothing received has a price in {scope.unit}" if received else "",
    )


_NOTHING = Sides(Fraction(0), Fraction(0))


def _figures(parties: dict[str, Party], scope: Scope, touches: tuple[int, int]) -> "Iterable[Figure]":
    network = _network(parties, scope)
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
            network.given,
            "nothing was given",
        ),
        (
            "received_one_way",
            sum((side.received for side, party in zipped if not party.given.count), Fraction(0)),
            received,
            network.received,
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


def _notes(parties: dict[str, Party], scope: Scope) -> "Iterable[str]":
    unit = scope.unit
    unpriced: dict[str, list[str]] = defaultdict(list)
    undefined = []
    moved = []
    for name in sorted(parties, key=alphabetical):
        party = parties[name]
        for missing in party.unpriced:
            unpriced[missing].append(name)
        if party.sides is None:
            undefined.append(f"{name} {party.given.count}:{party.received.count}")
        even = all(party.given.held[held] == party.received.held[held] for held in party.units)
        if even and party.value and not party.unpriced:
            moved.append(name)
    if unpriced and unit is None and len(unpriced) > 1:
        yield "no value: the journal names no operating_currency"
    elif unpriced and unit is not None:
        listed = ", ".join(f"{missing} ({_count(names)})" for missing, names in sorted(unpriced.items()))
        yield f"no price in {unit}, so left out of the values: {listed}"
    if undefined:
        yield f"two-way is undefined over units without a price; favours given and received: {some(undefined)}"
    if moved:
        yield f"the units are even, the value is not, for prices moved in between: {some(moved)}"


def _count(names: list[str]) -> str:
    """Say how many they are: `1 person`, `3 people`, `4 people and groups`."""
    groups = sum(name.startswith("@") for name in names)
    if groups == len(names):
        noun = "group" if groups == 1 else "groups"
    else:
        noun = "people and groups" if groups else "person" if len(names) == 1 else "people"
    return f"{len(names)} {noun}"


plugin = Metric(
    run,
    "Show the reciprocity balance per person and group, and the figures of the network.",
    help="A positive balance: they have received more from you than you from them. TERMs select what is reported: "
    "Alice, @Chamber, #spring, ^acme, kind:intro, unit:HOUR, text:coffee, why:clients, not:TERM, any:(A B).",
    compares=("value", "favours_given", "favours_received"),
    definitions=DEFINITIONS,
    evidence=evidence,
)
