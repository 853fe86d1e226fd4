"""Reports as tables in a terminal."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from tabulate import tabulate

from netledger.core.amounts import Amount
from netledger.core.diagnostics import plain, width
from netledger.render.drawing import BARS
from netledger.render.grid import UNDEFINED, Grid, grid, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netledger.core.diagnostics import Diagnostic
    from netledger.core.report import Figure, Report
    from netledger.render.style import Style

_GAP = 2

# How far texts (1) and names (2) are cut, step by step until the table fits: a text needs more to be recognised by.
_CUTS = ({1: 24, 2: 12}, {1: 16, 2: 8}, {1: 8, 2: 8})

# What tables have beside names and texts, as signs of ASCII that are as wide.
_PLAIN_SIGNS = str.maketrans({"–": "-", "…": "~", "→": ">"})

EMPTY = "nothing to report"
"""What stands in place of rows where there are none."""


def table(report: "Report", _diagnostics: "Sequence[Diagnostic]", style: "Style") -> str:
    """Show a report in a terminal: heading, table aligned on decimal points, totals, figures, notes."""
    laid = _laid(report, style)
    parts = [style.bold(plain(heading(report)))]
    parts.extend(_wrapped(plain(paragraph), style.width, "") for paragraph in report.lead)
    if report.rows:
        parts.append(_tabulated(_fitted(_aligned(laid), style.width), style))
    elif report.columns:
        parts.append(EMPTY)
    if report.figures:
        parts.append(_figures(report.figures))
    if report.notes:
        parts.append("\n".join(style.dim(_wrapped(f"note: {plain(note)}", style.width)) for note in report.notes))
    text = "\n\n".join(parts) + "\n"
    return text.translate(_PLAIN_SIGNS) if style.ascii else text


def _laid(report: "Report", style: "Style") -> Grid:
    """Lay a report out with the longest bars that leave its texts as they are."""
    laid = grid(report, style)
    if style.width is None or not any(column.bar for column in report.columns):
        return laid
    for longest in BARS[1:]:
        widths = _widths(laid)
        if sum(widths) + _GAP * (len(widths) - 1) <= style.width:
            break
        laid = grid(report, style, longest)
    return laid


def page(title: str, reports: "Sequence[Report]", style: "Style") -> str:
    """Show several reports one beneath the other."""
    return "\n".join([f"{style.bold(plain(title))}\n", *(table(report, (), style) for report in reports)])


def _aligned(laid: Grid) -> Grid:
    """Fill up numbers on their right, so that decimal points stand under each other when all are right-aligned."""
    lines, totals = [list(line) for line in laid.lines], [list(line) for line in laid.totals]
    for index, head in enumerate(laid.heads):
        if head.align == "decimal":
            most = max(len(_fraction(line[index])) for line in (*lines, *totals))
            for line in (*lines, *totals):
                line[index] += " " * (most - len(_fraction(line[index])))
    return Grid(laid.heads, lines, totals)


def _fraction(number: str) -> str:
    """Return the decimals of a number with their point; none: an empty text."""
    whole, point, decimals = number.partition(".")
    return point + decimals if whole else ""


def _tabulated(laid: Grid, style: "Style") -> str:
    """Lay a grid out: columns two blanks apart, a rule of dashes under the headings and above the totals.

    All lines of a column are one cell of many lines, for tabulate takes its time over each cell. Its own `simple`
    makes every column two wider than its heading.
    """
    columns = list(zip(*laid.lines, strict=True))
    rule = ["-" * wide for wide in _widths(laid)]
    rows = [[style.bold(head.text) if head.text else "" for head in laid.heads], rule]
    rows.append(["\n".join([_colored(cell, style) for cell in column]) or " " for column in columns])
    rows[-1] = [f"{cell} " if cell.endswith("\n") else cell for cell in rows[-1]]  # else a last blank line is lost
    if laid.totals:
        rows.append(rule)
        rows.extend([style.bold(cell) if cell.strip() else cell for cell in line] for line in laid.totals)
    align = ["right" if head.align == "decimal" else head.align for head in laid.heads]
    text = tabulate(rows, tablefmt="plain", disable_numparse=True, colalign=align, preserve_whitespace=True)
    return "\n".join([line.rstrip() for line in text.split("\n")])


def heading(report: "Report") -> str:
    """Say what a report is, and of which days: `Reciprocity, 2026-01-01 to 2026-06-30`."""
    if not report.columns:
        return report.title  # words alone are of no day
    last = report.today
    if report.end is not None and (report.end <= report.today or (report.begin and report.begin > report.today)):
        from datetime import date, timedelta  # noqa: PLC0415 - only for a period that ends on another day than today

        last = max(report.end, date.min + timedelta(days=1)) - timedelta(days=1)
    until = f"{report.begin} to {last}" if report.begin is not None else f"to {last}"
    return f"{report.title}, {until}"


def _figures(figures: "Sequence[Figure]") -> str:
    rows = [[plain(figure.label), figure_value(figure), plain(figure_basis(figure))] for figure in figures]
    return tabulate(rows, tablefmt="plain", disable_numparse=True, colalign=["left", "decimal", "left"])


def figure_value(figure: "Figure") -> str:
    """Write a figure with no more decimals than it has, and at most two."""
    value = figure.value
    if isinstance(value, Amount):
        return f"{number_text(value.number, _places(value.number))} {value.unit}"
    if isinstance(value, Decimal):
        return number_text(value, _places(value))
    return UNDEFINED if value is None else f"{value:,}" if isinstance(value, int) else value.isoformat()


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return min(2, max(0, -exponent)) if isinstance(exponent, int) else 0


def figure_basis(figure: "Figure") -> str:
    """Say what a figure rests on, or why it is undefined."""
    limits = [UNDEFINED if limit is None else number_text(limit, _places(limit)) for limit in (figure.low, figure.high)]
    interval = f"[{limits[0]}, {limits[1]}]" if limits != [UNDEFINED, UNDEFINED] else ""
    size = f"(n = {figure.n})" if figure.n is not None else ""
    return " ".join(part for part in (interval, figure.reason, size) if part)


def _colored(cell: str, style: "Style") -> str:
    return style.red(cell) if style.color and re.match(r"-[0-9]", cell) else cell


def _fitted(laid: Grid, limit: int | None) -> Grid:
    """Cut the longest texts until the table fits; a table that is too wide without any text stays so."""
    if limit is None:
        return laid
    widths = _widths(laid)
    for least in _CUTS:
        floors = [max(least.get(head.shrinks, 10**6), width(head.text)) for head in laid.heads]
        _shrink(widths, floors, limit - _GAP * (len(widths) - 1))
    lines = [[_cut(cell, widths[i]) for i, cell in enumerate(line)] for line in laid.lines]
    totals = [[_cut(cell, widths[i]) for i, cell in enumerate(line)] for line in laid.totals]
    return Grid(laid.heads, lines, totals)


def _widths(laid: Grid) -> list[int]:
    """Return how many terminal columns each column of a grid takes."""
    lines = [[head.text for head in laid.heads], *laid.lines, *laid.totals]
    return [max(map(len if "".join(column).isascii() else width, column)) for column in zip(*lines, strict=True)]


def _shrink(widths: list[int], floors: list[int], room: int) -> None:
    """Take from the widest columns that may give, until all fit into the room or none has more to give."""
    while sum(widths) > room:
        spare, index = max((width - floor, i) for i, (width, floor) in enumerate(zip(widths, floors, strict=True)))
        if spare <= 0:
            return
        widths[index] -= 1


def _cut(text: str, limit: int) -> str:
    if width(text) <= limit:
        return text
    kept = ""
    for char in text:
        if width(kept + char) > limit - 1:
            break
        kept += char
    return kept.rstrip() + "…"


def _wrapped(text: str, limit: int | None, indent: str = "  ") -> str:
    if limit is None:
        return text
    import textwrap  # noqa: PLC0415 - only on a terminal

    return textwrap.fill(text, limit, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
