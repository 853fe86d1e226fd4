"""Whole processes, timed in turns."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from results import Timed
from tools import environment

# A small process between: a command's peak memory would else begin with what this one holds when it forks.
_TIMER = """
import resource, subprocess, sys, time
started = time.perf_counter()
ran = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, ran.returncode)
"""


class Failed(Exception):  # noqa: N818 - it says what a command did
    """A command that is timed did not succeed."""


def take_turns(commands: Mapping[str, Sequence[str]], runs: int, home: Path) -> dict[str, Timed]:
    """Run commands one after the other, so many times around, and return the seconds and the peak memory of each.

    Taking turns, all fare alike on a machine whose speed drifts. The first turn is not counted: it fills the caches of
    the system, and Python compiles what it imports. It also says which commands are so slow that fewer turns must do.
    """
    found = {name: Timed([], 0) for name in commands}
    wanted = dict.fromkeys(commands, runs)
    for turn in range(runs + 1):
        for name, command in commands.items():
            if turn > wanted[name]:
                continue
            seconds, peak = _run(command, home)
            if turn:
                found[name].seconds.append(seconds)
                found[name].kilobytes = max(found[name].kilobytes, peak)
            else:
                wanted[name] = _turns(seconds, runs)
    return found


def _turns(seconds: float, runs: int) -> int:
    if seconds < 15:  # noqa: PLR2004
        return runs
    return min(runs, 3 if seconds < 60 else 1)  # noqa: PLR2004


def _run(command: Sequence[str], home: Path) -> tuple[float, int]:
    """Return the seconds and the peak kilobytes of a command."""
    timer = [sys.executable, "-S", "-c", _TIMER, *command]
    ran = subprocess.run(timer, stdout=subprocess.PIPE, text=True, check=True, env=environment(home))
    seconds, peak, status = ran.stdout.split()
    if status != "0":
        raise Failed(f"{' '.join(command)} ended with status {status}")
    return float(seconds), int(peak) // (1024 if sys.platform == "darwin" else 1)
