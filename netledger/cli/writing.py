"""Writing a file whole or not at all."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click


def write_file(path: str, text: str | Iterable[str | bytes]) -> None:
    """Write a text, or the pieces of a file, whole or not at all: a temporary file beside the file takes its place.

    A device is written to as it is.
    """
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 - only here

    pieces = map(_bytes, (text,) if isinstance(text, str) else text)
    target = Path(path)
    if target.exists() and not target.is_file():
        if target.is_dir():
            cannot_write(path, "it is a folder")
        _plainly(target, pieces)
        return
    target = target.resolve()
    temporary = ""
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            temporary = file.name
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode_of(target))
        Path(temporary).replace(target)
        temporary = ""
    except OSError as error:
        cannot_write(path, (error.strerror or str(error)).lower())
    finally:
        if temporary:  # it failed, or was interrupted
            with suppress(OSError):
                Path(temporary).unlink()


def _bytes(piece: str | bytes) -> bytes:
    return piece.encode("utf-8") if isinstance(piece, str) else piece


def _plainly(target: Path, pieces: Iterable[bytes]) -> None:
    try:
        with target.open("wb") as file:
            file.writelines(pieces)
    except OSError as error:
        cannot_write(str(target), (error.strerror or str(error)).lower())


def mode_of(target: Path) -> int:
    """Return the mode of what takes the place of a file: that of the file, or that of a new one."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def cannot_write(path: str, why: str) -> NoReturn:
    """Say in one line that a file cannot be written."""
    message = f"cannot write {path}: {why}"
    raise click.FileError(path, why) if not why else click.ClickException(message)
