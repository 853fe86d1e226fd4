"""The essential of all reports on one page, to be read on the first of the month."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from netledger.core.report import Report, arranged
from netledger.core.spans import Span
from netledger.extension import Metric, PluginProblem, find, run_metric
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
    compare: bool = False
    """Beside the period before."""
    ever: bool = False
    """Of all days up to the end of the period, not of those of the period alone."""
    depth: int | None = None
    """Venues down to this level."""


def _first(count: int, sort: str | None = None) -> Keep:
    """Keep the first rows, by a column; what is left out is told."""
    return partial(arranged, sort=sort, limit=count)


def _figures_alone(report: Report) -> Report:
    """Keep what stands beneath the rows."""
    return replace(report, columns=(), rows=(), totals=None, notes=())


def _rows_alone(report: Report) -> Report:
    """Keep the rows, and not what stands beneath them."""
    return replace(report, figures=())


def _all(report: Report) -> Report:
    return report


SECTIONS = (
    Section("activity", "What happened", _rows_alone),
    Section("quality", "Deeper, or just wider", _rows_alone, compare=True),
    Section("roi", "What it took and what it brought", _all),
    Section("venues", "Where the time went", _first(5, "hours"), depth=1),
    Section("reciprocity", "Given and received, up to the end", _first(5, "value"), ever=True),
    Section("garden", "The garden, at the end", _figures_alone, ever=True),
    Section("budget", "Planned and spent", _all),
    Section("promises", "Open promises", _first(10), ever=True),
    Section("tend", "Whom to contact next", _first(5), ever=True),
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
        plugin = find(section.plugin).plugin
    except PluginProblem:
        return None, ()
    if not isinstance(plugin, Metric):
        return None, ()
    settings = replace(config, depth=section.depth, begin=None if section.ever else config.begin)
    run = compared(plugin) if section.compare else plugin.run
    return run_metric(section.plugin, run, ledger, settings, Span(f"plugin {section.plugin}", 1))
