"""A journal's text with its blanks in order: amounts under each other at the decimal point, texts in one column.

Only blanks change. Each block is laid out by the tokens that the parser finds in it, so that what they say cannot
change; a block that is not sound, a comment and a heading stay as they are. Lines that stand right under each other
are aligned with each other; a blank line ends that.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netledger.core.diagnostics import width
from netledger.core.spans import Span
from netledger.parser.blocks import cut
from netledger.parser.build import build
from netledger.parser.parse import SURROGATE, reader
from netledger.parser.tokens import NUMERIC

if TYPE_CHECKING:
    from netledger.parser.automaton import Line, RawToken
    from netledger.parser.parts import Problem

INDENT = "  "

# What is longer than this before an amount or a text does not push those of other lines to the right.
_FARTHEST = 56

_BLANKS = " \t"
_NOWHERE = Span("-", 1)
_OPERATORS = frozenset({"PLUS", "MINUS", "TIMES", "OVER", "LPAR"})


def format_text(text: str) -> str:
    r"""Return a journal's text laid out; line ends, order, comments and everything but blanks are kept.

    >>> print(format_text('2026-01-01 price HOUR 60 USD\n2026-01-01  price  MILE 0.725 USD\n'), end="")
    2026-01-01 price HOUR 60 USD
    2026-01-01 price MILE  0.725 USD

    Laid out once more, it stays as it is.
    """
    whole = text.split("\n")
    lines = [line.removesuffix("\r") for line in whole]
    ends = [line[len(kept) :] + "\n" for line, kept in zip(whole, lines, strict=True)]
    ends[-1] = ends[-1].removesuffix("\n")
    laid = [line if line.strip(_BLANKS) else "" for line in lines]
    heads: list[_Row] = []
    last = -1
    for kind, start, end in cut(lines):
        rows = _rows(lines[start:end]) if kind == "entry" else None
        if rows is None:
            if kind == "silent":
                laid[start] = lines[start].rstrip(_BLANKS)
        else:
            for number, row in enumerate(rows, start):
                row.number = number
            _lay_beneath(rows[1:], laid)
        if start != last + 1 or (kind == "silent" and lines[start][:1] != ";"):
            _align(heads, laid)
            heads = []
        if rows is not None:
            heads.append(rows[0])
        last = end - 1
    _align(heads, laid)
    return "".join([f"{line}{end}" for line, end in zip(laid, ends, strict=True)])


def laid_out_as(before: str, after: str) -> str:
    r"""Lay out again what was laid out before it changed, paragraph by paragraph; return the text that it comes to.

    A blank line ends a paragraph. Where there are more or fewer of them than before, nothing is laid out.

    >>> laid_out_as("2026-01-01 meet Bob\n\n2026-01-01  call Bob\n", "2026-01-01 meet   Al\n\n2026-01-01   call Al\n")
    '2026-01-01 meet Al\n\n2026-01-01   call Al\n'
    """
    old, new = _PARAGRAPH.split(before), _PARAGRAPH.split(after)
    if len(old) != len(new):
        return after
    return "".join(
        [
            format_text(now) if now != then and format_text(then) == then else now
            for then, now in zip(old, new, strict=True)
        ]
    )


_PARAGRAPH = re.compile(r"(\n[ \t\r]*(?=\n))")


@dataclass(slots=True)
class _Row:
    """One line in its parts: `cost @Chamber`, `250`, ` USD`, `"annual dues" #club`, `; paid`."""

    indent: str
    lead: str
    number_text: str
    """The number of the first amount; empty: there is none before the text, or none that is to be aligned."""
    middle: str
    """What stands after the number, up to the text: the unit, and more."""
    text: str
    """The first text and all after it."""
    comment: str
    is_detail: bool
    number: int = 0
    """Where the line stands in the whole text."""


def _rows(lines: Sequence[str]) -> "list[_Row] | None":
    """Cut the lines of a block into their parts; None where the block is not sound."""
    block = "\n".join(lines)
    if SURROGATE.search(block):
        return None
    tokens = reader().block.read(block)
    problems: list[Problem] = []
    if tokens is None or build(tokens, _NOWHERE, problems) is None:
        return None
    rows = []
    begin = 0
    for place, line in enumerate(lines):
        found = tokens[place] if place < len(tokens) else []
        rows.append(_row(found, line, begin, INDENT if place else ""))
        begin += len(line) + 1
    return rows


def _row(tokens: "Line", line: str, begin: int, indent: str) -> _Row:
    past = tokens[-1][2] + len(tokens[-1][1]) - begin if tokens else 0
    comment = line[past:].strip(_BLANKS)
    is_detail = bool(tokens) and tokens[0][0] not in {"KEY", "DATE"}
    kinds = [token[0] for token in tokens]
    text = kinds.index("STRING") if "STRING" in kinds else len(kinds)
    number = next((place for place, kind in enumerate(kinds[:text]) if kind in NUMERIC), text)
    # Values have no columns: those of metadata, and texts right after a keyword, as of `state`, `query` and `include`.
    is_value = not is_detail and kinds[2:3] == ["STRING"]
    is_undated = not indent and kinds[:1] != ["DATE"]
    if kinds[:1] == ["KEY"] or kinds[:2] == ["DATE", "_CUSTOM"] or is_value or is_undated:
        return _Row(indent, _joined(tokens), "", "", "", comment, is_detail)
    if number == text:
        return _Row(indent, _joined(tokens[:text]), "", "", _joined(tokens[text:]), comment, is_detail)
    past_number = _past(tokens, number)
    return _Row(
        indent,
        _joined(tokens[:number]),
        _joined(tokens[number:past_number]),
        _joined(tokens[past_number:text]),
        _joined(tokens[text:]),
        comment,
        is_detail,
    )


def _past(tokens: "Line", number: int) -> int:
    """Return the place after a number, or after the parenthesis that closes it."""
    depth = 0
    for place in range(number, len(tokens)):
        depth += (tokens[place][0] == "LPAR") - (tokens[place][0] == "RPAR")
        if not depth:
            return place + 1
    return len(tokens)


def _joined(tokens: "Iterable[RawToken]") -> str:
    """Write tokens with a blank between each two; within arithmetic as people write it: `(2 * -7 + 1)`."""
    parts: list[str] = []
    before = ""
    sticks = True
    for kind, text, _start in tokens:
        if not sticks and kind != "RPAR":
            parts.append(" ")
        parts.append(text)
        sticks = kind == "LPAR" or (kind == "MINUS" and before in _OPERATORS)
        before = kind
    return "".join(parts)


def _lay_beneath(rows: Sequence[_Row], laid: list[str]) -> None:
    """Lay out the lines under an entry: details that stand right under each other are aligned."""
    run: list[_Row] = []
    for row in rows:
        if row.is_detail:
            run.append(row)
            continue
        _align(run, laid)
        _align([row], laid)
        run = []
    _align(run, laid)


def _align(rows: Sequence[_Row], laid: list[str]) -> None:
    """Write rows so that their numbers stand at one decimal point and their texts in one column."""
    point = max((size for row in rows if row.number_text and (size := _before_point(row)) <= _FARTHEST), default=0)
    written = []
    for row in rows:
        start = f"{row.indent}{row.lead}"
        if row.number_text:
            gap = " " * max(1, point - _before_point(row) + 1)
            start = f"{start}{gap}{row.number_text} {row.middle}".rstrip(_BLANKS)
        written.append(start)
    column = max(
        (size for row, start in zip(rows, written, strict=True) if row.text and (size := width(start)) <= _FARTHEST),
        default=0,
    )
    for row, start in zip(rows, written, strict=True):
        line = start
        if row.text:
            line = f"{start}{' ' * max(1, column - width(start) + 1)}{row.text}"
        if row.comment:
            line = f"{line}  {row.comment}" if line.strip(_BLANKS) else f"{row.indent}{row.comment}"
        laid[row.number] = line


def _before_point(row: _Row) -> int:
    """Return how wide a row is up to its decimal point, with one blank before the number."""
    whole = row.number_text.partition(".")[0] if row.number_text[-1].isdigit() else row.number_text
    return width(row.indent) + width(row.lead) + len(whole)


def changed_lines(before: str, after: str) -> Iterator[int]:
    """Give the numbers of the lines that differ, from 1: layout keeps how many there are."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return (number for number, (old, new) in enumerate(pairs, 1) if old != new)
