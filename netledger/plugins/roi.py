"""Return: what hours, money and miles brought, with and without the price of an hour.

C are the costs, V the outcomes of the reported period, as values. Net V - C, ROI (V - C) / C, BCR V / C, the yearly
rate (XIRR), payback, cost per outcome, value per hour, and the share of outcomes that came through people. Without
`--by` there is a row with hours and one without; with it a row for each key, whose parts add up to the totals.
"""

from typing import TYPE_CHECKING

from netledger.core.report import Column, Report
from netledger.extension import Metric
from netledger.measures.account import accounts
from netledger.plugins.roi_asked import RoiOptions, ask
from netledger.plugins.roi_evidence import evidence
from netledger.plugins.roi_rows import both, rows_by, with_and_without
from netledger.plugins.roi_told import DEFINITIONS, figures, notes

if TYPE_CHECKING:
    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.core.report import Cell, Figure
    from netledger.plugins.roi_asked import Scope
    from netledger.plugins.roi_rows import Cells


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Compute the return of a ledger. Raises WrongCall."""
    scope = ask(ledger, config)
    found = accounts(scope.asked, scope.rates)
    whole = found.whole()
    totals: Cells | None = None
    beneath: tuple[Figure, ...] = ()
    if config.by is None:
        returns = both(whole, scope)
        rows, beneath = with_and_without(scope, whole, returns), tuple(figures(scope, whole, returns))
    else:
        rows, totals = rows_by(scope, found.rows, whole)
    columns = _columns(scope, rows)
    shown = tuple(_cells(columns, row) for row in rows)
    report = Report(
        "roi",
        ledger.titled(f"Return by {config.by}" if config.by is not None else "Return"),
        columns,
        shown,
        config.today,
        config.begin,
        config.end,
        _cells(columns, totals) if totals is not None and rows else None,
        beneath,
        tuple(notes(scope, whole, found.unpriced)),
    )
    return report, []


def _cells(columns: tuple[Column, ...], row: "dict[str, Cell]") -> "tuple[Cell, ...]":
    return tuple([row.get(column.name) for column in columns])


def _columns(scope: "Scope", rows: "list[dict[str, Cell]]") -> tuple[Column, ...]:
    """Return the columns; what has no price is shown where there is any."""
    by = scope.asked.by
    lacking = {name: any(row.get(name) for row in rows) for name in ("unpriced_cost", "unpriced_gain")}
    unpriced = (
        Column("partial", "flag", wide=any(lacking.values())),
        Column("unpriced_cost", "amounts", "unpriced", wide=not lacking["unpriced_cost"]),
        Column("unpriced_gain", "amounts", "unpriced gain", wide=not lacking["unpriced_gain"]),
    )
    figures = (
        Column("cost", "amount", adds=True),
        Column("gain", "amount", adds=True),
        Column("net", "amount"),
        Column("roi", "number", "ROI", places=2),
    )
    counts = (Column("outcomes", "number", wide=True), Column("involved", "count", wide=True))
    hours = Column("hours", "number", wide=by is None)
    further = _further("")
    if by is None:
        return (Column("counting", "name"), *figures, *further[:1], *unpriced, *further[1:], hours, *counts)
    return (
        *((Column("level", "level"),) if by == "venue" else ()),
        Column(by, "name"),
        hours,
        *figures,
        Column("roi_without_hours", "number", "w/o h", places=2),
        *unpriced,
        *counts,
        *(_OWN if by == "venue" else ()),
        *(_hidden(column) for column in further),
        *(Column(f"{name}_without_hours", "amount", f"{name} w/o h", wide=True) for name in ("cost", "gain", "net")),
        *(_hidden(column) for column in _further("_without_hours")),
    )


_OWN = (
    Column("own_hours", "number", wide=True),
    Column("own_cost", "amount", wide=True),
    Column("own_gain", "amount", wide=True),
    Column("own_net", "amount", wide=True),
)
"""What a venue takes and brings by itself, without what lies under it; these add up to the totals."""


def _further(suffix: str) -> tuple[Column, ...]:
    mark = " w/o h" if suffix else ""
    return (
        Column(f"bcr{suffix}", "number", f"BCR{mark}", places=2),
        Column(f"xirr{suffix}", "number", f"XIRR{mark}", wide=True, places=4),
        Column(f"payback{suffix}", "date", f"payback{mark}", wide=True),
        Column(f"cost_per_outcome{suffix}", "amount", f"cost per outcome{mark}", wide=True),
        Column(f"value_per_hour{suffix}", "amount", f"value per hour{mark}", wide=True),
    )


def _hidden(column: Column) -> Column:
    return Column(column.name, column.kind, column.label, wide=True, places=column.places)


plugin = Metric(
    run,
    "Show what your hours, money and miles brought.",
    help="Everything is told with and without the price of an hour. With --by the parts of the rows add up to the "
    "totals; --wide shows XIRR, payback, cost per outcome and value per hour of each. TERMs select what is reported.",
    options=RoiOptions,
    by=("person", "venue", "why", "medium", "tag", "kind", "month", "phase", "KEY"),
    compares=("cost", "gain", "roi"),
    definitions=DEFINITIONS,
    evidence=evidence,
)
