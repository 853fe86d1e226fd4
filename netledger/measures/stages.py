"""The stage of life of a tie: which of seven rules, asked in their order, is the first to hold."""

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from netledger.measures.cadence import quiet_since

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from netledger.measures.cadence import Cadence
    from netledger.measures.history import Tie

STAGES = ("seed", "sprout", "growing", "blooming", "dormant", "withered", "composted")
"""All stages, in the order of a life."""

YEAR = Fraction(1461, 4)
"""The days of a year."""

DORMANT, WITHERED = 2, 4
"""So many cadences of silence make a tie dormant, and withered."""


class Tested(NamedTuple):
    """A rule, what it was asked of one tie, and the answer: `silence > 2 × cadence`, 233 against 240, no."""

    stage: str
    rule: str
    holds: bool
    measured: Fraction | None = None
    limit: Fraction | None = None
    """What `measured` was held against; None: the rule asks for no number."""


def tested(tie: "Tie", cadence: "Cadence", day: "date", counted: "Mapping[int, int]") -> "Iterator[Tested]":
    """Ask each rule of a tie that has begun by a day, and is the history up to that day, in their order.

    `counted` are the `netledger.measures.instalments.results` of that day. The last rule holds always.
    """
    since = quiet_since(tie)
    silence = Fraction(0 if since is None else (day - since).days)
    given, received = (_within_a_year([favour.day for favour in side], day) for side in (tie.given, tie.received))
    yield Tested("composted", "closed", tie.is_closed(day))
    for stage, times in (("withered", WITHERED), ("dormant", DORMANT)):
        limit = times * cadence.days
        yield Tested(stage, f"silence > {times} × cadence", silence > limit, silence, limit)
    outcomes = {counted[id(outcome)] for outcome in tie.outcomes if (day - outcome.date).days <= YEAR}
    yield _at_least(1, "blooming", "an outcome in a year", len(outcomes))
    yield _at_least(1, "blooming", "favours both ways in a year", min(given, received))
    theirs = sum(touch.inbound for touch in tie.touches)
    yours = sum(not touch.inbound and touch.medium not in {"meet", "video"} for touch in tie.touches)
    yield _at_least(1, "growing", "touches both ways", min(yours, theirs))
    yield _at_least(1, "growing", "favours both ways", min(len(tie.given), len(tie.received)))
    yield _at_least(2, "sprout", "two or more touch days", len(tie.touch_days))
    yield Tested("seed", "no other rule holds", holds=True)


def stage(tie: "Tie", cadence: "Cadence", day: "date", counted: "Mapping[int, int]") -> Tested:
    """Return the first rule that holds: its `stage` is that of the tie."""
    return next(rule for rule in tested(tie, cadence, day, counted) if rule.holds)


def _at_least(limit: int, name: str, rule: str, measured: int) -> Tested:
    return Tested(name, rule, measured >= limit, Fraction(measured), Fraction(limit))


def _within_a_year(found: "list[date]", day: "date") -> int:
    return sum((day - when).days <= YEAR for when in found)
