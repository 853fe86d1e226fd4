"""`netledger balance`: whom you owe, and who owes you."""

from typing import Any

import click

from netledger.cli.commands.metric import run_plugin
from netledger.cli.options import report_options


@click.command("balance")
@report_options
def command(**options: Any) -> int:  # noqa: ANN401 - click's own
    """Show the reciprocity balance per person and group, and the figures of the network.

    A positive balance: they have received more from you than you from them. TERMs select what is reported: Alice,
    @Chamber, #spring, ^acme, kind:intro, unit:HOUR, text:coffee, why:clients, not:TERM, any:(A B).
    """
    return run_plugin("reciprocity", options)
