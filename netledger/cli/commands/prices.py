"""`netledger prices`: the prices of a journal."""

from typing import Any

import click

from netledger.cli.options import list_options
from netledger.cli.session import run_report
from netledger.reports.lists import prices


@click.command("prices")
@list_options
def command(**options: Any) -> int:  # noqa: ANN401 - click's own
    """List the prices."""
    return run_report(options, lambda ledger, config: (prices(ledger, config), ()))
