"""Which outcomes are instalments of one: those of one kind that share a link. They add in value and count once."""

from typing import TYPE_CHECKING

from netledger.core.entries import Outcome

if TYPE_CHECKING:
    from datetime import date

    from netledger.core.ledger import Ledger


def results(ledger: "Ledger", today: "date") -> dict[int, int]:
    """Return a number for each outcome that came to the owner up to a day, by its `id`; instalments have the same one.

    Of `outcome client 900 USD ^noor`, `outcome client 1500 USD ^noor` and `outcome talk ^noor` the first two are one
    result, the talk is another. Links join across: `^a`, `^a ^b`, `^b` are one. What is pending, and what came to
    others (`for`), is none.
    """
    key = ("results", today)
    if key not in ledger.memo:
        ledger.memo[key] = _numbered([o for o in ledger.of(Outcome) if o.date <= today and is_result(o)])
    found: dict[int, int] = ledger.memo[key]
    return found


def is_result(outcome: Outcome) -> bool:
    """Tell whether an outcome came true, and to the owner."""
    return not outcome.pending and not outcome.beneficiaries


def _numbered(outcomes: list[Outcome]) -> dict[int, int]:
    above = list(range(len(outcomes)))  # each outcome's way to the first of its result

    def first(index: int) -> int:
        while above[index] != index:
            above[index] = above[above[index]]
            index = above[index]
        return index

    seen: dict[tuple[str, str], int] = {}
    for index, outcome in enumerate(outcomes):
        for link in outcome.links:
            other = first(seen.setdefault((outcome.kind, link), index))
            own = first(index)
            above[max(own, other)] = min(own, other)
    return {id(outcome): first(index) for index, outcome in enumerate(outcomes)}
