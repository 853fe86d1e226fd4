"""A quick way through the grammar: the same decisions as Lark's, each made once.

Lark decides anew for every token which tokens may follow and what they complete. Yet that depends on nothing but the
kinds of the tokens before, and in a language of short lines the same few hundred situations come up again and again.
So each situation (Lark's stack of parser states) becomes a node, made when it is first reached by asking Lark itself:
what finds the terminals of Lark's lexer that may come, and the node that each of them leads to. Reading a
token is then one match and one look-up. The grammar stays the only definition; what Lark does not accept is not
accepted here, and Lark alone says why (see diagnose).
"""

import re
from copy import copy
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from lark import Lark
    from lark.parsers.lalr_interactive_parser import InteractiveParser


class Token(NamedTuple):
    """A token of a block: `Token("NAME", "Alice", 16)`. The reader makes plain tuples of this form: quicker."""

    kind: str
    """The terminal of the grammar."""
    text: str
    start: int
    """Where it begins in the block's text, from 0."""


RawToken = tuple[str, str, int]
"""The same as a plain tuple."""

Line = list[RawToken]
"""The tokens of one line."""

# So deep may Lark's stack get. Only nested arithmetic makes it grow; the language allows 100 levels of it.
_DEEPEST = 450


# So often the terminals of a state are tried one by one.
_PATIENCE = 100


class _Node:
    """One situation of the parser."""

    __slots__ = ("ends", "next", "scanner", "state")

    def __init__(self, scanner: "_Scanner", state: "InteractiveParser") -> None:
        from lark import UnexpectedInput  # noqa: PLC0415 - loaded by now

        self.state = state
        self.next: dict[str, _Node | None] = {}
        self.scanner = scanner
        try:
            copy(state).feed_eof()  # type: ignore[no-untyped-call]
        except UnexpectedInput:
            self.ends = False
        else:
            self.ends = True


class _Scanner:
    """Finds the next token in one of Lark's states, blanks and comments before it left aside.

    One expression of all terminals that may come is quickest, and takes long to make. So at first they are tried one
    after the other, in the lexer's order; the expression of each is the same in all states.
    """

    __slots__ = ("_each", "_ignored", "_terminals", "_uses", "match")

    def __init__(self, lark: "Lark", position: int) -> None:
        lexer = lark.parser.lexer.lexers[position]
        self._terminals = [
            f"(?P<{terminal.name}>{terminal.pattern.to_regexp()})"
            for terminal in lexer.terminals
            if terminal.name not in lexer.ignore_types
        ]
        self._ignored = _ignored(lark)
        self._each = [re.compile(f"{self._ignored}{terminal}").match for terminal in self._terminals]
        self._uses = 0
        self.match: Callable[[str, int], re.Match[str] | None] = self._one_by_one
        """Matches at a place of a text; the group is the terminal."""

    def _one_by_one(self, text: str, position: int) -> re.Match[str] | None:
        self._uses += 1
        if self._uses > _PATIENCE:
            self.match = re.compile(f"{self._ignored}(?:{'|'.join(self._terminals) or '(?!)'})").match
        for match in self._each:
            found = match(text, position)
            if found is not None:
                return found
        return None


def _ignored(lark: "Lark") -> str:
    """Return what the grammar ignores; atomic, so that no match goes back into a comment to find a token there."""
    ignored = [terminal.pattern.to_regexp() for terminal in lark.terminals if terminal.name in lark.ignore_tokens]
    return f"(?>(?:{'|'.join(ignored)})*)" if ignored else ""


class Automaton:
    """The grammar from one start symbol on."""

    def __init__(self, lark: "Lark", start: str) -> None:
        """Begin with the first node; all others are made when they are reached."""
        self._lark = lark
        self._nodes: dict[tuple[int, ...], _Node] = {}
        self._scanners: dict[int, _Scanner] = {}
        self._nothing_left = re.compile(rf"{_ignored(lark)}\Z").match
        self._first = self._node(lark.parse_interactive(start=start))

    def _node(self, state: "InteractiveParser") -> _Node:
        key = tuple(state.parser_state.state_stack)
        node = self._nodes.get(key)
        if node is None:
            position = state.parser_state.position
            scanner = self._scanners.get(position)
            if scanner is None:
                scanner = self._scanners[position] = _Scanner(self._lark, position)
            node = self._nodes[key] = _Node(scanner, state)
        return node

    def _step(self, node: _Node, kind: str) -> _Node | None:
        """Ask Lark where a token leads; None: nowhere, or too deep."""
        from lark import Token as LarkToken  # noqa: PLC0415 - loaded by now
        from lark import UnexpectedInput  # noqa: PLC0415

        if len(node.state.parser_state.state_stack) > _DEEPEST:
            return None
        state = copy(node.state)
        try:
            state.feed_token(LarkToken(kind, ""))
        except UnexpectedInput:  # LALR merges states: a terminal may be looked for that cannot come after all
            return None
        found = node.next[kind] = self._node(state)
        return found

    def read(self, text: str) -> list[Line] | None:
        """Return the tokens of a block, a list for each of its lines; None where the grammar does not accept it."""
        node = self._first
        line: Line = []
        lines = [line]
        position = 0
        while True:
            match = node.scanner.match(text, position)
            if match is None:
                break
            kind = match.lastgroup or ""
            start, position = match.span(kind)
            if kind == "_EOL":
                line = []
                lines.append(line)
            else:
                line.append((kind, match[kind], start))
            following = node.next.get(kind) or self._step(node, kind)
            if following is None:
                return None
            node = following
        if not node.ends or not self._nothing_left(text, position):
            return None
        return lines
