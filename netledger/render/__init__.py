"""Reports to text: one function for all formats. Renderers lay out; they compute nothing."""

from importlib import import_module
from typing import TYPE_CHECKING, cast

from netledger.render.style import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netledger.core.diagnostics import Diagnostic
    from netledger.core.report import Report

    Renderer = Callable[["Report", Sequence["Diagnostic"], Style], str]

_FORMATS: dict[str, str] = {
    "table": "netledger.render.table:table",
    "csv": "netledger.render.delimited:csv_text",
    "tsv": "netledger.render.delimited:tsv_text",
    "json": "netledger.render.data:json_text",
    "markdown": "netledger.render.table:markdown",
    "html": "netledger.render.table:html",
}

FORMATS = tuple(_FORMATS)
"""The names of the formats, the default first."""

SUFFIXES: dict[str, str] = {
    ".txt": "table",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
}
"""The format that the suffix of an output file asks for."""


def render(
    report: "Report", form: str = "table", diagnostics: "Sequence[Diagnostic]" = (), style: Style | None = None
) -> str:
    """Show a report as text in one of FORMATS, with a last newline; JSON carries the diagnostics, too."""
    if form not in _FORMATS:
        raise ValueError(f"no format {form!r}; there are {', '.join(FORMATS)}")
    module, _, name = _FORMATS[form].partition(":")
    renderer = cast("Renderer", getattr(import_module(module), name))
    return renderer(report, diagnostics, style or Style())
