"""What was spent, day by day: costs within a period, those with `over:` spread evenly over their days."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from netledger.core import entries as e
from netledger.core.booking import Exchange
from netledger.core.periods import calendar_period
from netledger.core.values import days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger

WHOLE = Fraction(1)
"""The part of a cost that is not spread."""

Changes = Callable[[e.Happening, Exchange], Sequence[date]]
"""The days, in their order, at which a spread cost is to part: those on which it changes what it belongs to."""


class Spent(NamedTuple):
    """A cost, or the part of one that falls into one month of the period (or whatever it is cut by)."""

    day: date
    """The day of the cost; of a part, its first day."""
    entry: e.Happening
    exchange: Exchange
    part: Fraction
    """How much of the exchange's amount it is: 1, or what of a cost with `over:` falls on these days."""
    days: int = 1
    """On how many days it falls."""

    @property
    def number(self) -> Fraction:
        """The number in the exchange's unit."""
        number = Fraction(self.exchange.amount.number)
        return number if self.part is WHOLE else number * self.part


def spent(
    ledger: "Ledger", config: "Config", cut: str | None = "month", changes: Changes | None = None
) -> "Iterator[Spent]":
    """Give the costs of the reported period that the query chooses, in ledger order.

    A cost of 365 USD with `over: 1y` from 2026-01-01 on is 31 USD in January and, on 2026-02-09, 9 USD in February so
    far. A cost is valued at the prices of its own day, `entry.date`, also where it is spread. `cut` says at the ends
    of which calendar periods the days of a spread cost part: `week`, `month`, `quarter`, `year`; None: of none.
    `changes` gives further days to part at, as `Breakdown.changes` does: each part then has one key, whose share of
    the cost goes by its days.
    """
    declared, query, begin, last = ledger.declarations, config.query, config.begin, config.last
    for entry, exchanges in ledger.booked:
        if entry.date > last:
            break
        span = spread(entry) if entry.meta else None
        if span is None and begin is not None and entry.date < begin:
            continue
        for exchange in exchanges:
            if exchange.kind == "cost" and (not query or query.exchange(entry, exchange, declared)):
                if span is None:
                    yield Spent(entry.date, entry, exchange, WHOLE)
                else:
                    days_of_change = changes(entry, exchange) if changes is not None else ()
                    for day, count in _parts(entry.date, span, config, cut, days_of_change):
                        yield Spent(day, entry, exchange, Fraction(count, span), count)


def spread(entry: e.Happening) -> int | None:
    """Return over how many days an entry's cost is spread (`over: 1y` is 365), or None: it is of its day alone."""
    value = entry.get("over") if entry.meta and isinstance(entry, e.Cost) else None
    interval = days(value.text) if value is not None else None
    return None if interval is None else max(1, int(interval))


def _parts(
    begin: date, span: int, config: "Config", cut: str | None, changes: Sequence[date]
) -> "Iterator[tuple[date, int]]":
    """Cut the days of a spread cost within the reported period at the ends of calendar periods, and where it changes.

    Each part is its first day, and how many days it has.
    """
    day: date | None = begin if config.begin is None else max(begin, config.begin)
    last = min(begin.toordinal() + span - 1, config.last.toordinal())
    while day is not None and day.toordinal() <= last:
        after = calendar_period(cut, day).end if cut is not None else None  # None, too, past the last of all days
        index = bisect_right(changes, day)
        if index < len(changes) and (after is None or changes[index] < after):
            after = changes[index]
        count = last - day.toordinal() + 1
        yield day, count if after is None else min(count, after.toordinal() - day.toordinal())
        day = after
