"""The numbers behind a figure of the return, of everything or of one row of a breakdown."""

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import Amount, apportion, quantize
from netledger.core.report import Column, Report
from netledger.measures.account import Account, Return
from netledger.measures.instalments import results
from netledger.measures.returns import outcomes, parts
from netledger.measures.routes import route_of
from netledger.measures.tally import HOUR
from netledger.measures.worth import in_unit
from netledger.plugins.moments import what
from netledger.plugins.roi_asked import ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row
    from netledger.measures.returns import Part
    from netledger.measures.tally import Rates
    from netledger.plugins.roi_asked import Scope

WHOLE = frozenset({"all", "total", "with hours", "without hours"})
"""The subjects that stand for everything."""

_COSTS = frozenset({"cost", "hours", "unpriced_cost"})
_GAINS = frozenset({"gain", "outcomes", "involved", "unpriced_gain"})
_FLOWS = frozenset({"xirr", "payback"})
_CONTACT = frozenset({"personal_contact", "personal_contact_job"})


def evidence(ledger: "Ledger", config: "Config", figure: str, subject: str) -> Report | None:
    """Return what stands behind a figure of everything (`total`), or of a row: of `config.by`, a venue or a person."""
    name = figure.removeprefix("own_").removesuffix("_without_hours")
    alone, without = figure.startswith("own_"), figure.endswith("_without_hours") or subject == "without hours"
    subject = "" if subject in WHOLE and config.by is None else subject
    by = config.by or (
        None if not subject else "venue" if subject[0] == "@" else "tag" if subject[0] == "#" else "person"
    )
    config = replace(config, by=by)
    scope = ask(ledger, config)
    row = subject.removeprefix("#") if by == "tag" else subject
    found = [part for part in parts(scope.asked) if part.key == row or _is_beneath(part.key, row, by, alone=alone)]
    behind = _Behind(name, scope.without if without else scope.rates, scope)
    make = _flows if name in _FLOWS else _routes if name in _CONTACT else _amounts
    columns, rows, totals = make(behind, found)
    if not rows:
        return None
    title = f"{figure.replace('_', ' ').capitalize()}{f': {subject}' if subject else ''}"
    return Report("evidence", title, columns, tuple(rows), config.today, config.begin, config.end, totals)


def _is_beneath(key: str, row: str, by: str | None, *, alone: bool) -> bool:
    return by == "venue" and not alone and key.startswith(f"{row}:")


class _Behind(NamedTuple):
    """What is asked for."""

    figure: str
    rates: "Rates"
    scope: "Scope"

    def rounded(self, number: Fraction, unit: str) -> Amount:
        """Return an amount with the decimals of its unit."""
        return in_unit(number, unit, self.scope.asked.ledger)

    def takes(self, part: "Part") -> bool:
        """Tell whether a part is behind the figure."""
        if part.side == "paid" or self.rates.leaves_out(part.unit):
            return False
        is_gain = part.side in {"gain", "outcome"}
        if self.figure in (_COSTS if is_gain else _GAINS) or (self.figure == "hours" and part.unit != HOUR):
            return False
        unpriced = part.unit and self.rates(part.unit, part.entry.date) is None
        return bool(unpriced) or not self.figure.startswith("unpriced")


_Table = tuple[tuple[Column, ...], "list[Row]", "Row | None"]


def _flows(behind: _Behind, found: "Sequence[Part]") -> _Table:
    """List the net flow of each day, and what they have come to by its end."""
    account, numbers = Account(), results(behind.scope.asked.ledger, behind.scope.asked.config.today)
    for part in found:
        account.add(part, numbers)
    rows: list[Row] = []
    running, unit = Fraction(0), behind.rates.unit or ""
    made = Return(account, behind.rates)
    for day, number in made.days:
        flow = Fraction(number, made.scale)
        running += flow
        rows.append((day, behind.rounded(flow, unit), behind.rounded(running, unit)))
    return (Column("date", "date"), Column("flow", "amount"), Column("running", "amount")), rows, None


def _routes(behind: _Behind, found: "Sequence[Part]") -> _Table:
    """List each outcome with the route by which it came, in words."""
    asked = behind.scope.asked
    numbers, counted = results(asked.ledger, asked.config.today), set()
    chosen = {id(part.entry) for part in found if part.side == "outcome"}
    columns = (
        *(Column("date", "date"), Column("outcome", "text"), Column("venue", "name"), Column("route", "text")),
        *(Column("counted", "count"), Column("text", "text")),
    )
    rows: list[Row] = []
    for outcome in outcomes(asked.ledger, asked.config):
        if id(outcome) not in chosen or (behind.figure.endswith("_job") and outcome.kind != "job"):
            continue
        number = numbers[id(outcome)]
        route = _ROUTES[route_of(outcome, asked.ledger.declarations)]
        again = number in counted
        counted.add(number)
        rows.append((outcome.date, what(outcome), outcome.venue or "", route, 0 if again else 1, outcome.text or ""))
    return columns, rows, None


_ROUTES = {
    "person": "through a person",
    "passive": "a passive venue, no person",
    "place": "another place, no person: apart",
    "neither": "neither person nor place: apart",
}


class _Item:
    """One cost, favour or outcome: what of it counts here."""

    def __init__(self, part: "Part") -> None:
        self.entry, self.text = part.entry, part.text
        self.side = "gain" if part.side in {"gain", "outcome"} else "cost"
        self.unit = ""
        self.number = self.counted = Fraction(0)


def _amounts(behind: _Behind, found: "Sequence[Part]") -> _Table:
    """List each cost and outcome: what of it counts here, and its value."""
    items: dict[tuple[int, str, str, str], _Item] = {}
    counts: dict[int, Fraction] = {}
    for part in found:
        if not behind.takes(part):
            continue
        number = Fraction(part.number) / part.divisor
        if part.side == "outcome":
            counts[id(part.entry)] = counts.get(id(part.entry), Fraction(0)) + number
            if isinstance(part.entry, e.Outcome) and part.entry.amount is None:
                items.setdefault((id(part.entry), "gain", "", part.text), _Item(part))
            continue
        side = "gain" if part.side == "gain" else "cost"
        item = items.setdefault((id(part.entry), side, part.unit, part.text), _Item(part))
        item.unit = part.unit
        item.number += number
    columns = (
        *(Column("date", "date"), Column("side", "name"), Column("entry", "text"), Column("amount", "amount")),
        *(Column("value", "amount"), Column("outcomes", "number", places=2, wide=behind.figure not in _COUNTED)),
        Column("text", "text"),
    )
    listed = sorted(items.values(), key=lambda item: (item.entry.date, item.entry.span.line))
    values = [_value(behind, item) for item in listed]
    return columns, *_rows(behind, listed, values, counts)


_COUNTED = frozenset({"outcomes", "involved", "cost_per_outcome"})


def _value(behind: _Behind, item: _Item) -> Fraction | None:
    rate = behind.rates(item.unit, item.entry.date) if item.unit else None
    return None if rate is None else item.number * rate


def _rows(
    behind: _Behind, items: "Sequence[_Item]", values: "Sequence[Fraction | None]", counts: "Mapping[int, Fraction]"
) -> "tuple[list[Row], Row | None]":
    unit = behind.rates.unit
    known = [value for value in values if value is not None]
    precision = behind.scope.asked.ledger.declarations.precision(unit) if unit is not None else 0
    shown = iter(apportion(known, precision))
    rows: list[Row] = []
    for item, value in zip(items, values, strict=True):
        amount = behind.rounded(item.number, item.unit) if item.unit else None
        worth = Amount(next(shown), unit) if value is not None and unit is not None else None
        counted = quantize(counts.get(id(item.entry), Fraction(0)), 4) if item.side == "gain" else None
        rows.append((item.entry.date, item.side, what(item.entry), amount, worth, counted, item.text))
    if unit is None or not known or len({item.side for item in items}) > 1:
        return rows, None
    whole = quantize(sum(counts.values(), Fraction(0)), 4) if items[0].side == "gain" else None
    total = None if behind.figure.startswith("unpriced") else behind.rounded(sum(known, Fraction(0)), unit)
    return rows, (None, "total", "", None, total, whole, "")
