"""Structural holes: whose contacts do not know each other, and who is therefore in between (Burt 1992).

Of a person i with d_i neighbours, in an undirected and unweighted graph without loops:

- constraint c_i = Σ_j (p_ij + Σ_q p_iq·p_qj)² over the neighbours j of i and those q that both have in common, with
  p_ij = 1/d_i. One neighbour: 1; two who do not know each other: 0.5; two who do: 1.125.
- effective size e_i = d_i - 2t/d_i, with t the ties between the neighbours of i (Burt 1992; Borgatti 1997). Two who do
  not know each other: 2; two who do: 1.

Both are computed in whole numbers and are exact, so that no last digit hangs on the order of a sum.
"""

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from netledger.measures.acquaintance import Graph


class Broker(NamedTuple):
    """Both figures of one person."""

    constraint: Fraction
    effective_size: Fraction


class Contact(NamedTuple):
    """What one neighbour adds to both figures of a person."""

    person: int
    common: int
    """How many neighbours the two share."""
    direct: Fraction
    """p_ij: their share of the person's ties."""
    indirect: Fraction
    """Σ_q p_iq·p_qj: what leads to them through others."""
    effective_size: Fraction
    """1 - common/d: how little the others repeat them."""

    @property
    def constraint(self) -> Fraction:
        """(p_ij + Σ_q p_iq·p_qj)²."""
        return (self.direct + self.indirect) ** 2


def brokers(graph: "Graph") -> list[Broker | None]:
    """Return the figures of each node; undefined (None) where it has no neighbour."""
    # In whole numbers: every 1/d_q is a number of parts of 1/unit, and sums of them need no fractions.
    unit = lcm(*(len(near) for near in graph if near))
    parts = [unit // len(near) if near else 0 for near in graph]
    squares, shared = [0] * len(graph), [0] * len(graph)
    for one, near in enumerate(graph):
        for other in near:
            if one < other:
                common = near & graph[other]
                square = (unit + sum([parts[person] for person in common])) ** 2
                squares[one] += square
                squares[other] += square
                shared[one] += len(common)
                shared[other] += len(common)
    return [
        Broker(Fraction(square, (unit * len(near)) ** 2), len(near) - Fraction(both, len(near))) if near else None
        for near, square, both in zip(graph, squares, shared, strict=True)
    ]


def contacts(graph: "Graph", person: int) -> list[Contact]:
    """Return what each neighbour of a node adds to its figures; they sum up to those of `brokers`."""
    near = graph[person]
    found = []
    for other in sorted(near):
        common = near & graph[other]
        share = Fraction(1, len(near))
        indirect = share * sum((Fraction(1, len(graph[third])) for third in common), Fraction(0))
        found.append(Contact(other, len(common), share, indirect, 1 - len(common) * share))
    return found
