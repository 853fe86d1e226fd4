"""The quick way reads what the slow one reads, and is really taken."""

import random
import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any
from unicodedata import normalize

import pytest
import strategies as s
from both_ways import read_alike, read_quickly, readers
from conftest import ROOT
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from netledger.core import entries as e
from netledger.core.amounts import Amount
from netledger.example import generate
from netledger.parser.blocks import blocks
from netledger.parser.build import ENTRIES
from netledger.parser.forms import heads
from netledger.parser.grammar import grammar_text, parser
from netledger.parser.parse import Parsed, Reader, parse, parse_pieces
from netledger.parser.regular import Regular

FILES = sorted(ROOT.joinpath("examples").rglob("*.net"))

# -------------------------------------------------------------------------------------------- both read alike


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_example_is_read_alike(file: Path) -> None:
    assert read_alike(file.read_text("utf-8")).diagnostics == []


@settings(max_examples=12)
@given(st.integers(0, 10**6), st.integers(1, 150))
def test_a_made_journal_is_read_alike(seed: int, entries: int) -> None:
    assert read_alike("".join(generate(seed, entries))).diagnostics == []


@settings(max_examples=100)
@given(s.journals(most=8))
def test_a_random_journal_is_read_alike(journal: s.Journal) -> None:
    assert read_alike(journal.text).diagnostics == []


_SIGNS = "abcXYZ019 \t\"\\;:,.!@#^()+-*/$€“”’·'=?_"
_BLANKS = "\x00\x07\x0b\x0c\x1c\x1f\x7f\x85\xa0\xad\u2003\u2028\u2029\u202f\u3000\ufeff\u200b\u200c\u200d\u200f\u202e"
_LETTERS = "éÉЙй李ｱ𐐀אבﬁſKÅΩ１２Ａａ（＠＃😀👩🏽💻\u0301\u0308\u20dd\ufe0f"  # noqa: RUF001 - what looks like another is meant
_WORDS = [
    *("\ud800", "\udc80", "\udcff", "\r", "\n", "\r\n", "\n  ", "\n\t", "\n\n", "\\n", '\\"', "\\\\", "👩\u200d💻"),
    *(" ! ", " from ", " by ", " for ", " Me ", " 3 USD ", " 1h ", " @A:B ", " #t ", " ^l ", ' "x" ', "; ", " ;"),
    *("TRUE", "cost", "give", "give:", "((1))", "(-1)", "(1/0)", "9" * 29, "0", "-", "30d"),
]
_STRAY = st.one_of(*map(st.sampled_from, [*map(list, (_SIGNS, _BLANKS, _LETTERS)), _WORDS]), st.characters())


def _on_characters(text: str, at: int, change: str, stray: str) -> str:
    at %= len(text) + 1
    return {
        "delete": text[:at] + text[at + 1 :],
        "double": text[:at] + text[at : at + 1] + text[at:],
        "swap": text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :],
        "put": text[:at] + stray + text[at:],
        "replace": text[:at] + stray + text[at + 1 :],
        "cut": text[:at] + text[at + len(stray) + 2 :],
    }[change]


def _on_lines(text: str, at: int, change: str, other: int) -> str:
    lines = text.split("\n")
    at, other = at % len(lines), other % len(lines)
    line = lines.pop(at)
    changed = {
        "delete line": [],
        "double line": [line, line],
        "indent": ["  " + line],
        "outdent": [line.lstrip(" \t")],
        "CRLF": [line.rstrip("\r") + "\r"],
        "blanks after": [line + " \t "],
        "comment after": [line + ' ; from Bob "and" #more'],
        "comment within": [line.replace(" ", " ; ", 1)],
        "comment between": [line, "  ; a comment"],
        "wide": [line.replace(" ", " \t ")],
        "narrow": [re.sub(r"(?<=\S)[ \t]+", "", line)],
        "NFD": [normalize("NFD", line)],
        "NFKD": [normalize("NFKD", line)],
        "parts": [_shuffled(line, other)],
        "parts twice": [line + " " + line[other % (len(line) + 1) :].lstrip()],
    }.get(change)
    if changed is None:  # "move line"
        lines.insert(other, line)
    else:
        lines[at:at] = changed
    return "\n".join(lines)


def _shuffled(line: str, seed: int) -> str:
    """Put the words of a line after its first two into another order."""
    first, *rest = re.split(r"(?<=\S)[ \t]+(?=\S)", line)
    head, tail = [first, *rest[:1]], rest[1:]
    random.Random(seed).shuffle(tail)  # noqa: S311 - no secret
    return " ".join([*head, *tail])


_CHARACTERS = ["delete", "double", "swap", "put", "replace", "cut"]
_LINES = [
    *("delete line", "double line", "move line", "indent", "outdent", "CRLF", "blanks after", "comment after"),
    *("comment within", "comment between", "wide", "narrow", "NFD", "NFKD", "parts", "parts twice"),
]
_PLACES = st.integers(0, 10**4)

_SAMPLE = """\
2026-03-01 ! meet from Alice O'Neil @Chamber:Mixers "spring \\"mixer\\"" #spring ^acme #b ; a note
  give Bob 2 ADVICE "pricing" #a
  ! receive Carol 1h30m ^l
  cost 1h30m (2 * 7 + 1) MILE 25.50 USD
  ; a comment
  every: 30d
  x: -1,250.50
2026-04-01 outcome client 4,800 USD for Alice from Dave Élise @X "six months" ^acme
  over: 1y
  who: Alice
2026-05-01 intro Dave Me by Carol "runs hiring"
2026-05-02 venue @Chamber "Chamber" org #x
  born: 1980-05-17
2026-05-03 budget 10 HOUR monthly @Gym
2026-05-04 price HOUR 60.00 USD #x
2026-05-05 custom "mood" TRUE 3 USD Alice
  true: TRUE
option "title" "x"
"""


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Give a text in the language with a few changes."""
    text = draw(st.one_of(s.journals(least=1, most=4).map(lambda journal: journal.text), st.just(_SAMPLE)))
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            change = draw(st.sampled_from(_CHARACTERS))
            text = _on_characters(text, draw(_PLACES), change, draw(_STRAY))
        else:
            change = draw(st.sampled_from(_LINES))
            text = _on_lines(text, draw(_PLACES), change, draw(_PLACES))
        event(change)
    return text


@settings(max_examples=1000)
@given(mutated())
def test_a_mutated_text_is_read_alike(text: str) -> None:
    read_alike(text)


@pytest.mark.parametrize(
    "value", ["TRUE'x", "FALSE-x", "TRUE’", "TRUE.x", "TRUEx", "TRUE ; x", "2026-01-01-1", "30d-1"]
)
def test_a_value_that_begins_as_another_is_read_alike(value: str) -> None:
    read_alike(f"2026-03-01 meet A\n  x: {value}")


@pytest.mark.parametrize("change", _LINES)
@pytest.mark.parametrize("line", range(len(_SAMPLE.splitlines())))
def test_a_line_changed_as_a_whole_is_read_alike(line: int, change: str) -> None:
    for other in range(0, 60, 7):
        read_alike(_on_lines(_SAMPLE, line, change, other))


def test_each_character_taken_out_is_read_alike() -> None:
    for at in range(len(_SAMPLE)):
        read_alike(_on_characters(_SAMPLE, at, "delete", ""))


@pytest.mark.parametrize("stray", [*"\xa0\u200b\u0301\u202e\r\t\uff11é'-;😀", "\udc80"])
def test_a_stray_character_anywhere_is_read_alike(stray: str) -> None:
    for block in blocks(_SAMPLE):
        for at in range(len(block.text) + 1):
            read_alike(_on_characters(block.text, at, "put", stray))


# ------------------------------------------------------------------------------------- one line, all its parts

_PART = st.sampled_from(
    [
        *("Alice", "Bob", "Me", "Alice", "Élise", "E\u0301lise", "J.R", "TRUE", "USD", "@Chamber", "@A:B", "@É"),
        *('"text"', '"a \\"quoted\\" \\\\ \\n"', '""', '";"', "#spring", "#client", "#é", "^acme", "^x.y"),
        *("1 ADVICE", "25 USD", "-3 USD", "0 USD", "1,250.50 USD", "1h30m", "-45m", "HOUR", "5", "30d", "2026-03-01"),
        *("(2 * 7) MILE", "(2*7+1)X", "(-1) USD", "((1 + 2) * 3) USD", "(1 / 0) USD", "(1 - 1) USD", "(1/3) USD"),
        *("9" * 28 + " USD", "9" * 29 + " USD", "9" * 27 + "h", "(" + "9" * 28 + " + 1) USD"),
        *("by Carol", "by Me", "from Dave", "from Dave Erin", "for Alice", "for", "from", "by", "client", "org"),
        *("event", "monthly", "weekly", "!", ",", "; note", ";#x", "every:", "alice", "FALSE"),
    ]
)
_HEADS = st.sampled_from(
    [
        *("meet", "! call", "email from", "!poke", "intro", "connect", "give", "! give", "receive", "cost", "outcome"),
        *("outcome client", "! outcome job", "promo", "person Bob", "person", "venue @X", "unit HOUR", "tag #x"),
        *("price HOUR", "price", "close Bob", "close @X", "balance Bob", "balance @X", "budget", "budget 10 HOUR"),
        *('state "a" "b"', 'state "a"', 'note Bob "x"', "note Bob", 'document @X "x"', 'query "a" "b"', 'custom "x"'),
        *("custom", "mete", ""),
    ]
)
_UNDER = st.sampled_from(
    [
        *("give", "! give", "!receive", "cost", "! cost", "give Bob", "x:", "every:", "why:", "born:", "id:", "cost:"),
        *("gives:", "costs:", "receive-it:", "alias:", "precision:", ";", "!", "meet", "by", "2026-01-01"),
    ]
)
_DAYS = st.sampled_from(
    ["2026-03-01", "2026-03-01", "2026-03-01", "2026-02-30", "0999-01-01", "2024-02-29", "9999-12-31"]
)
_GAPS = st.sampled_from([" ", " ", " ", " ", "  ", "\t", " \t  ", ""])


@st.composite
def lines_of_parts(draw: st.DrawFn) -> str:
    """Give a block whose lines have any parts in any order, as often as it comes."""
    lines = [[draw(_DAYS), draw(_HEADS), *draw(st.lists(_PART, max_size=6))]]
    lines += [["", draw(_UNDER), *draw(st.lists(_PART, max_size=4))] for _ in range(draw(st.integers(0, 3)))]
    return "\n".join(
        ("  " if not parts[0] else "") + "".join(part + draw(_GAPS) for part in parts if part) for parts in lines
    )


@settings(max_examples=800)
@given(st.lists(lines_of_parts(), min_size=1, max_size=3).map("\n".join))
@example("2026-03-01 meet Alice @A @B\n2026-03-01 meet Alice #a #b #c ^a ^b ^c\n2026-03-01 cost 1 A 2 B 3 C")
@example('2026-03-01 cost 1h 2 B (3 + 4) C 5 D\n2026-03-01 cost (3 + 4) C 1h 2 B\n2026-03-01 call A "x" "y"')
@example("2026-03-01 cost (1 + 1) A (2 + 2) B\n2026-03-01 cost 1h 2h\n2026-03-01 cost 2 B (3 + 4) C 1h 5 D")
@example("2026-03-01 meet A\n  give 1h\n  give 1h\n  give 1h #x #x\n  cost 1h\n  cost 1h 1 A 2 B\n  give B B")
def test_parts_in_any_order_are_read_alike(text: str) -> None:
    event(f"{len(read_alike(text).records)} records")


# ---------------------------------------------------------------------------------- sentences of the grammar

_TOKENS: dict[str, st.SearchStrategy[str]] = {
    "DATE": s.days,
    "NAME": s.names() | st.sampled_from(["Alice", "Bob", "Me", "A", "TRUE", "USD"]),
    "VENUE": s.venues,
    "TAG": s.tags,
    "LINK": s.links,
    "KEY": s.keys.map(lambda key: f"{key}:") | st.sampled_from(["every:", "id:", "why:", "cost-of:", "give:"]),
    "UNIT": s.units,
    "NUMBER": s.decimals().map(lambda found: found.text) | st.sampled_from(["-3", "0", "-0.50", "9" * 28, "9" * 29]),
    "UNSIGNED": s.decimals().map(lambda found: found.text) | st.sampled_from(["0", "3", "0.1"]),
    "DURATION": st.sampled_from(["1h30m", "45m", "2h", "-1h", "0m", "1h07m", "9" * 29 + "h"]),
    "INTERVAL": s.intervals | st.sampled_from(["0d", "1000000d"]),
    "WORD": s.words,
    "STRING": s.texts,
}  # fmt: skip


def _keyword(name: str) -> st.SearchStrategy[str]:
    """Give the words of a terminal that is defined by words or signs."""
    (found,) = re.findall(rf'^{name}(?:\.\d)?: (?:"(.*?)"|/\(([a-z|]+)\)/)', grammar_text(), re.MULTILINE)
    return st.sampled_from("".join(found).split("|"))


class _Walk:
    """Walks the grammar that Lark loaded: a tree of expansions for each rule."""

    def __init__(self) -> None:
        self.rules: dict[str, Any] = {name: tree for name, _, tree, _ in parser().grammar.rule_defs}
        self.least: dict[str, int] = dict.fromkeys(self.rules, 1000)
        for _ in self.rules:  # how deep each rule goes at least, until nothing changes
            self.least |= {name: 1 + self._height(tree) for name, tree in self.rules.items()}

    def _height(self, node: Any) -> int:
        if node.data == "value":
            symbol = node.children[0]
            return 0 if symbol.is_term else self.least[symbol.name]
        if node.data == "expr":
            return self._height(node.children[0]) if str(node.children[1]) == "+" else 0
        heights = [self._height(child) for child in node.children]
        return min(heights) if node.data == "expansions" else max(heights, default=0)

    def tokens(self, draw: st.DrawFn, node: Any, depth: int = 0) -> Iterable[str]:
        if node.data == "value":
            symbol = node.children[0]
            if not symbol.is_term:
                yield from self.tokens(draw, self.rules[symbol.name], depth + 1)
            elif symbol.name == "_EOL":
                yield (
                    draw(st.sampled_from(["", "", " ", " ; and #more", ";x"]))
                    + "\n"
                    + draw(st.sampled_from(["  ", "\t", " "]))
                )
            else:
                yield draw(_TOKENS[symbol.name] if symbol.name in _TOKENS else _keyword(symbol.name))
        elif node.data == "expr":
            least, most = {"?": (0, 1), "*": (0, 3), "+": (1, 3)}[str(node.children[1])]
            for _ in range(draw(st.integers(least, most if depth < 12 else least))):
                yield from self.tokens(draw, node.children[0], depth + 1)
        elif node.data == "expansions":
            choices = node.children
            if depth > 12:
                choices = [min(choices, key=self._height)]
            yield from self.tokens(draw, draw(st.sampled_from(choices)), depth)
        else:
            for child in node.children:
                yield from self.tokens(draw, child, depth)


_WALK = _Walk()
_BETWEEN = st.sampled_from([" ", " ", " ", " ", " ", "  ", "\t", " \t ", ""])


@st.composite
def sentences(draw: st.DrawFn, rule: str = "_dated") -> str:
    """Give a block of the grammar; now and then with tokens that touch, and so make others."""
    text = ""
    for token in _WALK.tokens(draw, _WALK.rules[rule]):
        text += draw(_BETWEEN) * bool(text.rstrip(" \t")[-1:] not in {"", "\n"}) + token
    return text


@settings(max_examples=800)
@given(sentences())
def test_a_sentence_of_the_grammar_is_read_alike(text: str) -> None:
    parsed = read_alike(text)
    event("read" if parsed.records else "faulty")


@pytest.mark.parametrize(
    "rule", ["touch", "intro", "give", "cost", "outcome", "venue", "tag", "price", "balance", "budget"]
)
@settings(max_examples=60)
@given(data=st.data())
def test_a_sentence_of_each_rule_is_read_alike(rule: str, data: st.DataObject) -> None:
    read_alike("2026-03-01 " + data.draw(sentences(rule)))


@settings(max_examples=200)
@given(st.lists(sentences("_happening_line"), max_size=5))
def test_lines_under_an_entry_are_read_alike(under: list[str]) -> None:
    read_alike("\n  ".join(["2026-03-01 meet Alice", *under]))


# -------------------------------------------------------------------------------------- it ends in good time


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01 meet A" + " " * 27 + "€",
        "2026-03-01 meet A\n  cost 1h" + " " * 27 + "€",
        "2026-03-01 meet A\n" + " " * 27 + "€",
        "2026-03-01 meet " + "A " * 10_000 + "€",
        "2026-03-01 meet A " + "#a " * 10_000 + "€",
        "2026-03-01 meet @" + "a:" * 10_000 + "€",
        "2026-03-01 cost 1" + ",111" * 10_000 + "€ USD",
        "2026-03-01 cost (" + "1 + " * 10_000 + "1 USD",
        '2026-03-01 meet "' + "\\n" * 10_000,
    ],
    ids=lambda text: re.sub(r"\s+", " ", text[:35]),
)
def test_what_does_not_fit_is_given_up_in_good_time(text: str) -> None:
    """Nothing is tried again and again: with 27 blanks that would take seconds, with 50 of them a year."""
    begun = process_time()
    assert parse(text, using=readers()[0]).diagnostics
    assert process_time() - begun < 1


# --------------------------------------------------------------------------------------------- it is taken


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_example_is_read_quickly(file: Path) -> None:
    assert _share(file.read_text("utf-8")) >= 0.95


@pytest.mark.parametrize("seed", [1, 2])
def test_a_made_journal_is_read_quickly(seed: int) -> None:
    assert _share("".join(generate(seed, 400))) >= 0.98


def _share(text: str) -> float:
    """Return what share of the lines of dated entries is read quickly."""
    dated = [block for block in blocks(text) if block.kind == "entry" and block.text[:1].isdigit()]
    return len(read_quickly(text)) / max(1, sum(block.text.count("\n") + 1 for block in dated))


ONE_OF_EACH = {
    "MEDIUM": "meet Alice",
    "_INTRO": "intro Dave by Carol",
    "_CONNECT": "connect Alice",
    "_GIVE": "give Bob 2 ADVICE",
    "_RECEIVE": "receive Bob",
    "_COST": "cost 25 USD",
    "_OUTCOME": "outcome client",
    "_PROMO": "promo @X",
    "_PERSON": "person Bob",
    "_VENUE": "venue @X",
    "_UNIT": "unit HOUR",
    "_TAG": "tag #x",
    "_PRICE": "price HOUR 60 USD",
    "_CLOSE": "close Bob",
    "_BALANCE": "balance Bob 0 INTRO",
    "_BUDGET": "budget 10 HOUR monthly",
    "_STATE": 'state "a" "b"',
    "_NOTE": 'note Bob "x"',
    "_DOCUMENT": 'document Bob "x"',
    "_QUERY": 'query "a" "b"',
}


def test_one_of_each_is_of_each() -> None:
    assert set(ONE_OF_EACH) == set(ENTRIES)


@pytest.mark.parametrize(
    "line",
    [
        *ONE_OF_EACH.values(),
        *(f"{medium} Alice" for medium in e.MEDIA),
        *(f'{line} B @X "x" #a ^b ; a note' for line in ("! meet from A", "intro A", "! outcome x from", "connect A")),
        *(f'{line} ^b #a "x" ^c #d' for line in ("give A @X 1h by B", "! receive A B 1 A", "! cost A @X 1 A 1h 2 B")),
        "meet\tAlice  Bob \t ; a note",
        "cost 1h (2 * 7 + 1) MILE 25 USD -1 X #a",
        'outcome job for A B #a from C D @X "x" 4,800 USD',
        'venue @X #a org "x" ^b',
        'tag #x "x" #y ^z',
        "price HOUR #a 60 USD ^b",
        "close @X",
        'balance @X 0 INTRO "x" #a',
        'budget monthly @X 1h "x" #a',
        'note @X "x" #a ^b',
        'document Me "x" #a ^b',
    ],
)  # fmt: skip
def test_a_line_is_read_quickly(line: str) -> None:
    (entry,) = read_alike(f"2026-03-01 {line}").records
    assert read_quickly(f"2026-03-01 {line}") == {1: entry}


@pytest.mark.parametrize(
    "line",
    [
        *("give Bob", "! receive Bob 2 ADVICE", 'cost 1h 25 USD (1 + 2) A "x" #a ^b', "!give"),
        *("; a comment", " \t cost 1h"),
        *('x: "a"', "x: 2026-01-01", "x: @A", "x: #a", "x: ^a", "x: 30d", "x: word", "x: Alice", "x: TRUE", "x: FALSE"),
        *("x: 1h", "x: -1.50", "x: 3 USD", "x:3", "x: y ; a note", "gives: 1", "cost-of: 1"),
    ],
)  # fmt: skip
def test_a_line_under_an_entry_is_read_quickly(line: str) -> None:
    text = f"2026-03-01 meet Alice\n  {line}"
    (entry,) = read_alike(text).records
    assert read_quickly(text) == {1: entry, 2: entry}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("2026-03-01 meet A\n  gives: 1", "2026-03-01 meet B\n  give Bob"),
        ("2026-03-01 meet A\n  give Bob", "2026-03-01 meet B\n  gives: 1"),
        ("2026-03-01 meet A\n  cost-of: 1", "2026-03-01 meet B\n  cost 1h"),
        ("2026-03-01 meet A\n  receiver: A", "2026-03-01 meet B\n  receive A"),
        ("2026-03-01     close Bob", "2026-03-01     call Bob"),
    ],
)
def test_no_line_turns_the_quick_way_off_for_others(first: str, then: str) -> None:
    assert 1 + first.count("\n") + 1 in read_quickly(f"{first}\n{then}")


# ---------------------------------------------------------------------------------------- what it never reads


def test_a_journal_of_nested_arithmetic_is_read_slowly_and_right() -> None:
    text = "".join(
        f"2026-03-{day:02} cost Alice (({day} + 1) * 2) USD #n{day}\n  cost (-(-{day})) MILE\n" for day in range(1, 29)
    )
    assert read_quickly(text) == {}
    parsed = read_alike(text)
    assert parsed.diagnostics == []
    found = [
        (record.date.day, record.amounts, record.details) for record in parsed.records if isinstance(record, e.Cost)
    ]
    assert [day for day, _, _ in found] == list(range(1, 29))
    for day, amounts, details in found:
        assert amounts == (Amount(Decimal(2 * day + 2), "USD"),)
        assert [detail.amounts for detail in details] == [(Amount(Decimal(day), "MILE"),)]


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30 meet Alice",
        "2026-03-01 meet Alice Alice",
        "2026-03-01 meet Me",
        "2026-03-01 meet Alice @A @B",
        "2026-03-01 give Bob 0 USD",
        "2026-03-01 cost (1 / 0) USD",
        "2026-03-01 cost 99999999999999999999999999999 USD",
        "2026-03-01 meet A\n  every: 3",
        "2026-03-01 meet A B\n  give 1 ADVICE",
        "2026-03-01 meet A \udc80",
    ],
)
def test_what_has_a_fault_is_not_read_quickly(text: str) -> None:
    assert read_quickly(text) == {}
    parsed = read_alike(text)
    assert parsed.records == []
    assert parsed.diagnostics


# -------------------------------------------------------------------------------------------------- pieces


def _cuts(text: str) -> list[int]:
    """Return where a line begins that is not indented, the beginning of the text aside."""
    return [found.end() for found in re.finditer(r"\n(?![ \t])", text) if found.end() < len(text)]


def _in_pieces(text: str, cuts: Iterable[int], using: Reader) -> Parsed:
    places = [0, *sorted(set(cuts)), len(text)]
    return parse_pieces((text[start:end] for start, end in pairwise(places)), "main.net", using)


@settings(max_examples=150)
@given(mutated() | s.journals(most=8).map(lambda journal: journal.text), st.data())
def test_pieces_are_read_as_the_whole(text: str, data: st.DataObject) -> None:
    places = _cuts(text)
    cuts = data.draw(st.sets(st.sampled_from(places))) if places else []
    event("cut" if cuts else "whole")
    for using in readers():
        assert _in_pieces(text, cuts, using) == parse(text, "main.net", using)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_line_a_piece(file: Path, end: str) -> None:
    text = file.read_text("utf-8").replace("\n", end)
    for using in readers():
        assert _in_pieces(text, _cuts(text), using) == parse(text, "main.net", using)


@given(st.integers(0, 10**4))
def test_pieces_stand_after_lines_before(offset: int) -> None:
    pieces = list(generate(3, 10))
    parsed = parse_pieces(pieces, "main.net", offset=offset)
    assert parsed == parse_pieces(["\n" * offset + pieces[0], *pieces[1:]], "main.net")


def test_expressions_are_made_when_there_is_enough_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first blocks of a reader, of however many texts, are read token by token: to the same records."""
    made = []
    monkeypatch.setattr(Regular, "heads", property(lambda self: made.append(self) or heads(parser())))
    using = Reader(parser(), patience=25)
    block = "2026-01-01 meet Alice\n\n"
    assert parse(block * 10, "main.net", using) == parse(block * 10, "main.net", readers()[1])
    parse(block * 15, "main.net", using)
    assert not made
    assert parse(block * 2, "main.net", using) == parse(block * 2, "main.net", readers()[1])
    assert made
