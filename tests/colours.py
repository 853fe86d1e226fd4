"""What the tests of editors share: samples, the classes that the parser gives their tokens, and the generator."""

import importlib
import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import NamedTuple

from conftest import ROOT

from netledger.highlight import table
from netledger.parser.blocks import blocks
from netledger.parser.parse import reader

EDITORS = ROOT / "editors"
EXAMPLES = sorted((ROOT / "examples").glob("**/*.net"))

HARD = """\
* Élise's heading
## another ; no comment
*no heading

   ; a comment on its own, with "quotes"
2026-01-01 price HOUR (2 * (7 + -1) - 3) USD ; "no text"
2026-01-01 person Élise "a \\"quoted\\" ; text" #größe ^li-1
2026-01-02 meet from O'Neil 李雷 J.R AI @Chamber:Mixers @dev.to "x" #2026 ^a/b
  every:30d
  give: give
  x: TRUE
  x: (1 / 3) CO2-KG
  x: 2026-01-01
  ! give AI 1,250.50 X'Y.Z_9 1h30m "promised"; done
\tcost -3 USD -45m
2026-01-03 ! outcome give 4800 USD from Zoë for प्रिया Bob
2026-01-04 custom "mood" TRUE 3 USD note weekly Alice -7 6mo FALSE
2026-01-05 budget 10 HOUR monthly @Chamber
2026-01-06 venue @Chamber "C" org
2026-01-07 intro Dave by Carol
pushmeta source: meet
popmeta source:
poptag #x
"""
"""What is easily got wrong, in the sequence of a journal."""


class Place(NamedTuple):
    """A token as the parser reads it, and where."""

    line: int
    """From 0."""
    column: int
    """In characters, from 0."""
    text: str
    kind: str
    """Its class."""


def parsed(text: str) -> Iterator[Place]:
    """Give the tokens of the blocks that the parser accepts, and comments and headings."""
    for block in blocks(text):
        if block.kind == "silent":
            kind = "comment" if block.text.lstrip(" \t").startswith(";") else "heading"
            shown = block.text.lstrip(" \t") if kind == "comment" else block.text
            yield Place(block.line - 1, len(block.text) - len(shown), shown, kind)
        elif block.kind == "entry" and (lines := reader().block.read(block.text)) is not None:
            for terminal, shown, start in (token for line in lines for token in line):
                before = block.text[:start]
                column = start - before.rfind("\n") - 1
                yield Place(block.line - 1 + before.count("\n"), column, shown, table().class_of(terminal))


SAMPLES = {**{str(path.relative_to(ROOT)): path.read_text("utf-8") for path in EXAMPLES}, "hard.net": HARD}


@cache
def generator() -> ModuleType:
    sys.path.insert(0, str(EDITORS))
    try:
        return importlib.import_module("generate")
    finally:
        sys.path.remove(str(EDITORS))
