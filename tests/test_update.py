"""A ledger that is brought up to date equals one that is loaded afresh."""

import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
import strategies as s
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger import CannotLoad, Ledger, load, load_text, update
from netledger.example import generate

NAME = "main.net"

LINES = st.sampled_from(
    [
        "2026-03-01 person Alice",
        '2026-03-01 person Bob "Bob Okafor"',
        "  alias: Bobby",
        "  why: clients",
        "2026-03-01 connect Carol @Chamber",
        '2026-03-02 venue @Chamber "Chamber of Commerce" org',
        '2026-03-02 meet Alice Bobby @Chamber "mixer" #spring',
        "  give 1 INTRO",
        "  ! receive Bob 2 ADVICE",
        "  cost 1h30m 25 USD",
        "2026-03-03 give Alice 2 INTRO",
        "2026-03-03 give @Chamber:Mixers 1 HOUR",
        "2026-03-04 balance Alice 2 INTRO",
        "2026-03-04 balance @Chamber 1 HOUR",
        "2026-03-03 balance Bob 0 ADVICE",
        "2026-03-04 close Bob",
        "2026-03-05 call Bob",
        "2026-03-05 call from alice",
        "2026-03-05 call Ålice ^acme",
        '2026-03-06 note Alice "likes tea"',
        '2026-03-06 query "spring" "#spring"',
        '2026-03-06 query "broken" "(#spring"',
        '2026-03-06 document Alice "lost.pdf"',
        "2026-03-06 price HOUR 60 USD",
        '2026-03-06 unit ADVICE "advice"',
        "2026-03-06 unit HOUR",
        "  precision: 0",
        "  precision: 3",
        "2026-03-03 give Alice 1.4 HOUR",
        "2026-03-08 balance Alice 1 HOUR",
        '2026-03-06 custom "mood" TRUE 3 USD',
        '2026-03-07 outcome client 100 USD from Alice for "x"',
        "pushtag #conference",
        "poptag #conference",
        'pushmeta source: "diary"',
        "popmeta source:",
        'option "operating_currency" "USD"',
        'plugin "nosuch"',
        'include "more.net"',
        "* a heading",
        "; a comment",
        "  ; an indented comment",
        "nonsense",
        "2026-02-30 meet Alice",
        "",
        "",
        "   ",
    ]
)
"""Among them what declares, closes, asserts, pushes, and what is wrong."""

Edit = Callable[[str], str]


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    """Give a change of a text: of characters or of lines, at some place."""
    kind = draw(st.sampled_from(["put", "drop", "character", "insert", "double", "swap", "replace", "end"]))
    line = draw(LINES)
    place, length = draw(st.integers(0, 10**6)), draw(st.integers(1, 3))
    char = draw(st.sampled_from(list('aA0 \t\n\r"#@;é李\ufeff\udc80')) | st.characters())

    def edit(text: str) -> str:
        lines = text.split("\n")
        index = place % len(lines)
        at = place % (len(text) + 1)
        if kind == "put":
            return text[:at] + char + text[at:]
        if kind == "character":
            return text[:at] + text[at + length :]
        if kind == "end":
            return text + line if place % 2 else text.rstrip("\n")
        if kind == "insert":
            lines.insert(index, line)
        elif kind == "drop":
            del lines[index : index + length]
        elif kind == "double":
            lines[index:index] = lines[index : index + length]
        elif kind == "swap":
            lines[index : index + 2] = lines[index : index + 2][::-1]
        else:
            lines[index] = line
        return "\n".join(lines)

    return edit


def assert_equal(found: Ledger, fresh: Ledger) -> None:
    """Hold a ledger against a freshly loaded one, with all that is worked out about it."""
    assert found.diagnostics == fresh.diagnostics
    assert found.entries == fresh.entries
    assert found == fresh
    assert found.booked == fresh.booked
    assert found.declarations.people == fresh.declarations.people
    assert found.declarations.venues == fresh.declarations.venues
    assert found.declarations.units == fresh.declarations.units


@settings(max_examples=200)
@given(st.lists(LINES, max_size=24), st.lists(edits(), min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_on_lines_of_every_kind(lines: list[str], changes: list[Edit], end: str) -> None:
    text = end.join(lines)
    ledger = load_text(text, NAME)
    for change in changes:
        ledger.booked  # noqa: B018 - found out about the old ledger, and carried over
        text = change(text)
        ledger = update(ledger, NAME, text)
        assert_equal(ledger, load_text(text, NAME))


@settings(max_examples=40)
@given(s.journals(most=8), st.lists(edits(), min_size=1, max_size=3))
def test_on_random_ledgers(journal: s.Journal, changes: list[Edit]) -> None:
    text = journal.text
    ledger = load_text(text, NAME)
    for change in changes:
        text = change(text)
        ledger = update(ledger, NAME, text)
        assert_equal(ledger, load_text(text, NAME))


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.lists(edits(), min_size=1, max_size=4), st.sampled_from(["booked", "not"]))
def test_on_made_journals(seed: int, changes: list[Edit], state: str) -> None:
    text = "".join(generate(seed, 120))
    ledger = load_text(text, NAME)
    for change in changes:
        if state == "booked":
            ledger.booked  # noqa: B018
        text = change(text)
        ledger = update(ledger, NAME, text)
        assert_equal(ledger, load_text(text, NAME))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    texts = {
        "main.net": 'include "2025.net"\npushtag #year\ninclude "2026.net"\npoptag #year\n2026-03-01 call Alice\n',
        "2025.net": "2025-01-01 person Alice\n2025-02-01 give Alice 1 INTRO\n",
        "2026.net": "2026-01-01 person Bob\n  alias: Bobby\n2026-02-01 receive Bobby 1 INTRO\n",
    }
    paths = {name: tmp_path / name for name in texts}
    for name, path in paths.items():
        path.write_text(texts[name], encoding="utf-8")
    return paths


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("2025.net", "2025-02-01 give", "2025-02-02 give"),
        ("2025.net", "give Alice 1 INTRO", "give Alice 1 INTRO\n  cost 25 USD\n2025-03-01 call Alice"),
        ("2025.net", "2025-01-01 person Alice\n", ""),
        ("2026.net", "receive Bobby", "receive Bob"),
        ("2026.net", "alias: Bobby", "alias: Robert"),
        ("2026.net", "2026-02-01", '2026-02-01 balance Bob -1 INTRO "before"\n2026-02-02'),
        ("main.net", "call Alice", "call Alice Bobby"),
        ("main.net", 'include "2025.net"\n', ""),
        ("main.net", "pushtag #year\n", ""),
        ("main.net", 'include "2026.net"', 'include "2026.net"\ninclude "2027.net"'),
        ("main.net", 'include "2026.net"', 'option "title" "Mine"\ninclude "2026.net"'),
    ],
)
def test_on_any_file_of_a_journal(files: dict[str, Path], name: str, old: str, new: str) -> None:
    ledger = load(files["main.net"])
    ledger.booked  # noqa: B018
    text = files[name].read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, new)
    found = update(ledger, files[name], changed)
    files[name].write_text(changed, encoding="utf-8")
    assert_equal(found, load(files["main.net"]))


def test_a_file_that_appeared_is_read(files: dict[str, Path]) -> None:
    files["main.net"].write_text('include "20*.net"\n2026-03-01 call Alice\n', encoding="utf-8")
    ledger = load(files["main.net"])
    (files["main.net"].parent / "2024.net").write_text("2024-01-01 person Carol\n", encoding="utf-8")
    text = 'include "20*.net"\n2026-03-02 call Alice\n'
    found = update(ledger, files["main.net"], text)
    files["main.net"].write_text(text, encoding="utf-8")
    assert_equal(found, load(files["main.net"]))
    assert "Carol" in found.declarations.people


def test_the_old_ledger_stays_as_it_was(files: dict[str, Path]) -> None:
    ledger, same = load(files["main.net"]), load(files["main.net"])
    update(ledger, files["2025.net"], "2025-01-01 person Zoe\n\n2025-02-01 call Zoe\n")
    assert_equal(ledger, same)


def test_what_it_cannot_update(files: dict[str, Path]) -> None:
    ledger = load(files["main.net"])
    with pytest.raises(ValueError, match="no file of the ledger"):
        update(ledger, "other.net", "")
    with pytest.raises(ValueError, match="not loaded"):
        update(Ledger(ledger.entries, ledger.options), "main.net", "")


def test_records_that_did_not_change_are_the_same() -> None:
    text = "2026-01-01 person Alice\n2026-01-02 call Alice\n2026-01-03 call Alice\n"
    ledger = load_text(text, NAME)
    found = update(ledger, NAME, text.replace("-03 call", "-03 email"))
    assert found.entries[0] is ledger.entries[0]
    assert found.entries[1] is ledger.entries[1]


def test_a_ledger_that_was_changed_by_hand_is_no_source_of_bookings() -> None:
    text = "2026-01-01 person Alice\n2026-01-02 give Alice 1 INTRO\n2026-01-03 receive Alice 2 INTRO\n"
    ledger = load_text(text, NAME)
    shorter = replace(ledger, entries=ledger.entries[:1], diagnostics=())
    assert shorter.booked == ()
    changed = text.replace("2 INTRO", "3 INTRO")
    assert_equal(update(shorter, NAME, changed), load_text(changed, NAME))
    assert_equal(update(ledger, NAME, changed), load_text(changed, NAME))


# ------------------------------------------------------------------------------------- chains, and names of files


@pytest.mark.parametrize("spelled", ["2025.net", "./2025.net", "sub/../2025.net", "link.net", "absolute"])
def test_a_file_by_any_of_its_names(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, spelled: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.net").symlink_to("2025.net")
    ledger = load("main.net")
    text = "2025-01-01 person Alice\n2025-03-01 receive Alice 1 INTRO\n"
    found = update(ledger, str(files["2025.net"]) if spelled == "absolute" else spelled, text)
    files["2025.net"].write_text(text, encoding="utf-8")
    assert_equal(found, load("main.net"))
    assert {entry.span.file for entry in found.entries} == {"main.net", "2025.net", "2026.net"}


def test_a_file_that_is_read_under_another_name(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And is named a second time, by its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.net").symlink_to("2025.net")
    files["main.net"].write_text('include "link.net"\ninclude "2025.net"\n', encoding="utf-8")
    ledger = load("main.net", "2026.net", "./main.net")
    assert [item.code for item in ledger.diagnostics] == ["NL203", "NL203"]
    text = "2025-01-01 person Alice\n\n2025-03-01 receive Alice 1 INTRO\n2025-03-02 call alice\n"
    found = update(ledger, "2025.net", text)
    files["2025.net"].write_text(text, encoding="utf-8")
    assert_equal(found, load("main.net", "2026.net", "./main.net"))


CHAIN = [
    ("2025.net", "2025-01-01 person Alice\n2025-02-01 give Alice 1 INTRO\n2025-02-01 give Bobby 2 INTRO\n"),
    ("2026.net", "2026-01-01 person Bob\n2026-02-01 receive Bobby 1 INTRO\n"),
    ("2026.net", "2026-01-01 person Bob\n  alias: Bobby\n2026-02-01 receive Bobby 1 INTRO\n"),
    ("2026.net", "2026-01-01 person Bob\n  alias: Bobby\n2026-02-02 balance Bob 1 INTRO\n"),
    ("2025.net", "2025-01-01 person Alice\n2025-02-01 give Alice 1 INTRO\n"),
    ("2025.net", "2025-01-01 person Alice\n2025-02-01 give Alice 1 INTRO\n2025-02-03 give Bob 1 INTRO\n"),
    ("main.net", 'option "operating_currency" "USD"\ninclude "2025.net"\ninclude "2026.net"\n'),
    ("2026.net", "2026-01-01 person Bob\n2026-02-01 cost Bob 3 USD\n2026-02-02 close Bob\n"),
    ("2026.net", "2026-01-01 person Bob\n2026-02-01 cost Bob 3 USD\n2026-02-02 close Bob\n2026-02-03 call Bob\n"),
    ("2026.net", "2026-01-01 person Bob\n2026-02-01 cost Bob 3 USD\n2026-02-03 call Bob\n"),
    ("main.net", 'include "2025.net"\npushtag #year\ninclude "2026.net"\npoptag #year\n'),
    ("2026.net", 'plugin "nosuch"\n2026-01-01 person Bob\n2026-02-03 call bob\n'),
    ("2026.net", 'plugin "nosuch"\n2026-01-01 person Bob\n2026-02-03 call Bob Zoe\n'),
    ("2026.net", "2026-01-01 person Bob\n2026-02-03 call Zoe Bob\n"),
    ("2025.net", ""),
    ("main.net", ""),
]
"""Aliases, assertions, options, pushed tags, plugins and closed ties that come and go."""


@pytest.mark.parametrize("books", [True, False])
def test_a_chain_of_changes_through_all_files(files: dict[str, Path], *, books: bool) -> None:
    ledger = load(files["main.net"])
    for name, text in CHAIN:
        if books:
            ledger.booked  # noqa: B018
        ledger = update(ledger, files[name], text)
        files[name].write_text(text, encoding="utf-8")
        assert_equal(ledger, load(files["main.net"]))


def test_two_changes_of_one_ledger_do_not_meet() -> None:
    """Each begins from the same ledger, whatever the other found out."""
    text = "".join(f"2026-01-0{day} give Alice 1 INTRO\n" for day in range(1, 8))
    ledger = load_text(text, NAME)
    first, second = text.replace("05 give", "05 receive"), text + "2026-02-01 balance Alice 7 INTRO\n"
    for changed in (first, second, first):
        found = update(ledger, NAME, changed)
        found.booked  # noqa: B018
        assert_equal(found, load_text(changed, NAME))


def test_a_ledger_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "2026-01-01 person Alice\n2026-01-02 give Alice 1 INTRO\n"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(text.encode())))
    ledger = load("-")
    changed = text + "2026-01-03 balance Alice 2 INTRO\n"
    assert_equal(update(ledger, "-", changed), load_text(changed, "-"))


def test_a_mark_of_the_encoding_is_left_out() -> None:
    text = "2026-01-01 person Alice\n2026-01-02 call Alice\n"
    ledger = load_text(text, NAME)
    assert_equal(update(ledger, NAME, "\ufeff" + text), ledger)


def test_the_texts_of_earlier_updates_hold_on(files: dict[str, Path], tmp_path: Path) -> None:
    (tmp_path / "link.net").symlink_to(files["2025.net"])
    main = files["main.net"].read_text(encoding="utf-8")
    unsaved = "2025-01-01 person Alice\n2025-02-01 give Alice 5 INTRO\n"
    ledger = update(load(files["main.net"]), files["2025.net"], unsaved)
    for text in (main.replace('"2025.net"', '"link.net"'), main.replace('include "2025.net"\n', ""), main):
        ledger = update(ledger, files["main.net"], text)
    files["2025.net"].write_text(unsaved, encoding="utf-8")
    assert_equal(ledger, load(files["main.net"]))


@pytest.mark.usefixtures("files")
def test_from_another_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    ledger = load("main.net")
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    with pytest.raises(CannotLoad, match=r"main\.net does not exist"):
        update(ledger, "../main.net", "2026-01-01 person Alice\n")


def test_a_ledger_that_keeps_nothing(files: dict[str, Path]) -> None:
    ledger = load(files["main.net"], updatable=False)
    assert ledger == load(files["main.net"])
    assert ledger.booked == load(files["main.net"]).booked
    with pytest.raises(ValueError, match="not to be updated"):
        update(ledger, files["main.net"], "")


def test_how_many_decimals_count_decides_an_assertion() -> None:
    text = (
        "2026-01-01 unit HOUR\n  precision: 0\n2026-01-01 person Alice\n"
        "2026-01-02 give Alice 1.4 HOUR\n2026-01-03 balance Alice 1 HOUR\n"
    )
    ledger = load_text(text, NAME)
    assert ledger.diagnostics == ()
    changed = text.replace("precision: 0", "precision: 1")
    found = update(ledger, NAME, changed)
    assert [item.code for item in found.diagnostics] == ["NL401"]
    assert_equal(found, load_text(changed, NAME))
    assert_equal(update(found, NAME, text), ledger)
