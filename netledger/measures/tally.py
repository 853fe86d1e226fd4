"""Sums of amounts and of fractions of amounts, day by day: what they are worth in all, and as a flow of each day."""

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.amounts import EXACT, ZERO
from netledger.core.entries import Price
from netledger.core.prices import Prices
from netledger.core.valuation import plus
from netledger.measures.worth import Value

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.core.valuation import Sums

HOUR = "HOUR"


class Rates:
    """What units are worth, with the price of an hour or as if there were neither hours nor a price in them.

    >>> rates = Rates(ledger, config, hours=True)
    >>> rates("HOUR", date(2026, 3, 1))
    Fraction(60, 1)
    """

    def __init__(self, ledger: "Ledger", config: "Config", *, hours: bool) -> None:
        """Take the prices, the unit to value in, and whether those of T hold (`--market`)."""
        self.unit = config.currency(ledger.options)
        self.hours = hours
        self._prices = (
            ledger.prices if hours else Prices(p for p in ledger.of(Price) if HOUR not in {p.unit, p.amount.unit})
        )
        self._today = config.today if config.market else None
        self._known: dict[tuple[str, date], Fraction | None] = {}

    def __call__(self, unit: str, day: "date") -> Fraction | None:
        """Return what one unit of a day is worth; None where no price says so, or there is no unit to value in."""
        key = (unit, day)
        if key not in self._known:
            target = self.unit
            self._known[key] = None if target is None else self._prices.rate(unit, target, self._today or day)
        return self._known[key]

    def leaves_out(self, unit: str) -> bool:
        """Tell whether amounts of a unit are not looked at."""
        return unit == HOUR and not self.hours


class Tally:
    """A sum of amounts of several days and units, each a decimal number or a fraction of one.

    >>> tally = Tally()
    >>> tally.add(date(2026, 3, 1), "HOUR", Decimal("1.5"), 2)
    >>> tally.price(rates).value.total
    Fraction(45, 1)
    """

    __slots__ = ("sums",)

    def __init__(self) -> None:
        """Begin with nothing."""
        self.sums: dict[tuple[date, str, int], Decimal] = {}
        """By day, by unit and by what the number is to be divided by."""

    def __bool__(self) -> bool:
        """Tell whether anything was ever added."""
        return bool(self.sums)

    def add(self, day: "date", unit: str, number: "Decimal", divisor: int = 1) -> None:
        """Add number / divisor of a unit on a day."""
        key = (day, unit, divisor)
        held = self.sums.get(key)
        self.sums[key] = number if held is None else EXACT.add(held, number)

    def include(self, other: "Tally") -> None:
        """Add all that another one holds."""
        for (day, unit, divisor), number in other.sums.items():
            self.add(day, unit, number, divisor)

    def held(self, unit: str) -> Fraction:
        """Return the sum of one unit."""
        tops: dict[int, Decimal] = {}
        for (_, own, divisor), number in self.sums.items():
            if own == unit:
                tops[divisor] = EXACT.add(tops.get(divisor, ZERO), number)
        return sum([Fraction(number) / divisor for divisor, number in tops.items()], Fraction(0))

    def price(self, rates: Rates) -> "Priced":
        """Find out what it is worth, each amount at the price of its day, and what has no price."""
        if not self.sums:
            return _NOTHING
        unpriced: Sums = {}
        priced: list[tuple[date, int, int]] = []
        for (day, unit, divisor), number in self.sums.items():
            if rates.leaves_out(unit):
                continue
            rate = rates(unit, day)
            if rate is None:
                unpriced[unit] = plus(unpriced.get(unit, ZERO), Fraction(number) / divisor if divisor > 1 else number)
            else:
                top, bottom = number.as_integer_ratio()
                priced.append((day, top * rate.numerator, bottom * rate.denominator * divisor))
        # Whole numbers on one scale: adding fractions one by one would reduce each time.
        bottoms = {bottom for _, _, bottom in priced}
        scale = lcm(*bottoms)
        factors = {bottom: scale // bottom for bottom in bottoms}
        flows: dict[date, int] = {}
        for day, top, bottom in priced:
            flows[day] = flows.get(day, 0) + top * factors[bottom]
        return Priced(Value(Fraction(sum(flows.values()), scale), unpriced, bool(priced)), flows, scale)


class Priced(NamedTuple):
    """What a tally is worth, and when."""

    value: Value
    flows: "dict[date, int]"
    """The value of each day, as a multiple of 1 / scale."""
    scale: int


_NOTHING = Priced(Value(Fraction(0), {}, priced=False), {}, 1)


def exact_sum(tops: "Mapping[int, int]") -> Fraction:
    """Add up fractions, given by their denominators: {2: 1, 3: 2} is 7/6."""
    bottom = lcm(*tops)
    return Fraction(sum([top * (bottom // own) for own, top in tops.items()]), bottom)
