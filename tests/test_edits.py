"""Changing the user's files: shown first, all or none, and never over what somebody else wrote meanwhile."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netledger.cli.edits import Edit, appended, diff, write


@pytest.fixture(autouse=True)
def _in_their_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, b"new\nend\n"),
        (b"", b"new\nend\n"),
        (b"old", b"old\n\nnew\nend\n"),
        (b"old\n", b"old\n\nnew\nend\n"),
        (b"old\n\n", b"old\n\nnew\nend\n"),
        (b"one\r\ntwo\r\n", b"one\r\ntwo\r\n\r\nnew\r\nend\r\n"),
        (b"\xef\xbb\xbfold\n", b"\xef\xbb\xbfold\n\nnew\nend\n"),
        (b"\xff\xfe broken\n", b"\xff\xfe broken\n\nnew\nend\n"),
    ],
)
def test_adds_at_the_end_as_the_file_is_written(before: bytes | None, after: bytes) -> None:
    assert appended(before, "new\nend\n") == after


def test_shows_what_is_added_with_the_lines_before() -> None:
    edit = Edit("main.net", b"1\n2\n3\n4\n5\n", b"1\n2\n3\n4\n5\n\nnew\n")
    assert "".join(diff(edit)) == "--- main.net\n+++ main.net\n@@ -3,3 +3,5 @@\n 3\n 4\n 5\n+\n+new\n"


def test_shows_a_new_file() -> None:
    edit = Edit("new.net", None, b"a\nb")
    assert "".join(diff(edit)) == "--- /dev/null\n+++ new.net\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n"


def test_shows_a_name_with_blanks_as_patch_reads_it() -> None:
    assert "".join(diff(Edit("my net.net", b"a\n", b"b\n"))).startswith("--- my net.net\t\n+++ my net.net\t\n@@ ")


def test_no_file_takes_the_place_of_a_pipe() -> None:
    os.mkfifo("pipe")
    with pytest.raises(click.ClickException, match="cannot write pipe: it is not a file"):
        write([Edit("pipe", None, b"new")])
    assert Path("pipe").is_fifo()


def test_shows_no_control_characters_in_a_name() -> None:
    assert "\x1b" not in "".join(diff(Edit("a\x1b[31m.net", None, b"a\n")))


LINES = st.lists(st.sampled_from(["a", "b", "c", "", "d\x0ce", "ü"]), max_size=12)


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Give a long text, and the same one with lines changed, gone and added here and there."""
    old = draw(st.lists(st.sampled_from("abcdefgh"), min_size=20, max_size=90))
    places = st.integers(0, len(old) - 1)
    changes = draw(st.dictionaries(places, st.lists(st.sampled_from(["a", "b", "X"]), max_size=2), max_size=6))
    return old, [line for place, line in enumerate(old) for line in changes.get(place, [line])]


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")
@given(texts=st.tuples(LINES, LINES) | edited(), ended=st.booleans())
def test_patch_makes_the_new_file_of_the_old_one(
    tmp_path_factory: pytest.TempPathFactory, texts: tuple[list[str], list[str]], *, ended: bool
) -> None:
    old, new = texts
    folder = tmp_path_factory.mktemp("patch")
    before = ("\n".join(old) + "\n" * ended).encode()
    after = "\n".join(new).encode()
    path = folder / "a.net"
    path.write_bytes(before)
    text = "".join(diff(Edit("a.net", before, after)))
    if before == after:
        assert "@@" not in text
        return
    command = ["patch", "--quiet", "--no-backup-if-mismatch", "-E" if after else "-u", str(path)]
    subprocess.run(command, input=text.encode(), check=True)
    assert (path.read_bytes() if path.exists() else b"") == after


def test_writes_all_and_keeps_mode_and_links() -> None:
    Path("a.net").write_bytes(b"a")
    Path("a.net").chmod(0o640)
    Path("link.net").symlink_to("a.net")
    write([Edit("link.net", b"a", b"A"), Edit("folder/b.net", None, b"B")])
    assert Path("a.net").read_bytes() == b"A"
    assert Path("a.net").stat().st_mode & 0o777 == 0o640
    assert Path("link.net").is_symlink()
    assert Path("folder/b.net").read_bytes() == b"B"
    assert sorted(path.name for path in Path().rglob("*")) == ["a.net", "b.net", "folder", "link.net"]


@pytest.mark.parametrize(("held", "before"), [(b"other", b"a"), (b"other", None), (None, b"a")])
def test_writes_nothing_where_a_file_changed_meanwhile(held: bytes | None, before: bytes | None) -> None:
    Path("a.net").write_bytes(b"a")
    if held is not None:
        Path("b.net").write_bytes(held)
    with pytest.raises(click.ClickException, match=r"b\.net was changed meanwhile: nothing was written"):
        write([Edit("a.net", b"a", b"A"), Edit("b.net", before, b"B")])
    assert Path("a.net").read_bytes() == b"a"
    assert (Path("b.net").read_bytes() if held is not None else None) == held


def test_writes_nothing_where_one_cannot_be_written() -> None:
    Path("a.net").write_bytes(b"a")
    Path("file").write_bytes(b"no folder")
    with pytest.raises(click.ClickException, match="cannot"):
        write([Edit("a.net", b"a", b"A"), Edit("file/b.net", None, b"B")])
    assert Path("a.net").read_bytes() == b"a"
    assert sorted(path.name for path in Path().iterdir()) == ["a.net", "file"]


KILLED = """
import sys
from netledger.cli.edits import Edit, write
old, new = b"old\\n" * 300_000, b"new\\n" * 300_000
print("ready", flush=True)
while True:
    write([Edit("a.net", old, new)])
    write([Edit("a.net", new, old)])
"""


def test_killed_at_any_moment_it_leaves_the_old_file_or_the_new_one() -> None:
    path = Path("a.net")
    old, new = b"old\n" * 300_000, b"new\n" * 300_000
    for number in range(6):
        path.write_bytes(old)
        with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, cwd=Path.cwd()) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(0.013 * number)
            process.send_signal(signal.SIGKILL)
        assert path.read_bytes() in {old, new}


def test_an_editor_that_saves_meanwhile_is_never_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path("a.net")
    path.write_bytes(b"old")
    fsync = os.fsync

    def save(handle: int) -> None:
        path.write_bytes(b"by the editor")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", save)
    with pytest.raises(click.ClickException, match="changed meanwhile"):
        write([Edit("a.net", b"old", b"new")])
    assert path.read_bytes() == b"by the editor"
    assert [item.name for item in Path().iterdir()] == ["a.net"]
