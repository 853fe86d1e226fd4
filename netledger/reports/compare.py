"""A metric of one period beside that of the period before (`--compare`).

Counts depend on how many days were counted. So two counts k1 and k2 are called different only where Wilson's 95 %
interval of k1 / (k1 + k2) does not hold the first period's share of the days; two shares of cases where Newcombe's
interval of their difference does not hold 0. Everything else stands side by side, without a verdict.
"""

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from netledger.core.amounts import quantize
from netledger.core.entries import Happening
from netledger.core.report import Cell, Column, Figure, Report
from netledger.measures.intervals import newcombe, wilson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row
    from netledger.extension import Metric, MetricFunction
    from netledger.measures.intervals import Interval

_LIMITS = 4


def compared(metric: "Metric") -> "MetricFunction":
    """Return what makes the report of a metric for two periods: the metric's own way, else columns side by side."""
    if metric.compare is not None:
        return metric.compare
    return lambda ledger, config: _side_by_side(metric, ledger, config)


def days_of(config: "Config") -> int:
    """Return how many days the reported period has, up to T."""
    return 0 if config.begin is None else max(0, (config.last - config.begin).days + 1)


def first_day(ledger: "Ledger") -> "date | None":
    """Return the day of the first thing that happened: before it a ledger knows nothing."""
    return next((entry.date for entry in ledger.entries if isinstance(entry, Happening)), None)


def is_known(ledger: "Ledger", before: "Config") -> bool:
    """Tell whether the period before is one that the ledger covers: it does not start before the first entry."""
    first = first_day(ledger)
    return first is not None and before.begin is not None and before.begin >= first


def _side_by_side(metric: "Metric", ledger: "Ledger", config: "Config") -> "tuple[Report, Sequence[Diagnostic]]":
    this_config, before_config = config.against()
    this, found = metric.run(ledger, this_config)
    days = days_of(this_config), days_of(before_config)
    before = metric.run(ledger, before_config)[0] if is_known(ledger, before_config) else None
    chosen = [index for index, column in enumerate(this.columns) if column.name in metric.compares]
    columns = [this.columns[0]]
    for index in chosen:
        columns.extend(_columns(this.columns[index]))
    earlier = {row[0]: row for row in before.rows} if before is not None else {}
    rows = [_row(this, chosen, row, earlier.get(row[0]), days) for row in this.rows]
    here = {row[0] for row in this.rows}
    rows.extend(_row(this, chosen, None, row, days) for name, row in earlier.items() if name not in here)
    totals = None
    if this.totals is not None:
        totals = _row(this, chosen, this.totals, before.totals if before is not None else None, days)
    report = replace(
        this,
        columns=tuple(columns),
        rows=tuple(rows),
        totals=totals,
        figures=tuple(_figures(this, before)),
        notes=tuple(_notes(this, before, (this_config, before_config))),
    )
    return report, found


def period_notes(this: "Config", before: "Config", *, known: bool) -> "Iterable[str]":
    """Say which days are compared, and how many; or why they are not."""
    one, two = days_of(this), days_of(before)
    yield f"before: {before.begin} to {before.last}, {two} days; this period: {this.begin} to {this.last}, {one} days"
    if not known:
        yield "before is undefined: it starts before the first entry"


def _notes(this: Report, before: Report | None, configs: "tuple[Config, Config]") -> "Iterable[str]":
    yield from period_notes(*configs, known=before is not None)
    if before is not None and any(column.kind == "count" for column in this.columns):
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
    if _is_judged(column):
        yield Column(f"{column.name}_change", "text", "change")
        yield Column(f"{column.name}_low", "share", f"{column.heading}: low", wide=True)
        yield Column(f"{column.name}_high", "share", f"{column.heading}: high", wide=True)


def _is_judged(column: Column) -> bool:
    return column.kind == "count" or (column.kind == "share" and bool(column.of))


def _row(
    report: Report, chosen: "Sequence[int]", this: "Row | None", before: "Row | None", days: tuple[int, int]
) -> "Row":
    cells: list[Cell] = [(this or before or (None,))[0]]
    known = before is not None
    for index in chosen:
        column = report.columns[index]
        one, two = (None if row is None else row[index] for row in (this, before))
        if column.kind == "count" and known:
            one, two = one or 0, two or 0
        cells.extend((one, two))
        if _is_judged(column):
            cells.extend(_judged(report, column, (this, before), (one, two), days))
    return tuple(cells)


def _judged(
    report: Report,
    column: Column,
    rows: "tuple[Row | None, Row | None]",
    cells: tuple[Cell, Cell],
    days: tuple[int, int],
) -> "tuple[Cell, ...]":
    if column.kind == "count":
        change, interval = judge_counts(cells, days)
    else:
        of = next(i for i, other in enumerate(report.columns) if other.name == column.of)
        sizes = [row[of] if row is not None else None for row in rows]
        change, interval = judge_shares(cells, (sizes[0], sizes[1]))
    if interval is None:
        return (None, None, None)
    return (change, *(quantize(Decimal(limit), _LIMITS) for limit in interval))


def judge_counts(counts: tuple[Cell, Cell], days: tuple[int, int]) -> "tuple[str, Interval | None]":
    """Tell whether a count is `more` or `fewer` than the one before for its days: (30, 10) of 31 and 31 is `more`.

    With it goes Wilson's interval of the first count's share of both; none where nothing was counted or known.
    """
    one, two = counts
    if not isinstance(one, int) or not isinstance(two, int) or not sum(days):
        return "", None
    interval = wilson(one, one + two)
    if interval is None:
        return "", None
    share = days[0] / sum(days)
    return "" if interval.holds(share) else "more" if interval.low > share else "fewer", interval


def judge_shares(shares: tuple[Cell, Cell], cases: tuple[Cell, Cell]) -> "tuple[str, Interval | None]":
    """Tell whether a share of cases is `higher` or `lower` than the one before, with Newcombe's interval."""
    known = [number for number in (*shares, *cases) if isinstance(number, Decimal | int)]
    if len(known) < len(shares) + len(cases):
        return "", None
    one, two, first, second = map(float, known)
    interval = newcombe((round(one * first), round(two * second)), (first, second))
    if interval is None or interval.holds(0):
        return "", interval
    return "higher" if interval.low > 0 else "lower", interval
