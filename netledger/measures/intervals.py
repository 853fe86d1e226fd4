"""Confidence intervals of proportions, and of their differences.

Wilson's score interval (Wilson 1927), without correction for continuity; Newcombe's hybrid of two of them for a
difference (Newcombe 1998, method 10). 95 percent.
"""

from math import sqrt
from typing import NamedTuple

Z = 1.959963984540054
"""The 97.5th percentile of the normal distribution."""


class Interval(NamedTuple):
    """A lower and an upper limit."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Tell whether a value lies in it, limits included."""
        return self.low <= value <= self.high


def wilson(successes: float, cases: float) -> Interval | None:
    """Return Wilson's 95 % interval of a proportion: (7, 10) gives 0.3968 to 0.8922; undefined without cases.

    Successes need not be whole, where cases are weighed.
    """
    if cases <= 0:
        return None
    share = successes / cases
    spread = Z * sqrt(share * (1 - share) / cases + Z * Z / (4 * cases * cases))
    middle, scale = share + Z * Z / (2 * cases), 1 + Z * Z / cases
    # At no success, or nothing else, the limit is 0 or 1; what is left beside it is rounding.
    low = 0.0 if successes <= 0 else (middle - spread) / scale
    high = 1.0 if successes >= cases else (middle + spread) / scale
    return Interval(low, high)


def newcombe(successes: tuple[float, float], cases: tuple[float, float]) -> Interval | None:
    """Return Newcombe's 95 % interval of the difference of two proportions, the first less the second.

    newcombe((56, 48), (70, 80)) gives 0.0524 to 0.3339; undefined where one has no cases.
    """
    first, second = wilson(successes[0], cases[0]), wilson(successes[1], cases[1])
    if first is None or second is None:
        return None
    one, two = successes[0] / cases[0], successes[1] / cases[1]
    low = one - two - sqrt((one - first.low) ** 2 + (second.high - two) ** 2)
    high = one - two + sqrt((first.high - one) ** 2 + (two - second.low) ** 2)
    return Interval(low, high)
