"""What the commands have in common: finding and loading the journal, the clock, the environment, the output."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import click

from netledger.core.config import Config, WrongCall
from netledger.core.diagnostics import Diagnostic, format_diagnostic, plain
from netledger.core.entries import people, venue
from netledger.core.periods import Period, PeriodError, read_day, read_period
from netledger.core.phases import phase
from netledger.core.query import QueryError, parse_query
from netledger.core.report import Report, UnknownColumn, arranged
from netledger.core.spelling import nearest

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger
    from netledger.render.style import Style

JOURNAL = "main.net"

MOST = 20
"""So many diagnostics are shown beside a report; `check` shows all."""

_NO_JOURNAL = """there is no journal. Name one in one of four ways:
  netledger COMMAND -f FILE
  NETLEDGER_FILE=FILE in the environment
  main.net in this folder or one above it
  or any one file *.net there
To begin with one: netledger example quickstart > main.net"""


class Call(NamedTuple):
    """The options that all reports share, as the command line gave them."""

    file: tuple[str, ...] = ()
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


# ------------------------------------------------------------------------------------------------ the journal


def find_journals(files: Sequence[str]) -> list[str]:
    """Return the journals to read: those named, else `$NETLEDGER_FILE`, else the nearest one.

    Raises ClickException where there is none, or several to choose from.
    """
    if files:
        return list(files)
    named = os.environ.get("NETLEDGER_FILE")
    if named:
        return [named]
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise click.ClickException("the current folder is gone: go to another one, or name a journal with -f") from None
    for folder in (here, *here.parents):
        shown = Path(os.path.relpath(folder, here))
        if (folder / JOURNAL).is_file():
            return [str(shown / JOURNAL)]
        try:
            found = sorted(p for p in folder.glob("*.net") if p.is_file() and not p.name.startswith("."))
        except OSError:
            continue
        if len(found) == 1:
            return [str(shown / found[0].name)]
        if found:
            names = ", ".join(path.name for path in found[:5])
            raise click.ClickException(
                f"{folder} has several journals ({names}): name one with -f, or call it {JOURNAL}"
            )
    raise click.ClickException(_NO_JOURNAL)


def open_ledger(files: Sequence[str]) -> "Ledger":
    """Load the journals that a command is about; one that cannot be read is one clear line."""
    from netledger.loader.load import CannotLoad, load  # noqa: PLC0415 - it imports the parser

    try:
        return load(*find_journals(files), updatable=False)
    except CannotLoad as error:
        raise click.ClickException(plain(str(error))) from None


# ------------------------------------------------------------------------------------------------- the config


def day_of_report(call: Call) -> date:
    """Return T: `--today`, else the day of the clock."""
    clock = date.today()  # noqa: DTZ011 - the user's own day
    try:
        return clock if call.today is None else read_day(call.today, clock)
    except PeriodError as error:
        raise click.BadParameter(str(error), param_hint="--today") from None


def make_config(call: Call, ledger: "Ledger", text: str = "") -> Config:
    """Read the shared options of a command into a Config. Raises UsageError."""
    today = day_of_report(call)
    try:
        period = read_period(call.period, today) if call.period is not None else Period(None, None)
        begin = read_day(call.begin, today) if call.begin is not None else period.begin
        end = read_day(call.end, today) if call.end is not None else period.end
        query = parse_query(call.terms)
    except (PeriodError, QueryError) as error:
        raise click.UsageError(str(error)) from None
    if begin is not None and end is not None and end <= begin:
        message = f"the period from {begin} up to, and without, {end} has no day in it"
        raise click.UsageError(message)
    if call.exchange is not None and call.exchange not in ledger.declarations.units:
        known = set(ledger.prices.units())
        if call.exchange not in known:
            listed = ", ".join(sorted(known)) or "none"
            meant = f"did you mean {call.exchange.upper()}? " if call.exchange.upper() in known else ""
            message = f"no price is in {call.exchange!r}; {meant}Units with prices: {listed}"
            raise click.BadParameter(message, param_hint="-X")
    config = Config(today, begin, end, query, call.exchange, call.market, call.depth, call.empty, text)
    return replace(config, progress=_show_progress) if sys.stderr.isatty() else config


def _show_progress(what: str, done: int, whole: int) -> None:
    """Say on the terminal how far long work is, on one line that the next one takes the place of.

    While a plugin runs, what it prints is caught; the process's own standard error is not.
    """
    text = "" if done >= whole else f"{what}: {100 * done // whole} %"
    print(f"\r\x1b[K{text}", end="", file=sys.__stderr__, flush=True)


def unknown_terms(terms: Sequence[str], ledger: "Ledger") -> list[str]:
    """Say which people and venues of a query the journal does not know, each with the nearest spelling."""
    known = {name for entry in ledger.entries for name in (*people(entry), venue(entry)) if name}
    known.update(ledger.declarations.people, ledger.declarations.venues)
    known.update(alias for aliases in ledger.declarations.aliases.values() for alias in aliases)
    folded = {name.casefold(): name for name in known}
    found = []
    for term in terms:
        if set(term) & set('*?:()"#^ ') or term.casefold() in folded:
            continue
        close = nearest(term.casefold(), folded)
        meant = f"; did you mean {folded[close]}?" if close else ""
        found.append(f"the journal names no {term}{meant}")
    return found


# ------------------------------------------------------------------------------------------------- the output


def run_report(
    options: dict[str, Any],
    make: "Callable[[Ledger, Config], tuple[Report | None, Sequence[Diagnostic]]]",
    plugin: str = "",
    texts: "Mapping[str, Callable[[Ledger, Config], tuple[str | None, Sequence[Diagnostic]]]] | None" = None,
) -> int:
    """Load the journal, make a report of it, show it and the diagnostics; return the exit status.

    `texts` are the output formats of this report alone: what makes a text of the ledger instead of a report.
    """
    call = call_of(options)
    ledger = open_ledger(call.file)
    text = next((line.config for line in reversed(ledger.plugins) if line.name == plugin), "")
    try:
        config = make_config(call, ledger, text)
    except click.UsageError:
        show_diagnostics(ledger.diagnostics, call.color, most=MOST)  # they may say why the call is wrong
        raise
    form = output_format(call, texts or ())
    try:
        with phase("metric"):
            if texts and form in texts:
                return _run_text(texts[form], ledger, config, call)
            report, found = make(ledger, config)
    except (WrongCall, PeriodError) as error:
        show_diagnostics(ledger.diagnostics, call.color, most=MOST)
        raise click.UsageError(str(error)) from None
    if report is None:
        show_diagnostics([*ledger.diagnostics, *found], call.color, most=MOST)
        return 1
    if config.query and not report.rows:
        report = replace(report, notes=(*report.notes, *unknown_terms(call.terms, ledger)))
    try:
        report = arranged(report, call.sort, call.limit, reverse=call.reverse)
    except UnknownColumn as error:
        raise click.BadParameter(str(error), param_hint="--sort") from None
    diagnostics = [*ledger.diagnostics, *found]
    show_diagnostics(diagnostics, call.color, most=MOST)
    show_report(report, diagnostics, call, ledger, form)
    return status_of(diagnostics)


def _run_text(
    make: "Callable[[Ledger, Config], tuple[str | None, Sequence[Diagnostic]]]",
    ledger: "Ledger",
    config: Config,
    call: Call,
) -> int:
    """Show a text that is made of the ledger itself, in a format of one metric's own."""
    made, found = make(ledger, config)
    diagnostics = [*ledger.diagnostics, *found]
    show_diagnostics(diagnostics, call.color, most=MOST)
    if made is None:
        return 1
    show_text(made, call, ledger)
    return status_of(diagnostics)


def status_of(diagnostics: Sequence[Diagnostic]) -> int:
    """Return 1 where any diagnostic is an error, else 0."""
    return int(any(item.severity == "error" for item in diagnostics))


def show_diagnostics(
    diagnostics: Sequence[Diagnostic], color: str = "auto", *, err: bool = True, most: int | None = None
) -> None:
    """Print diagnostics, to standard error by default; at most `most` of them, and how many there are more."""
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
        print(f"… and {len(diagnostics) - most} more: netledger check shows all", file=stream)


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
    return bool(getattr(stream, "isatty", bool)())


def output_format(call: Call, further: "Iterable[str]" = ()) -> str:
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


def style_of(call: Call) -> "Style":
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
    report: Report, diagnostics: Sequence[Diagnostic], call: Call, ledger: "Ledger", form: str = "table"
) -> None:
    """Render a report and put it where it is wanted."""
    from netledger.render import render  # noqa: PLC0415 - lists of other kinds do without

    with phase("render"):
        text = render(report, form, diagnostics, style_of(call))
    show_text(text, call, ledger)


def click_width() -> int:
    """Return the columns of the terminal."""
    import shutil  # noqa: PLC0415 - only on a terminal

    return shutil.get_terminal_size().columns


def show_text(text: str, call: Call, ledger: "Ledger") -> None:
    """Put a text where it is wanted: into a file, a pager, or standard output. Never over a file of the journal."""
    if call.output is not None:
        if os.path.realpath(call.output) in {os.path.realpath(file.name) for file in ledger.files}:
            cannot_write(call.output, "it is a file of the journal")
        write_file(call.output, text)
    elif call.pager and sys.stdout.isatty() and text.count("\n") >= _terminal_lines():
        os.environ.setdefault("LESS", "FRSX")
        click.echo_via_pager(text, color=True)
    else:
        sys.stdout.write(text)


def _terminal_lines() -> int:
    import shutil  # noqa: PLC0415 - only on a terminal

    return shutil.get_terminal_size().lines


def write_file(path: str, text: str | Iterable[str]) -> None:
    """Write a text, or the pieces of one, whole or not at all: a temporary file beside the file takes its place.

    A device is written to as it is.
    """
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 - only here

    pieces = (text,) if isinstance(text, str) else text
    target = Path(path)
    if target.exists() and not target.is_file():
        if target.is_dir():
            cannot_write(path, "it is a folder")
        _plainly(target, pieces)
        return
    target = target.resolve()
    temporary = ""
    try:
        with NamedTemporaryFile(
            "w", dir=target.parent, prefix=f".{target.name}.", encoding="utf-8", newline="\n", delete=False
        ) as file:
            temporary = file.name
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
        temporary = ""
    except OSError as error:
        cannot_write(path, (error.strerror or str(error)).lower())
    finally:
        if temporary:  # it failed, or was interrupted
            with suppress(OSError):
                Path(temporary).unlink()


def _plainly(target: Path, pieces: Iterable[str]) -> None:
    try:
        with target.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
    except OSError as error:
        cannot_write(str(target), (error.strerror or str(error)).lower())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def cannot_write(path: str, why: str) -> NoReturn:
    """Say in one line that a file cannot be written."""
    message = f"cannot write {path}: {why}"
    raise click.FileError(path, why) if not why else click.ClickException(message)
