"""The programs that are measured: where they are, what is timed of each, and the balances that each finds."""

import csv
import json
import os
import re
import shutil
import site
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import peers
from content import TOUCH, Names

from netledger import Ledger
from netledger.core.amounts import EXACT
from netledger.core.booking import postings

Balances = dict[tuple[str, str], Decimal]
"""The sum of each account in each unit; what comes to nothing is left out."""

OWN = "netledger"


class Differ(Exception):  # noqa: N818 - it says what the balances do
    """The balances of two tools differ, or one could not read its file: nothing is timed."""


@dataclass(frozen=True)
class Peer:
    """A program of the same kind, with the file that it reads."""

    name: str
    suffix: str
    version: str
    write: Callable[[Ledger, Names], Iterator[str]]
    command: Callable[[Path], list[str]]
    """What is timed."""
    balances: Callable[[Path], Balances]
    """Raises Differ where the file is not accepted in silence."""


def netledger_command() -> list[str]:
    """Return how netledger is started: its script beside this Python, else as a module."""
    script = Path(sys.executable).with_name("netledger")
    return [str(script)] if script.exists() else [sys.executable, "-m", "netledger"]


def default_search() -> str:
    """Return the folders where peers are looked for: that of this Python, then the path."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def environment(home: Path) -> dict[str, str]:
    """Return the variables for every command: no settings of the user's own, and texts in UTF-8."""
    own = ("LEDGER", "NETLEDGER", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own) or name == "PYTHONPATH"}
    return {
        **kept,
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        # Where Python finds the packages of a user follows from HOME, which is another one here.
        "PYTHONUSERBASE": site.getuserbase(),
        # All of Python's programs are compiled once, whether or not pip did that when it installed them.
        "PYTHONPYCACHEPREFIX": str(home / "compiled"),
    }


def find_peers(search: str | None = None) -> tuple[list[Peer], list[str]]:
    """Return the peers that are installed, and the names of those that are not."""
    found, absent = [], []
    for name, make in {"ledger": _ledger, "hledger": _hledger, "bean-check": _bean_check}.items():
        place = shutil.which(name, path=default_search() if search is None else search)
        if place is None:
            absent.append(name)
        else:
            found.append(make(place))
    return found, absent


def _said(*command: str, home: Path | None = None) -> str:
    """Run a command that must succeed and complain of nothing; return what it prints."""
    ran = subprocess.run(
        command, capture_output=True, check=False, env=environment(home) if home else None, encoding="utf-8"
    )
    if ran.returncode or ran.stderr:
        complaint = "\n".join((ran.stderr or ran.stdout).splitlines()[:5])
        raise Differ(f"{' '.join(command)} ended with status {ran.returncode}: {complaint}")
    return ran.stdout


# ----------------------------------------------------------------------------------------------- netledger


def own_balances(ledger: Ledger, names: Names) -> Balances:
    """Sum what netledger books, under the names that the peers' files have."""
    sums: Balances = {}
    for entry in ledger.entries:
        for posting in postings(entry):
            key = names.account(posting.account), names.unit(posting.amount.unit)
            sums[key] = EXACT.add(sums.get(key, Decimal(0)), posting.amount.number)
    return _something(sums)


def _something(sums: Balances) -> Balances:
    return {key: number for key, number in sums.items() if number and key[1] != TOUCH}


def compare(own: Balances, theirs: Balances, name: str) -> None:
    """Raise Differ, with an example, where two tools disagree on what is in an account."""
    wrong = sorted(key for key in own.keys() | theirs.keys() if own.get(key) != theirs.get(key))
    if wrong:
        account, unit = wrong[0]
        ours, other = (found.get(wrong[0], "nothing") for found in (own, theirs))
        raise Differ(
            f"the balances differ in {len(wrong)} places: of {account}, in {unit}, "
            f"netledger has {ours} and {name} has {other}"
        )


# -------------------------------------------------------------------------------------------------- ledger


def _ledger(place: str) -> Peer:
    version = re.search(r"[0-9][^\s,]*", _said(place, "--version"))

    def balances(file: Path) -> Balances:
        # An amount on each line, and the account after the last one.
        form = "%(display_total)\t%(account)\n"
        report = ("bal", "--flat", "--no-total", "--empty", "--balance-format", form)
        sums: Balances = {}
        waiting: list[str] = []
        for line in _said(place, "-f", str(file), *report, home=file.parent).splitlines():
            amount, tab, account = line.partition("\t")
            waiting.append(amount.strip())
            if tab:
                for text in waiting:
                    number, _, unit = text.partition(" ")
                    sums[account, unit.strip('"')] = Decimal(number)
                waiting = []
        return _something(sums)

    def command(file: Path) -> list[str]:
        return [place, "-f", str(file), "bal"]

    return Peer("ledger", "ledger", version[0] if version else "?", peers.ledger_cli, command, balances)


# ------------------------------------------------------------------------------------------------- hledger


def _hledger(place: str) -> Peer:
    version = re.search(r"[0-9][^\s,]*", _said(place, "--version"))

    def balances(file: Path) -> Balances:
        _said(place, "-f", str(file), "check", home=file.parent)
        # Not JSON, which cuts numbers off at ten decimals.
        report = ("bal", "--flat", "--no-total", "--empty", "-O", "csv", "--layout=bare")
        rows = csv.reader(_said(place, "-f", str(file), *report, home=file.parent).splitlines()[1:])
        return _something({(account, unit.strip('"')): Decimal(number) for account, unit, number in rows})

    def command(file: Path) -> list[str]:
        return [place, "-f", str(file), "bal"]

    return Peer("hledger", "hledger", version[0] if version else "?", peers.hledger, command, balances)


# ---------------------------------------------------------------------------------------------- bean-check

_BEAN_SUMS = """
import json, sys
from beancount import loader
from beancount.core.data import Transaction
entries, errors, options = loader.load_file(sys.argv[1])
if errors:
    sys.exit(f"{errors[0].source}: {errors[0].message}")
sums = {}
for entry in entries:
    if isinstance(entry, Transaction):
        for posting in entry.postings:
            key = posting.account, posting.units.currency
            sums[key] = sums.get(key, 0) + posting.units.number
print(json.dumps([[*key, str(number)] for key, number in sums.items()]))
"""


def _bean_check(place: str) -> Peer:
    python = _python_of(place)
    code = "from importlib.metadata import version; print(version('beancount'))"

    def balances(file: Path) -> Balances:
        cacheless = (*python, "-c", _BEAN_SUMS, str(file))
        if _said(*command(file), home=file.parent):
            raise Differ(f"bean-check is not silent about {file}")
        rows = json.loads(_said(*cacheless, home=file.parent))
        return _something({(account, unit): Decimal(number) for account, unit, number in rows})

    def command(file: Path) -> list[str]:
        return [place, "--no-cache", str(file)]

    return Peer("bean-check", "beancount", _said(*python, "-c", code).strip(), peers.beancount, command, balances)


def _python_of(script: str) -> list[str]:
    """Return the Python that a script belongs to, by its first line: beancount may have an environment of its own."""
    with Path(script).open("rb") as file:
        first = file.readline().decode("utf-8", "replace").strip()
    return first[2:].split() if first.startswith("#!") else [sys.executable]
