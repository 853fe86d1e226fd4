"""Finding the journal that a command is about, and loading it."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netledger.core.diagnostics import plain

if TYPE_CHECKING:
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.loader.upkeep import Asked

JOURNAL = "main.net"
CONFIGURATION = "netledger.conf"

_NO_JOURNAL = """there is no journal. Name one in one of four ways:
  netledger COMMAND -f FILE
  NETLEDGER_FILE=FILE in the environment
  main.net in this folder or one above it
  or any one file *.net there
To begin with one: netledger init"""


class NoJournal(click.ClickException):
    """There is no journal to be found."""


def find_journals(files: Sequence[str]) -> list[str]:
    """Return the journals to read: those named, else `$NETLEDGER_FILE`, else the nearest one.

    Raises NoJournal where there is none, and ClickException where there are several to choose from.
    """
    if files:
        return list(files)
    named = os.environ.get("NETLEDGER_FILE")
    if named:
        return [named]
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise click.ClickException("the current folder is gone: go to another one, or name a journal with -f") from None
    for folder in (here, *here.parents):
        shown = Path(os.path.relpath(folder, here))
        if (folder / JOURNAL).is_file():
            return [str(shown / JOURNAL)]
        try:
            found = sorted(p for p in folder.glob("*.net") if p.is_file() and not p.name.startswith("."))
        except OSError:
            continue
        if len(found) == 1:
            return [str(shown / found[0].name)]
        if found:
            names = ", ".join(path.name for path in found[:5])
            raise click.ClickException(
                f"{folder} has several journals ({names}): name one with -f, or call it {JOURNAL}"
            )
    raise NoJournal(_NO_JOURNAL)


def find_configuration(files: Sequence[str]) -> Path | None:
    """Return the netledger.conf in the folder of the journal, or in the nearest one above it that has one.

    Of several journals it is that of the first; of standard input, that of the current folder.
    """
    try:
        journal = find_journals(files)[0]
        folder = Path.cwd() if journal == "-" else Path(os.path.abspath(journal)).parent  # noqa: PTH100 - links stay
    except (click.ClickException, OSError):
        return None  # the command itself tells
    return next((path for above in (folder, *folder.parents) if (path := above / CONFIGURATION).is_file()), None)


def open_ledger(files: Sequence[str], revision: str | None = None, asked: "Asked | None" = None) -> "Ledger":
    """Load the journals that a command is about, as they are or as they were in a commit of git, with further checks.

    One that cannot be read, or has no such version, is one clear line.
    """
    journals = find_journals(files)
    if revision is not None:
        from netledger.versions import NoVersion, load_revision  # noqa: PLC0415 - only where it is asked for

        try:
            return load_revision(journals, revision, asked)
        except NoVersion as error:
            raise click.ClickException(plain(str(error))) from None
    from netledger.loader.load import CannotLoad, load  # noqa: PLC0415 - it imports the parser

    try:
        return load(*journals, updatable=False, asked=asked)
    except CannotLoad as error:
        raise click.ClickException(plain(str(error))) from None


def unread(ledger: "Ledger") -> "list[Diagnostic]":
    """Return what is wrong with files that a journal includes and that could not be read."""
    missing = ("NL001", "NL201")
    wide = "NL002"  # as a whole in another encoding, which the line tells that includes it; or a byte here and there
    return [
        item
        for item in ledger.diagnostics
        if item.code in missing or (item.code == wide and item.excerpt.startswith("include "))
    ]
