"""The strength of a tie: how much contact there was, the older the less (Ahmad, Porter & Beguerisse-Díaz 2018).

S(t) = Σ w·2^(-(t - t_k)/h) over the days t_k with a touch up to t, w the weight of the heaviest touch of the day: its
medium's, divided by the number of people it was with (Newman 2001) unless the option `group_weight` is "full".
h is the option `half_life`. Weights 1, 0.6, 1 on days 0, 10, 30 give at t = 40: 2.136962 with h = 90 days, 2.354007
with 180.
"""

from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from netledger.core.entries import Touch
    from netledger.core.options import Options


class Weights:
    """What each touch weighs under the options of a ledger."""

    def __init__(self, options: "Options") -> None:
        """Take the media weights, the group weight and the half-life."""
        self.media = {medium: float(weight) for medium, weight in options.media_weight}
        self.split = options.group_weight == "split"
        self.half_life = float(options.half_life_days)

    def touch(self, touch: "Touch") -> float:
        """Return the weight of one touch for each of its people."""
        weight = self.media[touch.medium]
        return weight / len(touch.names) if self.split else weight

    def days(self, touches: "Iterable[Touch]") -> "list[tuple[date, float]]":
        """Return each day with a touch, and the weight of its heaviest one."""
        return [(day, max(map(self.touch, of_day))) for day, of_day in groupby(touches, key=lambda touch: touch.date)]

    def strength(self, touches: "Iterable[Touch]", day: "date") -> float:
        """Return S on a day, of touches with one person in ledger order; 0 where there was none yet."""
        return sum(weight * 2 ** (-(day - at).days / self.half_life) for at, weight in self.days(touches) if at <= day)
