"""Merging journals by entry, alone and as git calls it."""

import sys
from collections import Counter
from pathlib import Path

import pytest
from command_line import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from repositories import Repository, needs_git
from strategies import Journal, journals
from strategies import entries as dated

from netledger import load_text
from netledger.merging import merge
from netledger.printer import print_entry

BASE = """\
* 2026

; how it began
2026-01-01 person Bob
2026-01-02 meet Bob "lunch"
  give Bob 2 INTRO

2026-01-03 call Ann "about the workshop"

; the end
"""


def both(ours: tuple[str, str], theirs: tuple[str, str]) -> str:
    found = merge(BASE, BASE.replace(*ours), BASE.replace(*theirs))
    assert found.conflicts == 0
    assert "<<<" not in found.text
    return found.text


class TestMerge:
    def test_two_additions_at_the_end(self) -> None:
        found = merge(
            "2026-01-01 call A\n",
            "2026-01-01 call A\n\n2026-01-05 call B\n",
            "2026-01-01 call A\n2026-01-03 call C\n  cost 1h\n",
        )
        assert found == ("2026-01-01 call A\n2026-01-03 call C\n  cost 1h\n\n2026-01-05 call B\n", 0)

    def test_to_an_empty_journal(self) -> None:
        assert merge("", "2026-01-02 call B\n", "2026-01-01 call A\n").text == "2026-01-01 call A\n2026-01-02 call B\n"

    def test_what_is_out_of_order_stays_so(self) -> None:
        ours = "2026-01-09 call B\n2026-01-02 call B\n"
        assert merge("", ours, "2026-01-01 call A\n").text == ours + "2026-01-01 call A\n"

    def test_changes_of_neighbours(self) -> None:
        assert both(("2 INTRO", "3 INTRO"), ("workshop", "talk")) == BASE.replace("2 INTRO", "3 INTRO").replace(
            "workshop", "talk"
        )
        assert both(("person Bob", 'person Bob "Bob O"'), ("2 INTRO", "3 INTRO")) == BASE.replace(
            "person Bob", 'person Bob "Bob O"'
        ).replace("2 INTRO", "3 INTRO")

    def test_a_removal_beside_a_change_and_an_addition(self) -> None:
        removed = '2026-01-03 call Ann "about the workshop"\n\n'
        text = both((removed, ""), ("2 INTRO\n", "3 INTRO\n\n2026-01-02 call Zoe\n"))
        assert text == BASE.replace("2 INTRO\n", "3 INTRO\n\n2026-01-02 call Zoe\n").replace(removed, "")

    def test_equal_additions_and_changes_are_one(self) -> None:
        change = ("2 INTRO\n", "3 INTRO\n\n2026-01-02 call Zoe\n")
        assert both(change, change) == BASE.replace(*change)
        other = merge(BASE, BASE + "2026-02-01 call A\n", BASE + "2026-02-01  call A\n2026-02-02 call C\n").text
        assert other == BASE + "2026-02-01 call A\n2026-02-02 call C\n"

    def test_layout_is_no_change(self) -> None:
        laid = "2026-01-02  meet  Bob"
        assert both(("2026-01-02 meet Bob", laid), ("2 INTRO", "3 INTRO")) == BASE.replace("2 INTRO", "3 INTRO")
        assert both(("2026-01-02 meet Bob", laid), ("workshop", "talk")) == BASE.replace(
            "2026-01-02 meet Bob", laid
        ).replace("workshop", "talk")
        assert both(("workshop", "talk"), ("2026-01-02 meet Bob", laid)) == BASE.replace(
            "2026-01-02 meet Bob", laid
        ).replace("workshop", "talk")

    def test_blanks_in_a_text_are_a_change(self) -> None:
        assert both(("about the", "about  the"), ("2 INTRO", "3 INTRO")) == BASE.replace(
            "about the", "about  the"
        ).replace("2 INTRO", "3 INTRO")
        assert merge(BASE, BASE.replace("about the", "about  the"), BASE.replace("about the", "on the")).conflicts == 1

    def test_comments_go_with_their_entry(self) -> None:
        assert both(
            ("; how it began\n2026-01-01 person Bob\n", ""), ("; the end", "; to be continued")
        ) == BASE.replace("; how it began\n2026-01-01 person Bob\n", "").replace("; the end", "; to be continued")

    def test_a_conflict_is_marked_and_the_rest_is_merged(self) -> None:
        ours = BASE.replace("2 INTRO", "3 INTRO").replace("; the end", "; ours")
        theirs = BASE.replace("2 INTRO", "4 INTRO").replace("workshop", "talk")
        block = '2026-01-02 meet Bob "lunch"\n  give Bob {} INTRO\n'
        marked = f"<<<<<<< ours\n{block.format(3)}=======\n{block.format(4)}>>>>>>> theirs\n"
        whole = BASE.replace(block.format(2), marked).replace("workshop", "talk").replace("; the end", "; ours")
        assert merge(BASE, ours, theirs) == (whole, 1)

    @pytest.mark.parametrize("swap", [False, True])
    def test_a_removed_entry_that_the_other_changed(self, *, swap: bool) -> None:
        removed, changed = (
            BASE.replace('2026-01-03 call Ann "about the workshop"\n\n', ""),
            BASE.replace("workshop", "talk"),
        )
        found = merge(BASE, *((changed, removed) if swap else (removed, changed)))
        assert found.conflicts == 1
        line = '2026-01-03 call Ann "about the talk"\n'
        sides = (line, "") if swap else ("", line)
        assert "<<<<<<< ours\n{}=======\n{}>>>>>>> theirs\n".format(*sides) in found.text

    def test_line_ends_are_those_of_our_side(self) -> None:
        ours = (BASE + "2026-02-01 call A\n").replace("\n", "\r\n")
        found = merge(BASE, ours, BASE.replace("workshop", "talk") + "2026-02-02 call B\n").text
        assert found == (BASE.replace("workshop", "talk") + "2026-02-01 call A\n2026-02-02 call B\n").replace(
            "\n", "\r\n"
        )

    def test_an_indented_line_stays_out_of_an_entry(self) -> None:
        found = merge("  ; a note\n", "  ; a note\n\n2026-01-02 call B\n", "2026-01-01 call A\n\n  ; a note\n").text
        assert found.count("\n\n") == 2
        assert len(load_text(found).entries) == 2


def entries(text: str) -> "Counter[str]":
    return Counter(print_entry(entry) for entry in load_text(text).entries)


@settings(max_examples=40)
@given(journals(), journals())
def test_one_side_alone(base: Journal, other: Journal) -> None:
    assert merge(base.text, other.text, base.text) == (other.text, 0)
    assert merge(base.text, base.text, other.text) == (other.text, 0)
    assert merge(base.text, other.text, other.text) == (other.text, 0)


LINES = [f'2026-01-0{day} call {name} "{text}"' for day in (1, 2, 3) for name in "AB" for text in ("x", "y")]
VERSIONS = st.lists(st.sampled_from(LINES), max_size=5).map(lambda lines: "".join(f"{line}\n" for line in lines))


@settings(max_examples=150)
@given(VERSIONS, VERSIONS, VERSIONS)
def test_nothing_is_lost_or_made_up(base: str, ours: str, theirs: str) -> None:
    merged = merge(base, ours, theirs)
    old, a, b, found = (Counter(text.splitlines()) for text in (base, ours, theirs, merged.text))
    for mark in ("<<<<<<< ours", "=======", ">>>>>>> theirs"):
        assert found.pop(mark, 0) == merged.conflicts
    for line in {*old, *a, *b}:
        # What a side added is there, and what nobody removed.
        assert found[line] >= max(a[line] - old[line], b[line] - old[line], min(old[line], a[line], b[line]))
    assert set(found) <= {*a, *b}


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(LINES), max_size=4), st.lists(st.sampled_from(LINES), max_size=4), journals(parts=dated())
)
def test_additions_at_the_end_never_conflict(ours: list[str], theirs: list[str], base: Journal) -> None:
    start = base.text if base.text.endswith("\n") or not base.text else f"{base.text}\n"
    start = start.replace("\r\n", "\n") + "\n"
    merged = merge(start, *(start + "".join(f"{line}\n" for line in lines) for lines in (ours, theirs)))
    assert merged.conflicts == 0
    assert entries(merged.text) == entries(start) + (Counter(ours) | Counter(theirs))


# ------------------------------------------------------------------------------------------ as git calls it


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    program = Path(sys.executable).parent / "netledger"
    if not program.exists():
        pytest.skip("netledger is not installed as a program")
    made = Repository(tmp_path)
    made.git("config", "merge.netledger.driver", f"{program} merge-driver %O %A %B")
    made.git("config", "diff.netledger.textconv", f"{program} textconv")
    made.write(".gitattributes", "*.net merge=netledger diff=netledger\n")
    made.commit("base", main=BASE)
    made.git("checkout", "--quiet", "-b", "phone")
    return made


@needs_git
class TestGit:
    def test_two_branches_that_add_at_the_end(self, repository: Repository) -> None:
        repository.commit("phone", main=BASE + "2026-02-01 call Zoe\n")
        repository.git("checkout", "--quiet", "main")
        repository.commit("desk", main=BASE + "2026-02-03 call Eve\n")
        repository.git("merge", "--quiet", "-m", "both", "phone")
        text = (repository.folder / "main.net").read_text(encoding="utf-8")
        assert text == BASE + "2026-02-01 call Zoe\n2026-02-03 call Eve\n"

    def test_a_merge_that_cannot_be_made_is_none(self, repository: Repository) -> None:
        """Whether git gives it up or calls it a conflict: ours stays, and nothing is committed."""
        repository.commit("phone", main=BASE + "2026-02-01 call Zoe\n")
        repository.git("checkout", "--quiet", "main")
        head = repository.commit("desk", main=BASE + "2026-02-03 call Eve\n")
        driver = repository.git("config", "merge.netledger.driver").strip()
        repository.git("config", "merge.netledger.driver", driver.replace("%O", "gone"))
        repository.git("merge", "--quiet", "-m", "both", "phone", fails=True)
        assert repository.git("rev-parse", "HEAD").strip() == head
        assert (repository.folder / "main.net").read_text(encoding="utf-8") == BASE + "2026-02-03 call Eve\n"

    def test_a_conflict_is_one_for_git(self, repository: Repository) -> None:
        repository.commit("phone", main=BASE.replace("2 INTRO", "3 INTRO"))
        repository.git("checkout", "--quiet", "main")
        repository.commit("desk", main=BASE.replace("2 INTRO", "4 INTRO"))
        repository.git("merge", "--quiet", "-m", "both", "phone", fails=True)
        assert repository.git("diff", "--name-only", "--diff-filter=U").split() == ["main.net"]
        assert "<<<<<<< ours" in (repository.folder / "main.net").read_text(encoding="utf-8")

    def test_a_diff_without_layout(self, repository: Repository) -> None:
        repository.write("main.net", BASE.replace("give Bob 2 INTRO", "give  Bob  (1 + 1) INTRO"))
        assert repository.git("diff") == ""
        repository.write("main.net", BASE.replace("give Bob 2 INTRO", "give Bob (1 + 2) INTRO"))
        assert "+  give Bob 3 INTRO\n" in repository.git("diff")


class TestCommands:
    def test_the_driver_writes_ours(self, run: Run, tmp_path: Path) -> None:
        for name, data in (("o", b""), ("a", b"2026-01-01 call \xff\n"), ("b", b"2026-01-02 call B\n")):
            (tmp_path / name).write_bytes(data)
        assert run("merge-driver", "o", "a", "b") == (0, "", "")
        assert (tmp_path / "a").read_bytes() == b"2026-01-01 call \xff\n2026-01-02 call B\n"
        (tmp_path / "o").write_bytes((tmp_path / "a").read_bytes().replace(b" B", b" C"))
        (tmp_path / "b").write_bytes((tmp_path / "a").read_bytes().replace(b" B", b" D"))
        assert run("merge-driver", "o", "a", "b").status == 1

    def test_a_file_that_is_not_there(self, run: Run) -> None:
        assert run("textconv", "none") == (2, "", "Error: none does not exist\n")
        assert run("merge-driver", "none", "none", "none") == (255, "", "Error: none does not exist\n")

    def test_textconv(self, run: Run, tmp_path: Path) -> None:
        text = (
            '\ufeff2026-01-01  call Ann ; mind\n2026-01-02 give Bob (1+2) INTRO "a;b"\n\n; note\n* head\nnonsense \r\n'
        )
        (tmp_path / "x.net").write_bytes(text.encode())
        assert run("textconv", "x.net").out == (
            '2026-01-01  call Ann ; mind\n\n2026-01-02 give Bob 3 INTRO "a;b"\n\n; note\n* head\nnonsense \n'
        )
