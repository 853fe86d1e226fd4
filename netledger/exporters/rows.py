"""The journal as one table: a row for each entry and each thing that it exchanges."""

from collections import defaultdict
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from netledger.core import entries as e
from netledger.core.amounts import shortest
from netledger.core.booking import book
from netledger.core.data import safe
from netledger.exporters.entries import rebased
from netledger.formats import chosen
from netledger.printer import value_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from netledger.core.amounts import Amount
    from netledger.core.booking import Exchange
    from netledger.core.config import Config
    from netledger.core.ledger import Ledger

    Said = tuple[str | None, str | None, Amount | None]


class Row(NamedTuple):
    """One line of the table. None and an empty tuple: the entry does not say, or nothing is exchanged.

    `2026-03-01 meet Alice Bob @Chamber` with the detail `cost 1h30m 25 USD` has two rows, which share `entry`: one with
    1.5 HOUR, one with 25 USD. With no detail it has one row without an exchange.

    What is promised is never among what was exchanged: it has `promised` where the other has `exchange`. So a sum by
    `exchange`, `party` and `unit` is what netledger reports, and nobody has to know of pending entries.
    """

    entry: int
    """Counts the entries from 1: rows of one entry have one number."""
    date: "date"
    type: str
    """The keyword: `meet`, `intro`, `person`."""
    pending: bool
    """Whether it is promised, not done: the entry, or this detail of it."""
    inbound: bool | None
    """Of a touch: whether they reached out."""
    people: tuple[str, ...]
    """Everybody whom the entry names, but you."""
    by: str | None
    """Who introduced them, or gave it in your place."""
    beneficiaries: tuple[str, ...]
    """Whom an outcome came to."""
    venue: str | None
    """With its @, so that it is never mistaken for a person."""
    about: str | None
    """The kind of an outcome or venue, the unit of a unit or price, the tag, the period of a budget, the name of a
    state or query, the type of a custom entry."""
    text: str | None
    """The text of the entry; also a full name, a title, the value of a state, a path, the terms of a query."""
    exchange: str | None
    """`give`, `receive`, `cost` or `outcome`: what changed hands. Empty: nothing did."""
    promised: str | None
    """Likewise, of what is only promised."""
    party: str | None
    """To or from whom; the venue of a cost; the kind of an outcome."""
    concerns: tuple[str, ...]
    """Whom the exchange concerns: its party, the people of a cost, those an outcome came through."""
    number: "Decimal | None"
    """How much; without an exchange, the amount that a price, balance or budget states."""
    unit: str | None
    value: "Decimal | None"
    """What that was worth on its day in `value_unit`, to 12 decimals."""
    value_unit: str | None
    """The operating currency. Empty where no price says what the amount was worth."""
    exchange_text: str | None
    """What is said of the exchange: by its detail, else by the entry."""
    tags: tuple[str, ...]
    """Those of the entry, and of the detail that the row is of."""
    links: tuple[str, ...]
    id: str | None
    """The metadata `id:`; an import sets it."""
    meta: dict[str, list[str]] | None
    """All metadata of the entry: the values of each key."""
    file: str
    line: int
    """Where the entry begins."""


def rows(ledger: "Ledger", config: "Config") -> "Iterator[Row]":
    """Give the rows of the entries that an export is asked for, in ledger order."""
    worth = _Worth(ledger, config)
    files: dict[str, str] = {}
    for number, given in enumerate(chosen(ledger, config), 1):
        entry = rebased(given)
        file = entry.span.file
        if file not in files:
            files[file] = safe(file)
        about, text, stated = _said(entry)
        plain = Row(
            number,
            entry.date,
            e.keyword(entry),
            isinstance(entry, e.Happening) and entry.pending,
            entry.inbound if isinstance(entry, e.Touch) else None,
            e.people(entry),
            entry.by if isinstance(entry, e.Intro | e.Give) else None,
            entry.beneficiaries if isinstance(entry, e.Outcome) else (),
            e.venue(entry),
            about,
            text,
            exchange=None,
            promised=None,
            party=None,
            concerns=(),
            number=stated.number if stated else None,
            unit=stated.unit if stated else None,
            value=None,
            value_unit=None,
            exchange_text=None,
            tags=entry.tags,
            links=entry.links,
            id=value.text if entry.meta and (value := entry.get("id")) else None,
            meta=_meta(entry) if entry.meta else None,
            file=files[file],
            line=entry.span.line,
        )
        done = book(entry)
        promised = _promised(entry)
        if not done and not promised:
            yield plain
        for found in done:
            yield _exchanged(plain, found, worth)
        for found in promised:
            yield _exchanged(plain, found, worth)._replace(pending=True, exchange=None, promised=found.kind)


def _exchanged(plain: Row, exchange: "Exchange", worth: "_Worth") -> Row:
    """Fill in what an exchange says."""
    amount = exchange.amount
    value = worth.of(amount, plain.date)
    return plain._replace(
        exchange=exchange.kind,
        party=exchange.party or None,
        concerns=exchange.people,
        number=amount.number,
        unit=amount.unit,
        value=value,
        value_unit=None if value is None else worth.unit,
        exchange_text=exchange.text,
        tags=_both(plain.tags, exchange.tags),
        links=_both(plain.links, exchange.links),
    )


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other))) if other else one


def _promised(entry: e.Entry) -> "Sequence[Exchange]":
    """Return what would be exchanged if what is pending of an entry were done."""
    if not isinstance(entry, e.Happening):
        return ()
    if entry.pending:
        return book(msgspec.structs.replace(entry, pending=False, details=_done(entry.details)))
    waiting = [detail for detail in entry.details if detail.pending]
    if not waiting:
        return ()
    # A promo exchanges nothing by itself: what this one books is its details.
    return book(e.Promo(date=entry.date, span=entry.span, names=entry.names, venue=entry.venue, details=_done(waiting)))


def _done(details: "Sequence[e.Detail]") -> tuple[e.Detail, ...]:
    return tuple(msgspec.structs.replace(detail, pending=False) for detail in details)


def _meta(entry: e.Entry) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for item in entry.meta:
        found[item.key].append(item.value.text)
    return dict(found)


class _Worth:
    """What amounts were worth on their days, in the currency of the journal."""

    def __init__(self, ledger: "Ledger", config: "Config") -> None:
        self.unit = config.currency(ledger.options)
        self._prices = ledger.prices

    def of(self, amount: "Amount", day: "date") -> "Decimal | None":
        """Return the value, or None where no price says so."""
        if self.unit is None:
            return None
        rate = self._prices.rate(amount.unit, self.unit, day)
        return None if rate is None else _product(amount.number, rate)


@lru_cache(maxsize=1024)  # most amounts are among a few: an hour, a favour
def _product(number: "Decimal", rate: Fraction) -> "Decimal":
    return shortest(Fraction(number) * rate)


# ------------------------------------------------------------------------------------ what each kind of entry says


def _said(entry: e.Entry) -> "Said":
    """Return what an entry is about, its text, and the amount that it states without exchanging it."""
    say = _SAYINGS.get(type(entry))
    return say(entry) if say is not None else (None, getattr(entry, "text", None), None)


_SAYINGS: "dict[type[e.Entry], Callable[..., Said]]" = {
    e.Person: lambda entry: (None, entry.full_name, None),
    e.Venue: lambda entry: (entry.kind, entry.title, None),
    e.Unit: lambda entry: (entry.unit, entry.title, None),
    e.Tag: lambda entry: (entry.tag, entry.title, None),
    e.Price: lambda entry: (entry.unit, None, entry.amount),
    e.Outcome: lambda entry: (entry.kind, entry.text, None),
    e.Balance: lambda entry: (None, entry.text, entry.amount),
    e.Budget: lambda entry: (entry.period, entry.text, entry.amount),
    e.State: lambda entry: (entry.name, entry.value, None),
    e.Document: lambda entry: (None, entry.path, None),
    e.Query: lambda entry: (entry.name, entry.terms, None),
    e.Custom: lambda entry: (entry.kind, " ".join(map(value_text, entry.values)) or None, None),
}
"""Of the kinds whose fields have other names than `text`."""
