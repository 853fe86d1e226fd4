"""Text to entries and diagnostics, block by block. Reads no file and knows no clock."""

from typing import TYPE_CHECKING, NamedTuple

from netledger.core.diagnostics import Diagnostic, diagnostic
from netledger.core.spans import Span
from netledger.parser.blocks import Block, blocks
from netledger.parser.build import build
from netledger.parser.diagnose import diagnose_block, diagnose_stray
from netledger.parser.grammar import parser
from netledger.parser.parts import Problem

if TYPE_CHECKING:
    from netledger.core.entries import AnyEntry, Directive


class Parsed(NamedTuple):
    r"""What a text holds, in its order.

    >>> parsed = parse('2026-03-01 meet Alice\noption "title" "Mine"\n', "main.net")
    >>> [type(record).__name__ for record in parsed.records]
    ['Touch', 'Option']
    >>> parsed.diagnostics
    []
    """

    records: "list[AnyEntry | Directive]"
    diagnostics: list[Diagnostic]


def parse(text: str, file: str = "-") -> Parsed:
    """Read a text in the `.net` language; `file` is the name that its spans carry.

    Never raises: a block that cannot be read has one diagnostic or more and no record; every other block is as if
    it stood alone.
    """
    records: list[AnyEntry | Directive] = []
    found: list[Diagnostic] = []
    broken = _has_surrogates(text)
    for block in blocks(text):
        problems: list[Problem] = []
        if broken and _has_surrogates(block.text):
            problems.append(_wrong_encoding(block.text))
        elif block.kind == "silent":
            continue
        elif block.kind == "entry":
            record = parse_block(block, file, problems)
            if record is not None:
                records.append(record)
        else:
            problems.append(diagnose_stray(block.text))
        if problems:
            found.extend(_diagnostics(block, file, problems))
    return Parsed(records, found)


def parse_block(block: Block, file: str, problems: "list[Problem]") -> "AnyEntry | Directive | None":
    """Read one block; where it cannot be read, say why in `problems` and return None."""
    from lark import UnexpectedInput  # noqa: PLC0415 - like the parser itself, only where it is needed

    try:
        tree = parser().parse(block.text, start="block")
    except UnexpectedInput:
        faulty = diagnose_block(block.text)
        lines = block.text.split("\n")
        if faulty[0].line > 1:  # the first line can be read: look into the other sound ones, too
            for problem in faulty:
                lines[problem.line - 1] = " ;"
            parse_block(block._replace(text="\n".join(lines)), file, problems)
        problems.extend(faulty)
        return None
    last = block.text.rpartition("\n")[2]
    span = Span(file, block.line, 1, block.line + block.text.count("\n"), len(last) + 1)
    return build(tree, span, problems)


def _has_surrogates(text: str) -> bool:
    """Tell whether a text was decoded from bytes that are no UTF-8 (by Python's `surrogateescape`)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _wrong_encoding(text: str) -> Problem:
    before, stray = next((text[:index], char) for index, char in enumerate(text) if "\ud800" <= char <= "\udfff")
    column = len(before.rpartition("\n")[2]) + 1
    message = f"a byte that is not UTF-8 (0x{ord(stray) & 0xFF:02X})"
    hint = "save the file as UTF-8; Latin-1 or Windows-1252, it seems"
    return Problem("NL002", before.count("\n") + 1, column, column + 1, message, hint)


def _diagnostics(block: Block, file: str, problems: "list[Problem]") -> list[Diagnostic]:
    lines = block.text.split("\n")
    found = {}
    for problem in problems:
        line = block.line + problem.line - 1
        excerpt = lines[problem.line - 1]
        end = problem.end or len(excerpt.rstrip(" \t")) + 1
        span = Span(file, line, problem.start, line, max(end, problem.start + 1))
        found[span, problem.code] = diagnostic(problem.code, span, problem.message, problem.hint, excerpt)
    return sorted(found.values(), key=lambda item: (item.span.line, item.span.column))
