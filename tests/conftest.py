"""Fixtures: a ledger from the test's own docstring, and the command line within this process."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from netledger import Ledger, load_text
from netledger.cli.main import main

ROOT = Path(__file__).parents[1]

# Deterministic: the same examples in every run, and no limit of time on a busy machine.
settings.register_profile(
    "netledger", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("netledger")

TODAY = "2026-06-30"


@pytest.fixture
def journal(request: pytest.FixtureRequest) -> str:
    """The journal that stands in the test's docstring, without its first line."""
    return dedent((request.function.__doc__ or "").partition("\n")[2])


@pytest.fixture
def ledger(journal: str) -> Ledger:
    """The ledger of the journal in the test's docstring."""
    return load_text(journal, "test.net")


class Ran(NamedTuple):
    """What a command printed, and how it ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Ran]:
    """Run the command line in an empty folder: run("balance", stdin="2026-01-01 give Bob").

    With `stdin` the journal is read from there, unless the arguments name another.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NETLEDGER_FILE", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)

    def command(*args: str, stdin: str | bytes | None = None) -> Ran:
        arguments = list(args)
        if stdin is not None:
            data = stdin if isinstance(stdin, bytes) else stdin.encode()
            monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: False))
            if "-f" not in arguments:
                arguments += ["-f", "-"]
        capsys.readouterr()
        status = main(arguments)
        printed = capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    return command


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file into the test's folder: write("people/bob.net", "…")."""

    def file(name: str, text: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else dedent(text).encode())
        return path

    return file
