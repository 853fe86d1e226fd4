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


def build(text: str, **options: Any) -> "Lark":  # noqa: ANN401 - handed on to Lark as they are
    """Build a parser from the text of a grammar: LALR, with start symbols `block` and `indented`."""
    from lark import Lark  # noqa: PLC0415 - a command that reads no journal does not wait for it

    return Lark(
        text, parser="lalr", lexer="contextual", start=["block", "indented"], maybe_placeholders=False, **options
    )


@cache
def parser() -> "Lark":
    """Return the parser, built once in a process."""
    return build(grammar_text())
