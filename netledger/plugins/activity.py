"""Activity: what happened, week by week or month by month; or by medium, venue, person and so on, with a curve.

An entry is something that happened and is not pending. Everything is counted on its day, hours of a spread cost on
the days that it is spread over. Weeks and months in which nothing happened have a row, too.
"""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from netledger.core.amounts import apportion, quantize
from netledger.core.entries import MEDIA
from netledger.core.periods import calendar_period
from netledger.core.report import Cell, Column, Report
from netledger.extension import Metric
from netledger.measures.breakdown import NONE, Breakdown
from netledger.measures.comparison import days_of, first_day, is_known, judge_counts, period_notes
from netledger.measures.worth import decimals
from netledger.plugins.activity_told import DEFINITIONS, evidence
from netledger.plugins.happened import UNITS, Calendar, Tally, events, first_event
from netledger.plugins.places import HOUR, by_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row

_FEW = 26
"""So many rows, or points of a curve, are easy to read: half a year of weeks."""

_FIGURES = ("entries", "touches", "rich", "people", "hours", "outcomes")
_PARTS = ("entries", "touches", "rich", "hours", "outcomes")
_FURTHER = (*MEDIA, "given", "received", "intros", "promos")


class ActivityOptions(msgspec.Struct, frozen=True):
    """What `netledger activity` takes beside what all metrics take."""

    every: Annotated[
        Literal["week", "month", "quarter", "year"] | None,
        msgspec.Meta(description="The period of a row; left out: the shortest that gives at most 26 rows."),
    ] = None


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Count what happened by calendar period or, with `config.by`, by key. Raises WrongCall."""
    first = _first(ledger, config)
    unit = config.own(ActivityOptions).every or _unit(first, config.last)
    calendar = Calendar(unit)
    periods = calendar.all(first, config.last) if first is not None else {}
    if config.by is not None:
        columns, rows, totals = _by_key(config.by, ledger, config, calendar, periods)
    else:
        columns, rows, totals = _by_period(ledger, config, calendar, periods)
    title = ledger.titled(f"Activity by {config.by}" if config.by is not None else "Activity")
    notes = tuple(_notes(calendar, periods, config)) if rows else ()
    report = Report(
        "activity",
        title,
        columns,
        rows,
        config.today,
        config.begin,
        config.end,
        totals if rows else None,
        notes=notes,
    )
    return report, []


def _first(ledger: "Ledger", config: "Config") -> "date | None":
    """Return the first day that is told of: where a beginning is asked for, that one, but not before the ledger's."""
    if config.begin is None:
        return first_event(ledger, config)
    begun = first_day(ledger)
    return None if begun is None else max(config.begin, begun)


def _unit(first: "date | None", last: "date") -> str:
    """Return the shortest period of which there are few enough."""
    if first is None:
        return UNITS[0]
    return next((unit for unit in UNITS if Calendar(unit).count(first, last) <= _FEW), UNITS[-1])


# ------------------------------------------------------------------------------------------------ by period


def _by_period(
    ledger: "Ledger", config: "Config", calendar: Calendar, periods: "dict[str, date]"
) -> "tuple[tuple[Column, ...], tuple[Row, ...], Row]":
    tallies: dict[str, Tally] = defaultdict(Tally)
    whole = Tally()
    for event in events(ledger, config, calendar.unit):
        tallies[calendar.name(event.day)].add(event)
        whole.add(event)
    precision = ledger.declarations.precision(HOUR)
    names = list(periods) if tallies else []
    hours = apportion([tallies[name].number("hours") for name in names], precision)
    columns = (
        Column("period", "name", calendar.unit),
        Column("entries", "count", bar=True),
        Column("touches", "count"),
        Column("rich", "count"),
        Column("people", "count"),
        Column("hours", "number"),
        Column("outcomes", "count"),
        *(Column(figure, "count", wide=True) for figure in _FURTHER),
        Column("begin", "date", wide=True),
    )
    rows = tuple(
        _period_row(name, tallies[name], number, periods[name]) for name, number in zip(names, hours, strict=True)
    )
    total = sum(hours, Decimal(0))
    return columns, rows, _period_row("total", whole, total, None)


def _period_row(name: str, tally: Tally, hours: Decimal, begin: "date | None") -> "Row":
    figures: dict[str, Cell] = {figure: int(tally.number(figure)) for figure in (*_FIGURES, *_FURTHER)}
    figures |= {"people": len(tally.people), "hours": hours}
    return name, *figures.values(), begin


def _notes(calendar: Calendar, periods: "dict[str, date]", config: "Config") -> "Iterable[str]":
    """Say which of the first and last periods are not whole, for they compare with no other."""
    named = list(periods.items())
    for name, begin in dict.fromkeys((named[0], named[-1])):
        end = calendar_period(calendar.unit, begin).end
        days = (end - begin).days if end is not None else None
        first = max(begin, config.begin or begin)
        told = (config.last - first).days + 1 if end is None or config.last < end else (end - first).days
        if days is not None and told < days:
            yield f"{name} is told of {told} of its {days} days"


# --------------------------------------------------------------------------------------------------- by key


def _by_key(
    by: str, ledger: "Ledger", config: "Config", calendar: Calendar, periods: "dict[str, date]"
) -> "tuple[tuple[Column, ...], tuple[Row, ...], Row]":
    tallies, whole = _tallies(by, ledger, config, calendar)
    names = _sorted(by, tallies)
    parts = {
        figure: _apportioned([tallies[name] for name in names], figure, ledger.declarations.precision(HOUR))
        for figure in _PARTS
    }
    places = decimals([number for figure, of_all in parts.items() if figure != "hours" for number in of_all])
    columns = (
        Column("key", "name", by),
        Column("over_time", "series", f"by {calendar.unit}"),
        Column("entries", "number", places=places),
        Column("involved", "count"),
        Column("touches", "number", places=places),
        Column("rich", "number", wide=True, places=places),
        Column("people", "count", wide=by == "person"),
        Column("hours", "number"),
        Column("outcomes", "number", wide=True, places=places),
    )
    rows = []
    for index, name in enumerate(names):
        tally = tallies[name]
        number = {figure: of_all[index] for figure, of_all in parts.items()}
        rows.append(_key_row(name, tally, number, periods))
    total = {figure: sum(of_all, Decimal(0)) for figure, of_all in parts.items()}
    return columns, tuple(rows), _key_row("total", whole, total, periods)


def _tallies(by: str, ledger: "Ledger", config: "Config", calendar: Calendar) -> tuple[dict[str, Tally], Tally]:
    """Count what happened by key, an event of several in equal parts; and as a whole."""
    breakdown = Breakdown(by, ledger, config)
    tallies: dict[str, Tally] = defaultdict(Tally)
    whole = Tally()
    for event in events(ledger, config, calendar.unit, breakdown.changes):
        if event.figures[0] not in _PARTS:
            continue  # favours have no column here
        keys = breakdown.keys(event.entry, event.exchange, event.day)
        period = calendar.name(event.day)
        whole.add(event, period=period)
        for key in keys if len(keys) == 1 else dict.fromkeys(keys):
            names = breakdown.whose(key, event.names, event.day) if len(keys) > 1 and event.names else None
            tallies[key].add(event, keys.count(key), len(keys), period, names)
    return tallies, whole


def _sorted(by: str, tallies: "Iterable[str]") -> list[str]:
    """Sort keys: media from the richest on, all others by the alphabet, `(none)` last."""
    if by == "medium":
        order = {medium: index for index, medium in enumerate((*MEDIA, NONE))}
        return sorted(tallies, key=lambda key: order[key])
    return sorted(tallies, key=by_path)


def _apportioned(tallies: "Sequence[Tally]", figure: str, precision: int) -> "list[Decimal]":
    return apportion([tally.number(figure) for tally in tallies], precision)


def _key_row(name: str, tally: Tally, number: "dict[str, Decimal]", periods: "Iterable[str]") -> "Row":
    return (
        name,
        tally.series(periods),
        number["entries"],
        tally.involved,
        number["touches"],
        number["rich"],
        len(tally.people),
        number["hours"],
        number["outcomes"],
    )


# ------------------------------------------------------------------------------------------- period by period


def compare(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Set the figures of a period beside those of the one before; with `config.by` the entries that each key is in."""
    this, before = config.against()
    known = is_known(ledger, before)
    days = days_of(this), days_of(before)
    now = _counts(ledger, this)
    then = _counts(ledger, before) if known else {}
    names = [name for name in dict.fromkeys((*now, *then)) if now.get(name) or then.get(name) or config.empty]
    if config.by is not None:
        names = _sorted(config.by, names)
    columns = (
        Column("figure", "name", config.by or ""),
        Column("this", "number", "involved" if config.by else "this period"),
        Column("before", "number"),
        Column("change", "text"),
        Column("this_per_day", "number", "per day", wide=True),
        Column("before_per_day", "number", "before, per day", wide=True),
        Column("low", "share", wide=True),
        Column("high", "share", wide=True),
    )
    rows = tuple(_compared(name, now.get(name, 0), then.get(name, 0) if known else None, days) for name in names)
    judged = ("more, fewer: Wilson's 95 % interval of the share of both counts does not hold the share of the days",)
    notes = (*period_notes(this, before, known=known), *(judged if known else ()))
    title = ledger.titled(f"Activity by {config.by}" if config.by else "Activity")
    return Report("activity", title, columns, rows, config.today, this.begin, this.end, notes=notes), []


def _counts(ledger: "Ledger", config: "Config") -> "dict[str, int | Decimal]":
    """Return each figure of a period or, with `config.by`, how many entries each key is in."""
    calendar = Calendar("year")
    if config.by is not None:
        return {name: tally.involved for name, tally in _tallies(config.by, ledger, config, calendar)[0].items()}
    whole = Tally()
    for event in events(ledger, config, calendar.unit):
        whole.add(event)
    found: dict[str, int | Decimal] = {figure: int(whole.number(figure)) for figure in (*_FIGURES, *_FURTHER)}
    found["people"] = len(whole.people)
    hours = quantize(whole.number("hours"), ledger.declarations.precision(HOUR))
    found["hours"] = hours
    return found


def _compared(name: str, now: "int | Decimal", then: "int | Decimal | None", days: tuple[int, int]) -> "Row":
    change, interval = judge_counts((now, then), days)
    limits = (None, None) if interval is None else tuple(quantize(Decimal(limit), 4) for limit in interval)
    return (
        name,
        Decimal(now),
        None if then is None else Decimal(then),
        change,
        _per_day(now, days[0]),
        (None if then is None else _per_day(then, days[1])),
        *limits,
    )


def _per_day(number: "int | Decimal", days: int) -> Decimal | None:
    return quantize(Fraction(number) / days, 3) if days else None


plugin = Metric(
    run,
    "Show what happened, week by week or month by month, as bars.",
    help="With --by one row for each medium, venue, person or whatever KEY people have, and how its entries went over "
    "time; an entry with several goes to each in equal parts. TERMs select what is counted.",
    options=ActivityOptions,
    by=("medium", "venue", "why", "tag", "kind", "phase", "person", "KEY"),
    compare=compare,
    definitions=DEFINITIONS,
    evidence=evidence,
)
