"""Which ties are followed, from when and until when: what all figures of waiting have in common.

A tie is followed from its beginning to T. What a ledger says of the time before it was kept is not all that happened:
somebody who notes today that a tie began ten years ago notes none of the calls in between. So a ledger is taken to be
kept from its first entry on that is more than the beginning of ties, and a tie that began before that day enters late:
the days before are not among those on which nothing came of it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from msgspec.structs import replace

from netledger.core import entries as e
from netledger.core.booking import book
from netledger.core.config import WrongCall
from netledger.core.order import alphabetical
from netledger.core.spelling import nearest
from netledger.measures.breakdown import NONE, Breakdown, person_keys
from netledger.measures.history import Tie, ties
from netledger.measures.survival import CENSORED, COMPETING, EVENT, Case

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger


def chosen_ties(ledger: "Ledger", config: "Config") -> list[Tie]:
    """Return the ties that began in the reported period and that the query chooses, in alphabetical order.

    The query is asked of how a tie began, and of who it is with: never of what came later, for to choose those who
    met again by what came of it would make the wait look shorter. The ties are as the ledger up to T knows them.
    """
    chosen = [
        tie
        for tie in ties(ledger, config.today).values()
        if tie.first is not None and config.reports(tie.first.date) and _is_chosen(tie, ledger, config)
    ]
    return sorted(chosen, key=lambda tie: alphabetical(tie.name))


def _is_chosen(tie: Tie, ledger: "Ledger", config: "Config") -> bool:
    if not config.query:
        return True
    declared = ledger.declarations
    own = [entry for entry in declared.people.get(tie.name, ()) if isinstance(entry, e.Person)]
    tags = tuple(tag for entry in own for tag in entry.tags)
    beginning = _first(tie)
    return tie.name in config.query.people(replace(beginning, tags=(*beginning.tags, *tags)), declared)


def key_of_tie(by: str, of: "Sequence[str]", ledger: "Ledger", config: "Config") -> "Callable[[Tie], str]":
    """Return what tells by its beginning in which one row of a breakdown a tie stands.

    `of` are the keys that the report knows, with `KEY` for any metadata key of people:

    - `venue`, `why`: of the entry that began the tie; `where`: online at a venue of kind `site`, offline at any other;
    - `medium`: of the first touch;
    - a metadata key of people: its value on the day on which the tie began.

    What has none is in `(none)`. Raises WrongCall for any other key.
    """
    known = [key for key in of if key != "KEY"] + (person_keys(ledger) if "KEY" in of else [])
    if by not in known:
        close = nearest(by, known)
        meant = f"did you mean {close}? " if close else ""
        raise WrongCall(f"nothing to break down by {by!r}; {meant}there are {', '.join(known)}")
    if by == "medium":
        return lambda tie: tie.touches[0].medium if tie.touches else NONE
    if by == "where":
        return lambda tie: _where(tie, ledger)
    if by in of:
        entries = Breakdown(by, ledger, config)
        return lambda tie: entries.keys(_first(tie))[0]
    people = Breakdown(by, ledger, config)
    return lambda tie: people.person(tie.name, _first(tie).date)


def _first(tie: Tie) -> e.Happening:
    """Return the entry that began a tie which is known to have begun."""
    if tie.first is None:
        raise ValueError(f"the tie with {tie.name} has not begun")
    return tie.first


def _where(tie: Tie, ledger: "Ledger") -> str:
    venue = _first(tie).venue
    if venue is None:
        return NONE
    return "online" if ledger.declarations.venue_kind(venue) == "site" else "offline"


@dataclass(frozen=True)
class Following:
    """Makes the cases of a curve: `Following.of(ledger, today).case(tie, tie.begun, day_of_the_event)`."""

    today: "date"
    """T, on which those who still wait are last seen."""
    since: "date | None"
    """The day from which on the ledger is kept; None: it holds nothing but beginnings of ties."""

    @classmethod
    def of(cls, ledger: "Ledger", today: "date") -> Self:
        """Find out since when a ledger is kept, for a report of a day."""
        return cls(today, kept_since(ledger, today))

    def case(self, tie: Tie, start: "date", happened: "date | None") -> Case:
        """Return the wait of a tie from one day to the first day, on or after it, on which something happened.

        The first `close` on or after the start competes with it, unless it stands on the very day of the event.
        """
        closed = next((close.date for close in tie.closes if close.date >= start), None)
        if happened is not None and (closed is None or happened <= closed):
            end, event = happened, EVENT
        elif closed is not None:
            end, event = closed, COMPETING
        else:
            end, event = self.today, CENSORED
        return Case((end - start).days, event, self.entry(start))

    def entry(self, start: "date") -> int:
        """Return how many days after its start a wait comes under observation: 0, unless it began before `since`."""
        return 0 if self.since is None else max(0, (self.since - start).days)


def kept_since(ledger: "Ledger", today: "date") -> "date | None":
    """Return the day of the first entry that is more than the beginning of ties; None: there is none up to a day.

    A beginning is a connect, touch or introduction that begins the ties of all its people, and books nothing.
    """
    key = ("kept since", today)
    if key not in ledger.memo:
        ledger.memo[key] = _kept_since(ledger, today)
    found: date | None = ledger.memo[key]
    return found


def _kept_since(ledger: "Ledger", today: "date") -> "date | None":
    known = ties(ledger, today)
    for entry in ledger.entries:
        if entry.date > today:
            break
        if isinstance(entry, e.Close):
            return entry.date
        if isinstance(entry, e.Happening) and not entry.pending and not _only_begins(entry, known):
            return entry.date
    return None


def _only_begins(entry: e.Happening, known: dict[str, Tie]) -> bool:
    names = [name for name in entry.names if name != e.ME]
    begins = isinstance(entry, e.Connect | e.Touch | e.Intro) and names
    return bool(begins) and all(known[name].first is entry for name in names if name in known) and not book(entry)


def first_received(tie: Tie) -> "date | None":
    """Return the day of the first favour that came from somebody, introductions among them; None: none came yet."""
    return next((favour.day for favour in tie.favours if favour.exchange.kind == "receive"), None)


def first_favour(tie: Tie) -> "date | None":
    """Return the day of the first favour either way; None: there was none yet."""
    return tie.favours[0].day if tie.favours else None
