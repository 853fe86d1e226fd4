"""`netledger people`: the people of a journal."""

from typing import Any

import click

from netledger.cli.commands.lists import which_of, which_options
from netledger.cli.options import list_options
from netledger.cli.session import run_report
from netledger.reports.lists import people


@click.command("people")
@list_options
@which_options
def command(**options: Any) -> int:  # noqa: ANN401 - click's own
    """List the people with their full name, how many entries name them, and when."""
    which = which_of(options)
    return run_report(options, lambda ledger, config: (people(ledger, config, which), ()))
