"""From what the user names, a file, a folder or a zip archive, to the files in it, one by one.

An archive is unpacked file by file into a folder of the program's own, under numbers for names, so that no name in it
leads anywhere. One that would grow beyond reason is refused as soon as it does, whatever it says of its sizes.
"""

import os
import shutil
import stat
import sys
import tempfile
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from netledger.core.diagnostics import Diagnostic, diagnostic
from netledger.core.spans import Span
from netledger.formats import Source

HEAD = 1 << 16

# Text packs to a tenth, a table of equal rows to a hundredth. What grows more than this often is made to fill disks.
_GROWTH = 200
_ALWAYS = 100 << 20
"""Bytes that any archive may grow to."""

_DEEPEST = 2
"""An archive within an archive is opened, one within that is not."""

_MAILDIR = {"cur", "new"}

_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What Python raises of an archive that is torn, encrypted, or packed in a way it does not know."""


class _TooLarge(Exception):  # noqa: N818 - it never leaves this module
    """An archive that grows beyond reason."""


def find_sources(paths: Iterable[str], workspace: Path) -> Iterator[Source | Diagnostic]:
    """Give the files that are named, and those in folders and archives, in the order of their names.

    `-` is standard input. Archives are unpacked into the workspace, an empty folder of the caller's; what was
    unpacked is there until the next source is asked for. What cannot be read is a diagnostic.
    """
    for path in paths:
        if path == "-":
            target = workspace / "standard-input"
            with target.open("wb") as file:
                shutil.copyfileobj(sys.stdin.buffer, file)
            yield from _file(target, "-", workspace, 0)
        else:
            yield from _anything(Path(path), path, workspace)


def _fault(name: str, message: str, hint: str = "") -> Diagnostic:
    return diagnostic("NL502", Span(name, 1), message, hint)


def _anything(path: Path, name: str, workspace: Path) -> Iterator[Source | Diagnostic]:
    if not name:  # `$EXPORT` that is not set, and not the folder that one is in
        yield _fault(name, "'' is not the name of a file")
        return
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            yield from _folder(path, name, workspace)
        elif stat.S_ISREG(mode):
            yield from _file(path, name, workspace, 0)
        else:
            yield _fault(name, f"{name} is neither a file nor a folder")
    except OSError as error:
        yield _fault(name, f"{name} cannot be read: {(error.strerror or str(error)).lower()}")
    except ValueError:
        yield _fault(name, f"{name!r} is not the name of a file")


def _folder(path: Path, name: str, workspace: Path) -> Iterator[Source | Diagnostic]:
    if any((path / part).is_dir() for part in _MAILDIR):
        yield Source(name, path)
        # Within it the other folders of the mailbox are Maildirs, too, each with a dot before its name.
        for child in sorted(path.glob(".*/cur")):
            yield Source(f"{name.rstrip('/')}/{child.parent.name}", child.parent)
        return
    for child in sorted(path.iterdir()):
        # A link may lead back to where it stands; what begins with a dot is no export.
        if not child.name.startswith(".") and not (child.is_symlink() and child.is_dir()):
            yield from _anything(child, f"{name.rstrip('/')}/{child.name}", workspace)


def _file(path: Path, name: str, workspace: Path, depth: int) -> Iterator[Source | Diagnostic]:
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        yield Source(name, path, head)
    elif depth >= _DEEPEST:
        yield _fault(name, f"{name} is an archive within archives", "unpack it first")
    else:
        try:
            yield from _archive(path, name, workspace, depth)
        except _TooLarge:
            message = f"{name} would grow to more than {_GROWTH} times its size"
            yield _fault(name, message, "if you trust it, unpack it yourself and import the folder")
        except _FAULTS as error:
            message = f"{name} cannot be unpacked: {str(error) or type(error).__name__}"
            yield _fault(name, message, "unpack it yourself and import the folder")


def _archive(path: Path, name: str, workspace: Path, depth: int) -> Iterator[Source | Diagnostic]:
    allowance = _Allowance(max(_ALWAYS, _GROWTH * path.stat().st_size))
    with zipfile.ZipFile(path) as archive:
        mails: dict[str, list[zipfile.ZipInfo]] = defaultdict(list)
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            inside = PurePosixPath(info.filename)
            is_mail = inside.parent.name in _MAILDIR
            # The folders of a mailbox within its Maildir have a dot before their names.
            if info.is_dir() or any(map(_is_hidden, inside.parts[: -3 if is_mail else -1])):
                continue
            if is_mail:
                mails[str(inside.parent.parent)].append(info)
            elif not _is_hidden(inside.name):
                target = _new_file(workspace)
                with archive.open(info) as packed:
                    allowance.copy(packed, target)
                yield from _file(target, f"{name}/{info.filename}", workspace, depth + 1)
                target.unlink(missing_ok=True)
        for folder, members in mails.items():
            yield _maildir(archive, members, f"{name}/{folder}", Path(tempfile.mkdtemp(dir=workspace)), allowance)


def _is_hidden(part: str) -> bool:
    """Tell whether a part of a path is what systems keep for themselves; `..` is none of that, and leads nowhere."""
    return (part.startswith(".") and part != "..") or part == "__MACOSX"


def _maildir(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str, target: Path, allowance: "_Allowance"
) -> Source:
    """Unpack a Maildir: it is one source, and what its folders are called tells what it is."""
    for part in _MAILDIR:
        (target / part).mkdir()
    for number, info in enumerate(members):
        with archive.open(info) as packed:
            allowance.copy(packed, target / PurePosixPath(info.filename).parent.name / str(number))
    return Source(name, target)


def _new_file(workspace: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=workspace)
    os.close(handle)
    return Path(name)


class _Allowance:
    """The bytes that an archive may still grow by."""

    def __init__(self, allowed: int) -> None:
        self._left = allowed

    def copy(self, packed: IO[bytes], target: Path) -> None:
        """Copy what is packed to a file. Raises _TooLarge; by what comes out, not by what the archive says."""
        with target.open("wb") as file:
            while piece := packed.read(1 << 20):
                self._left -= len(piece)
                if self._left < 0:
                    raise _TooLarge
                file.write(piece)
