"""Budgets: which plan holds for which calendar period, and what counts against it."""

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
from netledger.core.amounts import Amount, quantize
from netledger.core.ledger import in_order
from netledger.core.periods import calendar_period
from netledger.core.report import check_report
from netledger.measures.spending import spread
from netledger.plugins.budget import ALL, CALENDAR, plugin

TODAY = date(2026, 6, 30)


def report(journal: str | Ledger, *terms: str, **more: Any) -> Report:
    """Compute the report of a journal that must be sound but for declarations."""
    ledger = load_text(journal) if isinstance(journal, str) else journal
    made, found = plugin.run(ledger, Config(**{"today": TODAY, **more}, query=parse_query(terms)))
    assert list(found) == []
    assert check_report(made) == ""
    return made


def told(made: Report) -> list[str]:
    """Return the rows as texts: venue, period, planned, spent, left, used, day."""
    return [" ".join(str(cell[0].number if isinstance(cell, tuple) else cell) for cell in row[:7]) for row in made.rows]


# ----------------------------------------------------------------------------------------------------- by hand


def test_planned_and_spent() -> None:
    """The period that T lies in, and the one before it; venues beneath count; other units do not."""
    journal = (
        "2026-01-01 budget 10 HOUR monthly @Club\n2026-05-31 cost @Club 2h\n2026-06-01 cost @Club:Bar 3h 99 USD\n"
        "2026-06-29 meet @Club\n  cost 1h30m\n2026-06-29 cost @Clubs 7h\n2026-06-29 cost 7h\n"
        "2026-06-30 ! cost @Club 4h\n"
        "2026-04-01 cost @Club 7h\n2026-07-01 cost @Club 7h\n"
    )
    assert told(report(journal)) == [
        "@Club 2026-05 10.00 2.00 8.00 0.2000 None",
        "@Club 2026-06 10.00 4.50 5.50 0.4500 30",
    ]


def test_without_a_venue_everything_counts() -> None:
    journal = "2026-06-01 budget 1 HOUR weekly\n2026-06-29 cost @Club 2h\n2026-06-30 cost 1h\n"
    assert told(report(journal)) == [
        f"{ALL} 2026-W26 1.00 0.00 1.00 0.0000 None",
        f"{ALL} 2026-W27 1.00 3.00 -2.00 3.0000 2",
    ]


def test_a_spread_cost_counts_by_its_days() -> None:
    """Of 73 USD over 73 days from 1 June on, 30 are June's and 7 of each whole week; of a running week those past."""
    journal = "2026-06-01 budget 50 USD monthly\n2026-06-01 budget 1 USD weekly @Club\n2026-06-01 cost @Club 73 USD\n"
    spread_out = f"{journal}  over: 73d\n"
    assert told(report(spread_out)) == [
        f"{ALL} 2026-06 50.00 30.00 20.00 0.6000 30",
        "@Club 2026-W26 1.00 7.00 -6.00 7.0000 None",
        "@Club 2026-W27 1.00 2.00 -1.00 2.0000 2",
    ]


def test_a_refund_is_taken_off() -> None:
    journal = "2026-06-01 budget 50 USD yearly\n2026-06-01 cost 20 USD\n2026-06-02 cost -30 USD\n"
    assert told(report(journal)) == [f"{ALL} 2026 50.00 -10.00 60.00 -0.2000 181"]


@pytest.mark.parametrize(
    ("budgets", "wanted"),
    [
        ("01-15 budget 9 HOUR monthly", "01:9 02:9 03:9 04:9"),
        ("01-15 budget 9 HOUR monthly\n03-02 budget 5 HOUR monthly", "01:9 02:9 03:5 04:5"),
        ("01-15 budget 9 HOUR monthly\n02-28 budget 5 HOUR monthly", "01:9 02:5 03:5 04:5"),
        ("01-15 budget 9 HOUR monthly\n03-02 budget 0 HOUR monthly", "01:9 02:9"),
        ("01-15 budget 9 HOUR monthly\n03-02 budget 0 HOUR yearly\n04-30 budget 2 HOUR monthly", "01:9 02:9 04:2"),
        ("01-15 budget 9 HOUR monthly\n03-02 budget 5 USD monthly", "01:9 02:9 03:9 04:9 03:5 04:5"),
        ("01-15 budget 9 HOUR monthly\n01-15 budget 5 HOUR monthly", "01:5 02:5 03:5 04:5"),
        ("01-15 budget 9 HOUR monthly\n05-01 budget 5 HOUR monthly", "01:9 02:9 03:9 04:9"),
        ("01-15 budget 9 HOUR monthly\n04-29 budget 5 HOUR quarterly", "01:9 02:9 03:9 Q2:5"),
        ("01-15 budget 9 HOUR quarterly\n02-01 budget 5 HOUR monthly", "02:5 03:5 04:5"),
    ],
)
def test_which_budget_holds(budgets: str, wanted: str) -> None:
    """The one that stands at the end of the calendar period, or at T; a later one of venue and unit replaces it."""
    journal = "".join(f"2026-{line}\n" for line in budgets.splitlines())
    made = report(journal, today=date(2026, 4, 30), begin=date(2026, 1, 1))
    assert " ".join(f"{row[1][-2:]}:{row[2][0].number:.0f}" for row in made.rows) == wanted


def test_the_periods_that_are_shown() -> None:
    """Without a period the running one and the last whole one; with one all that have a day in it."""
    journal = "2025-01-01 budget 9 HOUR quarterly\n2026-05-10 cost 1h\n"
    names = [row[1] for row in report(journal).rows]
    assert names == ["2026Q1", "2026Q2"]
    assert [row[1] for row in report(journal, begin=date(2026, 3, 1)).rows] == ["2026Q1", "2026Q2"]
    may = report(journal, begin=date(2026, 5, 1), end=date(2026, 5, 2))
    assert told(may) == [f"{ALL} 2026Q2 9.00 1.00 8.00 0.1111 91"]  # as a whole
    assert [row[1] for row in report(journal, end=date(2025, 4, 2)).rows] == ["2025Q1", "2025Q2"]
    assert report(journal, begin=date(2026, 7, 1)).rows == ()
    assert report(journal, end=date(2025, 1, 1)).rows == ()


def test_what_is_over_is_not_recent() -> None:
    """A budget that ended long ago is not shown, one that ended in the last period is."""
    journal = "2026-01-01 budget 9 HOUR monthly\n2026-06-02 budget 0 HOUR monthly\n"
    assert [row[1] for row in report(journal).rows] == ["2026-05"]
    made = report(journal, today=date(2026, 8, 1))
    assert made.rows == ()
    assert made.notes == ("no budget is in force; -p shows those of a period, like -p 2026",)


def test_terms_choose_budgets_and_not_what_counts() -> None:
    journal = (
        "2026-06-01 budget 9 HOUR monthly @Club\n2026-06-01 budget 9 USD monthly\n"
        '2026-06-05 cost @Club 2h "x"\n2026-06-05 cost 3 USD\n'
    )
    assert told(report(journal, "@Club")) == ["@Club 2026-06 9.00 2.00 7.00 0.2222 30"]
    assert told(report(journal, "unit:USD")) == [f"{ALL} 2026-06 9.00 3.00 6.00 0.3333 30"]
    assert report(journal, "text:x").rows == ()


def test_notes() -> None:
    assert "there is no budget" in report("2026-07-01 budget 1 HOUR weekly\n").notes[0]
    journal = "2026-01-01 budget 9 HOUR monthly\n2026-01-01 price HOUR 9 USD\n"
    assert report(journal).notes == ("running, with the day that 2026-06-30 is of it: 2026-06",)
    assert report(journal, exchange="USD").notes[-1] == "a budget is told in its own unit, whatever -X says"
    assert told(report(journal, exchange="USD")) == told(report(journal))


def test_days_without_a_row() -> None:
    """A quarter whose budget gave way to a monthly one has no row: its months before that are told of in a note."""
    journal = "2026-01-01 budget 9 HOUR quarterly @Club\n2026-05-15 budget 2 HOUR monthly @Club\n"
    year = {"begin": date(2026, 1, 1), "end": date(2027, 1, 1)}
    said = (
        "@Club, HOUR: no row from 2026-04-01 to 2026-04-30, for the quarterly budget gave way to a monthly one on "
        "2026-05-15"
    )
    assert said in report(journal, **year).notes
    assert [row[1] for row in report(journal, **year).rows] == ["2026Q1", "2026-05", "2026-06"]
    assert said not in report(journal).notes
    assert said not in report(journal, "@Other", **year).notes
    cut = report(journal, begin=date(2026, 4, 10), end=date(2026, 4, 20)).notes
    assert any("no row from 2026-04-10 to 2026-04-19" in note for note in cut)
    for other in ("2026-04-01 budget 2 HOUR monthly @Club", "2026-05-15 budget 0 HOUR monthly @Club"):
        told_of = report(f"2026-01-01 budget 9 HOUR quarterly @Club\n{other}\n", **year).notes
        assert not any("no row" in note for note in told_of)


def test_the_order_of_rows() -> None:
    """Of all venues first, then venue by venue, unit by unit, and in the order of time."""
    lines = ["9 USD yearly @B", "9 USD yearly @a:B", "9 HOUR yearly @a", "9 USD yearly", "9 USD yearly @a"]
    made = report("".join(f"2025-06-01 budget {line}\n" for line in lines), begin=date(2026, 1, 1))
    assert [(row[0], row[2][0].unit) for row in made.rows] == [
        *((ALL, "USD"), ("@a", "HOUR"), ("@a", "USD")),
        *(("@a:B", "USD"), ("@B", "USD")),
    ]


# ------------------------------------------------------------------------------------------------------ oracle

budgets = st.builds(
    lambda day, amount, period, venue: e.Budget(
        date=day, span=s.NOWHERE, amount=Amount(Decimal(amount), "USD"), period=period, venue=venue
    ),
    s.days,
    st.integers(0, 3),
    st.sampled_from(list(CALENDAR)),
    s.venues,
)


@settings(max_examples=60)
@given(s.ledgers, st.lists(budgets, min_size=1, max_size=4))
def test_against_a_naive_computation(ledger: Ledger, plans: list[e.Budget]) -> None:
    """Day by day: which budget stands at the end of the day's calendar period, and what was spent on the day."""
    whole = Ledger(tuple(in_order([*ledger.entries, *plans])), ledger.options)
    costs: dict[tuple[str, date], Fraction] = defaultdict(Fraction)
    for entry, exchanges in whole.booked:
        for exchange in exchanges:
            if exchange.kind == "cost" and exchange.amount.unit == "USD":
                length = spread(entry) or 1
                for day in range(length):
                    costs[exchange.party, entry.date + dt.timedelta(days=day)] += (
                        Fraction(exchange.amount.number) / length
                    )
    wanted: dict[tuple[str, str, date], tuple[Fraction, Fraction]] = {}
    for plan in plans:
        rivals = [other for other in whole.of(e.Budget) if other.venue == plan.venue]
        day = calendar_period(CALENDAR[plan.period], plan.date).begin or plan.date
        while day <= TODAY:
            begin, end = calendar_period(CALENDAR[plan.period], day)
            assert begin is not None
            assert end is not None
            stands = [other for other in rivals if other.date < end and other.date <= TODAY]
            if stands and stands[-1] is plan and plan.amount.number:
                number = sum(
                    (
                        amount
                        for (venue, at), amount in costs.items()
                        if begin <= at < end and at <= TODAY
                        and (plan.venue is None or venue == plan.venue or venue.startswith(f"{plan.venue}:"))
                    ),
                    Fraction(0),
                )  # fmt: skip
                wanted[plan.venue or ALL, plan.period, begin] = Fraction(plan.amount.number), number
            day = end
    made = report(whole, begin=date(2025, 1, 1))
    names = [column.name for column in made.columns]
    rows = [dict(zip(names, row, strict=True)) for row in made.rows]
    found: dict[Any, Any] = {
        (row["venue"], row["every"], row["begin"]): tuple(row[column][0].number for column in ("planned", "spent"))  # type: ignore[index, union-attr]
        for row in rows
    }
    assert len(found) == len(rows)
    assert found == {key: (quantize(plan, 2), quantize(number, 2)) for key, (plan, number) in wanted.items()}


# ---------------------------------------------------------------------------------------------------- evidence


def test_definitions_and_evidence() -> None:
    journal = (
        '2026-01-01 budget 10 HOUR monthly @Club\n2026-05-31 cost @Club 2h "tea"\n2026-06-01 cost @Club:Bar 3h\n'
        "2026-06-29 cost @Other 9h\n2026-06-16 cost @Club 30 HOUR\n  over: 30d\n"
    )
    assert plugin.evidence is not None
    ledger = load_text(journal)
    made = plugin.evidence(ledger, Config(TODAY), "spent", "@Club")
    assert made is not None
    assert check_report(made) == ""
    assert [(row[0], str(row[1]), row[2], str(row[4][0]), row[5]) for row in made.rows] == [  # type: ignore[index]
        ("2026-05", "2026-05-31", "@Club", "2.00 HOUR", "tea"),
        ("2026-06", "2026-06-01", "@Club:Bar", "3.00 HOUR", ""),
        ("2026-06", "2026-06-16", "@Club", "15.00 HOUR", ""),
    ]
    assert plugin.evidence(ledger, Config(TODAY), "spent", ALL) is None
    assert {definition.name for definition in plugin.definitions} == {"planned", "spent", "left", "used", "day"}


def test_the_command(run: Callable[..., Any]) -> None:
    journal = '2026-01-01 budget 10 HOUR monthly "not more"\n2026-06-01 cost 12h\n'
    made = run("budget", "--today", "2026-06-30", "-p", "2026-06", stdin=journal)
    assert made.status == 0
    assert "(all)  2026-06       10     12    -2  HOUR  1.20  ████████████████████   30" in made.out
    assert "not more" in run("budget", "--wide", stdin=journal).out
    for form in ("csv", "json", "markdown", "html"):
        assert "2026-06" in run("budget", "--today", "2026-06-30", "-O", form, stdin=journal).out
