"""Whatever the bytes: a result or a message, exit 0, 1 or 2, and no traceback."""

import io
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest
import strategies as s
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.cli.main import main
from netledger.core.diagnostics import format_diagnostic
from netledger.loader import load_text
from netledger.parser.parse import parse

COMMANDS = [("check",), ("balance", "--today", "2026-06-30"), ("print",)]

# ------------------------------------------------------------------------------------------------- any text

_WILD = st.characters() | st.sampled_from('\x00\x1a\udc80\udcff\r\n\t "\\;:!@#^()*\xa0\u200b\u2028\ufeff\ufffe')
_LINES = st.sampled_from(
    ["2026-03-01 ", "2026-03-01 ! ", "meet Alice ", "intro ", "give ", "cost ", "outcome ", "  ! ", "  give ",
     "  every: ",
     "price HOUR ", 'custom "x" ', "option ", "pushmeta x: ", 'include "', "(1 ", "- ", "1 USD ", "; ", "# ", "\n",
     "\n  "]
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Give a sound journal with characters and lines deleted, doubled, swapped and put in."""
    text = draw(s.journals(least=1, most=3)).text
    for _ in range(draw(st.integers(1, 4))):
        unit = draw(st.sampled_from(["character", "line"]))
        parts = text.split("\n") if unit == "line" else list(text)
        if not parts:
            break
        at, other = draw(st.integers(0, len(parts) - 1)), draw(st.integers(0, len(parts) - 1))
        change = draw(st.sampled_from(["delete", "double", "swap", "put"]))
        if change == "delete":
            del parts[at]
        elif change == "double":
            parts.insert(at, parts[at])
        elif change == "swap":
            parts[at], parts[other] = parts[other], parts[at]
        else:
            parts.insert(at, draw(_WILD))
        text = ("\n" if unit == "line" else "").join(parts)
    return text


texts = (
    st.text(_WILD, max_size=40) | st.lists(_LINES | st.text(_WILD, max_size=3), max_size=12).map("".join) | mutated()
)


@given(texts)
@settings(max_examples=700)
def test_no_text_makes_the_parser_raise(text: str) -> None:
    parsed = parse(text, "any.net")
    for item in parsed.diagnostics:
        assert 0 < item.span.line <= text.count("\n") + 1
        assert format_diagnostic(item).encode()
    assert bool(parsed.records or parsed.diagnostics) or all(
        line.lstrip(" \t")[:1] in {"", ";", "#", "*", "\r"} for line in text.split("\n")
    )


@given(texts)
@settings(max_examples=150)
def test_no_text_makes_the_loader_raise(text: str) -> None:
    found = {item.code for item in load_text(text, "nowhere/any.net").diagnostics}
    assert {item.code for item in parse(text, "nowhere/any.net").diagnostics} <= found


# -------------------------------------------------------------------------------------------- the command line


def ended(arguments: tuple[str, ...], data: bytes) -> tuple[int, str]:
    """Run a command with a journal on standard input; return its exit status and all that it printed."""
    out, err = io.StringIO(), io.StringIO()
    stdin = SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: False)
    with patch.object(sys, "stdin", stdin), redirect_stdout(out), redirect_stderr(err):
        status = main([*arguments, "-f", "-"])
    return status, out.getvalue() + err.getvalue()


_BYTES = st.binary(max_size=60) | texts.map(lambda text: text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
@given(data=_BYTES)
@settings(max_examples=60)
def test_no_bytes_make_a_command_fail(arguments: tuple[str, ...], data: bytes) -> None:
    status, printed = ended(arguments, data)
    assert status in {0, 1, 2}
    assert "Traceback" not in printed
    assert status == 0 or printed


HEAD = "2026-03-01 cost "
NASTY: dict[str, tuple[str | bytes, int, str]] = {
    "20,000 open parentheses": (HEAD + "(" * 20_000, 1, "NL120"),
    "20,000 nested parentheses": (f"{HEAD}{'(' * 20_000}1{')' * 20_000} USD", 1, "NL123"),
    "20,000 minus signs": (f"{HEAD}({'-' * 20_000}1) USD", 1, "NL123"),
    "a division by zero": (HEAD + "(1/0) USD", 1, "NL121"),
    "a division by what comes to zero": (HEAD + "(1/(2-2)) USD", 1, "NL121"),
    "a number of 5,000 digits": (f"{HEAD}{'9' * 5_000} USD", 1, "NL122"),
    "a number of 5,000 decimals": (f"{HEAD}0.{'3' * 5_000} USD", 1, "NL122"),
    "a product of 5,000 digits": (f"{HEAD}({'9' * 28}{(' * ' + '9' * 28) * 200}) USD", 1, "NL122"),
    "a duration of 5,000 digits": (f"{HEAD}{'9' * 5_000}h", 1, "NL122"),
    "an interval of 5,000 digits": (f"2026-03-01 person Bob\n  every: {'9' * 5_000}d", 1, "NL134"),
    "a sum of 20,000 terms": (f"{HEAD}(1{'+1' * 19_999}) FAVOR", 0, ""),
    "20,000 escapes": (f'2026-03-01 meet "{chr(92) * 40_000}"', 0, ""),
    "20,000 lines under an entry": ("2026-03-01 meet Me-2" + "\n  x: 1" * 20_000, 0, "NL301"),
    "20,000 quotes": ("2026-03-01 meet " + '"' * 20_000, 1, "NL1"),
    "a line of 200,000 letters": ("a" * 200_000, 1, "NL101"),
    "a name of 200,000 letters": ("2026-03-01 person A" + "a" * 200_000, 0, ""),
    "a text of 200,000 letters": (f'2026-03-01 meet "{"a" * 200_000}"', 0, ""),
    "200,000 blanks": (" " * 200_000, 0, ""),
    "NUL": ("2026-03-01 meet Alice\0", 1, "NL110"),
    "a program": (b"\x7fELF\2\1\1\xff\xfe" + b"\0" * 64, 2, "no text"),
    "UTF-16 with a BOM": ("2026-03-01 meet Alice".encode("utf-16"), 2, "UTF-16"),
    "UTF-16 little-endian": ("2026-03-01 meet Alice".encode("utf-16-le"), 2, "UTF-16"),
    "UTF-16 big-endian": ("2026-03-01 meet Alice".encode("utf-16-be"), 2, "UTF-16"),
    "UTF-32 with a BOM": ("2026-03-01 meet Alice".encode("utf-32"), 2, "UTF-32"),
    "UTF-32 without a BOM": ("2026-03-01 meet Alice".encode("utf-32-le"), 2, "UTF-32"),
    "Latin-1": ("2026-03-01 meet Élise".encode("latin-1"), 1, "0xC9"),
    "Latin-1 in a comment": ("; café".encode("latin-1"), 1, "0xE9"),
    "a lone surrogate": (b'2026-03-01 meet "\xed\xa0\x80"', 1, "NL002"),
    "an overlong form": (b'2026-03-01 meet "\xc0\xaf"', 1, "NL002"),
    "a cut character": ("2026-03-01 meet É".encode()[:-1], 1, "NL002"),
    "nothing": (b"", 0, ""),
    "a BOM alone": (b"\xef\xbb\xbf", 0, ""),
    "line ends of an old Mac": (b"2026-03-01 meet Alice\r2026-03-02 meet Bob\r", 1, "NL110"),
    "a form feed": (b"\x0c2026-03-01 meet Alice", 1, "NL110"),
    "an escape sequence of a terminal": (b"2026-03-01 meet \x1b[31mAlice", 1, "NL110"),
}


@pytest.mark.parametrize("name", NASTY)
def test_nasty_bytes_end_in_one_clear_message(name: str) -> None:
    """What `check` says names the fault; a control character never reaches the terminal."""
    data, status, told = NASTY[name]
    raw = data if isinstance(data, bytes) else data.encode()
    ended_with, printed = ended(("check",), raw)
    assert ended_with == status
    assert told in printed
    assert bool(printed) == bool(told or status)
    assert all(char == "\n" or char.isprintable() or char in "\u200b\ufeff" for char in printed)
    assert max(map(len, printed.split("\n"))) < 400


def test_nul_bytes_alone_are_no_other_encoding() -> None:
    status, printed = ended(("check",), b"\0" * 64)
    assert status in {1, 2}
    assert "UTF-16" not in printed


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: arguments[0])
def test_nasty_bytes_do_not_stop_a_report(arguments: tuple[str, ...]) -> None:
    """What a report cannot read it tells; beside a fault it still reports what is sound."""
    for name, (data, status, _) in NASTY.items():
        raw = data if isinstance(data, bytes) else data.encode()
        found, printed = ended(arguments, raw)
        assert (found, "Traceback" in printed) == (status, False), name


@pytest.mark.parametrize("command", ["check", "balance", "print"])
class TestFiles:
    """Files that cannot be read: exit 2 and one line that names the file."""

    def test_a_folder(self, command: str, run: Callable[..., SimpleNamespace], tmp_path: Path) -> None:
        (tmp_path / "folder.net").mkdir()
        ran = run(command, "-f", "folder.net")
        assert (ran.status, ran.out) == (2, "")
        assert "folder.net is a folder" in ran.err

    def test_a_missing_file(self, command: str, run: Callable[..., SimpleNamespace]) -> None:
        ran = run(command, "-f", "nowhere.net")
        assert (ran.status, ran.out) == (2, "")
        assert "nowhere.net does not exist" in ran.err

    def test_a_name_that_is_too_long(self, command: str, run: Callable[..., SimpleNamespace]) -> None:
        ran = run(command, "-f", "a" * 5_000)
        assert (ran.status, ran.out) == (2, "")
        assert "cannot be read" in ran.err

    def test_a_bom_and_crlf(self, command: str, run: Callable[..., SimpleNamespace]) -> None:
        ran = run(command, stdin=b"\xef\xbb\xbf2026-03-01 person Bob\r\n2026-03-02 give Bob\r\n")
        assert (ran.status, ran.err) == (0, "")
