"""Funnel: the way of a tie from text to voice, meeting, exchange and outcome.

For each ordered pair of stages the clock starts at the first day of the one; the event is the first day of the other,
on or after it; closing competes. Who came to the other first is counted apart. No product of steps is taken: those who
come to a later stage are not a random part of those who came to an earlier one. Beneath stands, from day 90 of each
tie without an exchange, how many come to one, by the richest medium used until then.
"""

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct

from netledger.core.config import WrongCall
from netledger.core.entries import MEDIA
from netledger.core.order import alphabetical
from netledger.core.report import Column, Figure, Report
from netledger.extension import Metric
from netledger.measures.breakdown import NONE
from netledger.measures.following import Following, chosen_ties, key_of_tie
from netledger.measures.journey import ALL_STEPS, LANDMARK, STEPS, Journey, Marked, Step, marked, walked
from netledger.plugins.funnel_told import DEFINITIONS, told_of_journey, told_of_journeys, told_of_marked, told_of_step
from netledger.plugins.incidence import (
    Incidence,
    count,
    incidence,
    median_cells,
    notes_of_following,
    notes_of_late,
    notes_of_undefined,
    point_cells,
    share,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.core.report import Cell, Row

Show = Literal["steps", "all", "landmark"]

BY = ("venue", "where")
"""What ties are told apart by: the venue where each began, or whether that is on or offline."""


class FunnelOptions(Struct, frozen=True):
    """The options of `netledger funnel`."""

    show: Annotated[
        Show,
        Meta(
            description="steps: from each stage to the next; all: to each other; landmark: to an exchange, from day "
            "90 on, by the richest medium used until then."
        ),
    ] = "steps"
    within: Annotated[int, Meta(description="The days within which the shares are told.")] = 180


def _incidence_columns(within: int) -> tuple[Column, ...]:
    return (
        Column("n", "count", "ties"),
        Column("events", "count", "came"),
        Column("closed", "count", wide=True),
        Column("waiting", "count", "open", wide=True),
        Column("share", "share", f"{within} d"),
        Column("low", "share"),
        Column("high", "share"),
        Column("at_risk", "count", "at risk"),
        Column("median", "number"),
        Column("median_low", "number", "median: low", wide=True),
        Column("median_high", "number", "median: high", wide=True),
    )


def _incidence_cells(one: Incidence, within: int) -> "tuple[Cell, ...]":
    return (
        *(one.n, one.events, one.closed, one.waiting),
        *point_cells(one.within(within)),
        *median_cells(one.curve),
    )


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Compute the steps between stages or, with `--by`, the steps of each group of ties."""
    options = config.own(FunnelOptions)
    if config.by is not None and options.show == "landmark":
        raise WrongCall("--show landmark breaks down by medium already: leave out --by")
    following = Following.of(ledger, config.today)
    journeys = [Journey.of(tie) for tie in chosen_ties(ledger, config)]
    title = "Funnel"
    figures: list[Figure] = []
    totals: Row | None = None
    if config.by is not None:
        columns, rows, totals, shares = _by_group(journeys, following, ledger, config)
    elif options.show == "landmark":
        title = f"From day {LANDMARK} without an exchange to the first one"
        columns, rows, shares = _by_medium(journeys, following, options.within)
    else:
        columns, rows, shares = _by_step(journeys, following, config)
        figures = [*_landmark_figures(journeys, following, options.within)]
    notes = [
        *notes_of_undefined(shares, options.within, "; --within asks for other days"),
        *notes_of_late(shares, options.within),
    ]
    if figures:
        notes.append(
            f"exchange after …: of ties that were open and without an exchange on day {LANDMARK}, by the richest "
            "medium used until then"
        )
    begun = [day for journey in journeys if (day := journey.tie.begun) is not None]
    report = Report(
        "funnel",
        ledger.titled(title),
        columns,
        tuple(rows),
        config.today,
        config.begin,
        config.end,
        totals,
        tuple(figures),
        (*notes, *notes_of_following(config, following, begun), *_notes_of_landmark(begun, following, config)),
    )
    return report, []


# ------------------------------------------------------------------------------------------------------ by step

_Table = tuple[tuple[Column, ...], list["Row"], dict[str, Incidence]]
"""Columns, rows, and the incidences that the rows tell, by their names."""


def _by_step(journeys: "Sequence[Journey]", following: Following, config: "Config") -> _Table:
    options = config.own(FunnelOptions)
    columns = (
        Column("step", "name"),
        Column("from", "name", wide=True),
        Column("to", "name", wide=True),
        *_incidence_columns(options.within),
        Column("reverse", "count", "other way"),
    )
    rows: list[Row] = []
    shares = {}
    for step in _steps(options):
        found = walked(journeys, step, following)
        if found.cases or found.reverse or config.empty:
            one = shares[step.title] = incidence(case for _, case in found.cases)
            cells = _incidence_cells(one, options.within)
            rows.append((step.title, step.start, step.end, *cells, len(found.reverse)))
    return columns, rows, shares


def _steps(options: FunnelOptions) -> tuple[Step, ...]:
    return ALL_STEPS if options.show == "all" else STEPS


# ----------------------------------------------------------------------------------------------------- by group


def _by_group(
    journeys: "Sequence[Journey]", following: Following, ledger: "Ledger", config: "Config"
) -> tuple[tuple[Column, ...], list["Row"], "Row | None", dict[str, Incidence]]:
    options, by = config.own(FunnelOptions), config.by or ""
    steps = _steps(options)
    columns = [Column(by, "name"), Column("n", "count", "ties")]
    for step in steps:
        columns += [
            Column(step.name, "share", step.title if options.show == "all" else f"→ {step.end}"),
            Column(f"{step.name}_n", "count", "of"),
            Column(f"{step.name}_at_risk", "count", f"{step.title}: at risk", wide=True),
            Column(f"{step.name}_median", "number", f"{step.title}: median", wide=True),
        ]
    key_of = key_of_tie(by, BY, ledger, config)
    groups: dict[str, list[Journey]] = defaultdict(list)
    for journey in journeys:
        groups[key_of(journey.tie)].append(journey)
    rows: list[Row] = []
    shares = {}
    for key in sorted(groups, key=lambda key: (key == NONE, alphabetical(key))):
        cells, found = _group_cells(groups[key], following, steps, options.within)
        rows.append((key, *cells))
        shares.update({f"{key} {title}": one for title, one in found.items()})
    totals = ("total", *_group_cells(journeys, following, steps, options.within)[0]) if rows else None
    return tuple(columns), rows, totals, shares


def _group_cells(
    journeys: "Sequence[Journey]", following: Following, steps: "Sequence[Step]", within: int
) -> "tuple[Row, dict[str, Incidence]]":
    cells: list[Cell] = [len(journeys)]
    shares = {}
    for step in steps:
        one = shares[step.title] = incidence(case for _, case in walked(journeys, step, following).cases)
        value, _, _, at_risk = point_cells(one.within(within))
        cells += [value, one.n, at_risk, median_cells(one.curve)[0]]
    return tuple(cells), shares


# --------------------------------------------------------------------------------------------------- by medium


def _by_medium(journeys: "Sequence[Journey]", following: Following, within: int) -> _Table:
    columns = (Column("medium", "name", "richest medium"), *_incidence_columns(within))
    shares = _landmark(journeys, following)
    return columns, [(medium, *_incidence_cells(one, within)) for medium, one in shares.items()], shares


def _landmark(journeys: "Sequence[Journey]", following: Following) -> dict[str, Incidence]:
    """Return the incidence of exchange after the landmark by the richest medium, the richest first."""
    groups: dict[str, list[Marked]] = defaultdict(list)
    for mark in marked(journeys, following):
        groups[mark.richest or NONE].append(mark)
    return {key: incidence(mark.case for mark in groups[key]) for key in (*MEDIA, NONE) if key in groups}


def _landmark_figures(journeys: "Sequence[Journey]", following: Following, within: int) -> "Iterable[Figure]":
    for medium, one in _landmark(journeys, following).items():
        point = one.within(within)
        name, label = ("none", "no touch") if medium == NONE else (medium, medium)
        yield Figure(
            f"exchange_after_{name}",
            f"exchange after {label}",
            None if point is None else share(point.share),
            one.n,
            f"by day {LANDMARK + within}" if point is not None else f"followed to day {LANDMARK + one.longest} at most",
            None if point is None else share(point.low),
            None if point is None else share(point.high),
        )


def _notes_of_landmark(begun: "Sequence[date]", following: Following, config: "Config") -> "Iterable[str]":
    unknown = sum(following.since is not None and (following.since - day).days > LANDMARK for day in begun)
    if unknown and config.by is None:
        told = "" if config.own(FunnelOptions).show == "landmark" else "exchange after …: "
        yield f"{told}left out, for their media up to day {LANDMARK} are not known: {count(unknown, 'tie')}"


# ----------------------------------------------------------------------------------------------------- evidence


def evidence(ledger: "Ledger", config: "Config", figure: str, subject: str) -> Report | None:
    """Return the waits behind a step (`text → voice`), a medium of the landmark, a group of ties, or one tie."""
    following = Following.of(ledger, config.today)
    journeys = [Journey.of(tie) for tie in chosen_ties(ledger, config)]
    step = next((step for step in ALL_STEPS if subject in {step.title, step.name}), None)
    if step is not None:
        return told_of_step(walked(journeys, step, following), step, config)
    own = [journey for journey in journeys if journey.tie.name == subject]
    if own:
        return told_of_journey(own[0], config)
    medium = NONE if subject == "none" else subject
    if medium in {*MEDIA, NONE} and (config.by is None or figure == f"exchange_after_{subject}"):
        return told_of_marked(marked(journeys, following), medium, config)
    if config.by is not None:
        key_of = key_of_tie(config.by, BY, ledger, config)
        return told_of_journeys([journey for journey in journeys if key_of(journey.tie) == subject], subject, config)
    return None


plugin = Metric(
    run,
    "Show how ties go from text to voice, meeting, exchange and outcome.",
    help="Stages: text (message, email, post, poke, letter), voice (call, video), meeting, exchange (a favour either "
    "way), outcome. From the first day of one stage, the share that comes to another within so many days; ties that "
    "did not come to it yet are counted as waiting. The period chooses ties that began in it, and query terms choose "
    "by how a tie began; all are followed to today.",
    options=FunnelOptions,
    by=BY,
    compares=("n", "share", "median", "voice_to_meeting", "meeting_to_exchange"),
    definitions=DEFINITIONS,
    evidence=evidence,
)
