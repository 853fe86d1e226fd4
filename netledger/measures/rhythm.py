"""The rhythm of a tie: the gaps between its days with a touch, and how bursty they are."""

from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

FEWEST = 2
"""Burstiness needs so many gaps: of one gap nothing varies."""


def gaps(days: "Sequence[date]") -> list[int]:
    """Return the days between each of some days, in order, and the next: of the 1st, 11th and 31st 10 and 20."""
    return [(later - day).days for day, later in pairwise(days)]


def burstiness(found: "Sequence[int]") -> float | None:
    """Return B = (σ - μ) / (σ + μ) of gaps, σ that of the population (Goh & Barabási 2008).

    -1 is a clock, 0 chance, towards 1 bursts: [10, 20, 10] gives -0.477592. Undefined for fewer than two gaps, and
    where all are zero.
    """
    ratio = _spread(found)
    return None if ratio is None else (ratio - 1) / (ratio + 1)


def burstiness_finite(found: "Sequence[int]") -> float | None:
    """Return the burstiness of n gaps freed from what their number alone does to it (Kim & Jo 2016).

    (√(n+1)·r - √(n-1)) / ((√(n+1) - 2)·r + √(n-1)) with r = σ/μ: [10, 20, 10] gives -0.5. It reaches from -1 to 1 for
    any n; Goh and Barabási's own form cannot exceed (√(n-1) - 1) / (√(n-1) + 1). Undefined where that one is.
    """
    ratio = _spread(found)
    if ratio is None:
        return None
    more, less = sqrt(len(found) + 1), sqrt(len(found) - 1)
    return (more * ratio - less) / ((more - 2) * ratio + less)


def _spread(found: "Sequence[int]") -> float | None:
    """Return σ/μ: √(n·Σx² - (Σx)²) / Σx, where all under the root is whole, so that equal gaps give 0 and no less."""
    total = sum(found)
    if len(found) < FEWEST or not total:
        return None
    return sqrt(len(found) * sum(gap * gap for gap in found) - total * total) / total
