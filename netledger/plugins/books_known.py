"""Who is meant by a payee, or by a name in metadata, among the people and venues of a journal."""

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from netledger.core.entries import ME, Person, Venue
from netledger.core.order import alphabetical
from netledger.core.spelling import nearest
from netledger.parser.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netledger.core.declarations import Declarations


@lru_cache(maxsize=4096)
def is_written(keyword: str, text: str) -> bool:
    """Tell whether the language takes a text after a keyword: ("unit", "USD") or ("person", "Bob")."""
    records = parse(f"2000-01-01 {keyword} {text}\n").records
    field = "name" if keyword == "person" else keyword
    return len(records) == 1 and getattr(records[0], field, None) == text


class Known:
    """The people and venues that a journal declares, by all that they are called.

    A spelling is compared as it stands, then without case, accents, and hyphens for blanks; then it counts only if it
    leads to one.
    """

    def __init__(self, declared: "Declarations") -> None:
        """Gather them."""
        self._declared = declared
        people = [name for name in declared.people if name != ME]
        self._people = _Spellings(
            [(name, name) for name in people],
            [(alias, name) for name in people for alias in declared.aliases.get(name, ())],
            [
                (entry.full_name, name)
                for name in people
                for entry in declared.people[name]
                if isinstance(entry, Person) and entry.full_name
            ],
        )
        self._venues = _Spellings(
            [(venue, venue) for venue in declared.venues],
            [(venue[1:], venue) for venue in declared.venues],
            [
                (entry.title, venue)
                for venue, entries in declared.venues.items()
                for entry in entries
                if isinstance(entry, Venue) and entry.title
            ],
        )

    def person(self, text: str) -> str | None:
        """Return the person of that name, alias or full name; None where there is none, or more than one."""
        return self._people.find(text)

    def venue(self, text: str) -> str | None:
        """Return the venue of that name, with or without `@`, or of that title; None likewise."""
        found = self._venues.find(text)
        if found is None and self._declared.has_venue(_signed(text)) and is_written("venue", _signed(text)):
            found = _signed(text)  # beneath one that is declared
        return found

    def people(self, text: str) -> tuple[str, ...] | None:
        """Return the people of a text such as `Bob, Carol`; None where it cannot name any.

        One that the journal does not know stays as it is written, if it can be a name.
        """
        whole = self.person(text)
        if whole is not None:
            return (whole,)
        names = [self.person(part) or part for part in (part.strip() for part in text.split(","))]
        return tuple(dict.fromkeys(names)) if all(is_written("person", name) and name != ME for name in names) else None

    def place(self, text: str) -> str | None:
        """Return the venue of a text, one that the journal does not know as it is written; None where it cannot be."""
        venue = self.venue(text) or _signed(text)
        return venue if is_written("venue", venue) else None

    def nearest(self, text: str, *, venue: bool) -> str | None:
        """Return the spelling of the journal that is most like one that it does not know."""
        return nearest(text, (self._venues if venue else self._people).exact, 0.75)


class _Spellings:
    """What some names are called, and whom each spelling means."""

    def __init__(self, *tiers: "Sequence[tuple[str, str]]") -> None:
        """Take pairs of spelling and name; those of an earlier tier go before a later one's."""
        self.exact: dict[str, str] = {}
        for tier in reversed(tiers):
            self.exact.update(_unique(tier))
        self._bare = _unique([(_bare(text), name) for tier in tiers for text, name in tier])

    def find(self, text: str) -> str | None:
        """Return whom a text means: as it stands, else bare."""
        return self.exact.get(text) or self._bare.get(_bare(text))


def _signed(text: str) -> str:
    return text if text.startswith("@") else f"@{text}"


def _bare(text: str) -> str:
    """Return what is the same for two spellings of one name.

    >>> _bare(" Élise  MÜLLER"), _bare("Elise-Muller")
    ('elise muller', 'elise muller')
    """
    return " ".join(alphabetical(text.replace("-", " "))[0].split())


def _unique(pairs: "Iterable[tuple[str, str]]") -> dict[str, str]:
    """Return whom a spelling means, of those that mean one."""
    found: dict[str, set[str]] = defaultdict(set)
    for text, name in pairs:
        found[text].add(name)
    return {text: names.pop() for text, names in found.items() if len(names) == 1}
