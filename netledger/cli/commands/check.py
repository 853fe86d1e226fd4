"""`netledger check`: silent when all is well. Editors and git hooks call it."""

import sys
from typing import Any

import click

from netledger.cli.journals import open_ledger
from netledger.cli.options import journal_options
from netledger.cli.output import show_diagnostics
from netledger.core.catalogue import CATALOGUE, CHECKS


@click.command("check")
@click.argument("names", nargs=-1, metavar="[NAME]...", type=click.Choice(CHECKS))
@journal_options
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (see: netledger schema check).")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours.")
def command(names: tuple[str, ...], *, strict: bool, as_json: bool, **options: Any) -> int:  # noqa: ANN401
    """Find what is wrong with a journal. Prints nothing and exits 0 when all is well.

    NAMEs choose among the checks: files, syntax, includes, options, plugins, names, venues, units, assertions,
    documents, queries.
    """
    ledger = open_ledger(options["file"], options["rev"])
    found = [
        item
        for item in ledger.diagnostics
        if not names or (CATALOGUE[item.code].check if item.code in CATALOGUE else "plugins") in names
    ]
    if strict:
        import msgspec  # noqa: PLC0415 - only here

        found = [msgspec.structs.replace(item, severity="error") for item in found]
    if as_json:
        from netledger.core.data import diagnostics_data  # noqa: PLC0415 - only for JSON
        from netledger.render.data import CheckData, encode  # noqa: PLC0415

        sys.stdout.write(encode(CheckData(diagnostics_data(found))))
    else:
        show_diagnostics(found, options["color"], err=False)
        errors = sum(item.severity == "error" for item in found)
        if found:
            click.echo(f"{_count(errors, 'error')}, {_count(len(found) - errors, 'warning')}", err=True)
    return int(any(item.severity == "error" for item in found))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
