"""Python's regular expressions in the dialects of Vim and Emacs."""  # noqa: INP001 - a part of a script

from collections.abc import Callable, Iterable, Sequence
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]


class Dialect:
    """How an editor writes regular expressions; `{}` stands for what is inside."""

    def __init__(
        self,
        *,
        group: str,
        either: str,
        repeat: str,
        absent: str,
        special: str,
        code: Callable[[int], str],
        escapes: bool,
    ) -> None:
        """Take the forms of a group, a count and a negative look-ahead (empty: there is none), and signs.

        `special` are the characters that need a backslash, `code` writes one that is not printable ASCII, and
        `escapes` tells whether a backslash does so in a class, too.
        """
        self._group, self._either, self._repeat, self._absent = group, either, repeat, absent
        self._special, self._code, self._escapes = special, code, escapes

    def write(self, pattern: str) -> str:
        """Return a Python expression in this dialect."""
        return self.written(_parser.parse(pattern))

    def written(self, nodes: Iterable[tuple[object, object]]) -> str:
        """Return what Python has parsed in this dialect."""
        return "".join(self._one(kind, value) for kind, value in nodes)

    def edges(self, pattern: str) -> list[str]:
        """Return what a Python expression must not be followed by, each in this dialect."""
        return [self.written(value[1]) for kind, value in _parser.parse(pattern) if kind is sre.ASSERT_NOT]

    def _one(self, kind: object, value: object) -> str:  # noqa: PLR0911 - one for each kind
        if kind is sre.LITERAL:
            char = chr(value)  # type: ignore[arg-type]
            if char in self._special:
                return "\\" + char
            return char if char.isprintable() and char.isascii() else self._code(ord(char))
        if kind is sre.NOT_LITERAL:
            return self._class([(sre.NEGATE, None), (sre.LITERAL, value)])
        if kind is sre.IN:
            return self._class(value)  # type: ignore[arg-type]
        if kind is sre.SUBPATTERN:
            return self._group.format(self.written(value[3]))  # type: ignore[index]
        if kind is sre.BRANCH:
            return self._group.format(self._either.join(map(self.written, value[1])))  # type: ignore[index]
        if kind is sre.MAX_REPEAT:
            least, most, inner = value  # type: ignore[misc]
            simple = len(inner) == 1 and inner[0][0] in {sre.IN, sre.LITERAL, sre.NOT_LITERAL, sre.SUBPATTERN}
            return (self.written(inner) if simple else self._group.format(self.written(inner))) + self._count(
                least, most
            )
        if kind is sre.ASSERT_NOT:
            return self._absent.format(self.written(value[1])) if self._absent else ""  # type: ignore[index]
        if kind is sre.AT and value is sre.AT_END:
            return "$"
        raise ValueError(kind)

    def _count(self, least: int, most: int) -> str:
        if (least, most) == (0, sre.MAXREPEAT):
            return "*"
        return self._repeat.format(f"{least}," + ("" if most == sre.MAXREPEAT else str(most)))

    def _class(self, parts: Iterable[tuple[object, object]]) -> str:
        """Write a class with each sign that means something in one, as `]`, in the place where it means itself."""
        ranges, negated = [], ""
        for kind, value in parts:
            if kind is sre.NEGATE:
                negated = "^"
            else:
                ranges.append((value, value) if kind is sre.LITERAL else value)
        signs = {ord(sign) for sign in "]^-\\/["}
        found = {sign for sign in signs for low, high in ranges if low <= sign <= high}
        kept = [piece for low, high in ranges for piece in _around(low, high, sorted(signs))]
        middle = "".join(self._range(low, high) for low, high in kept)
        return f"[{negated}{self._signs(found, middle)}]"

    def _signs(self, found: set[int], middle: str) -> str:
        has = {chr(sign) for sign in found}
        if self._escapes:
            return "".join(f"\\{sign}" if sign in "]^-\\" else self._code(ord(sign)) for sign in sorted(has)) + middle
        first = "]" if "]" in has else ""
        inner = "".join(sign for sign in "\\/[" if sign in has)
        return first + middle + inner + ("^" if "^" in has else "") + ("-" if "-" in has else "")

    def _range(self, low: int, high: int) -> str:
        ends = [
            chr(end) if chr(end).isalnum() and chr(end).isascii() else self._code(end)
            for end in dict.fromkeys((low, high))
        ]
        return "-".join(ends)


def _around(low: int, high: int, signs: Sequence[int]) -> list[tuple[int, int]]:
    """Return a range without some of what is in it."""
    found = []
    for sign in signs:
        if low <= sign <= high:
            if low < sign:
                found.append((low, sign - 1))
            low = sign + 1
    return [*found, (low, high)] if low <= high else found


VIM = Dialect(
    group=r"\%({}\)",
    either=r"\|",
    repeat=r"\{{{}}}",
    absent=r"\%({}\)\@!",
    special="/\\*.[]^$~",
    code=lambda code: f"\\u{max(code, 1):04x}",  # Vim has no NUL in a text
    escapes=True,
)
EMACS = Dialect(
    group=r"\(?:{}\)",
    either=r"\|",
    repeat=r"\{{{}\}}",
    absent="",
    special="\\*.[]^$+?",
    code=chr,
    escapes=False,
)
