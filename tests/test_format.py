"""`netledger format`: blanks in order, and nothing but blanks."""

import io
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace

import msgspec
import pytest
from conftest import ROOT, Ran
from hypothesis import given
from hypothesis import strategies as st
from strategies import Journal, journals

from netledger import parse
from netledger.cli.main import main
from netledger.formatter import changed_lines, format_text

EXAMPLES = [*sorted((ROOT / "examples").glob("**/*.net"))]


def records(text: str) -> list[object]:
    """Return what a text holds, each record with its line."""
    return [
        (msgspec.structs.replace(record, span=None), record.span.line, record.span.end_line)  # type: ignore[arg-type]
        for record in parse(text).records
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("2026-01-01\tmeet   Bob\t@Chamber", "2026-01-01 meet Bob @Chamber", id="blanks"),
        pytest.param(
            """
            2026-01-01 price HOUR 60 USD
            2026-01-01 price MILE 0.725 USD
            2026-01-01 price ADVICE 1,250.5 USD ; a lot
            """,
            """
            2026-01-01 price HOUR      60 USD
            2026-01-01 price MILE       0.725 USD
            2026-01-01 price ADVICE 1,250.5 USD  ; a lot
            """,
            id="decimal point",
        ),
        pytest.param(
            """
            2026-03-05 connect Carol @LinkedIn "at work"
            2026-03-20 call from Carol "thanked me"   ^acme

            2026-03-21 call Bob "x"
            """,
            """
            2026-03-05 connect Carol @LinkedIn "at work"
            2026-03-20 call from Carol         "thanked me" ^acme

            2026-03-21 call Bob "x"
            """,
            id="texts",
        ),
        pytest.param(
            """
            2026-03-01 meet Alice Bob
              give Alice 1 ADVICE "pricing"
                 ! give Bob 10.5 INTRO "promised"
              cost 1h30m 25 USD ( 2*7 ) MILE
              key:  "value"
              other:   ( 1+ -2 )
            """,
            """
            2026-03-01 meet Alice Bob
              give Alice  1 ADVICE  "pricing"
              ! give Bob 10.5 INTRO "promised"
              cost    1h30m 25 USD (2 * 7) MILE
              key: "value"
              other: (1 + -2)
            """,
            id="details",
        ),
        pytest.param(
            """
            2026-03-01 meet 李雷 @X "a"
            2026-03-02 meet Bob @X "b"
            """,
            """
            2026-03-01 meet 李雷 @X "a"
            2026-03-02 meet Bob @X  "b"
            """,
            id="wide letters",
        ),
        pytest.param(
            """
            2026-01-01 state "status"   "looking"
            2026-01-01 query "a long name" "Bob"
            option   "title"    "Mine"
            include   "people.net"
            """,
            """
            2026-01-01 state "status" "looking"
            2026-01-01 query "a long name" "Bob"
            option "title" "Mine"
            include "people.net"
            """,
            id="values have no columns",
        ),
        pytest.param(
            """
            2026-01-01 meet Somebody-With-A-Name Another-With-A-Name @A-Venue-Too "x"
            2026-01-01 meet Bob "y"
            2026-01-01 meet Carol "z"
            """,
            """
            2026-01-01 meet Somebody-With-A-Name Another-With-A-Name @A-Venue-Too "x"
            2026-01-01 meet Bob   "y"
            2026-01-01 meet Carol "z"
            """,
            id="a long line pushes no other",
        ),
        pytest.param(
            """
            ;  a comment
              ; an indented one
            **   a heading
            2026-01-01 meet Bob ;why
                ;  beneath
              cost 1h;after
            """,
            """
            ;  a comment
              ; an indented one
            **   a heading
            2026-01-01 meet Bob  ;why
              ;  beneath
              cost 1h  ;after
            """,
            id="comments",
        ),
        pytest.param(
            """
            2026-01-01   meet bob
              cost   1h
            2026-02-30  meet   Bob
              stray
            2026-01-01   meet   Bob
            """,
            """
            2026-01-01   meet bob
              cost   1h
            2026-02-30  meet   Bob
              stray
            2026-01-01 meet Bob
            """,
            id="what is not sound stays",
        ),
    ],
)
def test_lays_out(before: str, after: str) -> None:
    assert format_text(dedent(before)) == dedent(after)
    assert format_text(dedent(after)) == dedent(after)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_mean_the_same(path: Path) -> None:
    text = path.read_text("utf-8")
    laid = format_text(text)
    assert records(laid) == records(text)
    assert format_text(laid) == laid


@given(journals())
def test_keeps_the_entries_and_is_idempotent(journal: Journal) -> None:
    laid = format_text(journal.text)
    assert records(laid) == records(journal.text)
    assert format_text(laid) == laid


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Give the text of a journal with some characters deleted, doubled, swapped or put in."""
    text = draw(journals(least=1)).text
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(text)))
        text = (
            text[:place]
            + draw(st.sampled_from(["", " ", "\t", '"', "\n", "(", ";", "\r", "ü", "\udc80", "!"]))
            + (text[place + draw(st.integers(-1, 1)) :] if place else text)
        )
    return text


@given(damaged())
def test_changes_nothing_but_blanks_of_any_text(text: str) -> None:
    laid = format_text(text)
    blank = str.maketrans("", "", " \t")
    assert laid.translate(blank) == text.translate(blank)
    assert format_text(laid) == laid
    before, after = parse(text), parse(laid)
    assert records(laid) == records(text)
    assert [item.code for item in before.diagnostics] == [item.code for item in after.diagnostics]
    assert {item.span.line for item in before.diagnostics}.isdisjoint(changed_lines(text, laid))


@pytest.fixture
def journal_file(write: Callable[[str, str | bytes], Path]) -> Path:
    return write(
        "main.net", b"\xef\xbb\xbf2026-01-01   person Bob\r\n\r\n2026-01-02 meet  Bob\r\nbro\xffken   line\r\n"
    )


LAID = b"\xef\xbb\xbf2026-01-01 person Bob\r\n\r\n2026-01-02 meet Bob\r\nbro\xffken   line\r\n"


def test_in_place_keeps_bytes_mode_and_link(run: Callable[..., Ran], journal_file: Path) -> None:
    journal_file.chmod(0o600)
    link = journal_file.with_name("link.net")
    link.symlink_to(journal_file.name)
    assert run("format", "-i", "link.net") == Ran(0, "", "")
    assert journal_file.read_bytes() == LAID
    assert stat.S_IMODE(journal_file.stat().st_mode) == 0o600
    assert link.is_symlink()
    before = journal_file.stat().st_mtime_ns
    assert run("format", "-i", "link.net").status == 0
    assert journal_file.stat().st_mtime_ns == before


def test_check_says_which_files_would_change(run: Callable[..., Ran], journal_file: Path) -> None:
    before = journal_file.read_bytes()
    assert run("format", "--check", "main.net") == Ran(1, "", "main.net: 2 lines would change\n")
    assert journal_file.read_bytes() == before
    journal_file.write_bytes(LAID)
    assert run("format", "--check", "main.net") == Ran(0, "", "")


def test_the_whole_journal_is_all_its_files(run: Callable[..., Ran], write: Callable[[str, str | bytes], Path]) -> None:
    write("main.net", 'include "people/*.net"\n2026-01-01  connect Bob\n')
    write("people/a.net", "2026-01-01  connect Ann\n")
    assert run("format", "-i").status == 0
    assert Path("people/a.net").read_text() == "2026-01-01 connect Ann\n"
    assert Path("main.net").read_text() == 'include "people/*.net"\n2026-01-01 connect Bob\n'


def test_diff_shows_what_changes(run: Callable[..., Ran], write: Callable[[str, str | bytes], Path]) -> None:
    write("main.net", "2026-01-01  connect Ann\n")
    shown = "--- main.net\n+++ main.net\n@@ -1 +1 @@\n-2026-01-01  connect Ann\n+2026-01-01 connect Ann\n"
    assert run("format", "--diff") == Ran(0, shown, "")
    assert Path("main.net").read_text() == "2026-01-01  connect Ann\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "name a file, or - for standard input"),
        (["a.net", "b.net"], "several files take -i, --check or --diff"),
        (["-i", "--check"], "choose one"),
        (["-i", "-"], "standard input cannot be changed"),
        (["missing.net"], "missing.net does not exist"),
    ],
)
def test_a_wrong_call_is_one_line(run: Callable[..., Ran], arguments: list[str], message: str) -> None:
    ran = run("format", *arguments)
    assert ran.status == 2
    assert message in ran.err


def test_another_encoding_is_left_alone(run: Callable[..., Ran], write: Callable[[str, str | bytes], Path]) -> None:
    data = "2026-01-01  connect Ann\n".encode("utf-16")
    write("main.net", data)
    ran = run("format", "-i", "main.net")
    assert (ran.status, "UTF-16" in ran.err) == (2, True)
    assert Path("main.net").read_bytes() == data


def test_a_file_that_cannot_be_written_is_one_line(
    run: Callable[..., Ran], write: Callable[[str, str | bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("main.net", "2026-01-01  connect Ann\n")

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device", "main.net")

    monkeypatch.setattr("netledger.cli.edits.os.fsync", full)
    ran = run("format", "-i", "main.net")
    assert (ran.status, ran.err) == (2, "Error: cannot write main.net: no space left on device\n")
    assert path.read_text() == "2026-01-01  connect Ann\n"
    assert [item.name for item in path.parent.iterdir()] == ["main.net"]


def test_standard_input_to_output(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"2026-01-01   meet  Bob\r\n\xff  ")))
    assert main(["format", "-"]) == 0
    assert capfdbinary.readouterr().out == b"2026-01-01 meet Bob\r\n\xff  "
