"""Ties: how strong each is, how it is kept, and which circle it lies in.

S(t) = Σ w·2^(-(t - t_k)/h) over the days with a touch (Ahmad, Porter & Beguerisse-Díaz 2018), burstiness of the gaps
between them (Goh & Barabási 2008; Kim & Jo 2016), layers of 5, 15, 50 and 150 by rank of strength (Dunbar 2020). All
are of the last day of the period, over everything up to then; a query chooses which people are shown, nothing else.
"""

from bisect import bisect_left
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import msgspec

from netledger.core.amounts import quantize
from netledger.core.entries import ME, MEDIA
from netledger.core.report import Cell, Column, Figure, Report, Row
from netledger.extension import Metric
from netledger.measures.rhythm import FEWEST, burstiness, burstiness_finite, gaps
from netledger.measures.selection import chosen_people
from netledger.measures.standing import LAYERS, Standing, standings
from netledger.measures.strength import told
from netledger.plugins.ties_told import DEFINITIONS, evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.measures.history import Tie

COLUMNS = (
    Column("person", "name"),
    Column("strength", "number", places=2),
    Column("trend", "series"),
    Column("layer", "number"),
    Column("touch_days", "count", "days"),
    Column("since", "count"),
    Column("media", "text"),
    Column("mean_gap", "number", "gap", places=1),
    Column("burstiness_finite", "share", wide=True),
    Column("burstiness", "share", wide=True),
    Column("richest", "text", wide=True),
    Column("touches", "count", wide=True),
    Column("in_period", "count", wide=True),
    Column("last_touch", "date", wide=True),
    Column("begun", "date", wide=True),
    Column("never_met", "flag", wide=True),
    Column("closed", "flag", wide=True),
)


class TiesOptions(msgspec.Struct, frozen=True):
    """What `ties` takes beside the options of all metrics."""

    never_met: Annotated[bool, msgspec.Meta(description="Show only those whom you have never met in person.")] = False


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Compute strength, rhythm and layer of each tie; its rows are people, the strongest first."""
    everybody = standings(ledger, config.last, set(ledger.declarations.people) - {ME} if config.empty else ())
    chosen = chosen_people(ledger, config)
    never_met = config.own(TiesOptions).never_met
    shown = [
        item
        for item in everybody
        if (chosen is None or item.tie.name in chosen)
        and (config.empty or item.tie.begun is not None)
        and not (never_met and _is_met(item.tie))
    ]
    report = Report(
        "ties",
        ledger.titled("Ties"),
        COLUMNS,
        tuple(_row(item, config) for item in shown),
        config.today,
        config.begin,
        config.end,
        figures=tuple(_figures(shown, everybody)),
        notes=tuple(_notes(shown)),
    )
    return report, []


def _row(item: Standing, config: "Config") -> Row:
    tie = item.tie
    days = tie.touch_days
    between = gaps(days)
    media = {touch.medium for touch in tie.touches}
    used = [medium for medium in MEDIA if medium in media]
    cells: tuple[Cell, ...] = (
        tie.name,
        told(item.strength),
        tuple(map(told, item.course)),
        None if item.layer is None else Decimal(item.layer),
        len(days),
        (config.last - days[-1]).days if days else None,
        " ".join(used),
        quantize(Fraction(sum(between), len(between)), 2) if between else None,
        _told(burstiness_finite(between)),
        _told(burstiness(between)),
        used[0] if used else None,
        len(tie.touches),
        len(days) if config.begin is None else len(days) - bisect_left(days, config.begin),
        days[-1] if days else None,
        tie.begun,
        not _is_met(item.tie),
        tie.is_closed(config.last),
    )
    return cells


def _is_met(tie: "Tie") -> bool:
    return any(touch.medium == "meet" for touch in tie.touches)


def _told(number: float | None) -> Decimal | None:
    return None if number is None else told(number)


def _figures(shown: list[Standing], everybody: list[Standing]) -> "Iterable[Figure]":
    yield Figure("ties", "ties", len(shown))
    least = {item.rank: item.strength for item in everybody if item.rank in LAYERS}
    for size in LAYERS:
        inside = sum(item.layer is not None and item.layer <= size for item in shown)
        weakest = least.get(size)
        reason = f"from a strength of {quantize(told(weakest), 2)} on" if weakest is not None else "not full"
        yield Figure(f"layer_{size}", f"within the strongest {size}", inside, reason=reason)
    yield Figure("outside", "outside all layers", sum(item.layer is None for item in shown))
    yield Figure("never_met", "never met", sum(not _is_met(item.tie) for item in shown))


def _notes(shown: list[Standing]) -> "Iterable[str]":
    short = sum(len(item.tie.touch_days) <= FEWEST for item in shown)
    if short:
        yield f"burstiness needs {FEWEST + 1} days with a touch: undefined for {_people(short)}"
    untouched = sum(not item.tie.touches for item in shown)
    if untouched:
        yield f"strength 0, for there is no touch yet: {_people(untouched)}"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


plugin = Metric(
    run,
    "Show how strong each tie is, how it is kept, and the layer it lies in.",
    help="Strength grows with each day with a touch, more by a meeting than by a message, and halves every half-life. "
    "It is that of the last day of the period, over all that the journal holds up to then. TERMs choose people: those "
    "of whom an entry matches. Layers are those of all people, whomever TERMs choose.",
    options=TiesOptions,
    compares=("strength", "layer", "in_period"),
    definitions=DEFINITIONS,
    evidence=evidence,
)
