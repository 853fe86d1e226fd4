"""Quality over quantity: breadth beside depth, for people and for venues, over a period and against the one before."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import msgspec

from netledger.core.amounts import quantize
from netledger.core.config import WrongCall
from netledger.core.report import Column, Figure, Report
from netledger.extension import Metric
from netledger.plugins import quality_compare, quality_groups, quality_yield
from netledger.plugins.quality_evidence import evidence
from netledger.plugins.quality_figures import ALONE, BOTH, SHARES, alone, of_people, of_venues, told
from netledger.plugins.quality_picture import picture_of
from netledger.plugins.quality_told import DEFINITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row
    from netledger.measures.intervals import Interval
    from netledger.plugins.quality_figures import Estimate, Estimates, Spec
    from netledger.plugins.quality_yield import Yields

TITLE = "Quality over quantity"

COLUMNS = (
    Column("figure", "name"),
    Column("part", "text"),
    Column("people", "number"),
    Column("people_n", "count", "n"),
    Column("venues", "number"),
    Column("venues_n", "count", "n"),
)

_LIMITS = 4


class QualityOptions(msgspec.Struct, frozen=True):
    """What `quality` can be asked for beside."""

    yields: Annotated[bool, msgspec.Meta(description="Show what strong and weak ties took and brought.")] = False


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Make the report of one period: a row for each figure, people beside venues."""
    if config.own(QualityOptions).yields:
        if config.by is not None:
            raise WrongCall("--yields has rows of its own: thirds of the ties, not --by")
        return quality_yield.report(ledger, config), []
    if config.by is not None:
        return quality_groups.report(ledger, config, config.by, ledger.titled(TITLE)), []
    picture = picture_of(ledger, config)
    if config.query and picture.is_empty:
        return Report("quality", ledger.titled(TITLE), COLUMNS, (), config.today, config.begin, config.end), []
    people, venues = of_people(picture), of_venues(picture)
    yields = quality_yield.Yields.of(ledger, config)
    report = Report(
        "quality",
        ledger.titled(TITLE),
        COLUMNS,
        tuple(_row(spec, people[spec.label], venues[spec.label]) for spec in BOTH if spec not in SHARES),
        config.today,
        config.begin,
        config.end,
        None,
        (*_shares(people, venues, alone(picture)), *quality_yield.figures(yields)),
        (*_undefined(people, venues), *_verdict(yields)),
    )
    return report, []


def compare(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Make the report of a period and of the one before it. Raises PeriodError, and WrongCall with `--yields`."""
    if config.own(QualityOptions).yields:
        raise WrongCall("--yields pools windows of 180 days: it has no period before")
    return quality_compare.report(ledger, config, ledger.titled(TITLE)), []


def _row(spec: "Spec", people: "Estimate", venues: "Estimate") -> "Row":
    return (spec.label, spec.part, told(spec, people), people.n, told(spec, venues), venues.n)


def _shares(people: "Estimates", venues: "Estimates", others: "Estimates") -> "Iterable[Figure]":
    """Give the figures that are shares of cases, with their intervals: those of people and venues side by side."""
    for spec in SHARES:
        yield _figure(spec.name, f"{spec.label}, people", spec, people[spec.label])
        yield _figure(f"{spec.name}_venues", f"{spec.label}, venues", spec, venues[spec.label])
    for spec in ALONE:
        yield _figure(spec.name, spec.label, spec, others[spec.label])


def _figure(name: str, label: str, spec: "Spec", estimate: "Estimate") -> Figure:
    low, high = limits(estimate.interval)
    return Figure(name, label, told(spec, estimate), estimate.n, estimate.reason, low, high)


def limits(interval: "Interval | None") -> tuple[Decimal | None, Decimal | None]:
    """Return the limits of an interval as they are told."""
    if interval is None:
        return None, None
    return quantize(Decimal(interval.low), _LIMITS), quantize(Decimal(interval.high), _LIMITS)


def _verdict(yields: "Yields") -> "Iterable[str]":
    if yields.windows:
        yield quality_yield.verdict(yields.thirds).words


def _undefined(people: "Estimates", venues: "Estimates") -> "Iterable[str]":
    """Say why figures are undefined: those of one reason together."""
    reasons: dict[tuple[str, ...], list[str]] = {}
    for spec in BOTH:
        if spec not in SHARES:  # a share says it itself
            one, two = people[spec.label], venues[spec.label]
            if one.value is None and two.value is None and one.reason == two.reason:
                reasons.setdefault(("undefined", one.reason), []).append(spec.label)
                continue
            for whose, estimate in (("people", one), ("venues", two)):
                if estimate.value is None:
                    reasons.setdefault((f"undefined of {whose}", estimate.reason), []).append(spec.label)
    for reason, labels in reasons.items():
        yield f"{', '.join(reason)}: {', '.join(labels)}"


plugin = Metric(
    run,
    "Show breadth beside depth: people, venues, and what strong and weak ties brought.",
    help="How many people and venues, how evenly your contact is spread over them, and how deep it goes. With a period "
    "(-p) also who lapsed; with --compare what changed, and what of it is more than chance.",
    options=QualityOptions,
    by=quality_groups.BY,
    compares=("reach", "rich_media"),
    compare=compare,
    definitions=DEFINITIONS,
    evidence=evidence,
)
