"""Ranks, and how well those of two measures agree."""

from itertools import groupby
from math import sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def doubled_ranks(values: "Sequence[Any]") -> list[int]:
    """Return twice the rank of each value, from 1; equal ones share the middle of theirs: (7, 5, 7) has 5, 2, 5."""
    ranks = [0] * len(values)
    below = 0
    for _, equal in groupby(sorted(range(len(values)), key=values.__getitem__), key=values.__getitem__):
        places = list(equal)
        for place in places:
            ranks[place] = 2 * below + len(places) + 1
        below += len(places)
    return ranks


def spearman(first: "Sequence[Any]", second: "Sequence[Any]") -> float | None:
    """Return Spearman's rank correlation of pairs, with mid-ranks for what is equal (Spearman 1904).

    (1, 2, 3) and (5, 5, 9) give 0.8660. None where either is constant, or there are no two pairs.
    """
    n = len(first)
    one, two = doubled_ranks(first), doubled_ranks(second)
    middle = n + 1  # twice the mean rank
    both = sum((a - middle) * (b - middle) for a, b in zip(one, two, strict=True))
    spreads = [sum((rank - middle) ** 2 for rank in ranks) for ranks in (one, two)]
    return both / sqrt(spreads[0] * spreads[1]) if all(spreads) else None
