"""The entries as JSON, one by one: what `netledger print -O json` prints, and `netledger schema entries` describes."""

import os
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from netledger.core.data import diagnostics_data, safe
from netledger.core.entries import AnyEntry, Document
from netledger.formats import Exporter, chosen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger

# So many entries are encoded at a time: one by one takes longer, all at once takes memory.
_BATCH = 500


def rebased(entry: AnyEntry) -> AnyEntry:
    """Make a document's path relative to the folder of the command, since what is printed has no other.

    `document Bob "letters/bob.pdf"` in `people/2026.net` gives `people/letters/bob.pdf`.
    """
    if not isinstance(entry, Document):
        return entry
    path = os.path.normpath(os.path.join(os.path.dirname(entry.span.file), entry.path))  # noqa: PTH118, PTH120
    return msgspec.structs.replace(entry, path=path)


def entries_json(ledger: "Ledger", entries: "Iterable[AnyEntry]") -> "Iterator[str]":
    """Give the text of a netledger.render.data.EntriesData: the journal's options, some entries, all diagnostics.

    Of an empty journal: `{"options": {…}, "entries": [], "diagnostics": []}`, indented by two.
    """
    yield f'{{\n  "options": {_indented(ledger.options)},\n  "entries": '
    rest = iter(entries)
    opening = "["
    while batch := [_sound(entry) for entry in islice(rest, _BATCH)]:
        yield opening + _indented(batch).removeprefix("[").removesuffix("\n  ]")
        opening = ","
    yield "[]" if opening == "[" else "\n  ]"
    yield f',\n  "diagnostics": {_indented(diagnostics_data(ledger.diagnostics))}\n}}\n'


def _indented(data: object) -> str:
    """Write a value of the object at the top; a line end within a text is escaped, so it is not mistaken for one."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode().replace("\n", "\n  ")


def _sound(entry: AnyEntry) -> AnyEntry:
    """Replace what no JSON can carry: file names may have any bytes, and only they."""
    if isinstance(entry, Document):
        entry = msgspec.structs.replace(entry, path=safe(entry.path))
    file = safe(entry.span.file)
    if file == entry.span.file:
        return entry
    return msgspec.structs.replace(entry, span=msgspec.structs.replace(entry.span, file=file))


def _write(ledger: "Ledger", config: "Config") -> "Iterator[str]":
    return entries_json(ledger, map(rebased, chosen(ledger, config)))


json = Exporter(
    _write,
    "every entry with all its fields",
    help="The same as `netledger print -O json`; `netledger schema entries` prints its JSON schema. Amounts are "
    "texts, so that no reader rounds them.",
    suffix=".json",
)
