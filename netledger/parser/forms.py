"""Regular lines: one expression for each kind of line, derived from the grammar that Lark has loaded.

Every rule for one line of the language is regular, nested arithmetic aside. So the rule itself, with the expression
of each terminal put in its place, makes an expression that reads the whole line by one match:

    touch: FLAG? MEDIUM FROM? NAME* _where*

becomes, where B stands for blanks,

    B(DATE)B(FLAG)?B(MEDIUM)(?:B(FROM))?((?:B NAME)*)(?:B(VENUE)|B(STRING)|B(TAG)|B(LINK))*

What an expression cannot say is left out of it: arithmetic in arithmetic, a part that stands more often than there are
groups for it, a comment between two tokens. A line that it does not match goes to Lark's own tables (see automaton),
so nothing is lost by what is left out, and nothing is read that the grammar does not say.
"""

import re
from collections import Counter
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from netledger.parser.rules import Node, NotRegular, Rules, flat, has_line_end, keyword, paths, ways
from netledger.parser.terminals import Terminals

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lark import Lark

PLAIN = (
    *("DATE", "FLAG", "FROM", "MEDIUM", "DETAIL_FAVOUR", "DETAIL_COST", "NAME", "VENUE", "STRING"),
    *("TAG", "TAG_2", "LINK", "LINK_2"),
)
"""The groups that a reader of lines always asks for, by terminal.

NAME has all names of a run; FROM is the word at the beginning of a line. A second tag or link has a group of its own,
as has a second number.
"""

MORE = (
    *("NUMBER", "AMOUNT", "NUMBER_2", "AMOUNT_2", "DURATION", "_BY", "_FROM", "_FOR"),
    *("UNIT", "WORD", "VENUE_KIND", "PERIOD", "STRING_2", "SUM", "SUM_2"),
)
"""Those that it asks for where the rule has any of them.

AMOUNT is the unit after a number; SUM is a calculation, SUM_2 its unit; `_BY`, `_FROM` and `_FOR` have the names after
that word in the free-order part.
"""

METADATA = (
    *("KEY", "STRING", "DATE", "VENUE", "TAG", "LINK", "INTERVAL", "WORD", "NAME", "TRUE", "FALSE", "DURATION"),
    *("NUMBER", "UNIT"),
)
"""The groups of a line of metadata; UNIT is that after a number."""

# So many keys to a form are kept; more would mean that they do not tell.
_MOST_KNOWN = 1000

_TWICE = frozenset({"TAG", "LINK", "NUMBER", "AMOUNT"})
_PHRASES = {"_BY": "_BY", "FROM": "_FROM", "_FOR": "_FOR"}
_AMOUNTS = frozenset({"NUMBER", "DURATION"})
_LEADS = (("t", "DATE"), ("rep", ("t", "FLAG"), 0, 1))
_UNDER = frozenset({"DETAIL_FAVOUR", "DETAIL_COST", "KEY"})


class Form:
    """One kind of line; its expression is made when the first such line is read."""

    def __init__(self, grammar: "Terminals", kind: str, nodes: "Sequence[Node]", under: "Forms | None" = None) -> None:
        """Take the rule as a sequence of nodes, and the forms of the lines that may stand under it.

        Raises NotRegular where something else than a date and a flag stands before the keyword.
        """
        if ("t", kind) not in nodes:
            raise NotRegular(kind)
        self._grammar = grammar
        self._nodes = nodes
        self.kind = kind
        """The terminal of its keyword: `MEDIUM`, `_INTRO`; `KEY` of metadata."""
        self.under = under
        self.lead = nodes[: nodes.index(("t", kind))]
        """What stands before the keyword."""
        if any(node not in _LEADS for node in self.lead):
            raise NotRegular(self.lead)

    @cached_property
    def _made(self) -> "_Expression":
        return _Expression(self._grammar, self.kind, self._nodes)

    @cached_property
    def match(self) -> "Callable[[str], re.Match[str] | None]":
        """Matches a whole line, or returns None."""
        return self._made.whole.fullmatch

    @cached_property
    def plain(self) -> tuple[int, ...]:
        """The number of the group of each slot in PLAIN; of one that the rule has not, of a group without matches."""
        return self._made.groups(PLAIN)

    @cached_property
    def more(self) -> tuple[int, ...]:
        """Likewise of the slots in MORE; empty where the rule has none of them."""
        return self._made.groups(MORE) if {*MORE} & {*self.slots.values()} else ()

    @cached_property
    def slots(self) -> dict[int, str]:
        """The slot of each group, by its number."""
        return self._made.slots


class Forms:
    """The forms of the lines that may stand in one place."""

    def __init__(self, grammar: "Terminals", forms: "Sequence[Form]", *, blank: bool = False) -> None:
        """Take the forms; of two with one keyword none is used. `blank`: a line may hold a comment alone."""
        times = Counter(form.kind for form in forms)
        self._forms = {form.kind: form for form in forms if times[form.kind] == 1}
        self._known: dict[str, Form] = {}
        self._begins = grammar.beginning(forms)
        self.is_blank = re.compile(grammar.rest if blank else "(?!)").fullmatch
        """Matches a line without any token that may stand there."""

    def match(self, line: str, key: str) -> "tuple[Form, re.Match[str]] | None":
        """Match a line with the only form that may fit it; None where none does.

        `key` is a piece of the line that mostly tells: another line with the same key is first tried with the same
        form.
        """
        form = self._known.get(key)
        if form is not None:
            match = form.match(line)
            if match is not None:
                return form, match
        begins = self._begins(line)
        other = self._forms.get(str(begins.lastgroup)) if begins else None
        if other is None or other is form:
            return None
        if len(self._known) < _MOST_KNOWN:
            self._known[key] = other
        match = other.match(line)
        return None if match is None else (other, match)


# ------------------------------------------------------------------------------------------- the expressions


class _Expression:
    """The expression of one line.

    Each terminal is atomic: it matches as Lark's lexer would, and is never cut short. What repeats is not, where it
    has groups in it: in Python 3.11 a possessive repeat may lose their places.
    """

    def __init__(self, grammar: Terminals, kind: str, nodes: "Sequence[Node]") -> None:
        self._grammar = grammar
        self._blanks = grammar.blanks
        self._kind = kind
        self._slots = METADATA if kind == "KEY" else (*PLAIN, *MORE)
        self._numbers: dict[str, int] = {}
        try:
            place = nodes.index(("t", kind))
            lead = "".join([self._lead(node) for node in nodes[:place]])
            word = self._token(kind) if kind.startswith("_") else f"{self._group(kind)}{self._token(kind)})"
            written = lead + self._blanks + word + "".join([self._part(node) for node in nodes[place + 1 :]])
        except NotRegular:
            self._numbers = {}
            written = "(?!)"
        self.whole = re.compile(f"{written}{grammar.rest}(?:((?!)))?")
        self.slots = {number: slot for slot, number in self._numbers.items()}

    def groups(self, slots: "Sequence[str]") -> tuple[int, ...]:
        """Return the number of the group of each slot; of one that is not there, of the last, which never matches."""
        return tuple([self._numbers.get(slot, self.whole.groups) for slot in slots])

    def _token(self, name: str) -> str:
        pattern = self._grammar.pattern(name)
        return pattern if re.fullmatch(r"[^*+?{|]*(\(\?!\[.*\]\))?", pattern) else f"(?>{pattern})"

    def _lead(self, node: Node) -> str:
        """Write what stands before the keyword."""
        name = "DATE" if node[0] == "t" else "FLAG"
        written = f"{self._blanks}{self._group(name)}{self._token(name)})"
        return written if node[0] == "t" else f"(?:{written})?"

    def _part(self, node: Node) -> str:
        """Write a part of the line that stands in its place."""
        what = node[0]
        if what == "t":
            return self._terminal(node[1])
        if what == "seq":
            return "".join(self._part(inner) for inner in flat(node))
        if what == "alt":
            return self._one_of(node[1])
        if what != "rep":
            raise NotRegular(node)
        _, inner, least, most = node
        if inner == ("t", "NAME"):
            return self._names("NAME", least, most)
        if most == 1:
            return f"(?:{self._part(inner)})?"
        if least:
            raise NotRegular(node)
        choices = inner[1] if inner[0] == "alt" else (inner,)
        written = "|".join(self._choice(flat(choice)) for choice in self._factored(choices))
        return f"(?:{self._blanks}(?:{written}))*"

    def _terminal(self, name: str) -> str:
        if name.startswith("_") or name == "FLAG" or (name == "FROM" and self._kind != "MEDIUM"):
            raise NotRegular(name)  # a word that says what the names after it are, or what went before
        if name in _AMOUNTS and self._kind != "KEY":
            raise NotRegular(name)  # their order among those of the free-order part would be lost
        if name == "NAME":
            return self._names(name, 1, 1)
        return f"{self._blanks}{self._group(name)}{self._token(name)})"

    def _one_of(self, choices: "Sequence[Node]") -> str:
        """Write a choice. What has a higher priority in the grammar and matches is what Lark takes, come what may."""
        regular = {choice[1][0][1]: choice for choice in self._factored(choices) if choice[1][0][0] != "sum"}
        written = []
        higher: list[str] = []
        for level in self._grammar.levels([*regular]):
            guard = f"(?!{self._blanks}(?:{'|'.join(map(self._token, higher))}))" if higher else ""
            written.append(f"{guard}(?:{'|'.join([self._part(regular[name]) for name in level])})")
            higher += level
        return f"(?:{'|'.join(written)})"

    def _names(self, slot: str, least: int, most: int | None) -> str:
        """Write a run of names: one group has them all, with the blanks between."""
        times = ("" if least else "?") if most == 1 else "+" if least else "*"
        return f"{self._group(slot)}(?:{self._blanks}{self._token('NAME')}){times})"

    def _group(self, name: str) -> str:
        """Open the group of a terminal."""
        if name in self._numbers:
            name += "_2"
        if name in self._numbers or name not in self._slots:
            raise NotRegular(name)
        self._numbers[name] = len(self._numbers) + 1
        return "("

    def _choice(self, nodes: "Sequence[Node]") -> str:
        """Write one choice of a free-order part.

        It is taken once, or twice where it has two groups: `(?(2)(?(1)(?!)|(TAG))|(TAG))` asks whether the second
        of them is filled yet, then whether the first is.
        """
        name = nodes[0][1] if nodes[0][0] == "t" else "SUM"
        written = "(?!)"
        for suffix in ("_2", "") if name in _TWICE and name not in self._numbers else ("",):
            number = len(self._numbers) + 1  # the group that the choice opens first
            part = self._taken(nodes, suffix)
            written = f"(?({number}){written}|{part})"
        return written

    def _taken(self, nodes: "Sequence[Node]", suffix: str) -> str:
        """Write a choice without the blanks before it."""
        first, *rest = nodes
        if first[1] in _PHRASES:
            return self._phrase(first[1], rest)
        if first[0] == "sum":
            if rest != [("t", "UNIT")]:
                raise NotRegular(nodes)
            return (
                f"{self._group('SUM')}{self._bare(first[1])}){self._blanks}{self._group('SUM')}{self._token('UNIT')})"
            )
        written = [self._one(first[1], suffix)]
        for node in rest:
            if node[0] == "rep" and node[2:] == (0, 1) and node[1][0] == "t":
                written.append(f"(?:{self._blanks}{self._one(node[1][1], suffix)})?")
            elif node[0] == "t":
                written.append(self._blanks + self._one(node[1], suffix))
            else:
                raise NotRegular(node)
        return "".join(written)

    def _phrase(self, word: str, rest: "Sequence[Node]") -> str:
        """Write a word and the names after it, which its group has."""
        if len(rest) != 1 or (word == "FROM" and self._kind != "_OUTCOME"):
            raise NotRegular(word)
        (names,) = rest
        if names == ("t", "NAME"):
            return self._token(word) + self._names(_PHRASES[word], 1, 1)
        if names[:2] == ("rep", ("t", "NAME")):
            return self._token(word) + self._names(_PHRASES[word], *names[2:])
        raise NotRegular(word)

    def _one(self, name: str, suffix: str) -> str:
        """Write a terminal of a free-order part."""
        slot = "AMOUNT" if name == "UNIT" else name
        return f"{self._group(slot + suffix)}{self._token(name)})"

    def _bare(self, node: Node) -> str:
        """Write a part without groups."""
        if node[0] == "t":
            return self._blanks + self._token(node[1])
        if node[0] == "seq":
            return "".join(self._bare(inner) for inner in node[1])
        if node[0] == "alt":
            return f"(?:{'|'.join(self._bare(inner) for inner in node[1])})"
        if node[0] == "rep":
            return f"(?:{self._bare(node[1])}){'?' if node[3] else '+' if node[2] else '*'}"
        raise NotRegular(node)

    def _factored(self, choices: "Sequence[Node]") -> list[Node]:
        """Put choices that begin with one terminal together, and all into the order in which Lark's lexer tries them.

        `NUMBER UNIT | NUMBER` becomes `NUMBER (UNIT)?`, for a number that was read is not read again.
        """
        groups: dict[str, list[tuple[Node, ...]]] = {}
        found: list[Node] = []
        for way in (way for choice in choices for way in ways(flat(choice))):
            if not way:
                raise NotRegular(choices)
            first, *rest = way
            if first[0] == "sum":
                found.append(("seq", (first, *rest)))
            elif first[0] == "t":
                groups.setdefault(first[1], []).append(tuple(rest))
            else:
                raise NotRegular(first)
        for name in sorted(groups, key=self._grammar.order.__getitem__):
            rests = set(groups[name])
            must = rests - {()}
            if len(must) > 1:
                raise NotRegular(name)
            rest = [("seq", next(iter(must)))] if must else []
            if must and () in rests:
                rest = [("rep", next(iter(must))[0] if len(next(iter(must))) == 1 else rest[0], 0, 1)]
            found.append(("seq", (("t", name), *rest)))
        return found


# -------------------------------------------------------------------------------------------------- the lines


def heads(lark: "Lark") -> Forms:
    """Derive the forms of the first lines of dated entries, each with those of the lines under it."""
    grammar = Terminals(lark)
    try:
        ways_through = list(paths(flat(Rules(lark).rule("block"))))
    except NotRegular:
        return Forms(grammar, ())
    found = []
    beneath: dict[object, Forms] = {}
    for path in ways_through:
        ends = [index for index, node in enumerate(path) if has_line_end(node)]
        head = path[: ends[0]] if ends else path
        rest = path[len(head) :]
        with suppress(NotRegular):
            if head[:1] != (("t", "DATE"),):
                continue
            if rest not in beneath:
                beneath[rest] = _beneath(grammar, rest)
            found.append(Form(grammar, keyword(head), head, beneath[rest]))
    return Forms(grammar, found)


def _beneath(grammar: Terminals, rest: "Sequence[Node]") -> Forms:
    """Derive the forms of the lines under an entry from what its rule has after the first line: `(_EOL line?)*`."""
    if not rest:
        return Forms(grammar, ())
    repeat, *more = rest
    if more or repeat[0] != "rep" or repeat[2:] != (0, None) or not grammar.indents:
        raise NotRegular(rest)
    end, *line = flat(repeat[1])
    blank = not line or (line[0][0] == "rep" and line[0][2:] == (0, 1))
    if line and blank:
        line = list(flat(line[0][1]))
    if end != ("t", "_EOL") or any(map(has_line_end, line)):
        raise NotRegular(repeat)
    found = []
    for path in paths(line) if line else ():
        with suppress(NotRegular):
            if keyword(path) in _UNDER:
                found.append(Form(grammar, keyword(path), path))
    return Forms(grammar, found, blank=blank)
