"""`netledger register`: entries with a running balance."""

from typing import Any

import click

from netledger.cli.options import register_options
from netledger.cli.session import run_report
from netledger.reports.register import ACCOUNTS, register


@click.command("register")
@register_options
@click.option("--account", type=click.Choice(list(ACCOUNTS)), default="goodwill", help="What the balance runs over.")
def command(**options: Any) -> int:  # noqa: ANN401 - click's own
    """List what happened, each with what it changed and the balance after it.

    `netledger register Alice` is the statement of one person.
    """
    account = options.pop("account")
    return run_report(options, lambda ledger, config: (register(ledger, config, account), ()))
