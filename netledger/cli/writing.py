"""Writing a file whole or not at all."""

import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn, TextIO

import click


def write_file(path: str, text: str | Iterable[str | bytes]) -> None:
    """Write a text, or the pieces of a file, whole or not at all: a temporary file beside the file takes its place.

    A device is written to as it is.
    """
    pieces = map(_bytes, (text,) if isinstance(text, str) else text)
    try:
        target = Path(path)
        if target.exists() and not target.is_file():
            if target.is_dir():
                cannot_write(path, "it is a folder")
            _plainly(target, pieces)
            return
        refuse_read_only(path)
        target = target.resolve()
        with made_beside(target, pieces) as temporary:
            Path(temporary).replace(target)
    except OSError as error:
        cannot_write(path, why(error))


def _bytes(piece: str | bytes) -> bytes:
    return piece.encode("utf-8") if isinstance(piece, str) else piece


def _plainly(target: Path, pieces: Iterable[bytes]) -> None:
    with target.open("wb") as file:
        file.writelines(pieces)


@contextmanager
def made_beside(
    target: Path, pieces: Iterable[bytes], *, private: bool = False, executable: bool = False
) -> Iterator[str]:
    """Write a temporary file, complete and synced, beside a file whose place it may take, and give its name.

    It has the mode and the owner of the file, or those of a new one: where it is `private`, the user's alone. What is
    left of it goes at the end, however that comes. Raises OSError.
    """
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 - only here

    name = ""
    try:
        with held():
            file = NamedTemporaryFile(dir=target.parent, prefix=f".{target.name[:_SHOWN]}.", delete=False)  # noqa: SIM115 - below
            name = file.name
        with file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        _liken(name, target, private=private, executable=executable)
        yield name
    finally:
        if name:
            with suppress(OSError):  # it is gone where it took the place of the file
                Path(name).unlink()


_SHOWN = 40
"""So many characters of a name are in that of its temporary file, which may not be longer than a name can be."""


def _liken(name: str, target: Path, *, private: bool, executable: bool) -> None:
    """Give a temporary file the mode and the owner of what it takes the place of."""
    if target.exists():
        old = target.stat()
        if hasattr(os, "chown"):
            # Somebody else's file in a folder that is shared becomes ours, as with most editors.
            with suppress(PermissionError):
                os.chown(name, old.st_uid, old.st_gid)
        Path(name).chmod(old.st_mode & 0o777)
    elif not private:  # a temporary file is the user's alone already
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod((0o777 if executable else 0o666) & ~mask)


@contextmanager
def held() -> Iterator[None]:
    """Let Ctrl-C and an end from outside wait until something is done, which takes a moment only."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Python ends no other thread
        return
    came: list[int] = []
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    # Handlers of ours, rather than a mask: another thread of a library would take the signal all the same.
    handlers = {
        number: signal.signal(number, lambda late, _frame: came.append(late))
        for number in numbers
        if callable(signal.getsignal(number))
    }
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for number in came[:1]:
            signal.raise_signal(number)


def refuse_read_only(path: str) -> None:
    """End the command where a file is there that is not to be written, though another could take its place."""
    target = Path(path)
    # Root may write whatever it likes; a file that nobody may write is meant to stay all the same.
    if target.exists() and not (target.stat().st_mode & 0o222 and os.access(target, os.W_OK)):
        cannot_write(path, "it is read-only")


def cannot_write(path: str, why: str) -> NoReturn:
    """Say in one line that a file cannot be written."""
    message = f"cannot write {path}: {why}"
    raise click.ClickException(message)


def why(error: OSError) -> str:
    """Return what the system says is wrong, to stand after a colon: `no space left on device`."""
    if isinstance(error, FileNotFoundError):
        try:
            Path.cwd()
        except FileNotFoundError:
            return "the current folder is gone: go to another one"
    return (error.strerror or str(error)).lower()


def print_all(texts: Iterable[str]) -> None:
    """Print texts to standard output, all of them before anything else is done. Raises OSError.

    Whoever reads may have read enough (`netledger rename Bob Robert | head`): what was asked for is done all the same.
    """
    try:
        sys.stdout.writelines(texts)
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)


def silence(stream: TextIO) -> None:
    """Let a stream that nobody reads any more take whatever comes: Python must not stumble over it once more."""
    with suppress(OSError, ValueError):  # it is no file of the system
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
