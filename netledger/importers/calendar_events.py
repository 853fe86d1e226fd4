"""From an event of a calendar to the entry that it becomes: with whom, by what medium, where, how long."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, tzinfo
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from netledger.core.amounts import Amount
from netledger.core.entries import Detail, Meta, Touch, Value
from netledger.core.spans import Span
from netledger.formats import Contact, Draft, LeftOut
from netledger.importers.addresses import Callings, display_name, is_program
from netledger.importers.calendar_blocks import VIDEO, VIDEO_LINK
from netledger.importers.calendar_series import Component, day_of
from netledger.importers.places import Places
from netledger.importers.rows import one_line
from netledger.parser.numbers import exact

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger
    from netledger.formats import Source

_MOST_PEOPLE = 20
"""Who was with more people than this met none of them in particular: it counts as attendance."""

_LONGEST_DAY = 24 * 3600
"""What lasts longer, in seconds, is a stay: nobody spends all of it on the event."""

_NO_PERSON = frozenset({"ROOM", "RESOURCE", "GROUP"})
_LONGEST_UID = 200

_PHONE = re.compile(r"tel:|(?:phone|call|telefon|anruf|téléphone)\b|[+(]?\d[\d ()/.-]{6,}", re.IGNORECASE)
_CALL = re.compile(r"\b(?:phone|call|telefon|telefonat|anruf|téléphone)\b", re.IGNORECASE)
_LINK = re.compile(r"[a-z]{3,10}://\S+", re.IGNORECASE)


class Guest(NamedTuple):
    """Somebody in an event."""

    address: str
    """Folded; of one without an address their name."""
    name: str
    declined: bool
    is_organizer: bool


def identity(event: Component) -> str:
    """Return what tells an event from others: its UID, else a digest of when and what it is."""
    uid = _text(event, "UID")
    if uid and len(uid) <= _LONGEST_UID:
        return uid
    said = uid or f"{event['DTSTART'].dt} {_text(event, 'SUMMARY')}"
    return sha256(said.encode(errors="replace")).hexdigest()[:32]


def _text(event: Component, name: str) -> str:
    """Return the text of a property on one line, the first where it stands twice."""
    value = event.get(name, "")
    return one_line(str(value[0] if isinstance(value, list) else value))


def party(event: Component) -> list[Guest]:
    """Return the people of an event, its organizer first, each once: no rooms, no lists, no calendars."""
    found: dict[str, Guest] = {}
    for name in ("ORGANIZER", "ATTENDEE"):
        values = event.get(name, [])
        for value in values if isinstance(values, list) else [values]:
            guest = _guest(value, is_organizer=name == "ORGANIZER")
            if guest is None:
                continue
            known = found.get(guest.address)
            found[guest.address] = guest if known is None else guest._replace(is_organizer=known.is_organizer)
    return list(found.values())


def _guest(value: Component, *, is_organizer: bool) -> Guest | None:
    parameters = {key.upper(): str(text) for key, text in getattr(value, "params", {}).items()}
    if parameters.get("CUTYPE", "").upper() in _NO_PERSON:
        return None
    name = one_line(parameters.get("CN", ""))
    address = one_line(str(value))
    address = address[len("mailto:") :] if address.casefold().startswith("mailto:") else address
    if "@" not in address:  # Apple has the address beside its own way of naming people
        address = next((text for text in (parameters.get("EMAIL", ""), name) if "@" in text), "")
    folded = address.strip().casefold()
    if not folded:
        return Guest(name, name, _declined(parameters), is_organizer) if name else None
    if is_program(folded) or " " in folded:
        return None
    return Guest(folded, display_name(name, folded), _declined(parameters), is_organizer)


def _declined(parameters: dict[str, str]) -> bool:
    return parameters.get("PARTSTAT", "").upper() == "DECLINED"


class Drafting:
    """Makes drafts of a calendar's events."""

    def __init__(
        self,
        source: "Source",
        ledger: "Ledger",
        own: Collection[str],
        zone: str,
        events: Iterable[Component],
        *,
        texts: bool = False,
    ) -> None:
        """Take whose calendar it is, and all of its events, which say how people are called.

        With `texts` also the titles of events that are marked as private are taken.
        """
        self._source = source
        self._own = own
        self._texts = texts
        self._zone = _zone(zone)
        self.zone = zone if self._zone is not None else ""
        """The calendar's own time zone, where it has one that is known."""
        self._places = Places(ledger)
        self._callings = Callings()
        for event in events:
            for guest in party(event):
                self._callings.add(guest.address, guest.name)

    def repeated(self, line: int, events: Sequence[Component], today: date) -> "Iterator[Draft | LeftOut]":
        """Give the drafts of the occurrences of one series, in their order."""
        seen: set[date] = set()
        for event in events:
            recurrence = event["RECURRENCE-ID"].dt
            day = self._day(recurrence)
            key = day.isoformat()
            if day in seen and isinstance(recurrence, datetime):
                key = recurrence.strftime("%Y-%m-%dT%H%M%S")
            seen.add(day)
            if self._day(event["DTSTART"].dt) <= today:
                yield self.draft(line, event, today, key)

    def draft(self, line: int, event: Component, today: date, key: str = "") -> "Draft | LeftOut":
        """Make a draft of one event, or say why it is left out. `key` tells the occurrences of a series apart."""
        day = self._day(event["DTSTART"].dt)
        if _text(event, "STATUS").upper() == "CANCELLED":
            return LeftOut("cancelled events")
        if day > today:
            return LeftOut(f"events after {today}")
        guests = party(event)
        me = [guest for guest in guests if guest.address in self._own]
        if any(guest.declined for guest in me):
            return LeftOut("events that you declined")
        others = [guest for guest in guests if guest.address not in self._own and not guest.declined]
        if not others:
            return LeftOut("events with nobody else")
        if not me and any(guest.is_organizer for guest in guests):
            return LeftOut("events of others, without you")
        return Draft(
            self._entry(Span(self._source.name, line), event, day, others),
            {guest.address: self._contact(guest) for guest in others} if len(others) <= _MOST_PEOPLE else {},
            f"ics:{identity(event)}:{key or day.isoformat()}",
        )

    def _entry(self, place: Span, event: Component, day: date, others: Sequence[Guest]) -> Touch:
        location = _text(event, "LOCATION")
        summary = _text(event, "SUMMARY") if self._texts or _is_public(event) else ""
        medium = _medium(location, summary, has_link=VIDEO_LINK in event)
        venue = self._venue(location)
        hours = _hours(event)
        # A link may hold a password, and where somebody is called is their number: only places are kept.
        told = location if medium == "meet" and not venue and not _LINK.search(location) else ""
        many = len(others) > _MOST_PEOPLE
        return Touch(
            date=day,
            span=place,
            medium=medium,
            inbound=medium == "call" and not many and any(guest.is_organizer for guest in others),
            names=() if many else tuple(guest.address for guest in others),
            venue=venue,
            text=summary or (f"with {len(others)} others" if many else None),
            meta=(Meta("location", Value("string", told), 1),) if told else (),
            details=(Detail("cost", (), (hours,), None, (), (), pending=False, line=2),) if hours else (),
        )

    def _contact(self, guest: Guest) -> Contact:
        if guest.address == guest.name:
            return Contact(guest.name)
        return Contact(self._callings.best(guest.address), (guest.address,))

    def _day(self, moment: date) -> date:
        """Return the day of a moment as it is written; one in UTC in the calendar's own time zone, if it has one."""
        if isinstance(moment, datetime) and self._zone is not None and str(moment.tzinfo) == "UTC":
            with suppress(OverflowError):
                moment = moment.astimezone(self._zone)
        return day_of(moment)

    def _venue(self, location: str) -> str | None:
        """Return the journal's venue of a location: by its name or title, also before a street and a town."""
        return self._places.find(location) or self._places.find(location.partition(",")[0])


def _is_public(event: Component) -> bool:
    return _text(event, "CLASS").upper() in {"", "PUBLIC"}


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):  # none of that name
        return None


def _medium(location: str, summary: str, *, has_link: bool) -> str:
    """Tell by what medium people met: by where it was; where that is not told, by the event's link and its title.

    A link alone does not make a video call of it: some programs put one into every event.
    """
    if location:
        if VIDEO.search(location):
            return "video"
        return "call" if _PHONE.match(location) else "meet"
    if has_link or VIDEO.search(summary):
        return "video"
    return "call" if _CALL.search(summary) else "meet"


def _hours(event: Component) -> Amount | None:
    """Return how long an event lasts; None for days, and where nobody says."""
    start = event["DTSTART"].dt
    end = event["DTEND"].dt if "DTEND" in event else None
    if "DURATION" in event:
        length = event["DURATION"].dt
    elif isinstance(start, datetime) and isinstance(end, datetime) and (start.tzinfo is None) == (end.tzinfo is None):
        length = end - start if start.tzinfo is None else end.astimezone(UTC) - start.astimezone(UTC)
    else:
        return None
    seconds = int(length.total_seconds())
    if not isinstance(start, datetime) or not 0 < seconds <= _LONGEST_DAY:
        return None
    return Amount(exact(Fraction(seconds, 3600)), "HOUR")
