"""A large text, parsed by several processes at once.

Blocks do not depend on one another, so a text can be parsed in shares. Each process beside the first is a fork that
parses its share, writes the records down its pipe and ends; where anything goes wrong with it, its share is parsed
here after all. Only a program that runs one command asks for it: forking is not for a process with threads.
"""

import os
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import msgspec

from netledger.core.diagnostics import Diagnostic
from netledger.core.entries import AnyDirective, AnyEntry
from netledger.core.phases import phase
from netledger.parser.parse import Parsed, parse_pieces

if TYPE_CHECKING:
    from netledger.loader.files import Source

# A share is at least so many bytes: less is done sooner than a process is made.
_LEAST = 1 << 20

_Records = tuple[list[AnyEntry | AnyDirective], list[Diagnostic], list[int]]


class _Share(NamedTuple):
    """The part of a text that another process parses."""

    start: int
    end: int
    offset: int
    """How many lines of the file stand before it."""
    process: int
    records: BinaryIO
    """What the process writes."""


def parse_source(source: "Source", name: str, processes: int = 1) -> Parsed:
    """Parse the text of a file; `processes` is how many may do it at once, where the text is large."""
    count = min(processes, len(source.data) // _LEAST)
    if count < 2 or not hasattr(os, "fork"):  # noqa: PLR2004 - nothing to share
        return parse_pieces(source.pieces(), name)
    bounds = source.bounds(count)
    shares = [_begin(source, name, start, end) for start, end in pairwise(bounds[1:])]
    parsed = parse_pieces(source.pieces(0, bounds[1]), name)
    for share in shares:
        with phase("join"):
            more = _end(share)
        more = more or parse_pieces(source.pieces(share.start, share.end), name, offset=share.offset)
        parsed.directives.extend([index + len(parsed.records) for index in more.directives])
        parsed.records.extend(more.records)
        parsed.diagnostics.extend(more.diagnostics)
    return parsed


def _begin(source: "Source", name: str, start: int, end: int) -> _Share:
    """Have another process parse a share."""
    offset = source.data.count(b"\n", 0, start)
    read, write = os.pipe()
    process = os.fork()
    if process == 0:
        status = 1
        with suppress(BaseException):  # whatever happens, this process must end here
            os.close(read)
            with open(write, "wb") as pipe:  # noqa: PTH123 - a descriptor
                pipe.write(msgspec.msgpack.encode(parse_pieces(source.pieces(start, end), name, offset=offset)))
            status = 0
        os._exit(status)
    os.close(write)
    return _Share(start, end, offset, process, open(read, "rb"))  # noqa: PTH123 - closed in _end


def _end(share: _Share) -> Parsed | None:
    """Take what the other process made of its share; None where it failed."""
    with share.records:
        data = share.records.read()
    _, status = os.waitpid(share.process, 0)
    if status != 0:
        return None
    return Parsed(*msgspec.msgpack.decode(data, type=_Records))
