"""How text is to look where it goes."""

from dataclasses import dataclass

_BOLD = "\x1b[1m"
_RED = "\x1b[31m"
_DIM = "\x1b[2m"
_END = "\x1b[0m"


@dataclass(frozen=True)
class Style:
    """A terminal of 80 columns with colours: Style(width=80, color=True). The default suits files and pipes."""

    width: int | None = None
    """Texts are shortened so that a table fits; None: never."""
    color: bool = False
    wide: bool = False
    """Show also the columns that a table leaves out by default."""
    ascii: bool = False
    """Draw with the signs of ASCII, for a terminal that has no others."""

    def bold(self, text: str) -> str:
        """Make a text stand out, if colours are on."""
        return f"{_BOLD}{text}{_END}" if self.color else text

    def red(self, text: str) -> str:
        """Make a text red, if colours are on."""
        return f"{_RED}{text}{_END}" if self.color else text

    def dim(self, text: str) -> str:
        """Make a text step back, if colours are on."""
        return f"{_DIM}{text}{_END}" if self.color else text
