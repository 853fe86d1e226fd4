"""What the tests of the quick way share: a text read in both ways, and which of its lines the quick one reads."""

from functools import lru_cache
from typing import TYPE_CHECKING
from unittest.mock import patch

from netledger.parser.grammar import parser
from netledger.parser.parse import Parsed, Reader, parse
from netledger.parser.regular import Reading

if TYPE_CHECKING:
    from lark import Lark

    from netledger.core.entries import AnyEntry


@lru_cache(maxsize=4)  # the language, and the grammars in hand
def readers(lark: "Lark | None" = None) -> tuple[Reader, Reader]:
    """Return the reader that has a quick way and the one that has none, of the language or of another grammar."""
    lark = lark or parser()
    return Reader(lark), Reader(lark, quick=False)


def read_alike(text: str, lark: "Lark | None" = None) -> Parsed:
    """Assert that both ways make the same of a text, to the last zero of a number; return it."""
    quick, slow = [parse(text, "main.net", using) for using in readers(lark)]
    assert quick.diagnostics == slow.diagnostics
    assert list(map(repr, quick.records)) == list(map(repr, slow.records))
    assert quick == slow
    return quick


def read_quickly(text: str, lark: "Lark | None" = None) -> "dict[int, AnyEntry]":
    """Return the entries that the quick way reads, by the numbers of their lines, from 1.

    The reader is a new one: what it keeps of other texts must not count.
    """
    found: dict[int, AnyEntry] = {}
    entry = Reading.entry

    def noted(self: Reading, start: int, end: int) -> "AnyEntry | None":
        made = entry(self, start, end)
        if made is not None:
            found.update(dict.fromkeys(range(start + 1, end + 1), made))
        return made

    with patch.object(Reading, "entry", noted):
        parse(text, "main.net", Reader(lark or parser()))
    return found
