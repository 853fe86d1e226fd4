"""The double entry behind each entry: what it books, against what.

| entry | posting | against |
|---|---|---|
| `give P a` | `Goodwill:P` +a | `Given` -a |
| `receive P a` | `Goodwill:P` -a | `Received` +a |
| `intro A B` by the owner | as `give` of 1 INTRO to each | |
| `intro … by C` with the owner as a party | as `receive` of 1 INTRO from C | |
| `cost … a` | `Costs:VENUE`, or `Costs`, +a | `Spent` -a |
| `outcome k a` without `for` | `Outcomes:k` +a | `Gained` -a |

What is pending, and what others did for others, books nothing.
"""

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from netledger.core.amounts import ONE_INTRO, Amount, negated
from netledger.core.entries import ME, Cost, Detail, Entry, Give, Happening, Intro, Outcome, Receive

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


FAVOURS = frozenset({"give", "receive"})
"""The kinds of exchange that count towards a balance of reciprocity."""


class Posting(NamedTuple):
    """One side of an exchange: `Goodwill:Bob` +1 INTRO."""

    account: str
    amount: Amount


class Exchange(msgspec.Struct, frozen=True, gc=False):
    """One thing that changed hands; its two postings sum to zero.

    Of `give Bob 2 ADVICE`: kind `give`, party `Bob`, 2 ADVICE.
    """

    kind: Literal["give", "receive", "cost", "outcome"]
    party: str
    """Whom it was given to or received from (a person, or a venue with its `@`); the venue of a cost, or nothing;
    the kind of an outcome."""
    amount: Amount
    people: tuple[str, ...] = ()
    """Whom it concerns: the party of a favour, those of a cost, those an outcome came through."""
    text: str | None = None
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def postings(self) -> tuple[Posting, Posting]:
        """The two sides, that of the party first."""
        if self.kind == "receive":
            return (
                Posting(f"Goodwill:{self.party}", Amount(negated(self.amount.number), self.amount.unit)),
                Posting("Received", self.amount),
            )
        against = Amount(negated(self.amount.number), self.amount.unit)
        if self.kind == "give":
            return Posting(f"Goodwill:{self.party}", self.amount), Posting("Given", against)
        if self.kind == "cost":
            return Posting(f"Costs:{self.party}" if self.party else "Costs", self.amount), Posting("Spent", against)
        return Posting(f"Outcomes:{self.party}", self.amount), Posting("Gained", against)

    @property
    def is_favour(self) -> bool:
        """Whether it counts towards a balance of reciprocity."""
        return self.kind in FAVOURS


def book(entry: Entry) -> "Sequence[Exchange]":
    """Return what an entry exchanges, in the order of its lines; nothing while it is pending."""
    if not isinstance(entry, Happening) or entry.pending:
        return ()
    make = _OWN.get(type(entry))
    own = make(entry) if make is not None else []
    if not entry.details:
        return own
    details = [detail for detail in entry.details if not detail.pending]
    if isinstance(entry, Intro) and any(amount.unit == "INTRO" for d in details for amount in d.amounts):
        own = []  # it says itself what the introduction was worth
    for detail in details:
        own += _detail(entry, detail)
    return own


def _favours(kind: Literal["give", "receive"], entry: Give | Receive) -> list[Exchange]:
    if entry.names:
        return [Exchange(kind, name, entry.amount, (name,), entry.text) for name in entry.names]
    return [Exchange(kind, entry.venue, entry.amount, (), entry.text)] if entry.venue else []


def _give(entry: Give) -> list[Exchange]:
    return _favours("give", entry) if entry.by is None else []


def _receive(entry: Receive) -> list[Exchange]:
    return _favours("receive", entry)


def _intro(entry: Intro) -> list[Exchange]:
    if entry.by is None:
        return [Exchange("give", name, ONE_INTRO, (name,), entry.text) for name in entry.names]
    if ME in entry.names or len(entry.names) == 1:
        return [Exchange("receive", entry.by, ONE_INTRO, (entry.by,), entry.text)]
    return []


def _cost(entry: Cost) -> list[Exchange]:
    return [Exchange("cost", entry.venue or "", amount, entry.names, entry.text) for amount in entry.amounts]


def _outcome(entry: Outcome) -> list[Exchange]:
    if entry.amount is None or entry.beneficiaries:
        return []
    return [Exchange("outcome", entry.kind, entry.amount, entry.names, entry.text)]


_OWN: "dict[type[Happening], Callable[[Any], list[Exchange]]]" = {
    Give: _give,
    Receive: _receive,
    Intro: _intro,
    Cost: _cost,
    Outcome: _outcome,
}
"""What the first line of an entry exchanges, by its kind."""


def _detail(entry: Happening, detail: Detail) -> list[Exchange]:
    extra = (detail.text, detail.tags, detail.links)
    if detail.kind == "cost":
        people = tuple([name for name in entry.names if name != ME]) if ME in entry.names else entry.names
        return [Exchange("cost", entry.venue or "", amount, people, *extra) for amount in detail.amounts]
    return [Exchange(detail.kind, name, detail.amounts[0], (name,), *extra) for name in detail.names]


def postings(entry: Entry) -> list[Posting]:
    """Return all postings of an entry; per unit they sum to zero."""
    return [posting for exchange in book(entry) for posting in exchange.postings]
