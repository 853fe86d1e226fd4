"""Bars, curves and trees, in tables and in data."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from netledger.core.amounts import Amount
from netledger.core.report import Column, Figure, Report, check_report
from netledger.render import PAGE_FORMATS, render, render_page
from netledger.render.drawing import Pen, bar, branches, curve
from netledger.render.style import Style

TODAY = date(2026, 6, 30)
PEN, PLAIN = Pen(), Pen(ascii=True)
REPORT = Report(
    "drawn",
    "Drawn",
    (
        Column("level", "level"),
        Column("what", "name"),
        Column("touches", "count", bar=True),
        Column("part", "share", bar=True),
        Column("cost", "amount", bar=True),
        Column("weeks", "series"),
    ),
    (
        (0, "all", 4, Decimal("0.5"), Amount(Decimal(8), "USD"), (Decimal(1), Decimal(0), Decimal(8))),
        (1, "one", 1, Decimal("0.25"), Amount(Decimal(2), "USD"), (Decimal(4),)),
        (2, "leaf", 0, None, Amount(Decimal(-1), "USD"), ()),
        (1, "two", 3, Decimal("0.25"), None, None),
    ),
    TODAY,
    totals=(None, "total", 8, None, None, None),
    figures=(Figure("share", "share", Decimal("0.7"), 10, "of all", Decimal("0.397"), Decimal("0.892")),),
    lead=("What is to be read first.",),
)


def test_a_bar_is_twenty_columns_at_its_scale() -> None:
    assert bar(Decimal(1), Decimal(1), PEN) == "█" * 20
    assert bar(Decimal(1), Decimal(4), PEN) == "█" * 5
    assert bar(Decimal(1), Decimal(160), PEN) == "▏"
    assert bar(Decimal(3), Decimal(160), PEN) == "▍"
    assert bar(Decimal(1), Decimal(100000), PEN) == "▏"  # little is not nothing
    assert (bar(Decimal(0), Decimal(1), PEN), bar(Decimal(-1), Decimal(1), PEN), bar(Decimal(1), Decimal(0), PEN)) == (
        ("",) * 3
    )
    assert (bar(Decimal(1), Decimal(4), PLAIN), bar(Decimal(1), Decimal(10000), PLAIN)) == ("#####", "#")


def test_a_curve_is_one_column_for_each_number() -> None:
    assert curve((Decimal(1), Decimal(4), Decimal(0), Decimal(8)), PEN) == "▁▄ █"
    assert curve((Decimal("0.01"), Decimal(8)), PEN) == "▁█"
    assert curve((Decimal(0), Decimal(-1)), PEN) == "  "
    assert (curve((), PEN), curve(None, PEN)) == ("", "")
    assert curve((Decimal(1), Decimal(8)), PLAIN) == "_#"


def test_a_relative_curve_is_between_its_own_ends() -> None:
    assert curve((Decimal(-20), Decimal(30), Decimal(5)), PEN, relative=True) == "▁█▅"
    assert curve((Decimal(30000), Decimal(31000), Decimal(32000)), PEN, relative=True) == "▁▅█"
    assert curve((Decimal(7), Decimal(7)), PEN, relative=True) == "▁▁"
    assert curve((Decimal(-2), Decimal(-1)), PLAIN, relative=True) == "_#"
    assert (curve((), PEN, relative=True), curve(None, PEN, relative=True)) == ("", "")


def test_branches() -> None:
    assert branches((0, 1, 2, 2, 1, 2, 0, 1), PEN) == ["", "├─ ", "│  ├─ ", "│  └─ ", "└─ ", "   └─ ", "", "└─ "]
    assert branches((0, 1, 1), PLAIN) == ["", "|- ", "`- "]


@given(st.lists(st.integers(0, 5)), st.booleans())
def test_branches_are_as_wide_as_the_levels_are_deep(levels: list[int], ascii_only: bool) -> None:  # noqa: FBT001
    drawn = branches(levels, Pen(ascii=ascii_only))
    assert [len(lead) for lead in drawn] == [3 * level for level in levels]


def test_a_table_draws() -> None:
    assert check_report(REPORT) == ""
    assert render(REPORT) == (
        "Drawn, to 2026-06-30\n\n"
        "What is to be read first.\n\n"
        "what        touches                        part              cost USD                        weeks\n"
        "----------  -------  --------------------  ----  ----------  --------  --------------------  -----\n"
        "all               4  ████████████████████  0.50  ██████████         8  ████████████████████  ▁ █\n"
        "├─ one            1  █████                 0.25  █████              2  █████                 █\n"
        "│  └─ leaf        0                        –                       -1\n"
        "└─ two            3  ███████████████       0.25  █████              –\n"
        "----------  -------  --------------------  ----  ----------  --------  --------------------  -----\n"
        "total             8\n\n"
        "share  0.7  [0.40, 0.89] of all (n = 10)\n"
    )
    plain = render(REPORT, style=Style(ascii=True))
    assert "|- one" in plain
    assert "_ #" in plain
    assert plain.isascii()


def test_bars_give_way_on_a_narrow_terminal() -> None:
    lines = render(REPORT, style=Style(width=80)).splitlines()
    assert max(map(len, lines)) <= 80
    assert "█" * 10 in lines[6]
    assert "█" * 11 not in lines[6]
    assert "├─ one" in lines[7]


def test_bars_that_are_all_empty_take_no_room() -> None:
    rows = ((0, "a", 0, None, None, ()), (0, "b", 0, None, None, ()))
    text = render(replace(REPORT, rows=rows, totals=None, figures=(), lead=()))
    assert text.splitlines()[2] == "what  touches  part  cost  weeks"


def test_amounts_of_several_units_have_no_bar_in_common() -> None:
    rows = ((0, "a", 1, None, Amount(Decimal(1), "USD"), ()), (0, "b", 1, None, Amount(Decimal(1), "EUR"), ()))
    line = render(replace(REPORT, rows=rows, totals=None, figures=())).splitlines()[6]
    assert line.count("█") == 20  # of the touches alone


def test_data_carries_levels_series_and_intervals() -> None:
    data = json.loads(render(REPORT, "json"))
    assert data["rows"][0]["weeks"] == [1.0, 0.0, 8.0]
    assert [row["level"] for row in data["rows"]] == [0, 1, 2, 1]
    assert (data["figures"][0]["low"], data["figures"][0]["high"]) == (0.397, 0.892)
    assert data["lead"] == ["What is to be read first."]
    assert render(REPORT, "csv").splitlines()[1] == "0,all,4,0.5,8,USD,1 0 8"


def test_figures_show_what_they_are() -> None:
    shown = [
        Figure("n", "n", 1234),
        Figure("money", "money", Amount(Decimal("1234.50"), "USD")),
        Figure("day", "day", date(2026, 5, 1)),
        Figure("days", "days", Decimal(45)),
    ]
    report = replace(REPORT, columns=(Column("a", "name"),), rows=(), totals=None, figures=tuple(shown))
    assert check_report(report) == ""
    text = render(report)
    for line in ("n             1,234", "money  1,234.50 USD", "day      2026-05-01", "days             45"):
        assert line in text
    values = [figure["value"] for figure in json.loads(render(report, "json"))["figures"]]
    assert values == [1234, {"number": "1234.50", "unit": "USD"}, "2026-05-01", 45.0]


def test_several_reports_make_a_page() -> None:
    other = replace(REPORT, title="Other")
    shown = {form: render_page("All", [REPORT, other], form) for form in PAGE_FORMATS}
    assert shown["table"].startswith("All\n\nDrawn, to")
    assert shown["table"].endswith(render(other))
    assert shown["markdown"].startswith("# All\n\n## Drawn")
    assert shown["html"].count("<h2>") == 2
    assert shown["html"].count("</html>") == 1
    assert [report["title"] for report in json.loads(shown["json"])["reports"]] == ["Drawn", "Other"]
