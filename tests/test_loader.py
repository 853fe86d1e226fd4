"""Bytes to a ledger: which files, in which encoding, in which order; and the same from Python."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import netledger
from netledger import CannotLoad, Ledger, load, load_text

Write = Callable[[str, str | bytes], Path]
Run = Callable[..., Any]

BOB = "2026-01-01 person Bob\n"
GIVE = "2026-01-02 give Bob 2 FAVOR\n"


def codes(ledger: Ledger) -> list[str]:
    """Return the codes of all diagnostics."""
    return [item.code for item in ledger.diagnostics]


def given(out: str) -> str:
    """Return what the CSV of a balance says was given to Bob."""
    return next(line for line in out.splitlines() if line.startswith("Bob")).split(",")[1]


# ------------------------------------------------------------------------------------------------ which files


def test_several_files_are_read_one_after_the_other(run: Run, write: Write) -> None:
    """`-f` repeated: one ledger."""
    write("a.net", BOB)
    write("b.net", GIVE)
    ran = run("balance", "-f", "b.net", "-f", "a.net", "-O", "csv", "--today", "2026-06-30")
    assert (ran.status, ran.err, given(ran.out)) == (0, "", "2.00")


def test_the_same_file_twice_counts_once(run: Run, write: Write) -> None:
    """A warning, under whatever name it comes again."""
    write("a.net", BOB + GIVE)
    ran = run("balance", "-f", "a.net", "-f", "./a.net", "-O", "csv", "--today", "2026-06-30")
    assert (ran.status, given(ran.out)) == (0, "2.00")
    assert ran.err.count("NL203") == 1
    assert "was read before" in ran.err


def test_standard_input_beside_a_file(run: Run, write: Write) -> None:
    """`-` is one of several; a place in it is told as `-`."""
    write("a.net", BOB)
    ran = run("check", "-f", "a.net", "-f", "-", stdin=GIVE + "2026-13-01 meet Bob\n")
    assert ran.status == 1
    assert ran.out.startswith("-:2:1: error[NL103]")


def test_includes_in_standard_input_are_relative_to_the_folder(run: Run, write: Write) -> None:
    """Where the program was started."""
    write("sub/a.net", BOB)
    assert run("check", stdin='include "sub/a.net"\n' + GIVE).status == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing.net", "missing.net does not exist"),
        ("folder", "folder is a folder"),
        ("a\x1b[31m.net", "does not exist"),
    ],
)
def test_a_named_file_that_cannot_be_read_is_a_wrong_call(run: Run, tmp_path: Path, name: str, words: str) -> None:
    """Exit 2, one clear line, no control characters."""
    (tmp_path / "folder").mkdir()
    ran = run("check", "-f", name)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err
    assert "\x1b" not in ran.err


@pytest.mark.parametrize("data", [b"", b"\n", b"\n\n  \n\t\n", b"\xef\xbb\xbf", b"; nothing\n", b"* heading"])
def test_a_journal_of_nothing(run: Run, data: bytes) -> None:
    """No entries and no fault."""
    assert run("check", stdin=data) == (0, "", "")
    assert "nothing to report" in run("balance", "--today", "2026-06-30", stdin=data).out


# -------------------------------------------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: b"\xef\xbb\xbf" + text, id="BOM"),
        pytest.param(lambda text: text.replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"), id="both"),
        pytest.param(lambda text: text.removesuffix(b"\n"), id="no last newline"),
        pytest.param(lambda text: text.replace(b"\n", b"\r\n").removesuffix(b"\n"), id="cut CRLF"),
        pytest.param(lambda text: text.replace("É".encode(), "E\u0301".encode()), id="NFD"),
    ],
)
def test_bytes_that_mean_the_same(write: Write, change: Callable[[bytes], bytes]) -> None:
    """Equal entries, equal places."""
    text = '2026-01-01 person Élise\n  every: 30d\n2026-01-02 give Élise 2 FAVOR "für €"\n'.encode()
    plain, changed = load(write("x/main.net", text)), load(write("y/main.net", change(text)))
    assert codes(plain) == codes(changed) == []
    assert [entry.span.line for entry in changed.entries] == [1, 3]
    strip = [(type(e), e.date, [m.value for m in e.meta], getattr(e, "names", None)) for e in plain.entries]
    assert [(type(e), e.date, [m.value for m in e.meta], getattr(e, "names", None)) for e in changed.entries] == strip


def test_a_bom_in_each_of_several_files(write: Write) -> None:
    """It is eaten at the beginning of an included file, too."""
    write("part.net", b"\xef\xbb\xbf" + BOB.encode())
    assert codes(load(write("main.net", b'\xef\xbb\xbfinclude "part.net"\n'))) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_a_wide_encoding_is_named(write: Write, encoding: str) -> None:
    """With or without its mark; one line, and how to mend it."""
    with pytest.raises(CannotLoad, match=r"main\.net is (UTF-(16|32), not UTF-8; .*iconv|no text)") as caught:
        load(write("main.net", ("; a journal\n" + BOB + GIVE).encode(encoding)))
    assert "\n" not in str(caught.value)


def test_a_file_of_nul_bytes(write: Write) -> None:
    """No text at all."""
    with pytest.raises(CannotLoad, match="NUL"):
        load(write("main.net", b"\0" * 5000))


def test_one_line_in_latin_1_costs_that_line(write: Write) -> None:
    """The rest is sound."""
    ledger = load(write("main.net", BOB.encode() + b'2026-01-02 give Bob "f\xfcr"\n' + GIVE.encode()))
    assert [(item.code, item.span.line, item.span.column) for item in ledger.diagnostics] == [("NL002", 2, 23)]
    assert "0xFC" in ledger.diagnostics[0].message
    assert len(ledger.entries) == 2


def test_a_whole_file_in_latin_1_is_one_diagnostic(write: Write) -> None:
    """Not one for each line."""
    lines = b'2026-01-02 give Bob "f\xfcr"\n' * 50
    ledger = load(write("main.net", BOB.encode() + lines + GIVE.encode()))
    assert [(item.code, item.span.line) for item in ledger.diagnostics] == [("NL002", 2)]
    assert "50 blocks" in ledger.diagnostics[0].message
    assert len(ledger.entries) == 2


# ------------------------------------------------------------------------------------------------------ order


def test_entries_by_date_then_assertions_then_position(ledger: Ledger) -> None:
    """The journal:

    2026-01-02 note Me "first written"
    2026-01-02 note Me "second"
    2026-01-02 balance Bob 1 FAVOR
    2026-01-01 give Bob
    2026-01-02 balance Bob 1 FAVOR
    2026-01-01 person Bob
    """
    assert codes(ledger) == []
    assert [entry.span.line for entry in ledger.entries] == [5, 7, 4, 6, 2, 3]


def test_diagnostics_by_file_in_the_order_of_reading(write: Write) -> None:
    """Then by line, whichever pass found them."""
    write("a.net", "2026-01-02 meet Zoe\n2026-01-02 meet zoe\n")
    write("z.net", "2026-01-03 meet Yan\n")
    main = write("main.net", '2026-01-05 call Xi\ninclude "z.net"\ninclude "a.net"\noption "none" "x"\n')
    found = [(Path(item.span.file).name, item.span.line) for item in load(main).diagnostics]
    assert found == [("main.net", 1), ("main.net", 4), ("z.net", 1), ("a.net", 1), ("a.net", 2)]


# ------------------------------------------------------------------------------------------------ from Python


def test_load_takes_texts_and_paths(write: Write) -> None:
    """One or several."""
    a, b = write("a.net", BOB), write("b.net", GIVE)
    ledger = netledger.load(a, str(b))
    assert [entry.date for entry in ledger.entries] == [dt.date(2026, 1, 1), dt.date(2026, 1, 2)]
    assert [(file.name, file.lines, file.entries) for file in ledger.files] == [(str(a), 1, 1), (str(b), 1, 1)]


def test_load_text_resolves_paths_beside_its_name(write: Write, tmp_path: Path) -> None:
    """The text need not be saved."""
    write("part.net", BOB)
    ledger = load_text('include "part.net"\n' + GIVE, str(tmp_path / "unsaved.net"))
    assert codes(ledger) == []
    assert len(ledger.entries) == 2


def test_load_text_eats_a_bom() -> None:
    """A text read as plain UTF-8 begins with one where its file does."""
    assert codes(load_text("\ufeff" + BOB)) == []


@pytest.mark.parametrize("path", ["missing.net", ".", "a\0b"])
def test_load_raises_one_kind_of_error(path: str) -> None:
    """CannotLoad, which is an OSError."""
    with pytest.raises(CannotLoad):
        load(path)
    assert issubclass(CannotLoad, OSError)


def test_faults_are_values() -> None:
    """A text full of faults raises nothing."""
    ledger = load_text('2026-02-30 meet Bob\n\tgive\ninclude "("\nplugin "x"\noption "y" "z"\n\ud800\n')
    assert ledger.has_errors
    assert {item.severity for item in ledger.diagnostics} == {"error"}


def test_a_ledger_of_warnings_has_no_errors() -> None:
    """`has_errors` is what the exit status is made of."""
    ledger = load_text(GIVE)
    assert codes(ledger) == ["NL301"]
    assert not ledger.has_errors


def test_until_keeps_the_day_itself() -> None:
    """What is later does not exist."""
    ledger = load_text(BOB + GIVE)
    assert len(ledger.until(dt.date(2026, 1, 2))) == 2
    assert len(ledger.until(dt.date(2026, 1, 1))) == 1
    assert ledger.until(dt.date(2025, 12, 31)) == ()
