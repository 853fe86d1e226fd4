"""Quality over quantity against a naive computation, numpy, scipy and statsmodels, over ledgers made at random."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from netledger import Config, Report
from netledger.core.amounts import Amount, quantize
from netledger.core.entries import AnyEntry, Close, Connect, Cost, Detail, Give, Intro, Outcome, Promo, Receive, Touch
from netledger.core.ledger import Ledger, in_order
from netledger.core.options import MEDIA_WEIGHTS, Options
from netledger.core.spans import Span
from netledger.measures.diversity import effective_number, gini, top_share
from netledger.measures.ranks import doubled_ranks, spearman
from netledger.plugins.quality import QualityOptions
from netledger.plugins.quality import run as quality

PEOPLE = ("Ann", "Ben", "Cid", "Dee", "Eve")
VENUES = ("@Club", "@Club:North", "@Site")
START = dt.date(2025, 1, 1)
TODAY = START + dt.timedelta(days=500)
NOWHERE = Span("", 1)
RICH = {"meet", "video", "call"}

# ---------------------------------------------------------------------------------------- against libraries

sizes = st.lists(st.integers(1, 10**6), min_size=1, max_size=40)


@given(sizes)
def test_diversity_against_numpy_and_scipy(numbers: list[int]) -> None:
    """Hill's numbers from Shannon's and Simpson's; Gini as half the mean of all differences over the mean."""
    p = np.array(numbers) / sum(numbers)
    assert effective_number(numbers, 1) == pytest.approx(np.exp(stats.entropy(p)), rel=1e-12)
    assert effective_number(numbers, 2) == pytest.approx(1 / (p**2).sum(), rel=1e-12)
    x = np.array(numbers, dtype=float)
    half = np.abs(x[:, None] - x[None, :]).mean() / (2 * x.mean())
    exact = gini([Fraction(number) for number in numbers])
    assert exact is not None
    assert float(exact) == pytest.approx(half, abs=1e-12)
    assert 0 <= exact <= 1 - Fraction(1, len(numbers))
    top = np.sort(x)[::-1][: -(-len(numbers) // 5)].sum() / x.sum()
    assert top_share(numbers) == pytest.approx(top)


@given(sizes)
def test_what_holds_of_diversity(numbers: list[int]) -> None:
    """1 ≤ 2D ≤ 1D ≤ n, and twice as many of the same are twice as diverse."""
    one, two = effective_number(numbers, 1), effective_number(numbers, 2)
    assert one is not None
    assert two is not None
    assert 1 - 1e-9 <= two <= one + 1e-9 <= len(numbers) + 1e-6
    assert effective_number(numbers * 2, 1) == pytest.approx(2 * one)
    assert effective_number(numbers * 2, 2) == pytest.approx(2 * two)


pairs = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=30)


@given(pairs)
def test_ranks_against_scipy(values: list[tuple[int, int]]) -> None:
    """Mid-ranks, and Spearman's correlation; of a constant, None where scipy says nan."""
    first, second = zip(*values, strict=True)
    assert [rank / 2 for rank in doubled_ranks(first)] == list(stats.rankdata(first))
    found = spearman(first, second)
    if len(set(first)) == 1 or len(set(second)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(stats.spearmanr(first, second).statistic, abs=1e-12)


# ------------------------------------------------------------------------------------------ ledgers at random

days = st.integers(0, 520).map(lambda offset: START + dt.timedelta(days=offset))
hours = st.sampled_from(["0.5", "1", "1.25", "2", "-0.5"]).map(lambda number: Amount(Decimal(number), "HOUR"))


@st.composite
def _entries(draw: st.DrawFn) -> AnyEntry:
    common: dict[str, Any] = {"date": draw(days), "span": NOWHERE}
    kind = draw(
        st.sampled_from(["touch"] * 8 + ["connect", "close", "cost", "outcome", "outcome", "give", "intro", "promo"])
    )
    names = tuple(draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True)))
    if kind == "close":
        return Close(**common, subject=names[0])
    if kind == "connect":
        return Connect(**common, names=names)
    common["pending"] = draw(st.sampled_from([False] * 5 + [True]))
    venue = draw(st.sampled_from([None, *VENUES]))
    if kind == "promo":
        return Promo(**{**common, "pending": False}, venue=venue, text="x")
    if kind == "cost":
        alone = draw(st.booleans())
        return Cost(
            **common, names=() if alone else names, venue=venue, amounts=(draw(hours), Amount(Decimal(9), "USD"))
        )
    if kind == "outcome":
        amount = draw(st.sampled_from([None, Amount(Decimal(100), "USD"), Amount(Decimal(30), "USD")]))
        beneficiaries = draw(st.sampled_from([(), (), ("Eve",)]))
        return Outcome(**common, names=names, kind="client", amount=amount, beneficiaries=beneficiaries)
    if kind == "give":
        return draw(st.sampled_from([Give(**common, names=names), Receive(**common, names=names)]))
    if kind == "intro":
        return Intro(**common, names=(names[0],), by="Zoe")
    details = []
    if draw(st.booleans()):
        details.append(Detail("cost", (), (draw(hours),), None, (), (), draw(st.booleans()), 1))
    if draw(st.booleans()):
        details.append(Detail("give", names[:1], (Amount(Decimal(1), "FAVOR"),), None, (), (), draw(st.booleans()), 2))
    medium = draw(st.sampled_from(sorted(MEDIA_WEIGHTS)))
    return Touch(**common, names=names, venue=venue, medium=medium, details=tuple(details))


ledgers = st.lists(_entries(), max_size=25).map(
    lambda entries: Ledger(tuple(in_order(entries)), Options(operating_currency=("USD",)))  # type: ignore[arg-type]
)
periods = st.one_of(
    st.just((None, None)),
    st.tuples(st.integers(0, 300), st.integers(1, 250)).map(
        lambda pair: (START + dt.timedelta(days=pair[0]), START + dt.timedelta(days=sum(pair)))
    ),
)


class Naive:
    """The figures of a period, from its definitions and by loops alone."""

    def __init__(self, ledger: Ledger, begin: dt.date | None, end: dt.date | None) -> None:
        self.begin, self.end = begin, end
        self.last = min(TODAY, end - dt.timedelta(days=1)) if end is not None else TODAY
        self.known = [e for e in ledger.entries if e.date <= TODAY and not getattr(e, "pending", False)]
        self.inside = [e for e in self.known if (begin is None or e.date >= begin) and e.date <= self.last]

    def touches(self, entries: list[AnyEntry]) -> list[Touch]:
        return [e for e in entries if isinstance(e, Touch)]

    def costs(self, entries: list[AnyEntry]) -> list[tuple[AnyEntry, tuple[str, ...], str | None, Fraction]]:
        found = []
        for e in entries:
            if isinstance(e, Cost):
                found += [(e, e.names, e.venue, Fraction(a.number)) for a in e.amounts if a.unit == "HOUR"]
            elif isinstance(e, Touch):
                found += [
                    (e, e.names, e.venue, Fraction(d.amounts[0].number))
                    for d in e.details
                    if d.kind == "cost" and not d.pending
                ]
        return found

    def begun(self) -> dict[str, dt.date]:
        found: dict[str, dt.date] = {}
        for e in self.known:
            names: tuple[str, ...] = ()
            if isinstance(e, Touch | Connect | Give | Receive | Intro):
                names = e.names
            if isinstance(e, Intro):
                names = (*names, str(e.by))
            for name in names:
                found.setdefault(name, e.date)
        return found

    def strength(self, name: str, day: dt.date) -> float:
        weights: dict[dt.date, float] = {}
        for touch in self.touches(self.known):
            if name in touch.names and touch.date <= day:
                weight = float(MEDIA_WEIGHTS[touch.medium]) / len(touch.names)
                weights[touch.date] = max(weights.get(touch.date, 0), weight)
        return sum(weight * 0.5 ** ((day - at).days / 180) for at, weight in weights.items())

    def closed(self, name: str, day: dt.date) -> bool:
        state = False
        for e in self.known:
            if e.date <= day:
                if isinstance(e, Close) and e.subject == name and name in self.begun() and self.begun()[name] <= e.date:
                    state = True
                elif isinstance(e, Touch | Connect | Give | Receive) and name in e.names:
                    # On the very day of the close it belongs to what was closed.
                    same = [c for c in self.known if isinstance(c, Close) and c.subject == name and c.date == e.date]
                    state = bool(same) and (state or e.date >= self.begun()[name])
        return state


def _shares(numbers: list[int], of: int) -> Decimal | None:
    return quantize(Fraction(sum(numbers), of), 4) if of else None


def _table(made: Report, column: str) -> dict[Any, Any]:
    index = [item.name for item in made.columns].index(column)
    return {row[0]: row[index] for row in made.rows}


@settings(max_examples=100)
@given(ledgers, periods)
def test_against_a_naive_computation(ledger: Ledger, period: tuple[dt.date | None, dt.date | None]) -> None:
    """Breadth and depth of people and venues, and the shares with their intervals."""
    begin, end = period
    made, _ = quality(ledger, Config(TODAY, begin, end))
    naive = Naive(ledger, begin, end)
    figures = {item.name: item for item in made.figures}
    touches = naive.touches(naive.inside)
    people: dict[str, set[dt.date]] = defaultdict(set)
    venues: dict[str, set[dt.date]] = defaultdict(set)
    for touch in touches:
        for name in touch.names:
            people[name].add(touch.date)
        if touch.venue:
            venues[touch.venue].add(touch.date)
    hours: dict[str, Fraction] = defaultdict(Fraction)
    for entry, names, venue, number in naive.costs(naive.inside):
        for name in names:
            hours[name] += number / len(names)
        if venue is not None:
            hours[venue] += number
            if number > 0:
                venues[venue].add(entry.date)
    strengths = [s for name in PEOPLE if (s := naive.strength(name, naive.last)) > 0]
    spent = [float(hours[venue]) for venue in VENUES if hours[venue] > 0]
    begun = naive.begun()
    for column, days, numbers in (("people", people, strengths), ("venues", venues, spent)):
        found = _table(made, column)
        assert found["reach"] == len(days)
        took = [hours[name] for name in days]
        counts = [len(of) for of in days.values()]
        for label, of in (("touch days", counts), ("hours", took)):
            mean = quantize(Fraction(sum(of, Fraction(0)), 1) / len(of), 2) if of else None
            assert found[f"mean {label}"] == mean
            assert (found[f"median {label}"] is None) == (not of)
            if of:
                assert float(found[f"median {label}"]) == pytest.approx(
                    float(np.median(list(map(float, of)))), abs=0.051
                )
        p = np.array(numbers) / sum(numbers) if numbers else None
        assert (found["effective number 1D"] is None) == (p is None)
        if p is not None:
            assert float(found["effective number 1D"]) == pytest.approx(np.exp(stats.entropy(p)), abs=0.0051)
            assert float(found["effective number 2D"]) == pytest.approx(1 / (p**2).sum(), abs=0.0051)
        figure = figures["single_contact" if column == "people" else "single_contact_venues"]
        assert figure.value == _shares([len(of) == 1 for of in days.values()], len(days))
        if days:
            low, high = proportion_confint(sum(len(of) == 1 for of in days.values()), len(days), method="wilson")
            assert (float(figure.low), float(figure.high)) == pytest.approx((low, high), abs=1e-4)  # type: ignore[arg-type]
    within = [day for day in begun.values() if (begin is None or day >= begin) and day <= naive.last]
    assert _table(made, "people")["new"] == len(within)
    assert figures["rich_media"].value == _shares([t.medium in RICH for t in touches], len(touches))
    there = [t for t in touches if t.venue]
    assert figures["rich_media_venues"].value == _shares([t.medium in RICH for t in there], len(there))
    promos = sum(isinstance(e, Promo) for e in naive.inside)
    gives = sum(isinstance(e, Give) for e in naive.inside)
    gives += sum(d.kind == "give" and not d.pending for t in touches for d in t.details)
    assert figures["self_promotion"].value == _shares([promos], promos + len(touches) + gives)


@settings(max_examples=60)
@given(ledgers)
def test_thirds_against_a_naive_computation(ledger: Ledger) -> None:
    """Windows, who is at risk, the thirds, and what falls into each."""
    made, _ = quality(ledger, Config(TODAY, options=QualityOptions(yields=True)))
    naive = Naive(ledger, None, None)
    begun = naive.begun()
    wanted: dict[str, list[Any]] = {place: [0, 0, Fraction(0), Fraction(0)] for place in ("bottom", "middle", "top")}
    last: dict[str, tuple[float, Fraction | None]] = {}
    for back in range(1, 10):
        start = TODAY - dt.timedelta(days=180 * back)
        inside = [e for e in naive.known if start < e.date <= start + dt.timedelta(days=180)]
        at_risk = [n for n in begun if begun[n] <= start and not naive.closed(n, start)]
        at_risk.sort(key=lambda n: (round(naive.strength(n, start), 9), n))
        for rank, name in enumerate(at_risk):
            third = wanted[("bottom", "middle", "top")[3 * rank // len(at_risk)]]
            came = [e for e in inside if isinstance(e, Outcome) and name in e.names and not e.beneficiaries]
            value = sum((Fraction(e.amount.number) / len(e.names) for e in came if e.amount), Fraction(0))
            third[0] += 1
            third[1] += bool(came)
            third[2] += sum((c[3] / len(c[1]) for c in naive.costs(inside) if name in c[1]), Fraction(0))
            third[3] += value
            if back == 1:
                last[name] = naive.strength(name, start), value if all(e.amount for e in came) else None
    if not made.rows:
        assert not any(third[0] for third in wanted.values())
        return
    windows, brought, hours, values = (_table(made, name) for name in ("windows", "with_outcome", "hours", "value"))
    for place, (count, came, took, value) in wanted.items():
        assert (windows[place], brought[place]) == (count, came)
        assert abs(Fraction(hours[place]) - took) <= Fraction(1, 100)
        if values[place] is not None:
            assert abs(Fraction(values[place].number) - value) <= Fraction(1, 100)
    assert made.totals is not None
    total = dict(zip([column.name for column in made.columns], made.totals, strict=True))
    assert total["windows"] == sum(windows.values())
    assert total["with_outcome"] == sum(brought.values())
    assert total["hours"] == sum(hours.values())
    known = [(strength, value) for strength, value in last.values() if value is not None]
    (rho,) = [item for item in made.figures if item.name == "strength_and_value"]
    assert rho.n == len(known)
    ones, twos = [round(one, 9) for one, _ in known], [two for _, two in known]
    if len(set(ones)) > 1 and len(set(twos)) > 1:
        wanted_rho = stats.spearmanr(ones, list(map(float, twos))).statistic
        assert float(rho.value) == pytest.approx(wanted_rho, abs=1e-4)  # type: ignore[arg-type]
    else:
        assert rho.value is None


@settings(max_examples=60)
@given(ledgers, periods, st.sampled_from(["venue", "why", "medium", "month", "phase"]))
def test_the_rows_of_a_breakdown_add_up(ledger: Ledger, period: tuple[dt.date | None, dt.date | None], by: str) -> None:
    """Touches, new ties and hours exactly; people to no less than there are; and all as without a breakdown."""
    config = Config(TODAY, *period, by=by)
    made, _ = quality(ledger, config)
    whole, _ = quality(ledger, Config(TODAY, *period))
    names = [column.name for column in made.columns]
    if made.totals is None:
        assert not made.rows
        assert _table(whole, "people")["touches"] == 0
        return
    total = dict(zip(names, made.totals, strict=True))
    for name in ("touches", "new", "hours"):
        assert sum(_table(made, name).values()) == total[name]
    assert sum(_table(made, "reach").values()) >= total["reach"]
    people = _table(whole, "people")
    assert (total["reach"], total["new"], total["touches"]) == (people["reach"], people["new"], people["touches"])
    assert total["mean_touch_days"] == people["mean touch days"]
    figures = {item.name: item.value for item in whole.figures}
    assert (total["single_contact"], total["rich_media"]) == (figures["single_contact"], figures["rich_media"])


@settings(max_examples=40)
@given(ledgers, periods)
def test_what_comes_later_changes_nothing(ledger: Ledger, period: tuple[dt.date | None, dt.date | None]) -> None:
    """A ledger cut at T reports what the whole one does."""
    cut = Ledger(ledger.until(TODAY), ledger.options)
    for options in (QualityOptions(), QualityOptions(yields=True)):
        config = Config(TODAY, *period, options=options)
        assert quality(cut, config) == quality(ledger, config)
