"""The parts of one line, gathered from its parse tree whatever their order."""

import sys
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from netledger.core.amounts import ZERO, Amount
from netledger.core.entries import ME, Value, ValueKind
from netledger.parser.numbers import NumberProblem, arithmetic, decimal, duration

if TYPE_CHECKING:
    from lark import Token, Tree

HOUR = "HOUR"

_ESCAPES = {'"': '"', "\\": "\\", "n": "\n"}


class Problem(NamedTuple):
    """A fault that the parser found within a block; parse() makes a diagnostic of it."""

    code: str
    line: int
    """Within the block, from 1."""
    start: int
    """Column, from 1."""
    end: int
    """Column one past the last, from 1; 0: the end of the line."""
    message: str
    hint: str = ""


def at(token: "Token", code: str, message: str, hint: str = "") -> Problem:
    """Make a problem that points at a token."""
    line, column = token.line or 1, token.column or 1
    return Problem(code, line, column, column + len(token), message, hint)


def identifier(token: str) -> str:
    """Return a name, venue, tag or link in NFC, one object for all its equals."""
    text = str(token)
    return sys.intern(text if text.isascii() else normalize("NFC", text))


def unquote(token: str) -> str:
    r"""Return what a string token stands for: `"a \"b\""` gives `a "b"`."""
    inner = token[1:-1]
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
        "pending",
        "problems",
        "sources",
        "strings",
        "tags",
        "unit",
        "venues",
        "words",
    )

    def __init__(self, tree: "Tree[Token]", problems: list[Problem], head: "Token") -> None:
        """Gather the parts of a line's tree; `head` is the token to point at where a part is missing."""
        self.problems = problems
        self.head = head
        before = len(problems)
        self.names: list[Token] = []
        self.by: list[Token] = []
        self.sources: list[Token] = []
        self.beneficiaries: list[Token] = []
        self.venues: list[Token] = []
        self.strings: list[Token] = []
        self.tags: list[Token] = []
        self.links: list[Token] = []
        self.words: list[Token] = []
        self.amounts: list[tuple[Amount, Token]] = []
        self.unit = ""
        """What a `unit` or `price` is about: the unit that no number precedes."""
        self.inbound = False
        self.pending = False
        groups = {
            "NAME": self.names,
            "VENUE": self.venues,
            "STRING": self.strings,
            "TAG": self.tags,
            "LINK": self.links,
        }
        number: Decimal | None = None
        counted = False  # whether a number, be it a faulty one, stands right before
        for child in tree.children:
            if not isinstance(child, str):
                if child.data == "arithmetic":
                    number, counted = number_of(child, problems), True
                else:
                    self._phrase(child)
                continue
            kind = child.type
            if kind in groups:
                groups[kind].append(child)
            elif kind == "NUMBER":
                number, counted = number_of(child, problems), True
            elif kind == "UNIT":
                if not counted:
                    self.unit = identifier(child)
                elif number is not None:
                    self.amounts.append((Amount(number, identifier(child)), child))
                counted = False
            elif kind == "DURATION":
                hours = number_of(child, problems)
                if hours is not None:
                    self.amounts.append((Amount(hours, HOUR), child))
            elif kind == "FLAG":
                self.pending = True
            elif kind == "FROM":
                self.inbound = True
            else:
                self.words.append(child)
        self.faulty = len(problems) > before

    def _phrase(self, tree: "Tree[Token]") -> None:
        """Take `from …`, `by …` or `for …`."""
        names = [token for token in tree.children if isinstance(token, str) and token.type == "NAME"]
        if tree.data == "by":
            self.by.extend(names)
            return
        group = self.sources if tree.data == "from" else self.beneficiaries
        if group:
            self.twice(names[0], f"`{tree.data}`", f"write one `{tree.data}` with all its names")
        group.extend(names)

    # ------------------------------------------------------------------------------------------- problems

    def twice(self, token: "Token", what: str, hint: str = "") -> None:
        """Note that a part stands in the line for the second time."""
        self.problems.append(at(token, "NL126", f"a second {what}", hint))

    def missing(self, what: str, hint: str) -> None:
        """Note that a part is missing."""
        if self.faulty:
            return  # the part is there, and has a problem of its own
        problem = at(self.head, "NL125", f"{what} is missing", hint)
        if self.head.type == "DATE":  # point at what follows it
            problem = problem._replace(start=problem.end + 1, end=0)
        self.problems.append(problem)

    # ---------------------------------------------------------------------------------------------- parts

    def one(self, group: "list[Token]", what: str, hint: str = "") -> "Token | None":
        """Return the only token of a group, or None; a second one is a problem."""
        if len(group) > 1:
            self.twice(group[1], what, hint)
        return group[0] if group else None

    def venue(self) -> str | None:
        """Return the line's venue, if any."""
        token = self.one(self.venues, "venue", "one entry happens at one venue: write two entries")
        return None if token is None else identifier(token)

    def string(self, what: str = "text") -> str | None:
        """Return the line's text, if any."""
        token = self.one(self.strings, what, 'put it all into one pair of quotes; a quote within is written \\"')
        return None if token is None else unquote(token)

    def amount(self) -> Amount | None:
        """Return the line's only amount, if any."""
        if len(self.amounts) > 1:
            self.twice(self.amounts[1][1], "amount", "this keyword takes one amount: write a line for each")
        return self.amounts[0][0] if self.amounts else None

    def positive(self, hint: str = "") -> Amount | None:
        """Return the line's only amount, which must be more than zero."""
        amount = self.amount()
        if amount is not None and amount.number <= 0:
            self.problems.append(at(self.amounts[0][1], "NL133", f"{amount} is not more than zero", hint))
        return amount

    def people(self, group: "list[Token]", *, me: bool = False) -> tuple[str, ...]:
        """Return the names of a group; one twice, or `Me` where it cannot stand, is a problem."""
        found: dict[str, None] = {}
        for token in group:
            name = identifier(token)
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
        return tuple(dict.fromkeys(identifier(token)[1:] for token in self.tags))

    def link_names(self) -> tuple[str, ...]:
        """Return the links without their `^`, each once."""
        return tuple(dict.fromkeys(identifier(token)[1:] for token in self.links))


def first_token(tree: "Tree[Token]") -> "Token":
    """Return the first token under a tree, to point at."""
    node: Tree[Token] | Token = tree
    while not isinstance(node, str):
        node = node.children[0]
    return node


def number_of(node: "Tree[Token] | Token", problems: list[Problem]) -> Decimal | None:
    """Return the value of a number, a duration (in hours) or arithmetic; None, and a problem, where it has none."""
    try:
        if not isinstance(node, str):
            return arithmetic(node)
        return duration(node) if node.type == "DURATION" else decimal(node)
    except NumberProblem as problem:
        token = node if isinstance(node, str) else first_token(node)
        problems.append(at(token, problem.code, problem.message, problem.hint))
        return None


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


def values(nodes: "list[Tree[Token] | Token]", problems: list[Problem]) -> "list[tuple[Value, Token]]":
    """Read a row of metadata or custom values, each with the token to point at; a number takes the unit after it."""
    found: list[tuple[Value, Token]] = []
    for node in nodes:
        token = node if isinstance(node, str) else first_token(node)
        kind = node.type if isinstance(node, str) else "NUMBER"
        if kind in {"NUMBER", "DURATION"}:
            number = number_of(node, problems) or ZERO
            value = Value("number", f"{number:f}") if kind == "NUMBER" else Value("amount", f"{number:f} {HOUR}")
        elif kind == "UNIT":
            number_value, token = found.pop()
            value = Value("amount", f"{number_value.text} {node}")
        elif kind == "STRING":
            value = Value("string", unquote(str(node)))
        else:
            text = identifier(str(node))
            value = Value(_VALUE_KINDS[kind], text[1:] if kind in {"TAG", "LINK"} else text)
        found.append((value, token))
    return found
