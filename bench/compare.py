"""Time netledger beside beancount, as whole processes, on files of equal content.

    python bench/compare.py [--entries 10000] [--runs 5] [--journal five-lines|example]

Prints the median seconds of each command, the median of the ratios run by run, and the memory of each. The two take
turns, so that a machine whose speed drifts treats them alike. The balances of the two files are compared first.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

from journals import Accounts, beancount, five_lines

from netledger import Ledger, load
from netledger.core.booking import postings

Balances = dict[tuple[str, str], Decimal]


def main() -> int:
    """Make the files, check them, time the commands, print a table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--entries", type=int, default=10_000)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--journal", choices=["five-lines", "example"], default="five-lines")
    call = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        journal = Path(folder) / "bench.net"
        _write(journal, _made(call.journal, call.entries))
        ledger = load(journal)
        if ledger.diagnostics:
            print(ledger.diagnostics[0])
            return 1
        accounts = Accounts()
        peer = Path(folder) / "bench.beancount"
        _write(peer, beancount(ledger, accounts))
        _compare_balances(ledger, accounts, peer)
        commands = {
            "netledger balance": [sys.executable, "-m", "netledger", "balance", "-f", str(journal)],
            "netledger check": [sys.executable, "-m", "netledger", "check", "-f", str(journal)],
        }
        bean_check = shutil.which("bean-check", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
        if bean_check is None:
            print("bean-check is not installed: only netledger is timed")
        else:
            commands["bean-check"] = [bean_check, "--no-cache", str(peer)]
        _table(call, commands)
    return 0


def _made(kind: str, entries: int) -> Iterable[str]:
    if kind == "five-lines":
        return five_lines(entries)
    from netledger.example import generate  # noqa: PLC0415 - only for this kind

    return generate(1, entries)


def _write(path: Path, texts: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(texts)


def _compare_balances(ledger: Ledger, accounts: Accounts, peer: Path) -> None:
    """Hold the balances of all accounts against those that beancount reads from its file."""
    try:
        from beancount import loader  # noqa: PLC0415 - absent, there is nothing to compare
        from beancount.core.data import Transaction  # noqa: PLC0415
    except ImportError:
        return
    own: Balances = defaultdict(Decimal)
    for entry in ledger.entries:
        for posting in postings(entry):
            own[accounts[posting.account], posting.amount.unit] += posting.amount.number
    found, errors, _ = loader.load_file(str(peer))
    if errors:
        raise SystemExit(f"beancount finds errors: {errors[0]}")
    theirs: Balances = defaultdict(Decimal)
    for entry in found:
        for posting in entry.postings if isinstance(entry, Transaction) else ():
            if posting.units.currency != "TOUCH":
                theirs[posting.account, posting.units.currency] += posting.units.number
    if dict(own) != dict(theirs):
        raise SystemExit("the balances of the two files differ")


def _table(call: argparse.Namespace, commands: dict[str, list[str]]) -> None:
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    memory: dict[str, int] = {}
    for turn in range(call.runs + 1):
        for name, command in commands.items():
            taken, peak = _run(command)
            memory[name] = max(memory.get(name, 0), peak)
            if turn:  # the first turn fills the caches of the system
                seconds[name].append(taken)
    versions = f"netledger {version('netledger')}"
    if "bean-check" in commands:
        versions += f", beancount {version('beancount')}"
    print(f"{call.entries:,} entries ({call.journal}), median of {call.runs}, {versions}")
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    print(f"{'command':20} {'seconds':>8} {'ratio':>6} {'MB':>6}")
    base = seconds.get("bean-check")
    for name, times in seconds.items():
        ratio = statistics.median(a / b for a, b in zip(times, base, strict=True)) if base else float("nan")
        print(f"{name:20} {statistics.median(times):8.2f} {ratio:6.2f} {memory[name] / 1024:6.0f}")


# A small process between: a command's peak memory would else begin with what this one holds when it forks.
_TIMER = """
import resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def _run(command: list[str]) -> tuple[float, int]:
    """Return the seconds and the peak kilobytes of a command."""
    timer = [sys.executable, "-S", "-c", _TIMER, *command]
    seconds, peak = subprocess.run(timer, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), int(peak) // (1024 if sys.platform == "darwin" else 1)


if __name__ == "__main__":
    sys.exit(main())
