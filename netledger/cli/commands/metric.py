"""The commands of metric plugins, built in or installed."""

from contextlib import suppress
from typing import Any

import click

from netledger.cli.options import report_options
from netledger.cli.session import run_report
from netledger.core.config import Config
from netledger.core.diagnostics import Diagnostic, diagnostic
from netledger.core.ledger import Ledger
from netledger.core.report import Report
from netledger.core.spans import Span
from netledger.extension import Metric, PluginProblem, find, printed_by, run_metric


def run_plugin(name: str, options: dict[str, Any]) -> int:
    """Run a metric plugin as a command; one that cannot be had or fails is told in its diagnostic."""

    def make(ledger: Ledger, config: Config) -> tuple[Report | None, list[Diagnostic]]:
        span = next((line.span for line in ledger.plugins if line.name == name), Span(f"plugin {name}", 1))
        try:
            plugin, printed = find(name)
        except PluginProblem as problem:
            told = any(item.code == problem.code and item.span == span for item in ledger.diagnostics)
            return None, [] if told else [diagnostic(problem.code, span, problem.message, problem.hint)]
        if not isinstance(plugin, Metric):
            message = f'{name} is a transform, not a metric: name it in the journal, plugin "{name}"'
            raise click.UsageError(message)
        report, found = run_metric(name, plugin, ledger, config, span)
        return report, [*printed_by(name, printed, span), *found]

    return run_report(options, make, name)


def metric_command(name: str) -> click.Command:
    """Make the command of an installed metric plugin."""
    summary = ""
    with suppress(PluginProblem):  # whatever is wrong with it is told when it runs
        summary = find(name).plugin.summary

    @click.command(name, help=summary or f"Show the report of the installed plugin {name}.")
    @report_options
    def command(**options: Any) -> int:  # noqa: ANN401 - click's own
        return run_plugin(name, options)

    return command
