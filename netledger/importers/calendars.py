"""Calendars, iCalendar (RFC 5545): an event with other people is a `meet`, a `video` or a `call`.

The day is the one that the event has in the calendar's own time zone; its length is its cost. An event that repeats is
one entry for each time that it took place, up to today.
"""

import warnings
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from netledger.core.config import NotInstalled
from netledger.formats import Importer, LeftOut
from netledger.importers.calendar_blocks import Block, Calendar, is_calendar, read_blocks
from netledger.importers.calendar_events import Drafting, identity, party
from netledger.importers.calendar_series import (
    MOST_OCCURRENCES,
    BadRule,
    Component,
    check_rules,
    day_of,
    occurrences,
    repeats,
)

if TYPE_CHECKING:
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.formats import Draft, ImportConfig, Source

_NEEDED = ("icalendar", "recurring_ical_events")
_MISSING = "calendars need the packages icalendar and recurring-ical-events: pip install 'netledger[import]'"

_NOBODY_ELSE = "events with nobody else"

_MOST_UNUSUAL = 20
"""So many rules of a file are followed that may have no occurrence: to find that out takes seconds for each."""

_Event = tuple[Block, Component]


def _identify(source: "Source", _config: "ImportConfig") -> bool:
    return is_calendar(source)


def _extract(source: "Source", ledger: "Ledger", config: "ImportConfig") -> "Iterator[Draft | Diagnostic | LeftOut]":
    if not all(map(find_spec, _NEEDED)):
        raise NotInstalled(_MISSING)
    calendar = Calendar()
    blocks: list[Block] = []
    for item in read_blocks(source, calendar):
        if isinstance(item, Block):
            blocks.append(item)
        else:
            yield item
    series: defaultdict[str, list[_Event]] = defaultdict(list)
    with warnings.catch_warnings():  # of time zones by unusual names, which are told well enough
        warnings.simplefilter("ignore")
        for found in _parsed(source, blocks):
            if isinstance(found, tuple):
                series[identity(found[1])].append(found)
            else:
                yield found
        own = _owner(series, calendar, config)
        if series and not own:
            message = "it cannot be told which of the people in the events are you"
            yield source.fault(1, message, "write `person Me` with your `email:` in the journal, or give --me ADDRESS")
            return
        events = [event for found in series.values() for _block, event in found]
        drafting = Drafting(source, ledger, own, calendar.zone, events, texts=config.texts)
        yield from _drafts(source, series, drafting, config)


def _parsed(source: "Source", blocks: Sequence[Block]) -> "Iterator[_Event | Diagnostic | LeftOut]":
    """Read those events that have somebody in them, or stand in for a time of one that has."""
    from icalendar import Event  # noqa: PLC0415 - an extra

    with_people = {_uid_line(block) for block in blocks if block.has("ATTENDEE")}
    for block in blocks:
        if _uid_line(block) not in with_people and not block.has("ATTENDEE"):
            yield LeftOut(_NOBODY_ELSE)
            continue
        text = "\r\n".join(["BEGIN:VEVENT", *block.lines, "END:VEVENT", ""])
        try:
            event: Component = Event.from_ical(text)
            problem = event.errors[0][1] if event.errors else ""
            if not problem:
                day_of(event["DTSTART"].dt)
        except KeyError:
            problem = "the event has no DTSTART"
        except Exception as error:  # noqa: BLE001 - whatever hostile lines make the library raise, it costs this event
            problem = str(error) or type(error).__name__
        if problem:
            yield source.fault(block.line, f"an event cannot be read: {problem}", "", block.title)
        else:
            yield block, event


def _uid_line(block: Block) -> str:
    return next((line for line in block.lines if line.startswith("UID")), "")


def _owner(series: dict[str, list[_Event]], calendar: Calendar, config: "ImportConfig") -> Collection[str]:
    """Return the addresses of the calendar's owner: those that are known, else what the file shows.

    Google names the calendar by its owner's address; else who alone is in all of several events is the owner.
    """
    own = frozenset(key for key in config.me if "@" in key)
    if own or "@" in calendar.name:
        return own or {calendar.name.casefold()}
    parties = [{person.address for person in party(events[0][1])} for events in series.values()]
    counts = Counter(address for people in parties for address in people)
    always = {address for address, count in counts.items() if count == len(parties)}
    return always if len(always) == 1 and len(parties) > 1 else frozenset()


def _drafts(
    source: "Source", series: dict[str, list[_Event]], drafting: Drafting, config: "ImportConfig"
) -> "Iterator[Draft | Diagnostic | LeftOut]":
    unusual = 0
    for number, found in enumerate(series.values()):
        config.progress(f"reading {source.name}", number, len(series))
        block, events = found[0][0], [event for _block, event in found]
        try:
            if not repeats(events):
                yield drafting.draft(*_newest(found), config.today)
                yield from [LeftOut("older versions of events")] * (len(events) - 1)
                continue
            unusual += not all(map(check_rules, events))
            if unusual > _MOST_UNUSUAL:
                raise BadRule("too many events of this file repeat by unusual rules")  # noqa: TRY301 - as of one event
            times = occurrences(events, drafting.zone, config.today)
            drafts = list(drafting.repeated(block.line, times.events, config.today))
        except Exception as error:  # noqa: BLE001 - whatever hostile rules make the libraries raise, it costs this event
            message = str(error) if isinstance(error, BadRule) else f"an event that repeats cannot be read: {error!r}"
            yield source.fault(block.line, message, "", block.title)
            continue
        if times.is_cut:
            message = f"the event repeats more than {MOST_OCCURRENCES} times up to {config.today}"
            yield source.fault(block.line, message, f"the first {MOST_OCCURRENCES} are imported", block.title)
        yield from drafts
    config.progress(f"reading {source.name}", len(series), len(series))


def _newest(events: Sequence[_Event]) -> tuple[int, Component]:
    """Return the line and the event of the last version of one event."""
    block, event = max(events, key=lambda item: int(item[1].get("SEQUENCE", 0)))
    return block.line, event


icalendar = Importer(_identify, _extract, "a calendar (iCalendar): events with other people")
