"""Whether a figure of one period differs from that of the period before, and by how much for certain.

Counts depend on how many days were counted. So two counts k1 and k2 are called different only where Wilson's 95 %
interval of k1 / (k1 + k2) does not hold the first period's share of the days; two shares of cases where Newcombe's
interval of their difference does not hold 0. Everything else stands side by side, without a verdict.
"""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from netledger.core.amounts import quantize
from netledger.core.entries import Happening
from netledger.measures.intervals import newcombe, wilson

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.core.report import Cell
    from netledger.measures.intervals import Interval

_PER_DAY = 3

Judged = tuple[str, "Interval | None"]
"""A verdict (empty: none), and the interval that it rests on; no interval: nothing could be judged."""


def days_of(config: "Config") -> int:
    """Return how many days the reported period has, up to T; 0 where it has no beginning."""
    return 0 if config.begin is None else max(0, (config.last - config.begin).days + 1)


def first_day(ledger: "Ledger") -> "date | None":
    """Return the day of the first thing that happened, what is pending apart: before it a ledger knows nothing."""
    happened = (entry for entry in ledger.entries if isinstance(entry, Happening) and not entry.pending)
    return next((entry.date for entry in happened), None)


def is_known(ledger: "Ledger", before: "Config") -> bool:
    """Tell whether the period before is one that the ledger covers: it does not start before the first entry."""
    first = first_day(ledger)
    return first is not None and before.begin is not None and before.begin >= first


def period_notes(this: "Config", before: "Config", *, known: bool) -> "Iterable[str]":
    """Say which days are compared, and how many; or why they are not."""
    one, two = days_of(this), days_of(before)
    yield f"before: {before.begin} to {before.last}, {two} days; this period: {this.begin} to {this.last}, {one} days"
    if not known:
        yield "before is undefined: it starts before the first entry"


def per_day(count: "Cell", days: int) -> Decimal | None:
    """Return a count per day: 30 in 31 days are 0.968; undefined without a count or a day."""
    if not isinstance(count, int) or not days:
        return None
    return quantize(Fraction(count, days), _PER_DAY)


def judge_counts(counts: "tuple[Cell, Cell]", days: tuple[int, int]) -> Judged:
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


def judge_proportions(successes: tuple[float, float], cases: tuple[float, float]) -> Judged:
    """Tell whether a proportion is `higher` or `lower` than the one before: 56 of 70 and 48 of 80 is `higher`.

    With it goes Newcombe's interval of the difference; none where one of them has no cases.
    """
    interval = newcombe(successes, cases)
    if interval is None or interval.holds(0):
        return "", interval
    return "higher" if interval.low > 0 else "lower", interval


def judge_shares(shares: "tuple[Cell, Cell]", cases: "tuple[Cell, Cell]") -> Judged:
    """Tell likewise of shares that are known rounded, with how many cases each has: (0.8, 0.6) of (70, 80)."""
    known = [number for number in (*shares, *cases) if isinstance(number, Decimal | int)]
    if len(known) < len(shares) + len(cases):
        return "", None
    one, two, first, second = map(float, known)
    return judge_proportions((round(one * first), round(two * second)), (first, second))
