"""What the figures of lag are, and the waits behind them."""

from typing import TYPE_CHECKING

from netledger.core.entries import keyword
from netledger.core.report import Column, Report
from netledger.extension import Definition
from netledger.measures.survival import CENSORED, COMPETING, EVENT
from netledger.plugins.incidence import share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.report import Row
    from netledger.measures.history import Tie
    from netledger.measures.survival import Case, Curve

_AALEN = "Aalen & Johansen 1978; where nothing is closed, 1 less the curve of Kaplan & Meier 1958"
_LIMITS = "delta-method variance (Marubini & Valsecchi 1995), 95 % interval of log(-log(1 - F))"
_MEDIAN = "A limit of the median, in days. Undefined: infinite, for F has not got so far."
_OURS = "netledger's own"

HORIZONS = (30, 90, 180, 365)
"""The days within which the shares of a breakdown are told."""


def _within(days: int) -> tuple[Definition, ...]:
    name, limit = f"within_{days}", "Undefined where F is 0 or 1, or undefined."
    meaning = f"The share that comes to it within {days} days. Undefined where no tie was followed on that day."
    return (
        Definition(name, f"F({days})", meaning, _AALEN),
        Definition(f"{name}_low", f"the lower limit of F({days})", limit, _LIMITS, minor=True),
        Definition(f"{name}_high", f"the upper limit of F({days})", limit, _LIMITS, minor=True),
        Definition(
            f"{name}_at_risk",
            f"the ties at risk on day {days}",
            "How many the share still rests on.",
            _OURS,
            minor=True,
        ),
    )


DEFINITIONS = (
    Definition(
        "share",
        "F(t) = Σ S(t_k - 1)·d_k / n_k over the days t_k <= t",
        "The share of ties that come to it within t days of their beginning: d_k of the n_k at risk do on day t_k, and "
        "S is the share that has neither come to it nor been closed. Undefined on days of their lives on which no tie "
        "was followed: beyond the longest, and before ties that entered late. After such days it is the share of those "
        "that had waited so long.",
        _AALEN,
    ),
    Definition(
        "at_risk",
        "the ties that entered by day t and were neither closed, nor came to it, nor were last seen before day t",
        "How many the share still rests on. Day 0 counts; a tie that began before the journal was kept enters on the "
        "day since when it is.",
        "as Kaplan & Meier 1958",
    ),
    Definition(
        "low",
        "1 - (1 - F)^exp(-1.96·s), s = √Var F / ((1 - F)·|log(1 - F)|)",
        "The lower limit of F; undefined where F is 0 or 1.",
        _LIMITS,
    ),
    Definition(
        "high",
        "1 - (1 - F)^exp(1.96·s), s = √Var F / ((1 - F)·|log(1 - F)|)",
        "The upper limit of F; undefined where F is 0 or 1.",
        _LIMITS,
    ),
    Definition(
        "median",
        "the first day t with F(t) >= 1/2",
        "By then half of the ties came to it. Its limits are the first days on which the upper, then the lower limit "
        "of F is 1/2 or more. Undefined where F does not get so far.",
        "as Kaplan & Meier 1958, in exact fractions",
    ),
    Definition("median_low", "the first day on which the upper limit of F is 1/2 or more", _MEDIAN, _LIMITS),
    Definition("median_high", "the first day on which the lower limit of F is 1/2 or more", _MEDIAN, _LIMITS),
    Definition("n", "ties that began in the period", "Those that the query chooses.", _OURS),
    Definition("events", "ties that came to it, before they were closed", "Within the days of the row.", _OURS),
    Definition("closed", "ties that were closed before they came to it", "Within the days of the row.", _OURS),
    Definition(
        "waiting",
        "ties - came - closed",
        "Those that neither came to it nor were closed up to the day of the report: censored, not dropped.",
        _OURS,
    ),
    *(definition for days in HORIZONS for definition in _within(days)),
)

_WORDS = {CENSORED: "waits", EVENT: "came", COMPETING: "closed"}

_WAITS = (
    Column("person", "name"),
    Column("begun", "date"),
    Column("by", "name", "began by"),
    Column("days", "count"),
    Column("what", "name", "then"),
    Column("entry", "count", "entered on day", wide=True),
    Column("venue", "name"),
)

_STEPS = (
    Column("day", "count"),
    Column("at_risk", "count"),
    Column("events", "count", "came that day"),
    Column("closed", "count", "closed that day"),
    Column("share", "share"),
    Column("low", "share"),
    Column("high", "share"),
)


def told_of_ties(waits: "Iterable[tuple[Tie, date, Case]]", figure: str, subject: str, config: "Config") -> Report:
    """Return the wait of each tie, the shortest first."""
    rows: list[Row] = []
    for tie, begun, case in sorted(waits, key=lambda wait: wait[2].time):
        first = tie.first
        if first is not None:
            rows.append((tie.name, begun, keyword(first), case.time, _WORDS[case.event], case.entry, first.venue or ""))
    return Report("evidence", _title(figure, subject), _WAITS, tuple(rows), config.today, config.begin, config.end)


def told_of_curve(curve: "Curve", day: int, figure: str, config: "Config") -> Report | None:
    """Return the days up to a day on which the curve changes, with all that each step is made of."""
    rows: Sequence[Row] = [
        (s.time, s.at_risk, s.events, s.competing, share(s.share), share(s.low), share(s.high))
        for s in curve.steps
        if s.time <= day
    ]
    title = _title(figure, f"day {day}")
    return Report("evidence", title, _STEPS, tuple(rows), config.today, config.begin, config.end) if curve.n else None


def _title(figure: str, subject: str) -> str:
    return f"{figure.replace('_', ' ').capitalize()}: {subject}"
