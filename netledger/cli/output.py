"""Showing diagnostics, reports and texts where they are wanted: a terminal, a pager, a pipe, a file."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netledger.cli.writing import cannot_write, print_all, write_file
from netledger.core.config import NotInstalled
from netledger.core.diagnostics import Diagnostic, format_diagnostic, plain
from netledger.core.phases import phase

if TYPE_CHECKING:
    from netledger.cli.call import Call
    from netledger.core.ledger import Ledger
    from netledger.core.report import Report
    from netledger.render.style import Style

MOST = 20
"""So many diagnostics are shown beside a report; `check` shows all."""


def refusal(error: ValueError) -> click.ClickException:
    """Make one message of what was asked for and cannot be; how to call goes with it where the call is wrong."""
    return click.ClickException(plain(str(error))) if isinstance(error, NotInstalled) else click.UsageError(str(error))


def status_of(diagnostics: Sequence[Diagnostic]) -> int:
    """Return 1 where any diagnostic is an error, else 0."""
    return int(any(item.severity == "error" for item in diagnostics))


def show_diagnostics(
    diagnostics: Sequence[Diagnostic],
    color: str = "auto",
    *,
    err: bool = True,
    most: int | None = None,
    more: str = "netledger check shows all",
) -> None:
    """Print diagnostics, to standard error by default; at most `most` of them, then how many `more` there are."""
    stream = sys.stderr if err else sys.stdout
    colors = {"error": "red", "warning": "yellow"}
    for item in diagnostics[:most]:
        text = format_diagnostic(item)
        if stream.isatty():
            text = _wrapped(text, click_width())
        if wants_color(color, stream):
            text = text.replace(f"{item.severity}[", click.style(item.severity, fg=colors[item.severity]) + "[", 1)
        print(text, file=stream)
    if most is not None and len(diagnostics) > most:
        print(f"… and {len(diagnostics) - most} more: {more}", file=stream)


def _wrapped(text: str, limit: int) -> str:
    """Break the message and the hint of a diagnostic between words, and leave its excerpt as it is."""
    import textwrap  # noqa: PLC0415 - only on a terminal

    lines = []
    for line in text.split("\n"):
        indent = " " * 9 if line.startswith("   hint: ") else " " * 4
        whole = len(line) <= limit or line[5:8] == " | " or line.startswith("      | ")
        lines.append(line if whole else textwrap.fill(line, limit, subsequent_indent=indent, break_long_words=False))
    return "\n".join(lines)


def wants_color(choice: str, stream: object) -> bool:
    """Tell whether to write colours: as asked, else on a terminal that has any, unless NO_COLOR is set."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    # Emacs in a terminal hands its own TERM on to `M-x compile`, which shows colours as their codes.
    if os.environ.get("INSIDE_EMACS", "").endswith(",compile"):
        return False
    return bool(getattr(stream, "isatty", bool)())


def output_format(call: "Call", further: "Iterable[str]" = ()) -> str:
    """Return the format to write: as asked, else as the suffix of the output file says, else a table."""
    from netledger.render import SUFFIXES  # noqa: PLC0415 - lists of other kinds do without

    if call.output_format is not None or call.output is None:
        return call.output_format or "table"
    suffix = Path(call.output).suffix.lower()
    form = suffix[1:] if suffix[1:] in further else SUFFIXES.get(suffix)
    if form is None:
        message = f"the suffix of {call.output} says no format: give one with -O"
        raise click.BadParameter(message, param_hint="--output")
    return form


def style_of(call: "Call") -> "Style":
    """Say how text is to look where it goes."""
    from netledger.render.style import Style  # noqa: PLC0415

    terminal = call.output is None and sys.stdout.isatty()
    color = call.output is None and wants_color(call.color, sys.stdout)
    return Style(click_width() if terminal else None, color, call.wide, ascii=terminal and not _draws_unicode())


def _draws_unicode() -> bool:
    """Tell whether the terminal is one of Unicode, as its locale says."""
    import locale  # noqa: PLC0415 - only on a terminal

    return "utf" in locale.getencoding().lower()


def show_report(
    report: "Report", diagnostics: Sequence[Diagnostic], call: "Call", ledger: "Ledger | None" = None, form: str = ""
) -> None:
    """Render a report and put it where it is wanted; without a ledger, it is of none."""
    from netledger.render import render  # noqa: PLC0415 - lists of other kinds do without

    with phase("render"):
        text = render(report, form or output_format(call), diagnostics, style_of(call))
    show_text(text, call, ledger)


def click_width() -> int:
    """Return the columns of the terminal."""
    import shutil  # noqa: PLC0415 - only on a terminal

    return shutil.get_terminal_size().columns


def show_text(text: str, call: "Call", ledger: "Ledger | None" = None) -> None:
    """Put a text where it is wanted: into a file, a pager, or standard output. Never over a file of the journal."""
    if call.output is not None:
        if ledger is not None:
            refuse_journal(call.output, ledger)
        write_file(call.output, text)
    elif call.pager and sys.stdout.isatty() and text.count("\n") >= _terminal_lines():
        os.environ.setdefault("LESS", "FRSX")
        click.echo_via_pager(text, color=True)
    else:
        print_all([text])


def refuse_journal(output: str, ledger: "Ledger") -> None:
    """End the command where its output would take the place of a file of the journal."""
    if os.path.realpath(output) in {os.path.realpath(file.name) for file in ledger.files}:
        cannot_write(output, "it is a file of the journal")


def _terminal_lines() -> int:
    import shutil  # noqa: PLC0415 - only on a terminal

    return shutil.get_terminal_size().lines
