"""GraphML and DOT of the network: the text of `netledger network`, and what other programs read in it."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from exports import exported, text

from netledger.exporters.graphs import GraphOptions

Run = Callable[..., Any]

ROOT = Path(__file__).parents[1]

ODD = """
option "title" "Ties & <odd> \\"names\\""
2026-01-01 person O'Neil "Pat \\"the\\" O'Neil\\nJr <&>"
2026-01-02 meet O'Neil Élise.X
2026-01-03 meet Élise.X 李雷 "lunch"
2026-01-04 person Alone
2027-01-01 meet Alone 李雷
"""


def graph(journal: str, *terms: str, **settings: Any) -> "nx.Graph[str]":
    return nx.read_graphml(io.BytesIO(exported("graphml", journal, *terms, **settings)))


@pytest.mark.parametrize("form", ["graphml", "dot"])
@pytest.mark.parametrize("file", ["coach.net", "community.net", "quickstart.net", "job-seeker/main.net"])
def test_it_is_what_network_writes(form: str, file: str, run: Run) -> None:
    asked = ("-f", str(ROOT / "examples" / file), "--today", "2026-06-30")
    for options in ((), ("--with-me",), ("--empty",), ("--exact", "-p", "2026"), ("#client",)):
        wanted = run("network", "-O", form, *options, *asked)
        assert run("export", form, *options, *asked) == wanted
        assert wanted.status == 0


def test_networkx_reads_the_people_and_ties() -> None:
    found = graph(ODD)
    assert sorted(map(sorted, found.edges)) == [["O'Neil", "Élise.X"], ["Élise.X", "李雷"]]
    assert found.nodes["O'Neil"]["full_name"] == 'Pat "the" O\'Neil·Jr <&>'
    assert found.graph["title"] == 'Ties & <odd> "names"'


def test_options_and_terms_choose() -> None:
    assert set(graph(ODD, options=GraphOptions(empty=True))) == {"O'Neil", "Élise.X", "李雷", "Alone"}
    assert set(graph(ODD, options=GraphOptions(with_me=True))) == {"O'Neil", "Élise.X", "李雷", "Me"}
    assert set(graph(ODD, "any:(O'Neil Élise.X)")) == {"O'Neil", "Élise.X"}


_ID = r'"(?:[^"\\]|\\.)*"|[A-Za-z0-9.#]+'
_ATTRIBUTES = rf"\[(?:[a-z_]+=(?:{_ID})(?:, )?)*\]"
_LINE = re.compile(
    rf"  (?:(?:[a-z]+=(?:{_ID});? ?)+|(?:node|edge) {_ATTRIBUTES};|(?:{_ID})(?: -- (?:{_ID}))? {_ATTRIBUTES};)"
)


def test_dot_is_of_graphviz_language() -> None:
    lines = text("dot", ODD).splitlines()
    assert (lines[0], lines[-1]) == ("graph network {", "}")
    assert [line for line in lines[1:-1] if not _LINE.fullmatch(line)] == []
    assert sum(" -- " in line for line in lines) == 2


@pytest.mark.parametrize("form", ["graphml", "dot"])
def test_an_empty_journal_is_an_empty_graph(form: str, run: Run) -> None:
    ran = run("export", form, stdin="")
    assert (ran.status, ran.err) == (0, "")
    assert "--" not in ran.out
    assert "<node" not in ran.out
