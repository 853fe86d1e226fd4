"""The ledger as one journal: what `netledger print` prints and `netledger export net` writes."""

from itertools import chain
from typing import TYPE_CHECKING

from netledger.exporters.entries import rebased
from netledger.extension import PLUGINS, Transform
from netledger.foreign import PluginProblem
from netledger.formats import Exporter, chosen
from netledger.printer import print_entry, print_options, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netledger.core.config import Config
    from netledger.core.entries import AnyEntry, Plugin
    from netledger.core.ledger import Ledger


def journal(head: "Sequence[str]", entries: "Iterable[AnyEntry]") -> "Iterator[str]":
    """Give the text of a journal, piece by piece: its lines without a date, then the entries, a blank line before each.

    An empty journal is no text at all.
    """
    blocks = chain(["\n".join(head)] if head else [], map(print_entry, entries))
    for number, block in enumerate(blocks):
        yield f"\n{block}\n" if number else f"{block}\n"


def _write(ledger: "Ledger", config: "Config") -> "Iterator[str]":
    head = [*print_options(ledger.options), *map(_plugin, ledger.plugins)]
    later = len(ledger.entries) - len(ledger.until(config.today))
    if later:
        head.append(f"; Entries after {config.today}, which are not in here: {later:,}.")
    return journal(head, map(rebased, chosen(ledger, config)))


def _plugin(line: "Plugin") -> str:
    """Write the line of a plugin; of one that changes entries a comment: what it did is in the entries."""
    text = f"plugin {quoted(line.name)}" + (f" {quoted(line.config)}" if line.config else "")
    return f"; {text} ; its entries are in here" if _is_transform(line.name) else text


def _is_transform(name: str) -> bool:
    try:
        return isinstance(PLUGINS.find(name).plugin, Transform)
    except PluginProblem:
        return False


net = Exporter(
    _write,
    "one journal of all its files, for netledger itself",
    help="Entries as `netledger print` prints them, with the options and the lines of plugins: what many files said "
    "reports the same in one. What a plugin added is written as entries, and the plugin's line as a comment.",
    suffix=".net",
)
