"""The garden: the stage of life of each relationship, and the rule that says so.

The first rule that holds: composted (closed), withered (silence over 4 cadences), dormant (over 2), blooming (an
outcome, or favours both ways, within a year), growing (touches or favours both ways), sprout (two or more touch days),
seed (the rest). The stages and their rules are netledger's own.
"""

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from netledger.core.order import alphabetical
from netledger.core.report import Cell, Column, Figure, Report, Row
from netledger.extension import Definition, Metric
from netledger.measures.cadence import Cadence, Cadences, days_told, quiet_since
from netledger.measures.history import Tie, ties
from netledger.measures.instalments import results
from netledger.measures.selection import chosen_people
from netledger.measures.stages import Tested, stage, tested

if TYPE_CHECKING:
    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger

SHOWN = ("blooming", "growing", "sprout", "seed", "dormant", "withered", "composted")
"""The stages in the order of the report."""

COLUMNS = (
    Column("person", "name"),
    Column("stage", "text"),
    Column("rule", "text"),
    Column("silence", "count", "silent"),
    Column("every", "text"),
    Column("touch_days", "count", "days"),
    Column("given", "count", wide=True),
    Column("received", "count", wide=True),
    Column("outcomes", "count", wide=True),
    Column("cadence", "number", wide=True),
    Column("cadence_from", "text", wide=True),
    Column("last_contact", "date", wide=True),
    Column("begun", "date", wide=True),
)

_TESTS = (
    Column("stage", "name"),
    Column("rule", "text"),
    Column("measured", "number"),
    Column("limit", "number"),
    Column("holds", "flag"),
)


class GardenOptions(msgspec.Struct, frozen=True):
    """What `garden` takes beside the options of all metrics."""

    stage: Annotated[
        Literal["seed", "sprout", "growing", "blooming", "dormant", "withered", "composted"] | None,
        msgspec.Meta(description="Show only the ties in this stage."),
    ] = None


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Find the stage of each tie that has begun; its rows are people, by stage and name."""
    chosen = chosen_people(ledger, config)
    cadences = Cadences(ledger, config.last)
    counted = results(ledger, config.last)
    wanted = config.own(GardenOptions).stage
    rows: list[Row] = []
    counts: Counter[str] = Counter()
    for tie in sorted(ties(ledger, config.last).values(), key=lambda tie: alphabetical(tie.name)):
        if tie.begun is None or (chosen is not None and tie.name not in chosen):
            continue
        cadence = cadences.of(tie.name)
        rule = stage(tie, cadence, config.last, counted)
        counts[rule.stage] += 1
        if wanted in {None, rule.stage}:
            outcomes = len({counted[id(outcome)] for outcome in tie.outcomes})
            rows.append(_row(tie, cadence, rule, outcomes, config))
    rows.sort(key=lambda row: SHOWN.index(str(row[1])))
    report = Report(
        "garden",
        ledger.titled("Garden"),
        COLUMNS,
        tuple(rows),
        config.today,
        config.begin,
        config.end,
        figures=(Figure("ties", "ties", counts.total()), *(Figure(name, name, counts[name]) for name in SHOWN)),
    )
    return report, []


def _row(tie: Tie, cadence: Cadence, rule: Tested, outcomes: int, config: "Config") -> Row:
    since = quiet_since(tie)
    cells: tuple[Cell, ...] = (
        tie.name,
        rule.stage,
        rule.rule,
        None if since is None else (config.last - since).days,
        cadence.text,
        len(tie.touch_days),
        len(tie.given),
        len(tie.received),
        outcomes,
        days_told(cadence.days),
        cadence.source,
        since,
        tie.begun,
    )
    return cells


def evidence(ledger: "Ledger", config: "Config", figure: str, subject: str) -> Report | None:
    """Return every rule in its order with the numbers tested and the answer; the first that holds is the stage."""
    tie = ties(ledger, config.last).get(subject)
    if tie is None or tie.begun is None:
        return None
    cadence = Cadences(ledger, config.last).of(subject)
    rules = [*tested(tie, cadence, config.last, results(ledger, config.last))]
    rows = [
        (rule.stage, rule.rule, *(None if n is None else days_told(n) for n in (rule.measured, rule.limit)), rule.holds)
        for rule in rules
    ]
    first = next(rule for rule in rules if rule.holds)
    since = quiet_since(tie)
    silence = None if since is None else (config.last - since).days
    return Report(
        "evidence",
        f"{figure.replace('_', ' ').capitalize()}: {subject}",
        _TESTS,
        tuple(rows),
        config.today,
        config.begin,
        config.end,
        figures=(
            Figure("last_contact", "last contact", since),
            Figure("silence", "silence", silence, reason="days"),
            Figure("cadence", "cadence", days_told(cadence.days), reason=f"days: {cadence.text}, {cadence.said}"),
        ),
        lead=(f"{subject} is {first.stage}: the first rule that holds is `{first.rule}`.",),
    )


_OURS = "netledger's own"

DEFINITIONS = (
    Definition(
        "stage",
        "the first rule that holds: composted: closed; withered: silence > 4·cadence; dormant: silence > 2·cadence; "
        "blooming: an outcome, or favours both ways, within a year; growing: touches or favours both ways; sprout: two "
        "or more touch days; seed: the rest",
        "Where a tie is in its life. Touches go both ways where each of you reached out at least once; a meeting or "
        "video call without `from` was started by nobody in particular. A year is 365.25 days.",
        _OURS,
    ),
    Definition(
        "silence",
        "days from the last touch, connect or favour to the last day of the period",
        "Of a tie that nothing but an introduction began, from that day on.",
        _OURS,
    ),
    Definition(
        "cadence",
        "`every:` of the person, else the shortest `every:` of their tags, else the option cadence, else 90d; in days",
        "How often you mean to be in touch. Tags are those of the person's `person` and `connect` lines. 1mo is "
        "30.4375 days, 1y is 365.25.",
        _OURS,
    ),
    *(
        Definition(
            name, f"ties in the stage {name}", "As the rules of the stage say, in their order.", _OURS, minor=True
        )
        for name in SHOWN
    ),
)

plugin = Metric(
    run,
    "Show the stage of life of each relationship, and the rule that says so.",
    help="Seed, sprout, growing, blooming; dormant, withered, composted. It is the stage on the last day of the "
    "period. TERMs choose people: those of whom an entry matches.",
    options=GardenOptions,
    compares=("stage",),
    definitions=DEFINITIONS,
    evidence=evidence,
)
