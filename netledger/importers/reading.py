"""From what the user names to what importers find in it: each file goes to the importer that knows it."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from netledger.core import entries as e
from netledger.core.diagnostics import Diagnostic, diagnostic
from netledger.core.spans import Span
from netledger.foreign import PluginProblem, run_contained
from netledger.formats import IMPORTERS, Contact, Draft, ImportConfig, Importer, LeftOut, Source
from netledger.importers.shaping import renamed
from netledger.importers.sources import find_sources

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger

Finding = Draft | Diagnostic | LeftOut


def read_files(
    files: Sequence[str], workspace: Path, ledger: "Ledger", config: ImportConfig, only: str | None = None
) -> Iterator[Finding]:
    """Give what the importers find in files, folders and archives, each recognised by its content.

    With `only`, the name of an importer, all files are taken for its own. A file that the user named and nothing
    knows is a diagnostic; in a folder or an archive such files are counted.
    """
    importers: dict[str, Importer] = {}
    for name in [only] if only is not None else IMPORTERS.names():
        try:
            importers[name] = IMPORTERS.find(name).plugin
        except PluginProblem as problem:
            yield diagnostic(problem.code, Span(f"importer {name}", 1), problem.message, problem.hint)
    for source in find_sources(files, workspace):
        if isinstance(source, Diagnostic):
            yield source
            continue
        found = only
        for name in [] if only is not None else [*importers]:
            knows, problems = _identifies(name, importers[name], source, config)
            if problems:  # it would fail for each file
                yield problems[0]
                del importers[name]
            elif knows:
                found = name
                break
        if found in importers:
            yield from _extract(found, importers[found], source, ledger, config)
        elif source.name in files:
            hint = f"known are {', '.join(importers)}; any CSV file can be imported with a --mapping"
            message = f"{source.name} is of no kind that can be imported"
            yield diagnostic("NL502", Span(source.name, 1), message, hint)
        else:
            yield LeftOut("files of other kinds")


def _identifies(
    name: str, importer: Importer, source: Source, config: ImportConfig
) -> tuple[bool, Sequence[Diagnostic]]:
    if name in IMPORTERS.built_in:
        return importer.identify(source, config), ()
    span = Span(source.name, 1)
    made, problems = run_contained(name, lambda: bool(importer.identify(source, config)), span, "importer")
    return made is True, problems


def _extract(
    name: str, importer: Importer, source: Source, ledger: "Ledger", config: ImportConfig
) -> Iterator[Finding]:
    if name in IMPORTERS.built_in:
        yield from importer.extract(source, ledger, config)
        return
    # Whole, since nothing of ours may run between the pieces that foreign code gives.
    span = Span(source.name, 1)
    made, problems = run_contained(name, lambda: _checked(importer, source, ledger, config), span, "importer")
    yield from problems
    yield from made or ()


def _checked(importer: Importer, source: Source, ledger: "Ledger", config: ImportConfig) -> list[Finding]:
    return [_sound(item) for item in importer.extract(source, ledger, config)]


def _sound(item: object) -> Finding:
    """Return what an importer gave. Raises where it is not what it promised, and would fail further on."""
    if isinstance(item, Diagnostic | LeftOut):
        return item
    if not isinstance(item, Draft):
        message = f"it gave a {type(item).__name__}, not a Draft, a Diagnostic or a LeftOut"
        raise TypeError(message)
    people = {key: _of_its_types(contact, Contact) for key, contact in item.people.items()}
    entry = _of_its_types(item.entry, e.Entry)
    try:
        renamed(entry, {key: key for key in people}, set())
        if isinstance(entry, e.Person):
            people[entry.name]
    except KeyError as error:
        message = f"the draft {item.id!r} names {error}, who is not in its people"
        raise LookupError(message) from None
    declares = tuple(_of_its_types(declared, e.Entry) for declared in item.declares)
    return Draft(entry, people, str(item.id), daily=bool(item.daily), declares=declares)


_Made = TypeVar("_Made", bound=msgspec.Struct)


def _of_its_types(made: _Made, kind: type[msgspec.Struct]) -> _Made:
    """Check the types of what foreign code put into a Struct: a text for a tuple of texts, a date as text."""
    if not isinstance(made, kind):
        what = "a Contact" if kind is Contact else "an entry"
        message = f"it gave a {type(made).__name__}, where {what} should be"
        raise TypeError(message)
    return msgspec.convert(msgspec.structs.asdict(made), type(made), builtin_types=(date, Decimal))
