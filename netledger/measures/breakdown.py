"""Breakdowns: by which of a ledger's attributes figures are told apart (`--by`).

The parts of a breakdown add up to its total. What has several keys (people, tags) goes to each in equal parts, as
exact fractions; what has none goes to `(none)`.
"""

from bisect import bisect_right
from typing import TYPE_CHECKING

from netledger.core import entries as e
from netledger.core.config import WrongCall
from netledger.core.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
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

    def _people(self, entry: e.Happening, exchange: "Exchange | None", _day: "date") -> "Sequence[str]":
        names = entry.names if exchange is None else exchange.people
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
