"""`netledger rename`: names in all files, and nothing but names."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import msgspec
import pytest
from conftest import ROOT, Ran
from hypothesis import given
from hypothesis import strategies as st
from strategies import Journal, journals

from netledger import load_text, parse
from netledger.core.entries import people
from netledger.formatter import format_text, laid_out_as
from netledger.renaming import Sort, rename


@pytest.mark.parametrize(
    ("sort", "old", "new", "before", "after", "times"),
    [
        (
            "person",
            "Bob",
            "Robert",
            """
            2026-01-01 person Bob "Bob Okafor" ; Bob
              alias: Bobby
            2026-01-02 intro Bob Ann by Bob-2
              give Bob 1 INTRO "to Bob"
              host: Bob
            2026-01-03 outcome job from Bob for Bob
            2026-01-03 balance Bob 1 INTRO
            """,
            """
            2026-01-01 person Robert "Bob Okafor" ; Bob
              alias: Bobby
            2026-01-02 intro Robert Ann by Bob-2
              give Robert 1 INTRO "to Bob"
              host: Robert
            2026-01-03 outcome job from Robert for Robert
            2026-01-03 balance Robert 1 INTRO
            """,
            7,
        ),
        (
            "venue",
            "@A:B",
            "@X",
            "\n2026-01-01 meet @A:B:C\n2026-01-01 cost @A:B 1 USD\n2026-01-01 meet @A:BB\n",
            "\n2026-01-01 meet @X:C\n2026-01-01 cost @X 1 USD\n2026-01-01 meet @A:BB\n",
            2,
        ),
        ("venue", "@A", "@X:Y", "\n2026-01-01 meet @A:B\n", "\n2026-01-01 meet @X:Y:B\n", 1),
        (
            "tag",
            "#a",
            "#b",
            "\npushtag #a\n2026-01-01 tag #a #ab\npoptag #a\n",
            "\npushtag #b\n2026-01-01 tag #b #ab\npoptag #b\n",
            3,
        ),
        ("link", "^a", "^b", "\n2026-01-01 meet Bob ^a #a\n", "\n2026-01-01 meet Bob ^b #a\n", 1),
        (
            "unit",
            "USD",
            "EUR",
            "\n2026-01-01 cost (2 * 7) USD 5 USD 1h\n",
            "\n2026-01-01 cost (2 * 7) EUR 5 EUR 1h\n",
            2,
        ),
        ("person", "Élise", "Zoé", "\n2026-01-01 meet E\u0301lise\r\n", "\n2026-01-01 meet Zoé\r\n", 1),
    ],
)
def test_replaces_names_and_nothing_else(sort: Sort, old: str, new: str, before: str, after: str, times: int) -> None:
    renamed = rename(dedent(before), sort, old, new)
    assert renamed.text == dedent(after)
    assert renamed.times == times


def test_what_cannot_be_read_stays_and_is_told() -> None:
    text = '2026-01-01 meet Bob, Ann\n2026-01-02 meet Ann "with Bob"\n; Bob\n2026-01-03 meet Bobby\n'
    assert rename(text, "person", "Bob", "Rob") == (text, 0, [1, 2, 3])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026-01-01 meet Bob Rob @X\n", "2026-01-01 meet Rob @X\n"),
        ("2026-01-01 meet Rob Ann Bob @X\n", "2026-01-01 meet Rob Ann @X\n"),
        ("2026-01-01 meet Rob\n  give Bob\n", "2026-01-01 meet Rob\n  give Rob\n"),
    ],
)
def test_two_who_become_one_stand_once(before: str, after: str) -> None:
    assert rename(before, "person", "Bob", "Rob").text == after


@given(journals(), st.data())
def test_there_and_back_is_the_same(journal: Journal, data: st.DataObject) -> None:
    found = sorted(
        {name for record in parse(journal.text).records if hasattr(record, "date") for name in people(record)}
    )  # type: ignore[arg-type]
    if not found:
        return
    old = data.draw(st.sampled_from(found))
    there = rename(journal.text, "person", old, "Nobody-Has-This")
    assert there.times
    back = rename(there.text, "person", "Nobody-Has-This", old)
    strip = [msgspec.structs.replace(record, span=None) for record in parse(journal.text).records]  # type: ignore[arg-type]
    assert [msgspec.structs.replace(record, span=None) for record in parse(back.text).records] == strip  # type: ignore[arg-type]
    assert back.times == there.times
    left = {name for record in parse(there.text).records if hasattr(record, "date") for name in people(record)}  # type: ignore[arg-type]
    assert left == {*found} - {old} | {"Nobody-Has-This"}


# ------------------------------------------------------------------------------------------------ the command


@pytest.fixture
def journal(write: Callable[[str, str | bytes], Path]) -> Path:
    write("people/all.net", "2026-01-01 person Bob\n2026-01-01 person Ann\n")
    return write("main.net", 'include "people/*.net"\n2026-01-02 meet Bob Ann @X "Bob"\n2026-01-01 venue @X\n')


def test_all_files_change(run: Callable[..., Ran], journal: Path) -> None:
    ran = run("rename", "Bob", "Robert")
    assert ran.status == 0
    assert "-2026-01-01 person Bob\n+2026-01-01 person Robert\n" in ran.out
    assert ran.err == "main.net:2: the line has Bob in a text or comment, or cannot be read: it stays\n"
    assert journal.read_text() == ('include "people/*.net"\n2026-01-02 meet Robert Ann @X "Bob"\n2026-01-01 venue @X\n')
    assert Path("people/all.net").read_text() == "2026-01-01 person Robert\n2026-01-01 person Ann\n"
    assert run("check").status == 0


def test_a_dry_run_changes_nothing(run: Callable[..., Ran], journal: Path) -> None:
    before = journal.read_text()
    shown = run("rename", "-n", "Bob", "Robert").out
    assert journal.read_text() == before
    assert run("rename", "Bob", "Robert").out == shown


def test_a_merge_says_so(run: Callable[..., Ran], journal: Path) -> None:
    ran = run("rename", "Bob", "Ann")
    assert "the journal has Ann already: the two become one\n" in ran.err
    assert "2026-01-02 meet Ann @X" in journal.read_text()


def test_what_would_break_the_journal_is_not_written(run: Callable[..., Ran], journal: Path) -> None:
    journal.write_text(journal.read_text() + "2026-01-03 intro Bob Ann\n")
    before = journal.read_text()
    ran = run("rename", "Bob", "Ann")
    assert ran.status == 2
    assert "error[NL132]" in ran.err
    assert "nothing was written" in ran.err
    assert journal.read_text() == before
    assert "Bob" in Path("people/all.net").read_text()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Bobb", "Rob", "the journal has no person Bobb; did you mean Bob?"),
        ("Bob", "rob", "'rob' is no name of a person, as Bob is"),
        ("Bob", "Rob Roy", "'Rob Roy' is no name of a person"),
        ("Bob", "@Rob", "'@Rob' is no name of a person"),
        ("@X", "Y", "'Y' is no name of a venue"),
        ("Me", "Rob", "Me is the journal's owner"),
        ("Bob", "Me", "Me is the journal's owner"),
        ("HOUR", "H", "HOUR is a unit of the language"),
    ],
)
def test_a_wrong_call_is_one_line(run: Callable[..., Ran], journal: Path, old: str, new: str, message: str) -> None:
    ran = run("rename", old, new)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err
    assert "Bob" in journal.read_text()


@pytest.mark.parametrize(
    ("old", "new"), [("Dana", "Dana-W"), ("@Chamber", "@CoC"), ("#client", "#kunde"), ("USD", "EUR")]
)
def test_reports_are_the_same_under_the_other_name(run: Callable[..., Ran], old: str, new: str) -> None:
    text = (ROOT / "examples" / "coach.net").read_text("utf-8")
    Path("main.net").write_text(text, "utf-8")
    before = run("balance", "--today", "2026-06-30", "-O", "csv").out
    assert run("rename", old, new).status == 0
    after = run("balance", "--today", "2026-06-30", "-O", "csv").out
    ledger = load_text(Path("main.net").read_text("utf-8"))
    assert not ledger.has_errors
    assert len(after.splitlines()) == len(before.splitlines())
    if old == "Dana":
        assert sorted(after.replace("Dana-W", "Dana").splitlines()) == sorted(before.splitlines())


def test_what_was_laid_out_stays_so(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    """Paragraph by paragraph: what somebody set otherwise keeps its blanks."""
    laid = '2026-01-01 person Ann   "Ann Ash"\n2026-01-01 person Robert "R"\n'
    text = '2026-01-01 person Ann "Ann Ash"\n2026-01-01 person Bob "R"\n\n2026-01-02 meet  Bob\n\n2026-01-03 meet Ann\n'
    path = write("main.net", text)
    run("rename", "Bob", "Robert")
    assert path.read_text() == laid.replace("Ann   ", "Ann    ") + "\n2026-01-02 meet  Robert\n\n2026-01-03 meet Ann\n"
    assert run("format", "--check").status == 1
    write("main.net", text.replace("meet  Bob", "meet Bob").replace("\n", "\r\n"))
    run("rename", "Bob", "Robert")
    assert run("format", "--check").status == 0
    assert b"Robert\r\n\r\n" in path.read_bytes()


@given(journals(), st.sampled_from(["Bob", "Al", "李雷", "Nina-Smith"]))
def test_layout_is_kept_wherever_it_was(journal: Journal, name: str) -> None:
    before = format_text(journal.text)
    after = rename(before, "person", next(iter(_people(before)), "Bob"), name).text
    assert laid_out_as(before, after) == format_text(after)
    assert laid_out_as(before, before) == before
    more = f"{before}\n\n2026-01-01 meet  Bob\n"
    assert laid_out_as(before, more) == more


def _people(text: str) -> list[str]:
    return [name for entry in load_text(text).entries for name in people(entry)]
