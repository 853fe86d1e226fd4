"""Which journal a command reads when, and what it says when there is none."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[[str, str], Path]
Run = Callable[..., Any]


def journal(name: str) -> str:
    """Write a journal that gives away its name."""
    return f'option "title" "{name}"\n'


def title(ran: Any) -> str:
    """Return the title of the report, which says what journal was read."""
    assert (ran.status, ran.err) == (0, "")
    return str(ran.out.split(",")[0])


def test_the_option_comes_first(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the environment, then main.net."""
    for name in ("option", "environment", "main"):
        write(f"{name}.net", journal(name))
    monkeypatch.setenv("NETLEDGER_FILE", "environment.net")
    assert title(run("balance", "-f", "option.net")) == "Reciprocity: option"
    assert title(run("balance")) == "Reciprocity: environment"
    monkeypatch.setenv("NETLEDGER_FILE", "")
    assert title(run("balance")) == "Reciprocity: main"


def test_the_only_journal_of_a_folder(run: Run, write: Write) -> None:
    """Whatever its name; a folder and other files do not count."""
    write("mine.net", journal("mine"))
    write("other.net/x", "")
    write("notes.txt", "")
    assert title(run("balance")) == "Reciprocity: mine"


def test_hidden_files_do_not_count(run: Run, write: Write) -> None:
    """A shell's `*.net` does not match them either."""
    write("mine.net", journal("mine"))
    write(".backup.net", journal("hidden"))
    assert title(run("balance")) == "Reciprocity: mine"


def test_the_nearest_folder_above(run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names in diagnostics are relative to where one is."""
    write("main.net", journal("far") + "2026-01-01 meet Zoe\n")
    write("a/mine.net", journal("near"))
    deep = tmp_path / "a" / "b"
    deep.mkdir()
    monkeypatch.chdir(deep)
    assert title(run("balance")) == "Reciprocity: near"
    (tmp_path / "a" / "mine.net").unlink()
    assert run("check").out.startswith(f"{Path('..', '..', 'main.net')}:2:17: warning[NL301]")


def test_several_journals_are_a_question(run: Run, write: Write) -> None:
    """They are listed; main.net would decide."""
    write("b.net", journal("b"))
    write("a.net", journal("a"))
    ran = run("balance")
    assert (ran.status, ran.out) == (2, "")
    assert "(a.net, b.net)" in ran.err
    assert "-f" in ran.err
    write("main.net", journal("main"))
    assert title(run("balance")) == "Reciprocity: main"


def test_no_journal_says_the_four_ways(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong call, in words that help."""
    monkeypatch.chdir(tmp_path.anchor)  # nothing lies above it
    ran = run("check")
    assert (ran.status, ran.out) == (2, "")
    for words in ("-f", "NETLEDGER_FILE", "main.net", "*.net"):
        assert words in ran.err


def test_an_environment_that_names_nothing_that_exists(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not passed over in silence."""
    monkeypatch.setenv("NETLEDGER_FILE", "gone.net")
    ran = run("check")
    assert ran.status == 2
    assert "gone.net does not exist" in ran.err


def test_standard_input_that_is_closed(tmp_path: Path) -> None:
    """As a service may start a program: a message and an exit status, no traceback."""
    script = (
        "import os, sys; os.close(0); os.execv(sys.executable, [sys.executable, '-m', 'netledger', 'check', '-f', '-'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode in {0, 1, 2}
    assert "Traceback" not in done.stderr
