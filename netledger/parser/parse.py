"""Text to entries and diagnostics, block by block. Reads no file and knows no clock."""

import re
from bisect import bisect_right
from functools import cache, cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.diagnostics import Diagnostic, diagnostic
from netledger.core.entries import Entry
from netledger.core.phases import phase
from netledger.core.spans import Span
from netledger.parser.automaton import Automaton
from netledger.parser.blocks import Block, cut, lines_of
from netledger.parser.build import build, check_line
from netledger.parser.diagnose import diagnose_block, diagnose_stray
from netledger.parser.grammar import parser
from netledger.parser.parts import Problem
from netledger.parser.regular import Reading, Regular

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lark import Lark

    from netledger.core.entries import AnyDirective, AnyEntry


SURROGATE = re.compile("[\ud800-\udfff]")
"""Finds what stands for a byte that is no UTF-8 (by Python's `surrogateescape`)."""


class Parsed(NamedTuple):
    r"""What a text holds, in its order.

    >>> parsed = parse('2026-03-01 meet Alice\noption "title" "Mine"\n', "main.net")
    >>> [type(record).__name__ for record in parsed.records]
    ['Touch', 'Option']
    >>> parsed.diagnostics
    []
    """

    records: "list[AnyEntry | AnyDirective]"
    diagnostics: list[Diagnostic]
    directives: list[int]
    """Where the lines without a date stand among the records."""


class Reader:
    """A grammar, ready to read with: its regular lines, and the automata of a block and of one line under an entry."""

    def __init__(self, lark: "Lark", *, quick: bool = True, patience: int = 0) -> None:
        """Take a loaded grammar; with `quick` off every block is read token by token.

        So is a text of fewer blocks than `patience`, all texts before it counted: its expressions would not pay.
        """
        self._lark = lark
        self.regular = Regular(lark) if quick else None
        self._patience = patience

    def pays(self, blocks: int) -> bool:
        """Tell whether it pays to make expressions for so many blocks more."""
        self._patience -= blocks
        return self._patience < 0

    @cached_property
    def block(self) -> Automaton:
        """Reads a block."""
        return Automaton(self._lark, "block")

    @cached_property
    def line(self) -> Automaton:
        """Reads a line under an entry."""
        return Automaton(self._lark, "indented")


@cache
def reader() -> Reader:
    """Return the reader of the language, made once in a process."""
    return Reader(parser(), patience=_PATIENCE)


# To make the expressions takes as long as to read about so many blocks without them.
_PATIENCE = 1600


def parse(text: str, file: str = "-", using: Reader | None = None) -> Parsed:
    """Read a text in the `.net` language; `file` is the name that its spans carry.

    Never raises: a block that cannot be read has one diagnostic or more and no record; every other block is as if
    it stood alone. `using` is for another grammar than the language's own.
    """
    return parse_pieces([text], file, using)


def parse_pieces(pieces: "Iterable[str]", file: str, using: Reader | None = None, offset: int = 0) -> Parsed:
    """Read a text in pieces, as parse does a whole one; each of them begins where a line begins that is not indented.

    `offset` lines of the file stand before the first piece.
    """
    with phase("grammar"):
        using = using or reader()
    reading: Reading | None = None
    records: list[AnyEntry | AnyDirective] = []
    found: list[Diagnostic] = []
    directives: list[int] = []
    for text in pieces:
        with phase("cut"):
            lines = lines_of(text)
            cuts = list(cut(lines))
        if reading is None and using.regular is not None and using.pays(len(cuts)):
            with phase("grammar"):
                reading = Reading(using.regular, file)
        quick = None if reading is None else reading.entry
        broken = SURROGATE.search(text) is not None
        if reading:
            reading.turn(lines, offset)
        for kind, first, last in cuts:
            if broken and any(map(SURROGATE.search, lines[first:last])):
                pass  # a diagnostic is due
            elif kind == "silent":
                continue
            elif kind == "entry" and quick is not None:
                entry = quick(first, last)
                if entry is not None:
                    records.append(entry)
                    continue
            block = Block(kind, offset + first + 1, "\n".join(lines[first:last]))
            problems: list[Problem] = []
            record = _slowly(block, file, problems, using)
            if record is not None:
                if not isinstance(record, Entry):
                    directives.append(len(records))
                records.append(record)
            if problems:
                found.extend(_diagnostics(block, file, problems))
        offset += len(lines) - 1
    return Parsed(records, found, directives)


def _slowly(block: Block, file: str, problems: list[Problem], using: Reader) -> "AnyEntry | AnyDirective | None":
    """Read a block of any kind."""
    if SURROGATE.search(block.text):
        problems.append(_wrong_encoding(block.text))
    elif block.kind == "entry":
        return parse_block(block, file, problems, using)
    elif block.kind == "stray":
        problems.append(diagnose_stray(block.text))
    return None


def parse_block(block: Block, file: str, problems: list[Problem], using: Reader) -> "AnyEntry | AnyDirective | None":
    """Read one block token by token; where it cannot be read, say why in `problems` and return None."""
    text = block.text
    lines = using.block.read(text)
    if lines is None:
        problems.extend(diagnose_block(text))
        lines = using.block.read(without(text, problems))
        if lines is None:
            problems.extend(_beneath(text, problems, using))
            return None
        # What can be read of it may have more faults; they are told, too.
    last = text.rpartition("\n")[2]
    span = Span(file, block.line, 1, block.line + text.count("\n"), len(last) + 1)
    return build(lines, span, problems)


def _beneath(text: str, problems: list[Problem], using: Reader) -> list[Problem]:
    """Look into the lines under one that cannot be read: what is wrong in them is told in the same run."""
    lines = text.split("\n")
    begins = _begins(lines)
    faulty = {_index(begins, problem) for problem in problems}
    found: list[Problem] = []
    for number, (line, begin) in enumerate(zip(lines, begins, strict=False)):
        if number and number not in faulty:
            tokens = using.line.read(line)
            within: list[Problem] = []
            if tokens is not None:
                check_line(tokens[0], within)
            found.extend(p._replace(start=p.start + begin, end=p.end + begin if p.end >= 0 else p.end) for p in within)
    return found


def without(text: str, problems: list[Problem]) -> str:
    """Blank the lines of a block that have a problem: as many characters, so that all others keep their place."""
    lines = text.split("\n")
    begins = _begins(lines)
    for problem in problems:
        number = _index(begins, problem)
        lines[number] = " " * len(lines[number])
    return "\n".join(lines)


def _begins(lines: list[str]) -> list[int]:
    """Return where each line of a block begins in its text, and where one after them would."""
    return [0, *accumulate(len(line) + 1 for line in lines)]


def _index(begins: list[int], problem: Problem) -> int:
    """Return the index of the line that a problem is in."""
    return bisect_right(begins, problem.start) - 1


def _wrong_encoding(text: str) -> Problem:
    start = next(index for index, char in enumerate(text) if "\ud800" <= char <= "\udfff")
    message = f"a byte that is not UTF-8 (0x{ord(text[start]) & 0xFF:02X})"
    hint = "save the file as UTF-8; Latin-1 or Windows-1252, it seems"
    return Problem("NL002", start, start + 1, message, hint)


def _diagnostics(block: Block, file: str, problems: list[Problem]) -> list[Diagnostic]:
    lines = block.text.split("\n")
    begins = _begins(lines)
    found = {}
    for problem in problems:
        index = _index(begins, problem)
        excerpt, line = lines[index], block.line + index
        column = problem.start - begins[index] + 1
        last = problem.end - begins[index] + 1 if problem.end >= 0 else len(excerpt.rstrip(" \t")) + 1
        span = Span(file, line, column, line, max(last, column + 1))
        found[span, problem.code] = diagnostic(problem.code, span, problem.message, problem.hint, excerpt)
    return sorted(found.values(), key=lambda item: (item.span.line, item.span.column))
