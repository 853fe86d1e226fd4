"""What goes wrong while a command writes: one clear line, and every file as it was."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
import pytest
from command_line import netledger
from conftest import Ran
from terminals import CTRL_C, CTRL_D, typed_at_a_terminal

from netledger.cli import changing
from netledger.cli.asking import ask_entries
from netledger.cli.edits import Edit, undo, write
from netledger.cli.targets import Target, open_target

Run = Callable[..., Ran]
Files = dict[str, tuple[int, bytes | None]]

JOURNAL = {
    "main.net": 'option "add_to" "%Y.net"\ninclude "b.net"\ninclude "c.net"\n2026-01-01  person Bob\n',
    "b.net": '2026-01-03  meet Bob "Bob, again"\n',
    "c.net": "2026-01-04  meet  Bob\n",
    "p.vcf": "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nEMAIL:a@x.org\r\nEND:VCARD\r\n",
    "2026.net": "",
    "inbox.net": "",
    "imported.net": "",
    "people.csv": "old\n",
    "out.json": "old\n",
    "names.key": "",
    "made.net": "",
    "theirs": "2026-01-01 meet A\n\n2026-01-03 meet C\n",
    "base": "2026-01-01 meet A\n",
}

COMMANDS: dict[str, list[str]] = {
    "add": ["add", "-d", "2026-02-01 meet Zed"],
    "add --inbox": ["add", "-d", "--inbox", "2026-02-01 meet Zed"],
    "add --into": ["add", "-d", "--into", "c.net", "2026-02-01 meet Zed"],
    "format": ["format", "-i"],
    "rename": ["rename", "-y", "Bob", "Robert"],
    "forget": ["forget", "-y", "Bob"],
    "import": ["import", "-y", "p.vcf", "--today", "2026-06-01"],
    "export": ["export", "json", "-o", "out.json"],
    "export --key": ["export", "json", "--pseudonyms", "--key", "names.key"],
    "report": ["people", "-o", "people.csv"],
    "example": ["example", "quickstart", "-o", "made.net"],
    "merge-driver": ["merge-driver", "base", "main.net", "theirs"],
}
CHANGES = [name for name in COMMANDS if name not in {"export", "report", "example"}]
"""The commands whose new file is made of the old one."""

every_command = pytest.mark.parametrize("name", COMMANDS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a journal of three files, and the files that commands write into."""
    for name, text in JOURNAL.items():
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def files(folder: Path) -> Files:
    """Return all that is in a folder: modes and contents."""
    return {
        str(path.relative_to(folder)): (path.lstat().st_mode, path.read_bytes() if path.is_file() else None)
        for path in folder.rglob("*")
    }


def one_line(ran: Ran) -> str:
    """Return the error of a command that ended with one clear line of it."""
    assert ran.status in {2, 255}, ran  # 255: git gives the merge up
    (line,) = [line for line in ran.err.split("\n") if line.startswith(("Error: ", "netledger: "))]
    assert "Usage:" not in ran.err
    return line


# ------------------------------------------------------------------------------------------ what cannot be written


@every_command
def test_each_command_writes_where_nothing_is_wrong(name: str, run: Run, folder: Path) -> None:
    """Else the tests below would find nothing."""
    before = files(folder)
    assert run(*COMMANDS[name]).status == 0
    after = files(folder)
    assert before != after
    assert {key: mode for key, (mode, _) in after.items()} == {key: mode for key, (mode, _) in before.items()}


@every_command
def test_a_read_only_file_stays(name: str, run: Run, folder: Path) -> None:
    for path in folder.iterdir():
        path.chmod(0o444)
    before = files(folder)
    assert one_line(run(*COMMANDS[name])).endswith("it is read-only")
    assert files(folder) == before


@pytest.mark.parametrize("name", ["format", "rename", "forget"])
def test_one_read_only_file_of_three_keeps_all_as_they_are(name: str, run: Run, folder: Path) -> None:
    (folder / "c.net").chmod(0o444)
    before = files(folder)
    assert one_line(run(*COMMANDS[name])) == "Error: cannot write c.net: it is read-only"
    assert files(folder) == before


@every_command
def test_a_full_disk_leaves_all_as_it_was(name: str, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    before = files(folder)
    line = one_line(run(*COMMANDS[name]))
    assert line.startswith("Error: cannot write ")
    assert line.endswith(": no space left on device")
    assert line.split()[3].rstrip(":") in before, "it names the file that was to be written, not a temporary one"
    assert files(folder) == before


@pytest.mark.parametrize("name", ["format", "rename", "forget"])
@pytest.mark.parametrize("written", [1, 2])
def test_a_disk_that_is_full_at_a_later_file_leaves_the_first_ones_as_they_were(
    name: str, written: int, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync, count = os.fsync, iter(range(99))

    def full(handle: int) -> None:
        if next(count) == written:
            raise OSError(28, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)
    before = files(folder)
    assert f"cannot write {['main.net', 'b.net', 'c.net'][written]}: no space" in one_line(run(*COMMANDS[name]))
    assert files(folder) == before


@pytest.mark.parametrize("name", ["format", "rename", "forget"])
@pytest.mark.parametrize("written", [1, 2])
@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_cannot_be_replaced_puts_back_the_ones_before(
    name: str, written: int, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    """A folder with the sticky bit, a file that is open on Windows."""
    replace, count = Path.replace, iter(range(99))

    def refused(self: Path, target: Path) -> Path:
        if next(count) == written:
            raise PermissionError(1, "Operation not permitted", str(self), None, str(target))
        return replace(self, target)

    def no_link(*_args: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "replace", refused)
    if not links:
        monkeypatch.setattr(os, "link", no_link)
    before = files(folder)
    assert one_line(run(*COMMANDS[name])).endswith(
        f"{['main.net', 'b.net', 'c.net'][written]}: operation not permitted"
    )
    assert files(folder) == before


def test_no_folder_is_left_behind(run: Run, folder: Path) -> None:
    (folder / "main.net").chmod(0o444)
    before = files(folder)
    assert one_line(run("add", "-d", "--into", "new/er/x.net", "2026-02-01 meet Zed")).endswith(
        "main.net: it is read-only"
    )
    assert files(folder) == before


def test_a_made_folder_goes_where_a_later_file_cannot_be_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    before = files(folder)
    with pytest.raises(click.ClickException, match="cannot write theirs/x: not a directory"):
        write([Edit("new/er/x.net", None, b"x"), Edit("theirs/x", None, b"x")])
    assert files(folder) == before


@every_command
def test_a_folder_in_the_place_of_a_file_stays(name: str, run: Run, folder: Path) -> None:
    for path in folder.iterdir():
        if path.name not in {"main.net", "b.net", "p.vcf"} or name == "merge-driver":
            path.unlink()
            path.mkdir()
    before = files(folder)
    ran = run(*COMMANDS[name])
    assert "is a folder" in ran.err or "is a directory" in ran.err
    assert ran.status == {"format": 1, "merge-driver": 255}.get(name, 2)
    after = files(folder)
    if name == "format":  # what is sound is laid out
        assert {key for key in before if before[key] != after[key]} == {"main.net", "b.net"}
    else:
        assert after == before


def test_a_name_as_long_as_one_can_be(run: Run, folder: Path) -> None:
    name = "n" * 251 + ".net"
    (folder / name).write_text("2026-01-01  connect Bob\n")
    assert run("format", "-i", name).status == 0
    assert (folder / name).read_text() == "2026-01-01 connect Bob\n"


# ------------------------------------------------------------------------------------- changed, or gone, meanwhile


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_meanwhile_stays_as_somebody_left_it(
    name: str, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, *, gone: bool
) -> None:
    fsync = os.fsync
    target = {
        "add": "2026.net",
        "add --inbox": "inbox.net",
        "add --into": "c.net",
        "import": "imported.net",
        "export --key": "names.key",
    }.get(name, "main.net")

    def meanwhile(handle: int) -> None:
        if gone:
            (folder / target).unlink(missing_ok=True)
        else:
            (folder / target).write_bytes(b"by somebody else\n")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", meanwhile)
    before = files(folder)
    assert one_line(run(*COMMANDS[name])) == (
        f"Error: {target} was changed meanwhile: nothing was written; do it again"
    )
    after = files(folder)
    assert (after.pop(target)[1] if target in after else None) == (None if gone else b"by somebody else\n")
    before.pop(target)
    assert after == before


@pytest.mark.parametrize("name", ["rename", "forget"])
@pytest.mark.parametrize("file", ["main.net", "c.net"])
def test_a_file_that_vanishes_between_two_readings_is_one_line(
    name: str, file: str, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_to_change = changing.load_to_change

    def vanished(journals: list[str]) -> object:
        found = load_to_change(journals)
        (folder / file).unlink()
        return found

    monkeypatch.setattr(f"netledger.cli.commands.{name}.load_to_change", vanished)
    before = files(folder)
    assert one_line(run(*COMMANDS[name])) == f"Error: {file} does not exist: nothing was written"
    before.pop(file)
    assert files(folder) == before


@pytest.mark.parametrize("name", ["rename", "forget"])
def test_no_name_changes_where_a_file_of_the_journal_cannot_be_read(name: str, run: Run, folder: Path) -> None:
    (folder / "c.net").unlink()
    before = files(folder)
    assert one_line(run(*COMMANDS[name])) == "Error: main.net:3:1: c.net does not exist: nothing was written"
    (folder / "c.net").write_bytes("2026-01-04  meet Bob\n".encode("utf-16"))
    assert "c.net is UTF-16, not UTF-8: nothing was written" in one_line(run(*COMMANDS[name]))
    (folder / "c.net").unlink()
    assert files(folder) == before


def test_an_undo_takes_nothing_back_where_a_made_file_was_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    changes = [Edit("new.net", None, b"new"), Edit("b.net", (folder / "b.net").read_bytes(), b"changed")]
    write(changes)
    (folder / "new.net").write_bytes(b"by somebody else")
    before = files(folder)
    with pytest.raises(click.ClickException, match=r"new\.net was changed meanwhile"):
        undo(changes)
    assert files(folder) == before


def test_what_was_typed_field_by_field_is_written_at_the_second_try(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    answers = {"What happened": "meet", "Who": "Bob", "Another? (y, n, u to undo the last)": "n"}
    times: list[str] = []

    def ask(label: str, default: str, _words: object) -> str:
        if label.startswith("Write this to") and not times:
            (folder / "b.net").write_bytes(b"2026-01-05 meet Bob\n")
        times.extend([label] * label.startswith("Write this to"))
        return answers.get(label, default)

    def target(_day: date) -> Target:
        return open_target([], "b.net", lambda main, _ledger: main)

    assert ask_entries(target, date(2026, 2, 1), ask) == 0
    assert len(times) == 2
    assert "was changed meanwhile" in capsys.readouterr().err
    assert (folder / "b.net").read_text() == "2026-01-05 meet Bob\n\n2026-02-01 meet Bob\n"


# -------------------------------------------------------------------------------------------------- interruptions


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize(
    ("arguments", "before"),
    [
        (["rename", "Bob", "Robert"], []),
        (["import", "p.vcf", "--today", "2026-06-01"], []),
        (["init", "new"], []),
        (["init", "new"], ["A name"]),
        (["forget", "Bob"], []),
        (["forget", "Bob"], ["y"]),
        (["add"], []),
        (["add"], ["2026-02-01", "meet", "Bob"]),
    ],
)
def test_an_end_at_any_question_changes_nothing(
    arguments: list[str], before: list[str], key: str, folder: Path
) -> None:
    was = files(folder)
    at_review = arguments[0] == "forget" and not before
    status = 130 if key == CTRL_C else 0 if arguments == ["add"] else 2 if at_review else 130
    shown = typed_at_a_terminal(folder, arguments, *before, key, status=status)
    assert "Traceback" not in shown
    if status:
        end = shown.rstrip().replace("\r", "").split("\n")[-1]
        assert end == ("netledger: interrupted" if status == 130 else f"Error: {ENDED}")
    assert files(folder) == was


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_an_end_where_it_is_asked_who_is_meant_changes_nothing(key: str, folder: Path) -> None:
    (folder / "b.net").write_text('2026-01-01 person Ann "Ann Lee"\n2026-01-01 person Ann-2 "Ann Lee"\n')
    was = files(folder)
    shown = typed_at_a_terminal(folder, ["import", "-i", "p.vcf"], key, status=130)
    assert "Who is Ann Lee" in shown
    assert shown.rstrip().endswith("\nnetledger: interrupted")
    assert files(folder) == was


@pytest.mark.parametrize("closed", [True, False])
def test_an_import_that_nobody_answers_is_one_line(folder: Path, *, closed: bool) -> None:
    (folder / "b.net").write_text('2026-01-01 person Ann "Ann Lee"\n2026-01-01 person Ann-2 "Ann Lee"\n')
    was = files(folder)
    command = [sys.executable, "-m", "netledger", "import", "-i", "p.vcf"]
    shell = ["sh", "-c", '"$@" <&-' if closed else 'printf "" | "$@"', "sh", *command]
    ran = subprocess.run(shell, cwd=folder, capture_output=True, check=False, timeout=60)
    assert (ran.returncode, ran.stderr.count(b"Error: ")) == (2, 1)
    assert ran.stderr.decode().rstrip().endswith(ENDED)
    assert files(folder) == was


ENDED = "the answers ended before the questions: nothing was written"


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_no_temporary_file_stays_where_the_process_is_ended(number: signal.Signals, tmp_path: Path) -> None:
    out = tmp_path / "made.net"
    command = [sys.executable, "-m", "netledger", "example", "--entries", "9000000", "-o", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        end = time.monotonic() + 30
        while not list(tmp_path.iterdir()) and time.monotonic() < end:
            time.sleep(0.01)
        assert list(tmp_path.iterdir()), "it writes"
        process.send_signal(number)
        assert process.stderr is not None
        assert process.stderr.read().strip() == b"netledger: interrupted"
    assert process.returncode == 128 + number
    assert not list(tmp_path.iterdir())


def test_ctrl_c_waits_until_all_files_are_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        os.kill(os.getpid(), signal.SIGINT)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write([Edit(name, (folder / name).read_bytes(), b"new") for name in ("b.net", "c.net")])
    assert [(folder / name).read_bytes() for name in ("b.net", "c.net")] == [b"new", b"new"]
    assert files(folder).keys() == JOURNAL.keys()


# ------------------------------------------------------------------------------- closed streams, and whose a file is


@pytest.mark.parametrize("name", ["rename", "forget", "import", "add"])
def test_whoever_reads_no_more_of_what_changes_does_not_keep_it_from_being_written(name: str, folder: Path) -> None:
    read, written = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "netledger", *COMMANDS[name]]
    before = files(folder)
    ran = subprocess.run(command, cwd=folder, stdout=written, stderr=written, check=False, timeout=60)
    os.close(written)
    assert ran.returncode == 0
    assert files(folder) != before


@pytest.mark.parametrize(
    "arguments", [["rename", "Bob", "Robert"], ["import", "p.vcf"], ["forget", "Bob"], ["add"], ["init", "new"]]
)
def test_a_closed_standard_input_answers_nothing(arguments: list[str], folder: Path) -> None:
    command = [sys.executable, "-m", "netledger", *arguments]
    ran = subprocess.run(
        ["sh", "-c", '"$@" <&-', "sh", *command], cwd=folder, capture_output=True, check=False, timeout=60
    )
    assert b"Traceback" not in ran.stderr
    assert ran.returncode == (2 if arguments[0] in {"forget", "add"} else 0)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give a file away")
@pytest.mark.parametrize("name", ["format", "export", "report", "add --into"])
def test_a_file_stays_whose_it_is(name: str, run: Run, folder: Path) -> None:
    for file in ("b.net", "c.net", "out.json", "people.csv"):
        (folder / "real" / file).parent.mkdir(exist_ok=True)
        path = (folder / file).rename(folder / "real" / file)
        (folder / file).symlink_to(path)
        path.chmod(0o640)
        os.chown(path, 1234, 4321)
    before = files(folder)
    assert run(*COMMANDS[name]).status == 0
    assert files(folder) != before
    for path in (folder / "real").iterdir():
        found = path.stat()
        assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (1234, 4321, 0o640)
        assert (folder / path.name).is_symlink()


def test_another_name_of_a_file_keeps_the_old_text(run: Run, folder: Path) -> None:
    """As with git: a copy made of hard links stays what it was."""
    os.link(folder / "c.net", folder / "backup")
    assert run("format", "-i").status == 0
    assert (folder / "backup").read_text() == JOURNAL["c.net"]
    assert (folder / "c.net").read_text() != JOURNAL["c.net"]


def test_a_hook_that_cannot_be_made_leaves_no_journal(tmp_path: Path) -> None:
    ran = netledger("init", "--yes", "--hook", "new", cwd=tmp_path)
    assert ran.returncode == 2
    assert not list(tmp_path.iterdir())
