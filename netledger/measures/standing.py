"""How the ties of a ledger stand on a day: the strength of each, its course, its rank and layer."""

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.amounts import negated
from netledger.core.order import alphabetical
from netledger.measures.history import Tie, ties
from netledger.measures.strength import Weights, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from netledger.core.ledger import Ledger

LAYERS = (5, 15, 50, 150)
"""So many people each layer holds, those of the inner ones among them (Dunbar 2020)."""

STEPS, STEP = 12, 30
"""The course of a strength has 12 points, 30 days apart."""


class Standing(NamedTuple):
    """A tie, the course of its strength, and its rank among all ties of the ledger."""

    tie: Tie
    course: "Sequence[float]"
    """S on 12 days, 30 days apart; the last of them is the day of the report."""
    rank: int | None
    """1 is the strongest; None: there is no strength to rank."""

    @property
    def strength(self) -> float:
        """S on the day of the report."""
        return self.course[-1]

    @property
    def layer(self) -> int | None:
        """The smallest layer that holds this person; None beyond all of them, and without a strength."""
        return next((size for size in LAYERS if self.rank is not None and self.rank <= size), None)


def standings(ledger: "Ledger", day: "date", others: "Iterable[str]" = ()) -> list[Standing]:
    """Return everybody whom the ledger names in what happened up to a day: the strongest first, equal ones by name.

    `others` are people to be listed, too, though nothing happened with them.
    """
    weights = Weights(ledger.options)
    step = min(STEP, (day.toordinal() - 1) // STEPS)  # shorter only where the calendar itself begins
    on = [day - timedelta(days=step * back) for back in reversed(range(STEPS))]
    found = ties(ledger, day)
    known = [*found.values(), *(Tie(name) for name in others if name not in found)]
    courses = [(tie, weights.course(weights.days(tie.touches), on)) for tie in known]
    # By what is shown: strengths that differ in their last bit alone are equal, and stand in alphabetical order.
    courses.sort(key=lambda pair: (negated(told(pair[1][-1])), not pair[1][-1], alphabetical(pair[0].name)))
    return [Standing(tie, course, rank if course[-1] else None) for rank, (tie, course) in enumerate(courses, start=1)]
