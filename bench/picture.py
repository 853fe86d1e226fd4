"""Time against entries as a picture: both axes logarithmic, a line for each program, its name at the line's end."""

import sys
from collections.abc import Mapping
from math import log10
from pathlib import Path

from results import Results
from tables import COMMANDS, SMALLEST
from tools import OWN

# Told apart also by those who tell few colours apart.
_COLOURS = {OWN: "#0072b2", "ledger": "#009e73", "hledger": "#7b4fa3", "bean-check": "#d55e00"}

_WIDE, _HIGH = 7.0, 4.2
_LEFT, _RIGHT, _TOP, _BOTTOM = 0.09, 0.78, 0.91, 0.13
_LINE = 14.0
"""Points from one name to the next."""


def draw(results: Results, path: Path) -> None:
    """Draw what was measured into an SVG: equal results make equal files. Exits where matplotlib is absent."""
    try:
        import matplotlib as mpl  # noqa: PLC0415 - only here
    except ImportError:
        sys.exit("compare.py: the picture needs matplotlib: pip install matplotlib")
    mpl.use("svg")
    from matplotlib import pyplot as plt  # noqa: PLC0415
    from matplotlib.ticker import FuncFormatter, NullFormatter  # noqa: PLC0415

    lines = _lines(results)
    if not lines:
        sys.exit("compare.py: no sizes to draw were measured: measure `growth`, too")
    seconds = [second for points in lines.values() for second in points.values()]
    low, high = log10(min(seconds)) - 0.15, log10(max(seconds)) + 0.15
    heights = _apart(
        {name: log10(list(points.values())[-1]) for name, points in lines.items()},
        (high - low) * _LINE / (_HIGH * 72 * (_TOP - _BOTTOM)),
    )
    # Text stays text, ids come from the content, and no day is written.
    with plt.rc_context({"svg.fonttype": "none", "svg.hashsalt": "netledger", "font.family": "sans-serif"}):
        figure, axes = plt.subplots(figsize=(_WIDE, _HIGH))
        for name, points in lines.items():
            weight, width = ("bold", 2.4) if name == OWN else ("normal", 1.4)
            axes.plot(
                list(points), list(points.values()), color=_COLOURS[name], linewidth=width, marker="o", markersize=4
            )
            place = (max(points) * 1.1, 10 ** heights[name])
            axes.text(*place, COMMANDS[name], color=_COLOURS[name], fontweight=weight, verticalalignment="center")
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_ylim(10**low, 10**high)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} s"))
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.yaxis.set_minor_formatter(NullFormatter())
        axes.set_xlabel("entries")
        axes.set_title("Time for all balances, start-up included", loc="left", fontsize=11)
        axes.grid(visible=True, which="major", color="#dddddd", linewidth=0.7)
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
        figure.subplots_adjust(left=_LEFT, right=_RIGHT, top=_TOP, bottom=_BOTTOM)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
        plt.close(figure)


def _lines(results: Results) -> dict[str, dict[int, float]]:
    """Return the median seconds of each program at each size."""
    sizes = sorted((size for size in results.sizes if size.entries > SMALLEST), key=lambda size: size.entries)
    found = {name: {s.entries: s.tools[name].median for s in sizes if name in s.tools} for name in COMMANDS}
    return {name: points for name, points in found.items() if points}


def _apart(heights: Mapping[str, float], step: float) -> dict[str, float]:
    """Move what is closer together than a step apart, in equal parts up and down."""
    placed: list[tuple[list[str], float]] = []  # neighbours that moved together, and the height of their middle
    for name in sorted(heights, key=lambda name: heights[name]):
        group, middle = [name], heights[name]
        while placed and middle - placed[-1][1] < step * (len(group) + len(placed[-1][0])) / 2:
            below, _ = placed.pop()
            group = [*below, *group]
            middle = sum(heights[one] for one in group) / len(group)
        placed.append((group, middle))
    return {
        name: middle + step * (index - (len(group) - 1) / 2)
        for group, middle in placed
        for index, name in enumerate(group)
    }
