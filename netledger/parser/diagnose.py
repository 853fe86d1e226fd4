"""Why a block cannot be read: a problem for each of its faulty lines.

Lark says where it stopped and what it could have read on with; `slips` turns that into what a person did and what
to write instead.
"""

import re
from typing import TYPE_CHECKING

from netledger.parser import slips
from netledger.parser.blocks import is_comment
from netledger.parser.grammar import parser
from netledger.parser.numbers import DEPTH
from netledger.parser.parts import Problem
from netledger.parser.words import DETAILS, DIRECTIVES, ENTRIES, WITH_DETAILS

if TYPE_CHECKING:
    from lark import UnexpectedInput

_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ \t]+|$)(?:![ \t]*)?([a-z]*)")
_DIRECTIVE = re.compile("|".join(rf"{word}(?![A-Za-z0-9_.-])" for word in DIRECTIVES))
_DETAIL = re.compile(rf"[ \t]+(?:![ \t]*)?(?:{'|'.join(DETAILS)})(?![A-Za-z0-9_.:-])")


def diagnose_block(text: str) -> list[Problem]:
    """Find the faulty lines of a block that the grammar does not accept; one problem for each, and at least one."""
    head, *under = text.split("\n")
    problems = []
    dated = _DATED.match(head)
    directive = _DIRECTIVE.match(head)
    if dated or directive:
        problem = _line(head, "block", directive[0] if directive else dated[1] if dated else "")
    else:
        problem = slips.beginning(head)
    if problem is not None:
        problems.append(problem)
    start = len(head) + 1
    for line in under:
        begin, start = start, start + len(line) + 1
        if is_comment(line):
            continue
        if directive:
            found: Problem | None = slips.stray(line, f"a line that begins with `{directive[0]}` has none under it")
        else:
            found = _line(line, "indented", "")
            if found is None and dated and dated[1] not in WITH_DETAILS and dated[1] in ENTRIES:
                found = _no_detail(line, dated[1])
        if found is not None:
            problems.append(found._replace(start=found.start + begin, end=found.end + begin))
    return problems or [_too_deep(text)]


def _too_deep(text: str) -> Problem:
    """Explain a block that the grammar accepts and the reader does not: its arithmetic nests too deep."""
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', lambda found: " " * len(found[0]), text)
    start = max(0, outside.find("("))
    end = outside.find("\n", start)
    message = f"more than {DEPTH} parentheses or minus signs nested"
    return Problem("NL123", start, len(text) if end < 0 else end, message, "take some away")


def diagnose_stray(line: str) -> Problem:
    """Say what is wrong with an indented line that follows no entry."""
    return slips.stray(line, "there is no entry right above it")


def _line(line: str, start: str, keyword: str) -> Problem | None:
    from lark import UnexpectedCharacters, UnexpectedToken  # noqa: PLC0415 - only where a line is faulty

    try:
        parser().parse(line, start=start)
    except UnexpectedCharacters as error:
        place = slips.Place(line, error.column - 1, _accepted(error), keyword)
    except UnexpectedToken as error:
        position = len(line) if error.token.type == "$END" else error.column - 1
        place = slips.Place(line, position, _accepted(error), keyword)
    else:
        return None
    return slips.explain(place)


def _accepted(error: "UnexpectedInput") -> frozenset[str]:
    """Return the terminals that could have come; not all that Lark's merged states look for."""
    session = error.interactive_parser
    return frozenset(session.accepts())  # type: ignore[no-untyped-call]


def _no_detail(line: str, keyword: str) -> Problem | None:
    if not _DETAIL.match(line):
        return None
    start = len(line) - len(line.lstrip())
    hint = "only metadata stands under it: write the favour or cost as an entry of its own"
    return Problem("NL128", start, len(line), f"`{keyword}` takes no details", hint)
