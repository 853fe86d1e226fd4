"""The checks that are run when they are asked for: why, order, promises, duplicates, stale."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import Ran
from hypothesis import given
from hypothesis import strategies as st
from strategies import entries

from netledger import load, load_text
from netledger.core.catalogue import ASKED, CHECKS
from netledger.core.entries import Happening
from netledger.loader.upkeep import Asked
from netledger.printer import print_entry

Run = Callable[..., Ran]
Write = Callable[[str, str | bytes], Path]

TODAY = date(2026, 6, 30)


@pytest.fixture
def found(write: Write) -> Callable[..., list[str]]:
    """Return what one check finds in the journal: code, file and line."""

    def check(name: str, text: str, **files: str) -> list[str]:
        for other, content in files.items():
            write(f"{other}.net", content)
        path = write("main.net", text)
        ledger = load(path, asked=Asked({name}, TODAY))
        return [f"{Path(item.span.file).stem}:{item.span.line}" for item in ledger.diagnostics if item.code >= "NL7"]

    return check


Found = Callable[..., list[str]]

# ------------------------------------------------------------------------------------------------ why


def test_a_venue_has_the_why_of_those_above_it(found: Found) -> None:
    text = """\
        2026-01-01 venue @A
          why: "peers"
        2026-01-02 meet @A:B:C "x"
        2026-01-03 meet @AB "x"
        """
    assert found("why", text) == ["main:4"]


def test_of_a_venue_and_those_beneath_it_one_is_told(found: Found) -> None:
    text = '2026-01-02 meet @A:B "x"\n2026-01-01 venue @A\n2026-01-03 meet @A:C "x"\n'
    assert found("why", text) == ["main:2"]
    assert found("why", '2026-01-02 meet @A:B "x"\n2026-01-03 meet @A:C "x"\n') == ["main:1", "main:2"]


def test_a_why_that_comes_later_is_one(found: Found) -> None:
    text = '2026-01-01 venue @A\n2026-03-01 venue @A\n  why: "peers"\n2026-01-01 venue @B\n2026-03-01 venue @B\n'
    assert found("why", text) == ["main:5"]  # the line that declares it last


# ------------------------------------------------------------------------------------------------ order


def test_each_file_has_an_order_of_its_own(found: Found) -> None:
    text = '2026-03-01 meet Ann\ninclude "old.net"\n2026-03-02 meet Ann\n2026-03-01 call Ann\n'
    assert found("order", text, old="2025-01-02 meet Ann\n2025-01-01 call Ann\n") == ["main:4", "old:2"]


def test_what_declares_prices_and_plans_may_stand_anywhere(found: Found) -> None:
    text = """\
        2026-03-01 meet Ann @A
        2026-01-01 person Ann
        2026-01-01 venue @A
        2026-01-01 unit ADVICE
        2026-01-01 tag #x
        2026-01-01 price HOUR 60 USD
        2026-01-01 budget 1 HOUR monthly
        2026-01-01 state "status" "looking"
        2026-01-01 query "x" "Ann"
        2026-01-01 custom "x"
        2026-03-01 note Ann "x"
        2026-02-28 note Ann "x"
        """
    assert found("order", text) == ["main:12"]


def test_one_entry_out_of_place_is_one_finding(found: Found) -> None:
    days = ["2026-01-01", "2026-12-01", "2026-01-02", "2026-01-03", "2026-01-04"]
    assert found("order", "".join(f"{day} meet Ann\n" for day in days)) == ["main:3"]


@given(st.lists(entries(), max_size=6))
def test_a_journal_as_print_orders_it_is_in_order(blocks: list[str]) -> None:
    ledger = load_text("\n".join(blocks))
    text = "".join(print_entry(entry) for entry in ledger.entries)
    assert "NL702" not in _codes(text, "order")


# ------------------------------------------------------------------------------------------------ promises


@pytest.mark.parametrize(("due", "late"), [("2026-06-29", 1), ("2026-06-30", 0), ("2026-07-01", 0)])
def test_a_promise_is_late_the_day_after_it_is_due(found: Found, due: str, late: int) -> None:
    assert found("promises", f"2026-06-01 ! meet Ann\n  due: {due}\n") == ["main:1"] * late


def test_what_is_done_is_not_late_and_what_is_not_due_is_not_either(found: Found) -> None:
    assert found("promises", "2026-06-01 meet Ann\n  due: 2026-06-02\n2026-01-01 ! give Ann\n") == []


def test_each_pending_detail_is_a_promise(found: Found) -> None:
    text = '2026-06-01 meet Ann\n  due: 2026-06-02\n  give "done"\n  ! give 1 INTRO\n  ; so\n  ! receive 1 INTRO\n'
    assert found("promises", text) == ["main:4", "main:6"]


# ------------------------------------------------------------------------------------------------ duplicates


@pytest.mark.parametrize(
    "other",
    [
        '2026-01-02 meet Ann @A "x" #t\n',
        '2026-01-01 call Ann @A "x" #t\n',
        '2026-01-01 meet Ann Bob @A "x" #t\n',
        '2026-01-01 meet Ann @B "x" #t\n',
        '2026-01-01 meet Ann @A "y" #t\n',
        '2026-01-01 meet Ann @A "x" #u\n',
        '2026-01-01 meet Ann @A "x" #t ^l\n',
        '2026-01-01 ! meet Ann @A "x" #t\n',
        '2026-01-01 meet from Ann @A "x" #t\n',
        '2026-01-01 meet Ann @A "x" #t\n  id: "1"\n',
        '2026-01-01 meet Ann @A "x" #t\n  give 1 INTRO\n',
    ],
)
def test_what_differs_in_anything_is_no_duplicate(found: Found, other: str) -> None:
    assert found("duplicates", f'2026-01-01 meet Ann @A "x" #t\n{other}') == []


@pytest.mark.parametrize(
    "other", ["give 2 INTRO", 'give 1 INTRO "x"', "give 1 INTRO #t", "! give 1 INTRO", "cost 1 INTRO"]
)
def test_a_detail_that_differs_makes_two_of_them(found: Found, other: str) -> None:
    one = "2026-01-01 meet Ann\n  give 1 INTRO\n"
    assert found("duplicates", f"{one}2026-01-01 meet Ann\n  {other}\n") == []
    assert found("duplicates", one + one) == ["main:3"]


def test_layout_order_of_parts_and_comments_make_no_difference(found: Found) -> None:
    text = """\
        2026-01-01 meet Ann @A "x" #t
          source: "diary"
          give 1 INTRO

        2026-01-01   meet Ann  "x" @A  #t ; again
          ; a comment
          source: "diary"
            give Ann 1.0 INTRO
        """
    assert found("duplicates", text) == ["main:5"]


def test_a_duplicate_in_another_file_is_told_where_it_is_read_later(found: Found) -> None:
    text = '2026-01-01 meet Ann\ninclude "more.net"\n'
    assert found("duplicates", text, more="2026-01-01 meet Ann\n2026-01-01 meet Ann\n") == ["more:1", "more:2"]


@given(st.lists(entries(), min_size=1, max_size=4))
def test_a_journal_twice_has_each_entry_at_least_twice(blocks: list[str]) -> None:
    text = "\n".join(blocks) + "\n"
    once = _codes(text, "duplicates").count("NL704")
    count = len(load_text(text).entries)
    assert _codes(text + text, "duplicates").count("NL704") == once + count


def _codes(text: str, check: str) -> list[str]:
    return [item.code for item in load_text(text, asked=Asked({check}, TODAY)).diagnostics]


# ------------------------------------------------------------------------------------------------ stale


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("2026-05-31 meet Ann\n", None),  # 30 days
        ("2026-05-30 meet Ann\n", 1),
        ("2026-05-30 meet Ann\n2026-06-30 cost 1 HOUR\n", None),
        ("2026-05-30 meet Ann\n2026-06-29 ! meet Ann\n", 1),
        ("2026-05-30 meet Ann\n2026-07-01 meet Ann\n", 1),
        ('2026-05-30 meet Ann\n2026-06-29 person Ann\n2026-06-29 note Ann "x"\n', 1),
        ("", 1),
    ],
)
def test_a_journal_is_stale_after_thirty_days(found: Found, text: str, line: int | None) -> None:
    assert found("stale", text) == ([] if line is None else [f"main:{line}"])


# ------------------------------------------------------------------------------------------------ the command

ALL_OF_THEM = """\
2026-03-20 meet Ann @A
2026-03-20 meet Ann @A
2026-03-01 ! call Ann
  due: 2026-03-02
"""


def _found_by(ran: Ran) -> set[str]:
    return {line.partition("[")[2][:5] for line in ran.out.splitlines() if "warning[" in line}


def test_only_what_is_asked_for_is_found(run: Run) -> None:
    plain = {"NL301", "NL302"}
    assert _found_by(run("check", stdin=ALL_OF_THEM)) == plain
    every = run("check", "all", "--today", "2026-06-30", stdin=ALL_OF_THEM)
    assert _found_by(every) == {*plain, "NL701", "NL702", "NL703", "NL704", "NL705"}
    for name, code in zip(ASKED, ("NL701", "NL702", "NL703", "NL704", "NL705"), strict=True):
        assert _found_by(run("check", name, "--today", "2026-06-30", stdin=ALL_OF_THEM)) == {code}
        also = run("check", "--also", name, "--today", "2026-06-30", stdin=ALL_OF_THEM)
        assert _found_by(also) == {*plain, code}
        both = run("check", "syntax", "--also", name, "--today", "2026-06-30", stdin=ALL_OF_THEM)
        assert _found_by(both) == {code}


def test_a_check_that_is_named_fails_by_warnings(run: Run) -> None:
    assert run("check", stdin=ALL_OF_THEM).status == 0
    assert run("check", "names", stdin=ALL_OF_THEM).status == 1
    assert run("check", "syntax", stdin=ALL_OF_THEM).status == 0
    assert run("check", "--also", "why", stdin=ALL_OF_THEM).status == 1
    assert run("check", "--also", "why", stdin="2026-01-01 meet Ann\n").status == 0
    assert run("check", "all", "--today", "2026-03-20", stdin="2026-03-20 connect Ann\n").status == 0


def test_json_has_them_too(run: Run) -> None:
    data = json.loads(run("check", "stale", "--json", "--today", "2026-06-30", stdin=ALL_OF_THEM).out)
    assert [item["code"] for item in data["diagnostics"]] == ["NL705"]


def test_each_check_can_be_named(run: Run) -> None:
    named = run("check", "--help").out.split("NAMEs choose")[1].split("Options:")[0]
    for name in CHECKS:
        assert run("check", name, stdin="").status == int(name == "stale")
        assert re.search(rf"\b{name}\b", named), name


@given(st.lists(entries(), max_size=5))
def test_the_checks_change_nothing_else(blocks: list[str]) -> None:
    text = "\n".join(blocks)
    plain, asked = load_text(text), load_text(text, asked=Asked(ASKED, TODAY))
    assert asked.entries == plain.entries
    assert [item for item in asked.diagnostics if item.code < "NL7"] == list(plain.diagnostics)
    assert any(isinstance(entry, Happening) for entry in plain.entries) or "NL705" in {
        item.code for item in asked.diagnostics
    }
