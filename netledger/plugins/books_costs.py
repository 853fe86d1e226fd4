"""Transactions of beancount books as costs: which amounts, of which venue and people, with which metadata."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from unicodedata import category

from netledger.core.amounts import Amount
from netledger.core.diagnostics import diagnostic
from netledger.core.entries import Cost, Meta, Value
from netledger.core.inventory import Inventory
from netledger.core.spans import Span
from netledger.core.values import KNOWN, check_metadata
from netledger.parser.numbers import DIGITS
from netledger.parser.parse import parse
from netledger.plugins.books import NO_NUMBER, finite
from netledger.plugins.books_known import Known, is_written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from beancount.core.data import Posting, Transaction

    from netledger.core.diagnostics import Diagnostic
    from netledger.plugins.books import Books

Found = TypeVar("Found")

_FIRST_YEAR = 1000


class Terms(NamedTuple):
    """What is chosen of books: what either a tag or an account says."""

    tags: tuple[str, ...]
    """Transactions with one of these: all their expenses."""
    accounts: tuple[str, ...]
    """Postings to one of these, and to those beneath them, in any transaction."""

    def choose(self, transaction: "Transaction", expenses: str) -> "list[Posting]":
        """Return the postings of a transaction that are costs."""
        wanted = self.accounts
        if not transaction.tags.isdisjoint(self.tags):
            wanted = (*wanted, expenses)
        return [posting for posting in transaction.postings if any(lies_in(posting.account, root) for root in wanted)]


def lies_in(account: str, root: str) -> bool:
    """Tell whether an account is another one or beneath it."""
    return account == root or account.startswith(f"{root}:")


class _Party(NamedTuple):
    """Whom a cost concerns: postings of one party make one entry."""

    venue: str | None
    names: tuple[str, ...]


class _Group(NamedTuple):
    """The postings of one party."""

    postings: "list[Posting]"
    taken: set[str]
    """The keys of metadata that said who the party is, and `payee` where the payee did: they are not told again."""


_Given = tuple[str, object, Span]
"""A key of metadata with beancount's value, and where it stands."""


class CostMaker:
    """Makes costs of transactions, and tells what of them the journal cannot take."""

    def __init__(self, books: "Books", known: Known) -> None:
        """Take the books that the transactions are of, and whom the journal knows."""
        self._books = books
        self._known = known
        self._unknown: dict[tuple[str, str], dict[Span, None]] = defaultdict(dict)
        self._found: dict[Diagnostic, None] = {}

    def costs(self, transaction: "Transaction", postings: "Sequence[Posting]") -> "Iterator[Cost]":
        """Give the costs of a transaction's postings: one, or one for each venue and company that they name."""
        if not all(map(finite, postings)):
            self._tell("NL214", _line(transaction), *NO_NUMBER)
            return
        if transaction.date.year < _FIRST_YEAR and postings:
            message = f"{transaction.date} is before any day that netledger knows"
            self._tell("NL103", _line(transaction), message, f"years run from {_FIRST_YEAR} to 9999")
            return
        groups: dict[_Party, _Group] = defaultdict(lambda: _Group([], set()))
        for posting in postings:
            party, taken = self._party(transaction, posting)
            groups[party].postings.append(posting)
            groups[party].taken.update(taken)
        for party, group in groups.items():
            amounts = self._amounts(group.postings)
            if amounts:
                yield Cost(
                    date=transaction.date,
                    span=self._books.span(transaction),
                    tags=tuple(sorted(transaction.tags)),
                    links=tuple(sorted(transaction.links)),
                    meta=tuple(self._meta(transaction, group)),
                    names=party.names,
                    venue=party.venue,
                    text=_clean(transaction.narration or "") or None,
                    amounts=tuple(amounts),
                )

    def diagnostics(self) -> "list[Diagnostic]":
        """Return what was found so far, each unknown name once."""
        for (code, text), places in self._unknown.items():
            times = f", used {len(places)} times" if len(places) > 1 else ""
            close = self._known.nearest(text, venue=code == "NL302")
            noun = "venue" if code == "NL302" else "person"
            hint = "write a name that the journal declares" if close is None else f"did you mean {close}?"
            self._tell(code, next(iter(places)), f'"{text}" is no {noun} of the journal{times}', hint)
        self._unknown.clear()
        return list(self._found)

    def _tell(self, code: str, span: Span, message: str, hint: str = "") -> None:
        excerpt = self._books.excerpt(span)
        whole = Span(span.file, span.line, 1, span.line, len(excerpt.rstrip()) + 1)
        self._found[diagnostic(code, whole, message, hint, excerpt)] = None  # once, however many costs it concerns

    # --------------------------------------------------------------------------------------- who and where

    def _party(self, transaction: "Transaction", posting: "Posting") -> tuple[_Party, set[str]]:
        """Find out whom a posting concerns, and by what: its own metadata, else the transaction's, else the payee."""
        venue = self._stated("venue", self._known.place, transaction, posting)
        names = self._stated("person", self._known.people, transaction, posting)
        taken = {key for key, found in (("venue", venue), ("person", names)) if found is not None}
        payee = transaction.payee or ""
        if venue is None and payee:
            venue = self._known.venue(payee)
            taken.update(() if venue is None else ("payee",))
        if names is None and payee and "payee" not in taken:
            name = self._known.person(payee)
            names = None if name is None else (name,)
            taken.update(() if name is None else ("payee",))
        return _Party(venue, names or ()), taken

    def _stated(
        self, key: str, find: "Callable[[str], Found | None]", transaction: "Transaction", posting: "Posting"
    ) -> "Found | None":
        """Return whom metadata states; None where it states nobody that there can be, which is told."""
        for holder in (posting, transaction):
            said = (holder.meta or {}).get(key)
            if isinstance(said, str) and said.strip():
                found = find(said.strip())
                if found is None:
                    code = "NL302" if key == "venue" else "NL301"
                    self._unknown[code, said.strip()][_line(holder)] = None
                return found
        return None

    # -------------------------------------------------------------------------------------------- what

    def _amounts(self, postings: "Sequence[Posting]") -> list[Amount]:
        """Add up the amounts of postings, by unit; those that the language cannot write are told and left out."""
        sums = Inventory()
        for posting in postings:
            units: Any = posting.units  # after booking it is an amount
            if is_written("unit", units.currency):
                sums.add(units.number, units.currency)
            else:
                hint = "a unit of netledger begins with a letter and has at most 24 characters"
                self._tell("NL124", _line(posting), f"{units.currency} cannot be a unit", hint)
        found = []
        for amount in sums.amounts():
            if _digits(amount.number) <= DIGITS:
                found.append(amount)
            else:
                message = f"an amount of {amount.unit} has more than {DIGITS} digits"
                self._tell("NL122", _line(postings[0]), message, "round it in the books")
        return found

    def _meta(self, transaction: "Transaction", group: _Group) -> "Iterator[Meta]":
        """Give the metadata that the entry carries: the transaction's, then that of its postings, which prevails."""
        if transaction.payee and "payee" not in group.taken:
            yield Meta("payee", Value("string", _clean(transaction.payee)), 0)
        seen = set()
        for key, said, place in chain.from_iterable(map(_items, (transaction, *group.postings))):
            value = None if key in group.taken else self._value(key, said, place)
            if value is not None and (key, value) not in seen:
                seen.add((key, value))
                yield Meta(key, value, 0)

    def _value(self, key: str, said: object, place: Span) -> Value | None:
        """Return a value of metadata as the journal has it; None where it cannot have it."""
        value = _value(said)
        if value is None:
            return None
        if value.kind == "string" and key in KNOWN and "string" not in KNOWN[key][0]:
            # In books an interval or a date of netledger's is a text: `over: "1y"`.
            read = parse(f"2000-01-01 cost 1 A\n  {key}: {value.text}\n")
            if read.records and not read.diagnostics:
                (entry,) = read.records
                return entry.meta[0].value  # type: ignore[union-attr]  # a dated entry
        complaint = check_metadata(key, value)
        if complaint is None:
            return value
        self._tell("NL134", place, *complaint)
        return None


def _items(holder: Any) -> "Iterator[_Given]":  # noqa: ANN401 - a transaction or a posting
    """Give the metadata of a transaction or posting that its author wrote."""
    for key, said in (holder.meta or {}).items():
        if key not in _OWN and not key.startswith("_"):
            yield key, said, _line(holder)


_OWN = ("filename", "lineno")


def _line(holder: Any) -> Span:  # noqa: ANN401 - a transaction or a posting
    """Return the line where a transaction or posting stands; booking may have made the posting."""
    meta = holder.meta or {}
    return Span(meta.get("filename", ""), meta.get("lineno", 0))


def _value(said: object) -> Value | None:
    """Return a value of beancount's metadata as one of netledger's; None where it has none such."""
    if isinstance(said, bool):
        return Value("truth", "TRUE" if said else "FALSE")
    if isinstance(said, str):
        return Value("string", _clean(said))
    if isinstance(said, date):
        return Value("date", said.isoformat())
    if isinstance(said, Decimal):
        return Value("number", f"{said:f}") if _digits(said) <= DIGITS else None
    number, currency = getattr(said, "number", None), getattr(said, "currency", None)
    if isinstance(number, Decimal) and isinstance(currency, str) and is_written("unit", currency):
        return Value("amount", f"{number:f} {currency}") if _digits(number) <= DIGITS else None
    return None


def _digits(number: Decimal) -> int:
    """Return how many digits a number is written with; of what is no number, more than there may be."""
    return sum(map(str.isdigit, f"{number:f}")) if number.is_finite() else DIGITS + 1


def _clean(text: str) -> str:
    """Return a text in one line, without control characters, which a text of the language has not."""
    return " ".join("".join(" " if category(char) == "Cc" else char for char in text).split())
