"""From the tokens of a line to its parts and values, each with its place."""

import sys
from typing import TYPE_CHECKING
from unicodedata import normalize

from netledger.core.amounts import ZERO, Amount
from netledger.core.entries import Value, ValueKind
from netledger.parser.automaton import Line, RawToken, Token
from netledger.parser.numbers import NumberProblem, arithmetic, decimal, duration
from netledger.parser.parts import END_OF_LINE, Parts, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

HOUR = "HOUR"

NUMERIC = frozenset({"NUMBER", "LPAR", "DURATION"})
"""The terminals that begin a number or an amount."""

_ESCAPES = {'"': '"', "\\": "\\", "n": "\n"}


def at(token: RawToken, code: str, message: str, hint: str = "") -> Problem:
    """Make a problem that points at a token."""
    _, text, start = token
    return Problem(code, start, start + len(text), message, hint)


def identifier(text: str) -> str:
    """Return a name, venue, tag or link in NFC, one object for all its equals."""
    return sys.intern(text if text.isascii() else normalize("NFC", text))


def unquote(text: str) -> str:
    r"""Return what a string token stands for: `"a \"b\""` gives `a "b"`."""
    inner = text[1:-1]
    if "\\" not in inner:
        return inner
    parts = iter(inner)
    return "".join(_ESCAPES[next(parts)] if char == "\\" else char for char in parts)


class TokenParts(Parts, gc=False):
    """The parts of a line, each with the place to point at."""

    problems: list[Problem] = []  # noqa: RUF012 - msgspec copies it
    places: dict[str, list[tuple[int, int]]] = {}  # noqa: RUF012
    """By field, where each of its parts begins and ends; `word` is the keyword."""
    faulty: bool = False
    """Whether a number could not be read."""

    def fault(self, code: str, group: str, index: int, message: str, hint: str = "") -> None:
        """Note that something is wrong with a part: the `index`-th of the field `group`."""
        self.problems.append(Problem(code, *self.places[group][index], message, hint))

    def missing(self, what: str, hint: str) -> None:
        """Note that a part is missing; point at the line from its keyword on."""
        if not self.faulty:  # else the part is there, and has a problem of its own
            self.problems.append(Problem("NL125", self.places["word"][0][0], END_OF_LINE, f"{what} is missing", hint))


_FIELDS = {"NAME": "names", "STRING": "strings", "VENUE": "venues", "TAG": "tags", "LINK": "links"}
_PHRASES = {"_BY": "by", "FROM": "sources", "_FOR": "beneficiaries"}


def parts_of(line: Line, first: int, problems: list[Problem]) -> TokenParts:
    """Gather the parts of a line from its token `first` on, the one before being its keyword."""
    keyword = line[first - 1]
    before = len(problems)
    found: dict[str, list[str]] = {}
    places = {"word": [(keyword[2], keyword[2] + len(keyword[1]))]}
    amounts: list[Amount] = []
    unit = ""
    inbound = False
    outcome = keyword[0] == "_OUTCOME"
    people = "names"
    index, total = first, len(line)
    while index < total:
        token = line[index]
        kind, text, start = token
        if kind in NUMERIC:
            number, of, index = quantity(line, index, problems)
            if number is not None and of is not None:
                _, last, begin = line[index - 1]
                amounts.append(Amount(number, of))
                places.setdefault("amounts", []).append((start, begin + len(last)))
            continue
        index += 1
        field = _FIELDS.get(kind, "words")
        if kind == "UNIT":
            unit = identifier(text)
            continue
        if kind == "FROM" and not outcome:
            inbound = True
            continue
        if kind in _PHRASES:
            people = _PHRASES[kind]
            if people in found and people != "by":
                problems.append(at(token, "NL126", f"a second `{text}`", f"write one `{text}` with all its names"))
            continue
        if field == "names":
            field = people
        value = unquote(text) if kind == "STRING" else text if field == "words" else identifier(text)
        found.setdefault(field, []).append(value)
        places.setdefault(field, []).append((start, start + len(text)))
    made = {field: tuple(values) for field, values in found.items()}
    for field in ("tags", "links"):
        if field in made:
            made[field] = tuple([identifier(text[1:]) for text in made[field]])
    return TokenParts(
        word=sys.intern(keyword[1]),
        pending=first > 1 and line[first - 2][0] == "FLAG",
        inbound=inbound,
        amounts=tuple(amounts),
        unit=unit,
        problems=problems,
        places=places,
        faulty=len(problems) > before,
        **made,
    )


def quantity(line: Line, index: int, problems: list[Problem]) -> "tuple[Decimal | None, str | None, int]":
    """Read the number or duration at a token, with its unit.

    Returns its value (None, and a problem, where it has none), its unit if any, and the index past it.
    """
    token = line[index]
    last = _closing(line, index) if token[0] == "LPAR" else index
    number: Decimal | None = None
    try:
        if token[0] == "DURATION":
            return duration(token[1]), HOUR, index + 1
        number = arithmetic(line[index : last + 1]) if token[0] == "LPAR" else decimal(token[1])
    except NumberProblem as problem:
        problems.append(at(token, problem.code, problem.message, problem.hint))
        if token[0] == "DURATION":
            return None, HOUR, index + 1
    if last + 1 < len(line) and line[last + 1][0] == "UNIT":
        return number, identifier(line[last + 1][1]), last + 2
    return number, None, last + 1


def _closing(line: Line, opening: int) -> int:
    """Return the index of the parenthesis that closes another; the grammar has seen to it that there is one."""
    depth = 0
    for index in range(opening, len(line)):
        depth += (line[index][0] == "LPAR") - (line[index][0] == "RPAR")
        if depth == 0:
            return index
    return len(line) - 1


VALUE_KINDS: "dict[str, ValueKind]" = {
    "STRING": "string",
    "DATE": "date",
    "NAME": "name",
    "VENUE": "venue",
    "TAG": "tag",
    "LINK": "link",
    "INTERVAL": "interval",
    "WORD": "word",
    "TRUE": "truth",
    "FALSE": "truth",
}
"""What a terminal stands for as a value."""


def value_of(kind: str, text: str) -> Value:
    """Return the value of a token, numbers aside."""
    if kind == "STRING":
        return Value("string", unquote(text))
    text = identifier(text)
    return Value(VALUE_KINDS[kind], text[1:] if kind in {"TAG", "LINK"} else text)


def number_of(number: "Decimal | None", unit: str | None) -> Value:
    """Return a number, or an amount, as a value."""
    text = f"{number or ZERO:f}"
    return Value("number", text) if unit is None else Value("amount", f"{text} {unit}")


def values(line: Line, first: int, problems: list[Problem]) -> "Iterator[tuple[Value, Token]]":
    """Give the values of metadata or `custom` from token `first` on, each with the token to point at."""
    index = first
    while index < len(line):
        token = Token(*line[index])
        if token.kind in NUMERIC:
            number, unit, index = quantity(line, index, problems)
            yield number_of(number, unit), token
            continue
        index += 1
        yield value_of(token.kind, token.text), token
