"""The programs that the exports of double entry are for: do they accept a file, and which balances do they find?"""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import beanquery
import pytest
from beancount import loader
from beancount.core import data
from exports import exported

from netledger import Ledger
from netledger.core.amounts import EXACT

PROGRAMS = ("beancount", "hledger", "ledger")

BOOKS = """\
option "title" "Mine"
option "operating_currency" "USD"
plugin "netledger.beancount" "network.net"
2020-01-01 open Assets:Cash
2020-01-01 open Equity:Opening
2020-01-02 * "opening"
  Assets:Cash     1000 USD
  Equity:Opening
"""
"""Somebody's books in beancount, with a journal beside them."""

Balances = dict[tuple[str, str], Decimal]
"""What an account holds of a unit, where that is something."""

_ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8"}
_BEAN_CHECK = Path(sys.executable).with_name("bean-check")


def needed(program: str) -> None:
    """Skip a test whose program is not installed."""
    if program != "beancount" and shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


def said(*command: str) -> str:
    """Run a command that must succeed and complain of nothing; return what it prints."""
    ran = subprocess.run(command, capture_output=True, check=False, env=_ENVIRONMENT, encoding="utf-8")
    assert (ran.returncode, ran.stderr) == (0, ""), f"{' '.join(command)}: {ran.stderr or ran.stdout}"
    return ran.stdout


class Books:
    """An exported file, accepted by its program without a word."""

    def __init__(self, program: str, path: Path, *, process: bool = False) -> None:
        """Have the program check a file; beancount within this process unless `process` asks for its own."""
        self.program = program
        self.path = path
        if program == "hledger":
            said("hledger", "-f", str(path), "check", "--strict", "payees", "ordereddates")
        elif program == "ledger":
            said("ledger", "-f", str(path), "--strict", "--pedantic", "--check-payees", "bal")
        elif process:
            assert said(str(_BEAN_CHECK), "--no-cache", str(path)) == ""
        else:
            errors = loader.load_file(str(path))[1]
            assert not errors, "; ".join(error.message for error in errors)

    def balances(self, target: str | None = None, day: date | None = None) -> Balances:
        """Return what each account holds; with a target valued in it: at each day's prices, or at those of one day."""
        rows: Iterator[tuple[str, str, str]]
        if self.program == "hledger":
            rows = self._hledger(target, day)
        elif self.program == "ledger":
            rows = self._ledger(target, day)
        else:
            rows = self._beancount(target, day)
        found: Balances = {}
        for account, number, unit in rows:
            key = account, unit.strip('"')
            found[key] = EXACT.add(found.get(key, Decimal(0)), Decimal(number))
        return {key: number for key, number in found.items() if number}

    def _hledger(self, target: str | None, day: date | None) -> Iterator[tuple[str, str, str]]:
        value = [f"--value={day or 'then'},{target}"] if target else []
        # `-c` for each unit would be another style; JSON cuts numbers off. As declared, it shows what netledger does.
        report = ("bal", "--flat", "--no-total", "--empty", "-O", "csv", "--layout=bare", *value)
        for account, unit, number in list(csv.reader(said("hledger", "-f", str(self.path), *report).splitlines()))[1:]:
            yield account, number, unit

    def _ledger(self, target: str | None, day: date | None) -> Iterator[tuple[str, str, str]]:
        value = ["-X", target, *(["--now", str(day)] if day else ["--historical"])] if target else []
        form = "%(display_total)\t%(account)\n"  # an amount on each line, and the account after the last one
        report = ("bal", "--flat", "--no-total", "--empty", "--unround", "--balance-format", form, *value)
        waiting: list[str] = []
        trees: Balances = {}
        for line in said("ledger", "-f", str(self.path), *report).splitlines():
            amount, tab, account = line.partition("\t")
            waiting.append(amount.strip())
            if tab:
                for number, _, unit in (text.partition(" ") for text in waiting):
                    trees[account, unit] = Decimal(number)
                waiting = []
        shown = {account for account, _ in trees}
        for (account, unit), number in trees.items():  # each with all beneath it
            yield account, str(number), unit
            above = account.rpartition(":")[0]
            while above and above not in shown:
                above = above.rpartition(":")[0]
            if above:
                yield above, str(number.copy_negate()), unit

    def _beancount(self, target: str | None, day: date | None) -> Iterator[tuple[str, str, str]]:
        one = "position"
        if target:
            one = f"convert(position, '{target}', {day or 'date'})"
        rows = beanquery.connect(f"beancount:{self.path}").execute(f"SELECT account, sum({one}) GROUP BY account")
        for account, inventory in rows.fetchall():
            for position in inventory:
                yield account, str(position.units.number), position.units.currency

    def units(self) -> dict[str, str]:
        """Read back which unit of the journal each unit is that has another name here: beancount alone renames any."""
        if self.program != "beancount":
            return {}
        custom = [entry for entry in loader.load_file(str(self.path))[0] if isinstance(entry, data.Custom)]
        said = [[value.value for value in entry.values] for entry in custom if entry.type == "netledger"]
        return {legal: original for sort, legal, original in said if sort == "unit"}

    def originals(self, root: str = "Equity:Network") -> dict[str, str]:
        """Read back which account of the journal each account is."""
        return dict(self._original(root))

    def _original(self, root: str) -> Iterator[tuple[str, str]]:
        start = f"{root}:" if root else ""
        if self.program == "beancount":
            for entry in loader.load_file(str(self.path))[0]:
                if isinstance(entry, data.Open):
                    yield entry.account, entry.meta.get("netledger", entry.account.removeprefix(start))
            return
        account = ""
        for line in self.path.read_text(encoding="utf-8").split("\n"):
            if line.startswith("account "):
                account, mark, original = line.removeprefix("account ").partition("  ; netledger:")
                yield account, original if mark else account.removeprefix(start)
            elif line.startswith("    note ") and account:
                yield account, line.removeprefix("    note ")
            elif not line:
                account = ""


def books(program: str, journal: str | Ledger, folder: Path, *, process: bool = False, **settings: object) -> Books:
    """Export a journal, and have its program check it."""
    needed(program)
    path = folder / f"books.{program}"
    path.write_bytes(exported(program, journal, **settings))
    return Books(program, path, process=process)
