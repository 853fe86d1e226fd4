"""`netledger init`: a journal to begin with, and the hook that keeps it sound."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, TODAY, Ran
from hypothesis import given
from hypothesis import strategies as st

from netledger import load, load_text
from netledger.cli.commands.init import journal_text
from netledger.formatter import format_text

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def test_the_journal_is_sound_and_laid_out(run: Callable[..., Ran]) -> None:
    ran = run("init", "--yes", "--today", TODAY)
    assert ran == Ran(0, "main.net: write what happens into it, then ask: netledger balance -f main.net\n", "")
    text = Path("main.net").read_text()
    assert format_text(text) == text
    assert "* June 2026\n" in text
    assert run("check", "--strict").status == 0
    assert run("balance", "--today", TODAY).status == 0
    assert load("main.net").options.title == "My network"


def test_what_is_commented_out_is_sound_too() -> None:
    """Whoever takes the semicolons away has a journal without a warning."""
    text = journal_text(date(2026, 6, 30), "x", "EUR")
    lines = [line.removeprefix("; ") if line.startswith(("; 20", ";   ")) else line for line in text.splitlines()]
    lines = [f"  {line[1:].strip()}" if line.startswith(";   ") else line for line in lines]
    assert load_text("\n".join([*lines, ""])).diagnostics == ()


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30), st.dates(date(1000, 1, 1)))
def test_any_title_and_day(title: str, day: date) -> None:
    text = journal_text(day, title, "USD")
    ledger = load_text(text)
    assert ledger.diagnostics == ()
    assert ledger.options.title == title


def test_a_journal_that_is_there_stays(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    path = write("main.net", "mine\n")
    ran = run("init", "--yes")
    assert (ran.status, "main.net is there already" in ran.err) == (2, True)
    assert path.read_text() == "mine\n"


def test_another_folder_and_currency(run: Callable[..., Ran]) -> None:
    assert run("init", "new/folder", "--yes", "--currency", "eur", "--title", 'A "b"').status == 0
    assert 'option "operating_currency" "EUR"' in Path("new/folder/main.net").read_text()
    assert run("init", "other", "--yes", "--currency", "€").status == 2
    assert not Path("other").exists()


def git(folder: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    # The hook finds the command that is tested.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = ["git", "-C", str(folder), "-c", "user.name=N", "-c", "user.email=n@example.org", *arguments]
    environment = {**os.environ, "PATH": path, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(command, capture_output=True, text=True, check=check, env=environment)


@needs_git
def test_the_hook_refuses_what_is_unsound_or_untidy(run: Callable[..., Ran], tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    journal = tmp_path / "it's mine"
    assert run("init", str(journal), "--yes", "--hook").status == 0
    hook = tmp_path / ".git" / "hooks" / "pre-commit"
    assert stat.S_IMODE(hook.stat().st_mode) == 0o755
    again = run("init", str(journal), "--hook")
    assert again.status == 2
    assert r"is there already; add to it: netledger check -f 'it'\''s mine/main.net' &&" in again.err
    git(tmp_path, "add", "-A")
    assert git(tmp_path, "commit", "-qm", "one").returncode == 0
    path = journal / "main.net"
    for line in ("2026-01-01 meet bob\n", "2026-01-01   connect  Bob\n"):
        before = path.read_text()
        path.write_text(before + line)
        git(tmp_path, "add", "-A")
        assert git(tmp_path, "commit", "-qm", "two", check=False).returncode == 1
        path.write_text(before)


@needs_git
def test_without_git_the_hook_is_one_line(run: Callable[..., Ran], tmp_path: Path) -> None:
    ran = run("init", "--yes", "--hook")
    assert ran.status == 2
    assert "is in no git repository: git init makes one" in ran.err
    assert not (tmp_path / "main.net").exists()  # all that was asked for, or nothing


@needs_git
def test_the_hook_is_of_what_is_staged(run: Callable[..., Ran], tmp_path: Path) -> None:
    """Not of what stands in the folder: that may be mended already, or half written."""
    git(tmp_path, "init", "-q")
    assert run("init", str(tmp_path), "--yes", "--hook").status == 0
    path = tmp_path / "main.net"
    sound = path.read_text()
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    path.write_text(sound + "2026-01-01 meet bob\n")
    git(tmp_path, "add", "-A")
    path.write_text(sound)
    assert git(tmp_path, "commit", "-qm", "staged unsound", check=False).returncode == 1
    path.write_text(sound + "\n2026-01-02 call Bob\n")
    git(tmp_path, "add", "-A")
    path.write_text(sound + "\n2026-01-02   call bob\n")
    assert git(tmp_path, "commit", "-qm", "staged sound").returncode == 0
    refused = git(tmp_path, "commit", "-qam", "all of it", check=False)
    assert (refused.returncode, "NL113" in refused.stdout + refused.stderr) == (1, True)
    path.write_text(sound + "\n2026-01-02   call Bob\n")
    refused = git(tmp_path, "commit", "-qm", "named", "main.net", check=False)
    assert refused.stderr.endswith("main.net is not laid out: netledger format -i, then git add\n")
    assert git(tmp_path, "log", "--format=%s").stdout == "staged sound\none\n"


def test_the_hooks_for_pre_commit_name_commands_that_there_are(run: Callable[..., Ran]) -> None:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    entries = [line.split(": ", 1)[1].split()[1:] for line in text.splitlines() if line.startswith("  entry: ")]
    assert entries == [["check"], ["format", "--in-place"]]
    Path("main.net").write_text("2026-01-01  connect Bob\n")
    assert [run(*entries[0]).status, run(*entries[1], "main.net").status] == [0, 0]
    assert Path("main.net").read_text() == "2026-01-01 connect Bob\n"
