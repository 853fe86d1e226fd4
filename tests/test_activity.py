"""Activity: what happened by calendar period, and by key in equal parts, which add up."""

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import small_ledgers as s
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger import Config, Ledger, Report, load_text, parse_query
from netledger.core import entries as e
from netledger.core.amounts import Amount, quantize
from netledger.core.config import WrongCall
from netledger.core.periods import period_name
from netledger.core.report import check_report
from netledger.measures.breakdown import NONE
from netledger.measures.spending import spent
from netledger.plugins.activity import ActivityOptions, compare, plugin

TODAY = date(2026, 6, 30)


def report(journal: str | Ledger, *terms: str, every: Any = None, **more: Any) -> Report:
    """Compute the report of a journal that must be sound but for declarations."""
    ledger = load_text(journal) if isinstance(journal, str) else journal
    config = Config(**{"today": TODAY, **more}, query=parse_query(terms), options=ActivityOptions(every))
    made, found = plugin.run(ledger, config)
    assert list(found) == []
    assert check_report(made) == ""
    return made


def table(made: Report) -> dict[str, dict[str, Any]]:
    """Return the rows, and the totals under `total`, each by column."""
    names = [column.name for column in made.columns]
    rows = [*made.rows, *([made.totals] if made.totals is not None else [])]
    return {str(row[0]): dict(zip(names, row, strict=True)) for row in rows}


MONTHS = """
2026-04-15 meet Ann Bob @Club
  cost 1h30m
  give Ann
  ! give Bob
2026-04-20 post @Site "about tea"
2026-04-30 promo @Site
2026-06-02 call from Ann #tea
  receive Ann 1 TEA
2026-06-02 intro Ann Bob
2026-06-03 outcome client 5 USD from Ann ^a
2026-06-04 outcome client 5 USD from Ann Bob ^a
2026-06-05 outcome job for Bob
2026-06-06 ! call Bob
2026-06-07 connect Cid
2026-06-08 cost 30m
2026-07-01 call Ann
"""


# ---------------------------------------------------------------------------------------------------- by period


def test_month_by_month() -> None:
    """May has a row of nothing; what is pending or later counts nowhere; two instalments are one outcome."""
    rows = table(report(MONTHS, every="month"))
    assert list(rows) == ["2026-04", "2026-05", "2026-06", "total"]
    columns = (
        "entries",
        "touches",
        "rich",
        "people",
        "outcomes",
        "given",
        "received",
        "intros",
        "promos",
        "meet",
        "post",
    )
    assert [rows["2026-04"][column] for column in columns] == [3, 2, 1, 2, 0, 1, 0, 0, 1, 1, 1]
    assert [rows["2026-05"][column] for column in columns] == [0] * len(columns)
    assert [rows["2026-06"][column] for column in columns] == [7, 1, 1, 1, 1, 2, 1, 1, 0, 0, 0]
    assert [rows["total"][column] for column in columns] == [10, 3, 2, 2, 1, 3, 1, 1, 1, 1, 1]
    assert [str(row["hours"]) for row in rows.values()] == ["1.50", "0.00", "0.50", "2.00"]
    assert rows["2026-05"]["begin"] == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("first", "unit", "count"),
    [
        ("2026-06-30", "week", 1),
        ("2026-06-29", "week", 1),
        ("2026-06-28", "week", 2),
        ("2026-01-05", "week", 26),
        ("2026-01-04", "month", 6),
        ("2024-05-01", "month", 26),
        ("2024-04-30", "quarter", 9),
        ("2020-01-01", "quarter", 26),
        ("2019-12-31", "year", 8),
        ("1990-01-01", "year", 37),
    ],
)
def test_the_shortest_period_that_is_easy_to_read(first: str, unit: str, count: int) -> None:
    made = report(f"{first} call Ann\n")
    assert (made.columns[0].label, len(made.rows)) == (unit, count)
    assert made.rows[0][0] == period_name(unit, date.fromisoformat(first))
    assert made.rows[-1][0] == period_name(unit, TODAY)


def test_where_the_rows_begin_and_end() -> None:
    """At the period that was asked for, but not before the journal; else at the first thing that is counted."""
    journal = "2026-02-10 call Bob\n2026-04-10 call Ann\n2026-05-10 call Bob\n"

    def months(*terms: str, **more: Any) -> list[object]:
        return [row[0] for row in report(journal, *terms, every="month", **more).rows]

    assert months() == ["2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]
    assert months("Ann") == ["2026-04", "2026-05", "2026-06"]
    assert months(begin=date(2025, 1, 1)) == months()
    assert months(begin=date(2026, 3, 5), end=date(2026, 5, 1)) == ["2026-03", "2026-04"]
    assert months("Ann", begin=date(2026, 3, 5), end=date(2026, 5, 1)) == ["2026-03", "2026-04"]
    assert months(end=date(2026, 3, 1)) == ["2026-02"]
    assert months("Nobody") == months("Nobody", begin=date(2026, 1, 1)) == []
    assert months(end=date(2026, 1, 1)) == months(begin=date(2026, 8, 1)) == []
    assert report("").rows == ()
    assert report("").totals is None


def test_periods_that_are_not_whole() -> None:
    journal = "2026-05-01 call Bob\n2026-06-01 call Bob\n2026-06-29 call Ann\n"
    assert report(journal, every="week").notes == ("2026-W27 is told of 2 of its 7 days",)
    assert report(journal, every="month").notes == ()
    cut = report(journal, every="month", begin=date(2026, 5, 31), end=date(2026, 6, 10))
    assert cut.notes == ("2026-05 is told of 1 of its 31 days", "2026-06 is told of 9 of its 30 days")
    assert report(journal, every="year", begin=date(2026, 6, 1)).notes == ("2026 is told of 30 of its 365 days",)


def test_hours_of_a_spread_cost() -> None:
    """They count on the days that they are spread over: three in the first week, seven in each other."""
    rows = table(report("2026-06-12 cost 17h @Club\n  over: 17d\n", every="week"))
    assert [str(row["hours"]) for row in rows.values()] == ["3.00", "7.00", "7.00", "0.00", "17.00"]
    assert [row["entries"] for row in rows.values()] == [1, 0, 0, 0, 1]


def test_terms() -> None:
    rows = table(report(MONTHS, "#tea", every="month"))
    assert {name: row["entries"] for name, row in rows.items()} == {"2026-06": 1, "total": 1}
    mixed = "2026-01-01 cost 1h 5 USD\n2026-03-01 cost 2h\n"
    rows = table(report(mixed, "not:unit:USD", every="month"))
    assert [str(rows[month]["hours"]) for month in ("2026-01", "2026-03")] == ["1.00", "2.00"]
    assert [rows[month]["entries"] for month in ("2026-01", "2026-03")] == [0, 1]


# ------------------------------------------------------------------------------------------------------- by key


def test_by_person() -> None:
    """A meeting of two is half of each one's; its hours, too. What is with nobody stands apart."""
    made = report(MONTHS, by="person", every="month")
    rows = table(made)
    assert list(rows) == ["Ann", "Bob", "Cid", NONE, "total"]
    assert rows["Ann"]["entries"] == Decimal("3.50")  # ½ meeting, a call, ½ introduction, an outcome and ½ of another
    assert rows["Bob"]["entries"] == Decimal("2.50")  # ½ meeting, ½ introduction, ½ outcome, and one for him
    assert [rows[name]["involved"] for name in rows] == [5, 4, 1, 3, 10]
    assert [rows[name]["people"] for name in rows] == [1, 1, 0, 0, 2]
    assert [str(rows[name]["hours"]) for name in rows] == ["0.75", "0.75", "0.00", "0.50", "2.00"]
    assert rows["Ann"]["over_time"] == (Decimal("0.5"), 0, 3)
    assert rows["total"]["over_time"] == (3, 0, 7)
    assert made.columns[0].label == "person"


COMPANIES = """
2026-01-01 person Ann #client
  company: "Acme"
2026-01-01 person Bob
  company: "Halden"
2026-06-01 meet Ann Bob @Club
  cost 2h
2026-06-02 call Bob
  give Ann
"""


def test_the_people_of_a_key_are_those_who_have_it() -> None:
    """Not all who were there."""
    for by, names in (("company", ("Acme", "Halden")), ("person", ("Ann", "Bob"))):
        rows = table(report(COMPANIES, by=by))
        assert [rows[name]["people"] for name in (*names, "total")] == [1, 1, 2], by
    assert table(report(COMPANIES, by="venue"))["@Club"]["people"] == 2


@pytest.mark.parametrize(
    ("term", "entries", "touches", "people"),
    [
        ("company:Acme", 2, 1, 1),  # the call is an entry, for a favour to Ann stands under it
        ("company:Halden", 2, 2, 1),
        ("#client", 1, 1, 1),
        ("not:Ann", 2, 2, 1),
        ("Ann", 2, 1, 1),
        ("@Club", 1, 1, 2),
        ("Cid", 0, 0, 0),
    ],
)
def test_a_query_is_asked_of_each_person_of_a_touch(term: str, entries: int, touches: int, people: int) -> None:
    """As in quality and venues: of a meeting with Ann and Bob, those of Acme are Ann."""
    found = table(report(COMPANIES, term)).get("total", {"entries": 0, "touches": 0, "people": 0})
    assert (found["entries"], found["touches"], found["people"]) == (entries, touches, people)


def test_who_introduced_and_who_gained() -> None:
    """Who stands after `by` or `for` is a part of the entry, as of a query; the people of its details are not."""
    journal = "2026-06-01 intro Dave by Carol\n2026-06-02 outcome collaboration for Alice Carol\n"
    rows = table(report(f"{journal}2026-06-03 give Alice by Bob\n2026-06-04 call Eve\n  give Bob\n", by="person"))
    assert {name: (str(row["entries"]), row["involved"]) for name, row in rows.items()} == {
        "Alice": ("1.00", 2),
        "Bob": ("0.50", 1),
        "Carol": ("1.00", 2),
        "Dave": ("0.50", 1),
        "Eve": ("1.00", 1),
        "total": ("4.00", 4),
    }


CHANGING = """
2026-01-01 state "status" "looking"
2026-04-16 state "status" "employed"
2026-01-01 venue @Club org
  why: "clients"
2026-04-16 venue @Club org
  why: "peers"
2026-01-01 person Ann
  company: "Acme"
2026-04-16 person Ann
  company: "Halden"
2026-04-01 cost Ann @Club 30 HOUR "course"
  over: 30d
2026-05-05 cost 1h
"""


@pytest.mark.parametrize("every", ["week", "month", "year"])
@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        ("phase", {"looking": 15, "employed": 16}),
        ("why", {"clients": 15, "peers": 15, NONE: 1}),
        ("company", {"Acme": 15, "Halden": 15, NONE: 1}),
        ("month", {"2026-04": 30, "2026-05": 1}),
    ],
)
def test_hours_part_on_the_day_on_which_their_key_changes(every: str, by: str, wanted: dict[str, int]) -> None:
    """A spread cost goes by its days, whatever the periods of the curve; the evidence is one row for each cost."""
    rows = table(report(CHANGING, by=by, every=every))
    assert {name: row["hours"] for name, row in rows.items() if name != "total" and row["hours"]} == wanted
    assert plugin.evidence is not None
    for name, hours in wanted.items():
        found = plugin.evidence(load_text(CHANGING), Config(TODAY, by=by), "hours", name)
        assert found is not None
        assert sum(cell.number for row in found.rows if isinstance(cell := row[4], Amount)) == hours
        assert len(found.rows) == (2 if name == "employed" else 1)


def test_by_medium_venue_and_tag() -> None:
    assert list(table(report(MONTHS, by="medium"))) == ["meet", "call", "post", NONE, "total"]
    assert list(table(report(MONTHS, by="venue"))) == ["@Club", "@Site", NONE, "total"]
    tags = table(report(MONTHS, by="tag"))
    assert [(name, str(row["entries"])) for name, row in tags.items()] == [
        *(("tea", "1.00"), (NONE, "9.00")),
        ("total", "10.00"),
    ]
    places = {column.name: column.places for column in report(MONTHS, by="tag").columns}
    assert places["entries"] == 0
    with pytest.raises(WrongCall, match="did you mean medium"):
        report(MONTHS, by="mediun")


@settings(max_examples=60)
@given(
    s.ledgers,
    s.periods,
    st.sampled_from(["medium", "venue", "why", "tag", "kind", "phase", "person", "month"]),
    st.sampled_from(["week", "month", "quarter"]),
)
def test_the_parts_add_up(ledger: Ledger, period: tuple[date | None, date | None], by: str, every: str) -> None:
    """Of every figure to the total, and to what is counted period by period; the curve of all, to the entries."""
    options: Any = {"begin": period[0], "end": period[1], "every": every}
    parts, whole = report(ledger, by=by, **options), report(ledger, **options)
    if whole.totals is None or parts.totals is None:
        assert parts.rows == whole.rows == ()
        return
    keys, periods = table(parts), table(whole)
    total, every_total = keys.pop("total"), periods.pop("total")
    for column in ("entries", "touches", "rich", "hours", "outcomes"):
        assert sum(row[column] for row in keys.values()) == total[column] == every_total[column], column
        assert sum(row[column] for row in periods.values()) == every_total[column], column
    for medium in (*e.MEDIA, "given", "received", "intros", "promos"):
        assert sum(row[medium] for row in periods.values()) == every_total[medium]
    assert sum(every_total[medium] for medium in e.MEDIA) == every_total["touches"]
    assert list(total["over_time"]) == [row["entries"] for row in periods.values()]
    assert total["involved"] == total["entries"]
    assert total["people"] == every_total["people"]


@settings(max_examples=60)
@given(s.ledgers, s.periods, st.sampled_from(["week", "month", "quarter", "year"]))
def test_against_a_naive_computation(ledger: Ledger, period: tuple[date | None, date | None], every: str) -> None:
    """Entry by entry, put to the period of its day."""
    config = Config(TODAY, *period)
    told = [x for x in ledger.entries if isinstance(x, e.Happening) and not x.pending and config.reports(x.date)]
    wanted: dict[str, dict[str, Any]] = defaultdict(lambda: defaultdict(int))
    people: dict[str, set[str]] = defaultdict(set)
    hours: dict[str, Fraction] = defaultdict(Fraction)
    for x in told:
        name = period_name(every, x.date)
        wanted[name]["entries"] += 1
        if isinstance(x, e.Touch):
            wanted[name]["touches"] += 1
            wanted[name][x.medium] += 1
            wanted[name]["rich"] += x.medium in {"meet", "video", "call"}
            people[name].update(x.names)
        wanted[name]["intros"] += isinstance(x, e.Intro)
        wanted[name]["promos"] += isinstance(x, e.Promo)
        favours = [d.kind for d in x.details if d.kind != "cost" and not d.pending]
        favours += ["give"] * len(x.names) if isinstance(x, e.Give) else []
        favours += ["receive"] if isinstance(x, e.Intro) and len(x.names) == 1 else []
        wanted[name]["given"] += favours.count("give")
        wanted[name]["received"] += favours.count("receive")
    for cost in spent(ledger, config, every):
        if cost.exchange.amount.unit == "HOUR":
            hours[period_name(every, cost.day)] += cost.number
    rows = table(report(ledger, begin=period[0], end=period[1], every=every))
    rows.pop("total", None)
    assert {*wanted, *hours} <= {*rows}
    for name, row in rows.items():
        for figure in ("entries", "touches", "rich", "intros", "promos", "given", "received", *e.MEDIA):
            assert row[figure] == wanted[name][figure], figure
        assert row["people"] == len(people[name])
        assert abs(row["hours"] - quantize(hours[name], 2)) <= Decimal("0.01")


# -------------------------------------------------------------------------------------------- period by period


def compared(journal: str, **more: Any) -> dict[str, tuple[Any, ...]]:
    made, _ = compare(load_text(journal), Config(**{"today": TODAY, **more}))
    assert check_report(made) == ""
    return {str(row[0]): row[1:] for row in made.rows}


def test_a_month_and_the_one_before() -> None:
    """30 calls in June, 10 in May, which is one day longer: more."""
    lines = ["2026-05-01 call Ann\n  cost 1h\n"] + ["2026-05-20 call Ann\n"] * 9 + ["2026-06-20 call Bob\n"] * 30
    rows = compared("".join(lines), begin=date(2026, 6, 1), end=date(2026, 7, 1))
    assert rows["entries"][:5] == (30, 10, "more", Decimal("1.000"), Decimal("0.323"))
    assert rows["entries"][5:] == (Decimal("0.5981"), Decimal("0.8581"))  # Wilson's interval of 30/40
    assert rows["people"][:3] == (1, 1, "")
    assert rows["hours"] == (Decimal("0.00"), Decimal("1.00"), "", 0, Decimal("0.032"), None, None)
    assert "meet" not in rows
    unknown = compared("".join(lines), begin=date(2026, 5, 1), end=date(2026, 6, 1))
    assert unknown["entries"][:3] == (10, None, "")
    assert compared("") == {}


def test_keys_and_the_period_before() -> None:
    """What only one of the periods has stands there, too."""
    journal = "2026-05-01 call Ann\n2026-05-20 meet Ann\n2026-06-20 call Bob\n2026-06-21 call Ann\n"
    rows = compared(journal, begin=date(2026, 6, 1), end=date(2026, 7, 1), by="medium")
    assert {name: row[:2] for name, row in rows.items()} == {"meet": (0, 1), "call": (2, 1)}


def test_what_is_compared_by_key_is_involvement() -> None:
    """Each entry counts in whole for all of its people, and the head says so."""
    config = Config(TODAY, date(2026, 6, 1), date(2026, 7, 1), by="person", options=ActivityOptions())
    made, _ = compare(load_text("2026-05-01 call Ann\n2026-06-20 meet Ann Bob\n"), config)
    assert [row[:2] for row in made.rows] == [("Ann", 1), ("Bob", 1)]
    assert [column.heading for column in made.columns][:2] == ["person", "involved"]


# ---------------------------------------------------------------------------------------------------- evidence


def evidence(figure: str, subject: str, **more: Any) -> list[tuple[Any, ...]]:
    assert plugin.evidence is not None
    made = plugin.evidence(load_text(MONTHS), Config(**{"today": TODAY, **more}), figure, subject)
    if made is None:
        return []
    assert check_report(made) == ""
    return list(made.rows)


def test_every_column_is_defined() -> None:
    defined = {definition.name for definition in plugin.definitions}
    for by in (None, "medium"):
        columns = {column.name for column in report(MONTHS, by=by).columns}
        assert columns - defined <= {"period", "begin", "key", "over_time"}


def test_the_evidence_is_what_is_counted() -> None:
    rows = table(report(MONTHS, every="month"))
    for figure in ("entries", "touches", "rich", "outcomes", "given", "received", "intros", "promos", "meet"):
        for month in ("2026-04", "2026-05", "2026-06"):
            assert len(evidence(figure, month)) == rows[month][figure], (figure, month)
    assert len(evidence("entries", "2026Q2")) == len(evidence("entries", "2026")) == 10
    assert [row[:4] for row in evidence("entries", "2026-W16")] == [(date(2026, 4, 15), "meet", "Ann Bob", "@Club")]
    assert [row[4] for row in evidence("hours", "2026-04")] == [Amount(Decimal("1.50"), "HOUR")]
    assert [row[1:3] for row in evidence("given", "2026-04")] == [("give", "Ann")]


def test_the_evidence_of_a_key() -> None:
    assert [row[4] for row in evidence("entries", "Bob", by="person")] == [*[Decimal("0.5")] * 3, Decimal(1)]
    assert [row[4].number for row in evidence("hours", "Bob", by="person")] == [Decimal("0.75")]
    assert [row[1] for row in evidence("people", "@Site", by="venue")] == ["post"]
    assert evidence("entries", "Zoe", by="person") == []


# --------------------------------------------------------------------------------------------- the command line


def test_the_command(run: Callable[..., Any]) -> None:
    made = run("activity", "--every", "month", "--today", "2026-06-30", stdin=MONTHS)
    assert made.status == 0
    assert "2026-06        7  ████████████████████        1     1       1   0.50         1\n" in made.out
    assert "2026-05        0                              0     0       0   0.00         0\n" in made.out
    by = run("activity", "--by", "medium", "--every", "month", "--today", "2026-06-30", stdin=MONTHS)
    assert "\ncall      █             1         1        1       1   0.00\n" in by.out
    assert run("activity", "--every", "day", stdin=MONTHS).status == 2
    for form in ("csv", "json", "markdown", "html"):
        assert "2026-05" in run("activity", "--every", "month", "-O", form, "--today", "2026-06-30", stdin=MONTHS).out
    two = run("activity", "--compare", "-p", "2026-06", "--today", "2026-06-30", stdin=MONTHS)
    assert re.search(r"^entries +7 +0 +more$", two.out, re.MULTILINE)
