"""`netledger print`: the entries, canonical and parseable again."""

import os
from typing import Any

import click
import msgspec

from netledger.cli.call import call_of
from netledger.cli.journals import open_ledger
from netledger.cli.options import journal_options, output_options, period_options, terms_argument
from netledger.cli.output import MOST, show_diagnostics, show_text, status_of
from netledger.cli.session import make_config
from netledger.core.entries import AnyEntry, Document
from netledger.core.ledger import Ledger
from netledger.printer import print_entry, print_options


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
    ledger = open_ledger(call.file)
    config = make_config(call, ledger)
    entries = [
        _rebased(entry)
        for entry in ledger.until(config.today)
        if config.reports(entry.date) and config.query.entry(entry, ledger.declarations)
    ]
    show_diagnostics(ledger.diagnostics, call.color, most=MOST)
    form = call.output_format or ("json" if str(call.output).lower().endswith(".json") else "net")
    show_text(_json(ledger, entries) if form == "json" else _journal(ledger, entries), call, ledger)
    return status_of(ledger.diagnostics)


def _rebased(entry: AnyEntry) -> AnyEntry:
    """Make a document's path relative to this folder, since the printed journal has no other."""
    if not isinstance(entry, Document):
        return entry
    path = os.path.normpath(os.path.join(os.path.dirname(entry.span.file), entry.path))  # noqa: PTH118, PTH120
    return msgspec.structs.replace(entry, path=path)


def _journal(ledger: Ledger, entries: list[AnyEntry]) -> str:
    head = "\n".join(print_options(ledger.options))
    blocks = [*([head] if head else []), *map(print_entry, entries)]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _json(ledger: Ledger, entries: list[AnyEntry]) -> str:
    from netledger.render.data import EntriesData, diagnostics_data, encode, safe  # noqa: PLC0415 - only for JSON

    sound = [
        msgspec.structs.replace(entry, span=msgspec.structs.replace(entry.span, file=safe(entry.span.file)))
        for entry in entries
    ]
    return encode(EntriesData(ledger.options, sound, diagnostics_data(ledger.diagnostics)))
