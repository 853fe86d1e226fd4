"""`netledger units`: the units of a journal."""

from typing import Any

import click

from netledger.cli.commands.lists import which_of, which_options
from netledger.cli.options import list_options
from netledger.cli.session import run_report
from netledger.reports.lists import units


@click.command("units")
@list_options
@which_options
def command(**options: Any) -> int:  # noqa: ANN401 - click's own
    """List the units with what one of each is worth."""
    which = which_of(options)
    return run_report(options, lambda ledger, config: (units(ledger, config, which), ()))
