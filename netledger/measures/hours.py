"""How long a touch with somebody usually takes."""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from netledger.core.amounts import EXACT, ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netledger.core.entries import Touch
    from netledger.measures.history import Tie

HOUR = "HOUR"

Number = TypeVar("Number", Decimal, Fraction)


def touch_hours(touch: "Touch") -> Decimal:
    """Return the hours that a touch took, however many people it was with: the HOUR of its costs, but for pending."""
    hours = ZERO
    for detail in touch.details:
        if detail.kind == "cost" and not detail.pending:
            for amount in detail.amounts:
                if amount.unit == HOUR:
                    hours = EXACT.add(hours, amount.number)
    return hours


def usual_hours(tie: "Tie") -> Fraction | None:
    """Return the median hours of the touches that took any: of 1h, 2h and one without it is 1.5; None: none did."""
    return _median([hours for touch in tie.touches if touch.details and (hours := touch_hours(touch)) > 0])


def usual_of_all(usual: "Iterable[Fraction | None]") -> Fraction | None:
    """Return the median of what is usual with each person, of those with whom anything is."""
    return _median([hours for hours in usual if hours is not None])


def _median(numbers: list[Number]) -> Fraction | None:
    if not numbers:
        return None
    found = sorted(numbers)
    if len(found) % 2:
        return Fraction(found[len(found) // 2])
    return (Fraction(found[(len(found) - 1) // 2]) + Fraction(found[len(found) // 2])) / 2
