"""The expressions of a loaded grammar's terminals, to be put into others."""

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from netledger.parser.rules import NotRegular

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lark import Lark

    from netledger.parser.forms import Form


class Terminals:
    """The expressions of a loaded grammar's terminals."""

    def __init__(self, lark: "Lark") -> None:
        """Take them as Lark has read them."""
        order = [terminal.name for terminal in lark.parser.lexer.root_lexer.terminals]
        self.order = {name: place for place, name in enumerate(order)}
        """The place of each terminal in the order in which Lark's lexer tries them."""
        self._priorities = {terminal.name: terminal.priority for terminal in lark.terminals}
        self._patterns: dict[str, str] = {}
        for terminal in lark.terminals:
            with suppress(NotRegular):
                self._patterns[terminal.name] = uncaptured(terminal.pattern.to_regexp())
        ignored = [self.pattern(name) for name in lark.ignore_tokens]
        blanks = [pattern for pattern in ignored if re.fullmatch(pattern, " ")]
        one = re.fullmatch(r"(\[[^]]*\])\+", blanks[0]) if len(blanks) == 1 else None
        self.blanks = f"{one[1]}*+" if one else f"(?>(?:{'|'.join(blanks)})*)"  # the same, the first is much quicker
        """What may stand between two tokens. Comments may too, but then nothing else stands on the line."""
        self.rest = f"(?>(?:{'|'.join(ignored)})*)"
        end = self._patterns.get("_EOL", "(?!)")
        self.indents = all(re.fullmatch(end, text) for text in ("\n", "\n ", "\n\t", "\n \t "))
        """Whether any indentation goes before a line under an entry, as the blocks are cut."""

    def pattern(self, name: str) -> str:
        """Return the expression of a terminal. Raises NotRegular where it cannot be a part of another one."""
        if name not in self._patterns:
            raise NotRegular(name)
        return self._patterns[name]

    def beginning(self, forms: "Sequence[Form]") -> "Callable[[str], re.Match[str] | None]":
        """Return what matches lines up to their keyword, whose terminal is the group."""
        keywords: dict[str, list[str]] = {}
        for form in sorted(forms, key=lambda form: self.order[form.kind]):
            lead = "".join(
                f"{self.blanks}{self.pattern(node[1])}"
                if node[0] == "t"
                else f"(?:{self.blanks}{self.pattern('FLAG')})?"
                for node in form.lead
            )
            keywords.setdefault(lead, []).append(f"(?P<{form.kind}>{self.pattern(form.kind)})")
        choices = [f"{lead}{self.blanks}(?:{'|'.join(dict.fromkeys(words))})" for lead, words in keywords.items()]
        return re.compile("|".join(choices) or "(?!)").match

    def levels(self, names: "Sequence[str]") -> list[list[str]]:
        """Return terminals by the priority that their names give them, the highest first."""
        priorities = sorted({self._priorities[name] for name in names}, reverse=True)
        return [[name for name in names if self._priorities[name] == priority] for priority in priorities]


def uncaptured(pattern: str) -> str:
    """Make the groups of an expression capture nothing: `(a|b)` becomes `(?:a|b)`.

    Raises NotRegular where it refers to its groups.
    """
    if re.search(r"\(\?(?:P=|\()", pattern) or re.search(r"(?<!\\)(?:\\\\)*\\[1-9]", pattern):
        raise NotRegular(pattern)
    return re.sub(
        r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?P<\w+>|(?!\?))",
        lambda found: "(?:" if found[0][0] == "(" else found[0],
        pattern,
        flags=re.DOTALL,
    )
