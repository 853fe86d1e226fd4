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

from typing import TYPE_CHECKING, Literal, NamedTuple

from netledger.core.amounts import ONE_INTRO, Amount, negated
from netledger.core.entries import ME, Cost, Detail, Entry, Give, Happening, Intro, Outcome, Receive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Posting(NamedTuple):
    """One side of an exchange: `Goodwill:Bob` +1 INTRO."""

    account: str
    amount: Amount


class Exchange(NamedTuple):
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
        return self.kind in {"give", "receive"}


def book(entry: Entry) -> "Sequence[Exchange]":
    """Return what an entry exchanges, in the order of its lines; nothing while it is pending."""
    if not isinstance(entry, Happening) or entry.pending:
        return ()
    own = list(_own(entry))
    if not entry.details:
        return own
    details = [detail for detail in entry.details if not detail.pending]
    if isinstance(entry, Intro) and any(amount.unit == "INTRO" for d in details for amount in d.amounts):
        own = []  # it says itself what the introduction was worth
    for detail in details:
        own.extend(_detail(entry, detail))
    return own


def _favours(kind: Literal["give", "receive"], entry: Give | Receive) -> "Iterator[Exchange]":
    parties: Iterable[str] = entry.names or ((entry.venue,) if entry.venue else ())
    for party in parties:
        people = (party,) if entry.names else ()
        yield Exchange(kind, party, entry.amount, people, entry.text)


def _own(entry: Happening) -> "Iterator[Exchange]":
    if isinstance(entry, Give):
        if entry.by is None:
            yield from _favours("give", entry)
    elif isinstance(entry, Receive):
        yield from _favours("receive", entry)
    elif isinstance(entry, Intro):
        if entry.by is None:
            for name in entry.names:
                yield Exchange("give", name, ONE_INTRO, (name,), entry.text)
        elif ME in entry.names or len(entry.names) == 1:
            yield Exchange("receive", entry.by, ONE_INTRO, (entry.by,), entry.text)
    elif isinstance(entry, Cost):
        for amount in entry.amounts:
            yield Exchange("cost", entry.venue or "", amount, entry.names, entry.text)
    elif isinstance(entry, Outcome) and entry.amount is not None and not entry.beneficiaries:
        yield Exchange("outcome", entry.kind, entry.amount, entry.names, entry.text)


def _detail(entry: Happening, detail: Detail) -> "Iterator[Exchange]":
    extra = (detail.text, detail.tags, detail.links)
    if detail.kind == "cost":
        people = tuple(name for name in entry.names if name != ME)
        for amount in detail.amounts:
            yield Exchange("cost", entry.venue or "", amount, people, *extra)
    else:
        for name in detail.names:
            yield Exchange(detail.kind, name, detail.amounts[0], (name,), *extra)


def postings(entry: Entry) -> list[Posting]:
    """Return all postings of an entry; per unit they sum to zero."""
    return [posting for exchange in book(entry) for posting in exchange.postings]
