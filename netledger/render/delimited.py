"""Reports as CSV and TSV, for spreadsheets and scripts: plain numbers, every column.

A row with several units takes a line for each unit. The line repeats the names and leaves the other cells empty, so
that nothing is counted twice. Columns of amounts share one column `unit`; an amount alone has its own, `value_unit`.
"""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from netledger.core.amounts import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netledger.core.diagnostics import Diagnostic
    from netledger.core.report import Cell, Report, Row
    from netledger.render.style import Style


def csv_text(report: "Report", _diagnostics: "Sequence[Diagnostic]", _style: "Style") -> str:
    """Show a report as CSV (RFC 4180, with LF)."""
    return _written(report, ",")


def tsv_text(report: "Report", _diagnostics: "Sequence[Diagnostic]", _style: "Style") -> str:
    """Show a report as tab-separated values, quoted like CSV where a cell holds a tab, a quote or a line end."""
    return _written(report, "\t")


def _written(report: "Report", delimiter: str) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(_heads(report))
    for row in report.rows:
        writer.writerows(_lines(report, row))
    return buffer.getvalue()


def _last_amounts(report: "Report") -> int:
    """Return the index of the last column of amounts, which the units follow; -1: there is none."""
    return max((i for i, column in enumerate(report.columns) if column.kind == "amounts"), default=-1)


def _heads(report: "Report") -> list[str]:
    heads = []
    for index, column in enumerate(report.columns):
        heads.append(column.name)
        if index == _last_amounts(report):
            heads.append("unit")
        elif column.kind == "amount":
            heads.append(f"{column.name}_unit")
    return heads


def _lines(report: "Report", row: "Row") -> "Iterable[list[str]]":
    held = [cell for column, cell in zip(report.columns, row, strict=True) if column.kind == "amounts" and cell]
    units = sorted({amount.unit for cell in held for amount in cell}) or [""]  # type: ignore[union-attr]
    last = _last_amounts(report)
    for level, unit in enumerate(units):
        line: list[str] = []
        for index, (column, cell) in enumerate(zip(report.columns, row, strict=True)):
            if column.kind == "amounts":
                amounts = {a.unit: a.number for a in cell} if isinstance(cell, tuple) else {}  # type: ignore[union-attr]
                line.append(f"{amounts[unit]:f}" if unit in amounts else "")
                if index == last:
                    line.append(unit)
            elif column.kind == "amount":
                shown = isinstance(cell, Amount) and level == 0
                line.extend([f"{cell.number:f}", cell.unit] if shown else ["", ""])  # type: ignore[union-attr]
            else:
                line.append(_text(cell) if level == 0 or column.kind == "name" else "")
        yield line


def _text(cell: "Cell") -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, tuple):
        return " ".join(f"{number:f}" for number in cell)  # a series
    return cell.isoformat() if isinstance(cell, date) else str(cell)
