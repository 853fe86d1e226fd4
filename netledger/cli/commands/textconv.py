"""`netledger textconv`: a file in canonical form, so that `git diff` shows what changed and not how it is laid out."""

import re
import sys
from typing import TYPE_CHECKING

import click

from netledger.cli.reading import read_text
from netledger.core.entries import Entry
from netledger.parser.blocks import blocks
from netledger.parser.parse import parse
from netledger.printer import print_entry

if TYPE_CHECKING:
    from collections.abc import Iterator

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


@click.command("textconv")
@click.argument("file", type=click.Path())
def command(file: str) -> int:
    """Print the entries of FILE in canonical form, in its order; what is not sound, or has a comment, as it stands.

    Git calls it for `git diff`, if its settings say so.
    """
    text = read_text(file)
    sys.stdout.reconfigure(errors="surrogateescape")  # type: ignore[union-attr]  # bytes that are no text stay as they are
    sys.stdout.write("".join(f"{line}\n" for line in _canonical(text)))
    return 0


def _canonical(text: str) -> "Iterator[str]":
    parsed = parse(text.removeprefix("\ufeff"))
    unsound = {item.span.line for item in parsed.diagnostics}
    entries = {record.span.line: record for record in parsed.records if isinstance(record, Entry)}
    last = "entry"
    for number, block in enumerate(blocks(text.removeprefix("\ufeff"))):
        entry = entries.get(block.line)
        lines = range(block.line, block.line + block.text.count("\n") + 1)
        if number and "entry" in (last, block.kind) and not (last == "silent" and block.kind == "entry"):
            yield ""
        told = entry is not None and not unsound.intersection(lines) and ";" not in _STRING.sub("", block.text)
        yield print_entry(entry) if told and entry is not None else block.text
        last = block.kind
