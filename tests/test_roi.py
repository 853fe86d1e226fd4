"""The return, by hand: cost, gain and what follows from them, with and without hours; breakdowns; what is undefined."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from conftest import Ran

from netledger import Config, Figure, Report, load_text, parse_query
from netledger.core.amounts import Amount
from netledger.core.config import WrongCall
from netledger.measures.xirr import xirr
from netledger.plugins.roi import plugin
from netledger.plugins.roi import run as roi
from netledger.plugins.roi_asked import RoiOptions

TODAY = date(2026, 6, 30)
USD = 'option "operating_currency" "USD"\n2025-01-01 price HOUR 10 USD\n'
NAMED = "2025-01-01 person Ann\n2025-01-01 person Bob\n2025-01-01 person Cid\n"


def report(text: str, *terms: str, by: str | None = None, options: RoiOptions | None = None, **settings: Any) -> Report:
    """Compute the report of a journal that must be sound but for declarations."""
    ledger = load_text(text)
    assert not ledger.has_errors
    config = Config(**{"today": TODAY, **settings}, query=parse_query(terms), by=by, options=options)
    made, found = roi(ledger, config)
    assert list(found) == []
    return made


def shown(cell: object) -> object:
    """Show amounts as text, exactly."""
    if isinstance(cell, Amount):
        return str(cell)
    return ", ".join(map(str, cell)) if isinstance(cell, tuple) else cell


def cells(made: Report, *names: str, rows: str | None = None) -> list[Any]:
    """Return some columns of all rows and the totals, or of one row alone."""
    indexes = [[column.name for column in made.columns].index(name) for name in names]
    first = 1 if made.columns[0].name == "level" else 0
    found = [tuple(shown(row[index]) for index in indexes) for row in (*made.rows, made.totals or ()) if row]
    found = [item if len(names) > 1 else item[0] for item in found]  # type: ignore[misc]
    keys = [row[first] for row in (*made.rows, made.totals or ()) if row]
    return found if rows is None else [item for key, item in zip(keys, found, strict=True) if key == rows]


def figure(made: Report, name: str) -> Figure:
    """Return a figure."""
    (found,) = [item for item in made.figures if item.name == name]
    return found


def value(made: Report, name: str) -> object:
    """Return the value of a figure, amounts as text."""
    return shown(figure(made, name).value)


# ------------------------------------------------------------------------------------------- cost and gain

YEAR = (
    USD
    + NAMED
    + """\
2025-06-30 cost Ann 80 USD
2025-06-30 meet Ann
  cost 2h
2026-06-30 outcome client 121 USD from Ann
"""
)


def test_cost_gain_and_what_follows_with_and_without_hours() -> None:
    """C is 80 and two hours of 10."""
    made = report(YEAR)
    assert cells(made, "counting", "cost", "gain", "net", "roi", "bcr") == [
        ("with hours", "100.00 USD", "121.00 USD", "21.00 USD", Decimal("0.2100"), Decimal("1.2100")),
        ("without hours", "80.00 USD", "121.00 USD", "41.00 USD", Decimal("0.5125"), Decimal("1.5125")),
    ]
    assert [value(made, name) for name in ("xirr", "xirr_without_hours")] == [Decimal("0.2100"), Decimal("0.5125")]
    assert value(made, "payback") == value(made, "payback_without_hours") == TODAY
    assert [value(made, name) for name in ("cost_per_outcome", "cost_per_outcome_without_hours")] == [
        "100.00 USD",
        "80.00 USD",
    ]
    assert value(made, "value_per_hour") == "60.50 USD"
    assert (value(made, "hours"), value(made, "outcomes")) == ("2.00 HOUR", 1)
    assert made.totals is None


def test_nothing_at_all() -> None:
    """Every figure is undefined and says why."""
    made = report(USD)
    assert made.rows == ()
    reasons = {item.name: item.reason for item in made.figures if item.value is None}
    assert reasons["cost_per_outcome"] == "there is no outcome"
    assert reasons["value_per_hour"] == "no hours were spent"
    assert reasons["xirr"] == "there is no flow with a value"
    assert reasons["payback"] == "there is no cost"
    assert reasons["personal_contact"] == "no outcome has a person or a passive venue"
    assert [row[0] for row in report(USD, empty=True).rows] == ["with hours", "without hours"]


def test_what_counts() -> None:
    """Neither what is pending, nor what is later, nor what came to others; and the note says how many did."""
    made = report(
        USD + NAMED + "2026-01-01 ! cost 5 USD\n2026-01-01 ! outcome client 7 USD\n2026-07-01 outcome client 9 USD\n"
        "2026-01-02 cost 1 USD\n2026-01-03 outcome client 3 USD for Ann\n2026-01-03 outcome job for Ann Bob\n"
    )
    assert cells(made, "cost", "gain")[0] == ("1.00 USD", "0.00 USD")
    assert value(made, "outcomes") == 0
    assert "2 outcomes came to others and are no part of the gain" in made.notes


def test_a_ratio_on_no_base_is_undefined() -> None:
    """No cost, or refunds that exceed it; a refund that does not is taken off."""
    assert cells(report(USD + "2026-01-01 outcome client 3 USD\n"), "roi", "bcr", "net")[0] == (None, None, "3.00 USD")
    refunded = USD + "2026-01-01 cost 5 USD\n2026-01-02 cost -{} USD\n2026-01-03 outcome client 8 USD\n"
    assert cells(report(refunded.format(6)), "cost", "net", "roi", "bcr")[0] == ("-1.00 USD", "9.00 USD", None, None)
    assert cells(report(refunded.format(5)), "cost", "roi")[0] == ("0.00 USD", None)
    assert cells(report(refunded.format(1)), "cost", "roi")[0] == ("4.00 USD", Decimal(1))


def test_instalments_add_up_and_count_once() -> None:
    """Of one kind with a common link, also by way of a third; an outcome without an amount counts in n alone."""
    made = report(
        USD + "2026-01-01 cost 30 USD\n2026-01-02 outcome client 10 USD ^a\n2026-01-03 outcome client 20 USD ^b\n"
        "2026-01-04 outcome client 30 USD ^a ^b\n2026-01-05 outcome talk ^a\n2026-01-06 outcome client\n"
    )
    assert (value(made, "outcomes"), value(made, "cost_per_outcome")) == (3, "10.00 USD")
    assert figure(made, "outcomes").reason == "2 without an amount"
    assert cells(made, "gain")[0] == "60.00 USD"


# ---------------------------------------------------------------------------------------------- values


def test_what_has_no_price_stays_apart() -> None:
    """Named and counted; the row is partial; where all of one side has none, the ratio is undefined."""
    text = (
        USD + "2026-01-01 cost 5 TEA\n2026-01-01 cost 1 TEA 4 USD\n2026-01-02 outcome gift 2 TEA\n"
        "2026-01-02 outcome client 6 USD\n"
    )
    made = report(text)
    assert cells(made, "cost", "unpriced_cost", "unpriced_gain", "partial", "roi")[0] == (
        *("4.00 USD", "6.00 TEA", "2.00 TEA", True),
        Decimal("0.5"),
    )
    assert made.notes[0] == "no price in USD, so left out of the values: TEA (2 costs, 1 gain)"
    costs = report(USD + "2026-01-01 cost 5 TEA\n2026-01-02 outcome client 6 USD\n")
    assert cells(costs, "cost", "gain", "net", "roi", "bcr", "partial")[0] == (
        *(None, "6.00 USD", "6.00 USD", None, None, True),
    )
    assert figure(costs, "cost_per_outcome").reason == "no cost has a price"
    assert figure(costs, "payback").reason == "no cost has a price"
    gains = report(USD + "2026-01-01 cost 5 USD\n2026-01-02 outcome client 6 TEA\n")
    assert cells(gains, "gain", "net", "roi")[0] == (None, "-5.00 USD", None)
    both = report(USD + "2026-01-01 cost 5 TEA\n2026-01-02 outcome client 6 TEA\n")
    assert cells(both, "cost", "net", "partial")[0] == (None, None, False)


def test_without_a_currency_there_are_no_values() -> None:
    """And a note says why."""
    made = report("2026-01-01 cost 5 USD 1h\n2026-01-02 outcome client 6 USD\n")
    assert cells(made, "cost", "gain", "net", "unpriced_cost")[0] == (None, None, None, "1.00 HOUR, 5.00 USD")
    assert made.notes == ("no value: the journal names no operating_currency",)


def test_without_the_price_of_an_hour() -> None:
    """Hours are left out of both sides, and so is every price in them; without any price they are unpriced instead."""
    text = USD + "2025-01-01 price TEA 2 HOUR\n2026-01-01 cost 1h 3 TEA 5 USD\n2026-01-02 outcome client 4 HOUR\n"
    made = report(text)
    assert cells(made, "cost", "gain", "unpriced_cost", "partial") == [
        ("75.00 USD", "40.00 USD", "", False),
        ("5.00 USD", "0.00 USD", "3.00 TEA", True),
    ]
    bare = report('option "operating_currency" "USD"\n2026-01-01 cost 1h 5 USD\n')
    assert cells(bare, "cost", "unpriced_cost", "partial") == [
        ("5.00 USD", "1.00 HOUR", True),
        ("5.00 USD", "", False),
    ]
    assert bare.notes == ("no price in USD, so left out of the values: HOUR (1 cost)",)


def test_the_price_of_the_day_or_of_the_market() -> None:
    """Never a later one; -X values in another unit."""
    text = USD + "2026-03-01 price HOUR 30 USD\n2026-02-01 cost 2h\n2026-04-01 cost 1h\n2026-07-01 price HOUR 99 USD\n"
    assert cells(report(text), "cost")[0] == "50.00 USD"
    assert cells(report(text, market=True), "cost")[0] == "90.00 USD"
    assert cells(report(text + "2026-05-01 cost 15 USD\n", exchange="HOUR"), "cost") == ["3.50 HOUR", None]


# ---------------------------------------------------------------------------------------- the yearly rate


def flows(*pairs: tuple[int, int]) -> dict[date, int]:
    """Give flows by the days since the first of 2020."""
    return {date.fromordinal(date(2020, 1, 1).toordinal() + day): number for day, number in pairs}


@pytest.mark.parametrize(
    ("pairs", "rate"),
    [
        (((0, -100), (365, 121)), 0.21),
        (((0, -100), (730, 121)), 0.1),
        (((0, -100), (365, 50), (730, 50)), 0.0),
        (((0, -100), (365, 10)), -0.9),
        (((0, 100), (365, -110)), 0.1),  # money received first: what it costs
        (((0, -100), (365, 0), (366, 0), (730, 121)), 0.1),
        (((0, -(10**30)), (365, 121 * 10**28)), 0.21),
        # The sign changes three times, and yet there is one root alone.
        (((0, -1), (365, 1), (730, -1), (1095, 1)), 0.0),
    ],
)
def test_the_one_rate(pairs: tuple[tuple[int, int], ...], rate: float) -> None:
    found = xirr(flows(*pairs))
    assert found.value == pytest.approx(rate, abs=1e-11)
    assert found.reason == ""


@pytest.mark.parametrize(
    ("pairs", "reason"),
    [
        ((), "there is no flow with a value"),
        (((0, 0),), "there is no flow with a value"),
        (((0, -5), (400, -6)), "costs alone"),
        (((0, 5), (400, 6)), "returns alone"),
        (((0, -100), (364, 121)), "not annualised under a year"),
        (((0, 0), (1, -100), (365, 121), (400, 0)), "not annualised under a year"),
        (((0, -100), (365, 230), (730, -132)), "several rates fit"),  # 10 and 20 percent
        (((0, -100), (365, 200), (730, -101)), "no rate fits"),
        (((0, -100), (365, 200), (730, -100)), "several rates fit"),  # it touches 0 at a rate of 0
        (((0, -1), (365, 3), (730, -3), (1095, 1)), "several rates fit"),  # a threefold root
        (((0, -1), (365, 6), (730, -11), (1095, 6)), "several rates fit"),  # 0, 1 and 2
        (((0, -1), (365, 4), (730, -5), (1095, 2)), "several rates fit"),  # 0 twice, and 1
        (((0, -1), (1, 1000), (400, 5)), "beyond 1,000,000: returns came too soon after the first cost"),
    ],
)
def test_no_rate_and_why(pairs: tuple[tuple[int, int], ...], reason: str) -> None:
    assert xirr(flows(*pairs)) == (None, reason)


def test_many_flows_that_alternate() -> None:
    """Ten years of costs every third day, and now and then an outcome, still have their rate, and soon."""
    pairs = [(0, -20_000), *((day, 900 if day % 31 == 0 else -40) for day in range(3, 3650, 3)), (3660, 30_000)]
    found = xirr(flows(*pairs))
    assert found.value is not None
    worth = sum(number * (1 + found.value) ** (-day / 365) for day, number in pairs)
    assert worth == pytest.approx(0, abs=1e-6)


# -------------------------------------------------------------------------------------------------- payback


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        ("2026-01-01 cost 10 USD\n2026-02-01 outcome client 10 USD\n", date(2026, 2, 1)),
        ("2026-01-01 cost 10 USD\n2026-02-01 outcome client 9 USD\n", "not yet"),
        # It pays, and is spent again: what counts is from when on it stays paid.
        (
            "2026-01-01 cost 10 USD\n2026-02-01 outcome x 12 USD\n2026-03-01 cost 5 USD\n2026-04-01 outcome x 5 USD\n",
            date(2026, 4, 1),
        ),
        ("2026-01-01 outcome client 10 USD\n2026-02-01 cost 5 USD\n", date(2026, 1, 1)),
        ("2026-01-01 outcome client 5 USD\n2026-01-01 cost 5 USD\n", date(2026, 1, 1)),
        # Within a day the order does not matter: what counts is its end.
        ("2026-01-01 cost 5 USD\n2026-01-02 cost 5 USD\n2026-01-02 outcome client 10 USD\n", date(2026, 1, 2)),
        ("2026-01-01 outcome client 10 USD\n", "there is no cost"),
    ],
)
def test_payback(lines: str, day: object) -> None:
    found = figure(report(USD + lines), "payback")
    assert (found.value or found.reason) == day


def test_a_cost_over_time() -> None:
    """C and payback take its days; XIRR the money on the day it was paid, be it in another period."""
    text = USD + "2025-06-01 cost 365 USD\n  over: 365d\n2025-06-02 outcome client 300 USD\n"
    made = report(text, today=date(2025, 6, 10))
    assert cells(made, "cost", "net")[0] == ("10.00 USD", "290.00 USD")
    assert value(made, "payback") == date(2025, 6, 2)
    assert any("over:" in note for note in made.notes)
    later = report(text + "2025-07-05 outcome client 20 USD\n", begin=date(2025, 7, 1), end=date(2025, 8, 1))
    assert cells(later, "cost", "gain")[0] == ("31.00 USD", "20.00 USD")
    assert figure(later, "payback").reason == "not yet"  # 15 on the fifth, and then a dollar less each day
    assert figure(later, "xirr").reason == "returns alone"
    by_month = report(text, by="month", today=date(2025, 7, 2))
    assert cells(by_month, "month", "cost") == [
        ("2025-06", "30.00 USD"),
        ("2025-07", "2.00 USD"),
        ("total", "32.00 USD"),
    ]


# --------------------------------------------------------------------------------------- personal contact

ROUTES = "2025-01-01 person Ann\n2025-01-01 venue @Board passive\n2025-01-01 venue @Club org\n"


def routed(person: int, passive: int, more: str = "") -> Report:
    """Report on so many outcomes through a person and by a job board."""
    lines = ["2026-01-01 outcome client from Ann"] * person + ["2026-01-01 outcome client @Board:Ads"] * passive
    return report(USD + ROUTES + "\n".join(lines) + "\n" + more)


@pytest.mark.parametrize(
    ("person", "passive", "share", "low", "high"),
    [(7, 3, "0.7", "0.3968", "0.8922"), (0, 5, "0", "0", "0.4345"), (5, 0, "1", "0.5655", "1")],
)
def test_the_personal_contact_share(person: int, passive: int, share: str, low: str, high: str) -> None:
    found = figure(routed(person, passive), "personal_contact")
    assert (found.value, found.low, found.high) == (Decimal(share), Decimal(low), Decimal(high))
    assert found.n == person + passive


def test_a_place_without_a_person_is_apart() -> None:
    """So is an outcome with neither; of both a person and a passive venue, the person counts, and a note says so."""
    made = routed(
        1, 1, "2026-01-02 outcome client @Club\n2026-01-02 outcome client\n2026-01-03 outcome talk from Ann @Board\n"
    )
    found = figure(made, "personal_contact")
    assert (found.value, found.n) == (Decimal("0.6667"), 3)
    assert value(made, "place_no_person") == 1
    assert "a person and a passive venue, so counted as through people: talk of 2026-01-03" in made.notes


def test_instalments_come_by_one_route() -> None:
    """The first is through Ann, the rest names nobody."""
    made = routed(0, 1, "2026-01-02 outcome client from Ann ^a\n2026-02-02 outcome client @Board ^a\n")
    assert (value(made, "personal_contact"), figure(made, "personal_contact").n) == (Decimal("0.5"), 2)


def test_beside_jobs_stand_the_published_shares() -> None:
    """And only there; of the BLS's there is no source, which is said."""
    made = routed(1, 1, "2026-01-02 outcome job from Ann\n")
    assert (value(made, "personal_contact_job"), figure(made, "personal_contact_job").n) == (Decimal(1), 1)
    assert (value(made, "granovetter_1974"), value(made, "ascribed_to_bls")) == (Decimal("0.56"), Decimal("0.70"))
    assert "no such table" in figure(made, "ascribed_to_bls").reason
    assert "granovetter_1974" not in {item.name for item in routed(1, 1).figures}


# --------------------------------------------------------------------------------------- rows told apart


def test_people_share_equally() -> None:
    """Thirds, rounded so that they add up; `involved` counts whole outcomes."""
    made = report(
        USD + NAMED + "2026-01-01 cost Ann Bob Cid 1 USD\n2026-01-02 outcome client 10 USD from Ann Bob\n"
        "2026-01-03 cost 2h\n2026-01-04 outcome talk from Bob\n",
        by="person",
    )
    assert cells(made, "person", "cost", "gain", "outcomes", "involved", "hours") == [
        ("Ann", "0.34 USD", "5.00 USD", Decimal("0.5"), 1, Decimal(0)),
        ("Bob", "0.33 USD", "5.00 USD", Decimal("1.5"), 2, Decimal(0)),
        ("Cid", "0.33 USD", "0.00 USD", Decimal("0.0"), 0, Decimal(0)),
        ("(none)", "20.00 USD", "0.00 USD", Decimal("0.0"), 0, Decimal(2)),
        ("total", "21.00 USD", "10.00 USD", Decimal("2.0"), 2, Decimal(2)),
    ]
    assert cells(made, "cost_without_hours", rows="total") == ["1.00 USD"]


def test_a_tree_of_venues() -> None:
    """With what lies beneath, and, in the own columns, by itself; those add up."""
    text = (
        USD + "2026-01-01 cost @A:B:C 1 USD\n2026-01-02 cost @A 2 USD\n2026-01-03 outcome client 8 USD @A:B\n"
        "2026-01-04 cost 4 USD\n2026-01-04 meet @Z\n  cost 1h\n"
    )
    made = report(text, by="venue")
    assert cells(made, "level", "venue", "cost", "own_cost", "gain", "own_gain", "net", "own_net") == [
        (0, "@A", "3.00 USD", "2.00 USD", "8.00 USD", "0.00 USD", "5.00 USD", "-2.00 USD"),
        (1, "@A:B", "1.00 USD", "0.00 USD", "8.00 USD", "8.00 USD", "7.00 USD", "8.00 USD"),
        (2, "@A:B:C", "1.00 USD", "1.00 USD", "0.00 USD", "0.00 USD", "-1.00 USD", "-1.00 USD"),
        (0, "@Z", "10.00 USD", "10.00 USD", "0.00 USD", "0.00 USD", "-10.00 USD", "-10.00 USD"),
        (0, "(none)", "4.00 USD", "4.00 USD", "0.00 USD", "0.00 USD", "-4.00 USD", "-4.00 USD"),
        (0, "total", "17.00 USD", "17.00 USD", "8.00 USD", "8.00 USD", "-9.00 USD", "-9.00 USD"),
    ]
    assert cells(made, "roi", rows="@A:B") == [Decimal(7)]
    assert cells(report(text, by="venue", depth=1), "venue", "own_cost") == [
        *(("@A", "3.00 USD"), ("@Z", "10.00 USD"), ("(none)", "4.00 USD"), ("total", "17.00 USD")),
    ]
    assert cells(report(text, "@A:B", by="venue"), "venue", "cost")[-1] == ("total", "1.00 USD")


def test_what_cannot_occur_on_one_side_has_no_ratio() -> None:
    """Outcomes have no medium, costs no kind, not even under an outcome; attribution gives outcomes a medium."""
    text = USD + NAMED + "2026-01-01 call Ann\n  cost 1h\n2026-02-01 outcome client 30 USD from Ann\n  cost 5 USD\n"
    medium = report(text, by="medium")
    assert cells(medium, "medium", "cost", "gain", "roi") == [
        ("call", "10.00 USD", "0.00 USD", None),
        ("(none)", "5.00 USD", "30.00 USD", None),
        ("total", "15.00 USD", "30.00 USD", Decimal(1)),
    ]
    kind = report(text, by="kind")
    assert cells(kind, "kind", "cost", "gain", "roi")[:2] == [
        ("client", "0.00 USD", "30.00 USD", None),
        ("(none)", "15.00 USD", "0.00 USD", None),
    ]
    assert "costs have no kind, so no ratio is defined" in kind.notes
    credited = report(text, by="medium", options=RoiOptions(model="linear"))
    assert cells(credited, "medium", "gain", "roi")[0] == ("call", "30.00 USD", Decimal(2))


def test_a_phase_may_begin_on_any_day() -> None:
    """Of a spread cost each phase has its days."""
    text = (
        USD + '2026-05-01 state "status" "looking"\n2026-05-11 state "status" "employed"\n'
        "2026-05-01 cost 31 USD\n  over: 31d\n2026-06-01 outcome job 5 USD\n2026-04-30 cost 7 USD\n"
    )
    assert cells(report(text, by="phase"), "phase", "cost", "gain") == [
        ("employed", "21.00 USD", "5.00 USD"),
        ("looking", "10.00 USD", "0.00 USD"),
        ("(none)", "7.00 USD", "0.00 USD"),
        ("total", "38.00 USD", "5.00 USD"),
    ]


def test_by_metadata_of_people() -> None:
    """Of two people of Acme and one of none, Acme takes two thirds."""
    text = (
        USD + '2025-01-01 person Ann\n  company: "Acme"\n2025-01-01 person Bob\n  company: "Acme"\n'
        "2025-01-01 person Cid\n2026-01-01 cost Ann Bob Cid 9 USD\n"
    )
    assert cells(report(text, by="company"), "company", "cost")[:2] == [("Acme", "6.00 USD"), ("(none)", "3.00 USD")]


def test_favours() -> None:
    """Received ones are gains; given ones costs, unless their block counts hours."""
    text = (
        USD + NAMED + "2025-01-01 price FAVOR 3 USD\n2026-01-01 give Ann\n2026-01-02 receive Bob 2 FAVOR\n"
        "2026-01-03 meet Ann Bob\n  cost 1h\n  give Ann\n  receive Bob\n2026-01-04 meet Cid\n  cost 5 USD\n  give Cid\n"
    )
    assert cells(report(text), "cost", "gain")[0] == ("15.00 USD", "0.00 USD")
    made = report(text, options=RoiOptions(favours=True))
    assert cells(made, "cost", "gain") == [("21.00 USD", "9.00 USD"), ("11.00 USD", "9.00 USD")]
    assert value(made, "outcomes") == 0
    assert cells(report(text, by="person", options=RoiOptions(favours=True)), "person", "cost", "gain")[:3] == [
        *(("Ann", "8.00 USD", "0.00 USD"), ("Bob", "5.00 USD", "9.00 USD"), ("Cid", "8.00 USD", "0.00 USD")),
    ]


def test_wrong_calls() -> None:
    """Each says what would do."""
    for options, by, words in (
        (RoiOptions(model="linear"), None, "add --by person"),
        (RoiOptions(model="linear"), "kind", "a step has no kind"),
        (RoiOptions(decay="soon"), None, "no interval from 1d on"),
        (None, "persn", "did you mean person"),
    ):
        with pytest.raises(WrongCall, match=words):
            report(YEAR, by=by, options=options)


# -------------------------------------------------------------------------------------------------- evidence


def evidence(text: str, figure: str, subject: str, by: str | None = None) -> list[tuple[object, ...]] | None:
    """Return the rows behind a figure, and the total."""
    assert plugin.evidence is not None
    made = plugin.evidence(load_text(text), Config(TODAY, by=by), figure, subject)
    return None if made is None else [tuple(map(shown, row)) for row in (*made.rows, made.totals or ()) if row]


def test_the_numbers_behind_a_figure() -> None:
    """Of everything, of a person, of a venue with what lies under it or by itself, of any row."""
    day = date(2025, 6, 30)
    assert evidence(YEAR, "cost", "Ann") == [
        (day, "cost", "cost Ann", "80.00 USD", "80.00 USD", None, ""),
        (day, "cost", "meet Ann", "2.00 HOUR", "20.00 USD", None, ""),
        (None, "total", "", None, "100.00 USD", None, ""),
    ]
    assert evidence(YEAR, "cost", "without hours") == [
        (day, "cost", "cost Ann", "80.00 USD", "80.00 USD", None, ""),
        (None, "total", "", None, "80.00 USD", None, ""),
    ]
    assert evidence(YEAR, "gain", "total") == [
        (TODAY, "gain", "client from Ann", "121.00 USD", "121.00 USD", Decimal(1), ""),
        (None, "total", "", None, "121.00 USD", Decimal(1), ""),
    ]
    assert evidence(YEAR, "xirr", "total") == [
        (day, "-100.00 USD", "-100.00 USD"),
        (TODAY, "121.00 USD", "21.00 USD"),
    ]
    assert evidence(YEAR, "personal_contact", "all") == [(TODAY, "client from Ann", "", "through a person", 1, "")]
    assert [row[1] for row in evidence(YEAR, "roi", "Ann") or []] == ["cost", "cost", "gain"]
    assert evidence(YEAR, "cost", "2025-06", by="month") == evidence(YEAR, "cost", "Ann")
    assert evidence(YEAR, "cost", "Bob") is None
    tree = USD + "2026-01-01 cost @A:B 1 USD\n2026-01-02 cost @A 2 USD\n"
    assert [len(evidence(tree, name, "@A") or []) for name in ("cost", "own_cost")] == [3, 2]
    assert [row[3] for row in evidence(tree + "2026-01-03 cost 4 TEA\n", "unpriced_cost", "total") or []] == [
        "4.00 TEA"
    ]


def test_every_column_and_figure_is_defined() -> None:
    """Those that are computed; names, levels and flags explain themselves."""
    known = {definition.name for definition in plugin.definitions}
    jobs = YEAR + "2026-01-01 outcome job from Ann\n"
    for by in (None, "venue"):
        made = report(jobs, by=by)
        columns = {column.name for column in made.columns if column.kind not in {"name", "level", "flag"}}
        published = {"granovetter_1974", "ascribed_to_bls"}
        assert columns | {item.name for item in made.figures} - published <= known


# -------------------------------------------------------------------------------------------- command line


@pytest.mark.parametrize("by", [None, "person", "venue", "why", "medium", "tag", "kind", "month", "phase"])
@pytest.mark.parametrize("journal", ["", "2026-01-01 person Ann\n", "2027-01-01 cost 5 USD\n", YEAR])
def test_whatever_the_journal(run: Callable[..., Ran], journal: str, by: str | None) -> None:
    """Each breakdown of an empty journal, of declarations alone, of what is yet to come, in each format."""
    options = ["--by", by] if by else []
    for form in ("table", "csv", "json", "markdown", "html"):
        ran = run("roi", *options, "-O", form, "--today", "2026-06-30", stdin=journal)
        assert ran.status == 0
        assert ran.out


def test_beside_the_period_before(run: Callable[..., Ran]) -> None:
    ran = run("roi", "--by", "venue", "--compare", "-p", "2026q2", "--today", "2026-06-30", stdin=YEAR)
    assert ran.status == 0
    assert "before" in ran.out.splitlines()[2].split()
