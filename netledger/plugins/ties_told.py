"""What the figures of ties are, and the touches behind them."""

from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

from netledger.core.amounts import apportion, quantize
from netledger.core.entries import MEDIA
from netledger.core.report import Column, Figure, Report
from netledger.extension import Definition
from netledger.measures.history import ties
from netledger.measures.rhythm import FEWEST, burstiness, burstiness_finite, gaps
from netledger.measures.standing import LAYERS, standings
from netledger.measures.strength import PLACES, Weights, told

if TYPE_CHECKING:
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.entries import Touch
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row
    from netledger.measures.history import Tie

_DECAY = "Ahmad, Porter & Beguerisse-Díaz 2018, tie decay"
_OURS = "netledger's own"

DEFINITIONS = (
    Definition(
        "strength",
        "Σ w·2^(-age/h) over the days with a touch",
        "How much contact there was, the older the less. w is the weight of the heaviest touch of the day: that of its "
        "medium (option media_weight), divided by the number of people it was with (Newman 2001) unless the option "
        "group_weight is full. age is in days; h is the option half_life, 180 days if not set. The order of the "
        "media extends Daft & Lengel 1986; their weights are netledger's own: meet 1, video 0.8, call 0.7, letter 0.6, "
        "email 0.4, message 0.3, post 0.1, poke 0.05.",
        _DECAY,
    ),
    Definition("trend", "S on 12 days, 30 days apart, the last of them that of the report", "Its course.", _DECAY),
    Definition(
        "layer",
        "the smallest of 5, 15, 50, 150 that is not less than the rank by strength",
        "Which circle somebody lies in, of all people of the journal; each holds those of the inner ones. Equal "
        "strengths rank by name. Undefined beyond 150, and without a strength. It is shown, not judged.",
        "Dunbar 2020",
    ),
    Definition("touch_days", "the number of days with a touch", "Up to the last day of the period.", _OURS),
    Definition("since", "days from the last touch to the last day of the period", "Undefined without a touch.", _OURS),
    Definition(
        "media",
        "the media of all touches, the richest first",
        "How you have been in touch so far.",
        "the order extends Daft & Lengel 1986",
    ),
    Definition(
        "mean_gap",
        "days from the first touch to the last / (touch days - 1)",
        "How many days lie between two days with a touch. Undefined below two of them.",
        _OURS,
    ),
    Definition(
        "burstiness",
        "B = (σ - μ) / (σ + μ) of the gaps between touch days, σ of the population",
        "-1: like a clock; 0: as by chance; towards 1: in bursts with long silences. Few gaps keep it low by "
        "themselves. Undefined below two gaps.",
        "Goh & Barabási 2008",
    ),
    Definition(
        "burstiness_finite",
        "(√(n+1)·r - √(n-1)) / ((√(n+1) - 2)·r + √(n-1)), r = σ/μ of the n gaps between touch days",
        "Burstiness on the same scale however few the gaps are. Undefined below two gaps.",
        "Kim & Jo 2016",
    ),
    Definition(
        "in_period",
        "the number of days with a touch in the reported period",
        "Without a beginning, of all days up to its end.",
        _OURS,
    ),
    Definition("never_met", "no touch with them is a meet", "Known by other media, or by name alone.", _OURS),
    *(
        Definition(
            f"layer_{size}",
            f"ties of the first {size} ranks",
            "Fewer where there are fewer.",
            "Dunbar 2020",
            minor=True,
        )
        for size in LAYERS
    ),
    Definition("outside", "ties without a layer", "Beyond rank 150, or without any strength.", "Dunbar 2020"),
)

_TOUCHES = (
    Column("date", "date"),
    Column("medium", "name"),
    Column("people", "count"),
    Column("weight", "number", places=3),
    Column("age", "count"),
    Column("decay", "number", places=4),
    Column("contribution", "number", places=4),
    Column("venue", "name"),
    Column("text", "text"),
)
_GAPS = (Column("from", "date"), Column("to", "date"), Column("gap", "count"))
_MEDIA = (
    Column("medium", "name"),
    Column("touches", "count"),
    Column("theirs", "count", "they started"),
    Column("first", "date"),
    Column("last", "date"),
)
_RANKS = (
    Column("rank", "count"),
    Column("person", "name"),
    Column("strength", "number", places=4),
    Column("layer", "number"),
)

# Of a rank the two before and the two after it are shown, too.
_AROUND = 2


def evidence(ledger: "Ledger", config: "Config", figure: str, subject: str) -> Report | None:
    """Return the touches, gaps, media or neighbours in rank that a figure of one person is made of."""
    tie = ties(ledger, config.last).get(subject)
    if tie is None or tie.begun is None:
        return None
    title = f"{figure.replace('_', ' ').capitalize()}: {subject}"
    if figure in {"mean_gap", "burstiness", "burstiness_finite"}:
        return _gaps(config, tie, title)
    if figure == "media":
        return _media(config, tie, title)
    if figure == "layer":
        return _ranks(ledger, config, subject, title)
    return strength_evidence(ledger, config, tie, title)


def strength_evidence(ledger: "Ledger", config: "Config", tie: "Tie", title: str) -> Report:
    """Return each day with a touch, its heaviest touch, and what that adds to S; what is shown adds up to S."""
    weights = Weights(ledger.options)
    heaviest: dict[date, Touch] = {}
    for touch in tie.touches:
        known = heaviest.setdefault(touch.date, touch)
        if weights.touch(touch) > weights.touch(known):
            heaviest[touch.date] = touch
    ages = [(config.last - day).days for day in heaviest]
    parts = [
        Fraction(weights.touch(touch) * weights.decay(age)) for touch, age in zip(heaviest.values(), ages, strict=True)
    ]
    rows = [
        (
            *(day, touch.medium, len(touch.names), told(weights.touch(touch)), age, told(weights.decay(age)), part),
            *(touch.venue or "", touch.text or ""),
        )
        for (day, touch), age, part in zip(heaviest.items(), ages, apportion(parts, PLACES), strict=True)
    ]
    return Report(
        "evidence",
        title,
        _TOUCHES,
        tuple(rows),
        config.today,
        config.begin,
        config.end,
        (*(None,) * 6, quantize(sum(parts, Fraction(0)), PLACES), None, None),
        (Figure("half_life", "half-life", quantize(ledger.options.half_life_days, 2), reason="days"),),
    )


def _gaps(config: "Config", tie: "Tie", title: str) -> Report:
    days = tie.touch_days
    between = gaps(days)
    figures = [Figure("gaps", "gaps", len(between))]
    if between:
        mean = Fraction(sum(between), len(between))
        variance = sum((gap - mean) ** 2 for gap in between) / len(between)
        figures.append(Figure("mean", "μ, their mean", told(float(mean)), reason="days"))
        figures.append(Figure("deviation", "σ, of the population", told(sqrt(variance)), reason="days"))
    for name, found in (("burstiness", burstiness(between)), ("burstiness_finite", burstiness_finite(between))):
        reason = "" if found is not None else f"below {FEWEST} gaps nothing varies"
        figures.append(Figure(name, name.replace("_", ", "), None if found is None else told(found), reason=reason))
    rows = zip(days, days[1:], between, strict=False)
    return Report("evidence", title, _GAPS, tuple(rows), config.today, config.begin, config.end, figures=tuple(figures))


def _media(config: "Config", tie: "Tie", title: str) -> Report:
    rows: list[Row] = []
    for medium in MEDIA:
        touches = [touch for touch in tie.touches if touch.medium == medium]
        if touches:
            theirs = sum(touch.inbound for touch in touches)
            rows.append((medium, len(touches), theirs, touches[0].date, touches[-1].date))
    return Report("evidence", title, _MEDIA, tuple(rows), config.today, config.begin, config.end)


def _ranks(ledger: "Ledger", config: "Config", subject: str, title: str) -> Report:
    """List those beside a person in rank, and the last of each layer."""
    all_of_them = standings(ledger, config.last)
    place = next(index for index, item in enumerate(all_of_them, start=1) if item.tie.name == subject)
    rows = [
        (rank, item.tie.name, told(item.strength), None if item.layer is None else Decimal(item.layer))
        for rank, item in enumerate(all_of_them, start=1)
        if item.rank and (rank in LAYERS or abs(rank - place) <= _AROUND)
    ]
    return Report("evidence", title, _RANKS, tuple(rows), config.today, config.begin, config.end)
