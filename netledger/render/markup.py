"""Reports in Markdown and HTML, one by one or several on a page."""

from html import escape
from typing import TYPE_CHECKING

from tabulate import tabulate

from netledger.core.diagnostics import plain
from netledger.render.grid import grid
from netledger.render.table import EMPTY, figure_basis, figure_value, heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netledger.core.diagnostics import Diagnostic
    from netledger.core.report import Figure, Report
    from netledger.render.grid import Grid
    from netledger.render.style import Style

_STYLE_SHEET = (
    "body{font:16px/1.4 system-ui,sans-serif;margin:2em}table{border-collapse:collapse}"
    "th,td{padding:.2em .8em;border-bottom:1px solid #ccc;font-variant-numeric:tabular-nums}"
)


def markdown(report: "Report", _diagnostics: "Sequence[Diagnostic]", style: "Style") -> str:
    """Show a report as a section of Markdown."""
    laid = grid(report, style)
    parts = [f"## {_safe(heading(report))}", *map(_safe, report.lead)]
    if report.rows:
        lines = [[_safe(cell) for cell in line] for line in laid.lines]
        lines.extend([f"**{_safe(cell)}**" if cell else "" for cell in line] for line in laid.totals)
        heads = [_safe(head.text) for head in laid.heads]
        parts.append(tabulate(lines, headers=heads, tablefmt="pipe", disable_numparse=True, colalign=_align(laid)))
    elif report.columns:
        parts.append(EMPTY)
    if report.figures:
        parts.append("\n".join(f"- {_safe(_figure(figure))}" for figure in report.figures))
    parts.extend(f"*{_safe(note)}*" for note in report.notes)
    return "\n\n".join(parts) + "\n"


def markdown_page(title: str, reports: "Sequence[Report]", style: "Style") -> str:
    """Show several reports as one page of Markdown."""
    return "\n".join([f"# {_safe(title)}\n", *(markdown(report, (), style) for report in reports)])


def html(report: "Report", _diagnostics: "Sequence[Diagnostic]", style: "Style") -> str:
    """Show a report as one page of HTML that needs nothing else."""
    return _page(plain(heading(report)), _section(report, style, "h1"))


def html_page(title: str, reports: "Sequence[Report]", style: "Style") -> str:
    """Show several reports as one page of HTML that needs nothing else."""
    parts = [f"<h1>{escape(plain(title))}</h1>", *(_section(report, style, "h2") for report in reports)]
    return _page(plain(title), "\n".join(parts))


def _page(title: str, body: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f"<style>{_STYLE_SHEET}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _section(report: "Report", style: "Style", level: str) -> str:
    laid = grid(report, style)
    parts = [f"<{level}>{escape(plain(heading(report)))}</{level}>"]
    parts.extend(f"<p>{escape(plain(paragraph))}</p>" for paragraph in report.lead)
    if report.rows:
        heads = [head.text for head in laid.heads]
        # tabulate's `html` escapes every cell
        rows = [*laid.lines, *laid.totals]
        parts.append(tabulate(rows, headers=heads, tablefmt="html", disable_numparse=True, colalign=_align(laid)))
    elif report.columns:
        parts.append(f"<p>{EMPTY}</p>")
    if report.figures:
        items = "\n".join(f"<li>{escape(_figure(figure))}</li>" for figure in report.figures)
        parts.append(f"<ul>\n{items}\n</ul>")
    parts.extend(f"<p><em>{escape(plain(note))}</em></p>" for note in report.notes)
    return "\n".join(parts)


def _align(laid: "Grid") -> list[str]:
    return ["right" if head.align == "decimal" else head.align for head in laid.heads]


def _figure(figure: "Figure") -> str:
    return plain(f"{figure.label}: {figure_value(figure)} {figure_basis(figure)}").rstrip()


def _safe(text: str) -> str:
    """Keep a text from meaning anything in Markdown."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>|#" else char for char in plain(text))
