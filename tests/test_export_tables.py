"""The journal as a table: its rows, CSV as csv and pandas read it, Parquet as pyarrow and pandas read it."""

import csv
import io
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from exports import TODAY, exported, many, peak, pieces, text
from hypothesis import given
from small_ledgers import ledgers
from strategies import journals

from netledger import Config, Ledger, load_text
from netledger.core.amounts import quantize
from netledger.core.config import WrongCall
from netledger.exporters import tables
from netledger.exporters.rows import Row, rows
from netledger.exporters.tables import CsvOptions

Run = Callable[..., Any]

YEAR = r"""
option "operating_currency" "USD"
2026-01-01 price HOUR 60 USD
2026-01-01 price FAVOR 40.50 USD
2026-01-01 price EUR 3 USD
2026-01-01 unit ADVICE "a piece of advice"
2026-01-01 person Bob "Bob Okafor"
  email: "bob@example.org"
  email: "bob@okafor.example"
  id: "li-7"
2026-01-01 venue @Chamber "Chamber of Commerce" org
2026-01-01 tag #client "my clients"
2026-01-01 budget 10 HOUR monthly @Chamber "no more"
2026-01-01 state "status" "self-employed"
2026-03-01 connect Élise.X @Chamber
2026-03-01 meet Élise.X Bob @Chamber:Mixers "said \"hm\",\nand went; = 1" #spring ^acme
  give Bob 2 ADVICE "pricing" #how
  ! give Élise.X 1 INTRO "to a printer" ^print
  cost 1h30m 0.10 USD
2026-03-02 call from Bob
2026-03-03 intro Bob Élise.X
2026-03-04 intro 李雷 Me by Bob
2026-03-05 ! receive Bob "a lift"
2026-03-06 give Bob by Élise.X
2026-06-01 outcome client 100 EUR from Bob @Chamber
2026-06-02 outcome job for Bob 李雷
2026-06-03 balance Bob 2 ADVICE
2026-06-04 note Bob "prefers mornings"
2026-06-05 query "mentors" "#mentor"
2026-06-06 custom "mood" TRUE 3 USD "so so"
2026-06-07 close @Chamber "moved"
2027-01-01 meet Bob "not yet"
"""


def table(journal: str | Ledger, *terms: str, **settings: Any) -> list[dict[str, str]]:
    """Read the CSV of a journal with Python's own reader."""
    return list(csv.DictReader(io.StringIO(text("csv", journal, *terms, **settings), newline="")))


def rows_of(type_: str) -> list[dict[str, str]]:
    """Return the rows of the year's entries of one type, each with what it says alone."""
    return [{key: cell for key, cell in row.items() if cell} for row in table(YEAR) if row["type"] == type_]


def said(type_: str) -> list[dict[str, str]]:
    """Likewise, without what every row has."""
    always = {"entry", "date", "type", "file", "line"}
    return [{key: cell for key, cell in row.items() if key not in always} for row in rows_of(type_)]


# ------------------------------------------------------------------------------------------------------ the rows


def test_an_entry_has_a_row_for_each_thing_that_it_exchanges() -> None:
    entry = {
        "entry": "11", "date": "2026-03-01", "type": "meet", "inbound": "false", "people": "Élise.X Bob",
        "venue": "@Chamber:Mixers", "text": 'said "hm",\nand went; = 1', "file": "-", "line": "16",
    }  # fmt: skip
    assert rows_of("meet") == [
        entry
        | {"pending": "false", "exchange": "give", "party": "Bob", "concerns": "Bob", "number": "2", "unit": "ADVICE"}
        | {"exchange_text": "pricing", "tags": "spring how", "links": "acme"},
        entry
        | {"pending": "false", "exchange": "cost", "party": "@Chamber:Mixers", "concerns": "Élise.X Bob"}
        | {"number": "1.5", "unit": "HOUR", "value": "90", "value_unit": "USD", "tags": "spring", "links": "acme"},
        entry
        | {"pending": "false", "exchange": "cost", "party": "@Chamber:Mixers", "concerns": "Élise.X Bob"}
        | {"number": "0.10", "unit": "USD", "value": "0.1", "value_unit": "USD", "tags": "spring", "links": "acme"},
        entry
        | {"pending": "true", "promised": "give", "party": "Élise.X", "concerns": "Élise.X", "number": "1"}
        | {"unit": "INTRO", "exchange_text": "to a printer", "tags": "spring", "links": "acme print"},
    ]


@pytest.mark.parametrize(
    ("type_", "cells"),
    [
        ("call", [{"inbound": "true", "people": "Bob"}]),
        (
            "intro",
            [
                {"people": "Bob Élise.X", "exchange": "give", "party": "Bob", "concerns": "Bob"},
                {"people": "Bob Élise.X", "exchange": "give", "party": "Élise.X", "concerns": "Élise.X"},
                {"people": "李雷 Bob", "by": "Bob", "exchange": "receive", "party": "Bob", "concerns": "Bob"},
            ],
        ),
        (
            "receive",
            [{"pending": "true", "people": "Bob", "text": "a lift", "promised": "receive", "party": "Bob"}
             | {"concerns": "Bob", "number": "1", "unit": "FAVOR", "value": "40.5", "value_unit": "USD"}
             | {"exchange_text": "a lift"}],
        ),
        ("give", [{"people": "Bob Élise.X", "by": "Élise.X"}]),
        (
            "outcome",
            [
                {"people": "Bob", "venue": "@Chamber", "about": "client", "exchange": "outcome", "party": "client"}
                | {"concerns": "Bob", "number": "100", "unit": "EUR", "value": "300", "value_unit": "USD"},
                {"people": "Bob 李雷", "beneficiaries": "Bob 李雷", "about": "job"},
            ],
        ),
        (
            "person",
            [{"people": "Bob", "text": "Bob Okafor", "id": "li-7"}
             | {"meta": '{"email":["bob@example.org","bob@okafor.example"],"id":["li-7"]}'}],
        ),
        ("venue", [{"venue": "@Chamber", "about": "org", "text": "Chamber of Commerce"}]),
        ("unit", [{"about": "ADVICE", "text": "a piece of advice"}]),
        ("tag", [{"about": "client", "text": "my clients"}]),
        ("state", [{"about": "status", "text": "self-employed"}]),
        ("query", [{"about": "mentors", "text": "#mentor"}]),
        ("custom", [{"about": "mood", "text": 'TRUE 3 USD "so so"'}]),
        ("note", [{"people": "Bob", "text": "prefers mornings"}]),
        ("close", [{"venue": "@Chamber", "text": "moved"}]),
        ("balance", [{"people": "Bob", "number": "2", "unit": "ADVICE"}]),
        ("budget", [{"venue": "@Chamber", "about": "monthly", "text": "no more", "number": "10", "unit": "HOUR"}]),
    ],
)  # fmt: skip
def test_what_each_type_says(type_: str, cells: list[dict[str, str]]) -> None:
    one = {"number": "1", "unit": "INTRO"} if type_ == "intro" else {}
    assert said(type_) == [{"pending": "false"} | one | wanted for wanted in cells]


def test_what_is_pending_is_in_no_sum() -> None:
    found = table("2026-01-01 ! cost 5 USD\n2026-01-02 cost 3 USD\n2026-01-03 meet Bob\n  ! cost 7 USD\n")
    assert [row["number"] for row in found if row["exchange"] == "cost"] == ["3"]
    assert [row["number"] for row in found if row["promised"] == "cost"] == ["5", "7"]


def test_a_pending_introduction_promises_what_it_would_give() -> None:
    found = table("2026-01-01 ! intro Ann Bob\n  give Ann 3 INTRO\n  ! cost 1h\n")
    assert [(row["promised"], row["party"], row["number"]) for row in found] == [
        ("give", "Ann", "3"),
        ("cost", "", "1"),
    ]


def test_a_promise_within_an_introduction_leaves_what_it_gave() -> None:
    found = table("2026-01-01 intro Ann Bob\n  ! give Ann 3 INTRO\n")
    assert [(row["exchange"], row["promised"], row["party"]) for row in found] == [
        ("give", "", "Ann"),
        ("give", "", "Bob"),
        ("", "give", "Ann"),
    ]


def test_values_are_of_the_day_and_exact() -> None:
    journal = """
option "operating_currency" "USD"
2026-01-01 price USD 3 EUR
2026-01-01 cost 1 EUR
2026-01-02 price USD 4 EUR
2026-01-02 cost 1 EUR
2026-01-03 cost 1 MILE
2026-01-03 ! cost 1 EUR
"""
    found = [(row["value"], row["value_unit"]) for row in table(journal, "kind:cost")]
    assert found == [("0.333333333333", "USD"), ("0.25", "USD"), ("", ""), ("0.25", "USD")]
    assert {row["value"] for row in table(journal.replace("operating_currency", "title"))} == {""}


def test_the_period_the_query_and_the_day_choose() -> None:
    assert {row["type"] for row in table(YEAR, "kind:outcome")} == {"outcome"}
    found = table(YEAR, begin=date(2026, 6, 3), end=date(2026, 6, 5))
    assert [(row["entry"], row["type"]) for row in found] == [("1", "balance"), ("2", "note")]
    assert "not yet" not in text("csv", YEAR)
    assert "not yet" in text("csv", YEAR, today=date(2027, 1, 1))


def test_a_document_is_where_the_command_finds_it(run: Run, write: Callable[..., Path]) -> None:
    write("books/main.net", '2026-01-01 person Bob\n2026-01-02 document Bob "bob.pdf"\n')
    write("books/bob.pdf", "%PDF")
    printed = run("export", "csv", "-f", "books/main.net", "--today", "2026-06-30").out
    assert [row["text"] for row in csv.DictReader(io.StringIO(printed))] == ["", "books/bob.pdf"]


@given(ledgers)
def test_sums_are_those_of_the_ledger(ledger: Ledger) -> None:
    found: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for row in rows(ledger, Config(today=TODAY)):
        if row.exchange:
            found[row.exchange, row.party or "", row.unit or ""] += row.number or 0
    wanted: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    for entry, exchanges in ledger.booked:
        for exchange in exchanges if entry.date <= TODAY else ():
            wanted[exchange.kind, exchange.party, exchange.amount.unit] += exchange.amount.number
    assert found == wanted


@given(ledgers)
def test_values_are_those_of_the_prices(ledger: Ledger) -> None:
    for row in rows(ledger, Config(today=TODAY)):
        if row.exchange and row.number is not None and row.unit is not None:
            currency = ledger.options.currency
            rate = ledger.prices.rate(row.unit, currency, row.date) if currency else None
            assert (row.value is None) == (rate is None)
            if row.value is not None and rate is not None:
                assert row.value == quantize(Fraction(row.number) * rate, 12)
                assert row.value_unit == currency


# ----------------------------------------------------------------------------------------------------------- CSV


@given(journals())
def test_csv_reads_back_equal(journal: Any) -> None:
    ledger = load_text(journal.text)
    config = Config(today=date.max)
    printed = text("csv", ledger, today=date.max)
    found = list(csv.reader(io.StringIO(printed, newline="")))
    assert found[0] == list(Row._fields)
    for cells, row in zip(found[1:], rows(ledger, config), strict=True):
        read = Row(*cells)  # type: ignore[arg-type]
        assert (read.date, read.text, read.venue) == (row.date.isoformat(), row.text or "", row.venue or "")
        assert [tuple(str(names).split()) for names in (read.people, read.tags, read.links, read.concerns)] == [
            row.people,
            row.tags,
            row.links,
            row.concerns,
        ]
        assert (Decimal(str(read.number)) if read.number else None) == row.number
        assert (json.loads(str(read.meta)) if read.meta else None) == row.meta
        assert (read.id, read.by, read.about) == (row.id or "", row.by or "", row.about or "")


def test_pandas_reads_the_csv(tmp_path: Path) -> None:
    file = tmp_path / "year.csv"
    file.write_bytes(exported("csv", YEAR))
    found = pd.read_csv(file, parse_dates=["date"])
    assert list(found.columns) == list(Row._fields)
    assert found["pending"].dtype == bool
    assert str(found["date"].dtype).startswith("datetime64")
    assert found[found.type == "meet"].text.iloc[0] == 'said "hm",\nand went; = 1'
    sums = found.groupby(["exchange", "unit"]).number.sum()
    assert sums.to_dict() == {
        ("cost", "HOUR"): 1.5,
        ("cost", "USD"): 0.1,
        ("give", "ADVICE"): 2.0,
        ("give", "INTRO"): 2.0,
        ("outcome", "EUR"): 100.0,
        ("receive", "INTRO"): 1.0,
    }


def test_the_balance_in_pandas_is_that_of_the_report(run: Run, write: Callable[..., Path]) -> None:
    write("year.net", YEAR)
    report = json.loads(run("balance", "-f", "year.net", "--today", "2026-06-30", "-O", "json").out)
    wanted = {
        (row["person"], amount["unit"]): float(amount["number"])
        for row in report["rows"]
        for amount in row["balance"]
        if float(amount["number"])
    }
    run("export", "csv", "-f", "year.net", "--today", "2026-06-30", "-o", "year.csv")
    found = pd.read_csv("year.csv")
    found = found[found.exchange.isin(["give", "receive"])]
    found["number"] *= found.exchange.map({"give": 1, "receive": -1})
    assert {key: sum_ for key, sum_ in found.groupby(["party", "unit"]).number.sum().items() if sum_} == wanted


def test_for_a_spreadsheet_nothing_is_a_formula() -> None:
    journal = '2026-01-01 meet Bob @X "=1+1"\n  cost -3 USD "+4" #-x\n2026-01-02 meet Bob "fine = it"\n'
    assert {"=1+1", "@X", "+4", "-x"} <= set(table(journal)[0].values())
    printed = text("csv", journal, options=CsvOptions(spreadsheet=True))
    assert printed.startswith("\ufeffentry,date,")
    found = list(csv.DictReader(io.StringIO(printed.removeprefix("\ufeff"))))
    assert {"'=1+1", "'@X", "'+4", "'-x", "-3", "Bob"} <= set(found[0].values())
    assert found[1]["text"] == "fine = it"


def test_the_page_describes_every_column() -> None:
    page = (Path(__file__).parents[1] / "docs" / "export.md").read_text(encoding="utf-8")
    table = page.partition("| column |")[2].partition("\n\n")[0]
    described = [name for line in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", line.split("|")[1])]
    assert described == list(Row._fields)


def test_an_empty_journal_has_a_head(run: Run) -> None:
    ran = run("export", "csv", stdin="")
    assert (ran.status, ran.out) == (0, ",".join(Row._fields) + "\n")


def test_a_file_name_of_any_bytes(run: Run, tmp_path: Path) -> None:
    name = b"\xff.net".decode(errors="surrogateescape")
    try:
        (tmp_path / name).write_text("2026-01-01 person Bob\n", encoding="utf-8")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")
    for form in ("csv", "parquet", "json"):
        assert run("export", form, "-f", name, "--today", "2026-06-30", "-o", f"out.{form}").status == 0
    assert pq.read_table("out.parquet").column("file").to_pylist() == ["?.net"]
    assert pd.read_csv("out.csv").file.to_list() == ["?.net"]
    assert json.loads(Path("out.json").read_bytes())["entries"][0]["span"]["file"] == "?.net"


# ------------------------------------------------------------------------------------------------------- Parquet


def parquet(journal: str | Ledger, *terms: str, **settings: Any) -> pa.Table:
    return pq.read_table(io.BytesIO(exported("parquet", journal, *terms, **settings)))


def test_parquet_is_typed() -> None:
    found = parquet(YEAR)
    types = {field.name: str(field.type) for field in found.schema}
    assert types["date"] == "date32[day]"
    assert types["number"] == types["value"] == "decimal128(38, 12)"
    assert types["pending"] == types["inbound"] == "bool"
    assert types["people"] == types["tags"] == types["links"] == "list<element: string>"
    assert types["meta"].startswith("map<string, list<")
    assert types["entry"] == types["line"] == "int64"
    person = next(row for row in found.to_pylist() if row["type"] == "person")
    assert person["meta"] == [("email", ["bob@example.org", "bob@okafor.example"]), ("id", ["li-7"])]
    assert person["number"] is None
    assert person["people"] == ["Bob"]
    assert person["tags"] == []


def test_parquet_has_dictionaries() -> None:
    group = pq.ParquetFile(io.BytesIO(exported("parquet", YEAR))).metadata.row_group(0)
    columns = {group.column(index).path_in_schema: group.column(index) for index in range(group.num_columns)}
    assert all("RLE_DICTIONARY" in columns[name].encodings for name in ("type", "exchange", "unit", "venue"))


@given(journals())
def test_parquet_reads_back_equal(journal: Any) -> None:
    ledger = load_text('option "operating_currency" "USD"\n2026-01-01 price HOUR 60 USD\n\n' + journal.text)
    found = parquet(ledger, today=date.max).to_pylist()
    for read, row in zip(found, rows(ledger, Config(today=date.max)), strict=True):
        wanted = {name: list(cell) if isinstance(cell, tuple) else cell for name, cell in row._asdict().items()}
        read["meta"] = None if read["meta"] is None else dict(read["meta"])
        assert read == wanted


def test_pandas_reads_the_parquet(tmp_path: Path) -> None:
    file = tmp_path / "year.parquet"
    file.write_bytes(exported("parquet", YEAR))
    found = pd.read_parquet(file)
    assert found.groupby(["exchange", "unit"]).number.sum()["give", "ADVICE"] == 2


def test_an_empty_journal_is_an_empty_table() -> None:
    found = parquet("")
    assert (found.num_rows, found.column_names) == (0, list(Row._fields))


@pytest.mark.parametrize("number", ["0.0000000000001", "100000000000000000000000000"])
def test_a_number_that_does_not_fit_is_refused(number: str, run: Run, tmp_path: Path) -> None:
    ran = run("export", "parquet", "-o", "out.parquet", stdin=f"2026-01-01 cost {number} USD\n")
    assert ran.status == 2
    assert f"-:1: {number} USD does not fit into Parquet" in ran.err
    assert list(tmp_path.iterdir()) == []
    assert number in run("export", "csv", stdin=f"2026-01-01 cost {number} USD\n").out


@pytest.mark.parametrize("number", ["0.000000000001", "-99999999999999999999999999", "1.10000000000000000000"])
def test_a_number_that_just_fits(number: str) -> None:
    assert parquet(f"2026-01-01 cost {number} USD\n").column("number").to_pylist() == [Decimal(number)]


def test_a_value_that_does_not_fit_is_refused() -> None:
    journal = (
        'option "operating_currency" "USD"\n2026-01-01 price X 9000000000000000 USD\n2026-01-01 cost 9000000000000 X'
    )
    with pytest.raises(WrongCall, match="-:3: 81000000000000000000000000000 USD does not fit"):
        exported("parquet", journal)


def test_without_pyarrow_the_call_is_wrong(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    ran = run("export", "parquet", stdin="2026-01-01 person Bob\n")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("Error: ")
    assert "pip install 'netledger[parquet]'" in ran.err
    assert "Traceback" not in ran.err


def test_parquet_is_the_same_every_time() -> None:
    assert exported("parquet", YEAR) == exported("parquet", YEAR)


# ------------------------------------------------------------------------------------------------------- streams


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_memory_does_not_grow_with_the_journal(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_GROUP", 1_000)
    some, more = many(2_500), many(10_000)
    assert peak(name, more) < 1.1 * peak(name, some)
    assert sum(1 for _ in pieces(name, more)) > sum(1 for _ in pieces(name, some)) > 1


def test_a_reader_may_have_read_enough(write: Callable[..., Path]) -> None:
    file = write("many.net", '2026-01-01 meet Bob "a text that is not short"\n' * 5_000)
    command = [sys.executable, "-m", "netledger", "export", "csv", "-f", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(5) == b"entry"
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == 0


def test_rows_of_several_groups_add_up() -> None:
    found = parquet(many(21_000))
    assert found.num_rows == 21_000
    assert pc.sum(found.column("number")).as_py() == sum(range(21_000))
    assert found.column("value").to_pylist()[-1] == 20_999
