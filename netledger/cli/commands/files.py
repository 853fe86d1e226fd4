"""`netledger files`: the files of a journal."""

from typing import Any

import click

from netledger.cli.options import journal_options, table_options
from netledger.cli.session import run_report
from netledger.reports.lists import files


@click.command("files")
@journal_options
@click.option("--today", metavar="DATE", help="The day of the report.")
@table_options
def command(**options: Any) -> int:  # noqa: ANN401 - click's own
    """List the files that a journal is read from, in the order of reading."""
    return run_report(options, lambda ledger, config: (files(ledger, config), ()))
