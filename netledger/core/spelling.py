"""Words for people: what somebody may have meant, and the first of many."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def nearest(word: str, known: "Iterable[str]", cutoff: float = 0.6) -> str | None:
    """Return the known word that is most like another one; None where none is: ("ballance", {"balance"}) "balance"."""
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is misspelt

    found = get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return found[0] if found else None


_LISTED = 5


def some(items: "Sequence[str]") -> str:
    """List the first of many: `A, B, C, D, E and 2 more`."""
    more = f" and {len(items) - _LISTED} more" if len(items) > _LISTED else ""
    return ", ".join(items[:_LISTED]) + more
