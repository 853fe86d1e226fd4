"""The parts of one line, gathered from its tokens whatever their order."""

import sys
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from netledger.core.amounts import ZERO, Amount
from netledger.core.entries import ME, Value, ValueKind
from netledger.parser.automaton import Line, RawToken, Token
from netledger.parser.numbers import NumberProblem, arithmetic, decimal, duration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

HOUR = "HOUR"

NUMERIC = frozenset({"NUMBER", "LPAR", "DURATION"})
"""The terminals that begin a number or an amount."""

_ESCAPES = {'"': '"', "\\": "\\", "n": "\n"}


class Problem(NamedTuple):
    """A fault that the parser found within a block; parse() makes a diagnostic of it."""

    code: str
    start: int
    """Where it begins in the block's text, from 0."""
    end: int
    """One past its last character; END_OF_LINE: as far as the line goes."""
    message: str
    hint: str = ""


END_OF_LINE = -1

OTHER_WAY = "a favour the other way is written with the other keyword, `give` or `receive`"


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


class Parts:
    """What stood in a line, by kind, each with the tokens to point at.

    Of `give Bob 2 ADVICE @Chamber "pricing" #spring`: names Bob, one amount, one venue, one string, one tag.
    """

    __slots__ = (
        "amounts",
        "beneficiaries",
        "by",
        "faulty",
        "head",
        "inbound",
        "links",
        "names",
        "problems",
        "sources",
        "strings",
        "tags",
        "unit",
        "venues",
        "words",
    )

    def __init__(self, line: Line, first: int, problems: list[Problem]) -> None:
        """Gather the parts of a line from its token `first` on, the one before being its keyword."""
        self.problems = problems
        self.head = line[first - 1]
        self.names: list[RawToken] = []
        self.by: list[RawToken] = []
        self.sources: list[RawToken] = []
        self.beneficiaries: list[RawToken] = []
        self.venues: list[RawToken] = []
        self.strings: list[RawToken] = []
        self.tags: list[RawToken] = []
        self.links: list[RawToken] = []
        self.words: list[RawToken] = []
        self.amounts: list[tuple[Amount, int, int]] = []
        self.unit = ""
        """What a `unit` or `price` is about: the unit that no number precedes."""
        self.inbound = False
        before = len(problems)
        people = self.names
        outcome = self.head[0] == "_OUTCOME"
        index, total = first, len(line)
        while index < total:
            token = line[index]
            kind = token[0]
            if kind in NUMERIC:
                start = token[2]
                number, unit, index = quantity(line, index, problems)
                if number is not None and unit is not None:
                    end = line[index - 1][2] + len(line[index - 1][1])
                    self.amounts.append((Amount(number, unit), start, end))
                continue
            index += 1
            if kind == "NAME":
                people.append(token)
            elif kind == "STRING":
                self.strings.append(token)
            elif kind == "VENUE":
                self.venues.append(token)
            elif kind == "TAG":
                self.tags.append(token)
            elif kind == "LINK":
                self.links.append(token)
            elif kind == "UNIT":
                self.unit = identifier(token[1])
            elif kind == "FROM" and not outcome:
                self.inbound = True
            elif kind in {"FROM", "_FOR", "_BY"}:
                people = self._phrase(kind, token)
            else:
                self.words.append(token)
        self.faulty = len(problems) > before
        """Whether a number could not be read."""

    def _phrase(self, kind: str, token: RawToken) -> list[RawToken]:
        """Return where the names after `from`, `by` or `for` belong."""
        if kind == "_BY":
            return self.by
        group = self.sources if kind == "FROM" else self.beneficiaries
        if group:
            self.twice(token, f"`{token[1]}`", f"write one `{token[1]}` with all its names")
        return group

    # ------------------------------------------------------------------------------------------- problems

    def twice(self, token: RawToken, what: str, hint: str = "") -> None:
        """Note that a part stands in the line for the second time."""
        self.problems.append(at(token, "NL126", f"a second {what}", hint))

    def missing(self, what: str, hint: str) -> None:
        """Note that a part is missing; point at the line from its keyword on."""
        if not self.faulty:  # else the part is there, and has a problem of its own
            self.problems.append(Problem("NL125", self.head[2], END_OF_LINE, f"{what} is missing", hint))

    # ---------------------------------------------------------------------------------------------- parts

    def one(self, group: list[RawToken], what: str, hint: str = "") -> RawToken | None:
        """Return the only token of a group, or None; a second one is a problem."""
        if len(group) > 1:
            self.twice(group[1], what, hint)
        return group[0] if group else None

    def venue(self) -> str | None:
        """Return the line's venue, if any."""
        token = self.one(self.venues, "venue", "one entry happens at one venue: write two entries")
        return None if token is None else identifier(token[1])

    def string(self, what: str = "text") -> str | None:
        """Return the line's text, if any."""
        token = self.one(self.strings, what, 'put it all into one pair of quotes; a quote within is written \\"')
        return None if token is None else unquote(token[1])

    def amount(self) -> Amount | None:
        """Return the line's only amount, if any."""
        if len(self.amounts) > 1:
            hint = "this keyword takes one amount: write a line for each"
            self.problems.append(Problem("NL126", *self.amounts[1][1:], "a second amount", hint))
        return self.amounts[0][0] if self.amounts else None

    def positive(self, hint: str = "") -> Amount | None:
        """Return the line's only amount, which must be more than zero."""
        amount = self.amount()
        if amount is not None and amount.number <= 0:
            self.problems.append(Problem("NL133", *self.amounts[0][1:], f"{amount} is not more than zero", hint))
        return amount

    def people(self, group: list[RawToken], *, me: bool = False) -> tuple[str, ...]:
        """Return the names of a group; one twice, or `Me` where it cannot stand, is a problem."""
        found: dict[str, None] = {}
        for token in group:
            name = identifier(token[1])
            if name == ME and not me:
                self.problems.append(
                    at(token, "NL131", "`Me` cannot stand here", "you are a party to every entry: leave `Me` out")
                )
            elif name in found:
                self.problems.append(at(token, "NL137", f"{name} stands twice", "write each name once"))
            found[name] = None
        return tuple(found)

    def tag_names(self) -> tuple[str, ...]:
        """Return the tags without their `#`, each once."""
        return _without_sign(self.tags)

    def link_names(self) -> tuple[str, ...]:
        """Return the links without their `^`, each once."""
        return _without_sign(self.links)


def _without_sign(tokens: list[RawToken]) -> tuple[str, ...]:
    if not tokens:
        return ()
    return tuple(dict.fromkeys([identifier(token[1][1:]) for token in tokens]))


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


_VALUE_KINDS: "dict[str, ValueKind]" = {
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


def values(line: Line, first: int, problems: list[Problem]) -> "Iterator[tuple[Value, Token]]":
    """Give the values of metadata or `custom` from token `first` on, each with the token to point at."""
    index = first
    while index < len(line):
        token = Token(*line[index])
        kind = token.kind
        if kind in NUMERIC:
            number, unit, index = quantity(line, index, problems)
            text = f"{number or ZERO:f}"
            yield Value("number", text) if unit is None else Value("amount", f"{text} {unit}"), token
            continue
        index += 1
        if kind == "STRING":
            yield Value("string", unquote(token.text)), token
        else:
            text = identifier(token.text)
            yield Value(_VALUE_KINDS[kind], text[1:] if kind in {"TAG", "LINK"} else text), token
