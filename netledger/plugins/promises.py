"""Promises: what was promised and is not done yet, oldest or due first. It counts nowhere but here and in `tend`."""

from fractions import Fraction
from typing import TYPE_CHECKING

from netledger.core import entries as e
from netledger.core.amounts import ZERO, Amount, quantize
from netledger.core.booking import Exchange
from netledger.core.report import Column, Report
from netledger.core.valuation import rate_on
from netledger.extension import Definition, Metric
from netledger.measures.pending import THEY, YOU, Promise, pending

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row

COLUMNS = (
    Column("date", "date"),
    Column("who", "name"),
    Column("what", "text"),
    Column("amount", "amounts"),
    Column("direction", "name", "owes"),
    Column("due", "date"),
    Column("late", "count"),
    Column("age", "count", wide=True),
    Column("kind", "name", wide=True),
    Column("venue", "name", wide=True),
)


def promises(ledger: "Ledger", config: "Config") -> list[Promise]:
    """Return what is pending of the reported period, as the query chooses; oldest or due first.

    A promise with a due date stands at that day, one without at the day on which it was noted.
    """
    found = [
        promise
        for entry in config.within(ledger.entries)
        if isinstance(entry, e.Happening)
        for promise in _chosen(entry, ledger, config)
    ]
    found.sort(key=lambda promise: (promise.when, promise.entry.date))
    return found


def _chosen(entry: e.Happening, ledger: "Ledger", config: "Config") -> "Iterable[Promise]":
    declared, query = ledger.declarations, config.query
    for promise in pending(entry):
        detail = promise.detail
        if detail is None:
            chosen = query.entry(entry, declared)
        else:
            # Asked as an exchange, so that a term looks at the detail and not at what else the entry tells.
            unit = detail.amounts[0] if detail.amounts else Amount(ZERO, "")
            asked = Exchange(detail.kind, "", unit, promise.names, detail.text, detail.tags, detail.links)
            chosen = query.exchange(entry, asked, declared)
        if chosen:
            yield promise


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """List what is pending, each with who owes it, since when, and how late it is."""
    found = promises(ledger, config)
    rows = tuple(_row(promise, ledger, config) for promise in found)
    notes = tuple(_notes(found, config))
    report = Report(
        "promises", ledger.titled("Promises"), COLUMNS, rows, config.today, config.begin, config.end, notes=notes
    )
    return report, []


def _row(promise: Promise, ledger: "Ledger", config: "Config") -> "Row":
    entry, due = promise.entry, promise.due
    late = (config.today - due).days if due is not None and due < config.today else None
    return (
        entry.date,
        ", ".join(promise.names) or entry.venue or "",
        promise.text or promise.kind,
        _shown(promise, ledger, config),
        promise.direction,
        due,
        late,
        (config.today - entry.date).days,
        promise.kind,
        entry.venue or "",
    )


def _shown(promise: Promise, ledger: "Ledger", config: "Config") -> tuple[Amount, ...]:
    """Return the amounts of a promise; with `-X` in that unit, where a price allows."""
    sums: dict[str, Fraction] = {}
    for amount in promise.amounts:
        rate = rate_on(ledger, config, amount.unit, config.exchange, promise.entry.date)
        unit = amount.unit if rate is None or config.exchange is None else config.exchange
        sums[unit] = sums.get(unit, Fraction(0)) + Fraction(amount.number) * (1 if rate is None else rate)
    precision = ledger.declarations.precision
    return tuple(Amount(quantize(number, precision(unit)), unit) for unit, number in sorted(sums.items()))


def _notes(found: list[Promise], config: "Config") -> "Iterable[str]":
    if not found:
        return
    overdue = sum(promise.due is not None and promise.due < config.today for promise in found)
    undated = sum(promise.due is None for promise in found)
    yours, theirs = (sum(promise.direction == side for promise in found) for side in (YOU, THEY))
    yield f"{len(found)} open: {yours} you owe, {theirs} they owe; {overdue} overdue"
    if undated:
        yield f"{undated} without a due date: write it under the entry, due: 2026-05-17"


DEFINITIONS = (
    Definition(
        "direction",
        "who owes it: you, they, both",
        "Both of you owe a meeting. Nobody: a cost, and what others do for others.",
    ),
    Definition(
        "late",
        "days from the due date to the day of the report",
        "Undefined where there is no `due:`, and until the day after it.",
    ),
    Definition("age", "days from the day on which it was noted to the day of the report", "How long it has been open."),
)

plugin = Metric(
    run,
    "List what was promised and is not done yet, oldest or due first.",
    help="Promises are what a journal flags with `!`: entries, with all under them, and single details. Take the "
    "flag away when it is done, and it counts. TERMs select what is listed.",
    definitions=DEFINITIONS,
)
