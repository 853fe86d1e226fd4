"""A file of vCards cut into cards, and those into unfolded lines; what is not wanted is passed over unread.

It is cut here, not by a library, so that a card without an end costs itself, and a photo nothing.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netledger.core.diagnostics import Diagnostic
    from netledger.formats import Source

_BEGIN = re.compile(r"\s*BEGIN\s*:\s*VCARD\s*", re.IGNORECASE)
_END = re.compile(r"\s*END\s*:\s*VCARD\s*", re.IGNORECASE)

# `item1.EMAIL;TYPE=work:ada@example.org`
_PROPERTY = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z][A-Za-z0-9_-]*)[ \t]*[;:]")

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def begins_with_card(head: bytes) -> bool:
    """Tell whether a file begins with a card."""
    text = head.decode("utf-16" if head[:2] in _UTF_16 else "utf-8-sig", "replace")
    return _BEGIN.match(text) is not None


@dataclass
class Property:
    """A line of a card as the file has it, unfolded."""

    line: int
    name: str
    """In capitals, without its group: of `item1.EMAIL;TYPE=work:ada@example.org` EMAIL."""
    parts: list[str]
    """Its lines; each character is a byte."""
    is_wanted: bool
    is_quoted_printable: bool
    """So that a `=` at the end of a line joins it to the next, as in version 2.1."""

    @property
    def data(self) -> bytes:
        """The bytes of the whole line."""
        return "".join(self.parts).encode("latin-1")

    def goes_on(self, text: str) -> bool:
        """Tell whether a further line belongs to this one."""
        return text[:1] in {" ", "\t"} or (self.is_quoted_printable and self.parts[-1].endswith("="))

    def add(self, text: str) -> None:
        """Take a further line; of one that nobody wants its last character is enough."""
        if not self.is_wanted:
            self.parts = [text[-1:]]
        elif self.is_quoted_printable and self.parts[-1].endswith("="):
            self.parts[-1] = self.parts[-1][:-1]
            self.parts.append(text)
        else:
            self.parts.append(text[1:])


@dataclass
class OpenCard:
    """A card whose end was not read yet."""

    line: int
    text: str
    properties: list[Property] = field(default_factory=list)
    last: Property | None = None
    """The property that was read last, wanted or not."""
    agents: int = 0
    """In version 2.1 a card may contain that of somebody's agent: so many are open."""


def cut(source: "Source", wanted: Collection[str]) -> "Iterator[OpenCard | Diagnostic]":
    """Give the cards of a file, each with the properties that are wanted, and diagnostics of what is none."""
    is_utf_16 = source.head[:2] in _UTF_16
    card: OpenCard | None = None
    try:
        # In Latin-1 each byte is a character: which encoding a line has is seen when it is whole.
        with source.path.open(encoding="utf-16" if is_utf_16 else "latin-1", errors="replace") as file:
            for number, raw in enumerate(file, 1):
                line = raw.rstrip("\n")
                text = line.encode().decode("latin-1") if is_utf_16 else line
                text = text.removeprefix("ï»¿") if number == 1 else text
                if _BEGIN.fullmatch(text) and not _is_agent(card):
                    if card is not None:
                        yield _unended(source, card)
                    card = OpenCard(number, text)
                elif card is None:
                    if text.strip():
                        yield source.fault(number, "the line is in no card", excerpt=shown(text))
                elif _END.fullmatch(text) and not card.agents:
                    yield card
                    card = None
                elif not _take(card, number, text, wanted):
                    yield source.fault(number, "the line is no property of a card", excerpt=shown(text))
    except OSError as error:
        yield source.fault(1, f"the file cannot be read: {(error.strerror or str(error)).lower()}")
    if card is not None:
        yield _unended(source, card)


def _is_agent(card: OpenCard | None) -> bool:
    return card is not None and card.last is not None and card.last.name == "AGENT"


def _unended(source: "Source", card: OpenCard) -> "Diagnostic":
    return source.fault(card.line, "the card has no END:VCARD", "mend it and import the file again", shown(card.text))


def _take(card: OpenCard, number: int, text: str, wanted: Collection[str]) -> bool:
    """Put a line into its card; False where it is no part of one."""
    if card.agents or (_is_agent(card) and _BEGIN.fullmatch(text)):
        card.agents += 1 if _BEGIN.fullmatch(text) else -1 if _END.fullmatch(text) else 0
        return True
    last = card.last
    if not text.strip():
        return True
    if last is not None and last.goes_on(text):
        last.add(text)
        return True
    match = _PROPERTY.match(text)
    if match is None:
        # Photos without indentation occur.
        return last is not None and not last.is_wanted
    name = match[1].upper()
    is_quoted = "QUOTED-PRINTABLE" in text.partition(":")[0].upper()
    is_wanted = name in wanted
    card.last = Property(number, name, [text if is_wanted else text[-1:]], is_wanted, is_quoted)
    if is_wanted:
        card.properties.append(card.last)
    return True


def shown(text: str) -> str:
    """Return a line as a message shows it, its bytes read as UTF-8."""
    return text[:200].encode("latin-1").decode("utf-8", "replace")
