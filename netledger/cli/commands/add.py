"""`netledger add`: one more entry, typed in a line or asked for field by field."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from netledger.adding import declarations, read_typed
from netledger.cli.call import call_of
from netledger.cli.edits import show, write
from netledger.cli.options import file_option
from netledger.cli.output import MOST, show_diagnostics
from netledger.cli.reading import can_ask
from netledger.cli.session import day_of_report
from netledger.cli.targets import Target, add_text, open_target
from netledger.printer import quoted

if TYPE_CHECKING:
    from datetime import date

    from netledger.core.ledger import Ledger

INBOX = "inbox.net"
"""A file beside the journal for what is to be looked at again."""


class Settings(NamedTuple):
    """The options of `add`."""

    into: str | None
    inbox: bool
    declare: bool
    dry_run: bool


_DAYS_AGO = re.compile(r"-[0-9]{1,4}(?![^\s])")
_MARK = "\0"


class _Line(click.Command):
    """A command whose arguments may begin with `-3`, which is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Mark days ago, so that click takes them for what they are."""
        return super().parse_args(ctx, [_MARK + word if _DAYS_AGO.match(word) else word for word in args])


@click.command("add", cls=_Line)
@click.argument("line", nargs=-1, metavar="[LINE]")
@file_option
@click.option("--into", metavar="FILE", type=click.Path(), help='Add to this file; else to that of option "add_to".')
@click.option("--inbox", is_flag=True, help=f"Add to {INBOX} beside the journal, to look at it again.")
@click.option("-d", "--declare", is_flag=True, help="Declare names that are new.")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--today", metavar="DATE", help="The day of an entry that says none.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours.")
def command(line: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 - click's own
    """Add an entry to the journal.

    netledger add 'yesterday meet Alice @Chamber 1h30m 25 USD "coffee" #spring'

    The date may be left out (today), or be yesterday, mon (the last Monday), -3 (three days ago). What it took may
    stand in the line. Without LINE it asks, field by field.
    """
    settings = Settings(**{name: options.pop(name) for name in Settings._fields})
    call = call_of(options)
    today = day_of_report(call)
    if not line:
        from netledger.cli.asking import ask_entries, terminal  # noqa: PLC0415 - only at a terminal

        return ask_entries(lambda day: _target(call.file, settings, day), today, terminal())
    typed = read_typed(_joined([word.removeprefix(_MARK) for word in line]), today)
    if typed.entry is None:
        show_diagnostics(typed.diagnostics, call.color)
        raise click.ClickException("nothing was written")
    target = _target(call.file, settings, typed.entry.date)
    addition = add_text(target, typed.text + "\n")
    lines = declarations(typed.entry, addition.ledger) if settings.declare else []
    if lines:
        addition = add_text(target, "\n".join([*lines, typed.text]) + "\n")
    elif can_ask() and not settings.dry_run:
        from netledger.cli.asking import terminal, with_known_names  # noqa: PLC0415 - only at a terminal

        try:
            addition = with_known_names(typed, target, terminal())[1]
        except EOFError:
            raise click.ClickException("nothing was written") from None
    show(addition.edits)
    show_diagnostics(addition.diagnostics, call.color, most=MOST)
    addition.refuse_errors()
    if not settings.dry_run:
        write(addition.edits)
    return 0


def _joined(words: Sequence[str]) -> str:
    """Join the words of a line; what the shell took the quotes from, since it has blanks in it, is a text."""
    if len(words) == 1:
        return words[0]
    return " ".join(quoted(word) if " " in word and not word.startswith('"') else word for word in words)


def _target(files: Sequence[str], settings: Settings, day: "date") -> Target:
    if settings.inbox and settings.into is not None:
        raise click.UsageError("--into and --inbox name two files: choose one")

    def choose(main: str, ledger: "Ledger") -> str:
        named = INBOX if settings.inbox else day.strftime(ledger.options.add_to)
        return str(Path(main).parent / named) if named else main

    return open_target(files, settings.into, choose)
