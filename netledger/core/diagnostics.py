"""What is wrong with a journal, as values: code, severity, place, message and hint."""

import re
import unicodedata
from typing import Literal

import msgspec

from netledger.core.catalogue import CATALOGUE
from netledger.core.spans import Span

Severity = Literal["error", "warning"]

# An excerpt shows this much of a long line, around the place.
_EXCERPT = 100
_BEFORE = 40

# Of longer words a message shows the beginning.
_SHOWN = 100
_LONG_WORD = re.compile(r"[^\s`]{201,}")


class Diagnostic(msgspec.Struct, frozen=True):
    """One finding: `people/2026.net:14:25: error[NL104]: no unit after the number 250`, with its line and a hint."""

    code: str
    severity: Severity
    message: str
    span: Span
    hint: str = ""
    """What to write instead; may be empty."""
    excerpt: str = ""
    """The line in question as it stands in the file; empty where there is none (a missing file)."""

    def __str__(self) -> str:
        """Write it as it is shown to people; see `format_diagnostic`."""
        return format_diagnostic(self)


def diagnostic(code: str, span: Span, message: str, hint: str = "", excerpt: str = "") -> Diagnostic:
    """Make a diagnostic with the severity that the catalogue has for its code."""
    return Diagnostic(code, CATALOGUE[code].severity, _shortened(message), span, _shortened(hint), excerpt)


def _shortened(text: str) -> str:
    """Cut words that nobody reads to their end: a message names them, and the excerpt shows where they stand."""
    return _LONG_WORD.sub(lambda found: found[0][:_SHOWN] + "…", text)


def plain(text: str) -> str:
    """Make text safe and one line for a terminal: control characters as `·`, a tab as one blank."""
    if text.isprintable():
        return text
    return "".join(
        " " if char == "\t" else "·" if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char
        for char in text
    )


def width(text: str) -> int:
    """Return how many terminal columns a printable text takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth  # noqa: PLC0415 - only here, and it takes a while

    columns = wcswidth(text)
    return columns if columns >= 0 else len(text)


def format_diagnostic(item: Diagnostic) -> str:
    r"""Write a diagnostic in the one format of all of them, three to five lines without a last newline.

    people/2026.net:14:25: error[NL104]: no unit after the number 250
       14 | 2026-01-12 cost @Chamber 250 "annual dues"
          |                          ^^^
       hint: write an amount as `250 USD` or `1h30m`
    """
    lines = [f"{plain(str(item.span))}: {item.severity}[{item.code}]: {plain(item.message)}"]
    if item.excerpt:
        start = item.span.column - 1
        cut = max(0, start - _BEFORE) if len(item.excerpt) > _EXCERPT else 0
        shown = plain(item.excerpt[cut : cut + _EXCERPT])
        end = item.span.end_column - 1 if item.span.end_line in {0, item.span.line} else len(item.excerpt)
        before = width(shown[: start - cut])
        marked = max(1, width(shown[start - cut : max(end, start + 1) - cut]))
        lines.append(f"{item.span.line:5} | {shown}".rstrip())
        lines.append(f"      | {' ' * before}{'^' * marked}")
    if item.hint:
        lines.append(f"   hint: {plain(item.hint)}")
    return "\n".join(lines)


def order(item: Diagnostic) -> tuple[str, int, int, str, str]:
    """Sort key: by file, line, column."""
    return (item.span.file, item.span.line, item.span.column, item.code, item.message)
