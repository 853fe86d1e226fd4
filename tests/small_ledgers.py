"""Small ledgers at random, made of records: few people, few venues, few days, so that things meet."""

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from netledger.core import entries as e
from netledger.core.amounts import Amount
from netledger.core.ledger import Ledger, in_order
from netledger.core.options import Options
from netledger.core.spans import Span

START = dt.date(2025, 1, 1)
TODAY = dt.date(2026, 6, 30)
NOWHERE = Span("", 1)

PEOPLE = ("Ann", "Bob", "Cid")
VENUES = ("@A", "@A:X", "@A:X:Deep", "@A:Y", "@B", "@C")
UNITS = ("HOUR", "USD", "TEA", "MILE")

days = st.integers(0, 560).map(lambda days: START + dt.timedelta(days=days))
amounts = st.builds(Amount, st.decimals(min_value=Decimal("0.01"), max_value=99, places=2), st.sampled_from(UNITS))
people = st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True).map(tuple)
someone = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True).map(tuple)
venues = st.none() | st.sampled_from(VENUES)
tags = st.lists(st.sampled_from(["x", "y"]), max_size=2, unique=True).map(tuple)
links = st.lists(st.sampled_from(["p", "q", "r"]), max_size=2, unique=True).map(tuple)
overs = st.sampled_from(["1d", "2w", "1mo", "6mo", "1y", "2y"])


def meta(key: str, kind: str, text: str) -> tuple[e.Meta, ...]:
    """Make one line of metadata."""
    return (e.Meta(key, e.Value(kind, text), 1),)  # type: ignore[arg-type]


@st.composite
def details(draw: st.DrawFn, names: tuple[str, ...]) -> tuple[e.Detail, ...]:
    """Give details of an entry: costs, and favours to or from its people."""
    found = []
    for _ in range(draw(st.integers(0, 2))):
        kind = draw(st.sampled_from(["cost", "cost", "give", "receive"])) if names else "cost"
        who = (draw(st.sampled_from(names)),) if kind != "cost" else ()
        pending = draw(st.sampled_from([False, False, False, True]))
        found.append(e.Detail(kind, who, (draw(amounts),), None, (), (), pending, 2))  # type: ignore[arg-type]
    return tuple(found)


@st.composite
def happenings(draw: st.DrawFn) -> e.Happening:
    """Give something that happened, or was promised."""
    kind = draw(
        st.sampled_from(["touch"] * 5 + ["cost", "cost", "dues", "outcome", "give", "intro", "connect", "promo"])
    )
    names = draw(people)
    common: dict[str, Any] = {
        "date": draw(days),
        "span": NOWHERE,
        "venue": draw(venues),
        "tags": draw(tags),
        "pending": draw(st.sampled_from([False, False, False, False, True])),
    }
    if kind == "touch":
        medium, inbound = draw(st.sampled_from(e.MEDIA)), draw(st.booleans())
        return e.Touch(**common, names=names, medium=medium, inbound=inbound, details=draw(details(names)))
    if kind in {"cost", "dues"}:
        costs = tuple(draw(st.lists(amounts, min_size=1, max_size=2)))
        over = meta("over", "interval", draw(overs)) if kind == "dues" else ()
        return e.Cost(**common, names=names, amounts=costs, meta=over)
    if kind == "outcome":
        amount = draw(st.none() | amounts)
        others = ("Dan",) if draw(st.integers(0, 4)) == 0 else ()
        sort = draw(st.sampled_from(["job", "client"]))
        return e.Outcome(**common, names=names, kind=sort, amount=amount, beneficiaries=others, links=draw(links))
    if kind == "give":
        return e.Give(**common, names=draw(someone), amount=draw(amounts))
    if kind == "intro":
        return e.Intro(**common, names=draw(someone), by=draw(st.sampled_from(["Zoe", "Eve"])))
    if kind == "connect":
        return e.Connect(**{**common, "pending": False}, names=draw(someone))
    return e.Promo(**{**common, "pending": False})


@st.composite
def others(draw: st.DrawFn) -> e.Entry:
    """Give what frames all that: declarations, prices, closes, states."""
    day, kind = draw(days), draw(st.sampled_from(["venue", "venue", "person", "price", "close", "state"]))
    if kind == "venue":
        why = meta("why", "string", draw(st.sampled_from(["work", "fun"]))) if draw(st.booleans()) else ()
        sort = draw(st.none() | st.sampled_from(e.VENUE_KINDS))
        return e.Venue(date=day, span=NOWHERE, venue=draw(st.sampled_from(VENUES)), kind=sort, meta=why)
    if kind == "person":
        company = meta("company", "string", draw(st.sampled_from(["Acme", "Halden"])))
        return e.Person(date=day, span=NOWHERE, name=draw(st.sampled_from(PEOPLE)), meta=company)
    if kind == "price":
        unit = draw(st.sampled_from(["HOUR", "MILE"]))
        return e.Price(date=day, span=NOWHERE, unit=unit, amount=Amount(draw(amounts).number, "USD"))
    if kind == "close":
        return e.Close(date=day, span=NOWHERE, subject=draw(st.sampled_from([*PEOPLE, "@A"])))
    return e.State(date=day, span=NOWHERE, name="status", value=draw(st.sampled_from(["looking", "employed"])))


def ledger_of(entries: "list[Any]", *, currency: bool = True) -> Ledger:
    """Make a ledger of records."""
    return Ledger(tuple(in_order(entries)), Options(operating_currency=("USD",) if currency else ()))


ledgers = st.builds(
    lambda some, more, currency: ledger_of([*some, *more], currency=currency),
    st.lists(happenings(), max_size=14),
    st.lists(others(), max_size=5),
    st.sampled_from([True, True, True, False]),
)
"""Ledgers of a year and a half, the last days after TODAY."""

periods = st.tuples(st.none() | days, st.none() | days).map(
    lambda pair: pair if None in pair else (min(pair), max(pair) + dt.timedelta(days=1))  # type: ignore[type-var, operator]
)
"""A beginning and an end, either of which may be missing."""
