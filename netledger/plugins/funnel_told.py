"""What the figures of the funnel are, and the ties behind them."""

from typing import TYPE_CHECKING

from netledger.core.entries import MEDIA
from netledger.core.report import Column, Report
from netledger.extension import Definition
from netledger.measures.breakdown import NONE
from netledger.measures.journey import ALL_STEPS, LANDMARK, STAGES, STEPS
from netledger.measures.survival import CENSORED, COMPETING, EVENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netledger.core.config import Config
    from netledger.core.report import Cell, Row
    from netledger.measures.journey import Journey, Marked, Step, Walked

_AALEN = "Aalen & Johansen 1978; where nothing is closed, 1 less the curve of Kaplan & Meier 1958"
_LIMITS = "delta-method variance (Marubini & Valsecchi 1995), 95 % interval of log(-log(1 - F))"
_LANDMARK = "landmark analysis, Anderson, Cain & Gelber 1983; day 90 is netledger's own"
_OURS = "netledger's own"
_MEDIAN = "A limit of the median, in days. Undefined: infinite, for F has not got so far."

DEFINITIONS = (
    Definition(
        "share",
        "F(t), t the days of --within",
        "The share of ties that come to the second stage within t days of their first day in the first one, with ties "
        "that still wait as censored, and closing as what competes. Shares of steps are not to be multiplied. "
        "Undefined where no tie was followed on day t.",
        _AALEN,
    ),
    Definition("low", "the lower limit of F(t)", "Undefined where F is 0 or 1.", _LIMITS),
    Definition("high", "the upper limit of F(t)", "Undefined where F is 0 or 1.", _LIMITS),
    Definition("at_risk", "the ties still waiting on day t", "How many the share still rests on at its end.", _OURS),
    Definition(
        "median",
        "the first day t with F(t) >= 1/2",
        "By then half of the ties came to it, of all that ever waited. Undefined where F does not get so far.",
        "as Kaplan & Meier 1958, in exact fractions",
    ),
    Definition("median_low", "the first day on which the upper limit of F is 1/2 or more", _MEDIAN, _LIMITS),
    Definition("median_high", "the first day on which the lower limit of F is 1/2 or more", _MEDIAN, _LIMITS),
    Definition(
        "n",
        "ties that came to the first stage, and not to the second one on a day before",
        "With --by: the ties of the row, whatever stages they came to.",
        _OURS,
    ),
    Definition("events", "ties that came to the second stage", "Before they were closed; on whatever day.", _OURS),
    Definition("closed", "ties closed before they came to the second stage", "They count as never to come.", _OURS),
    Definition("waiting", "ties - came - closed", "Censored at the day of the report, not dropped.", _OURS),
    Definition(
        "reverse",
        "ties that came to the second stage on a day before the first one",
        "The other way round: they are not among the ties of the step.",
        _OURS,
    ),
    *(
        Definition(
            f"exchange_after_{medium}",
            f"F(t) of the first exchange, from day {LANDMARK} of the tie on",
            f"Of ties that were open and without an exchange on day {LANDMARK}, and whose richest medium until then "
            + ("was " + medium if medium != "none" else "was none at all")
            + ". Undefined where no tie was followed for so long.",
            _LANDMARK,
        )
        for medium in (*MEDIA, "none")
    ),
    *(
        definition
        for step in ALL_STEPS
        for definition in (
            Definition(
                step.name, "F(t), t the days of --within", f"The share of {step.title}.", _AALEN, step not in STEPS
            ),
            Definition(f"{step.name}_n", "n of the step", f"The ties of {step.title}.", _OURS, minor=True),
            Definition(
                f"{step.name}_at_risk", "n(t)", f"The ties of {step.title} still waiting on day t.", _OURS, minor=True
            ),
            Definition(f"{step.name}_median", "F(t) >= 1/2", f"The median days of {step.title}.", _AALEN, minor=True),
        )
    ),
)

_WORDS = {CENSORED: "waits", EVENT: "came", COMPETING: "closed"}


def told_of_step(found: "Walked", step: "Step", config: "Config") -> Report | None:
    """Return the wait of each tie of a step, the shortest first, and then who went the other way round."""
    columns = (
        Column("person", "name"),
        Column("days", "count"),
        Column("what", "name", "then"),
        Column("entry", "count", "entered on day", wide=True),
    )
    rows: list[Row] = [
        (tie.name, case.time, _WORDS[case.event], case.entry)
        for tie, case in sorted(found.cases, key=lambda pair: pair[1].time)
    ]
    rows.extend((tie.name, None, "other way", None) for tie in found.reverse)
    return _report(step.title, columns, rows, config)


def told_of_journey(journey: "Journey", config: "Config") -> Report | None:
    """Return the stages of one tie with their first days, and how many days that is after its beginning."""
    begun = journey.tie.begun
    columns = (Column("stage", "name"), Column("date", "date", "first day"), Column("days", "count", "day of the tie"))
    rows: list[Row] = [
        (stage, day, None if begun is None else (day - begun).days)
        for stage, day in sorted(journey.days.items(), key=lambda item: (item[1], STAGES.index(item[0])))
    ]
    return _report(journey.tie.name, columns, rows, config)


def told_of_journeys(journeys: "Sequence[Journey]", subject: str, config: "Config") -> Report | None:
    """Return the first days of all stages of several ties."""
    columns = (Column("person", "name"), Column("begun", "date"), *(Column(stage, "date") for stage in STAGES))
    rows: list[Row] = []
    for journey in journeys:
        days: list[Cell] = [journey.days.get(stage) for stage in STAGES]
        rows.append((journey.tie.name, journey.tie.begun, *days))
    return _report(subject, columns, rows, config)


def told_of_marked(marks: "Iterable[Marked]", subject: str, config: "Config") -> Report | None:
    """Return the wait for an exchange, from the landmark on, of each tie whose richest medium it is."""
    columns = (
        Column("person", "name"),
        Column("begun", "date"),
        Column("days", "count", f"days after {LANDMARK}"),
        Column("what", "name", "then"),
    )
    rows: list[Row] = [
        (mark.tie.name, mark.tie.begun, mark.case.time, _WORDS[mark.case.event])
        for mark in sorted(marks, key=lambda mark: mark.case.time)
        if (mark.richest or NONE) == subject
    ]
    return _report(f"exchange after {subject}", columns, rows, config)


def _report(title: str, columns: tuple[Column, ...], rows: "list[Row]", config: "Config") -> Report | None:
    if not rows:
        return None
    return Report("evidence", title, columns, tuple(rows), config.today, config.begin, config.end)
