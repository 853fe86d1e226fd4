"""`netledger forget PERSON`: a pseudonym for a person in all files of a journal."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from netledger.cli.changing import Source, load_to_change, names_of_people, place, refuse_new_errors, sources
from netledger.cli.edits import refuse_unwritable, show, write
from netledger.cli.journals import find_configuration
from netledger.cli.options import file_option
from netledger.cli.output import MOST, wants_color
from netledger.cli.reading import can_ask
from netledger.core.diagnostics import plain
from netledger.core.entries import ME
from netledger.core.spelling import nearest
from netledger.forgetting import Draft, draft, pseudonyms
from netledger.identifying import Identity, identity
from netledger.mentions import Mention
from netledger.parser.parse import parse
from netledger.parser.tokens import identifier
from netledger.printer import print_entry

if TYPE_CHECKING:
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger

_SHOWN = 5


@click.command("forget")
@click.argument("person")
@click.option("--as", "pseudonym", metavar="NAME", help="The pseudonym; else the first free one of Somebody-1, …")
@click.option("--also", multiple=True, metavar="WORD", help="What else gives the person away: a nickname; repeatable.")
@file_option
@click.option("-n", "--dry-run", is_flag=True, help="Show what all proposals would change, and change nothing.")
@click.option("-y", "--yes", is_flag=True, help="Take all proposals, and do not ask before writing.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours.")
def command(
    person: str,
    *,
    pseudonym: str | None,
    also: Sequence[str],
    dry_run: bool,
    yes: bool,
    **options: Any,  # noqa: ANN401 - the options of the journal and the colours
) -> int:
    """Replace a person by a pseudonym in all files of the journal, so that a wish to be forgotten is met.

    Names change everywhere; the full name and the aliases go. Whatever else gives the person away is proposed one by
    one at a terminal: texts, comments, tags, venues, addresses. Shows what changes; writes all files, or none.
    """
    journals, ledger = load_to_change(options["file"])
    files = sources(ledger)
    people = names_of_people(ledger)
    known = (people | _names_in_metadata(ledger)) - {ME}
    name = _person(person, ledger, known)
    new = _pseudonym(name, pseudonym, ledger, known, files)
    who = identity(ledger, name, new, also, people)
    for part in who.shared:
        if part not in also:
            click.echo(f"{part} is in the names of others, too: --also {part} looks for it all the same", err=True)
    forms = who.forms(source.text for source in files)
    if forms:
        some_forms = plain(", ".join(forms[:_SHOWN])) + (", …" if len(forms) > _SHOWN else "")
        click.echo(f"may be the name with another end: {some_forms}; --also looks for one", err=True)
    found = draft({source.path: source.text for source in files}, who)
    for file, line in found.marks.undeclared:  # a full name or an address there would stay wherever else it stands
        raise click.ClickException(plain(f"{file}:{line} declares {name} and cannot be read: mend it first"))
    if found.marks.everyday:
        words, count = sorted(who.everyday), len(found.marks.everyday)
        message = f"left in lower case, where it may be another word: {', '.join(words)}, in {_texts(count)}"
        click.echo(f"{message}; {' '.join(f'--also {word}' for word in words)} takes it, too", err=True)
    asks = not yes and not dry_run and can_ask() and sys.stdout.isatty()
    if asks:
        whole = found.texts(found.taken())
        refuse_unwritable(source.path for source in files if whole[source.path] != source.text)
    decided = _reviewed(found, options["color"]) if asks else found.taken()
    if decided is None:
        click.echo("stopped: nothing was written", err=True)
        return 0
    texts = found.texts(decided)
    edits = [source.edit(texts[source.path]) for source in files if texts[source.path] != source.text]
    show(edits)
    refuse_new_errors(journals, edits, options["color"], _known(ledger, found, decided))
    if dry_run or (asks and not click.confirm("Write this?", default=True, err=True)):
        return 0
    if not asks and not yes:
        raise click.ClickException(
            "nothing was written: review it at a terminal, or take all that is proposed with --yes"
        )
    left = [*_left(found, decided, files), *_elsewhere(ledger, who, journals), *_in_git(journals)]
    write(edits)
    _tell(name, new, len(edits), left)
    return 0


# ---------------------------------------------------------------------------------------------- who, and as whom


def _names_in_metadata(ledger: "Ledger") -> set[str]:
    return {item.value.text for entry in ledger.entries for item in entry.meta if item.value.kind == "name"}


def _person(asked: str, ledger: "Ledger", known: set[str]) -> str:
    """Return the name of a person who may be given by an alias. Raises UsageError."""
    name = identifier(asked)
    if name == ME:
        raise click.UsageError("Me is the journal's owner, and has no other name")
    for person, aliases in ledger.declarations.aliases.items():
        if name in aliases and name not in ledger.declarations.people:
            return person
    if name not in known:
        close = nearest(name, sorted(known))
        message = f"the journal has no person {asked}" + (f"; did you mean {close}?" if close else "")
        raise click.ClickException(plain(message))
    return name


def _pseudonym(name: str, asked: str | None, ledger: "Ledger", known: set[str], files: Iterable[Source]) -> str:
    """Return the pseudonym asked for, or the first free one. Raises UsageError."""
    if asked is None:
        texts = [source.text for source in files]
        return next(new for new in pseudonyms() if new not in known and not any(new in text for text in texts))
    new = identifier(asked)
    if re.search(r"\s", new) or new == ME or parse(f"2000-01-01 person {new}\n").diagnostics:
        message = f"{asked!r} is no name of a person, as {name} is"
    elif new in known:
        message = f"the journal has {new} already: the two would become one, which `netledger rename {name} {new}` does"
    elif identity(ledger, name, "").spellings.within(new):
        message = f"the pseudonym {new} gives {name} away"
    else:
        return new
    raise click.UsageError(plain(message))


def _reviewed(found: Draft, color: str) -> dict[Mention, str] | None:
    from netledger.cli.asking import terminal  # noqa: PLC0415 - only at a terminal
    from netledger.cli.reviewing import review  # noqa: PLC0415

    try:
        return review(found, terminal(), color=wants_color(color, sys.stdout))
    except EOFError:
        raise click.ClickException("the answers ended before the questions: nothing was written") from None


def _known(ledger: "Ledger", found: Draft, decided: dict[Mention, str]) -> "Callable[[Diagnostic], bool]":
    """Return what tells whether a diagnostic is no fault of the change.

    It was there before, if on another line as lines went above it, or in a block that cannot be read; or it is of a
    document that is to be renamed.
    """
    before = {place(item) for item in ledger.diagnostics}
    gone = found.lines_gone(decided)
    papers = {(paper.file, paper.line) for paper in found.marks.documents}

    def is_known(item: "Diagnostic") -> bool:
        code, file, line = place(item)
        for name, number in gone:
            line += name == file and number <= line
        there = (code, file, line) in before or (file, line) in found.marks.unread
        return there or (code == "NL402" and (file, line) in papers)

    return is_known


# ---------------------------------------------------------------------------------------------- what is left


def _left(found: Draft, decided: dict[Mention, str], files: Iterable[Source]) -> list[str]:
    """Say what still gives the person away, with the lines as they are now."""
    rows = [(left.file, left.line, left.why) for left in found.marks.left]
    for paper in found.marks.documents:
        new = decided.get(paper.mention, paper.path) if paper.mention is not None else paper.path
        to = f" to {new}, as this line has it" if new != paper.path else " or delete it, and this line"
        rows.append((paper.file, paper.line, f"rename the document {paper.path}{to}"))
    for mention in found.mentions:
        if mention not in decided:
            rows += [(at.file, at.line, f"{mention.text.strip()} stays") for at in mention.places]
    names = [source.path for source in files if found.who.find(os.path.relpath(source.path))]
    gone = found.lines_gone(decided)
    return [
        *(f"{name}: rename the file, and change the line that includes it, if by name" for name in names),
        *(
            f"{file}:{line - sum(other == file and number < line for other, number in gone)}: {what}"
            for file, line, what in sorted(set(rows))
            if (file, line) not in gone
        ),
    ]


def _texts(count: int) -> str:
    return f"{count:,} text{'s' * (count != 1)}"


def _elsewhere(ledger: "Ledger", who: Identity, journals: Sequence[str]) -> Iterator[str]:
    """Say what beside the files of the journal gives the person away: what a plugin reads, and the netledger.conf."""
    files = {file.name for file in ledger.files}
    for entry in ledger.entries:
        if entry.span.file not in files and who.find(print_entry(entry)):
            yield f"{entry.span.file}:{entry.span.line}: a plugin makes an entry of it: change it there"
    settings = find_configuration(journals)
    if settings is not None:
        with suppress(OSError):
            for number, line in enumerate(settings.read_text("utf-8", "replace").splitlines(), 1):
                if who.find(line):
                    yield f"{os.path.relpath(settings)}:{number}: {line.strip()} stays: change it by hand"


def _in_git(journals: Sequence[str]) -> "list[str]":
    """Say that git keeps what was, where the journal is in a repository with commits."""
    from netledger.versions import NoVersion, Repository  # noqa: PLC0415 - only here

    try:
        Repository.of(journals[0]).commit("HEAD")
    except NoVersion:
        return []
    return ["git keeps the earlier versions of the files"]


def _tell(name: str, new: str, files: int, left: Sequence[str]) -> None:
    click.echo(f"{name} is {new} now, in {files} file{'s' * (files != 1)}.", err=True)
    if left:
        click.echo("What is left to you (see docs/privacy.md):", err=True)
        for row in left[:MOST]:
            click.echo(f"  {plain(row)}", err=True)
        if len(left) > MOST:
            click.echo(f"  … and {len(left) - MOST} more", err=True)
