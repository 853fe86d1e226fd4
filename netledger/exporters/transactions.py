"""What a ledger books, as plain double entry that belongs to no program in particular.

The exporters for beancount, hledger and ledger write it, and the plugin for beancount makes its directives of it. All
names are those of the journal: `names.py` makes them legal for a program.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import EXACT, Amount, negated, quantize
from netledger.core.booking import Exchange, book
from netledger.core.config import Config
from netledger.core.declarations import ancestors
from netledger.core.inventory import Inventory
from netledger.core.ledger import Ledger
from netledger.core.spans import Span
from netledger.formats import chosen

Facts = tuple[tuple[str, e.Value], ...]
"""Metadata: keys and their values, in the order of the journal; a key may stand several times."""


class Posting(NamedTuple):
    """One line of a transaction: `Goodwill:Bob` +1 INTRO, with what a detail of the entry says of it."""

    account: str
    """As netledger has it: `Goodwill:Bob`, `Costs:@Chamber:Mixers`, `Given`."""
    number: Decimal
    unit: str
    text: str = ""
    """The words of the detail; nothing where they are those of the entry itself."""
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def facts(self) -> Facts:
        """What the detail says, as metadata: `text`, `tags` ("#a #b") and `links` ("^c")."""
        return (*self.text_fact, *_signs(self.tags, self.links)) if self.tags or self.links else self.text_fact

    @property
    def text_fact(self) -> Facts:
        """The words alone, as metadata."""
        return (("text", e.Value("string", self.text)),) if self.text else ()


class Transaction(NamedTuple):
    """An entry that books something; per unit its postings sum to zero, and so do any two from the first on.

    Of `2026-03-20 give Bob 2 ADVICE @Chamber "pricing"`: payee `Bob`, narration `give: pricing`, the metadata
    `venue: @Chamber`, and two postings.
    """

    date: date
    payee: str
    """With whom: people (`Alice, Bob`), else the venue with its `@`; of an introduction whoever made it. May be empty.
    """
    narration: str
    """What it was: the keyword, and the text after a colon: `intro Dave by Carol: runs hiring at Acme`."""
    tags: tuple[str, ...]
    links: tuple[str, ...]
    facts: Facts
    """The entry's metadata, after the `venue` where the payee is another."""
    postings: tuple[Posting, ...]
    span: Span

    @property
    def party(self) -> str:
        """The payee; of an entry that names nobody its keyword, for a program that wants a payee of each."""
        return self.payee or self.narration.partition(":")[0]


class Quote(NamedTuple):
    """A price: from this day on one `unit` is worth `amount`. Of two on one day the last holds."""

    date: date
    unit: str
    amount: Amount
    facts: Facts
    span: Span


class Assertion(NamedTuple):
    """A balance that the journal asserts before a day, of an account and all beneath it."""

    date: date
    account: str
    """`Goodwill:Bob`."""
    amount: Amount
    """As asserted."""
    held: Decimal
    """What is booked before that day, exactly."""
    precision: int
    """The decimals of the unit at which the two are compared."""
    facts: Facts
    """The entry's `text`, its metadata, its tags and links."""
    span: Span

    @property
    def subject(self) -> str:
        """Whom it is about: `Bob`."""
        return self.account.partition(":")[2]

    @property
    def holds(self) -> bool:
        """Whether what is booked is what is asserted."""
        return quantize(self.held, self.precision) == quantize(self.amount.number, self.precision)


Record = Transaction | Quote | Assertion
"""What a file of double entry holds."""


def records(ledger: Ledger, config: Config) -> Iterator[Record]:
    """Give what an export holds, in ledger order: by day, assertions before all else of their day.

    Transactions are of the entries that `formats.chosen` gives; an entry that books nothing has none, nor has a
    pending one. Prices are all those up to the last day. Assertions are given only where nothing before is left out.
    """
    wanted = iter(chosen(ledger, config))
    following = next(wanted, None)
    balances = _Balances(ledger) if is_whole(config) else None
    for entry in ledger.entries:
        if entry.date > config.last:
            return
        picked = entry is following
        if picked:
            following = next(wanted, None)
        if isinstance(entry, e.Happening):
            exchanges = book(entry) if picked else ()
            if exchanges:
                if balances is not None:
                    balances.add(exchanges)
                yield _transaction(entry, exchanges)
        elif isinstance(entry, e.Price):
            if entry.unit != entry.amount.unit:  # what a unit is worth in itself is known, and ledger stumbles over it
                facts = (*facts_of(entry), *_signs(entry.tags, entry.links))
                yield Quote(entry.date, entry.unit, entry.amount, facts, entry.span)
        elif isinstance(entry, e.Balance) and balances is not None:
            yield balances.assertion(entry)


def transactions(ledger: Ledger, config: Config) -> Iterator[Transaction]:
    """Give the transactions of a ledger, of the entries that are chosen, in its order."""
    return (record for record in records(ledger, config) if isinstance(record, Transaction))


def is_whole(config: Config) -> bool:
    """Tell whether an export holds everything up to its last day, so that balances are those of the journal."""
    return config.begin is None and not config.query


def facts_of(entry: e.Entry) -> Facts:
    """Return the metadata of an entry."""
    return tuple([(item.key, item.value) for item in entry.meta])


def _signs(tags: tuple[str, ...], links: tuple[str, ...]) -> Facts:
    """Write tags and links as metadata, where a program takes neither."""
    said = (("tags", " ".join(f"#{tag}" for tag in tags)), ("links", " ".join(f"^{link}" for link in links)))
    return tuple([(key, e.Value("string", text)) for key, text in said if text])


def at_least(number: Decimal, decimals: int) -> Decimal:
    """Return the same number with at least so many decimals: (1, 2) gives 1.00, and 0.125 stays as it is.

    beancount shows a unit with as many decimals as most of its numbers have: 4.50 as 4, if the others are 1.
    """
    given = int(number.as_tuple().exponent)
    return number if -given >= decimals else quantize(number, decimals)


# --------------------------------------------------------------------------------------------------- balances


class _Balances:
    """The goodwill of those about whom the journal asserts anything, up to where it has been read."""

    def __init__(self, ledger: Ledger) -> None:
        self._precision = ledger.declarations.precision
        self._held = {entry.subject: Inventory() for entry in ledger.entries if isinstance(entry, e.Balance)}

    def add(self, exchanges: Iterable[Exchange]) -> None:
        """Add what an entry exchanges."""
        if not self._held:
            return
        for exchange in exchanges:
            if not exchange.is_favour:
                continue
            number, unit = exchange.amount.number, exchange.amount.unit
            for subject in ancestors(exchange.party) if exchange.party[0] == "@" else (exchange.party,):
                if subject in self._held:
                    self._held[subject].add(number if exchange.kind == "give" else negated(number), unit)

    def assertion(self, entry: e.Balance) -> Assertion:
        """Compare an assertion with what is held."""
        unit = entry.amount.unit
        account, held = f"Goodwill:{entry.subject}", EXACT.plus(self._held[entry.subject][unit])
        text = (("text", e.Value("string", entry.text)),) if entry.text else ()
        facts = (*text, *facts_of(entry), *_signs(entry.tags, entry.links))
        return Assertion(entry.date, account, entry.amount, held, self._precision(unit), facts, entry.span)


# ----------------------------------------------------------------------------------------------- transactions


def _transaction(entry: e.Happening, exchanges: Iterable[Exchange]) -> Transaction:
    payee = _payee(entry)
    facts = facts_of(entry)
    if entry.venue is not None and entry.venue != payee:
        facts = (("venue", e.Value("venue", entry.venue)), *facts)
    postings = tuple([posting for exchange in exchanges for posting in _postings(exchange, entry)])
    return Transaction(entry.date, payee, _narration(entry), entry.tags, entry.links, facts, postings, entry.span)


def _postings(exchange: Exchange, entry: e.Happening) -> tuple[Posting, Posting]:
    """Return the two sides of an exchange; what a detail says stands at that of the party."""
    (account, amount), (against, other) = exchange.postings
    text = exchange.text if exchange.text and exchange.text != entry.text else ""
    return (
        Posting(account, amount.number, amount.unit, text, exchange.tags, exchange.links),
        Posting(against, other.number, other.unit),
    )


def _payee(entry: e.Happening) -> str:
    if isinstance(entry, e.Intro) and entry.by is not None:
        return entry.by
    names = [name for name in entry.names if name != e.ME]
    if not names and entry.venue is not None:
        return entry.venue
    return ", ".join(names or e.people(entry))


def _narration(entry: e.Happening) -> str:
    words = [e.keyword(entry)]
    if isinstance(entry, e.Outcome):
        words.append(entry.kind)
    elif isinstance(entry, e.Touch) and entry.inbound:
        words.append("from")
    elif isinstance(entry, e.Intro | e.Give) and entry.by is not None:
        words.extend([", ".join(entry.names), "by", entry.by] if isinstance(entry, e.Intro) else ["by", entry.by])
    said = " ".join(words)
    return f"{said}: {entry.text}" if entry.text else said
