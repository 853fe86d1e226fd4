"""Prices over time, and what an amount was worth on a day."""

from bisect import bisect_right
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from netledger.core.entries import Price


class Prices:
    """All prices of a ledger.

    The rate from one unit to another on a day is the latest price dated on or before it; else the inverse of the
    latest price the other way; else the product along the shortest chain of such prices, of equally short ones the
    alphabetically first. Never a later price.
    """

    def __init__(self, prices: "Iterable[Price]") -> None:
        """Take the price entries in ledger order: of two on one day the last holds."""
        self._days: dict[tuple[str, str], list[date]] = {}
        self._rates: dict[tuple[str, str], list[Fraction]] = {}
        neighbours: dict[str, set[str]] = {}
        for price in prices:
            pair = (price.unit, price.amount.unit)
            rate = Fraction(price.amount.number)
            known = self._days.setdefault(pair, [])
            rates = self._rates.setdefault(pair, [])
            if known and known[-1] == price.date:
                rates[-1] = rate
            else:
                known.append(price.date)
                rates.append(rate)
            neighbours.setdefault(pair[0], set()).add(pair[1])
            neighbours.setdefault(pair[1], set()).add(pair[0])
        self._neighbours = {unit: sorted(others) for unit, others in neighbours.items()}
        self._changes = sorted({day for known in self._days.values() for day in known})
        self._periods: dict[date, int] = {}
        self._cache: dict[tuple[str, str, int], Fraction | None] = {}

    def units(self) -> list[str]:
        """Return the units that any price names, in alphabetical order."""
        return sorted(self._neighbours)

    def partners(self, unit: str) -> "Sequence[str]":
        """Return the units in which a unit has a price, or they in it, in alphabetical order."""
        return self._neighbours.get(unit, ())

    def period(self, day: "date") -> int:
        """Return a number that is the same for all days between which no price changed."""
        period = self._periods.get(day)
        if period is None:
            period = self._periods[day] = bisect_right(self._changes, day)
        return period

    def rate(self, unit: str, target: str, day: "date") -> Fraction | None:
        """Return what one `unit` was worth in `target` on a day, or None where no price says so.

        With `price HOUR 60 USD` from January on, the rate from HOUR to USD in March is 60, from USD to HOUR 1/60.
        """
        if unit == target:
            return Fraction(1)
        key = (unit, target, self.period(day))
        if key not in self._cache:
            step = self._step(unit, target, day)  # the shortest chain there can be; mostly there is one
            self._cache[key] = self._search(unit, target, day) if step is None else step
        return self._cache[key]

    def _step(self, unit: str, target: str, day: "date") -> Fraction | None:
        for pair in ((unit, target), (target, unit)):
            known = self._days.get(pair)
            if known and known[0] <= day:
                rate = self._rates[pair][bisect_right(known, day) - 1]
                return rate if pair[0] == unit else 1 / rate
        return None

    def _search(self, unit: str, target: str, day: "date") -> Fraction | None:
        """Search breadth first; neighbours in alphabetical order make the first path found the one to take."""
        rates = {unit: Fraction(1)}
        frontier = [unit]
        while frontier:
            reached = []
            for here in frontier:
                for there in self._neighbours.get(here, ()):
                    step = None if there in rates else self._step(here, there, day)
                    if step is None:
                        continue
                    rates[there] = rates[here] * step
                    if there == target:
                        return rates[there]
                    reached.append(there)
            frontier = reached
        return None
