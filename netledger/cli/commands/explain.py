"""`netledger explain`: what a figure is, and the numbers behind it."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import click

from netledger.cli.call import call_of
from netledger.cli.commands.metric import span_of
from netledger.cli.options import explain_options
from netledger.cli.output import show_report
from netledger.cli.session import day_of_report, run_report, unknown_terms
from netledger.core.config import Config, WrongCall
from netledger.core.diagnostics import Diagnostic
from netledger.core.ledger import Ledger
from netledger.core.report import Report
from netledger.extension import PLUGINS, Metric
from netledger.foreign import PluginProblem, run_contained
from netledger.reports.explain import Defined, choose, define, explain, figures

COMMANDS = {"reciprocity": "balance", "attribution": "trace"}
"""The commands that are not called as their plugins are."""


@click.command("explain")
@click.argument("figure", required=False, shell_complete=lambda _ctx, _param, typed: _completed(typed))
@click.argument("subject", required=False)
@click.option("--by", metavar="KEY", help="The breakdown whose row SUBJECT is.")
@explain_options
def command(figure: str | None, subject: str | None, by: str | None, **options: Any) -> int:  # noqa: ANN401 - click's own
    """Say what FIGURE is: its formula, what it means, where it comes from.

    With SUBJECT (a person, a @venue, whatever the rows of its report are) show the numbers behind that one in this
    journal: `netledger explain strength Alice`. Without FIGURE list them all.
    """
    defined = _all_defined()
    try:
        found = choose(figure, defined) if figure is not None else []
    except WrongCall as error:
        raise click.UsageError(str(error)) from None
    if figure is None or subject is None:
        call = call_of(options)
        today = day_of_report(call)
        report = figures(defined, today) if figure is None else define(found, today)
        show_report(report, (), call)
        return 0

    def make(ledger: Ledger, config: Config) -> tuple[Report | None, list[Diagnostic]]:
        name = found[0].plugin
        settings = replace(config, by=by)
        report, diagnostics = run_contained(
            name, lambda: explain(found, subject, ledger, settings), span_of(name, ledger)
        )
        if report is not None and not report.rows:
            report = replace(report, notes=(*report.notes, *unknown_terms([subject], ledger)))
        return report, diagnostics

    return run_report(options, make)


def _all_defined() -> list[Defined]:
    """Gather the figures of all metrics; a plugin that cannot be had offers none."""
    found: list[Defined] = []
    for name in PLUGINS.names():
        with suppress(PluginProblem):
            metric = PLUGINS.find(name).plugin
            if isinstance(metric, Metric):
                shown = COMMANDS.get(name, name)
                found.extend(Defined(definition, metric, name, shown) for definition in metric.definitions)
    return found


def _completed(typed: str) -> list[str]:
    return sorted({item.definition.name for item in _all_defined() if item.definition.name.startswith(typed)})
