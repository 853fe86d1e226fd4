"""The options that all reports share, as the command line gave them."""

from typing import Any, NamedTuple


class Call(NamedTuple):
    """The options that all reports share, as the command line gave them."""

    file: tuple[str, ...] = ()
    rev: str | None = None
    begin: str | None = None
    end: str | None = None
    period: str | None = None
    today: str | None = None
    exchange: str | None = None
    market: bool = False
    depth: int | None = None
    empty: bool = False
    sort: str | None = None
    reverse: bool = False
    limit: int | None = None
    output_format: str | None = None
    output: str | None = None
    color: str = "auto"
    pager: bool = True
    wide: bool = False
    terms: tuple[str, ...] = ()


def call_of(options: dict[str, Any]) -> Call:
    """Take the shared options out of a command's arguments; what is left in `options` is the command's own."""
    return Call(**{name: options.pop(name) for name in Call._fields if name in options})
