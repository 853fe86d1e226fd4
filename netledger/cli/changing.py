"""Changing names in all files of a journal: reading them, and keeping the journal as sound as it was."""

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from netledger.cli.edits import Edit
from netledger.cli.journals import find_journals, unread
from netledger.cli.output import MOST, show_diagnostics
from netledger.core.diagnostics import plain
from netledger.core.entries import ME, people
from netledger.core.spelling import some
from netledger.formatter import laid_out_as
from netledger.loader.files import Unreadable, read_bytes
from netledger.loader.folders import DISK, Edited, Folders
from netledger.loader.load import CannotLoad, load

if TYPE_CHECKING:
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger

_BOM = "\ufeff"


class Source(NamedTuple):
    """A file of a journal as it was read."""

    path: str
    before: bytes
    text: str
    """Without a byte order mark; a byte that is no UTF-8 is a surrogate."""

    def edit(self, text: str) -> Edit:
        """Return the change of the file to another text; what was laid out stays so."""
        text = laid_out_as(self.text, text)
        mark = _BOM if self.before.startswith(_BOM.encode()) else ""
        return Edit(self.path, self.before, (mark + text).encode("utf-8", "surrogateescape"))


def load_to_change(files: Sequence[str]) -> "tuple[list[str], Ledger]":
    """Return the names of the journals that a command changes, and their ledger. Raises ClickException."""
    journals = find_journals(files)
    if "-" in journals:
        raise click.UsageError("standard input cannot be changed: name the journal with -f")
    ledger = _load(journals)
    # A name would stay in what nobody could read, and the files would tell two things.
    for item in unread(ledger):
        message = f"{item.span}: {item.message}: nothing was written"
        raise click.ClickException(plain(message))
    return journals, ledger


def _load(journals: Sequence[str], folders: Folders = DISK) -> "Ledger":
    try:
        return load(*journals, updatable=False, folders=folders)
    except CannotLoad as error:
        raise click.ClickException(plain(str(error))) from None


def sources(ledger: "Ledger") -> list[Source]:
    """Read the files of a ledger, in its order."""
    found = []
    for file in ledger.files:
        try:
            before = read_bytes(file.name, regular=False)
        except Unreadable as error:
            raise click.ClickException(plain(f"{error.message}: nothing was written")) from None
        found.append(Source(file.name, before, before.decode("utf-8", "surrogateescape").removeprefix(_BOM)))
    return found


def names_of_people(ledger: "Ledger") -> set[str]:
    """Return the names of all people of a ledger but its owner, declared or not, and their aliases."""
    declared = ledger.declarations
    aliases = (alias for others in declared.aliases.values() for alias in others)
    return {*declared.people, *aliases, *(name for entry in ledger.entries for name in people(entry))} - {ME}


def refuse_new_errors(
    journals: Sequence[str], edits: Sequence[Edit], color: str, is_known: "Callable[[Diagnostic], bool]"
) -> None:
    """End the command where the journal would have errors that it has not now."""
    after = _load(journals, Edited({edit.path: edit.after for edit in edits}))
    new = [item for item in after.diagnostics if item.severity == "error" and not is_known(item)]
    if new:
        show_diagnostics(new, color, most=MOST)
        files = some(sorted({os.path.relpath(item.span.file) for item in new}))
        message = f"the journal would have errors that it has not now, in {files}: nothing was written"
        raise click.ClickException(message)


def place(item: "Diagnostic") -> tuple[str, str, int]:
    """Return what tells a diagnostic before a change of names from others; its message may have the names."""
    return item.code, item.span.file, item.span.line
