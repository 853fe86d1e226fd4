"""The tree behind one outcome: the people it came through, who brought them, and the moments with each."""

from collections import Counter, defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from netledger.core.valuation import exact_sum
from netledger.measures.paths import people_of
from netledger.measures.returns import UNATTRIBUTED
from netledger.plugins.trace_rows import Line, Tracing, hidden, line_of, rest_of, rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netledger.core.report import Row
    from netledger.measures.paths import Chain, Path

NO_STEP = "no step of the path is with them"


def rows_behind(path: "Path", tracing: Tracing) -> "list[Row]":
    """Return the rows of an outcome: it stands at the root; beneath it each step of its path stands once."""
    root = line_of(0, "outcome", path.outcome)
    return rounded([root, *_Behind(path, tracing).lines()], tracing.value(path.outcome), tracing)


class _Shares:
    """What each step of a path is credited with. Steps with equal parts share one number, so that few are added up."""

    def __init__(self) -> None:
        self._sizes: list[Fraction] = [Fraction(0)]
        self._size_of: dict[int, int] = {}

    def grant(self, steps: "Sequence[int]", share: Fraction) -> None:
        """Add a share to each of some steps."""
        more: dict[int, int] = {}
        for step in self._size_of.keys() & steps:
            old = self._size_of[step]
            if old not in more:
                more[old] = len(self._sizes)
                self._sizes.append(self._sizes[old] + share)
            self._size_of[step] = more[old]
        new = len(self._sizes)
        self._sizes.append(share)
        for step in steps:
            self._size_of.setdefault(step, new)

    def of(self, steps: "Sequence[int]") -> Fraction:
        """Return what some steps are credited with together."""
        tops: dict[int, int] = defaultdict(int)
        for size, count in Counter([self._size_of.get(step, 0) for step in steps]).items():
            share = self._sizes[size]
            tops[share.denominator] += share.numerator * count
        return exact_sum(tops)


class _Behind:
    """What is credited with one outcome, and where it stands."""

    def __init__(self, path: "Path", tracing: Tracing) -> None:
        self._path, self._tracing = path, tracing
        self._shares = _Shares()
        self._to_person: dict[str, Fraction] = defaultdict(Fraction)
        self._left = Fraction(0)
        for share, steps, person in tracing.grants(path):
            if steps:
                self._shares.grant(steps, share)
            elif person is not None:
                self._to_person[person] += share
            else:
                self._left += share
        self._intros = {intro for chain in path.chains for intro in chain.intros}
        self._free = {*path.steps}
        """The steps that have no place yet."""

    def lines(self) -> "Iterator[Line]":
        """Give what stands beneath the outcome."""
        for chain in self._path.chains:
            yield from self._chain(chain)
        others: dict[str, list[int]] = {}
        for step in sorted(self._free):
            others.setdefault(next(iter(people_of(self._tracing.paths.step(step))), ""), []).append(step)
        for name, steps in others.items():
            if name:
                yield Line(1, "person", name)
            yield from self._steps(steps, 2 if name else 1)
        if self._left:
            venue = self._path.outcome.venue
            yield Line(1, "venue" if venue else "nobody", venue or UNATTRIBUTED, None, self._left, NO_STEP)

    def _chain(self, chain: "Chain") -> "Iterator[Line]":
        """Give a person, beneath them who brought them, and so on; then, from the last back, the moments with each."""
        own: list[set[int]] = [set()]
        for level, name in enumerate(chain.people):
            if level:
                own.append(self._free & {chain.intros[level - 1]})
            yield Line(1 + level, "person", name, text="" if own[level] or not level else "see above")
        if chain.circle is not None:
            yield Line(1 + len(chain.people), "circle", chain.circle, text="a circle: see above")
        self._free.difference_update(*own)
        for level, name in enumerate(chain.people):
            found = self._free.intersection(self._tracing.paths.met[name]) - self._intros
            own[level] |= found
            self._free -= found
        for level in range(len(chain.people) - 1, -1, -1):
            yield from self._steps(sorted(own[level]), 2 + level)
            share = self._to_person.pop(chain.people[level], None)
            if share is not None:
                yield Line(2 + level, "none", "(no step)", None, share, NO_STEP)

    def _steps(self, steps: "Sequence[int]", level: int) -> "Iterator[Line]":
        middle = hidden(steps, self._tracing.most)
        head = steps.index(middle[0]) if middle else len(steps)
        yield from (self._step(place, level) for place in steps[:head])
        if middle:
            yield rest_of(level, len(middle), self._shares.of(middle))
            yield from (self._step(place, level) for place in steps[head + len(middle) :])

    def _step(self, place: int, level: int) -> Line:
        step, share = self._tracing.paths.step(place), self._shares.of((place,))
        if place in self._intros:  # it stands beneath who made it
            return Line(level, "introduction", " ".join(("intro", *step.names)), step, share, step.text or "")
        return line_of(level, "step", step, share)
