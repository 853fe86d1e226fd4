"""`netledger rename OLD NEW`: one name for another in all files of a journal."""

import re
from typing import TYPE_CHECKING, Any

import click

from netledger.cli.changing import load_to_change, names_of_people, place, refuse_new_errors, sources
from netledger.cli.edits import Edit, show, write
from netledger.cli.options import file_option
from netledger.cli.output import MOST
from netledger.cli.reading import can_ask
from netledger.core.declarations import BUILT_IN_UNITS
from netledger.core.entries import ME, units, venue
from netledger.core.spelling import nearest
from netledger.parser.parse import parse
from netledger.renaming import SIGNS, Sort, rename

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger

_SORTS = ("person", "unit")


@click.command("rename")
@click.argument("old")
@click.argument("new")
@file_option
@click.option("--sort", type=click.Choice(_SORTS), help="What OLD is, where a person and a unit have one name.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask before writing.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours.")
def command(old: str, new: str, *, sort: Sort | None, dry_run: bool, yes: bool, **options: Any) -> int:  # noqa: ANN401
    """Rename a person, @VENUE, #TAG, ^LINK or unit in all files of the journal.

    A venue takes those beneath it along. Texts stay as they are. Renamed to a name that the journal has, two become
    one. Shows what changes; writes all files, or none.
    """
    journals, ledger = load_to_change(options["file"])
    sort = _sort(old, new, ledger, sort)
    edits, doubtful = _edits(ledger, sort, old, new)
    if not edits:
        raise click.ClickException(_unknown(sort, old, ledger))
    show(edits)
    for line in doubtful[:MOST]:
        click.echo(f"{line}: the line has {old} in a text or comment, or cannot be read: it stays", err=True)
    merged = new in _names(sort, ledger)
    if merged:
        click.echo(f"the journal has {new} already: the two become one", err=True)
    known = {place(item) for item in ledger.diagnostics}
    refuse_new_errors(journals, edits, options["color"], lambda item: place(item) in known)
    if dry_run:
        return 0
    if yes or not can_ask() or click.confirm("Write this?", default=not merged, err=True):
        write(edits)
    return 0


def _sort(old: str, new: str, ledger: "Ledger", given: Sort | None) -> Sort:
    """Return what a name is of, by its sign or by what the journal has. Raises UsageError."""
    for name in (old, new):
        if name == ME:
            raise click.UsageError("Me is the journal's owner, and has no other name")
    sort = given or SIGNS.get(old[:1]) or ("person" if old in _names("person", ledger) else None)
    if sort is None:
        sort = "unit" if old in _names("unit", ledger) else "person"
    if sort == "unit" and old in BUILT_IN_UNITS:
        message = f"{old} is a unit of the language: it cannot be renamed"
        raise click.UsageError(message)
    examples = {
        "person": f"2000-01-01 person {new}",
        "venue": f"2000-01-01 venue {new}",
        "tag": f"2000-01-01 tag {new}",
        "link": f'2000-01-01 note Bob "x" {new}',
        "unit": f"2000-01-01 unit {new}",
    }
    if re.search(r"\s", new) or parse(examples[sort] + "\n").diagnostics:
        message = f"{new!r} is no name of a {sort}, as {old} is"
        raise click.UsageError(message)
    return sort


def _names(sort: Sort, ledger: "Ledger") -> set[str]:
    """Return the names of one sort that a ledger has."""
    declared = ledger.declarations
    if sort == "person":
        return names_of_people(ledger)
    if sort == "venue":
        found = {*declared.venues, *filter(None, map(venue, ledger.entries))}
        return found | {":".join(name.split(":")[:depth]) for name in found for depth in range(1, name.count(":") + 1)}
    if sort == "unit":
        return {*declared.units, *(unit for entry in ledger.entries for unit in units(entry))}
    kind, sign = ("tags", "#") if sort == "tag" else ("links", "^")
    return {f"{sign}{name}" for entry in ledger.entries for name in getattr(entry, kind)}


def _unknown(sort: Sort, old: str, ledger: "Ledger") -> str:
    close = nearest(old, _names(sort, ledger))
    return f"the journal has no {sort} {old}" + (f"; did you mean {close}?" if close else "")


def _edits(ledger: "Ledger", sort: Sort, old: str, new: str) -> tuple[list[Edit], list[str]]:
    """Return the files that change, and the places that have the name and do not."""
    edits: list[Edit] = []
    doubtful: list[str] = []
    for source in sources(ledger):
        renamed = rename(source.text, sort, old, new)
        if renamed.times:
            edits.append(source.edit(renamed.text))
        doubtful.extend(f"{source.path}:{line}" for line in renamed.doubtful)
    return edits, doubtful
