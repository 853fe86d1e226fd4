"""The list of `netledger tend` as a calendar: what `netledger tend -O ics` writes."""

from typing import TYPE_CHECKING

from netledger.formats import Exporter
from netledger.plugins.tend import TendOptions, plugin

if TYPE_CHECKING:
    from netledger.core.config import Config
    from netledger.core.ledger import Ledger


def _write(ledger: "Ledger", config: "Config") -> tuple[str]:
    return (plugin.formats["ics"](ledger, config),)


ics = Exporter(
    _write,
    "whom to contact, and when, for a calendar",
    help="The same as `netledger tend -O ics`. TERMs choose people: those of whom an entry matches. The same promise "
    "or silence has the same UID whenever it is written, so that a calendar that reads the file again changes "
    "its entries instead of doubling them.",
    options=TendOptions,
    suffix=".ics",
)
