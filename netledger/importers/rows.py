"""The rows of a CSV file that another program wrote: of any usual encoding and delimiter, each with its line.

A file may begin with notes, and may be damaged: what cannot be read is a diagnostic, and the rest is read.
"""

import codecs
import io
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from netledger.importers.records import records, split

if TYPE_CHECKING:
    from netledger.core.diagnostics import Diagnostic
    from netledger.formats import Source

Layouts = Sequence[Collection[str]]
"""Sets of columns, in the form of `column_key`: a header has all columns of one of them, and maybe more."""

# The header is among the first lines: LinkedIn puts three before it, banks a dozen.
_HEADER_WITHIN = 100
_TOLD = 2  # layouts that a hint names
_DELIMITERS = ",;\t|"

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # begins as that of UTF-16 does
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


LONGEST_NAME = 200
"""Of a name so many characters are read; the rest of a longer one is no name."""


def one_line(text: str) -> str:
    r"""Return a text as a journal can quote it: composed, on one line, single blanks, no control characters.

    >>> one_line(" Ada\r\n  King\x00 ")
    'Ada King'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(char) in {"Cc", "Cs"} else char for char in text)
    return " ".join(text.split())


def column_key(name: str) -> str:
    """Return what a column is looked up by: ` E-mail  1 - Value` and `e-mail 1 - value` are one."""
    return one_line(name).casefold()


class Row(msgspec.Struct, frozen=True):
    """One row: `row["first name"]` is the text of that column, on one line; empty where there is no such column."""

    line: int
    """The line that it begins in, from 1."""
    cells: list[str]
    """As they stand in the file."""
    columns: Mapping[str, int]
    """The place of each column of the file, by its key."""
    text: str
    """Its first line as it stands in the file."""

    def __getitem__(self, column: str) -> str:
        """Return the text of a column, of many lines made one."""
        return one_line(self.raw(column))

    def raw(self, column: str) -> str:
        """Return the text of a column with its line ends."""
        place = self.columns.get(column, -1)
        return self.cells[place] if 0 <= place < len(self.cells) else ""

    def without(self, columns: Collection[str]) -> "Row":
        """Return the row without the text of some columns, which need not be kept."""
        places = {self.columns[column] for column in columns if column in self.columns}
        cells = ["" if place in places else cell for place, cell in enumerate(self.cells)]
        return Row(self.line, cells, self.columns, self.text)

    def fault(self, source: "Source", message: str, hint: str = "") -> "Diagnostic":
        """Say why this row cannot be imported."""
        return source.fault(self.line, message, hint, self.text)


def has_columns(source: "Source", layouts: Layouts, *, delimiter: str = "", encoding: str = "") -> bool:
    """Tell from the beginning of a file whether it is CSV with one of the layouts."""
    whole = source.head[: source.head.rfind(b"\n") + 1] or source.head
    coding = _Coding(encoding, "replace") if encoding else _coding(whole.splitlines(keepends=True))
    lines = io.StringIO(whole.decode(coding.name, "replace"), newline="")
    return _header(enumerate(islice(lines, _HEADER_WITHIN), 1), layouts, delimiter) is not None


def read_rows(
    source: "Source", layouts: Layouts, *, delimiter: str = "", encoding: str = ""
) -> "Iterator[Row | Diagnostic]":
    """Give the rows of a file, and diagnostics of what cannot be read, in the order of its lines.

    Delimiter and encoding are found out where they are not given.

    Rows without any text are passed over. A short row has empty cells at its end. Of a file that is not UTF-8 and
    does not say what it is, a warning says that it is read as Windows-1252.
    """
    try:
        with source.path.open("rb") as file:
            coding = _Coding(encoding, "replace") if encoding else _coding(file)
        if coding.guessed:
            message = "the file is not UTF-8: it is read as Windows-1252"
            hint = "if names look wrong, save the file as UTF-8 and import it again"
            yield source.guess(coding.guessed, message, hint, coding.example)
        with source.path.open(encoding=coding.name, errors=coding.errors, newline="") as text:
            yield from _rows(source, enumerate(text, 1), layouts, delimiter)
    except OSError as error:
        yield source.fault(1, f"the file cannot be read: {error.strerror or error}")


def _rows(
    source: "Source", lines: Iterator[tuple[int, str]], layouts: Layouts, delimiter: str
) -> "Iterator[Row | Diagnostic]":
    first = list(islice(lines, _HEADER_WITHIN))
    header = _header(first, layouts, delimiter)
    if header is None:
        if any(text.strip() for _number, text in first):
            columns = " or ".join(", ".join(sorted(layout)) for layout in layouts)
            hint = f"one of the first lines must have {columns}" if len(layouts) <= _TOLD else ""
            yield source.fault(1, "no line names the columns of such a file", hint)
        return
    after = chain((item for item in first if item[0] > header.line), lines)
    for record in records(after, header.delimiter, header.width):
        if record.message:
            yield source.fault(record.line, record.message, record.hint, _shown(record.text))
        elif any(cell and not cell.isspace() for cell in record.cells):
            yield Row(record.line, record.cells, header.columns, _shown(record.text))


def _shown(text: str) -> str:
    """Return the first line of a text; the rest of a long one nobody reads."""
    return text.partition("\n")[0].rstrip("\r")[:200]


# ------------------------------------------------------------------------------------------------- encoding


class _Coding(NamedTuple):
    """How to decode a file."""

    name: str
    errors: str
    guessed: int = 0
    """The first line with letters beyond ASCII, where the encoding is a guess."""
    example: str = ""


def _coding(lines: Iterable[bytes]) -> _Coding:
    """Find the encoding of a file by its BOM, else by whether its lines are UTF-8.

    Lines that are no UTF-8 among others that are, are damaged: their bytes become surrogates, which `records` finds.
    Where most are none it is an old Windows file, and Western most likely.
    """
    good = bad = 0
    guessed, example = 0, b""
    for number, line in enumerate(lines, 1):
        if number == 1:
            for bom, name in _BOMS.items():
                if line.startswith(bom):
                    return _Coding(name, "surrogateescape" if name == "utf-8-sig" else "replace")
        if line.isascii():
            continue
        try:
            line.decode()
        except UnicodeDecodeError:
            bad += 1
            guessed, example = (guessed, example) if guessed else (number, line)
        else:
            good += 1
    if bad <= good:
        return _Coding("utf-8", "surrogateescape")
    return _Coding("cp1252", "replace", guessed, _shown(example.decode("cp1252", "replace")))


# ------------------------------------------------------------------------------------------------- header


class _Header(NamedTuple):
    line: int
    delimiter: str
    columns: Mapping[str, int]
    width: int


def _header(lines: Iterable[tuple[int, str]], layouts: Layouts, given: str = "") -> _Header | None:
    """Find the first line that names the columns of a layout, by the delimiter that is given, else by whatever one."""
    for number, text in lines:
        for delimiter in given or _DELIMITERS:
            cells = split(text, delimiter) or ()
            columns: dict[str, int] = {}
            for place, cell in enumerate(cells):
                columns.setdefault(column_key(cell), place)
            if any(all(column in columns for column in layout) for layout in layouts):
                return _Header(number, delimiter, columns, len(cells))
    return None
