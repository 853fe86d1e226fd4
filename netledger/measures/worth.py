"""Sums of amounts and of exact parts of them, in their own units and as a value."""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.amounts import EXACT, ZERO, Amount, apportion, quantize
from netledger.core.valuation import exact_sum, plus, rate_on

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.core.valuation import Sums


class Value(NamedTuple):
    """What a sum is worth in one unit."""

    total: Fraction
    """The exact value of what has a price."""
    unpriced: "Sums"
    """What has none, by unit."""
    priced: bool
    """Whether anything has a price, be it worth 0 in all."""

    @property
    def known(self) -> Fraction | None:
        """The value; 0 of nothing at all; None where there is something, and nothing of it has a price."""
        return self.total if self.priced or not self.unpriced else None


class Worth:
    """A sum of amounts, or of fractions of amounts, each valued at the prices of its own day, or of T with `--market`.

    >>> worth = Worth()
    >>> worth.add(Fraction(1, 3), "HOUR", entry.date, ledger.prices.period(entry.date))
    >>> worth.held
    {'HOUR': Fraction(1, 3)}
    """

    __slots__ = ("at", "days")

    def __init__(self) -> None:
        """Begin with nothing."""
        self.at: dict[tuple[str, int], Decimal | Fraction] = {}
        """The sums by unit and by period of equal prices."""
        self.days: dict[int, date] = {}
        """A day of each period."""

    def add(self, number: "Decimal | Fraction", unit: str, day: "date", period: int) -> None:
        """Add a number of a unit on a day; `period` is what `Prices.period` says of that day."""
        key = (unit, period)
        held = self.at.get(key)
        if held is None:
            self.at[key] = number
        elif type(held) is type(number) is Decimal:  # nearly always, and quicker than to ask what is a fraction
            self.at[key] = EXACT.add(held, number)
        else:
            self.at[key] = plus(held, number)
        if period not in self.days:
            self.days[period] = day

    def include(self, other: "Worth") -> None:
        """Add all that another sum holds."""
        for key, number in other.at.items():
            held = self.at.get(key)
            self.at[key] = number if held is None else plus(held, number)
        for period, day in other.days.items():
            self.days.setdefault(period, day)

    def __bool__(self) -> bool:
        """Tell whether anything was ever added."""
        return bool(self.at)

    @property
    def held(self) -> "Sums":
        """The sums by unit; some may have come to 0."""
        held: Sums = {}
        for (unit, _), number in self.at.items():
            held[unit] = plus(held.get(unit, ZERO), number)
        return held

    def value(self, ledger: "Ledger", unit: str | None, config: "Config", without: "Collection[str]" = ()) -> Value:
        """Return what the sum is worth in a unit, of its units but those in `without`; without a unit nothing is."""
        unpriced: Sums = {}
        tops: dict[int, int] = {}  # by denominator
        for (own, period), number in self.at.items():
            if own in without:
                continue
            rate = rate_on(ledger, config, own, unit, self.days[period])
            if rate is None:
                unpriced[own] = plus(unpriced.get(own, ZERO), number)
            else:
                top, bottom = number.as_integer_ratio()
                bottom *= rate.denominator
                tops[bottom] = tops.get(bottom, 0) + top * rate.numerator
        return Value(exact_sum(tops), unpriced, bool(tops))

    def shown(self, ledger: "Ledger", config: "Config") -> "Sums":
        """Return the sums to show by unit: each in its own or, with `-X`, in that unit where a price allows."""
        if config.exchange is None:
            return self.held
        value = self.value(ledger, config.exchange, config)
        return {**value.unpriced, **({config.exchange: value.total} if value.priced else {})}


def shares(sums: "Mapping[str, Sums]", ledger: "Ledger") -> "dict[str, dict[str, Decimal]]":
    """Round the sums of several rows so that, unit by unit, the rounded ones add up to the rounded total.

    To the precision of the unit, by largest remainder, ties to the earlier: thirds of 1 USD give 0.34, 0.33, 0.33.
    """
    found: dict[str, dict[str, Decimal]] = {key: {} for key in sums}
    for unit in sorted({unit for held in sums.values() for unit in held}):
        keys = [key for key, held in sums.items() if unit in held]
        parts = [Fraction(sums[key][unit]) for key in keys]
        for key, number in zip(keys, apportion(parts, ledger.declarations.precision(unit)), strict=True):
            found[key][unit] = number
    return found


def amounts_of(numbers: "Mapping[str, Decimal]") -> tuple[Amount, ...]:
    """Return rounded sums as amounts, by unit, without those that come to 0."""
    return tuple(Amount(numbers[unit], unit) for unit in sorted(numbers) if numbers[unit])


def in_unit(number: Fraction, unit: str, ledger: "Ledger") -> Amount:
    """Return an amount rounded to the precision of its unit."""
    return Amount(quantize(number, ledger.declarations.precision(unit)), unit)


def decimals(numbers: "Iterable[Decimal]") -> int:
    """Return how many decimals show all of some numbers in full: 2 of 1.50 and 0.25, none of 3.00."""
    exponents = [number.normalize(EXACT).as_tuple().exponent for number in numbers]
    return max((-exponent for exponent in exponents if isinstance(exponent, int) and exponent < 0), default=0)
