"""Text, lines and blocks: what ends a line, what ends a block, what counts as nothing."""

import pytest
from records import codes, only, placeless, sound

from netledger.core import entries as e
from netledger.loader import load_text
from netledger.parser.parse import parse

MEET = "2026-03-01 meet Alice"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\r\n",
        " ",
        "\t \n  \n",
        "; x",
        ";",
        "* x",
        "** x",
        "*",
        "# x",
        "###\tx",
        "#",
        "  ; x",
        "\t;",
        '* ; " ( x',
    ],
)
def test_some_lines_hold_no_entry(text: str) -> None:
    assert sound(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("nonsense", "NL101"), ("#x", "NL101"), ("*x", "NL101"), ("**x**", "NL101"), ("- x", "NL101"), ('"x"', "NL101"),
     ("// x", "NL101"), ("\xa0", "NL112"),
     ("\u200b", "NL112"), ("\u3000", "NL112"), ("\ufeff" + MEET, "NL112"), ("\x0c", "NL110"), ("\x00", "NL110"),
     ("“x”", "NL111"), ("meet Alice", "NL106"),
     ("give", "NL106"), ("  x", "NL107"), ("\tgive Bob", "NL107"), (" " + MEET, "NL107"), ("  * heading", "NL107"),
     ("@X", "NL101"), ("20260301 meet A", "NL102")],
)  # fmt: skip
def test_every_other_line_is_diagnosed(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize("between", ["", "   ", "\t", "; a comment", "# heading"])
def test_what_ends_a_block(between: str) -> None:
    parsed = parse(f"{MEET}\n{between}\n  give Bob")
    assert [placeless(record) for record in parsed.records] == [only(MEET)]
    assert [(item.code, item.span.line) for item in parsed.diagnostics] == [("NL107", 3)]


def test_every_stray_line_is_told() -> None:
    assert codes("; x\n  a\n  b\n\n  c") == ["NL107"] * 3


@pytest.mark.parametrize("indent", [" ", "  ", "\t", "    \t  "])
def test_any_blanks_indent_and_depth_means_nothing(indent: str) -> None:
    text = f"{MEET}\n{indent}cost 1h\n  {indent}x: 1\n \tgive"
    assert only(text) == only(f"{MEET}\n  cost 1h\n  x: 1\n  give")


def test_comments_within_a_block_are_no_part_of_it() -> None:
    assert only(f"{MEET} ; one\n  ; two\n  cost 1h;three\n\t; four") == only(f"{MEET}\n  cost 1h")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [0, 1])
def test_both_line_ends_and_a_last_line_without_one(end: str, last: int) -> None:
    text = end.join([MEET + "  ", "  cost 1h", "", "; x", '2026-03-02 call "a"'])
    parsed = parse(text + end * last)
    assert parsed.diagnostics == []
    assert [placeless(record) for record in parsed.records] == [only(f"{MEET}\n  cost 1h"), only('2026-03-02 call "a"')]
    assert [(record.span.line, record.span.end_line) for record in parsed.records] == [(1, 2), (5, 5)]


def test_line_ends_may_be_mixed() -> None:
    assert len(sound(f"{MEET}\r\n{MEET}\n{MEET}\r\n")) == 3


@pytest.mark.parametrize("char", ["\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_nothing_else_ends_a_line(char: str) -> None:
    (code,) = codes(f"{MEET}{char}{MEET}")
    assert code in {"NL110", "NL112"}


def test_a_heading_stops_no_text() -> None:
    assert len(sound(f"# 2026\n{MEET}\n* March\n{MEET}\n")) == 2


def test_each_faulty_line_of_a_block_is_told_and_its_entry_left_out() -> None:
    text = f"{MEET}\n  give 25USD\n  x: 1\n  evry 30d\n  cost 1h30\n{MEET}"
    parsed = parse(text)
    assert [(item.code, item.span.line) for item in parsed.diagnostics] == [("NL118", 2), ("NL105", 4), ("NL118", 5)]
    assert [record.span.line for record in parsed.records] == [6]


def test_a_faulty_head_hides_no_fault_beneath_it() -> None:
    assert codes("2026-03-01 mete Alice\n  give 25USD\n  every: 30d\n  every: 6m") == ["NL105", "NL118", "NL134"]
    assert codes("2026-02-30 meet Alice Alice\n  cost\n  x: 0d") == ["NL103", "NL137", "NL125", "NL134"]


def test_declarations_hold_whatever_their_date() -> None:
    ledger = load_text("2026-03-01 meet Alice\n2027-01-01 person Alice\n")
    assert ledger.diagnostics == ()


def test_entries_sort_by_date_then_assertions_then_position() -> None:
    ledger = load_text(
        '2026-03-01 person Bob\n2026-03-01 balance Bob 0 HOUR\n2026-02-01 note Bob "x"\n2026-03-01 note Bob "y"\n'
    )
    assert [type(entry) for entry in ledger.entries] == [e.Note, e.Balance, e.Person, e.Note]


@pytest.mark.parametrize("text", ["pushtag #a\n2026-03-01 person Me\npoptag #a", "2026-03-01 person Me #a"])
def test_a_pushed_tag_is_as_good_as_an_own(text: str) -> None:
    assert [entry.tags for entry in load_text(text).entries] == [("a",)]
