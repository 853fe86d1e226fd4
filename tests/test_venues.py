"""Venues: what each takes and brings; whom one met there, and who stayed; dues unused; a tree that adds up."""

import datetime as dt
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
from netledger.core.amounts import Amount
from netledger.core.config import WrongCall
from netledger.core.report import check_report
from netledger.measures.breakdown import NONE
from netledger.measures.instalments import is_result, results
from netledger.measures.spending import spent
from netledger.plugins.venues import plugin
from netledger.plugins.venues_told import OWN

TODAY = date(2026, 6, 30)
USD = 'option "operating_currency" "USD"\n'


def report(journal: str | Ledger, *terms: str, **more: Any) -> Report:
    """Compute the report of a journal that must be sound but for declarations."""
    ledger = load_text(journal) if isinstance(journal, str) else journal
    made, found = plugin.run(ledger, Config(**{"today": TODAY, **more}, query=parse_query(terms)))
    assert list(found) == []
    assert check_report(made) == ""
    return made


def table(made: Report) -> dict[str, dict[str, Any]]:
    """Return the rows by venue or group, and the totals under `total`, each by column; amounts as texts."""
    names = [column.name for column in made.columns]
    key = next(index for index, column in enumerate(made.columns) if column.kind == "name")
    rows = [*made.rows, *([made.totals] if made.totals is not None else [])]
    return {str(row[key]): dict(zip(names, map(_plain, row), strict=True)) for row in rows}


def _plain(cell: Any) -> Any:
    if isinstance(cell, tuple):
        return ", ".join(map(str, cell))
    return str(cell) if isinstance(cell, Amount) else cell


def noted(made: Report, part: str) -> str:
    """Return the note that has these words, or nothing."""
    return next((note for note in made.notes if part in note), "")


# -------------------------------------------------------------------------------------------------- by hand

YEAR = (
    USD
    + """
2025-01-01 price HOUR 10 USD
2025-01-01 price MILE 0.50 USD
2025-01-01 venue @Club "the club" org
  why: "clients"
2025-01-01 venue @Club:Mixer event
2025-01-01 venue @Site site
2025-01-01 cost @Club 73 USD "dues"
  over: 73d
2025-01-10 meet Ann Bob @Club:Mixer
  cost 2h 10 MILE
  give Ann
2025-01-12 message Cid @Site
  cost 30m
2025-02-01 receive @Club 1 FAVOR
2025-03-01 outcome client 100 USD from Ann @Club:Mixer ^a
2025-03-05 outcome client 50 USD from Ann @Club ^a
2025-03-06 outcome talk @Site
2025-03-07 outcome client 900 USD for Bob @Site
2025-05-01 email Ann
2025-05-01 meet Bob @Club
2025-06-01 cost 1h "no place"
"""
)


def test_a_year_by_hand() -> None:
    """Costs, people, outcomes of a tree of two levels, a site, and of no place."""
    made = report(YEAR)
    rows = table(made)
    assert list(rows) == ["@Club", "@Club:Mixer", "@Site", NONE, "total"]
    assert [row["level"] for row in rows.values()] == [0, 1, 0, 0, 0]
    club, mixer, site, none, total = rows.values()
    assert (club["kind"], mixer["kind"], site["kind"], none["kind"]) == ("org", "event", "site", "")
    assert (club["why"], mixer["why"], site["why"]) == ("clients", "clients", "")
    assert (str(club["hours"]), str(mixer["hours"]), str(site["hours"]), str(total["hours"])) == (
        *("2.00", "2.00", "0.50"),
        "3.50",
    )
    assert (club["cost"], club["own_cost"], mixer["cost"]) == ("98.00 USD", "73.00 USD", "25.00 USD")
    assert (site["cost"], none["cost"], total["cost"], total["own_cost"]) == (
        *("5.00 USD", "10.00 USD", "113.00 USD"),
        "113.00 USD",
    )
    assert (club["money"], mixer["money"], site["money"]) == ("78.00 USD", "5.00 USD", "0.00 USD")
    assert club["costs"] == "2.00 HOUR, 10.00 MILE, 73.00 USD"
    assert (club["people"], mixer["people"], site["people"], none["people"], total["people"]) == (2, 2, 1, None, 3)
    assert (club["given"], club["received"], mixer["given"], mixer["received"], club["own_received"]) == (1, 1, 1, 0, 1)
    assert (club["outcomes"], mixer["outcomes"], site["outcomes"], total["outcomes"]) == (1, 1, 1, 2)
    assert (club["gain"], club["own_gain"], mixer["gain"], site["gain"]) == (
        *("150.00 USD", "50.00 USD"),
        *("100.00 USD", None),
    )
    assert noted(made, "without") == "1 outcome without an amount: counted, but no part of the gain"
    assert (club["days"], mixer["days"], club["own_days"]) == (2, 1, 1)
    assert noted(made, "no why").startswith("no why, so what are you there for: @Site (")
    assert "@Site 1" not in noted(made, "too early")


def test_who_stayed() -> None:
    """Ann was written to elsewhere. Bob was met at the club, which is elsewhere for the mixer, not for the club."""
    rows = table(report(YEAR))
    verdicts = ("first_met", "lasted", "too_early", "not_lasted")
    assert [rows["@Club:Mixer"][column] for column in verdicts] == [2, 2, 0, 0]
    assert [rows["@Club"][column] for column in verdicts] == [2, 1, 0, 1]
    assert [rows["@Site"][column] for column in verdicts] == [1, 0, 0, 1]
    assert [rows[NONE][column] for column in verdicts] == [None] * 4


@pytest.mark.parametrize(
    ("later", "today", "verdict"),
    [
        (89, 400, "not_lasted"),
        (90, 400, "lasted"),
        (365, 400, "lasted"),
        (366, 400, "not_lasted"),
        (89, 364, "too_early"),
        (89, 365, "not_lasted"),
        (90, 90, "lasted"),
        (90, 89, "too_early"),
        (365, 365, "lasted"),
    ],
)
def test_from_90_to_365_days(later: int, today: int, verdict: str) -> None:
    """After the first touch, both ends counted in; too early until 365 days are past."""
    first = date(2025, 1, 1)
    journal = f"{first} meet Ann @Club\n{first + dt.timedelta(days=later)} call Ann\n"
    row = table(report(journal, today=first + dt.timedelta(days=today)))["@Club"]
    assert [name for name in ("lasted", "too_early", "not_lasted") if row[name]] == [verdict]


@pytest.mark.parametrize(
    ("line", "lasted"),
    [
        ("call Ann @Other", 1),
        ("call Ann @Club", 0),
        ("call Ann @Club:Bar", 0),
        ("call Ann @Clubs", 1),
        ("! call Ann", 0),
        ("call Bob", 0),
        ("give Ann", 0),
        ("post from Bob Ann", 1),
    ],
)
def test_what_is_a_touch_elsewhere(line: str, lasted: int) -> None:
    row = table(report(f"2025-01-01 meet Ann @Club\n2025-05-01 {line}\n"))["@Club"]
    assert (row["lasted"], row["first_met"] >= 1) == (lasted, True)


def test_the_first_touch_there_is_that_of_the_whole_journal() -> None:
    """In the period Bob alone is new at the club; Ann was there before."""
    journal = "2025-01-01 meet Ann @Club\n2025-08-01 meet Ann Bob @Club\n2026-01-01 call Ann Bob\n"
    row = table(report(journal, begin=date(2025, 7, 1)))["@Club"]
    assert [row[name] for name in ("people", "first_met", "lasted")] == [2, 1, 1]
    # What came of those whom one met then is looked for up to T, not up to the period's end.
    assert table(report(journal, begin=date(2025, 7, 1), end=date(2025, 9, 1)))["@Club"]["lasted"] == 1


# ----------------------------------------------------------------------------------------------- put together


def test_by_kind_and_by_why() -> None:
    """The costs of the club and its mixer are of two kinds, and serve one why."""
    kinds, whys = table(report(YEAR, by="kind")), table(report(YEAR, by="why"))
    assert list(kinds) == ["event", "org", "site", NONE, "total"]
    assert [kinds[kind]["cost"] for kind in ("event", "org", "site")] == ["25.00 USD", "73.00 USD", "5.00 USD"]
    assert list(whys) == ["clients", NONE, "total"]
    assert (whys["clients"]["cost"], whys["clients"]["venues"], whys["clients"]["people"]) == ("98.00 USD", 2, 2)
    assert (whys[NONE]["cost"], whys[NONE]["venues"], whys[NONE]["people"]) == ("15.00 USD", 1, 1)
    # Elsewhere is another venue than that of the first touch: Bob came from the mixer to the club.
    assert (whys["clients"]["lasted"], kinds["event"]["lasted"]) == (2, 2)


def test_a_why_that_changes() -> None:
    """Each cost counts for the why of its own day; the parts of a spread one, too."""
    journal = USD + (
        '2025-01-01 venue @Club\n  why: "work"\n2025-03-01 venue @Club\n  why: "fun"\n'
        "2025-02-01 cost @Club 56 USD\n  over: 56d\n"
    )
    rows = table(report(journal, by="why"))
    assert {why: row["cost"] for why, row in rows.items()} == {
        "fun": "28.00 USD",
        "work": "28.00 USD",
        "total": "56.00 USD",
    }
    assert table(report(journal))["@Club"]["why"] == "fun"
    assert table(report(journal, end=date(2025, 2, 10)))["@Club"]["why"] == "work"


def test_a_why_that_changes_within_a_month() -> None:
    """Of 30 days the clients have 15, hours and money likewise; so says the evidence, in one row for each cost."""
    journal = USD + (
        '2026-01-01 venue @Club org\n  why: "clients"\n2026-04-16 venue @Club org\n  why: "peers"\n'
        "2026-04-01 cost @Club:Bar 30 HOUR\n  over: 30d\n2026-04-01 cost @Club 30 USD\n  over: 30d\n"
    )
    rows = table(report(journal, by="why"))
    assert [(rows[name]["hours"], rows[name]["cost"]) for name in ("clients", "peers", "total")] == [
        *((15, "15.00 USD"), (15, "15.00 USD")),
        (30, "30.00 USD"),
    ]
    assert plugin.evidence is not None
    made = plugin.evidence(load_text(journal), Config(TODAY, by="why"), "costs", "peers")
    assert made is not None
    assert [str(row[4]) for row in made.rows] == ["15.00 HOUR", "15.00 USD"]


def test_a_query_is_asked_of_each_person() -> None:
    """Of a meeting with Ann of Acme and Bob, `company:Acme` chooses Ann, as in quality."""
    journal = (
        '2026-01-01 person Ann #client\n  company: "Acme"\n2026-01-01 person Bob\n'
        "2026-06-01 meet Ann Bob @Club\n2026-06-02 meet Bob @Club\n  give Ann\n"
    )
    for term, days in (("company:Acme", 1), ("#client", 1), ("Ann", 1), ("not:Ann", 2)):
        row = table(report(journal, term))["@Club"]
        assert (row["people"], row["too_early"], row["days"]) == (1, 1, days), term


def test_what_venues_cannot_be_told_apart_by() -> None:
    with pytest.raises(WrongCall, match="by venue, kind or why, not by 'medium'"):
        report(YEAR, by="medium")


def test_depth() -> None:
    """What lies deeper is added to what is shown, and is no place of its own."""
    rows = table(report(YEAR, depth=1))
    assert list(rows) == ["@Club", "@Site", NONE, "total"]
    assert (rows["@Club"]["own_cost"], rows["@Club"]["lasted"]) == ("98.00 USD", 1)
    assert table(report(YEAR, depth=1, by="why"))["clients"]["lasted"] == 1


def test_venues_above_and_empty_ones() -> None:
    """A tree has what lies above; declared venues without anything are shown when asked for."""
    journal = "2026-01-01 meet Ann @A:B:C\n2026-01-01 venue @D passive\n"
    assert list(table(report(journal))) == ["@A", "@A:B", "@A:B:C", "total"]
    assert list(table(report(journal, empty=True))) == ["@A", "@A:B", "@A:B:C", "@D", "total"]
    assert list(table(report(journal, empty=True, by="kind"))) == ["passive", NONE, "total"]


# ---------------------------------------------------------------------------------------------------- values


def test_what_has_no_price() -> None:
    """It stays in its own unit, is named with its venues, and leaves a value undefined where there is nothing else."""
    journal = USD + (
        "2026-01-01 price HOUR 10 USD\n2026-01-02 cost @A 1h 5 TEA\n2026-01-02 cost @B 2 TEA\n"
        "2026-01-02 outcome client 3 TEA @B\n2026-01-02 meet @C\n"
    )
    made = report(journal)
    rows = table(made)
    assert [rows[name]["cost"] for name in ("@A", "@B", "@C", "total")] == [
        *("10.00 USD", None),
        *("0.00 USD", "10.00 USD"),
    ]
    assert [rows[name]["unpriced"] for name in ("@A", "@B", "@C", "total")] == ["5.00 TEA", "2.00 TEA", "", "7.00 TEA"]
    assert [rows[name]["partial"] for name in ("@A", "@B", "@C", "total")] == [True, False, False, True]
    assert (rows["@A"]["money"], rows["@B"]["gain"], rows["@B"]["gains"]) == (None, None, "3.00 TEA")
    assert noted(made, "costs") == "no price in USD, so left out of the value of costs: TEA (2 venues)"
    assert noted(made, "value of outcomes").endswith("TEA (1 venue)")
    assert [rows[name]["unpriced_gain"] for name in ("@A", "@B", "total")] == ["", "3.00 TEA", "3.00 TEA"]
    shown = {column.name: column.wide for column in made.columns}
    assert (shown["unpriced"], shown["unpriced_gain"], shown["kind"], shown["costs"]) == (False, False, True, True)
    without = {column.name: column.wide for column in report(USD + "2026-01-02 cost @A 5 TEA\n").columns}
    assert (without["unpriced"], without["unpriced_gain"], without["lasted"]) == (False, True, False)


def test_outcomes_without_an_amount() -> None:
    """Where none of what came has one the gain is undefined; 0 it is where nothing came, or what came is worth 0."""
    journal = USD + (
        "2026-01-02 outcome talk @A\n2026-01-02 outcome talk @B\n2026-01-02 outcome client 3 USD @B:C\n"
        "2026-01-02 outcome prize 0 USD @D\n2026-01-02 meet @E\n2026-01-02 outcome client 3 TEA @F\n"
        "2026-01-02 outcome client 4 USD @F\n"
    )
    made = report(journal)
    rows = table(made)
    assert [(rows[name]["gain"], rows[name]["own_gain"]) for name in ("@A", "@B", "@B:C", "@D", "@E")] == [
        *((None, None), ("3.00 USD", None), ("3.00 USD", "3.00 USD")),
        *(("0.00 USD", "0.00 USD"), ("0.00 USD", "0.00 USD")),
    ]
    assert (rows["@F"]["gain"], rows["@F"]["partial"], rows["@A"]["partial"]) == ("4.00 USD", True, False)
    assert rows["total"]["gain"] == "7.00 USD"
    assert noted(made, "without an") == "2 outcomes without an amount: counted, but no part of the gain"


def test_without_a_currency_the_amounts_are_shown() -> None:
    made = report("2026-01-02 cost @A 1h 5 TEA\n")
    shown = {column.name: column.wide for column in made.columns}
    assert (shown["cost"], shown["costs"], shown["unpriced"]) == (True, False, True)
    assert table(made)["@A"]["costs"] == "1.00 HOUR, 5.00 TEA"
    assert noted(made, "operating_currency")
    assert not noted(report("2026-01-02 meet @A\n"), "operating_currency")


def test_valuation_options() -> None:
    """-X shows another unit; --market takes the prices of T."""
    journal = USD + "2026-01-01 price HOUR 10 USD\n2026-02-01 price HOUR 30 USD\n2026-01-02 cost @A 3h 60 USD\n"
    assert table(report(journal))["@A"]["cost"] == "90.00 USD"
    assert table(report(journal, market=True))["@A"]["cost"] == "150.00 USD"
    hours = table(report(journal, exchange="HOUR"))["@A"]
    assert (hours["cost"], hours["costs"], str(hours["hours"])) == ("9.00 HOUR", "9.00 HOUR", "3.00")


def test_what_is_selected() -> None:
    """Periods and terms choose what is told of: by venue, by unit, by link."""
    assert list(table(report(YEAR, "@Club:Mixer"))) == ["@Club", "@Club:Mixer", "total"]
    assert table(report(YEAR, "unit:MILE"))["@Club"]["cost"] == "5.00 USD"
    assert table(report(YEAR, "^a"))["@Club"]["gain"] == "150.00 USD"
    assert table(report(YEAR, begin=date(2025, 3, 2)))["@Club"]["gain"] == "50.00 USD"
    assert table(report(YEAR, begin=date(2025, 3, 2)))["@Club"]["outcomes"] == 1
    assert report(YEAR, "Nobody").rows == ()
    assert report(YEAR, begin=date(2027, 1, 1)).rows == ()
    assert report(YEAR, begin=date(2020, 1, 1), end=date(2021, 1, 1)).rows == ()


# ------------------------------------------------------------------------------------------------------ dues


@pytest.mark.parametrize(
    ("there", "unused"),
    [
        ("", True),
        ("2025-01-10 meet @Club", False),
        ("2025-01-09 meet @Club", True),
        ("2025-02-08 call Ann @Club:Board", False),
        ("2025-02-09 call Ann @Club:Board", True),
        ("2025-01-15 cost @Club 1h", False),
        ("2025-01-15 cost @Club 5 USD", True),
        ("2025-01-15 cost @Club -1 HOUR", True),
        ("2025-01-15 ! meet @Club", True),
        ("2025-01-15 meet @Clubs", True),
        ("2025-01-15 meet Ann", True),
        ("2025-01-15 cost @Club 9h\n  over: 10d", True),
    ],
)
def test_dues_unused(there: str, unused: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Thirty days from 10 January on; a day there is one with a touch or an hour, at the club or beneath it."""
    journal = f"2025-01-10 cost @Club 100 USD\n  over: 30d\n{there}\n"
    made = report(journal, "not:unit:HOUR")
    assert bool(noted(made, "dues unused")) == unused
    assert table(made)["@Club"]["dues_unused"] == ("100.00 USD" if unused else "")


def test_dues_whose_days_are_not_over() -> None:
    journal = "2026-06-21 cost @Club 30 USD 1 TEA\n  over: 30d\n2026-06-21 ! cost @Club 7 USD\n  over: 30d\n"
    assert noted(report(journal), "dues").endswith("@Club 30 USD 1 TEA (10 of 30 days so far)")
    assert noted(report(journal, today=date(2026, 9, 1)), "dues").endswith("(from 2026-06-21 on)")
    assert not noted(report(journal, today=date(2026, 6, 20)), "dues")
    refund = "2025-01-10 cost @Club -5 USD\n  over: 30d\n"
    assert not noted(report(refund), "dues")


def test_hours_are_no_dues() -> None:
    """They were spent, wherever that was."""
    assert not noted(report("2026-06-01 cost @A 30 HOUR\n  over: 30d\n"), "dues")
    told = report("2026-06-01 cost @A 30 HOUR 9 USD\n  over: 30d\n")
    assert "@A 9 USD (" in noted(told, "dues")
    assert table(told)["@A"]["dues_unused"] == "9.00 USD"


def test_dues_of_a_period() -> None:
    """Those that have a day in it; used is used, be it on another day."""
    journal = "2025-01-01 cost @A 1 USD\n  over: 1y\n2025-01-01 cost @B 1 USD\n  over: 1y\n2025-12-01 meet @A\n"
    told = noted(report(journal, begin=date(2025, 6, 1), end=date(2025, 7, 1)), "dues")
    assert "@B" in told
    assert "@A" not in told
    assert not noted(report(journal, begin=date(2026, 6, 1)), "dues")


# ------------------------------------------------------------------------------------------------- it adds up


def rowed(made: Report) -> list[dict[str, Any]]:
    names = [column.name for column in made.columns]
    return [dict(zip(names, row, strict=True)) for row in made.rows]


def _number(cell: Any) -> Any:
    return cell.number if isinstance(cell, Amount) else cell or 0


@settings(max_examples=80)
@given(s.ledgers, s.periods, st.sampled_from([None, None, "TEA"]), st.sampled_from([None, 1, 2]))
def test_own_columns_add_up(
    ledger: Ledger, period: tuple[date | None, date | None], exchange: str | None, depth: int | None
) -> None:
    """To the totals, and under each venue to what it shows; the people first met are told of without a rest."""
    made = report(ledger, begin=period[0], end=period[1], exchange=exchange, depth=depth)
    rows = rowed(made)
    if made.totals is None:
        assert rows == []
        return
    totals = dict(zip([column.name for column in made.columns], made.totals, strict=True))
    for column in OWN:
        if column == "days":  # a day may be spent at several venues
            continue
        assert sum(_number(row[f"own_{column}"]) for row in rows) == _number(totals[column]), column
        for row in rows:
            beneath = [
                other[f"own_{column}"]
                for other in rows
                if other["venue"] == row["venue"] or other["venue"].startswith(f"{row['venue']}:")
            ]
            assert sum(map(_number, beneath)) == _number(row[column]), (row["venue"], column)
            if row[column] is None:
                assert None in beneath
    for row in rows:
        if row["venue"] != NONE:
            assert row["first_met"] == row["lasted"] + row["too_early"] + row["not_lasted"]
            assert row["first_met"] <= row["people"]


@settings(max_examples=80)
@given(s.ledgers, s.periods, st.sampled_from(["kind", "why"]))
def test_groups_add_up_to_the_same_totals(ledger: Ledger, period: tuple[date | None, date | None], by: str) -> None:
    whole = report(ledger, begin=period[0], end=period[1])
    made = report(ledger, begin=period[0], end=period[1], by=by)
    if whole.totals is None or made.totals is None:
        assert made.rows == whole.rows == ()
        return
    totals = dict(zip([column.name for column in made.columns], made.totals, strict=True))
    others = dict(zip([column.name for column in whole.columns], whole.totals, strict=True))
    for column in ("given", "received", "outcomes", "people", "days", "cost", "gain"):
        assert totals[column] == others[column], column
    for column in ("hours", "miles", "cost", "given", "received", "outcomes", "gain"):
        assert sum(_number(row[column]) for row in rowed(made)) == _number(totals[column]), column


@settings(max_examples=80)
@given(s.ledgers, s.periods)
def test_against_a_naive_computation(ledger: Ledger, period: tuple[date | None, date | None]) -> None:
    """Venue by venue, person by person, entry by entry."""
    config = Config(TODAY, *period)
    rows = {row["venue"]: row for row in rowed(report(ledger, begin=period[0], end=period[1]))}
    happened = [x for x in ledger.until(TODAY) if isinstance(x, e.Happening) and not x.pending]
    told = [x for x in happened if config.reports(x.date)]
    touches = [x for x in happened if isinstance(x, e.Touch)]
    for name, row in rows.items():

        def at(venue: str | None, name: str = name) -> bool:
            return (venue or NONE) == name or (venue or "").startswith(f"{name}:")

        hours: Fraction = sum(
            (c.number for c in spent(ledger, config) if at(c.entry.venue) and c.exchange.amount.unit == "HOUR"),
            Fraction(0),
        )
        assert abs(Fraction(row["hours"]) - hours) < Fraction(len(rows), 100)
        first: dict[int, e.Outcome] = {}
        for x in told:
            if isinstance(x, e.Outcome) and is_result(x):
                first.setdefault(results(ledger, TODAY)[id(x)], x)
        assert row["outcomes"] == sum(at(x.venue) for x in first.values())
        if name == NONE:
            continue
        met = {who for x in told if isinstance(x, e.Touch) and at(x.venue) for who in x.names}
        assert row["people"] == len(met)
        verdicts: dict[str, int] = defaultdict(int)
        for who in met:
            begin = min(x.date for x in touches if who in x.names and at(x.venue))
            if not config.reports(begin):
                continue
            after = [(x.date - begin).days for x in touches if who in x.names and not at(x.venue)]
            lasted = any(90 <= gap <= 365 for gap in after)
            young = (TODAY - begin).days < 365
            verdicts["lasted" if lasted else "too_early" if young else "not_lasted"] += 1
        assert [row[v] for v in ("lasted", "too_early", "not_lasted")] == [
            verdicts[v] for v in ("lasted", "too_early", "not_lasted")
        ]


# --------------------------------------------------------------------------------------------------- evidence


def evidence(figure: str, subject: str, journal: str = YEAR, **more: Any) -> Report | None:
    assert plugin.evidence is not None
    made = plugin.evidence(load_text(journal), Config(**{"today": TODAY, **more}), figure, subject)
    assert made is None or check_report(made) == ""
    return made


def test_every_column_is_defined() -> None:
    defined = {definition.name for definition in plugin.definitions}
    for by in (None, "why"):
        columns = {column.name for column in report(YEAR, by=by).columns}
        assert columns - defined <= {"level", "venue", "kind", "why", "partial"}
    for definition in plugin.definitions:
        assert definition.formula
        assert evidence(definition.name, "@Nowhere") is None


def test_the_evidence_of_ties_that_lasted() -> None:
    """Each person, the first touch there, the one elsewhere, and how long after."""
    made = evidence("lasted", "@Club")
    assert made is not None
    assert made.rows == (
        ("Ann", date(2025, 1, 10), "@Club:Mixer", date(2025, 5, 1), "email", "no venue", 111, "lasted"),
        ("Bob", date(2025, 1, 10), "@Club:Mixer", None, "", "", None, "did not last"),
    )
    alone = evidence("not_lasted", "@Club")
    assert alone is not None
    assert [row[0] for row in alone.rows] == ["Bob"]
    why = evidence("lasted", "clients", by="why")
    assert why is not None
    assert [(row[0], row[5]) for row in why.rows] == [("Ann", "no venue"), ("Bob", "@Club")]
    later = evidence("people", "@Club", begin=date(2025, 4, 1))
    assert later is not None
    assert [(row[0], row[-1]) for row in later.rows] == [("Bob", "first met before the period")]
    assert evidence("lasted", NONE) is None


def test_the_evidence_of_costs_adds_up() -> None:
    for figure, subject, total in (
        ("cost", "@Club", "98.00"),
        ("own_cost", "@Club", "73.00"),
        ("money", "@Club", "78.00"),
        ("hours", "@Club", "20.00"),
        ("miles", "@Club", "5.00"),
        ("cost", NONE, "10.00"),
    ):
        made = evidence(figure, subject)
        assert made is not None
        assert sum(row[5].number for row in made.rows if isinstance(row[5], Amount)) == Decimal(total)
    part = evidence("cost", "@Club", begin=date(2025, 3, 1))
    assert part is not None
    assert [row[3] for row in part.rows] == [Decimal("0.1918")]  # 14 of 73 days
    assert evidence("unpriced", "@Club") is None


def test_the_evidence_of_all_else() -> None:
    days, dues, given_, received, outcomes = (
        evidence(figure, "@Club") for figure in ("days", "dues_unused", "given", "received", "outcomes")
    )
    assert days is not None and dues is not None and given_ is not None and received is not None  # noqa: PT018
    assert outcomes is not None
    assert [row[1] for row in days.rows] == ["@Club:Mixer", "@Club"]
    assert [row[4] for row in dues.rows] == [True]
    assert [(row[2], str(row[3])) for row in given_.rows] == [("Ann", "1.00 FAVOR")]
    assert [(row[2], str(row[3])) for row in received.rows] == [("@Club", "1.00 FAVOR")]
    assert [(str(row[5]), row[6]) for row in outcomes.rows] == [("100.00 USD", 1), ("50.00 USD", 0)]


# ------------------------------------------------------------------------------------------- the command line


def test_the_tree_is_drawn_and_a_list_is_not(run: Callable[..., Any]) -> None:
    drawn = run("venues", "--today", "2026-06-30", stdin=YEAR)
    assert "\n└─ @Club:Mixer " in drawn.out
    assert drawn.status == 0
    for options in (["-S", "cost"], ["-r"], ["--compare", "-p", "2025-05"]):
        listed = run("venues", "--today", "2026-06-30", *options, stdin=YEAR)
        assert "─" not in listed.out
        assert "@Club " in listed.out


def test_two_periods(run: Callable[..., Any]) -> None:
    compared = run("venues", "--today", "2026-06-30", "-p", "2025q2", "--compare", "-O", "csv", stdin=YEAR)
    line = next(line for line in compared.out.splitlines() if line.startswith("@Club,"))
    head = compared.out.splitlines()[0].split(",")
    cells = dict(zip(head, line.split(","), strict=True))
    assert (cells["hours"], cells["hours_before"], cells["people"], cells["people_before"]) == (
        "0.00",
        "2.00",
        "1",
        "2",
    )


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "markdown", "html"])
def test_every_format(form: str, run: Callable[..., Any]) -> None:
    assert "@Club:Mixer" in run("venues", "-O", form, "--today", "2026-06-30", stdin=YEAR).out


@pytest.mark.parametrize("by", ["venue", "kind", "why"])
@pytest.mark.parametrize("lines", ["cost @Site 2098.75 ENERGY", "outcome client 3 TEA @Site", ""])
def test_what_has_no_price_fits_in_80_columns(by: str, lines: str, run: Callable[..., Any]) -> None:
    """Other columns give way to those of what has no price: one of the two, or both."""
    journal = USD + (
        '2026-01-01 venue @Site\n  why: "peers in my field"\n2026-01-01 price HOUR 60 USD\n'
        "2026-06-01 cost @Site 142h45m 13733.76 USD\n2026-06-02 outcome client 18850 USD @Site\n"
    )
    both = "cost @Site 2098.75 ENERGY\noutcome client 3 TEA @Site"
    journal += "".join(f"2026-06-03 {line}\n" for line in (lines or both).splitlines())
    told = run("venues", "--by", by, "--today", "2026-06-30", stdin=journal).out
    widest = max(len(line) for line in told.partition("\nnote: ")[0].splitlines())
    assert "unpriced" in told
    name = {"venue": len("@Site"), "kind": len("(none)"), "why": len("peers in my field")}[by]
    assert widest - name + min(name, 8) <= 80  # on a terminal the longest names are cut, down to 8 letters
