"""The metric `promises`: what is pending, who owes it, and how late it is."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import small_ledgers as s
from hypothesis import given, settings

from netledger import Config, Ledger, Report, load_text, parse_query
from netledger.core import entries as e
from netledger.core.report import check_report
from netledger.plugins.promises import plugin

TODAY = date(2026, 6, 30)


def report(journal: str | Ledger, *terms: str, **more: Any) -> Report:
    """Compute the report of a journal that must be sound but for declarations."""
    ledger = load_text(journal) if isinstance(journal, str) else journal
    made, found = plugin.run(ledger, Config(**{"today": TODAY, **more}, query=parse_query(terms)))
    assert list(found) == []
    assert check_report(made) == ""
    return made


def told(made: Report) -> list[tuple[Any, ...]]:
    """Return who, what, how much, who owes it."""
    return [(row[1], row[2], ", ".join(map(str, row[3])), row[4]) for row in made.rows]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("block", "wanted"),
    [
        ("! give Bob", [("Bob", "give", "1.00 FAVOR", "you")]),
        ('! give Bob Ann 2 TEA "green"', [("Bob, Ann", "green", "2.00 TEA", "you")]),
        ("! give @Club 2h", [("@Club", "give", "2.00 HOUR", "you")]),
        ("! give Bob by Ann", [("Ann, Bob", "give", "1.00 FAVOR", "")]),
        ("! receive Bob 1h", [("Bob", "receive", "1.00 HOUR", "they")]),
        ("! intro Ann Bob", [("Ann, Bob", "intro", "1.00 INTRO", "you")]),
        ("! intro Ann by Bob", [("Bob, Ann", "intro", "1.00 INTRO", "they")]),
        ("! intro Ann Me Cid by Bob", [("Bob, Ann, Cid", "intro", "1.00 INTRO", "they")]),
        ("! intro Ann Cid by Bob", [("Bob, Ann, Cid", "intro", "", "")]),
        ("! call Bob", [("Bob", "call", "", "you")]),
        ("! call from Bob", [("Bob", "call", "", "they")]),
        ("! meet Bob", [("Bob", "meet", "", "both")]),
        ("! video from Bob", [("Bob", "video", "", "they")]),
        ("! meet @Club", [("@Club", "meet", "", "")]),
        ("! cost Bob 5 USD 1h", [("Bob", "cost", "1.00 HOUR, 5.00 USD", "")]),
        ("! outcome job 9 USD from Bob", [("Bob", "outcome", "9.00 USD", "they")]),
        ("! outcome job for Bob", [("Bob", "outcome", "", "")]),
        ('meet Bob "tea"\n  ! give 1 INTRO', [("Bob", "tea", "1.00 INTRO", "you")]),
        ('meet Bob Ann\n  give Ann\n  ! receive Ann "a book"', [("Ann", "a book", "1.00 FAVOR", "they")]),
        ('meet Bob "tea"\n  ! cost 1h 2 USD', [("Bob", "cost", "1.00 HOUR, 2.00 USD", "")]),
        ('! call Bob "soon"\n  give\n  cost 1h',
         [("Bob", "soon", "", "you"), ("Bob", "soon", "1.00 FAVOR", "you"), ("Bob", "cost", "1.00 HOUR", "")]),
        ("give Bob", []),
        ("meet Bob\n  give\n  cost 1h", []),
    ],
)  # fmt: skip
def test_what_is_promised(block: str, wanted: list[tuple[str, ...]]) -> None:
    assert told(report(f"2026-06-01 {block}\n")) == wanted


DATED = """
2026-06-05 ! give Bob "e"
2026-05-01 ! give Bob "b"
  due: 2026-06-04
2026-05-02 ! give Bob "c"
  due: 2026-06-04
2026-06-01 ! give Bob "a"
2026-02-01 ! give Bob "f"
  due: 2026-09-01
2026-06-29 ! give Bob "d"
  due: 2026-06-30
2026-07-01 ! give Bob "later than T"
"""


def test_oldest_or_due_first() -> None:
    """By the due date, else by the day of the note; what is due today is not late yet."""
    made = report(DATED)
    assert [row[2] for row in made.rows] == ["a", "b", "c", "e", "d", "f"]
    assert [row[6] for row in made.rows] == [None, 26, 26, None, None, None]
    assert [row[7] for row in made.rows] == [29, 60, 59, 25, 1, 149]
    assert made.notes == (
        "6 open: 6 you owe, 0 they owe; 2 overdue",
        "2 without a due date: write it under the entry, due: 2026-05-17",
    )
    assert report(DATED, "text:f").notes == ("1 open: 1 you owe, 0 they owe; 0 overdue",)
    assert report("").notes == ()


def test_what_is_listed() -> None:
    """Terms look at each detail by itself; periods at the day of the note."""
    journal = "2026-06-01 meet Ann Bob @Club\n  ! give Ann 1 TEA\n  ! give Bob 2h #x\n2026-06-02 ! call Ann\n"
    assert [row[1] for row in report(journal, "Ann").rows] == ["Ann", "Ann"]
    assert [row[1] for row in report(journal, "#x").rows] == ["Bob"]
    assert [row[1] for row in report(journal, "unit:HOUR").rows] == ["Bob"]
    assert len(report(journal, "@Club").rows) == 2
    assert len(report(journal, "kind:give").rows) == 2
    assert len(report(journal, begin=date(2026, 6, 2)).rows) == 1
    assert len(report(journal, end=date(2026, 6, 2)).rows) == 2


def test_in_another_unit() -> None:
    """With -X as far as prices allow; at those of T with --market."""
    journal = "2026-01-01 price HOUR 10 USD\n2026-06-10 price HOUR 20 USD\n2026-06-01 ! cost 2h 5 USD 1 TEA\n"
    assert told(report(journal, exchange="USD"))[0][2] == "1.00 TEA, 25.00 USD"
    assert told(report(journal, exchange="USD", market=True))[0][2] == "1.00 TEA, 45.00 USD"


@settings(max_examples=60)
@given(s.ledgers)
def test_every_flag_is_listed_once(ledger: Ledger) -> None:
    """Each pending entry, each of its details, and each pending detail of another entry."""
    count = 0
    for entry in ledger.until(TODAY):
        if isinstance(entry, e.Happening):
            count += entry.pending + sum(entry.pending or detail.pending for detail in entry.details)
    made = report(ledger)
    assert len(made.rows) == count
    moments = [row[5] or row[0] for row in made.rows]
    assert moments == sorted(moments)  # type: ignore[type-var]


def test_definitions() -> None:
    assert {definition.name for definition in plugin.definitions} == {"direction", "late", "age"}


def test_the_command(run: Callable[..., Any]) -> None:
    made = run("promises", "--today", "2026-06-30", stdin=DATED)
    assert made.status == 0
    assert "2026-05-01  Bob  b          1  FAVOR  you   2026-06-04    26\n" in made.out
    for form in ("csv", "json", "markdown", "html"):
        assert "2026-06-04" in run("promises", "--today", "2026-06-30", "-O", form, stdin=DATED).out
    assert "nothing to report" in run("promises", stdin="").out
