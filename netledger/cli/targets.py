"""Adding entries to a journal: to one of its files, or to one that it then includes."""

import os
from collections.abc import Sequence
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from netledger.cli.edits import Edit, appended, refuse_device
from netledger.cli.journals import NoJournal, find_journals
from netledger.core.diagnostics import Diagnostic, plain
from netledger.loader.folders import Edited
from netledger.loader.load import CannotLoad, load, load_text, update
from netledger.printer import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from netledger.core.ledger import Ledger


class Target(NamedTuple):
    """A journal, and the file that is to get more entries."""

    ledger: "Ledger"
    """The journal with that file, whether it included it before or not."""
    path: str
    roots: list[str]
    """The files that the journal is named by; none where it is yet to begin, or comes from standard input."""
    is_part: bool
    """Whether the file is one of the journal already."""


def open_target(files: Sequence[str], into: str | None, choose: "Callable[[str, Ledger], str]") -> Target:
    """Load a journal to add to.

    The file is `into`, else what `choose` returns of the journal's main file and the ledger. Where there is no journal
    yet, `into` is to be the first file of one. Raises ClickException.
    """
    if into is not None:
        refuse_device(into)
    try:
        roots = find_journals(files)
    except NoJournal:
        if into is None:
            raise
        roots = [into] if Path(into).exists() else []
    if "-" in roots and into is None:
        raise click.UsageError("the journal is standard input: say with --into where to write")
    try:
        ledger = load(*roots) if roots else load_text("", into or "")
        path = into if into is not None else choose(roots[0], ledger)
        is_part = _is_part(path, ledger)
        roots = [] if "-" in roots else roots  # it cannot be read again, nor come to include a file
        if roots and not is_part and Path(path).exists():
            ledger = load(*roots, path)
    except CannotLoad as error:
        raise click.ClickException(plain(str(error))) from None
    return Target(ledger, path, roots, is_part)


class Addition(NamedTuple):
    """What adding a text to a journal comes to."""

    edits: list[Edit]
    """The files that change."""
    ledger: "Ledger"
    """As it would be."""
    diagnostics: list[Diagnostic]
    """What would be wrong that is not wrong now."""

    def refuse_errors(self) -> None:
        """End the command where the journal would have errors. A balance assertion may well fail: that is its work."""
        if any(item.severity == "error" and item.code != "NL401" for item in self.diagnostics):
            raise click.ClickException("the journal would have errors that it has not now: nothing was written")


def add_text(target: Target, text: str) -> Addition:
    """Add entries to the target's file, and the file to the journal where it does not include it."""
    before = _read(target.path)
    edits = [Edit(target.path, before, appended(before, text))]
    if target.is_part:
        ledger = update(target.ledger, target.path, _text(edits[0].after))
    elif not target.roots:
        ledger = load_text(_text(edits[0].after), target.path)
    else:
        ledger = _with(target, edits)
        if not _is_part(target.path, ledger):
            main = target.roots[0]
            # As an include is read: from the folder that the journal is named in, not the one that a link leads to.
            path = Path(os.path.relpath(target.path, Path(main).parent)).as_posix()
            data = _read(main)
            apart = not (data or b"\n").splitlines()[-1].startswith(b"include ")  # those stand together
            edits.append(Edit(main, data, appended(data, f"include {quoted(escape(path))}\n", apart=apart)))
            ledger = _with(target, edits)
    known = {(item.code, item.message) for item in target.ledger.diagnostics}
    return Addition(edits, ledger, [item for item in ledger.diagnostics if (item.code, item.message) not in known])


def _with(target: Target, edits: Sequence[Edit]) -> "Ledger":
    """Load the journal as it would be."""
    try:
        return load(*target.roots, updatable=False, folders=Edited({edit.path: edit.after for edit in edits}))
    except CannotLoad as error:  # it is gone meanwhile
        raise click.ClickException(plain(str(error))) from None


def _is_part(path: str, ledger: "Ledger") -> bool:
    return os.path.realpath(path) in {os.path.realpath(file.name) for file in ledger.files}


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _read(path: str) -> bytes | None:
    refuse_device(path)
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"{path} cannot be read: {(error.strerror or str(error)).lower()}"
        raise click.ClickException(message) from None
