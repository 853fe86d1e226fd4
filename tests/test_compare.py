"""A period beside the one before it: which days, which verdicts, and the columns of any metric side by side."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netledger import Column, Config, Figure, Ledger, Metric, Report, load_text
from netledger.core.config import WINDOW
from netledger.core.periods import Period, PeriodError, period_before, read_period
from netledger.measures.comparison import (
    days_of,
    first_day,
    is_known,
    judge_counts,
    judge_proportions,
    judge_shares,
    per_day,
    period_notes,
)
from netledger.reports.compare import compared

TODAY = date(2026, 5, 14)  # a Thursday


def shown(period: Period) -> str:
    """Return a period as `2026-01-01 2026-02-01`."""
    return f"{period.begin} {period.end}"


# --------------------------------------------------------------------------------------- the period before


@pytest.mark.parametrize(
    ("period", "this", "before"),
    [
        ("2025", "2025-01-01 2026-01-01", "2024-01-01 2025-01-01"),
        ("2026-03", "2026-03-01 2026-04-01", "2026-02-01 2026-03-01"),
        ("2026-01", "2026-01-01 2026-02-01", "2025-12-01 2026-01-01"),
        ("2026q1", "2026-01-01 2026-04-01", "2025-10-01 2026-01-01"),
        ("last week", "2026-05-04 2026-05-11", "2026-04-27 2026-05-04"),
        ("2026-05-13", "2026-05-13 2026-05-14", "2026-05-12 2026-05-13"),
        # January to March is a quarter, however it is written; January to February is no period of the calendar.
        ("2026-01..2026-03", "2026-01-01 2026-04-01", "2025-10-01 2026-01-01"),
        ("2026-01..2026-02", "2026-01-01 2026-03-01", "2025-11-03 2026-01-01"),
        ("2026-03-10..2026-03-19", "2026-03-10 2026-03-20", "2026-02-28 2026-03-10"),
        # What runs past the day of the report is cut, and so is the one before, to as many days.
        ("this month", "2026-05-01 2026-05-15", "2026-04-01 2026-04-15"),
        ("2026q2", "2026-04-01 2026-05-15", "2026-01-01 2026-02-14"),
        ("2026", "2026-01-01 2026-05-15", "2025-01-01 2025-05-15"),
        ("2026-05-11..2026-06-20", "2026-05-11 2026-05-15", "2026-05-07 2026-05-11"),
        ("2026-05-10..", "2026-05-10 2026-05-15", "2026-05-05 2026-05-10"),
        ("today", "2026-05-14 2026-05-15", "2026-05-13 2026-05-14"),
    ],
)
def test_the_period_before(period: str, this: str, before: str) -> None:
    """The calendar one before a calendar period, else as many days."""
    found = period_before(read_period(period, TODAY), TODAY)
    assert [shown(one) for one in found] == [this, before]


def test_a_month_that_is_longer_than_the_one_before() -> None:
    """On 30 March February has no more days to give: 30 of them beside all 28."""
    this, before = period_before(read_period("2026-03", TODAY), date(2026, 3, 30))
    assert (shown(this), shown(before)) == ("2026-03-01 2026-03-31", "2026-02-01 2026-03-01")


@pytest.mark.parametrize(
    ("period", "why"),
    [
        (Period(None, date(2026, 1, 1)), "without a beginning"),
        (Period(date(2026, 6, 1), date(2026, 7, 1)), "nothing yet to compare"),
        (Period(date(1, 1, 1), date(2, 1, 1)), "no such period before"),
        (Period(date(1, 1, 3), date(1, 1, 9)), "no such period before"),
    ],
)
def test_there_is_none(period: Period, why: str) -> None:
    """One sentence says why."""
    with pytest.raises(PeriodError, match=why):
        period_before(period, TODAY)


@given(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    st.integers(1, 500),
    st.integers(-20, 500).map(timedelta),
)
def test_both_touch_and_lie_before_tomorrow(begin: date, length: int, ahead: timedelta) -> None:
    """The one before ends where this one begins, or is cut as this one is; only months differ in their days."""
    end, today = begin + timedelta(days=length), begin + ahead
    if ahead < timedelta(0):
        with pytest.raises(PeriodError):
            period_before(Period(begin, end), today)
        return
    this, before = period_before(Period(begin, end), today)
    assert None not in {this.begin, this.end, before.begin, before.end}
    one, two = this.end - this.begin, before.end - before.begin  # type: ignore[operator]
    assert this == (begin, min(end, today + timedelta(days=1)))
    assert before.end <= begin  # type: ignore[operator]
    if end <= today + timedelta(days=1):
        assert before.end == begin
    if length not in {28, 29, 30, 31, 90, 91, 92, 365, 366}:
        assert one == two


def test_the_settings_of_both() -> None:
    """All but the days stays as it is."""
    config = Config(TODAY, date(2026, 3, 1), date(2026, 4, 1), exchange="USD", depth=1)
    this, before = config.against()
    assert this == config
    assert (before.begin, before.end) == (date(2026, 2, 1), date(2026, 3, 1))
    assert (before.today, before.exchange, before.depth) == (TODAY, "USD", 1)
    assert (days_of(this), days_of(before)) == (31, 28)


@pytest.mark.parametrize("end", [None, date(2026, 5, 15), date(2026, 12, 31)])
def test_without_a_beginning_it_is_180_days(end: date | None) -> None:
    """Up to the last day that is reported."""
    this, before = Config(TODAY, None, end).against()
    assert (this.last, before.last) == (TODAY, date(2025, 11, 15))
    assert (days_of(this), days_of(before)) == (WINDOW, WINDOW)


def test_the_calendar_begins() -> None:
    """There are no 180 days before: a sentence, no failure."""
    with pytest.raises(PeriodError, match="there are no 180 days"):
        Config(date(1, 5, 1)).against()


def test_what_a_ledger_covers() -> None:
    """From the first thing that happened on: neither a declaration nor a promise is one."""
    ledger = load_text("2020-01-01 person Bob\n2021-01-01 ! meet Bob\n2026-01-10 meet Bob\n")
    assert first_day(ledger) == date(2026, 1, 10)
    assert is_known(ledger, Config(TODAY, date(2026, 1, 10), date(2026, 2, 1)))
    assert not is_known(ledger, Config(TODAY, date(2026, 1, 9), date(2026, 2, 1)))
    assert not is_known(ledger, Config(TODAY, None, date(2026, 2, 1)))
    assert first_day(load_text("2020-01-01 person Bob\n")) is None
    assert not is_known(load_text(""), Config(TODAY, date(2026, 1, 9)))
    assert days_of(Config(TODAY, None)) == 0
    assert days_of(Config(TODAY, date(2026, 6, 1))) == 0


# ------------------------------------------------------------------------------------------------ verdicts


@pytest.mark.parametrize(
    ("counts", "days", "verdict"),
    [
        ((30, 10), (31, 31), "more"),
        ((10, 30), (31, 31), "fewer"),
        ((12, 10), (31, 31), ""),
        # Three times as many in three times the days is the same.
        ((30, 10), (93, 31), ""),
        ((30, 30), (20, 80), "more"),
        ((0, 0), (31, 31), ""),
        ((None, 3), (31, 31), ""),
        ((3, None), (31, 31), ""),
        ((3, 3), (0, 0), ""),
    ],
)
def test_counts(counts: tuple[int | None, int | None], days: tuple[int, int], verdict: str) -> None:
    """For their days."""
    assert judge_counts(counts, days)[0] == verdict


def test_the_interval_of_counts() -> None:
    """Wilson's, of the first count's share of both: 7 of 10 as in the vectors."""
    interval = judge_counts((7, 3), (30, 30))[1]
    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.3968, 0.8922)
    assert judge_counts((0, 0), (30, 30))[1] is None


def test_proportions() -> None:
    """Newcombe's interval of the difference does, or does not, hold 0."""
    verdict, interval = judge_proportions((56, 48), (70, 80))
    assert verdict == "higher"
    assert interval is not None
    assert round(interval.low, 4) == 0.0524
    assert judge_proportions((48, 56), (80, 70))[0] == "lower"
    assert judge_proportions((5, 4), (10, 10))[0] == ""
    assert judge_proportions((0, 4), (0, 10)) == ("", None)
    assert judge_shares((Decimal("0.8"), Decimal("0.6")), (70, 80)) == (verdict, interval)
    assert judge_shares((Decimal("0.8"), None), (70, 80)) == ("", None)
    assert judge_shares((Decimal("0.8"), Decimal("0.6")), (70, None)) == ("", None)


def test_per_day() -> None:
    """Three decimals; undefined without a count or a day."""
    assert per_day(30, 31) == Decimal("0.968")
    assert per_day(0, 31) == 0
    assert per_day(None, 31) is None
    assert per_day(3, 0) is None


def test_the_notes_on_the_days() -> None:
    """Which, how many, and why not."""
    this, before = Config(TODAY, date(2026, 3, 1), date(2026, 4, 1)).against()
    known = ["before: 2026-02-01 to 2026-02-28, 28 days; this period: 2026-03-01 to 2026-03-31, 31 days"]
    assert [*period_notes(this, before, known=True)] == known
    assert [*period_notes(this, before, known=False)][1:] == ["before is undefined: it starts before the first entry"]


# ------------------------------------------------------------------------------------- columns side by side

COLUMNS = (
    Column("person", "name"),
    Column("touches", "count", wide=True, bar=True),
    Column("rich", "share", of="touches"),
    Column("alone", "share"),
    Column("left_out", "text"),
)

JOURNAL = "2026-01-01 meet Ann\n" + "".join(
    f"2026-{month:02}-{day:02} {medium} {name}\n"
    for month, name, medium, days in [
        (2, "Ann", "meet", 20),
        (2, "Ann", "email", 4),
        (2, "Cid", "email", 2),
        (3, "Ann", "meet", 2),
        (3, "Ann", "email", 22),
        (3, "Ben", "meet", 9),
    ]
    for day in range(1, days + 1)
)


def _run(ledger: Ledger, config: Config) -> tuple[Report, list[Any]]:
    """Count the touches of each person in the period."""
    counts: dict[str, list[int]] = {}
    for entry in ledger.entries:
        if config.reports(entry.date):
            name: Any = getattr(entry, "names", ("",))[0]
            count = counts.setdefault(name, [0, 0])
            count[0] += 1
            count[1] += getattr(entry, "medium", "") == "meet"
    rows = [_cells(name, *count) for name, count in sorted(counts.items())]
    whole = _cells("total", sum(n for n, _ in counts.values()), sum(rich for _, rich in counts.values()))
    figures = (Figure("people", "people", len(counts), 3),)
    note = f"{len(counts)} people"
    made = Report(
        "touches", "Touches", COLUMNS, tuple(rows), config.today, config.begin, config.end, whole, figures, (note, "x")
    )
    return made, []


def _cells(name: str, n: int, rich: int) -> tuple[Any, ...]:
    share = round(Decimal(rich) / n, 4) if n else None
    return (name, n, share, share, "never shown")


def table(made: Report) -> dict[Any, dict[str, Any]]:
    """Return the cells by the first column and the column's name."""
    names = [column.name for column in made.columns]
    return {row[0]: dict(zip(names, row, strict=True)) for row in (*made.rows, *filter(None, [made.totals]))}


def side_by_side(**settings: Any) -> Report:
    """Compare the made metric in March with February."""
    metric = Metric(_run, compares=("touches", "rich", "alone"))
    config = Config(TODAY, date(2026, 3, 1), date(2026, 4, 1), **settings)
    return compared(metric)(load_text(JOURNAL), config)[0]


def test_columns_side_by_side() -> None:
    """Each with the one before, what it comes to per day, the verdict and its interval; no others."""
    made = side_by_side()
    assert [column.name for column in made.columns] == [
        *("person", "touches", "touches_before", "touches_per_day", "touches_per_day_before"),
        *("touches_change", "touches_low", "touches_high"),
        *("rich", "rich_before", "rich_change", "rich_low", "rich_high", "alone", "alone_before"),
    ]
    assert not made.columns[1].wide
    assert not made.columns[1].bar
    rows = table(made)
    assert list(rows) == ["Ann", "Ben", "Cid", "total"]
    ann = rows["Ann"]
    assert (ann["touches"], ann["touches_before"], ann["touches_change"]) == (24, 24, "")
    assert (ann["touches_per_day"], ann["touches_per_day_before"]) == (Decimal("0.774"), Decimal("0.857"))
    assert (ann["rich"], ann["rich_before"], ann["rich_change"]) == (Decimal("0.0833"), Decimal("0.8333"), "lower")
    assert ann["rich_high"] < 0
    assert (ann["alone"], ann["alone_before"]) == (Decimal("0.0833"), Decimal("0.8333"))
    assert rows["total"]["touches"] == 33


def test_who_was_not_there() -> None:
    """Somebody whom one period does not report was counted 0 times in it; a share of nothing is undefined."""
    rows = table(side_by_side())
    ben, cid = rows["Ben"], rows["Cid"]
    assert (ben["touches"], ben["touches_before"], ben["touches_change"]) == (9, 0, "more")
    assert (ben["rich"], ben["rich_before"], ben["rich_change"]) == (1, None, None)
    assert (cid["touches"], cid["touches_before"], cid["touches_change"]) == (0, 2, "")
    assert (cid["rich"], cid["rich_before"]) == (None, 0)


def test_figures_and_notes_of_both() -> None:
    """Each figure has the one before beneath; a note of the period before says so, the same one twice does not."""
    made = side_by_side()
    assert [(item.name, item.value) for item in made.figures] == [("people", 2), ("people_before", 2)]
    assert [note for note in made.notes if "people" in note or note.endswith("x")] == ["2 people", "x"]
    assert made.notes[0].endswith("31 days")


def test_a_period_before_the_first_entry() -> None:
    """All of it is undefined, never 0."""
    metric = Metric(_run, compares=("touches", "rich"))
    config = Config(TODAY, date(2026, 2, 1), date(2026, 3, 1))
    ledger = load_text(JOURNAL.partition("\n")[2])
    made, _ = compared(metric)(ledger, config)
    for row in table(made).values():
        before = [row[name] for name in row if name.endswith(("before", "change", "low", "high"))]
        assert before == [None] * len(before)
        assert row["touches"]
    assert [figure.value for figure in made.figures] == [2, None]
    assert "before is undefined: it starts before the first entry" in made.notes


def test_a_metric_of_its_own_way() -> None:
    """Its own function makes the report; with a breakdown the columns, if it names any."""
    own = Report("own", "Own", (), (), TODAY)
    config = Config(TODAY, date(2026, 3, 1), date(2026, 4, 1))
    broken = Config(TODAY, date(2026, 3, 1), date(2026, 4, 1), by="venue")
    ledger = load_text(JOURNAL)
    both = compared(Metric(_run, compares=("touches",), compare=lambda _ledger, _config: (own, [])))
    assert both(ledger, config)[0] is own
    assert both(ledger, broken)[0].columns[1].name == "touches"
    alone = compared(Metric(_run, compare=lambda _ledger, _config: (own, [])))
    assert alone(ledger, broken)[0] is own


def test_on_the_command_line(run: Callable[..., Any]) -> None:
    """`--compare` of a period that has not begun is a wrong call."""
    ran = run("quality", "--compare", "-p", "2027", "--today", "2026-06-30", stdin=JOURNAL)
    assert (ran.status, ran.out) == (2, "")
    assert "there is nothing yet to compare" in ran.err
