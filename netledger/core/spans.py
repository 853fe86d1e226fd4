"""Where something stands in the files."""

import msgspec


class Span(msgspec.Struct, frozen=True, gc=False):
    """A place in a file: `people/2026.net`, line 14, columns 25 to 28.

    Lines and columns count from 1, columns in characters; `end_column` is one past the last character.
    """

    file: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        """Write it as editors and compilers do: `people/2026.net:14:25`."""
        return f"{self.file}:{self.line}:{self.column}"
