"""The `include` line: globs, cycles, files that cannot be read, and what is pushed onto the entries of a file."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest
from conftest import Ran

import netledger
from netledger import Ledger

Run = Callable[..., Ran]
Write = Callable[[str, str], Path]


def found(ledger: Ledger) -> list[tuple[str, int, str]]:
    """Return file, line and code of every diagnostic."""
    return [(Path(item.span.file).name, item.span.line, item.code) for item in ledger.diagnostics]


def notes(ledger: Ledger) -> list[str]:
    """Return the texts of a ledger's notes: each file of these tests holds one about Me."""
    return [entry.text for entry in ledger.entries if hasattr(entry, "subject")]


def note(text: str) -> str:
    """Write an entry that needs no declaration."""
    return f'2026-01-01 note Me "{text}"\n'


# ------------------------------------------------------------------------------------------------------ globs


class Backwards(list[os.DirEntry[str]]):
    """What `os.scandir` returns, the last name first; also a context manager."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return


def test_a_glob_is_sorted_whatever_the_folder_says(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order in which a file system lists its files changes nothing."""
    for name in ("c", "a", "b"):
        write(f"people/{name}.net", note(name))
    main = write("main.net", 'include "people/*.net"\n')
    expected = netledger.load(main).entries
    assert notes(netledger.load(main)) == ["a", "b", "c"]
    scandir = os.scandir

    def backwards(path: str = ".") -> Backwards:
        with scandir(path) as entries:
            return Backwards(sorted(entries, key=lambda item: item.name, reverse=True))

    monkeypatch.setattr(os, "scandir", backwards)
    assert netledger.load(main).entries == expected


def test_a_glob_never_matches_its_own_file(write: Write) -> None:
    """`*.net` in main.net is all the others."""
    write("a.net", note("a"))
    ledger = netledger.load(write("main.net", 'include "*.net"\n' + note("main")))
    assert notes(ledger) == ["a", "main"]
    assert found(ledger) == []


def test_a_recursive_glob_goes_all_the_way_down(write: Write) -> None:
    """`**` matches no folder, one, or several."""
    for name in ("top", "in/one", "in/deeper/two"):
        write(f"all/{name}.net", note(name))
    ledger = netledger.load(write("main.net", 'include "all/**/*.net"\n'))
    assert (notes(ledger), found(ledger)) == (["in/deeper/two", "in/one", "top"], [])


def test_a_glob_takes_no_folder_and_no_hidden_file(write: Write) -> None:
    """A folder may be called like a journal, and editors leave hidden files."""
    write("parts/old.net/x.txt", "")
    write("parts/.#a.net", note("lock"))
    write("parts/a.net", note("a"))
    ledger = netledger.load(write("main.net", 'include "parts/*.net"\n'))
    assert (notes(ledger), found(ledger)) == (["a"], [])


def test_a_glob_without_a_match_is_an_error_on_its_line(write: Write) -> None:
    """Also where the only match is the file itself."""
    write("no/readme.txt", "")
    ledger = netledger.load(write("main.net", '; first\ninclude "no/*.net"\ninclude "*.net"\n'))
    assert found(ledger) == [("main.net", 2, "NL201"), ("main.net", 3, "NL201")]
    assert 'no file matches "no/*.net"' in ledger.diagnostics[0].message
    assert ledger.diagnostics[0].excerpt == 'include "no/*.net"'


def test_the_folder_of_a_journal_may_hold_glob_characters(write: Write) -> None:
    """Only what stands in the include is a pattern."""
    write("net [x]*/people/a.net", note("a"))
    write("net x/people/b.net", note("another folder"))
    ledger = netledger.load(write("net [x]*/main.net", 'include "people/*.net"\n'))
    assert (notes(ledger), found(ledger)) == (["a"], [])


def test_a_file_whose_name_holds_glob_characters_can_be_included(write: Write) -> None:
    """A file that exists under the very name that is written is the one that is meant."""
    write("2026 [draft].net", note("draft"))
    ledger = netledger.load(write("main.net", 'include "2026 [draft].net"\n'))
    assert (notes(ledger), found(ledger)) == (["draft"], [])


def test_paths_are_relative_to_the_including_file(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the program is started."""
    write("a/b/c.net", note("c"))
    write("a/b.net", 'include "b/c.net"\n')
    write("main.net", 'include "a/b.net"\n')
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    ledger = netledger.load("../main.net")
    assert (notes(ledger), found(ledger)) == (["c"], [])
    assert [file.name for file in ledger.files] == ["../main.net", "../a/b.net", "../a/b/c.net"]
    assert [Path(file.included_by or "").name for file in ledger.files] == ["", "main.net", "b.net"]


def test_an_absolute_path(write: Write) -> None:
    """It is taken as it is."""
    part = write("else/where.net", note("there"))
    assert notes(netledger.load(write("x/main.net", f'include "{part}"\n'))) == ["there"]


# ------------------------------------------------------------------------------------------ cycles and twice


def test_a_file_that_includes_itself(write: Write) -> None:
    """One error, on the line; the rest is there once."""
    ledger = netledger.load(write("main.net", note("main") + 'include "main.net"\n'))
    assert (notes(ledger), found(ledger)) == (["main"], [("main.net", 2, "NL202")])
    assert "itself" in ledger.diagnostics[0].message


def test_a_cycle_is_an_error_on_the_line_that_closes_it(write: Write) -> None:
    """Through three files."""
    write("b.net", 'include "c.net"\n' + note("b"))
    write("c.net", note("c") + 'include "main.net"\n')
    ledger = netledger.load(write("main.net", 'include "b.net"\n' + note("main")))
    assert (notes(ledger), found(ledger)) == (["c", "b", "main"], [("c.net", 2, "NL202")])


def test_a_text_that_includes_its_own_file(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor's buffer stands for its file."""
    monkeypatch.chdir(tmp_path)
    write("main.net", note("saved"))
    ledger = netledger.load_text(note("buffer") + 'include "main.net"\n', "main.net")
    assert (notes(ledger), found(ledger)) == (["buffer"], [("main.net", 2, "NL202")])


def test_a_file_included_again_is_skipped_with_a_warning(write: Write) -> None:
    """Under whatever name: here once more, then by a symlink."""
    part = write("part.net", note("part"))
    (part.parent / "link.net").symlink_to("part.net")
    ledger = netledger.load(write("main.net", 'include "part.net"\ninclude "./part.net"\ninclude "link.net"\n'))
    assert (notes(ledger), found(ledger)) == (["part"], [("main.net", 2, "NL203"), ("main.net", 3, "NL203")])
    assert not ledger.has_errors


def test_symlinks_that_lead_round_in_a_circle(write: Write, tmp_path: Path) -> None:
    """A link to itself, and a folder that holds a link to itself."""
    (tmp_path / "self.net").symlink_to("self.net")
    write("deep/a.net", note("a"))
    (tmp_path / "deep" / "again").symlink_to(".")
    ledger = netledger.load(write("main.net", 'include "self.net"\ninclude "deep/**/*.net"\n'))
    assert notes(ledger) == ["a"]
    assert ("main.net", 1) in [(file, line) for file, line, _ in found(ledger)]


def test_a_long_chain_of_includes(write: Write) -> None:
    """Deeper than Python likes to call: the entries, or a diagnostic, but no exception."""
    for number in range(400):
        write(f"{number}.net", f'include "{number + 1}.net"\n')
    write("400.net", note("the end"))
    ledger = netledger.load(write("main.net", 'include "0.net"\n'))
    assert notes(ledger) == ["the end"] or ledger.has_errors


# --------------------------------------------------------------------------------------- what cannot be read


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("missing.net", "NL201", "missing.net does not exist"),
        ("folder", "NL001", "folder is a folder"),
        ("", "NL001", "folder"),
        ("broken.net", "NL001", "does not exist"),
        ("/dev/zero", "NL001", "/dev/zero is not a regular file"),
        ("/dev/stdin", "NL001", "not a regular file"),
        ("pipe", "NL001", "not a regular file"),
        ("-", "NL201", "does not exist"),
        ("wide.net", "NL002", "wide.net is UTF-16, not UTF-8"),
    ],
)
def test_what_cannot_be_included(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, code: str, words: str
) -> None:
    """An error on the include's line, never a hang; all else is read. Standard input is no file."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken.net").symlink_to("nowhere.net")
    (tmp_path / "wide.net").write_bytes("2026-01-01 person Bob\n".encode("utf-16"))
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    write("main.net", note("before") + f'include "{path}"\n' + note("after"))
    read, end = os.pipe()
    os.close(end)
    saved = os.dup(0)
    os.dup2(read, 0)
    try:
        ledger = netledger.load("main.net")
    finally:
        os.dup2(saved, 0)
        os.close(saved)
        os.close(read)
    assert (notes(ledger), found(ledger)) == (["before", "after"], [("main.net", 2, code)])
    assert words in ledger.diagnostics[0].message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission(write: Write) -> None:
    """As in any other case, the line says it."""
    write("closed.net", note("closed")).chmod(0)
    ledger = netledger.load(write("main.net", 'include "closed.net"\n' + note("open")))
    assert (notes(ledger), found(ledger)) == (["open"], [("main.net", 1, "NL001")])
    assert "permission denied" in ledger.diagnostics[0].message


# ----------------------------------------------------------------------------------------------- as if pasted


def test_options_and_plugins_count_wherever_they_stand(write: Write) -> None:
    """In an included file, and after the entries that they are about."""
    write("part.net", 'option "operating_currency" "CHF"\nplugin "nobody"\noption "title" "Other"\n')
    ledger = netledger.load(write("main.net", 'option "title" "Mine"\ninclude "part.net"\n'))
    assert ledger.options.currency == "CHF"
    assert found(ledger) == [("part.net", 2, "NL209"), ("part.net", 3, "NL206")]
    assert "main.net:1" in ledger.diagnostics[1].message


PARTS = {
    "main.net": """\
option "operating_currency" "USD"
2026-01-02 price HOUR 10 USD
pushtag #outer
include "one.net"
2026-01-02 price HOUR 40 USD
include "sub/two.net"
poptag #outer
2026-01-03 balance Bob 4 FAVOR
""",
    "one.net": """\
2026-01-02 price HOUR 20 USD
2026-01-02 give Bob 1 FAVOR
pushtag #inner
2026-01-02 price HOUR 30 USD
poptag #inner
""",
    "sub/two.net": "2026-01-02 give Bob 2 FAVOR\n2026-01-01 person Bob\n2026-01-01 give Bob\n",
}


def _told(ledger: Ledger) -> list[tuple[object, ...]]:
    return [(type(e).__name__, e.date, e.tags, str(getattr(e, "amount", ""))) for e in ledger.entries]


def test_a_ledger_in_parts_is_the_ledger_pasted_into_one(write: Write) -> None:
    """Same entries in the same order, with the same tags."""
    paths = {name: write(name, text) for name, text in PARTS.items()}
    pasted = PARTS["main.net"]
    for name in ("one.net", "sub/two.net"):
        pasted = pasted.replace(f'include "{name}"\n', PARTS[name])
    parts, whole = netledger.load(paths["main.net"]), netledger.load_text(pasted)
    assert _told(parts) == _told(whole)
    assert found(parts) == found(whole) == []
    prices = [item[3] for item in _told(parts) if item[0] == "Price"]
    assert prices == ["10 USD", "20 USD", "30 USD", "40 USD"]


def test_pushes_reach_into_includes_and_end_with_their_file(write: Write) -> None:
    """Tags after the entry's own, metadata before its own so that its own prevails."""
    part = 'pushtag #own\npushmeta source: "part"\n2026-01-01 note Me "in" #first\npopmeta source:\npoptag #own\n'
    write("part.net", part)
    main = 'pushtag #all\npushmeta source: "main"\ninclude "part.net"\n2026-01-02 note Me "out"\n  source: "line"\n'
    free = 'poptag #all\npopmeta source:\n2026-01-03 note Me "free"\n'
    ledger = netledger.load(write("main.net", main + free))
    assert found(ledger) == []
    assert [entry.tags for entry in ledger.entries] == [("first", "all", "own"), ("all",), ()]
    values = [[item.value.text for item in entry.meta] for entry in ledger.entries]
    assert values == [["main", "part"], ["main", "line"], []]
    prevailing = [entry.get("source") for entry in ledger.entries]
    assert [value and value.text for value in prevailing] == ["part", "line", None]


def test_a_push_left_open_is_an_error_on_its_line_and_ends_there(write: Write) -> None:
    """What comes after the include does not have the tag."""
    write("part.net", '; one\npushtag #left\npushmeta k: "v"\n' + note("in"))
    ledger = netledger.load(write("main.net", 'include "part.net"\n' + note("out")))
    assert found(ledger) == [("part.net", 2, "NL207"), ("part.net", 3, "NL207")]
    assert [(entry.tags, len(entry.meta)) for entry in ledger.entries] == [(("left",), 1), ((), 0)]
    assert "poptag #left" in ledger.diagnostics[0].hint


def test_a_file_cannot_pop_what_its_parent_pushed(write: Write) -> None:
    """It stays pushed; the pop is the error."""
    write("part.net", "poptag #all\npopmeta k:\n" + note("in"))
    main = 'pushtag #all\npushmeta k: "v"\ninclude "part.net"\n' + note("out") + "poptag #all\npopmeta k:\n"
    ledger = netledger.load(write("main.net", main))
    assert found(ledger) == [("part.net", 1, "NL208"), ("part.net", 2, "NL208")]
    assert [(entry.tags, len(entry.meta)) for entry in ledger.entries] == [(("all",), 1)] * 2


def test_a_pop_takes_the_nearest_push() -> None:
    """The same tag pushed twice is popped twice."""
    text = "pushtag #t\npushtag #t\npoptag #t\n" + note("still") + "poptag #t\n" + note("free") + "poptag #t\n"
    ledger = netledger.load_text(text)
    assert [entry.tags for entry in ledger.entries] == [("t",), ()]
    assert [item.code for item in ledger.diagnostics] == ["NL208"]


def test_a_file_that_links_lead_to_again_is_read_once(run: Run, write: Write, tmp_path: Path) -> None:
    write("main.net", 'include "**/*.net"\n2026-01-01 person Bob\n')
    write("2026/a.net", "2026-01-02 meet Bob\n")
    (tmp_path / "current").symlink_to("2026")
    (tmp_path / "self").symlink_to(".")
    assert run("check", "--strict") == (0, "", "")
    names = [line.split(",")[0] for line in run("files", "-O", "csv").out.splitlines()[1:]]
    assert names == ["main.net", "2026/a.net"]
