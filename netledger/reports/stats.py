"""What a journal holds, counted."""

from typing import TYPE_CHECKING

from netledger.core import entries as e
from netledger.core.report import Cell, Column, Report

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger

COLUMNS = (
    Column("what", "name"),
    Column("count", "count"),
    Column("pending", "count"),
    Column("first", "date"),
    Column("last", "date"),
)


class _Tally:
    """How many of one sort, how many of them pending, the first and last day."""

    __slots__ = ("count", "first", "last", "pending")

    def __init__(self) -> None:
        self.count = self.pending = 0
        self.first: date | None = None
        self.last: date | None = None

    def add(self, day: "date", *, pending: bool = False) -> None:
        self.count += 1
        self.pending += pending
        self.first = day if self.first is None else min(self.first, day)
        self.last = day if self.last is None else max(self.last, day)


def stats(ledger: "Ledger", config: "Config") -> Report:
    """Count entries by keyword, then details, then the people, venues, tags and links that the entries name."""
    kinds: dict[str, _Tally] = {}
    details: dict[str, _Tally] = {}
    whole = _Tally()
    named: dict[str, dict[str, date]] = {"people": {}, "venues": {}, "tags": {}, "links": {}}
    for entry in ledger.until(config.today):
        if not config.reports(entry.date) or not config.query.entry(entry, ledger.declarations):
            continue
        happening = entry if isinstance(entry, e.Happening) else None
        pending = happening is not None and happening.pending
        whole.add(entry.date, pending=pending)
        kinds.setdefault(e.keyword(entry), _Tally()).add(entry.date, pending=pending)
        for detail in happening.details if happening else ():
            tally = details.setdefault(f"{detail.kind} (detail)", _Tally())
            tally.add(entry.date, pending=pending or detail.pending)
        venue = e.venue(entry)
        for what, names in (
            ("people", e.people(entry)),
            ("venues", (venue,) if venue else ()),
            ("tags", entry.tags),
            ("links", entry.links),
        ):
            for name in names:
                named[what].setdefault(name, entry.date)
    rows: list[tuple[Cell, ...]] = [_row("entries", whole)]
    rows.extend(_row(kind, tally) for kind, tally in _by_count(kinds))
    rows.extend(_row(kind, tally) for kind, tally in _by_count(details))
    rows.extend((what, len(first), None, min(first.values(), default=None), None) for what, first in named.items())
    rows.append(("files", len(ledger.files), None, None, None))
    rows.append(("lines", sum(file.lines for file in ledger.files), None, None, None))
    return Report("stats", "What the journal holds", COLUMNS, tuple(rows), config.today, config.begin, config.end)


def _row(what: str, tally: _Tally) -> tuple[Cell, ...]:
    return what, tally.count, tally.pending, tally.first, tally.last


def _by_count(tallies: dict[str, _Tally]) -> "Iterable[tuple[str, _Tally]]":
    return sorted(tallies.items(), key=lambda pair: (-pair[1].count, pair[0]))
