"""`netledger files`: the files of a journal."""

from typing import Any

import click

from netledger.cli.options import list_options
from netledger.cli.session import run_report
from netledger.reports.lists import files


@click.command("files")
@list_options
def command(**options: Any) -> int:  # noqa: ANN401 - click's own
    """List the files."""
    return run_report(options, lambda ledger, config: (files(ledger, config), ()))
