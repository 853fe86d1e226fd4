"""The list of `tend` as a calendar (RFC 5545): an entry of a whole day for each promise and each contact due.

The same list gives the same text, and the same promise or silence the same UID whenever it is written, so that a
calendar that reads it again changes its entries instead of doubling them.
"""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.config import NotInstalled
from netledger.core.diagnostics import plain
from netledger.plugins.tend_told import contact_text, promise_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netledger.measures.tending import Tended

_MISSING = "a calendar needs the package icalendar: pip install 'netledger[calendar]'"


class _Event(NamedTuple):
    """One day of the calendar."""

    day: date
    summary: str
    description: str
    key: tuple[str, ...]
    """What makes it this event and no other, whenever it is written."""


def calendar_text(items: "Sequence[Tended]", title: str, today: date) -> str:
    """Write a calendar, by day and as the list stands. Raises WrongCall where icalendar is not installed."""
    try:
        from icalendar import Calendar, Event  # noqa: PLC0415 - an extra; nothing else needs it
    except ModuleNotFoundError:
        raise NotInstalled(_MISSING) from None
    calendar = Calendar()
    calendar.add("prodid", "-//netledger//tend//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plain(title))
    stamp = datetime(today.year, today.month, today.day, tzinfo=UTC)
    seen: Counter[tuple[str, ...]] = Counter()
    for found in sorted(_events(items), key=lambda event: event.day):
        seen[found.key] += 1
        event = Event()
        event.add("uid", _uid((*found.key, str(seen[found.key]))))
        event.add("dtstamp", stamp)
        event.add("dtstart", found.day)
        if found.day < date.max:  # without an end it is one day long, too
            event.add("dtend", found.day + timedelta(days=1))
        event.add("summary", plain(found.summary))
        event.add("description", plain(found.description))
        event.add("transp", "TRANSPARENT")  # it is no appointment: the day stays free
        calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _events(items: "Iterable[Tended]") -> "Iterator[_Event]":
    for item in items:
        for promise in item.promises:
            day = item.contact_on if promise.due is None else max(promise.due, item.day)
            text = promise_text(promise, item.day)
            noted = promise.entry.date.isoformat()
            key = ("promise", item.name, promise.what, noted)
            yield _Event(day, f"{item.name}: {promise.what}", f"{text} (noted {noted})", key)
        if not item.promises:
            yield _Event(
                item.contact_on, f"Contact {item.name}", contact_text(item), ("contact", item.name, str(item.since))
            )


def _uid(key: tuple[str, ...]) -> str:
    digest = sha256("\n".join(key).encode()).hexdigest()
    return f"{digest[:32]}@netledger"
