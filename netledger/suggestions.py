"""What somebody who adds an entry most likely wants to type: names by how often they stand, the last entry alike."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from netledger.core import entries as e
from netledger.core.order import alphabetical

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger

_OTHER_WORDS = ("intro", "connect", "give", "receive", "cost", "outcome", "promo")
KEYWORDS = (*e.MEDIA, *_OTHER_WORDS)
"""The keywords of what happens."""


class Suggestions:
    """The names of a journal, those first that stand most often."""

    def __init__(self, ledger: "Ledger") -> None:
        """Count what the ledger's entries name."""
        self._ledger = ledger
        people: Counter[str] = Counter(dict.fromkeys(ledger.declarations.people, 0))
        venues: Counter[str] = Counter(dict.fromkeys(ledger.declarations.venues, 0))
        signs: Counter[str] = Counter()
        units: Counter[str] = Counter(dict.fromkeys(ledger.declarations.units, 0))
        keywords: Counter[str] = Counter(dict.fromkeys(KEYWORDS, 0))
        kinds: Counter[str] = Counter()
        for entry in ledger.entries:
            people.update(e.people(entry))
            units.update(e.units(entry))
            signs.update(f"#{tag}" for tag in entry.tags)
            signs.update(f"^{link}" for link in entry.links)
            venue = e.venue(entry)
            if venue is not None:
                venues[venue] += 1
            if isinstance(entry, e.Happening):
                keywords[e.keyword(entry)] += 1
            if isinstance(entry, e.Outcome):
                kinds[entry.kind] += 1
        people.pop(e.ME, None)
        self.people, self.venues, self.signs, self.units = map(_by_count, (people, venues, signs, units))
        self.keywords, self.kinds = _by_count(keywords), _by_count(kinds)

    def last_like(self, keyword: str, names: Sequence[str]) -> e.Happening | None:
        """Return the last entry of a keyword with the same people, else with any of them, else of that keyword."""
        wanted = set(names)
        shared = alike = None
        for entry in reversed(self._ledger.entries):
            if not isinstance(entry, e.Happening) or e.keyword(entry) != keyword:
                continue
            if set(entry.names) == wanted:
                return entry
            shared = shared or (entry if wanted.intersection(entry.names) else None)
            alike = alike or entry
        return shared or (alike if not wanted else None)


def _by_count(counts: Counter[str]) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], alphabetical(name)))


def completions(word: str, known: Iterable[str]) -> list[str]:
    """Return what begins with a word, in any case, in the order given: `al` gives Alice, Alan."""
    wanted = word.casefold()
    return [name for name in known if name.casefold().startswith(wanted)]
