"""`netledger check`: silent when all is well. Editors and git hooks call it."""

import sys
from typing import Any

import click

from netledger.cli.call import call_of
from netledger.cli.defaults import faults_of_defaults
from netledger.cli.journals import open_ledger
from netledger.cli.options import journal_options
from netledger.cli.output import show_diagnostics, status_of
from netledger.cli.session import day_of_report
from netledger.core.catalogue import ASKED, CATALOGUE, CHECKS
from netledger.core.diagnostics import Diagnostic

EVERY = "all"


@click.command("check")
@click.argument("names", nargs=-1, metavar="[NAME]...", type=click.Choice([*CHECKS, EVERY]))
@journal_options
@click.option(
    "--also", multiple=True, metavar="|".join(ASKED), type=click.Choice(ASKED), help="Run this check, too; repeatable."
)
@click.option("--today", metavar="DATE", help="The day of the check.")
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (see: netledger schema check).")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours.")
@click.pass_context
def command(
    context: click.Context,
    /,
    names: tuple[str, ...],
    *,
    also: tuple[str, ...],
    strict: bool,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own
) -> int:
    """Find what is wrong with a journal. Prints nothing and exits 0 when all is well.

    NAMEs choose among the checks: files, syntax, includes, options, plugins, names, venues, units, assertions,
    documents, queries, configuration; without any, these are run. When they are asked for, too: why, order, promises,
    duplicates, stale; or all. A check that is named fails by its warnings, too.
    """
    from netledger.loader.upkeep import Asked  # noqa: PLC0415

    call = call_of(options)
    named = {*(CHECKS if EVERY in names else names), *also}
    wanted = named if names else {*CHECKS, *also} - ({*ASKED} - {*also})
    ledger = open_ledger(call.file, call.rev, Asked(wanted, day_of_report(call)))
    found = [item for item in (*faults_of_defaults(context), *ledger.diagnostics) if _check_of(item) in wanted]
    if strict:
        import msgspec  # noqa: PLC0415 - only here

        found = [msgspec.structs.replace(item, severity="error") for item in found]
    if as_json:
        from netledger.core.data import diagnostics_data  # noqa: PLC0415 - only for JSON
        from netledger.render.data import CheckData, encode  # noqa: PLC0415

        sys.stdout.write(encode(CheckData(diagnostics_data(found))))
    else:
        show_diagnostics(found, call.color, err=False)
        errors = sum(item.severity == "error" for item in found)
        if found:
            click.echo(f"{_count(errors, 'error')}, {_count(len(found) - errors, 'warning')}", err=True)
    return status_of(found) or int(any(_check_of(item) in named for item in found))


def _check_of(item: Diagnostic) -> str:
    """Return the check that a finding belongs to; what another package finds belongs to the plugins."""
    return CATALOGUE[item.code].check if item.code in CATALOGUE else "plugins"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
