"""The tree behind one outcome: the people it came through, who brought them, and the moments with each."""

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from netledger.measures.paths import people_of
from netledger.measures.returns import UNATTRIBUTED
from netledger.plugins.trace_rows import Line, Tracing, line_of, rounded, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netledger.core.report import Row
    from netledger.measures.paths import Chain, Path

NO_STEP = "no step of the path is with them"


def rows_behind(path: "Path", tracing: Tracing) -> "list[Row]":
    """Return the rows of an outcome: it stands at the root; beneath it each step of its path stands once."""
    root = line_of(0, "outcome", path.outcome)
    return rounded([root, *_Behind(path, tracing).lines()], tracing.value(path.outcome), tracing)


class _Behind:
    """What is credited with one outcome, and where it stands."""

    def __init__(self, path: "Path", tracing: Tracing) -> None:
        self._path, self._tracing = path, tracing
        self._to_step: dict[int, Fraction] = defaultdict(Fraction)
        self._to_person: dict[str, Fraction] = defaultdict(Fraction)
        self._left = Fraction(0)
        for credit in tracing.credits(path):
            if credit.step is not None:
                self._to_step[credit.step] += credit.share
            elif credit.person is not None:
                self._to_person[credit.person] += credit.share
            else:
                self._left += credit.share
        self._intros = {intro for chain in path.chains for intro in chain.intros}
        self._placed: set[int] = set()

    def lines(self) -> "Iterator[Line]":
        """Give what stands beneath the outcome."""
        for chain in self._path.chains:
            yield from self._chain(chain)
        others: dict[str, list[int]] = {}
        for step in self._path.steps:
            if step not in self._placed:
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
        own: list[list[int]] = []
        for level, name in enumerate(chain.people):
            intros = [] if level == 0 else [chain.intros[level - 1]]
            own.append([intro for intro in intros if intro not in self._placed])
            self._placed.update(intros)
            yield Line(1 + level, "person", name, text="see above" if intros and not own[-1] else "")
        if chain.circle is not None:
            yield Line(1 + len(chain.people), "circle", chain.circle, text="a circle: see above")
        for level, name in enumerate(chain.people):
            for step in self._path.steps:
                free = step not in self._placed and step not in self._intros
                if free and name in people_of(self._tracing.paths.step(step)):
                    own[level].append(step)
                    self._placed.add(step)
        for level in range(len(chain.people) - 1, -1, -1):
            yield from self._steps(sorted(own[level]), 2 + level)
            share = self._to_person.pop(chain.people[level], None)
            if share is not None:
                yield Line(2 + level, "none", "(no step)", None, share, NO_STEP)

    def _steps(self, steps: "Sequence[int]", level: int) -> "Sequence[Line]":
        lines = []
        for place in steps:
            step, share = self._tracing.paths.step(place), self._to_step.get(place, Fraction(0))
            if place in self._intros:  # it stands beneath who made it
                names = " ".join(("intro", *step.names))
                lines.append(Line(level, "introduction", names, step, share, step.text or ""))
            else:
                lines.append(line_of(level, "step", step, share))
        return shortened(lines, self._tracing.most)
