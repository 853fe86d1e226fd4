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
    "markdown": "netledger.render.markup:markdown",
    "html": "netledger.render.markup:html",
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


PAGE_FORMATS = ("table", "markdown", "html", "json")
"""The formats that several reports can be shown in on one page, the default first."""


def render_page(
    title: str,
    reports: "Sequence[Report]",
    form: str = "table",
    diagnostics: "Sequence[Diagnostic]" = (),
    style: Style | None = None,
) -> str:
    """Show several reports on one page, in one of PAGE_FORMATS."""
    style = style or Style()
    if form == "json":
        from netledger.render.data import page_text  # noqa: PLC0415 - as each format is imported where it is asked for

        return page_text(title, reports, diagnostics)
    if form == "table":
        from netledger.render.table import page  # noqa: PLC0415

        return page(title, reports, style)
    from netledger.render.markup import html_page, markdown_page  # noqa: PLC0415

    return html_page(title, reports, style) if form == "html" else markdown_page(title, reports, style)
