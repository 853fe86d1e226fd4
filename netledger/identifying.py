"""What gives a person away in a text: the spellings of a name, and where a text has one of them.

A spelling is found as a whole word, whatever its case and its accents, with or without an `s` at its end, and however
its words are joined: "Bob Okafor" in `BOB  OKAFORS`, `#bob-okafor`, `bobokafor@example.org`. Scripts that write no
blanks between words have no whole words: there it is found anywhere.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.entries import Connect, Person, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netledger.core.ledger import Ledger

NAMING_KEYS = frozenset({"email", "url"})
"""Metadata that is searched for in the texts, too: `email: "bob@example.org"`."""

_MARKS = range(0x300, 0x370)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "’": "'"})
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""A letter of Thai, Lao, Burmese, Khmer, Japanese, Chinese, or of Korean, which joins its particles to the name."""

_BETWEEN = r"(?:\s{0,3}|[._-])"
_JOINED = re.compile(_BETWEEN)
_WORDS = re.compile(r"[^\s._,()\"-]+\.?")
_LEAST, _LEAST_UNSPACED = 3, 2
"""So many letters must a part of a name have to be searched for by itself."""

_URL = re.compile(r"(?:[a-z][a-z0-9+.]*://)?(?:www\.)?([^/\s]+\.[^/\s]+?)(/[^\s?#]*)?(?:[?#]\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"([^\s@<>:]+)@[^\s@<>]+\.[^\s@<>]+")
_PROFILES = frozenset(
    (
        *("linkedin.com", "github.com", "gitlab.com", "codeberg.org", "x.com", "twitter.com", "facebook.com"),
        *("instagram.com", "threads.net", "bsky.app", "medium.com", "youtube.com", "t.me", "xing.com", "tiktok.com"),
    )
)
"""Sites whose addresses end with somebody's handle."""


class Found(NamedTuple):
    """Where a spelling stands in a text: from here, up to there."""

    start: int
    end: int


class Spellings:
    """The spellings of one person: `Spellings(["Bob", "Bob Okafor", "bob@example.org"])`."""

    def __init__(self, spellings: "Iterable[str]") -> None:
        """Take them as they are written somewhere."""
        self.words = sorted({spelling.strip() for spelling in spellings} - {""})
        composed = [unicodedata.normalize("NFC", word).lower() for word in self.words]
        written = {fold(form)[0] for word in composed for form in (word, word.translate(_SPELT_OUT))}
        self._patterns = [re.compile(_pattern(word)) for word in sorted(written - {""})]
        self._parts = sorted({max(re.split(r"[\s._'-]", word), key=len) for word in written - {""}})

    def within(self, text: str) -> bool:
        """Tell whether a text has any of them."""
        return bool(self.find(text))

    def find(self, text: str) -> list[Found]:
        """Return where a text has any of them, in order; what overlaps or only blanks keep apart is one.

        >>> Spellings(["Bob", "Okafor"]).find("BÓB OKAFOR's book; Bobby")
        [Found(start=0, end=10)]
        """
        bare = text.translate(_BARE)
        if not any(part in bare for part in self._parts):
            return []
        joined: list[Found] = []
        for span in sorted(self._each(text)):
            if joined and (span.start <= joined[-1].end or _JOINED.fullmatch(text, joined[-1].end, span.start)):
                joined[-1] = Found(joined[-1].start, max(span.end, joined[-1].end))
            else:
                joined.append(span)
        return joined

    def _each(self, text: str) -> "Iterator[Found]":
        """Give where each of them stands as a word."""
        folded, places = fold(text)
        for pattern in self._patterns:
            for found in _overlapping(pattern, folded):
                first, last = found.span()
                start, end = places[first], places[last]
                if places[last - 1] == end or (first and places[first - 1] == start):
                    continue  # a part of one letter: the `s` of `ß`
                while end < len(text) and ord(text[end]) in _MARKS:
                    end += 1
                if last - first >= _LEAST and text[end : end + 1] in {"s", "S"} and _is_edge(text, end + 1):
                    end += 1  # the Okafors; Bobs Idee
                if _is_edge(text, start) and _is_edge(text, end):
                    yield Found(start, end)


def fold(text: str) -> "tuple[str, Sequence[int]]":
    """Return a text without case and accents, and for each of its letters, and its end, the place in the text.

    >>> fold("Zoë")
    ('zoe', [0, 1, 2, 3])
    """
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    places = [place for place, char in enumerate(text) for _ in range(len(char.translate(_BARE)))]
    return text.translate(_BARE), [*places, len(text)]


class _Bare(dict[int, str]):
    """What each character is without case and accents, found out when it is first asked for."""

    def __missing__(self, code: int) -> str:
        parts = (part for part in unicodedata.normalize("NFD", chr(code)) if ord(part) not in _MARKS)
        self[code] = bare = "".join(parts).casefold().translate(_LETTERS)
        return bare


_BARE = _Bare()


def _overlapping(pattern: re.Pattern[str], text: str) -> "Iterator[re.Match[str]]":
    found = pattern.search(text)
    while found:
        yield found
        found = pattern.search(text, found.start() + 1)


def _parts(folded: str) -> list[str]:
    return re.findall(r"[^\s._-]+", folded) or [folded]


def _pattern(folded: str) -> str:
    """Return the expression of a spelling: of a name its words may be joined in other ways, an address is itself."""
    parts = _parts(folded)
    if "@" not in folded and ("." in folded or "/" in folded):
        return rf"(?:[a-z]{{2,9}}://)?(?:www\.)?{re.escape(folded)}/?"
    if "@" in folded or not all(len(part) > 1 and part.replace("'", "").isalpha() for part in parts):
        return re.escape(folded)
    return _BETWEEN.join(re.escape(part).replace("'", "'?") for part in parts)


def _is_edge(text: str, place: int) -> bool:
    """Tell whether a word may begin or end at a place: `BobHouse` has two words, too."""
    before, after = text[place - 1 : place], text[place : place + 1]
    if not (_is_letter(before) and _is_letter(after)):
        return True
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return True
    return before.islower() and after.isupper() and text[place + 1 : place + 2].islower()


def _is_letter(char: str) -> bool:
    return bool(char) and (char.isalnum() or unicodedata.category(char)[0] == "M")


# ------------------------------------------------------------------------------------------- of one person


@dataclass(frozen=True)
class Identity:
    """A person who is to be forgotten, and everybody else of the journal."""

    names: frozenset[str]
    """The person's name and aliases, as the entries write them."""
    pseudonym: str
    spellings: Spellings
    """All that gives the person away."""
    own: Spellings
    """Those that are of nobody else."""
    shared: tuple[str, ...]
    """The parts of the full name that others have in theirs: they are not searched for."""
    others: frozenset[str]
    """The names and aliases of all others."""

    @cached_property
    def _of_others(self) -> re.Pattern[str]:
        alike = [name for name in self.others if self.spellings.within(name)]
        forms = {unicodedata.normalize(form, name) for name in alike for form in ("NFC", "NFD")}
        return re.compile("|".join(map(re.escape, sorted(forms, key=lambda name: (-len(name), name)))) or "(?!)")

    def find(self, text: str, *, theirs: bool = False) -> list[Found]:
        """Return where a text gives the person away; a word that is somebody else's name does not: `Bob-2`.

        Where the text is what others are called (`theirs`), it does so only by what is in nobody else's name.
        """
        found = (self.own if theirs else self.spellings).find(text)
        if not found:
            return found
        kept = [
            (span.start(), span.end())
            for span in self._of_others.finditer(text)
            if not _goes_on(text[max(0, span.start() - 2) : span.start()][::-1])
            and not _goes_on(text[span.end() : span.end() + 2])
        ]
        starts = [start for start, _ in kept]
        return [
            place for place in found if not ((at := bisect_right(starts, place.start)) and place.end <= kept[at - 1][1])
        ]


def _goes_on(beside: str) -> bool:
    """Tell whether a name goes on with the two characters beside it: a `-` or `.` only where a letter follows."""
    return beside[:1].isalnum() or (beside[:1] in {"-", "_", "."} and beside[1:].isalnum())


def identity(
    ledger: "Ledger", person: str, pseudonym: str, also: "Sequence[str]" = (), others: "Iterable[str]" = ()
) -> Identity:
    r"""Gather what gives a person of a ledger away. The person is given by the name, not by an alias.

    >>> from netledger import load_text
    >>> ledger = load_text('2026-01-01 person Bob "Bob Okafor"\n  email: "okafor@example.org"\n')
    >>> identity(ledger, "Bob", "Somebody-1").spellings.words
    ['Bob', 'Bob Okafor', 'Okafor', 'okafor', 'okafor@example.org']
    """
    known = ledger.declarations
    contested = {*known.people, *(name for other in known.aliases if other != person for name in known.aliases[other])}
    names = frozenset({person, *(name for name in known.aliases.get(person, ()) if name not in contested)})
    theirs = frozenset(others) - names
    lines = [entry for entry in known.people.get(person, ()) if _is_only(entry, person)]
    full = {entry.full_name for entry in lines if isinstance(entry, Person) and entry.full_name}
    others_words = {
        fold(word)[0]
        for naming in (*theirs, *(entry.full_name for entry in ledger.of(Person) if entry.name != person))
        for word in _WORDS.findall(naming or "")
    }
    searched = [[*_searched(name)] for name in sorted(full or names)]
    parts = {part for found in searched for part in found}
    shared = sorted(part for part in parts if fold(part)[0] in others_words and part not in names)
    mine = Spellings([*names, *full, *parts])
    addresses = [
        address
        for entry in lines
        for item in entry.meta
        if item.value.kind == "string"
        for address in _addresses(item.value, mine, naming=item.key in NAMING_KEYS)
    ]
    bare = {name[name.index(found[0]) :] for name, found in zip(sorted(full or names), searched, strict=True) if found}
    whole = {*names, *full, *bare, *(" ".join((found[0], found[-1])) for found in searched if len(found) > 1)}
    kept = [word for word in {*whole, *addresses, *also} | parts - {*shared} if _is_of_use(word, pseudonym)]
    own = [word for word in kept if fold(word)[0] not in others_words]
    return Identity(names, pseudonym, Spellings(kept), Spellings(own), tuple(shared), theirs)


def _is_only(entry: object, person: str) -> bool:
    return (isinstance(entry, Person) and entry.name == person) or (
        isinstance(entry, Connect) and entry.names == (person,)
    )


def _is_of_use(word: str, pseudonym: str) -> bool:
    return not Spellings([word]).within(pseudonym)


def _searched(name: str) -> "Iterator[str]":
    """Give the parts of a full name that are searched for by themselves: no initials, `Dr.` or `van`."""
    words = _WORDS.findall(name)
    cased = any(word[:1].isupper() for word in words)
    for word in words:
        least = _LEAST_UNSPACED if _UNSPACED.match(word) else _LEAST
        letters = sum(char.isalpha() for char in word)
        if letters >= least and not word.endswith(".") and not (cased and word[:1].islower()):
            yield word


def _addresses(value: Value, mine: Spellings, *, naming: bool) -> "Iterator[str]":
    """Give what a value of the person's own metadata makes known: an address, and the handle in it."""
    email = _EMAIL.search(value.text)
    if email:
        yield email[0]
        if _gives_away(email[1], mine):
            yield email[1]
        return
    url = _URL.fullmatch(value.text.strip())
    if url and (naming or "://" in value.text):
        host, path = url[1], (url[2] or "").strip("/")
        yield f"{host}/{path}" if path else host
        handle = path.rpartition("/")[2]
        known = host.lower() in _PROFILES or host.lower().partition(".")[2] in _PROFILES
        if len(handle) >= _LEAST and (known or handle.startswith("@") or _gives_away(handle, mine)):
            yield handle.removeprefix("@")


def _gives_away(handle: str, mine: Spellings) -> bool:
    """Tell whether a handle has a part of the name in it, if only as `bokafor`."""
    bare = fold(handle)[0]
    return any(len(part) >= _LEAST and part in bare for word in mine.words for part in _parts(fold(word)[0]))
