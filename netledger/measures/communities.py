"""What a graph falls into: its components, and communities of nodes with more ties among them than chance would give.

Communities are those of greedy modularity (Clauset, Newman & Moore 2004): at first each node is one; again and again
the two are joined that raise Newman's modularity most, until none raises it. Of equal ones those with the lowest labels
are joined, and the higher label stays, as networkx has it. All is done in whole numbers, so that rounding decides
nothing. networkx does the same in floating point, and took 26 s where this takes 0.3 s (3,600 people, 42,600 ties).
"""

from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netledger.measures.acquaintance import Graph


def components(graph: "Graph") -> list[list[int]]:
    """Return the nodes of each connected part with a tie in it, the largest first, then by their first node."""
    seen = [False] * len(graph)
    found = []
    for start, near in enumerate(graph):
        if seen[start] or not near:
            continue
        seen[start] = True
        part = [start]
        for node in part:  # it grows while it is walked
            for other in graph[node]:
                if not seen[other]:
                    seen[other] = True
                    part.append(other)
        found.append(sorted(part))
    return _ordered(found)


def communities(graph: "Graph") -> list[list[int]]:
    """Return the nodes of each community, the largest first, then by their first node; isolates are in none."""
    twice = sum(map(len, graph))  # 2m: each tie is counted from both ends
    degrees = [len(near) for near in graph]
    shared: list[dict[int, int]] = [dict.fromkeys(near, 1) for near in graph]
    members = [[node] for node in range(len(graph))]
    labels = list(range(len(graph)))

    def key(one: int, other: int) -> tuple[int, int, int]:
        """Order pairs of communities: joining them raises modularity by -key[0] / 2m²; then by their labels."""
        loss = degrees[one] * degrees[other] - twice * shared[one][other]
        return (loss, *sorted((labels[one], labels[other])))  # type: ignore[return-value]  # three of them

    # A pair's key only rises until it has more ties in common. So keys are put right when they come up, not whenever
    # a community grows; a pair with more ties comes anew, and what was there of it is passed over.
    heap = [(*key(one, other), one, other, 1) for one, near in enumerate(graph) for other in near if one < other]
    heapify(heap)
    while heap:
        loss, low, high, one, other, known = heappop(heap)
        if shared[one].get(other) != known:
            continue
        now = key(one, other)
        if now != (loss, low, high):
            heappush(heap, (*now, one, other, known))
            continue
        if loss > 0:
            break
        into, gone = (one, other) if len(shared[one]) >= len(shared[other]) else (other, one)
        labels[into] = high
        degrees[into] += degrees[gone]
        members[into] += members[gone]
        members[gone] = []
        del shared[into][gone]
        for third, count in shared[gone].items():
            if third != into:
                del shared[third][gone]
                shared[into][third] = shared[third][into] = shared[into].get(third, 0) + count
                heappush(heap, (*key(into, third), into, third, shared[into][third]))
        shared[gone] = {}
    return _ordered([sorted(nodes) for nodes in members if nodes and graph[nodes[0]]])


def modularity(graph: "Graph", parts: "Sequence[Sequence[int]]") -> Fraction | None:
    """Return Newman's modularity Σ_c (L_c/m - (d_c/2m)²) of a partition; undefined without ties.

    L_c are the ties within a community, d_c is the sum of its nodes' degrees: two triangles apart give 1/2.
    """
    twice = sum(map(len, graph))
    if not twice:
        return None
    total = Fraction(0)
    for part in parts:
        inside = set(part)
        total += Fraction(sum(len(inside & graph[node]) for node in part), twice)
        total -= Fraction(sum(len(graph[node]) for node in part), twice) ** 2
    return total


def numbered(parts: "Iterable[Sequence[int]]", size: int) -> list[int | None]:
    """Return the number of the part that each of `size` nodes is in, from 1; None: it is in none."""
    found: list[int | None] = [None] * size
    for number, part in enumerate(parts, start=1):
        for node in part:
            found[node] = number
    return found


def _ordered(parts: list[list[int]]) -> list[list[int]]:
    return sorted(parts, key=lambda part: (-len(part), part))
