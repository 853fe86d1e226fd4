"""Whom to contact next: how long it has been quiet with each person, for how strong a tie, and what is promised.

Priority = silence / cadence · (1 + log2(1 + S)), with S as it was at the last touch, so that waiting only raises it.
The formula is netledger's own.
"""

from collections import defaultdict
from datetime import date, timedelta
from math import ceil, log2
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.amounts import negated
from netledger.core.entries import Happening
from netledger.core.order import alphabetical
from netledger.measures.cadence import Cadence, Cadences, quiet_since
from netledger.measures.history import ties
from netledger.measures.pending import Owed, owed, pending
from netledger.measures.selection import chosen_people
from netledger.measures.strength import Weights, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.measures.history import Tie


class Tended(NamedTuple):
    """A person, or a group that something is promised to, and all that says whether to contact them."""

    name: str
    day: date
    """The day of the report."""
    cadence: Cadence
    tie: "Tie | None"
    """None: no tie has begun, something is promised all the same."""
    strength: float
    """S on the day of the last touch; 0 where there was none."""
    promises: list[Owed]
    """By their due dates, those without one last."""

    @property
    def since(self) -> date | None:
        """The day of the last touch, connect or favour; else of the introduction that began the tie."""
        return None if self.tie is None else quiet_since(self.tie)

    @property
    def silence(self) -> int | None:
        """The days since then."""
        return None if self.since is None else (self.day - self.since).days

    @property
    def factor(self) -> float:
        """By how much the strength of a tie raises its priority: 1 without any, 2 at S = 1."""
        return 1 + log2(1 + self.strength)

    @property
    def priority(self) -> float | None:
        """Silence in cadences times the factor; None: no tie has begun."""
        return None if self.silence is None else float(self.silence / self.cadence.days) * self.factor

    @property
    def is_overdue(self) -> bool:
        """Tell whether it has been quiet for longer than the cadence."""
        return self.silence is not None and self.silence > self.cadence.days

    @property
    def due(self) -> date | None:
        """The due date of the promise that is due first."""
        return self.promises[0].due if self.promises else None

    @property
    def contact_on(self) -> date:
        """The day to contact them: when the first promise is due, else when silence reaches the cadence; not before T.

        A promise without a due date is to be kept when contact is due anyway.
        """
        wanted = self.due
        if wanted is None and self.since is not None:
            left = date.max - self.since
            wanted = self.since + min(timedelta(days=ceil(self.cadence.days)), left)
        return self.day if wanted is None else max(wanted, self.day)


class Tending(NamedTuple):
    """Everybody of a ledger who could be contacted."""

    promised: list[Tended]
    """With an open promise: what is due first stands first."""
    others: list[Tended]
    """The highest priority first."""
    composted: list[str]
    """Left out, for the tie is closed."""


def tending(ledger: "Ledger", config: "Config") -> Tending:
    """Find out about everybody whom the query chooses, on the last day of the period."""
    day = config.last
    weights, cadences = Weights(ledger.options), Cadences(ledger, day)
    chosen = chosen_people(ledger, config, pending=True)
    open_ones = _open(ledger, config)
    known = ties(ledger, day)
    found = Tending([], [], [])
    if config.begin is not None and config.begin > day:
        return found  # the period has not begun
    for name in sorted({*known, *open_ones}, key=alphabetical):
        if chosen is not None and name not in chosen and name[0] != "@":
            continue
        tie = known.get(name)
        if tie is not None and tie.is_closed(day):
            found.composted.append(name)
            continue
        begun = tie is not None and tie.begun is not None
        own = open_ones.get(name, [])
        if begun or own:
            strength = 0.0
            if tie is not None and tie.touches:
                (strength,) = weights.course(weights.days(tie.touches), [tie.touches[-1].date])
            item = Tended(name, day, cadences.of(name), tie if begun else None, strength, own)
            (found.promised if own else found.others).append(item)
    found.promised.sort(key=lambda item: by_due(item.promises[0]))
    found.others.sort(key=lambda item: negated(told(item.priority or 0)))
    return found


def by_due(promise: Owed) -> tuple[date, date]:
    """Sort key: what is due first, then what was promised first; what has no due date comes last."""
    return promise.due or date.max, promise.entry.date


def _owed(ledger: "Ledger", day: date) -> "Iterator[Owed]":
    for entry in ledger.until(day):
        if isinstance(entry, Happening) and (entry.pending or entry.details):
            for promise in pending(entry):
                yield from owed(promise)


def _open(ledger: "Ledger", config: "Config") -> dict[str, list[Owed]]:
    found: dict[str, list[Owed]] = defaultdict(list)
    for promise in _owed(ledger, config.last):
        if promise.party[0] != "@":
            found[promise.party].append(promise)
        elif config.query.entry(promise.entry, ledger.declarations):
            found[config.venue(promise.party)].append(promise)
    for own in found.values():
        own.sort(key=by_due)
    return found
