"""Rows of CSV files of all kinds of encodings and damage, and the dates in them."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importing import source

from netledger.core.diagnostics import Diagnostic
from netledger.importers.days import Days, NoDate, birthday
from netledger.importers.rows import Row, column_key, has_columns, one_line, read_rows

Write = Callable[[str, str | bytes], Path]

LAYOUT = ({"name", "city", "on"},)


def read(path: Path) -> list[tuple[int, list[str]] | str]:
    """Read a file; rows as line and cells, faults as `line: message`."""
    item = source(path)
    assert has_columns(item, LAYOUT)
    return [
        (row.line, row.cells) if isinstance(row, Row) else f"{row.span.line}: {row.message}"
        for row in read_rows(item, LAYOUT)
    ]


# ------------------------------------------------------------------------------------------------ encodings

TEXT = "Notes:\n\nName,City,On\nZoë,Kraków,2026-01-02\n李雷,北京,2026-01-03\n"
WESTERN = "Name,City,On\nZoë,Málaga,2026-01-02\nJürgen,Köln,2026-01-03\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_that_say_what_they_are(write: Write, encoding: str, end: str) -> None:
    path = write("a.csv", TEXT.replace("\n", end).encode(encoding))
    assert read(path) == [(4, ["Zoë", "Kraków", "2026-01-02"]), (5, ["李雷", "北京", "2026-01-03"])]


def test_an_old_windows_file_is_read_and_said_to_be_one(write: Write) -> None:
    fault, *rows = read(write("a.csv", WESTERN.encode("cp1252")))
    assert fault == "2: the file is not UTF-8: it is read as Windows-1252"
    assert rows == [(2, ["Zoë", "Málaga", "2026-01-02"]), (3, ["Jürgen", "Köln", "2026-01-03"])]


def test_a_row_that_is_not_utf_8_among_others_is_damaged(write: Write) -> None:
    data = TEXT.encode() + b"Ad\xe9le,Paris,2026-01-04\n" + b"Bo,Oslo,2026-01-05\n"
    assert read(write("a.csv", data))[2:] == [
        "6: the row is not UTF-8, as others are",
        (7, ["Bo", "Oslo", "2026-01-05"]),
    ]


# ------------------------------------------------------------------------------------------------ the header


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("notes", ["", "sep=;\n", "A title\n\n", '"a note, with a comma; and more"\n'])
def test_the_header_is_found_by_its_columns(write: Write, delimiter: str, notes: str) -> None:
    table = "  NAME ,city,More,On\nAda,Paris,x,1\n".replace(",", delimiter)
    line = notes.count("\n") + 2
    assert read(write("a.csv", notes + table)) == [(line, ["Ada", "Paris", "x", "1"])]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"Name,City\nAda,Paris\n", b"\x00\xff" * 50, b"Name\tCity,On\n"])
def test_what_has_no_such_header_is_not_known(write: Write, data: bytes) -> None:
    assert not has_columns(source(write("a.csv", data)), LAYOUT)


def test_a_file_without_its_header_says_which_columns_it_needs(write: Write) -> None:
    (fault,) = read_rows(source(write("a.csv", "Ada,Paris\n")), LAYOUT)
    assert isinstance(fault, Diagnostic)
    assert (fault.message, fault.hint) == (
        "no line names the columns of such a file",
        "one of the first lines must have city, name, on",
    )


def test_a_file_that_is_gone_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Name,City,On\n")
    item = source(tmp_path / "a.csv")
    (tmp_path / "a.csv").unlink()
    (fault,) = read_rows(item, LAYOUT)
    assert isinstance(fault, Diagnostic)
    assert fault.message == "the file cannot be read: No such file or directory"


def test_columns_and_texts_are_compared_on_one_line(write: Write) -> None:
    (row,) = read_rows(source(write("a.csv", 'Name,City,On\n" Ada\n King\x00",,\n')), LAYOUT)
    assert isinstance(row, Row)
    assert (row["name"], row["city"], row["none"], row.raw("name")) == ("Ada King", "", "", " Ada\n King\x00")
    assert column_key(" E-mail  1 - Value") == "e-mail 1 - value"
    assert one_line("a\u2028b\tc\x85d") == "a b c d"


# ------------------------------------------------------------------------------------------------ damage

HEADER = "Name,City,On\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("Ada,Paris\n", [(2, ["Ada", "Paris"])]),
        ("Ada,Paris,1,,,\n", [(2, ["Ada", "Paris", "1", "", "", ""])]),
        ("Ada,Paris,1,2\n", ["2: the row has 4 cells, and the header 3"]),
        (",,\n   \nAda,Paris,1\n", [(4, ["Ada", "Paris", "1"])]),
        ('"Ada\nKing",Paris,1\nB,C,2\n', [(2, ["Ada\nKing", "Paris", "1"]), (4, ["B", "C", "2"])]),
        ('6" ruler,Paris,1\n', [(2, ['6" ruler', "Paris", "1"])]),
        ('"say \\"hi\\", Ada",Paris,1\n', [(2, ['say "hi", Ada', "Paris", "1"])]),
        ('"say \\"hi\nAda",Paris,1\n', [(2, ['say "hi\nAda', "Paris", "1"])]),
        ('"The "Ada" x",Paris,1\n', [(2, ['The Ada" x"', "Paris", "1"])]),
        ('"Ada" x,Paris\nB,C,2\n', ["2: the quotes do not match", (3, ["B", "C", "2"])]),
        ('Ada,"Paris,1\nB,C,2\n', ["2: a quote is not closed", (3, ["B", "C", "2"])]),
        ('Ada,"Paris,1\nB,"C, D",2\n', ["2: a quote is not closed", (3, ["B", "C, D", "2"])]),
        (
            'Ada,"Paris,1\nB,C,2\nD,E,3\nF,G",4\n',
            ["2: a quote is not closed", (3, ["B", "C", "2"]), (4, ["D", "E", "3"]), (5, ["F", 'G"', "4"])],
        ),
        ('"Ada\nand\nmore\nB,C,2\n', ["2: the lines up to 4 are no rows: a quote is not closed", (5, ["B", "C", "2"])]),
        ("x" * 140_000 + ",C,2\nB,C,2\n", ["2: a cell is longer than 131072 characters", (3, ["B", "C", "2"])]),
        ("," * 10_000 + "x\nB,C,2\n", ["2: the row has 10001 cells, and the header 3", (3, ["B", "C", "2"])]),
    ],
)
def test_damage_costs_itself(write: Write, rows: str, expected: "Sequence[object]") -> None:
    assert read(write("a.csv", HEADER + rows)) == expected


_CELLS = st.text(st.sampled_from('ab é,;"\t李\\'), max_size=6)
_BROKEN = st.builds("{}\n{}".format, _CELLS, _CELLS)
_TABLES = st.lists(st.tuples(st.sampled_from(["Ada", "Bo"]), _CELLS | _BROKEN, _CELLS), max_size=8)


@given(table=_TABLES, delimiter=st.sampled_from(",;\t"))
def test_what_python_writes_is_read_back(
    table: list[tuple[str, str, str]], delimiter: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["Name", "City", "On"])
    expected = []
    for row in table:
        expected.append((out.getvalue().count("\n") + 1, list(row)))
        writer.writerow(row)
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_bytes(out.getvalue().encode())
    assert read(path) == expected


@given(table=st.lists(st.tuples(st.sampled_from("ABC"), _CELLS, _CELLS), min_size=1, max_size=8), data=st.data())
def test_a_stray_quote_costs_one_row(
    table: list[tuple[str, str, str]], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([("Name", "City", "On"), *table])
    lines = out.getvalue().splitlines(keepends=True)
    place = data.draw(st.integers(1, len(table)))
    lines[place] = f'"{lines[place]}'
    path = tmp_path_factory.getbasetemp() / "stray.csv"
    path.write_bytes("".join(lines).encode())
    found = read(path)
    for line, row in enumerate(table, 2):
        if line != place + 1:
            assert (line, list(row)) in found
    assert len(found) == len(table)


# ------------------------------------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    "text",
    [
        "08 Feb 2026",
        "8 February 2026",
        "8. Feb. 2026",
        "8-Feb-26",
        "8th of February 2026",
        "Feb 8, 2026",
        "Feb 08, 2026 07:00 AM - Feb 09, 2026 05:00 PM",
        "Sunday, February 8, 2026 at 2:37 PM",
        "Sun, 08 Feb 2026 14:03:22 +0000",
        "Sun Feb  8 14:03:22 2026",
        "Sun Feb 08 14:03:22 UTC 2026",
        "2026-02-08",
        "2026-02-08T23:30:00-08:00",
        "2026-2-8 14:03",
        "2026/02/08 18:04:01 UTC",
        "20260208",
        "20260208T140322Z",
        "08.02.2026",
        "8.2.26, 14:03",
    ],
)
def test_dates_that_say_themselves_what_they_are(text: str) -> None:
    assert Days().read(f" {text} ") == date(2026, 2, 8)


@pytest.mark.parametrize(
    ("others", "text", "expected"),
    [
        (["1/29/26, 2:37 PM"], "3/4/26, 2:37\u202fPM", date(2026, 3, 4)),
        (["29/1/2026"], "3/4/2026", date(2026, 4, 3)),
        (["13-01-2026"], "03-04-2026", date(2026, 4, 3)),
        (["29.1.26"], "3/4/26", None),
        (["1/29/26", "29/1/26"], "3/4/26", None),
        (["1/29/26", "29/1/26"], "30/1/26", date(2026, 1, 30)),
        ([], "3/4/26", None),
        ([], "4/4/26", date(2026, 4, 4)),
        ([], "1/2/70", None),
        ([], "2/2/70", date(1970, 2, 2)),
    ],
)
def test_the_order_of_day_and_month_is_that_of_the_file(others: list[str], text: str, expected: date | None) -> None:
    found = Days([*others, text]).read(text)
    assert found == expected or (expected is None and isinstance(found, NoDate) and "may be two dates" in found.message)


def test_an_order_may_be_known() -> None:
    assert Days(order="day").read("3/4/26") == date(2026, 4, 3)
    assert Days(order="month").read("3/4/26") == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a date is missing"),
        ("soon", "`soon` is no date"),
        ("Feb 2026", "`Feb 2026` is no date"),
        ("12 Foo 2026", "`12 Foo 2026` is no date"),
        ("Feb 30, 2026", "`Feb 30, 2026` is not in the calendar"),
        ("13/13/26", "`13/13/26` is not in the calendar"),
        ("0001-02-03", "`0001-02-03` is before the year 1000"),
        ("9" * 99, f"`{'9' * 39}…` is no date"),
    ],
)
def test_what_is_no_date_says_why(text: str, message: str) -> None:
    found = Days().read(text)
    assert isinstance(found, NoDate)
    assert found.message == message


@given(st.dates(date(1000, 1, 1)), st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d %b %Y", "%B %d, %Y", "%d.%m.%Y"]))
def test_every_day_is_read_back(day: date, form: str) -> None:
    assert Days().read(day.strftime(form)) == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1980-05-17", date(1980, 5, 17)),
        ("19800517", date(1980, 5, 17)),
        ("1980-05-17T00:00:00Z", date(1980, 5, 17)),
        *[(text, None) for text in ("", "--05-17", "--0517", "--05", "---17", "1980", "1980-05", "1604-02-29")],
    ],
)
def test_birthdays(text: str, expected: date | None) -> None:
    assert birthday(text) == expected


def test_a_birthday_that_is_none() -> None:
    assert birthday("spring") == NoDate("`spring` is no date", "write it as 2026-03-01")
