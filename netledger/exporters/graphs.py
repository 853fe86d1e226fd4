"""The network for programs that draw graphs: what `netledger network -O graphml` and `-O dot` write."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import msgspec

from netledger.formats import Exporter
from netledger.plugins.network import plugin
from netledger.plugins.network_shape import NetworkOptions

if TYPE_CHECKING:
    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.formats import WriteFunction


class GraphOptions(NetworkOptions, frozen=True):
    """Those of `netledger network` that concern a drawing."""

    empty: Annotated[bool, msgspec.Meta(description="Draw also people without a tie to another.")] = False


def _drawn(form: str) -> "WriteFunction":
    def write(ledger: "Ledger", config: "Config") -> tuple[str]:
        return (plugin.formats[form](ledger, replace(config, empty=config.own(GraphOptions).empty)),)

    return write


_HELP = (
    "Two people have a tie where an introduction, or an entry of up to 8 people, names both. TERMs choose people; "
    "ties, communities and all other figures are of the whole journal up to the last day of the period."
)

graphml = Exporter(
    _drawn("graphml"),
    "the network of people for Gephi, Cytoscape and networkx",
    help=_HELP,
    options=GraphOptions,
    suffix=".graphml",
)

dot = Exporter(
    _drawn("dot"),
    "the network of people for Graphviz",
    help=_HELP,
    options=GraphOptions,
    suffix=".dot",
)
