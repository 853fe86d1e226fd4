"""`netledger places`: the venues of a journal."""

from typing import Any

import click

from netledger.cli.commands.lists import which_of, which_options
from netledger.cli.options import list_options
from netledger.cli.session import run_report
from netledger.reports.lists import places


@click.command("places")
@list_options
@which_options
@click.option("--depth", metavar="N", type=click.IntRange(min=1), help="Show venues down to this level.")
def command(**options: Any) -> int:  # noqa: ANN401 - click's own
    """List the venues with title, kind and why."""
    which = which_of(options)
    return run_report(options, lambda ledger, config: (places(ledger, config, which), ()))
