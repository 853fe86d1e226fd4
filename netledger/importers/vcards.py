"""vCards, version 2.1, 3.0 and 4.0 (RFC 6350): a person for each card.

Each property is read by itself, and one that is broken costs itself. No library is used for it: vobject (0.9.9) drops
what follows a comma in `FN:King, Ada`, as many programs write it, and takes forever over some broken lines.
"""

import re
from base64 import b64decode
from quopri import decodestring
from typing import TYPE_CHECKING, NamedTuple

from netledger.formats import Importer, LeftOut
from netledger.importers.cards import Card, person
from netledger.importers.ids import Ids
from netledger.importers.rows import one_line
from netledger.importers.vcard_lines import OpenCard, Property, begins_with_card, cut, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netledger.core.ledger import Ledger
    from netledger.formats import ImportConfig, Source
    from netledger.importers.reading import Finding

# How the value of a property is written: one text, texts parted by commas, fields parted by semicolons.
_TEXTS = {"FN", "TITLE", "EMAIL", "URL", "TEL", "BDAY", "UID", "X-SOCIALPROFILE", "SOCIALPROFILE"}
_LISTS = {"NICKNAME", "CATEGORIES"}
_FIELDS = {"N", "ORG"}
_KINDS = {"KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS"}
_WANTED = _TEXTS | _LISTS | _FIELDS | _KINDS

_NOBODY = {
    "group": "groups of an address book",
    "location": "cards of places",
    "org": "cards of companies",
    "company": "cards of companies",
}
"""The kinds of cards that are no people."""

_WRITTEN = (3, 1, 2, 0, 4)
"""The order in which the fields of N are written: prefix, given names, family name, suffix."""

# The parameters and the value; a colon between quotes is a parameter's.
_HEAD = re.compile(rb'((?:[^":]|"[^"]*+")*+):(.*)', re.DOTALL)

# Encodings of texts that address books use. Python knows others, which are none of letters.
_CHARSETS = re.compile(
    r"(?:US-)?ASCII|UTF-?(?:8|16|16LE|16BE)|ISO[-_]?8859-\d{1,2}|(?:WINDOWS-|CP)\d{3,4}|LATIN-?\d|KOI8-[RU]"
    r"|SHIFT[-_]JIS|EUC-(?:JP|KR)|ISO-2022-JP|GB(?:2312|K|18030)|BIG5|MACINTOSH"
)

# Values of a property: all of it, and up to a sign without a backslash before it.
_WHOLE = re.compile(r".+", re.DOTALL)
_LIST = re.compile(r"((?:[^\\,]|\\.?)*+)(?:,|$)", re.DOTALL)
_FIELD = re.compile(r"((?:[^\\;]|\\.?)*+)(?:;|$)", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\;,:nN])")


class _Read(NamedTuple):
    """A property that was read."""

    name: str
    values: list[str]
    is_guess: bool
    """Nothing tells how it is encoded, and it is not UTF-8."""


def _identify(source: "Source", _config: "ImportConfig") -> bool:
    return begins_with_card(source.head)


def _extract(source: "Source", _ledger: "Ledger", config: "ImportConfig") -> "Iterator[Finding]":
    ids = Ids("vcard")
    has_guessed = False
    for item in cut(source, _WANTED):
        if not isinstance(item, OpenCard):
            yield item
            continue
        read: list[_Read] = []
        for one in item.properties:
            found = _read(one)
            if found is None:
                yield source.fault(one.line, f"the {one.name} of a card cannot be read", excerpt=shown(one.parts[0]))
                continue
            read.append(found)
            if found.is_guess and not has_guessed:
                message = "the card is not UTF-8, and does not say what it is: it is read as Windows-1252"
                hint = "if names look wrong, save the file as UTF-8 and import it again"
                yield source.guess(one.line, message, hint, shown(one.parts[0]))
                has_guessed = True
        kind = next((value.lower() for name, values, _is_guess in read if name in _KINDS for value in values), "")
        if kind in _NOBODY:
            yield LeftOut(_NOBODY[kind])
        else:
            yield from person(source, _card(item, read), ids, config)


def _card(item: OpenCard, read: list[_Read]) -> Card:
    def texts(*names: str) -> tuple[str, ...]:
        return tuple(value for name, values, _is_guess in read if name in names for value in values if value)

    def first(name: str) -> str:
        return next(iter(texts(name)), "")

    fields = next((values for name, values, _is_guess in read if name == "N"), [])
    name = " ".join(fields[place] for place in _WRITTEN if place < len(fields))
    return Card(
        item.line,
        full_name=first("FN") or one_line(name),
        nicknames=texts("NICKNAME"),
        emails=texts("EMAIL"),
        urls=texts("URL", "X-SOCIALPROFILE", "SOCIALPROFILE"),
        company=first("ORG"),
        position=first("TITLE"),
        phones=texts("TEL"),
        birthday=first("BDAY"),
        labels=texts("CATEGORIES"),
        uid=first("UID"),
    )


def _read(item: Property) -> _Read | None:
    """Return the values of a property, on one line each; None where it is broken."""
    match = _HEAD.fullmatch(item.data)
    if match is None:
        return None
    try:
        text, is_guess = _decoded(match[1].decode("latin-1"), match[2])
    except (ValueError, LookupError):  # what is encoded is none, or nobody knows the encoding
        return None
    split = _LIST if item.name in _LISTS else _FIELD if item.name in _FIELDS else _WHOLE
    return _Read(item.name, [one_line(_ESCAPED.sub(_meant, value)) for value in split.findall(text)], is_guess)


def _decoded(head: str, value: bytes) -> tuple[str, bool]:
    """Return the text of a value as the parameters before it say, and whether its encoding was guessed.

    In version 2.1 the name of a parameter may be missing: `TEL;CELL`, `NOTE;QUOTED-PRINTABLE`.
    """
    parameters = [part.partition("=") for part in head.upper().split(";")[1:]]
    named = {name.strip(): text.strip(' "') for name, equals, text in parameters if equals}
    encodings = {named.get("ENCODING", ""), *(name.strip() for name, equals, _text in parameters if not equals)}
    if "QUOTED-PRINTABLE" in encodings:
        value = decodestring(value)
    elif not encodings.isdisjoint({"B", "BASE64"}):
        value = b64decode(value)
    charset = named.get("CHARSET", "")
    if charset:
        if not _CHARSETS.fullmatch(charset):
            raise LookupError(charset)
        return value.decode(charset), False
    try:
        return value.decode(), False
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace"), True


def _meant(found: re.Match[str]) -> str:
    """Return what an escape stands for."""
    return "\n" if found[1] in "nN" else found[1]


vcard = Importer(_identify, _extract, "vCards, version 2.1 to 4.0: .vcf files of address books and phones")
