"""`netledger query`: the queries that a journal keeps."""

from dataclasses import replace
from typing import Any

import click

from netledger.cli.complete import complete_queries
from netledger.cli.options import register_options
from netledger.cli.session import run_report
from netledger.core.diagnostics import plain
from netledger.printer import quoted
from netledger.reports.lists import queries
from netledger.reports.register import register


@click.command("query")
@click.argument("name", required=False, shell_complete=complete_queries)
@register_options
def command(name: str | None, **options: Any) -> int:  # noqa: ANN401 - click's own
    """List what a saved query chooses: what happened, with a running balance.

    Without NAME list the saved queries. Any report takes one as a term: `netledger roi query:mentors`.
    """
    if name is None:
        return run_report(options, lambda ledger, config: (queries(ledger, config), ()))
    options["terms"] = (f"query:{quoted(name)}", *options["terms"])
    title = f'Register of "{plain(name)}"'
    return run_report(
        options, lambda ledger, config: (replace(register(ledger, config), title=ledger.titled(title)), ())
    )
