"""What somebody holds: one exact sum per unit."""

from typing import TYPE_CHECKING

from netledger.core.amounts import EXACT, ZERO, Amount

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal


class Inventory:
    """Sums of several units that never mix: `3 ADVICE` beside `1.5 HOUR`.

    >>> inventory = Inventory()
    >>> inventory.add(Decimal(3), "INTRO")
    >>> inventory.add(Decimal(-1), "INTRO")
    >>> [str(amount) for amount in inventory.amounts()]
    ['2 INTRO']
    """

    __slots__ = ("_sums",)

    def __init__(self) -> None:
        """Begin with nothing of any unit."""
        self._sums: dict[str, Decimal] = {}

    def add(self, number: "Decimal", unit: str) -> None:
        """Add a number of one unit, exactly."""
        held = self._sums.get(unit)
        self._sums[unit] = number if held is None else EXACT.add(held, number)

    def __getitem__(self, unit: str) -> "Decimal":
        """Return the sum of one unit; 0 where there never was any."""
        return self._sums.get(unit, ZERO)

    def __iter__(self) -> "Iterator[str]":
        """Give the units that were ever added, in alphabetical order; some may have come to 0."""
        return iter(sorted(self._sums))

    def __bool__(self) -> bool:
        """Tell whether any sum is other than 0."""
        return any(self._sums.values())

    def amounts(self) -> list[Amount]:
        """List the sums that are not 0, by unit."""
        return [Amount(self._sums[unit], unit) for unit in self if self._sums[unit]]
