"""Where a journal's files give a person away, and what is proposed for each place.

The names of the entries, the full name and the aliases change without question. Whatever else gives the person away
(texts, comments, tags, links, venues, metadata, lines that cannot be read) is a mention each, to be decided on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from netledger.core.options import SETTINGS
from netledger.core.values import KNOWN
from netledger.identifying import NAMING_KEYS, Identity
from netledger.parser.blocks import cut
from netledger.parser.parse import SURROGATE, reader
from netledger.parser.tokens import identifier, unquote
from netledger.renaming import rename

if TYPE_CHECKING:
    from netledger.parser.automaton import Line, RawToken

Sort = Literal["sign", "text", "plain", "removal"]

_IDENTIFYING = frozenset({"email", "url", "born", "company", "id"})
"""The keys that are proposed to go from the person's own declarations, whatever they say."""

_TELLING = frozenset({"STRING", "NUMBER", "DATE", "NAME", "VENUE", "LINK"})
"""What tells who it is under any other key, too: a telephone, a wedding day, a sister. Words and intervals stay."""

_PAIR = 2

_SIGNS = frozenset({"VENUE", "TAG", "LINK", "WORD", "KEY", "NAME"})
_WRITTEN_TO = frozenset({"title", "add_to"})
"""The options of the language whose values are words of the user's own."""


_DECLARES = re.compile(r"\S+[ \t]+(?:person|connect)\b")


class Place(NamedTuple):
    """A part of a line: from here, up to there."""

    file: str
    line: int
    """From 1."""
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Mention:
    """Something that gives the person away, and that a decision is due on."""

    sort: Sort
    """`sign`: a tag, link, venue, word, key or name, everywhere alike; `text`: a string; `plain`: a comment, a heading,
    a line that cannot be read; `removal`: a line of metadata that is to go."""
    text: str
    """What stands there: of a string, what stands between the quotes, escapes resolved."""
    places: tuple[Place, ...]
    kind: str = ""
    """The terminal of the grammar that a sign is."""
    proposal: str = ""
    """Of a sign; that of a text hangs on what is decided on the signs."""
    theirs: bool = False
    """Whether it is what somebody else is called, or that person's address."""
    prose: bool = False
    """Whether it is said in words, where an everyday word in lower case names nobody."""


class Left(NamedTuple):
    """A place that gives the person away and that no decision can change."""

    file: str
    line: int
    why: str


class Paper(NamedTuple):
    """A document that belongs to the person, or has the name in its path."""

    file: str
    line: int
    path: str
    mention: Mention | None
    """What is to be decided on the path."""


@dataclass
class Mentions:
    """What was found in the files of a journal."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    """By file, the lines with their names replaced; a CR at the end of each where the file has them."""
    full_names: dict[tuple[str, int], list[Place]] = field(default_factory=dict)
    """By file and line, what goes without question."""
    removed: set[tuple[str, int]] = field(default_factory=set)
    """The lines that go without question: those of aliases."""
    signs: dict[str, Mention] = field(default_factory=dict)
    """By the whole name: `@City:Bob` for the second word of that venue."""
    texts: list[Mention] = field(default_factory=list)
    """All others, in the order of the files."""
    unread: set[tuple[str, int]] = field(default_factory=set)
    """The lines, file and number, of blocks that cannot be read."""
    undeclared: list[tuple[str, int]] = field(default_factory=list)
    """The first lines, file and number, of such blocks that would declare the person: what they say is not known."""
    left: list[Left] = field(default_factory=list)
    documents: list[Paper] = field(default_factory=list)
    everyday: list[str] = field(default_factory=list)
    """The texts in which an everyday word in lower case was left."""


def look_for(who: Identity, texts: Mapping[str, str]) -> Mentions:
    """Look through the files of a journal, by name, for a person.

    >>> from netledger import load_text
    >>> from netledger.identifying import identity
    >>> text = '2026-01-02 meet Bob "with Bob" #bob'
    >>> found = look_for(identity(load_text(text), "Bob", "Somebody-1"), {"main.net": text})
    >>> [mention.proposal for mention in found.signs.values()], [mention.text for mention in found.texts]
    (['#Somebody-1'], ['with Bob'])
    """
    search = _Search(who)
    for file, text in texts.items():
        for name in sorted(who.names):
            text = rename(text, "person", name, who.pseudonym).text  # noqa: PLW2901 - one name after the other
        search.file(file, text)
    found = search.found
    for (kind, name), places in search.signs.items():
        word = name.rpartition(":")[2] if kind == "VENUE" else name
        found.signs[name] = Mention("sign", word, tuple(places), kind, search.free(kind, name, word))
    order = {file: number for number, file in enumerate(texts)}
    found.texts.sort(key=lambda one: (order[one.places[0].file], *one.places[0][1:3]))
    return found


class _Search:
    """Goes through files block by block; what it finds it keeps."""

    def __init__(self, who: Identity) -> None:
        self.found = Mentions()
        self._who = who
        self.signs: dict[tuple[str, str], list[Place]] = {}
        """By the terminal and the whole name, in the order of the files."""
        self._told: set[str] = set()
        self._proposed: set[tuple[str, str]] = set()

    def file(self, file: str, text: str) -> None:
        lines = text.split("\n")
        self.found.lines[file] = lines
        bare = [line.removesuffix("\r") for line in lines]
        for kind, start, end in cut(bare):
            block = bare[start:end]
            own = any(self._who.pseudonym in line for line in block)
            if not own and not any(map(self._who.spellings.within, block)):
                continue
            joined = "\n".join(block)
            tokens = reader().block.read(joined) if kind == "entry" and not SURROGATE.search(joined) else None
            if tokens is None:
                if _DECLARES.match(block[0]) and any(name in block[0] for name in self._who.names):
                    self.found.undeclared.append((file, start + 1))
                for number, line in enumerate(block, start + 1):
                    self.found.unread.add((file, number))
                    self._plain(file, number, line, 0)
            else:
                self._block(file, start + 1, block, _placed(tokens, block))

    def _block(self, file: str, first: int, block: list[str], tokens: "list[Line]") -> None:
        head = tokens[0]
        names = {identifier(text) for kind, text, _ in head if kind == "NAME"}
        declares = any(kind in {"_PERSON", "_CONNECT"} for kind, _, _ in head)
        own = declares and names == {self._who.pseudonym}
        theirs = declares and bool(names) and self._who.pseudonym not in names
        for number, (line, found) in enumerate(zip(block, tokens, strict=True), first):
            done = found[-1][2] + len(found[-1][1]) if found else 0
            goes = own and found and found[0][0] == "KEY" and self._own_metadata(file, number, line, found)
            self._plain(file, number, line, done)
            if goes:
                continue
            for index, token in enumerate(found):
                self._token(file, number, line, found, index, _Within(head, own, theirs, token))

    def _own_metadata(self, file: str, number: int, line: str, tokens: "Line") -> bool:
        """Take up a line of metadata of the person's own; return whether it is to go."""
        key = tokens[0][1][:-1]
        if key == "alias":
            self.found.removed.add((file, number))
        elif key in _IDENTIFYING or (key != "due" and len(tokens) == _PAIR and tokens[1][0] in _TELLING):
            self.found.texts.append(Mention("removal", line.strip(), (Place(file, number, 0, len(line)),)))
        else:
            return False
        return True

    def _token(self, file: str, number: int, line: str, tokens: "Line", index: int, within: "_Within") -> None:
        kind, text, start = within.token
        place = Place(file, number, start, start + len(text))
        if kind == "STRING":
            self._string(place, line, tokens, index, within)
        elif kind == "VENUE":
            self._venue(place, text)
        elif kind in _SIGNS:
            self._sign(place, kind, text, is_kind=tokens[max(index - 1, 0)][0] == "_OUTCOME")
        elif kind == "UNIT" and self._who.find(text):
            self._leave(place, f"the unit {text} is no name", once=text)

    def _string(self, place: Place, line: str, tokens: "Line", index: int, within: "_Within") -> None:
        text = unquote(within.token[1])
        head = within.head
        keyword = next((kind for kind, _, _ in head if kind.startswith("_")), "")
        first = tokens is head and index > 0 and tokens[index - 1][0] == keyword
        if keyword == "_PERSON" and within.own and tokens is head:
            before = len(line[: place.start].rstrip(" \t"))
            self.found.full_names.setdefault(place[:2], []).append(place._replace(start=before))
            return
        is_path = keyword == "_DOCUMENT" and tokens is head
        prose = not is_path and keyword not in {"_QUERY", "_OPTION"} and tokens[0][1][:-1] not in NAMING_KEYS
        if not self._found(text, prose=prose):
            if is_path and any(name == self._who.pseudonym for _, name, _ in head):
                self.found.documents.append(Paper(place.file, place.line, text, None))
            return
        if keyword == "_INCLUDE":
            self._leave(place, f"it includes {text}: rename that file, and change the line")
        elif keyword == "_PLUGIN":
            self._leave(place, f"{line.strip()} is what a plugin reads: change that, and the line")
        elif (keyword == "_OPTION" and first) or _is_setting(keyword, head):
            self._leave(place, f"{line.strip()} is of netledger's own words")
        else:
            full_name = keyword == "_PERSON" and tokens is head
            theirs = within.theirs and (full_name or tokens[0][1][:-1] in NAMING_KEYS)
            if self._who.find(text, theirs=theirs):
                mention = Mention("text", text, (place,), theirs=theirs, prose=prose)
                self.found.texts.append(mention)
                if is_path:
                    self.found.documents.append(Paper(place.file, place.line, text, mention))
            else:
                self._leave(place, f"{text} is what somebody else is called")

    def _venue(self, place: Place, text: str) -> None:
        parts = text.split(":")
        start = place.start
        for count, part in enumerate(parts, 1):
            if self._who.find(part):
                name = identifier(":".join(parts[:count]))
                self._add_sign("VENUE", name, place._replace(start=start, end=start + len(part)))
            start += len(part) + 1

    def _sign(self, place: Place, kind: str, text: str, *, is_kind: bool) -> None:
        name = identifier(text)
        if kind == "NAME" and (name in self._who.others or name == self._who.pseudonym):
            return
        if (kind == "KEY" and text[:-1] in KNOWN) or not self._who.find(text):
            return
        if is_kind:
            self._leave(place, f"`{text}` is the kind of an outcome", once=text)
            return
        self._add_sign(kind, name, place)

    def _add_sign(self, kind: str, name: str, place: Place) -> None:
        self.signs.setdefault((kind, name), []).append(place)

    def _plain(self, file: str, number: int, line: str, start: int) -> None:
        """Take up what stands in a line from some place on: a comment, a heading, what cannot be read."""
        start += len(line[start:]) - len(line[start:].lstrip(" \t"))
        if self._found(line[start:], prose=True):
            where = Place(file, number, start, len(line))
            self.found.texts.append(Mention("plain", line[start:], (where,), prose=True))

    def _found(self, text: str, *, prose: bool) -> bool:
        """Tell whether a text gives the person away, and keep count of those with an everyday word that is left."""
        found = self._who.find(text, prose=prose)
        if prose and self._who.everyday and found != self._who.find(text):
            self.found.everyday.append(text)
        return bool(found)

    def _leave(self, place: Place, why: str, once: str = "") -> None:
        if once not in self._told:
            self.found.left.append(Left(place.file, place.line, why))
        if once:
            self._told.add(once)

    def free(self, kind: str, name: str, word: str) -> str:
        """Return what a sign is proposed to become: a token of its kind that no other one is."""
        pseudonym = pseudonym_as(kind, self._who.pseudonym)
        sign = word[:1] if kind in {"VENUE", "TAG", "LINK"} and word[:1] in "@#^" else ""
        end = ":" if kind == "KEY" else ""
        bare = word[len(sign) :].removesuffix(end)
        made = replaced(bare, [(start, end, pseudonym) for start, end in self._who.find(bare)])
        above = name.rpartition(":")[0] if kind == "VENUE" else ""
        proposal, count = made, 1
        while (kind, f"{above}:{sign}{proposal}") in self._proposed:
            count += 1
            proposal = f"{made}-{count}"
        self._proposed.add((kind, f"{above}:{sign}{proposal}"))
        return f"{sign}{proposal}{end}"


class _Within(NamedTuple):
    """What a token stands in: the first line of its block, and whose declaration that is."""

    head: "Line"
    own: bool
    theirs: bool
    token: "RawToken"


def _placed(tokens: "list[Line]", block: list[str]) -> "list[Line]":
    """Give each token its place in its line instead of that in its block."""
    placed: list[Line] = []
    begin = 0
    for number, line in enumerate(block):
        found = tokens[number] if number < len(tokens) else []
        placed.append([(kind, text, start - begin) for kind, text, start in found])
        begin += len(line) + 1
    return placed


def _is_setting(keyword: str, head: "Line") -> bool:
    """Tell whether a line is an option whose values netledger reads: `BOB` is the currency of Bolivia."""
    name = next((unquote(text) for kind, text, _ in head if kind == "STRING"), "")
    return keyword == "_OPTION" and name in SETTINGS and name not in _WRITTEN_TO


def pseudonym_as(kind: str, pseudonym: str) -> str:
    """Return a pseudonym as it may stand in a token: `somebody-1` in a word or a key, which begin with a small letter.

    >>> pseudonym_as("WORD", "Somebody-1")
    'somebody-1'
    """
    if kind in {"VENUE", "NAME"}:
        return pseudonym
    if kind in {"TAG", "LINK"}:
        return pseudonym.replace("'", "")
    small = re.sub(r"[^a-z0-9_-]", "", pseudonym.lower())
    return small if re.match("[a-z]", small) else "somebody"


def replaced(text: str, changes: list[tuple[int, int, str]], *, glue: bool = True) -> str:
    """Replace parts of a text; with `glue`, a hyphen keeps what is new from a letter that it would touch."""
    parts: list[str] = []
    done = 0
    for start, end, new in changes:
        between = text[done:start]
        parts.append(between)
        if glue and new and _would_touch(between[-1:]):
            parts.append("-")
        parts.append(new)
        if glue and new and _would_touch(text[end : end + 1]):
            parts.append("-")
        done = end
    return "".join([*parts, text[done:]])


def _would_touch(char: str) -> bool:
    return char.isascii() and char.isalnum()
