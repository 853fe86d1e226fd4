"""Journals to a ledger."""

import gc
import os
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from netledger.core.diagnostics import order
from netledger.core.ledger import Ledger, in_order
from netledger.core.options import read_options
from netledger.extension import PluginProblem, Transform, find, printed_by, run_transform
from netledger.loader.aliases import resolve_aliases
from netledger.loader.assemble import Assembly
from netledger.loader.checks import run_checks
from netledger.loader.files import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netledger.core.diagnostics import Diagnostic
    from netledger.core.entries import AnyEntry


class CannotLoad(OSError):  # noqa: N818 - it says what cannot be done
    """A journal that the caller named and that cannot be read; the message is one clear line."""


def load(*paths: str | os.PathLike[str], processes: int = 1) -> Ledger:
    """Load one journal or several, read one after the other; `-` is standard input.

    >>> ledger = load("examples/quickstart.net")
    >>> ledger.diagnostics
    ()

    So many `processes` may parse a large file at once, each but this one a fork: only for a program without threads.
    Faults of the journal are in `ledger.diagnostics`. Raises CannotLoad where a named file cannot be read at all.
    """
    assembly = Assembly(processes)
    with _no_collection():
        for path in paths:
            try:
                assembly.add(os.fspath(path))
            except Unreadable as error:
                raise CannotLoad(error.message + (f"; {error.hint}" if error.hint else "")) from None
        return _ledger(assembly)


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


def load_text(text: str, name: str = "-") -> Ledger:
    """Load a journal from a text; its paths are relative to the folder of `name`."""
    assembly = Assembly()
    assembly.add_text(text, name)
    return _ledger(assembly)


def _ledger(assembly: Assembly) -> Ledger:
    options, found = read_options(assembly.options)
    assembly.diagnostics.extend(_with_excerpts(assembly, found))
    resolve_aliases(assembly)
    ledger = Ledger(_sorted(assembly.entries), options, (), tuple(assembly.files), tuple(assembly.plugins))
    ledger = _transformed(ledger, assembly)
    run_checks(ledger, assembly)
    return ledger.with_diagnostics(_by_place(assembly))


def _sorted(entries: "list[AnyEntry]") -> "tuple[AnyEntry, ...]":
    return tuple(in_order(entries))  # type: ignore[arg-type]


def _transformed(ledger: Ledger, assembly: Assembly) -> Ledger:
    """Run the journal's transforms, in the order of their lines."""
    for line in assembly.plugins:
        try:
            plugin, printed = find(line.name)
        except PluginProblem as problem:
            assembly.report(problem.code, line.span, problem.message, problem.hint)
            continue
        assembly.diagnostics.extend(_with_excerpts(assembly, printed_by(line.name, printed, line.span)))
        if isinstance(plugin, Transform):
            entries, found = run_transform(line.name, plugin, ledger, line.config, line.span)
            assembly.diagnostics.extend(_with_excerpts(assembly, found))
            ledger = replace(ledger, entries=_sorted(_as_before(entries, ledger)))
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
    return sorted(assembly.diagnostics, key=lambda item: (files.get(item.span.file, len(files)), *order(item)))
