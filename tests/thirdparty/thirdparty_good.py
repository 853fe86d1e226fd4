"""Plugins that do what they should."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from netledger import Column, Config, Definition, Diagnostic, Figure, Ledger, Metric, Report, Transform
from netledger.core.amounts import Amount
from netledger.core.config import WrongCall
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


class HeadcountOptions(msgspec.Struct, frozen=True):
    """One option of each sort."""

    loud: Annotated[bool, msgspec.Meta(description="In capitals.")] = False
    at_least: Annotated[int, msgspec.Meta(description="So many touches.")] = 0
    times: Annotated[Decimal | None, msgspec.Meta(description="Multiply by this number.")] = None
    order: Annotated[Literal["name", "touches"], msgspec.Meta(description="How to sort.")] = "name"
    title: Annotated[str | None, msgspec.Meta(description="Another title.")] = None


def _headcount(ledger: Ledger, config: Config) -> tuple[Report, list[Diagnostic]]:
    """Count the touches with each person."""
    options = config.own(HeadcountOptions)
    if options.at_least > 1000:
        raise WrongCall("nobody has so many touches")
    counts: Counter[str] = Counter()
    for entry in ledger.until(config.today):
        if isinstance(entry, Touch) and config.reports(entry.date) and config.query.entry(entry, ledger.declarations):
            counts.update(entry.names if config.by is None else [entry.medium])
    columns = (Column("person", "name"), Column("touches", "count"), Column("share", "share"))
    total = counts.total()
    factor = options.times or 1
    rows = tuple(
        (name.upper() if options.loud else name, int(counts[name] * factor), Decimal(counts[name]) / total)
        for name in sorted(counts, key=(lambda name: -counts[name]) if options.order == "touches" else None)
        if counts[name] >= options.at_least
    )
    figure = Figure("people", "people", Decimal(len(counts)), total)
    notes = (f"config: {config.text}",)
    return Report(
        "headcount",
        options.title or "Heads",
        columns,
        rows,
        config.today,
        config.begin,
        config.end,
        figures=(figure,),
        notes=notes,
    ), []


fees = Transform(_fees, "a cost for every touch at a venue")
doubled = Transform(_doubled, "every cost twice as high")
backwards = Transform(_backwards, "the last entry first")
advises = Transform(_advises, "a warning for every touch")


def _touches(ledger: Ledger, config: Config, figure: str, person: str) -> Report | None:
    """Show the touches with one person."""
    rows = tuple((t.date, t.medium) for t in config.within(ledger.of(Touch)) if person in t.names)
    columns = (Column("date", "date"), Column("medium", "name"))
    return Report(figure, f"Touches with {person}", columns, rows, config.today) if rows else None


headcount = Metric(
    _headcount,
    "touches per person",
    help="Everybody counts.",
    options=HeadcountOptions,
    by=("medium",),
    compares=("touches",),
    definitions=(Definition("touches", "n", "How many touches there were.", "counting"),),
    evidence=_touches,
    formats={"heads": lambda ledger, _config: f"{len(ledger.of(Touch))} touches\n"},
)
