"""Where the files of a journal are: on the disk, or wherever else a tree of files is kept."""

import fnmatch
import glob
import os
import posixpath
from collections.abc import Mapping
from typing import Protocol

from netledger.loader.files import read_bytes


class Folders(Protocol):
    """A tree of files that journals are read from; paths are as a user writes them."""

    def identity(self, path: str) -> str:
        """Return what is the same for all names of one file. Raises ValueError where none can have that name."""

    def read(self, path: str, *, regular: bool) -> bytes:
        """Return what a file holds. Raises Unreadable."""

    def exists(self, path: str) -> bool:
        """Tell whether there is anything of that name."""

    def matching(self, folder: str, pattern: str) -> list[str]:
        """Return the files in and under a folder that match a pattern with `*`, `?`, `[…]` and `**`, in any order."""


class Disk:
    """The files of this machine."""

    def identity(self, path: str) -> str:
        """Return the real path of a file; `-`, standard input, is itself."""
        return path if path == "-" else os.path.realpath(path)

    def read(self, path: str, *, regular: bool) -> bytes:
        """Read a file; `-` is standard input. Raises Unreadable."""
        return read_bytes(path, regular=regular)

    def exists(self, path: str) -> bool:
        """Tell whether there is a file, a folder, or a link that may lead nowhere."""
        return os.path.lexists(path)

    def matching(self, folder: str, pattern: str) -> list[str]:
        """Return the files that match."""
        whole = os.path.join(glob.escape(folder), pattern)  # noqa: PTH118 - paths stay as they were written
        hits = map(os.path.normpath, glob.glob(whole, recursive=True))  # noqa: PTH207 - Path.glob finds hidden ones
        return [hit for hit in hits if not os.path.isdir(hit)]  # noqa: PTH112


DISK = Disk()


class Edited(Disk):
    """The files of this machine as they would be with other contents, and with files that are not there yet."""

    def __init__(self, after: Mapping[str, bytes]) -> None:
        """Take the contents by the paths of the files."""
        self._after = {self.identity(path): data for path, data in after.items()}

    def read(self, path: str, *, regular: bool) -> bytes:
        """Read a file, or what it would hold. Raises Unreadable."""
        after = self._after.get(self.identity(path))
        return super().read(path, regular=regular) if after is None else after

    def exists(self, path: str) -> bool:
        """Tell whether there is such a file, or would be."""
        return super().exists(path) or self.identity(path) in self._after

    def matching(self, folder: str, pattern: str) -> list[str]:
        """Return the files that match, and those that would."""
        found = super().matching(folder, pattern)
        shown, wanted = beginning(folder, pattern)
        inside = os.path.join(self.identity(shown), "")  # noqa: PTH118 - as all paths here
        there = {self.identity(path) for path in found}
        for path in self._after:
            rest = path.removeprefix(inside)
            if path not in there and rest != path and fits(rest.split(os.sep), wanted):  # noqa: PTH206
                found.append(os.path.normpath(os.path.join(shown, rest)))  # noqa: PTH118
        return found


def beginning(folder: str, pattern: str) -> tuple[str, list[str]]:
    """Return the folder that a pattern begins in, as it is written, and the parts of the rest.

    >>> beginning("books", "../people/*.net")
    ('people', ['*.net'])
    """
    parts = pattern.split("/")
    fixed = next(index for index, part in enumerate(parts) if glob.has_magic(part))
    shown = posixpath.normpath(posixpath.join(folder, "/".join([*parts[:fixed], ""])))
    return shown, [part for part in parts[fixed:] if part not in {"", "."}]


def fits(path: list[str], pattern: list[str]) -> bool:
    """Tell whether a path fits a pattern, part by part, as the module glob does: `**` is any folders, also none.

    What begins with a dot fits only where the pattern says the dot.
    """
    if not path or not pattern:
        return not path and not pattern
    first, hidden = path[0], path[0].startswith(".")
    if pattern[0] == "**":
        if fits(path, pattern[1:]):
            return True
        return not hidden and (fits(path[1:], pattern) or (len(path) == 1 and len(pattern) == 1))
    shown = not hidden or pattern[0].startswith(".")
    return shown and fnmatch.fnmatchcase(first, pattern[0]) and fits(path[1:], pattern[1:])
