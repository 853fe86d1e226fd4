"""`--rev`: a journal as it was in a commit. Git itself is the witness: a clone that has that commit checked out."""

import os
import re
from pathlib import Path

import pytest
from command_line import REPORTS, Run
from repositories import Repository, needs_git

from netledger import load
from netledger.loader.folders import Disk
from netledger.versions import NoVersion, load_revision
from netledger.versions import Repository as Git

pytestmark = needs_git

FIRST = """\
option "operating_currency" "USD"
include "people/**/*.net"
include "[odd].net"
2026-01-01 give Bob 2 FAVOR
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "kept")
    made.write("people/bob.net", "2026-01-01 person Bob\n")
    made.write("people/old/ann.net", "2026-01-01 person Ann\n2026-01-02 call Ann\n")
    made.write("people/.hidden.net", "2026-01-01 person Hidden\n")
    made.write("people/.away/x.net", "2026-01-01 person Away\n")
    made.write("[odd].net", "2026-01-03 call Bob\n")
    (made.folder / "people" / "link.net").symlink_to("bob.net")
    made.commit("one", main=FIRST)
    made.write("people/zoe.net", "2026-01-01 person Zoé\n")
    (made.folder / "people" / "old" / "ann.net").unlink()
    made.commit("two", main=FIRST + "2026-01-05 meet Zoé\n  give 1 INTRO\n")
    made.git("tag", "v2")
    made.write("main.net", "2026-02-01 give Bob\n")
    return made


def test_every_report_is_that_of_a_checkout(
    repository: Repository, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for revision in ("HEAD~1", "v2", "main"):
        clone = tmp_path / f"clone-{revision}"
        repository.git("clone", "--quiet", ".", str(clone))
        repository.git("-C", str(clone), "checkout", "--quiet", repository.git("rev-parse", revision).strip())
        for command in (*REPORTS, "ties", "print", "check", "review"):
            day = () if command == "check" else ("--today", "2026-06-30")
            monkeypatch.chdir(repository.folder)
            then = run(command, *day, "--rev", revision)
            monkeypatch.chdir(clone)
            assert then == run(command, *day), (revision, command)


def test_the_work_tree_and_the_index_stay_as_they_are(repository: Repository) -> None:
    before = repository.git("status", "--porcelain"), (repository.folder / ".git" / "index").read_bytes()
    load_revision([str(repository.folder / "main.net")], "HEAD~1")
    assert (repository.git("status", "--porcelain"), (repository.folder / ".git" / "index").read_bytes()) == before


def test_spans_name_files_as_ever(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.git("checkout", "--quiet", "--", "main.net")
    monkeypatch.chdir(repository.folder / "people")
    for name in ("../main.net", str(repository.folder / "main.net"), "../people/../main.net"):
        then, now = load_revision([name], "HEAD"), load(name)
        assert then == now
        assert [file.name for file in then.files] == [file.name for file in now.files]


def test_a_file_and_a_folder_that_are_gone(repository: Repository) -> None:
    gone = repository.folder / "people" / "old" / "ann.net"
    assert not gone.parent.exists() or not gone.exists()
    assert len(load_revision([str(gone)], "HEAD~1").entries) == 2


def test_folders_that_are_links(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.write("real/a.net", "2026-01-01 person Ann\n")
    (tmp_path / "named").symlink_to("real")
    (tmp_path / "round").symlink_to("round")
    made.commit("one", main='include "named/a.net"\ninclude "named/*.net"\ninclude "round/a.net"\n')
    main = str(tmp_path / "main.net")
    then, now = load_revision([main], "HEAD"), load(main)
    assert [(item.code, item.span) for item in then.diagnostics] == [(item.code, item.span) for item in now.diagnostics]
    assert then.entries == now.entries


def test_what_lies_outside_the_repository_is_not_read(tmp_path: Path) -> None:
    made = Repository(tmp_path / "kept")
    (tmp_path / "secret.net").write_text("2026-01-01 person Secret\n", encoding="utf-8")
    (made.folder / "link.net").symlink_to("../secret.net")
    made.commit("one", main='include "../secret.net"\ninclude "../*.net"\ninclude "link.net"\n')
    ledger = load_revision([str(made.folder / "main.net")], "HEAD")
    assert ledger.entries == ()
    assert [item.code for item in ledger.diagnostics] == ["NL201", "NL201", "NL001"]


@pytest.mark.parametrize("revision", ["nonsense", "-n", "--help", "", "HEAD~9", "HEAD:main.net", "a\0b", "é\udc80"])
def test_no_such_revision(repository: Repository, revision: str) -> None:
    with pytest.raises(NoVersion, match="git knows no commit"):
        load_revision([str(repository.folder / "main.net")], revision)


def test_messages_of_one_line(
    repository: Repository, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "alone.net").write_text("2026-01-01 give Bob\n", encoding="utf-8")
    main = str(repository.folder / "main.net")
    for arguments, says in (
        (("-f", "alone.net"), "alone.net is not in a git repository: to begin one there"),
        (("-f", "-"), "standard input is in no commit"),
        (("-f", main, "-f", "alone.net"), "alone.net is not in the repository of"),
        (("-f", f"{repository.folder}/new.net"), "new.net does not exist in "),
    ):
        ran = run("balance", "--rev", "HEAD", *arguments)
        assert (ran.status, ran.out) == (2, "")
        assert says in ran.err
        assert ran.err.count("\n") == 1
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = run("balance", "--rev", "HEAD", "-f", main)
    assert (ran.status, ran.out) == (2, "")
    assert "git is not installed" in ran.err


def test_a_repository_without_commits(run: Run, tmp_path: Path) -> None:
    Repository(tmp_path).write("main.net", "2026-01-01 give Bob\n")
    ran = run("balance", "--rev", "HEAD")
    assert (ran.status, ran.out) == (2, "")
    assert "git knows no commit 'HEAD'" in ran.err


def test_nothing_that_a_repository_names_is_run(repository: Repository, run: Run, tmp_path: Path) -> None:
    """A filter, a text conversion, a watcher, a hook, a pager, a checker of signatures: all would leave a trace."""
    trace = tmp_path / "trace"
    spy = tmp_path / "spy"
    spy.write_text(f"#!/bin/sh\necho ran >> {trace}\ncat\n", encoding="utf-8")
    spy.chmod(0o755)
    for name in (
        "filter.x.smudge",
        "filter.x.clean",
        "diff.x.textconv",
        "diff.external",
        "core.fsmonitor",
        "core.pager",
    ):
        repository.git("config", name, str(spy))
    repository.git("config", "gpg.program", str(spy))
    repository.git("config", "log.showSignature", "true")
    repository.write(".git/info/attributes", "*.net filter=x diff=x\n")
    hook = repository.folder / ".git" / "hooks" / "post-index-change"
    hook.write_bytes(spy.read_bytes())
    hook.chmod(0o755)
    main = str(repository.folder / "main.net")
    assert run("balance", "-f", main, "--rev", "HEAD").status == 0
    assert not trace.exists()


def test_a_command_of_a_hook_reads_the_repository_of_the_journal(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = Repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", os.devnull)
    assert len(load_revision([str(repository.folder / "main.net")], "HEAD").entries) > 1


PATTERNS = [
    *("*", "*.net", "**", "**/*", "**/*.net", "people/**", "people/**/a*.net", "**/old/*.net", "*/*/*.net", "./*.net"),
    *(
        "people//*.net",
        "p*//*.net",
        "p*/./b*.net",
        ".h*",
        "**/.h*",
        "people/.*",
        "[[]odd].net",
        "[!m]*.net",
        "?ain.net",
    ),
    *("people/../*.net", "../*.net", "../kept/p*/*.net", "/*.net", "**/**/*.net", "none/*.net", "people/*.net/x"),
]


@pytest.mark.parametrize("folder", ["", "people", "../kept"])
def test_patterns_match_as_on_the_disk(repository: Repository, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    repository.git("checkout", "--quiet", "--", ".")
    monkeypatch.chdir(repository.folder)
    there = Git.of("main.net")
    tree = there.tree(there.commit("HEAD"))
    # Of a folder that is not there, `people/people`, the module glob says that `**` matches it.
    for pattern in [pattern for pattern in PATTERNS if not (folder == "people" and pattern.startswith("people/"))]:
        assert sorted(tree.matching(folder, pattern)) == sorted(set(Disk().matching(folder, pattern))), pattern


def test_a_commit_of_a_day_that_no_calendar_has(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    text = repository.git("cat-file", "commit", "HEAD")
    odd = re.sub(r"> \d+ ", "> 99999999999999 ", text)
    (repository.folder / "commit").write_text(odd, encoding="utf-8")
    made = repository.git("hash-object", "-t", "commit", "-w", "--literally", "commit").strip()
    monkeypatch.chdir(repository.folder)
    assert len(load_revision(["main.net"], made).entries) > 1


@pytest.mark.parametrize("command", ["add", "format", "rename", "import"])
def test_what_writes_is_of_the_work_tree_alone(run: Run, command: str) -> None:
    assert run(command, "--rev", "HEAD").status == 2
