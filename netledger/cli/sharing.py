"""An export without its names (`--pseudonyms`), the key (`--key`), and the way back (`--real-names`)."""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from netledger.cli.edits import Edit, refuse_device, write
from netledger.cli.output import MOST, refuse_journal
from netledger.cli.writing import cannot_write
from netledger.core.diagnostics import plain
from netledger.formats import chosen
from netledger.pseudonyms import pseudonymise, reveal
from netledger.standins import KeyFault, StandIns, read_key, write_key

if TYPE_CHECKING:
    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.pseudonyms import Shared
    from netledger.substitution import Keep


@dataclass(frozen=True)
class Sharing:
    """What an export is asked for about names."""

    pseudonyms: bool = False
    key: str | None = None
    keep: "tuple[Keep, ...]" = ()
    """What `--keep` takes."""
    real_names: str | None = None

    @classmethod
    def of(cls, options: dict[str, Any]) -> "Sharing":
        """Take these options out of a command's arguments. Raises UsageError where they contradict each other."""
        asked = cls(**{name: options.pop(name) for name in cls.__dataclass_fields__ if name in options})
        if asked.pseudonyms and asked.real_names is not None:
            raise click.UsageError(
                "--pseudonyms takes the names away and --real-names puts them back: give one of them"
            )
        for flag, given in (("--key", asked.key is not None), ("--keep", asked.keep)):
            if given and not asked.pseudonyms:
                hint = "; to put names back, give --real-names KEY" if flag == "--key" else ""
                raise click.UsageError(f"{flag} goes with --pseudonyms{hint}")
        return asked

    def revealed(self, ledger: "Ledger", output: str | None) -> "tuple[Ledger, int]":
        """Put the names back where that is asked for, and return the status too: 1 where the key does not know all."""
        if self.real_names is None:
            return ledger, 0
        _refuse_output(self.real_names, output)
        found = reveal(ledger, _parsed(self.real_names, _read(self.real_names)))
        if found.unknown:
            some = ", ".join(found.unknown[:_SHOWN]) + (", …" if len(found.unknown) > _SHOWN else "")
            count = len(found.unknown)
            click.echo(f"{plain(self.real_names)} does not know {_told(count, 'stand-in')}: {some}", err=True)
        return found.ledger, int(bool(found.unknown))

    def hidden(self, ledger: "Ledger", config: "Config", output: str | None) -> "tuple[Ledger, Config]":
        """Take the names away where that is asked for, write the key if there is to be one, and tell what is left out.

        The query of the settings stays one by the true names.
        """
        if not self.pseudonyms:
            return ledger, config
        before = None
        stand_ins = StandIns()
        if self.key is not None:
            refuse_journal(self.key, ledger)
            refuse_device(self.key)
            _refuse_output(self.key, output)
            if os.path.lexists(self.key):
                before = _read(self.key)
                stand_ins = _parsed(self.key, before) if before else stand_ins
        shared = pseudonymise(ledger, stand_ins, self.keep, chosen(ledger, config))
        if output is not None:
            refuse_journal(output, ledger)  # before the key is written
        if self.key is not None:
            _write(self.key, before, stand_ins)
        _tell(shared)
        return shared.ledger, replace(config, query=shared.asked(config.query))


_SHOWN = 5


def _tell(shared: "Shared") -> None:
    if shared.left_out:
        listed = ", ".join(f"{what} ({count:,})" for what, count in shared.left_out.items())
        click.echo(f"left out: {listed}", err=True)
    if shared.telling:
        more = len(shared.telling) - MOST
        listed = plain(", ".join(shared.telling[:MOST])) + (f" and {more:,} more" if more > 0 else "")
        click.echo(f"stays, and has somebody's name in it: {listed}", err=True)


def _told(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' if count > 1 else ''}"


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        _cannot_read(path, why)


def _parsed(path: str, data: bytes) -> StandIns:
    try:
        return read_key(data.decode())
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        _cannot_read(path, f"line {line}: it is not UTF-8")
    except KeyFault as fault:
        _cannot_read(path, str(fault))


def _cannot_read(path: str, why: str) -> NoReturn:
    raise click.ClickException(plain(f"cannot read the key {path}: {why}; nothing was written"))


def _write(path: str, before: bytes | None, stand_ins: StandIns) -> None:
    after = write_key(stand_ins).encode()
    if after == before:
        return
    write([Edit(path, before, after, private=True)])
    if not before:
        click.echo(f"{plain(path)} says who is who: keep it to yourself, and out of git", err=True)


def _refuse_output(key: str, output: str | None) -> None:
    """End the command where what is written would take the place of the key, or the other way round."""
    with suppress(OSError, ValueError):  # there is no such file yet, or nothing that is one
        there = Path(key).stat()
        out = os.fstat(sys.stdout.fileno()) if output is None else Path(output).stat()
        if os.path.samestat(there, out):
            cannot_write(output or "standard output", "it is the key")
    if output is not None and os.path.realpath(key) == os.path.realpath(output):
        cannot_write(output, "it is the key")
