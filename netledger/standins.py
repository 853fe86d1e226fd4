"""Stand-ins for the names and texts of a journal, and the key that says what each stands for.

They are numbered as they are asked for. Nothing can be told from one but which others it equals.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from netledger.core.entries import ME

HEAD = ("sort", "stand-in", "original")
"""The first row of a key; a row for each stand-in follows."""

_NUMBER = "[1-9][0-9]{0,8}"

Original = TypeVar("Original", bound=Hashable)


class KeyFault(ValueError):  # noqa: N818 - it says what is wrong with the key
    """A key that cannot be read; the message says in which line, and why."""


class Sort(dict[Original, str], Generic[Original]):
    """The stand-ins of one sort by their originals; for one that it does not have it makes the next.

    >>> people = Numbered("Person-{}")
    >>> people["Bob"], people["Alice"], people["Bob"]
    ('Person-1', 'Person-2', 'Person-1')
    """

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.originals: dict[str, str] = {}
        """The way back."""

    def __missing__(self, original: Original) -> str:
        """Make a stand-in."""
        made = self._next(original)
        self.add(made, original)
        return made

    def add(self, stand_in: str, original: Original) -> None:
        """Take a stand-in that was made before."""
        self[original] = stand_in
        self.originals[stand_in] = self._told(original)

    def is_one(self, text: str) -> bool:
        """Tell whether a text has the form of these stand-ins."""
        raise NotImplementedError

    def read(self, stand_in: str, original: str) -> Original | None:
        """Return what a row of a key is the stand-in of; None where it cannot be one."""
        raise NotImplementedError

    def _next(self, original: Original) -> str:
        raise NotImplementedError

    def _told(self, original: Original) -> str:
        raise NotImplementedError


class Numbered(Sort[str]):
    """Stand-ins with a running number: `Person-1`, `Person-2`."""

    def __init__(self, form: str, originals: str = "") -> None:
        """Take the form, with `{}` for the number, and an expression for what it may stand for; none: any text."""
        super().__init__()
        self._form = form
        self._pattern = re.compile(form.format(f"({_NUMBER})"))
        self._originals = re.compile(originals, re.DOTALL)
        self._last = 0

    def add(self, stand_in: str, original: str) -> None:
        """Take a stand-in that was made before; the next one has a higher number."""
        super().add(stand_in, original)
        match = self._pattern.fullmatch(stand_in)
        self._last = max(self._last, int(match[1]) if match else 0)

    def is_one(self, text: str) -> bool:
        """Tell whether a text has the form of these stand-ins."""
        return self._pattern.fullmatch(text) is not None

    def read(self, stand_in: str, original: str) -> str | None:
        """Return the original of a row."""
        sound = self.is_one(stand_in) and (not self._originals.pattern or self._originals.fullmatch(original))
        return original if sound else None

    def _next(self, original: str) -> str:  # noqa: ARG002 - only how many there are matters
        return self._form.format(self._last + 1)

    def _told(self, original: str) -> str:
        return original


class FullNames(Sort[tuple[str, str]]):
    """Stand-ins for full names, each with the stand-in of its person: the first of `Person-3` is `Person-3`, too.

    So a card or a drawing calls nobody by two stand-ins. Another full name of the same person is `Person-3 (2)`.
    """

    _FORM = re.compile(rf"(Person-{_NUMBER}|{ME})(?: \(({_NUMBER})\))?")

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self._last: Counter[str] = Counter()

    def add(self, stand_in: str, original: tuple[str, str]) -> None:
        """Take a stand-in that was made before."""
        super().add(stand_in, original)
        match = self._FORM.fullmatch(stand_in)
        number = int(match[2] or 1) if match else 0
        self._last[original[0]] = max(self._last[original[0]], number)

    def is_one(self, text: str) -> bool:
        """Tell whether a text has the form of these stand-ins."""
        return self._FORM.fullmatch(text) is not None

    def read(self, stand_in: str, original: str) -> tuple[str, str] | None:
        """Return whose full name a row is, and the name."""
        match = self._FORM.fullmatch(stand_in)
        return (match[1], original) if match else None

    def _next(self, original: tuple[str, str]) -> str:
        number = self._last[original[0]] + 1
        return original[0] if number == 1 else f"{original[0]} ({number})"

    def _told(self, original: tuple[str, str]) -> str:
        return original[1]


class Birthdays(Sort[str]):
    """Stand-ins for days of birth: the first of a year is its 1 January, the next the 2nd.

    The year alone would not do: a key could not say which of two birthdays was meant. A year has days enough.
    """

    def is_one(self, text: str) -> bool:
        """Say no: nobody can tell such a stand-in from a date."""
        return not text

    def read(self, stand_in: str, original: str) -> str | None:
        """Return the day of a row."""
        try:
            days = date.fromisoformat(stand_in), date.fromisoformat(original)
        except ValueError:
            return None
        same = [day.isoformat() for day in days] == [stand_in, original]  # there are other forms: 19800517
        return original if same and days[0].year == days[1].year else None

    def _next(self, original: str) -> str:
        first = date(date.fromisoformat(original).year, 1, 1).toordinal()
        days = ((date.fromordinal(first) + timedelta(number)).isoformat() for number in range(366))
        return next(day for day in days if day not in self.originals)

    def _told(self, original: str) -> str:
        return original


class StandIns:
    """All stand-ins of a journal, those of earlier exports with it."""

    def __init__(self) -> None:
        """Begin with none."""
        self.person = Numbered("Person-{}", r'[^\s"@#^;]+')
        self.person[ME] = ME
        self.place = Numbered("Place-{}", r'[^\s":;]+')
        self.tag = Numbered("tag-{}", r'[^\s"#;]+')
        self.link = Numbered("link-{}", r'[^\s"^;]+')
        self.text = Numbered("text {}")
        self.text[""] = ""
        self.word = Numbered("word {}", r'[^\s";]+')
        self.number = Numbered("number {}", r"-?[0-9]+(\.[0-9]+)?")
        self.full_name = FullNames()
        self.born = Birthdays()

    @property
    def sorts(self) -> Mapping[str, Sort[Any]]:
        """Return all sorts, by their names in a key; what their originals are, each sort reads itself."""
        return {
            "person": self.person,
            "full name": self.full_name,
            "born": self.born,
            "place": self.place,
            "tag": self.tag,
            "link": self.link,
            "word": self.word,
            "number": self.number,
            "text": self.text,
        }

    def is_text(self, text: str) -> bool:
        """Tell whether a text has the form of a stand-in for one, or for a value that is written as one."""
        return any(sort.is_one(text) for sort in (self.text, self.word, self.number))

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(len(sort.originals) for sort in self.sorts.values())


def write_key(stand_ins: StandIns) -> str:
    r"""Write a key: a row for each stand-in, its columns parted by tabs.

    One of a single person is `sort\tstand-in\toriginal\nperson\tPerson-1\tBob\n`.
    """
    text = io.StringIO()
    rows = csv.writer(text, csv.excel_tab, lineterminator="\n")
    quoted = csv.writer(text, csv.excel_tab, lineterminator="\n", quoting=csv.QUOTE_ALL)
    rows.writerow(HEAD)
    for name, sort in stand_ins.sorts.items():
        for stand_in, original in sort.originals.items():
            # Of itself the module quotes a carriage return only where that ends its lines, but reads it as an end.
            (quoted if "\r" in original else rows).writerow((name, stand_in, original))
    return text.getvalue()


def read_key(text: str) -> StandIns:
    """Read a key. Raises KeyFault where a line is not one of a key, or says twice what a stand-in is."""
    found = StandIns()
    sorts = found.sorts
    with _long_fields(len(text)):
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), csv.excel_tab, strict=True)
        line = 1
        try:
            if tuple(next(reader, ())) != HEAD:
                raise KeyFault("line 1: it is no key: a key begins with the columns sort, stand-in, original")
            line = reader.line_num + 1
            for row in reader:
                if row:
                    _add(sorts, row, line)
                line = reader.line_num + 1
        except csv.Error as error:
            message = f"line {line}: {error}"
            raise KeyFault(message) from None
    return found


def _add(sorts: Mapping[str, Sort[Any]], row: list[str], line: int) -> None:
    complaint = ""
    if len(row) != len(HEAD):
        complaint = f"{len(row)} columns, not {len(HEAD)}"
    elif row[0] not in sorts:
        complaint = f"the sort {row[0]!r} is none of {', '.join(sorts)}"
    else:
        complaint = _taken(sorts[row[0]], row[1], row[2])
    if complaint:
        message = f"line {line}: {complaint}"
        raise KeyFault(message)


def _taken(sort: Sort[Original], stand_in: str, written: str) -> str:
    """Add a row to its sort, or say what is wrong with it."""
    original = sort.read(stand_in, written)
    if original is None:
        return f"{stand_in!r} cannot stand for {written!r}"
    if stand_in in sort.originals:
        return f"{stand_in!r} stands for two things"
    if original in sort:
        return f"{written!r} has two stand-ins"
    sort.add(stand_in, original)
    return ""


@contextmanager
def _long_fields(size: int) -> Iterator[None]:
    """Let a text be as long as a journal may have it, which is longer than the csv module allows."""
    limit = csv.field_size_limit()
    csv.field_size_limit(max(limit, size))
    try:
        yield
    finally:
        csv.field_size_limit(limit)
