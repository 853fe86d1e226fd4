"""A report as a grid of texts: what table, Markdown and HTML have in common.

A row with several units takes a line for each. Columns of amounts that stand side by side share one column of units.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.amounts import Amount, quantize
from netledger.core.diagnostics import plain
from netledger.render.drawing import BARS, Pen, bar, branches, curve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netledger.core.report import Cell, Column, Report, Row
    from netledger.render.style import Style

UNDEFINED = "–"

# A share is shown with so many decimals.
_SHARE = 2

# A table has the same few numbers again and again: 0, 1, 2. So many of them are remembered.
_KEPT = 4096


class Head(NamedTuple):
    """A column of the grid: its heading and how its cells are aligned."""

    text: str
    align: str
    """`left`, `right`, or `decimal`: on the decimal point."""
    shrinks: int = 0
    """Whether its cells may be cut to make the table narrower: 1 texts, 2 names, which give way last; 0 never."""


class Grid(NamedTuple):
    """Headings, lines, and the lines of the totals; every line has a text for every heading."""

    heads: list[Head]
    lines: list[list[str]]
    totals: list[list[str]]


class _Group(NamedTuple):
    """One column, or several of amounts that share their units."""

    indexes: tuple[int, ...]
    columns: "tuple[Column, ...]"
    units: bool = False
    """Whether a column of units stands beside: of amounts, and of an amount that is in several units."""


def grid(report: "Report", style: "Style", longest: int = BARS[0]) -> Grid:
    """Lay a report out as texts, its bars not longer than so many columns."""
    pen = Pen(style.ascii, longest)
    rows = [*report.rows, *([report.totals] if report.totals is not None else [])]
    groups = list(_groups(report, rows, wide=style.wide))
    laying = _Laying(_decimals(rows), _scales(report), pen)
    heads = [head for group in groups for head in _heads(group, rows)]
    lines = [line for row in _with_branches(report, pen) for line in _lines(row, groups, laying)]
    laying = laying._replace(scales={})  # a total has no bar: it would dwarf all others
    totals = list(_lines(report.totals, groups, laying)) if report.totals is not None else []
    # A total has no share of its own to be undefined.
    totals = [["" if cell == UNDEFINED else cell for cell in line] for line in totals]
    return _without_empty_bars(Grid(heads, lines, totals))


def _without_empty_bars(laid: Grid) -> Grid:
    """Leave out columns of bars none of which is drawn; they alone have no heading."""
    kept = [
        index
        for index, head in enumerate(laid.heads)
        if head.text or any(line[index] for line in (*laid.lines, *laid.totals))
    ]
    if len(kept) == len(laid.heads):
        return laid
    lines, totals = ([[line[index] for index in kept] for line in part] for part in (laid.lines, laid.totals))
    return Grid([laid.heads[index] for index in kept], lines, totals)


class _Laying(NamedTuple):
    """What the cells of one report are laid out with."""

    decimals: dict[str, int]
    """How many each unit is shown with."""
    scales: dict[str, Decimal]
    """The number that a whole bar stands for, by column."""
    pen: Pen


def _scales(report: "Report") -> dict[str, Decimal]:
    """Return what the longest bar of each column stands for; nothing where several units have no common scale."""
    scales: dict[str, Decimal] = {}
    for index, column in enumerate(report.columns):
        if not column.bar:
            continue
        cells = [row[index] for row in report.rows]
        if len(_units(cells)) <= 1:
            most = max((_size(cell) for cell in cells), default=Decimal(0))
            scales[column.name] = Decimal(1) if column.kind == "share" else most
    return scales


def _size(cell: "Cell") -> Decimal:
    """Return the number of a cell that has a bar; 0 where it is undefined."""
    if isinstance(cell, Amount):
        return cell.number
    return Decimal(cell) if isinstance(cell, int | Decimal) else Decimal(0)


def _with_branches(report: "Report", pen: Pen) -> "Sequence[Row]":
    """Draw the levels of a tree as branches before the texts of the next column."""
    index = next((i for i, column in enumerate(report.columns) if column.kind == "level"), None)
    if index is None:
        return report.rows
    levels = [row[index] if isinstance(row[index], int) else 0 for row in report.rows]
    drawn = branches(levels, pen)  # type: ignore[arg-type]
    return [
        (*row[: index + 1], f"{lead}{row[index + 1]}", *row[index + 2 :])
        for row, lead in zip(report.rows, drawn, strict=True)
    ]


def _groups(report: "Report", rows: "Sequence[Row]", *, wide: bool) -> "Iterable[_Group]":
    shown = [
        (index, column)
        for index, column in enumerate(report.columns)
        if (wide or not column.wide)
        and column.kind != "level"
        and (index == 0 or _says_something(column, [row[index] for row in rows]))
    ]
    for is_amounts, members in groupby(shown, key=lambda pair: pair[1].kind == "amounts"):
        pairs = list(members)
        if is_amounts:
            yield _Group(tuple(index for index, _ in pairs), tuple(column for _, column in pairs), units=True)
        else:
            for index, column in pairs:
                several = column.kind == "amount" and len(_units([row[index] for row in rows])) > 1
                yield _Group((index,), (column,), several)


def _units(cells: "Sequence[Cell]") -> set[str]:
    return {cell.unit for cell in cells if isinstance(cell, Amount)}


def _says_something(column: "Column", cells: "Sequence[Cell]") -> bool:
    """Tell whether a column is worth its room: texts that are all empty, and flags that are never set, are not."""
    return column.kind not in {"name", "text", "flag"} or any(cells)


def _heads(group: _Group, rows: "Sequence[Row]") -> "Iterable[Head]":
    for index, column in zip(group.indexes, group.columns, strict=True):
        heading = plain(column.heading)
        if column.kind in {"name", "text", "date", "flag", "series"}:
            yield Head(heading, "left", {"text": 1, "name": 2}.get(column.kind, 0))
        elif column.kind == "amount":
            units = _units([row[index] for row in rows])
            yield Head(" ".join([heading, *units]) if len(units) == 1 else heading, "decimal")
        else:
            yield Head(heading, "right" if column.kind == "count" else "decimal")
        if column.bar:
            yield Head("", "left")
    if group.units:
        yield Head("unit", "left")


def _decimals(rows: "Sequence[Row]") -> dict[str, int]:
    """Return for each unit how many decimals show all its amounts in full: whole ones need none."""
    numbers: dict[str, dict[Decimal, None]] = {}
    for row in rows:
        for cell in row:
            if isinstance(cell, Amount):
                numbers.setdefault(cell.unit, {})[cell.number] = None
            elif isinstance(cell, tuple):
                for amount in cell:
                    if not isinstance(amount, Amount):
                        break  # a series
                    numbers.setdefault(amount.unit, {})[amount.number] = None
    return {unit: max(map(_needed, found)) for unit, found in numbers.items()}


def _needed(number: Decimal) -> int:
    """Return how many decimals show a number in full: all that it has, or none where they are zeros."""
    _, digits, exponent = number.as_tuple()
    return -exponent if isinstance(exponent, int) and exponent < 0 and any(digits[exponent:]) else 0


@lru_cache(_KEPT)
def number_text(number: Decimal, decimals: int) -> str:
    """Write a number for people: thousands in groups, a fixed count of decimals; `-0` is `0`."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > decimals:  # formatting would round as the caller's context says
        number = quantize(number, decimals)
    text = f"{number:,.{decimals}f}"
    return text[1:] if text[0] == "-" and not text.strip("-0.") else text


def _lines(row: "Row", groups: list[_Group], laying: _Laying) -> "Iterable[list[str]]":
    parts = [_part(row, group, laying) for group in groups]
    height = max(len(part) for part in parts) if parts else 0
    for level in range(height):
        line: list[str] = []
        for part in parts:
            line.extend(part[level] if level < len(part) else [""] * len(part[0]))
        yield line


def _part(row: "Row", group: _Group, laying: _Laying) -> list[list[str]]:
    """Return the lines of one row within one group of columns; at least one."""
    column, decimals = group.columns[0], laying.decimals
    if column.kind != "amounts":
        cell = row[group.indexes[0]]
        unit = [cell.unit if isinstance(cell, Amount) else ""] if group.units else []
        drawn = [bar(_size(cell), laying.scales.get(column.name, Decimal(0)), laying.pen)] if column.bar else []
        text = (
            curve(cell, laying.pen, relative=column.relative)
            if column.kind == "series"
            else _single(cell, column, decimals)
        )
        return [[text, *drawn, *unit]]
    cells = [row[index] for index in group.indexes]
    held = [
        {a.unit: a.number for a in cell if isinstance(a, Amount)} if isinstance(cell, tuple) else None for cell in cells
    ]
    units = sorted({unit for amounts in held if amounts for unit in amounts})
    if not units:
        return [[*("" if cell is not None else UNDEFINED for cell in cells), ""]]
    zero = Decimal(0)
    return [
        [
            *(
                UNDEFINED if amounts is None else number_text(amounts.get(unit, zero), decimals[unit])
                for amounts in held
            ),
            unit,
        ]
        for unit in units
    ]


def _single(cell: "Cell", column: "Column", decimals: dict[str, int]) -> str:
    if cell is None and column.sparse:
        return ""
    if column.kind == "amount":
        if isinstance(cell, Amount):
            return number_text(cell.number, decimals[cell.unit])
        return UNDEFINED
    if cell is None:
        return UNDEFINED if column.kind in {"share", "number"} else ""
    if isinstance(cell, bool):
        return "yes" if cell else ""
    if isinstance(cell, Decimal):
        places = _SHARE if column.kind == "share" else column.places
        return f"{cell:,f}" if places is None else number_text(cell, places)
    if isinstance(cell, date):
        return cell.isoformat()
    return plain(str(cell))
