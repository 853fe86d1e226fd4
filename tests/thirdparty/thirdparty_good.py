"""Plugins that do what they should."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import msgspec

from netledger import Column, Config, Diagnostic, Figure, Ledger, Metric, Report, Transform
from netledger.core.amounts import Amount
from netledger.core.entries import AnyEntry, Cost, Touch

Result = tuple[list[AnyEntry], list[Diagnostic]]


def _fees(ledger: Ledger, config: str) -> Result:
    """Add a cost for every touch at a venue, on the day after; config is the amount in USD."""
    fee = Amount(Decimal(config or "5"), "USD")
    added: list[AnyEntry] = [
        Cost(date=entry.date + timedelta(days=1), span=entry.span, venue=entry.venue, amounts=(fee,))
        for entry in ledger.entries
        if isinstance(entry, Touch) and entry.venue is not None
    ]
    # The newest first: netledger sorts them.
    return [*reversed(added), *ledger.entries], []


def _doubled(ledger: Ledger, _config: str) -> Result:
    """Double every cost."""
    return [
        msgspec.structs.replace(entry, amounts=tuple(Amount(a.number * 2, a.unit) for a in entry.amounts))
        if isinstance(entry, Cost)
        else entry
        for entry in ledger.entries
    ], []


def _backwards(ledger: Ledger, _config: str) -> Result:
    """Return the same entries, the last first."""
    return list(reversed(ledger.entries)), []


def _advises(ledger: Ledger, config: str) -> Result:
    """Complain about every touch, as a warning with a code of its own."""
    found = [Diagnostic("TP001", "warning", config, e.span) for e in ledger.entries if isinstance(e, Touch)]
    return list(ledger.entries), found


def _headcount(ledger: Ledger, config: Config) -> tuple[Report, list[Diagnostic]]:
    """Count the touches with each person."""
    counts: Counter[str] = Counter()
    for entry in ledger.until(config.today):
        if isinstance(entry, Touch) and config.reports(entry.date) and config.query.entry(entry, ledger.declarations):
            counts.update(entry.names)
    columns = (Column("person", "name"), Column("touches", "count"), Column("share", "share"))
    total = counts.total()
    rows = tuple((name, counts[name], Decimal(counts[name]) / total) for name in sorted(counts))
    figure = Figure("people", "people", Decimal(len(counts)), total)
    notes = (f"config: {config.text}",)
    return Report(
        "headcount", "Heads", columns, rows, config.today, config.begin, config.end, figures=(figure,), notes=notes
    ), []


fees = Transform(_fees, "a cost for every touch at a venue")
doubled = Transform(_doubled, "every cost twice as high")
backwards = Transform(_backwards, "the last entry first")
advises = Transform(_advises, "a warning for every touch")
headcount = Metric(_headcount, "touches per person")
