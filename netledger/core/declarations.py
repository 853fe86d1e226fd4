"""Who and what a ledger declares: people, venues, units and tags, with their metadata over time."""

from typing import TYPE_CHECKING

from netledger.core.entries import ME, Connect, Entry, Intro, Person, Price, Tag, Unit, Value, Venue

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from netledger.core.options import Options

DECLARING = frozenset({Person, Connect, Intro, Venue, Unit, Price, Tag})
"""The kinds of entries that declare something."""

BUILT_IN_UNITS = ("FAVOR", "HOUR", "INTRO")
DEFAULT_PRECISION = 2


def ancestors(venue: str) -> list[str]:
    """Return a venue and what it lies under, nearest first: `@A:B:C`, `@A:B`, `@A`."""
    words = venue.split(":")
    return [":".join(words[:count]) for count in range(len(words), 0, -1)]


class Declarations:
    """The declarations of a ledger. They hold for all of it, whatever their date; their metadata from its date on.

    Each mapping goes from a name to the entries that declare it, in ledger order. A venue has its `@`; a tag has no
    `#`. A unit may be declared by no entry at all: those built in, and the operating currencies.
    """

    def __init__(self, entries: "Iterable[Entry]", options: "Options") -> None:
        """Gather the declarations from the entries, in ledger order."""
        self.people: dict[str, list[Entry]] = {}
        self.venues: dict[str, list[Entry]] = {}
        self.tags: dict[str, list[Entry]] = {}
        self._precisions: dict[str, int] = {}
        self.aliases: dict[str, list[str]] = {}
        """Each person's other names."""
        self.units: dict[str, list[Entry]] = {unit: [] for unit in (*BUILT_IN_UNITS, *options.operating_currency)}
        for entry in entries:
            if isinstance(entry, Person):
                self._declare(entry.name, entry)
            elif isinstance(entry, Connect) or (isinstance(entry, Intro) and entry.by is not None and _meets(entry)):
                for name in entry.names:
                    if name != ME:
                        self._declare(name, entry)
            elif isinstance(entry, Venue):
                self.venues.setdefault(entry.venue, []).append(entry)
            elif isinstance(entry, Unit | Price):
                self.units.setdefault(entry.unit, []).append(entry)
                precision = entry.get("precision") if isinstance(entry, Unit) else None
                if precision is not None:
                    self._precisions[entry.unit] = int(precision.number)
            elif isinstance(entry, Tag):
                self.tags.setdefault(entry.tag, []).append(entry)

    def _declare(self, name: str, entry: Entry) -> None:
        self.people.setdefault(name, []).append(entry)
        if entry.meta and not isinstance(entry, Intro):
            found = [item.value.text for item in entry.meta if item.key == "alias"]
            if found:
                self.aliases.setdefault(name, []).extend(found)

    def has_venue(self, venue: str) -> bool:
        """Tell whether a venue is declared, itself or by what it lies under."""
        return any(name in self.venues for name in ancestors(venue))

    def precision(self, unit: str) -> int:
        """Return how many decimals a unit is shown with."""
        return self._precisions.get(unit, DEFAULT_PRECISION)

    def venue_value(self, venue: str, key: str, day: "date") -> Value | None:
        """Return a metadata value of a venue on a day, from the nearest of it and its ancestors that has one."""
        for name in ancestors(venue):
            value = value_on(self.venues.get(name, ()), key, day)
            if value is not None:
                return value
        return None

    def venue_kind(self, venue: str) -> str | None:
        """Return the kind of a venue, or of the nearest ancestor that states one."""
        for name in ancestors(venue):
            for entry in reversed(self.venues.get(name, ())):
                if isinstance(entry, Venue) and entry.kind:
                    return entry.kind
        return None

    def person_value(self, name: str, key: str, day: "date") -> Value | None:
        """Return a metadata value of a person on a day."""
        return value_on((e for e in self.people.get(name, ()) if not isinstance(e, Intro)), key, day)


def _meets(intro: Intro) -> bool:
    """Tell whether an introduction by somebody was to the owner, and so declares its people."""
    return len(intro.names) == 1 or ME in intro.names


def value_on(entries: "Iterable[Entry]", key: str, day: "date") -> Value | None:
    """Return the value of a key on a day: the latest one stated by then, else the first one stated after."""
    found = None
    for entry in entries:
        value = entry.get(key)
        if value is None:
            continue
        if entry.date > day and found is not None:
            break
        found = value
        if entry.date > day:
            break
    return found
