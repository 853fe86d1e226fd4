"""The wheel holds what the tree holds, and the layers hold."""

import configparser
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest
from conftest import ROOT

import netledger
from netledger.cli.main import COMMANDS, METRICS
from netledger.extension import BUILT_IN, PLUGINS, Metric


def _setup() -> configparser.ConfigParser:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    return setup


def test_setup_names_every_package_of_the_tree() -> None:
    listed = set(_setup()["options"]["packages"].split())
    found = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "netledger").rglob("__init__.py")}
    assert listed - {"netledger.grammar", "netledger.examples"} == found


def test_the_grammar_ships() -> None:
    assert resources.files("netledger.grammar").joinpath("netledger.lark").is_file()


def test_versions_agree() -> None:
    assert _setup()["metadata"]["version"] == netledger.__version__


def test_every_public_name_can_be_had() -> None:
    for name in netledger.__all__:
        assert getattr(netledger, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        netledger.nothing  # noqa: B018


def test_every_command_has_a_file_and_every_file_a_command() -> None:
    helpers = {"--init", "lists", "metric"}
    files = {
        (path.stem.rstrip("_") or path.stem).replace("_", "-")
        for path in (ROOT / "netledger" / "cli" / "commands").glob("*.py")
    }
    assert files - helpers == set(COMMANDS) - set(METRICS)
    assert set(METRICS.values()) == {name for name in BUILT_IN if isinstance(PLUGINS.find(name).plugin, Metric)}


@pytest.mark.skipif(
    not (Path(sys.executable).parent / "lint-imports").exists(), reason="import-linter is not installed"
)
def test_imports_go_down_only() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--config", "setup.cfg"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_version_needs_no_parser() -> None:
    code = "import sys; from netledger.cli.main import main; main(['--version']); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for heavy in ("'lark'", "'tabulate'", "'msgspec'", "'netledger.loader'"):
        assert heavy not in done.stdout
