"""From a row of a mapped CSV file to the entry that it becomes."""

import re
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING

from msgspec.structs import replace

from netledger.core.amounts import ONE_FAVOR, Amount
from netledger.core.entries import (
    MEDIA,
    Connect,
    Cost,
    Detail,
    Give,
    Happening,
    Note,
    Outcome,
    Person,
    Promo,
    Receive,
    Touch,
    Unit,
    Value,
    Venue,
    units,
)
from netledger.core.spans import Span
from netledger.formats import Contact, Draft
from netledger.importers.mapped_cells import BadCell, Cells
from netledger.importers.mapping import FROM
from netledger.importers.naming import folded
from netledger.importers.people import profile
from netledger.importers.places import Places, venue_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netledger.core.ledger import Ledger
    from netledger.formats import ImportConfig, Source

_WRITTEN_VENUE = re.compile(r"@[^\s@:]+(?::[^\s@:]+)*")
_OF_ONE = frozenset({"person", "note"})
"""What is about one person."""

_FAVOURS = frozenset({"give", "receive"})
_OUTCOME = "outcome"


class Drafting:
    """Makes drafts of the rows of one file."""

    def __init__(self, source: "Source", ledger: "Ledger", config: "ImportConfig") -> None:
        """Take the file, and what is asked for."""
        self._source = source
        self._me = frozenset(config.me)
        self._known = ledger.declarations
        self._places = Places(ledger)

    def draft(self, cells: Cells, kind: str, day: date, key: str) -> Draft:
        """Make the draft of a row: an entry of some kind, on a day, with an id. Raises BadCell."""
        span = Span(self._source.name, cells.line)
        people = {_key(contact): self._marked(contact) for contact in _contacts(cells, kind)}
        names = tuple(people)
        if kind in _OF_ONE and len(names) != 1:
            raise BadCell(f"a {kind} is about one person, and the row names {len(names) or 'nobody'}")
        if kind == "person":
            return Draft(Person(date=day, span=span, name=names[0], tags=cells.tags()), people, key)
        text = cells.get("text") or None
        if kind == "note":
            if text is None:
                raise BadCell("a note has no text")
            note = Note(date=day, span=span, subject=names[0], text=text, tags=cells.tags(), meta=cells.meta())
            return Draft(note, people, key)
        venue, declares = self._place(cells.get("venue"), day, span)
        _check(kind.removesuffix(FROM), names, venue, text)
        entry = replace(
            _happening(cells, kind, day, span, by_them=bool(names)),
            names=names,
            venue=venue,
            text=text,
            tags=cells.tags(),
            meta=cells.meta(),
        )
        return Draft(entry, people, key, declares=(*declares, *self._units(entry)))

    def _units(self, entry: Happening) -> "Iterator[Unit]":
        """Declare the units of an entry that the journal lacks."""
        for unit in sorted({*units(entry)} - {*self._known.units}):
            yield Unit(date=entry.date, span=entry.span, unit=unit)

    def _marked(self, contact: Contact) -> Contact:
        """Say of the owner that they are it."""
        keys = {*map(str.casefold, contact.emails), *map(profile, contact.urls)}
        return contact if self._me.isdisjoint(keys) else replace(contact, is_owner=True)

    def _place(self, text: str, day: date, span: Span) -> tuple[str | None, tuple[Venue, ...]]:
        """Return a row's venue, and what declares it where the journal does not."""
        if not text:
            return None, ()
        known = self._places.find(text.removeprefix("@"))
        if known is not None:
            return known, ()
        declared = self._places.declared(text, day, span)
        if declared is not None and _WRITTEN_VENUE.fullmatch(text):
            parts = filter(None, (venue_of(part)[1:] for part in text[1:].split(":")))
            declared = Venue(date=day, span=span, venue=f"@{':'.join(parts)}")
        if declared is None:
            raise BadCell(f"`{text[:40]}` cannot be a venue", "a venue has letters or digits")
        return declared.venue, () if self._known.has_venue(declared.venue) else (declared,)


def _check(kind: str, names: tuple[str, ...], venue: str | None, text: str | None) -> None:
    """Raise BadCell where the language needs more for a kind of entry than a row has."""
    if names:
        return
    if kind == "connect":
        raise BadCell("a connect has no name")
    if kind in _FAVOURS and venue is None:
        raise BadCell(f"a {kind} has neither a name nor a venue")
    if kind in MEDIA and venue is None and text is None:
        raise BadCell(f"a {kind} has neither a name nor a venue nor a text")


def _happening(
    cells: Cells, kind: str, day: date, span: Span, *, by_them: bool
) -> Touch | Give | Receive | Cost | Outcome | Connect | Promo:
    """Make an entry with its amounts, and nothing yet of who, where and why: of a touch they are its cost.

    `by_them`: whether there is anybody who may have reached out.
    """
    amount, hours = cells.amount(), cells.hours()
    if kind == "cost":
        if amount is None and hours is None:
            raise BadCell("a cost has neither an amount nor a duration")
        return Cost(date=day, span=span, amounts=tuple(filter(None, (amount, hours))))
    is_priced = kind in _FAVOURS or kind.startswith(_OUTCOME)
    if not is_priced:
        details = _costs(hours, amount)
    elif amount is not None and amount.number <= 0:
        raise BadCell(f"the amount {amount} must be more than zero")
    else:
        details = _costs(hours)
    medium = kind.removesuffix(FROM)
    if medium in MEDIA:
        is_inbound = cells.is_inbound() or kind.endswith(FROM)
        return Touch(date=day, span=span, medium=medium, inbound=by_them and is_inbound, details=details)
    if kind == "give":
        return Give(date=day, span=span, amount=amount or ONE_FAVOR, details=details)
    if kind == "receive":
        return Receive(date=day, span=span, amount=amount or ONE_FAVOR, details=details)
    if kind == "connect":
        return Connect(date=day, span=span, details=details)
    if kind == "promo":
        return Promo(date=day, span=span, details=details)
    what = kind.removeprefix(_OUTCOME).strip() or "other"
    return Outcome(date=day, span=span, kind=what, amount=amount, details=details)


def _costs(*amounts: Amount | None) -> tuple[Detail, ...]:
    given = tuple(filter(None, amounts))
    return (Detail("cost", (), given, None, (), (), pending=False, line=1),) if given else ()


# -------------------------------------------------------------------------------------------------- who


def _contacts(cells: Cells, kind: str) -> list[Contact]:
    """Return whom a row names: the first name with the first address, and so on; one name has all addresses."""
    whole = " ".join(filter(None, (cells.get("first"), cells.get("last"))))
    names = [name.lstrip("@") for name in cells.several("name") or ([whole] if whole else [])]
    emails, urls = cells.several("email"), cells.several("url")
    if len(names) == 1:
        contacts = [Contact(names[0], tuple(emails), tuple(urls))]
    else:
        contacts = [
            Contact(name, (email,) if email else (), (url,) if url else ())
            for name, email, url in zip_longest(names, emails, urls, fillvalue="")
        ]
    if len(contacts) != 1:
        return contacts
    facts = [("company", Value("string", cells.get("company")))] if cells.get("company") else []
    if kind == "person":
        facts += [(item.key, item.value) for item in cells.meta()]
    return [replace(contacts[0], nicknames=tuple(cells.several("nickname")), facts=tuple(facts))]


def _key(contact: Contact) -> str:
    """Return what tells the people of a row apart."""
    if contact.emails:
        return contact.emails[0].casefold()
    return profile(contact.urls[0]) if contact.urls else folded(contact.full_name)
