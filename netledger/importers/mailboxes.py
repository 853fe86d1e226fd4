"""The heads of the messages in a mailbox: an mbox file, or a Maildir. Bodies are passed over unread.

An mbox of gigabytes is read once, piece by piece. Between its messages stand lines such as
`From ada@example.org Thu Mar  5 10:00:00 2026`; programs differ in what follows `From `, in whether a blank line
stands before it, and in whether a body's own lines that begin so are marked with `>`.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple

from netledger.core.diagnostics import Diagnostic
from netledger.formats import Source

MOST_HEAD = 1 << 18
"""Of a message's head so many bytes are read; the longest of real ones have a tenth."""

_PIECE = 1 << 22
"""An mbox is read in pieces of so many bytes."""

_BOM = b"\xef\xbb\xbf"
_SEPARATOR = b"\nFrom "

# A separator has a date, `Mar  5 10:00`, or nothing but a mark. In bodies stands `From my point of view, …`.
_DATED = re.compile(rb"From [^\n]{0,500}?[A-Z][a-z]{2} {1,3}\d{1,2} {1,3}\d{1,2}:\d\d[^\n]{0,100}\n")
_BARE = re.compile(rb"From \S{0,300}[ \r]{0,3}\n")
_HEADER = re.compile(rb">?[!-9;-~]{1,100}[ \t]?:")
_END = re.compile(rb"\n(?:\r?\n|From )")

_PARTS = ("cur", "new")
_FLAGS = re.compile(r"[:;!]2,([A-Za-z]*)$")
"""What a Maildir's file name ends with: `:2,RS`; where a file system has no colons, with another sign."""

_TOLD_EVERY = 500
"""After so many files of a Maildir whoever waits is told how far it is."""

Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""


class Head(NamedTuple):
    """What stands above a message's body."""

    source: Source
    """The file that it is in."""
    line: int
    """Where the message begins in it."""
    text: bytes
    """The headers, without the line that an mbox puts before them."""
    envelope: bytes = b""
    """That line: `From ada@example.org Thu Mar  5 10:00:00 2026`."""
    flags: str = ""
    """What a Maildir's file name says: `D` a draft, `T` deleted, `S` seen."""


def is_mailbox(source: Source) -> bool:
    """Tell whether a source is an mbox, or a Maildir."""
    if source.head:
        start = source.head.removeprefix(_BOM).lstrip(b"\r\n")
        return start.startswith(b"From ") and _starts(b"\n\n" + start, 2)
    return any((source.path / part).is_dir() for part in _PARTS)


def heads(source: Source, progress: Progress) -> Iterator[Head | Diagnostic]:
    """Give the heads of a mailbox's messages, in the order of the file; of a Maildir in that of its files' names.

    Of what cannot be read, diagnostics.
    """
    try:
        if source.path.is_dir():
            yield from _maildir(source, progress)
        else:
            size = source.path.stat().st_size
            with source.path.open("rb") as file:
                yield from _mbox(source, file, lambda done: progress(done, size))
    except OSError as error:
        yield _unreadable(source, error)


def _unreadable(source: Source, error: OSError) -> Diagnostic:
    return source.fault(1, f"the mailbox cannot be read: {(error.strerror or str(error)).lower()}")


# ---------------------------------------------------------------------------------------------------- mbox


def _mbox(source: Source, file: IO[bytes], progress: Callable[[int], None]) -> Iterator[Head]:
    """Find the separators in a file that may be larger than memory."""
    first = file.read(_PIECE).removeprefix(_BOM)
    data = b"\n\n" + first.lstrip(b"\r\n")
    line = first.count(b"\n") - data.count(b"\n") + 1  # of the two line ends before the first message
    at_end = False
    while True:
        # What lies so near to the end of the piece that its head may be cut is looked at with the next one.
        limit = len(data) if at_end else len(data) - 2 * MOST_HEAD
        counted = start = 0
        while 0 <= (found := data.find(_SEPARATOR, start)) < limit:
            start = found + len(_SEPARATOR)
            if _starts(data, found + 1):
                line += data.count(b"\n", counted, found + 1)
                counted = found + 1
                yield _head(source, line, data, counted)
        if at_end:
            return
        kept = max(start - 1, limit - len(_SEPARATOR), 1)
        line += data.count(b"\n", counted, kept - 1)
        progress(file.tell())
        piece = file.read(_PIECE)
        at_end = not piece
        data = data[kept - 1 :] + piece


def _starts(data: bytes, place: int) -> bool:
    """Tell whether a message starts at a place where a line begins with `From `.

    The next line must be a header; and a blank line stands before, or the line has a date.
    """
    separator = _DATED.match(data, place)
    if separator is None and data[max(0, place - 3) : place].endswith((b"\n\n", b"\n\r\n")):
        separator = _BARE.match(data, place)
    return separator is not None and _HEADER.match(data, separator.end()) is not None


def _head(source: Source, line: int, data: bytes, place: int) -> Head:
    begin = data.index(b"\n", place) + 1
    most = begin + MOST_HEAD
    end = _END.search(data, begin, most)
    return Head(source, line, data[begin : end.start() if end else most], data[place : begin - 1])


# ------------------------------------------------------------------------------------------------- Maildir


def _maildir(source: Source, progress: Progress) -> Iterator[Head | Diagnostic]:
    files = [path for part in _PARTS if (source.path / part).is_dir() for path in (source.path / part).iterdir()]
    for number, path in enumerate(sorted(files)):
        if number % _TOLD_EVERY == 0:
            progress(number, len(files))
        if not path.name.startswith(".") and path.is_file():
            yield _message(source, path)
    progress(len(files), len(files))


def _message(source: Source, path: Path) -> Head | Diagnostic:
    message = Source(f"{source.name}/{path.parent.name}/{path.name}", path)
    try:
        with path.open("rb") as file:
            data = file.read(MOST_HEAD)
    except OSError as error:
        return _unreadable(message, error)
    envelope = b""
    if data.startswith(b"From "):  # some programs put mbox's line into a Maildir, too
        envelope, _, data = data.partition(b"\n")
    end = _END.search(data)
    flags = _FLAGS.search(path.name)
    return Head(message, 1, data[: end.start()] if end else data, envelope, flags[1] if flags else "")
