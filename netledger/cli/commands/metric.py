"""The commands of metric plugins, built in or installed. Each command's options are those that its metric declares."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import click

from netledger.cli.options import metric_options
from netledger.cli.own_options import own_options, read_own
from netledger.cli.session import run_report
from netledger.core.config import Config
from netledger.core.diagnostics import Diagnostic, diagnostic
from netledger.core.ledger import Ledger
from netledger.core.report import Report
from netledger.core.spans import Span
from netledger.extension import PLUGINS, Metric, run_metric
from netledger.foreign import PluginProblem, printed_by, run_contained
from netledger.reports.compare import compared


def run_plugin(name: str, options: dict[str, Any]) -> int:
    """Run a metric plugin as a command; one that cannot be had or fails is told in its diagnostic."""
    by, compare = options.pop("by", None), options.pop("compare", False)
    try:
        plugin, printed = PLUGINS.find(name)
    except PluginProblem as problem:
        return run_report(options, partial(_missing, name, problem), name)
    if not isinstance(plugin, Metric):
        raise click.UsageError(f'{name} is a transform, not a metric: name it in the journal, plugin "{name}"')
    own = read_own(plugin.options, options)
    run = compared(plugin) if compare else plugin.run

    def make(ledger: Ledger, config: Config) -> tuple[Report | None, list[Diagnostic]]:
        span = span_of(name, ledger)
        report, found = run_metric(name, run, ledger, replace(config, by=by, options=own), span)
        return report, [*printed_by(name, printed, span), *found]

    def text(form: str, ledger: Ledger, config: Config) -> tuple[str | None, Sequence[Diagnostic]]:
        settings = replace(config, by=by, options=own)
        return run_contained(name, lambda: plugin.formats[form](ledger, settings), span_of(name, ledger))

    return run_report(options, make, name, {form: partial(text, form) for form in plugin.formats})


def span_of(name: str, ledger: Ledger) -> Span:
    """Return the line of the journal that names a plugin, for its diagnostics; where there is none, the plugin."""
    return next((line.span for line in ledger.plugins if line.name == name), Span(f"plugin {name}", 1))


def _missing(name: str, problem: PluginProblem, ledger: Ledger, _config: Config) -> tuple[None, list[Diagnostic]]:
    span = span_of(name, ledger)
    told = any(item.code == problem.code and item.span == span for item in ledger.diagnostics)
    return None, [] if told else [diagnostic(problem.code, span, problem.message, problem.hint)]


def metric_command(command_name: str, name: str) -> click.Command:
    """Make the command of a metric plugin."""
    metric = Metric(run=_nothing)
    with suppress(PluginProblem):  # whatever is wrong with it is told when it runs
        found = PLUGINS.find(name).plugin
        metric = found if isinstance(found, Metric) else Metric(run=_nothing, summary=found.summary)

    def command(**options: Any) -> int:  # noqa: ANN401 - click's own
        return run_plugin(name, options)

    summary = metric.summary or f"Show the report of the installed plugin {name}."
    for decorate in reversed([*_decorators(metric)]):
        command = decorate(command)
    return click.command(command_name, help=f"{summary}\n\n{metric.help}".strip())(command)


def _decorators(metric: Metric) -> "list[Callable[..., Any]]":
    found: list[Callable[..., Any]] = []
    if metric.by:
        keys = "|".join(metric.by)
        found.append(click.option("--by", metavar=keys, help="What to break the figures down by."))
    if metric.compares or metric.compare is not None:
        found.append(click.option("--compare", is_flag=True, help="Set it beside the period before."))
    return [*own_options(metric.options), *found, metric_options(metric.formats)]


def _nothing(_ledger: Ledger, _config: Config) -> tuple[Report, Sequence[Diagnostic]]:
    raise NotImplementedError
