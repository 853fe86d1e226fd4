"""What the head of a message says: from whom, to whom, on what day; and whether a person wrote it to people."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import getaddresses
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from netledger.importers.addresses import display_name
from netledger.importers.days import Days
from netledger.importers.mailboxes import Head
from netledger.importers.places import text_of
from netledger.importers.rows import one_line

MOST_RECIPIENTS = 20
"""A message to more people than this is no touch with each of them."""

# Headers that are longer hold no addresses that anybody typed. Python's reader of addresses takes its time over them.
_LONGEST = 1 << 14

_LONGEST_ADDRESS = 254

_WANTED = (
    "from",
    "to",
    "cc",
    "bcc",
    "date",
    "subject",
    "received",
    "delivered-to",
    "x-original-to",
    "list-id",
    "list-unsubscribe",
    "list-post",
    "precedence",
    "auto-submitted",
    "content-type",
    "x-gmail-labels",
    "x-spam-flag",
    "x-mozilla-status",
)
_HEADERS = re.compile(rf"^({'|'.join(_WANTED)})[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.IGNORECASE | re.MULTILINE)
_REPEATED = frozenset({"to", "cc", "bcc", "delivered-to"})

_OLDEST = 1971
"""Who has an older date has a broken clock: 1970 is the beginning of Unix's."""

_DELETED = 0x8
"""In Mozilla's status: deleted, and only not yet removed from the file."""

_MASS = "newsletters and messages of lists"

# Gmail's labels, as its export writes them in some languages, and what other programs call such folders.
_LABELS = {
    "spam": "spam",
    "junk": "spam",
    "junk e-mail": "spam",
    "trash": "deleted messages",
    "deleted messages": "deleted messages",
    "deleted items": "deleted messages",
    "papierkorb": "deleted messages",
    "corbeille": "deleted messages",
    "papelera": "deleted messages",
    "lixeira": "deleted messages",
    "cestino": "deleted messages",
    "prullenbak": "deleted messages",
    "drafts": "drafts",
    "draft": "drafts",
    "entwürfe": "drafts",
    "brouillons": "drafts",
    "borradores": "drafts",
    "rascunhos": "drafts",
    "bozze": "drafts",
    "concepten": "drafts",
    "category promotions": _MASS,
    "category social": _MASS,
    "category forums": _MASS,
    "chat": "chats",
    "chats": "chats",
}
_SENT = frozenset(
    {"sent", "gesendet", "messages envoyés", "enviados", "enviadas", "inviati", "posta inviata", "verzonden"}
)

Headers = dict[str, str]
"""The headers that say something here, by their names in lower case; several of one as one, with commas."""


class Address(NamedTuple):
    """Somebody at an address: Address("ada@example.org", "Ada King")."""

    address: str
    """Folded."""
    name: str


def headers(head: Head) -> Headers:
    """Return the headers of a message."""
    found: Headers = {}
    for name, value in _HEADERS.findall(text_of(head.text)):
        key = name.lower()
        if key not in found:
            found[key] = value.strip()
        elif key in _REPEATED:
            found[key] += f", {value.strip()}"
    return found


# ---------------------------------------------------------------------------------------------- who and when


def sender(found: Headers) -> Address | None:
    """Return who wrote a message; None where no address is in its `From:`."""
    text = found.get("from", "")
    found_ones = addresses(text) or addresses(decoded(text))  # some programs encode the address, too
    return found_ones[0] if found_ones else None


def recipients(found: Headers) -> list[Address] | None:
    """Return whom a message is to, each once; None where they are more than 20."""
    people: dict[str, Address] = {}
    for key in ("to", "cc", "bcc"):
        text = found.get(key, "")
        if len(text) > _LONGEST:
            return None
        for person in addresses(text):
            people.setdefault(person.address, person)
    return list(people.values()) if len(people) <= MOST_RECIPIENTS else None


@lru_cache(maxsize=1 << 14)
def addresses(text: str) -> tuple[Address, ...]:
    """Return the addresses of a header: `"King, Ada" <ada@example.org>` gives ada@example.org, Ada King."""
    if len(text) > _LONGEST:
        return ()
    found = []
    for name, address in _pairs(text):
        folded = one_line(address).strip("'\"").casefold()
        local, at, domain = folded.rpartition("@")
        if local and at and domain and " " not in folded and len(folded) <= _LONGEST_ADDRESS:
            found.append(Address(folded, display_name(decoded(name), folded)))
    return tuple(found)


# By far the most are `Ada King <ada@example.org>`. Python's reader takes long for these, and takes
# `'ada@example.org' <ada@example.org>`, as Outlook writes it, for another address.
_PARTED = re.compile(r"(?<=>)\s*,")
_USUAL = re.compile(r'\s*(?:"([^"\\]*)"|([^"<>]*))\s*<([^<>\s"]+@[^<>\s"]+)>\s*')


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Give names and addresses as they stand in a header."""
    for part in _PARTED.split(text):
        usual = _USUAL.fullmatch(part)
        name = (usual[1] or usual[2]) if usual is not None else ""
        if usual is not None and not ("," in name and "@" in name):
            yield name, usual[3]
            continue
        with suppress(RecursionError, IndexError, ValueError):  # such as a thousand parentheses
            yield from getaddresses([part])


def decoded(text: str) -> str:
    """Return a text with its encoded words read: `=?utf-8?q?=C3=89lise?=` is Élise. On one line."""
    if "=?" in text:
        with suppress(LookupError, ValueError, MessageError):  # an encoding that is none
            text = str(make_header(decode_header(text)))
    return one_line(text)


def day(found: Headers, head: Head) -> date | None:
    """Return the day on which a message was written, where it was written: no time zone moves it.

    Without a usable date it is the day on which it arrived; None where not even that is told.
    """
    arrived = found.get("received", "").rpartition(";")[2]
    envelope = head.envelope.decode("latin-1").partition(" ")[2].partition(" ")[2]
    for text in (found.get("date", ""), arrived, envelope):
        read = _day(text[:200])
        if read is not None:
            return read
    return None


# A date's time and zone are passed over.
_DATE = re.compile(r"\s*(?:[a-z]{2,9},?\s+)?(\d{1,2}[\s-]{1,3}[a-z]{3,9}[\s-]{1,3}\d{2,4})\b", re.IGNORECASE)
_ENVELOPE = re.compile(r"[a-z]{3} +([a-z]{3}) +(\d{1,2}) .*\b(\d{4})\s*", re.IGNORECASE)


def _day(text: str) -> date | None:
    if match := _DATE.match(text):
        return _read(match[1])
    if match := _ENVELOPE.fullmatch(text):
        return _read(f"{match[2]} {match[1]} {match[3]}")
    return _read(" ".join(text.split()))


@lru_cache(maxsize=1 << 12)
def _read(text: str) -> date | None:
    read = Days().read(text)
    return read if isinstance(read, date) and read.year >= _OLDEST else None


# --------------------------------------------------------------------------------------- what is no letter


def unwanted(found: Headers, head: Head) -> str:
    """Return why a message is no touch, in the plural, whoever it is from; empty where it may be one."""
    for label in labels(found):
        if label in _LABELS:
            return _LABELS[label]
    if found.get("x-spam-flag", "").strip().lower() == "yes":
        return "spam"
    if "D" in head.flags:
        return "drafts"
    if "T" in head.flags or _mozilla_status(found) & _DELETED:
        return "deleted messages"
    if found.keys() & {"list-id", "list-unsubscribe", "list-post"} or found.get("precedence", "").lower() in _BULK:
        return _MASS
    automatic = found.get("auto-submitted", "no").partition(";")[0].strip().lower() != "no"
    if automatic or found.get("content-type", "").lower().startswith("multipart/report"):
        return "automatic messages"
    return ""


_BULK = frozenset({"bulk", "list", "junk"})


def unwanted_folder(name: str) -> str:
    """Return why nothing in a mailbox of this name is a touch, in the plural; empty where something may be one.

    >>> unwanted_folder("Maildir/.INBOX.Trash"), unwanted_folder("Mail/Drafts.mbox/mbox"), unwanted_folder("inbox.mbox")
    ('deleted messages', 'drafts', '')
    """
    path = PurePosixPath(name)
    folder = (path.parent if path.name == "mbox" else path).name.removesuffix(".mbox")
    return _LABELS.get(folder.rpartition(".")[2].casefold(), "")


def is_sent(found: Headers) -> bool:
    """Tell whether Gmail says that the owner sent a message."""
    return not _SENT.isdisjoint(labels(found))


def labels(found: Headers) -> list[str]:
    """Return Gmail's labels of a message, folded."""
    text = found.get("x-gmail-labels", "")
    return [label.strip(' "').casefold() for label in decoded(text).split(",")] if text else []


def _mozilla_status(found: Headers) -> int:
    text = found.get("x-mozilla-status", "0").strip()
    return int(text, 16) if re.fullmatch("[0-9a-fA-F]{1,8}", text) else 0
