"""Regular lines: one expression for each kind of line, derived from the grammar that Lark has loaded.

Every rule for one line of the language is regular, arithmetic aside. So the rule itself, with the expression of each
terminal put in its place, makes an expression that reads the whole line by one match:

    touch: FLAG? MEDIUM FROM? NAME* _where*

becomes, where B stands for blanks,

    B(DATE)B(FLAG)?B(MEDIUM)(?:B(FROM))?((?:B NAME)*)(?:B(VENUE)|B(STRING)|B(TAG)|B(LINK))*

What an expression cannot say is left out of it: arithmetic, a part that stands more often than there are groups for
it, a comment between two tokens. A line that it does not match goes to Lark's own tables (see automaton), so nothing
is lost by what is left out, and nothing is read that the grammar does not say.
"""

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lark import Lark, Tree

PLAIN = (
    *("DATE", "FLAG", "FROM", "MEDIUM", "DETAIL_FAVOUR", "DETAIL_COST", "NAME", "VENUE", "STRING"),
    *("TAG", "TAG_2", "LINK", "LINK_2"),
)
"""The groups that a reader of lines always asks for, by terminal. NAME has all names of a run; FROM is the word at the
beginning of a line. A second tag or link has a group of its own, as has a second number."""

MORE = (
    *("NUMBER", "AMOUNT", "NUMBER_2", "AMOUNT_2", "DURATION", "_BY", "_FROM", "_FOR"),
    *("UNIT", "WORD", "VENUE_KIND", "PERIOD", "STRING_2", "SUM", "SUM_2"),
)
"""Those that it asks for where the rule has any of them. AMOUNT is the unit after a number; SUM is a calculation, SUM_2
its unit; `_BY`, `_FROM` and `_FOR` have the names after that word in the free-order part."""

METADATA = (
    *("KEY", "STRING", "DATE", "VENUE", "TAG", "LINK", "INTERVAL", "WORD", "NAME", "TRUE", "FALSE", "DURATION"),
    *("NUMBER", "UNIT"),
)
"""The groups of a line of metadata; UNIT is that after a number."""

# So many keys to a form are kept; more would mean that they do not tell.
_MOST_KNOWN = 1000

_TWICE = frozenset({"TAG", "LINK", "NUMBER", "AMOUNT"})
_PHRASES = {"_BY": "_BY", "FROM": "_FROM", "_FOR": "_FOR"}


class Form:
    """One kind of line; its expression is made when the first such line is read."""

    def __init__(self, grammar: "_Grammar", kind: str, nodes: "Sequence[_Node]", under: "Forms | None" = None) -> None:
        """Take the rule as a sequence of nodes, and the forms of the lines that may stand under it."""
        self._grammar = grammar
        self._nodes = nodes
        self.kind = kind
        """The terminal of its keyword: `MEDIUM`, `_INTRO`; `KEY` of metadata."""
        self.under = under

    @property
    def beginning(self) -> "Sequence[_Node]":
        """The line up to its keyword."""
        return self._nodes[: self._nodes.index(("t", self.kind)) + 1]

    @cached_property
    def _made(self) -> "_Expression":
        return _Expression(self._grammar, self._nodes, METADATA if self.kind == "KEY" else (*PLAIN, *MORE))

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

    def __init__(self, grammar: "_Grammar", forms: "Sequence[Form]", *, blank: bool = False) -> None:
        """Take the forms, each with a keyword of its own; `blank` says whether a line may hold a comment alone."""
        self._forms = {form.kind: form for form in forms}
        self._known: dict[str, Form] = {}
        self._begins = grammar.beginning([form.beginning for form in forms])
        self.is_blank = re.compile(grammar.rest if blank else "(?!)").fullmatch
        """Matches a line without any token that may stand there."""

    def find(self, line: str, key: str) -> Form | None:
        """Return the only form that may match a line; None where there is none.

        `key` is a piece of the line that mostly tells: another line with the same key is first tried with the same
        form. A wrong guess costs time alone, for the form does not match.
        """
        form = self._known.get(key)
        if form is None:
            found = self._begins(line)
            if found is not None:
                form = self._forms[str(found.lastgroup)]
                if len(self._known) < _MOST_KNOWN:
                    self._known[key] = form
        return form


class _Irregular(Exception):  # noqa: N818 - it never leaves this module
    """A rule that is not regular, or that no reader asks for."""


# ------------------------------------------------------------------------------------------------ the grammar
#
# A rule as a tree of tuples: ("t", name), ("seq", nodes), ("alt", nodes), ("rep", node, least, most or None), and
# ("sum", node) for a rule that begins with a parenthesis: it is read as one text, and calculated after.

_Node = tuple[Any, ...]


class _Rules:
    """The rules of a loaded grammar."""

    def __init__(self, lark: "Lark") -> None:
        self._trees = {name: tree for name, _, tree, _ in lark.grammar.rule_defs}
        self._open: list[str] = []

    def rule(self, name: str) -> _Node:
        """Return a rule with all others put in. Raises _Irregular where it contains itself."""
        if name in self._open or name not in self._trees:
            raise _Irregular(name)
        self._open.append(name)
        try:
            node = self._node(self._trees[name])
        finally:
            self._open.pop()
        return ("sum", node) if _flat(node)[:1] == (("t", "LPAR"),) else node

    def _node(self, tree: "Tree[object]") -> _Node:
        children: list[object] = tree.children
        if tree.data == "expansions":
            return self._alternatives(children)
        if tree.data == "expansion":
            return ("seq", tuple([self._node(child) for child in children]))  # type: ignore[arg-type]
        if tree.data == "value":
            (symbol,) = children
            if not symbol.is_term:  # type: ignore[attr-defined]
                return self.rule(symbol.name)  # type: ignore[attr-defined]
            return ("t", symbol.name)  # type: ignore[attr-defined]
        if tree.data == "expr" and len(children) == 2:  # noqa: PLR2004 - what repeats, and how often
            least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}[str(children[1])]
            return ("rep", self._node(children[0]), least, most)  # type: ignore[arg-type]
        raise _Irregular(tree.data)

    def _alternatives(self, children: list[object]) -> _Node:
        """Leave out what is not regular: the others are."""
        found: list[_Node] = []
        for child in children:
            try:
                node = self._node(child)  # type: ignore[arg-type]
            except _Irregular:
                continue
            found.extend(node[1] if node[0] == "alt" else [node])
        if not found:
            raise _Irregular
        return found[0] if len(found) == 1 else ("alt", tuple(found))


def _flat(node: _Node) -> tuple[_Node, ...]:
    """Return a node as a sequence without sequences in it."""
    if node[0] != "seq":
        return (node,)
    return tuple([inner for child in node[1] for inner in _flat(child)])


def _paths(nodes: "Sequence[_Node]") -> "Iterator[tuple[_Node, ...]]":
    """Give each way through a sequence up to its line end, with the alternatives on it taken one at a time."""
    for index, node in enumerate(nodes):
        if node[0] == "alt" and (_has_line_end(node) or not _keyword(nodes[:index])):
            for choice in node[1]:
                yield from _paths((*nodes[:index], *_flat(choice), *nodes[index + 1 :]))
            return
    yield tuple(nodes)


def _ways(nodes: "Sequence[_Node]") -> "Iterator[Sequence[_Node]]":
    """Give each way into a sequence, with the alternatives at its beginning taken one at a time."""
    if nodes and nodes[0][0] == "alt":
        for choice in nodes[0][1]:
            yield from _ways((*_flat(choice), *nodes[1:]))
    else:
        yield nodes


def _has_line_end(node: _Node) -> bool:
    if node[0] == "t":
        return bool(node[1] == "_EOL")
    return any(map(_has_line_end, node[1] if node[0] in {"seq", "alt"} else node[1:2]))


def _keyword(nodes: "Sequence[_Node]") -> str:
    """Return the terminal that names a kind of line: the first one that must come, dates aside; else nothing."""
    for node in nodes:
        if node[0] == "t" and node[1] != "DATE":
            return str(node[1])
        if node[0] != "rep" and node != ("t", "DATE"):
            break
    return ""


# ------------------------------------------------------------------------------------------- the expressions


class _Grammar:
    """The expressions of a loaded grammar's terminals."""

    def __init__(self, lark: "Lark") -> None:
        order = [terminal.name for terminal in lark.parser.lexer.root_lexer.terminals]
        self.order = {name: place for place, name in enumerate(order)}
        """The place of each terminal in the order in which Lark's lexer tries them."""
        self.patterns = {terminal.name: uncaptured(terminal.pattern.to_regexp()) for terminal in lark.terminals}
        ignored = [self.patterns[name] for name in lark.ignore_tokens]
        blanks = [pattern for pattern in ignored if re.fullmatch(pattern, " ")]
        one = re.fullmatch(r"(\[[^]]*\])\+", blanks[0]) if len(blanks) == 1 else None
        self.blanks = f"{one[1]}*+" if one else f"(?>(?:{'|'.join(blanks)})*)"  # the same, the first is much quicker
        """What may stand between two tokens. Comments may too, but then nothing else stands on the line."""
        self.rest = f"(?:{'|'.join(ignored)})*"

    def beginning(self, beginnings: "Sequence[Sequence[_Node]]") -> "Callable[[str], re.Match[str] | None]":
        """Return what matches lines up to their keyword, whose terminal is the group; what leads there is the key."""
        keywords: dict[str, list[str]] = {}
        for *before, keyword in beginnings:
            lead = "".join(self._lead(node) for node in before)
            keywords.setdefault(lead, []).append(f"(?P<{keyword[1]}>{self.patterns[keyword[1]]})")
        return re.compile(
            "|".join(f"{lead}{self.blanks}(?:{'|'.join(words)})" for lead, words in keywords.items()) or "(?!)"
        ).match

    def _lead(self, node: _Node) -> str:
        if node[0] == "t":
            return f"{self.blanks}{self.patterns[node[1]]}"
        if node[0] == "rep" and node[2:] == (0, 1):
            return f"(?:{self._lead(node[1])})?"
        raise _Irregular(node)


class _Expression:
    """The expression of one line.

    Each terminal is atomic: it matches as Lark's lexer would, and is never cut short. What repeats is not, where it
    has groups in it: in Python 3.11 a possessive repeat may lose their places.
    """

    def __init__(self, grammar: _Grammar, nodes: "Sequence[_Node]", slots: "Sequence[str]") -> None:
        self._grammar = grammar
        self._blanks = grammar.blanks
        self._slots = slots
        self._numbers: dict[str, int] = {}
        try:
            written = "".join(self._part(node) for node in nodes)
        except _Irregular:
            self._numbers = {}
            written = "(?!)"
        self.whole = re.compile(f"{written}{grammar.rest}(?:((?!)))?")
        self.slots = {number: slot for slot, number in self._numbers.items()}

    def groups(self, slots: "Sequence[str]") -> tuple[int, ...]:
        """Return the number of the group of each slot; of one that is not there, of the last, which never matches."""
        return tuple([self._numbers.get(slot, self.whole.groups) for slot in slots])

    def _token(self, name: str) -> str:
        pattern = self._grammar.patterns[name]
        return pattern if re.fullmatch(r"[^*+?{|]*(\(\?!\[.*\]\))?", pattern) else f"(?>{pattern})"

    def _part(self, node: _Node) -> str:
        """Write a part of the line that stands in its place."""
        what = node[0]
        if what == "t":
            return self._terminal(node[1])
        if what == "seq":
            return "".join(self._part(inner) for inner in _flat(node))
        if what == "alt":
            regular = [choice for choice in self._factored(node[1]) if choice[1][0][0] != "sum"]
            return f"(?:{'|'.join(map(self._part, regular))})"
        _, inner, least, most = node
        if inner == ("t", "NAME"):
            return self._names(least, "NAME")
        if most == 1:
            return f"(?:{self._part(inner)})?"
        if least:
            raise _Irregular(node)
        choices = inner[1] if inner[0] == "alt" else (inner,)
        written = "|".join(self._choice(_flat(choice)) for choice in self._factored(choices))
        return f"(?:{self._blanks}(?:{written}))*"

    def _terminal(self, name: str) -> str:
        if name.startswith("_"):
            return self._blanks + self._token(name)
        if name == "NAME":
            return f"{self._group(name)}{self._blanks}{self._token(name)})"
        return f"{self._blanks}{self._group(name)}{self._token(name)})"

    def _names(self, least: int, slot: str) -> str:
        """Write a run of names: one group has them all, with the blanks between."""
        return f"{self._group(slot)}(?:{self._blanks}{self._token('NAME')}){'+' if least else '*'})"

    def _group(self, name: str) -> str:
        """Open the group of a terminal."""
        if name in self._numbers:
            name += "_2"
        if name in self._numbers or name not in self._slots:
            raise _Irregular(name)
        self._numbers[name] = len(self._numbers) + 1
        return "("

    def _choice(self, nodes: "Sequence[_Node]") -> str:
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

    def _taken(self, nodes: "Sequence[_Node]", suffix: str) -> str:
        """Write a choice without the blanks before it."""
        first, *rest = nodes
        if first[1] in _PHRASES and rest:
            slot = _PHRASES[first[1]]
            (names,) = rest
            if names == ("t", "NAME"):
                return f"{self._token(first[1])}{self._group(slot)}{self._blanks}{self._token('NAME')})"
            if names[:2] != ("rep", ("t", "NAME")):
                raise _Irregular(nodes)
            return self._token(first[1]) + self._names(names[2], slot)
        if first[0] == "sum":
            if rest != [("t", "UNIT")]:
                raise _Irregular(nodes)
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
                raise _Irregular(node)
        return "".join(written)

    def _one(self, name: str, suffix: str) -> str:
        """Write a terminal of a free-order part."""
        slot = "AMOUNT" if name == "UNIT" else name
        return f"{self._group(slot + suffix)}{self._token(name)})"

    def _bare(self, node: _Node) -> str:
        """Write a part without groups."""
        if node[0] == "t":
            return self._blanks + self._token(node[1])
        if node[0] == "seq":
            return "".join(self._bare(inner) for inner in node[1])
        if node[0] == "alt":
            return f"(?:{'|'.join(self._bare(inner) for inner in node[1])})"
        if node[0] == "rep":
            return f"(?:{self._bare(node[1])}){'?' if node[3] else '+' if node[2] else '*'}"
        raise _Irregular(node)

    def _factored(self, choices: "Sequence[_Node]") -> list[_Node]:
        """Put choices that begin with one terminal together, and all into the order in which Lark's lexer tries them.

        `NUMBER UNIT | NUMBER` becomes `NUMBER (UNIT)?`, for a number that was read is not read again.
        """
        groups: dict[str, list[tuple[_Node, ...]]] = {}
        found: list[_Node] = []
        for first, *rest in (way for choice in choices for way in _ways(_flat(choice))):
            if first[0] == "sum":
                found.append(("seq", (first, *rest)))
            elif first[0] == "t":
                groups.setdefault(first[1], []).append(tuple(rest))
            else:
                raise _Irregular(first)
        for name in sorted(groups, key=self._grammar.order.__getitem__):
            rests = set(groups[name])
            must = rests - {()}
            if len(must) > 1:
                raise _Irregular(name)
            rest = [("seq", next(iter(must)))] if must else []
            if must and () in rests:
                rest = [("rep", next(iter(must))[0] if len(next(iter(must))) == 1 else rest[0], 0, 1)]
            found.append(("seq", (("t", name), *rest)))
        return found


def uncaptured(pattern: str) -> str:
    """Make the groups of an expression capture nothing: `(a|b)` becomes `(?:a|b)`."""
    return re.sub(
        r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?!\?)", lambda m: "(?:" if m[0] == "(" else m[0], pattern, flags=re.DOTALL
    )


# -------------------------------------------------------------------------------------------------- the lines


def heads(lark: "Lark") -> Forms:
    """Derive the forms of the first lines of dated entries, each with those of the lines under it."""
    grammar = _Grammar(lark)
    found = []
    beneath: dict[object, Forms] = {}
    for path in _paths(_flat(_Rules(lark).rule("block"))):
        ends = [index for index, node in enumerate(path) if _has_line_end(node)]
        head = path[: ends[0]] if ends else path
        rest = path[len(head) :]
        if head[:1] != (("t", "DATE"),):
            continue
        try:
            if rest not in beneath:
                beneath[rest] = _beneath(grammar, rest)
        except _Irregular:
            continue
        found.append(Form(grammar, _keyword(head), head, beneath[rest]))
    return Forms(grammar, found)


def _beneath(grammar: _Grammar, rest: "Sequence[_Node]") -> Forms:
    """Derive the forms of the lines under an entry from what its rule has after the first line: `(_EOL line?)*`."""
    if not rest:
        return Forms(grammar, ())
    repeat, *more = rest
    if more or repeat[0] != "rep" or repeat[2:] != (0, None):
        raise _Irregular(rest)
    end, *line = _flat(repeat[1])
    blank = not line or (line[0][0] == "rep" and line[0][2:] == (0, 1))
    if line and blank:
        line = list(_flat(line[0][1]))
    if end != ("t", "_EOL") or any(map(_has_line_end, line)):
        raise _Irregular(repeat)
    return Forms(grammar, [Form(grammar, _keyword(path), path) for path in _paths(line)] if line else [], blank=blank)
