"""What is measured within one process: `update` beside `load`, and each report. compare.py runs it.

    python bench/inside.py updates JOURNAL ENTRIES ROUNDS
    python bench/inside.py reports JOURNAL ENTRIES ROUNDS

Prints JSON.
"""

import gc
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import results

import netledger
from netledger import Config, Ledger, Metric, load
from netledger.core.diagnostics import format_diagnostic
from netledger.extension import PLUGINS
from netledger.printer import print_entry
from netledger.render import render
from netledger.reports.lists import links, people, places, prices, tags, units
from netledger.reports.register import register
from netledger.reports.stats import stats

Change = Callable[[list[str], int], list[str]]

# ------------------------------------------------------------------------------------------------- updates

# The head of something that happened, up to its end or its comment.
_HEAD = re.compile(r"\d{4}-\d\d-\d\d (?:meet|call|email|message|video) ")


def updates(journal: Path, entries: int, rounds: int) -> list[results.Update] | None:
    """Measure `update` after changes to one entry, near the top and in the middle; None where there is no `update`."""
    update: Callable[[Ledger, str, str], Ledger] | None = getattr(netledger, "update", None)
    if update is None:
        return None
    path = str(journal)
    lines = journal.read_text("utf-8").splitlines(keepends=True)
    fresh = load(path)
    found = []
    for place, share in (("in the middle", 0.5), ("near the top", 0.02)):
        at = next(index for index in range(int(len(lines) * share), len(lines)) if _HEAD.match(lines[index]))
        for what, change in (("a tag added", _tagged), ("a line inserted", _inserted)):
            case = results.Update(entries, f"{what} {place}", [], [], 0.0)
            ledger = fresh
            for turn in range(rounds + 1):
                text = "".join(change(lines, at, turn))
                started = time.perf_counter()
                ledger = update(ledger, path, text)
                seconds = time.perf_counter() - started
                if turn:
                    case.update.append(seconds)
                else:
                    case.first = seconds
            _same_as_fresh(ledger, journal, text)
            found.append(case)
    loads = []
    for _ in range(rounds):
        started = time.perf_counter()
        load(path)
        loads.append(time.perf_counter() - started)
    for case in found:
        case.load = loads
    return found


def _tagged(lines: list[str], at: int, turn: int) -> list[str]:
    """Add a tag, another one each time: as many lines as before."""
    head, semicolon, comment = lines[at].rstrip("\n").partition("  ;")
    return [*lines[:at], f"{head} #turn{turn}{semicolon}{comment}\n", *lines[at + 1 :]]


def _inserted(lines: list[str], at: int, turn: int) -> list[str]:
    """Insert a line of metadata, another one each time."""
    return [*lines[: at + 1], f'  turn: "{turn}"\n', *lines[at + 1 :]]


def _same_as_fresh(ledger: Ledger, journal: Path, text: str) -> None:
    """Make sure that what was measured is right."""
    before = journal.read_bytes()
    journal.write_text(text, encoding="utf-8", newline="\n")
    try:
        fresh = load(str(journal))
    finally:
        journal.write_bytes(before)
    for field in ("entries", "diagnostics", "options", "files", "plugins"):
        if getattr(ledger, field) != getattr(fresh, field):
            sys.exit(f"after `update`, {field} are not those of a fresh load")


# ------------------------------------------------------------------------------------------------- reports

Show = Callable[[], object]
Make = Callable[[Ledger, Config], Show]
"""Makes a report, and returns what renders it."""


def _report(function: Callable[[Ledger, Config], netledger.Report]) -> Make:
    def make(ledger: Ledger, config: Config) -> Show:
        report = function(ledger, config)
        return lambda: render(report)

    return make


def _metric(metric: Metric) -> Make:
    return _report(lambda ledger, config: metric.run(ledger, config)[0])


def _check(ledger: Ledger, _: Config) -> Show:
    return lambda: "\n".join(map(format_diagnostic, ledger.diagnostics))


def _print(ledger: Ledger, config: Config) -> Show:
    entries = ledger.until(config.today)
    return lambda: "\n\n".join(map(print_entry, entries))


def reports(journal: Path, entries: int, rounds: int) -> results.Reports:
    """Measure each report on a ledger that is loaded and booked, and `load` with its booking beside them.

    Nothing looks for cycles meanwhile, as in a command (see `run` in cli/main.py).
    """
    gc.disable()
    works: dict[str, Make] = {}
    metrics = set()
    for name in PLUGINS.built_in:
        plugin = PLUGINS.find(name).plugin
        if isinstance(plugin, Metric):
            shown = "balance" if name == "reciprocity" else name
            works[shown] = _metric(plugin)
            metrics.add(shown)
    for function in (register, people, places, tags, links, units, prices, stats):
        works[function.__name__] = _report(function)
    works["check"] = _check
    works["print"] = _print
    found = {name: results.Report(name, name in metrics, [], []) for name in works}
    loads = []
    for turn in range(rounds + 1):
        started = time.perf_counter()
        ledger = load(str(journal))
        ledger.booked  # noqa: B018 - every report needs it
        loads.append(time.perf_counter() - started)
        config = Config(ledger.entries[-1].date)
        for name, make in works.items():
            gc.collect()
            # What another report computed and the ledger kept does not help this one.
            unused = ledger.with_diagnostics(ledger.diagnostics)
            begun = time.perf_counter()
            show = make(unused, config)
            between = time.perf_counter()
            show()
            found[name].make.append(between - begun)
            found[name].show.append(time.perf_counter() - between)
        if turn == 0:  # it imported what is only imported when it is needed
            for times in (loads, *(times for report in found.values() for times in (report.make, report.show))):
                times.clear()
    return results.Reports(entries, loads, list(found.values()))


if __name__ == "__main__":
    WHAT, JOURNAL, ENTRIES, ROUNDS = sys.argv[1:5]
    measure = {"updates": updates, "reports": reports}[WHAT]
    sys.stdout.buffer.write(msgspec.json.encode(measure(Path(JOURNAL), int(ENTRIES), int(ROUNDS))))
