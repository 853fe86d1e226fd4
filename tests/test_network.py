"""The network, by hand: introductions and what came of them, the graph, selections, formats, what is undefined."""

import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import networkx as nx
import pytest

from netledger import Config, Figure, Ledger, Report, load_text, parse_query
from netledger.core.report import check_report
from netledger.measures.acquaintance import Tie, acquaintance
from netledger.measures.joining import introductions, joined
from netledger.plugins.network import plugin
from netledger.plugins.network_evidence import evidence
from netledger.plugins.network_formats import dot, graphml
from netledger.plugins.network_shape import NetworkOptions

TODAY = date(2026, 6, 30)


def report(journal: "str | Ledger", *terms: str, **settings: Any) -> Report:
    """Compute the report of a journal that must be sound but for declarations."""
    ledger = load_text(journal) if isinstance(journal, str) else journal
    assert not ledger.has_errors
    made, found = plugin.run(ledger, config(*terms, **settings))
    assert list(found) == []
    assert check_report(made) == ""
    return made


def config(*terms: str, **settings: Any) -> Config:
    return Config(**{"today": TODAY, **settings}, query=parse_query(terms))


def cells(made: Report, column: str) -> dict[Any, Any]:
    """Return a column by person."""
    index = [item.name for item in made.columns].index(column)
    return {row[0]: row[index] for row in made.rows}


def figure(made: Report, name: str) -> Figure:
    (found,) = [item for item in made.figures if item.name == name]
    return found


def ties(journal: str, day: date = TODAY) -> dict[str, Tie]:
    """Return what ties whom, `Ann Ben`."""
    known = acquaintance(load_text(journal), day)
    return {f"{known.names[one]} {known.names[other]}": tie for (one, other), tie in known.ties.items()}


# -------------------------------------------------------------------------------------------------- the graph


@pytest.mark.parametrize(
    ("entry", "tied"),
    [
        ("meet Ann Ben", ["Ann Ben"]),
        ("meet Ann Ben Cleo", ["Ann Ben", "Ann Cleo", "Ben Cleo"]),
        ("connect Ann Ben", ["Ann Ben"]),
        ("intro Ann Ben", ["Ann Ben"]),
        ("intro Ann by Ben", ["Ann Ben"]),
        ("intro Ann Me by Ben", ["Ann Ben"]),
        ("intro Ann Cleo by Ben", ["Ann Ben", "Ann Cleo", "Ben Cleo"]),
        ("give Ann by Ben", ["Ann Ben"]),
        ("outcome client from Ann for Ben", ["Ann Ben"]),
        ("meet Ann\n  give Ben 1 INTRO", ["Ann Ben"]),
        ("meet Ann\n  ! give Ben 1 INTRO", []),
        ("! meet Ann Ben", []),
        ("meet Ann", []),
        ('note Ann "knows Ben"', []),
        ("meet A B C D E F G H I", []),
        ("intro A B C D E F G H by I", 36),
        ("meet A B C D E F G H", 28),
    ],
)
def test_what_ties(entry: str, tied: "list[str] | int") -> None:
    found = ties(f"2026-01-01 {entry}\n")
    assert (len(found) if isinstance(tied, int) else sorted(found)) == tied
    assert all(tie == Tie(date(2026, 1, 1), 1) for tie in found.values())


def test_a_tie_counts_its_entries_and_keeps_its_first_day() -> None:
    journal = "2026-01-05 meet Ben Ann\n2026-03-01 intro Ann Ben\n2026-09-01 meet Ann Ben\n"
    assert ties(journal) == {"Ann Ben": Tie(date(2026, 1, 5), 2)}
    assert ties(journal, date(2026, 1, 31)) == {"Ann Ben": Tie(date(2026, 1, 5), 1)}
    assert ties(journal, date(2026, 1, 1)) == {}


def test_a_crowd_is_named_in_a_note() -> None:
    made = report("2026-01-01 meet A B C D E F G H I\n2026-01-02 meet A B\n")
    assert made.notes == (
        "7 people have no tie to another and no row: -E shows them",
        "1 entry names more than 8 people, and ties nobody for it",
    )
    assert "2 entries name more" in report("2026-01-01 meet A B C D E F G H I\n" * 2).notes[-1]


def test_you_are_tied_where_a_tie_of_yours_has_begun() -> None:
    """With people that you only heard of you have none."""
    known = acquaintance(
        load_text(
            "2026-01-01 person Ann\n2026-01-01 intro Ben Cleo by Dan\n2026-01-02 intro Eva by Dan\n"
            "2026-01-03 give Fay\n2026-01-04 ! meet Gus\n2026-07-01 meet Hal\n"
        ),
        TODAY,
    )
    assert known.names == ("Ann", "Ben", "Cleo", "Dan", "Eva", "Fay")
    assert [known.names[node] for node in known.yours] == ["Dan", "Eva", "Fay"]
    assert known.with_me[known.me] == {3, 4, 5}
    assert known.me in known.with_me[3]
    assert known.me not in known.near[3]


# --------------------------------------------------------------------------------------------------- figures

KITE = """\
2026-01-01 meet Ann Ben
2026-01-01 meet Ann Cleo
2026-01-01 meet Ben Cleo
2026-01-02 meet Cleo Dan
2026-01-03 person Eva
"""
"""A triangle with a tail: Ann, Ben and Cleo know each other, Cleo knows Dan; Eva knows nobody."""


def test_the_kite() -> None:
    """Worked out in docs/metrics/network.md."""
    made = report(KITE)
    assert list(cells(made, "degree").items()) == [("Cleo", 3), ("Ann", 2), ("Ben", 2), ("Dan", 1)]
    # Cleo: of Ann and of Ben (1/3 + 1/3·1/2)², of Dan (1/3)²: 1/4 + 1/4 + 1/9.
    # Ann: of Ben (1/2 + 1/2·1/3)², of Cleo (1/2 + 1/2·1/2)²: 4/9 + 9/16.
    assert cells(made, "constraint") == {
        "Cleo": Decimal("0.6111"),
        "Ann": Decimal("1.0069"),
        "Ben": Decimal("1.0069"),
        "Dan": Decimal("1.0000"),
    }
    assert cells(made, "effective_size") == {
        "Cleo": Decimal("2.3333"),
        "Ann": Decimal("1.0000"),
        "Ben": Decimal("1.0000"),
        "Dan": Decimal("1.0000"),
    }
    # Two of the (5-1)(5-2)/2 pairs of others meet through Cleo.
    assert cells(made, "betweenness") == {
        "Cleo": Decimal("0.333333"),
        "Ann": Decimal("0.000000"),
        "Ben": Decimal("0.000000"),
        "Dan": Decimal("0.000000"),
    }
    assert cells(made, "community") == {"Cleo": 1, "Ann": 1, "Ben": 1, "Dan": 1}
    values = {item.name: item.value for item in made.figures}
    assert values["people"] == 5
    assert values["ties"] == 4
    assert values["density"] == Decimal("0.4000")
    assert (values["components"], values["communities"], values["modularity"]) == (1, 1, Decimal("0.0000"))
    # You know the four, and Cleo knows three of them: 4 - 2·4/4.
    assert values["your_effective_size"] == Decimal("2.0000")
    assert figure(made, "your_constraint").n == 4
    # With you two more pairs have a shortest way, half of it through you: Ann and Dan, Ben and Dan.
    assert values["your_betweenness"] == Decimal("0.100000")
    assert cells(made, "betweenness_with_me")["Cleo"] == Decimal("0.100000")
    assert cells(made, "effective_size_with_me")["Dan"] == Decimal("1.0000")


def test_communities_are_numbered_by_size() -> None:
    made = report(
        "2026-01-01 meet X Y Z\n2026-01-01 meet X W\n2026-01-01 meet Y W\n2026-01-01 meet A B C\n2026-01-02 meet M N\n"
    )
    by_community = cells(made, "community")
    assert {name: by_community[name] for name in "WXYZABCMN"} == {
        **dict.fromkeys("WXYZ", 1),
        **dict.fromkeys("ABC", 2),
        **dict.fromkeys("MN", 3),
    }
    assert cells(made, "component") == by_community
    # m = 9, degrees 10, 6 and 2: (5/9 - 25/81) + (3/9 - 9/81) + (1/9 - 1/81).
    assert figure(made, "modularity").value == Decimal("0.5679")


def test_rows_are_sorted_by_ties_then_by_name() -> None:
    made = report("2026-01-01 meet Élise Zoë\n2026-01-01 meet Frank Zoë\n2026-01-01 person Ann\n", empty=True)
    assert list(cells(made, "degree")) == ["Zoë", "Élise", "Frank", "Ann"]


def test_who_has_no_tie_has_no_figures() -> None:
    made = report(KITE, empty=True)
    row = next(row for row in made.rows if row[0] == "Eva")
    undefined = {column.name for column, cell in zip(made.columns, row, strict=True) if cell is None}
    assert undefined == {
        *("constraint", "effective_size", "betweenness", "community", "component", "tertius_iungens"),
        *("constraint_with_me", "effective_size_with_me", "betweenness_with_me"),
    }
    assert made.notes == ("1 person has no tie to another and no figures",)
    assert report(KITE).notes == ("1 person has no tie to another and no row: -E shows them",)


@pytest.mark.parametrize(
    "journal", ["", "2026-01-01 person Ann\n", "2026-07-01 meet Ann Ben\n", "2026-01-01 ! meet Ann Ben\n"]
)
def test_nothing_to_tell(journal: str) -> None:
    made = report(journal)
    assert made.rows == ()
    undefined = {item.name: item.reason for item in made.figures if item.value is None}
    assert undefined == {
        "tertius_iungens": "you introduced nobody to anybody",
        "density": "there are no two people",
        "modularity": "nobody has a tie",
        "your_constraint": "you have no tie yet",
        "your_effective_size": "you have no tie yet",
        "your_betweenness": "you have no tie yet",
    }


def test_two_people_are_between_nobody() -> None:
    made = report("2026-01-01 intro Ann Ben by Cleo\n2026-01-02 meet Ann\n", end=date(2026, 1, 2))
    assert figure(made, "your_betweenness").reason == "you have no tie yet"
    made = report("2026-01-01 give Ann by Ben\n")
    assert set(cells(made, "betweenness").values()) == {None}
    assert made.notes == ("betweenness is undefined: there are no two others to be between",)
    alone = figure(report("2026-01-01 meet Ann\n"), "your_betweenness")
    assert (alone.value, alone.reason) == (None, "there are no two others")


# --------------------------------------------------------------------------------------------- introductions


def test_made_received_and_seen() -> None:
    made = report(
        "2026-01-01 intro Ann Ben\n2026-01-02 intro Ann Ben Cleo\n2026-01-03 ! intro Ann Cleo\n"
        "2026-01-04 intro Dan by Ann\n2026-01-05 intro Dan Me Eva by Ann\n2026-01-06 intro Ben Cleo by Ann\n"
    )
    assert [item.value for item in made.figures[:3]] == [2, 2, 1]
    assert cells(made, "made") == {"Ann": 2, "Ben": 2, "Cleo": 1, "Dan": 0, "Eva": 0}
    assert cells(made, "received") == {"Ann": 2, "Ben": 0, "Cleo": 0, "Dan": 0, "Eva": 0}
    assert cells(made, "seen") == {"Ann": 1, "Ben": 1, "Cleo": 1, "Dan": 0, "Eva": 0}
    assert cells(made, "pairs") == {"Ann": 3, "Ben": 3, "Cleo": 2, "Dan": 0, "Eva": 0}


@pytest.mark.parametrize(
    ("later", "how"),
    [
        ("2026-02-02 outcome deal for Ann Ben", "outcome for both"),
        ("2026-02-02 outcome deal for Ann Ben Cleo", "outcome for both"),
        ("2026-02-02 outcome deal from Ann for Ben", "named together"),
        ("2026-02-02 give Ann by Ben", "favour"),
        ("2026-02-02 give Cleo Ann 2 HOUR by Ben", "favour"),
        ("2026-02-02 give Ann Ben", "named together"),
        ("2026-02-02 give Ann Ben by Cleo", "named together"),
        ("2026-02-02 meet Cleo Ben Ann", "named together"),
        ("2026-02-02 meet A B C D E F G H Ann Ben", "named together"),
        ("2026-02-02 meet Ann\n  receive Ben 1 HOUR", "named together"),
        ("2026-02-02 intro Ann Ben by Cleo", "named together"),
        ("2026-02-02 message from Ann ^x", "link ^x"),
        ("2026-02-02 call Ben\n  cost 1h ^x", "link ^x"),
        ('2026-02-02 note Ann "they talk" ^x', "link ^x"),
        ("2026-02-02 outcome deal ^x", "link ^x"),
        ("2026-02-01 meet Ann Ben", ""),  # the day itself is no later day
        ("2026-01-31 meet Ann Ben", ""),
        ("2026-07-01 meet Ann Ben", ""),
        ("2026-02-02 meet Ann\n2026-02-02 meet Ben", ""),
        ("2026-02-02 ! meet Ann Ben", ""),
        ("2026-02-02 meet Ann\n  ! give Ben 1 HOUR", ""),
        ("2026-02-02 intro Ann Ben", ""),  # your own doing
        ("2026-02-02 intro Ann Cleo ^x", ""),
        ("2026-02-02 message from Cleo ^x", ""),
        ("2026-02-02 message from Ann ^y", ""),
        ("2026-02-02 ! message from Ann ^x", ""),
        ("2026-02-02 call Ben\n  ! give 1 HOUR ^x", ""),
    ],
)
def test_something_noted_later(later: str, how: str) -> None:
    ledger = load_text(f"2026-02-01 intro Ann Ben ^x ^z\n{later}\n")
    first = joined(ledger, config(), introductions(ledger, config()).made)[0]
    assert (first.pair, first.how, first.later is not None) == (("Ann", "Ben"), how, bool(how))


def test_the_first_of_what_is_noted_later() -> None:
    ledger = load_text(
        "2026-02-01 intro Ann Ben ^x\n2026-03-01 meet Ann Ben\n2026-02-20 call Ann ^x\n2026-02-21 give Ann by Ben\n"
    )
    (only,) = joined(ledger, config(), introductions(ledger, config()).made)
    assert only.how == "link ^x"


def test_tertius_iungens() -> None:
    """Of the three pairs of an introduction one found to each other, and of another one."""
    journal = (
        "2026-01-01 intro Ann Ben Cleo\n2026-01-02 intro Dan Eva\n"
        "2026-02-01 give Ann by Cleo\n2026-02-02 outcome job for Dan Eva\n"
    )
    made = report(journal)
    share = figure(made, "tertius_iungens")
    assert (share.value, share.n) == (Decimal("0.5000"), 4)
    assert (share.low, share.high) == (Decimal("0.1500"), Decimal("0.8500"))  # Wilson of 2 in 4
    assert len(share.label) + len(share.reason) <= 43  # room for the numbers in 80 columns
    assert cells(made, "tertius_iungens") == {
        "Ann": Decimal("0.5000"),
        "Ben": Decimal("0.0000"),
        "Cleo": Decimal("0.5000"),
        "Dan": Decimal("1.0000"),
        "Eva": Decimal("1.0000"),
    }
    assert "2 pairs without anything yet" not in "".join(made.notes)
    assert report(journal, today=date(2026, 2, 1)).notes == (
        "3 pairs without anything yet had less than 90 days for it",
    )
    assert report("2026-06-01 intro Ann Ben\n").notes[0] == "1 pair without anything yet had less than 90 days for it"
    assert "90 days" not in "".join(report("2026-04-01 intro Ann Ben\n").notes)  # exactly 90 days ago


# ------------------------------------------------------------------------------------------------ selections

YEAR = """\
2025-06-01 intro Ann Ben
2026-02-01 intro Ben Cleo
2026-03-01 intro Dan by Cleo
2026-05-01 meet Ann Ben #close
2026-08-01 intro Ann Dan
"""


def test_a_period_chooses_introductions_and_no_people() -> None:
    made = report(YEAR, begin=date(2026, 1, 1))
    assert [item.value for item in made.figures[:3]] == [1, 1, 0]
    assert cells(made, "made") == {"Ben": 1, "Cleo": 1, "Ann": 0, "Dan": 0}
    assert cells(made, "degree") == {"Ben": 2, "Cleo": 2, "Ann": 1, "Dan": 1}
    assert made.notes[0].endswith("of the whole journal up to 2026-06-30")


def test_the_graph_is_that_of_the_last_day() -> None:
    made = report(YEAR, begin=date(2025, 1, 1), end=date(2026, 2, 15))
    assert cells(made, "degree") == {"Ben": 2, "Ann": 1, "Cleo": 1}
    assert figure(made, "people").value == 3
    # What came of the introduction came after the period.
    assert figure(made, "tertius_iungens").value == 0
    assert figure(report(YEAR), "tertius_iungens").value == Decimal("0.5000")
    assert report(YEAR, end=date(2025, 1, 1)).rows == ()


def test_a_query_chooses_people_and_their_introductions() -> None:
    made = report(YEAR, "Ann")
    assert cells(made, "degree") == {"Ann": 1}
    assert [(item.value, item.n) for item in made.figures[:4]] == [(1, None), (0, None), (0, None), (1, 1)]
    assert figure(made, "people").value == 4
    assert set(cells(report(YEAR, "#close"), "degree")) == {"Ann", "Ben"}
    nobody = report(YEAR, "Zoe")
    assert nobody.rows == ()
    assert figure(nobody, "introductions_made").value == 0


def test_of_an_introduction_of_several_the_pairs_of_whom_the_query_chooses() -> None:
    made = report("2026-01-01 intro Ann Ben Cleo\n", "Ann")
    assert figure(made, "tertius_iungens").n == 2
    assert cells(made, "pairs") == {"Ann": 2}


def test_a_query_that_chooses_somebody_without_a_tie_says_so() -> None:
    made = report(KITE, "Eva")
    assert made.rows == ()
    assert made.notes[-1] == "1 person has no tie to another and no row: -E shows them"


# --------------------------------------------------------------------------------------------------- estimates


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a graph of more than four people for a large one."""
    monkeypatch.setattr("netledger.measures.betweenness.EXACT", 4)
    monkeypatch.setattr("netledger.measures.betweenness.SAMPLE", 3)


PATH = "".join(f"2026-01-01 meet {one} {other}\n" for one, other in zip("ABCDE", "BCDEF", strict=True))


@pytest.mark.usefixtures("few")
def test_an_estimate_is_named_as_one() -> None:
    made = report(PATH)
    (note,) = made.notes
    assert note.startswith("betweenness is an estimate from 3 of 6 people, chosen at random")
    assert made == report(PATH)
    exact = report(PATH, options=NetworkOptions(exact=True))
    assert exact.notes == ()
    assert cells(exact, "betweenness")["C"] == Decimal("0.600000")
    assert cells(made, "betweenness") != cells(exact, "betweenness")
    assert cells(made, "constraint") == cells(exact, "constraint")


def test_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netledger.measures.betweenness._CHUNK", 2)
    told: list[tuple[str, int, int]] = []
    report(PATH, progress=lambda *step: told.append(step))
    assert told[:3] == [("betweenness", 2, 6), ("betweenness", 4, 6), ("betweenness", 6, 6)]
    assert told[-1] == ("betweenness", 7, 7)


@pytest.fixture
def without_networkx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)


@pytest.mark.usefixtures("without_networkx")
def test_without_networkx_all_but_betweenness_is_there() -> None:
    made = report(KITE + "2026-02-01 intro Ann Dan\n2026-03-01 meet Ann Dan\n")
    assert "betweenness needs networkx: pip install 'netledger[network]'" in made.notes
    assert set(cells(made, "betweenness").values()) == {None}
    assert figure(made, "your_betweenness").reason == "betweenness needs networkx: pip install 'netledger[network]'"
    assert cells(made, "constraint")["Cleo"] == Decimal("0.8395")
    assert figure(made, "tertius_iungens").value == 1
    assert 'key="node-betweenness"' not in graphml(load_text(KITE), config())
    found = evidence(load_text(KITE), config(), "betweenness", "Cleo")
    assert found is not None
    assert found.figures[0].reason == "betweenness needs networkx: pip install 'netledger[network]'"


# ----------------------------------------------------------------------------------------------------- evidence


def test_evidence_of_constraint_and_size() -> None:
    found = evidence(load_text(KITE), config(), "constraint", "Cleo")
    assert found is not None
    assert check_report(found) == ""
    assert [(row[0], row[1], str(row[4]), str(row[5])) for row in found.rows] == [
        ("Ann", 1, "0.2500", "0.6667"),
        ("Ben", 1, "0.2500", "0.6666"),  # what is shown adds up
        ("Dan", 0, "0.1111", "1.0000"),
    ]
    assert [str(item.value) for item in found.figures] == ["0.6111", "2.3333"]
    mine = evidence(load_text(KITE), config(), "your_effective_size", "Me")
    assert mine is not None
    assert [row[0] for row in mine.rows] == ["Ann", "Ben", "Cleo", "Dan"]
    assert str(mine.figures[1].value) == "2.0000"
    with_me = evidence(load_text(KITE), config(), "constraint_with_me", "Dan")
    assert with_me is not None
    assert [row[0] for row in with_me.rows] == ["Cleo", "Me"]


def test_evidence_of_betweenness() -> None:
    found = evidence(load_text(KITE), config(), "betweenness", "Cleo")
    assert found is not None
    assert [(row[0], str(row[1])) for row in found.rows] == [
        ("Dan", "2.000000"),
        ("Ann", "1.000000"),
        ("Ben", "1.000000"),
    ]
    assert [str(item.value) for item in found.figures] == ["2.000000", "6", "0.333333"]


@pytest.mark.usefixtures("few")
def test_evidence_of_an_estimate_is_that_estimate() -> None:
    shown = cells(report(PATH), "betweenness")
    for name in "ABCDEF":
        found = evidence(load_text(PATH), config(), "betweenness", name)
        assert found is not None
        assert found.figures[-1].value == shown[name]
        assert found.figures[0].reason == "half the sum, of 3 of 6 people, scaled up"


def test_evidence_of_ties_communities_and_components() -> None:
    ledger = load_text(KITE)
    found = evidence(ledger, config(), "degree", "Cleo")
    assert found is not None
    assert found.rows == (
        ("Ann", date(2026, 1, 1), 1),
        ("Ben", date(2026, 1, 1), 1),
        ("Dan", date(2026, 1, 2), 1),
    )
    mine = evidence(ledger, config(), "degree", "Me")
    assert mine is not None
    assert mine.rows[0] == ("Ann", date(2026, 1, 1), None)
    for name in ("community", "component"):
        found = evidence(ledger, config(), name, "Dan")
        assert found is not None
        assert [row[0] for row in found.rows] == ["Ann", "Ben", "Cleo", "Dan"]


def test_evidence_of_introductions() -> None:
    ledger = load_text(
        '2026-01-01 intro Ann Ben "both sail"\n2026-01-02 intro Dan Me by Cleo\n2026-01-03 intro Ann Dan by Cleo\n'
        '2026-02-01 outcome deal for Ann Ben "a boat"\n2026-02-02 intro Ann Cleo\n'
    )
    rows = {
        (name, subject): found.rows if (found := evidence(ledger, config(), name, subject)) else None
        for name in ("made", "received", "seen", "introductions_made", "tertius_iungens")
        for subject in ("Ann", "Cleo", "Me")
    }
    first, second = date(2026, 1, 1), date(2026, 2, 2)
    assert rows["made", "Ann"] == ((first, "Ann, Ben", "", "both sail"), (second, "Ann, Cleo", "", ""))
    assert rows["introductions_made", "Me"] == rows["made", "Ann"] == rows["made", "Me"]
    assert rows["received", "Cleo"] == rows["received", "Me"] == ((date(2026, 1, 2), "Dan", "Cleo", ""),)
    assert rows["received", "Ann"] is None
    assert rows["seen", "Ann"] == rows["seen", "Cleo"] == ((date(2026, 1, 3), "Ann, Dan", "Cleo", ""),)
    assert rows["tertius_iungens", "Ann"] == (
        (first, "Ann", "Ben", date(2026, 2, 1), "outcome for both", "outcome deal a boat"),
        (second, "Ann", "Cleo", None, "", ""),
    )
    assert rows["tertius_iungens", "Cleo"] == ((second, "Ann", "Cleo", None, "", ""),)


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        *(("constraint", "Eva"), ("constraint", "Nobody"), ("density", "Cleo"), ("your_constraint", "Cleo")),
        *(("made", "Cleo"), ("tertius_iungens", "Me"), ("betweenness", "@Place"), ("community", "Eva")),
    ],
)
def test_where_there_is_no_evidence(name: str, subject: str) -> None:
    assert evidence(load_text(KITE), config(), name, subject) is None


def test_every_column_and_figure_is_defined() -> None:
    made = report(KITE)
    defined = {item.name for item in plugin.definitions}
    assert {column.name for column in made.columns[1:]} | {item.name for item in made.figures} == defined


# ------------------------------------------------------------------------------------------------------ formats

ODD = r"""
option "title" "Tom & \"Jerry\" <b>"
2026-01-01 person O'Neil "Ed \"the \\ boss\" O'Neil & Sons <x> &amp;"
2026-01-01 person 李雷 "Li\n雷"
2026-01-02 meet O'Neil 李雷 Élise.X
2026-01-03 person Alone
2026-01-04 intro Bea O'Neil by 李雷
"""


def read(text: str) -> Any:
    return nx.read_graphml(BytesIO(text.encode()))


def test_graphml_is_what_was_written() -> None:
    graph = read(graphml(load_text(ODD), config()))
    assert graph.graph["title"] == 'Tom & "Jerry" <b>'
    assert list(graph) == ["Bea", "Élise.X", "O'Neil", "李雷"]
    assert graph.nodes["O'Neil"] == {
        "name": "O'Neil",
        "full_name": 'Ed "the \\ boss" O\'Neil & Sons <x> &amp;',
        "ties": 3,
        "community": 1,
        "strength": 0.16731,
        "constraint": 0.8395,
        "effective_size": 1.6667,
        "betweenness": 0.083333,
    }
    assert graph.nodes["李雷"]["full_name"] == "Li·雷"
    assert graph.edges["O'Neil", "李雷"] == {"first": "2026-01-02", "entries": 2}
    assert graph.number_of_edges() == 5


def test_formats_show_whom_the_report_shows() -> None:
    ledger = load_text(ODD)
    assert list(read(graphml(ledger, config(empty=True)))) == ["Alone", "Bea", "Élise.X", "O'Neil", "李雷"]
    chosen = read(graphml(ledger, config("any:(Bea 李雷)")))
    assert (list(chosen), list(chosen.edges)) == (["Bea", "李雷"], [("Bea", "李雷")])
    assert list(read(graphml(ledger, config(today=date(2026, 1, 3))))) == ["Élise.X", "O'Neil", "李雷"]
    with_me = read(graphml(ledger, config(options=NetworkOptions(with_me=True))))
    assert set(with_me["Me"]) == {"Élise.X", "O'Neil", "李雷"}
    assert with_me.nodes["Me"] == {
        "name": "Me",
        "ties": 3,
        "constraint": 0.8071,
        "effective_size": 1.0,
        "betweenness": 0.0,
    }
    assert with_me.edges["Me", "李雷"] == {"first": "2026-01-02"}


def test_dot() -> None:
    assert dot(load_text(ODD), config("any:(Bea O'Neil 李雷)", today=date(2026, 1, 3))) == (
        "graph network {\n"
        '  label="Tom &amp; \\"Jerry\\" <b>";\n'
        '  layout=sfdp; overlap=prism; outputorder=edgesfirst; fontname="sans-serif";\n'
        '  node [shape=box, style="rounded,filled", fillcolor=white, colorscheme=set312, fontname="sans-serif"];\n'
        '  edge [color="#00000060"];\n'
        '  "O\'Neil" [label="Ed \\"the \\\\ boss\\" O\'Neil &amp; Sons <x> &amp;amp;", fillcolor=1, ties="2", '
        'community="1", strength="0.332052", constraint="1.1250", effective_size="1.0000", betweenness="0.000000"];\n'
        '  "李雷" [label="Li·雷", fillcolor=1, ties="2", '
        'community="1", strength="0.332052", constraint="1.1250", effective_size="1.0000", betweenness="0.000000"];\n'
        '  "O\'Neil" -- "李雷" [first="2026-01-02", entries="1"];\n'
        "}\n"
    )


def test_an_empty_network_is_a_graph_too() -> None:
    assert list(read(graphml(load_text(""), config()))) == []
    assert "--" not in dot(load_text(""), config())


# ------------------------------------------------------------------------------------------------- the command


def test_the_command(run: Callable[..., Any]) -> None:
    ran = run("network", "--today", "2026-06-30", stdin=YEAR)
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert lines[0] == "Network, to 2026-06-30"
    assert lines[2].split() == [
        *("person", "ties", "made", "by", "them", "constraint", "eff.", "size", "betweenness", "community")
    ]
    assert max(map(len, lines[:9])) <= 80


def test_the_command_writes_a_graph(run: Callable[..., Any], tmp_path: Any) -> None:
    assert run("network", "--today", "2026-06-30", "-o", "net.graphml", stdin=YEAR).status == 0
    assert sorted(nx.read_graphml(tmp_path / "net.graphml")) == ["Ann", "Ben", "Cleo", "Dan"]
    assert run("network", "--today", "2026-06-30", "-O", "dot", stdin=YEAR).out.startswith("graph network {\n")


def test_the_command_compares(run: Callable[..., Any]) -> None:
    ran = run("network", "--today", "2026-06-30", "--compare", "-p", "2026q1", "-O", "csv", stdin=YEAR)
    assert ran.status == 0
    assert ran.out.startswith("person,made,made_before,")
