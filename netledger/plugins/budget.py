"""Budgets: what you meant to spend per calendar period, and what you spent.

A budget holds for every calendar period at whose end it stands: from the one it is dated in until a later budget of
the same venue and unit takes its place. One of 0 ends it. What counts against it is every cost in its own unit at its
venue and beneath it, or anywhere if it names no venue.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import EXACT, Amount, quantize
from netledger.core.declarations import ancestors
from netledger.core.order import alphabetical
from netledger.core.periods import calendar_period, period_name
from netledger.core.query import Query
from netledger.core.report import Column, Report
from netledger.extension import Definition, Metric
from netledger.measures.spending import spent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row
    from netledger.measures.spending import Spent

ALL = "(all)"
"""The venue of a budget that names none."""

CALENDAR = {"weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}
"""The calendar period of each word of a budget."""

COLUMNS = (
    Column("venue", "name"),
    Column("period", "name"),
    Column("planned", "amounts"),
    Column("spent", "amounts"),
    Column("left", "amounts"),
    Column("used", "share", bar=True),
    Column("day", "count"),
    Column("days", "count", wide=True),
    Column("begin", "date", wide=True),
    Column("every", "name", wide=True),
    Column("running", "flag", wide=True),
    Column("text", "text", wide=True),
)


class Planned(NamedTuple):
    """One budget in one calendar period."""

    budget: e.Budget
    begin: date
    last: date

    def elapsed(self, today: date) -> int | None:
        """Return how many days of it are past, T included, of the period that T lies in; else None."""
        return (today - self.begin).days + 1 if self.begin <= today <= self.last else None


def planned(ledger: "Ledger", config: "Config") -> "list[Planned]":
    """Return the budgets that are reported, by venue, unit and period: of the query, of the period that is asked for.

    Without a period these are the one that T lies in and the one before it, so that there is a complete one to look at.
    """
    rows: list[Planned] = []
    for of_one in _by_account(ledger, config).values():
        periods = list(_periods(of_one, ledger, config))
        if config.begin is None and config.end is None:
            periods = [row for row in periods[-2:] if _is_recent(row, config.today)]
        rows.extend(periods)
    rows.sort(key=lambda row: (_by_venue(row.budget), row.budget.amount.unit, row.begin))
    return rows


def _by_account(ledger: "Ledger", config: "Config") -> "dict[tuple[str, str], list[e.Budget]]":
    """Return the budgets of each venue and unit up to T, in ledger order; no venue is empty."""
    found: dict[tuple[str, str], list[e.Budget]] = {}
    for budget in ledger.of(e.Budget):
        if budget.date <= config.today:
            found.setdefault((budget.venue or "", budget.amount.unit), []).append(budget)
    return found


def _by_venue(budget: e.Budget) -> tuple[bool, list[tuple[str, str]]]:
    return budget.venue is not None, [alphabetical(word) for word in (budget.venue or "").split(":")]


def _is_recent(row: Planned, today: date) -> bool:
    """Tell whether a period is the one that T lies in, or the last one before it."""
    this = calendar_period(CALENDAR[row.budget.period], today).begin or today
    return row.begin == this or (row.last - this).days == -1


def _untold(ledger: "Ledger", config: "Config") -> "Iterator[str]":
    """Say which reported days have no row, for a budget of longer periods gave way to one of shorter ones."""
    for (venue, unit), budgets in _by_account(ledger, config).items():
        for budget, after in pairwise(budgets):
            begin = calendar_period(CALENDAR[budget.period], after.date).begin or after.date
            end = calendar_period(CALENDAR[after.period], after.date).begin or after.date
            first = max(begin, budget.date, config.begin or begin)
            is_told = budget.amount.number > 0 < after.amount.number
            if is_told and first < end and first <= config.last and config.query.entry(budget, ledger.declarations):
                last = min(date.fromordinal(end.toordinal() - 1), config.last)
                yield (
                    f"{venue or ALL}, {unit}: no row from {first} to {last}, for the {budget.period} budget gave way "
                    f"to a {after.period} one on {after.date}"
                )


def _periods(budgets: list[e.Budget], ledger: "Ledger", config: "Config") -> "Iterator[Planned]":
    """Give the calendar periods of the budgets of one venue and unit that have a day in the reported period."""
    following = [budget.date for budget in budgets[1:]]
    for budget, until in zip(budgets, [*following, None], strict=True):
        unit = CALENDAR[budget.period]
        day: date | None = budget.date if config.begin is None else max(budget.date, config.begin)
        if budget.amount.number <= 0 or not config.query.entry(budget, ledger.declarations):
            continue
        while day is not None and day <= config.last:
            begin, end = calendar_period(unit, day)
            last = date.max if end is None else date.fromordinal(end.toordinal() - 1)
            if until is not None and until <= last:
                break
            yield Planned(budget, begin or day, last)
            day = end


def spendings(rows: "list[Planned]", ledger: "Ledger", config: "Config") -> "list[Fraction]":
    """Return what was spent of each: the costs up to T in its unit, in its period, at its venue or beneath it."""
    sums = [Fraction(0)] * len(rows)
    for row, cost in _charged(rows, ledger, config):
        sums[row] += cost.number
    return sums


def _charged(rows: "list[Planned]", ledger: "Ledger", config: "Config") -> "Iterator[tuple[int, Spent]]":
    """Give each cost, or part of a spread one, that counts against a row, with the index of that row."""
    for every, unit in CALENDAR.items():
        index = {
            (row.budget.venue or "", row.budget.amount.unit, row.begin): number
            for number, row in enumerate(rows)
            if row.budget.period == every
        }
        if not index:
            continue
        begin = min(rows[number].begin for number in index.values())
        units = {own for _, own, _ in index}
        for cost in spent(ledger, replace(config, begin=begin, end=None, query=Query()), unit):
            if cost.exchange.amount.unit not in units:
                continue
            of = calendar_period(unit, cost.day).begin or cost.day
            for venue in ("", *(ancestors(cost.entry.venue) if cost.entry.venue else ())):
                row = index.get((venue, cost.exchange.amount.unit, of))
                if row is not None:
                    yield row, cost


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Set what was planned and what was spent side by side, period by period."""
    rows = planned(ledger, config)
    sums = spendings(rows, ledger, config)
    cells = tuple(_row(row, number, ledger, config) for row, number in zip(rows, sums, strict=True))
    notes = tuple(_notes(rows, ledger, config))
    report = Report(
        "budget", ledger.titled("Budget"), COLUMNS, cells, config.today, config.begin, config.end, notes=notes
    )
    return report, []


def _row(row: Planned, number: Fraction, ledger: "Ledger", config: "Config") -> "Row":
    plan, unit = row.budget.amount.number, row.budget.amount.unit
    precision = ledger.declarations.precision(unit)
    shown, used = quantize(plan, precision), quantize(number, precision)
    running = row.elapsed(config.today)
    return (
        row.budget.venue or ALL,
        period_name(CALENDAR[row.budget.period], row.begin),
        (Amount(shown, unit),),
        (Amount(used, unit),),
        (Amount(EXACT.subtract(shown, used), unit),),
        quantize(number / Fraction(plan), 4),
        running,
        (row.last - row.begin).days + 1,
        row.begin,
        row.budget.period,
        running is not None,
        row.budget.text or "",
    )


def _notes(rows: list[Planned], ledger: "Ledger", config: "Config") -> "Iterable[str]":
    running = sorted({period_name(CALENDAR[r.budget.period], r.begin) for r in rows if r.elapsed(config.today)})
    if running:
        yield f"running, with the day that {config.today} is of it: {', '.join(running)}"
    if not any(budget.date <= config.today for budget in ledger.of(e.Budget)):
        yield "there is no budget; one is written like this: 2026-01-01 budget 10 HOUR monthly @Chamber"
    elif not rows and not config.query and config.begin is None and config.end is None:
        yield "no budget is in force; -p shows those of a period, like -p 2026"
    if config.begin is not None or config.end is not None:
        yield from _untold(ledger, config)
    if rows and config.exchange is not None:
        yield "a budget is told in its own unit, whatever -X says"


def evidence(ledger: "Ledger", config: "Config", figure: str, subject: str) -> Report | None:
    """Return the costs that count against the budgets of a venue, or of `(all)`."""
    del figure  # all of them rest on the same costs
    rows = [row for row in planned(ledger, config) if (row.budget.venue or ALL) == subject]
    found = sorted(_charged(rows, ledger, config), key=lambda pair: pair[0])
    columns = (
        Column("period", "name"),
        Column("date", "date"),
        Column("venue", "name"),
        Column("cost", "amounts"),
        Column("counted", "amounts", "in the period"),
        Column("text", "text"),
    )
    cells = tuple(_cost(rows[index], cost, ledger) for index, cost in found)
    if not cells:
        return None
    return Report("evidence", f"Spent: {subject}", columns, cells, config.today, config.begin, config.end)


def _cost(row: Planned, cost: "Spent", ledger: "Ledger") -> "Row":
    amount = cost.exchange.amount
    precision = ledger.declarations.precision(amount.unit)
    return (
        period_name(CALENDAR[row.budget.period], row.begin),
        cost.entry.date,
        cost.entry.venue or "",
        (Amount(quantize(amount.number, precision), amount.unit),),
        (Amount(quantize(cost.number, precision), amount.unit),),
        cost.exchange.text or cost.entry.text or "",
    )


DEFINITIONS = (
    Definition(
        "planned",
        "the amount of the budget that stands at the end of the calendar period, or at the day of the report",
        "From the period that the budget is dated in, until a later one of the same venue and unit; 0 ends it.",
        "netledger's own",
    ),
    Definition(
        "spent",
        "the sum of costs in the unit of the budget, in the calendar period, at its venue and beneath it",
        "Up to the day of the report. A cost with `over:` counts by its days; a refund is taken off. Nothing in "
        "another unit counts, whatever it is worth. TERMs select budgets; what counts against one is always all of it.",
        "netledger's own",
    ),
    Definition("left", "planned - spent", "Negative: more was spent than planned."),
    Definition("used", "spent / planned", "Above 1: more was spent than planned."),
    Definition("day", "which day of the period the day of the report is", "Empty: the period is over."),
)

plugin = Metric(
    run,
    "Set what you meant to spend beside what you spent, per calendar period.",
    help="Without a period: of each budget the period that is running and the one before it; with one (-p 2026) all "
    "that have a day in it, each as a whole. TERMs select budgets: @Chamber, unit:HOUR.",
    definitions=DEFINITIONS,
    evidence=evidence,
)
