"""The Lark parser of `grammar/netledger.lark`: the one definition of the language."""

from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lark import Lark

FILE = "netledger.lark"


def grammar_text() -> str:
    """Return the text of the grammar, from the installed package or from a checkout."""
    if find_spec("netledger.grammar") is not None:
        return resources.files("netledger.grammar").joinpath(FILE).read_text("utf-8")
    return (Path(__file__).parents[2] / "grammar" / FILE).read_text("utf-8")


def build(text: str, *, strict: bool = False) -> "Lark":
    """Build a parser from the text of a grammar: LALR, with start symbols `block` and `indented`.

    `strict` has Lark look for terminals that collide, which takes seconds; the tests do.
    """
    from lark import Lark, lexer  # noqa: PLC0415 - a command that reads no journal does not wait for it
    from lark.lexer import ContextualLexer  # noqa: PLC0415

    class Trusting(ContextualLexer):
        """Lark's lexer without its checks of the terminals, which a test has made."""

        def __init__(self, conf: Any, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Lark's own
            conf.skip_validation = not strict
            super().__init__(conf, *args, **options)

    has_interegular = lexer.has_interegular
    # Where interegular is installed, Lark would prepare for the same checks of the grammar of grammars: 0.1 s.
    lexer.has_interegular = strict and has_interegular
    try:
        return Lark(
            text,
            parser="lalr",
            lexer="contextual",
            start=["block", "indented"],
            maybe_placeholders=False,
            strict=strict,
            _plugins={"ContextualLexer": Trusting},
        )
    finally:
        lexer.has_interegular = has_interegular


@cache
def parser() -> "Lark":
    """Return the parser, built once in a process."""
    return build(grammar_text())
