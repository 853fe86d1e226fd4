"""What was measured, as records: written to JSON and read again, so that nothing is measured twice for a picture."""

import os
import platform
import re
import statistics
from pathlib import Path

import msgspec


class Timed(msgspec.Struct):
    """The runs of one command."""

    seconds: list[float]
    kilobytes: int
    """The highest peak of those runs."""

    @property
    def median(self) -> float:
        """The median of the seconds."""
        return statistics.median(self.seconds)

    @property
    def megabytes(self) -> float:
        """The peak memory, in MB of 1,000,000 bytes."""
        return self.kilobytes * 1024 / 1e6

    def ratio(self, other: "Timed") -> float:
        """Return the median of the ratios run by run: what slows the machine for a while slows both."""
        return statistics.median(a / b for a, b in zip(self.seconds, other.seconds, strict=False))


class Size(msgspec.Struct):
    """Journals of one size."""

    entries: int
    bytes: dict[str, int] = {}
    """Of each tool's file."""
    tools: dict[str, Timed] = {}
    left_out: dict[str, str] = {}
    """A peer, and why it was not run."""


class Update(msgspec.Struct):
    """`update` after one change to a journal, beside a fresh `load`."""

    entries: int
    change: str
    load: list[float]
    update: list[float]
    first: float
    """The first `update` of a ledger, which is not among the others."""


class Report(msgspec.Struct):
    """One report in process: making it, and rendering it as a table."""

    name: str
    is_metric: bool
    make: list[float]
    show: list[float]


class Reports(msgspec.Struct):
    """All reports on one journal, beside loading it."""

    entries: int
    load: list[float]
    reports: list[Report]


class Machine(msgspec.Struct):
    """Where it was measured."""

    cpu: str
    cores: int
    gigabytes: float
    python: str
    system: str


class Results(msgspec.Struct):
    """Everything that one call of compare.py measured."""

    journal: str
    seed: int
    runs: int
    entries: int
    machine: Machine
    versions: dict[str, str]
    sections: list[str]
    """What was asked for."""
    absent: list[str] = []
    sizes: list[Size] = []
    start: dict[str, Timed] = {}
    updates: list[Update] | None = None
    """None: this netledger has no `update`."""
    reports: Reports | None = None

    def size(self, entries: int) -> Size | None:
        """Return what was measured at one size."""
        return next((size for size in self.sizes if size.entries == entries), None)


def this_machine() -> Machine:
    """Describe the machine, as far as it tells."""
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (ValueError, OSError, AttributeError):
        memory = 0.0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 0
    return Machine(_cpu(), cores, round(memory, 1), platform.python_version(), _system())


def _cpu() -> str:
    about = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*: (.*)$", about.read_text("utf-8"), re.MULTILINE) if about.exists() else None
    return found[1] if found else platform.processor() or platform.machine()


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = f"{platform.system()} {platform.release()}"
    return f"{name}, {platform.machine()}"
