"""The cards of an address book, whatever format they come in, as drafts of people.

What nobody is known by is left out: photos, postal addresses, notes, kinds of telephones.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.entries import Person, Value
from netledger.core.spans import Span
from netledger.formats import Contact, Draft, LeftOut
from netledger.importers.days import birthday
from netledger.importers.naming import folded
from netledger.importers.people import profile
from netledger.importers.rows import LONGEST_NAME, one_line

if TYPE_CHECKING:
    from netledger.formats import ImportConfig, Source
    from netledger.importers.ids import Ids
    from netledger.importers.reading import Finding


class Card(NamedTuple):
    """One card; its texts are on one line each."""

    line: int
    """Where it begins, from 1."""
    full_name: str = ""
    nicknames: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    company: str = ""
    position: str = ""
    phones: tuple[str, ...] = ()
    birthday: str = ""
    labels: tuple[str, ...] = ()
    """The groups that it is in."""
    uid: str = ""
    """What tells it from all other cards, where its address book says so."""
    text: str = ""
    """How it begins in the file."""


def person(source: "Source", card: Card, ids: "Ids", config: "ImportConfig") -> "Iterator[Finding]":
    """Make a person of a card; what in it cannot be used is a diagnostic, and does not keep the rest out.

    The entry has the date of the import: since when somebody is known no address book says. Its tags are the labels.
    """
    emails = _unique(address.removeprefix("mailto:") for address in card.emails)
    for address in emails:
        if not _is_email(address):
            message = f"`{address}` is no address: the rest of the card is imported"
            yield source.fault(card.line, message, excerpt=card.text)
    emails = tuple(filter(_is_email, emails))
    nicknames = _unique(name[:LONGEST_NAME] for name in card.nicknames)
    full_name = card.full_name[:LONGEST_NAME] or (nicknames[0] if nicknames else "")
    if not full_name and not emails:
        yield LeftOut("cards without a name or an email address")
        return
    born = birthday(card.birthday)
    if born is not None and not isinstance(born, date):
        yield source.fault(card.line, f"{born.message}: the rest of the card is imported", excerpt=card.text)
        born = None
    facts = [
        *(("company", Value("string", text)) for text in _unique([card.company])),
        *(("position", Value("string", text)) for text in _unique([card.position])),
        *(("phone", Value("string", text.removeprefix("tel:"))) for text in _unique(card.phones)),
        *([("born", Value("date", born.isoformat()))] if born else []),
    ]
    urls = _unique(map(_full, filter(_is_url, card.urls)))
    own = {address.casefold() for address in emails} | {profile(url) for url in urls}
    contact = Contact(
        full_name=full_name,
        emails=emails,
        urls=urls,
        nicknames=tuple(name for name in nicknames if name != full_name),
        facts=tuple(facts),
        is_owner=not own.isdisjoint(config.me),
    )
    made = ids.make(card.uid or (emails[0].casefold() if emails else folded(full_name)))
    tags = _unique(map(tag, card.labels))
    entry = Person(date=config.today, span=Span(source.name, card.line), name=made, full_name=full_name, tags=tags)
    yield Draft(entry, {made: contact}, made)


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts that say something, each once whatever its case."""
    found: dict[str, str] = {}
    for text in filter(None, map(one_line, texts)):
        found.setdefault(text.casefold(), text)
    return tuple(found.values())


def _is_email(text: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+", text) is not None


def _is_url(text: str) -> bool:
    """Tell whether a text is the address of a page; Apple writes `x-apple:ada` for somebody on another service."""
    return re.match(r"https?://\S|[^\s:/@]+\.[^\s@]", text.strip(), re.IGNORECASE) is not None


def _full(url: str) -> str:
    text = url.strip()
    return text if "://" in text else f"https://{text}"


def tag(label: str) -> str:
    """Return a label as a tag: `Book Club` is `book-club`. Empty for those that address books put on everybody.

    >>> tag("* myContacts"), tag("* Friends"), tag("Imported on 4/8/24")
    ('', 'friends', '')
    """
    text = label.strip().removeprefix("* ").casefold()
    if text in _SYSTEM or re.match(r"(?:imported|restored) (?:on|from)\b", text):
        return ""
    text = unicodedata.normalize("NFKC", text)  # of `m²` m2
    kept = "".join(char if char in "._" or _is_letter(char) else " " for char in text)
    return "-".join(filter(None, map(_trimmed, kept.split())))


def _is_letter(char: str) -> bool:
    """Tell whether a character may stand in a tag: a letter, mark or digit, but for one that the language refuses."""
    return unicodedata.category(char)[0] in "LMN" and char != "\N{VERTICAL TILDE}"


def _trimmed(word: str) -> str:
    """Return a word without what no tag begins or ends with: dots, and marks that combine with nothing."""
    word = word.strip("._")
    while word and unicodedata.category(word[0])[0] == "M":
        word = word[1:].lstrip("._")
    return word


_SYSTEM = {"mycontacts", "my contacts", "starred", "other contacts", "all contacts", "contacts"}
