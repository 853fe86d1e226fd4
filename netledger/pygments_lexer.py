"""The Pygments lexer of the language: `pygmentize -l netledger main.net`.

Pygments finds it by the entry point in setup.cfg; nothing else imports this module, so that nothing else needs
Pygments.
"""

from typing import TYPE_CHECKING, ClassVar

from pygments.lexer import Lexer  # type: ignore[import-untyped,unused-ignore]
from pygments.token import (  # type: ignore[import-untyped,unused-ignore]
    Comment,
    Generic,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    String,
    Text,
)

from netledger.highlight import coloured

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKENS = {
    "comment": Comment.Single,
    "heading": Generic.Heading,
    "directive": Keyword.Namespace,
    "statement": Keyword.Declaration,
    "happening": Keyword,
    "medium": Keyword,
    "detail": Keyword,
    "preposition": Keyword.Pseudo,
    "kind": Keyword.Type,
    "period": Keyword.Type,
    "truth": Keyword.Constant,
    "flag": Operator.Word,
    "operator": Operator,
    "date": Literal.Date,
    "name": Name.Entity,
    "venue": Name.Namespace,
    "tag": Name.Tag,
    "link": Name.Label,
    "key": Name.Attribute,
    "unit": Name.Constant,
    "word": Name,
    "number": Number,
    "duration": Number,
    "interval": Number,
    "string": String,
}
"""What Pygments calls each class."""


class NetledgerLexer(Lexer):  # type: ignore[misc,unused-ignore]
    """Lexer of journals in the `.net` language."""

    name = "netledger"
    aliases: ClassVar[list[str]] = ["netledger"]
    filenames: ClassVar[list[str]] = ["*.net"]
    mimetypes: ClassVar[list[str]] = ["text/x-netledger"]
    version_added = ""

    def get_tokens_unprocessed(self, text: str) -> "Iterator[tuple[int, object, str]]":
        """Give the place, the kind and the text of all tokens, and of what is between them."""
        end = 0
        for token in coloured(text):
            if end < token.start:
                yield end, Text, text[end : token.start]
            yield token.start, TOKENS[token.kind], token.text
            end = token.start + len(token.text)
        if end < len(text):
            yield end, Text, text[end:]
