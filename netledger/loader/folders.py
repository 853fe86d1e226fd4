"""Where the files of a journal are: on the disk, or wherever else a tree of files is kept."""

import glob
import os
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
