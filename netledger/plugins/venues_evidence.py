"""The costs, days, people, favours and outcomes behind the figures of venues."""

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.amounts import ZERO, Amount, apportion, quantize
from netledger.core.order import alphabetical
from netledger.core.report import Cell, Column, Report
from netledger.core.valuation import rate_on
from netledger.measures.breakdown import NONE
from netledger.measures.instalments import results
from netledger.measures.worth import in_unit
from netledger.plugins.meetings import meetings
from netledger.plugins.places import HOUR, MILE, Key, attendances, costs, dues, favours, key_of, outcomes, unused_dues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from netledger.core import entries as e
    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row


class _Asked:
    """Whose figure is asked for: a row of the report."""

    def __init__(self, ledger: "Ledger", config: "Config", subject: str, *, alone: bool) -> None:
        self.ledger, self.config, self.subject, self.alone = ledger, config, subject, alone
        self.by = None if config.by == "venue" else config.by
        self.key: Key = key_of(self.by, ledger, config)
        self.grouped = self.by is not None

    def holds(self, venue: str | None, day: "date") -> bool:
        """Tell whether what stands at a venue on a day counts in the row."""
        row = self.key(venue, day)
        beneath = not (self.grouped or self.alone) and row.startswith(f"{self.subject}:")
        return row == self.subject or beneath

    def values(self, parts: "Iterable[_Part | None]") -> "list[Amount | None]":
        """Return what costs or outcomes are worth, rounded so that the values add up; None without a price."""
        unit = self.config.currency(self.ledger.options)
        exact: list[Fraction | None] = []
        for part in parts:
            rate = rate_on(self.ledger, self.config, part.unit, unit, part.day) if part is not None else None
            exact.append(None if rate is None or part is None else part.number * rate)
        if unit is None:
            return [None] * len(exact)
        known = [value for value in exact if value is not None]
        rounded = iter(apportion(known, self.ledger.declarations.precision(unit)))
        return [None if value is None else Amount(next(rounded), unit) for value in exact]


class _Part(NamedTuple):
    """What is to be valued."""

    number: Fraction
    unit: str
    day: "date"

    def shown(self, ledger: "Ledger") -> Amount:
        """Return it rounded, in its own unit."""
        return in_unit(self.number, self.unit, ledger)


def evidence(ledger: "Ledger", config: "Config", figure: str, subject: str) -> Report | None:
    """Return what stands behind a figure of a venue, or of a kind or why where `config.by` says so."""
    name = figure.removeprefix("own_")
    asked = _Asked(ledger, config, subject, alone=name != figure)
    columns, make = _EVIDENCE.get(name, (_COSTS, _costs))
    rows = tuple(make(asked, name))
    if not rows:
        return None
    title = f"{figure.replace('_', ' ').capitalize()}: {subject}"
    totals = _totals(columns, rows)
    return Report("evidence", title, columns, rows, config.today, config.begin, config.end, totals)


def _totals(columns: "tuple[Column, ...]", rows: "tuple[Row, ...]") -> "Row | None":
    """Add up what is in one unit, and counts of what is counted; None where there is nothing to add."""
    totals: list[Cell] = []
    for index, column in enumerate(columns):
        cells = [row[index] for row in rows]
        amounts = [cell for cell in cells if isinstance(cell, Amount)]
        total: Cell = None
        if column.kind == "amount" and len({amount.unit for amount in amounts}) == 1 and column.name != "cost":
            total = Amount(sum((amount.number for amount in amounts), ZERO), amounts[0].unit)
        elif column.name == "counted" and column.kind == "count":
            total = sum(cell for cell in cells if isinstance(cell, int))
        totals.append(total)
    return tuple(totals) if any(total is not None for total in totals) else None


_COSTS = (
    Column("date", "date"),
    Column("venue", "name"),
    Column("cost", "amount", wide=True),
    Column("share", "share", "part"),
    Column("counted", "amount"),
    Column("value", "amount"),
    Column("text", "text"),
)


def _costs(asked: _Asked, figure: str) -> "Iterable[Row]":
    units = {"hours": {HOUR}, "miles": {MILE}}.get(figure)
    parts: dict[tuple[int, int], Fraction] = {}
    found = {}
    for cost in costs(asked.ledger, asked.config, asked.by):
        unit = cost.exchange.amount.unit
        if not asked.holds(cost.entry.venue, cost.day) or (units is not None and unit not in units):
            continue
        if figure == "money" and unit == HOUR:
            continue
        key = id(cost.entry), id(cost.exchange)  # the parts of a spread cost, why by why, are one row
        parts[key] = parts.get(key, Fraction(0)) + cost.part
        found[key] = cost
    chosen = []
    for key, cost in found.items():
        amount = cost.exchange.amount
        chosen.append((cost, _Part(Fraction(amount.number) * parts[key], amount.unit, cost.entry.date)))
    values = asked.values(part for _, part in chosen)
    for (cost, part), share, value in zip(chosen, parts.values(), values, strict=True):
        if figure != "unpriced" or value is None:
            whole = in_unit(Fraction(cost.exchange.amount.number), part.unit, asked.ledger)
            text = cost.exchange.text or cost.entry.text or ""
            venue = cost.entry.venue or ""
            yield part.day, venue, whole, quantize(share, 4), part.shown(asked.ledger), value, text


_DAYS = (Column("date", "date"), Column("venue", "name"))


def _days(asked: _Asked, _figure: str) -> "Iterable[Row]":
    found = {(day, venue) for venue, day in attendances(asked.ledger, asked.config) if asked.holds(venue, day)}
    return sorted(found)


_DUES = (
    Column("begin", "date"),
    Column("last", "date", "last day"),
    Column("venue", "name"),
    Column("dues", "amounts"),
    Column("used", "flag", "used"),
    Column("text", "text"),
)


def _dues(asked: _Asked, _figure: str) -> "Iterable[Row]":
    unused = {id(due.entry) for due in unused_dues(asked.ledger, asked.config)}
    for due in dues(asked.ledger, asked.config):
        if asked.holds(due.entry.venue, max(due.begin, asked.config.begin or due.begin)):
            amounts = tuple(in_unit(Fraction(a.number), a.unit, asked.ledger) for a in _summed(due.amounts))
            used = id(due.entry) not in unused
            yield due.begin, due.last, due.entry.venue or "", amounts, used, due.entry.text or ""


def _summed(amounts: "Iterable[Amount]") -> "Iterable[Amount]":
    sums: dict[str, Fraction] = {}
    for amount in amounts:
        sums[amount.unit] = sums.get(amount.unit, Fraction(0)) + Fraction(amount.number)
    return [Amount(quantize(number, 12), unit) for unit, number in sorted(sums.items())]


_PEOPLE = (
    Column("person", "name"),
    Column("first", "date", "first there"),
    Column("at", "name", wide=True),
    Column("later", "date", "elsewhere"),
    Column("medium", "name", "by"),
    Column("where", "name"),
    Column("after", "count", "days"),
    Column("verdict", "name"),
)


_SAID = {"lasted": "lasted", "too_early": "too early", "not_lasted": "did not last"}


def _people(asked: _Asked, figure: str) -> "Iterable[Row]":
    found = meetings(asked.ledger, asked.config, asked.key if asked.grouped else None)
    met = found.get(asked.subject) if asked.subject != NONE or asked.grouped else None
    for meeting in met.first if met is not None else ():
        first, later = meeting.first, meeting.later
        if figure in {"lasted", "people", "first_met"} or figure == meeting.verdict:
            where: tuple[Cell, ...] = (None, "", "", None)
            if later is not None:
                where = (later.date, later.medium, later.venue or "no venue", (later.date - first.date).days)
            yield meeting.name, first.date, first.venue or "", *where, _SAID[meeting.verdict]
    if met is not None and figure == "people":
        for name in sorted(met.people.keys() - {meeting.name for meeting in met.first}, key=alphabetical):
            yield name, None, "", None, "", "", None, "first met before the period"


_FAVOURS = (
    Column("date", "date"),
    Column("venue", "name"),
    Column("party", "name", "with"),
    Column("amount", "amount"),
    Column("text", "text"),
)


def _favours(asked: _Asked, figure: str) -> "Iterable[Row]":
    for entry, exchange in favours(asked.ledger, asked.config):
        if asked.holds(entry.venue, entry.date) and (exchange.kind == "give") == (figure == "given"):
            amount = in_unit(Fraction(exchange.amount.number), exchange.amount.unit, asked.ledger)
            yield entry.date, entry.venue or "", exchange.party, amount, exchange.text or entry.text or ""


_OUTCOMES = (
    Column("date", "date"),
    Column("kind", "name"),
    Column("venue", "name"),
    Column("people", "name", "through"),
    Column("amount", "amount"),
    Column("value", "amount"),
    Column("counted", "count"),
    Column("text", "text"),
)


def _outcomes(asked: _Asked, _figure: str) -> "Iterable[Row]":
    numbers = results(asked.ledger, asked.config.today)
    counted: set[int] = set()
    found: list[tuple[e.Outcome, bool]] = []
    for outcome in outcomes(asked.ledger, asked.config):
        again = numbers[id(outcome)] in counted
        counted.add(numbers[id(outcome)])
        if asked.holds(outcome.venue, outcome.date):
            found.append((outcome, again))
    parts = [None if o.amount is None else _Part(Fraction(o.amount.number), o.amount.unit, o.date) for o, _ in found]
    for (outcome, again), part, value in zip(found, parts, asked.values(parts), strict=True):
        amount = None if part is None else part.shown(asked.ledger)
        row = (outcome.date, outcome.kind, outcome.venue or "", " ".join(outcome.names), amount, value)
        yield *row, 0 if again else 1, outcome.text or ""


_EVIDENCE: "dict[str, tuple[tuple[Column, ...], Callable[[_Asked, str], Iterable[Row]]]]" = {
    "days": (_DAYS, _days),
    "dues_unused": (_DUES, _dues),
    **dict.fromkeys(("people", "first_met", "lasted", "too_early", "not_lasted"), (_PEOPLE, _people)),
    **dict.fromkeys(("given", "received"), (_FAVOURS, _favours)),
    **dict.fromkeys(("outcomes", "gain", "gains"), (_OUTCOMES, _outcomes)),
}
"""What lists the numbers behind each figure; of all others, the costs."""
