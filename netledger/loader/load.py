"""Journals to a ledger."""

import gc
import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from netledger.core.booking import book
from netledger.core.diagnostics import order as by_place
from netledger.core.entries import Balance
from netledger.core.ledger import Ledger, in_order, order_of
from netledger.core.options import read_options
from netledger.core.phases import phase
from netledger.extension import PLUGINS, Transform, run_transform
from netledger.foreign import PluginProblem, printed_by
from netledger.loader.aliases import resolve_aliases
from netledger.loader.assemble import Assembly
from netledger.loader.checks import Change, run_checks
from netledger.loader.files import Unreadable
from netledger.loader.folders import DISK, Folders
from netledger.loader.reread import Edit, reread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from netledger.core.booking import Exchange
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.entries import AnyEntry
    from netledger.loader.upkeep import Asked


class CannotLoad(OSError):  # noqa: N818 - it says what cannot be done
    """A journal that the caller named and that cannot be read; the message is one clear line."""


def load(
    *paths: str | os.PathLike[str], updatable: bool = True, folders: Folders = DISK, asked: "Asked | None" = None
) -> Ledger:
    """Load one journal or several, read one after the other; `-` is standard input.

    >>> ledger = load("examples/quickstart.net")
    >>> ledger.diagnostics
    ()

    An `updatable` ledger keeps what `update` needs: the texts of its files, which take memory. The files are on the
    disk, or wherever else `folders` finds them. What is `asked` for is checked besides: `Asked({"stale"}, today)`.
    Faults of the journal are in `ledger.diagnostics`. Raises CannotLoad where a named file cannot be read at all.
    """
    assembly = Assembly(folders=folders)
    with _no_collection():
        for path in paths:
            _add(assembly, os.fspath(path))
        ledger = _ledger(assembly, asked=asked)
        return ledger if updatable else ledger.without_origin()


def _add(assembly: Assembly, path: str) -> None:
    try:
        assembly.add(path)
    except Unreadable as error:
        raise CannotLoad(error.message + (f"; {error.hint}" if error.hint else "")) from None


@contextmanager
def _no_collection() -> "Iterator[None]":
    """Keep Python's cycle collector from looking through all entries again and again while they are made.

    They hold no cycles: it would find nothing.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def load_text(text: str, name: str = "-", asked: "Asked | None" = None) -> Ledger:
    """Load a journal from a text; its paths are relative to the folder of `name`."""
    assembly = Assembly()
    with _no_collection():
        assembly.add_text(text, name)
        return _ledger(assembly, asked=asked)


def update(ledger: Ledger, path: str | os.PathLike[str], text: str) -> Ledger:
    r"""Return the ledger as it is after one of its files got another text; what did not change is not read again.

    >>> ledger = load_text("2026-03-01 connect Alice\n", "main.net")
    >>> update(ledger, "main.net", "2026-03-02 connect Alice\n").entries[0].date
    datetime.date(2026, 3, 2)

    It equals a fresh load, spans included, if no other file changed. Nothing is written; the texts of earlier updates
    hold on. Paths are relative to the current folder, which must be that of the load. Raises ValueError where the
    ledger was not loaded to be updated, or not from that file, and CannotLoad where a file is not found again.
    """
    before = ledger.origin
    if not isinstance(before, Origin):
        raise ValueError("the ledger was not loaded, or not to be updated")  # noqa: TRY004 - not a matter of its type
    file = before.assembly.folders.identity(os.fspath(path))
    if file not in before.assembly.read:
        message = f"{os.fspath(path)} is no file of the ledger"
        raise ValueError(message)
    with _no_collection():
        read, edit = reread(file, before.assembly.read[file], text)
        known = {**before.assembly.known, **before.assembly.read, file: read}
        assembly = Assembly(known, before.assembly.folders)
        for root in before.assembly.roots:
            _add(assembly, root)
        return _ledger(assembly, Before(ledger, edit) if edit is not None else None)


@dataclass
class Origin:
    """Where a ledger comes from.

    Ledgers that differ in other fields share one, and `booked` is filled in later: only from the very entries it names.
    """

    assembly: Assembly
    order: list[int]
    """Where each of its entries stands in the assembly."""
    entries: "tuple[AnyEntry, ...]"
    """Those of the ledger, before any plugin changed them."""
    booked: "list[Sequence[Exchange]] | None" = None
    """What each entry of the assembly exchanges, once it was found out."""
    codes: frozenset[str] = frozenset()
    """The codes of the diagnostics that the ledger had."""


class Before(NamedTuple):
    """The ledger before a change of some entries that stand together."""

    ledger: Ledger
    edit: Edit


def _ledger(assembly: Assembly, before: Before | None = None, asked: "Asked | None" = None) -> Ledger:
    options, found = read_options(assembly.options)
    assembly.diagnostics.extend(_with_excerpts(assembly, found))
    resolve_aliases(assembly)
    change = None if before is None else _change(assembly, before)
    with phase("sort"):
        if before is None or change is None:
            origin = _origin(assembly, order_of(assembly.entries))
        else:
            origin = _carried(assembly, before.ledger, change)
    ledger = Ledger(origin.entries, options, (), tuple(assembly.files), tuple(assembly.plugins), origin)
    if origin.booked is not None:
        found_out = [(assembly.entries[i], origin.booked[i]) for i in origin.order if origin.booked[i]]
        ledger.__dict__["booked"] = tuple(found_out)
    with phase("plugins"):
        ledger = _transformed(ledger, assembly)
    with phase("check"):
        run_checks(ledger, assembly, change)
        if asked is not None:
            from netledger.loader.upkeep import run_upkeep  # noqa: PLC0415 - few calls ask

            run_upkeep(ledger, assembly, asked)
    origin.codes = frozenset(item.code for item in assembly.diagnostics)
    return ledger.with_diagnostics(_by_place(assembly))


def _origin(assembly: Assembly, order: list[int]) -> Origin:
    return Origin(assembly, order, tuple([assembly.entries[index] for index in order]))


def _change(assembly: Assembly, before: Before) -> Change | None:
    """Return what changed in a ledger's entries; None where more than entries changed."""
    old: Assembly = before.ledger.origin.assembly
    alike = list(old.read) == list(assembly.read) and old.aliases == assembly.aliases
    if not alike or assembly.plugins or old.named is None:
        return None
    place = assembly.place(before.edit.file, before.edit.start)
    removed = old.entries[place : place + before.edit.removed]
    added = assembly.entries[place : place + before.edit.added]
    return Change(place, removed, added, old.named, before.ledger.origin.codes)


def _carried(assembly: Assembly, ledger: Ledger, change: Change) -> Origin:
    """Carry over what was found out about the entries that did not change."""
    old: Origin = ledger.origin
    alike = [*map(_rank, change.removed)] == [*map(_rank, change.added)]
    origin = _origin(assembly, old.order if alike else order_of(assembly.entries))
    if old.booked is None and "booked" in ledger.__dict__ and ledger.entries is old.entries:
        known = {id(entry): exchanges for entry, exchanges in ledger.booked}
        old.booked = [known.get(id(entry), ()) for entry in old.assembly.entries]
    if old.booked is not None:
        end = change.place + len(change.removed)
        origin.booked = [
            *old.booked[: change.place],
            *[tuple(book(entry)) for entry in change.added],
            *old.booked[end:],
        ]
    return origin


def _rank(entry: "AnyEntry") -> "tuple[date, bool]":
    return entry.date, isinstance(entry, Balance)


def _transformed(ledger: Ledger, assembly: Assembly) -> Ledger:
    """Run the journal's transforms, in the order of their lines."""
    for count, line in enumerate(assembly.plugins, 1):
        try:
            plugin, printed = PLUGINS.find(line.name)
        except PluginProblem as problem:
            assembly.report(problem.code, line.span, problem.message, problem.hint)
            continue
        assembly.diagnostics.extend(_with_excerpts(assembly, printed_by(line.name, printed, line.span)))
        if isinstance(plugin, Transform):
            so_far = replace(ledger, plugins=ledger.plugins[:count])  # its own line is the last
            entries, found = run_transform(line.name, plugin, so_far, line.config, line.span)
            assembly.diagnostics.extend(_with_excerpts(assembly, found))
            ledger = replace(ledger, entries=tuple(in_order(_as_before(entries, ledger))))  # type: ignore[arg-type]
    return ledger


def _as_before(entries: "list[AnyEntry]", ledger: Ledger) -> "list[AnyEntry]":
    """Put the entries that a plugin was given back into their order, and its own after them: it may return any."""
    places = {id(entry): index for index, entry in enumerate(ledger.entries)}
    return sorted(entries, key=lambda entry: places.get(id(entry), len(places)))


def _with_excerpts(assembly: Assembly, found: "list[Diagnostic]") -> "list[Diagnostic]":
    return [
        item if item.excerpt else msgspec.structs.replace(item, excerpt=assembly.excerpt(item.span)) for item in found
    ]


def _by_place(assembly: Assembly) -> "list[Diagnostic]":
    """Sort by file in the order of reading, then by line."""
    files = {name: index for index, name in enumerate(assembly.sources)}
    return sorted(assembly.diagnostics, key=lambda item: (files.get(item.span.file, len(files)), *by_place(item)))
