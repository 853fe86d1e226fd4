"""Periods and days as the command line writes them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netledger.core.periods import PeriodError, read_day, read_period

# A Thursday.
TODAY = date(2026, 5, 14)


def shown(text: str, today: date = TODAY) -> str:
    """Return a period as `2026-01-01 2026-02-01`; open: `-`."""
    return " ".join(day.isoformat() if day else "-" for day in read_period(text, today))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026", "2026-01-01 2027-01-01"),
        ("2026-03", "2026-03-01 2026-04-01"),
        ("2026-3", "2026-03-01 2026-04-01"),
        ("2026-12", "2026-12-01 2027-01-01"),
        ("2026-03-01", "2026-03-01 2026-03-02"),
        ("2028-02-29", "2028-02-29 2028-03-01"),
        ("2026q1", "2026-01-01 2026-04-01"),
        ("2026-Q4", "2026-10-01 2027-01-01"),
        ("today", "2026-05-14 2026-05-15"),
        ("Yesterday", "2026-05-13 2026-05-14"),
        ("tomorrow", "2026-05-15 2026-05-16"),
        ("this week", "2026-05-11 2026-05-18"),
        ("last week", "2026-05-04 2026-05-11"),
        ("next week", "2026-05-18 2026-05-25"),
        ("this month", "2026-05-01 2026-06-01"),
        ("last  month", "2026-04-01 2026-05-01"),
        ("lastmonth", "2026-04-01 2026-05-01"),
        ("next month", "2026-06-01 2026-07-01"),
        ("this quarter", "2026-04-01 2026-07-01"),
        ("last quarter", "2026-01-01 2026-04-01"),
        ("next quarter", "2026-07-01 2026-10-01"),
        ("this year", "2026-01-01 2027-01-01"),
        ("last year", "2025-01-01 2026-01-01"),
        ("next year", "2027-01-01 2028-01-01"),
        ("2026-01..2026-03", "2026-01-01 2026-04-01"),
        ("2025..2026-03-05", "2025-01-01 2026-03-06"),
        ("2026-03..", "2026-03-01 -"),
        ("..2026-03", "- 2026-04-01"),
        ("last month..today", "2026-04-01 2026-05-15"),
    ],
)
def test_periods(text: str, wanted: str) -> None:
    """From the first day, up to the day after the last."""
    assert shown(text) == wanted


def test_over_the_turn_of_a_year() -> None:
    """In January the last month and quarter lie in the year before."""
    new_year = date(2026, 1, 1)
    assert shown("last month", new_year) == "2025-12-01 2026-01-01"
    assert shown("last month", date(9999, 12, 31)) == "9999-11-01 9999-12-01"
    assert shown("last quarter", new_year) == "2025-10-01 2026-01-01"
    assert shown("this week", new_year) == "2025-12-29 2026-01-05"
    assert shown("yesterday", new_year) == "2025-12-31 2026-01-01"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "March",
        "2026-13",
        "2026-00",
        "2026-02-30",
        "2026q5",
        "20260301",
        "26",
        "03/01/2026",
        "last",
        "last 3 days",
        "2026-03..2026-01",
        "..",
        "0000",
        "2026-01-01T00:00",
    ],
)
def test_what_is_no_period(text: str) -> None:
    """One sentence that quotes it."""
    with pytest.raises(PeriodError, match=re.escape(repr(text))):
        read_period(text, TODAY)


@given(st.dates(date(1, 1, 1), date(9998, 12, 1)), st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_this_last_and_next_touch_each_other(today: date, unit: str) -> None:
    """Today lies in this one; the next begins where it ends."""
    this = (
        read_period(f"this {unit}", today) if not (today.year == 1 and unit == "week") else read_period("today", today)
    )
    assert this.begin is not None
    assert this.end is not None
    assert this.begin <= today < this.end
    if today > date(2, 1, 1):
        assert read_period(f"last {unit}", today).end == this.begin
        assert read_period(f"next {unit}", today).begin == this.end


@given(st.dates(date(1000, 1, 1), date(9998, 12, 31)))
def test_a_day_is_itself(day: date) -> None:
    """Written as in a journal."""
    assert read_day(day.isoformat(), TODAY) == day
    assert read_period(day.isoformat(), TODAY) == (day, day + timedelta(days=1))


def test_a_day_may_be_smart() -> None:
    """The first day of a period."""
    assert read_day("last month", TODAY) == date(2026, 4, 1)
    with pytest.raises(PeriodError):
        read_day("..2026", TODAY)


def test_the_last_days_of_the_calendar() -> None:
    """A journal's dates go up to 9999-12-31, and so do those of a report."""
    assert read_day("9999-12-31", TODAY) == date(9999, 12, 31)
    assert read_day("9999", TODAY) == date(9999, 1, 1)


JOURNAL = "2026-01-01 person Bob\n" + "".join(f"2026-{month:02}-15 give Bob 1 FAVOR\n" for month in range(1, 13))


@pytest.mark.parametrize(
    ("args", "count"),
    [
        ([], 5),
        (["--today", "2026-05-15"], 5),
        (["--today", "2026-05-14"], 4),
        (["-b", "2026-03"], 3),
        (["-e", "2026-03"], 2),
        (["-e", "2026-03-15"], 2),
        (["-e", "2026-03-16"], 3),
        (["-p", "2026q1"], 3),
        (["-p", "last month"], 1),
        (["-p", "2026"], 5),
        (["-p", "2026", "-b", "2026-05"], 1),
        (["-p", "2026-04..", "--today", "2026-12-31"], 9),
        (["-b", "2027"], 0),
    ],
)
def test_a_report_of_a_period(run: Callable[..., Any], args: list[str], count: int) -> None:
    """The end is exclusive; nothing after T exists."""
    call = args if "--today" in args else [*args, "--today", "2026-05-31"]
    ran = run("balance", *call, "-O", "csv", stdin=JOURNAL)
    assert (ran.status, ran.err) == (0, "")
    assert [line.split(",")[1] for line in ran.out.splitlines()[1:]] == ([f"{count}.00"] if count else [])


@pytest.mark.parametrize(
    "args",
    [
        ["-p", "someday"],
        ["-b", "2026-02", "-e", "2026-01"],
        ["-b", "2026", "-e", "2026"],
        ["--today", "soon"],
        ["-e", "x"],
    ],
)
def test_a_period_that_cannot_be(run: Callable[..., Any], args: list[str]) -> None:
    """A wrong call."""
    ran = run("balance", *args, stdin=JOURNAL)
    assert (ran.status, ran.out) == (2, "")
    assert "Error: " in ran.err
