"""From what the user names to what importers find in it: each file goes to the importer that knows it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from netledger.core.diagnostics import Diagnostic, diagnostic
from netledger.core.spans import Span
from netledger.foreign import PluginProblem, run_contained
from netledger.formats import IMPORTERS, Draft, ImportConfig, Importer, LeftOut, Source
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
        found = only or next((name for name in importers if _identifies(name, importers[name], source, config)), None)
        if found in importers:
            yield from _extract(found, importers[found], source, ledger, config)
        elif source.name in files:
            hint = f"known are {', '.join(importers)}; any CSV file can be imported with a --mapping"
            message = f"{source.name} is of no kind that can be imported"
            yield diagnostic("NL502", Span(source.name, 1), message, hint)
        else:
            yield LeftOut("files of other kinds")


def _identifies(name: str, importer: Importer, source: Source, config: ImportConfig) -> bool:
    if name in IMPORTERS.built_in:
        return importer.identify(source, config)
    made, _problems = run_contained(name, lambda: importer.identify(source, config), Span(source.name, 1), "importer")
    return bool(made)


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
    found = list(importer.extract(source, ledger, config))
    items: list[object] = [*found]  # it promises what these are, and may not keep it
    for item in items:
        if not isinstance(item, Draft | Diagnostic | LeftOut):
            message = f"it gave a {type(item).__name__}, not a Draft, a Diagnostic or a LeftOut"
            raise TypeError(message)
    return found
