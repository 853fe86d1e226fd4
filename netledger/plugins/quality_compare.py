"""Quality over quantity in two periods: what changed, and what of it is more than chance."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.amounts import quantize
from netledger.core.periods import Period, PeriodError, period_before
from netledger.core.report import Column, Figure, Report
from netledger.measures.comparison import (
    days_of,
    is_known,
    judge_counts,
    judge_proportions,
    per_day,
    period_notes,
)
from netledger.plugins.quality_figures import ALONE, BOTH, alone, of_people, of_venues, told
from netledger.plugins.quality_picture import SOON, Picture

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row
    from netledger.measures.comparison import Judged
    from netledger.plugins.quality_figures import Estimate, Spec

COLUMNS = (
    Column("figure", "name"),
    Column("now", "number"),
    Column("before", "number"),
    Column("change", "text"),
    Column("now_n", "count", "n"),
    Column("before_n", "count", "n before"),
)

_SHARE = 4

_UNKNOWN = "before is undefined"


class _Compared(NamedTuple):
    """One figure in both periods."""

    label: str
    spec: "Spec"
    now: "Estimate"
    before: "Estimate | None"
    """None: the ledger does not cover that period."""
    days: tuple[int, int]

    @property
    def judged(self) -> "Judged":
        """What can be said of the change."""
        if self.before is None or self.now.value is None or self.before.value is None:
            return "", None
        if self.spec.judged == "count":
            return judge_counts((int(self.now.value), int(self.before.value)), self.days)
        one, two, first, second = self.now.successes, self.before.successes, self.now.n, self.before.n
        if self.spec.judged != "share" or one is None or two is None or first is None or second is None:
            return "", None
        return judge_proportions((one, two), (first, second))


def report(ledger: "Ledger", config: "Config", title: str) -> Report:
    """Make the report of two periods: a row for each figure of people and of venues."""
    now, before = _pictures(ledger, config)
    known = is_known(ledger, before.config)
    days = days_of(now.config), days_of(before.config)
    if config.query and now.is_empty and before.is_empty:
        notes = tuple(period_notes(now.config, before.config, known=known))
        return Report("quality", title, COLUMNS, (), config.today, now.config.begin, now.config.end, notes=notes)
    found = [*_compared(now, before if known else None, days)]
    return Report(
        "quality",
        title,
        COLUMNS,
        tuple(_row(item) for item in found),
        config.today,
        now.config.begin,
        now.config.end,
        None,
        tuple(_figure(item) for item in found if item.judged[1] is not None),
        tuple(_notes(now, before, found, known=known)),
        (_sentence(found),) if known else (),
    )


def _pictures(ledger: "Ledger", config: "Config") -> tuple[Picture, Picture]:
    """Return the pictures of the reported period and of the one before, which itself needs the one before it.

    Raises PeriodError where there is no period before.
    """
    this, before = config.against()
    earlier = _earlier(config, this, before)
    if earlier is not None and is_known(ledger, earlier):
        second = Picture(ledger, before, Picture(ledger, earlier, None))
    else:
        second = Picture(ledger, before, None, "the period before that starts before the first entry")
    if not is_known(ledger, before):
        return Picture(ledger, this, None, _UNKNOWN), second
    return Picture(ledger, this, second), second


def _earlier(config: "Config", this: "Config", before: "Config") -> "Config | None":
    """Return the settings for the period before the one before, cut as that one is; None where there is none."""
    own = Period(before.begin, before.end)
    try:
        # Ten days of July go with ten of June, and those with the first ten days of May, not with the last of May.
        whole = period_before(Period(this.begin, config.end), config.end or config.today)[1]
        found = period_before(whole if whole.begin == own.begin else own, before.last)[1]
    except PeriodError:
        return None
    return replace(config, begin=found.begin, end=found.end)


def _compared(now: Picture, before: Picture | None, days: tuple[int, int]) -> "Iterable[_Compared]":
    for whose, estimates in (("people", of_people), ("venues", of_venues)):
        first = estimates(now)
        second = estimates(before) if before is not None else None
        for spec in BOTH:
            label = f"{spec.label}, {whose}"
            yield _Compared(label, spec, first[spec.label], second[spec.label] if second is not None else None, days)
    first = alone(now)
    second = alone(before) if before is not None else None
    for spec in ALONE:
        yield _Compared(spec.label, spec, first[spec.label], second[spec.label] if second is not None else None, days)


def _row(item: _Compared) -> "Row":
    spec = item.spec._replace(places=min(item.spec.places, 2))
    before = item.before
    return (
        item.label,
        told(spec, item.now),
        told(spec, before) if before is not None else None,
        item.judged[0],
        item.now.n,
        before.n if before is not None else None,
    )


def _figure(item: _Compared) -> Figure:
    """Show the interval behind a verdict: of the first count's share of both, of the difference of two shares."""
    interval = item.judged[1]
    now, before = item.now.value, item.before.value if item.before is not None else None
    if interval is None or now is None or before is None:
        raise ValueError(f"{item.label} has not been judged")
    if item.spec.judged == "count":
        value = Fraction(now) / (Fraction(now) + Fraction(before))
        daily = [per_day(int(count), days) for count, days in zip((now, before), item.days, strict=True)]
        reason = f"of both; {daily[0]} a day, before {daily[1]}"
    else:
        value = Fraction(now) - Fraction(before)
        reason = "difference"
    low, high = (quantize(Decimal(limit), _SHARE) for limit in interval)
    name = item.label.lower().replace(", ", "_").replace(" ", "_").replace("-", "_")
    return Figure(f"{name}_change", item.label, quantize(value, _SHARE), None, reason, low, high)


# ------------------------------------------------------------------------------------------------------ words


def _sentence(found: "Sequence[_Compared]") -> str:
    """Say whether it went wider or deeper: only what the figures that can be judged allow."""
    changes = {item.label: item.judged for item in found}
    words = []
    wider = {"more": "Wider: more people for the days.", "fewer": "Narrower: fewer people for the days."}
    if changes["reach, people"][0]:
        words.append(wider[changes["reach, people"][0]])
    for label, what in (
        ("rich media, people", "share of touches in rich media"),
        ("second contact", f"share of new ties with a second contact in {SOON} days"),
    ):
        change = changes[label][0]
        if change:
            words.append(f"{'Deeper' if change == 'higher' else 'Shallower'}: a {change} {what}.")
    if not words:
        return "Neither wider nor deeper for certain: reach, rich media and second contacts may well be as before."
    return " ".join(words)


def _notes(now: Picture, before: Picture, found: "Sequence[_Compared]", *, known: bool) -> "Iterable[str]":
    yield from period_notes(now.config, before.config, known=known)
    if known:
        one, two = days_of(now.config), days_of(before.config)
        yield (
            "more, fewer: the 95 % interval of now / (now + before) does not hold "
            f"{one / (one + two):.2f}, the share of the days; higher, lower: that of the difference does not hold 0"
        )
        yield (
            f"no verdict on effective numbers, Gini, days, hours and the other shares: they depend on how many touches "
            f"there were, {now.people.touches:,} and before {before.people.touches:,}"
        )
    second = next(item for item in found if item.label == "second contact")
    values = (second.now.value, second.before.value if second.before is not None else None)
    if None not in values and second.judged[1] is None:
        yield f"no verdict on second contact: not every tie was followed from its beginning on for {SOON} days"
    reasons: dict[str, list[str]] = {}
    for item in found:
        for estimate in (item.now, item.before):
            if estimate is not None and estimate.value is None and estimate.reason != _UNKNOWN:
                when = "" if estimate is item.now else " before"
                reasons.setdefault(estimate.reason, []).append(f"{item.label}{when}")
    for reason, labels in reasons.items():
        yield f"undefined, {reason}: {'; '.join(labels)}"
