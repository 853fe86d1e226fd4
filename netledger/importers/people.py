"""Who is meant: a contact of another program among the people of a journal."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from netledger.core.config import NotInstalled
from netledger.core.entries import ME, Connect, Entry, Person, Value, people
from netledger.core.order import alphabetical
from netledger.importers.naming import folded, is_name, name_for, spelling

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger
    from netledger.formats import Contact

_MISSING = "an import needs the package rapidfuzz: pip install 'netledger[import]'"

# From this likeness on, of 100, two full names may be one person's. Tried on names with a letter changed, a middle
# name more, or the parts in another order; below it are mostly namesakes by one part. Two that share no word at all are
# not compared: with thousands of people it would take minutes.
_LIKE = 88

_MOST = 3
"""So many candidates are named."""


def profile(url: str) -> str:
    """Return what is the same for all addresses of one profile.

    >>> profile("https://www.LinkedIn.com/in/Ada-King/?utm=1"), profile("http://ada.example/")
    ('linkedin.com/in/ada-king', 'ada.example')
    """
    text = url.strip()
    try:
        parts = urlsplit(text if "//" in text else f"//{text}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # such as a bracket that is never closed
        return text.casefold()
    # LinkedIn has a host for each country: de.linkedin.com.
    host = "linkedin.com" if host.endswith(".linkedin.com") else host
    return f"{host}{unquote(parts.path).rstrip('/')}".casefold()


def site(url: str) -> str:
    """Return the host of a profile: two profiles of one host are two people."""
    return profile(url).partition("/")[0]


class Match(NamedTuple):
    """Whom a contact may be: the one name that is sure, or the names that are likely, best first."""

    name: str | None
    likely: tuple[str, ...] = ()


class People:
    """The people of a journal, and those found since, by what tells who is who."""

    def __init__(self, ledger: "Ledger") -> None:
        """Gather them from the ledger's declarations and entries."""
        self._urls: dict[str, str] = {}
        self._sites: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        """The profiles of each person on each site."""
        self._emails: dict[str, str] = {}
        self._names: dict[str, str] = {}
        """By name or alias, with blanks for hyphens."""
        self._full: dict[str, list[str]] = defaultdict(list)
        self._by_word: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        """The full names by each of their words, those of people with a profile by its site."""
        self._first: dict[str, list[str]] = defaultdict(list)
        """Those of whom the journal has one word, by that word."""
        self._taken: set[str] = {ME.casefold()}
        self.added: set[str] = set()
        """Those who are new."""
        self.facts: dict[str, set[tuple[str, str]]] = defaultdict(set)
        """What is known of each person: pairs of key and text, of addresses in the form that is compared."""
        named = {*ledger.declarations.people, *(name for entry in ledger.entries for name in people(entry))}
        self.tags: dict[str, set[str]] = defaultdict(set)
        """The tags of each person's own declarations."""
        for name in sorted(named, key=alphabetical):
            self._named(name)
        for name, entries in ledger.declarations.people.items():
            self._learn(name, entries)
        for name, others in ledger.declarations.aliases.items():
            for alias in others:
                self._names.setdefault(folded(alias.replace("-", " ")), name)
                self._taken.add(alias.casefold())

    def _named(self, name: str) -> None:
        text = folded(name.replace("-", " "))
        self._names.setdefault(text, name)
        self._taken.add(name.casefold())
        if " " not in text:
            self._first[text].append(name)

    def _learn(self, name: str, entries: Iterable[Entry]) -> None:
        """Take in what entries that declare somebody say of them."""
        for entry in entries:
            if isinstance(entry, Person):
                self.tags[name].update(entry.tags)
            if isinstance(entry, Person | Connect):
                for item in entry.meta:
                    self._fact(name, item.key, item.value.text)
        for entry in entries:
            if isinstance(entry, Person) and entry.full_name:
                self._full_name(name, entry.full_name)

    def _full_name(self, name: str, full_name: str) -> None:
        text = spelling(full_name)
        if text and name not in self._full[text]:
            self._full[text].append(name)
            for word in text.split():
                for where in self._sites.get(name) or ("",):
                    self._by_word[where][word].add(text)
        first = folded(name)
        if name in self._first.get(first, ()):  # more than one word is known now
            self._first[first].remove(name)

    def _fact(self, name: str, key: str, text: str) -> None:
        if key == "email":
            self._emails.setdefault(text.strip().casefold(), name)
        elif key == "url":
            self._urls.setdefault(profile(text), name)
            self._sites[name][site(text)].add(profile(text))
        self.facts[name].add((key, comparable(key, text)))

    # --------------------------------------------------------------------------------------- who is it

    def find(self, contact: "Contact", *, strictly: bool = False) -> Match:
        """Find a contact: by profile, address, alias or name, then full name; `strictly` by the first two alone.

        What is merely likely is never taken for sure: spellings that differ, a first name that somebody has.
        """
        for url in contact.urls:
            if profile(url) in self._urls:
                return Match(self._urls[profile(url)])
        for email in contact.emails:
            if email.strip().casefold() in self._emails:
                return Match(self._emails[email.strip().casefold()])
        text = spelling(contact.full_name)
        if not text:
            return Match(None)
        named = self._names.get(text)
        same = [named] if named is not None and not self._full.get(text) else self._full.get(text, [])
        apart = [name for name in same if self._differs(name, contact)]
        same = [name for name in same if name not in apart]
        if len(same) == 1 and not strictly:
            return Match(same[0])
        # Within one import two profiles are two people; since the last one somebody may have another address.
        before = [name for name in apart if name not in self.added]
        likely = [*same, *self._like(text, contact), *before]
        return Match(None, tuple(dict.fromkeys(likely))[:_MOST])

    def _differs(self, name: str, contact: "Contact") -> bool:
        """Tell whether somebody has another profile than a contact on the same site: then they are two."""
        return any(self._sites[name].get(site(url)) for url in contact.urls)

    def _like(self, text: str, contact: "Contact") -> list[str]:
        """Return those whose full names are spelt alike, then those of whom the journal has the first name alone."""
        try:
            from rapidfuzz import fuzz, process  # noqa: PLC0415 - an extra; nothing else needs it
        except ModuleNotFoundError:
            raise NotInstalled(_MISSING) from None
        # Whoever has a profile on a site is none of those with another one there, which are most of an export.
        own = {site(url) for url in contact.urls}
        indexes = [index for where, index in self._by_word.items() if where not in own]
        among = set().union(*[index[word] for index in indexes for word in text.split() if word in index])
        alike = process.extract(text, sorted(among), scorer=fuzz.token_sort_ratio, score_cutoff=_LIKE, limit=_MOST)
        found = [name for spelling, _score, _key in alike for name in self._full[spelling]]
        words = [text.partition(" ")[0], *map(folded, contact.nicknames)]
        found += [name for word in words for name in self._first.get(word, ())]
        return [name for name in found if not self._differs(name, contact)]

    # ---------------------------------------------------------------------------------------- somebody new

    def add(self, contact: "Contact") -> str:
        """Give somebody new a name, and know them from now on."""
        company = next((value.text for key, value in contact.facts if key == "company"), "")
        email = contact.emails[0] if contact.emails else ""
        name = name_for(contact.full_name, email, company, lambda text: text.casefold() in self._taken)
        self.added.add(name)
        self._named(name)
        self.know(name, contact)
        if contact.full_name:
            self._full_name(name, contact.full_name)
        return name

    def know(self, name: str, contact: "Contact") -> None:
        """Know somebody by the addresses and facts of a contact, too."""
        for key, value in _facts(contact):
            self._fact(name, key, value.text)

    def alias(self, nickname: str) -> str | None:
        """Return a nickname as an alias that nobody has yet, and know it as taken; None where it cannot be one."""
        alias = "-".join(nickname.split())
        if alias.casefold() in self._taken or not is_name(alias):
            return None
        self._taken.add(alias.casefold())
        return alias

    def facts_of(self, contact: "Contact", name: str | None = None) -> list[tuple[str, Value]]:
        """Return what a contact says as metadata of a person; of `name`, whom the journal has, only what is new."""
        known = self.facts[name] if name is not None else set()
        return [(key, value) for key, value in _facts(contact) if (key, comparable(key, value.text)) not in known]


def _facts(contact: "Contact") -> list[tuple[str, Value]]:
    addresses = [*(("email", text) for text in contact.emails), *(("url", text) for text in contact.urls)]
    return list(dict.fromkeys([*((key, Value("string", text)) for key, text in addresses), *contact.facts]))


def comparable(key: str, text: str) -> str:
    """Return what two texts have alike that say the same: of an address its folded form."""
    return profile(text) if key == "url" else re.sub(r"\s+", " ", text).strip().casefold()


def owner_keys(ledger: "Ledger", given: Sequence[str]) -> tuple[str, ...]:
    """Return the addresses and profiles of the journal's owner, folded: those of `person Me`, and those given."""
    own = [
        item.value.text
        for entry in ledger.declarations.people.get(ME, ())
        for item in entry.meta
        if item.key in {"email", "url"}
    ]
    return tuple(dict.fromkeys(text.strip().casefold() if "@" in text else profile(text) for text in (*own, *given)))
