"""Who is to be forgotten: what gives that person away, and what of it is somebody else's, too."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from netledger.core.entries import Connect, Person, Value
from netledger.everyday import WORDS
from netledger.spellings import LEAST, LEAST_UNSPACED, UNSPACED, Found, Spellings, fold, name_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netledger.core.ledger import Ledger

NAMING_KEYS = frozenset({"email", "url"})
"""Metadata that is searched for in the texts, too: `email: "bob@example.org"`."""

_WORDS = re.compile(r"[^\s._,()\"-]+\.?")

_VOWELS = frozenset("aeiouyаеиіоуыэюя")  # noqa: RUF001 - Cyrillic ones, too
_URL = re.compile(r"(?:[a-z][a-z0-9+.]*://)?(?:www\.)?([^/\s]+\.[^/\s]+?)(/[^\s?#]*)?(?:[?#]\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"([^\s@<>:]+)@[^\s@<>]+\.[^\s@<>]+")
_PROFILES = frozenset(
    (
        *("linkedin.com", "github.com", "gitlab.com", "codeberg.org", "x.com", "twitter.com", "facebook.com"),
        *("instagram.com", "threads.net", "bsky.app", "medium.com", "youtube.com", "t.me", "xing.com", "tiktok.com"),
    )
)
"""Sites whose addresses end with somebody's handle."""


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
    everyday: frozenset[str] = frozenset()
    """The parts of the name that are words of every day, too, in lower case, as any short one may be: `will`, `an`."""

    @cached_property
    def _of_others(self) -> re.Pattern[str]:
        alike = [name for name in self.others if self.spellings.within(name)]
        forms = {unicodedata.normalize(form, name) for name in alike for form in ("NFC", "NFD")}
        return re.compile("|".join(map(re.escape, sorted(forms, key=lambda name: (-len(name), name)))) or "(?!)")

    def find(self, text: str, *, theirs: bool = False, prose: bool = False) -> list[Found]:
        """Return where a text gives the person away; a word that is somebody else's name does not: `Bob-2`.

        Where the text is what others are called (`theirs`), it does so only by what is in nobody else's name; in prose
        no everyday word in lower case does so.
        """
        found = (self.own if theirs else self.spellings).find(text, self.everyday if prose else ())
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

    def forms(self, texts: "Iterable[str]") -> list[str]:
        """Return the words, sorted, that may be the name with another end, as many languages have it: `Okaforem`.

        No text is searched for them: `Marketing` is no form of Mark.
        """
        parts = [word for word in self.spellings.words if len(word) > LEAST and word.isalpha() and word[0].isupper()]
        stems = {re.escape(word.removesuffix(word[-1]) if word[-1] in _VOWELS else word) for word in parts}
        pattern = re.compile(rf"\b(?:{'|'.join(sorted(stems))})[^\W\d_]{{1,3}}\b") if stems else None
        found = {word for text in texts for word in (pattern.findall(text) if pattern else ())}
        known = {word for name in self.others for word in _WORDS.findall(name)}
        return sorted(word for word in found - known if not self.spellings.within(word))


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
    ['B. Okafor', 'Bob', 'Bob Okafor', 'Okafor', 'okafor', 'okafor@example.org']
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
    several = [(found[0], found[-1]) for found in searched if len(found) > 1]
    double = {word for name in full for word in name.split() if "-" in word}
    whole = {*names, *full, *bare, *double, *map(" ".join, several), *_with_initials(several, theirs, ledger, person)}
    kept = [word for word in {*whole, *addresses, *also} | parts - {*shared} if _is_of_use(word, pseudonym)]
    own = [word for word in kept if fold(word)[0] not in others_words]
    small = {word.lower(): word for word in parts | names if word.lower() != word}
    everyday = {word for word in small if word in WORDS or len(word) < LEAST} - {word.lower() for word in also}
    return Identity(names, pseudonym, Spellings(kept), Spellings(own), tuple(shared), theirs, frozenset(everyday))


def _with_initials(
    several: "Iterable[tuple[str, str]]", others: "Iterable[str]", ledger: "Ledger", person: str
) -> "Iterator[str]":
    """Give `B. Okafor` for the first and the last part of a name, where nobody else can be meant by it."""
    full = (entry.full_name or "" for entry in ledger.of(Person) if entry.name != person)
    words = [[fold(word)[0] for word in _WORDS.findall(name)] for name in (*others, *full)]
    taken = {(found[0][:1], found[-1]) for found in words if len(found) > 1}
    for first, last in several:
        if first[:1].isupper() and (fold(first)[0][:1], fold(last)[0]) not in taken:
            yield f"{first[0]}. {last}"


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
        least = LEAST_UNSPACED if UNSPACED.match(word) else LEAST
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
        if len(handle) >= LEAST and (known or handle.startswith("@") or _gives_away(handle, mine)):
            yield handle.removeprefix("@")


def _gives_away(handle: str, mine: Spellings) -> bool:
    """Tell whether a handle has a part of the name in it, if only as `bokafor`."""
    bare = fold(handle)[0]
    return any(len(part) >= LEAST and part in bare for word in mine.words for part in name_parts(fold(word)[0]))
