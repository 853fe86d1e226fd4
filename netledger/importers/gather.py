"""From drafts to entries of the journal: who is meant, what is new, which declarations are needed.

Nothing is imported twice: every imported entry has an `id:`, and what has the id of an entry that the journal has is
not new. So a file that grew may be imported again, and files that overlap give what is in either.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from netledger.core import entries as e
from netledger.core.diagnostics import Diagnostic, diagnostic
from netledger.core.spelling import some
from netledger.formats import Contact, Draft, LeftOut
from netledger.importers.people import People, comparable
from netledger.importers.shaping import ids_of, metadata, renamed, with_id

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger

Ask = Callable[[Contact, tuple[str, ...]], str | None]
"""Asks which of some people a contact is; None: somebody else."""

_NOBODY_ELSE = "entries with nobody but you"


@dataclass
class Gathered:
    """What an import comes to."""

    entries: list[e.AnyEntry] = field(default_factory=list)
    """What is new, sorted, with the declarations it needs."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    known: int = 0
    """How many drafts the journal had already."""
    left_out: Counter[str] = field(default_factory=Counter)
    """How many of what were left out on purpose."""
    people: int = 0
    """How many of them are new people."""


def gather(findings: Iterable[Draft | Diagnostic | LeftOut], ledger: "Ledger", ask: Ask | None = None) -> Gathered:
    """Make entries of what importers found.

    `ask` is asked where it is likely, but not sure, who is meant; without it each of them is somebody new, with a
    warning.
    """
    gathering = _Gathering(ledger, ask)
    for item in findings:
        if isinstance(item, Draft):
            gathering.take(item)
        elif isinstance(item, LeftOut):
            gathering.found.left_out[item.reason] += 1
        else:
            gathering.found.diagnostics.append(item)
    return gathering.done()


@dataclass
class _New:
    """Somebody new, who is declared on the day of the first entry that names them."""

    contact: Contact
    draft: Draft
    """The first one that named them."""
    day: date
    facts: list[tuple[str, e.Value]]
    """What all contacts that are they say of them."""


class _Gathering:
    """The work of one import."""

    def __init__(self, ledger: "Ledger", ask: Ask | None) -> None:
        self.found = Gathered()
        self._ledger = ledger
        self._ask = ask
        self._people = People(ledger)
        self._known: frozenset[str] = frozenset(text for entry in ledger.entries for text in ids_of(entry))
        self._ids = set(self._known)
        self._cards = {text: entry.name for entry in ledger.of(e.Person) for text in ids_of(entry)}
        """Whose card an id is: a card may have grown since it was imported."""
        self._had: set[tuple[object, ...]] = set()
        """What tells apart the touches and connections that were imported before."""
        for entry in ledger.entries:
            imported = next(ids_of(entry), None)
            if imported is not None and isinstance(entry, e.Touch | e.Connect):
                self._had.update(_alike(entry, imported))
        self._entries: list[e.AnyEntry] = []
        self._places: dict[tuple[object, ...], int] = {}
        """Where those of this import stand among the entries."""
        self._new: dict[str, _New] = {}
        self._names: dict[Contact, str] = {}
        self._declared: dict[str, e.AnyEntry] = {}

    # --------------------------------------------------------------------------------------------- one draft

    def take(self, draft: Draft) -> None:
        """Make an entry of a draft, unless the journal has it."""
        if isinstance(draft.entry, e.Person):
            self._person(draft, draft.people[draft.entry.name])
            return
        if draft.id in self._ids:
            self.found.known += draft.id in self._known
            return
        others = {key: contact for key, contact in draft.people.items() if not contact.is_owner}
        names = {key: self._name(contact, draft) for key, contact in others.items()}
        entry = renamed(draft.entry, names, {*draft.people} - {*others})
        if entry is None:
            self.found.left_out[_NOBODY_ELSE] += 1
            return
        self._ids.add(draft.id)
        if isinstance(entry, e.Connect) and len(entry.names) == 1 and entry.names[0] not in self._new:
            entry = self._with_news(entry, next(iter(others.values())))
        if isinstance(entry, e.Connect) or (isinstance(entry, e.Touch) and draft.daily):
            self._take_once(entry, draft)
        else:
            self._entries.append(with_id(entry, draft.id))
        for declared in draft.declares:
            self._declare(declared, draft)

    def _take_once(self, entry: e.Touch | e.Connect, draft: Draft) -> None:
        """Take a touch of somebody's day, or a connection, unless there is one; then that one gets the id, too."""
        keys = list(_alike(entry, draft.id))
        if self._had.issuperset(keys):
            self.found.known += 1
            return
        place = next((self._places[key] for key in keys if key in self._places), None)
        if place is None:
            place = len(self._entries)
            self._entries.append(entry)
            self._places.update(dict.fromkeys(keys, place))
        self._entries[place] = with_id(self._entries[place], draft.id)

    def _declare(self, entry: e.AnyEntry, draft: Draft) -> None:
        """Keep a declaration that the journal lacks, on the day of the first entry that needs it."""
        known = self._ledger.declarations
        if isinstance(entry, e.Venue):
            name, has = entry.venue, known.has_venue(entry.venue)
        elif isinstance(entry, e.Unit):
            name, has = entry.unit, entry.unit in known.units
        else:
            name, has = repr(entry), False
        if has or (name in self._declared and self._declared[name].date <= draft.entry.date):
            return
        dated = msgspec.structs.replace(entry, date=draft.entry.date)
        self._declared[name] = dated if entry.get("id") else with_id(dated, f"{_prefix(draft.id)}:{name}")

    # ------------------------------------------------------------------------------------------------ people

    def _name(self, contact: Contact, draft: Draft) -> str:
        """Return the name of a contact in the journal, a new one where they are new."""
        name = self._names.get(contact)
        if name is None:
            name = self._names[contact] = self._find(contact, draft) or self._add(contact, draft)
            if name in self._new:
                self._new[name].facts += self._people.facts_of(contact, name)
                self._people.know(name, contact)
        if name in self._new:
            self._new[name].day = min(self._new[name].day, draft.entry.date)
        return name

    def _find(self, contact: Contact, draft: Draft, *, is_card: bool = False) -> str | None:
        match = self._people.find(contact)
        if is_card and match.name in self._people.added:
            # Two cards of one import are two people, unless an address says that they are one.
            match = self._people.find(contact, strictly=True)
        if match.name is not None or not match.likely:
            return match.name
        if self._ask is not None:
            name = self._ask(contact, match.likely)
            if name is not None and not is_card:
                self._learn(name, contact, draft)
            return name
        who = contact.full_name or contact.emails[0]
        message = f"{who} may be {some(match.likely)}, and is taken for somebody new"
        hint = f"if they are one, write their email or url under {match.likely[0]}, or import with --interactive"
        self.found.diagnostics.append(diagnostic("NL503", draft.entry.span, message, hint))
        return None

    def _learn(self, name: str, contact: Contact, draft: Draft) -> None:
        """Write down what tells who a contact is, so that the answer is not asked for again."""
        if name in self._people.added:
            return
        facts = self._people.facts_of(contact, name)
        if not facts and (alias := self._people.alias(contact.full_name)) is not None:
            facts = [("alias", e.Value("name", alias))]
        if facts:
            self._people.know(name, contact)
            entry = e.Person(date=draft.entry.date, span=draft.entry.span, name=name, meta=metadata(facts))
            self._entries.append(with_id(entry, f"{_prefix(draft.id)}:person:{_key(contact)}"))

    def _add(self, contact: Contact, draft: Draft) -> str:
        name = self._people.add(contact)
        self._new[name] = _New(contact, draft, draft.entry.date, self._people.facts_of(contact))
        return name

    def _person(self, draft: Draft, contact: Contact) -> None:
        """Take a card of an address book: of somebody new all of it, of others what is not known."""
        if contact.is_owner:
            self.found.left_out["cards of your own"] += 1
            return
        name = self._cards.get(draft.id) or self._find(contact, draft, is_card=True)
        if name is None:
            name = self._names[contact] = self._people.add(contact)
            person = self._declaration(name, contact, self._people.facts_of(contact), draft)
            self._cards[draft.id] = name
        else:
            self._cards[draft.id] = name
            facts = self._people.facts_of(contact, name)
            if not facts and self._people.tags[name].issuperset(draft.entry.tags):
                self.found.known += draft.id not in self._ids or draft.id in self._known
                return
            self._people.know(name, contact)
            person = e.Person(date=draft.entry.date, span=draft.entry.span, name=name, meta=metadata(facts))
        self._ids.add(draft.id)
        self._people.tags[name].update(draft.entry.tags)
        self._entries.append(with_id(msgspec.structs.replace(person, tags=draft.entry.tags), draft.id))

    def _declaration(self, name: str, contact: Contact, facts: list[tuple[str, e.Value]], draft: Draft) -> e.Person:
        """Declare somebody new with all that is known of them."""
        aliases = [("alias", e.Value("name", alias)) for alias in map(self._people.alias, contact.nicknames) if alias]
        return e.Person(
            date=draft.entry.date,
            span=draft.entry.span,
            name=name,
            full_name=contact.full_name or None,
            meta=metadata([*facts, *aliases]),
        )

    def _with_news(self, entry: e.Connect, contact: Contact) -> e.Connect:
        """Put what was not known of somebody under the connection: its metadata counts as theirs."""
        facts = self._people.facts_of(contact, entry.names[0])
        self._people.know(entry.names[0], contact)
        return msgspec.structs.replace(entry, meta=(*entry.meta, *metadata(facts)))

    # ------------------------------------------------------------------------------------------------ the end

    def done(self) -> Gathered:
        """Declare who and what is new, sort all, and return it."""
        people = []
        for name, new in self._new.items():
            entry = self._declaration(name, new.contact, new.facts, new.draft)
            entry = msgspec.structs.replace(entry, date=new.day)
            people.append(with_id(entry, f"{_prefix(new.draft.id)}:person:{_key(new.contact)}"))
        # Sorting is stable: on each day declarations stand first.
        everything = [*self._declared.values(), *people, *self._entries]
        self.found.people = len(self._people.added)
        self.found.entries = sorted(everything, key=lambda entry: entry.date)
        return self.found


def _prefix(draft_id: str) -> str:
    return draft_id.partition(":")[0]


def _key(contact: Contact) -> str:
    """Return what tells a contact from others, as far as it is known."""
    for kind, texts in (("url", contact.urls), ("email", contact.emails)):
        if texts:
            return comparable(kind, texts[0])
    return comparable("name", contact.full_name)


def _alike(entry: e.Touch | e.Connect, draft_id: str) -> Iterator[tuple[object, ...]]:
    """Give what tells touches and connections of one kind of source, with one person on one day, from others."""
    inbound = isinstance(entry, e.Touch) and entry.inbound
    for name in entry.names:
        yield _prefix(draft_id), entry.date, e.keyword(entry), inbound, name
