"""Reports as text: tables, colours, CSV and TSV, files; and what must never come out of any of them."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import ROUND_UP, Decimal, localcontext
from typing import Any

import pytest
from report_samples import ESCAPE, REPORT, SMALL, TODAY, amounts, text
from wcwidth import wcswidth

from netledger import Column, Report
from netledger.cli.output import wants_color
from netledger.core.amounts import Amount
from netledger.render import FORMATS, SUFFIXES, render
from netledger.render.grid import number_text
from netledger.render.style import Style

# ------------------------------------------------------------------------------------------------------ table


def test_a_table() -> None:
    """By eye: points under each other, a line for each unit, whole amounts without decimals, groups of thousands."""
    assert (
        render(REPORT)
        == """\
Test, 2026-01-01 to 2026-06-30

person         given  balance  unit    value USD  two-way      n  partial  what    last
------  ------------  -------  ------  ---------  -------  -----  -------  ------  ----------
Alice           1.50    -1.50  HOUR    -1,234.50     0.50  12345           coffee  2026-01-02
        1,234,567.00     0.25  USD
Bob             2        2     ADVICE       –        –         2  yes
李雷                     –                  7.00    -1.00      0           茶
------  ------------  -------  ------  ---------  -------  -----  -------  ------  ----------
total           2        2     ADVICE  -1,227.50           12347  yes
                1.50    -1.50  HOUR
        1,234,567.00     0.25  USD

share of it  0.2  in INTRO (n = 3)
other        –    nothing was given

note: a note
"""
    )


def test_wide_shows_every_column() -> None:
    """And only then."""
    assert "extra" not in render(REPORT)
    assert "12.125" in render(REPORT, style=Style(wide=True))


def test_a_column_says_how_many_decimals_a_table_shows() -> None:
    """Data has them all."""
    columns = (Column("person", "name"), Column("strength", "number", places=2))
    made = replace(SMALL, columns=columns, rows=(("Bob", Decimal("2.136962")), ("Ann", None)), totals=None)
    assert render(made).splitlines()[2:6] == [
        "person  strength",
        "------  --------",
        "Bob         2.14",
        "Ann         –",
    ]
    assert "2.136962" in render(made, "csv")
    assert "2.136962" in render(made, "json")


def test_a_flag_that_nobody_has_is_left_out() -> None:
    """A column of blanks says nothing."""
    rows = tuple((*row[:6], False, *row[7:]) for row in REPORT.rows)
    assert "partial" not in render(replace(REPORT, rows=rows, totals=None))


@pytest.mark.parametrize(
    ("begin", "end", "wanted"),
    [
        (None, None, "Test, to 2026-06-30"),
        (date(2026, 1, 1), None, "Test, 2026-01-01 to 2026-06-30"),
        (date(2026, 1, 1), date(2026, 4, 1), "Test, 2026-01-01 to 2026-03-31"),
        (date(2026, 1, 1), date(2026, 7, 1), "Test, 2026-01-01 to 2026-06-30"),
        (None, date(2027, 1, 1), "Test, to 2026-06-30"),
    ],
)
def test_the_heading_says_which_days(begin: date | None, end: date | None, wanted: str) -> None:
    """The last one that is reported, never one after T."""
    assert render(replace(REPORT, begin=begin, end=end)).splitlines()[0] == wanted


def test_no_rows() -> None:
    """A sentence instead of an empty table, in each format for people."""
    empty = replace(REPORT, rows=(), totals=None)
    for form in ("table", "markdown", "html"):
        assert "nothing to report" in render(empty, form)
    assert render(empty, "csv").count("\n") == 1
    assert json.loads(render(empty, "json"))["rows"] == []


@pytest.mark.parametrize("width", [80, 60, 40])
def test_texts_are_shortened_to_the_width(width: int) -> None:
    """Wide characters count two; each cut ends in `…`; numbers are never cut."""
    columns = (Column("person", "name"), Column("given", "amounts"), Column("what", "text"))
    rows = (
        ("Bartholomew-Maximilian-Featherstonehaugh", amounts("1234.50 USD"), "a long story " * 9),
        ("李" * 40, amounts("7.00 USD"), "茶 " * 60),
        ("Bob", amounts("7.00 USD"), "short"),
    )
    shown = render(Report("x", "X", columns, rows, TODAY), style=Style(width=width))
    lines = shown.splitlines()
    assert all(wcswidth(line) <= width for line in lines)
    assert max(wcswidth(line) for line in lines) >= width - 2
    assert shown.count("…") >= 3
    assert "1,234.50" in shown
    assert "short" in shown


def test_columns_of_wide_characters_stand_under_each_other() -> None:
    """By the columns of a terminal, not by characters; a combining accent takes none."""
    columns = (Column("person", "name"), Column("n", "count"))
    rows = (("李雷", 1), ("E\u0301lise", 2), ("Bob", 3))
    lines = render(Report("x", "X", columns, rows, TODAY)).splitlines()[4:7]
    assert [wcswidth(line) for line in lines] == [wcswidth(lines[0])] * 3


def test_nothing_is_shortened_in_a_file() -> None:
    """A pipe has no width."""
    assert "x" * 300 in render(replace(SMALL, rows=(("Bob", "x" * 300),)))


@pytest.mark.parametrize(
    ("number", "decimals", "wanted"),
    [
        ("-0", 2, "0.00"),
        ("-0.00", 2, "0.00"),
        ("-0.004", 2, "0.00"),
        ("1234567.891", 2, "1,234,567.89"),
        ("12345678901234567890123456789012345.678", 3, "12,345,678,901,234,567,890,123,456,789,012,345.678"),
        ("5", 0, "5"),
    ],
)
def test_numbers_for_people(number: str, decimals: int, wanted: str) -> None:
    """What shows as nothing has no sign; no digit is lost."""
    assert number_text(Decimal(number), decimals) == wanted


# ---------------------------------------------------------------------------------------------------- colours


def test_colours_only_when_asked() -> None:
    """Negative numbers in red, headings bold; without colours the same text."""
    plain, colored = render(REPORT), render(REPORT, style=Style(color=True))
    assert "\x1b" not in plain
    assert "\x1b[31m" in colored
    stripped = colored
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m"):
        stripped = stripped.replace(code, "")
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()
    for form in set(FORMATS) - {"table"}:
        assert "\x1b" not in render(REPORT, form, style=Style(color=True))


def test_the_options_for_colours(run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """`always` even into a pipe; `auto` and `never` not; for diagnostics, too."""
    journal = "2026-01-02 receive Bob\n"
    for choice, colored in (("always", True), ("auto", False), ("never", False)):
        ran = run("balance", "--color", choice, stdin=journal)
        assert ("\x1b[31m" in ran.out) == colored
        assert ("\x1b[33m" in ran.err) == colored
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[31m" in run("balance", "--color", "always", stdin=journal).out


def test_a_compilation_in_emacs_has_no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs at a terminal, and shows a colour as its code."""

    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    for inside, colored in (("", True), ("28.2,compile", False), ("29.1,vterm", True)):
        monkeypatch.setenv("INSIDE_EMACS", inside)
        assert wants_color("auto", Terminal()) == colored
    assert wants_color("always", Terminal())


@pytest.mark.parametrize("form", ["table", "markdown", "html"])
def test_control_characters_never_reach_the_terminal(form: str) -> None:
    """Wherever a text stands: title, heading, cell, figure, note."""
    shown = render(text(ESCAPE), form)
    assert not [char for char in shown if char != "\n" and (ord(char) < 32 or 0x7F <= ord(char) < 0xA0)]


@pytest.mark.parametrize("form", FORMATS)
def test_a_journals_texts_are_one_line_each(run: Callable[..., Any], form: str) -> None:
    """A `\\n` in the title of a journal, a name that could mean something, a diagnostic that quotes them."""
    journal = (
        'option "title" "first\\nsecond \\"quoted\\" <b>"\n2026-01-02 give O\'Neil\n2026-01-03 give @A<b>\n'
        "2026-01-02 give Zo\x1b[31me\n"
    )
    ran = run("balance", "-O", form, "--today", "2026-06-30", stdin=journal)
    assert ran.status == 1
    assert "\x1b" not in ran.out + ran.err
    assert "<b>" not in ran.out.replace("\\<b\\>", "") or form in {"table", "json"}


# ------------------------------------------------------------------------------------------------ csv and tsv


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_delimited(form: str, delimiter: str) -> None:
    """Every column, plain numbers; further units on lines that repeat the name alone."""
    lines = list(csv.reader(io.StringIO(render(REPORT, form)), delimiter=delimiter))
    assert lines == [
        [
            "person",
            "given",
            "balance",
            "unit",
            "value",
            "value_unit",
            "two_wayness",
            "n",
            "partial",
            "what",
            "last",
            "extra",
        ],
        ["Alice", "1.50", "-1.50", "HOUR", "-1234.5", "USD", "0.5", "12345", "false", "coffee", "2026-01-02", "12.125"],
        ["Alice", "1234567.00", "0.25", "USD", "", "", "", "", "", "", "", ""],
        ["Bob", "2.00", "2.00", "ADVICE", "", "", "", "2", "true", "", "", ""],
        ["李雷", "", "", "", "7.00", "USD", "-1", "0", "false", "茶", "", ""],
    ]


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
@pytest.mark.parametrize("cell", ['"', ",", "\t", "a\nb", "a\r\nb", " x ", "'", ";", '","', "=1+1"])
def test_delimited_texts_come_back(form: str, delimiter: str, cell: str) -> None:
    """Quoted where need be."""
    shown = render(replace(SMALL, rows=((cell, "tea"),)), form)
    assert list(csv.reader(io.StringIO(shown, newline=""), delimiter=delimiter))[1] == [cell, "tea"]


# ------------------------------------------------------------------------------------------------ into a file


@pytest.mark.parametrize(("suffix", "form"), SUFFIXES.items())
def test_the_suffix_of_a_file_says_the_format(run: Callable[..., Any], suffix: str, form: str) -> None:
    """In either case; nothing goes to standard output, and colours never into a file."""
    arguments = ("balance", "--today", "2026-06-30")
    shown = run(*arguments, "-O", form, stdin="2026-01-02 receive Me2\n").out
    for name in (f"out{suffix}", f"out{suffix.upper()}"):
        ran = run(*arguments, "--color", "always", "-o", name, stdin="2026-01-02 receive Me2\n")
        assert (ran.status, ran.out) == (0, "")
        with open(name, encoding="utf-8", newline="") as file:  # noqa: PTH123 - newline as it is
            assert file.read() == shown


@pytest.mark.parametrize(("name", "words"), [("out.xyz", "-O"), ("out", "-O"), ("no/out.csv", "no such file")])
def test_a_file_that_cannot_be_written(run: Callable[..., Any], name: str, words: str) -> None:
    """A wrong call, in one line."""
    ran = run("balance", "-o", name, stdin="")
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err


def test_an_amount_in_several_units_has_a_column_of_units() -> None:
    columns = (Column("unit", "name"), Column("price", "amount"), Column("kind", "text"))
    rows = (
        ("a", Amount(Decimal(1), "USD"), "k"),
        ("b", Amount(Decimal("2.5"), "EUR"), "l"),
        ("c", None, "m"),
    )
    report = Report("n", "P", columns, rows, TODAY)
    shown = render(report).splitlines()
    assert shown[2:] == [
        "unit  price  unit  kind",
        "----  -----  ----  ----",
        "a       1    USD   k",
        "b       2.5  EUR   l",
        "c       –          m",
    ]
    assert "| c      |       – |        | m      |" in render(report, "markdown")


@pytest.mark.parametrize("cells", [(TODAY, None), (None, TODAY), (None, None), (None,), (TODAY, None, None)])
def test_a_row_of_nothing_is_a_line(cells: tuple[date | None, ...]) -> None:
    report = Report("n", "P", (Column("last", "date"),), tuple((cell,) for cell in cells), TODAY)
    shown = render(report).removesuffix("\n").split("\n")
    assert shown[4:] == ["" if cell is None else cell.isoformat() for cell in cells]


@pytest.mark.parametrize("command", ["register", "people", "stats", "prices", "balance"])
def test_a_period_that_ends_with_the_calendars_first_day(run: Callable[..., Any], command: str) -> None:
    done = run(command, "-e", "0001-01-01", stdin="2026-01-01 person Alice\n2026-01-02 give Alice 1 INTRO\n")
    assert done.status == 0
    assert "Alice" not in done.out


def test_numbers_round_half_to_even_whatever_the_context_says() -> None:
    with localcontext(rounding=ROUND_UP):
        assert [number_text(Decimal(text), 2) for text in ("0.125", "0.121", "-0.001", "2")] == [
            "0.12",
            "0.12",
            "0.00",
            "2.00",
        ]
