"""Plugins of another package, installed as a user would, found and run by `python -m netledger`."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

PACKAGE = Path(__file__).parent / "thirdparty"
TODAY = "2026-06-30"

JOURNAL = """\
option "operating_currency" "USD"
2026-01-01 person Bob
2026-01-01 venue @Chamber
2026-01-02 meet Bob @Chamber
  give Bob 1 INTRO
2026-01-04 cost @Chamber 7 USD
"""


class Ran(NamedTuple):
    """How a run of the program ended."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The JSON that it printed."""
        return json.loads(self.out)


def _install(target: Path, scratch: Path) -> None:
    """Install the package with pip, from a copy: a build leaves folders beside its sources."""
    shutil.copytree(PACKAGE, scratch / "source", ignore=shutil.ignore_patterns("__pycache__"))
    flags = ["--no-build-isolation", "--no-deps", "--no-index", "--disable-pip-version-check", "--quiet"]
    command = [sys.executable, "-m", "pip", "install", *flags, "--target", str(scratch / "made"), "./source"]
    subprocess.run(command, cwd=scratch, check=True, capture_output=True)
    # Lark looks for collisions between terminals at every start where this library of the tests is installed. Users
    # have no need of it; without it each run here takes a quarter of the time.
    (scratch / "made" / "interegular.py").write_text("raise ImportError\n")
    (scratch / "made").rename(target)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where the package is installed, once for all workers of a run."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    target = shared / "installed"
    try:
        (shared / "installing").mkdir()
    except FileExistsError:
        for _ in range(600):
            if target.exists():
                return target
            time.sleep(0.1)
        pytest.fail("another worker did not install the package")
    _install(target, tmp_path_factory.mktemp("pip"))
    return target


def _path(installed: Path) -> str:
    """Return a PYTHONPATH with the package in front of what the tests themselves run with."""
    return os.pathsep.join([str(installed), *filter(None, [os.environ.get("PYTHONPATH")])])


@pytest.fixture
def netledger(installed: Path, tmp_path: Path) -> Callable[..., Ran]:
    """Run the program in a folder with a journal: netledger(journal, "check")."""

    def run(journal: str, *args: str) -> Ran:
        (tmp_path / "main.net").write_text(journal)
        kept = ("PATH", "SYSTEMROOT", "HOME", "TMPDIR")
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        environment["PYTHONPATH"] = _path(installed)
        command = [sys.executable, "-m", "netledger", *args]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


def _costs(path: Path, installed: Path) -> list[str]:
    """Return the costs of the journal in a folder, as a program sees them that has the package on its path."""
    script = (
        "import netledger\n"
        "for e in netledger.load('main.net').entries:\n"
        "    if hasattr(e, 'amounts'): print(e.date, e.venue, *e.amounts)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=path,
        env=os.environ | {"PYTHONPATH": _path(installed)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return done.stdout.splitlines()


# ------------------------------------------------------------------------------------------------ what works


def test_a_metric_is_a_command(netledger: Callable[..., Ran]) -> None:
    """It takes the options of every report, and is laid out like them."""
    ran = netledger(JOURNAL + 'plugin "headcount" "by hand"\n', "headcount", "--today", TODAY)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (
        "Heads, to 2026-06-30\n\n"
        "person  touches  share\n"
        "------  -------  -----\n"
        "Bob           1   1.00\n\n"
        "people  1  (n = 1)\n\n"
        "note: config: by hand\n"
    )


def test_a_metric_brings_options_breakdown_comparison_and_a_format(netledger: Callable[..., Ran]) -> None:
    journal = JOURNAL + "2026-05-01 call Bob\n2026-05-02 connect Carol\n2026-05-03 call Carol\n"
    ran = netledger(journal, "headcount", "--help")
    for text in ("touches per person", "Everybody counts.", "--at-least N", "--times NUMBER", "[name|touches]", "--by"):
        assert text in ran.out
    names = lambda *args: [row["person"] for row in netledger(journal, "headcount", *args, "-O", "json").data["rows"]]  # noqa: E731
    assert names("--loud", "--order", "touches") == ["BOB", "CAROL"]
    assert names("--at-least", "2", "--today", TODAY) == ["Bob"]
    assert names("--by", "medium") == ["call", "meet"]
    compared = netledger(journal, "headcount", "-p", "2026-05", "--compare", "--today", TODAY, "-O", "json").data
    assert [(row["person"], row["touches"], row["touches_before"]) for row in compared["rows"]] == [
        ("Bob", 1, 0),
        ("Carol", 1, 0),
    ]
    assert netledger(journal, "headcount", "--times", "2.5", "--title", "Many", "-O", "csv").out.splitlines()[1] == (
        "Bob,5,0.6666666666666666666666666667"
    )
    assert netledger(journal, "headcount", "-O", "heads").out == "3 touches\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--at-least", "1001"), "nobody has so many touches"),
        (("--times", "many"), "'many' is not a number"),
        (("--times", "NaN"), "'NaN' is not a number"),
        (("--order", "height"), "'height' is not one of"),
    ],
)
def test_a_metric_called_wrongly_says_so(
    netledger: Callable[..., Ran], arguments: tuple[str, str], message: str
) -> None:
    ran = netledger(JOURNAL, "headcount", *arguments)
    assert ran.status == 2
    assert message in ran.err


def test_a_metric_explains_itself(netledger: Callable[..., Ran]) -> None:
    assert "touches" in netledger("", "explain").out
    ran = netledger(JOURNAL, "explain", "headcount.touches")
    assert (ran.status, ran.out) == (
        0,
        "Touches\n\ntouches = n\n\nHow many touches there were.\n\nSource: counting. Shown by: netledger headcount\n",
    )
    ran = netledger(JOURNAL, "explain", "headcount.touches", "Bob", "--today", TODAY)
    assert ran.out.endswith("date        medium\n----------  ------\n2026-01-02  meet\n")
    ran = netledger(JOURNAL, "explain", "headcount.touches", "Bobb", "--today", TODAY)
    assert "the journal has nothing on this figure of Bobb" in ran.out
    assert "did you mean Bob?" in ran.out


def test_a_metric_in_json_gets_its_config_and_the_query(netledger: Callable[..., Ran]) -> None:
    """What stands after its name in the journal is the config's text."""
    journal = JOURNAL + 'plugin "headcount" "by hand"\n2026-02-01 person Carol\n2026-02-02 call Carol\n'
    ran = netledger(journal, "headcount", "not:Bob", "-p", "2026", "--today", TODAY, "-O", "json")
    assert (ran.status, ran.err) == (0, "")
    assert ran.data["report"] == "headcount"
    assert (ran.data["begin"], ran.data["end"], ran.data["today"]) == ("2026-01-01", "2027-01-01", TODAY)
    assert ran.data["rows"] == [{"person": "Carol", "touches": 1, "share": 1.0}]
    assert ran.data["notes"] == ["config: by hand"]


def test_help_lists_it(netledger: Callable[..., Ran]) -> None:
    """Under its name, without importing any plugin."""
    ran = netledger("", "--help")
    assert ran.status == 0
    assert "headcount" in ran.out
    assert "SHOUTED" not in ran.out


def test_a_near_name_finds_the_metric(netledger: Callable[..., Ran]) -> None:
    """A slip of the keys."""
    ran = netledger(JOURNAL, "headcout")
    assert ran.status == 2
    assert "did you mean headcount?" in ran.err


def test_a_transform_is_no_command(netledger: Callable[..., Ran]) -> None:
    """Its name as a command is a wrong call."""
    ran = netledger(JOURNAL, "fees")
    assert ran.status == 2
    assert "transform" in ran.err
    assert "Traceback" not in ran.err


def test_a_transform_adds_entries_in_order(netledger: Callable[..., Ran], installed: Path, tmp_path: Path) -> None:
    """Its costs have their place by date, though it returns them first."""
    ran = netledger(JOURNAL + 'plugin "fees" "12.50"\n', "check")
    assert ran == (0, "", "")
    assert _costs(tmp_path, installed) == ["2026-01-03 @Chamber 12.50 USD", "2026-01-04 @Chamber 7 USD"]


@pytest.mark.parametrize(
    ("lines", "costs"),
    [
        (("fees", "doubled"), ["10 USD", "14 USD"]),
        (("doubled", "fees"), ["5 USD", "14 USD"]),
        (("fees", "fees"), ["5 USD", "5 USD", "7 USD"]),
    ],
)
def test_transforms_run_in_the_order_of_their_lines(
    netledger: Callable[..., Ran], installed: Path, tmp_path: Path, lines: tuple[str, ...], costs: list[str]
) -> None:
    """Each gets what the one before it made."""
    assert netledger(JOURNAL + "".join(f'plugin "{name}"\n' for name in lines), "check").status == 0
    assert [line.split(" ", 2)[2] for line in _costs(tmp_path, installed)] == costs


def test_what_a_transform_adds_is_checked_and_reported(netledger: Callable[..., Ran]) -> None:
    """A transform's favour to nobody known would be warned of; here the venue that its costs name."""
    ran = netledger('2026-01-01 person Bob\n2026-01-02 meet Bob @Chamber\nplugin "fees"\n', "check")
    assert ran.status == 0
    assert "NL302" in ran.err + ran.out
    assert "used 2 times" in ran.err + ran.out


def test_a_transform_has_diagnostics_of_its_own(netledger: Callable[..., Ran]) -> None:
    """They are shown with the line that they are about."""
    ran = netledger(JOURNAL + 'plugin "advises" "too short"\n', "check")
    assert ran.status == 0
    assert ran.out.startswith("main.net:4:1: warning[TP001]: too short\n    4 | 2026-01-02 meet Bob @Chamber\n")


def test_entries_returned_backwards_mean_the_same(netledger: Callable[..., Ran]) -> None:
    """Sorted again by date, and within a day by their place: of two prices on one day the last still wins."""
    journal = JOURNAL + "2026-01-01 price INTRO 10 USD\n2026-01-01 price INTRO 50 USD\n"
    plain = netledger(journal, "balance", "--today", TODAY, "-O", "json")
    assert plain.data["rows"][0]["value"] == {"number": "50.00", "unit": "USD"}
    assert netledger(journal + 'plugin "backwards"\n', "balance", "--today", TODAY, "-O", "json") == plain


# -------------------------------------------------------------------------------------------- what misbehaves

BAD_TRANSFORMS = [
    ("raises", "NL210", "ValueError: out of; cheese"),
    ("raises-base", "NL210", "unwound"),
    ("raises-mute", "NL210", "MuteError"),
    ("exits", "NL210", "SystemExit"),
    ("reads", "NL210", "EOFError"),
    ("torn", "NL210", "a_library_that_nobody_has"),
    ("no-module", "NL210", "thirdparty_that_does_not_exist"),
    ("no-name", "NL210", "there_is_no_such_name"),
    ("returns-none", "NL211", "NoneType"),
    ("returns-one", "NL211", "list"),
    ("returns-texts", "NL211", "entries"),
    ("returns-iterator", "NL211", "entries"),
    ("returns-bad-diagnostics", "NL211", "diagnostics"),
    ("returns-date-text", "NL211", "date"),
    ("returns-names-text", "NL211", "Cost"),
    ("returns-nan-price", "NL211", "amount"),
    ("returns-nan-balance", "NL211", "amount"),
    ("no-plugin", "NL211", "function"),
    ("prints", "NL212", "SHOUTED first"),
    ("prints-below", "NL212", "SHOUTED below"),
    ("loud", "NL212", "SHOUTED while importing"),
    ("fee", "NL209", "fee"),
]


@pytest.mark.parametrize(("name", "code", "words"), BAD_TRANSFORMS, ids=[name for name, _, _ in BAD_TRANSFORMS])
def test_a_bad_transform_costs_one_diagnostic(netledger: Callable[..., Ran], name: str, code: str, words: str) -> None:
    """On the plugin's own line; the entries before it are as they were; standard output is the report alone."""
    ran = netledger(f'plugin "{name}"\n{JOURNAL}', "balance", "--today", TODAY, "-O", "json")
    assert "Traceback" not in ran.err
    (found,) = ran.data["diagnostics"]
    assert (found["code"], found["span"]["file"], found["span"]["line"]) == (code, "main.net", 1)
    assert words in found["message"]
    assert f'"{name}"' in found["message"]
    assert ran.status == (0 if code == "NL212" else 1)
    assert ran.err.startswith("main.net:1:1: ")
    (row,) = ran.data["rows"]
    assert (row["person"], row["given"]) == ("Bob", [{"number": "1.00", "unit": "INTRO"}])


def test_an_unknown_plugin_gets_the_nearest_name(netledger: Callable[..., Ran]) -> None:
    """A hint, on the plugin's line."""
    ran = netledger('plugin "fes"\n', "check")
    assert ran.status == 1
    assert ran.out.startswith('main.net:1:1: error[NL209]: no plugin "fes" is installed\n    1 | plugin "fes"\n')
    assert 'did you mean "fees"?' in ran.out


def test_bad_ones_do_not_keep_good_ones_from_their_work(
    netledger: Callable[..., Ran], installed: Path, tmp_path: Path
) -> None:
    """Several plugins, each with its own diagnostic or its own work."""
    names = ["raises", "fees", "exits", "prints", "doubled", "returns-none"]
    journal = JOURNAL + "".join(f'plugin "{name}"\n' for name in names)
    ran = netledger(journal, "check", "--json")
    found = [(item["code"], item["span"]["line"]) for item in ran.data["diagnostics"]]
    assert found == [("NL210", 7), ("NL210", 9), ("NL212", 10), ("NL211", 12)]
    assert ran.status == 1
    assert _costs(tmp_path, installed) == ["2026-01-03 @Chamber 10 USD", "2026-01-04 @Chamber 14 USD"]


BAD_METRICS = [
    ("metric-raises", "NL210", "no cheese either"),
    ("metric-exits", "NL210", "SystemExit"),
    ("metric-none", "NL211", "NoneType"),
    ("metric-text", "NL211", "str"),
    ("metric-short-row", "NL211", "row 1"),
    ("metric-wrong-cell", "NL211", "given"),
    ("metric-wrong-column", "NL211", "sum"),
    ("metric-wrong-title", "NL211", "title"),
    ("metric-wrong-figure", "NL211", "figure"),
    ("metric-wrong-number", "NL211", "given"),
    ("metric-wrong-day", "NL211", ""),
    ("torn", "NL210", "a_library_that_nobody_has"),
    ("no-plugin", "NL211", "function"),
]


@pytest.mark.parametrize(("name", "code", "words"), BAD_METRICS, ids=[name for name, _, _ in BAD_METRICS])
def test_a_bad_metric_costs_one_diagnostic(netledger: Callable[..., Ran], name: str, code: str, words: str) -> None:
    """On the plugin's line, with exit 1 and no report."""
    ran = netledger(f'{JOURNAL}plugin "{name}"\n', name, "--today", TODAY)
    assert "Traceback" not in ran.err
    assert ran.out == ""
    (about,) = (line for line in ran.err.splitlines() if line.startswith("main.net:"))
    assert about.startswith(f"main.net:7:1: error[{code}]: ")
    assert words in about
    assert ran.status == 1


def test_a_bad_metric_hides_no_other_fault(netledger: Callable[..., Ran]) -> None:
    """What else is wrong with the journal is told as ever."""
    ran = netledger(f'{JOURNAL}2026-01-05 call Zoe\nplugin "metric-raises"\n', "metric-raises", "--today", TODAY)
    assert "main.net:7:17: warning[NL301]: Zoe is never declared\n" in ran.err
    assert "main.net:8:1: error[NL210]" in ran.err
    assert ran.status == 1


def test_a_metric_that_prints_is_warned_of(netledger: Callable[..., Ran]) -> None:
    """Its report is shown, its words are not."""
    ran = netledger(f'{JOURNAL}plugin "metric-prints"\n', "metric-prints", "--today", TODAY, "-O", "csv")
    assert ran.out == "person,given,unit\nBob,1,USD\n"
    assert ran.err.startswith('main.net:7:1: warning[NL212]: the plugin "metric-prints" printed 8 characters: SHOUTED')
    assert ran.status == 0


def test_a_metric_that_is_not_asked_for_does_nothing(netledger: Callable[..., Ran]) -> None:
    """To name a metric in the journal gives it its config; it does not run then."""
    assert netledger(f'{JOURNAL}plugin "metric-raises"\n', "check") == (0, "", "")
