"""A ledger split over files reads as if it were pasted into one: entries, reports, diagnostics, pushes."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import strategies as s
from hypothesis import given, settings
from hypothesis import strategies as st
from records import placeless

from netledger import Ledger, load
from netledger.cli.main import main

# A journal is a list of blocks (strings), of pushed groups (what is pushed, what pops it, what stands between),
# and of files (a list again).
Group = tuple[str, str, list]
Item = str | Group | list


@st.composite
def _groups(draw: st.DrawFn, items: st.SearchStrategy[list[Item]]) -> Group:
    if draw(st.booleans()):
        tag = draw(st.sampled_from(["#a", "#b", "#frühstück"]))
        return f"pushtag {tag}", f"poptag {tag}", draw(items)
    key = draw(st.sampled_from(["source", "every"]))
    value = {"source": '"diary"', "every": "30d"}[key]
    return f"pushmeta {key}: {value}", f"popmeta {key}:", draw(items)


_SHARED = st.sampled_from(
    ["2026-01-01 person Alice", "2026-01-02 give Alice 2 HOUR", "2026-01-02 receive Alice 1 INTRO",
     "2026-01-03 meet alice",
     "2026-01-02 balance Alice 3 HOUR", "2026-01-01 price HOUR 60 USD", "2026-01-05 close Alice",
     "2026-01-06 meet Alice",
     '2026-01-02 document Alice "nowhere.pdf"', 'option "operating_currency" "USD"', 'option "title" "x"',
     'option "title" "y"',
     "2026-01-01 person Bob\n  alias: Alice", "nonsense", "  stray", 'plugin "nowhere"']
)  # fmt: skip
_blocks = _SHARED | _SHARED | s.entries()
_files = st.recursive(
    st.lists(_blocks, max_size=4),
    lambda items: st.lists(_blocks | _groups(items) | items, min_size=1, max_size=4),
    max_leaves=6,
)


def pasted(items: list[Item]) -> list[str]:
    """Return the blocks of a journal in one file."""
    found: list[str] = []
    for item in items:
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, tuple):
            push, pop, between = item
            found += [push, *pasted(between), pop]
        else:
            found += pasted(item)
    return found


def split(items: list[Item], folder: Path, name: str) -> Path:
    """Write a journal over its files, each included where it would be pasted; return the first."""
    blocks: list[str] = []
    count = 0

    def include(part: list[Item]) -> str:
        nonlocal count
        count += 1
        path = f"part{count}/{name}{count}.net"
        (folder / path).parent.mkdir(exist_ok=True)
        split(part, folder / f"part{count}", f"{name}{count}")
        return f'include "{path}"'

    def write(parts: list[Item]) -> None:
        for item in parts:
            if isinstance(item, str):
                blocks.append(item)
            elif isinstance(item, tuple):
                push, pop, between = item
                blocks.append(push)
                write(between)
                blocks.append(pop)
            else:
                blocks.append(include(item))

    write(items)
    path = folder / f"{name}.net"
    path.write_text("\n\n".join(blocks), encoding="utf-8")
    return path


def codes(ledger: Ledger) -> list[str]:
    """Return the codes of a ledger's diagnostics, sorted: pasted lines have other places."""
    return sorted(item.code for item in ledger.diagnostics)


@given(_files)
@settings(max_examples=120)
def test_a_split_ledger_is_the_pasted_one(items: list[Item]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = folder / "whole.net"
        whole.write_text("\n\n".join(pasted(items)), encoding="utf-8")
        one, many = load(whole), load(split(items, folder, "main"))
    assert [placeless(entry) for entry in many.entries] == [placeless(entry) for entry in one.entries]
    assert many.options == one.options
    assert codes(many) == codes(one)


@given(_files)
@settings(max_examples=25)
def test_a_split_ledger_reports_what_the_pasted_one_does(items: list[Item]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "whole.net").write_text("\n\n".join(pasted(items)), encoding="utf-8")
        split(items, folder, "main")
        reports = []
        for journal in ("whole", "main"):
            output = folder / f"{journal}.csv"
            status = main(["balance", "-f", str(folder / f"{journal}.net"), "--today", "2026-06-30", "-o", str(output)])
            reports.append((status, output.read_text("utf-8")))
    assert reports[0] == reports[1]


Run = Callable[..., SimpleNamespace]
Write = Callable[[str, str], Path]


class TestPushes:
    """What is pushed reaches included files, ends with its own file, and goes onto entries after their own."""

    def test_what_the_parent_pushed_reaches_the_included_file(self, write: Write) -> None:
        write("part.net", '2026-01-02 call Bob #own\n  source: "letter"\n')
        ledger = load(
            write("main.net", 'pushtag #c\npushmeta source: "diary"\ninclude "part.net"\npoptag #c\npopmeta source:\n')
        )
        (entry,) = ledger.entries
        assert entry.tags == ("own", "c")
        assert [(item.key, item.value.text) for item in entry.meta] == [("source", "diary"), ("source", "letter")]
        assert entry.get("source").text == "letter"
        assert codes(ledger) == ["NL301"]

    def test_what_an_included_file_left_open_ends_with_it(self, write: Write) -> None:
        write("part.net", "pushtag #c\n2026-01-02 connect Bob\n")
        ledger = load(write("main.net", 'include "part.net"\n2026-01-03 call Bob\n'))
        assert [entry.tags for entry in ledger.entries] == [("c",), ()]
        (item,) = ledger.diagnostics
        assert (item.code, Path(item.span.file).name, item.span.line) == ("NL207", "part.net", 1)

    def test_an_included_file_cannot_pop_what_its_parent_pushed(self, write: Write) -> None:
        write("part.net", "poptag #c\n2026-01-02 connect Bob\n")
        ledger = load(write("main.net", 'pushtag #c\ninclude "part.net"\npoptag #c\n'))
        assert [entry.tags for entry in ledger.entries] == [("c",)]
        assert [(item.code, Path(item.span.file).name) for item in ledger.diagnostics] == [("NL208", "part.net")]

    def test_a_pop_takes_the_push_before_it(self, write: Write) -> None:
        ledger = load(
            write(
                "main.net",
                "pushmeta x: 1\npushmeta x: 2\npopmeta x:\n2026-01-02 connect Bob\npopmeta x:\n2026-01-02 call Bob\n",
            )
        )
        assert [[item.value.text for item in entry.meta] for entry in ledger.entries] == [["1"], []]
        assert ledger.diagnostics == ()

    def test_a_tag_pushed_twice_stands_once(self, write: Write) -> None:
        ledger = load(write("main.net", "pushtag #c\npushtag #c\n2026-01-02 connect Bob #c\npoptag #c\npoptag #c\n"))
        assert ledger.entries[0].tags == ("c",)
        assert ledger.diagnostics == ()


class TestPaths:
    """Paths are relative to their file; globs are sorted and never match the including file."""

    def test_a_glob_is_sorted_and_never_includes_itself(self, write: Write) -> None:
        for name in ("b", "a", "c"):
            write(f"{name}.net", f'2026-01-01 note Me "{name}"')
        ledger = load(write("0-main.net", 'include "*.net"'))
        assert [entry.text for entry in ledger.entries] == ["a", "b", "c"]
        assert ledger.diagnostics == ()

    def test_a_glob_over_folders(self, write: Write) -> None:
        write("people/x/bob.net", '2026-01-01 note Me "deep"')
        write("people/ann.net", '2026-01-01 note Me "flat"')
        ledger = load(write("main.net", 'include "people/**/*.net"'))
        assert [entry.text for entry in ledger.entries] == ["flat", "deep"]

    def test_a_path_is_relative_to_the_file_that_includes(self, write: Write) -> None:
        write("a/b/two.net", '2026-01-01 note Me "two"')
        write("a/one.net", 'include "b/two.net"')
        ledger = load(write("main.net", 'include "a/one.net"'))
        assert [entry.text for entry in ledger.entries] == ["two"]

    def test_a_folder_whose_name_is_a_pattern(self, write: Write) -> None:
        write("[x]/part.net", '2026-01-01 note Me "x"')
        ledger = load(write("[x]/main.net", 'include "p*.net"'))
        assert [entry.text for entry in ledger.entries] == ["x"]

    @pytest.mark.parametrize("path", ["nowhere.net", "nowhere/*.net", "", ".", "/dev/null", "main.net", "./main.net"])
    def test_an_include_of_no_journal_is_one_error(self, path: str, write: Write) -> None:
        ledger = load(write("main.net", f'include "{path}"\n2026-01-01 connect Bob\n'))
        assert len(ledger.entries) == 1
        assert [(item.severity, item.span.line) for item in ledger.diagnostics] == [("error", 1)]

    def test_a_longer_cycle_is_an_error_where_it_closes(self, write: Write) -> None:
        write("a.net", 'include "b.net"\n2026-01-01 note Me "a"')
        write("b.net", 'include "main.net"\n2026-01-01 note Me "b"')
        ledger = load(write("main.net", 'include "a.net"'))
        assert [entry.text for entry in ledger.entries] == ["b", "a"]
        assert [(item.code, Path(item.span.file).name) for item in ledger.diagnostics] == [("NL202", "b.net")]

    def test_a_file_included_again_is_skipped_with_a_warning(self, write: Write) -> None:
        write("a.net", '2026-01-01 note Me "a"')
        ledger = load(write("main.net", 'include "a.net"\ninclude "./a.net"\ninclude "*.net"\n'))
        assert len(ledger.entries) == 1
        assert [(item.code, item.severity) for item in ledger.diagnostics] == [("NL203", "warning")] * 2

    def test_a_link_to_a_file_is_that_file(self, write: Write, tmp_path: Path) -> None:
        write("a.net", '2026-01-01 note Me "a"')
        (tmp_path / "b.net").symlink_to(tmp_path / "a.net")
        ledger = load(write("main.net", 'include "a.net"\ninclude "b.net"\n'))
        assert len(ledger.entries) == 1
        assert codes(ledger) == ["NL203"]

    def test_an_included_file_in_another_encoding_costs_itself_alone(self, write: Callable[..., Path]) -> None:
        write("a.net", "2026-01-01 connect Ann".encode("utf-16"))
        ledger = load(write("main.net", 'include "a.net"\n2026-01-01 connect Bob\n'))
        assert len(ledger.entries) == 1
        assert [(item.code, item.span.line) for item in ledger.diagnostics] == [("NL002", 1)]
