"""The classes that editors colour, taken from the loaded grammar: one table for all of them.

The parser colours nothing itself, because it accepts whole blocks alone, and an editor shows lines that are half
written. Here each line is read by its beginning (a date, a flag, a keyword), and what may come after that keyword is
what the grammar says. On a block that the parser accepts, the two agree on every token.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from netledger.parser.blocks import HEADING
from netledger.parser.grammar import parser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lark import Lark

BLANKS = r"[ \t]*"

INDENTS = {"undated": "", "indented": r"[ \t]+"}
"""What stands before the keyword of a line without a date."""

COMMENT = "COMMENT"

OTHER = "OTHER"
"""Stands for what is no token where it stands, no part of which is coloured.

It is a word, as `2026-3-1` or `5USD`, or a text without its end.
"""

_OTHER = r'[-0-9A-Za-z_.][^ \t"@#^;()]*|"[^\n]*'

_KEYWORDS = {"_happening": "happening", "_statement": "statement", "_undated": "directive", "_happening_line": "detail"}
"""The rules that list the kinds of lines, with the class of their keywords."""

_PLACES = {"_happening": "dated", "_statement": "dated", "_undated": "undated", "_happening_line": "indented"}

HALF_WRITTEN = ("VENUE", "LINK", "TAG", "STRING", COMMENT, OTHER)
"""What is told apart in a line whose keyword is missing or unknown, besides its date."""

CLASSES = {
    "FLAG": "flag",
    "MEDIUM": "medium",
    "FROM": "preposition",
    "_BY": "preposition",
    "_FOR": "preposition",
    "VENUE_KIND": "kind",
    "PERIOD": "period",
    "TRUE": "truth",
    "FALSE": "truth",
    "LPAR": "operator",
    "RPAR": "operator",
    "PLUS": "operator",
    "MINUS": "operator",
    "TIMES": "operator",
    "OVER": "operator",
    "DATE": "date",
    "NAME": "name",
    "VENUE": "venue",
    "TAG": "tag",
    "LINK": "link",
    "KEY": "key",
    "UNIT": "unit",
    "NUMBER": "number",
    "UNSIGNED": "number",
    "DURATION": "duration",
    "INTERVAL": "interval",
    "WORD": "word",
    "STRING": "string",
    COMMENT: "comment",
    OTHER: "other",
}
"""The class of each terminal that is no keyword of a line; `class_of` knows those, too."""


class Form(NamedTuple):
    """A kind of line: how it begins, and what may follow."""

    place: str
    """`dated` (a date stands before the keyword), `undated`, or `indented`."""
    keyword: str
    """The terminal of its keyword."""
    flagged: bool
    """Whether `!` may stand before the keyword."""
    second: str
    """The terminal that must follow the keyword; empty: nothing must."""
    body: tuple[str, ...]
    """The terminals that may come after, those first that are tried first."""


class Coloured(NamedTuple):
    """A token with its class: `Coloured("name", "Alice", 16)`."""

    kind: str
    text: str
    start: int
    """Where it begins in the text, from 0."""


class Table:
    """What a loaded grammar says of classes."""

    def __init__(self, lark: "Lark") -> None:
        """Take the rules and terminals as Lark has read them."""
        self._rules: dict[str, list[list[str]]] = {}
        for rule in lark.rules:
            self._rules.setdefault(rule.origin.name, []).append([symbol.name for symbol in rule.expansion])
        self.patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in lark.terminals}
        """The expression of each terminal, and of `OTHER`."""
        self.patterns[OTHER] = _OTHER
        self._order = [*(terminal.name for terminal in lark.parser.lexer.root_lexer.terminals), OTHER]
        self.sum = self.in_order(self._within("sum") | {OTHER})
        """The terminals of arithmetic, within its parentheses."""
        self.forms: list[Form] = []
        self._keywords: dict[str, str] = {}
        for group, kind in _KEYWORDS.items():
            for name in dict.fromkeys(expansion[0] for expansion in self._rules[group]):
                for form in self._forms(name, _PLACES[group]):
                    self.forms.append(form)
                    self._keywords.setdefault(form.keyword, kind)
        self.forms.sort(key=lambda form: self._order.index(form.keyword))  # `give:` is a key, and not `give`

    def class_of(self, terminal: str) -> str:
        """Return the class of a terminal: `date` for `DATE`, `statement` for `_PERSON`."""
        return CLASSES.get(terminal) or self._keywords[terminal]

    def _within(self, *names: str) -> set[str]:
        """Return the terminals that some rules and terminals lead to."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(inner for expansion in self._rules.get(name, ()) for inner in expansion)
        return found - self._rules.keys()

    def in_order(self, names: "Iterable[str]") -> tuple[str, ...]:
        """Return some terminals in the order in which Lark's lexer tries them; `OTHER` is the last."""
        return tuple(sorted(names, key=self._order.index))

    def _forms(self, rule: str, place: str) -> "Iterator[Form]":
        """Give the kinds of line of a rule, one for each keyword that may begin it."""
        ways: dict[str, list[list[str]]] = {}
        flagged = set()
        for expansion in self._rules[rule]:
            start = int(expansion[0] == "FLAG")
            keyword = expansion[start]
            ways.setdefault(keyword, []).append(expansion[start + 1 :])
            if start:
                flagged.add(keyword)
        for keyword, rests in ways.items():
            firsts = {rest[0] if rest else "" for rest in rests}
            second = firsts.pop() if len(firsts) == 1 and not firsts & self._rules.keys() else ""
            body = self._within(*(name for rest in rests for name in (rest[1:] if second else rest)))
            # A unit follows a number, and the rest of arithmetic an opening parenthesis: nothing else begins so.
            begin = body - {"UNIT", "RPAR", *self.sum} | (body & {"LPAR"}) | {COMMENT, OTHER}
            yield Form(place, keyword, keyword in flagged, second, self.in_order(begin))


@cache
def table() -> Table:
    """Return the table of the language, made once in a process."""
    return Table(parser())


class _Scanner:
    """The expressions of a table, compiled."""

    def __init__(self, of: Table) -> None:
        self._of = of
        self._forms = [(re.compile(_start(of, form)), self._any(form.body)) for form in of.forms]
        self._broken = re.compile(rf"(?P<DATE>{of.patterns['DATE']})|[ \t]+")
        self._half_written = self._any(HALF_WRITTEN)
        self._sum = self._any(of.sum)
        self._unit = re.compile(rf"{BLANKS}(?P<UNIT>{of.patterns['UNIT']})")

    def _any(self, names: "Iterable[str]") -> re.Pattern[str]:
        return re.compile("|".join(f"(?P<{name}>{self._of.patterns[name]})" for name in names))

    def line(self, line: str) -> "Iterator[Coloured]":
        """Give the coloured tokens of a line."""
        if HEADING.match(line):
            yield Coloured("heading", line, 0)
            return
        for start, body in self._forms:
            if found := start.match(line):
                yield from self._groups(found)
                yield from self._rest(line, found.end(), body)
                return
        broken = self._broken.match(line)
        if broken:
            yield from self._groups(broken)
        if broken or line.startswith(";"):
            yield from self._rest(line, broken.end() if broken else 0, self._half_written)

    def _groups(self, found: re.Match[str]) -> "Iterator[Coloured]":
        for name, text in found.groupdict().items():
            if text is not None and name != OTHER:
                yield Coloured(self._of.class_of(name), text, found.start(name))

    def _rest(self, line: str, position: int, body: re.Pattern[str]) -> "Iterator[Coloured]":
        depth = 0
        while found := (self._sum if depth else body).search(line, position):
            yield from self._groups(found)
            kind = found.lastgroup
            depth += (kind == "LPAR") - (kind == "RPAR")
            if depth == 0 and kind in {"NUMBER", "RPAR"} and (unit := self._unit.match(line, found.end())):
                yield from self._groups(unit)
                found = unit
            position = found.end()


def _start(of: Table, form: Form) -> str:
    """Return the expression of a line's beginning, up to its keyword or the one token that must follow that."""
    date = f"(?P<DATE>{of.patterns['DATE']}){BLANKS}" if form.place == "dated" else INDENTS[form.place]
    flag = f"(?:(?P<FLAG>{of.patterns['FLAG']}){BLANKS})?" if form.flagged else ""
    second = f"(?:{BLANKS}(?P<{form.second}>{of.patterns[form.second]}))?" if form.second else ""
    return f"{date}{flag}(?P<{form.keyword}>{of.patterns[form.keyword]}){second}"


@cache
def _scanner() -> _Scanner:
    return _Scanner(table())


def coloured(text: str) -> "Iterator[Coloured]":
    r"""Give the tokens of a text in its order, each with its class; what is between them has none.

    >>> [(token.kind, token.text) for token in coloured('2026-03-01 meet Alice "coffee"\n')]
    [('date', '2026-03-01'), ('medium', 'meet'), ('name', 'Alice'), ('string', '"coffee"')]

    Never raises: of a line that is no entry, what can be told is told. Line ends are LF.
    """
    begin = 0
    for line in text.split("\n"):
        for token in _scanner().line(line):
            yield token._replace(start=begin + token.start)
        begin += len(line) + 1
