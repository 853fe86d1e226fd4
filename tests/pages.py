"""The pages of the documentation, and how their examples are run.

What a fenced block is, its first line says:

- ```` ```net main.net ````: a file of that name in the page's folder (`toml` and `python` likewise). A word more is its
  encoding; `+`: it is added to the file. Without a name: lines of a journal, which must be sound.
- ```` ```console ````: lines that begin with `$ ` are commands; what follows is what a terminal of 80 columns shows.
- ```` ```python ```` with `>>> `: an interactive session.
- ```` ```sh ```` and all others: only to be read.

All examples of a page run in its order and in one folder. `<!-- today: 2026-06-30 -->` is the day of the page.
"""

import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import netledger.cli.session
from netledger.cli.main import main
from netledger.foreign import installed

ROOT = Path(__file__).parents[1]
PAGES = [*sorted((ROOT / "docs").glob("**/*.md")), ROOT / "README.md"]

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_TODAY = re.compile(r"<!-- today: (\d{4}-\d{2}-\d{2}) -->")


GIT = "git"
"""Also a program of others. On a page it is the same person who commits, each time a day later."""

PEERS = ("bean-check", "bean-query", "hledger", "ledger")
"""Programs of others that examples may run."""


class _Absent(Exception):  # noqa: N818 - it leads back to what the page says
    """A peer that is not installed."""


class Fenced(NamedTuple):
    """A fenced block of a page."""

    language: str
    name: str
    encoding: str
    body: str
    start: int
    """Where its body begins in the page."""


def fenced(text: str) -> Iterator[Fenced]:
    """Give the fenced blocks of a page in its order."""
    for match in _FENCE.finditer(text):
        language, name, encoding, *_ = [*match["info"].split(), "", "", ""]
        yield Fenced(language, name, encoding or "utf-8", match["body"], match.start("body"))


def prose(text: str) -> str:
    """Return a page without its fenced blocks."""
    return _FENCE.sub("", text)


class _Terminal(io.TextIOWrapper):
    """Something to print to that says it is a terminal."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n", write_through=True)

    def isatty(self) -> bool:
        return True


class _Pipe(_Terminal):
    def isatty(self) -> bool:
        return False


def _taken(stream: _Terminal) -> bytes:
    stream.flush()
    buffer: Any = stream.buffer
    return bytes(buffer.getvalue())


class Page:
    """One page while its examples run."""

    def __init__(self, path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.folder = folder
        self.status = 0
        self._commits = 0
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self._monkeypatch = monkeypatch
        monkeypatch.chdir(folder)
        monkeypatch.syspath_prepend(str(folder))
        for name in ("NETLEDGER_FILE", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        for name, value in (("NO_COLOR", "1"), ("COLUMNS", "80"), ("LINES", "10000")):
            monkeypatch.setenv(name, value)
        day = _TODAY.search(self.text)
        if day:
            monkeypatch.setattr(netledger.cli.session, "date", _clock(date.fromisoformat(day[1])))
        # The plugins that a page defines are those of that page alone.
        installed.cache_clear()

    def updated(self) -> str:
        """Run all examples; return the page with what they printed in the place of what it says they print."""
        parts = []
        position = 0
        for block in fenced(self.text):
            parts.extend([self.text[position : block.start], self._run(block)])
            position = block.start + len(block.body)
        return "".join([*parts, self.text[position:]])

    def _run(self, block: Fenced) -> str:
        if block.name:
            self._write(block)
        elif block.language == "net":
            self._sound(block.body)
        elif block.language == "console":
            return self._session(block.body)
        elif block.language == "python":
            return self._doctest(block)
        return block.body

    def _write(self, block: Fenced) -> None:
        assert self.folder != ROOT, "an example of this page must not write into the project"
        file = self.folder / block.name
        file.parent.mkdir(parents=True, exist_ok=True)
        if block.encoding == "+":
            file.write_bytes(file.read_bytes() + block.body.encode())
        else:
            file.write_bytes(block.body.encode(block.encoding))
        if file.name == "pyproject.toml":
            _install(file)

    def _sound(self, text: str) -> None:
        found = netledger.parse(text, self.path.name).diagnostics
        assert not found, "\n".join(map(str, found))

    # ------------------------------------------------------------------------------------------ commands

    def _session(self, body: str) -> str:
        shown = []
        for text in re.split(r"^(?=\$ )", body, flags=re.MULTILINE)[1:]:
            line, _, said = text.partition("\n")
            with suppress(_Absent):  # what the page says of it is seen to where the program is installed
                said = self._command(line[2:])
            shown.append(f"{line}\n{said}")
        return "".join(shown)

    def _command(self, line: str) -> str:
        if line == "echo $?":
            return f"{self.status}\n"
        screen = _Terminal()
        data = b""
        stages = [_words(stage) for stage in line.split(" | ")]
        for number, words in enumerate(stages):
            target = words[words.index(">") + 1] if ">" in words else None
            out = _Pipe() if target or number < len(stages) - 1 else screen
            with self._streams(data, out, screen):
                self._program(words[: words.index(">")] if target else words)
            data = _taken(out)
            if target:
                (self.folder / target).write_bytes(data)
        return _taken(screen).decode()

    @contextmanager
    def _streams(self, data: bytes, out: _Terminal, err: _Terminal) -> Iterator[None]:
        saved = sys.stdin, sys.stdout, sys.stderr
        sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(data)), out, err
        try:
            yield
        finally:
            sys.stdin, sys.stdout, sys.stderr = saved

    def _program(self, words: list[str]) -> None:
        environment = {}
        while re.fullmatch(r"[A-Z_]+=.*", words[0]):
            name, _, environment[name] = words.pop(0).partition("=")
        program, *arguments = words
        with self._monkeypatch.context() as patched:
            for name, value in environment.items():
                patched.setenv(name, value)
            if Path(program).name == "netledger":
                self.status = main(arguments)
            elif program == "cat":
                sys.stdout.write("".join(Path(name).read_text(encoding="utf-8") for name in arguments))
                self.status = 0
            elif program in (*PEERS, GIT):
                self._peer(words)
            else:
                raise AssertionError(f"{self.path.name}: no example can run {program!r}")

    def _peer(self, words: list[str]) -> None:
        search = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        place = shutil.which(words[0], path=search)
        if place is None:
            raise _Absent
        about = {"HOME": str(self.folder), "LC_ALL": "C.UTF-8", "PATH": search, "COLUMNS": "80", "TZ": "UTC"}
        if words[0] == GIT:
            self._commits += "commit" in words
            for who in ("AUTHOR", "COMMITTER"):
                about |= {f"GIT_{who}_NAME": "Me", f"GIT_{who}_EMAIL": "me@example.org"}
                about[f"GIT_{who}_DATE"] = f"2026-06-{self._commits:02}T12:00:00+0000"
        ran = subprocess.run(
            [place, *words[1:]],
            input=sys.stdin.read().encode(),
            capture_output=True,
            check=False,
            cwd=self.folder,
            env=about,
        )
        sys.stdout.write(ran.stdout.decode())
        sys.stderr.write(ran.stderr.decode())
        self.status = ran.returncode

    # ------------------------------------------------------------------------------------------ sessions

    def _doctest(self, block: Fenced) -> str:
        examples = doctest.DocTestParser().get_doctest(block.body, {}, self.path.name, str(self.path), 0)
        examples.globs = self.names  # one namespace for the whole page
        runner = _Recorder()
        runner.run(examples, out=lambda _: None, clear_globs=False)
        lines = block.body.splitlines(keepends=True)
        for example in reversed(examples.examples):
            first = example.lineno + example.source.count("\n")
            lines[first : first + example.want.count("\n")] = [runner.got[example.lineno]]
        return "".join(lines)


class _Recorder(doctest.DocTestRunner):
    """A runner that keeps what each example printed."""

    def __init__(self) -> None:
        super().__init__(verbose=False)
        self.got: dict[int, str] = {}

    def report_success(self, _out: Any, _test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        shown = re.sub(r"^$(?=\n)", "<BLANKLINE>", got, flags=re.MULTILINE)
        self.got[example.lineno] = example.want if example.exc_msg else shown

    report_failure = report_success  # type: ignore[assignment]

    def report_unexpected_exception(
        self, _out: Any, _test: doctest.DocTest, _example: doctest.Example, exc_info: Any
    ) -> None:
        raise exc_info[1]


def _words(line: str) -> list[str]:
    return shlex.split(line)


def _clock(day: date) -> type[date]:
    class Day(date):
        @classmethod
        def today(cls) -> date:  # type: ignore[override]
            return day

    return Day


def _install(project: Path) -> None:
    """Make a package of modules known as pip would: its entry points, read from a folder beside them."""
    about = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    made = project.parent / f"{about['name'].replace('-', '_')}-{about['version']}.dist-info"
    made.mkdir()
    (made / "METADATA").write_text(f"Name: {about['name']}\nVersion: {about['version']}\n", encoding="utf-8")
    groups = (
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
        for group, points in about["entry-points"].items()
    )
    (made / "entry_points.txt").write_text("\n".join(groups), encoding="utf-8")
    installed.cache_clear()


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as forges make them."""
    found: dict[str, int] = {}
    result = set()
    for heading in re.findall(r"^#+ (.*)$", prose(text), re.MULTILINE):
        plain = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        count = found.get(plain, 0)
        found[plain] = count + 1
        result.add(f"{plain}-{count}" if count else plain)
    return result


def links(text: str) -> list[str]:
    """Return the targets of a page's links that lead to no other site."""
    found = re.findall(r"\]\(([^)\s]+)\)", prose(text))
    return [target for target in found if not re.match(r"[a-z]+:", target)]


UPDATE = bool(os.environ.get("UPDATE_DOCS"))
