"""Attribution: the chain of people and moments behind each outcome, and what came of each introduction.

`netledger trace ^acme` draws the tree behind the outcomes that the terms choose. Every step of an outcome's path stands
in it once, with what the model credits it with; shares add up to 1, credits to what the outcome is worth.
"""

from typing import TYPE_CHECKING, Annotated

import msgspec

from netledger.core import entries as e
from netledger.core.report import Report
from netledger.extension import Metric
from netledger.measures.credit import Model, half_life
from netledger.plugins.trace_intros import Aftermath
from netledger.plugins.trace_outcome import rows_behind
from netledger.plugins.trace_rows import COLUMNS, Tracing
from netledger.plugins.trace_told import DEFINITIONS, credited, intro_notes, outcome_notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row


class TraceOptions(msgspec.Struct, frozen=True):
    """The options of `netledger trace` beside those of every metric."""

    intros: Annotated[
        bool, msgspec.Meta(description="The other way: what came of the introductions that the TERMs choose.")
    ] = False
    model: Annotated[Model, msgspec.Meta(description="How an outcome is credited to the steps before it.")] = "linear"
    decay: Annotated[
        str, msgspec.Meta(description="Of time-decay: a step counts half for every such interval that it is older.")
    ] = "90d"
    steps: Annotated[
        int, msgspec.Meta(description="List so many steps beneath a person, and sum up the rest; 0: all.")
    ] = 10


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Draw the tree behind each outcome, or beneath each introduction. Raises WrongCall."""
    own = config.own(TraceOptions)
    tracing = Tracing(ledger, config, own.model, half_life(own.decay), own.steps)
    rows: list[Row] = []
    if own.intros:
        title, aftermath = "What came of each introduction", Aftermath(tracing)
        for place in _introductions(ledger, config):
            rows.extend(aftermath.rows(place))
        notes = list(intro_notes(tracing, aftermath, rows))
    else:
        title, paths = "What led to each outcome", [tracing.paths.of(outcome) for outcome in _outcomes(ledger, config)]
        for path in paths:
            rows.extend(rows_behind(path, tracing))
        notes = list(outcome_notes(tracing, paths))
        if not rows and config.query and _introductions(ledger, config):
            notes.append("no outcome matches, but introductions do: --intros shows what came of them")
    title = ledger.titled(title)
    report = Report("trace", title, COLUMNS, tuple(rows), config.today, config.begin, config.end, notes=tuple(notes))
    return report, []


def _outcomes(ledger: "Ledger", config: "Config") -> "list[e.Outcome]":
    """Return the outcomes that are chosen, also those that came to others."""
    declared, query = ledger.declarations, config.query
    chosen = config.within(ledger.of(e.Outcome))
    return [outcome for outcome in chosen if not outcome.pending and query.entry(outcome, declared)]


def _introductions(ledger: "Ledger", config: "Config") -> "Sequence[int]":
    """Return the places of the introductions that are chosen."""
    declared, query = ledger.declarations, config.query
    return [
        place
        for place, entry in enumerate(ledger.until(config.last))
        if isinstance(entry, e.Intro)
        and not entry.pending
        and config.reports(entry.date)
        and query.entry(entry, declared)
    ]


def evidence(ledger: "Ledger", config: "Config", figure: str, subject: str) -> Report | None:
    """Return each credit of a person, or of a venue and what lies under it, step by step."""
    own = config.own(TraceOptions)
    tracing = Tracing(ledger, config, own.model, half_life(own.decay), own.steps)
    return credited(tracing, _outcomes(ledger, config), figure, subject)


plugin = Metric(
    run,
    "Show the chain of people and moments behind an outcome.",
    help="TERMs select outcomes: `netledger trace ^acme`, `netledger trace kind:client Dave`. Beneath each stand the "
    "people it came through, who introduced them, and what you did together, as far as it has the outcome's link. "
    "`netledger roi --by person --model linear` adds the credit up.",
    options=TraceOptions,
    definitions=DEFINITIONS,
    evidence=evidence,
)
