"""What the files of hledger and ledger have in common: names, texts, and the lines of postings."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from unicodedata import category

from netledger.core.diagnostics import plain
from netledger.exporters.names import Names
from netledger.exporters.transactions import Assertion, Posting

ORIGINAL = "netledger"
"""The key under which an account has the name that the journal has for it."""

_JOINERS = "\u200c\u200d"


@lru_cache(maxsize=65536)
def component(name: str) -> str:
    """Make a part of an account legal: almost all names are, but for the `@` of a venue.

    >>> [component(name) for name in ("O'Neil", "@Chamber", "client", "a;b")]
    ["O'Neil", 'Chamber', 'client', 'a-b']
    """
    text = re.sub(r"[^A-Za-z0-9 '._&+-]", _own, name.removeprefix("@"))
    return " ".join(text.split())


def _own(found: re.Match[str]) -> str:
    """Return a character beyond plain ASCII as it is, unless it is a blank, or none that can be seen."""
    char = found[0]
    return char if not char.isascii() and (category(char)[0] not in "ZC" or char in _JOINERS) else "-"


def sign(name: str) -> str:
    """Make a tag, a link or a key legal: one word without the signs that part it from others."""
    return re.sub(r"[^A-Za-z0-9/._-]", _own, name)


def unit(name: str) -> str:
    """Make a unit legal: all that a journal can have are."""
    return re.sub(r"[^A-Z0-9'._-]", "-", name)


@lru_cache(maxsize=4096)
def commodity(legal: str) -> str:
    """Write a legal unit; in quotes where it is more than letters."""
    return legal if legal.isalpha() else f'"{legal}"'


# What would begin a date within a comment.
_BRACKETS: Mapping[int, str] = str.maketrans({"[": "(", "]": ")"})


def one_line(text: str) -> str:
    """Write a text on one line, without brackets: in them either program looks for dates."""
    if "[" in text or "]" in text:
        text = text.translate(_BRACKETS)
    return " ".join(plain(text.replace("\n", " ")).split())


# What would part a payee from what follows it.
_PARTING: Mapping[int, str] = str.maketrans({";": ",", "|": "/"})


def payee(party: str) -> str:
    """Write a payee."""
    return one_line(party.translate(_PARTING))


def posting_lines(postings: Iterable[Posting], names: Names) -> list[str]:
    """Write the postings of a transaction, their amounts beneath each other; no last newline."""
    rows = [(names.account(item.account), f"{item.number:f}", commodity(names.unit(item.unit))) for item in postings]
    wide, long = max([len(row[0]) for row in rows]), max([len(row[1]) for row in rows])
    return [f"    {account:{wide}}  {number:>{long}} {of}" for account, number, of in rows]


def asserted(record: Assertion, names: Names, sign: str) -> str:
    """Write the posting of nothing that asserts a balance.

    What it says is what is booked, to the last digit: both programs compare exactly, netledger as many decimals as
    the unit has.
    """
    of = commodity(names.unit(record.amount.unit))
    return f"    {names.account(record.account)}  0 {of} {sign} {record.held:f} {of}"
