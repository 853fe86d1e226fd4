"""What must hold of every credit: it adds up, whatever the model and the breakdown; and paths and models computed anew.

The paths and models here are written from their definitions, one entry and one person at a time.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from conftest import Ran
from hypothesis import given, settings
from hypothesis import strategies as st
from small_ledgers import NOWHERE, START, amounts, ledger_of, ledgers, links, meta, others, overs, periods, tags, venues

from netledger.core import entries as e
from netledger.core.amounts import Amount
from netledger.core.config import Config
from netledger.core.ledger import Ledger
from netledger.core.report import Report
from netledger.measures.account import Account, accounts
from netledger.measures.breakdown import KEYS, NONE, person_keys
from netledger.measures.credit import MODELS, Credit, Model, credits_of
from netledger.measures.paths import Path, Paths
from netledger.measures.returns import UNATTRIBUTED, outcomes, parts
from netledger.plugins.roi import run as roi
from netledger.plugins.roi_asked import RoiOptions, ask

PEOPLE = ("Ann", "Bob", "Cid", "Dee")
LAST = START + timedelta(days=26)
TODAY = START + timedelta(days=24)
HALF = 5

some = st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True).map(tuple)
one = st.sampled_from(PEOPLE)
few_days = st.integers(0, 26).map(lambda day: START + timedelta(days=day))
seldom = st.sampled_from([False] * 6 + [True])
models = st.sampled_from(MODELS)


@st.composite
def _details(draw: st.DrawFn) -> tuple[e.Detail, ...]:
    """Give up to two details, with links of their own."""
    found = []
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        kind = draw(st.sampled_from(["cost", "give", "receive"]))
        names = () if kind == "cost" else (draw(one),)
        found.append(e.Detail(kind, names, (draw(amounts),), None, (), draw(links), draw(seldom), 1))  # type: ignore[arg-type]
    return tuple(found)


@st.composite
def _happenings(draw: st.DrawFn) -> e.Happening:
    """Give what can be a step, what can bring somebody, and what came of it, on few days among few people."""
    kind = draw(st.sampled_from(["touch", "touch", *["brought"] * 5, "intro", "connect", "give", "receive", "cost"]))
    linked = draw(st.sampled_from([True, False, False]))
    common: dict[str, Any] = {
        "date": draw(few_days),
        "span": NOWHERE,
        "venue": draw(venues),
        "tags": draw(tags),
        "links": draw(links) if linked else (),
        "details": draw(_details()),
        "pending": kind != "connect" and draw(seldom),
    }
    if kind == "touch":
        return e.Touch(**common, names=draw(some), medium=draw(st.sampled_from(e.MEDIA)))
    if kind == "brought":
        *names, by = draw(st.permutations(PEOPLE))[: draw(st.integers(2, 3))]
        return e.Intro(**common, names=(*names, "Me") if draw(seldom) else tuple(names), by=by)
    if kind == "intro":
        return e.Intro(**common, names=tuple(draw(st.permutations(PEOPLE))[:2]))
    if kind == "connect":
        return e.Connect(**common, names=(draw(one),))
    if kind == "give":
        by = draw(st.none() | st.just("Eve"))
        return e.Give(**common, names=(draw(one),), by=by, amount=draw(amounts))
    if kind == "receive":
        return e.Receive(**common, names=draw(some), amount=draw(amounts))
    over = meta("over", "interval", draw(overs)) if draw(st.booleans()) else ()
    return e.Cost(**common, names=draw(some), amounts=(draw(amounts),), meta=over)


@st.composite
def _outcomes(draw: st.DrawFn) -> e.Outcome:
    return e.Outcome(
        date=START + timedelta(days=draw(st.integers(10, 26))),
        span=NOWHERE,
        names=draw(some),
        venue=draw(venues),
        links=draw(st.sampled_from([(), ("p",), ("q", "r"), ("s",)])),
        tags=draw(tags),
        details=draw(_details()),
        kind=draw(st.sampled_from(["job", "client"])),
        amount=draw(st.none() | amounts),
        beneficiaries=("Dan",) if draw(seldom) else (),
        pending=draw(seldom),
    )


journeys = st.builds(
    lambda steps, ends, rest: ledger_of([*steps, *ends, *rest]),
    st.lists(_happenings(), max_size=16),
    st.lists(_outcomes(), min_size=1, max_size=4),
    st.lists(others(), max_size=3),
)
"""Ledgers of four weeks, with much that leads to something; the last days are after TODAY."""


# ------------------------------------------------------------------------------------------ what adds up


@settings(max_examples=60)
@given(journeys, models)
def test_credits_of_an_outcome_add_up_to_its_value(ledger: Ledger, model: Model) -> None:
    """Exactly 1 of each, none of them negative; and cut into the rows of any breakdown exactly its amount."""
    paths = Paths(ledger, TODAY)
    for outcome in outcomes(ledger, Config(TODAY)):
        shares = [credit.share for credit in credits_of(paths.of(outcome), paths, model, Fraction(HALF))]
        assert sum(shares) == 1
        assert min(shares) > 0
    for by in _keys(ledger, model):
        scope = ask(ledger, Config(TODAY, by=by, options=RoiOptions(model=model, decay=f"{HALF}d")))
        sums: dict[int, Fraction] = defaultdict(Fraction)
        for part in parts(scope.asked):
            if part.side == "gain":
                sums[id(part.entry)] += Fraction(part.number) / part.divisor
        wanted = {id(o): Fraction(o.amount.number) for o in outcomes(ledger, Config(TODAY)) if o.amount is not None}
        assert sums == wanted


def _keys(ledger: Ledger, model: Model | None) -> list[str]:
    """Return all that a ledger can be broken down by; a model says nothing of kinds."""
    return [key for key in [*KEYS, *person_keys(ledger)] if key != "kind" or model is None]


@settings(max_examples=50)
@given(
    journeys.map(lambda ledger: (ledger, TODAY)) | ledgers.map(lambda ledger: (ledger, date(2026, 6, 30))),
    st.none() | models,
    st.booleans(),
    st.booleans(),
    st.just((None, None)) | periods,
)
def test_rows_add_up_to_the_totals_and_to_what_stands_without_rows(
    found: tuple[Ledger, date],
    model: Model | None,
    favours: bool,  # noqa: FBT001 - hypothesis hands it over
    market: bool,  # noqa: FBT001 - likewise
    period: tuple[date | None, date | None],
) -> None:
    """By every key: exactly before they are rounded, and as they are shown."""
    ledger, today = found
    config = Config(today, *period, market=market, options=RoiOptions(favours=favours))
    alone = ask(ledger, config)
    whole, (plain, _) = accounts(alone.asked, alone.rates).whole(), roi(ledger, config)
    for by in _keys(ledger, model):
        config = Config(today, *period, market=market, by=by, options=RoiOptions(favours=favours, model=model))
        scope = ask(ledger, config)
        _add_up(accounts(scope.asked, scope.rates).rows, whole)
        made, _ = roi(ledger, config)
        _show_up(made, by, plain)


def _add_up(rows: dict[str, Account], whole: Account) -> None:
    for side in ("costs", "gains"):
        for unit in ("HOUR", "USD", "TEA", "MILE", "INTRO", "FAVOR"):
            parted = [getattr(account, side).held(unit) for account in rows.values()]
            assert sum(parted, Fraction(0)) == getattr(whole, side).held(unit)
    assert sum([account.outcomes for account in rows.values()], Fraction(0)) == whole.outcomes
    assert {number for account in rows.values() for number in account.involved} == whole.involved


def _show_up(made: Report, by: str, plain: Report) -> None:
    """Compare shown rows with the shown totals, and these with the report that has no breakdown."""
    cells = [dict(zip([column.name for column in made.columns], row, strict=True)) for row in made.rows]
    if made.totals is None:
        assert not cells
        return
    totals = dict(zip([column.name for column in made.columns], made.totals, strict=True))
    with_hours, without = (dict(zip([c.name for c in plain.columns], row, strict=True)) for row in plain.rows)
    for name in ("cost", "gain", "net", "hours", "outcomes", "cost_without_hours", "gain_without_hours"):
        own = f"own_{name}" if by == "venue" else name
        if own in totals:
            assert sum([_number(row[own]) for row in cells], Decimal(0)) == _number(totals[own])
        wanted = without[name.removesuffix("_without_hours")] if name.endswith("hours") and name != "hours" else None
        assert totals[name] == (with_hours[name] if wanted is None and "_" not in name else wanted)
    if by == "venue":
        tops = [row for row in cells if ":" not in str(row["venue"])]
        for name in ("cost", "gain", "cost_without_hours", "gain_without_hours"):
            assert sum([_number(row[name]) for row in tops], Decimal(0)) == _number(totals[name])


def _number(cell: object) -> Decimal:
    """Return the number of a cell; an undefined one adds nothing."""
    return cell.number if isinstance(cell, Amount) else cell if isinstance(cell, Decimal) else Decimal(0)


# ------------------------------------------------------------------------------------------ paths, naively


class Way(NamedTuple):
    """What led to an outcome: places of entries, and for each person who brought whom, with the place of that."""

    steps: list[int]
    chains: list[list[tuple[str, int | None]]]
    """From the person up: whom, and the introduction by which the next one brought them; None: nobody did."""


def _is_step(entry: e.Entry) -> bool:
    if not isinstance(entry, e.Happening) or entry.pending:
        return False
    favours = [d for d in entry.details if d.kind in {"give", "receive"} and not d.pending]
    return isinstance(entry, e.Touch | e.Intro | e.Give | e.Receive) or bool(favours)


def _with(entry: Any) -> set[str]:
    names = {*entry.names, getattr(entry, "by", None)}
    names.update(name for detail in entry.details if not detail.pending for name in detail.names)
    return names - {"Me", None}


def _links(entry: Any) -> set[str]:
    return {*entry.links, *(link for detail in entry.details if not detail.pending for link in detail.links)}


def _brought(entries: tuple[e.Entry, ...], name: str) -> int | None:
    """Go through the ledger from its start to the first thing that is said of a person."""
    for place, entry in enumerate(entries):
        if not isinstance(entry, e.Happening) or entry.pending or name not in entry.names:
            continue
        if isinstance(entry, e.Touch | e.Connect):
            return None
        if isinstance(entry, e.Intro) and entry.by is not None and ("Me" in entry.names or len(entry.names) == 1):
            return place
    return None


def _way(ledger: Ledger, outcome: e.Outcome) -> Way:
    entries = ledger.entries
    before = [i for i, x in enumerate(entries) if x.date <= outcome.date and _is_step(x) and x is not outcome]
    steps = {i for i in before if _links(entries[i]) & _links(outcome)}
    steps = steps or {i for i in before if _with(entries[i]) & set(outcome.names)}
    chains = []
    for person in outcome.names:
        chain: list[tuple[str, int | None]] = []
        name: str | None = person
        while name is not None:
            place, after = _brought(entries, name), None
            if place is not None and place in before:
                by = getattr(entries[place], "by", None)
                after = by if by not in {*(who for who, _ in chain), name} else None
            chain.append((name, place if after is not None else None))
            name = after
        steps |= {place for _, place in chain if place is not None}
        chains.append(chain)
    return Way(sorted(steps), chains)


Shares = dict[tuple[int | None, str | None], Fraction | float]
"""By step, and by person where the credit is one person's."""


def _credit(ledger: Ledger, outcome: e.Outcome, way: Way, model: Model) -> Shares:
    found: Shares = defaultdict(Fraction)
    if not way.steps:
        for person in outcome.names or (None,):
            found[None, person] += Fraction(1, len(outcome.names) or 1)
    elif model == "chain" and outcome.names:
        for person, place, share in _levels(ledger, way):
            found[place, person] += share / len(way.chains)
    else:
        days = [ledger.entries[step].date for step in way.steps]
        for step, share in zip(way.steps, _weights(model, days), strict=True):
            if share:
                found[step, None] += share
    return dict(found)


def _levels(ledger: Ledger, way: Way) -> Iterator[tuple[str, int | None, Fraction]]:
    """Give the parts of each chain: 1, ½, ¼, … of their sum; the first one over the person's own steps."""
    for chain in way.chains:
        whole = sum(Fraction(1, 2**level) for level in range(len(chain)))
        person = chain[0][0]
        intros = {place for _, place in chain}
        own = [s for s in way.steps if person in _with(ledger.entries[s]) and s not in intros]
        for step in own or [None]:
            yield person, step, 1 / whole / (len(own) or 1)
        for level in range(1, len(chain)):
            yield chain[level][0], chain[level - 1][1], Fraction(1, 2**level) / whole


def _weights(model: Model, days: list[date]) -> list[Fraction] | list[float]:
    count = len(days)
    if model == "first-touch":
        return [Fraction(index == 0) for index in range(count)]
    if model == "last-touch":
        return [Fraction(index == count - 1) for index in range(count)]
    if model == "time-decay":
        weights = [2 ** (-(max(days) - day).days / HALF) for day in days]
        return [weight / sum(weights) for weight in weights]
    if model == "position-based" and count > 2:
        middle = [Fraction(2, 10 * (count - 2))] * (count - 2)
        return [Fraction(4, 10), *middle, Fraction(4, 10)]
    return [Fraction(1, count)] * count


@settings(max_examples=100)
@given(journeys)
def test_paths_against_a_naive_walk(ledger: Ledger) -> None:
    """Steps, chains, and who is said to have brought the last of a circle."""
    paths = Paths(ledger, LAST)
    for outcome in ledger.of(e.Outcome):
        path, way = paths.of(outcome), _way(ledger, outcome)
        assert list(path.steps) == way.steps
        assert [list(chain.people) for chain in path.chains] == [[who for who, _ in chain] for chain in way.chains]
        assert [list(c.intros) for c in path.chains] == [[p for _, p in c if p is not None] for c in way.chains]
        _check_circles(ledger, path)


def _check_circles(ledger: Ledger, path: Path) -> None:
    for chain in path.chains:
        last = _brought(ledger.entries, chain.people[-1])
        if last is None or ledger.entries[last].date > path.outcome.date:
            assert chain.circle is None
        else:
            assert chain.circle == getattr(ledger.entries[last], "by", None)
            assert chain.circle in chain.people


@settings(max_examples=70)
@given(journeys)
def test_models_against_a_naive_computation(ledger: Ledger) -> None:
    """All six; the powers of time-decay to nine places, all else exactly."""
    paths = Paths(ledger, LAST)
    for model in MODELS:
        for outcome in ledger.of(e.Outcome):
            found: dict[tuple[int | None, str | None], Fraction] = defaultdict(Fraction)
            for credit in credits_of(paths.of(outcome), paths, model, Fraction(HALF)):
                found[credit.step, credit.person] += credit.share
            wanted = _credit(ledger, outcome, _way(ledger, outcome), model)
            assert found == (pytest.approx(wanted, abs=1e-9) if model == "time-decay" else wanted)


@settings(max_examples=60)
@given(journeys, models, st.integers(0, 20))
def test_people_against_a_naive_computation(ledger: Ledger, model: Model, begin: int) -> None:
    """What everybody is credited with: the outcomes of a period, each by the whole ledger before it."""
    first = START + timedelta(days=begin)
    scope = ask(ledger, Config(TODAY, first, by="person", options=RoiOptions(model=model, decay=f"{HALF}d")))
    wanted: dict[tuple[str, str], Fraction | float] = defaultdict(Fraction)
    for outcome in ledger.of(e.Outcome):
        if outcome.pending or outcome.beneficiaries or outcome.amount is None or not first <= outcome.date <= TODAY:
            continue
        for (step, person), share in _credit(ledger, outcome, _way(ledger, outcome), model).items():
            if person is not None:
                whose = [person]
            elif step is not None:
                whose = sorted(_with(ledger.entries[step])) or [NONE]
            else:
                whose = [outcome.venue or UNATTRIBUTED]
            for name in whose:
                part = Fraction(share) * Fraction(outcome.amount.number) / len(whose)
                wanted[name, outcome.amount.unit] += part
    found: dict[tuple[str, str], Fraction] = {}
    for name, account in accounts(scope.asked, scope.rates).rows.items():
        for unit in account.gains.sums:
            found[name, unit] = account.gains.held(unit)
    assert found == (pytest.approx(dict(wanted), abs=1e-6) if model == "time-decay" else wanted)


# ------------------------------------------------------------------------- that both are not wrong alike


@pytest.mark.parametrize(
    ("model", "days", "wanted"),
    [
        ("first-touch", [0, 1, 2], [1, 0, 0]),
        ("last-touch", [0, 1, 2], [0, 0, 1]),
        ("linear", [0, 1, 2, 3], [0.25] * 4),
        ("position-based", [0], [1]),
        ("position-based", [0, 1], [0.5, 0.5]),
        ("position-based", [0, 1, 2], [0.4, 0.2, 0.4]),
        ("position-based", [0, 1, 2, 3], [0.4, 0.1, 0.1, 0.4]),
        ("time-decay", [0, 1, 3], [0.2994, 0.3234, 0.3772]),  # with a half-life of 9 days as days 0, 10, 30 with 90
    ],
)
def test_the_models_have_their_vectors(model: Model, days: list[int], wanted: list[float]) -> None:
    """Both the naive computation and the real one, on steps on these days."""
    touches = [e.Touch(date=START + timedelta(day), span=NOWHERE, names=("Ann",), medium="call") for day in days]
    end = e.Outcome(date=START + timedelta(20), span=NOWHERE, names=("Ann",), kind="job")
    ledger = ledger_of([*touches, end])
    paths = Paths(ledger, TODAY)
    found = [Fraction(0)] * len(days)
    for credit in credits_of(paths.of(end), paths, model, Fraction(9)):
        assert isinstance(credit, Credit)
        found[credit.step or 0] += credit.share
    assert [float(share) for share in found] == pytest.approx(wanted, abs=5e-5)
    if model != "time-decay":
        assert [float(share) for share in _weights(model, [touch.date for touch in touches])] == pytest.approx(wanted)


def test_the_chain_has_its_vector() -> None:
    """4/7 over the two steps with Dee, 2/7 to Cid, who brought her, 1/7 to Bob, who brought Cid."""
    ledger = ledger_of(
        [
            e.Intro(date=START, span=NOWHERE, names=("Cid",), by="Bob"),
            e.Intro(date=START + timedelta(1), span=NOWHERE, names=("Dee",), by="Cid"),
            *(e.Touch(date=START + timedelta(day), span=NOWHERE, names=("Dee",), medium="meet") for day in (2, 3)),
            e.Outcome(date=START + timedelta(4), span=NOWHERE, names=("Dee",), kind="job"),
        ]
    )
    (end,) = ledger.of(e.Outcome)
    wanted = {(0, "Bob"): Fraction(1, 7), (1, "Cid"): Fraction(2, 7)}
    wanted |= {(step, "Dee"): Fraction(2, 7) for step in (2, 3)}
    paths = Paths(ledger, TODAY)
    found = credits_of(paths.of(end), paths, "chain", Fraction(90))
    assert {(credit.step, credit.person): credit.share for credit in found} == wanted
    assert _credit(ledger, end, _way(ledger, end), "chain") == wanted


def test_what_an_introduction_is_credited_with_stands_under_it(run: Callable[..., Ran]) -> None:
    """Also where the outcome came through one of its people alone, or through who made it."""
    text = 'option "operating_currency" "USD"\n2026-01-01 connect Ann Bob\n2026-01-02 intro Ann Bob\n'
    text += "2026-01-03 intro Dave by Ann\n2026-01-05 outcome job 100 USD from Ann\n"
    data = json.loads(run("trace", "--intros", "--today", "2026-06-30", "-O", "json", stdin=text).out)
    credited = {row["what"]: row["credit"]["number"] for row in data["rows"] if row["level"] == 0}
    assert credited == {"intro Ann Bob": "50.00", "intro Dave by Ann": "50.00"}
