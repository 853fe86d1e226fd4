"""The entry point: finds the command, and turns whatever goes wrong into one clear line and an exit status."""

import gc
import io
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from netledger import __version__
from netledger.cli.writing import silence, why

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

COMMANDS: dict[str, str] = {
    "activity": "what happened, week by week or month by month",
    "add": "add an entry, in a line or field by field",
    "balance": "the reciprocity balance per person, and of the network",
    "budget": "what you meant to spend and what you spent",
    "check": "find what is wrong with a journal",
    "completion": "print the script that completes names in a shell",
    "diff": "show what changed between two versions in git, as entries and balances",
    "doctor": "look into a journal: the context of a line, blocks, round trip",
    "example": "print an example journal, or make one of any size",
    "explain": "say what a figure is, and show the numbers behind it",
    "export": "write the ledger in the format of another program",
    "files": "list the files of a journal",
    "forget": "replace a person by a pseudonym, names and texts, in all files",
    "format": "lay out a journal: blanks, amounts, texts",
    "funnel": "from the first message to a meeting to an outcome",
    "garden": "the stage of life of each relationship",
    "import": "import people and touches from the files of other programs",
    "init": "begin a journal",
    "lag": "how long it takes from the beginning of a tie to its first outcome",
    "links": "list the links",
    "log": "show how a figure went over the commits of a journal in git",
    "merge-driver": "merge two branches' journals by entry; git calls it",
    "network": "who brings whom together, and the shape of your network",
    "people": "list the people",
    "places": "list the venues",
    "prices": "list the prices",
    "print": "print the entries, canonical and parseable again",
    "promises": "what was promised and is not done yet",
    "query": "list what a saved query chooses, or the saved queries",
    "quality": "breadth and depth: whether you go deeper or just wider",
    "register": "list entries with a running balance",
    "rename": "rename a person, venue, tag, link or unit in all files",
    "review": "the essential of all reports on one page",
    "roi": "what your hours, money and miles brought",
    "schema": "print a JSON schema",
    "stats": "count what a journal holds",
    "tags": "list the tags",
    "textconv": "print a file in canonical form, for git diff",
    "tend": "whom to contact next, and why",
    "ties": "how strong each tie is, and how it is kept",
    "trace": "the chain of people and moments behind an outcome",
    "units": "list the units",
    "venues": "what each place takes and what it brings",
}
"""Each command and what it does. Its code is imported when it runs."""

METRICS: dict[str, str] = {
    "balance": "reciprocity",
    "trace": "attribution",
    **{
        name: name
        for name in (
            *("activity", "budget", "funnel", "garden", "lag", "network", "promises", "quality", "roi", "tend", "ties"),
            "venues",
        )
    },
}
"""The commands that are metrics, and the plugin of each."""

WELL, FAULTS, WRONG_CALL = 0, 1, 2


class Commands(click.Group):
    """The commands of netledger, and the metrics of installed plugins."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return sorted({*COMMANDS, *_metrics()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command."""
        if cmd_name in METRICS or cmd_name in set(_metrics()) - set(COMMANDS):
            from netledger.cli.commands.metric import metric_command  # noqa: PLC0415 - only for a plugin's command

            return metric_command(cmd_name, METRICS.get(cmd_name, cmd_name))
        if cmd_name in COMMANDS:
            module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name.replace("-", "_")
            found = import_module(f"netledger.cli.commands.{module}").command
            if not isinstance(found, click.Command):
                raise TypeError(cmd_name)
            return found
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments begin with; an unknown one gets the nearest name."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and self.get_command(ctx, name) is None:
            from netledger.core.spelling import nearest  # noqa: PLC0415 - only for a name that is wrong

            close = nearest(name, self.list_commands(ctx))
            hint = f"did you mean {close}?" if close else "netledger --help lists the commands."
            ctx.fail(f"no command {name!r}; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        rows = [(name, COMMANDS.get(name, "an installed plugin")) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def _metrics() -> list[str]:
    """Return the names under which other packages offer plugins; whether they are metrics shows when one is run."""
    from netledger.extension import PLUGINS  # noqa: PLC0415 - it reads what is installed, which takes a while

    return sorted(set(PLUGINS.installed()) - set(COMMANDS))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="netledger", message="%(prog)s %(version)s")
@click.option("--timing", is_flag=True, help="Tell on standard error where the time went, by phase.")
@click.option("--no-config", is_flag=True, expose_value=True, help="Leave netledger.conf aside.")
@click.pass_context
def netledger(context: click.Context, *, timing: bool, no_config: bool) -> None:  # noqa: ARG001 - file_option asks
    """Keep a plain-text ledger of your network.

    Write what happened in a .net file; netledger tells whom you owe and who owes you.
    """
    if timing:
        from netledger.cli.timing import keep_time  # noqa: PLC0415 - only where it is asked for

        context.call_on_close(keep_time())


def main(args: list[str] | None = None) -> int:
    """Run a command and return its exit status: 0 well, 1 the journal has errors, 2 the call is wrong."""
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started us: there is nobody to tell
        nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open as long as the process
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        return _main(args)
    except OSError:  # standard error is full, or its terminal is gone: there is nobody to tell
        return WRONG_CALL


def _main(args: list[str] | None) -> int:
    """Run a command, and tell in a line what went wrong. Raises OSError where it cannot be told."""
    try:
        status = netledger.main(args, prog_name="netledger", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        context = getattr(error, "ctx", None)
        if context is not None and context.default_map:
            source = click.core.ParameterSource.DEFAULT_MAP
            used = [name for name in context.default_map if context.get_parameter_source(name) == source]
            options = ", ".join(name.replace("_", "-") for name in used)
            if used:
                click.echo(f"(from netledger.conf: {options})", err=True)
        return WRONG_CALL
    except (click.Abort, KeyboardInterrupt) as error:
        at_question = isinstance(error, click.Abort) and error.__cause__ is None  # which stands on the line
        click.echo("\n" * at_question + "netledger: interrupted", err=True)
        reasons = (error, error.__cause__, error.__context__)
        return 128 + next((reason.number for reason in reasons if isinstance(reason, Ended)), signal.SIGINT)
    except BrokenPipeError:
        silence(sys.stdout)  # whoever reads has read enough
        return WELL
    except OSError as error:
        silence(sys.stdout)
        name = f"{error.filename}: " if error.filename else ""
        click.echo(f"netledger: {name}{why(error)}", err=True)
        return WRONG_CALL
    return status if isinstance(status, int) else WELL


def run() -> NoReturn:
    """Run the command of this process, and end it.

    A command makes its records, shows them and ends. So nothing looks for cycles among them while it runs, and nothing
    takes them apart one by one at its end: both take a good part of a second where a journal is large. Where a plugin
    of another package ran, the process ends as Python does: it may have threads, open files, things to do at the end.
    """
    gc.disable()
    _unwind_when_ended()
    _tell_nobody()
    status = main()
    foreign = sys.modules.get("netledger.foreign")
    if foreign is not None and foreign.ran_foreign_code():
        gc.enable()
        sys.exit(status)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


class Ended(KeyboardInterrupt):
    """The process is to end: its terminal was closed, or the machine goes down."""

    def __init__(self, number: int) -> None:
        """Keep the number of the signal."""
        super().__init__()
        self.number = number


def _unwind_when_ended() -> None:
    """Let an end from outside go as Ctrl-C does, so that no temporary file stays and the terminal is as it was."""

    def end(number: int, _frame: object) -> NoReturn:
        raise Ended(number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:  # nohup ignores one
            signal.signal(number, end)


class _Unread(io.FileIO):
    """Standard error, of which somebody may have read enough: what is told then is lost, and nothing else."""

    def write(self, data: "ReadableBuffer", /) -> int:
        """Write, or drop what nobody reads."""
        with suppress(BrokenPipeError):
            return super().write(data)
        return memoryview(data).nbytes


def _tell_nobody() -> None:
    """Let messages to a closed pipe (`netledger rename Bob Robert 2>&1 | head -3`) not end the command."""
    if sys.stderr is not None and not sys.stderr.isatty():
        sys.stderr = io.TextIOWrapper(_Unread(2, "w", closefd=False), "utf-8", line_buffering=True)
