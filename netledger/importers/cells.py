"""What people write into the cells of a table: amounts of money, durations, several things in one cell."""

import re
from decimal import Decimal
from fractions import Fraction

from netledger.parser.numbers import DIGITS, exact

_LONGEST = 100
"""A longer cell is neither an amount nor a duration."""

_MULTIPLES = frozenset("KM")
"""`1.5K` is 1,500 of something, and not 1.5 of a unit K."""

_SIGNS = re.compile(r"[\s$€£¥₹'’_]")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_UNIT = r"[A-Z](?:[A-Z0-9'._-]{0,22}[A-Z0-9])?"
_WITH_UNIT = re.compile(rf"(?P<before>{_UNIT})?\s*(?P<number>[^A-Z]*?)\s*(?P<after>{_UNIT})?")
_CLOCK = re.compile(r"(\d{1,4}):(\d\d)(?::(\d\d))?")
_WORDED = re.compile(
    r"(?:(?P<h>\d{1,6}(?:[.,]\d{1,6})?)\s*(?:h|hr|hrs|hours?|std))?\s*"
    r"(?:(?P<m>\d{1,6}(?:[.,]\d{1,6})?)\s*(?:m|min|mins|minutes?))?\s*(?:(?P<s>\d{1,6})\s*(?:s|sec|secs|seconds?))?\.?",
    re.IGNORECASE,
)


def split_cell(text: str, separator: str) -> list[str]:
    """Cut a cell into the things in it: `Ada King; Bob` gives Ada King, Bob."""
    return [part for part in (part.strip() for part in text.split(separator)) if part]


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit: `USD`, `CO2-KG`."""
    return re.fullmatch(_UNIT, text) is not None


def read_amount(text: str, decimal: str) -> tuple[Decimal, str] | None:
    """Read a number, and its unit where it has one: `$1,250.50`, `(25.00)`, `25 USD`, `EUR 1.250,50`.

    `decimal` is the sign before the decimals; the other one parts thousands. None where it is no number, or has more
    than 28 digits.
    """
    match = _WITH_UNIT.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None or (match["before"] and match["after"]):
        return None
    unit, text = match["before"] or match["after"] or "", match["number"]
    if unit in _MULTIPLES:
        return None
    bare = _SIGNS.sub("", text)
    is_negative = bare.startswith("(") and bare.endswith(")")
    bare = bare[1:-1] if is_negative else bare
    bare = bare.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    if not _NUMBER.fullmatch(bare) or sum(char.isdigit() for char in bare) > DIGITS or not bare.isascii():
        return None
    number = Decimal(bare)
    return (number.copy_negate() if is_negative else number), unit


def read_duration(text: str, plain: str) -> Decimal | None:
    """Read a duration as hours: `1h30m`, `1:30`, `0:45:00`, `90 min`, `1.5 hours`.

    A plain number is in `plain`: `minutes` or `hours`. None where it is no duration.
    """
    text = text.strip()[:_LONGEST]
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return exact(hours + Fraction(minutes, 60) + Fraction(seconds, 3600))
    if re.fullmatch(r"\d{1,6}(?:[.,]\d{1,6})?", text):
        return exact(_fraction(text) / (60 if plain == "minutes" else 1))
    match = _WORDED.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    return exact(_fraction(match["h"]) + _fraction(match["m"]) / 60 + _fraction(match["s"]) / 3600)


def _fraction(text: str | None) -> Fraction:
    return Fraction((text or "0").replace(",", "."))
