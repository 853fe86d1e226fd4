"""Who knows whom: the undirected, unweighted, simple graph of the people of a ledger, without its owner.

Two people have a tie where an introduction names both, or another entry of at most MOST people does. The owner has one
with everybody whose tie with them has begun (`netledger.measures.history`). Nodes are numbered in alphabetical order,
so that whoever walks the graph does so in the same order every time.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from netledger.core import entries as e
from netledger.core.order import alphabetical
from netledger.measures.history import ties

if TYPE_CHECKING:
    from datetime import date

    from netledger.core.ledger import Ledger

Graph = Sequence[AbstractSet[int]]
"""The neighbours of each node: [{1}, {0, 2}, {1}] is a path of three."""

MOST = 8
"""So many people may an entry name to tie them all; who is on a list of forty does not know all others."""


class Tie(NamedTuple):
    """What ties two people."""

    first: "date"
    """The day of the first entry that names both."""
    entries: int
    """How many there are."""


@dataclass(frozen=True)
class Acquaintance:
    """Who knows whom up to a day."""

    names: tuple[str, ...]
    """Everybody whom the ledger names, in alphabetical order; their places are the nodes' numbers."""
    near: Graph
    """The graph of the people, without the owner."""
    ties: dict[tuple[int, int], Tie]
    """What ties each two of them, the lower number first."""
    yours: tuple[int, ...]
    """The people with whom the owner has a tie."""
    crowds: int
    """How many entries name more than MOST people, and tie nobody."""

    @cached_property
    def number(self) -> dict[str, int]:
        """Each person's number."""
        return {name: number for number, name in enumerate(self.names)}

    @property
    def me(self) -> int:
        """The owner's number in `with_me`: the last."""
        return len(self.names)

    @cached_property
    def with_me(self) -> Graph:
        """The graph of the people and the owner."""
        graph = [set(others) for others in self.near]
        for person in self.yours:
            graph[person].add(self.me)
        return [*graph, set(self.yours)]


def named(entry: e.Entry) -> tuple[str, ...]:
    """Return everybody whom an entry names, each once; what is pending names nobody, be it a detail or all of it."""
    if isinstance(entry, e.Happening):
        if entry.pending:
            return ()
        if any(detail.pending for detail in entry.details):
            entry = replace(entry, details=tuple(detail for detail in entry.details if not detail.pending))
    return e.people(entry)


def acquaintance(ledger: "Ledger", day: "date") -> Acquaintance:
    """Return who knows whom up to a day, of the whole ledger."""
    everybody: set[str] = set()
    groups = []
    crowds = 0
    for entry in ledger.until(day):
        people = named(entry)
        everybody.update(people)
        if len(people) <= 1:
            continue
        if len(people) <= MOST or isinstance(entry, e.Intro):
            groups.append((entry.date, people))
        else:
            crowds += 1
    names = sorted(everybody, key=alphabetical)
    number = {name: place for place, name in enumerate(names)}
    near: list[set[int]] = [set() for _ in names]
    found: dict[tuple[int, int], Tie] = {}
    for when, people in groups:
        for one, other in combinations(sorted([number[name] for name in people]), 2):
            tie = found.get((one, other))
            found[one, other] = Tie(when, 1) if tie is None else Tie(tie.first, tie.entries + 1)
            near[one].add(other)
            near[other].add(one)
    begun = ties(ledger, day)
    yours = tuple(place for place, name in enumerate(names) if name in begun and begun[name].begun is not None)
    return Acquaintance(tuple(names), near, found, yours, crowds)
