"""A report is data: a title, typed columns, rows, totals, figures and notes. Whoever shows it computes nothing."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import TYPE_CHECKING, Literal

from netledger.core.amounts import Amount
from netledger.core.order import alphabetical

if TYPE_CHECKING:
    from collections.abc import Sequence

Cell = str | int | bool | Decimal | date | Amount | tuple[Amount, ...] | tuple[Decimal, ...] | None
"""What stands in a row. None: undefined, or nothing to say."""

ColumnKind = Literal["name", "text", "date", "count", "number", "share", "amount", "amounts", "flag", "series", "level"]

_TYPES: dict[str, tuple[type, ...]] = {
    "name": (str,),
    "text": (str,),
    "date": (date,),
    "count": (int,),
    "number": (Decimal,),
    "share": (Decimal,),
    "amount": (Amount,),
    "amounts": (tuple,),
    "flag": (bool,),
    "series": (tuple,),
    "level": (int,),
}


@dataclass(frozen=True)
class Column:
    """One column: `Column("given", "amounts")`.

    A `share` is a number without unit of which 1 is the whole: between -1 and 1, unless more was taken than there was.
    `amounts` is a tuple with at most one amount for each unit. A `series` is a tuple of numbers that a table draws as
    one small curve. A `level` says how deep a row stands in a tree, 0 at its root; a table draws it as branches before
    the next column.
    """

    name: str
    kind: ColumnKind
    label: str = ""
    """The heading for people; empty: the name with blanks for underscores."""
    wide: bool = False
    """Left out of a table unless `--wide` asks for it; never left out of data."""
    bar: bool = False
    """A table draws a bar beside the number: of a share, of 1; else of the largest number in the column."""
    adds: bool = False
    """Adds up over rows: a row that is not there stands for 0. A count does anyway."""
    of: str = ""
    """The column that counts the cases of a share, so that two of them can be compared: `initiation_n`."""
    places: int | None = None
    """How many decimals a table shows of a `number`; None: all that it has. Data has them all."""
    relative: bool = False
    """A table draws the curve of a series from its smallest number to its largest, and not from 0."""
    sparse: bool = False
    """None says that there is nothing to tell of a row, not that a figure is undefined: a table leaves it empty."""

    @property
    def heading(self) -> str:
        """The heading for people."""
        return self.label or self.name.replace("_", " ")


FigureValue = Decimal | int | Amount | date | None


@dataclass(frozen=True)
class Figure:
    """One figure beneath a report: a share of 0.2, or undefined with its reason."""

    name: str
    label: str
    value: FigureValue
    """Undefined: None."""
    n: int | None = None
    """How many cases it rests on, where that is to be known."""
    reason: str = ""
    """Why it is undefined, or on what it rests."""
    low: Decimal | None = None
    """The lower limit of its confidence interval, where it has one."""
    high: Decimal | None = None
    """The upper limit."""


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Report:
    """What a metric or a list found.

    Report("balance", "Reciprocity", (Column("person", "name"), Column("given", "amounts")), (("Bob", ()),), …)
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    """Each with a cell for every column."""
    today: date
    begin: date | None = None
    end: date | None = None
    """The day after the last one that is reported."""
    totals: Row | None = None
    """A row beneath all others, or None."""
    figures: tuple[Figure, ...] = ()
    notes: tuple[str, ...] = ()
    """What was left out, could not be valued, or needs to be known to read it."""
    lead: tuple[str, ...] = ()
    """Paragraphs above the table, to be read before it."""


def check_report(report: Report) -> str:
    """Return what is wrong with the form of a report, or nothing."""
    complaint = _check_head(report)
    if complaint:
        return complaint
    # A plugin need not have read the types above.
    rows: list[object] = [*report.rows, *([report.totals] if report.totals is not None else [])]
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, tuple) or len(row) != len(report.columns):
            return f"row {number} has not a cell for each of its {len(report.columns)} columns"
        for column, cell in zip(report.columns, row, strict=True):
            if cell is not None and not _fits(cell, column):
                return f"the cell {column.name!r} of row {number} is no {column.kind}: {cell!r}"
    return ""


def _check_head(report: Report) -> str:
    """Check all but the rows, against what the types say."""
    wanted: list[tuple[str, object, type | tuple[type, ...]]] = [
        ("name", report.name, str),
        ("title", report.title, str),
        ("today", report.today, date),
        ("begin", report.begin, (date, NoneType)),
        ("end", report.end, (date, NoneType)),
        *(("note", note, str) for note in (*report.lead, *report.notes)),
        *(("figure", figure, Figure) for figure in report.figures),
        *(("column", column, Column) for column in report.columns),
    ]
    for what, found, kind in wanted:
        if not isinstance(found, kind):
            return f"the {what} is {found!r}"
    for column in report.columns:
        names: tuple[object, ...] = (column.name, column.label)
        if column.kind not in _TYPES or not all(isinstance(name, str) for name in names):
            return f"the column is {column!r}"
    for figure in report.figures:
        texts: tuple[object, ...] = (figure.name, figure.label, figure.reason)
        value: object = figure.value
        number: object = figure.n
        sound = all(isinstance(text, str) for text in texts) and isinstance(number, int | None)
        limits: list[object] = [limit for limit in (figure.low, figure.high) if limit is not None]
        if not sound or not _is_figure(value) or not all(map(_finite, limits)):
            return f"the figure is {figure!r}"
    return ""


def _is_figure(value: object) -> bool:
    if isinstance(value, Amount):
        return _finite(value.number)
    return value is None or _finite(value) or (isinstance(value, int | date) and not isinstance(value, bool))


def _fits(cell: object, column: Column) -> bool:
    if not isinstance(cell, _TYPES[column.kind]) or (isinstance(cell, bool) and column.kind != "flag"):
        return False
    if isinstance(cell, Decimal):
        return cell.is_finite()
    if column.kind == "series" and isinstance(cell, tuple):
        return all(map(_finite, cell))
    amounts: tuple[object, ...] = cell if isinstance(cell, tuple) else (cell,) if isinstance(cell, Amount) else ()
    return all(isinstance(amount, Amount) and _finite(amount.number) for amount in amounts)


class UnknownColumn(ValueError):  # noqa: N818 - it becomes a message about a wrong call
    """A column to sort by that the report has not."""


def arranged(report: Report, sort: str | None, limit: int | None, *, reverse: bool = False) -> Report:
    """Sort the rows of a report by a column, and keep the first ones.

    Names, texts and dates rise, numbers and amounts fall; undefined cells come last; a tree becomes a list. Raises
    UnknownColumn.
    """
    if sort is not None or reverse:
        report = flat(report)
    rows: Sequence[Row] = report.rows
    if sort is not None:
        index = _column_index(report, sort)
        falls = report.columns[index].kind not in {"name", "text", "date"}
        defined = [row for row in rows if row[index] is not None]
        defined.sort(key=lambda row: _sort_key(row[index]), reverse=falls != reverse)
        rows = [*defined, *(row for row in rows if row[index] is None)]
    elif reverse:
        rows = rows[::-1]
    notes = report.notes
    if limit is not None and limit < len(rows):
        rest = "; totals and figures are of all" if report.totals is not None or report.figures else ""
        notes = (*notes, f"{limit} of {len(rows)} rows are shown{rest}")
        rows = rows[:limit]
    return replace(report, rows=tuple(rows), notes=notes)


def flat(report: Report) -> Report:
    """Return a report without the levels of its tree: they mean nothing of rows in another order, or of other rows."""
    kept = [index for index, column in enumerate(report.columns) if column.kind != "level"]
    if len(kept) == len(report.columns):
        return report

    def cut(row: Row) -> Row:
        return tuple([row[index] for index in kept])

    columns = tuple([report.columns[index] for index in kept])
    totals = None if report.totals is None else cut(report.totals)
    return replace(report, columns=columns, rows=tuple([cut(row) for row in report.rows]), totals=totals)


def _column_index(report: Report, wanted: str) -> int:
    """Find a column by its name or its heading, `two_wayness` or `two-way`. Raises UnknownColumn."""
    plain = wanted.replace("-", " ").replace("_", " ").lower()
    for index, column in enumerate(report.columns):
        if plain in {text.replace("-", " ").replace("_", " ").lower() for text in (column.name, column.heading)}:
            return index
    names = ", ".join(column.name for column in report.columns)
    message = f"no column {wanted!r} to sort by: this report has {names}"
    raise UnknownColumn(message)


def _finite(number: object) -> bool:
    return isinstance(number, Decimal) and number.is_finite()


def _sort_key(cell: Cell) -> tuple[object, ...]:
    if isinstance(cell, tuple):
        return tuple((item.number, item.unit) if isinstance(item, Amount) else (item,) for item in cell)
    if isinstance(cell, Amount):
        return (cell.number, cell.unit)
    if isinstance(cell, str):
        return alphabetical(cell)
    return (cell,)
