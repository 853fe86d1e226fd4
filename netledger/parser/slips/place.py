"""Where the grammar gave up on a line, and what the rules have in common."""

import re
from typing import TYPE_CHECKING, NamedTuple

from netledger.core import spelling
from netledger.parser.parts import Problem
from netledger.parser.words import DIRECTIVES, ENTRIES, WITH_DETAILS

if TYPE_CHECKING:
    from collections.abc import Iterable


class Place(NamedTuple):
    """Where the grammar gave up on a line."""

    line: str
    position: int
    """Column, from 0; the length of the line where it ended too early."""
    expected: frozenset[str]
    """The terminals of the grammar that could have stood there."""
    keyword: str
    """What the line begins with after its date; empty in an indented line."""

    @property
    def rest(self) -> str:
        """What stands from there on."""
        return self.line[self.position :]

    @property
    def before(self) -> str:
        """What was read, without blanks at its end."""
        return self.line[: self.position].rstrip(" \t")

    @property
    def word(self) -> str:
        """The run of letters, digits and name characters that begins here; may be empty."""
        match = WORD.match(self.rest)
        return match[0] if match else ""

    @property
    def at_end(self) -> bool:
        """Whether nothing but blanks and a comment is left."""
        return not self.rest.strip(" \t") or self.rest.lstrip(" \t").startswith(";")

    def problem(
        self, code: str, message: str, hint: str, *, start: int | None = None, end: int | None = None
    ) -> Problem:
        """Make a problem here, or between two columns counted from 0."""
        if start is None:
            start = self.position
        if end is None:
            end = self.position + len(self.word)
        return Problem(code, start, max(start + 1, end), message, hint)


WORD = re.compile(r"[\w'’·.\-]+")

NUMBERLIKE = re.compile(r"[+-]?(?:[0-9]|\.[0-9])[0-9.,]*")

LAST_NUMBER = re.compile(r"(-?[0-9][0-9.,]*|\))$")

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

DATELIKE = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})(?![0-9])")

INTERVAL_WORDS = {"day": "d", "days": "d", "week": "w", "weeks": "w", "month": "mo", "months": "mo", "M": "mo"}

INTERVAL_WORDS |= {"mon": "mo", "year": "y", "years": "y", "yr": "y", "D": "d", "W": "w", "Y": "y"}

DURATION_WORDS = {"hour": "h", "hours": "h", "hr": "h", "hrs": "h", "H": "h", "min": "m", "mins": "m"}

DURATION_WORDS |= {"minute": "m", "minutes": "m"}


def nearest(word: str, known: "Iterable[str]", cutoff: float = 0.65) -> str | None:
    """Return the known word that is spelled most like this one, or None: `mete` gives `meet`."""
    return spelling.nearest(word.lower(), known, cutoff)


def example(place: Place) -> str:
    """Return an example of the keyword of a line; empty where it has none."""
    return ENTRIES.get(place.keyword) or DIRECTIVES.get(place.keyword) or ""


def usage(place: Place) -> str:
    """Show how the line should look."""
    if example(place):
        return f"write it like `{example(place)}`"
    return 'under an entry write `give NAME`, `receive NAME`, `cost 1h30m`, or metadata like `source: "diary"`'


def written_dates(match: re.Match[str] | None) -> str:
    """Say how what looks like a date is written: `03/01/2026` may be `2026-03-01` or `2026-01-03`."""
    if match is None:
        return ""
    first, _, second, third = match.groups()
    year_length = 4
    if len(first) == year_length:
        guesses = [(first, second, third)]
    elif len(third) == year_length:
        guesses = [(third, first, second), (third, second, first)]
    else:
        guesses = []
    written = [
        f"`{year}-{month:0>2}-{day:0>2}`"
        for year, month, day in guesses
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31 and len(day) <= 2  # noqa: PLR2004 - a calendar's numbers
    ]
    return f"write {' or '.join(dict.fromkeys(written))}" if written else ""


def not_here(place: Place, what: str, end: int | None) -> Problem:
    """Say that a part does not belong to its keyword."""
    subject = f"`{place.keyword}`" if place.keyword else "this line"
    if end is None:
        token = re.match(r'"(?:[^"\\]|\\.)*"|[@#^]?[\w\'’·.:/-]+', place.rest)
        end = place.position + len(token[0]) if token else None
    amount = re.match(r"-?[0-9][0-9.,]*[ \t]+[A-Z][A-Z0-9'._-]*|-?[0-9]+(?:h(?:[0-9]+m)?|m)(?!\w)", place.rest)
    if amount and place.keyword in WITH_DETAILS:
        hint = f"what it took stands on an indented line under the entry: `  cost {amount[0]}`"
        return place.problem("NL127", f"{what} does not belong here in {subject}", hint, end=end)
    return place.problem("NL127", f"{what} does not belong here in {subject}", usage(place), end=end)
