"""The metadata keys that netledger knows, and what their values must be."""

import re
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netledger.core.entries import Value

_DAYS = {"d": Fraction(1), "w": Fraction(7), "mo": Fraction(1461, 48), "y": Fraction(1461, 4)}
_INTERVAL = re.compile(r"([0-9]{1,6})(d|w|mo|y)")


def days(interval: str) -> Fraction | None:
    """Return an interval in days: `6mo` is 182.625; 1w is 7, 1y is 365.25, 1mo a twelfth of that.

    None where it is none, or zero, or has more than six digits.
    """
    match = _INTERVAL.fullmatch(interval)
    return (int(match[1]) * _DAYS[match[2]] or None) if match else None


_TEXT = frozenset({"string"})
_NAMED = frozenset({"string", "name", "venue", "word"})
_INTERVAL_HINT = "write `30d`, `2w`, `6mo` or `1y`"

KNOWN: dict[str, tuple[frozenset[str], str]] = {
    "every": (frozenset({"interval"}), _INTERVAL_HINT),
    "over": (frozenset({"interval"}), _INTERVAL_HINT),
    "born": (frozenset({"date"}), "write `1980-05-17`"),
    "due": (frozenset({"date"}), "write `2026-05-17`"),
    "email": (_TEXT, 'write `"bob@example.org"`'),
    "url": (_TEXT, 'write `"https://example.org"`'),
    "alias": (frozenset({"name"}), "write another name of this person: `Bobby`"),
    "company": (_NAMED, 'write `"Acme"`'),
    "why": (frozenset({"string", "word"}), 'write `"ideal clients"`'),
    "host": (_NAMED, 'write `Alice` or `"Acme"`'),
    "precision": (frozenset({"number"}), "write how many decimals to show: `0`, `2`"),
    "result": (frozenset({"string", "word"}), 'write `"rejected"`'),
    "id": (frozenset({"string", "word", "number", "name", "link"}), 'write `"li-4711"`'),
}
"""Each known key, the kinds its value may have, and a hint."""

MAX_PRECISION = 12


def check_metadata(key: str, value: "Value") -> tuple[str, str] | None:
    """Return what is wrong with the value of a known key, and a hint; None where nothing is."""
    if value.kind == "interval" and days(value.text) is None:
        return f"the interval {value.text} is of no use", "write a whole number from 1 to 999999 and d, w, mo or y"
    known = KNOWN.get(key)
    if known is None:
        return None
    kinds, hint = known
    if value.kind not in kinds:
        if "interval" in kinds and value.kind == "amount":
            hint = f"`m` are minutes and `h` hours, `mo` are months: {hint}"
        return f"`{key}:` cannot be {_article(value.kind)}", hint
    if key == "precision" and value.text not in {str(n) for n in range(MAX_PRECISION + 1)}:
        return f"a precision of {value.text} is of no use", f"write a whole number from 0 to {MAX_PRECISION}"
    return None


def _article(kind: str) -> str:
    if kind == "truth":
        return "TRUE or FALSE"
    return f"an {kind}" if kind[0] in "aei" else f"a {kind}"
