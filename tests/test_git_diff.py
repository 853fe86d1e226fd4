"""`netledger diff`: entries and balances between two versions of a journal in git."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from command_line import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from repositories import Repository, needs_git
from strategies import Journal, journals

from netledger import load_text
from netledger.core.config import Config
from netledger.printer import print_entry
from netledger.reports.diff import balances, changes, diff

TODAY = date(2026, 6, 30)

BEFORE = """\
2026-01-01 person Bob
2026-02-01 meet Bob Ann "lunch"
  give Bob 2 INTRO
  cost 1h
2026-02-02 call Ann "a"
2026-02-02 call Ann "about the workshop"
2026-03-01 receive Bob 1 FAVOR
"""
AFTER = """\
option "title" "Mine"
2026-03-02 note Ann "likes tea"
2026-02-02 call Ann "about the workshops"
2026-02-01 meet Bob Ann "lunch"
  give Bob 3 INTRO
  cost 1h
2026-01-01 person Bob
2026-02-02 call Ann "a"
"""


@needs_git
class TestCommand:
    def test_entries_and_balances(self, run: Run, tmp_path: Path) -> None:
        repository = Repository(tmp_path)
        repository.commit("one", main=BEFORE)
        repository.write("main.net", AFTER)
        ran = run("diff", "HEAD", "--today", "2026-06-30")
        assert ran.status == 0
        assert "Ann is never declared" in ran.err
        head, _, rest = ran.out.partition("\n\n")
        assert head.endswith(", 2026-01-01 to the journal as it is: 2 added, 1 removed, 2 changed")
        assert rest == (
            '+ option "title" "Mine"\n\n'
            '  2026-02-01 meet Bob Ann "lunch"\n-   give Bob 2 INTRO\n+   give Bob 3 INTRO\n    cost 1 HOUR\n\n'
            '- 2026-02-02 call Ann "about the workshop"\n+ 2026-02-02 call Ann "about the workshops"\n\n'
            "- 2026-03-01 receive Bob 1 FAVOR\n\n"
            '+ 2026-03-02 note Ann "likes tea"\n\n'
            "Balances that changed, to 2026-06-30\n\n"
            "person  before  unit   after  unit   change  unit\n"
            "------  ------  -----  -----  -----  ------  -----\n"
            "Bob         -1  FAVOR      0  FAVOR       1  FAVOR\n"
            "Bob          2  INTRO      3  INTRO       1  INTRO\n"
        )

    def test_two_commits_and_formats(self, run: Run, tmp_path: Path) -> None:
        repository = Repository(tmp_path)
        repository.commit("one", main=BEFORE)
        repository.commit("two", main=AFTER)
        repository.write("main.net", "")
        found = json.loads(run("diff", "HEAD~1", "HEAD", "-O", "json", "--today", "2026-06-30").out)
        entries, changed = found["reports"]
        assert Counter(row["change"] for row in entries["rows"]) == {"added": 2, "removed": 1, "changed": 2}
        assert [row["change"] for row in changed["rows"]] == [
            {"number": "1.00", "unit": "FAVOR"},
            {"number": "1.00", "unit": "INTRO"},
        ]
        csv = run("diff", "HEAD~1", "HEAD", "-O", "csv", "--today", "2026-06-30", "-S", "person", "-n", "1").out
        assert csv.splitlines() == [
            "person,before,before_unit,after,after_unit,change,change_unit",
            "Bob,-1.00,FAVOR,0.00,FAVOR,1.00,FAVOR",
        ]
        for form in ("table", "tsv", "markdown", "html"):
            assert run("diff", "HEAD~1", "HEAD", "-O", form).status == 0
        same = run("diff", "HEAD", "HEAD").out
        assert same.endswith(": no entry differs\n\nNo balance changed.\n")

    def test_a_period(self, run: Run, tmp_path: Path) -> None:
        repository = Repository(tmp_path)
        repository.commit("one", main=BEFORE)
        repository.write("main.net", AFTER)
        out = run("diff", "HEAD", "-p", "2026-03", "--today", "2026-06-30").out
        assert "lunch" not in out
        assert "likes tea" in out

    def test_messages(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "main.net").write_text(BEFORE, encoding="utf-8")
        for arguments, says in ((("HEAD",), "not in a git repository"), ((), "Missing argument 'REV'")):
            ran = run("diff", *arguments)
            assert (ran.status, ran.out) == (2, "")
            assert says in ran.err
        repository = Repository(tmp_path)
        repository.commit("one")
        assert "git knows no commit 'HEAD~1'" in run("diff", "HEAD", "HEAD~1").err
        assert "no column 'nonsense'" in run("diff", "HEAD", "-S", "nonsense").err


@given(st.lists(st.sampled_from(BEFORE.split("\n2026") + AFTER.split("\n2026")), max_size=6), st.randoms())
def test_the_order_of_entries_is_no_change(blocks: list[str], random: object) -> None:
    text = [block if block.startswith(("2026", "option")) else f"2026{block}" for block in blocks]
    shuffled = list(text)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    before, after = (load_text("\n".join(lines) + "\n") for lines in (text, shuffled))
    assert changes(before, after, Config(TODAY)) == []


@settings(max_examples=60)
@given(journals(), journals())
def test_the_changes_lead_from_one_version_to_the_other(one: Journal, other: Journal) -> None:
    before, after = load_text(one.text), load_text(other.text)
    found = [change for change in changes(before, after, Config(TODAY)) if change.day is not None]
    old, new = (Counter(map(print_entry, ledger.entries)) for ledger in (before, after))
    gone = Counter(change.before for change in found if change.before)
    come = Counter(change.after for change in found if change.after)
    assert old - gone + come == new
    assert not gone & come
    for change in found:
        lines = list(change.lines())
        assert [line[2:] for line in lines if line[0] != "+"] == change.before.splitlines()
        assert [line[2:] for line in lines if line[0] != "-"] == change.after.splitlines()
    was, now = (balances(ledger, Config(TODAY)) for ledger in (before, after))
    told = {(row[0], row[3].unit): row[3].number for row in diff(before, after, Config(TODAY)).rows}  # type: ignore[union-attr]
    keys = {*was, *now}
    assert told == {key: now.get(key, 0) - was.get(key, 0) for key in keys if now.get(key, 0) != was.get(key, 0)}


def test_many_alike_are_paired_in_time() -> None:
    before = "".join(f'2026-01-01 call Bob "{number}"\n' for number in range(400))
    after = before.replace('"\n', ' more"\n')
    found = changes(load_text(before), load_text(after), Config(TODAY))
    assert [change.kind for change in found] == ["changed"] * 400


@pytest.mark.parametrize("text", ["", "\0\0", "\ufeff", "nonsense\n"])
def test_of_nothing(text: str) -> None:
    empty = load_text(text)
    assert changes(empty, empty, Config(TODAY)) == []
    assert diff(empty, empty, Config(TODAY)).rows == ()
