"""What metrics measure with: spending spread over days, breakdowns that partition, the history of ties."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import networkx as nx
import pytest
import small_ledgers as s
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger import Config, Ledger, load_text
from netledger.core import entries as e
from netledger.core.amounts import Amount
from netledger.core.config import WrongCall
from netledger.core.periods import calendar_period, period_name
from netledger.core.query import parse_query
from netledger.core.values import days
from netledger.measures.breakdown import KEYS, NONE, Breakdown, person_keys
from netledger.measures.history import Episode, ties
from netledger.measures.instalments import is_result, results
from netledger.measures.spending import Spent, spent, spread
from netledger.measures.worth import Worth, amounts_of, decimals, in_unit, shares

TODAY = date(2026, 6, 30)
FAR = date(2040, 1, 1)


def numbers(ledger: Ledger, config: Config, cut: str = "month") -> list[tuple[str, str]]:
    """Return the days and numbers of what was spent, as texts."""
    return [(str(cost.day), str(cost.number)) for cost in spent(ledger, config, cut)]


# ------------------------------------------------------------------------------------------------- spending


DUES = """2026-01-01 cost @Club 365 USD
  over: 1y
"""


def test_a_spread_cost_counts_by_days_month_by_month() -> None:
    found = numbers(load_text(DUES), Config(FAR))
    assert found[:3] == [("2026-01-01", "31"), ("2026-02-01", "28"), ("2026-03-01", "31")]
    assert len(found) == 12
    assert sum(Fraction(number) for _, number in found) == 365


def test_a_spread_cost_of_the_report_day() -> None:
    """Nine days of February are past on the ninth."""
    assert numbers(load_text(DUES), Config(date(2026, 2, 9)))[1:] == [("2026-02-01", "9")]
    within = Config(FAR, begin=date(2026, 3, 30), end=date(2026, 4, 2))
    assert numbers(load_text(DUES), within) == [("2026-03-30", "2"), ("2026-04-01", "1")]
    assert numbers(load_text(DUES), Config(FAR, begin=date(2027, 1, 1))) == []


@pytest.mark.parametrize(
    ("cut", "firsts"),
    [
        ("week", ["2026-01-01", "2026-01-05", "2026-01-12"]),
        ("quarter", ["2026-01-01", "2026-04-01", "2026-07-01"]),
        ("year", ["2026-01-01"]),
    ],
)
def test_a_spread_cost_is_cut_by_other_periods(cut: str, firsts: list[str]) -> None:
    assert [day for day, _ in numbers(load_text(DUES), Config(FAR), cut)][:3] == firsts


def test_at_the_end_of_the_calendar() -> None:
    """There is no month after the last one."""
    ledger = load_text("9999-12-30 cost 10 USD\n  over: 1mo\n")
    assert numbers(ledger, Config(date.max)) == [("9999-12-30", "2/3")]


def test_only_costs_are_spread(ledger: Ledger) -> None:
    """`over:` under anything else says nothing of its costs.

    2026-01-01 meet Bob
      cost 10 USD
      over: 1y
    2026-01-02 cost 5 USD
      over: 1d
    2026-01-03 ! cost 7 USD
    """
    assert numbers(ledger, Config(TODAY)) == [("2026-01-01", "10"), ("2026-01-02", "5")]
    assert [spread(entry) for entry in ledger.of(e.Cost)] == [1, None]


def test_a_query_chooses_among_the_costs_of_an_entry() -> None:
    ledger = load_text("2026-01-01 cost 10 USD 2 HOUR 3 MILE\n2026-01-01 price HOUR 7 USD\n")
    found = numbers(ledger, Config(TODAY, query=parse_query(["not:unit:USD"])))
    assert [number for _, number in found] == ["2", "3"]


@given(s.days, s.overs, s.days, st.integers(1, 400), st.sampled_from(["week", "month", "quarter", "year"]))
def test_the_parts_of_a_spread_cost_are_the_whole(begin: date, over: str, cutting: date, wide: int, cut: str) -> None:
    """Over all days it is the cost; before, within and after any period the parts add up; no part crosses an end."""
    cost = e.Cost(
        date=begin, span=s.NOWHERE, amounts=(Amount(Decimal("99.99"), "USD"),), meta=s.meta("over", "interval", over)
    )
    ledger = s.ledger_of([cost])
    end = cutting + dt.timedelta(days=wide)

    def total(config: Config) -> Fraction:
        return sum((part.number for part in spent(ledger, config, cut)), Fraction(0))

    whole = total(Config(FAR))
    assert whole == Fraction("99.99")
    ranges = [Config(FAR, end=cutting), Config(FAR, begin=cutting, end=end), Config(FAR, begin=end)]
    assert sum(map(total, ranges), Fraction(0)) == whole
    length = int(days(over) or 0)
    within = sum(
        cutting <= begin + dt.timedelta(days=day) < end for day in range(length)
    )  # day by day, as the definition says
    assert total(ranges[1]) == whole * within / length
    parts = [(part.day, int(part.part * length)) for part in spent(ledger, Config(FAR), cut)]
    for first, count in parts:
        last = first + dt.timedelta(days=count - 1)
        assert period_name(cut, first) == period_name(cut, last)


@settings(max_examples=60)
@given(s.ledgers, s.periods)
def test_spending_against_every_exchange(ledger: Ledger, period: tuple[date | None, date | None]) -> None:
    """Day by day: what each cost puts on each day of the period."""
    config = Config(TODAY, *period)
    wanted: dict[str, Fraction] = defaultdict(Fraction)
    for entry in ledger.entries:
        if not isinstance(entry, e.Happening) or entry.pending:
            continue
        costs = list(entry.amounts) if isinstance(entry, e.Cost) else []
        for detail in entry.details:
            costs += detail.amounts if detail.kind == "cost" and not detail.pending else ()
        length = spread(entry) or 1
        counted = sum(config.reports(entry.date + dt.timedelta(days=day)) for day in range(length))
        for amount in costs:
            wanted[amount.unit] += Fraction(amount.number) * counted / length
    found: dict[str, Fraction] = defaultdict(Fraction)
    for cost in spent(ledger, config):
        found[cost.exchange.amount.unit] += cost.number
        assert config.reports(cost.day)
    assert {unit: number for unit, number in wanted.items() if number} == found


# ---------------------------------------------------------------------------------------------- calendar periods


@pytest.mark.parametrize(
    ("unit", "day", "begin", "end", "name"),
    [
        ("week", "2026-06-30", "2026-06-29", "2026-07-06", "2026-W27"),
        ("week", "2027-01-01", "2026-12-28", "2027-01-04", "2026-W53"),
        ("month", "2026-12-31", "2026-12-01", "2027-01-01", "2026-12"),
        ("quarter", "2026-05-17", "2026-04-01", "2026-07-01", "2026Q2"),
        ("year", "2024-02-29", "2024-01-01", "2025-01-01", "2024"),
    ],
)
def test_calendar_periods(unit: str, day: str, begin: str, end: str, name: str) -> None:
    found = calendar_period(unit, date.fromisoformat(day))
    assert (str(found.begin), str(found.end)) == (begin, end)
    assert period_name(unit, date.fromisoformat(day)) == name
    assert calendar_period(unit, date.max).end is None


# -------------------------------------------------------------------------------------------------- breaking down


@pytest.mark.parametrize("by", [*KEYS, "company"])
@settings(max_examples=25)
@given(ledger=s.ledgers)
def test_a_breakdown_partitions(by: str, ledger: Ledger) -> None:
    """The equal parts of every entry and exchange make a whole, so what is broken down adds up exactly."""
    if by not in {*KEYS, *person_keys(ledger)}:
        return
    breakdown = Breakdown(by, ledger, Config(TODAY))
    whole: dict[str, Fraction] = defaultdict(Fraction)
    parts: dict[str, Fraction] = defaultdict(Fraction)
    for entry, exchanges in ledger.booked:
        for exchange in (None, *exchanges):
            keys = breakdown.keys(entry, exchange)
            assert keys
            unit = exchange.amount.unit if exchange is not None else "entries"
            number = Fraction(exchange.amount.number) if exchange is not None else Fraction(1)
            whole[unit] += number
            for _ in keys:
                parts[unit] += number / len(keys)
    assert parts == whole


@pytest.mark.parametrize("by", [*KEYS, "company"])
@settings(max_examples=25)
@given(ledger=s.ledgers, cut=st.sampled_from([None, "year", "week"]))
def test_the_parts_of_a_spread_cost_have_one_key(by: str, ledger: Ledger, cut: str | None) -> None:
    """Whatever it is cut by, a key gets what it would if each day were a part of its own."""
    if by not in {*KEYS, *person_keys(ledger)}:
        return
    config = Config(TODAY)
    breakdown = Breakdown(by, ledger, config)

    def sums(parts: Iterable[Spent]) -> dict[tuple[str, str], Fraction]:
        found: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        for cost in parts:
            keys = breakdown.keys(cost.entry, cost.exchange, cost.day)
            for key in keys:
                found[key, cost.exchange.amount.unit] += cost.number / len(keys)
        return found

    assert sums(spent(ledger, config, cut, breakdown.changes)) == sums(spent(ledger, config, "day"))


def test_whose_a_key_is() -> None:
    ledger = load_text(BROKEN_DOWN)
    names = ["Ann", "Bob", "Cid"]

    def whose(by: str, key: str) -> list[str]:
        return list(Breakdown(by, ledger, Config(TODAY)).whose(key, names, TODAY))

    assert [whose("company", "Acme"), whose("company", NONE)] == [["Ann", "Bob"], ["Cid"]]
    assert [whose("person", "Bob"), whose("venue", "@A")] == [["Bob"], names]


BROKEN_DOWN = """
2026-01-01 person Ann
  company: "Acme"
2026-01-01 person Bob
  company: "Acme"
2026-01-01 person Cid
2026-01-01 venue @A org
  why: "work"
2026-03-01 venue @A
  why: "fun"
2026-02-01 state "status" "looking"
2026-02-10 state "mood" "fine"
2026-02-05 meet Ann Bob Cid @A:X:Deep #tea #walk
  cost 1h
  give Ann 1 FAVOR #tea #cake
2026-03-05 outcome job 5 USD from Bob Cid
"""


@pytest.mark.parametrize(
    ("by", "meeting", "hour", "favour", "job"),
    [
        ("person", "Ann Bob Cid", "Ann Bob Cid", "Ann", "Bob Cid"),
        ("company", "Acme Acme (none)", "Acme Acme (none)", "Acme", "Acme (none)"),
        ("venue", "@A:X", "@A:X", "@A:X", "(none)"),
        ("why", "work", "work", "work", "(none)"),
        ("medium", "meet", "meet", "meet", "(none)"),
        ("tag", "tea walk", "tea walk", "tea walk cake", "(none)"),
        ("kind", "(none)", "(none)", "(none)", "job"),
        ("month", "2026-02", "2026-02", "2026-02", "2026-03"),
        ("phase", "looking", "looking", "looking", "looking"),
    ],
)
def test_the_keys_of_a_meeting_and_an_outcome(by: str, meeting: str, hour: str, favour: str, job: str) -> None:
    ledger = load_text(BROKEN_DOWN)
    (met, (cost, given)), (result, _) = ledger.booked
    breakdown = Breakdown(by, ledger, Config(TODAY, depth=2))
    found = [breakdown.keys(met), breakdown.keys(met, cost), breakdown.keys(met, given), breakdown.keys(result)]
    assert [" ".join(keys) for keys in found] == [meeting, hour, favour, job]


def test_keys_that_go_by_another_day() -> None:
    """The month, the phase and the why of a part of a spread cost are those of its own days."""
    ledger = load_text(BROKEN_DOWN)
    met = ledger.booked[0][0]

    def key(by: str, day: date) -> str:
        return Breakdown(by, ledger, Config(TODAY)).keys(met, None, day)[0]

    assert [key("month", date(2026, 3, 1)), key("why", date(2026, 3, 1))] == ["2026-03", "fun"]
    assert key("phase", date(2026, 1, 31)) == NONE


def test_what_cannot_be_broken_down_by() -> None:
    ledger = load_text(BROKEN_DOWN)
    with pytest.raises(WrongCall, match=r"'compani'; did you mean company\? there are person, venue.*company"):
        Breakdown("compani", ledger, Config(TODAY))
    with pytest.raises(WrongCall, match="nothing to break down by 'zzz'; there are"):
        Breakdown("zzz", ledger, Config(TODAY))


# --------------------------------------------------------------------------------------------------- histories


def begun(text: str, name: str = "Bob", today: date = TODAY) -> str:
    found = ties(load_text(text), today).get(name)
    return str(found.begun) if found is not None else "unknown"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-01-01 person Bob\n2026-01-09 call Bob\n", "2026-01-09"),
        ("2026-01-01 person Bob\n", "unknown"),
        ("2026-01-05 connect Bob\n2026-01-09 call Bob\n", "2026-01-05"),
        ("2026-01-05 intro Bob by Ann\n2026-01-09 call Bob\n", "2026-01-05"),
        ("2026-01-05 intro Bob Me Cid by Ann\n", "2026-01-05"),
        ("2026-01-05 intro Bob Cid by Ann\n2026-01-09 call Bob\n", "2026-01-09"),
        ("2026-01-05 intro Bob Ann\n", "2026-01-05"),
        ("2026-01-05 give Bob\n2026-01-09 call Bob\n", "2026-01-05"),
        ("2026-01-05 give Bob by Ann\n", "unknown"),
        ("2026-01-05 ! call Bob\n2026-01-09 call Bob\n  ! give Bob\n", "2026-01-09"),
        ("2026-01-05 outcome job from Bob\n", "None"),
        ("2026-07-05 call Bob\n", "unknown"),
        ("2026-01-05 meet Ann\n  receive Bob\n", "2026-01-05"),
    ],
)
def test_when_a_tie_begins(text: str, wanted: str) -> None:
    assert begun(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("01-05 call Bob\n", [("01-05", None)]),
        ("01-05 call Bob\n02-01 close Bob\n", [("01-05", "02-01")]),
        ("01-05 call Bob\n02-01 close Bob\n02-01 call Bob\n", [("01-05", "02-01")]),
        ("01-05 call Bob\n02-01 close Bob\n03-01 give Bob\n", [("01-05", "02-01"), ("03-01", None)]),
        ("01-05 call Bob\n02-01 close Bob\n02-09 close Bob\n03-01 connect Bob\n04-01 close Bob\n",
         [("01-05", "02-01"), ("03-01", "04-01")]),
        ("01-05 intro Bob by Ann\n02-01 close Bob\n02-05 intro Bob by Ann\n", [("01-05", "02-01")]),
        ("01-01 close Bob\n01-05 call Bob\n", [("01-05", None)]),
        ("01-05 call Bob\n01-05 close Bob\n", [("01-05", "01-05")]),
    ],
)  # fmt: skip
def test_episodes(text: str, wanted: list[tuple[str, str | None]]) -> None:
    """A close ends one; only a later connect, touch or favour opens another."""
    lines = [f"2026-{line}" for line in text.splitlines()]
    tie = ties(load_text("\n".join(lines) + "\n"), TODAY)["Bob"]
    expected = [
        Episode(date.fromisoformat(f"2026-{begin}"), date.fromisoformat(f"2026-{end}") if end else None)
        for begin, end in wanted
    ]
    assert list(tie.episodes) == expected
    for episode in expected:
        assert tie.is_closed(episode.begin) == (episode.begin == episode.end)
        if episode.end is not None:
            assert tie.is_closed(episode.end)
            assert tie.is_closed(episode.end - dt.timedelta(days=1)) is False or episode.begin == episode.end
    assert not tie.is_closed(date(2025, 12, 31))


def test_what_a_history_holds(ledger: Ledger) -> None:
    """Each thing where it belongs; what is pending, nowhere.

    2026-01-01 call Bob Ann
      cost 1h
      give Bob 2 ADVICE
      ! receive Bob 1 INTRO
    2026-01-01 email Bob
    2026-01-02 ! meet Bob
    2026-01-03 intro Bob Ann
    2026-01-04 outcome job from Bob
    2026-01-05 outcome job from Bob for Ann
    2026-01-06 cost Bob 5 USD
    2026-01-07 receive Bob
    2026-01-08 close Bob
    """
    tie = ties(ledger, TODAY)["Bob"]
    assert [touch.medium for touch in tie.touches] == ["call", "email"]
    assert list(tie.touch_days) == [date(2026, 1, 1)]
    assert [str(f.exchange.amount) for f in tie.given] == ["2 ADVICE", "1 INTRO"]
    assert [(str(f.exchange.amount), f.day) for f in tie.received] == [("1 FAVOR", date(2026, 1, 7))]
    assert [(str(c.exchange.amount), c.exchange.people) for c in tie.costs] == [
        ("1 HOUR", ("Bob", "Ann")),
        ("5 USD", ("Bob",)),
    ]
    assert [outcome.date.day for outcome in tie.outcomes] == [4]
    assert [close.date.day for close in tie.closes] == [8]
    assert list(tie.contact_days) == [date(2026, 1, day) for day in (1, 3, 7)]
    assert tie.last_contact == date(2026, 1, 7)
    assert "Me" not in ties(ledger, TODAY)
    assert ties(ledger, TODAY) is ties(ledger, TODAY)


@settings(max_examples=60)
@given(s.ledgers, s.days)
def test_histories_against_every_entry(ledger: Ledger, today: date) -> None:
    """Of everybody: touches, outcomes, favours, and the beginning, found entry by entry."""
    found = ties(ledger, today)
    happened = [x for x in ledger.until(today) if isinstance(x, e.Happening) and not x.pending]
    for name in [*s.PEOPLE, "Zoe", "Eve", "Dan", "Nobody"]:
        touches = [x for x in happened if isinstance(x, e.Touch) and name in x.names]
        outcomes = [x for x in happened if isinstance(x, e.Outcome) and name in x.names and not x.beneficiaries]
        gifts = [x for x in happened if isinstance(x, e.Give) and x.by is None and name in x.names]
        gifts += [x for x in happened for d in x.details if d.kind != "cost" and not d.pending and name in d.names]
        gifts += [x for x in happened if isinstance(x, e.Intro) and x.by == name and len(x.names) == 1]
        brought = [x for x in happened if isinstance(x, e.Intro) and x.names == (name,)]
        connects = [x for x in happened if isinstance(x, e.Connect) and name in x.names]
        begin = min((x.date for x in (*touches, *gifts, *brought, *connects)), default=None)
        tie = found.get(name)
        if tie is None:
            assert not [*touches, *outcomes, *gifts, *brought, *connects]
            continue
        assert tie.touches == touches
        assert tie.last_contact == max(tie.contact_days, default=None)
        assert tie.outcomes == outcomes
        assert sorted(f.day for f in tie.favours) == sorted(x.date for x in gifts)
        assert tie.begun == begin
        for before, after in zip(tie.episodes, tie.episodes[1:], strict=False):
            assert before.end is not None
            assert before.end < after.begin


# ------------------------------------------------------------------------------------------- results, worth


def test_instalments(ledger: Ledger) -> None:
    """Of one kind with a common link, also over another one; not across kinds, nor what came to others.

    2026-01-01 outcome client 1 USD ^a
    2026-01-02 outcome client 2 USD ^a ^b
    2026-01-03 outcome client 3 USD ^b
    2026-01-04 outcome talk ^a
    2026-01-05 outcome client 4 USD
    2026-01-06 outcome client 5 USD
    2026-01-07 outcome client for Ann ^a
    2026-01-08 ! outcome client ^a
    2026-08-01 outcome client ^a
    """
    found = results(ledger, TODAY)
    assert [found.get(id(outcome)) for outcome in ledger.of(e.Outcome)] == [0, 0, 0, 3, 4, 5, None, None, None]


@settings(max_examples=60)
@given(s.ledgers)
def test_instalments_are_the_components_of_a_graph(ledger: Ledger) -> None:

    outcomes = [o for o in ledger.of(e.Outcome) if o.date <= TODAY and is_result(o)]
    graph = nx.Graph()
    graph.add_nodes_from(id(o) for o in outcomes)
    graph.add_edges_from(
        (id(o), id(p)) for o in outcomes for p in outcomes if o.kind == p.kind and set(o.links) & set(p.links)
    )
    groups: dict[int, set[int]] = defaultdict(set)
    for outcome, number in results(ledger, TODAY).items():
        groups[number].add(outcome)
    assert sorted(map(sorted, groups.values())) == sorted(map(sorted, nx.connected_components(graph)))


PRICED = load_text(
    'option "operating_currency" "USD"\n2026-01-01 price HOUR 10 USD\n2026-02-01 price HOUR 30 USD\n'
    "2026-01-01 unit TEA\n  precision: 0\n"
)


def worth(*parts: tuple[Decimal | Fraction, str, date]) -> Worth:
    found = Worth()
    for number, unit, day in parts:
        found.add(number, unit, day, PRICED.prices.period(day))
    return found


def test_what_a_sum_is_worth() -> None:
    """Each part at the price of its day; what has none stands apart; of nothing the value is 0, not unknown."""
    january, march = date(2026, 1, 5), date(2026, 3, 5)
    mixed = worth(
        (Decimal(2), "HOUR", january), (Fraction(1, 3), "HOUR", march), (Decimal(5), "TEA", march),
        (Decimal(1), "HOUR", march),
    )  # fmt: skip
    value = mixed.value(PRICED, "USD", Config(TODAY))
    assert (value.total, value.unpriced, value.priced, value.known) == (60, {"TEA": 5}, True, 60)
    assert mixed.held == {"HOUR": Fraction(10, 3), "TEA": 5}
    assert mixed.value(PRICED, "USD", Config(TODAY, market=True)).total == 100
    assert mixed.value(PRICED, "USD", Config(TODAY), ("HOUR",)) == (0, {"TEA": 5}, False)
    assert mixed.value(PRICED, "USD", Config(TODAY), ("HOUR",)).known is None
    assert mixed.value(PRICED, None, Config(TODAY)).known is None
    assert worth().value(PRICED, "USD", Config(TODAY)).known == 0
    assert mixed.shown(PRICED, Config(TODAY, exchange="USD")) == {"TEA": 5, "USD": 60}
    both = worth()
    both.include(mixed)
    both.include(mixed)
    assert both.value(PRICED, "USD", Config(TODAY)).total == 120
    assert both
    assert not worth()


def test_rounded_sums_add_up() -> None:
    third = Fraction(1, 3)
    rounded = shares(
        {"a": {"USD": third, "TEA": third}, "b": {"USD": third}, "c": {"USD": third, "TEA": 2 * third}}, PRICED
    )
    assert [str(rounded[key]["USD"]) for key in "abc"] == ["0.34", "0.33", "0.33"]
    assert [str(rounded[key].get("TEA")) for key in "abc"] == ["0", "None", "1"]
    assert amounts_of(rounded["a"]) == (Amount(Decimal("0.34"), "USD"),)
    assert in_unit(third, "TEA", PRICED) == Amount(Decimal(0), "TEA")


@pytest.mark.parametrize(("texts", "wanted"), [("1.50 0.25", 2), ("3.00 10", 0), ("", 0), ("1.10 2", 1), ("100", 0)])
def test_how_many_decimals(texts: str, wanted: int) -> None:
    assert decimals(map(Decimal, texts.split())) == wanted
