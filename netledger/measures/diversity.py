"""How evenly something is spread over those who have it: effective numbers, Gini's coefficient, the top fifth's share.

All take the sizes of a population, in any order and unit. Sizes of 0 and below have no part in it.
"""

from fractions import Fraction
from math import exp, fsum, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Size = Fraction | float
"""Exact, or not."""


def effective_number(sizes: "Iterable[Size]", order: int) -> float | None:
    """Return Hill's number of order 1 or 2: how many equal parts would be as diverse (Hill 1973; Jost 2006).

    1D is exp(-Σ p·ln p), 2D is 1/Σp², p a part's share of the whole: [50, 30, 20] gives 2.8001 and 2.6316, a single
    part 1 and 1. None where there is no part.
    """
    parts = [float(size) for size in sizes if size > 0]
    whole = fsum(parts)
    if not whole:
        return None
    shares = [part / whole for part in parts]
    if order == 1:
        # A share too small for a float next to the whole adds nothing: p·ln p goes to 0 with p.
        return exp(-fsum(share * log(share) for share in shares if share))
    return 1 / fsum(share * share for share in shares)


def gini(sizes: "Iterable[Size]") -> Size | None:
    """Return Gini's coefficient of the whole population, Σ (2i - n - 1)·x_(i) / (n·Σx), x ascending.

    0: all have the same; near 1: one has nearly all. [50, 30, 20] gives 0.2, a single part 0. Exact where the sizes
    are fractions. None where there is no part.
    """
    rising = sorted(size for size in sizes if size > 0)
    n = len(rising)
    if not n:
        return None
    return sum((2 * i - n - 1) * size for i, size in enumerate(rising, start=1)) / (n * sum(rising))


def top_share(sizes: "Iterable[Size]", parts: int = 5) -> Size | None:
    """Return the share of the largest ⌈n/parts⌉ of n: of [50, 30, 20] the top fifth is one, with 0.5.

    None where there is no part.
    """
    falling = sorted((size for size in sizes if size > 0), reverse=True)
    if not falling:
        return None
    return sum(falling[: -(-len(falling) // parts)]) / sum(falling)
