"""`netledger export FORMAT`: the ledger in the format of another program, as a stream."""

import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from netledger.cli.call import Call, call_of
from netledger.cli.journals import open_ledger
from netledger.cli.options import export_options
from netledger.cli.output import MOST, refusal, refuse_journal, show_diagnostics, status_of
from netledger.cli.own_options import own_options, read_own
from netledger.cli.session import make_config
from netledger.cli.sharing import Sharing
from netledger.cli.writing import write_file
from netledger.core.config import Config, WrongCall
from netledger.core.periods import PeriodError
from netledger.core.phases import phase
from netledger.core.spans import Span
from netledger.core.spelling import nearest
from netledger.foreign import PluginProblem, printed_by, run_contained
from netledger.formats import EXPORTERS, Exporter

if TYPE_CHECKING:
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger


class Formats(click.Group):
    """A command for each exporter, built in or installed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all formats."""
        return EXPORTERS.names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Make the command of a format."""
        if cmd_name not in self.list_commands(ctx):
            return None
        return _command(cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take `export --pseudonyms` for the journal itself: it is what one shares."""
        if args and args[0].startswith("-") and "--pseudonyms" in args and not {*self.list_commands(ctx)} & {*args}:
            args = ["net", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the format that the arguments begin with; an unknown one gets the nearest name."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in self.list_commands(ctx):
            close = nearest(name, self.list_commands(ctx))
            hint = f"did you mean {close}?" if close else f"Formats: {', '.join(self.list_commands(ctx))}"
            ctx.fail(f"no format {name!r}; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the formats, with what each is."""
        with formatter.section("Formats"):
            formatter.write_dl([(name, _summary(name)) for name in self.list_commands(ctx)])


@click.command("export", cls=Formats, subcommand_metavar="FORMAT [OPTIONS] [TERM]...")
def command() -> None:
    """Write the ledger in the format of another program.

    netledger export beancount -o network.beancount

    Terms, a period and --today choose entries as they do for print.
    """


def _summary(name: str) -> str:
    if name not in EXPORTERS.built_in:
        return "an installed exporter"
    return EXPORTERS.find(name).plugin.summary


def _command(name: str) -> click.Command:
    exporter = Exporter(_nothing)
    with suppress(PluginProblem):  # whatever is wrong with it is told when it runs
        exporter = EXPORTERS.find(name).plugin

    def run(**options: Any) -> int:  # noqa: ANN401 - click's own
        return _export(name, options)

    for decorate in reversed([*own_options(exporter.options), export_options]):
        run = decorate(run)
    summary = exporter.summary or f"Write the format of the installed exporter {name}."
    return click.command(name, help=f"{summary[:1].upper()}{summary[1:]}.\n\n{exporter.help}".strip())(run)


def _nothing(_ledger: "Ledger", _config: Config) -> Iterable[str]:
    raise NotImplementedError


def _export(name: str, options: dict[str, Any]) -> int:
    span = Span(f"exporter {name}", 1)
    try:
        exporter, printed = EXPORTERS.find(name)
    except PluginProblem as problem:
        raise click.ClickException(f"{problem.message}; {problem.hint}") from None
    own = read_own(exporter.options, options)
    sharing = Sharing.of(options)
    call = call_of(options)
    journal = open_ledger(call.file, call.rev)
    ledger, incomplete = sharing.revealed(journal, call.output)
    config = replace(make_config(call, ledger), options=own)
    ledger, config = sharing.hidden(ledger, config, call.output)
    found: list[Diagnostic] = [*journal.diagnostics, *printed_by(name, printed, span, "exporter")]
    try:
        if name in EXPORTERS.built_in:
            pieces: Iterable[str | bytes] | None = exporter.write(ledger, config)
        else:  # whole, since nothing of ours may stand between the pieces of what it writes
            pieces, problems = run_contained(name, lambda: _whole(exporter, ledger, config), span, "exporter")
            found += problems
        show_diagnostics(found, call.color, most=MOST)
        if pieces is not None:
            with phase("export"):
                _put(pieces, call, journal)
    except (WrongCall, PeriodError) as error:
        raise refusal(error) from None
    return status_of(found) or incomplete


def _whole(exporter: Exporter, ledger: "Ledger", config: Config) -> list[str | bytes]:
    pieces: list[object] = list(exporter.write(ledger, config))  # it promises what these are, and may not keep it
    for piece in pieces:
        if not isinstance(piece, str | bytes):
            message = f"it gave a {type(piece).__name__}, neither text nor bytes"
            raise TypeError(message)
    return [piece for piece in pieces if isinstance(piece, str | bytes)]


def _put(pieces: Iterable[str | bytes], call: Call, ledger: "Ledger") -> None:
    """Write the pieces where they are wanted, each as it comes."""
    if call.output is not None:
        refuse_journal(call.output, ledger)
        write_file(call.output, pieces)
        return
    # Whoever reads may have read enough: `export csv | head`. click would call that a failure; main does not.
    with suppress(BrokenPipeError):
        for piece in pieces:
            if isinstance(piece, str):
                sys.stdout.write(piece)
            elif sys.stdout.isatty():
                raise WrongCall("this format is not text: name a file with -o, or a pipe")
            else:
                sys.stdout.flush()
                sys.stdout.buffer.write(piece)
