"""One period as quality over quantity looks at it: whom and what it counts."""

from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from netledger.core import entries as e
from netledger.core.booking import FAVOURS
from netledger.core.periods import PeriodError
from netledger.core.query import Query
from netledger.measures.comparison import is_known
from netledger.measures.contacts import Choice, hours, people, touches, venues
from netledger.measures.following import Following, chosen_ties
from netledger.measures.selection import chosen_people
from netledger.measures.strength import Weights
from netledger.measures.yields import weighed_days

if TYPE_CHECKING:
    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.measures.contacts import Contacts
    from netledger.measures.history import Tie
    from netledger.measures.spending import Spent
    from netledger.measures.survival import Case

SOON = 30
"""A second contact within so many days."""


class Picture:
    """What one period looked like. `before` is the one before it, or None where the ledger does not cover that."""

    def __init__(self, ledger: "Ledger", config: "Config", before: "Picture | None", why_not: str = "") -> None:
        """Take the period, the one before, and why there is none."""
        self.ledger = ledger
        self.config = config
        self.before = before
        self.why_not = why_not

    @cached_property
    def _hours(self) -> "list[Spent]":
        return hours(self.ledger, self.config)

    @cached_property
    def people(self) -> "Contacts":
        """The people with a touch in it."""
        return people(self.ledger, self.config, self._hours)

    @cached_property
    def venues(self) -> "Contacts":
        """The venues with an attendance in it."""
        return venues(self.ledger, self.config, self._hours)

    @cached_property
    def begun(self) -> "list[Tie]":
        """The ties that began in it, by an entry that the query chooses."""
        return chosen_ties(self.ledger, self.config)

    @cached_property
    def strengths(self) -> dict[str, float]:
        """The strength at its end of everybody who has any; of those whom the query chooses."""
        config, weights = self.config, Weights(self.ledger.options)
        chosen = chosen_people(self.ledger, config)
        found = {
            tie.name: weights.course(weighed, (config.last,))[0]
            for tie, weighed in weighed_days(self.ledger, config.today)
            if weighed and (chosen is None or tie.name in chosen)
        }
        return {name: strength for name, strength in found.items() if strength > 0}

    @cached_property
    def new_venues(self) -> list[str]:
        """The venues with no attendance before it."""
        config = self.config
        if config.begin is None:
            return list(self.venues.days)
        before = replace(config, begin=None, end=config.begin, query=Query())
        earlier = venues(self.ledger, before, hours(self.ledger, before))
        return [venue for venue in self.venues.days if venue not in earlier.days]

    @property
    def is_empty(self) -> bool:
        """Whether nobody and no venue has any part in it."""
        found = (self.people.days, self.venues.days, self.venues.hours, self.begun, self.strengths, self.favours)
        return not any(found) and not any(promotion(self))

    @cached_property
    def favours(self) -> dict[str, tuple[int, int]]:
        """Of each person how many favours were given and received in it."""
        choice = Choice.of(self.ledger, self.config)
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for entry, exchanges in self.config.within(self.ledger.booked, lambda pair: pair[0].date):
            for exchange in exchanges:
                if exchange.kind in FAVOURS and exchange.party[0] != "@" and choice.exchange(entry, exchange):
                    counts[exchange.party][exchange.kind == "receive"] += 1
        return {name: (given, received) for name, (given, received) in counts.items()}


def picture_of(ledger: "Ledger", config: "Config") -> Picture:
    """Return the picture of the reported period, with the one before it where the ledger covers that."""
    if config.begin is None:
        return Picture(ledger, config, None, "without a beginning (-p, -b) there is no period before")
    try:
        before = config.against()[1]
    except PeriodError as error:
        return Picture(ledger, config, None, str(error))
    if not is_known(ledger, before):
        return Picture(
            ledger, config, None, f"the period before, from {before.begin} on, starts before the first entry"
        )
    return Picture(ledger, config, Picture(ledger, before, None))


def follow_ups(picture: Picture) -> "dict[str, Case]":
    """Return, of each tie begun in a period, the wait for a touch on a later day, up to T."""
    following = Following.of(picture.ledger, picture.config.today)
    cases = {}
    for tie in picture.begun:
        begun = tie.begun or picture.config.today
        again = next((touch.date for touch in tie.touches if touch.date > begun), None)
        cases[tie.name] = following.case(tie, begun, again)
    return cases


class Promotion(NamedTuple):
    """What self-promotion is a share of."""

    promos: int
    touches: int
    gives: int


def promotion(picture: Picture) -> Promotion:
    """Count what the owner posted about themself, all touches, and what they gave: entries and details."""
    ledger, config = picture.ledger, picture.config
    choice = Choice.of(ledger, config)
    promos = [promo for promo in config.within(ledger.of(e.Promo)) if not promo.pending]
    gives = [give for give in config.within(ledger.of(e.Give)) if not give.pending and give.by is None]
    detailed = [entry for entry, _ in config.within(ledger.booked, lambda pair: pair[0].date) if entry.details]
    return Promotion(
        len([*choice.entries(promos)]),
        len([*choice.entries(touches(ledger, config))]),
        len([*choice.entries(gives)])
        + sum(d.kind == "give" and not d.pending for entry in choice.entries(detailed) for d in entry.details),
    )
