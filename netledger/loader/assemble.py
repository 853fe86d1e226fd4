"""Files to one sequence of entries: includes, and what is pushed onto entries, as if all were pasted into one."""

import glob
import os
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from netledger.core import entries as e
from netledger.core.diagnostics import Diagnostic, diagnostic
from netledger.core.ledger import SourceFile
from netledger.core.phases import phase
from netledger.core.spans import Span
from netledger.loader.files import Source, Unreadable, read_source
from netledger.loader.folders import DISK, Folders
from netledger.parser.parse import Parsed, parse_pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

# From so many lines in a wrong encoding on, a file has one diagnostic instead of one each.
_MANY = 10

# So deep may includes nest: more is a mistake, and would end Python's own stack.
_DEEPEST = 50


class _Pushed(NamedTuple):
    """What the lines so far have pushed onto the entries that follow, each with the line that did."""

    tags: tuple[e.PushTag, ...] = ()
    meta: tuple[e.PushMeta, ...] = ()


class Names(NamedTuple):
    """The people, venues and units that a ledger names."""

    people: set[str]
    venues: set[str]
    units: set[str]


class Read(NamedTuple):
    """A file that was read and parsed."""

    name: str
    source: Source
    parsed: Parsed


class Assembly:
    """The reading of some files: everything found, in pasted order."""

    def __init__(self, known: "Mapping[str, Read] | None" = None, folders: Folders = DISK) -> None:
        """Begin with nothing read; `known` files need not be read again: by the identity that `folders` gives them."""
        self.folders = folders
        """Where the files are."""
        self.known = known or {}
        """What need not be read again, whether it was named or not."""
        self.roots: list[str] = []
        """The files that the user named."""
        self.read: dict[str, Read] = {}
        """All files that were read, likewise."""
        self.aliases: dict[str, str] = {}
        """The person of each alias."""
        self.named: Names | None = None
        """Everything that the ledger names; a check finds it out."""
        self.entries: list[e.AnyEntry] = []
        self.options: list[e.Option] = []
        self.plugins: list[e.Plugin] = []
        self.files: list[SourceFile] = []
        self.diagnostics: list[Diagnostic] = []
        self.sources: dict[str, Source] = {}
        """The text of each file by its name."""
        self.words: tuple[tuple[str, int], dict[str, int]] | None = None
        """The words of the line that a check last looked for one in; checks keep it."""
        self._others: dict[str, Source] = {}
        """The text of other files that an excerpt was wanted of."""
        self._open: list[str] = []
        self._runs: dict[str, list[tuple[int, int]]] = {}
        """Of each file where runs of entries begin: among its records, and among all entries."""

    def add(self, path: str) -> None:
        """Read a file that the user named. Raises Unreadable."""
        self.roots.append(path)
        try:
            file = self.folders.identity(path)
        except ValueError:
            raise Unreadable("NL001", f"{path!r} is not the name of a file") from None
        if file in self.read:
            place = Span(path, 1)
            self.diagnostics.append(diagnostic("NL203", place, f"{path} was read before", "it is read once"))
            return
        self._read(path, file, None, _Pushed())

    def add_text(self, text: str, name: str) -> None:
        """Read a text as if it were the file `name`."""
        self.roots.append(name)
        self._source(Source.of_text(text.removeprefix("\ufeff")), name, self.folders.identity(name), None, _Pushed())

    def excerpt(self, span: Span) -> str:
        """Return the first line of a span as it stands in its file; empty where that is not known."""
        lines = self.lines(span.file)
        return lines[span.line - 1].removesuffix("\r") if 0 < span.line <= len(lines) else ""

    def lines(self, file: str) -> list[str]:
        """Return the lines of a file that was read, or that a plugin made entries of; none where it cannot be read."""
        source = self.sources.get(file) or self._others.get(file)
        if source is None:
            try:
                source = read_source(self.folders.read(file, regular=True), file)
            except Unreadable:
                source = Source(b"")
            self._others[file] = source
        return source.lines

    def report(self, code: str, span: Span, message: str, hint: str = "") -> None:
        """Add a diagnostic with the excerpt of its line."""
        self.diagnostics.append(diagnostic(code, span, message, hint, self.excerpt(span)))

    def _read(self, path: str, file: str, parent: str | None, pushed: _Pushed) -> None:
        known = self.known.get(file)
        if known is not None:
            source = known.source
        else:
            with phase("read"):
                source = read_source(self.folders.read(path, regular=parent is not None), path)
        self._source(source, path, file, parent, pushed)

    def place(self, file: str, record: int) -> int:
        """Return where a record of a file, an entry, stands among all entries."""
        runs = self._runs[file]
        start, place = runs[bisect_right(runs, record, key=lambda run: run[0]) - 1]
        return place + record - start

    def _source(self, source: Source, name: str, file: str, parent: str | None, pushed: _Pushed) -> None:
        known = self.known.get(file)
        if known is not None and known.name == name:
            parsed = known.parsed
        else:
            with phase("parse"):
                parsed = parse_pieces(source.pieces(), name)
        self.sources[name] = source
        self.read[file] = Read(name, source, parsed)
        self._open.append(file)
        index = len(self.files)
        self.files.append(SourceFile(name, 0, 0, parent))
        self.diagnostics.extend(_fewer(parsed.diagnostics))
        count = self._records(parsed, name, pushed, self._runs.setdefault(file, []))
        self.files[index] = SourceFile(name, source.count, count, parent)
        self._open.pop()

    def _records(self, parsed: Parsed, name: str, inherited: _Pushed, runs: list[tuple[int, int]]) -> int:
        """Take the records of a file in their order; return how many are entries."""
        pushed, count, start = inherited, 0, 0
        records: list[Any] = parsed.records
        for index in (*parsed.directives, len(records)):
            entries = records[start:index]
            runs.append((start, len(self.entries)))
            self.entries.extend([_with(entry, pushed) for entry in entries] if pushed != _Pushed() else entries)
            count += len(entries)
            start = index + 1
            if index < len(records):
                pushed = self._directive(records[index], name, pushed, inherited)
        for tag in pushed.tags[len(inherited.tags) :]:
            self.report("NL207", tag.span, f"#{tag.tag} is pushed and never popped", f"end it with `poptag #{tag.tag}`")
        for meta in pushed.meta[len(inherited.meta) :]:
            hint = f"end it with `popmeta {meta.key}:`"
            self.report("NL207", meta.span, f"{meta.key}: is pushed and never popped", hint)
        return count

    def _directive(self, record: e.AnyDirective, name: str, pushed: _Pushed, inherited: _Pushed) -> _Pushed:
        if isinstance(record, e.Option):
            self.options.append(record)
        elif isinstance(record, e.Plugin):
            self.plugins.append(record)
        elif isinstance(record, e.Include):
            self._include(record, name, pushed)
        else:
            return self._push(record, pushed, inherited)
        return pushed

    # ------------------------------------------------------------------------------------------- includes

    def _include(self, line: e.Include, name: str, pushed: _Pushed) -> None:
        folder = os.path.dirname(name)  # noqa: PTH120 - paths stay as they were written
        literal = os.path.normpath(os.path.join(folder, line.path))  # noqa: PTH118
        if not glob.has_magic(line.path) or self.folders.exists(literal):
            self._include_file(line, literal, name, pushed)
            return
        identity = self.folders.identity
        own = identity(name)
        # A file that a link leads to once more is matched once, by its shortest path.
        matched: dict[str, str] = {}
        for path in sorted(self.folders.matching(folder, line.path), key=lambda hit: (len(hit), hit)):
            if identity(path) != own:
                matched.setdefault(identity(path), path)
        found = sorted(matched.values())
        if not found:
            self.report("NL201", line.span, f'no file matches "{line.path}"', "the path is relative to this file")
        for path in found:
            self._include_file(line, path, name, pushed)

    def _include_file(self, line: e.Include, path: str, parent: str, pushed: _Pushed) -> None:
        file = self.folders.identity(path)
        if file == self._open[-1]:
            self.report("NL202", line.span, "the file includes itself", "take the line away")
            return
        if file in self._open:
            message = f"{path} is being read already: it leads to this line"
            self.report("NL202", line.span, message, "take one of the includes away")
            return
        if len(self._open) >= _DEEPEST:
            self.report(
                "NL202", line.span, f"includes nest more than {_DEEPEST} deep", "include the files side by side"
            )
            return
        if file in self.read:
            self.report("NL203", line.span, f"{path} was read before", "it is skipped here")
            return
        try:
            self._read(path, file, parent, pushed)
        except Unreadable as error:
            code = "NL201" if not self.folders.exists(path) else error.code
            hint = error.hint or "the path is relative to this file"
            self.report(code, line.span, error.message, hint)

    # --------------------------------------------------------------------------------------------- pushes

    def _push(self, line: e.Directive, pushed: _Pushed, inherited: _Pushed) -> _Pushed:
        if isinstance(line, e.PushTag):
            return pushed._replace(tags=(*pushed.tags, line))
        if isinstance(line, e.PushMeta):
            return pushed._replace(meta=(*pushed.meta, line))
        if isinstance(line, e.PopTag):
            for index in range(len(pushed.tags) - 1, len(inherited.tags) - 1, -1):
                if pushed.tags[index].tag == line.tag:
                    return pushed._replace(tags=pushed.tags[:index] + pushed.tags[index + 1 :])
            self.report(
                "NL208", line.span, f"#{line.tag} was not pushed in this file", f"push it: `pushtag #{line.tag}`"
            )
        elif isinstance(line, e.PopMeta):
            for index in range(len(pushed.meta) - 1, len(inherited.meta) - 1, -1):
                if pushed.meta[index].key == line.key:
                    return pushed._replace(meta=pushed.meta[:index] + pushed.meta[index + 1 :])
            hint = f'push it: `pushmeta {line.key}: "…"`'
            self.report("NL208", line.span, f"{line.key}: was not pushed in this file", hint)
        return pushed


def _with(entry: e.AnyEntry, pushed: _Pushed) -> e.AnyEntry:
    """Give an entry what was pushed: tags after its own, metadata before its own, so that its own prevails.

    In a `custom` tags are values: a pushed one would be taken for one of them when the entry is printed.
    """
    tags = entry.tags
    if pushed.tags and not isinstance(entry, e.Custom):
        tags = tuple(dict.fromkeys((*tags, *(line.tag for line in pushed.tags))))
    meta = tuple(e.Meta(line.key, line.value, 0) for line in pushed.meta)
    return msgspec.structs.replace(entry, tags=tags, meta=meta + entry.meta)


def _fewer(found: list[Diagnostic]) -> list[Diagnostic]:
    """Make one diagnostic of many lines in a wrong encoding."""
    wrong = [item for item in found if item.code == "NL002"]
    if len(wrong) <= _MANY:
        return found
    first = wrong[0]
    message = f"{len(wrong)} blocks are not UTF-8, this one first: Latin-1 or Windows-1252, it seems"
    hint = f"save the file as UTF-8; in a shell: iconv -f WINDOWS-1252 -t UTF-8 {first.span.file} > new.net"
    one = diagnostic("NL002", first.span, message, hint, first.excerpt)
    return [one if item is first else item for item in found if item.code != "NL002" or item is first]
