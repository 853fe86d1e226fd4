"""What a journal holds, entry by entry, as plain double entry: what the peers' files are written from.

Each dated entry is one transaction, whatever its kind; a price is a price. Nothing of an entry's words is lost: its
keyword and names are the payee, its text the narration, and a detail's words stand at its postings.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from netledger import Ledger
from netledger.core import entries as e
from netledger.core.booking import book

TOUCH = "TOUCH"
"""The unit of the pair of postings that an entry gets which books nothing."""

# Units that a journal may have and beancount's lexer takes for something else; and TOUCH, which is ours.
_NO_UNITS = {"TRUE", "FALSE", "NULL", TOUCH}


class Names:
    """netledger's accounts, tags, links, keys and units under names that are legal for every peer."""

    def __init__(self) -> None:
        """Begin with none."""
        self.accounts: dict[str, str] = {}
        self._signs: dict[str, str] = {}

    def account(self, name: str) -> str:
        """Return an account in ASCII, flat below its kind: `Goodwill:Élise` is `Equity:Goodwill:A12`."""
        if name not in self.accounts:
            self.accounts[name] = f"Equity:{name.split(':', maxsplit=1)[0]}:A{len(self.accounts)}"
        return self.accounts[name]

    def sign(self, text: str) -> str:
        """Return a tag, link or key in ASCII."""
        if re.fullmatch(r"[A-Za-z0-9/._-]+", text):
            return text
        return self._signs.setdefault(text, f"sign{len(self._signs)}")

    @staticmethod
    def unit(unit: str) -> str:
        """Return a unit; all but a few are legal as they are."""
        return f"{unit}-UNIT" if unit in _NO_UNITS else unit


class Line(NamedTuple):
    """A posting: `Equity:Goodwill:A12  1 INTRO`, with the words of the detail that it comes from."""

    account: str
    number: Decimal
    unit: str
    text: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


class Transaction(NamedTuple):
    """An entry: 2026-03-20 * "call Carol @Chamber" "thanked me", and its postings."""

    date: date
    pending: bool
    payee: str
    text: str
    tags: list[str]
    links: list[str]
    meta: list[tuple[str, str]]
    lines: list[Line]


class Quote(NamedTuple):
    """A price: from this day on one `unit` is worth so many of `other`."""

    date: date
    unit: str
    number: Decimal
    other: str
    meta: list[tuple[str, str]]


def content(ledger: Ledger, names: Names) -> Iterator[Transaction | Quote]:
    """Give all entries of a ledger, in its order."""
    for entry in ledger.entries:
        meta = [(names.sign(item.key), item.value.text) for item in entry.meta]
        if isinstance(entry, e.Price):
            yield Quote(entry.date, names.unit(entry.unit), entry.amount.number, names.unit(entry.amount.unit), meta)
            continue
        lines, unbooked = _lines(entry, names)
        meta.extend(("detail", words) for words in unbooked)
        tags = [names.sign(tag) for tag in entry.tags]
        links = [names.sign(link) for link in entry.links]
        pending = isinstance(entry, e.Happening) and entry.pending
        payee = " ".join([e.keyword(entry), *_words(entry, booked=bool(lines))])
        text = (entry.text or "") if isinstance(entry, e.Happening) else e.text(entry)
        yield Transaction(entry.date, pending, payee, text, tags, links, meta, lines or _touch(names))


_BASE = {"date", "span", "tags", "links", "meta"}
_SAID_ELSEWHERE = {*_BASE, "text", "title", "full_name", "details", "pending", "medium", "inbound"}


def _words(entry: e.Entry, *, booked: bool) -> Iterator[str]:
    """Give the words between keyword and text: names, venue, kind; amounts where no posting has them."""
    if isinstance(entry, e.Touch) and entry.inbound:
        yield "from"
    for field in entry.__struct_fields__:
        value = getattr(entry, field)
        if field in _SAID_ELSEWHERE or (booked and field in {"amount", "amounts"}):
            continue
        for item in value if isinstance(value, tuple) else (value,):
            if item:
                yield item.text if isinstance(item, e.Value) else str(item)


def _lines(entry: e.Entry, names: Names) -> tuple[list[Line], list[str]]:
    """Return the postings of an entry, and its details that book nothing."""
    exchanges = book(entry)
    details = entry.details if isinstance(entry, e.Happening) else ()
    # An entry that is only promised books nothing, nor do its details.
    counts = [_count(detail) if exchanges and not detail.pending else 0 for detail in details]
    # Details book after the entry itself, one after the other.
    words: dict[int, e.Detail] = {}
    position = len(exchanges) - sum(counts)
    for detail, count in zip(details, counts, strict=True):
        if count:
            words[position] = detail
        position += count
    lines = []
    for index, exchange in enumerate(exchanges):
        for side, posting in enumerate(exchange.postings):
            line = Line(names.account(posting.account), posting.amount.number, names.unit(posting.amount.unit))
            said = words.get(index)
            if side == 0 and said is not None:
                tags = tuple(map(names.sign, said.tags))
                line = line._replace(text=said.text or "", tags=tags, links=tuple(map(names.sign, said.links)))
            lines.append(line)
    return lines, [_unbooked(detail) for detail, count in zip(details, counts, strict=True) if not count]


def _count(detail: e.Detail) -> int:
    return len(detail.amounts if detail.kind == "cost" else detail.names)


def _unbooked(detail: e.Detail) -> str:
    flag = "!" if detail.pending else ""
    words = [flag, detail.kind, *detail.names, *map(str, detail.amounts), detail.text or ""]
    signs = [*(f"#{tag}" for tag in detail.tags), *(f"^{link}" for link in detail.links)]
    return " ".join(word for word in [*words, *signs] if word)


def _touch(names: Names) -> list[Line]:
    one = Decimal(1)
    return [Line(names.account("Touches"), one, TOUCH), Line(names.account("Contacts"), -one, TOUCH)]
