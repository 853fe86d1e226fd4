"""`netledger --timing COMMAND`: where the time went, on standard error, and nothing else changes."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from command_line import JOURNAL
from conftest import Ran

from netledger import Column, Config, Diagnostic, Ledger, Metric, Report, foreign
from netledger.cli import main
from netledger.cli.timing import keep_time
from netledger.core.phases import Timekeeper, keeper, phase

Run = Callable[..., Ran]

TODAY = ("--today", "2026-06-30")

_ROW = re.compile(r"(\S.*?) +([0-9]+\.[0-9]{3}) s(?: +([0-9]+)%)?")

LOADING = ["start", "read", "parse", "grammar", "cut", "sort", "plugins", "check"]


@pytest.fixture(autouse=True)
def _nobody_keeps_time() -> Iterator[None]:
    """Each test leaves nobody keeping time."""
    yield
    assert keeper.get() is None


def phases(err: str) -> dict[str, float]:
    """Return the seconds of each phase, as standard error ends with them."""
    found: dict[str, float] = {}
    for line in err.splitlines():
        match = _ROW.fullmatch(line)
        if match:
            found[match[1]] = float(match[2])
    assert list(found)[-2:] == ["the rest", "in all"]
    assert found["in all"] == pytest.approx(sum(found.values()) - found["in all"], abs=0.001 * len(found))
    return found


# ------------------------------------------------------------------------------------------------------- commands


@pytest.mark.parametrize(
    ("command", "more"),
    [
        (("balance", *TODAY), ["metric", "render"]),
        (("register", *TODAY), ["metric", "render"]),
        (("people", *TODAY), ["metric", "render"]),
        (("balance", *TODAY, "-O", "json"), ["metric", "render"]),
        (("check",), []),
        (("print",), []),
        (("doctor", "roundtrip"), []),
    ],
)
def test_phases_of_a_command_are_told(run: Run, command: tuple[str, ...], more: list[str]) -> None:
    plain = run(*command, stdin=JOURNAL)
    timed = run("--timing", *command, stdin=JOURNAL)
    assert (timed.status, timed.out) == (plain.status, plain.out)
    assert timed.err.startswith(plain.err)
    found = list(phases(timed.err))
    assert found[0] == "start"
    assert set(found) >= {*LOADING, *more}


@pytest.mark.parametrize("command", [("schema", "report"), ("completion", "bash"), ("example", "quickstart")])
def test_a_command_without_a_journal_has_no_phases(run: Run, command: tuple[str, ...]) -> None:
    plain, timed = run(*command), run("--timing", *command)
    assert (timed.status, timed.out) == (plain.status, plain.out)
    assert list(phases(timed.err)) == ["start", "the rest", "in all"]


def test_a_failing_journal_is_timed(run: Run) -> None:
    """Status, diagnostics and output are the same; the phases come after the diagnostics."""
    journal = JOURNAL + "2026-03-02 mete Bob\n2026-03-03 balance Bob 7 INTRO\n"
    for command in (("check",), ("balance", *TODAY), ("print",)):
        plain = run(*command, stdin=journal)
        timed = run("--timing", *command, stdin=journal)
        assert plain.status == 1
        assert (timed.status, timed.out) == (plain.status, plain.out)
        assert timed.err.startswith(plain.err)
        assert set(phases(timed.err)) >= set(LOADING)


@pytest.mark.parametrize("command", [("balance", "-f", "lost.net"), ("balance", "-X", "NONE"), ("balance", "--nosuch")])
def test_a_wrong_call_stays_one(run: Run, command: tuple[str, ...]) -> None:
    plain = run(*command, stdin=JOURNAL)
    timed = run("--timing", *command, stdin=JOURNAL)
    assert plain.status == 2
    assert (timed.status, timed.out) == (plain.status, plain.out)
    assert all(line in timed.err.splitlines() for line in plain.err.splitlines())


def test_a_command_that_does_not_exist_is_not_timed(run: Run) -> None:
    assert run("--timing", "blance") == run("blance")


def test_the_option_is_told_in_the_help_and_belongs_before_the_command(run: Run) -> None:
    assert "--timing" in run("--help").out
    assert "--timing" not in run("balance", "--help").out
    assert run("balance", "--timing", stdin=JOURNAL).status == 2


def test_a_file_that_is_written_has_no_timing(run: Run, tmp_path: Path) -> None:
    timed = run("--timing", "balance", *TODAY, "-o", "out.csv", stdin=JOURNAL)
    assert (timed.status, timed.out) == (0, "")
    assert "render" in phases(timed.err)
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == run("balance", *TODAY, "-O", "csv", stdin=JOURNAL).out


def test_a_reader_who_stops_early(tmp_path: Path) -> None:
    """The command ends well, and tells its phases."""
    (tmp_path / "main.net").write_text(JOURNAL * 2000, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "netledger", "--timing", "print"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == 'option "operating_currency" "USD"\n'
        process.stdout.close()
        err = process.stderr.read()
    assert process.returncode in {0, 1}
    assert "Traceback" not in err
    assert set(phases(err)) >= set(LOADING)


# -------------------------------------------------------------------------------------------------------- plugins


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> Callable[[Metric], None]:
    """Install a metric by the name `tally`."""

    def install(metric: Metric) -> None:
        monkeypatch.setattr(foreign, "installed", lambda _group: {"tally": SimpleNamespace(load=lambda: metric)})

    return install


def tally(ledger: Ledger, config: Config) -> tuple[Report, list[Diagnostic]]:
    """Count the entries."""
    return Report("tally", "Tally", (Column("entries", "count"),), ((len(ledger.entries),),), config.today), []


def test_a_command_of_a_plugin_is_timed(run: Run, plugin: Callable[[Metric], None]) -> None:
    plugin(Metric(tally))
    plain = run("tally", *TODAY, stdin=JOURNAL)
    timed = run("--timing", "tally", *TODAY, stdin=JOURNAL)
    assert (timed.status, timed.out) == (plain.status, plain.out)
    assert plain.status == 0
    assert set(phases(timed.err)) >= {*LOADING, "metric", "render"}


@pytest.mark.parametrize(
    ("error", "status"), [(RuntimeError("torn"), 1), (SystemExit(7), 1), (KeyboardInterrupt(), 130)]
)
def test_a_plugin_that_fails_is_timed(
    run: Run, plugin: Callable[[Metric], None], error: BaseException, status: int
) -> None:
    def fails(_ledger: Ledger, _config: Config) -> Any:
        raise error

    plugin(Metric(fails))
    timed = run("--timing", "tally", *TODAY, stdin=JOURNAL)
    assert (timed.status, timed.out) == (status, "")
    assert "metric" in phases(timed.err)
    assert keeper.get() is None


# ----------------------------------------------------------------------------------------------------- the keeper


def test_seconds_go_to_the_inner_phase() -> None:
    ticks = iter(range(100))
    times = Timekeeper(lambda: float(next(ticks)))
    token = keeper.set(times)
    try:
        times.enter("outside")
        with phase("outer"):
            with phase("inner"):
                pass
            with phase("inner"):
                pass
        times.enter("outside")
    finally:
        keeper.reset(token)
    assert times.seconds == {"outside": 2.0, "outer": 3.0, "inner": 2.0}


def test_an_error_ends_its_phase() -> None:
    times = Timekeeper(lambda: 0.0)
    token = keeper.set(times)
    try:
        times.enter("outside")
        with pytest.raises(KeyError), phase("inner"):
            raise KeyError
        assert times.phase == "outside"
    finally:
        keeper.reset(token)


def test_a_mark_is_nothing_where_nobody_keeps_time() -> None:
    with phase("inner"):
        assert keeper.get() is None


def test_phases_are_told_in_the_order_in_which_they_came(capsys: pytest.CaptureFixture[str]) -> None:
    tell = keep_time()
    for name in ("second", "first", "second"):
        with phase(name):
            pass
    tell()
    printed = capsys.readouterr()
    assert printed.out == ""
    assert list(phases(printed.err)) == ["start", "second", "first", "the rest", "in all"]


def test_main_may_be_called_again(run: Run) -> None:
    """Timed once, a process is not timed from then on."""
    assert "in all" in run("--timing", "check", stdin=JOURNAL).err
    assert "in all" not in run("check", stdin=JOURNAL).err
    assert callable(main.main)
