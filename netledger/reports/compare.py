"""A metric of one period beside that of the period before (`--compare`): its columns side by side.

Which figures are called different, and why, says `netledger.measures.comparison`.
"""

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from netledger.core.amounts import Amount, quantize
from netledger.core.report import Cell, Column, Figure, Report, flat
from netledger.measures.comparison import days_of, is_known, judge_counts, judge_shares, per_day, period_notes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row
    from netledger.extension import Metric, MetricFunction

_LIMITS = 4


def compared(metric: "Metric") -> "MetricFunction":
    """Return what makes the report of a metric for two periods: the metric's own way, else columns side by side.

    The rows of a breakdown stand side by side, where the metric says which columns.
    """
    own = metric.compare

    def run(ledger: "Ledger", config: "Config") -> "tuple[Report, Sequence[Diagnostic]]":
        if own is not None and (config.by is None or not metric.compares):
            return own(ledger, config)
        return _side_by_side(metric, ledger, config)

    return run


def _side_by_side(metric: "Metric", ledger: "Ledger", config: "Config") -> "tuple[Report, Sequence[Diagnostic]]":
    this_config, before_config = config.against()
    this, found = metric.run(ledger, this_config)
    this = flat(this)
    days = days_of(this_config), days_of(before_config)
    before = flat(metric.run(ledger, before_config)[0]) if is_known(ledger, before_config) else None
    chosen = [index for index, column in enumerate(this.columns) if column.name in metric.compares]
    columns = [this.columns[0]]
    for index in chosen:
        columns.extend(_columns(this.columns[index]))
    earlier = {row[0]: row for row in before.rows} if before is not None else {}
    known = before is not None
    rows = [_row(this, chosen, (row, earlier.get(row[0])), days, known=known) for row in this.rows]
    here = {row[0] for row in this.rows}
    gone = [row for name, row in earlier.items() if name not in here]
    rows.extend(_row(this, chosen, (None, row), days, known=known) for row in gone)
    totals = None
    if this.totals is not None:
        totals = _row(this, chosen, (this.totals, before.totals if before is not None else None), days, known=known)
    report = replace(
        this,
        columns=tuple(columns),
        rows=tuple(rows),
        totals=totals,
        figures=tuple(_figures(this, before)),
        notes=tuple(_notes(this, before, (this_config, before_config), [this.columns[index] for index in chosen])),
    )
    return report, found


def _notes(
    this: Report, before: Report | None, configs: "tuple[Config, Config]", compared_columns: "Sequence[Column]"
) -> "Iterable[str]":
    yield from period_notes(*configs, known=before is not None)
    if before is not None and any(column.kind == "count" for column in compared_columns):
        yield "more, fewer: Wilson's 95 % interval of the share of both counts does not hold the share of the days"
    yield from this.notes
    if before is not None:
        yield from (f"before: {note}" for note in before.notes if note not in this.notes)


def _figures(this: Report, before: Report | None) -> "Iterable[Figure]":
    earlier = {figure.name: figure for figure in before.figures} if before is not None else {}
    for figure in this.figures:
        yield figure
        was = earlier.get(figure.name, replace(figure, value=None, n=None, low=None, high=None, reason=""))
        yield replace(was, name=f"{figure.name}_before", label="  before")


def _columns(column: Column) -> "Iterable[Column]":
    plain = replace(column, wide=False, bar=False)
    yield plain
    yield replace(plain, name=f"{column.name}_before", label="before")
    if column.kind == "count":
        yield Column(f"{column.name}_per_day", "number", f"{column.heading}: per day", wide=True)
        yield Column(f"{column.name}_per_day_before", "number", "before", wide=True)
    if _is_judged(column):
        yield Column(f"{column.name}_change", "text", "change")
        yield Column(f"{column.name}_low", "share", f"{column.heading}: low", wide=True)
        yield Column(f"{column.name}_high", "share", f"{column.heading}: high", wide=True)


def _is_judged(column: Column) -> bool:
    return column.kind == "count" or (column.kind == "share" and bool(column.of))


_Pair = tuple["Row | None", "Row | None"]
"""A row of this period, and that of the same subject before; None: there is none."""


def _row(report: Report, chosen: "Sequence[int]", pair: _Pair, days: tuple[int, int], *, known: bool) -> "Row":
    cells: list[Cell] = [(pair[0] or pair[1] or (None,))[0]]
    for index in chosen:
        column = report.columns[index]
        one, two = _cells(pair, index, column)
        if not known:
            two = None
        cells.extend((one, two))
        if column.kind == "count":
            cells.extend(per_day(cell, count) for cell, count in zip((one, two), days, strict=True))
        if _is_judged(column):
            cells.extend(_judged(report, column, pair, (one, two), days))
    return tuple(cells)


def _cells(pair: _Pair, index: int, column: Column) -> tuple[Cell, Cell]:
    """Return a cell of both periods; of a subject that one does not report nothing was counted, and all sums are 0."""
    one, two = (None if row is None else row[index] for row in pair)
    return (
        _nothing(column, two) if pair[0] is None else one,
        _nothing(column, one) if pair[1] is None else two,
    )


def _nothing(column: Column, other: Cell) -> Cell:
    if column.kind == "count":
        return 0
    if not column.adds:
        return None
    if isinstance(other, Amount):
        return Amount(other.number.copy_abs() * 0, other.unit)
    return other * 0 if isinstance(other, Decimal) else None


def _judged(
    report: Report, column: Column, pair: _Pair, cells: tuple[Cell, Cell], days: tuple[int, int]
) -> "tuple[Cell, ...]":
    if column.kind == "count":
        change, interval = judge_counts(cells, days)
    else:
        of = next(i for i, other in enumerate(report.columns) if other.name == column.of)
        sizes = [row[of] if row is not None else None for row in pair]
        change, interval = judge_shares(cells, (sizes[0], sizes[1]))
    if interval is None:
        return (None, None, None)
    return (change, *(quantize(Decimal(limit), _LIMITS) for limit in interval))
