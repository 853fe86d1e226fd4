"""The way of a tie from text to voice, meeting, exchange and outcome: which stages it came to, and when first."""

from datetime import timedelta
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from netledger.core.entries import MEDIA
from netledger.measures.following import first_favour
from netledger.measures.survival import Case

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from netledger.measures.following import Following
    from netledger.measures.history import Tie

Stage = Literal["text", "voice", "meeting", "exchange", "outcome"]

STAGES: tuple[Stage, ...] = get_args(Stage)
"""The stages; a tie may skip some, and come to them in any order."""

_STAGE_OF: dict[str, Stage] = {
    **dict.fromkeys(("message", "email", "post", "poke", "letter"), "text"),
    **dict.fromkeys(("call", "video"), "voice"),
    "meet": "meeting",
}


class Step(NamedTuple):
    """A way from one stage to another: Step("text", "voice")."""

    start: Stage
    end: Stage

    @property
    def title(self) -> str:
        """What people call it: `text → voice`."""
        return f"{self.start} → {self.end}"

    @property
    def name(self) -> str:
        """What data calls it: `text_to_voice`."""
        return f"{self.start}_to_{self.end}"


STEPS = tuple(Step(*pair) for pair in pairwise(STAGES))
"""From each stage to the next."""

ALL_STEPS = tuple(Step(*pair) for pair in permutations(STAGES, 2))
"""From each stage to each other."""


class Journey(NamedTuple):
    """A tie, and the first day of each stage that it came to."""

    tie: "Tie"
    days: "dict[Stage, date]"

    @classmethod
    def of(cls, tie: "Tie") -> "Journey":
        """Find the first days in the history of a tie."""
        days: dict[Stage, date] = {}
        for touch in tie.touches:
            days.setdefault(_STAGE_OF[touch.medium], touch.date)
        favour = first_favour(tie)
        if favour is not None:
            days["exchange"] = favour
        if tie.outcomes:
            days["outcome"] = tie.outcomes[0].date
        return cls(tie, days)


class Walked(NamedTuple):
    """What the journeys say of one step."""

    cases: tuple[tuple["Tie", Case], ...]
    """The waits of those that came to its start, and not to its end on a day before."""
    reverse: "tuple[Tie, ...]"
    """Those that came to its end first, and to its start on a later day."""


def walked(journeys: "Iterable[Journey]", step: Step, following: "Following") -> Walked:
    """Return the waits from the first day of one stage to the first day of another, and who went the other way round.

    Closing competes. Both stages on one day are a wait of 0 days, this way and the other.
    """
    cases, reverse = [], []
    for journey in journeys:
        start, end = journey.days.get(step.start), journey.days.get(step.end)
        if start is None:
            continue
        if end is not None and end < start:
            reverse.append(journey.tie)
        else:
            cases.append((journey.tie, following.case(journey.tie, start, end)))
    return Walked(tuple(cases), tuple(reverse))


LANDMARK = 90
"""The day of each tie from which on the exchange is waited for, whatever media were used by then."""


class Marked(NamedTuple):
    """A tie without an exchange up to its landmark."""

    tie: "Tie"
    richest: str | None
    """The richest medium used up to the landmark; None: there was no touch yet."""
    case: Case
    """The wait from the landmark on."""


def marked(journeys: "Iterable[Journey]", following: "Following") -> list[Marked]:
    """Return the waits for an exchange, from the landmark on, of ties that were open and without one on that day.

    Only what was known on that day tells them apart: those who exchanged early would else look as if their medium had
    done it, and those who waited longer have had more time to use a rich one. A tie whose landmark lies before the
    ledger was kept is left out, for the media used by then are not known.
    """
    found = []
    for tie, days in journeys:
        if tie.begun is None or (following.today - tie.begun).days < LANDMARK:
            continue
        day = tie.begun + timedelta(LANDMARK)
        exchanged = days.get("exchange")
        is_over = (exchanged is not None and exchanged <= day) or (tie.closes and tie.is_closed(day))
        if is_over or following.entry(day):
            continue
        used = {touch.medium for touch in tie.touches if touch.date <= day}
        richest = next((medium for medium in MEDIA if medium in used), None)
        found.append(Marked(tie, richest, following.case(tie, day, exchanged)))
    return found
