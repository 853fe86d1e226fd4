"""The shape of a network on one day: every figure of every person, without and with the owner in the graph."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

import msgspec

from netledger.measures.acquaintance import Acquaintance, acquaintance
from netledger.measures.betweenness import Betweenness, betweenness
from netledger.measures.brokerage import Broker, brokers
from netledger.measures.communities import communities, components, numbered
from netledger.measures.selection import chosen_people

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.measures.acquaintance import Graph


class NetworkOptions(msgspec.Struct, frozen=True):
    """What `network` takes beside the options of all metrics."""

    exact: Annotated[
        bool, msgspec.Meta(description="Compute betweenness from everybody, however many they are and long it takes.")
    ] = False
    with_me: Annotated[bool, msgspec.Meta(description="Draw yourself, too, in graphml and dot.")] = False


@dataclass(frozen=True)
class Shape:
    """All figures of one graph, each by the nodes' numbers."""

    graph: "Graph"
    brokers: "Sequence[Broker | None]"
    betweenness: Betweenness | None
    """None: networkx is not installed."""

    def between(self, node: int) -> float | None:
        """Return the betweenness of a node, or None where it is undefined."""
        return None if self.betweenness is None else self.betweenness.shares[node]


@dataclass(frozen=True)
class Network:
    """Who knows whom, and what follows from it."""

    known: Acquaintance
    components: "Sequence[Sequence[int]]"
    communities: "Sequence[Sequence[int]]"
    component: "Sequence[int | None]"
    """The number of each person's component, from 1; None: they have no tie."""
    community: "Sequence[int | None]"
    shown: "Sequence[int]"
    """The people whom the query chooses, those with the most ties first; without a tie only where all are asked for."""
    hidden: int
    """How many people without a tie the query chooses, too."""
    config: "Config"

    @cached_property
    def alone(self) -> Shape:
        """The figures of the people, without the owner."""
        return shape(self.known.near, self.config)

    @cached_property
    def with_me(self) -> Shape:
        """The figures of the people and the owner."""
        return shape(self.known.with_me, self.config)


def network(ledger: "Ledger", config: "Config") -> Network:
    """Compute the shape of the network of a ledger on the last day that is reported."""
    known = acquaintance(ledger, config.last)
    parts, groups = components(known.near), communities(known.near)
    size = len(known.names)
    people = chosen(known, ledger, config)
    shown = [node for node in people if known.near[node] or config.empty]
    return Network(
        known,
        parts,
        groups,
        numbered(parts, size),
        numbered(groups, size),
        shown,
        len(people) - len(shown),
        config,
    )


def shape(graph: "Graph", config: "Config") -> Shape:
    """Compute the figures of one graph."""
    return Shape(graph, brokers(graph), betweenness(graph, config.progress, exact=config.own(NetworkOptions).exact))


def chosen(known: Acquaintance, ledger: "Ledger", config: "Config") -> list[int]:
    """Return the people whom the query chooses, those with the most ties first, then in alphabetical order."""
    names = chosen_people(ledger, config)
    people = [node for node, name in enumerate(known.names) if names is None or name in names]
    return sorted(people, key=lambda node: -len(known.near[node]))
