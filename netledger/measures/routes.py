"""By which route outcomes came: through people, or by a passive venue, such as an advertisement or a job board."""

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from netledger.measures.instalments import results
from netledger.measures.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from netledger.core.declarations import Declarations
    from netledger.core.entries import Outcome
    from netledger.core.ledger import Ledger
    from netledger.measures.intervals import Interval

Route = Literal["person", "passive", "place", "neither"]
"""Through a person; by a passive venue, or one under it; at another place, no person named; none of these."""

_ORDER: tuple[Route, ...] = ("person", "passive", "place", "neither")


class Routes(NamedTuple):
    """How many outcomes came by which route; instalments count once, by the first route of these that one of them has.

    Of 7 through people and 3 by job boards the share is 0.7, Wilson's interval 0.397 to 0.892.
    """

    counts: "Counter[Route]"
    both: "list[Outcome]"
    """Those that name a person and a passive venue; they count as through people."""

    @property
    def cases(self) -> int:
        """How many the share is of."""
        return self.counts["person"] + self.counts["passive"]

    @property
    def share(self) -> float | None:
        """The personal-contact share; None without cases."""
        return self.counts["person"] / self.cases if self.cases else None

    @property
    def interval(self) -> "Interval | None":
        """Wilson's 95 % interval of the share, without correction."""
        return wilson(self.counts["person"], self.cases)


def route_of(outcome: "Outcome", declared: "Declarations") -> Route:
    """Return by which route an outcome came."""
    if outcome.names:
        return "person"
    if outcome.venue is None:
        return "neither"
    return "passive" if declared.venue_kind(outcome.venue) == "passive" else "place"


def routes(outcomes: "Iterable[Outcome]", ledger: "Ledger", today: "date") -> Routes:
    """Count outcomes that came to the owner by their routes."""
    declared, numbers = ledger.declarations, results(ledger, today)
    best: dict[int, int] = {}
    both = []
    for outcome in outcomes:
        number, rank = numbers[id(outcome)], _ORDER.index(route_of(outcome, declared))
        best[number] = min(best.get(number, rank), rank)
        if outcome.names and outcome.venue and declared.venue_kind(outcome.venue) == "passive":
            both.append(outcome)
    return Routes(Counter(_ORDER[rank] for rank in best.values()), both)
