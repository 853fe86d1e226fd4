"""Betweenness: on how many of the shortest ways between two others somebody is (Freeman 1977), computed by networkx.

C_B(v) = Σ σ_st(v)/σ_st over the unordered pairs s, t other than v, divided by the (n-1)(n-2)/2 pairs that there are:
the middle of three in a row has 1, the ends have 0. σ_st is the number of shortest ways from s to t, σ_st(v) of those
through v.

Ways are looked for from each node in turn (Brandes 2001), which takes the number of nodes times that of ties. In a
large graph they are looked for from some, chosen at random, and what was found is scaled up (Brandes & Pich 2007).
"""

from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from netledger.measures.acquaintance import Graph

    Progress = Callable[[str, int, int], None]

EXACT = 500
"""Up to so many nodes with a tie, ways are looked for from all of them."""
SAMPLE = 250
"""In a larger graph they are looked for from so many."""
MISSING = "betweenness needs networkx: pip install 'netledger[network]'"
"""What to tell where it is not installed."""

_SEED = 2007
# After so many nodes progress is told.
_CHUNK = 25


class Betweenness(NamedTuple):
    """The betweenness of every node of a graph."""

    shares: list[float | None]
    """From 0 to 1; undefined where a node has no neighbour, or there are less than two others."""
    sources: int
    """From how many nodes ways were looked for."""
    whole: int
    """How many nodes have a tie: where more than `sources`, all is an estimate."""

    @property
    def is_estimate(self) -> bool:
        """Whether ways were looked for from some nodes only."""
        return self.sources < self.whole


class Through(NamedTuple):
    """What leads through one node."""

    through: dict[int, float]
    """How many others each source reaches through it, shared among equally short ways; those that reach any."""
    pairs: float
    """How many pairs of others it is between: half of their sum, scaled up where not all nodes are sources."""
    share: float | None
    """Its betweenness."""
    sources: int
    """As of Betweenness."""
    whole: int
    """As of Betweenness."""

    @property
    def is_estimate(self) -> bool:
        """Whether ways were looked for from some nodes only."""
        return self.sources < self.whole


def betweenness(graph: "Graph", progress: "Progress", *, exact: bool = False) -> Betweenness | None:
    """Return the betweenness of every node, estimated in a large graph unless it is to be exact.

    None where networkx is not installed. It does no more than add up what `networkx.betweenness_centrality_subset`
    finds from each source, a few at a time so that progress can be told.
    """
    search = _Search(graph, exact=exact)
    if search.nx is None:
        return None
    sums = dict.fromkeys(search.tied, 0.0)
    for found in search.found(_CHUNK, progress):
        for node, pairs in found.items():
            sums[node] += pairs
    shares: list[float | None] = [None] * len(graph)
    for node in search.tied:
        shares[node] = search.share(search.pairs(node, sums[node]))
    return Betweenness(shares, len(search.sources), len(search.tied))


def reached(graph: "Graph", node: int, progress: "Progress", *, exact: bool = False) -> Through | None:
    """Return what leads through one node, source by source; None where networkx is not installed."""
    search = _Search(graph, exact=exact)
    if search.nx is None:
        return None
    halves = [found[node] for found in search.found(1, progress)]
    pairs = search.pairs(node, sum(halves))
    through = {source: 2 * half for source, half in zip(search.sources, halves, strict=True) if half}
    return Through(through, pairs, search.share(pairs), len(search.sources), len(search.tied))


class _Search:
    """A graph as networkx has it, and the nodes from which ways are looked for in it."""

    def __init__(self, graph: "Graph", *, exact: bool) -> None:
        self.nx = _networkx()
        self.tied = [node for node, near in enumerate(graph) if near]
        self.sources = self.tied
        if not exact and len(self.tied) > EXACT:
            self.sources = sorted(Random(_SEED).sample(self.tied, SAMPLE))  # noqa: S311 - it keeps no secret
        self._chosen = set(self.sources)
        self._graph = graph

    def found(self, size: int, progress: "Progress") -> "Iterator[dict[int, float]]":
        """Give, for some sources at a time, half the number of others that these reach through each node.

        networkx halves, for from all sources each pair is found twice.
        """
        drawn = self.nx.Graph()
        drawn.add_edges_from(
            (one, other) for one, near in enumerate(self._graph) for other in sorted(near) if one < other
        )
        for start in range(0, len(self.sources), size):
            if start and start % _CHUNK == 0:
                progress("betweenness", start, len(self.sources))
            yield self.nx.betweenness_centrality_subset(drawn, self.sources[start : start + size], self.tied)
        if len(self.sources) > _CHUNK:
            progress("betweenness", len(self.sources), len(self.sources))

    def pairs(self, node: int, half: float) -> float:
        """Scale what was found up to all sources: no way through a node begins with it, so it is none of them."""
        others = len(self.sources) - (node in self._chosen)
        return half * (len(self.tied) - 1) / others if others else 0.0

    def share(self, pairs: float) -> float | None:
        """Return the share of all pairs of others; None where there are no two others."""
        whole = (len(self._graph) - 1) * (len(self._graph) - 2) / 2
        return pairs / whole if whole else None


def _networkx() -> Any:  # noqa: ANN401 - networkx has no types
    """Import networkx, which takes a while; None where it is not installed."""
    try:
        import networkx as nx  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    return nx
