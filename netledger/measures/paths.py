"""The path of an outcome: the touches, introductions and favours that came before it.

They are the blocks dated on or before it that share a link with it; where there are none, those with the people it came
through (`from`). Before each of these people stands the chain of introductions that brought them.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from netledger.core import entries as e
from netledger.core.booking import FAVOURS
from netledger.measures.history import is_to_owner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from netledger.core.ledger import Ledger

_STEPS = frozenset({e.Touch, e.Intro, e.Give, e.Receive})
_DAY = attrgetter("date")


class Chain(NamedTuple):
    """How one person was brought: Dave by Carol, Carol by Bea."""

    people: tuple[str, ...]
    """The person, who brought them, who brought those, and so on."""
    intros: tuple[int, ...]
    """The place of the introduction by which each but the last was brought."""
    circle: str | None = None
    """Who is said to have brought the last of them, though they stand in the chain themselves; None: nobody."""


class Path(NamedTuple):
    """What led to an outcome. A step is told by its place among the entries of the ledger."""

    outcome: e.Outcome
    steps: "Sequence[int]"
    """In ledger order, each once."""
    chains: tuple[Chain, ...]
    """One for each person that the outcome came through."""


class Paths:
    """Everything that can be a step, by link and by person, up to a day.

    >>> paths = Paths(ledger, date(2026, 6, 30))
    >>> [ledger.entries[place].text for place in paths.of(outcome).steps]
    ['thanked me', 'runs hiring at Acme']
    """

    def __init__(self, ledger: "Ledger", today: "date") -> None:
        """Go through the ledger once."""
        self.entries = ledger.entries
        self.linked: dict[str, list[int]] = defaultdict(list)
        """The steps with each link, in ledger order."""
        self.met: dict[str, list[int]] = defaultdict(list)
        """The steps with each person, in ledger order."""
        self._brought: dict[str, int] = {}
        self._contact: dict[str, int] = {}
        for place, entry in enumerate(ledger.until(today)):
            if isinstance(entry, e.Happening) and not entry.pending:
                self._add(place, entry)

    def _add(self, place: int, entry: e.Happening) -> None:
        kind = type(entry)
        if kind is e.Touch or kind is e.Connect:
            for name in entry.names:
                self._contact.setdefault(name, place)
        elif isinstance(entry, e.Intro) and is_to_owner(entry):
            for name in entry.names:
                if name != e.ME:
                    self._brought.setdefault(name, place)
        if kind not in _STEPS and not _does_favour(entry):
            return
        for name in people_of(entry):
            self.met[name].append(place)
        if entry.links or entry.details:
            for link in links_of(entry):
                self.linked[link].append(place)

    def brought(self, name: str) -> int | None:
        """Return the place of the introduction that brought a person: the earliest, before any connect or touch."""
        place = self._brought.get(name)
        if place is None or self._contact.get(name, place + 1) < place:
            return None
        return place

    def of(self, outcome: e.Outcome) -> Path:
        """Return the path of an outcome."""
        end = bisect_right(self.entries, outcome.date, key=_DAY)
        chains = tuple([self._chain(name, end) for name in outcome.names])
        steps = self._before(outcome, [self.linked[link] for link in links_of(outcome) if link in self.linked], end)
        if not steps:
            steps = self._before(outcome, [self.met[name] for name in outcome.names if name in self.met], end)
        for place in {place for chain in chains for place in chain.intros}:
            index = bisect_left(steps, place)
            if index == len(steps) or steps[index] != place:
                steps.insert(index, place)
        return Path(outcome, steps, chains)

    def _before(self, outcome: e.Outcome, lists: "Sequence[list[int]]", end: int) -> list[int]:
        """Put together what lists of places hold before the day after the outcome, without the outcome itself."""
        cut = [places[: bisect_left(places, end)] for places in lists]
        found = cut[0] if len(cut) == 1 else sorted({place for places in cut for place in places})
        if outcome.details and _does_favour(outcome):
            return [place for place in found if self.entries[place] is not outcome]
        return found

    def _chain(self, name: str, end: int) -> Chain:
        people, known = [name], {name}
        intros: list[int] = []
        while True:
            place = self.brought(people[-1])
            if place is None or place >= end:
                return Chain(tuple(people), tuple(intros))
            intro = self.entries[place]
            by = intro.by if isinstance(intro, e.Intro) else None
            if by is None or by in known:
                return Chain(tuple(people), tuple(intros), by)
            people.append(by)
            known.add(by)
            intros.append(place)

    def step(self, place: int) -> e.Happening:
        """Return the entry of a step."""
        entry = self.entries[place]
        if not isinstance(entry, e.Happening):
            raise TypeError(place)
        return entry


def _does_favour(entry: e.Happening) -> bool:
    return any(detail.kind in FAVOURS and not detail.pending for detail in entry.details)


def people_of(entry: e.Happening) -> tuple[str, ...]:
    """Return the people of a step, each once, without `Me`: those named, who introduced or gave, those of favours."""
    names = entry.names
    if not entry.details and type(entry) is e.Touch:
        return names
    found = list(names)
    if isinstance(entry, e.Intro | e.Give) and entry.by is not None:
        found.append(entry.by)
    for detail in entry.details:
        if not detail.pending:
            found.extend(detail.names)
    return tuple(dict.fromkeys([name for name in found if name != e.ME]))


def links_of(entry: e.Happening) -> "Iterable[str]":
    """Return the links of a block, each once: of its first line, and of its details that came true."""
    return dict.fromkeys(_links(entry))


def _links(entry: e.Happening) -> "Iterator[str]":
    yield from entry.links
    for detail in entry.details:
        if not detail.pending:
            yield from detail.links
