"""`netledger stats`: what a journal holds, counted."""

from typing import Any

import click

from netledger.cli.options import list_options
from netledger.cli.session import run_report
from netledger.reports.stats import stats


@click.command("stats")
@list_options
def command(**options: Any) -> int:  # noqa: ANN401 - click's own
    """Count entries, details, people, venues, tags, links, files and lines."""
    return run_report(options, lambda ledger, config: (stats(ledger, config), ()))
