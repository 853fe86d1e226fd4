"""`netledger tags`: the tags of a journal."""

from typing import Any

import click

from netledger.cli.commands.lists import which_of, which_options
from netledger.cli.options import list_options
from netledger.cli.session import run_report
from netledger.reports.lists import tags


@click.command("tags")
@list_options
@which_options
def command(**options: Any) -> int:  # noqa: ANN401 - click's own
    """List the tags."""
    which = which_of(options)
    return run_report(options, lambda ledger, config: (tags(ledger, config, which), ()))
