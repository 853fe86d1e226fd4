"""`netledger import FILE…`: entries from the files of other programs, shown as a diff before they are written."""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
import msgspec

from netledger.cli.call import call_of
from netledger.cli.edits import Edit, diff, refuse_unwritable, write
from netledger.cli.options import file_option
from netledger.cli.output import MOST, show_diagnostics, show_text, status_of
from netledger.cli.reading import can_ask
from netledger.cli.session import day_of_report, show_progress
from netledger.cli.targets import add_text, open_target
from netledger.core.config import WrongCall
from netledger.core.diagnostics import plain
from netledger.core.spelling import nearest
from netledger.formats import IMPORTERS, Contact, ImportConfig
from netledger.importers.gather import Gathered, gather
from netledger.importers.people import owner_keys
from netledger.importers.reading import read_files
from netledger.printer import print_entry

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger

OWN_FILE = "imported.net"
"""Where entries go if nobody says where: a file beside the journal, which then includes it."""


class Settings(NamedTuple):
    """The options of an import."""

    into: str | None
    dry_run: bool
    interactive: bool
    yes: bool
    importer: str | None
    verbose: bool


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER|ZIP...")
@file_option
@click.option(
    "--into", metavar="FILE", type=click.Path(), help=f"Add to this file; else to {OWN_FILE} beside the journal."
)
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("-i", "--interactive", is_flag=True, help="Ask who is meant where it is not sure.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask before writing.")
@click.option("--as", "importer", metavar="FORMAT", help="Take all files for this format; else their content tells.")
@click.option("--me", metavar="ADDRESS", multiple=True, help="An email or profile of yours; repeatable.")
@click.option("-v", "--verbose", is_flag=True, help=f"Tell all that is wrong, not only the first {MOST} things.")
@click.option("--texts", is_flag=True, help="Take subjects and texts of messages, too.")
@click.option("--mapping", metavar="FILE", type=click.Path(), help="What the columns of a CSV file are.")
@click.option("--today", metavar="DATE", help="The day of what has no date of its own.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours.")
@click.option("--pager/--no-pager", default=True, help="Page what is longer than the terminal.")
def command(files: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 - click's own
    """Import people and touches from the files of other programs.

    LinkedIn's export, Google Contacts, vCard, iCalendar, mbox and Maildir, friends.md, and any CSV file with a
    --mapping; a file's content tells what it is. What was imported before is not imported again.
    """
    settings = Settings(**{name: options.pop(name) for name in Settings._fields})
    me, texts, mapping = options.pop("me"), options.pop("texts"), options.pop("mapping")
    call = call_of(options)
    target = open_target(call.file, settings.into, _beside)
    if not settings.dry_run:
        refuse_unwritable([target.path])
    config = ImportConfig(
        today=day_of_report(call),
        texts=texts,
        me=owner_keys(target.ledger, me),
        mapping=Path(mapping) if mapping is not None else None,
    )
    if sys.stderr.isatty():
        config = msgspec.structs.replace(config, progress=show_progress)
    try:
        gathered = _gather(files, target.ledger, config, settings)
    except WrongCall as error:  # mostly about the files, not the call
        raise click.ClickException(plain(str(error))) from None
    addition = None
    if gathered.entries:
        addition = add_text(target, "\n\n".join(map(print_entry, gathered.entries)) + "\n")
        show_text("".join(line for edit in addition.edits for line in diff(edit)), call)
    diagnostics = [*gathered.diagnostics, *(addition.diagnostics if addition else ())]
    most = None if settings.verbose else MOST
    show_diagnostics(diagnostics, call.color, most=most, more="--verbose shows all")
    _say(_summary(gathered))
    if addition is not None:
        addition.refuse_errors()
        if not settings.dry_run:
            _write(addition.edits, settings)
    return status_of(diagnostics)


def _beside(main: str, _ledger: "Ledger") -> str:
    return str(Path(main).parent / OWN_FILE)


def _write(edits: Sequence[Edit], settings: Settings) -> None:
    asks = not settings.yes and can_ask()
    if asks and not click.confirm(f"Write to {edits[0].path}?", default=True, err=True):
        return
    write(edits)
    included = f", which {edits[1].path} now includes" if len(edits) > 1 else ""
    _say(f"written to {edits[0].path}{included}")


def _say(text: str) -> None:
    click.echo(text, err=True)


# ---------------------------------------------------------------------------------------------------- the files


def _gather(files: Sequence[str], ledger: "Ledger", config: ImportConfig, settings: Settings) -> Gathered:
    names = IMPORTERS.names()
    only = settings.importer
    if only is not None and only not in names:
        close = nearest(only, names)
        meant = f"did you mean {close}?" if close else f"known are {', '.join(names)}"
        message = f"no format {only!r}; {meant}"
        raise click.BadParameter(message, param_hint="--as")
    with tempfile.TemporaryDirectory(prefix="netledger-") as workspace:
        findings = read_files(files, Path(workspace), ledger, config, only)
        return gather(findings, ledger, _ask if settings.interactive else None)


def _ask(contact: Contact, likely: tuple[str, ...]) -> str | None:
    """Ask who a contact is."""
    who = " ".join(filter(None, [contact.full_name, *(f"<{email}>" for email in contact.emails), *contact.urls]))
    _say(f"\nWho is {plain(who)}?")
    for number, name in enumerate(likely, 1):
        _say(f"  {number}  {name}")
    _say("  n  somebody new")
    choices = click.Choice([*map(str, range(1, len(likely) + 1)), "n"])
    try:
        choice = click.prompt("Which?", type=choices, default="n", err=True) if sys.stdin is not None else None
    except click.Abort:
        if can_ask():
            raise
        choice = None
    if choice is None:
        raise click.ClickException("the answers ended before the questions: nothing was written")
    return None if choice == "n" else likely[int(choice) - 1]


def _summary(gathered: Gathered) -> str:
    """Say in a line what an import comes to."""
    entries = len(gathered.entries)
    parts = [f"{entries} new {'entry' if entries == 1 else 'entries'}"]
    if gathered.people:
        parts[0] += f" with {gathered.people} new {'person' if gathered.people == 1 else 'people'}"
    if gathered.known:
        parts.append(f"{gathered.known} known already")
    if gathered.left_out:
        counted = (f"{what} ({count})" for what, count in sorted(gathered.left_out.items()))
        parts.append(f"left out: {', '.join(counted)}")
    faults = sum(item.severity == "error" for item in gathered.diagnostics)
    if faults:
        parts.append(f"{faults} could not be read")
    return "; ".join(parts)
