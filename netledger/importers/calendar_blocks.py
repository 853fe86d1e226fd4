"""The events of an iCalendar file (RFC 5545) as blocks of lines, so that a broken one costs itself alone.

Of each event only the lines that an import needs are kept: alarms, attachments and descriptions are passed over. A
description is searched for the address of a video call, and forgotten.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netledger.formats import Source
from netledger.importers.places import text_of
from netledger.importers.rows import one_line

if TYPE_CHECKING:
    from netledger.core.diagnostics import Diagnostic

_KEPT = frozenset(
    {
        "ATTENDEE",
        "CLASS",
        "DTEND",
        "DTSTART",
        "DURATION",
        "EXDATE",
        "LOCATION",
        "ORGANIZER",
        "RDATE",
        "RECURRENCE-ID",
        "RRULE",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "UID",
    }
)
_LINKS = frozenset({"URL", "CONFERENCE", "DESCRIPTION", "X-ALT-DESC"})

VIDEO = re.compile(
    r"zoom\.us/|meet\.google\.com|teams\.(?:microsoft|live)\.com|webex\.com|whereby\.com|gotomeet|goto\.com/|meet\.jit\.si"
    r"|bluejeans\.com|join\.skype|facetime\.apple|chime\.aws|discord\.gg|\bskype\b|\bfacetime\b|\bwebex\b|\bzoom\b"
    r"|microsoft teams|google meet|video ?(?:call|chat|conference)|videokonferenz|visio(?:conf[ée]rence)?\b",
    re.IGNORECASE,
)
"""What says that people saw each other over a screen."""

VIDEO_LINK = "X-NETLEDGER-VIDEO"
"""The property that an event has here whose description or link leads to a video call."""

_LARGEST = 1 << 18
"""An event of more bytes than these, without its description, is none that people keep in a calendar."""

_LONGEST_LINE = 1 << 20
_NAME = re.compile(rb"[A-Za-z0-9-]+")


@dataclass
class Block:
    """The lines of one event."""

    line: int
    """Where it begins in the file."""
    lines: list[str] = field(default_factory=list)
    """Those that are kept, unfolded: `ATTENDEE;CN=Ada King:mailto:ada@example.org`.

    Where its description, or a link of it, leads to a video call, a line of our own says so.
    """
    size: int = 0

    def has(self, name: str) -> bool:
        """Tell whether it has a property."""
        return any(text.startswith((f"{name}:", f"{name};")) for text in self.lines)

    @property
    def title(self) -> str:
        """What it says of itself, for messages."""
        text = next((text for text in self.lines if text.startswith("SUMMARY")), "")
        return one_line(text.partition(":")[2])[:100]


@dataclass
class Calendar:
    """What a file says of all its events."""

    name: str = ""
    """Google writes the owner's address here."""
    zone: str = ""
    """The time zone that its owner lives in: `Europe/Berlin`."""


def is_calendar(source: Source) -> bool:
    """Tell whether a file is an iCalendar file."""
    start = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:40].upper()
    return start.startswith((b"BEGIN:VCALENDAR", b"BEGIN:VEVENT"))


def read_blocks(source: Source, calendar: Calendar) -> "Iterator[Block | Diagnostic]":
    """Give the events of a file, and diagnostics of broken ones; fill in what is said of all."""
    block: Block | None = None
    depth = 0  # of components within the event
    try:
        for number, line in _unfolded(source):
            match = _NAME.match(line)
            name = match[0].decode().upper() if match else ""
            value = line.partition(b":")[2].strip().upper() if name in {"BEGIN", "END"} else b""
            if name == "BEGIN" and value == b"VEVENT":
                if block is not None:
                    yield _cut_off(source, block)
                block, depth = Block(number), 0
            elif block is None:
                _take_header(calendar, name, line)
            elif name == "END" and value in {b"VEVENT", b"VCALENDAR"}:
                if value == b"VCALENDAR":
                    yield _cut_off(source, block)
                elif block.size > _LARGEST:
                    yield source.fault(block.line, f"the event has more than {_LARGEST} bytes", "", block.title)
                else:
                    yield block
                block = None
            elif name in {"BEGIN", "END"}:
                depth += 1 if name == "BEGIN" else -1
            elif depth <= 0:
                _take_line(block, name, line)
    except OSError as error:
        yield source.fault(1, f"the calendar cannot be read: {(error.strerror or str(error)).lower()}")
    if block is not None:
        yield _cut_off(source, block)


def _cut_off(source: Source, block: Block) -> "Diagnostic":
    return source.fault(block.line, "the event has no end", "a line END:VEVENT is missing", block.title)


def _unfolded(source: Source) -> Iterator[tuple[int, bytes]]:
    """Give the lines of a file with those that continue them: these begin with a blank. A line has a limit."""
    with source.path.open("rb") as file:
        begin, pieces, size = 1, [b""], 0
        number = 0
        while raw := file.readline(_LONGEST_LINE):
            number += 1
            line = raw.rstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf" if number == 1 else b"")
            if line[:1] in {b" ", b"\t"}:
                size += len(line)
                if size <= _LONGEST_LINE:
                    pieces.append(line[1:])
                continue
            yield begin, b"".join(pieces)
            begin, pieces, size = number, [line], len(line)
        yield begin, b"".join(pieces)


def _take_header(calendar: Calendar, name: str, line: bytes) -> None:
    if name == "X-WR-CALNAME":
        calendar.name = one_line(_text(line).partition(":")[2])
    elif name == "X-WR-TIMEZONE":
        calendar.zone = one_line(_text(line).partition(":")[2])


def _take_line(block: Block, name: str, line: bytes) -> None:
    if name in _KEPT:
        block.size += len(line)
        if block.size <= _LARGEST:
            block.lines.append(f"{name}{_text(line)[len(name) :]}")
    elif _may_link(name) and not block.has(VIDEO_LINK) and VIDEO.search(_text(line)):
        block.lines.append(f"{VIDEO_LINK}:TRUE")


def _may_link(name: str) -> bool:
    return name in _LINKS or name.startswith(("X-GOOGLE-CONFERENCE", "X-MICROSOFT"))


def _text(line: bytes) -> str:
    text = text_of(line)
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)
