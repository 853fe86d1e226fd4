"""`netledger doctor`: look into a journal where something is odd."""

import os
import sys
from contextlib import suppress
from typing import NamedTuple

import click
import msgspec

from netledger.cli.journals import find_journals, open_ledger
from netledger.cli.options import file_option
from netledger.core import entries as e
from netledger.core.booking import book
from netledger.core.diagnostics import format_diagnostic, plain
from netledger.core.ledger import Ledger
from netledger.core.spans import Span
from netledger.loader.files import Unreadable, read_bytes, read_source
from netledger.parser.blocks import Block, blocks
from netledger.parser.parse import parse
from netledger.printer import print_entry


@click.group("doctor")
def command() -> None:
    """Look into a journal: the context of a line, its blocks, whether its entries survive printing."""


def _text(path: str) -> str:
    try:
        return "\n".join(read_source(read_bytes(path, regular=False), path).lines)
    except Unreadable as error:
        raise click.UsageError(plain(error.message)) from None


@command.command("context")
@click.argument("place", metavar="FILE:LINE")
@file_option
def context(place: str, file: tuple[str, ...]) -> int:
    """Show the block of a line, what it means in its journal, what it books, and what is wrong with it."""
    path, _, line = place.rpartition(":")
    if not path or not line.isdigit():
        message = f"{place!r} is not a place; write FILE:LINE, as a diagnostic does"
        raise click.UsageError(message)
    text, number = _text(path), int(line)
    block = next((b for b in blocks(text) if b.line <= number <= b.line + b.text.count("\n")), None)
    if block is None:
        total = text.count("\n") + (not text.endswith("\n"))
        click.echo(f"line {number} is blank" if number <= total else f"{path} has {total} lines")
        return 0
    for offset, shown in enumerate(block.text.split("\n")):
        click.echo(f"{block.line + offset:5} {'>' if block.line + offset == number else '|'} {plain(shown)}")
    ledger = _ledger_of(path, file)
    same = {source.name for source in ledger.files if os.path.realpath(source.name) == os.path.realpath(path)}
    found = [item for item in ledger.diagnostics if item.span.file in same and _within(item.span, block)]
    records: list[e.AnyEntry | e.Directive] = [
        entry for entry in ledger.entries if entry.span.file in same and entry.span.line == block.line
    ]
    for record in records or parse(block.text, path).records:
        click.echo(f"\n{_described(record)}")
    for item in found:
        click.echo(f"\n{format_diagnostic(item)}")
    if block.kind == "silent":
        click.echo("\na comment or a heading: it means nothing to netledger")
    return int(any(item.severity == "error" for item in found))


def _within(span: Span, block: Block) -> bool:
    return block.line <= span.line <= block.line + block.text.count("\n")


def _ledger_of(path: str, files: tuple[str, ...]) -> Ledger:
    """Load the journal that a file belongs to: the one that was named, else the one found here if it reads the file."""
    if not files:
        with suppress(click.ClickException):
            ledger = open_ledger(())
            if any(os.path.realpath(source.name) == os.path.realpath(path) for source in ledger.files):
                return ledger
    return open_ledger(files or (path,))


def _described(record: e.AnyEntry | e.Directive) -> str:
    if not isinstance(record, e.Entry):
        return f"a line without date: {type(record).__name__.lower()}"
    lines = ["canonical:", *(f"  {line}" for line in print_entry(record).split("\n"))]
    if e.people(record):
        lines.append(f"people: {', '.join(e.people(record))}")
    postings = [posting for exchange in book(record) for posting in exchange.postings]
    if isinstance(record, e.Intro) and record.by and len(record.names) > 1 and e.ME not in record.names:
        lines.append(f"{record.by} introduced them to each other, and you noted it; write `Me` if you were introduced")
    why = ": it is pending" if isinstance(record, e.Happening) and record.pending else ""
    lines.append("books:" if postings else f"books nothing{why}")
    lines.extend(f"  {p.account:30} {p.amount.number:>12f} {p.amount.unit}" for p in postings)
    return "\n".join(lines)


@command.command("blocks")
@click.argument("path", metavar="[FILE]", required=False)
@file_option
def show_blocks(path: str | None, file: tuple[str, ...]) -> int:
    """List the blocks that a file is cut into: lines, kind, first line."""
    path = find_journals([path] if path else file)[0]
    for block in blocks(_text(path)):
        last = block.line + block.text.count("\n")
        first = plain(block.text.split("\n", 1)[0])
        sys.stdout.write(f"{block.line:6}-{last:<6} {block.kind:6} {first}\n")
    return 0


class _Lost(NamedTuple):
    """An entry that does not come back from its own text."""

    span: Span
    printed: str


@command.command("roundtrip")
@file_option
def roundtrip(file: tuple[str, ...]) -> int:
    """Print every entry, parse the text, and compare: all must come back equal."""
    ledger = open_ledger(file)
    lost = []
    for entry in ledger.entries:
        text = print_entry(entry)
        again = parse(text).records
        if len(again) != 1 or bare(again[0]) != bare(entry):
            lost.append(_Lost(entry.span, text))
    for item in lost:
        click.echo(f"{item.span}: does not come back from\n{item.printed}")
    click.echo(f"{len(ledger.entries) - len(lost)} of {len(ledger.entries)} entries come back equal")
    return int(bool(lost))


def bare(record: e.AnyEntry | e.Directive) -> e.AnyEntry | e.Directive:
    """Return a record without its places, to compare it with one from another text."""
    changes: dict[str, object] = {"span": Span("", 0)}
    if isinstance(record, e.Entry):
        changes["meta"] = tuple(msgspec.structs.replace(item, line=0) for item in record.meta)
    if isinstance(record, e.Happening):
        changes["details"] = tuple(msgspec.structs.replace(detail, line=0) for detail in record.details)
    return msgspec.structs.replace(record, **changes)
