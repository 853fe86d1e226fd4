"""Email addresses: which are a program's, and how whoever has one is called."""

import re
from collections import Counter, defaultdict

# Who writes, or is written to, by programs alone; and lists, rooms and calendars, which are nobody.
_PROGRAM = re.compile(
    r".*(?:no|not|never)[-_.]?reply.*"
    r"|(?:mailer-daemon|postmaster|bounces?|daemon|cron|notifications?|notify|alerts?|updates|newsletter|news|mailer"
    r"|unsubscribe|reply|listserv|majordomo)(?:[-+_.=].*)?@.*"
    r"|.*-(?:request|bounces?|owner|subscribe|unsubscribe)@.*"
    r"|.*@(?:.*\.)?lists?\..*"
    r"|.*@(?:.*\.)?(?:googlegroups\.com|groups\.io|calendar\.google\.com)"
)

# What may follow the comma in a name that is in its order: `Acme, Inc`, `Ada King, PhD`.
_NO_FIRST_NAME = re.compile(
    r"(?:inc|llc|ltd|gmbh|co|corp|jr|sr|[ivx]+|ph\.?d|m\.?d|mba|esq|dr|prof|msc)\.?", re.IGNORECASE
)

_SPELLINGS = 8
"""So many spellings of a name are kept for each address."""


def is_program(address: str) -> bool:
    """Tell whether an address, folded, is one that no person writes from: `no-reply@…`, that of a list or a room."""
    return _PROGRAM.fullmatch(address) is not None


def display_name(text: str, address: str) -> str:
    """Return the name beside an address, first name first; empty where it is the address again.

    >>> display_name("'King, Ada'", "ada@example.org"), display_name("ada", "ada@example.org")
    ('Ada King', '')
    """
    name = text.strip("'\" ")
    if "@" in name or name.casefold() == address.partition("@")[0]:
        return ""
    last, comma, first = name.partition(",")
    if comma and first.strip() and "," not in first and not _NO_FIRST_NAME.fullmatch(first.strip()):
        return f"{first.strip()} {last.strip()}"
    return name


class Callings:
    """How those at some addresses are called: by themselves, and by others."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._names: defaultdict[str, Counter[tuple[bool, str]]] = defaultdict(Counter)

    def add(self, address: str, name: str, *, by_themselves: bool = False) -> None:
        """Note that whoever has an address was called something, which may be empty."""
        names = self._names[address]
        call = (by_themselves, name)
        if name and (call in names or len(names) < _SPELLINGS):
            names[call] += 1

    def best(self, address: str) -> str:
        """Return what somebody calls themselves, else what most others call them; empty where nobody said."""
        names = self._names.get(address)
        return max(names, key=lambda call: (call[0], names[call], call[1]))[1] if names else ""
