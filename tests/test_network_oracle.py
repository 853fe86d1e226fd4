"""The network against networkx, against what the literature tells, and against every way counted one by one."""

from collections import deque
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from netledger import Config, load_text
from netledger.core import entries as e
from netledger.measures import betweenness as measure
from netledger.measures.acquaintance import MOST, Graph, acquaintance
from netledger.measures.betweenness import betweenness, reached
from netledger.measures.brokerage import brokers, contacts
from netledger.measures.communities import communities, components, modularity
from netledger.measures.joining import introductions, joined

TODAY = date(2026, 6, 30)


def silent(_what: str, _done: int, _whole: int) -> None:
    """Tell no progress."""


@st.composite
def graphs(draw: DrawFn, *, most: int = 9) -> Graph:
    """Give a small graph; some of its nodes have no neighbour."""
    size = draw(st.integers(1, most))
    return graph_of(size, draw(st.sets(st.sampled_from([*combinations(range(size), 2)]))) if size > 1 else set())


def graph_of(size: int, edges: "set[tuple[int, int]]") -> Graph:
    graph: list[set[int]] = [set() for _ in range(size)]
    for one, other in edges:
        graph[one].add(other)
        graph[other].add(one)
    return graph


def drawn(graph: Graph) -> Any:
    """Return a graph as networkx has it."""
    result = nx.Graph()
    result.add_nodes_from(range(len(graph)))
    result.add_edges_from((one, other) for one, near in enumerate(graph) for other in near)
    return result


def taken(graph: Any) -> tuple[list[Any], Graph]:
    """Return the nodes of a graph of networkx, and the graph as netledger has it."""
    names = sorted(graph)
    number = {name: place for place, name in enumerate(names)}
    return names, [{number[other] for other in graph[name]} for name in names]


# -------------------------------------------------------------------------------------------------- literature


def test_the_ego_of_burt() -> None:
    """Burt 1992 and Borgatti 1997: the effective size of G is 4.67 and its constraint 0.400; A has 0.595."""
    names, graph = taken(nx.Graph(["AB", "AE", "AF", "AG", "BD", "BG", "CG", "DG", "EG", "FG"]))
    found = dict(zip(names, brokers(graph), strict=True))
    assert round(found["G"].effective_size, 2) == Fraction("4.67")
    assert round(found["G"].constraint, 3) == Fraction("0.4")
    assert round(found["A"].constraint, 3) == Fraction("0.595")
    assert found["C"].constraint == found["C"].effective_size == 1


def test_two_contacts() -> None:
    """Who do not know each other: 0.5 and 2; who do: 1.125 and 1."""
    for edges, constraint, size in (({(0, 1), (0, 2)}, "1/2", 2), ({(0, 1), (0, 2), (1, 2)}, "9/8", 1)):
        found = brokers(graph_of(3, edges))[0]
        assert found == (Fraction(constraint), size)


def test_the_families_of_florence() -> None:
    """Padgett & Ansell 1993: the Medici were between more pairs than anybody else, 0.522."""
    names, graph = taken(nx.florentine_families_graph())
    found = betweenness(graph, silent)
    assert found is not None
    shares = dict(zip(names, found.shares, strict=True))
    assert round(shares["Medici"] or 0, 3) == 0.522
    assert max(shares, key=lambda name: shares[name] or 0) == "Medici"


def test_the_karate_club() -> None:
    """Zachary 1977; Clauset, Newman & Moore 2004: greedy modularity ends in three communities with Q = 0.381."""
    _, graph = taken(nx.karate_club_graph())
    found = communities(graph)
    assert [len(part) for part in found] == [17, 9, 8]
    assert round(modularity(graph, found) or 0, 3) == Fraction("0.381")


@pytest.mark.parametrize("size", range(3, 9))
def test_shapes_with_known_figures(size: int) -> None:
    """The middle of a star is between all pairs; in a full graph nobody is between any, and all are one community."""
    star = graph_of(size, {(0, other) for other in range(1, size)})
    full = graph_of(size, set(combinations(range(size), 2)))
    of_star, of_full = betweenness(star, silent), betweenness(full, silent)
    assert of_star is not None
    assert of_full is not None
    assert of_star.shares == [1.0] + [0.0] * (size - 1)
    assert of_full.shares == [0.0] * size
    middle = brokers(star)[0]
    assert middle == (Fraction(1, size - 1), size - 1)
    assert communities(full) == [list(range(size))]
    assert {broker.effective_size for broker in brokers(full) if broker} == {1}


# ---------------------------------------------------------------------------------------------------- networkx


@given(graphs())
def test_constraint_and_effective_size(graph: Graph) -> None:
    found = brokers(graph)
    of_networkx = drawn(graph)
    constraint, size = nx.constraint(of_networkx), nx.effective_size(of_networkx)
    for node, broker in enumerate(found):
        if not graph[node]:
            assert broker is None
            continue
        assert broker is not None
        assert float(broker.constraint) == pytest.approx(constraint[node], abs=1e-12)
        assert float(broker.effective_size) == pytest.approx(size[node], abs=1e-12)
        parts = contacts(graph, node)
        assert sum(part.constraint for part in parts) == broker.constraint
        assert sum(part.effective_size for part in parts) == broker.effective_size
        assert sum(part.direct for part in parts) == 1


@given(graphs())
def test_components(graph: Graph) -> None:
    found = components(graph)
    expected = [sorted(part) for part in nx.connected_components(drawn(graph)) if len(part) > 1]
    assert found == sorted(expected, key=lambda part: (-len(part), part))


@given(graphs(), st.data())
def test_modularity(graph: Graph, data: st.DataObject) -> None:
    labels = data.draw(st.lists(st.integers(0, 2), min_size=len(graph), max_size=len(graph)))
    parts = [[node for node, label in enumerate(labels) if label == wanted] for wanted in set(labels)]
    found = modularity(graph, parts)
    if not any(graph):
        assert found is None
    else:
        assert float(found or 0) == pytest.approx(nx.community.modularity(drawn(graph), parts), abs=1e-12)


@given(st.integers(0, 6), st.integers(2, 24), st.data())
def test_communities_are_those_of_networkx(power: int, size: int, data: st.DataObject) -> None:
    """Where the number of ties is a power of two, floating point is exact, and networkx is, too."""
    wanted = min(2**power, 1 << (comb(size, 2).bit_length() - 1))
    pairs = st.sampled_from([*combinations(range(size), 2)])
    graph = graph_of(size, data.draw(st.sets(pairs, min_size=wanted, max_size=wanted)))
    expected = [sorted(part) for part in nx.community.greedy_modularity_communities(drawn(graph))]
    assert sorted(communities(graph)) == sorted(part for part in expected if len(part) > 1)


def greedily(graph: Graph) -> list[list[int]]:
    """Join, step by step and in fractions, the two communities that raise modularity most; lowest labels first."""
    parts = {node: {node} for node in range(len(graph))}
    while True:
        now = modularity(graph, [sorted(part) for part in parts.values()])
        best: tuple[Fraction, int, int] | None = None
        for low, high in combinations(sorted(parts), 2):
            if not any(graph[node] & parts[high] for node in parts[low]):
                continue
            rest = [sorted(part) for label, part in parts.items() if label not in {low, high}]
            gain = (modularity(graph, [*rest, sorted(parts[low] | parts[high])]) or Fraction(0)) - (now or 0)
            if gain >= 0 and (best is None or gain > best[0]):
                best = gain, low, high
        if best is None:
            return sorted(sorted(part) for part in parts.values() if graph[min(part)])
        parts[best[2]] |= parts.pop(best[1])


@given(graphs())
def test_communities_are_joined_greedily(graph: Graph) -> None:
    assert sorted(communities(graph)) == greedily(graph)


@given(graphs(), st.sampled_from([1, 2, 25]))
def test_betweenness(graph: Graph, chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(measure, "_CHUNK", chunk)
        found = betweenness(graph, silent)
    assert found is not None
    assert not found.is_estimate
    expected = nx.betweenness_centrality(drawn(graph))
    by_hand = counted(graph)
    for node, share in enumerate(found.shares):
        if not graph[node] or len(graph) <= 2:
            assert share is None
        else:
            assert share == pytest.approx(expected[node], abs=1e-12)
            assert share == pytest.approx(float(by_hand[node] / comb(len(graph) - 1, 2)), abs=1e-12)
            through = reached(graph, node, silent)
            assert through is not None
            assert through.share == pytest.approx(share, abs=1e-12)
            assert through.pairs == pytest.approx(sum(through.through.values()) / 2, abs=1e-12)


def ways(graph: Graph, start: int, end: int) -> list[list[int]]:
    """Return every shortest way, found by walking all that repeat no node, the shorter ones first."""
    found: list[list[int]] = []
    queue = deque([[start]])
    while queue:
        way = queue.popleft()
        if found and len(way) > len(found[0]):
            break
        if way[-1] == end:
            found.append(way)
        else:
            queue.extend([*way, node] for node in sorted(graph[way[-1]]) if node not in way)
    return found


def counted(graph: Graph) -> list[Fraction]:
    pairs = [Fraction(0)] * len(graph)
    for start, end in combinations(range(len(graph)), 2):
        found = ways(graph, start, end)
        for way in found:
            for node in way[1:-1]:
                pairs[node] += Fraction(1, len(found))
    return pairs


@given(graphs(most=7), st.integers(1, 6))
def test_the_estimate_is_unbiased(graph: Graph, size: int) -> None:
    """Over all samples of a size in which a node's pairs can be seen it has, on average, the exact share."""
    tied = [node for node, near in enumerate(graph) if near]
    exact = betweenness(graph, silent)
    assert exact is not None
    if size >= len(tied) or len(graph) <= 2:
        return
    sums: dict[int, list[float]] = {node: [] for node in tied}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(measure, "EXACT", 0)
        patched.setattr(measure, "SAMPLE", size)
        for sample in combinations(tied, size):
            patched.setattr(measure, "Random", lambda _seed, chosen=sample: _Chosen(chosen))
            found = betweenness(graph, silent)
            assert found is not None
            assert (found.sources, found.whole, found.is_estimate) == (size, len(tied), True)
            for node in tied:
                if set(sample) != {node}:
                    sums[node].append(found.shares[node] or 0)
    for node in tied:
        assert sum(sums[node]) / len(sums[node]) == pytest.approx(exact.shares[node], abs=1e-12)


class _Chosen:
    """A source of chance that chooses what it is told to."""

    def __init__(self, chosen: "tuple[int, ...]") -> None:
        self._chosen = list(chosen)

    def sample(self, _population: "list[int]", size: int) -> list[int]:
        assert size == len(self._chosen)
        return self._chosen


# ----------------------------------------------------------------------------------------------- random ledgers

_NAMES = list("ABCDEFGHIJ")


@st.composite
def journals(draw: DrawFn) -> str:
    """Give a journal of few people, in which introductions and what may come of them are frequent."""
    lines = []
    names = st.lists(st.sampled_from(_NAMES[:5]), min_size=2, max_size=4, unique=True)
    for _ in range(draw(st.integers(1, 12))):
        day = date(2026, 1, 1) + timedelta(draw(st.integers(0, 5)))
        people = " ".join(draw(names))
        one = draw(st.sampled_from(_NAMES[:5]))
        head = draw(
            st.sampled_from(
                [
                    *(f"intro {people}", f"intro {people}", f"! intro {people}", f"meet {people}", f"! meet {people}"),
                    *(f"intro {people} by Z", "intro A by B", f"give {people} by Z", "give A by B", f"meet {one}"),
                    *(f"outcome job for {people}", "outcome job", f'note {one} "x"', f"meet {one}\n  give A 1 X"),
                    *(f"meet {' '.join(_NAMES)}", f"meet {one}\n  ! give A 1 X ^l", f"connect {people}"),
                ]
            )
        )
        link = draw(st.sampled_from(["", "", " ^l", " ^k"]))
        first, newline, rest = head.partition("\n")
        lines.append(f"{day} {first}{link}{newline}{rest}\n")
    return "".join(lines)


def people(entry: e.Entry) -> set[str]:
    """Return whom an entry names, by its fields one by one."""
    if isinstance(entry, e.Note):
        return {entry.subject}
    if not isinstance(entry, e.Happening) or entry.pending:
        return set()
    found = {*entry.names, *(name for item in entry.details if not item.pending for name in item.names)}
    found |= {entry.by} if isinstance(entry, e.Intro | e.Give) and entry.by else set()
    found |= set(entry.beneficiaries) if isinstance(entry, e.Outcome) else set()
    return found


@given(journals(), st.integers(0, 6))
def test_ties(journal: str, after: int) -> None:
    last = date(2026, 1, 1) + timedelta(after)
    ledger = load_text(journal)
    known = acquaintance(ledger, last)
    expected: dict[tuple[str, str], list[date]] = {}
    for entry in ledger.entries:
        named = people(entry)
        if entry.date <= last and (len(named) <= MOST or isinstance(entry, e.Intro)):
            for pair in combinations(sorted(named), 2):
                expected.setdefault(pair, []).append(entry.date)
    found = {(known.names[one], known.names[two]): tie for (one, two), tie in known.ties.items()}
    assert {pair: (tie.first, tie.entries) for pair, tie in found.items()} == {
        pair: (min(days), len(days)) for pair, days in expected.items()
    }
    assert sum(map(len, known.near)) == 2 * len(known.ties)
    assert sum(map(len, known.with_me)) == 2 * (len(known.ties) + len(known.yours))


@given(journals(), st.integers(0, 6))
def test_what_came_of_introductions(journal: str, after: int) -> None:
    last = date(2026, 1, 1) + timedelta(after)
    ledger = load_text(journal)
    config = Config(TODAY, end=last + timedelta(1))
    found = joined(ledger, config, introductions(ledger, config).made)
    expected = []
    for intro in ledger.of(e.Intro):
        if intro.by is None and not intro.pending and intro.date <= last:
            for pair in combinations(intro.names, 2):
                later = [entry for entry in ledger.entries if intro.date < entry.date <= last]
                expected.append((intro, pair, next((x for x in later if tells(x, intro, set(pair))), None)))
    assert [tuple(item) for item in found] == expected
    assert all(bool(item.how) == (item.later is not None) for item in found)


def tells(entry: e.Entry, intro: e.Intro, pair: set[str]) -> bool:
    if isinstance(entry, e.Intro) and entry.by is None:
        return False
    if isinstance(entry, e.Happening) and entry.pending:
        return False
    named = people(entry)
    return pair <= named or (bool(set(entry.links) & set(intro.links)) and (not named or bool(named & pair)))
