"""What a report is asked for: the day, the period, the query, the valuation."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from netledger.core.periods import Period, PeriodError, period_before
from netledger.core.query import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netledger.core.options import Options

Item = TypeVar("Item")
Own = TypeVar("Own")

_DAY: Any = attrgetter("date")

WINDOW = 180
"""The days of a period that nobody has chosen: what `--compare` compares then."""


class WrongCall(ValueError):  # noqa: N818 - it becomes a message about a wrong call
    """What a report was asked for that it cannot do; the message says why, and what would do instead."""


class NotInstalled(WrongCall):
    """What would be possible with a package more; the message says which, and how to get it."""


@dataclass(frozen=True)
class Config:
    """The settings of one report.

    `Config(today=date(2026, 6, 30), begin=date(2026, 1, 1))` asks for the first half of 2026.
    """

    today: date
    """T: entries and prices after it do not exist; it counts itself."""
    begin: date | None = None
    """The first day that is reported; None: from the beginning."""
    end: date | None = None
    """The day after the last one that is reported; None: up to T."""
    query: Query = field(default_factory=Query)
    exchange: str | None = None
    """The unit that amounts are shown in, where prices allow (`-X`); None: each in its own."""
    market: bool = False
    """Value at the prices of T instead of those of each entry's day."""
    depth: int | None = None
    """Show venues down to this level; deeper ones are added to theirs."""
    empty: bool = False
    """Show what comes to nothing, too."""
    text: str = ""
    """What stands after the plugin's name in the journal."""
    by: str | None = None
    """What to break the figures down by (`--by`): `venue`, `month`, `company`; None: as the metric does by itself."""
    options: object = None
    """The metric's own options, in the class that it declares them in; see `own`."""
    progress: "Callable[[str, int, int], None]" = lambda _what, _done, _whole: None
    """Tells whoever waits how far long work is: what it does, how much is done, of how much."""

    def reports(self, day: date) -> bool:
        """Tell whether a day lies in the reported period, and not after T."""
        return day <= self.today and (self.begin is None or day >= self.begin) and (self.end is None or day < self.end)

    def within(self, items: "Sequence[Item]", day: "Callable[[Item], date]" = _DAY) -> "Sequence[Item]":
        """Return the items that are reported, of items in the order of their days: entries, or what `day` dates."""
        begin = 0 if self.begin is None else bisect_left(items, self.begin, key=day)
        return items[begin : bisect_right(items, self.last, key=day)]

    @property
    def last(self) -> date:
        """The last day that is reported."""
        if self.end is None or self.end == date.min:
            return self.today if self.end is None else date.min
        return min(self.today, self.end - timedelta(days=1))

    def own(self, kind: type[Own]) -> Own:
        """Return a metric's own options: those that were given, else the defaults of their class."""
        return self.options if isinstance(self.options, kind) else kind()

    def currency(self, options: "Options") -> str | None:
        """Return the unit that values are in: that of `-X`, else the journal's first operating currency, else None."""
        return self.exchange or options.currency

    def against(self) -> "tuple[Config, Config]":
        """Return the settings for the reported period, and for the one before it (`--compare`).

        Where the period runs past T both are cut to the same elapsed days. Without a beginning it is the 180 days up
        to its end. Raises PeriodError where there is no period before.
        """
        if self.begin is None and self.last - date.min < timedelta(days=WINDOW):
            raise PeriodError(f"there are no {WINDOW} days up to {self.last}; say which with -p or -b")
        begin = self.begin or self.last - timedelta(days=WINDOW - 1)
        this, before = period_before(Period(begin, self.end), self.today)
        return replace(self, begin=this.begin, end=this.end), replace(self, begin=before.begin, end=before.end)

    def venue(self, venue: str) -> str:
        """Cut a venue to the depth that is shown: at depth 1 `@Chamber:Mixers` is `@Chamber`."""
        return venue if self.depth is None else ":".join(venue.split(":")[: max(1, self.depth)])
