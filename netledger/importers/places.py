"""Places and words of other programs as venues and tags, and the bytes they come in as text."""

import re
import unicodedata
from typing import TYPE_CHECKING

from netledger.core.entries import Meta, Value, Venue

if TYPE_CHECKING:
    from datetime import date

    from netledger.core.ledger import Ledger
    from netledger.core.spans import Span

_LONGEST = 60

# Numbers of these characters the language leaves out, though Unicode calls them numbers.
_NO_DIGITS = frozenset("¹²³¼½¾ⸯ")


def _legal(text: str, signs: str) -> str:
    """Return the letters and digits of a text, and some signs between them; a hyphen for what else there is."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(
        char if (unicodedata.category(char)[0] in "LMN" and char not in _NO_DIGITS) or char in signs else " "
        for char in composed
    )
    words = (word.strip(signs) for word in kept.split())
    return "-".join(filter(None, words))[:_LONGEST].rstrip(f"-{signs}")


def tag_of(text: str) -> str:
    """Return a text as a tag without its sign; empty where none of it can stand in one.

    >>> tag_of("Food & Drink"), tag_of("work:clients")
    ('food-drink', 'work/clients')
    """
    return _legal(text.replace(":", "/").casefold(), "/._")


def venue_of(text: str) -> str:
    """Return a place's name as a venue; empty where none of it can stand in one.

    >>> venue_of("Marie's Diner")
    "@Marie's-Diner"
    """
    name = _legal(text, "'._")
    return f"@{name}" if name else ""


class Places:
    """The venues of a journal by their names and titles, in any spelling."""

    def __init__(self, ledger: "Ledger") -> None:
        """Gather the venues that the journal declares."""
        self._venues: dict[str, str] = {}
        for venue, entries in ledger.declarations.venues.items():
            titles = [entry.title for entry in entries if isinstance(entry, Venue) and entry.title]
            for text in (venue[1:], *titles):
                self._venues.setdefault(_folded(text), venue)

    def find(self, text: str) -> str | None:
        """Return the venue of a place: `@Cafe:Central`, with the title Café Central, of `café central`."""
        return self._venues.get(_folded(text))

    def declared(self, text: str, day: "date", span: "Span", also: "tuple[str, ...]" = ()) -> Venue | None:
        """Declare a place that the journal lacks; None where it has it, or where there is no name in the text.

        `also` are other names of the place.
        """
        venue = venue_of(text)
        if self.find(text) is not None or not venue:
            return None
        meta = tuple(Meta("also", Value("string", name), line) for line, name in enumerate(also, 1))
        return Venue(date=day, span=span, venue=venue, title=text if text != venue[1:] else None, meta=meta)


def _folded(text: str) -> str:
    return re.sub(r"[\s:_-]+", " ", text).strip().casefold()


def text_of(data: bytes) -> str:
    """Decode what should be UTF-8, and else is most likely from Windows."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
