"""Changing files that belong to the user: all of them or none, after showing what changes.

A file is replaced by a complete new one in one step, so that whoever ends the program at any moment finds the old
file or the new one. Where somebody changed a file since it was read, nothing is written.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice
from pathlib import Path

import click

from netledger.cli.writing import cannot_write, held, made_beside, print_all, refuse_read_only, why
from netledger.core.diagnostics import plain


@dataclass(frozen=True)
class Edit:
    """A file that is to have another text."""

    path: str
    before: bytes | None
    """What it holds, and must hold still when it is written; None: there is no such file."""
    after: bytes
    private: bool = False
    """Where there is no such file yet: whether it is to be the user's alone."""
    executable: bool = False
    """Where there is no such file yet: whether it is a program."""


def appended(before: bytes | None, text: str, *, apart: bool = True) -> bytes:
    r"""Add text at the end of a file, with line ends as the file has them; `apart`, with a blank line before it.

    >>> appended(b"2026-01-01 meet Bob", "2026-01-02 meet Ada\n")
    b'2026-01-01 meet Bob\n\n2026-01-02 meet Ada\n'
    """
    added = text.encode()
    if not before:
        return added
    end = b"\r\n" if before.count(b"\r\n") * 2 > before.count(b"\n") else b"\n"
    added = added.replace(b"\n", end)
    blank = b"" if not apart or before.endswith((b"\n\n", b"\n\r\n")) else end
    return before + (b"" if before.endswith(b"\n") else end) + blank + added


def diff(edit: Edit) -> Iterator[str]:
    """Give the lines of a unified diff, as `patch` and git read it, with their line ends."""
    old, new = (_lines(data) for data in (edit.before or b"", edit.after))
    name = plain(edit.path)
    name = f"{name}\t" if " " in name else name  # else a blank would end it
    head = True
    for one, other in _changed(old, new):
        offsets = {"-": one.start, "+": other.start}
        before = "/dev/null" if edit.before is None else name
        hunks = unified_diff(old[one.start : one.stop], new[other.start : other.stop], before, name, n=_CONTEXT)
        for line in hunks if head else islice(hunks, 2, None):
            if line.startswith("@@ "):
                yield _HUNK.sub(lambda match, by=offsets: f"{match[1]}{int(match[2]) + by[match[1]]}", line)  # type: ignore[misc]
            else:
                yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        head = False


def show(edits: Iterable[Edit]) -> None:
    """Print what changes. Raises OSError where it cannot be printed: then nothing is written."""
    print_all(line for edit in edits for line in diff(edit))


def _changed(old: list[str], new: list[str]) -> Iterator[tuple[range, range]]:
    """Give the parts of two texts that differ, with some lines before and after that are the same.

    Most edits change single lines of a long file, or add to its end: only those are looked at as difflib does, whose
    time grows with the square of the length. At worst, one part is the rest of both texts.
    """
    one = other = 0
    while True:
        while one < len(old) and other < len(new) and old[one] == new[other]:
            one, other = one + 1, other + 1
        if one == len(old) and other == len(new):
            return
        start, start_other = max(0, one - _CONTEXT), max(0, other - _CONTEXT)
        one, other = _met(old, new, one, other)
        yield range(start, min(len(old), one + _CONTEXT)), range(start_other, min(len(new), other + _CONTEXT))


def _met(old: list[str], new: list[str], one: int, other: int) -> tuple[int, int]:
    """Return where two texts that differ at some lines are the same again, for more lines than two hunks share."""
    enough = 2 * _CONTEXT + 1
    while one < len(old) and other < len(new):
        if old[one : one + enough] == new[other : other + enough]:
            return one, other
        if old[one] == new[other] or old[one + 1 : one + 3] == new[other + 1 : other + 3]:
            one, other = one + 1, other + 1
            continue
        gone = next((n for n in range(1, _AHEAD) if old[one + n : one + n + 2] == new[other : other + 2]), 0)
        come = next((n for n in range(1, _AHEAD) if new[other + n : other + n + 2] == old[one : one + 2]), 0)
        one, other = (one + gone, other) if gone else (one, other + come) if come else (one + 1, other + 1)
    return len(old), len(new)


_AHEAD = 30
_CONTEXT = 3
_HUNK = re.compile(r"([-+])(\d+)")


def _lines(data: bytes) -> list[str]:
    # Not splitlines, which ends lines at more than the line feed.
    lines = data.decode("utf-8", "replace").split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *filter(None, lines[-1:])]


def refuse_device(path: str) -> None:
    """End the command where a path leads to a device or a pipe: no file may take its place."""
    if Path(path).exists() and not Path(path).is_file() and not Path(path).is_dir():
        cannot_write(path, "it is not a file")


def refuse_unwritable(paths: Iterable[str]) -> None:
    """End the command where a file cannot be written, or not be made: before questions, rather than after them."""
    for path in paths:
        refuse_device(path)
        refuse_read_only(path)
        try:
            folder = next(above for above in Path(path).resolve().parents if above.exists())
        except OSError as error:
            cannot_write(path, why(error))
        if not os.access(folder, os.W_OK):
            cannot_write(path, f"the folder {folder} is read-only")


def _unchanged(edits: Iterable[Edit]) -> None:
    """End the command where a file is not what it was when it was read."""
    for edit in edits:
        refuse_device(edit.path)
        try:
            now: bytes | None = Path(edit.path).read_bytes()
        except FileNotFoundError:
            now = None
        except OSError as error:
            cannot_write(edit.path, why(error))
        if now != edit.before:
            message = f"{edit.path} was changed meanwhile: nothing was written; do it again"
            raise click.ClickException(message)


def undo(edits: Sequence[Edit]) -> None:
    """Put files back as they were before they were written. Raises ClickException where one was changed since."""
    made = [edit for edit in edits if edit.before is None]
    _unchanged([Edit(edit.path, edit.after, b"") for edit in made])
    write([Edit(edit.path, edit.after, edit.before) for edit in edits if edit.before is not None])
    for edit in made:
        try:
            Path(edit.path).unlink()
        except OSError as error:
            cannot_write(edit.path, why(error))


def write(edits: Sequence[Edit]) -> None:
    """Write all files, or none where one cannot be written or was changed meanwhile. Raises ClickException.

    Ctrl-C waits until all are written: a moment, since their texts are there already.
    """
    _unchanged(edits)
    for edit in edits:
        refuse_read_only(edit.path)
    path = ""
    try:
        with held(), ExitStack() as left:
            complete = []
            for edit in edits:
                path = edit.path
                target = Path(path).resolve()
                _make_folders(target.parent, left)
                made = made_beside(target, [edit.after], private=edit.private, executable=edit.executable)
                complete.append((left.enter_context(made), target))
            _unchanged(edits)
            with ExitStack() as back:
                for edit, (name, target) in zip(edits, complete, strict=True):
                    path = edit.path
                    if len(edits) > 1:
                        _keep(target, edit.before, left, back)
                    Path(name).replace(target)
                back.pop_all()
    except OSError as error:
        cannot_write(path, why(error))


def _make_folders(folder: Path, left: ExitStack) -> None:
    """Make a folder and those above it that are missing; `left` takes away those that nothing came into."""
    missing = [above for above in (folder, *folder.parents) if not above.exists()]
    for above in reversed(missing):
        above.mkdir(exist_ok=True)
        left.callback(_remove, above)


def _keep(target: Path, before: bytes | None, left: ExitStack, back: ExitStack) -> None:
    """Keep a file under a second name until all are written, so that `back` can put it back even on a full disk."""
    if before is None:
        back.callback(target.unlink, missing_ok=True)
        return
    kept = left.enter_context(made_beside(target, []))
    Path(kept).unlink()
    try:
        os.link(target, kept)
    except OSError:  # a file system without links
        shutil.copy2(target, kept)
    back.callback(os.replace, kept, target)


def _remove(folder: Path) -> None:
    with suppress(OSError):  # there is something in it
        folder.rmdir()
