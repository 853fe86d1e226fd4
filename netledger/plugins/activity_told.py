"""What the figures of activity are, and the entries behind them."""

from fractions import Fraction
from typing import TYPE_CHECKING

from netledger.core import entries as e
from netledger.core.amounts import Amount, quantize
from netledger.core.periods import period_name
from netledger.core.report import Column, Report
from netledger.extension import Definition
from netledger.measures.breakdown import Breakdown
from netledger.plugins.happened import UNITS, Event, events
from netledger.plugins.places import HOUR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row

_OWN = "netledger's own"

DEFINITIONS = (
    Definition(
        "entries",
        "entries of what happened: touches, introductions, connects, favours, costs, outcomes, promos",
        "Without what is pending. With --by an entry with several keys goes to each in equal parts.",
        _OWN,
    ),
    Definition("involved", "entries that have the key at all, each counted in whole", "These do not add up.", _OWN),
    Definition("touches", "entries by one of the eight media", "Also those with nobody named: attendance.", _OWN),
    Definition(
        "rich", "touches by meet, video or call", "Media in which you hear each other.", "after Daft & Lengel 1986"
    ),
    *(Definition(medium, f"touches by {medium}", "The media add up to the touches.") for medium in e.MEDIA),
    Definition("people", "people with a touch in the period", "Each once; the total counts everybody once.", _OWN),
    Definition("hours", "the sum of costs in HOUR", "Hours of a cost with `over:` on the days that it is spread over."),
    Definition("given", "favours and introductions that you gave", "Each person's one, details included."),
    Definition("received", "favours and introductions that you received", "Likewise."),
    Definition("intros", "introductions, whoever made them", "Entries; a favour in INTRO is none."),
    Definition(
        "outcomes",
        "outcomes that came to you",
        "Instalments (of one kind, with a common link) count once, at the first of the period.",
    ),
    Definition("promos", "entries of self-promotion", "Their share stands in `quality`."),
)

_COLUMNS = (
    Column("date", "date"),
    Column("kind", "name"),
    Column("people", "name"),
    Column("venue", "name"),
    Column("part", "share"),
    Column("text", "text"),
)
_HOURS = (
    Column("date", "date"),
    Column("kind", "name"),
    Column("people", "name"),
    Column("venue", "name"),
    Column("hours", "amount"),
    Column("text", "text"),
)


def evidence(ledger: "Ledger", config: "Config", figure: str, subject: str) -> Report | None:
    """Return what is counted in a figure of a period, `2026-05` or `2026-W20`; of a key where `config.by` is set."""
    wanted = {"people": "touches", "involved": "entries"}.get(figure, figure)
    rows = tuple(_row(event, part, wanted, ledger) for event, part in _found(ledger, config, wanted, subject))
    if not rows:
        return None
    columns = _HOURS if wanted == "hours" else _COLUMNS
    return Report(
        "evidence", f"{figure.capitalize()}: {subject}", columns, rows, config.today, config.begin, config.end
    )


def _found(ledger: "Ledger", config: "Config", figure: str, subject: str) -> "Iterable[tuple[Event, Fraction]]":
    unit = next((unit for unit in UNITS if _looks_like(subject, unit)), "month")
    breakdown = Breakdown(config.by, ledger, config) if config.by is not None else None
    for event in events(ledger, config, unit):
        if figure not in event.figures:
            continue
        if breakdown is None:
            keys: tuple[str, ...] = (period_name(unit, event.day),)
        else:
            keys = breakdown.keys(event.entry, event.exchange, event.day)
        if subject in keys:
            yield event, Fraction(keys.count(subject), len(keys)) * event.number


def _looks_like(subject: str, unit: str) -> bool:
    """Tell whether a name is that of a calendar period of a unit: `2026`, `2026Q2`, `2026-05`, `2026-W20`."""
    sign = {"week": "W", "quarter": "Q"}.get(unit)
    return sign in subject if sign is not None else subject.count("-") == (unit == "month")


def _row(event: Event, part: Fraction, figure: str, ledger: "Ledger") -> "Row":
    entry, exchange = event.entry, event.exchange
    if figure == "hours":
        number: Amount | object = Amount(quantize(part, ledger.declarations.precision(HOUR)), HOUR)
    else:
        number = quantize(part, 4)
    kind = e.keyword(entry) if exchange is None or figure == "hours" else exchange.kind
    people = entry.names if exchange is None else exchange.people
    text = (exchange.text if exchange is not None else None) or entry.text or ""
    return entry.date, kind, " ".join(people), entry.venue or "", number, text  # type: ignore[return-value]
