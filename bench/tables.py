"""The results as tables, each figure that has a target beside it with whether it is met."""

import statistics
from collections.abc import Iterable, Iterator, Sequence

from results import Results, Size, Timed
from tabulate import tabulate
from tools import OWN

SECTIONS = ("balance", "growth", "memory", "start", "update", "reports")

# What is timed of each.
COMMANDS = {OWN: "netledger balance", "ledger": "ledger bal", "hledger": "hledger bal", "bean-check": "bean-check"}

# What is wanted. A ratio is netledger's figure divided by the other's.
BALANCE = {"ledger": 0.8, "hledger": 0.2, "bean-check": 0.12}
GROWTH = 1.5
"""Time per entry at ten times the entries, as a multiple."""
LARGE_GIGABYTES = 2.0
LARGE = 1_000_000
MEMORY = {"hledger": 1 / 3, "bean-check": 1 / 3}
START = {"bean-check": 1.0}
FORMAT_ENTRIES = 10_000
WITHIN = {"netledger --version": 0.060, f"netledger format, {FORMAT_ENTRIES:,} entries": 1.0}
"""How many seconds a command may take."""
UPDATE = 0.1
UPDATE_SMALL_ENTRIES = 10_000
UPDATE_SMALL_SECONDS = 0.050
REPORT = 0.5
UNLIMITED = {"network"}
"""Metrics that may take as long as they need, and show their progress."""

SMALLEST = 100
"""The size that start-up is measured at, and the memory that a program takes before there are entries to speak of."""


def tables(results: Results, sections: Iterable[str]) -> str:
    """Show what was measured in Markdown."""
    parts = ["\n".join(_head(results))]
    makers = {
        "balance": _balance,
        "growth": _growth,
        "memory": _memory,
        "start": _start,
        "update": _update,
        "reports": _reports,
    }
    for section in sections:
        parts.extend("\n".join(part) for part in [list(makers[section](results))] if part)
    return "\n\n".join(parts) + "\n"


def _head(results: Results) -> Iterator[str]:
    machine = results.machine
    made = f"seed {results.seed}" if results.journal == "example" else "no chance in it"
    yield f"Journal: {results.journal}, {made}; medians of {results.runs} runs after one that is not counted"
    yield "Versions: " + ", ".join(f"{name} {version}" for name, version in results.versions.items())
    if results.absent:
        yield f"Absent, and so left out: {', '.join(results.absent)}"
    yield f"Machine: {machine.cpu}, {machine.cores} cores, {machine.gigabytes:.0f} GB"
    yield f"Python {machine.python}, {machine.system}"


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"### {title}\n"
    yield tabulate(
        rows, columns, tablefmt="github", colalign=["left"] + ["right"] * (len(columns) - 1), disable_numparse=True
    )


def _met(value: float, target: float) -> str:
    return "met" if value <= target else "MISSED"


def _wanted(value: float, target: float | None, form: str = "{:.2f}") -> tuple[str, str]:
    """Return the target and whether it is met."""
    return ("", "") if target is None else (f"≤ {form.format(target)}", _met(value, target))


# ------------------------------------------------------------------------------------------------- balance


def _balance(results: Results) -> Iterator[str]:
    size = results.size(results.entries)
    if size is None:
        return
    yield from _beside(f"Balances of {size.entries:,} entries", size, BALANCE)
    yield from _left_out(size)
    yield "\nFile sizes: " + ", ".join(f"{name} {count / 1e6:.1f} MB" for name, count in size.bytes.items())


def _beside(title: str, size: Size, targets: dict[str, float]) -> Iterator[str]:
    own = size.tools[OWN]
    rows = []
    for name, timed in size.tools.items():
        figures = [COMMANDS[name], f"{timed.median:.2f} s", f"{timed.megabytes:.0f} MB", str(len(timed.seconds))]
        if name == OWN:
            rows.append([*figures, "", "", ""])
        else:
            ratio = own.ratio(timed)
            rows.append([*figures, f"{ratio:.2f}", *_wanted(ratio, targets.get(name))])
    yield from _table(title, ("command", "median", "peak memory", "runs", "ratio", "target", ""), rows)


def _left_out(size: Size) -> Iterator[str]:
    for name, why in size.left_out.items():
        yield f"\n{name} is left out at {size.entries:,} entries: {why}"


# -------------------------------------------------------------------------------------------------- growth


def _growing(results: Results) -> list[Size]:
    return sorted((size for size in results.sizes if size.entries > SMALLEST), key=lambda size: size.entries)


def _names(sizes: Iterable[Size]) -> list[str]:
    return list(dict.fromkeys(name for size in sizes for name in size.tools))


def _growth(results: Results) -> Iterator[str]:
    sizes = _growing(results)
    names = _names(sizes)
    rows = [
        [f"{size.entries:,}"]
        + [
            f"{timed.median:.2f} s, {timed.median / size.entries * 1e6:.1f} µs" if timed else ""
            for timed in (size.tools.get(name) for name in names)
        ]
        for size in sizes
    ]
    yield from _table("Time, whole and per entry", ("entries", *(COMMANDS[name] for name in names)), rows)
    for size in sizes:
        yield from _left_out(size)
    small, large = results.size(LARGE // 10), results.size(LARGE)
    if small and large:
        ratio = large.tools[OWN].median / small.tools[OWN].median / 10
        yield (
            f"\nnetledger, time per entry at {LARGE:,} entries to that at {LARGE // 10:,}: {ratio:.2f} "
            f"(target ≤ {GROWTH}: {_met(ratio, GROWTH)})"
        )
    else:
        yield f"\nnetledger, time per entry at {LARGE:,} entries to that at {LARGE // 10:,}: not measured (--large)"


# -------------------------------------------------------------------------------------------------- memory


def per_entry(results: Results, size: Size, name: str) -> float | None:
    """Return the bytes of peak memory that an entry takes: the peak without that of a journal of hardly any."""
    base = results.size(SMALLEST)
    if base is None or name not in base.tools or name not in size.tools:
        return None
    return (size.tools[name].megabytes - base.tools[name].megabytes) * 1e6 / size.entries


def _memory(results: Results) -> Iterator[str]:
    sizes = sorted(results.sizes, key=lambda size: size.entries)
    names = _names(sizes)
    rows = []
    for size in sizes:
        cells = []
        for name in names:
            timed, each = size.tools.get(name), per_entry(results, size, name)
            shown = f"{timed.megabytes:.0f} MB" if timed else ""
            # So few entries are less than a run differs from the next.
            small = size.entries < SMALLEST * 100
            cells.append(shown if each is None or small else f"{shown}, {each / 1000:.2f} kB")
        rows.append([f"{size.entries:,}", *cells])
    yield from _table("Peak memory, whole and per entry", ("entries", *(COMMANDS[name] for name in names)), rows)
    compared = [size for size in sizes if size.entries in {results.entries, LARGE}]
    for size in compared:
        own = per_entry(results, size, OWN)
        for name, target in MEMORY.items():
            theirs = per_entry(results, size, name)
            if own is not None and theirs:
                ratio = own / theirs
                yield (
                    f"\nper entry at {size.entries:,}, netledger to {name}: {ratio:.2f} "
                    f"(target ≤ {target:.2f}: {_met(ratio, target)})"
                )
    large = results.size(LARGE)
    if large:
        taken = large.tools[OWN].megabytes / 1000
        yield (
            f"\nnetledger at {LARGE:,} entries: {taken:.2f} GB "
            f"(target ≤ {LARGE_GIGABYTES:.0f} GB: {_met(taken, LARGE_GIGABYTES)})"
        )
    else:
        yield f"\nnetledger at {LARGE:,} entries: not measured (--large)"


# --------------------------------------------------------------------------------------------------- start


def _start(results: Results) -> Iterator[str]:
    size = results.size(SMALLEST)
    if size is None or not results.start:
        return
    own = size.tools[OWN]
    rows = []
    for name, timed in size.tools.items():
        figures = [f"{COMMANDS[name]}, {size.entries} entries", _ms(timed)]
        ratio = own.ratio(timed)
        rows.append([*figures, *(("", "", "") if name == OWN else (f"{ratio:.2f}", *_wanted(ratio, START.get(name))))])
    for command, timed in results.start.items():
        target = WITHIN.get(command)
        wanted = ("", "") if target is None else (f"≤ {target * 1000:.0f} ms", _met(timed.median, target))
        rows.append([command, _ms(timed), "", *wanted])
    yield from _table("Starting", ("command", "median", "ratio", "target", ""), rows)


def _ms(timed: Timed) -> str:
    return f"{timed.median * 1000:.0f} ms"


# ------------------------------------------------------------------------------------------------ in process


def _update(results: Results) -> Iterator[str]:
    if results.updates is None:
        yield "### Updating a loaded journal\n\nnot measured: this netledger has no `update`"
        return
    rows = []
    for case in results.updates:
        load, update = statistics.median(case.load), statistics.median(case.update)
        times = [f"{load * 1000:.0f} ms", f"{update * 1000:.1f} ms", f"{case.first * 1000:.0f} ms"]
        wanted = _wanted(update / load, UPDATE)
        if case.entries == UPDATE_SMALL_ENTRIES:
            small = f"{wanted[0]}, < {UPDATE_SMALL_SECONDS * 1000:.0f} ms"
            wanted = small, "met" if wanted[1] == "met" and update < UPDATE_SMALL_SECONDS else "MISSED"
        rows.append([f"{case.entries:,} entries, {case.change}", *times, f"{update / load:.3f}", *wanted])
    columns = ("change", "load", "update", "the first", "ratio", "target", "")
    yield from _table("Updating a loaded journal, in process", columns, rows)


def _reports(results: Results) -> Iterator[str]:
    if results.reports is None:
        return
    load = statistics.median(results.reports.load)
    rows = []
    for report in results.reports.reports:
        make, show = statistics.median(report.make), statistics.median(report.show)
        wanted = _wanted(make / load, REPORT if report.is_metric and report.name not in UNLIMITED else None)
        rows.append([report.name, f"{make:.2f} s", f"{show:.2f} s", f"{make / load:.2f}", *wanted])
    title = f"Reports on {results.reports.entries:,} entries, in process; loading takes {load:.2f} s"
    yield from _table(title, ("report", "making it", "showing it", "ratio", "target", ""), rows)
