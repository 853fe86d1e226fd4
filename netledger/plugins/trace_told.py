"""What the figures of a trace are, what stands behind them, and what a reader of it must know."""

from fractions import Fraction
from typing import TYPE_CHECKING

from netledger.core.amounts import Amount, apportion, quantize
from netledger.core.report import Column, Report
from netledger.core.spelling import some
from netledger.extension import Definition
from netledger.measures.paths import people_of
from netledger.plugins.moments import what
from netledger.plugins.trace_rows import PLACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netledger.core import entries as e
    from netledger.core.report import Row
    from netledger.measures.credit import Credit, Model
    from netledger.measures.paths import Path
    from netledger.plugins.trace_intros import Aftermath
    from netledger.plugins.trace_rows import Tracing

DEFINITIONS = (
    Definition(
        "share",
        "what a step, or whoever else stands in the row, is credited with, of an outcome that is 1",
        "The steps of an outcome are the touches, introductions and favours dated on or before it that share a link "
        "with it; where there are none, those with the people it came through. The chain of introductions that "
        "brought these people goes before. Without a step the people are credited, else the venue. Shares add up to 1.",
        "multi-touch attribution; chain: recursive halving, Pickard et al. 2011; the paths are netledger's own",
    ),
    Definition(
        "credit",
        "share · what the outcome is worth",
        "In the outcome's own unit, or in that of -X. A step's credit is split equally among its people. Undefined "
        "where the outcome has no amount, came to others, or has no price in that unit.",
        "netledger's own",
    ),
)
"""What each column is."""

"""How many of a kind a note names."""

_MODELS: "dict[Model, str]" = {
    "first-touch": "all credit goes to the first step",
    "last-touch": "all credit goes to the last step",
    "linear": "every step is credited the same",
    "position-based": "0.4 goes to the first and to the last step, 0.2 to those between",
    "time-decay": "a step counts half for every half-life that it is older than the newest one",
    "chain": "who brought somebody gets half of what they get, and so on up the chain",
}


def outcome_notes(tracing: "Tracing", paths: "Sequence[Path]") -> "Iterable[str]":
    """Say how credit is shared, and what has no step or goes in a circle."""
    if any(path.steps for path in paths):
        yield f"{tracing.model}: {_MODELS[tracing.model]}; --model changes that"
    bare = [_named(path.outcome) for path in paths if not path.steps]
    if bare:
        yield f"no step before {some(bare)}: give outcome and steps a common link, or say whom it came from"
    circles = dict.fromkeys(
        " ← ".join((*chain.people, chain.circle)) for path in paths for chain in path.chains if chain.circle is not None
    )
    if circles:
        yield f"introductions go in a circle, and the chain ends there: {some(list(circles))}"
    others = [_named(path.outcome) for path in paths if path.outcome.beneficiaries]
    if others:
        yield f"came to others, so without a value of yours: {some(others)}"
    yield from _unpriced(tracing, [path.outcome for path in paths])


def intro_notes(tracing: "Tracing", aftermath: "Aftermath", rows: "Sequence[Row]") -> "Iterable[str]":
    """Say how credit is shared, and how many introductions nothing is noted since."""
    if any(row[4] is not None for row in rows):
        yield f"share and credit are those of the introduction at the root; {tracing.model}: {_MODELS[tracing.model]}"
    if aftermath.empty:
        yield f"nothing is noted since of {aftermath.empty} introduction{'s' if aftermath.empty > 1 else ''}"


def _unpriced(tracing: "Tracing", outcomes: "Sequence[e.Outcome]") -> "Iterable[str]":
    units: dict[str, int] = {}
    for outcome in outcomes:
        if outcome.amount is not None and not outcome.beneficiaries and tracing.value(outcome) is None:
            units[outcome.amount.unit] = units.get(outcome.amount.unit, 0) + 1
    if units:
        listed = ", ".join(f"{unit} ({count})" for unit, count in sorted(units.items()))
        yield f"no price in {tracing.config.exchange}, so no credit: {listed}"


def _named(outcome: "e.Outcome") -> str:
    return f"{outcome.kind} of {outcome.date}"


# -------------------------------------------------------------------------------------------------- evidence

_EVIDENCE = (
    Column("date", "date"),
    Column("outcome", "text"),
    Column("step", "text"),
    Column("step_date", "date", "on"),
    Column("people", "count"),
    Column("share", "share"),
    Column("credit", "amount"),
)


def credited(tracing: "Tracing", outcomes: "Sequence[e.Outcome]", figure: str, subject: str) -> Report | None:
    """List what a person, or a venue with what lies under it, is credited with, of each step of each outcome."""
    rows: list[Row] = []
    for outcome in outcomes:
        value = tracing.value(outcome)
        found = [
            (credit, _part(tracing, outcome, credit, subject)) for credit in tracing.credits(tracing.paths.of(outcome))
        ]
        held = [(credit, part) for credit, part in found if part]
        numbers: list[Amount | None] = [None] * len(held)
        if value is not None:
            parts = apportion([part * value[0] for _, part in held], tracing.precision(value[1]))
            numbers = [Amount(number, value[1]) for number in parts]
        for (credit, part), number in zip(held, numbers, strict=True):
            step = None if credit.step is None else tracing.paths.step(credit.step)
            people = None if step is None or credit.person is not None else len(people_of(step))
            named = ("", None) if step is None else (what(step), step.date)
            rows.append((outcome.date, what(outcome), *named, people, quantize(part, PLACES), number))
    if not rows:
        return None
    title = f"{figure.capitalize()}: {subject}, {tracing.model}"
    return Report(
        "evidence", title, _EVIDENCE, tuple(rows), tracing.config.today, tracing.config.begin, tracing.config.end
    )


def _part(tracing: "Tracing", outcome: "e.Outcome", credit: "Credit", subject: str) -> Fraction:
    """Return how much of a credit is the subject's."""
    step = None if credit.step is None else tracing.paths.step(credit.step)
    if subject.startswith("@"):
        venue = outcome.venue if step is None and credit.person is None else None if step is None else step.venue
        holds = venue is not None and (venue == subject or venue.startswith(f"{subject}:"))
        return credit.share if holds else Fraction(0)
    people = (credit.person,) if credit.person is not None else people_of(step) if step is not None else ()
    return credit.share / len(people) if subject in people else Fraction(0)
