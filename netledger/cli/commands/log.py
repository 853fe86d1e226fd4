"""`netledger log`: how a figure went over the commits that changed the journal."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from netledger.cli.journals import find_journals
from netledger.cli.options import log_options
from netledger.cli.session import run_report, unknown_terms
from netledger.reports.log import FIGURES, log
from netledger.versions import history

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.core.report import Report


@click.command("log")
@click.option(
    "--figure",
    default="balance",
    show_default=True,
    metavar="FIGURE",
    help=f"{', '.join(FIGURES)}, or one beneath a report: network.density.",
)
@log_options
def command(figure: str, **options: Any) -> int:  # noqa: ANN401 - click's own
    """Show how a figure went over the commits that changed the journal, the newest last; -n: the newest N.

    `netledger log Alice` is the balance with Alice, commit by commit, each as of the same day.
    """
    files, limit = options["file"], options.pop("limit")

    def make(ledger: "Ledger", config: "Config") -> "tuple[Report, Sequence[Diagnostic]]":
        report = log(history(find_journals(files), limit, config.progress), figure, config)
        unknown = unknown_terms(options["terms"], ledger) if all(row[2] is None for row in report.rows) else ()
        return replace(report, notes=(*report.notes, *unknown)), ()

    return run_report({**options, "rev": "HEAD"}, make)
