"""Opening a journal runs nothing but what is installed: what lies beside the journal is data."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import netledger

TRAP = "open(__file__.rpartition('/')[0] + '/sprung', 'w').close()\nplugin = run = None\n"

JOURNAL = """\
plugin "trap"
plugin "trap:plugin"
plugin "./trap.py"
plugin "netledger.plugins.trap"
plugin "os:abort"
2026-01-01 person Bob
2026-01-02 give Bob
"""


def _start(folder: Path, *args: str, site: bool = True) -> subprocess.CompletedProcess[str]:
    """Run `python -m netledger` in a folder; without `site` nothing is imported before netledger itself."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"PYTHONSAFEPATH", "NETLEDGER_FILE"}
    }
    flags = []
    if not site:
        flags = ["-S"]
        root = Path(netledger.__file__).parents[1]
        environment["PYTHONPATH"] = os.pathsep.join([str(root), sysconfig.get_path("purelib")])
    return subprocess.run(
        [sys.executable, *flags, "-m", "netledger", *args],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def _metadata(folder: Path, name: str, file: str) -> None:
    (folder / name).mkdir()
    (folder / name / file).write_text("Metadata-Version: 2.1\nName: trap\nVersion: 1.0\n")
    (folder / name / "entry_points.txt").write_text("[netledger.plugins]\ntrap = trap:plugin\n")


@pytest.fixture
def trapped(tmp_path: Path) -> Path:
    """A folder with a journal, and modules that leave a mark when they are imported."""
    (tmp_path / "main.net").write_text(JOURNAL)
    for name in ("trap", "lark", "click", "msgspec", "tabulate", "sitecustomize", "setup", "conftest"):
        (tmp_path / f"{name}.py").write_text(TRAP)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "file"), [("trap-1.0.dist-info", "METADATA"), ("trap.egg-info", "PKG-INFO"), (None, None)]
)
def test_a_journal_imports_nothing_from_its_folder(trapped: Path, name: str | None, file: str | None) -> None:
    """Neither a module nor what looks like an installed package there; each such plugin is unknown."""
    if name and file:
        _metadata(trapped, name, file)
    ran = _start(trapped, "check")
    assert not (trapped / "sprung").exists()
    assert ran.returncode == 1
    assert [line.split(": ")[1] for line in ran.stdout.splitlines() if line.startswith("main.net")] == [
        "error[NL209]"
    ] * 5


def test_it_does_not_offer_commands_from_there_either(trapped: Path) -> None:
    """An entry point beside the journal is no command."""
    _metadata(trapped, "trap-1.0.dist-info", "METADATA")
    assert "trap" not in _start(trapped, "--help").stdout
    assert _start(trapped, "trap").returncode == 2
    assert not (trapped / "sprung").exists()


@pytest.mark.parametrize("name", ["typing", "enum", "csv"])
def test_nor_a_module_of_pythons_own(trapped: Path, name: str) -> None:
    """A file named like a module of the standard library that Python itself has not imported by then."""
    (trapped / f"{name}.py").write_text(TRAP)
    ran = _start(trapped, "--version", site=False)
    assert not (trapped / "sprung").exists()
    assert (ran.returncode, ran.stdout) == (0, f"netledger {netledger.__version__}\n")
