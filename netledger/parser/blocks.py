"""Cut a text into blocks: a line that begins at column 0, and the indented lines right under it."""

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADING = re.compile(r"(?:\*+|#+)(?:[ \t]|$)")
"""Matches a heading: `*`, `**`, `#`, `##` …, then a blank or the end of the line. Editors fold on it."""


class Block(NamedTuple):
    r"""Some lines of a text that are read together.

    >>> for block in blocks("; a note\n2026-03-01 meet Alice\n  cost 1h\n"):
    ...     print(block.line, block.kind, repr(block.text))
    1 silent '; a note'
    2 entry '2026-03-01 meet Alice\n  cost 1h'
    """

    kind: str
    """`entry` (dated or not), `silent` (a comment or a heading), or `stray` (an indented line without entry)."""
    line: int
    """Of its first line, from 1."""
    text: str
    """Its lines without the last line end, LF between them."""


def is_blank(line: str) -> bool:
    """Tell whether a line holds blanks and tabs alone: those only count as blank."""
    return not line.strip(" \t")


def is_comment(line: str) -> bool:
    """Tell whether a line, indented or not, holds a comment alone."""
    return line.lstrip(" \t").startswith(";")


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, their ends LF or CRLF; the last one may be empty."""
    lines = text.replace("\r\n", "\n").split("\n")
    lines[-1] = lines[-1].removesuffix("\r")  # a last line that was cut in the middle of its CRLF
    return lines


_SPECIAL = frozenset(("", " ", "\t", ";", "*", "#"))


def cut(lines: list[str], start: int = 0, end: int | None = None) -> "Iterator[tuple[str, int, int]]":
    """Give the kind of each block of some lines, the index of its first line and that past its last."""
    total = len(lines) if end is None else end
    number = start
    while number < total:
        line = lines[number]
        start = number
        number += 1
        first = line[:1]
        if first in _SPECIAL and not (first in {"*", "#"} and not HEADING.match(line)):
            if not is_blank(line):
                yield "stray" if first in {" ", "\t"} and not is_comment(line) else "silent", start, number
            continue
        while number < total and lines[number][:1] in {" ", "\t"} and not is_blank(lines[number]):
            number += 1
        yield "entry", start, number


def blocks(text: str) -> "Iterator[Block]":
    """Cut a text, line ends LF or CRLF, into its blocks, in order; blank lines belong to none."""
    lines = lines_of(text)
    for kind, start, end in cut(lines):
        yield Block(kind, start + 1, "\n".join(lines[start:end]))
