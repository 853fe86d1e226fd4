"""Sums of amounts and of fractions of amounts, day by day: what they are worth in all, and as a flow of each day."""

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, NamedTuple, Self

from netledger.core.amounts import EXACT, ZERO
from netledger.core.entries import Price
from netledger.core.prices import Prices
from netledger.core.valuation import exact_sum, plus
from netledger.measures.worth import Value

if TYPE_CHECKING:
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
        self._courses: dict[str, _Course] = {}

    @classmethod
    def both(cls, ledger: "Ledger", config: "Config") -> "tuple[Self, Self]":
        """Return those with the price of an hour and those without, with the same courses where hours change nothing.

        Where an hour has a price in one unit alone, no chain of prices between two other units leads through it.
        """
        made, without = cls(ledger, config, hours=True), cls(ledger, config, hours=False)
        if made.unit != HOUR and len(ledger.prices.partners(HOUR)) <= 1:
            without._courses = made._courses
        return made, without

    def __call__(self, unit: str, day: "date") -> Fraction | None:
        """Return what one unit of a day is worth; None where no price says so, or there is no unit to value in."""
        return None if self.unit is None else self._prices.rate(unit, self.unit, self._today or day)

    def leaves_out(self, unit: str) -> bool:
        """Tell whether amounts of a unit are not looked at."""
        return unit == HOUR and not self.hours

    def course(self, unit: str) -> "_Course":
        """Return what a unit that is not left out is worth, day by day."""
        course = self._courses.get(unit)
        if course is None:
            course = self._courses[unit] = _Course(self, unit)
        return course


class _Course(dict["date", tuple[int, int] | None]):
    """What a unit is worth on each day, as numerator and denominator: asked for once, then as quick as a dictionary."""

    def __init__(self, rates: Rates, unit: str) -> None:
        super().__init__()
        self._rates, self._unit = rates, unit

    def __missing__(self, day: "date") -> tuple[int, int] | None:
        rate = self._rates(self._unit, day)
        found = self[day] = None if rate is None else rate.as_integer_ratio()
        return found


class Tally:
    """A sum of amounts of several days and units, each a decimal number or a fraction of one.

    >>> tally = Tally()
    >>> tally.add(date(2026, 3, 1), "HOUR", Decimal("1.5"), 2)
    >>> tally.price(rates).value.total
    Fraction(45, 1)
    """

    __slots__ = ("_valued", "sums")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.sums: dict[str, dict[tuple[date, int], Decimal]] = {}
        """By unit; of each by day and by what the number is to be divided by."""
        self._valued: dict[str, tuple[_Course, _Valued]] = {}

    def __bool__(self) -> bool:
        """Tell whether anything was ever added."""
        return bool(self.sums)

    def add(self, day: "date", unit: str, number: "Decimal", divisor: int = 1) -> None:
        """Add number / divisor of a unit on a day."""
        own = self.sums.get(unit)
        if own is None:
            own = self.sums[unit] = {}
        key = (day, divisor)
        held = own.get(key)
        own[key] = number if held is None else EXACT.add(held, number)

    def include(self, other: "Tally") -> None:
        """Add all that another one holds."""
        for unit, numbers in other.sums.items():
            own = self.sums.setdefault(unit, {})
            for key, number in numbers.items():
                held = own.get(key)
                own[key] = number if held is None else EXACT.add(held, number)

    def held(self, unit: str) -> Fraction:
        """Return the sum of one unit."""
        tops: dict[int, int] = {}
        for (_, divisor), number in self.sums.get(unit, {}).items():
            top, bottom = number.as_integer_ratio()
            tops[bottom * divisor] = tops.get(bottom * divisor, 0) + top
        return exact_sum(tops)

    def is_alike(self, rates: Rates, without: Rates) -> bool:
        """Tell whether it is known at once to be worth the same with hours and without."""
        return not any(without.leaves_out(unit) or rates.course(unit) is not without.course(unit) for unit in self.sums)

    def price(self, rates: Rates) -> "Priced":
        """Find out what it is worth, each amount at the price of its day, and what has no price.

        Not to be asked for before all is added.
        """
        valued = {unit: self._value(unit, rates.course(unit)) for unit in self.sums if not rates.leaves_out(unit)}
        unpriced: Sums = {unit: found.unpriced for unit, found in valued.items() if found.unpriced is not None}
        scale = lcm(*[bottom for found in valued.values() for bottom in found.flows])
        flows: dict[date, int] = {}
        for found in valued.values():
            for bottom, tops in found.flows.items():
                factor = scale // bottom
                for day, top in tops:
                    flows[day] = flows.get(day, 0) + top * factor
        return Priced(Value(Fraction(sum(flows.values()), scale), unpriced, bool(flows)), flows, scale)

    def _value(self, unit: str, course: _Course) -> "_Valued":
        """Value what is held of one unit; once where it is worth the same with hours and without."""
        known = self._valued.get(unit)
        if known is not None and known[0] is course:
            return known[1]
        unpriced: Decimal | Fraction | None = None
        # Whole numbers by denominator: adding fractions one by one would reduce each time.
        flows: dict[int, list[tuple[date, int]]] = {}
        for (day, divisor), number in self.sums[unit].items():
            rate = course[day]
            if rate is None:
                unpriced = plus(unpriced or ZERO, Fraction(number) / divisor if divisor > 1 else number)
                continue
            top, bottom = number.as_integer_ratio()
            bottom *= rate[1] * divisor
            if bottom not in flows:
                flows[bottom] = []
            flows[bottom].append((day, top * rate[0]))
        found = _Valued(flows, unpriced)
        self._valued[unit] = course, found
        return found


class _Valued(NamedTuple):
    """What is held of one unit, as values."""

    flows: "dict[int, list[tuple[date, int]]]"
    """The values and their days, by what they are to be divided by."""
    unpriced: "Decimal | Fraction | None"
    """What has no price; None where all has one."""


class Priced(NamedTuple):
    """What a tally is worth, and when."""

    value: Value
    flows: "dict[date, int]"
    """The value of each day, as a multiple of 1 / scale."""
    scale: int
