"""`netledger links`: the links of a journal."""

from typing import Any

import click

from netledger.cli.options import list_options
from netledger.cli.session import run_report
from netledger.reports.lists import links


@click.command("links")
@list_options
def command(**options: Any) -> int:  # noqa: ANN401 - click's own
    """List the links."""
    return run_report(options, lambda ledger, config: (links(ledger, config), ()))
