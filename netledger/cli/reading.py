"""Reading one file as it is, and whether somebody answers."""

import sys

import click

from netledger.core.diagnostics import plain
from netledger.loader.files import Unreadable, read_bytes


def can_ask() -> bool:
    """Tell whether standard input is a terminal, where somebody answers questions. It may be closed."""
    return sys.stdin is not None and sys.stdin.isatty()


def read_text(path: str) -> str:
    """Return the text of a file, bytes that are no UTF-8 as lone surrogates; one that cannot be read is one line."""
    try:
        return read_bytes(path, regular=False).decode("utf-8", "surrogateescape")
    except Unreadable as error:
        raise click.ClickException(plain(error.message)) from None
