"""The entries as JSON: one text for `export json` and `print -O json`, true to the schema, written as a stream."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from exports import TODAY, many, peak, pieces, text
from hypothesis import given
from strategies import journals

from netledger import Ledger, load, load_text
from netledger.exporters.entries import rebased
from netledger.render.data import EntriesData, diagnostics_data, encode

Run = Callable[..., Any]

ROOT = Path(__file__).parents[1]
SCHEMA = jsonschema.Draft202012Validator(msgspec.json.schema(EntriesData))


def whole(ledger: Ledger) -> str:
    """Encode all entries at once, as the schema's own type."""
    return encode(EntriesData(ledger.options, list(map(rebased, ledger.entries)), diagnostics_data(ledger.diagnostics)))


@given(journals())
def test_the_pieces_are_the_text_of_the_whole(journal: Any) -> None:
    ledger = load_text(journal.text)
    printed = text("json", ledger, today=date.max)
    assert printed == whole(ledger)
    SCHEMA.validate(json.loads(printed))


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1500])
def test_pieces_of_any_number(count: int) -> None:
    ledger = many(count)
    assert text("json", ledger) == whole(ledger)


def test_the_entries_come_back_equal() -> None:
    ledger = load(str(ROOT / "examples" / "job-seeker" / "main.net"))
    found = msgspec.json.decode(text("json", ledger, today=date.max), type=EntriesData)
    assert (tuple(found.entries), found.options) == (tuple(map(rebased, ledger.entries)), ledger.options)


@pytest.mark.parametrize("terms", [(), ("Bob",), ("-p", "2026-03"), ("nobody",), ("--today", "2026-03-05")])
def test_print_and_export_write_the_same(terms: tuple[str, ...], run: Run) -> None:
    journal = (ROOT / "examples" / "quickstart.net").read_text(encoding="utf-8") + '2026-04-01 peson Eve "odd"\n'
    day = () if "--today" in terms else ("--today", "2026-06-30")
    ran = run("export", "json", *terms, *day, stdin=journal)
    assert ran == run("print", "-O", "json", *terms, *day, stdin=journal)
    assert ran.status == 1
    assert [item["code"] for item in json.loads(ran.out)["diagnostics"]] == ["NL105"]


def test_it_fits_the_published_schema(run: Run) -> None:
    schema = json.loads(run("schema", "entries").out)
    printed = run("export", "json", "-f", str(ROOT / "examples" / "coach.net"), "--today", "2026-06-30").out
    jsonschema.validate(json.loads(printed), schema)


def test_a_path_of_any_bytes(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / b"\xff".decode(errors="surrogateescape")
    try:
        folder.mkdir()
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such name")
    (folder / "main.net").write_text('2026-01-01 person Bob\n2026-01-02 document Bob "a.pdf"\n', encoding="utf-8")
    (folder / "a.pdf").touch()
    for command in (("print", "-O", "json"), ("export", "json")):
        ran = run(*command, "-f", f"{folder.name}/main.net", "--today", "2026-06-30")
        assert (ran.status, ran.err) == (0, "")
        assert json.loads(ran.out)["entries"][1]["path"] == "?/a.pdf"


def test_memory_does_not_grow_with_the_journal() -> None:
    some, more = many(2_500), many(10_000)
    assert peak("json", more) < 1.1 * peak("json", some)
    assert sum(1 for _ in pieces("json", more)) > sum(1 for _ in pieces("json", some)) > 3


def test_what_is_later_does_not_exist() -> None:
    journal = "2026-01-01 person Bob\n2027-01-01 meet Bob\n"
    assert len(json.loads(text("json", journal, today=TODAY))["entries"]) == 1
