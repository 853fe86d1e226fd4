"""`netledger merge-driver`: what git calls to merge the journals of two branches."""

import click

from netledger.cli.edits import Edit, write
from netledger.cli.reading import read_text
from netledger.merging import merge


@click.command("merge-driver")
@click.argument("base", type=click.Path())
@click.argument("ours", type=click.Path())
@click.argument("theirs", type=click.Path())
def command(base: str, ours: str, theirs: str) -> int:
    """Merge two branches' versions of a journal by entry, into the file OURS. Git calls it with %O %A %B.

    Exits 1 where both changed one entry differently, which is then marked as git marks a conflict.
    """
    try:
        texts = [read_text(name) for name in (base, ours, theirs)]
        merged = merge(*texts)
        before, after = (text.encode("utf-8", "surrogateescape") for text in (texts[1], merged.text))
        write([Edit(ours, before, after)])
    except click.ClickException as error:
        error.show()
        return _FAILED
    return int(merged.conflicts > 0)


_FAILED = 255
"""Beyond 128 it is a failure, where git tells it from a conflict, in which their entries would be missing."""
