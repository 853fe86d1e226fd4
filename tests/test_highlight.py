"""The classes of tokens are those that the parser gives them: in the table of all editors, and for Pygments."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from colours import HARD, SAMPLES, Place, generator, parsed
from hypothesis import given, settings
from strategies import Journal, journals

from netledger.highlight import coloured
from netledger.parser.blocks import blocks, lines_of
from netledger.parser.parse import reader


def differences(text: str, found: dict[tuple[int, int], str]) -> list[tuple[Place, str | None]]:
    """Return the tokens that have another class in an editor, which gives one for each first character of a token."""
    return [(place, found.get(place[:2])) for place in parsed(text) if found.get(place[:2]) != place.kind]


def test_the_hard_sample_is_read_by_the_parser() -> None:
    unread = [block.text for block in blocks(HARD) if block.kind == "entry" and reader().block.read(block.text) is None]
    assert unread == ["*no heading"]
    assert {place.kind for place in parsed(HARD)} == set(generator().STYLES)


# ------------------------------------------------------------------------------------------------ the table


def by_table(text: str) -> dict[tuple[int, int], str]:
    begins = [0]
    for line in text.split("\n"):
        begins.append(begins[-1] + len(line) + 1)
    found = {}
    number = 0
    for token in coloured(text):
        while token.start >= begins[number + 1]:
            number += 1
        assert text.startswith(token.text, token.start)
        found[number, token.start - begins[number]] = token.kind
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_the_table_agrees_with_the_parser(name: str) -> None:
    assert differences(SAMPLES[name], by_table(SAMPLES[name])) == []


@settings(max_examples=150)
@given(journals(least=1))
def test_the_table_agrees_with_the_parser_on_any_journal(journal: Journal) -> None:
    text = "\n".join(lines_of(journal.text))
    found = by_table(text)
    assert differences(text, found) == []
    assert {place[:2] for place in parsed(text)} == {at for at, kind in found.items() if kind != "comment"} | {
        place[:2] for place in parsed(text) if place.kind == "comment"
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2026-03-01 me", [("date", "2026-03-01")]),
        ("2026-03-01 @Chamber #x", [("date", "2026-03-01"), ("venue", "@Chamber"), ("tag", "#x")]),
        ("  giv Bob ^x ; why", [("link", "^x"), ("comment", "; why")]),
        ('2026-03-01 meet Bob "half', [("date", "2026-03-01"), ("medium", "meet"), ("name", "Bob")]),
        ("2026-03-01 cost (1 + ", [("date", "2026-03-01"), ("happening", "cost"), ("operator", "("), ("number", "1"),
                                    ("operator", "+")]),
        ("2026-03-01 cost 2026-3-1 5USD (2x) aliceBob", [("date", "2026-03-01"), ("happening", "cost"),
                                                         ("operator", "("), ("operator", ")")]),
        ('2026-03-01 meet "half @X 3', [("date", "2026-03-01"), ("medium", "meet")]),
        ("nothing of ours", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_line_half_written_shows_what_can_be_told(line: str, expected: list[tuple[str, str]]) -> None:
    assert [(token.kind, token.text) for token in coloured(line)] == expected


@pytest.mark.parametrize("rest", ["1" * 50_000 + "x", '"\\' * 50_000, "A." * 50_000, "(" * 50_000, "1h" * 50_000])
def test_a_hostile_line_takes_no_time(rest: str) -> None:
    begun = time.process_time()
    assert next(coloured(f"2026-01-01 cost {rest}"))
    assert len(list(coloured(f"2026-01-01 cost {rest}"))) < 60_000
    assert time.process_time() - begun < 5


# ---------------------------------------------------------------------------------------------------- Pygments


def by_pygments(text: str) -> dict[tuple[int, int], object]:
    from netledger.pygments_lexer import NetledgerLexer  # noqa: PLC0415 - needs Pygments

    found: dict[tuple[int, int], object] = {}
    position = 0
    for start, kind, shown in NetledgerLexer().get_tokens_unprocessed(text):
        assert start == position
        assert text.startswith(shown, start)
        position += len(shown)
        found[text.count("\n", 0, start), start - text.rfind("\n", 0, start) - 1] = kind
    assert position == len(text)
    return found


@settings(max_examples=50)
@given(journals())
def test_pygments_sees_every_character_once_and_each_token_as_the_parser(journal: Journal) -> None:
    pytest.importorskip("pygments")
    from netledger.pygments_lexer import TOKENS  # noqa: PLC0415 - needs Pygments

    text = "\n".join(lines_of(journal.text))
    found = by_pygments(text)
    assert [place for place in parsed(text) if found.get(place[:2]) is not TOKENS[place.kind]] == []


def test_pygmentize_finds_the_lexer_by_its_entry_point(tmp_path: Path) -> None:
    pytest.importorskip("pygments")
    journal = tmp_path / "main.net"
    journal.write_text('2026-03-01 meet Élise "coffee"\r\n', "utf-8", newline="")
    command = [sys.executable, "-m", "pygments", "-l", "netledger", "-f", "raw", journal]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.splitlines() == [
        "Token.Literal.Date\t'2026-03-01'",
        "Token.Text\t' '",
        "Token.Keyword\t'meet'",
        "Token.Text\t' '",
        "Token.Name.Entity\t'\\xc9lise'",
        "Token.Text\t' '",
        "Token.Literal.String\t'\"coffee\"'",
        "Token.Text\t'\\n'",
    ]
