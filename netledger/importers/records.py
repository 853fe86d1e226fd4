"""Lines cut into the rows of a CSV file, so that a stray quote costs its own row and not the rest of the file."""

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Record(NamedTuple):
    """A row, or lines that are none: then with a message."""

    line: int
    text: str
    cells: list[str]
    message: str = ""
    hint: str = ""


_LOST = re.compile(r"[\ud800-\udfff]")
"""What bytes that are no UTF-8 are read as."""


class _Lines:
    """Numbered lines that can be given back."""

    def __init__(self, lines: Iterator[tuple[int, str]]) -> None:
        self._lines = lines
        self._back: deque[tuple[int, str]] = deque()

    def take(self) -> tuple[int, str] | None:
        return self._back.popleft() if self._back else next(self._lines, None)

    def give_back(self, lines: Sequence[tuple[int, str]]) -> None:
        self._back.extendleft(reversed(lines))


def records(numbered: Iterator[tuple[int, str]], delimiter: str, width: int) -> Iterator[Record]:
    """Cut lines into rows.

    A quote that is never closed would make one cell of the rest of the file. So a row of several lines is taken for
    one only where it has as many cells as the header, and where its inner lines are not rows themselves; else its
    first line is at fault, and the next lines are tried by themselves, until one is a row.
    """
    lines = _Lines(numbered)
    broken: Record | None = None
    last = 0
    while (first := lines.take()) is not None:
        number, text = first
        cells = _row(first, lines, delimiter, width)
        if broken is not None and (cells is None or len(cells) != width):
            last = number
            continue
        if broken is not None:
            yield _told(broken, last)
            broken = None
        if cells is None:
            broken, last = _broken(number, text), number
        elif len(cells) > width and any(cell.strip() for cell in cells[width:]):
            yield Record(number, text, [], f"the row has {len(cells)} cells, and the header {width}")
        elif any(map(_LOST.search, cells)):
            hint = "the bytes of some letters are lost; mend the row and import it again"
            yield Record(number, text, [], "the row is not UTF-8, as others are", hint)
        else:
            yield Record(number, text, cells)
    if broken is not None:
        yield _told(broken, last)


def _broken(number: int, text: str) -> Record:
    """Say why a line is no row."""
    if _is_open(text, None):
        return Record(number, text, [], "a quote is not closed", _QUOTES)
    if len(text) > csv.field_size_limit():
        return Record(number, text, [], f"a cell is longer than {csv.field_size_limit()} characters")
    return Record(number, text, [], "the quotes do not match", _QUOTES)


_QUOTES = 'a cell that begins with " must end with ", and a " within it is written twice'


def _told(broken: Record, last: int) -> Record:
    """Say how far the lines go that cannot be read."""
    where = f"the lines up to {last} are no rows: " if last > broken.line else ""
    return broken._replace(message=f"{where}{broken.message}")


def _row(first: tuple[int, str], lines: _Lines, delimiter: str, width: int) -> list[str] | None:
    """Read the row that begins with a line, and take the further lines that it has; None where it is none."""
    text = first[1]
    cells = split(text, delimiter)
    if cells is not None:
        return cells
    for escape in (None, "\\"):  # LinkedIn writes \" within some texts
        taken = [first]
        is_open = _is_open(text, escape)
        while is_open and (line := lines.take()) is not None:
            taken.append(line)
            is_open ^= _is_open(line[1], escape)
        cells = None if is_open else split("".join(text for _number, text in taken), delimiter, escape)
        if cells is not None and len(cells) == width and not _swallows(taken, delimiter, width):
            return cells
        lines.give_back(taken[1:])
    # A quote within a quoted cell that is not written twice: the line is a row all the same.
    cells = split(text, delimiter, strict=False)
    return cells if cells is not None and len(cells) == width and not _is_open(text, None) else None


def _is_open(text: str, escape: str | None) -> bool:
    """Tell whether a text has an odd number of quotes, so that a cell goes on in the next line."""
    return bool((text.count('"') - (text.count('\\"') if escape else 0)) % 2)


def _swallows(taken: Sequence[tuple[int, str]], delimiter: str, width: int) -> bool:
    """Tell whether the inner lines of a row are mostly rows themselves: then a quote stands too much before them."""
    inner = taken[1:-1]
    rows = 0
    for _number, text in inner:
        cells = split(text, delimiter)
        rows += cells is not None and len(cells) == width > 1
    return rows > 1 and rows * 2 > len(inner)


def split(text: str, delimiter: str, escape: str | None = None, *, strict: bool = True) -> list[str] | None:
    """Cut one row into its cells; None where its quotes do not match, or a cell is longer than Python's limit."""
    try:
        rows = list(csv.reader((text,), delimiter=delimiter, escapechar=escape, strict=strict))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else [] if not rows else None
