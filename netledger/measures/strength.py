"""The strength of a tie: how much contact there was, the older the less (Ahmad, Porter & Beguerisse-Díaz 2018).

S(t) = Σ w·2^(-(t - t_k)/h) over the days t_k with a touch up to t, w the weight of the heaviest touch of the day: its
medium's, divided by the number of people it was with (Newman 2001) unless the option `group_weight` is "full".
h is the option `half_life`. Weights 1, 0.6, 1 on days 0, 10, 30 give at t = 40: 2.136962 with h = 90 days, 2.354007
with 180.
"""

from decimal import Decimal
from typing import TYPE_CHECKING

from netledger.core.amounts import quantize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from netledger.core.entries import Touch
    from netledger.core.options import Options

PLACES = 6
"""The decimals that a strength, and what is computed of one, has in data. A table shows fewer."""


def told(number: float) -> Decimal:
    """Round what powers and logarithms made: 2.1369618… is 2.136962."""
    return quantize(Decimal(number), PLACES)


class _Decays(dict[int, float]):
    """What is left of a weight by its age in days: the same ages come up over and over."""

    def __init__(self, half_life: float) -> None:
        self._half_life = half_life

    def __missing__(self, age: int) -> float:
        left = self[age] = float(2 ** (-age / self._half_life))
        return left


class Weights:
    """What each touch weighs under the options of a ledger."""

    def __init__(self, options: "Options") -> None:
        """Take the media weights, the group weight and the half-life."""
        self.media = {medium: float(weight) for medium, weight in options.media_weight}
        self.split = options.group_weight == "split"
        self.half_life = float(options.half_life_days)
        self._decays = _Decays(self.half_life)

    def touch(self, touch: "Touch") -> float:
        """Return the weight of one touch for each of its people."""
        weight = self.media[touch.medium]
        return weight / len(touch.names) if self.split else weight

    def days(self, touches: "Iterable[Touch]") -> "list[tuple[date, float]]":
        """Return each day with a touch, and the weight of its heaviest one."""
        heaviest: dict[date, float] = {}
        media, split = self.media, self.split
        for touch in touches:  # as `touch` weighs each, without a call for every touch of a ledger
            weight = media[touch.medium] / len(touch.names) if split else media[touch.medium]
            known = heaviest.get(touch.date)
            if known is None or weight > known:
                heaviest[touch.date] = weight
        return list(heaviest.items())

    def strength(self, touches: "Iterable[Touch]", day: "date") -> float:
        """Return S on a day, of touches with one person in ledger order; 0 where there was none yet."""
        return sum(weight * self.decay((day - at).days) for at, weight in self.days(touches) if at <= day)

    def decay(self, age: int) -> float:
        """Return what is left of a weight after so many days: 0.5 after the half-life."""
        return self._decays[age]

    def course(self, weighed: "Sequence[tuple[date, float]]", on: "Iterable[date]") -> list[float]:
        """Return S on each of some days, which rise, of the days that `days` gave; in one pass through both."""
        found: list[float] = []
        decays, whole = self._decays, len(weighed)
        total, index, last = 0.0, 0, None
        for day in on:
            while index < whole and weighed[index][0] <= day:
                at, weight = weighed[index]
                total = weight if last is None else total * decays[(at - last).days] + weight
                index, last = index + 1, at
            found.append(0.0 if last is None else total * decays[(day - last).days])
        return found
