"""The network as a file for programs that draw graphs: GraphML (Gephi, Cytoscape, networkx) and DOT (Graphviz)."""

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from netledger.core.amounts import quantize
from netledger.core.diagnostics import plain
from netledger.core.entries import ME, Person
from netledger.measures.history import ties
from netledger.measures.strength import Weights, told
from netledger.plugins.network_shape import Network, NetworkOptions, Shape, network

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger

    Attribute = str | int | Decimal | date

_GRAPH = {"title": "string"}
_NODE = {
    "name": "string",
    "full_name": "string",
    "ties": "int",
    "community": "int",
    "strength": "double",
    "constraint": "double",
    "effective_size": "double",
    "betweenness": "double",
}
"""The attributes of a person and their types in GraphML; what is undefined is left out."""

_EDGE = {"first": "string", "entries": "int"}
"""Those of a tie."""

# Graphviz has a scheme of twelve colours that are told apart well.
_COLOURS = 12
_PLACES = 4
# What a label says in DOT, and no attribute repeats.
_LABELS = {"name", "full_name"}


class _Node(NamedTuple):
    name: str
    attributes: "dict[str, Attribute]"


class _Edge(NamedTuple):
    one: str
    other: str
    attributes: "dict[str, Attribute]"


class _Drawing(NamedTuple):
    """What both formats write: the people whom the report shows, and the ties between them."""

    title: str
    nodes: list[_Node]
    edges: list[_Edge]


def graphml(ledger: "Ledger", config: "Config") -> str:
    """Write the network as GraphML; the ids of its nodes are the names of the people."""
    drawing = _drawing(ledger, config)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ]
    for of, keys in (("graph", _GRAPH), ("node", _NODE), ("edge", _EDGE)):
        lines.extend(
            f'  <key id="{of}-{key}" for="{of}" attr.name="{key}" attr.type="{kind}"/>' for key, kind in keys.items()
        )
    lines.append('  <graph id="network" edgedefault="undirected">')
    lines.extend(_data("graph", {"title": drawing.title}))
    for node in drawing.nodes:
        lines.extend([f"    <node id={_quoted(node.name)}>", *_data("node", node.attributes), "    </node>"])
    for edge in drawing.edges:
        ends = f"source={_quoted(edge.one)} target={_quoted(edge.other)}"
        lines.extend([f"    <edge {ends}>", *_data("edge", edge.attributes), "    </edge>"])
    lines.extend(["  </graph>", "</graphml>"])
    return "\n".join(lines) + "\n"


def dot(ledger: "Ledger", config: "Config") -> str:
    """Write the network in Graphviz's language; communities have colours."""
    drawing = _drawing(ledger, config)
    lines = [
        "graph network {",
        f"  label={_label(drawing.title)};",
        '  layout=sfdp; overlap=prism; outputorder=edgesfirst; fontname="sans-serif";',
        '  node [shape=box, style="rounded,filled", fillcolor=white, colorscheme=set312, fontname="sans-serif"];',
        '  edge [color="#00000060"];',
    ]
    for node in drawing.nodes:
        written = {"label": _label(str(node.attributes.get("full_name", node.name)))}
        community = node.attributes.get("community")
        if isinstance(community, int):
            written["fillcolor"] = str((community - 1) % _COLOURS + 1)
        written.update({key: _string(str(value)) for key, value in node.attributes.items() if key not in _LABELS})
        lines.append(f"  {_string(node.name)} [{_listed(written)}];")
    for edge in drawing.edges:
        written = {key: _string(str(value)) for key, value in edge.attributes.items()}
        lines.append(f"  {_string(edge.one)} -- {_string(edge.other)} [{_listed(written)}];")
    return "\n".join([*lines, "}"]) + "\n"


# ---------------------------------------------------------------------------------------------- what is drawn


def _drawing(ledger: "Ledger", config: "Config") -> _Drawing:
    found = network(ledger, config)
    known = found.known
    with_me = config.own(NetworkOptions).with_me
    nodes = sorted(found.shown)
    inside = set(nodes)
    edges = [
        _Edge(known.names[one], known.names[other], {"first": tie.first, "entries": tie.entries})
        for (one, other), tie in sorted(known.ties.items())
        if one in inside and other in inside
    ]
    drawn = list(_nodes(found, nodes, ledger, config))
    if with_me:
        begun = ties(ledger, config.last)
        drawn.append(_Node(ME, {"name": ME, **_shaped(found.with_me, known.me)}))
        yours = [known.names[node] for node in known.yours if node in inside]
        edges.extend(_Edge(name, ME, {"first": day}) for name in yours if (day := begun[name].begun) is not None)
    return _Drawing(ledger.options.title or "network", drawn, edges)


def _nodes(found: Network, nodes: "Sequence[int]", ledger: "Ledger", config: "Config") -> "Iterable[_Node]":
    shape = found.with_me if config.own(NetworkOptions).with_me else found.alone
    weights = Weights(ledger.options)
    begun = ties(ledger, config.last)
    for node in nodes:
        name = found.known.names[node]
        attributes: dict[str, Attribute] = {"name": name}
        full_name = _full_name(ledger, name, config.last)
        if full_name:
            attributes["full_name"] = full_name
        shaped = _shaped(shape, node)
        attributes["ties"] = shaped.pop("ties")
        community = found.community[node]
        if community is not None:
            attributes["community"] = community
        if name in begun:
            attributes["strength"] = told(weights.strength(begun[name].touches, config.last))
        yield _Node(name, {**attributes, **shaped})


def _shaped(shape: Shape, node: int) -> "dict[str, Attribute]":
    found: dict[str, Attribute] = {"ties": len(shape.graph[node])}
    broker, between = shape.brokers[node], shape.between(node)
    if broker is not None:
        found["constraint"] = quantize(broker.constraint, _PLACES)
        found["effective_size"] = quantize(broker.effective_size, _PLACES)
    if between is not None:
        found["betweenness"] = told(between)
    return found


def _full_name(ledger: "Ledger", name: str, last: "date") -> str:
    """Return the full name that the latest `person` line up to a day states, or nothing."""
    lines = ledger.declarations.people.get(name, ())
    names = [line.full_name for line in lines if isinstance(line, Person) and line.full_name and line.date <= last]
    return names[-1] if names else ""


# ----------------------------------------------------------------------------------------------- how it is written


def _data(of: str, attributes: "dict[str, Attribute]") -> "list[str]":
    return [
        f'      <data key="{of}-{key}">{escape(_printable(str(value)))}</data>' for key, value in attributes.items()
    ]


def _quoted(text: str) -> str:
    return quoteattr(_printable(text))


def _printable(text: str) -> str:
    """Take out what XML cannot hold at all: control characters, and two code points that are none."""
    return plain(text).translate({0xFFFE: "·", 0xFFFF: "·"})


def _string(text: str) -> str:
    """Write a text as a string of DOT, in which only the quote needs an escape, and a backslash before it."""
    return '"' + plain(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _label(text: str) -> str:
    """Write a text that Graphviz shows: in it `&amp;` would be read as in HTML."""
    return _string(text.replace("&", "&amp;"))


def _listed(attributes: dict[str, str]) -> str:
    return ", ".join(f"{key}={value}" for key, value in attributes.items())
