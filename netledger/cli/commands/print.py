"""`netledger print`: the entries, canonical and parseable again."""

from typing import Any

import click

from netledger.cli.call import call_of
from netledger.cli.journals import open_ledger
from netledger.cli.options import journal_options, output_options, period_options, terms_argument
from netledger.cli.output import MOST, show_diagnostics, show_text, status_of
from netledger.cli.session import make_config
from netledger.exporters.entries import entries_json, rebased
from netledger.exporters.journal import journal
from netledger.formats import chosen
from netledger.printer import print_options


@click.command("print")
@terms_argument
@journal_options
@period_options
@click.option("-O", "--output-format", type=click.Choice(["net", "json"]), metavar="net|json", help="The format.")
@output_options
def command(**options: Any) -> int:  # noqa: ANN401 - click's own
    """Print the entries in canonical form: sorted, what was pushed and included in its place, aliases resolved.

    The output is a journal of its own: netledger print | netledger balance -f -
    """
    call = call_of(options)
    ledger = open_ledger(call.file, call.rev)
    config = make_config(call, ledger)
    entries = map(rebased, chosen(ledger, config))
    show_diagnostics(ledger.diagnostics, call.color, most=MOST)
    form = call.output_format or ("json" if str(call.output).lower().endswith(".json") else "net")
    pieces = entries_json(ledger, entries) if form == "json" else journal(print_options(ledger.options), entries)
    show_text("".join(pieces), call, ledger)
    return status_of(ledger.diagnostics)
