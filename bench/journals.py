"""Journals to measure with, and the same content for beancount."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from netledger import Ledger
from netledger.core import entries as e
from netledger.core.amounts import Amount
from netledger.core.booking import Posting, postings

# What books nothing becomes a transaction all the same.
ONE_TOUCH = Amount(Decimal(1), "TOUCH")
MINUS_ONE_TOUCH = Amount(Decimal(-1), "TOUCH")

HEAD = """option "operating_currency" "USD"

2020-01-01 price HOUR 60 USD
2020-01-01 price INTRO 50 USD
2020-01-01 price ADVICE 80 USD
2020-01-01 unit ADVICE "a piece of advice"
2020-01-01 venue @Chamber "Chamber of Commerce" org
"""


def five_lines(entries: int) -> Iterator[str]:
    """Give a journal of entries of five lines each: a meeting with two people, favours, a cost, metadata."""
    people = max(2, entries // 40)
    yield HEAD
    for index in range(people):
        yield f"2020-01-01 person P{index}\n"
    for index in range(entries):
        day = date(2020, 1, 2) + timedelta(days=index * 2300 // entries)
        first, second = index % people, (index * 7 + 1) % people
        second = second if second != first else (second + 1) % people
        yield (
            f'{day} meet P{first} P{second} @Chamber:Mixers "spring mixer {index % 97}" #spring\n'
            f'  give P{first} 1 ADVICE "pricing her course"\n'
            f"  receive P{second} 1 INTRO\n"
            f"  cost 1h30m {index % 90 + 1}.25 USD\n"
            f'  source: "diary"\n\n'
        )


def quoted(text: str) -> str:
    """Write a text as beancount does."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class Accounts:
    """netledger's accounts, tags and links under names that are legal in beancount."""

    def __init__(self) -> None:
        """Begin with none."""
        self.names: dict[str, str] = {}
        self._signs: dict[str, str] = {}

    def sign(self, text: str) -> str:
        """Return a tag or link in ASCII."""
        if re.fullmatch(r"[A-Za-z0-9/._-]+", text):
            return text
        return self._signs.setdefault(text, f"sign{len(self._signs)}")

    def __getitem__(self, account: str) -> str:
        """Return the name of an account."""
        if account not in self.names:
            self.names[account] = f"Equity:{account.split(':', maxsplit=1)[0]}:A{len(self.names)}"
        return self.names[account]


def beancount(ledger: Ledger, accounts: Accounts) -> Iterator[str]:
    """Give a ledger's content as beancount: a transaction for each happening, with text, tags, links and metadata."""
    body = []
    for entry in ledger.entries:
        if isinstance(entry, e.Price):
            body.append(f"{entry.date} price {entry.unit} {entry.amount}\n")
        elif isinstance(entry, e.Happening):
            body.append(_transaction(entry, accounts))
    first = ledger.entries[0].date if ledger.entries else date(2020, 1, 1)
    for name in accounts.names.values():
        yield f"{first} open {name}\n"
    yield from body


def _transaction(entry: e.Happening, accounts: Accounts) -> str:
    signs = "".join(f" #{accounts.sign(tag)}" for tag in entry.tags)
    signs += "".join(f" ^{accounts.sign(link)}" for link in entry.links)
    flag = "!" if entry.pending else "*"
    people = " ".join(e.people(entry))
    lines = [f"{entry.date} {flag} {quoted(people)} {quoted(entry.text or '')}{signs}"]
    lines.extend(f"  {item.key}: {quoted(item.value.text)}" for item in entry.meta)
    booked = postings(entry) or [Posting("Touches", ONE_TOUCH), Posting("Contacts", MINUS_ONE_TOUCH)]
    lines.extend(f"  {accounts[posting.account]} {posting.amount}" for posting in booked)
    return "\n".join(lines) + "\n"
