"""friends' journal, a Markdown file: activities are meetings, notes are notes, friends are people with their nicknames.

    ### Activities:
    - 2018-01-04: Got lunch with **Grace Hopper** in _Paris_. @food

    ### Friends:
    - Grace Hopper (a.k.a. The Admiral a.k.a. Amazing Grace) [Paris] @navy

It has no dates for friends and places: these are declared on the day of the first activity or note that names them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.entries import Note, Person, Touch, Value, Venue
from netledger.core.spans import Span
from netledger.formats import Contact, Draft, Importer, LeftOut
from netledger.importers.days import Days, NoDate
from netledger.importers.ids import Ids
from netledger.importers.naming import folded
from netledger.importers.places import Places, tag_of, text_of
from netledger.importers.rows import one_line

if TYPE_CHECKING:
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.formats import ImportConfig, Source

_LONGEST_LINE = 1 << 16

_HEADING = re.compile(r"#{1,6}\s*(activities|notes|friends|locations)\s*:?\s*", re.IGNORECASE)
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_PLACE = re.compile(r"(?<!\w)_([^\W_][^_]*)_(?!\w)")
_TAG = re.compile(r"(?<!\w)@([^\W_](?:[:-]?[^\W_])*)")

# Of a friend or a location: its name, other names, where they live, tags.
_ENTRY = re.compile(
    r"(?P<name>[^(\[@]+)(?:\(a\.k\.a\. (?P<also>[^()]*)\)\s*)?(?:\[(?P<place>[^\]]*)\]\s*)?(?P<tags>(?:@\S+\s*)*)"
)
_ALSO = " a.k.a. "


class _Line(NamedTuple):
    """A line of the file, under the heading that it stands under, without its hyphen."""

    number: int
    section: str
    text: str


class _Listed(NamedTuple):
    """A friend or a location as it is listed."""

    line: _Line
    name: str
    also: tuple[str, ...]
    place: str
    tags: tuple[str, ...]


class _Event(NamedTuple):
    """An activity or a note."""

    line: _Line
    day: date
    text: str
    """Without Markdown, and without the tags at its end."""
    people: tuple[Contact, ...]
    places: tuple[str, ...]
    tags: tuple[str, ...]


def _identify(source: "Source", _config: "ImportConfig") -> bool:
    lines = [line.strip() for line in text_of(source.head.removeprefix(b"\xef\xbb\xbf")).splitlines()]
    first = next((line for line in lines if line), "")
    return _HEADING.fullmatch(first) is not None and any(
        (match := _HEADING.fullmatch(line)) and match[1].lower() in {"activities", "friends"} for line in lines
    )


def _extract(source: "Source", ledger: "Ledger", config: "ImportConfig") -> "Iterator[Draft | Diagnostic | LeftOut]":
    lines: defaultdict[str, list[_Line]] = defaultdict(list)
    try:
        for line in _lines(source):
            lines[line.section].append(line)
    except OSError as error:
        yield source.fault(1, f"the file cannot be read: {(error.strerror or str(error)).lower()}")
    for line in lines[""]:
        yield source.fault(line.number, "the line stands under no heading that friends writes", "", line.text[:200])
    listed: dict[str, list[_Listed]] = {"friends": [], "locations": []}
    for section, found in listed.items():
        for line in lines[section]:
            entry = _listed(line)
            if entry is None:
                yield source.fault(line.number, "the line is no name", _EXPECTED[section], line.text[:200])
            else:
                found.append(entry)
    people = _People(listed["friends"])
    events: list[_Event] = []
    for line in (*lines["activities"], *lines["notes"]):
        event = _event(line, people, listed["locations"])
        if isinstance(event, NoDate):
            yield source.fault(line.number, event.message, event.hint, line.text[:200])
        else:
            events.append(event)
    yield from _Drafting(source, ledger, config, listed["locations"], people).drafts(events)


_EXPECTED = {
    "friends": "write `- Grace Hopper (a.k.a. The Admiral) [Paris] @navy`",
    "locations": "write `- Paris`",
}


def _lines(source: "Source") -> Iterator[_Line]:
    section = ""
    with source.path.open("rb") as file:
        number = 0
        while data := file.readline(_LONGEST_LINE):
            number += 1
            text = one_line(text_of(data.removeprefix(b"\xef\xbb\xbf")))
            heading = _HEADING.fullmatch(text)
            if heading:
                section = heading[1].lower()
            elif text.startswith("#"):
                section = ""
                yield _Line(number, section, text)
            elif text:
                yield _Line(number, section, text.removeprefix("- "))


def _listed(line: _Line) -> _Listed | None:
    match = _ENTRY.fullmatch(line.text)
    name = match["name"].strip() if match else ""
    if match is None or not name:
        return None
    also = tuple(filter(None, (text.strip() for text in f" {match['also'] or ''}".split(_ALSO))))
    return _Listed(line, name, also, (match["place"] or "").strip(), _tags(f" {match['tags']}"))


def _tags(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(tag_of, _TAG.findall(text)))))


class _People:
    """The friends of the list, and others whom activities name, by all that they are called."""

    def __init__(self, friends: Iterable[_Listed]) -> None:
        self._called: defaultdict[str, list[Contact]] = defaultdict(list)
        self._by_full_name: dict[str, Contact] = {}
        self.listed = [(friend, self._contact(friend)) for friend in friends]

    def _contact(self, friend: _Listed) -> Contact:
        facts = (("location", Value("string", friend.place)),) if friend.place else ()
        contact = Contact(friend.name, nicknames=friend.also, facts=facts)
        self._by_full_name.setdefault(folded(friend.name), contact)
        first, _, last = folded(friend.name).partition(" ")
        initial = last.rpartition(" ")[2][:1]
        calls = [first, *map(folded, friend.also), *([f"{first} {initial}", f"{first} {initial}."] if last else [])]
        for call in dict.fromkeys(calls):
            self._called[call].append(contact)
        return contact

    def find(self, name: str) -> Contact:
        """Return who is meant by a name: of the list by full name, else by a nickname or first name that one has."""
        call = folded(name)
        if call not in self._by_full_name:
            found = self._called.get(call, ())
            if len(found) == 1:
                return found[0]
            self._by_full_name[call] = Contact(name)
        return self._by_full_name[call]


def _event(line: _Line, people: _People, locations: Iterable[_Listed]) -> _Event | NoDate:
    """Read an activity or a note."""
    written, colon, text = line.text.partition(": ")
    day = Days().read(written if colon else line.text.removesuffix(":"))
    if isinstance(day, NoDate):
        return NoDate("the line has no date", "write `- 2018-01-04: Got lunch with **Grace Hopper**`")
    names = (name.strip(" @") for name in _BOLD.findall(text))
    by_alias = {folded(alias): place.name for place in locations for alias in place.also}
    places = [by_alias.get(folded(place), place.strip()) for place in _PLACE.findall(_BOLD.sub("", text))]
    words = text.split()
    while words and _TAG.fullmatch(words[-1]):  # tags at the end are no part of what is told
        words.pop()
    bare = " ".join(words)
    for pattern in (_BOLD, _PLACE, _TAG):
        bare = pattern.sub(r"\1", bare)
    return _Event(
        line,
        day,
        bare.strip(),
        tuple(dict.fromkeys(people.find(name) for name in names if name)),
        tuple(dict.fromkeys(places)),
        _tags(text),
    )


class _Drafting:
    """Makes drafts of what a file has."""

    def __init__(
        self,
        source: "Source",
        ledger: "Ledger",
        config: "ImportConfig",
        locations: Iterable[_Listed],
        people: _People,
    ) -> None:
        self._source = source
        self._places = Places(ledger)
        self._today = config.today
        self._also = {location.name: location.also for location in locations}
        self._locations = locations
        self._people = people
        self._ids = Ids("friends")

    def drafts(self, events: list[_Event]) -> "Iterator[Draft | LeftOut]":
        """Give the friends, then the activities, the notes, and the places that nothing else names."""
        first_day = min((event.day for event in events), default=self._today)
        first: dict[Contact, date] = {}
        for event in events:
            for contact in event.people:
                first[contact] = min(first.get(contact, event.day), event.day)
        for friend, contact in self._people.listed:
            day = first.get(contact, first_day)
            entry = Person(date=day, span=self._span(friend.line), name=friend.name, tags=friend.tags)
            yield Draft(entry, {friend.name: contact}, self._id("person", friend.line.text))
        for event in events:
            yield from self._note(event) if event.line.section == "notes" else self._activity(event)
        named = {place for event in events for place in event.places}
        for location in self._locations:
            venue = self._venue(location.name, first_day, location.line) if location.name not in named else None
            if venue is not None:
                yield Draft(venue, {}, self._id("location", location.line.text))

    def _activity(self, event: _Event) -> "Iterator[Draft | LeftOut]":
        if not event.people and not event.places:
            yield LeftOut("activities with nobody, nowhere")
            return
        venue, declares = self._place(event)
        entry = Touch(
            date=event.day,
            span=self._span(event.line),
            medium="meet",
            names=tuple(contact.full_name for contact in event.people),
            venue=venue,
            text=event.text or None,
            tags=event.tags,
        )
        people = {contact.full_name: contact for contact in event.people}
        yield Draft(entry, people, self._id("activity", event.line.text), declares=declares)

    def _note(self, event: _Event) -> "Iterator[Draft | LeftOut]":
        key = self._id("note", event.line.text)
        for contact in event.people:
            entry = self._about(event, contact.full_name)
            yield Draft(entry, {contact.full_name: contact}, f"{key}:{folded(contact.full_name)}")
        if event.people:
            return
        venue, declares = self._place(event)
        if venue is None:
            yield LeftOut("notes about nobody")
        else:
            yield Draft(self._about(event, venue), {}, key, declares=declares)

    def _about(self, event: _Event, subject: str) -> Note:
        return Note(date=event.day, span=self._span(event.line), subject=subject, text=event.text, tags=event.tags)

    def _place(self, event: _Event) -> tuple[str | None, tuple[Venue, ...]]:
        """Return the first place of an event as a venue, and what declares it."""
        for place in event.places:
            declared = self._venue(place, event.day, event.line)
            venue = self._places.find(place) if declared is None else declared.venue
            if venue is not None:
                return venue, (declared,) if declared is not None else ()
        return None, ()

    def _venue(self, place: str, day: date, line: _Line) -> Venue | None:
        return self._places.declared(place, day, self._span(line), self._also.get(place, ()))

    def _span(self, line: _Line) -> Span:
        return Span(self._source.name, line.number)

    def _id(self, kind: str, text: str) -> str:
        return self._ids.make(kind, sha256(text.encode()).hexdigest()[:16])


friends = Importer(_identify, _extract, "friends' journal: activities, notes, friends, locations")
