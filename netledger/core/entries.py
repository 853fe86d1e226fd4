"""One immutable record for each kind of entry, and for the lines that have no date.

Names are in NFC. People, units, tags and links are plain strings without their sign; a venue keeps its `@`, so that
a person and a venue of one name never meet. `Me` is the ledger's owner.
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import msgspec

from netledger.core.amounts import ONE_FAVOR, Amount
from netledger.core.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

ME = "Me"

MEDIA = ("meet", "video", "call", "letter", "email", "message", "post", "poke")
"""The media of a touch, richest first."""

VENUE_KINDS = ("org", "event", "site", "passive")
PERIODS = ("weekly", "monthly", "quarterly", "yearly")

ValueKind = Literal["string", "number", "amount", "date", "name", "venue", "tag", "link", "interval", "word", "truth"]


class Value(msgspec.Struct, frozen=True, gc=False):
    """A value of metadata or of `custom`, with its kind: `30d` is Value("interval", "30d").

    `text` is the canonical text; of a string, what stands between the quotes, escapes resolved.
    """

    kind: ValueKind
    text: str

    @property
    def number(self) -> Decimal:
        """The number of a `number` or an `amount`."""
        return Decimal(self.text.partition(" ")[0])

    @property
    def date(self) -> date:
        """The day of a `date`."""
        return date.fromisoformat(self.text)


class Meta(msgspec.Struct, frozen=True, gc=False):
    """One line of metadata: `every: 30d`. A repeated key makes a list, in the order of the file."""

    key: str
    value: Value
    line: int
    """How many lines below the entry's first one, so that an entry may move as a whole; 0: `pushmeta` added it."""


class Detail(msgspec.Struct, frozen=True, gc=False):
    """A favour or cost within an entry: `! give Bob 1 INTRO "promised"`."""

    kind: Literal["give", "receive", "cost"]
    names: tuple[str, ...]
    amounts: tuple[Amount, ...]
    """One for a favour, one or more for a cost."""
    text: str | None
    tags: tuple[str, ...]
    links: tuple[str, ...]
    pending: bool
    line: int
    """How many lines below the entry's first one."""


class Entry(msgspec.Struct, frozen=True, gc=False, tag=str.lower, tag_field="type", kw_only=True):
    """What every dated entry has."""

    date: date
    span: Span
    """The whole block: its first line to its last."""
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    meta: tuple[Meta, ...] = ()

    def get(self, key: str) -> Value | None:
        """Return the last value of a metadata key, or None."""
        for item in reversed(self.meta):
            if item.key == key:
                return item.value
        return None


class Happening(Entry, frozen=True, gc=False, tag=str.lower, tag_field="type", kw_only=True):
    """What every entry has that tells of something that happened, or was promised."""

    names: tuple[str, ...] = ()
    venue: str | None = None
    text: str | None = None
    details: tuple[Detail, ...] = ()
    pending: bool = False
    """Flagged `!`: promised, not done; so is all under it."""


class Person(Entry, frozen=True, gc=False, tag="person", kw_only=True):
    """`2026-01-01 person Bob "Bob Okafor"`. May repeat: its metadata holds from each date on."""

    name: str
    full_name: str | None = None


class Venue(Entry, frozen=True, gc=False, tag="venue", kw_only=True):
    """`2026-01-01 venue @Chamber "Chamber of Commerce" org`. May repeat, like a person."""

    venue: str
    title: str | None = None
    kind: str | None = None
    """One of VENUE_KINDS; None: its parent's."""


class Unit(Entry, frozen=True, gc=False, tag="unit", kw_only=True):
    """`2026-01-01 unit ADVICE "a piece of advice"`."""

    unit: str
    title: str | None = None


class Tag(Entry, frozen=True, gc=False, tag="tag", kw_only=True):
    """`2026-01-01 tag #client "my clients"`: metadata for all who are so tagged."""

    tag: str
    title: str | None = None


class Price(Entry, frozen=True, gc=False, tag="price", kw_only=True):
    """`2026-01-01 price HOUR 60.00 USD`: from this day on one HOUR is worth 60.00 USD."""

    unit: str
    amount: Amount


class Close(Entry, frozen=True, gc=False, tag="close", kw_only=True):
    """`2026-08-01 close Bob "moved abroad"`: the tie, or the membership of a venue, ended."""

    subject: str
    text: str | None = None


class Connect(Happening, frozen=True, gc=False, tag="connect", kw_only=True):
    """`2026-03-01 connect Alice @Chamber`: the relationship began, and declares Alice. No touch by itself."""


class Touch(Happening, frozen=True, gc=False, tag="touch", kw_only=True):
    """`2026-03-20 call from Carol "thanked me"`: contact by some medium, with people or as attendance."""

    medium: str
    """One of MEDIA."""
    inbound: bool = False
    """With `from`: they reached out."""


class Intro(Happening, frozen=True, gc=False, tag="intro", kw_only=True):
    """`2026-04-02 intro Dave by Carol`. Without `by`: the owner introduced `names` to each other."""

    by: str | None = None


class Give(Happening, frozen=True, gc=False, tag="give", kw_only=True):
    """`2026-03-02 give Bob 2 ADVICE`: the whole amount to each of `names`, or, without names, to the venue."""

    amount: Amount = ONE_FAVOR
    by: str | None = None
    """Somebody else gave it, and the owner noted it."""


class Receive(Happening, frozen=True, gc=False, tag="receive", kw_only=True):
    """`2026-03-02 receive Bob 2 ADVICE`: the whole amount from each of `names`, or, without names, from the venue."""

    amount: Amount = ONE_FAVOR


class Cost(Happening, frozen=True, gc=False, tag="cost", kw_only=True):
    """`2026-01-12 cost @Chamber 250 USD "annual dues"`: what it took. A negative amount is a refund."""

    amounts: tuple[Amount, ...] = ()


class Outcome(Happening, frozen=True, gc=False, tag="outcome", kw_only=True):
    """`2026-06-01 outcome client 4800 USD from Dave @Chamber`: something came of it.

    `names` are those it came through (`from`); with `beneficiaries` (`for`) it came to them, and books nothing.
    """

    kind: str
    amount: Amount | None = None
    beneficiaries: tuple[str, ...] = ()


class Promo(Happening, frozen=True, gc=False, tag="promo", kw_only=True):
    """`2026-05-02 promo @LinkedIn "my new workshop"`: self-promotion."""


class Balance(Entry, frozen=True, gc=False, tag="balance", kw_only=True):
    """`2026-06-30 balance Carol 0 INTRO`: asserts given minus received in that unit before this day."""

    subject: str
    amount: Amount
    text: str | None = None


class Budget(Entry, frozen=True, gc=False, tag="budget", kw_only=True):
    """`2026-01-01 budget 10 HOUR monthly`: what the owner means to spend per calendar period."""

    amount: Amount
    period: str
    """One of PERIODS."""
    venue: str | None = None
    text: str | None = None


class State(Entry, frozen=True, gc=False, tag="state", kw_only=True):
    """`2026-01-01 state "status" "looking"`: a state of the owner's life from this day on."""

    name: str
    value: str


class Note(Entry, frozen=True, gc=False, tag="note", kw_only=True):
    """`2026-01-01 note Bob "prefers mornings"`."""

    subject: str
    text: str


class Document(Entry, frozen=True, gc=False, tag="document", kw_only=True):
    """`2026-01-01 document Bob "letters/bob.pdf"`: a file that belongs to its subject."""

    subject: str
    path: str
    """Relative to the folder of the entry's file."""


class Query(Entry, frozen=True, gc=False, tag="query", kw_only=True):
    """`2026-01-01 query "mentors" "#mentor kind:call"`: a saved filter."""

    name: str
    terms: str


class Custom(Entry, frozen=True, gc=False, tag="custom", kw_only=True):
    """`2026-01-01 custom "mood" TRUE 3 USD`: for plugins of other packages."""

    kind: str
    values: tuple[Value, ...] = ()


class Directive(msgspec.Struct, frozen=True, gc=False, tag=str.lower, tag_field="type", kw_only=True):
    """What every line without a date has."""

    span: Span


class Option(Directive, frozen=True, gc=False, tag="option", kw_only=True):
    """`option "operating_currency" "USD"`."""

    name: str
    values: tuple[str, ...]


class Plugin(Directive, frozen=True, gc=False, tag="plugin", kw_only=True):
    """`plugin "reciprocity" "config"`."""

    name: str
    config: str = ""


class Include(Directive, frozen=True, gc=False, tag="include", kw_only=True):
    """`include "people/*.net"`."""

    path: str


class PushTag(Directive, frozen=True, gc=False, tag="pushtag", kw_only=True):
    """`pushtag #conference`: every entry from here on has the tag, until the matching `poptag`."""

    tag: str


class PopTag(Directive, frozen=True, gc=False, tag="poptag", kw_only=True):
    """`poptag #conference`."""

    tag: str


class PushMeta(Directive, frozen=True, gc=False, tag="pushmeta", kw_only=True):
    """`pushmeta source: "diary"`: every entry from here on has the metadata, until the matching `popmeta`."""

    key: str
    value: Value


class PopMeta(Directive, frozen=True, gc=False, tag="popmeta", kw_only=True):
    """`popmeta source:`."""

    key: str


AnyEntry = (
    Person
    | Venue
    | Unit
    | Tag
    | Price
    | Close
    | Connect
    | Touch
    | Intro
    | Give
    | Receive
    | Cost
    | Outcome
    | Promo
    | Balance
    | Budget
    | State
    | Note
    | Document
    | Query
    | Custom
)
"""Every kind of dated entry."""


AnyDirective = Option | Plugin | Include | PushTag | PopTag | PushMeta | PopMeta
"""Every kind of line without a date."""


def keyword(entry: Entry) -> str:
    """Return the word that stands after the date: `meet`, `intro`, `person`."""
    return entry.medium if isinstance(entry, Touch) else str(type(entry).__struct_config__.tag)


def people(entry: Entry) -> tuple[str, ...]:
    """Return everybody whom an entry's lines name, each once, in the order of the text, without `Me`."""
    found: list[str] = []
    if isinstance(entry, Happening):
        found.extend(entry.names)
        if isinstance(entry, Intro | Give) and entry.by is not None:
            found.append(entry.by)
        elif isinstance(entry, Outcome):
            found.extend(entry.beneficiaries)
        for detail in entry.details:
            found.extend(detail.names)
    elif isinstance(entry, Person):
        found.append(entry.name)
    elif isinstance(entry, Close | Balance | Note | Document) and not entry.subject.startswith("@"):
        found.append(entry.subject)
    return tuple(dict.fromkeys(name for name in found if name != ME))


def venue(entry: Entry) -> str | None:
    """Return the venue that an entry's line names, or None."""
    if isinstance(entry, Happening | Venue | Budget):
        return entry.venue
    if isinstance(entry, Close | Balance | Note | Document) and entry.subject.startswith("@"):
        return entry.subject
    return None


def text(entry: Entry) -> str:
    """Return the words of an entry that a person would search, its details' too."""
    words = [getattr(entry, field, None) for field in ("text", "title", "full_name")]
    if isinstance(entry, Happening):
        words.extend(detail.text for detail in entry.details)
    return " ".join(word for word in words if word)


def amounts(entry: Entry) -> "Iterator[Amount]":
    """Give the amounts that an entry states, its details' too, pending or not."""
    if isinstance(entry, Give | Receive | Balance | Budget | Price):
        yield entry.amount
    elif isinstance(entry, Cost):
        yield from entry.amounts
    elif isinstance(entry, Outcome) and entry.amount is not None:
        yield entry.amount
    if isinstance(entry, Happening):
        for detail in entry.details:
            yield from detail.amounts


def units(entry: Entry) -> "Iterator[str]":
    """Give the units that an entry's amounts are in."""
    for amount in amounts(entry):
        yield amount.unit
