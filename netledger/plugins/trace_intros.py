"""What came of an introduction: the people it brought, what was noted with them since, and the outcomes among it."""

from bisect import bisect_right
from collections import defaultdict
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import EXACT, Amount, apportion, quantize
from netledger.measures.history import is_to_owner
from netledger.measures.paths import links_of
from netledger.plugins.trace_rows import PLACES, Line, Tracing, hidden, line_of, rest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netledger.core.report import Row


class Aftermath:
    """What came after each introduction, each introduction told of once."""

    def __init__(self, tracing: Tracing) -> None:
        """Find the outcomes by their links and people, and what each introduction brought."""
        self._tracing, self._paths = tracing, tracing.paths
        self._linked: dict[str, list[int]] = defaultdict(list)
        self._with: dict[str, list[int]] = defaultdict(list)
        self._led: dict[int, list[int]] = defaultdict(list)
        """The outcomes on whose path an introduction is."""
        known = tracing.ledger.until(tracing.config.today)
        self._intros = {place for place, entry in enumerate(known) if isinstance(entry, e.Intro)}
        for place, entry in enumerate(known):
            if isinstance(entry, e.Outcome) and not entry.pending:
                for link in entry.links:
                    self._linked[link].append(place)
                for name in {*entry.names, *entry.beneficiaries}:
                    self._with[name].append(place)
                for step in self._intros.intersection(self._paths.of(entry).steps):
                    self._led[step].append(place)
        self._told: set[int] = set()
        self._shares: dict[int, dict[int, Fraction]] = {}
        self.empty = 0
        """How many introductions there are since which nothing is noted."""

    def rows(self, place: int) -> "list[Row]":
        """Return the rows of an introduction and of what came of it; none where another's tree shows it already."""
        if place in self._told:
            return []
        lines = list(self._lines(place))
        self.empty += not lines
        root = line_of(0, "introduction", self._paths.step(place))
        credit, whole = self._credits(lines)
        shares = [None if line.share is None else quantize(line.share, PLACES) for line in lines]
        rows = [line.row(share, number) for line, share, number in zip(lines, shares, credit, strict=True)]
        return [root.row(None, whole), *rows]

    def _credits(self, lines: "Sequence[Line]") -> "tuple[list[Amount | None], Amount | None]":
        """Return what of the outcomes is credited to the introduction, and all of it, where it is in one unit."""
        worth: dict[str, dict[int, Fraction]] = defaultdict(dict)
        for index, line in enumerate(lines):
            value = self._tracing.value(line.entry) if isinstance(line.entry, e.Outcome) else None
            if value is not None and line.share is not None:
                worth[value[1]][index] = value[0] * line.share
        found: list[Amount | None] = [None] * len(lines)
        whole = None
        for unit, numbers in worth.items():
            shown = apportion(list(numbers.values()), self._tracing.precision(unit))
            for index, number in zip(numbers, shown, strict=True):
                found[index] = Amount(number, unit)
            whole = Amount(reduce(EXACT.add, shown), unit)
        return found, whole if len(worth) == 1 else None

    def _lines(self, root: int) -> "Iterator[Line]":
        """Give what came of an introduction: by those it brought, by its links, between those it introduced."""
        self._told.add(root)
        shown = {root}
        # A stack, for chains of introductions may be longer than Python nests calls.
        open_: list[Iterator[Line | _Brought]] = [iter(self._brought(root, 1))]
        while open_:
            found = next(open_[-1], None)
            if found is None:
                open_.pop()
            elif isinstance(found, Line):
                yield found
            else:
                yield Line(found.level, "person", found.name)
                open_.append(self._since(root, found, self._later(found.name, found.intro), shown))
        intro = self._paths.step(root)
        nobody = _Brought(0, "", root)
        linked = [p for link in links_of(intro) for p in (*self._paths.linked[link], *self._linked[link])]
        both = () if _is_to_owner(intro) else self._between(root, intro)
        for item in self._since(root, nobody, [*linked, *both, *self._led[root]], shown):
            if isinstance(item, Line):
                yield item

    def _brought(self, place: int, level: int) -> "list[_Brought]":
        """Return the people whom an introduction brought."""
        names = [name for name in self._paths.step(place).names if self._paths.brought(name) == place]
        return [_Brought(level, name, place) for name in names]

    def _between(self, root: int, intro: e.Happening) -> set[int]:
        """Return what is noted with two of the people of an introduction since."""
        both: set[int] = set()
        seen: set[int] = set()
        for name in intro.names:
            noted = self._later(name, root)
            both |= seen & noted
            seen |= noted
        return both

    def _later(self, name: str, place: int) -> set[int]:
        """Return where something is noted with a person after a place."""
        steps, outcomes = self._paths.met[name], self._with[name]
        return {*steps[bisect_right(steps, place) :], *outcomes[bisect_right(outcomes, place) :]}

    def _since(
        self, root: int, person: "_Brought", places: "Iterable[int]", shown: set[int]
    ) -> "Iterator[Line | _Brought]":
        """Give what is noted at some places after an introduction; whom its people brought in turn stands beneath."""
        level, by = person.level + 1, person.name
        listed = sorted({place for place in places if place > person.intro and place not in shown})
        shown.update(listed)
        intros = self._intros.intersection(listed)
        brought = {place: self._brought(place, level + 1) for place in intros if self._is_by(place, by)}
        plain = [p for p in listed if not brought.get(p) and not isinstance(self._paths.entries[p], e.Outcome)]
        middle = hidden(plain, self._tracing.most)
        left_out = set(middle)
        for place in listed:
            entry = self._paths.step(place)
            if isinstance(entry, e.Outcome):
                yield line_of(level, "outcome", entry, self._share(root, place))
            elif brought.get(place):
                self._told.add(place)
                yield line_of(level, "introduction", entry)
                yield from brought[place]
            elif place not in left_out:
                yield line_of(level, "step", entry)
            elif place == middle[0]:
                yield rest_of(level, len(middle))

    def _is_by(self, place: int, name: str) -> bool:
        entry = self._paths.entries[place]
        return isinstance(entry, e.Intro) and entry.by == name

    def _share(self, root: int, place: int) -> Fraction | None:
        """Return how much of an outcome is credited to an introduction; None where it is no step of its path."""
        outcome = self._paths.entries[place]
        if place not in self._shares and isinstance(outcome, e.Outcome):
            found: dict[int, Fraction] = defaultdict(Fraction)
            path = self._paths.of(outcome)
            intros = self._intros.intersection(path.steps)
            for share, steps, _ in self._tracing.grants(path):
                for intro in intros.intersection(steps):
                    found[intro] += share
            self._shares[place] = {intro: found[intro] for intro in intros}
        return self._shares[place].get(root)


class _Brought(NamedTuple):
    """A person whom an introduction brought, and how deep they stand."""

    level: int
    name: str
    intro: int


def _is_to_owner(intro: e.Happening) -> bool:
    return isinstance(intro, e.Intro) and is_to_owner(intro)
