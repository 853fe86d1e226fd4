"""`netledger example`: a journal to begin with, or a made one of any size."""

import sys
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import click

from netledger.cli.writing import cannot_write, write_file

EXAMPLES: dict[str, str] = {
    "quickstart": "a few lines that show how it goes",
    "coach": "a year of a freelance coach",
    "introvert": "half a year, counted in ENERGY, too",
    "community": "one who brings others together",
}
"""Each example that is one file, and what it shows."""

_HOW = """
print one:              netledger example quickstart > main.net
make one of any size:   netledger example --seed 1 --entries 1000 > made.net
"""

_SEED = 1


@click.command("example")
@click.argument("name", required=False, metavar="[NAME]", type=click.Choice(list(EXAMPLES)))
@click.option("--entries", metavar="N", type=click.IntRange(min=0), help="Make a journal of so many entries.")
@click.option("--seed", metavar="N", type=int, help=f"Another seed, another journal; {_SEED} where none is given.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write to a file, whole or not at all.")
def command(name: str | None, entries: int | None, seed: int | None, output: str | None) -> int:
    """Print an example journal, or make one of any size. Without NAME and --entries: list the examples.

    A made journal is the same for the same seed and number of entries, everywhere.
    """
    if name is not None and (entries is not None or seed is not None):
        raise click.UsageError("an example by its NAME has its own entries: leave --entries and --seed out")
    if entries is not None:
        from netledger.example import generate  # noqa: PLC0415 - only where one is made

        texts = generate(_SEED if seed is None else seed, entries)
    elif seed is not None:
        raise click.UsageError("how long a journal? Give --entries, too")
    elif name is not None:
        texts = iter((example_text(name),))
    elif output is not None:
        raise click.UsageError("write what? Give a NAME or --entries, too")
    else:
        width = max(map(len, EXAMPLES)) + 2
        texts = iter((*(f"{key:{width}}{what}\n" for key, what in EXAMPLES.items()), _HOW))
    if output is not None:
        if Path(output).is_file() and Path(output).stat().st_size:
            cannot_write(output, "it is there already, and may be a journal")
        write_file(output, texts)
    else:
        sys.stdout.writelines(texts)
    return 0


def example_text(name: str) -> str:
    """Return the text of an example, from the installed package or from a checkout."""
    if find_spec("netledger.examples") is not None:
        return resources.files("netledger.examples").joinpath(f"{name}.net").read_text("utf-8")
    return (Path(__file__).parents[3] / "examples" / f"{name}.net").read_text("utf-8")
