"""What the reports' commands have in common: from the options to a report that is shown, with the clock."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from netledger.cli.call import Call, call_of
from netledger.cli.journals import open_ledger
from netledger.cli.output import MOST, output_format, refusal, show_diagnostics, show_report, show_text, status_of
from netledger.core.config import Config, WrongCall
from netledger.core.entries import people, venue
from netledger.core.periods import Period, PeriodError, read_day, read_period
from netledger.core.phases import phase
from netledger.core.query import QueryError, parse_query
from netledger.core.report import Report, UnknownColumn, arranged
from netledger.core.spelling import nearest

if TYPE_CHECKING:
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger


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
        query = parse_query(call.terms, ledger.queries)
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
    return replace(config, progress=show_progress) if sys.stderr.isatty() else config


def show_progress(what: str, done: int, whole: int) -> None:
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
    ledger = open_ledger(call.file, call.rev)
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
        raise refusal(error) from None
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
