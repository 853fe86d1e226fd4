"""The essential of all reports on one page, to be read on the first of the month."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from netledger.core.report import Report, arranged
from netledger.core.spans import Span
from netledger.extension import PLUGINS, Metric, run_metric
from netledger.foreign import PluginProblem
from netledger.reports.compare import compared
from netledger.reports.register import register

if TYPE_CHECKING:
    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger

Keep = Callable[[Report], Report]


@dataclass(frozen=True)
class Section:
    """One part of the page: the report of a metric, or what is kept of it."""

    plugin: str
    title: str
    keep: Keep
    of: Literal["period", "until", "today"] = "period"
    """Of the days of the period alone, of all up to its end, or of all up to the day of the report."""
    compare: bool = False
    """Beside the period before."""
    depth: int | None = None
    """Venues down to this level."""


def _first(count: int, sort: str | None = None) -> Keep:
    """Keep the first rows, by a column; what is left out is told."""
    return partial(arranged, sort=sort, limit=count)


def _rows(*names: str) -> Keep:
    """Keep the rows of these names, in the order of the report, and nothing beneath them."""

    def keep(report: Report) -> Report:
        return replace(report, rows=tuple(row for row in report.rows if row[0] in names), figures=())

    return keep


def _figures(*names: str) -> Keep:
    """Keep the figures of these names beneath the rows."""

    def keep(report: Report) -> Report:
        return replace(report, figures=tuple(figure for figure in report.figures if figure.name in names))

    return keep


def _figures_alone(report: Report) -> Report:
    """Keep what stands beneath the rows."""
    return replace(report, columns=(), rows=(), totals=None, notes=())


SECTIONS = (
    Section("activity", "What happened", _figures()),
    Section(
        "quality",
        "Deeper, or just wider",
        _rows(
            *("reach, people", "new, people", "lapsed, people", "effective number 1D, people", "touches, people"),
            *("rich media, people", "reach, venues", "second contact", "two-way share", "self-promotion"),
        ),
        compare=True,
    ),
    Section(
        "roi", "What it took and what it brought", _figures("hours", "outcomes", "value_per_hour", "personal_contact")
    ),
    Section("venues", "Where the time went", _first(5, "hours"), depth=1),
    Section("reciprocity", "Given and received, by the end", _first(5, "value"), of="until"),
    Section("garden", "The garden, at the end", _figures_alone, of="until"),
    Section("budget", "Planned and spent", _figures()),
    Section("promises", "Open promises", _first(10), of="today"),
    Section("tend", "Whom to contact next", _first(5), of="today"),
)
"""The parts of the page that are metrics, in its order; the outcomes stand after what it took."""

_BEFORE = "venues"


def review(ledger: "Ledger", config: "Config") -> "tuple[list[Report], list[Diagnostic]]":
    """Make the reports of the page for a period; a metric that fails is diagnosed and left out."""
    reports: list[Report] = []
    found: list[Diagnostic] = []
    for section in SECTIONS:
        if section.plugin == _BEFORE:
            outcomes = register(ledger, config, "outcomes")
            if outcomes.rows:
                reports.append(replace(outcomes, title="What came of it"))
        report, diagnostics = _made(section, ledger, config)
        found.extend(diagnostics)
        if report is not None and (report.rows or report.figures):
            reports.append(replace(section.keep(report), title=section.title))
    return reports, found


def _made(section: Section, ledger: "Ledger", config: "Config") -> "tuple[Report | None, Sequence[Diagnostic]]":
    try:
        plugin = PLUGINS.find(section.plugin).plugin
    except PluginProblem:
        return None, ()
    if not isinstance(plugin, Metric):
        return None, ()
    begin, end = (config.begin if section.of == "period" else None), (None if section.of == "today" else config.end)
    settings = replace(config, depth=section.depth, begin=begin, end=end)
    run = compared(plugin) if section.compare else plugin.run
    return run_metric(section.plugin, run, ledger, settings, Span(f"plugin {section.plugin}", 1))
