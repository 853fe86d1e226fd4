"""`netledger format`: a journal's text with its blanks in order. Editors call it at each save."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from netledger.cli.edits import Edit, show, write
from netledger.cli.journals import open_ledger, unread
from netledger.cli.options import file_option
from netledger.cli.output import show_diagnostics
from netledger.formatter import changed_lines, format_text
from netledger.loader.files import Unreadable, read_bytes, read_source

if TYPE_CHECKING:
    from netledger.core.diagnostics import Diagnostic

BOM = "\ufeff"


@click.command("format")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path())
@file_option
@click.option("-i", "--in-place", is_flag=True, help="Change the files.")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 where a file would change.")
@click.option("--diff", "show_diff", is_flag=True, help="Show what changes.")
def command(files: tuple[str, ...], *, in_place: bool, only_check: bool, show_diff: bool, **options: Any) -> int:  # noqa: ANN401
    """Lay out a journal: one blank between parts, amounts at one decimal point, texts in one column.

    Prints the text of FILE, or of standard input where it is -. With --in-place, --check or --diff there may be
    several; without any they are all files of the journal.

    Order, comments, blank lines and line ends stay, and so does what cannot be read.
    """
    whole_journal = in_place or only_check or show_diff
    if in_place and only_check:
        raise click.UsageError("--in-place changes files and --check does not: choose one")
    if not files and not whole_journal:
        raise click.UsageError("name a file, or - for standard input; with -i or --check it is the whole journal")
    if len(files) > 1 and not whole_journal:
        raise click.UsageError("several files take -i, --check or --diff")
    names, missing = (files, []) if files else _files_of_journal(options["file"])
    if in_place and "-" in names:
        raise click.UsageError("standard input cannot be changed: leave -i out")
    show_diagnostics(missing)
    edits = [_edit(name) for name in names]
    changed = [edit for edit in edits if edit.after != edit.before]
    if show_diff:
        show(changed)
    if only_check:
        _tell(changed)
        return int(bool(changed or missing))
    if in_place:
        write(changed)
    elif not show_diff:
        sys.stdout.flush()
        sys.stdout.buffer.write(edits[0].after)
    return int(bool(missing))


def _files_of_journal(named: Sequence[str]) -> "tuple[Sequence[str], list[Diagnostic]]":
    """Return the files of a journal, and what is wrong with those that it names and cannot be read."""
    ledger = open_ledger(named)
    return [file.name for file in ledger.files], unread(ledger)


def _tell(changed: Sequence[Edit]) -> None:
    """Say which files would change, and in how many lines."""
    for edit in changed:
        count = sum(1 for _ in changed_lines(_text(edit.before or b""), _text(edit.after)))
        click.echo(f"{edit.path}: {count} {'line' if count == 1 else 'lines'} would change", err=True)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _edit(path: str) -> Edit:
    """Return a file as it is and as it is to be."""
    try:
        before = read_bytes(path, regular=False)
        read_source(before, path)  # it says where a file has another encoding
    except Unreadable as error:
        raise click.ClickException(error.message + (f"; {error.hint}" if error.hint else "")) from None
    text = _text(before)
    mark = BOM if text.startswith(BOM) else ""
    after = mark + format_text(text.removeprefix(mark))
    return Edit(path, before, after.encode("utf-8", "surrogateescape"))
