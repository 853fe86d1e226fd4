"""The return against others' computations: pyxirr, numpy's roots, hledger, statsmodels; and what must add up."""

import re
import shutil
import subprocess
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
import pyxirr
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from netledger import Config, Report, load_text, parse_query
from netledger.core.amounts import Amount
from netledger.core.ledger import Ledger
from netledger.measures.account import Account, Return, accounts
from netledger.measures.credit import Model
from netledger.measures.intervals import wilson
from netledger.measures.xirr import xirr
from netledger.plugins.roi import run as roi
from netledger.plugins.roi_asked import RoiOptions, ask

START = date(2024, 1, 1)
TODAY = date(2026, 6, 30)
HLEDGER = shutil.which("hledger")

# ---------------------------------------------------------------------------------------------- the yearly rate

days = st.integers(0, 4000)
sums = st.integers(1, 10_000)


@settings(max_examples=300)
@given(st.dictionaries(days, sums, min_size=1, max_size=12), st.dictionaries(days, sums, min_size=1, max_size=12))
def test_xirr_as_pyxirr_has_it(costs: dict[int, int], gains: dict[int, int]) -> None:
    """All gains after all costs: then there is one rate."""
    last = max(costs)
    flows = {START + timedelta(day): -number for day, number in costs.items()}
    flows |= {START + timedelta(last + 1 + day): number for day, number in gains.items()}
    assume((max(flows) - min(flows)).days >= 365)
    found, wanted = xirr(flows), pyxirr.xirr(flows)
    assume(wanted is not None and abs(wanted) < 1e5)
    assert found.value == pytest.approx(wanted, abs=1e-9, rel=1e-9)


Polynomial = list[Fraction]
"""Coefficients, that of the highest power last."""


def _rest(top: Polynomial, bottom: Polynomial) -> Polynomial:
    rest = list(top)
    while len(rest) >= len(bottom):
        factor = rest[-1] / bottom[-1]
        for index in range(len(bottom)):
            rest[len(rest) - len(bottom) + index] -= factor * bottom[index]
        rest.pop()
    while rest and not rest[-1]:
        rest.pop()
    return rest


def _slope(poly: Polynomial) -> Polynomial:
    return [power * factor for power, factor in enumerate(poly)][1:]


def positive_roots(poly: Polynomial) -> int:
    """Count the different roots above 0, exactly (Sturm 1829); the polynomial is not 0 at 0."""
    chain = [poly, _slope(poly)]
    while chain[-1]:
        chain.append([-factor for factor in _rest(chain[-2], chain[-1])])
    ends = [[poly[0] for poly in chain[:-1] if poly[0]], [poly[-1] for poly in chain[:-1]]]
    changes = [sum((one > 0) != (other > 0) for one, other in pairwise(end)) for end in ends]
    return changes[0] - changes[1]


def common(one: Polynomial, other: Polynomial) -> Polynomial:
    """Return a common factor of two polynomials: what is 0 where both are."""
    while other:
        one, other = other, _rest(one, other)
    return one


def times(one: Polynomial, other: Polynomial) -> Polynomial:
    found = [Fraction(0)] * (len(one) + len(other) - 1)
    for i, left in enumerate(one):
        for j, right in enumerate(other):
            found[i + j] += left * right
    return found


factors = st.sampled_from(
    [(1, -1), (2, -1), (1, -2), (3, -2), (100, -99), (101, -100), (1, 0, 1), (1, -1, 1), (50, -1), (1, -50), (1, 1)]
)


@settings(max_examples=400)
@given(
    st.lists(factors, min_size=1, max_size=5)
    | st.lists(st.integers(-300, 300), min_size=2, max_size=8).map(lambda numbers: [tuple(numbers)]),
    st.sampled_from([365, 366, 1000]),
)
def test_one_rate_where_there_is_one_simple_root(parts: list[tuple[int, ...]], apart: int) -> None:
    """Of flows as far apart the sum is a polynomial in a power of 1/(1 + r), whose roots can be counted exactly."""
    poly: Polynomial = [Fraction(1)]
    for part in parts:
        poly = times(poly, [Fraction(number) for number in part])
    assume(poly[0] and poly[-1] and len(poly) > 1)
    several_times = common(poly, _slope(poly))
    count = positive_roots(poly)
    simple = len(several_times) < 2 or positive_roots(several_times) == 0
    found = xirr({START + timedelta(apart * index): number for index, number in enumerate(poly)})
    if len({number > 0 for number in poly if number}) == 1:
        assert found.reason in {"costs alone", "returns alone"}
    elif count == 0:
        assert found == (None, "no rate fits")
    elif count > 1 or not simple:
        assert found == (None, "several rates fit")
    elif found.value is None:
        assert found.reason.startswith("beyond")
    else:
        base = Fraction((1 + found.value) ** (-apart / 365))
        low, high = base * Fraction(1 - 10**-9), base * Fraction(1 + 10**-9)
        ends = [sum(factor * place**power for power, factor in enumerate(poly)) for place in (low, high)]
        assert ends[0] * ends[1] <= 0


@settings(max_examples=200)
@given(st.dictionaries(st.integers(0, 3000), st.integers(-500, 500), min_size=2, max_size=30))
def test_a_rate_that_is_found_is_the_only_one(numbers: dict[int, int]) -> None:
    """On a fine grid of rates the value changes its sign once."""
    flows = {START + timedelta(day): number for day, number in numbers.items()}
    found = xirr(flows)
    assume(found.value is not None)
    grid = np.concatenate([np.geomspace(1e-4, 1, 400), np.geomspace(1.001, 1e4, 400)])  # 1 + r
    ages = np.array([(day - min(flows)).days / 365 for day in flows])
    worth = np.array([np.sum(np.array(list(flows.values())) * rate**-ages) for rate in grid])
    changes = np.flatnonzero(np.diff(np.sign(worth)))
    assert len(changes) <= 1
    assert found.value is not None
    for index in changes:
        assert grid[index] - 1e-9 <= 1 + found.value <= grid[index + 1] + 1e-9


@pytest.mark.skipif(HLEDGER is None, reason="hledger is not installed")
@pytest.mark.parametrize(
    "flows",
    [
        {0: -100, 366: 121},
        {0: -100, 182: -50, 366: 200},
        {0: -1000, 100: -500, 500: 700, 900: 1100},
        {0: -2500, 31: -40, 62: -40, 400: 900, 731: 600},
        {0: -80, 15: -20, 370: 30, 1000: 95},
    ],
)
def test_xirr_as_hledger_prints_it(flows: dict[int, int], tmp_path: Path) -> None:
    """The flows as an investment that is empty at last."""
    lines = []
    for day, number in flows.items():
        lines.append(f"{START + timedelta(day)} flow\n  investment  {-number} USD\n  cash\n")
    lines.append(f"{START + timedelta(max(flows))} profit\n  investment  {sum(flows.values())} USD\n  profit\n")
    (tmp_path / "a.journal").write_text("\n".join(lines), encoding="utf-8")
    command = [str(HLEDGER), "-f", "a.journal", "roi", "--investment", "investment", "--pnl", "profit"]
    printed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    wanted = re.findall(r"(-?[0-9.]+)%", printed)[0]
    found = xirr({START + timedelta(day): number for day, number in flows.items()})
    assert found.value is not None
    assert f"{100 * found.value:.2f}" == wanted


@given(st.integers(0, 60), st.integers(1, 60))
def test_wilson_as_statsmodels_has_it(successes: int, cases: int) -> None:
    assume(successes <= cases)
    assert wilson(successes, cases) == pytest.approx(proportion_confint(successes, cases, method="wilson"))


# ------------------------------------------------------------------------------------------- what must add up

HEAD = """\
option "operating_currency" "USD"
2024-01-01 price HOUR 7 USD
2024-01-01 price FAVOR 3.50 USD
2025-01-01 price HOUR (20 / 3) USD
2024-01-01 person Ann
  company: "Acme"
2024-01-01 person Bob
2024-01-01 person Cid
  company: "Halden"
2024-01-01 venue @A
  why: "clients"
2024-01-01 venue @Board passive
2024-02-01 state "status" "looking"
2025-02-01 state "status" "employed"
"""

names = st.lists(st.sampled_from(["Ann", "Bob", "Cid"]), max_size=3, unique=True).map(" ".join)
places = st.sampled_from(["", "@A", "@A:B", "@A:B:C", "@Board"])
signs = st.lists(st.sampled_from(["#x", "#y", "^k", "^l"]), max_size=2, unique=True).map(" ".join)
amounts = st.sampled_from(["1h", "5 USD", "0.37 USD", "2 TEA", "-1 USD", "1h30m 3 USD"])
moments = st.integers(0, 930).map(lambda day: START + timedelta(day))


@st.composite
def _entries(draw: st.DrawFn) -> str:
    day, people, where, tags = draw(moments), draw(names), draw(places), draw(signs)
    kind = draw(st.sampled_from(["cost", "cost", "over", "meet", "call", "give", "intro", "outcome", "outcome"]))
    if kind == "cost":
        return f"{day} cost {people} {draw(amounts)} {where} {tags}"
    if kind == "over":
        return f"{day} cost {people} 9 USD {where}\n  over: {draw(st.integers(1, 500))}d"
    if kind == "intro":
        return f"{day} intro Dan by Ann {where} {tags}\n  cost 20m"
    if kind == "give":
        return f"{day} {draw(st.sampled_from(['give', 'receive']))} Bob 1 FAVOR {where} {tags}"
    if kind == "outcome":
        through = f"from {people}" if people else ""
        amount = draw(st.sampled_from(["", "10 USD", "3.33 USD", "2h", "1 TEA"]))
        return f"{day} outcome {draw(st.sampled_from(['client', 'job']))} {amount} {through} {where} {tags}"
    return f'{day} {kind} {people or "Bob"} {where} {tags} "talk"\n  cost {draw(amounts)}'


ledgers = st.lists(_entries(), max_size=25).map(lambda lines: load_text(HEAD + "\n".join(lines) + "\n"))
KEYS = ("person", "venue", "why", "medium", "tag", "kind", "month", "phase", "company")
models = st.sampled_from([None, *get_args(Model)])


def _column(made: Report, name: str, rows: Any) -> list[Any]:
    index = [column.name for column in made.columns].index(name)
    return [row[index] for row in rows]


@settings(max_examples=120)
@given(ledgers, st.sampled_from(KEYS), models, st.booleans(), st.sampled_from([None, date(2025, 1, 1)]))
def test_parts_add_up(ledger: Ledger, by: str, model: Model | None, favours: bool, begin: date | None) -> None:  # noqa: FBT001 - hypothesis hands it over
    """Exactly, and as they are shown, to what everything comes to, whatever the breakdown and the model."""
    assume(not (by == "kind" and model))
    assert not ledger.has_errors
    config = Config(TODAY, begin, options=RoiOptions(favours=favours))
    alone = ask(ledger, config)
    parted = ask(ledger, Config(TODAY, begin, by=by, options=RoiOptions(favours=favours, model=model)))
    whole = accounts(alone.asked, alone.rates).rows.get("", Account())
    rows = accounts(parted.asked, parted.rates).rows
    for rates in (alone.rates, alone.without):
        one = Return(whole, rates)
        many = [Return(account, rates) for account in rows.values()]
        assert sum((made.cost.total for made in many), Fraction(0)) == one.cost.total
        assert sum((made.gain.total for made in many), Fraction(0)) == one.gain.total
        flows: dict[date, Fraction] = defaultdict(Fraction)
        for made in many:
            for day, number in made.days:
                flows[day] += Fraction(number, made.scale)
        wanted = {day: Fraction(number, one.scale) for day, number in one.days if number}
        assert {day: flow for day, flow in flows.items() if flow} == wanted
    assert sum((account.outcomes for account in rows.values()), Fraction(0)) == whole.outcomes
    assert sum((account.hours for account in rows.values()), Fraction(0)) == whole.hours
    made, _ = roi(ledger, parted.asked.config)
    for name in ("cost", "gain", "net", "cost_without_hours"):
        total = _column(made, name, [made.totals])[0] if made.totals is not None else None
        cells = _column(made, f"own_{name}" if by == "venue" and "_" not in name else name, made.rows)
        if by == "venue" and "_" in name:
            continue
        assert sum((cell.number for cell in cells if cell is not None), Decimal(0)) == (total.number if total else 0)


@settings(max_examples=80)
@given(ledgers, st.booleans())
def test_against_a_naive_computation(ledger: Ledger, market: bool) -> None:  # noqa: FBT001 - likewise
    """C, V, n and hours, straight from the lines of the journal."""
    made, _ = roi(ledger, Config(TODAY, market=market))
    prices = {"USD": Fraction(1), "FAVOR": Fraction(7, 2)}

    def worth(amount: Amount, day: date) -> Fraction:
        late = market or day >= date(2025, 1, 1)
        hour = Fraction(amount_of("(20 / 3)")) if late else Fraction(7)
        return Fraction(amount.number) * (prices | {"HOUR": hour}).get(amount.unit, Fraction(0))

    cost, gain, hours, free = Fraction(0), Fraction(0), Fraction(0), Fraction(0)
    for entry in ledger.entries:
        if entry.date > TODAY:
            continue
        listed = [detail.amounts for detail in getattr(entry, "details", ()) if detail.kind == "cost"]
        share = Fraction(1)
        if type(entry).__name__ == "Cost":
            listed.append(entry.amounts)
            over = entry.get("over")
            if over is not None:
                span = int(over.text[:-1])
                share = Fraction(min(span, (TODAY - entry.date).days + 1), span)
        for amount in [amount for amounts in listed for amount in amounts]:
            cost += worth(amount, entry.date) * share
            free += worth(amount, entry.date) * share * (amount.unit != "HOUR")
            hours += Fraction(amount.number) * share * (amount.unit == "HOUR")
        if type(entry).__name__ == "Outcome" and entry.amount is not None:
            gain += worth(entry.amount, entry.date)
    scope = ask(ledger, Config(TODAY, market=market))
    whole = accounts(scope.asked, scope.rates).rows.get("", Account())
    assert Return(whole, scope.rates).cost.total == cost
    assert Return(whole, scope.without).cost.total == free
    assert Return(whole, scope.rates).gain.total == gain
    assert whole.hours == hours
    if made.rows and cost > 0:
        roi_shown = _column(made, "roi", made.rows)[0]
        assert roi_shown is None or abs(roi_shown - Decimal(float((gain - cost) / cost))) <= Decimal("0.0001")


def amount_of(text: str) -> Decimal:
    """Return what a journal makes of arithmetic: twelve places."""
    (entry,) = load_text(f"2026-01-01 cost {text} USD\n").entries
    return entry.amounts[0].number  # type: ignore[union-attr]


@settings(max_examples=60)
@given(ledgers, st.sampled_from([None, *KEYS]))
def test_what_comes_later_changes_nothing(ledger: Ledger, by: str | None) -> None:
    """A ledger cut at T reports what the whole one does."""
    today = date(2025, 3, 1)
    cut = Ledger(ledger.until(today), ledger.options)
    config = Config(today, by=by, query=parse_query([]))
    if by == "company" and "company" not in str(cut.entries):
        return
    assert roi(cut, config) == roi(ledger, config)
