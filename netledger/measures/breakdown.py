"""Breakdowns: by which of a ledger's attributes figures are told apart (`--by`).

The parts of a breakdown add up to its total. What has several keys (people, tags) goes to each in equal parts, as
exact fractions; what has none goes to `(none)`.
"""

from bisect import bisect_right
from typing import TYPE_CHECKING

from netledger.core import entries as e
from netledger.core.config import WrongCall
from netledger.core.declarations import ancestors
from netledger.core.periods import calendar_period
from netledger.core.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from netledger.core.booking import Exchange
    from netledger.core.config import Config
    from netledger.core.ledger import Ledger

NONE = "(none)"

KEYS = ("person", "venue", "why", "medium", "tag", "kind", "month", "phase")
"""What entries can be told apart by, beside any metadata key of people."""


class Breakdown:
    """Tells which keys an entry, or one exchange of it, belongs to.

    >>> Breakdown("why", ledger, config).keys(entry)
    ('ideal clients',)
    """

    def __init__(self, by: str, ledger: "Ledger", config: "Config") -> None:
        """Take what to break down by: one of KEYS, or a metadata key of people. Raises WrongCall."""
        self.by = by
        self._ledger = ledger
        self._config = config
        self._changes: dict[str, Sequence[date]] = {}
        self._states = [state for state in ledger.of(e.State) if state.name == "status"]
        find = _OWN.get(by)
        if find is None and by not in person_keys(ledger):
            known = [*KEYS, *person_keys(ledger)]
            close = nearest(by, known)
            meant = f"did you mean {close}? " if close else ""
            raise WrongCall(f"nothing to break down by {by!r}; {meant}there are {', '.join(known)}")
        self._find: Callable[[Breakdown, e.Happening, Exchange | None, date], Sequence[str]] = find or _attribute

    def keys(
        self, entry: e.Happening, exchange: "Exchange | None" = None, day: "date | None" = None
    ) -> "tuple[str, ...]":
        """Return the keys of an entry or exchange, one for each equal part; `(none)` where it has none.

        A key may stand several times: of two people of Acme and one of Halden, Acme takes two thirds. `day` is the
        day that a month or phase goes by, where it is not the entry's.
        """
        return tuple(self._find(self, entry, exchange, day or entry.date)) or (NONE,)

    def person(self, name: str, day: "date") -> str:
        """Return the key of a person on a day, for a breakdown by a metadata key of people; or `(none)`."""
        value = self._ledger.declarations.person_value(name, self.by, day)
        return NONE if value is None else value.text

    def whose(self, key: str, names: "Sequence[str]", day: "date") -> "Sequence[str]":
        """Return those of some people who have a key on a day: by company, those of it; by venue, all of them.

        >>> Breakdown("company", ledger, config).whose("Acme", ["Ann", "Bob"], day)
        ['Ann']
        """
        if self.by == "person":
            return [name for name in names if name == key]
        if self.by not in KEYS:
            return [name for name in names if self.person(name, day) == key]
        return names

    def changes(self, entry: e.Happening, exchange: "Exchange") -> "Sequence[date]":
        """Return the days, in their order, on which the keys of an exchange may change; costs are spread over days.

        Of a cost at `@Club` by why, the dates of the `venue` lines of `@Club` that say why.
        """
        if self.by == "phase":
            return self._known("", lambda: [state.date for state in self._states])
        if self.by == "month":
            return self._known("", self._months)
        if self.by == "why":
            return self._known(entry.venue or "", lambda: self._stated(self._of_venue(entry.venue)))
        if self.by in KEYS:
            return ()
        names = self._people(entry, exchange, entry.date)
        return self._known(" ".join(names), lambda: self._stated(self._of_people(names)))

    def _known(self, of: str, find: "Callable[[], Iterable[date]]") -> "Sequence[date]":
        found = self._changes.get(of)
        if found is None:
            found = self._changes[of] = sorted(set(find()))
        return found

    def _stated(self, lines: "Iterable[e.Entry]") -> "Iterable[date]":
        return (line.date for line in lines if line.get(self.by) is not None)

    def _of_venue(self, venue: str | None) -> "Iterable[e.Entry]":
        venues = self._ledger.declarations.venues
        return (line for name in (ancestors(venue) if venue else ()) for line in venues.get(name, ()))

    def _of_people(self, names: "Iterable[str]") -> "Iterable[e.Entry]":
        people = self._ledger.declarations.people
        return (line for name in names for line in people.get(name, ()) if not isinstance(line, e.Intro))

    def _months(self) -> "Iterable[date]":
        """Give the first days of all months that anything is spread over, but for the first."""
        entry = next(iter(self._ledger.entries), None)
        day = None if entry is None else calendar_period("month", entry.date).end
        while day is not None and day <= self._config.last:
            yield day
            day = calendar_period("month", day).end

    def _people(self, entry: e.Happening, exchange: "Exchange | None", _day: "date") -> "Sequence[str]":
        if exchange is not None:
            return [name for name in exchange.people if name != e.ME]
        others = _others(entry)
        names = dict.fromkeys((*entry.names, *others)) if others else entry.names
        return [name for name in names if name != e.ME]

    def _venue(self, entry: e.Happening, _exchange: "Exchange | None", _day: "date") -> "Sequence[str]":
        return [self._config.venue(entry.venue)] if entry.venue else []

    def _why(self, entry: e.Happening, _exchange: "Exchange | None", day: "date") -> "Sequence[str]":
        value = self._ledger.declarations.venue_value(entry.venue, "why", day) if entry.venue else None
        return [value.text] if value is not None else []

    def _medium(self, entry: e.Happening, _exchange: "Exchange | None", _day: "date") -> "Sequence[str]":
        return [entry.medium] if isinstance(entry, e.Touch) else []

    def _tags(self, entry: e.Happening, exchange: "Exchange | None", _day: "date") -> "Sequence[str]":
        return list(dict.fromkeys([*entry.tags, *(exchange.tags if exchange is not None else ())]))

    def _kind(self, entry: e.Happening, _exchange: "Exchange | None", _day: "date") -> "Sequence[str]":
        return [entry.kind] if isinstance(entry, e.Outcome) else []

    def _month(self, _entry: e.Happening, _exchange: "Exchange | None", day: "date") -> "Sequence[str]":
        return [f"{day:%Y-%m}"]

    def _phase(self, _entry: e.Happening, _exchange: "Exchange | None", day: "date") -> "Sequence[str]":
        index = bisect_right(self._states, day, key=lambda state: state.date)
        return [self._states[index - 1].value] if index else []

    def _attribute(self, entry: e.Happening, exchange: "Exchange | None", day: "date") -> "Sequence[str]":
        return [self.person(name, day) for name in self._people(entry, exchange, day)]


_attribute = Breakdown._attribute  # noqa: SLF001 - of this class
_OWN = {
    "person": Breakdown._people,  # noqa: SLF001
    "venue": Breakdown._venue,  # noqa: SLF001
    "why": Breakdown._why,  # noqa: SLF001
    "medium": Breakdown._medium,  # noqa: SLF001
    "tag": Breakdown._tags,  # noqa: SLF001
    "kind": Breakdown._kind,  # noqa: SLF001
    "month": Breakdown._month,  # noqa: SLF001
    "phase": Breakdown._phase,  # noqa: SLF001
}


def _others(entry: e.Happening) -> "Sequence[str]":
    """Return whom an entry's line names beside its `names`: after `by`, after `for`; details have their own people."""
    if isinstance(entry, e.Outcome):
        return entry.beneficiaries
    return (entry.by,) if isinstance(entry, e.Intro | e.Give) and entry.by is not None else ()


def person_keys(ledger: "Ledger") -> list[str]:
    """Return the metadata keys that people have, in alphabetical order."""
    return sorted(
        {
            item.key
            for declaring in ledger.declarations.people.values()
            for entry in declaring
            if not isinstance(entry, e.Intro)
            for item in entry.meta
        }
    )
