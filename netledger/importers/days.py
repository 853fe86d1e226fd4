"""The dates of other programs, in the forms that they write: `08 Feb 2026`, `1/29/26, 2:37 PM`, `20260208T140322Z`.

A date is the day that is written: no time zone moves it. Whether `3/4/26` is in March or in April nobody can tell from
itself; the other dates of the file do, where one of them has a number above 12.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

Order = Literal["day", "month"]
"""What comes first in `3/4/2026`."""


class NoDate(NamedTuple):
    """Why a text is no date, for a diagnostic."""

    message: str
    hint: str = ""


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?",
    re.IGNORECASE,
)

# After a date may stand a time of day, with a zone: it is passed over. Before it a day of the week.
_TIME = r"(?:[T,\s].*)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_NAMED_MONTH = r"([a-z]{3,9})\.?"

_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_DIGITS = re.compile(rf"(\d{{4}})(\d\d)(\d\d){_TIME}")
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?\.?[\s-]+(?:of\s+)?{_NAMED_MONTH}[,\s-]+(\d{{4}}|\d\d){_TIME}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}{_NAMED_MONTH}[\s-]+(\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+|-)(\d{{4}}|\d\d(?!:)){_TIME}", re.IGNORECASE
)
# `Sun Feb  8 14:03:22 UTC 2026`, as C and Java write it.
_YEAR_LAST = re.compile(
    rf"{_WEEKDAY}{_NAMED_MONTH}\s+(\d{{1,2}})\s+\d\d?:\d\d(?::\d\d)?(?:\s+[a-z]{{2,5}}|\s+[+-]\d{{4}})?\s+(\d{{4}})",
    re.IGNORECASE,
)
_NUMBERS = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d\d){_TIME}")

# As C and Python read two digits: 69 is 1969, 68 is 2068.
_PIVOT = 69
_MONTHS_OF_A_YEAR = 12
_FIRST_YEAR = 1000
"""The journal's dates have four digits."""


class Days:
    """Reads the dates of one file, which put day and month in one order.

    >>> Days(["3/4/26", "1/29/26, 2:37 PM"]).read("3/4/26")
    datetime.date(2026, 3, 4)
    """

    def __init__(self, texts: Iterable[str] = (), order: Order | None = None) -> None:
        """Take the order from the file's dates, unless it is known: from one that has a number above 12.

        Where none has, or some say this and some that, there is no order, and what depends on it is no date.
        """
        self.order = order or _order(texts)

    def read(self, text: str) -> date | NoDate:
        """Return the day of a date, without its time of day; else why it is none."""
        text = text.strip()
        if not text:
            return NoDate("a date is missing")
        found = self._parts(text)
        if isinstance(found, NoDate):
            return found
        year, month, day = found
        try:
            read = date(year, month, day)
        except ValueError:
            return NoDate(f"{_short(text)} is not in the calendar")
        return read if year >= _FIRST_YEAR else NoDate(f"{_short(text)} is before the year {_FIRST_YEAR}")

    def _parts(self, text: str) -> tuple[int, int, int] | NoDate:
        """Return year, month and day as they are written."""
        if match := _ISO.fullmatch(text):
            return int(match[1]), int(match[3]), int(match[4])
        if match := _DIGITS.fullmatch(text):
            return int(match[1]), int(match[2]), int(match[3])
        for pattern, month, day in ((_DAY_FIRST, 2, 1), (_MONTH_FIRST, 1, 2), (_YEAR_LAST, 1, 2)):
            match = pattern.fullmatch(text)
            if match and _MONTH.fullmatch(match[month]):
                return _year(match[3]), _MONTHS.index(match[month][:3].lower()) + 1, int(match[day])
        if match := _NUMBERS.fullmatch(text):
            return self._ordered(text, match)
        return NoDate(f"{_short(text)} is no date", "write it as 2026-03-01")

    def _ordered(self, text: str, match: re.Match[str]) -> tuple[int, int, int] | NoDate:
        """Return year, month and day of `3/4/26`."""
        one, other, year = int(match[1]), int(match[3]), _year(match[4])
        order = _evidence(match) or self.order
        if one == other:  # 4/4/26 is the same day in any order
            order = "day"
        if order is None:
            hint = "no other date of the file says whether the day or the month comes first; write it as 2026-03-01"
            return NoDate(f"{_short(text)} may be two dates", hint)
        return (year, other, one) if order == "day" else (year, one, other)


def birthday(text: str) -> date | NoDate | None:
    """Return the day that somebody was born; None where a part is not told: `--05-17`, `1980`, Apple's `1604-05-17`."""
    text = text.strip()
    if not text or re.fullmatch(r"--\d\d(?:-?\d\d)?|---\d\d|\d{4}(?:-\d\d)?", text):
        return None
    # Of a birthday the order of day and month is not known from others: there are few in a file.
    read = Days().read(text)
    return None if isinstance(read, date) and read.year == _NO_YEAR else read


_NO_YEAR = 1604
"""The year that Apple writes where none is known: a leap year, so that 29 February is in it."""


def _order(texts: Iterable[str]) -> Order | None:
    """Return the one order that the dates of a file agree on."""
    matches = map(_NUMBERS.fullmatch, map(str.strip, texts))
    found = {order for match in matches if match and match[2] != "." if (order := _evidence(match))}
    return found.pop() if len(found) == 1 else None


def _evidence(match: re.Match[str]) -> Order | None:
    """Tell what comes first in a date by itself: what is above 12 is the day, and with dots the day is always first."""
    if match[2] == "." or int(match[1]) > _MONTHS_OF_A_YEAR:
        return "day"
    return "month" if int(match[3]) > _MONTHS_OF_A_YEAR else None


def _year(text: str) -> int:
    """Return a year of four digits, or of two."""
    year = int(text)
    return year if len(text) > len("26") else year + (1900 if year >= _PIVOT else 2000)


def _short(text: str) -> str:
    """Return the beginning of a text in quotes, for a message."""
    shown = " ".join(text.split())
    return f"`{shown[:39]}…`" if len(shown) > len("Wednesday, September 30, 2026 at 10:15 AM") else f"`{shown}`"
