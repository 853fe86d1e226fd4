"""The people as vCards (RFC 6350), for address books: what the journal says of each on the last day reported."""

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated
from uuid import UUID, uuid5

import msgspec

from netledger.core.diagnostics import plain
from netledger.core.entries import ME, Intro, Note, Person, Venue, people
from netledger.core.order import alphabetical
from netledger.formats import Exporter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.entries import Entry, Value
    from netledger.core.ledger import Ledger

# The UID of a person is made of this and the name: it stays the same as long as the journal calls them so.
_PEOPLE = UUID("3d6f7dd6-5d4d-5a3f-8f0e-3b5b6c2d8a41")

# A line has at most so many octets before its line end.
_OCTETS = 75


class VcardOptions(msgspec.Struct, frozen=True):
    """What `export vcard` takes beside the options of all exports."""

    notes: Annotated[bool, msgspec.Meta(description="With your notes about them; think of who reads the cards.")] = (
        False
    )
    with_me: Annotated[bool, msgspec.Meta(description="Write your own card, too: what `person Me` says.")] = False


def _write(ledger: "Ledger", config: "Config") -> "Iterator[str]":
    own = config.own(VcardOptions)
    last = config.last
    notes: dict[str, list[Note]] = defaultdict(list)
    if own.notes:
        for note in ledger.of(Note):
            if note.date <= last:
                notes[note.subject].append(note)
    for name in _people(ledger, config):
        yield _card(name, ledger, last, notes.get(name, ()))
    if own.with_me and _declared(ledger, ME, last):
        yield _card(ME, ledger, last, notes.get(ME, ()))


def _people(ledger: "Ledger", config: "Config") -> list[str]:
    """Return those of whom any entry that the export is asked for speaks, in alphabetical order."""
    found: set[str] = set()
    query = config.query
    for entry in config.within(ledger.entries):
        found.update(query.people(entry, ledger.declarations) if query else people(entry))
    return sorted(found, key=alphabetical)


def _card(name: str, ledger: "Ledger", last: "date", notes: "Sequence[Note]") -> str:
    declared = _declared(ledger, name, last)
    full_names = [entry.full_name for entry in declared if isinstance(entry, Person) and entry.full_name]
    full_name = " ".join(full_names[-1].split()) if full_names else ""
    shown = full_name or name
    given, _, family = shown.rpartition(" ") if " " in shown else (shown, "", "")
    names = [other for other in (name, *ledger.declarations.aliases.get(name, ())) if other != shown]
    tags = sorted({tag for entry in declared for tag in entry.tags}, key=alphabetical)
    dated = [*declared, *notes]
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        f"UID:{uuid5(_PEOPLE, name).urn}",
        f"FN:{_text(shown)}",
        # Nobody can tell from a name which part of it is of the family. So parted, a program that puts the parts
        # together again shows the name as it is.
        f"N:{_text(family)};{_text(given)};;;",
        *([f"NICKNAME:{','.join(map(_text, dict.fromkeys(names)))}"] if names else []),
        *(f"EMAIL:{_text(value.text)}" for value in _values(declared, "email")),
        *(f"URL:{_text(value.text)}" for value in _values(declared, "url")),
        *(f"BDAY:{_basic(value.text)}" for value in _values(declared, "born")[-1:] if value.kind == "date"),
        *(f"ORG:{_text(_company(ledger, value, last))}" for value in _values(declared, "company")[-1:]),
        *([f"CATEGORIES:{','.join(map(_text, tags))}"] if tags else []),
        *([f"NOTE:{_text(_noted(notes))}"] if notes else []),
        *([f"REV:{_basic(max(entry.date for entry in dated).isoformat())}T000000Z"] if dated else []),
        "END:VCARD",
    ]
    return "".join(map(_folded, lines))


def _declared(ledger: "Ledger", name: str, last: "date") -> "list[Entry]":
    """Return the entries that say something of a person up to a day."""
    entries = ledger.declarations.people.get(name, ())
    return [entry for entry in entries if entry.date <= last and not isinstance(entry, Intro)]


def _values(declared: "Sequence[Entry]", key: str) -> "list[Value]":
    """Return what the latest entry with a key says of it: a repeated key makes a list, a later entry replaces it."""
    for entry in reversed(declared):
        values = [item.value for item in entry.meta if item.key == key]
        if values:
            return values
    return []


def _company(ledger: "Ledger", value: "Value", last: "date") -> str:
    """Return the name of a company; of one that is a venue, its title."""
    if value.kind != "venue":
        return value.text
    titles = [
        entry.title
        for entry in ledger.declarations.venues.get(value.text, ())
        if isinstance(entry, Venue) and entry.title and entry.date <= last
    ]
    return titles[-1] if titles else value.text.removeprefix("@")


def _noted(notes: "Sequence[Note]") -> str:
    return "\n".join(f"{note.date}: {note.text}" for note in notes)


# ----------------------------------------------------------------------------------------------- how it is written


def _text(text: str) -> str:
    """Escape a value (RFC 6350, 3.4); of the control characters only the line end can be written."""
    sound = "\n".join(map(plain, text.split("\n")))
    return sound.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def _basic(day: str) -> str:
    """Write a day as vCards do: `2026-03-01` as `20260301`."""
    return day.replace("-", "")


def _folded(line: str) -> str:
    """End a line, broken where it has more than 75 octets, and never within a character (RFC 6350, 3.2)."""
    data = line.encode()
    parts = []
    begin, room = 0, _OCTETS
    while len(data) - begin > room:
        end = begin + room
        while data[end] & 0xC0 == 0x80:  # noqa: PLR2004 - in UTF-8, an octet 10xxxxxx goes on with a character
            end -= 1
        parts.append(data[begin:end])
        begin, room = end, _OCTETS - 1  # a line that goes on begins with a blank
    return b"\r\n ".join([*parts, data[begin:]]).decode() + "\r\n"


vcard = Exporter(
    _write,
    "the people for an address book",
    help="A vCard (version 4.0) for each. TERMs and the period choose people: those whom an entry of them names. "
    "Each card says what the journal says on the last day of the period: full name, aliases, email, url, born, "
    "company, and the tags of the person.",
    options=VcardOptions,
    suffix=".vcf",
)
