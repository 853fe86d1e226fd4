"""Reports as JSON, with the types that the published schema is made of."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from netledger.core.amounts import Amount
from netledger.core.data import DiagnosticData, diagnostics_data, safe
from netledger.core.entries import AnyEntry
from netledger.core.options import Options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netledger.core.diagnostics import Diagnostic
    from netledger.core.report import Cell, FigureValue, Report
    from netledger.render.style import Style


class AmountData(msgspec.Struct, frozen=True):
    """An amount: {"number": "1.50", "unit": "HOUR"}. The number is a text, so that no reader rounds it."""

    number: str
    unit: str


CellData = str | int | float | bool | AmountData | list[AmountData | float] | None


class ColumnData(msgspec.Struct, frozen=True):
    """A column: its name in every row, and what its cells are."""

    name: str
    kind: str
    """`name`, `text`, `date` (a text like 2026-03-01), `count`, `number`, `share`, `amount`, `amounts`, `flag`, a
    `series` of numbers, or the `level` of a row in a tree."""


class FigureData(msgspec.Struct, frozen=True):
    """A figure beneath the rows; null where it is undefined, with the reason. A date is a text like 2026-03-01."""

    name: str
    label: str
    value: int | float | str | AmountData | None
    n: int | None
    reason: str
    low: float | None
    """The limits of its 95 % confidence interval; null where it has none."""
    high: float | None


class ReportData(msgspec.Struct, frozen=True):
    """A report, whatever it is of."""

    report: str
    title: str
    begin: str | None
    end: str | None
    """The day after the last one that is reported."""
    today: str
    columns: list[ColumnData]
    rows: list[dict[str, CellData]]
    totals: dict[str, CellData] | None
    figures: list[FigureData]
    lead: list[str]
    """Paragraphs to be read before the rows."""
    notes: list[str]
    diagnostics: list[DiagnosticData]


class PageData(msgspec.Struct, frozen=True):
    """Several reports, as `review` prints them; their own lists of diagnostics are empty."""

    title: str
    reports: list[ReportData]
    diagnostics: list[DiagnosticData]


class CheckData(msgspec.Struct, frozen=True):
    """What `check --json` prints."""

    diagnostics: list[DiagnosticData]


class EntriesData(msgspec.Struct, frozen=True):
    """What `print -O json` prints: the options, and the entries as the records of netledger.core.entries."""

    options: Options
    entries: list[AnyEntry]
    diagnostics: list[DiagnosticData]


def json_text(report: "Report", diagnostics: "Sequence[Diagnostic]", _style: "Style") -> str:
    """Show a report as JSON, indented, with its diagnostics."""
    return encode(_report(report, diagnostics))


def page_text(title: str, reports: "Sequence[Report]", diagnostics: "Sequence[Diagnostic]") -> str:
    """Show several reports as JSON; the diagnostics stand once."""
    return encode(PageData(title, [_report(report, ()) for report in reports], diagnostics_data(diagnostics)))


def _report(report: "Report", diagnostics: "Sequence[Diagnostic]") -> ReportData:
    names = [column.name for column in report.columns]
    return ReportData(
        report=report.name,
        title=report.title,
        begin=_day(report.begin),
        end=_day(report.end),
        today=report.today.isoformat(),
        columns=[ColumnData(column.name, column.kind) for column in report.columns],
        rows=[dict(zip(names, map(_cell, row), strict=True)) for row in report.rows],
        totals=dict(zip(names, map(_cell, report.totals), strict=True)) if report.totals is not None else None,
        figures=[
            FigureData(f.name, f.label, _figure(f.value), f.n, f.reason, _number(f.low), _number(f.high))
            for f in report.figures
        ],
        lead=list(report.lead),
        notes=list(report.notes),
        diagnostics=diagnostics_data(diagnostics),
    )


def encode(data: msgspec.Struct | list[msgspec.Struct] | dict[str, object]) -> str:
    """Write JSON, indented, with a last newline."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _figure(value: "FigureValue") -> int | float | str | AmountData | None:
    if isinstance(value, Amount):
        return AmountData(f"{value.number:f}", value.unit)
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _several(cell: "tuple[Amount, ...] | tuple[Decimal, ...]") -> list[AmountData | float]:
    return [AmountData(f"{i.number:f}", i.unit) if isinstance(i, Amount) else float(i) for i in cell]


def _cell(cell: "Cell") -> CellData:
    if isinstance(cell, Amount):
        return AmountData(f"{cell.number:f}", cell.unit)
    if isinstance(cell, tuple):
        return _several(cell)
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return safe(cell) if isinstance(cell, str) else cell
