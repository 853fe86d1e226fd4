"""The quick reader and Lark alone see the same tokens, and accept the same texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import UnexpectedInput

from netledger.example import generate
from netledger.parser import automaton
from netledger.parser.automaton import Automaton
from netledger.parser.blocks import blocks
from netledger.parser.grammar import build, grammar_text, parser
from netledger.parser.parse import reader


def by_lark(text: str, lark: object = None) -> list[list[tuple[str, str, int]]] | None:
    """Return the tokens that Lark itself reads in a block, a list for each line; None where it does not accept it."""
    session = (lark or parser()).parse_interactive(text, start="block")  # type: ignore[attr-defined]
    lines: list[list[tuple[str, str, int]]] = [[]]
    try:
        for token in session.iter_parse():
            if token.type == "_EOL":
                lines.append([])
            else:
                lines[-1].append((token.type, str(token), token.start_pos))
        session.feed_eof()
    except UnexpectedInput:
        return None
    return lines


PIECES = st.sampled_from(
    [
        *("2026-03-01 ", "2026-03-01", "meet ", "call", "intro", "give ", "receive", "cost ", "outcome ", "client "),
        *("custom ", "budget ", "monthly ", "price ", "person ", "venue ", "org", "balance ", "option ", "pushmeta "),
        *(
            "Alice ",
            "Bob",
            "Me ",
            "@Chamber ",
            "@A:B",
            "#spring ",
            "^acme ",
            '"text" ',
            '"',
            "1 ",
            "25",
            "USD ",
            "1h30m ",
        ),
        *(
            "HOUR ",
            "(",
            ")",
            " + ",
            "-",
            "* ",
            "/ ",
            "3",
            "every: ",
            "30d ",
            "TRUE ",
            "from ",
            "by ",
            "for ",
            "! ",
            "!",
        ),
        *("\n  ", "\n\t", "\n", "; note", ";", " ", "\t", "é", "李雷 ", ",", ".", "\u00a0", "\x00", "note ", "query "),
    ]
)


@given(st.lists(PIECES, max_size=24).map("".join))
def test_on_texts_made_of_pieces(text: str) -> None:
    for block in blocks(text):
        assert reader().block.read(block.text) == by_lark(block.text)


@given(
    st.sampled_from(
        [
            '2026-03-01 meet Alice Bob @Chamber:Mixers "y" #s\n  give Alice 1 ADVICE "x"\n  cost 1h30m 25 USD',
            "2026-03-01 cost (2 * -7) MILE\n  ! receive Bob (1 + 2 / 3) ADVICE #a ^b",
            '2026-06-01 outcome client 4,800 USD from Dave @Chamber "six months" ^acme\n  over: 1y\n  due: 2026-01-01',
            '2026-01-01 custom "mood" TRUE 3 USD Alice 3 "x" @A #b ^c 30d word',
            "2026-04-02 ! intro Dave Me by Carol ; a note\n  ! give Carol 1 INTRO",
        ]
    ),
    st.integers(0, 200),
    st.characters(),
    st.sampled_from(["drop", "swap", "double", "put"]),
)
def test_on_mutated_blocks(text: str, position: int, char: str, change: str) -> None:
    index = position % len(text)
    changed = {
        "drop": text[:index] + text[index + 1 :],
        "swap": text[:index] + text[index : index + 2][::-1] + text[index + 2 :],
        "double": text[:index] + text[index] + text[index:],
        "put": text[:index] + char + text[index:],
    }[change]
    for block in blocks(changed):
        assert reader().block.read(block.text) == by_lark(block.text)


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_on_made_journals(seed: int) -> None:
    for block in blocks("".join(generate(seed, 60))):
        if block.kind == "entry":
            found = reader().block.read(block.text)
            assert found is not None
            assert found == by_lark(block.text)


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ('2026-03-01 email Alice "x" @Chamber', ' ; from Bob "and" #more'),
        ("2026-01-01 meet A", " ; with Bob"),
        ("2026-01-01 give A", ";2 USD"),
        ("2026-01-01 meet A\n  cost 1h", ' ; nothing "much"'),
        ('2026-01-01 meet A "x"', " ; 2026-01-02 B"),
    ],
)
def test_a_comment_is_no_place_to_look_for_tokens(text: str, comment: str) -> None:
    assert reader().block.read(text + comment) == by_lark(text + comment) == reader().block.read(text)


def test_a_grammar_that_changes_changes_both_ways_alike() -> None:
    changed = grammar_text().replace("MEDIUM: /(meet|", "MEDIUM: /(wave|meet|")
    assert changed != grammar_text()
    lark = build(changed)
    text = "2026-03-01 wave Alice"
    assert by_lark(text) is None
    assert reader().block.read(text) is None
    assert Automaton(lark, "block").read(text) == by_lark(text, lark) != None  # noqa: E711


def test_what_nests_too_deep_is_not_read() -> None:
    assert reader().block.read(f"2026-01-01 cost {'(' * 100}1{')' * 100} USD") is not None
    assert reader().block.read(f"2026-01-01 cost {'(' * 20_000}1{')' * 20_000} USD") is None


@pytest.mark.parametrize("patience", [0, 2, 10**9])
def test_terminals_one_by_one_and_all_at_once_are_the_same(monkeypatch: pytest.MonkeyPatch, patience: int) -> None:
    monkeypatch.setattr(automaton, "_PATIENCE", patience)
    reads = Automaton(parser(), "block").read
    for block in blocks("".join(generate(4, 150))):
        for text in (block.text, block.text[:-3], f"{block.text} )", block.text.replace(" ", "  ;", 1)):
            assert reads(text) == by_lark(text)
