"""What amounts of several days and units are worth in one unit."""

from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.amounts import EXACT, ZERO, Amount, quantize
from netledger.core.inventory import Inventory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger


Sums = dict[str, Decimal | Fraction]
"""What is shown of a sum, by unit: exact in its own unit, a fraction where it was valued."""


def plus(left: Decimal | Fraction, right: Decimal | Fraction) -> Decimal | Fraction:
    """Add two numbers exactly."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):  # to ask for Fraction would take far longer
        return EXACT.add(left, right)
    return Fraction(left) + Fraction(right)


def exact_sum(tops: "Mapping[int, int]") -> Fraction:
    """Add up fractions, given by their denominators: {2: 1, 3: 2} is 7/6.

    Whole numbers on one scale: adding fractions one by one would reduce each time.
    """
    bottom = lcm(*tops)
    return Fraction(sum([top * (bottom // own) for own, top in tops.items()]), bottom)


def rate_on(ledger: "Ledger", config: "Config", unit: str, target: str | None, day: "date") -> Fraction | None:
    """Return what one `unit` of a day is worth in `target`: at that day's prices, or at those of T with `--market`.

    None where no price says so, or there is no target (a ledger without a currency).
    """
    return None if target is None else ledger.prices.rate(unit, target, config.today if config.market else day)


class Value(NamedTuple):
    """What a sum is worth in one unit."""

    total: Fraction
    """The exact value of what has a price."""
    unpriced: Inventory
    """The sums of what has none, by unit."""
    priced: bool
    """Whether anything has a price, be it worth 0 in all."""


class Valued:
    """A sum of amounts in their own units and, as far as prices allow, as one exact value.

    The value of each amount is that of its day, or of T with `--market`. What has no price stays in `unpriced`.
    """

    __slots__ = ("_held", "at", "count", "days")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.count = 0
        """How many amounts were added."""
        self.at: dict[tuple[str, int], Decimal] = {}
        """The sums by unit and by period of equal prices."""
        self.days: dict[int, date] = {}
        """A day of each period."""
        self._held: Inventory | None = None

    def add(self, amount: Amount, day: "date", period: int) -> None:
        """Add an amount of a day; `period` is what `Prices.period` says of that day."""
        self.count += 1
        if self._held is not None:
            self._held.add(amount.number, amount.unit)
        key = (amount.unit, period)
        sums = self.at
        sums[key] = EXACT.add(sums[key], amount.number) if key in sums else amount.number
        if period not in self.days:
            self.days[period] = day

    def include(self, other: "Valued") -> None:
        """Add all that another sum holds."""
        self.count += other.count
        self._held = None
        sums = self.at
        for key, number in other.at.items():
            sums[key] = EXACT.add(sums[key], number) if key in sums else number
        for period, day in other.days.items():
            self.days.setdefault(period, day)

    @property
    def held(self) -> Inventory:
        """The sums in their own units."""
        if self._held is None:
            self._held = Inventory()
            for (unit, _), number in self.at.items():
                self._held.add(number, unit)
        return self._held

    def value(self, ledger: "Ledger", unit: str | None, config: "Config") -> "Value":
        """Return the exact value of what has a price, and the sums of what has none.

        Without a unit to value in nothing has a price.
        """
        unpriced = Inventory()
        priced = False
        sums: dict[int, int] = {}  # by denominator
        for (own, period), number in self.at.items():
            rate = rate_on(ledger, config, own, unit, self.days[period])
            if rate is None:
                unpriced.add(number, own)
            else:
                top, bottom = number.as_integer_ratio()
                bottom *= rate.denominator
                sums[bottom] = sums.get(bottom, 0) + top * rate.numerator
                priced = True
        return Value(exact_sum(sums), unpriced, priced)

    def sums(self, ledger: "Ledger", config: "Config") -> "Sums":
        """Return the sums to show by unit: each in its own or, with `-X`, in that unit where a price allows."""
        if config.exchange is None:
            return {unit: self.held[unit] for unit in self.held}
        total, unpriced, priced = self.value(ledger, config.exchange, config)
        sums: Sums = {unit: unpriced[unit] for unit in unpriced}
        if priced:
            sums[config.exchange] = total
        return sums


def rounded(sums: "Sums", ledger: "Ledger", units: "Iterable[str]" = ()) -> tuple[Amount, ...]:
    """Round sums to what is shown of each unit, by unit; of the named units also what is 0."""
    precision = ledger.declarations.precision
    shown = sorted({*sums, *units})
    return tuple(Amount(quantize(sums.get(unit, ZERO), precision(unit)), unit) for unit in shown)
