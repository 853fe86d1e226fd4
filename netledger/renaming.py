"""One name for another in a journal's text: of a person, a venue, a tag, a link or a unit.

Only the tokens that are that name change, wherever they stand; strings and comments do not, nor does what cannot be
read.
"""

from typing import TYPE_CHECKING, Literal, NamedTuple
from unicodedata import normalize

from netledger.parser.blocks import cut
from netledger.parser.parse import SURROGATE, reader
from netledger.parser.tokens import identifier

if TYPE_CHECKING:
    from netledger.parser.automaton import Line

Sort = Literal["person", "venue", "tag", "link", "unit"]

SIGNS: dict[str, Sort] = {"@": "venue", "#": "tag", "^": "link"}
"""What the names of each sort begin with; those of people and units have no sign."""

TERMINALS: dict[Sort, str] = {"person": "NAME", "venue": "VENUE", "tag": "TAG", "link": "LINK", "unit": "UNIT"}
"""The terminal of the grammar that each sort of name is."""


class Renamed(NamedTuple):
    """A text in which a name was replaced."""

    text: str
    times: int
    """How often the name stood there."""
    doubtful: list[int]
    """The lines, from 1, that have the name where it was left: in a string or a comment, or in what cannot be read."""


def rename(text: str, sort: Sort, old: str, new: str) -> Renamed:
    r"""Replace a name in a text; of a venue also in those beneath it.

    >>> rename('2026-01-01 meet Bob "with Bob"\n', "person", "Bob", "Robert")
    Renamed(text='2026-01-01 meet Robert "with Bob"\n', times=1, doubtful=[1])
    >>> rename("2026-01-01 meet @A:B\n2026-01-02 meet @AB\n", "venue", "@A", "@C").text
    '2026-01-01 meet @C:B\n2026-01-02 meet @AB\n'

    Where both names then stand side by side, as in `meet Bob Robert`, one is left.
    """
    lines = text.split("\n")
    times = 0
    doubtful = []
    for kind, start, end in cut([line.removesuffix("\r") for line in lines]):
        block = "\n".join(line.removesuffix("\r") for line in lines[start:end])
        if old not in block and (block.isascii() or old not in normalize("NFC", block)):
            continue
        tokens = reader().block.read(block) if kind == "entry" and not SURROGATE.search(block) else None
        begin = 0
        for number in range(start, end):
            whole = lines[number]
            line = whole.removesuffix("\r")
            found = tokens[number - start] if tokens is not None and number - start < len(tokens) else []
            changed = _line(line, begin, found, sort, (old, new))
            lines[number] = changed.text + whole[len(line) :]
            times += changed.times
            if _names(changed.left, old):
                doubtful.append(number + 1)
            begin += len(line) + 1
    return Renamed("\n".join(lines), times, doubtful)


class _Changed(NamedTuple):
    """A line in which a name was replaced, how often, and what of the line was left as it is."""

    text: str
    times: int
    left: str


def _line(line: str, begin: int, tokens: "Line", sort: Sort, names: tuple[str, str]) -> _Changed:
    """Replace a name in one line, which begins at a place of its block's text."""
    old, new = names
    parts: list[str] = []
    left: list[str] = []
    done = times = 0
    beside: set[str] = set()
    for kind, text, place in tokens:
        if kind != "NAME":
            beside = set()
        start = place - begin
        name = identifier(text)
        now = _renamed(name, sort, old, new) if kind == TERMINALS[sort] else None
        times += now is not None
        if now is not None or (name == new and new in beside):
            between = line[done:start]
            twice = kind == "NAME" and new in beside
            parts.append(between.rstrip(" \t") if twice else between + (now or text))
            left.append(between)
            done = start + len(text)
        if kind == "NAME":
            beside.add(now or name)
    return _Changed("".join([*parts, line[done:]]), times, "\0".join([*left, line[done:]]))


def _renamed(text: str, sort: Sort, old: str, new: str) -> str | None:
    """Return the new name of a token, or None where it is another one."""
    if text == old:
        return new
    return new + text[len(old) :] if sort == "venue" and text.startswith(f"{old}:") else None


def _names(line: str, name: str) -> bool:
    """Tell whether a line has a name in it as a word."""
    place = line.find(name)
    while place >= 0:
        before, after = line[:place][-1:], line[place + len(name) :][:1]
        if not (before.isalnum() or before in {"-", "_"}) and not (after.isalnum() or after in {"-", "_"}):
            return True
        place = line.find(name, place + 1)
    return False
