"""Lag: how long after the beginning of a tie its first outcome comes, counting those that still wait for one.

A tie waits from its beginning to its first outcome, favour received, or either. Without one it is censored at T;
closing it competes. What is told is F(t), the Aalen-Johansen cumulative incidence, its interval and its median: see
`netledger.measures.survival`. A tie that began before the ledger was kept enters late: see
`netledger.measures.following`.
"""

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

from netledger.core.entries import MEDIA
from netledger.core.order import alphabetical
from netledger.core.report import Column, Figure, Report
from netledger.core.spelling import some
from netledger.extension import Metric
from netledger.measures.breakdown import NONE
from netledger.measures.following import Following, chosen_ties, first_received, key_of_tie
from netledger.measures.history import ties
from netledger.plugins.incidence import (
    Incidence,
    count,
    days,
    incidence,
    median_cells,
    notes_of_following,
    notes_of_late,
    notes_of_undefined,
    point_cells,
    share,
)
from netledger.plugins.lag_told import DEFINITIONS, HORIZONS, told_of_curve, told_of_ties

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row
    from netledger.measures.history import Tie
    from netledger.measures.survival import Case

Until = Literal["outcome", "favour", "either"]

BY = ("venue", "medium", "why", "KEY")
"""What ties are told apart by: how each began, or a metadata key of people."""

_YEAR = 365
_ROUND = (30, 60, 90, 120, 180, 270, *range(_YEAR, 5 * _YEAR + 1, _YEAR))
"""The days whose shares the curve tells, with every fifth year after them."""

_WORDS = {
    "outcome": ("an outcome", "had an outcome"),
    "favour": ("a favour", "did you a favour"),
    "either": ("an outcome or favour", "had either"),
}


class LagOptions(Struct, frozen=True):
    """The options of `netledger lag`."""

    until: Annotated[Until, Meta(description="What ends the wait: an outcome, a favour received, or either.")] = (
        "outcome"
    )
    steps: Annotated[bool, Meta(description="A row for each day on which the share changes.")] = False


CURVE = (
    Column("day", "count", "within days"),
    Column("at_risk", "count", "at risk"),
    Column("events", "count", "came"),
    Column("closed", "count"),
    Column("share", "share", bar=True),
    Column("low", "share"),
    Column("high", "share"),
)


def _breakdown_columns(by: str) -> tuple[Column, ...]:
    columns = [
        Column(by, "name"),
        Column("n", "count", "ties"),
        Column("events", "count", "came"),
        Column("closed", "count"),
        Column("waiting", "count", "open"),
        Column("median", "number"),
        Column("median_low", "number", "median: low", wide=True),
        Column("median_high", "number", "median: high", wide=True),
    ]
    for within in HORIZONS:
        columns += [
            Column(f"within_{within}", "share", f"{within} d"),
            Column(f"within_{within}_low", "share", f"{within} d: low", wide=True),
            Column(f"within_{within}_high", "share", f"{within} d: high", wide=True),
            Column(f"within_{within}_at_risk", "count", f"{within} d: at risk", wide=True),
        ]
    return tuple(columns)


class Wait(NamedTuple):
    """The wait of one tie."""

    tie: "Tie"
    begun: "date"
    case: "Case"


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Compute the curve of all chosen ties or, with `--by`, the figures of each group of them."""
    until = config.own(LagOptions).until
    following = Following.of(ledger, config.today)
    waits = _waits(chosen_ties(ledger, config), following, until)
    whole = incidence(wait.case for wait in waits)
    columns: tuple[Column, ...] = CURVE
    totals: Row | None = None
    figures: list[Figure] = []
    if config.by is None:
        rows = _curve_rows(whole, steps=config.own(LagOptions).steps)
        figures = [*_figures(whole, until)]
        unknown = [*notes_of_late({"": whole})]
    else:
        groups = _groups(waits, config.by, ledger, config)
        columns = _breakdown_columns(config.by)
        rows = [(key, *_cells(group)) for key, group in groups.items()]
        totals = ("total", *_cells(whole)) if rows else None
        unknown = [*notes_of_undefined(groups, HORIZONS[-1]), *notes_of_late(groups, HORIZONS[-1])]
    title = f"Lag to {_WORDS[until][0]}"
    report = Report(
        "lag",
        ledger.titled(title),
        columns,
        tuple(rows),
        config.today,
        config.begin,
        config.end,
        totals,
        tuple(figures),
        (*unknown, *_notes(ledger, config, waits, following)),
    )
    return report, []


def _waits(chosen: "Iterable[Tie]", following: Following, until: Until) -> list[Wait]:
    waits = []
    for tie in chosen:
        begun = tie.begun
        if begun is not None:
            waits.append(Wait(tie, begun, following.case(tie, begun, _came(tie, begun, until))))
    return waits


def _came(tie: "Tie", begun: "date", until: Until) -> "date | None":
    """Return the day of the first outcome on or after the beginning, the first favour received, or the earlier one."""
    outcome = next((entry.date for entry in tie.outcomes if entry.date >= begun), None)
    favour = first_received(tie)
    found = {"outcome": (outcome,), "favour": (favour,), "either": (outcome, favour)}[until]
    return min((day for day in found if day is not None), default=None)


# ------------------------------------------------------------------------------------------------------- rows


def _curve_rows(whole: Incidence, *, steps: bool) -> "list[Row]":
    """Return a row for each day on which F changes, or else for round ones as far as any tie was followed."""
    curve = whole.curve
    if steps:
        chosen = [step.time for step in curve.steps if step.events]
    else:
        rounds = [*_ROUND, *range(10 * _YEAR, whole.longest + 1, 5 * _YEAR)]
        chosen = [day for day in rounds if day <= whole.longest] or [whole.longest][: whole.n]
    rows: list[Row] = []
    events, closed, passed = 0, 0, 0
    for day in chosen:
        while passed < len(curve.steps) and curve.steps[passed].time <= day:
            events += curve.steps[passed].events
            closed += curve.steps[passed].competing
            passed += 1
        point = curve.at(day)
        rows.append((day, point.at_risk, events, closed, share(point.share), share(point.low), share(point.high)))
    return rows


def _cells(group: Incidence) -> "Row":
    points = [point_cells(group.within(within)) for within in HORIZONS]
    return (
        *(group.n, group.events, group.closed, group.waiting),
        *median_cells(group.curve),
        *(cell for point in points for cell in point),
    )


def _groups(waits: "Sequence[Wait]", by: str, ledger: "Ledger", config: "Config") -> dict[str, Incidence]:
    """Return the incidence of each group: media from the richest on, others by the alphabet, `(none)` last."""
    key_of = key_of_tie(by, BY, ledger, config)
    cases: dict[str, list[Case]] = defaultdict(list)
    for wait in waits:
        cases[key_of(wait.tie)].append(wait.case)
    if by == "medium":
        keys = [key for key in (*MEDIA, NONE) if key in cases]
    else:
        keys = sorted(cases, key=lambda key: (key == NONE, alphabetical(key)))
    return {key: incidence(cases[key]) for key in keys}


# --------------------------------------------------------------------------------------------- figures and notes


def _figures(whole: Incidence, until: Until) -> "Iterable[Figure]":
    median, (low, high) = whole.curve.median, whole.curve.median_limits
    yield Figure("n", "ties", whole.n)
    yield Figure("events", _WORDS[until][1], whole.events)
    yield Figure("closed", "closed before", whole.closed)
    yield Figure("waiting", "still waiting", whole.waiting)
    if not whole.n:
        reason = "there is no tie"
    elif median is None:
        reason = f"not reached within {count(whole.longest, 'day')}"
    else:
        reason = "days" if high is not None else "days, the upper limit not reached"
    yield Figure("median", "median", median, whole.n, reason, days(low), days(high))


def _notes(ledger: "Ledger", config: "Config", waits: "Sequence[Wait]", following: Following) -> "Iterable[str]":
    yield from notes_of_following(config, following, [wait.begun for wait in waits])
    if config.own(LagOptions).until == "favour":
        return
    before = [
        f"{wait.tie.name} {entry.date}" for wait in waits for entry in wait.tie.outcomes if entry.date < wait.begun
    ]
    if before:
        yield f"left out, for it came before the beginning of the tie: {some(before)}"
    without = sorted(
        [
            (entry.date, tie.name)
            for tie in ties(ledger, config.today).values()
            if tie.first is None
            for entry in tie.outcomes
            if config.reports(entry.date) and tie.name in config.query.people(entry, ledger.declarations)
        ],
        key=lambda pair: (pair[0], alphabetical(pair[1])),
    )
    if without:
        listed = some([f"{name} {day}" for day, name in without])
        yield f"left out, for no connect, touch, favour or introduction began the tie: {listed}"


# ----------------------------------------------------------------------------------------------------- evidence


def evidence(ledger: "Ledger", config: "Config", figure: str, subject: str) -> Report | None:
    """Return the steps up to a day, `90`; else the waits of a person, or of all in a row of the breakdown."""
    until = config.own(LagOptions).until
    waits = _waits(chosen_ties(ledger, config), Following.of(ledger, config.today), until)
    if subject.isdecimal():
        return told_of_curve(incidence(wait.case for wait in waits).curve, int(subject), figure, config)
    if config.by is not None:
        key_of = key_of_tie(config.by, BY, ledger, config)
        shown = [wait for wait in waits if subject in {key_of(wait.tie), wait.tie.name}]
    else:
        shown = [wait for wait in waits if wait.tie.name == subject]
    cases = [(wait.tie, wait.begun, wait.case) for wait in shown]
    return told_of_ties(cases, figure, subject, config) if cases else None


plugin = Metric(
    run,
    "Show how long it takes until a tie brings something, with those that still wait.",
    help="From the beginning of each tie to its first outcome (--until favour: a favour received). Ties that have "
    "none yet are counted as waiting, not left out; closed ones as never to have one. The period chooses ties that "
    "began in it, and query terms choose by how a tie began; all are followed to today.",
    options=LagOptions,
    by=BY,
    compares=("n", "share", "median", "within_90"),
    definitions=DEFINITIONS,
    evidence=evidence,
)
