"""A report as data: its form, its order, its first rows."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from netledger import Column, Report
from netledger.core.amounts import Amount
from netledger.core.report import Cell, UnknownColumn, arranged, check_report

TODAY = date(2026, 6, 30)


def usd(number: str) -> Amount:
    """Make an amount in USD."""
    return Amount(Decimal(number), "USD")


REPORT = Report(
    "test",
    "Test",
    (
        Column("person", "name"),
        Column("n", "count"),
        Column("two_wayness", "share"),
        Column("given", "amounts"),
        Column("value", "amount"),
        Column("last", "date"),
        Column("partial", "flag"),
    ),
    (
        ("bob", 2, Decimal("0.5"), (usd("5"),), usd("-1"), date(2026, 1, 2), False),
        ("Ann", 10, None, (), None, None, True),
        ("Cid", 2, Decimal("0.9"), (usd("40"),), usd("3"), date(2026, 1, 1), False),
        ("élan", 3, Decimal("-0.9"), (usd("7"),), usd("20"), date(2026, 3, 1), False),
    ),
    TODAY,
    totals=("total", 17, None, (usd("52"),), usd("22"), None, True),
)


def people(report: Report) -> str:
    """Return the first column."""
    return " ".join(str(row[0]) for row in report.rows)


@pytest.mark.parametrize(
    ("column", "rising", "falling"),
    [
        ("person", "Ann bob Cid élan", "élan Cid bob Ann"),
        ("last", "Cid bob élan Ann", "élan bob Cid Ann"),
        ("n", "bob Cid élan Ann", "Ann élan bob Cid"),
        ("two_wayness", "élan bob Cid Ann", "Cid bob élan Ann"),
        ("two-wayness", "élan bob Cid Ann", "Cid bob élan Ann"),
        ("value", "bob Cid élan Ann", "élan Cid bob Ann"),
        ("given", "Ann bob élan Cid", "Cid élan bob Ann"),
    ],
)
def test_sorting(column: str, rising: str, falling: str) -> None:
    """Texts and dates rise, numbers fall, or the other way round; undefined is last; equals keep their order."""
    numbers = column not in {"person", "last"}
    assert people(arranged(REPORT, column, None, reverse=numbers)) == rising
    assert people(arranged(REPORT, column, None, reverse=not numbers)) == falling


def test_without_a_column_the_rows_stay() -> None:
    """Or are turned round."""
    assert arranged(REPORT, None, None) == REPORT
    assert people(arranged(REPORT, None, None, reverse=True)) == "élan Cid Ann bob"


def test_an_unknown_column_lists_those_there_are() -> None:
    """The call was wrong."""
    with pytest.raises(UnknownColumn, match=r"no column 'size'.*person, n, two_wayness"):
        arranged(REPORT, "size", None)


def test_the_first_rows() -> None:
    """After sorting; the totals stay those of all, and a note says so."""
    first = arranged(REPORT, "n", 2)
    assert people(first) == "Ann élan"
    assert first.totals == REPORT.totals
    assert first.notes == ("2 of 4 rows are shown; totals and figures are of all",)
    assert arranged(REPORT, None, 4) == REPORT
    assert people(arranged(REPORT, None, 0)) == ""


def test_a_sound_report() -> None:
    """Undefined cells are well in every column."""
    assert check_report(REPORT) == ""
    assert check_report(replace(REPORT, rows=((None,) * 7,))) == ""


@pytest.mark.parametrize(
    ("index", "cell"),
    [
        (0, 5),
        (1, "5"),
        (1, True),
        (1, Decimal(5)),
        (2, 0.5),
        (2, 1),
        (3, usd("5")),
        (3, ("5 USD",)),
        (4, (usd("5"),)),
        (4, Decimal(5)),
        (5, "2026-01-01"),
        (6, 1),
    ],
)
def test_cells_of_the_wrong_type(index: int, cell: Cell) -> None:
    """The complaint names the column and the row, in the totals too."""
    row = (*REPORT.rows[0][:index], cell, *REPORT.rows[0][index + 1 :])
    name = REPORT.columns[index].name
    assert f"{name!r} of row 2" in check_report(replace(REPORT, rows=(REPORT.rows[0], row), totals=None))
    assert f"{name!r} of row 5" in check_report(replace(REPORT, totals=row))


def test_rows_of_the_wrong_form() -> None:
    """A cell too many, a list, a column of an unknown kind, notes that are none."""
    assert "row 1" in check_report(replace(REPORT, rows=((*REPORT.rows[0], 1),)))
    assert "row 1" in check_report(replace(REPORT, rows=([*REPORT.rows[0]],)))  # type: ignore[arg-type]
    assert "column" in check_report(replace(REPORT, columns=(*REPORT.columns[:6], Column("x", "sum"))))  # type: ignore[arg-type]
    assert "note" in check_report(replace(REPORT, notes=(1,)))  # type: ignore[arg-type]
