"""Three versions of a journal's text to one: merged by entry and not by line.

A part is an entry, a heading, or some lines of comments. What both sides add is kept, wherever it stands, a new entry
with the comments right above it; what one side changes or removes is changed or removed; only where both do different
things to one part is there a conflict.
"""

import heapq
import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from netledger.parser.blocks import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OURS, BETWEEN, THEIRS = "<<<<<<< ours", "=======", ">>>>>>> theirs"

# How alike two parts with another beginning are that are taken for one that changed; 1: equal.
_ALIKE = 0.75

# Of so many pairs of parts it is found out how alike they are.
_MOST_PAIRS = 2500

_DATED = re.compile(r"\d{4}-\d{2}-\d{2}")
_BLANKS = re.compile(r'("(?:[^"\\]|\\.)*")|[ \t\r]+')


class Merged(NamedTuple):
    """A merged text, and how many conflicts are marked in it."""

    text: str
    conflicts: int


class _Part(NamedTuple):
    """Some lines of a text that are kept together."""

    above: tuple[str, ...]
    """The blank lines above them."""
    lines: tuple[str, ...]
    key: str
    """Their text without what only lays it out."""
    head: str
    """Its first two words, of an entry its day and kind."""
    loose: bool
    """Whether it is comments, which belong to what stands right under them."""

    @property
    def day(self) -> str:
        """The day that it begins with, as text; empty: none."""
        found = _DATED.match(self.head)
        return found[0] if found else ""


def merge(base: str, ours: str, theirs: str) -> Merged:
    r"""Merge what two sides made of a journal.

    >>> merge("", "2026-01-01 call Ann\n", "2026-01-02 call Bob\n").text
    '2026-01-01 call Ann\n2026-01-02 call Bob\n'

    Line ends are those of our side.
    """
    if theirs in (base, ours):
        return Merged(ours, 0)
    if ours == base:
        return Merged(theirs, 0)
    end = "\r" if ours.count("\r\n") * 2 > ours.count("\n") else ""
    old, (mine, tail), other = _parts(base)[0], _parts(ours), _parts(theirs, end)[0]
    left, right = _Side(old, mine), _Side(old, other)
    twice = Counter(part.key for parts in left.added.values() for part in parts)
    lines: list[str] = []
    conflicts = 0
    for index in range(len(old) + 1):
        _put(lines, _together(left.added[index], _without(right.added[index], twice)))
        if index == len(old):
            break
        part, a, b = old[index], left.became[index], right.became[index]
        if _same(a, b) or _same(b, part):
            _put(lines, [b if a == part and b is not None else a])
        elif _same(a, part):
            _put(lines, [b])
        else:
            conflicts += 1
            marked = (f"{OURS}{end}", *(a.lines if a else ()), f"{BETWEEN}{end}", *(b.lines if b else ()))
            _put(lines, [part._replace(lines=(*marked, f"{THEIRS}{end}"))])
    return Merged("\n".join([*lines, *tail]) if lines else "\n".join(tail), conflicts)


def _same(one: _Part | None, other: _Part | None) -> bool:
    """Tell whether two parts say the same; None: a part that was removed."""
    return one is other if one is None or other is None else one.key == other.key


class _Side:
    """What one side made of the parts of the base."""

    def __init__(self, old: "Sequence[_Part]", new: "Sequence[_Part]") -> None:
        self.became: list[_Part | None] = [None] * len(old)
        """What each part of the base is now; None: removed."""
        self.added: dict[int, list[_Part]] = defaultdict(list)
        """New parts by the index of the part of the base that they stand before."""
        place = 0
        pairs = dict(_pairs(old, new))
        for index, part in enumerate(new):
            if index in pairs:
                self.became[pairs[index]] = part
                place = pairs[index] + 1
            else:
                added = self.added[place]
                if added and added[-1].loose and not part.above and index - 1 not in pairs:
                    added[-1] = _joined(added[-1], part)
                else:
                    added.append(part)


def _pairs(old: "Sequence[_Part]", new: "Sequence[_Part]") -> "Iterable[tuple[int, int]]":
    """Give the index of each part that is not new, and that of the part of the base that it was."""
    matcher = SequenceMatcher(None, [part.key for part in old], [part.key for part in new], autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(range(new_start, new_end), range(start, end), strict=True)
        elif tag == "replace":
            yield from _changed(old, new, range(start, end), range(new_start, new_end))


def _changed(old: "Sequence[_Part]", new: "Sequence[_Part]", gone: range, come: range) -> "Iterable[tuple[int, int]]":
    """Pair parts that went with those that came in their place, the most alike first."""
    few = len(gone) * len(come) <= _MOST_PAIRS
    alike = []
    for i in gone:
        for j in come if few else come[i - gone.start : i - gone.start + 1]:
            ratio = SequenceMatcher(None, old[i].key, new[j].key, autojunk=False).ratio()
            if old[i].head == new[j].head or ratio >= _ALIKE:
                alike.append((-ratio, i, j))
    left, right = set(gone), set(come)
    for _, i, j in sorted(alike):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            yield j, i


def _without(parts: "Iterable[_Part]", others: "Counter[str]") -> list[_Part]:
    """Return the parts that the other side did not add, too."""
    kept = []
    for part in parts:
        if others[part.key] > 0:
            others[part.key] -= 1
        else:
            kept.append(part)
    return kept


def _together(ours: list[_Part], theirs: list[_Part]) -> list[_Part]:
    """Put what both sides added at one place into one order: that of the days, where both keep to it."""
    for parts in (ours, theirs):
        days = [part.day for part in parts]
        if "" in days or days != sorted(days):
            return [*ours, *theirs]
    return list(heapq.merge(ours, theirs, key=lambda part: part.day))


def _put(lines: list[str], parts: "Iterable[_Part | None]") -> None:
    """Add parts to the lines; an indented line never comes to stand under an entry that it was not part of."""
    for part in parts:
        if part is not None:
            lines.extend(part.above)
            if part.lines[0][:1] in {" ", "\t"} and lines and lines[-1].strip():
                lines.append("")
            lines.extend(part.lines)


def _parts(text: str, end: str | None = None) -> tuple[list[_Part], list[str]]:
    """Cut a text into its parts, and the blank lines after the last one; `end` is to be the end of its lines."""
    raw = text.split("\n")
    lines = [line.removesuffix("\r") for line in raw]
    if end is not None:
        raw = [f"{line}{end}" for line in lines]
    parts: list[_Part] = []
    after = 0
    for kind, start, stop in cut(lines):
        if parts and start == after and parts[-1].loose and kind != "entry" and not _heads(lines[start]):
            parts[-1] = _joined(parts[-1], _part(raw, lines, (after, start, stop), kind))
        else:
            parts.append(_part(raw, lines, (after, start, stop), kind))
        after = stop
    return parts, raw[after:]


def _heads(line: str) -> bool:
    return line[:1] in {"*", "#"}


def _joined(one: _Part, other: _Part) -> _Part:
    """Return two parts that stand right under each other as one."""
    lines, key = one.lines + other.lines, f"{one.key}\n{other.key}"
    return _Part(one.above, lines, key, other.head, loose=other.loose)


def _part(raw: list[str], lines: list[str], place: tuple[int, int, int], kind: str) -> _Part:
    """Make a part of the lines from `start` to `stop`; from `after` on there are blank lines above it."""
    after, start, stop = place
    key = "\n".join(_BLANKS.sub(lambda found: found[1] or " ", line).rstrip() for line in lines[start:stop])
    head = " ".join(lines[start].split()[:2])
    loose = kind != "entry" and not _heads(lines[start])
    return _Part(tuple(raw[after:start]), tuple(raw[start:stop]), key, head, loose=loose)
