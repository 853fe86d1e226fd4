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
    Definition(
        "people",
        "people with a touch in the period",
        "Each once; the total counts everybody once. With --by those who have the key.",
        _OWN,
    ),
    Definition(
        "hours",
        "the sum of costs in HOUR",
        "Hours of a cost with `over:` on the days that it is spread over: by phase, of each phase those of its days.",
    ),
    Definition("given", "favours and introductions that you gave", "Each person's one, details included."),
    Definition("received", "favours and introductions that you received", "Likewise."),
    Definition("intros", "introductions, whoever made them", "Entries; a favour in INTRO is none."),
    Definition(
        "outcomes",
        "outcomes that came to you",
        "Instalments (of one kind, with a common link) count once, at the first that the period and the query choose.",
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
    """Return what counts, and how much of it; the parts of a spread cost, wherever it was cut, together."""
    found: dict[tuple[int, int], tuple[Event, Fraction]] = {}
    for event, keys in _keyed(ledger, config, subject):
        if figure in event.figures and subject in keys:
            of = id(event.entry), id(event.exchange)
            part = Fraction(keys.count(subject), len(keys)) * event.number
            first, before = found.get(of, (event, Fraction(0)))
            found[of] = first, before + part
    return found.values()


def _keyed(ledger: "Ledger", config: "Config", subject: str) -> "Iterable[tuple[Event, tuple[str, ...]]]":
    """Give the events with the rows that each is in: those of its keys, or the period of the subject's kind."""
    if config.by is not None:
        breakdown = Breakdown(config.by, ledger, config)
        for event in events(ledger, config, None, breakdown.changes):
            yield event, breakdown.keys(event.entry, event.exchange, event.day)
        return
    unit = next((unit for unit in UNITS if _looks_like(subject, unit)), "month")
    for event in events(ledger, config, unit):
        yield event, (period_name(unit, event.day),)


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
