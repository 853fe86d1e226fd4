"""Introductions, and what was noted later between those whom the owner introduced: tertius iungens (Obstfeld 2005).

Obstfeld's third who joins brings people together; whether they came together shows in what is noted afterwards. An
introduction of n people counts for each of its pairs. For a pair counts what is dated after the day of its
introduction, up to the last day that is reported:

- an entry that names both: an outcome for them, a favour of one to the other, a meeting;
- an entry that has a link of the introduction and names one of them, or nobody.

The owner's own introductions do not count: they are what is to be judged.
"""

from bisect import bisect_right
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from netledger.core import entries as e
from netledger.measures.acquaintance import named
from netledger.measures.history import is_to_owner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger

Pair = tuple[str, str]


class Introductions(NamedTuple):
    """The introductions of a period that a query chooses, in ledger order."""

    made: list[e.Intro]
    """By the owner, of others to each other."""
    received: list[e.Intro]
    """By others, of people to the owner."""
    seen: list[e.Intro]
    """By others, of others to each other."""


class Joined(NamedTuple):
    """One pair of an introduction by the owner, and the first that was noted later between them."""

    intro: e.Intro
    pair: Pair
    later: e.Entry | None
    """None: nothing yet."""

    @property
    def how(self) -> str:
        """What the later entry is to the two: `outcome for both`, `favour`, `named together`, `link ^acme`."""
        later = self.later
        if later is None:
            return ""
        both = set(self.pair)
        if isinstance(later, e.Outcome) and both <= set(later.beneficiaries):
            return "outcome for both"
        if isinstance(later, e.Give) and later.by in both and both - {later.by} <= set(later.names):
            return "favour"
        if both <= set(named(later)):
            return "named together"
        return f"link ^{next(link for link in links_of(self.intro) if link in links_of(later))}"


def introductions(ledger: "Ledger", config: "Config") -> Introductions:
    """Return the introductions of the reported period that name anybody whom the query chooses."""
    found = Introductions([], [], [])
    for intro in config.within(ledger.of(e.Intro)):
        if not intro.pending and config.query.people(intro, ledger.declarations):
            kind = found.made if intro.by is None else found.received if is_to_owner(intro) else found.seen
            kind.append(intro)
    return found


def joined(ledger: "Ledger", config: "Config", made: "Sequence[e.Intro]") -> list[Joined]:
    """Return each pair of the introductions in which the query chooses somebody, and what was noted later."""
    chosen: list[tuple[e.Intro, Pair]] = []
    for intro in made:
        people = set(config.query.people(intro, ledger.declarations))
        pairs = combinations([name for name in intro.names if name != e.ME], 2)
        chosen.extend((intro, pair) for pair in pairs if people & set(pair))
    links = {link for intro in made for link in links_of(intro)}
    noted = _Noted(ledger, config.last, [pair for _, pair in chosen], links)
    return [Joined(intro, pair, noted.after(intro, pair)) for intro, pair in chosen]


def links_of(entry: e.Entry) -> list[str]:
    """Return the links of an entry and of its details, but for what is pending."""
    details = entry.details if isinstance(entry, e.Happening) else ()
    return [*entry.links, *(link for detail in details if not detail.pending for link in detail.links)]


class _Noted:
    """What a ledger notes of pairs, and under links: lists of entries in ledger order."""

    def __init__(self, ledger: "Ledger", last: "date", pairs: "Sequence[Pair]", links: set[str]) -> None:
        partners: dict[str, set[str]] = defaultdict(set)
        for one, other in pairs:
            partners[one].add(other)
            partners[other].add(one)
        self._pairs: dict[frozenset[str], list[tuple[int, e.Entry]]] = defaultdict(list)
        self._links: dict[tuple[str, str], list[tuple[int, e.Entry]]] = defaultdict(list)
        for place, entry in enumerate(ledger.until(last)):
            if not _tells(entry):
                continue
            people = named(entry)
            if len(people) > 1:
                for both in _both(people, partners):
                    self._pairs[both].append((place, entry))
            for link in links & set(links_of(entry)):
                for name in people or ("",):
                    self._links[link, name].append((place, entry))

    def after(self, intro: e.Intro, pair: Pair) -> e.Entry | None:
        """Return the first entry after the day of an introduction that tells of a pair."""
        lists = [self._pairs.get(frozenset(pair), [])]
        lists.extend(self._links.get((link, name), []) for link in links_of(intro) for name in (*pair, ""))
        firsts = [found for entries in lists if (found := _first_after(entries, intro.date)) is not None]
        return min(firsts, key=lambda found: found[0])[1] if firsts else None


def _tells(entry: e.Entry) -> bool:
    """Tell whether an entry says that something happened, but for introductions by the owner."""
    if isinstance(entry, e.Intro) and entry.by is None:
        return False
    return isinstance(entry, e.Note | e.Document) or (isinstance(entry, e.Happening) and not entry.pending)


def _both(people: "Sequence[str]", partners: "dict[str, set[str]]") -> "Iterator[frozenset[str]]":
    """Give the pairs among the people of an entry that were introduced."""
    before: set[str] = set()
    for name in people:
        if name in partners:
            for other in before & partners[name]:
                yield frozenset((name, other))
        before.add(name)


def _first_after(entries: "list[tuple[int, e.Entry]]", day: "date") -> "tuple[int, e.Entry] | None":
    place = bisect_right(entries, day, key=lambda pair: pair[1].date)
    return entries[place] if place < len(entries) else None
