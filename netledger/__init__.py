"""A plain-text ledger for people's networks.

>>> import netledger
>>> ledger = netledger.load("examples/quickstart.net")
>>> [entry.date.isoformat() for entry in ledger.entries][:1]
['2026-01-01']

What is public: `load`, `load_text` (a journal to a Ledger), `update` (after a change), `parse` (a text to records),
`CannotLoad`, `Config`, `Report`, `Metric`, `Definition`, `Transform`, what importers and exporters are made of
(`netledger.formats`), and the records of `netledger.core.entries`. docs/api.md shows their use.
"""

import sys

# `python -m` puts the folder that it is started in first on the path. A journal's folder must never be a place to
# import from, so it goes before anything else is imported.
if sys.argv[:1] == ["-m"] and not sys.flags.safe_path and "netledger" in sys.orig_argv:
    del sys.path[0]

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netledger.core.config import Config as Config
    from netledger.core.diagnostics import Diagnostic as Diagnostic
    from netledger.core.ledger import Ledger as Ledger
    from netledger.core.query import parse_query as parse_query
    from netledger.core.report import Column as Column
    from netledger.core.report import Figure as Figure
    from netledger.core.report import Report as Report
    from netledger.extension import Definition as Definition
    from netledger.extension import Metric as Metric
    from netledger.extension import Transform as Transform
    from netledger.formats import Contact as Contact
    from netledger.formats import Draft as Draft
    from netledger.formats import Exporter as Exporter
    from netledger.formats import ImportConfig as ImportConfig
    from netledger.formats import Importer as Importer
    from netledger.formats import LeftOut as LeftOut
    from netledger.formats import Source as Source
    from netledger.loader.load import CannotLoad as CannotLoad
    from netledger.loader.load import load as load
    from netledger.loader.load import load_text as load_text
    from netledger.loader.load import update as update
    from netledger.parser.parse import parse as parse

__version__ = "0.1.0"

# Where each public name lives. Each is imported when it is first asked for: `netledger --version` needs none of them.
_PUBLIC = {
    "CannotLoad": "netledger.loader.load",
    "Column": "netledger.core.report",
    "Config": "netledger.core.config",
    "Contact": "netledger.formats",
    "Definition": "netledger.extension",
    "Diagnostic": "netledger.core.diagnostics",
    "Draft": "netledger.formats",
    "Exporter": "netledger.formats",
    "Figure": "netledger.core.report",
    "ImportConfig": "netledger.formats",
    "Importer": "netledger.formats",
    "Ledger": "netledger.core.ledger",
    "LeftOut": "netledger.formats",
    "Metric": "netledger.extension",
    "Report": "netledger.core.report",
    "Source": "netledger.formats",
    "Transform": "netledger.extension",
    "load": "netledger.loader.load",
    "load_text": "netledger.loader.load",
    "parse": "netledger.parser.parse",
    "parse_query": "netledger.core.query",
    "update": "netledger.loader.load",
}

__all__ = ["__version__", *_PUBLIC]  # noqa: PLE0604 - names from a table


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name in _PUBLIC:
        found = getattr(import_module(_PUBLIC[name]), name)
        globals()[name] = found
        return found
    message = f"module 'netledger' has no attribute {name!r}"
    raise AttributeError(message)
