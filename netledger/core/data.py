"""What JSON carries of diagnostics; the published schemas are made of these types."""

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netledger.core.diagnostics import Diagnostic


class SpanData(msgspec.Struct, frozen=True):
    """A place in a file; lines and columns count from 1, the end column is one past the last."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class DiagnosticData(msgspec.Struct, frozen=True):
    """A diagnostic of the journal."""

    code: str
    severity: str
    message: str
    hint: str
    span: SpanData


def diagnostics_data(diagnostics: "Sequence[Diagnostic]") -> list[DiagnosticData]:
    """Turn diagnostics into what JSON shows of them."""
    return [
        DiagnosticData(
            item.code,
            item.severity,
            safe(item.message),
            safe(item.hint),
            SpanData(safe(item.span.file), item.span.line, item.span.column, item.span.end_line, item.span.end_column),
        )
        for item in diagnostics
    ]


def safe(text: str) -> str:
    """Replace what is no Unicode text (a byte of a file name, say), which neither JSON nor UTF-8 can carry."""
    return text.encode("utf-8", "replace").decode()
