"""`netledger print`: the entries, canonical and parseable again."""

from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from netledger.cli.call import call_of
from netledger.cli.journals import open_ledger
from netledger.cli.options import journal_options, output_options, period_options, terms_argument
from netledger.cli.output import MOST, show_diagnostics, show_text, status_of
from netledger.cli.session import make_config
from netledger.exporters.entries import entries_json, rebased
from netledger.formats import chosen
from netledger.printer import print_entry, print_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netledger.core.entries import AnyEntry
    from netledger.core.ledger import Ledger


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
    show_text("".join((entries_json if form == "json" else _journal)(ledger, entries)), call, ledger)
    return status_of(ledger.diagnostics)


def _journal(ledger: "Ledger", entries: "Iterable[AnyEntry]") -> "Iterator[str]":
    head = print_options(ledger.options)
    blocks = chain(["\n".join(head)] if head else [], map(print_entry, entries))
    for number, block in enumerate(blocks):
        yield f"\n{block}\n" if number else f"{block}\n"
