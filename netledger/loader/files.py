"""Bytes to text: what can be read, and in which encoding it is."""

import codecs
import os
import re
import stat
import sys
from functools import cached_property
from typing import TYPE_CHECKING

from netledger.core.phases import phase

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDE = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)

# So many bytes are looked at to tell an encoding.
_SAMPLE = 4096

# So many bytes are decoded at a time, to the next beginning of a block: few enough to stay in the processor's cache.
_PIECE = 1 << 18

BEGINNING = re.compile(rb"\n(?=[^ \t\r\n])")
"""Ends where a line begins that is not indented: with it begins a block, or it stands outside all."""

# So many NUL bytes may be slips in a text.
_FEW = 16


class Unreadable(Exception):  # noqa: N818 - nobody sees it raised: it becomes a diagnostic, or one line
    """A file that cannot be read; its code, message and hint."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        """Keep all three for the diagnostic."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def read_bytes(path: str, *, regular: bool) -> bytes:
    """Read a file; `-` is standard input. Raises Unreadable.

    `regular` refuses pipes and devices: an `include` that names one could wait, or go on, for ever.
    """
    if path == "-" and not regular:
        if sys.stdin is None:
            raise Unreadable("NL001", "standard input is closed")
        return sys.stdin.buffer.read()
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a path may have bytes that are no text
        if stat.S_ISDIR(mode):
            raise Unreadable("NL001", f"{path} is a folder", "name a file, or `folder/*.net` in an include")
        if regular and not stat.S_ISREG(mode):
            raise Unreadable("NL001", f"{path} is not a regular file")
        if stat.S_ISCHR(mode) and not _ends(path):
            raise Unreadable("NL001", f"{path} is a device without end")
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read()
    except FileNotFoundError:
        raise Unreadable("NL001", f"{path or repr(path)} does not exist") from None
    except ValueError:
        raise Unreadable("NL001", f"{path!r} is not the name of a file") from None
    except OSError as error:
        raise Unreadable("NL001", f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None


def _ends(device: str) -> bool:
    """Tell whether reading a device comes to an end: of nothing at once, of a terminal when its user says so."""
    if os.path.samefile(device, os.devnull):  # noqa: PTH121
        return True
    with open(device, "rb") as file:  # noqa: PTH123
        return file.isatty()


class Source:
    """The text of one file, decoded piece by piece: all of it at once could take four bytes for each character.

    A stray byte that is no UTF-8 becomes a lone surrogate, which the parser diagnoses where it stands.
    """

    def __init__(self, data: bytes) -> None:
        """Take the bytes of a file, without an initial BOM."""
        self.data = data

    @classmethod
    def of_text(cls, text: str) -> "Source":
        """Take a text as if it were a file."""
        try:
            return cls(text.encode("utf-8", "surrogateescape"))
        except UnicodeEncodeError:
            return cls(text.encode("utf-8", "surrogatepass"))

    def pieces(self, start: int = 0, end: int | None = None) -> "Iterator[str]":
        """Give the text from one byte to another, cut where lines begin that are not indented."""
        end = len(self.data) if end is None else end
        while start < end:
            found = BEGINNING.search(self.data, min(end, start + _PIECE), end)
            stop = found.end() if found else end
            with phase("read"):
                text = _text(self.data[start:stop])
            yield text
            start = stop

    @cached_property
    def lines(self) -> list[str]:
        """All lines, for the excerpts of diagnostics."""
        return _text(self.data).split("\n")

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self.data.count(b"\n") + (not self.data.endswith(b"\n") and self.data != b"")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def read_source(data: bytes, path: str) -> Source:
    """Make a source of a file's bytes. Raises Unreadable where they are no text in UTF-8."""
    for bom, name in _WIDE:
        if data.startswith(bom):
            raise _encoding(path, name)
    sample = data[:_SAMPLE]
    empty = [not any(sample[start::4]) for start in range(4)] if len(sample) > 1 else []
    if empty in ([False, True, True, True], [True, True, True, False]):
        raise _encoding(path, "UTF-32")
    if empty in ([False, True, False, True], [True, False, True, False]):
        raise _encoding(path, "UTF-16")
    zeros = data.count(0)
    if zeros * 2 > len(data) or (zeros > _FEW and zeros * 100 > len(data) and not _is_utf8(data)):
        raise Unreadable("NL002", f"{path} is no text: it is full of NUL bytes", "name a journal in plain text, UTF-8")
    return Source(data.removeprefix(codecs.BOM_UTF8))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _encoding(path: str, name: str) -> Unreadable:
    hint = f"save it as UTF-8; in a shell: iconv -f {name} -t UTF-8 {path} > new.net"
    return Unreadable("NL002", f"{path} is {name}, not UTF-8", hint)
