"""What the files of LinkedIn's export have in common: members and their profiles, the site as a venue, dates."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from netledger.core.entries import Meta, Touch, Value, Venue
from netledger.core.spans import Span
from netledger.formats import Contact, Draft
from netledger.importers.days import Days, NoDate
from netledger.importers.naming import folded
from netledger.importers.people import profile
from netledger.importers.rows import LONGEST_NAME, one_line

if TYPE_CHECKING:
    from netledger.core.diagnostics import Diagnostic
    from netledger.formats import Source
    from netledger.importers.rows import Row

SITE = "@LinkedIn"

# The same few thousand people stand in a hundred thousand rows.
_CACHED = 1 << 14

# Of a text that is asked for so much is kept.
_TEXT = 200


def span(source: "Source", row: "Row") -> Span:
    """Return where a row stands."""
    return Span(source.name, row.line)


def site(day: date, place: Span) -> Venue:
    """Declare LinkedIn."""
    return Venue(date=day, span=place, venue=SITE, title="LinkedIn", kind="site")


def dated(source: "Source", rows: Iterable["Row"], column: str) -> "Iterator[tuple[Row, date] | Diagnostic]":
    """Give rows with their days; of those without one, diagnostics."""
    rows = list(rows)
    days = Days(row[column] for row in rows)
    for row in rows:
        day = days.read(row[column])
        if isinstance(day, NoDate):
            yield row.fault(source, day.message, day.hint)
        else:
            yield row, day


# ------------------------------------------------------------------------------------------------- members

_PRONOUNS = re.compile(r"\(\s*(?:she|he|they|ze|xe|any|all|elle|il|iel|ella|él|sie|er)\b[^)]*\)", re.IGNORECASE)
_JOINER = re.compile(r"(?:^|\s)\u200d+")
"""What joined pictures, and now joins nothing. Between letters it belongs to Persian and Indian names."""
_EDGES = " ,;|-–—·•/~*"


@lru_cache(maxsize=_CACHED)
def full_name(*parts: str) -> str:
    """Return a member's name as they write it, without pictures and pronouns.

    Titles and degrees stay: they are theirs, and matching passes over them.

    >>> full_name("Dr. Jane", "Smith, PhD (she/her) 🚀")
    'Dr. Jane Smith, PhD'
    """
    text = _PRONOUNS.sub(" ", " ".join(parts)[:LONGEST_NAME])
    kept = "".join(" " if _is_picture(char) else char for char in text)
    return one_line(_JOINER.sub(" ", kept)).strip(_EDGES)


def _is_picture(char: str) -> bool:
    """Tell whether a character is an emoji or another symbol, or is for such."""
    return not char.isascii() and (unicodedata.category(char) in {"So", "Sk", "Co", "Cn"} or char in "\ufe0f\u20e3")


def address(url: str) -> str:
    """Return the address of a profile in full: LinkedIn writes `www.linkedin.com/in/ada` in some files."""
    text = one_line(url)
    return f"https://{text}" if text and "://" not in text else text


@lru_cache(maxsize=_CACHED)
def slug(url: str) -> str:
    """Return what tells a member from all others, the last part of their profile: `ada-king`."""
    return profile(url).removeprefix("linkedin.com/").removeprefix("in/")


def member(name: str, url: str = "", *, email: str = "", company: str = "", position: str = "") -> Contact:
    """Return a member as a contact. One without a name has that of their profile."""
    facts = [(key, Value("string", text)) for key, text in (("company", company), ("position", position)) if text]
    return Contact(
        full_name=name or (_name_of(slug(url)) if url else ""),
        emails=(email,) if email else (),
        urls=(address(url),) if url else (),
        facts=tuple(facts),
    )


def _name_of(profile_slug: str) -> str:
    """Return the name that a profile's address was made of: `jane-smith-3a4b5c` is Jane Smith."""
    words = [word for word in re.split(r"[-_.]+", profile_slug) if not re.search(r"\d", word)]
    return " ".join(word[:1].upper() + word[1:] for word in words) or profile_slug


def key(name: str, url: str) -> str:
    """Return what tells a member in ids and drafts: the slug of their profile, else their name, folded."""
    return slug(url) if url else folded(name)


# ------------------------------------------------------------------------------------------------- entries


def meta(*pairs: tuple[str, str]) -> tuple[Meta, ...]:
    """Return metadata of strings, without the empty ones."""
    filled = [(name, text) for name, text in pairs if text]
    return tuple(Meta(name, Value("string", text), line) for line, (name, text) in enumerate(filled, 1))


def message_draft(place: Span, day: date, who: str, contact: Contact, text: str, *, inbound: bool) -> Draft:
    """Make the touch of somebody's messages of one day in one direction; `text` is empty unless it was asked for."""
    entry = Touch(
        date=day, span=place, medium="message", inbound=inbound, names=(who,), venue=SITE, text=shortened(text) or None
    )
    made = f"linkedin:message:{who}:{day}:{'in' if inbound else 'out'}"
    return Draft(entry, {who: contact}, made, daily=True, declares=(site(day, place),))


def shortened(text: str) -> str:
    """Return the beginning of a text, cut between words: at most 200 characters."""
    if len(text) <= _TEXT:
        return text
    return f"{text[: _TEXT - 1].rpartition(' ')[0] or text[: _TEXT - 1]}…"
