"""Periods of the calendar, as the command line writes them. In a ledger dates are never smart."""

import re
from datetime import date, timedelta
from typing import NamedTuple


class PeriodError(ValueError):
    """A text that is no period."""


class Period(NamedTuple):
    """Some days: from `begin` on, up to the day before `end`; None: open."""

    begin: date | None
    end: date | None


_FORMS = "2026, 2026-03, 2026-03-01, 2026q1, today, yesterday, last month, this year, 2026-01..2026-03"
_NUMBERED = re.compile(r"([0-9]{4})(?:-?[qQ]([1-4])|-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_RELATIVE = re.compile(r"(this|last|next) ?(day|week|month|quarter|year)")


def read_period(text: str, today: date) -> Period:
    """Read a period: `2026q1` is from 2026-01-01 up to, and without, 2026-04-01. Raises PeriodError.

    Weeks begin on Monday. `A..B` runs from the beginning of A to the end of B; either may be missing.
    """
    if ".." in text:
        first, _, last = text.partition("..")
        begin = read_period(first, today).begin if first.strip() else None
        end = read_period(last, today).end if last.strip() else None
        if begin is None and end is None:
            message = f"the period {text!r} has neither a beginning nor an end"
            raise PeriodError(message)
        if begin is not None and end is not None and end <= begin:
            message = f"the period {text!r} ends before it begins"
            raise PeriodError(message)
        return Period(begin, end)
    words = " ".join(text.lower().split())
    numbered = _NUMBERED.fullmatch(words)
    try:
        if numbered:
            return _numbered(*numbered.groups())
        if words == "today":
            return calendar_period("day", today)
        if words == "yesterday":
            return calendar_period("day", today - timedelta(days=1))
        if words == "tomorrow":
            return calendar_period("day", today + timedelta(days=1))
        relative = _RELATIVE.fullmatch(words)
        if relative:
            return _relative(relative[1], relative[2], today)
    except (ValueError, OverflowError):
        message = f"{text!r} is not in the calendar"
        raise PeriodError(message) from None
    message = f"{text!r} is not a period; write one of: {_FORMS}"
    raise PeriodError(message)


def read_day(text: str, today: date) -> date:
    """Read a day, or the first day of a period: `2026-03` is 2026-03-01. Raises PeriodError."""
    begin = read_period(text, today).begin
    if begin is None:
        message = f"{text!r} is not a day"
        raise PeriodError(message)
    return begin


def period_before(period: Period, today: date) -> tuple[Period, Period]:
    """Return a period, cut at T, and the one before it, cut to as many days. Raises PeriodError.

    Before a calendar period is the calendar one before it, else the same number of days: before 2026-03 is 2026-02,
    before 2026-03-10 to 2026-03-19 are the ten days up to 2026-03-09. Of `this month` on the tenth, and of the month
    before it, ten days count. Without a beginning there is none before.
    """
    if period.begin is None:
        raise PeriodError("a period without a beginning has none before it; say which with -p or -b")
    begin, tomorrow = period.begin, _after(today, 1) or today
    end = tomorrow if period.end is None else period.end
    unit = next(
        (unit for unit in ("day", "week", "month", "quarter", "year") if calendar_period(unit, begin) == (begin, end)),
        "",
    )
    if begin > today:
        raise PeriodError(f"the period begins on {begin}, after {today}: there is nothing yet to compare")
    try:
        before = (
            calendar_period(unit, begin - timedelta(days=1))
            if unit
            else Period(begin - (min(end, tomorrow) - begin), begin)
        )
    except OverflowError:
        raise PeriodError(f"there is no such period before {begin}") from None
    if end <= tomorrow or before.begin is None:
        return Period(begin, end), before
    elapsed = tomorrow - begin
    return Period(begin, tomorrow), Period(before.begin, min(before.begin + elapsed, begin))


def calendar_period(unit: str, day: date) -> Period:
    """Return the day, week, month, quarter or year that a day lies in: weeks begin on Monday.

    calendar_period("quarter", date(2026, 5, 17)) is from 2026-04-01 up to, and without, 2026-07-01. Its end is None
    where it is past the end of the calendar.
    """
    if unit == "day":
        return Period(day, _after(day, 1))
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, _after(monday, 7))
    if unit == "month":
        return Period(day.replace(day=1), _first_of(day.year, day.month + 1))
    if unit == "quarter":
        first = day.month - (day.month - 1) % 3
        return Period(date(day.year, first, 1), _first_of(day.year, first + 3))
    return Period(date(day.year, 1, 1), _first_of(day.year + 1, 1))


def period_name(unit: str, day: date) -> str:
    """Name the week, month, quarter or year that a day lies in: `2026-W20`, `2026-05`, `2026Q2`, `2026`.

    Weeks are those of ISO 8601, which belong to the year of their Thursday.
    """
    if unit == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    if unit == "quarter":
        return f"{day.year:04}Q{(day.month + 2) // 3}"
    return f"{day.year:04}" if unit == "year" else f"{day.year:04}-{day.month:02}"


def _numbered(year: str, quarter: str | None, month: str | None, day: str | None) -> Period:
    if quarter:
        return calendar_period("quarter", date(int(year), 3 * int(quarter) - 2, 1))
    if day:
        return calendar_period("day", date(int(year), int(month or 1), int(day)))
    if month:
        return calendar_period("month", date(int(year), int(month), 1))
    return calendar_period("year", date(int(year), 1, 1))


def _relative(which: str, unit: str, today: date) -> Period:
    this = calendar_period(unit, today)
    if which == "last" and this.begin is not None:
        return calendar_period(unit, this.begin - timedelta(days=1))
    if this.begin is None or this.end is None:
        raise ValueError(unit)
    return calendar_period(unit, this.end) if which == "next" else this


def _first_of(year: int, month: int) -> date | None:
    """Return the first day of a month that may be one past December; None: past the end of the calendar."""
    year += (month - 1) // 12
    return None if year > date.max.year else date(year, (month - 1) % 12 + 1, 1)


def _after(day: date, days: int) -> date | None:
    return None if (date.max - day).days < days else day + timedelta(days=days)
