"""The reciprocity balance against a second, naive computation, over ledgers made at random; and what must add up."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from netledger import Config, Report, load_text
from netledger.core.amounts import Amount, quantize
from netledger.core.entries import AnyEntry, Detail, Give, Intro, Price, Receive, Touch
from netledger.core.ledger import Ledger, in_order
from netledger.core.options import Options
from netledger.core.spans import Span
from netledger.plugins.reciprocity import run as reciprocity

PEOPLE = ("Ann", "Bob", "Cid")
UNITS = ("HOUR", "USD", "TEA")
START = dt.date(2026, 1, 1)
TODAY = START + dt.timedelta(days=8)
NOWHERE = Span("", 1)


class Favour(NamedTuple):
    """What passed: positive was given."""

    day: dt.date
    party: str
    number: Fraction
    unit: str


days = st.integers(0, 10).map(lambda days: START + dt.timedelta(days=days))
amounts = st.builds(Amount, st.decimals(min_value=Decimal("0.01"), max_value=9, places=2), st.sampled_from(UNITS))
sides = st.sampled_from(["give", "receive"])


@st.composite
def _entries(draw: st.DrawFn) -> AnyEntry:
    day, pending = draw(days), draw(st.sampled_from([False, False, False, True]))
    names = tuple(draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True)))
    amount = draw(amounts)
    kind = draw(
        st.sampled_from(["give", "receive", "group", "by", "intro", "introduced", "others", "touch", "touch", "price"])
    )
    common = {"date": day, "span": NOWHERE, "pending": pending}
    if kind == "price":
        target = draw(st.sampled_from([unit for unit in UNITS if unit != amount.unit]))
        return Price(date=day, span=NOWHERE, unit=amount.unit, amount=Amount(amount.number, target))
    if kind in {"give", "by"}:
        return Give(**common, names=names, amount=amount, by="Zoe" if kind == "by" else None)  # type: ignore[arg-type]
    if kind == "receive":
        return Receive(**common, names=names, amount=amount)  # type: ignore[arg-type]
    if kind == "group":
        return Give(**common, venue="@Club", amount=amount)  # type: ignore[arg-type]
    if kind == "intro":
        return Intro(**common, names=(*names, "Dan"))  # type: ignore[arg-type]
    if kind in {"introduced", "others"}:
        return Intro(**common, names=("Dan", "Eve", *(["Me"] if kind == "introduced" else [])), by=names[0])  # type: ignore[arg-type]
    details = tuple(
        Detail(draw(sides), (draw(st.sampled_from(names)),), (draw(amounts),), None, (), (), draw(st.booleans()), 2)
        for _ in range(draw(st.integers(0, 2)))
    )
    medium, inbound = draw(st.sampled_from(["meet", "call", "email"])), draw(st.booleans())
    return Touch(**common, names=names, medium=medium, inbound=inbound, details=details)  # type: ignore[arg-type]


ledgers = st.lists(_entries(), max_size=14).map(
    lambda entries: Ledger(tuple(in_order(entries)), Options(operating_currency=("USD",)))  # type: ignore[arg-type]
)


# ------------------------------------------------------------------------------------------ the naive computation


def _favours(ledger: Ledger) -> list[Favour]:
    found = []
    for entry in ledger.entries:
        if entry.date > TODAY or getattr(entry, "pending", False):
            continue
        if isinstance(entry, Give) and entry.by is None:
            found += [
                Favour(entry.date, p, Fraction(entry.amount.number), entry.amount.unit)
                for p in entry.names or [entry.venue]
            ]  # type: ignore[list-item]
        elif isinstance(entry, Receive):
            found += [Favour(entry.date, p, -Fraction(entry.amount.number), entry.amount.unit) for p in entry.names]
        elif isinstance(entry, Intro) and entry.by is None:
            found += [Favour(entry.date, p, Fraction(1), "INTRO") for p in entry.names]
        elif isinstance(entry, Intro) and "Me" in entry.names:
            found.append(Favour(entry.date, str(entry.by), Fraction(-1), "INTRO"))
        elif isinstance(entry, Touch):
            for detail in entry.details:
                sign = 1 if detail.kind == "give" else -1
                if not detail.pending:
                    (amount,) = detail.amounts
                    found.append(Favour(entry.date, detail.names[0], sign * Fraction(amount.number), amount.unit))
    return found


def _price(ledger: Ledger, unit: str, target: str, day: dt.date, avoid: tuple[str, ...] = ()) -> Fraction | None:
    """Find a rate along at most one unit in between: with three units that trade there is no longer chain."""
    if unit == target:
        return Fraction(1)
    direct = inverse = None
    for entry in ledger.entries:
        if isinstance(entry, Price) and entry.date <= day:
            pair = (entry.unit, entry.amount.unit)
            if pair == (unit, target):
                direct = Fraction(entry.amount.number)
            elif pair == (target, unit):
                inverse = 1 / Fraction(entry.amount.number)
    if direct is not None or inverse is not None:
        return direct if direct is not None else inverse
    for middle in UNITS:
        if middle not in {unit, target, *avoid} and not avoid:
            first = _price(ledger, unit, middle, day, (target,))
            second = _price(ledger, middle, target, day, (unit,))
            if first is not None and second is not None:
                return first * second
    return None


def _columns(made: Report) -> dict[str, dict[str, object]]:
    return {str(row[0]): dict(zip([column.name for column in made.columns], row, strict=True)) for row in made.rows}


def _ratio(part: Fraction, whole: Fraction) -> Decimal | None:
    return quantize(part / whole, 4) if whole else None


def _side(favours: list[Favour], sign: int) -> dict[str, Fraction]:
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for favour in favours:
        if favour.number * sign > 0:
            sums[favour.unit] += abs(favour.number)
    return sums


@settings(max_examples=150)
@given(ledgers, st.booleans())
def test_against_a_naive_computation(ledger: Ledger, market: bool) -> None:  # noqa: FBT001 - hypothesis hands it over
    """Rows, sums, values, two-wayness and the figures of the network."""
    made, _ = reciprocity(ledger, Config(TODAY, market=market))
    favours = _favours(ledger)
    rows = _columns(made)
    figures = {figure.name: figure.value for figure in made.figures}
    touches = [e for e in ledger.entries if isinstance(e, Touch) and e.date <= TODAY and not e.pending]
    directed = [e for e in touches if e.inbound or e.medium != "meet"]
    assert figures["initiation_share"] == _ratio(Fraction(sum(e.inbound for e in directed)), Fraction(len(directed)))
    assert set(rows) == {favour.party for favour in favours}

    def value(some: list[Favour], sign: int) -> tuple[Fraction, bool]:
        total, unpriced = Fraction(0), False
        for favour in some:
            rate = _price(ledger, favour.unit, "USD", TODAY if market else favour.day)
            if favour.number * sign > 0:
                total += abs(favour.number) * (rate or 0)
                unpriced |= rate is None
        return total, unpriced

    for name, row in rows.items():
        theirs = [e.inbound for e in directed if name in e.names]
        assert row["initiation"] == _ratio(Fraction(sum(theirs)), Fraction(len(theirs)))
        own = [favour for favour in favours if favour.party == name]
        given, received = _side(own, 1), _side(own, -1)
        for side, sums in (("given", given), ("received", received)):
            shown = {amount.unit: amount.number for amount in row[side]}  # type: ignore[attr-defined]
            assert shown == {unit: quantize(sums.get(unit, Fraction(0)), 2) for unit in {*given, *received}}
        (g, g_rest), (r, r_rest) = value(own, 1), value(own, -1)
        if len({*given, *received}) == 1:
            (only,) = {*given, *received}
            g, r, g_rest, r_rest = given.get(only, Fraction(0)), received.get(only, Fraction(0)), False, False
        wanted = None if g_rest or r_rest else _ratio(2 * min(g, r), g + r)
        assert row["two_wayness"] == wanted
        assert row["normalised_balance"] == (None if g_rest or r_rest else _ratio(g - r, g + r))
    if not favours or any(value(favours, sign)[1] for sign in (1, -1)):
        return
    if len({favour.unit for favour in favours}) == 1:
        pairs = [tuple(sum(_side([f for f in favours if f.party == n], s).values()) for s in (1, -1)) for n in rows]
    else:
        pairs = [tuple(value([f for f in favours if f.party == n], s)[0] for s in (1, -1)) for n in rows]
    g, r = sum((p[0] for p in pairs), Fraction(0)), sum((p[1] for p in pairs), Fraction(0))
    assert figures["weighted_reciprocity"] == _ratio(Fraction(2 * sum(min(p) for p in pairs)), g + r)
    assert figures["aggregate_two_wayness"] == _ratio(2 * min(g, r), g + r)
    assert figures["given_one_way"] == _ratio(Fraction(sum(p[0] for p in pairs if not p[1])), g)
    assert figures["received_one_way"] == _ratio(Fraction(sum(p[1] for p in pairs if not p[0])), r)


@settings(max_examples=150)
@given(ledgers, st.booleans(), st.sampled_from([None, *UNITS]))
def test_what_is_shown_adds_up(ledger: Ledger, market: bool, exchange: str | None) -> None:  # noqa: FBT001 - likewise
    """The values to the total's; amounts of two places each are exact, so their sums are, too."""
    made, _ = reciprocity(ledger, Config(TODAY, market=market, exchange=exchange))
    if made.totals is None:
        assert made.rows == ()
        return
    names = [column.name for column in made.columns]
    shown = [row[names.index("value")] for row in made.rows]
    total = made.totals[names.index("value")]
    numbers = [cell.number for cell in shown if isinstance(cell, Amount)]
    assert sum(numbers) == (total.number if isinstance(total, Amount) else 0)
    assert bool(numbers) == isinstance(total, Amount)
    if exchange is None:
        for side in ("given", "received", "balance"):
            sums: dict[str, Decimal] = defaultdict(Decimal)
            for row in made.rows:
                for amount in row[names.index(side)]:  # type: ignore[union-attr]
                    sums[amount.unit] += amount.number
            assert sums == {a.unit: a.number for a in made.totals[names.index(side)]}  # type: ignore[union-attr]


@settings(max_examples=60)
@given(ledgers)
def test_what_comes_later_changes_nothing(ledger: Ledger) -> None:
    """A ledger cut at T reports what the whole one does."""
    cut = Ledger(ledger.until(TODAY), ledger.options)
    for market in (False, True):
        config = Config(TODAY, market=market)
        assert reciprocity(cut, config) == reciprocity(ledger, config)


@settings(max_examples=60)
@given(ledgers, st.integers(0, 8))
def test_two_halves_are_the_whole(ledger: Ledger, cut: int) -> None:
    """What a period and the one after it show adds up to what both together show."""
    middle = START + dt.timedelta(days=cut)
    reports = [
        _columns(reciprocity(ledger, c)[0])
        for c in (Config(TODAY), Config(TODAY, end=middle), Config(TODAY, begin=middle))
    ]
    sums: list[dict[tuple[str, str], Decimal]] = []
    for rows in reports:
        held = {(n, a.unit): a.number for n, row in rows.items() for a in row["balance"]}  # type: ignore[attr-defined]
        sums.append(held)
    whole, first, second = sums
    assert whole == {key: first.get(key, Decimal(0)) + second.get(key, Decimal(0)) for key in {*first, *second}}


def test_the_naive_computation_knows_the_vector() -> None:
    """So that both are not wrong alike."""
    ledger = load_text("2026-01-01 give A 3 FAVOR\n2026-01-02 receive A\n2026-01-03 give B 2 FAVOR\n")
    assert [(f.party, f.number) for f in _favours(ledger)] == [("A", 3), ("A", -1), ("B", 2)]
