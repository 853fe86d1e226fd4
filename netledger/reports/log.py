"""How a figure of a journal went over the commits that changed it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.amounts import EXACT, ZERO, Amount
from netledger.core.config import WrongCall
from netledger.core.report import Cell, Column, ColumnKind, Report, Row
from netledger.extension import PLUGINS, Metric

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.versions import Commit


class _Place(NamedTuple):
    """Where a figure stands in the report of a metric."""

    plugin: str
    row: str
    """What its first cell is; empty: the totals."""
    columns: tuple[str, ...]
    """Its columns; the first one that is defined counts."""


FIGURES = {
    "balance": _Place("reciprocity", "", ("value", "balance")),
    "effective": _Place("quality", "effective number 1D", ("people",)),
    "roi": _Place("roi", "with hours", ("roi",)),
}
"""The figures that have a name of their own: the balance, the effective number of people, the return."""

# So many of the last figures make the curve, which is one line.
_CURVE = 40


def figure(name: str, ledger: "Ledger", config: "Config") -> Cell:
    """Return a figure of a ledger: one of FIGURES, or `METRIC.NAME`, as JSON names what stands beneath a report.

    figure("network.density", ledger, config) may be Decimal("0.1538"). Raises WrongCall where there is none.
    """
    if name in FIGURES:
        return _cell(FIGURES[name], ledger, config)
    plugin, _, wanted = name.partition(".")
    report = _report(plugin if plugin != "balance" else "reciprocity", name, ledger, config)
    found = {item.name: item.value for item in report.figures}
    if wanted not in found:
        named = ", ".join(f"{plugin}.{item}" for item in found) or "nothing"
        message = f"no figure {name!r}; there are {', '.join(FIGURES)}, and beneath this report: {named}"
        raise WrongCall(message)
    return found[wanted]


def _report(plugin: str, name: str, ledger: "Ledger", config: "Config") -> Report:
    metric = PLUGINS.find(plugin).plugin if plugin in PLUGINS.built_in else None
    if not isinstance(metric, Metric):
        message = f"no figure {name!r}; there are {', '.join(FIGURES)}, and those beneath a report: network.density"
        raise WrongCall(message)
    return metric.run(ledger, config)[0]


def _cell(place: _Place, ledger: "Ledger", config: "Config") -> Cell:
    report = _report(place.plugin, place.plugin, ledger, config)
    row = report.totals if not place.row else next((row for row in report.rows if row[0] == place.row), None)
    if row is None:
        return None
    names = [column.name for column in report.columns]
    return next((row[names.index(name)] for name in place.columns if row[names.index(name)] is not None), None)


def log(versions: "Iterable[tuple[Commit, Ledger]]", name: str, config: "Config") -> Report:
    """Return how a figure went over versions of a journal, which are given newest first; all are as of T.

    Beneath it stands the course of the last 40 as a curve, where they are numbers of one unit.
    """
    found = [(commit, figure(name, ledger, replace(config, options=None))) for commit, ledger in versions][::-1]
    kind = _kind([cell for _, cell in found])
    rows: list[Row] = []
    before: Cell = None
    for commit, cell in found:
        now = (
            (cell,) if kind == "amounts" and isinstance(cell, Amount) else Decimal(cell) if type(cell) is int else cell
        )
        rows.append((commit.day, commit.short, now, _change(before, now), commit.subject, None))
        before = now
    columns: tuple[Column, ...] = (
        Column("date", "date"),
        Column("commit", "name"),
        Column("figure", kind, name),
        Column("change", "count" if kind == "date" else kind, sparse=True),
        Column("subject", "text"),
        Column("course", "series", relative=True, sparse=True),
    )
    course = _course([row[2] for row in rows])
    totals = (None, "course", None, None, None, course) if course else None
    if totals is None:
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return Report("log", f"{name}, commit by commit", columns, tuple(rows), config.today, totals=totals)


def _kind(cells: "Sequence[Cell]") -> ColumnKind:
    """Return the kind of column that takes all the figures."""
    defined = [cell for cell in cells if cell is not None]
    if any(isinstance(cell, tuple) for cell in defined):
        return "amounts"
    if any(isinstance(cell, Amount) for cell in defined):
        return "amount" if len({amount.unit for cell in defined for amount in _amounts(cell)}) == 1 else "amounts"
    return "date" if any(isinstance(cell, date) for cell in defined) else "number"


def _change(before: Cell, now: Cell) -> Cell:
    """Return by how much a figure changed, of dates by how many days; None where it did not, or one is undefined."""
    if before is None or now is None or before == now:
        return None
    if isinstance(before, date) and isinstance(now, date):
        return (now - before).days
    if isinstance(before, Decimal) and isinstance(now, Decimal):
        return EXACT.subtract(now, before)
    old, new = ({amount.unit: amount.number for amount in _amounts(cell)} for cell in (before, now))
    less = {unit: EXACT.subtract(new.get(unit, ZERO), old.get(unit, ZERO)) for unit in sorted({*old, *new})}
    change = tuple([Amount(number, unit) for unit, number in less.items() if number])
    return change if isinstance(now, tuple) else next(iter(change), None)


def _course(cells: "Sequence[Cell]") -> tuple[Decimal, ...]:
    """Return the last figures as numbers; none where they are of several units, or there are not two."""
    amounts = [_amounts(cell) for cell in cells]
    units = {amount.unit for found in amounts for amount in found}
    if len(units) > 1:
        return ()
    numbers = []
    for cell, found in zip(cells, amounts, strict=True):
        if isinstance(cell, Decimal):
            numbers.append(cell)
        elif units:
            numbers.append(found[0].number if found else ZERO)
    return tuple(numbers[-_CURVE:]) if len(numbers) > 1 else ()


def _amounts(cell: Cell) -> tuple[Amount, ...]:
    items: tuple[object, ...] = cell if isinstance(cell, tuple) else (cell,)
    return tuple([item for item in items if isinstance(item, Amount)])
