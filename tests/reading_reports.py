"""Reports of metrics in tests: made of a journal's text, and read by person and column."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from netledger import Config, Figure, Report, load_text, parse_query
from netledger.core.ledger import Ledger
from netledger.extension import Metric

TODAY = date(2026, 6, 30)


def made(metric: Metric, journal: str | Ledger, *terms: str, **settings: Any) -> Report:
    """Return the report of a journal without errors: made(plugin, "2026-01-01 meet Bob", "Bob", today=…)."""
    ledger = load_text(journal) if isinstance(journal, str) else journal
    assert not ledger.has_errors, [item.message for item in ledger.diagnostics]
    report, found = metric.run(ledger, Config(**{"today": TODAY, **settings}, query=parse_query(terms)))
    assert list(found) == []
    return report


def evidence(metric: Metric, journal: str | Ledger, figure: str, subject: str, **settings: Any) -> Report | None:
    """Return what is behind a figure of one person."""
    ledger = load_text(journal) if isinstance(journal, str) else journal
    assert metric.evidence is not None
    return metric.evidence(ledger, Config(**{"today": TODAY, **settings}), figure, subject)


def names(report: Report) -> list[Any]:
    """Return the first column."""
    return [row[0] for row in report.rows]


def column(report: Report, name: str) -> list[Any]:
    """Return a whole column."""
    index = [item.name for item in report.columns].index(name)
    return [row[index] for row in report.rows]


def cell(report: Report, name: str, wanted: str) -> Any:
    """Return a cell of the only row of a name."""
    (found,) = [value for row, value in zip(names(report), column(report, wanted), strict=True) if row == name]
    return found


def cells(report: Report, name: str, *wanted: str) -> Sequence[Any]:
    """Return several cells of a row."""
    return [cell(report, name, item) for item in wanted]


def figure(report: Report, name: str) -> Figure:
    """Return a figure."""
    (found,) = [item for item in report.figures if item.name == name]
    return found


def computed(metric: Metric) -> set[str]:
    """Return the names that a metric defines."""
    return {definition.name for definition in metric.definitions}
