"""A file whose text changed: what did not change in it is neither parsed nor checked again."""

from bisect import bisect_left
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from netledger.core.spans import Span
from netledger.loader.assemble import Read
from netledger.loader.files import BEGINNING, Source
from netledger.parser.parse import Parsed, parse_pieces

if TYPE_CHECKING:
    from collections.abc import Callable


class Edit(NamedTuple):
    """Some records of a file, all of them entries, that others took the place of."""

    file: str
    start: int
    """Where the first of them stands among the file's records."""
    removed: int
    added: int


class _Change(NamedTuple):
    """The bytes of a text that changed, from the beginning of a block to that of another."""

    start: int
    old_end: int
    new_end: int


def reread(file: str, read: Read, text: str) -> tuple[Read, Edit | None]:
    """Parse what changed in a text; the edit is None where the change is of more than entries."""
    source = Source.of_text(text.removeprefix("\ufeff"))
    change = _changed(read.source.data, source.data)
    line = read.source.data.count(b"\n", 0, change.start) + 1
    after = line + read.source.data.count(b"\n", change.start, change.old_end)
    if change.old_end == len(read.source.data):
        after += 1  # the last line has no end
    more = source.data.count(b"\n", change.start, change.new_end) - (after - line)
    region = parse_pieces(source.pieces(change.start, change.new_end), read.name, offset=line - 1)
    old = read.parsed
    start, end = (bisect_left(old.records, wanted, key=_line) for wanted in (line, after))
    parsed = Parsed(
        old.records[:start] + region.records + _moved(old.records[end:], more),
        [
            *(item for item in old.diagnostics if item.span.line < line),
            *region.diagnostics,
            *_moved([item for item in old.diagnostics if item.span.line >= after], more),
        ],
        [
            *(index for index in old.directives if index < start),
            *(index + start for index in region.directives),
            *(index + len(region.records) - (end - start) for index in old.directives if index >= end),
        ],
    )
    only_entries = not region.directives and not any(start <= index < end for index in old.directives)
    edit = Edit(file, start, end - start, len(region.records)) if only_entries else None
    return Read(read.name, source, parsed), edit


def _line(record: Any) -> int:  # noqa: ANN401 - any record
    line: int = record.span.line
    return line


def _moved(items: list[Any], lines: int) -> list[Any]:
    """Return records or diagnostics so many lines further down."""
    if not lines:
        return items
    replace = msgspec.structs.replace
    return [
        replace(item, span=Span(at.file, at.line + lines, at.column, at.end_line + lines, at.end_column))
        for item in items
        for at in (item.span,)
    ]


def _changed(old: bytes, new: bytes) -> _Change:
    """Find what two texts do not have in common, in whole blocks."""
    shorter = min(len(old), len(new))
    before = _longest(shorter, lambda a, b: old[a:b] == new[a:b])
    ends = len(old), len(new)
    after = _longest(shorter - before, lambda a, b: old[ends[0] - b : ends[0] - a] == new[ends[1] - b : ends[1] - a])
    start = before
    while start > 0:  # a block begins before the change: what follows a block may become a part of it
        start = old.rfind(b"\n", 0, start - 1) + 1 if start > 1 else 0
        if start == 0 or old[start : start + 1] not in _NO_BEGINNING:
            break
    found = BEGINNING.search(old, len(old) - after)
    if found is None:
        return _Change(start, len(old), len(new))
    return _Change(start, found.end(), found.end() + len(new) - len(old))


_NO_BEGINNING = (b" ", b"\t", b"\r", b"\n", b"")


def _longest(limit: int, equal: "Callable[[int, int], bool]") -> int:
    """Return how far two texts are equal, at most `limit`, of what says whether they are between two places."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if equal(low, middle):
            low = middle
        else:
            high = middle - 1
    return low
