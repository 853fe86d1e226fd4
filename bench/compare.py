"""Measure netledger beside its peers, on files of equal content, and say which targets are met.

    python bench/compare.py                           everything but the largest size
    python bench/compare.py --large                   also a million entries, which takes a while
    python bench/compare.py --only balance,start      some of: balance, growth, memory, start, update, reports
    python bench/compare.py --json results.json       keep what was measured
    python bench/compare.py --from results.json --picture growth.svg

Peers are ledger, hledger and bean-check, where they are installed. The balances that each finds in its file are
compared with those of netledger before anything is timed. Times are of whole processes, start-up included.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import journals
import msgspec
from content import Names
from measure import Failed, take_turns
from results import Reports, Results, Size, Update, this_machine
from tables import FORMAT_ENTRIES, SECTIONS, SMALLEST, UPDATE_SMALL_ENTRIES, tables
from tools import OWN, Differ, Peer, compare, environment, find_peers, netledger_command, own_balances

from netledger import Ledger, __version__, load

TOO_LONG = 120.0
"""Seconds: a peer that will take longer, judged by the size before, is left out."""

ROUNDS = 9
"""How often what is measured in process is repeated, at least."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, or read what was measured; print tables, draw the picture."""
    call = _call(arguments)
    try:
        if call.read:
            results = msgspec.json.decode(call.read.read_bytes(), type=Results)
        else:
            with tempfile.TemporaryDirectory() as folder:
                results = _measured(call, Path(folder))
    except (Differ, Failed) as problem:
        print(f"compare.py: {problem}", file=sys.stderr)
        return 1
    if call.json:
        call.json.write_bytes(msgspec.json.format(msgspec.json.encode(results), indent=2) + b"\n")
    sys.stdout.write(tables(results, [section for section in results.sections if section in call.only]))
    if call.picture:
        from picture import draw  # noqa: PLC0415 - it needs matplotlib, which nothing else does

        draw(results, call.picture)
    return 0


def _call(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000, help="the size at which commands are compared")
    parser.add_argument("--large", action="store_true", help="measure a size ten times that, too")
    parser.add_argument("--runs", type=int, default=5, help="how often each command is timed")
    parser.add_argument("--journal", choices=journals.KINDS, default="example", help="which journal is made")
    parser.add_argument("--seed", type=int, default=1, help="of the example journal")
    parser.add_argument("--only", type=_sections, default=SECTIONS, metavar="SECTION,…", help="what to measure or show")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was measured")
    parser.add_argument("--from", dest="read", type=Path, metavar="FILE", help="read what was measured before")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="draw time against entries, as SVG")
    call = parser.parse_args(arguments)
    if call.entries < SMALLEST or call.runs < 1:
        parser.error(f"there must be {SMALLEST} entries and one run at least")
    return call


def _sections(text: str) -> list[str]:
    chosen = text.split(",")
    for section in chosen:
        if section not in SECTIONS:
            message = f"no section {section!r}; there are {', '.join(SECTIONS)}"
            raise argparse.ArgumentTypeError(message)
    return chosen


# ---------------------------------------------------------------------------------------------- measuring


def _measured(call: argparse.Namespace, folder: Path) -> Results:
    peers, absent = find_peers()
    sections = [section for section in SECTIONS if section in call.only]
    versions = {OWN: __version__, **{peer.name: peer.version for peer in peers}}
    results = Results(call.journal, call.seed, call.runs, call.entries, this_machine(), versions, sections, absent)
    before: Size | None = None
    for entries in _sizes(call, sections):
        before = _size(call, entries, peers, before, folder)
        results.sizes.append(before)
    if "start" in sections:
        _say("starting")
        saved = min(FORMAT_ENTRIES, call.entries)
        start = {
            "netledger --version": [*netledger_command(), "--version"],
            f"netledger format, {saved:,} entries": [
                *netledger_command(),
                "format",
                str(_journal(call, saved, folder)),
            ],
            "python -c pass": [sys.executable, "-c", "pass"],
        }
        results.start = take_turns(start, max(call.runs, ROUNDS), folder)
    if "update" in sections:
        for entries in sorted({min(UPDATE_SMALL_ENTRIES, call.entries), call.entries}):
            _say(f"{entries:,} entries: update")
            found = msgspec.json.decode(_inside("updates", call, entries, folder), type=list[Update] | None)
            if found is not None:
                results.updates = [*(results.updates or []), *found]
    if "reports" in sections:
        _say(f"{call.entries:,} entries: reports")
        results.reports = msgspec.json.decode(_inside("reports", call, call.entries, folder), type=Reports)
    return results


def _sizes(call: argparse.Namespace, sections: Sequence[str]) -> list[int]:
    """Return the sizes of journals that the sections need, ascending."""
    sizes = set()
    if {"start", "memory"} & set(sections):
        sizes.add(SMALLEST)
    if {"balance", "memory", "growth"} & set(sections):
        sizes.add(call.entries)
    if {"memory", "growth"} & set(sections):
        sizes.update(size for size in (call.entries // 100, call.entries // 10) if size >= SMALLEST)
        sizes.update([call.entries * 10] if call.large else [])
    return sorted(sizes)


def _size(call: argparse.Namespace, entries: int, peers: Sequence[Peer], before: Size | None, folder: Path) -> Size:
    """Make the files of one size, compare the balances, time the commands."""
    size = Size(entries)
    journal = _journal(call, entries, folder)
    ledger = _loaded(journal)
    size.bytes[OWN] = journal.stat().st_size
    commands = {OWN: [*netledger_command(), "balance", "-f", str(journal)]}
    names = Names()
    files = []
    for peer in peers:
        why = _why_not(peer, entries, before)
        if why:
            size.left_out[peer.name] = why
            continue
        file = folder / f"{entries}.{peer.suffix}"
        with file.open("w", encoding="utf-8", newline="\n") as opened:
            opened.writelines(peer.write(ledger, names))
        size.bytes[peer.name] = file.stat().st_size
        commands[peer.name] = peer.command(file)
        files.append((peer, file))
    own = own_balances(ledger, names)
    del ledger  # it is large, and the machine may need the room
    for peer, file in files:
        _say(f"{entries:,} entries: comparing the balances with {peer.name}")
        compare(own, peer.balances(file), peer.name)
    _say(f"{entries:,} entries: timing {', '.join(commands)}")
    size.tools = take_turns(commands, call.runs, folder)
    for _, file in files:
        file.unlink()
    return size


def _journal(call: argparse.Namespace, entries: int, folder: Path) -> Path:
    journal = folder / f"{entries}.net"
    if not journal.exists():
        journals.make(journal, call.journal, entries, call.seed, netledger_command())
    return journal


def _loaded(journal: Path) -> Ledger:
    ledger = load(journal)
    if ledger.diagnostics:
        raise Differ(f"the made journal has a fault: {ledger.diagnostics[0]}")
    if ledger.entries[-1].date > date.today():  # noqa: DTZ011 - the day that the commands will take
        raise Differ("the clock is wrong: `netledger balance` would leave out the end of the journal")
    return ledger


def _why_not(peer: Peer, entries: int, before: Size | None) -> str:
    """Say why a peer is not run at a size, judging by the size before; nothing if it is."""
    if before is None:
        return ""
    if peer.name in before.left_out:
        return before.left_out[peer.name]
    seconds = before.tools[peer.name].median * entries / before.entries
    return f"it would take about {seconds:.0f} s" if seconds > TOO_LONG else ""


def _inside(what: str, call: argparse.Namespace, entries: int, folder: Path) -> bytes:
    """Measure within a process of its own, which holds nothing else."""
    journal = _journal(call, entries, folder)
    script = Path(__file__).with_name("inside.py")
    rounds = max(call.runs, ROUNDS) if what == "updates" else call.runs
    command = [sys.executable, str(script), what, str(journal), str(entries), str(rounds)]
    ran = subprocess.run(command, stdout=subprocess.PIPE, check=False, env=environment(folder))
    if ran.returncode:
        raise Failed(f"inside.py {what} ended with status {ran.returncode}")
    return ran.stdout


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
