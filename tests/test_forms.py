"""What the forms say, the grammar says: when a rule of it changes, both ways of reading change alike."""

import re
from typing import NamedTuple

import pytest
from both_ways import read_alike, readers
from hypothesis import given, settings
from hypothesis import strategies as st
from lark.exceptions import LexError

from netledger.parser.grammar import build, grammar_text
from netledger.parser.parse import parse
from netledger.parser.terminals import uncaptured

# ------------------------------------------------------------------------------------ a grammar that changes

CORPUS = """\
2026-03-01 meet Alice
2026-03-01 ! meet from Alice Bob @Chamber:Mixers "spring mixer" #spring ^acme
2026-03-01 call Bob "x" #a #b ^c ^d
2026-03-01 poke @Chamber
2026-03-01 meet Alice ; a comment
2026-03-01 meet Alice;x
2026-03-01 meet Bob-Lee O'Neil J.R
2026-03-01 intro Dave by Carol "runs hiring" ^acme
2026-03-01 intro Dave Erin @X by Carol #a
2026-03-01 intro Dave Erin
2026-03-01 connect Alice @Chamber "at the bar"
2026-03-01 connect Alice Bob
2026-03-01 connect Alice @Chamber
2026-03-01 give Bob 2 ADVICE "pricing" by Carol
2026-03-01 ! give Bob @X
2026-03-01 give Bob
2026-03-01 give Bob "x" 2 ADVICE
2026-03-01 receive Carol 1 INTRO "to Dave"
2026-03-01 receive Carol @X
2026-03-01 cost @Chamber 250 USD "dues" #a
2026-03-01 cost Alice 1h30m 25 USD 45m
2026-03-01 cost (2 * 7 + 1) MILE (3) A
2026-03-01 cost (1 - 2 / 4) USD
2026-03-01 cost (2 * (3 + 4)) USD (-3) X (2 - -3) Y
2026-03-01 cost ((5)) USD ((2 * 3)) X
2026-03-01 cost (-(3)) USD
2026-03-01 cost (10 + 2.5) USD
2026-03-01 cost 1,250.50 USD -3 X
2026-03-01 outcome client 4,800 USD from Dave Carol @Chamber "six" ^acme
2026-03-01 ! outcome job for Alice Bob from Carol
2026-03-01 outcome follow-up
2026-03-01 promo @LinkedIn "x" #y
2026-03-01 person Bob "Bob Okafor" #a
2026-03-01 venue @Chamber "Chamber" org #a
2026-03-01 unit ADVICE "a piece" #a
2026-03-01 tag #client "x" #a ^b
2026-03-01 price HOUR 60.00 USD
2026-03-01 price HOUR #a 60.00 USD ^b
2026-03-01 close Bob "moved" #a
2026-03-01 close @X
2026-03-01 balance Carol 0 INTRO "x"
2026-03-01 balance Carol #a 0 INTRO
2026-03-01 budget 10 HOUR monthly @X "x"
2026-03-01 budget yearly 10 HOUR
2026-03-01 state "status" "looking" #a ^b
2026-03-01 note Bob "prefers mornings" #a
2026-03-01 document @X "letters" ^a
2026-03-01 query "mentors" "x" #a
2026-03-01 custom "mood" TRUE 3 USD Alice
2026-03-01 custom "mood" 3 "x" 4
2026-03-01 custom "mood" 3
2026-03-01 meet Alice
  give Bob 2 ADVICE "x" #a ^b
2026-03-01 meet Alice
  ! receive
2026-03-01 meet Alice
  cost 1h30m 25 USD "x"
2026-03-01 meet Alice
\tcost #a 1 USD
2026-03-01 meet Alice
  ; a comment
2026-03-01 person Bob
  ; a comment
2026-03-01 person Bob
  every: 30d
2026-03-01 meet Alice
  one: "a"
  two: 2026-01-01
  three: @A:B
  four: #a
  five: ^a
2026-03-01 meet Alice
  one: word
2026-03-01 meet Alice
  one: 2y
2026-03-01 meet Alice
  one: Alice
2026-03-01 meet Alice
  one: 3 USD
2026-03-01 meet Alice
  one: 3
2026-03-01 meet Alice
  one: 1h
2026-03-01 meet Alice
  one: TRUE
2026-03-01 meet Alice
  one: FALSE
2026-03-01 meet Alice
  one: (1 + 2)
2026-03-01 meet Alice
  one: (1 + 2) USD
"""


class Change(NamedTuple):
    """A change within the definition of a rule or terminal, and lines that only the changed grammar reads."""

    name: str
    old: str
    new: str
    lines: str = ""


def _head(line: str) -> str:
    return f"2026-03-01 {line}"


def _under(*lines: str) -> str:
    return "\n".join(f"2026-03-01 meet Alice\n  {line}" for line in lines)


RULES = [
    Change("block", "_dated | _undated", "_undated"),
    Change("_dated", "(_EOL _happening_line?)*", "(_EOL metadata?)*"),
    Change("_dated", "(_EOL _happening_line?)*", "(_EOL _happening_line)*"),
    Change("_dated", "(_EOL _happening_line?)*", "(_EOL _happening_line?)?"),
    Change("_dated", "(_EOL metadata?)*", ""),
    Change("_dated", "(_EOL metadata?)*", "(_EOL metadata)*"),
    Change("_dated", "_happening (_EOL _happening_line?)* | ", ""),
    Change("_happening_line", "detail | metadata", "metadata"),
    Change("_happening_line", "detail | metadata", "detail"),
    Change("_happening_line", "detail | metadata", "detail | metadata | by", _under("by Bob")),
    Change("_happening", " | promo", ""),
    Change("_happening", "touch | ", ""),
    Change("_statement", "person | ", ""),
    Change("touch", "FLAG? MEDIUM", "MEDIUM"),
    Change("touch", "FLAG? MEDIUM", "MEDIUM FLAG?", _head("meet ! Alice")),
    Change("touch", "FLAG? MEDIUM", "FLAG* MEDIUM FROM?", _head("meet from from Alice")),
    Change("touch", "MEDIUM FROM?", "MEDIUM+ FROM?", _head("meet call Alice")),
    Change("touch", "FROM? NAME*", "NAME*"),
    Change("touch", "FROM? NAME*", "FROM NAME*"),
    Change("touch", "FROM? NAME*", "FROM? NAME+"),
    Change("touch", "FROM? NAME*", "FROM? NAME?"),
    Change("touch", "FROM? NAME*", "NAME* FROM?", _head("meet Alice from")),
    Change("touch", "NAME* _where*", "(NAME | _where)*", _head("meet @X Alice") + "\n" + _head("meet A @X B")),
    Change("touch", "_where*", "(_where | _amount)*", _head('meet Alice 2 USD "x"')),
    Change("touch", "_where*", "_where?"),
    Change("touch", "_where*", "_where+"),
    Change("touch", "_where*", "VENUE? STRING? TAG* LINK?"),
    Change("intro", "(by | _where)*", "by? _where*"),
    Change("intro", "(by | _where)*", "(by | _where)+"),
    Change("intro", "NAME+ (by | _where)*", "NAME by _where*"),
    Change("intro", "FLAG? _INTRO", "_INTRO FLAG?", _head("intro ! Dave by Carol")),
    Change("connect", "NAME+", "NAME NAME"),
    Change("connect", "NAME+", "NAME?"),
    Change("connect", "NAME+", "NAME"),
    Change("connect", "NAME+", "NAME ~ 2"),
    Change("connect", "NAME+", '"with"? NAME+', _head("connect with Alice")),
    Change("connect", "NAME+ _where*", "(VENUE | ) NAME+ (STRING | TAG)*", _head('connect @X Alice "x"')),
    Change("connect", "_where*", "(_where _where)*"),
    Change("connect", "_where*", "[VENUE] TAG*"),
    Change("connect", "_CONNECT NAME+", "FLAG? _CONNECT NAME+", _head("! connect Alice")),
    Change("give", "by | ", ""),
    Change("give", "(by | _amount | _where)*", "_amount? (by | _where)*"),
    Change("give", "(by | _amount | _where)*", "by? (_amount | _where)*"),
    Change("give", "_where)*", "_where)+"),
    Change("give", "by | ", "by | from | ", _head("give 1 ADVICE from Dave @X")),
    Change("receive", "NAME* (", "NAME* (from | ", _head("receive 1 ADVICE from Dave @X")),
    Change("receive", "NAME* (_amount | _where)*", "NAME (_amount _where)?"),
    Change("receive", "NAME* (_amount | _where)*", "_amount NAME* _where*", _head("receive 2 ADVICE Carol @X")),
    Change("cost", "_where", "_mark"),
    Change("cost", "NAME* (", "by? (", _head("cost by Dave 3 USD")),
    Change("cost", "(_amount | _where)*", "_amount _amount? _where*"),
    Change("cost", "NAME* (_amount | _where)*", "NAME* (for | _amount | _where)*", _head("cost for Dave 3 USD")),
    Change("outcome", "from | ", ""),
    Change("outcome", "WORD (from | for", "WORD from? (for", _head("outcome client from Dave 3 USD")),
    Change("outcome", "WORD (", "WORD (PERIOD | ", _head("outcome client monthly 3 USD")),
    Change("outcome", "WORD (", "WORD NAME* (", _head("outcome client Dave 3 USD")),
    Change("promo", "_PROMO _where*", "FLAG? _PROMO _where*", _head("! promo @X")),
    Change("promo", "_PROMO _where*", "_PROMO+ _where*", _head("promo promo @X")),
    Change("promo", "_PROMO _where*", "_PROMO _where* | _PROMO NAME VENUE", _head("promo Alice @X")),
    Change("promo", "_where*", "(STRING | TAG | LINK)* VENUE STRING?", _head('promo #a @X "x"')),
    Change("_where", " | LINK", ""),
    Change("_where", "VENUE | ", "VENUE NAME? | ", _head("meet @X Alice")),
    Change("_where", "STRING | ", "STRING TAG | ", _head('promo "x" #a')),
    Change("by", "NAME", "NAME?", _head("give Bob by @X")),
    Change("by", "NAME", "VENUE? NAME", _head("give Bob by @X Carol")),
    Change("by", "NAME", "NAME | _BY STRING", _head('give Bob by "x"')),
    Change("from", "NAME+", "NAME"),
    Change("from", "NAME+", "NAME*", _head("outcome job from @X")),
    Change("from", "NAME+", "(NAME | VENUE)+", _head("outcome job from @X Dave")),
    Change("for", "NAME+", "NAME?", _head("outcome job for @X")),
    Change("for", "NAME+", "NAME"),
    Change("detail", "FLAG? (", "("),
    Change("detail", "DETAIL_FAVOUR NAME*", "DETAIL_FAVOUR NAME+"),
    Change("detail", "DETAIL_FAVOUR NAME*", "DETAIL_FAVOUR NAME?", _under("give Alice Bob")),
    Change("detail", "DETAIL_FAVOUR NAME* (_amount | _mark)* | ", ""),
    Change("detail", "DETAIL_COST (", "DETAIL_COST NAME* (", _under("cost Bob 1h")),
    Change("detail", "DETAIL_COST (_amount | _mark)*", "DETAIL_COST _amount _mark*"),
    Change("detail", "DETAIL_COST (_amount | _mark)*", "DETAIL_COST (_amount | _mark)+ FLAG?", _under("cost 1h !")),
    Change("_mark", " | LINK", " | LINK | VENUE", _under("cost 1h @X")),
    Change("_mark", "STRING | TAG | LINK", "TAG | LINK"),
    Change("_mark", "STRING | TAG | LINK", "STRING | TAG LINK", _under("cost 1h #a ^b")),
    Change("person", "NAME _mark*", "NAME VENUE? _mark*", _head("person Bob @X")),
    Change("person", "NAME _mark*", "NAME+ _mark*", _head("person Bob Carol")),
    Change("person", "_mark*", "STRING?"),
    Change("venue", "(VENUE_KIND | _mark)*", "VENUE_KIND? _mark*", _head("venue @X org #a")),
    Change("venue", "(VENUE_KIND | _mark)*", "(STRING | TAG)* VENUE_KIND?"),
    Change("unit", "UNIT _mark*", "UNIT STRING?"),
    Change("unit", "UNIT _mark*", "UNIT (NUMBER | _mark)*", _head('unit ADVICE 3 "x"')),
    Change("tag", "TAG _mark*", "TAG LINK? STRING?", _head('tag #a ^b "x"')),
    Change("tag", "TAG _mark*", "TAG TAG _mark*"),
    Change("price", "(_amount | _label)*", "_amount _label*"),
    Change("price", "_label", "_mark", _head('price HOUR 3 USD "x"')),
    Change("close", "_mark*", "(STRING | ) TAG?", _head("close Bob ^b")),
    Change("close", "_mark*", "(STRING | ) TAG? LINK*", _head('close Bob #a "x"')),
    Change("close", "_mark*", "(TAG STRING? | LINK STRING)*", _head('close Bob #a "x"')),
    Change("balance", "(_amount | _mark)*", "_amount _mark*"),
    Change("balance", "(_amount | _mark)*", "_number UNIT"),
    Change("balance", "(_amount | _mark)*", "(_amount | STRING)*"),
    Change("budget", "(_amount | PERIOD | _where)*", "_amount PERIOD _where*"),
    Change(
        "budget",
        "PERIOD |",
        "PERIOD | VENUE_KIND |",
        f"{_head('budget 10 HOUR org')}\n{_head('budget 10 HOUR org monthly')}",
    ),
    Change("state", "STRING STRING", "STRING FLAG? STRING", _head('state "a" ! "b"')),
    Change("state", "_label*", "_label?"),
    Change("note", "STRING _label*", "(STRING | TAG)*", _head('note Bob #a "x"')),
    Change("note", "STRING _label*", "_label* STRING", _head('note Bob #a "x"')),
    Change("document", "_label*", "_mark*", _head('document Bob "x" "y"')),
    Change("query", "STRING STRING", "STRING TAG? STRING", _head('query "x" #a "y"')),
    Change("custom", "_values", "_value"),
    Change("_subject", "NAME | VENUE", "VENUE"),
    Change("_subject", "NAME | VENUE", "NAME VENUE? | VENUE", _head("close Bob @X")),
    Change("_label", "TAG | LINK", "TAG"),
    Change("_label", "TAG | LINK", "TAG | LINK | VENUE_KIND", _head('query "x" "y" org')),
    Change("_values", "_values_to_number | ", ""),
    Change("_values_to_number", "_values _number", "_values_to_other _number"),
    Change("_values_to_other", " | _literal)", ")"),
    Change("metadata", "KEY _value", "KEY _literal"),
    Change("metadata", "KEY _value", "KEY (_symbol | STRING)"),
    Change("metadata", "KEY _value", "_BY? KEY STRING"),
    Change("_value", "_quantity | _number", "_quantity"),
    Change("_value", "_quantity | ", ""),
    Change("_value", " | _symbol", ""),
    Change("_literal", " | WORD", ""),
    Change("_literal", "STRING | DATE | ", ""),
    Change("_symbol", " | TRUE | FALSE", ""),
    Change("_symbol", "NAME | ", ""),
    Change("_amount", " | DURATION", ""),
    Change("_amount", "_number UNIT | ", ""),
    Change("_amount", "_number UNIT | ", "UNIT _number | ", _head("cost USD 3 1h")),
    Change("_amount", "_number UNIT | ", "_number UNIT? | ", _head("give Bob 3")),
    Change("_quantity", " | DURATION", ""),
    Change("_quantity", "_number UNIT | ", ""),
    Change("_number", " | arithmetic", ""),
    Change("_number", "NUMBER | ", ""),
    Change("arithmetic", "LPAR sum RPAR", "LPAR product RPAR"),
    Change("arithmetic", "LPAR sum RPAR", "LPAR UNSIGNED PLUS? UNSIGNED? RPAR"),
    Change("group", "LPAR sum RPAR", "LPAR product RPAR"),
    Change("sum", "(PLUS | MINUS)", "PLUS"),
    Change("sum", "product)*", "product)+"),
    Change("product", "(TIMES | OVER)", "TIMES"),
    Change("factor", " | negated", ""),
    Change("factor", " | group", ""),
    Change("negated", "MINUS factor", "MINUS UNSIGNED"),
]

TERMINALS = [
    Change("MEDIUM", "(meet|", "(wave|", _head("wave Alice")),
    Change("MEDIUM", "(meet|", "(meet|me|", _head("me Alice")),
    Change("DETAIL_FAVOUR", "(give|", "(lend|", _under("lend Bob 1 ADVICE")),
    Change("DETAIL_COST", '"cost"', '"spent"', _under("spent 1h")),
    Change("VENUE_KIND", "(org|", "(organisation|", _head("venue @X organisation")),
    Change("PERIOD", "(weekly|", "(daily|weekly|", _head("budget 1h daily")),
    Change("FROM", '"from"', '"of"', _head("meet of Alice")),
    Change("FROM", '"from"', '"from"i', _head("outcome job FROM Alice")),
    Change("_BY", '"by"', '"via"', _head("intro Dave via Carol")),
    Change("_FOR", '"for"', '"pro"', _head("outcome job pro Alice")),
    *(
        Change(f"_{word.upper()}", f'"{word}"', f'"{word}s"', CORPUS.replace(f" {word} ", f" {word}s "))
        for word in re.findall(
            r"\w+",
            "intro connect give receive cost outcome promo person venue unit tag price close balance budget state note "
            "document query custom",
        )
    ),
    Change("TRUE", '"TRUE"', '"YES"', _under("one: YES")),
    Change("FALSE", '"FALSE"', '"no"', _under("one: no", "one: no-one")),
    Change("FLAG", '"!"', '"?"', _head("? meet Alice")),
    Change("FLAG", '"!"', "/[!?]/", _head("? meet Alice")),
    Change("FLAG", '"!"', "/(?P<mark>!+)/", _head("!! meet Alice @X")),
    Change("LPAR", '"("', '"["', _head("cost [1 + 2) USD")),
    Change("RPAR", '")"', '"]"', _head("cost (1 + 2] USD")),
    Change("PLUS", '"+"', '"&"', _head("cost (1 & 2) USD")),
    Change("MINUS", '"-"', '"~"', _head("cost (1 ~ 2) USD")),
    Change("TIMES", '"*"', '"x"', _head("cost (1 x 2) USD (1x2) X")),
    Change("OVER", '"/"', "/[:]/", _head("cost (1 : 2) USD")),
    Change("DATE", "-[0-9]{2}-[0-9]{2}", "-?[0-9]{2}-?[0-9]{2}", "20260301 meet Alice\n20260301 person Bob"),
    Change("NAME", "(NAME_INNER* ENDING)?", "NAME_INNER*", _head("meet Bob' Alice.")),
    Change("NAME", "NAME_START (", 'NAME_START (" " ', _head("meet A lice B ob @X")),
    Change("VENUE", '"@"', '"%"', _head("meet %Chamber")),
    Change("VENUE", '(":" NAME_INNER+)*', ""),
    Change("TAG", '"#"', '"~"', _head("meet Alice ~a ~b")),
    Change("TAG", '"#"', "/(?P<sign>[#~])/", _head("meet Alice ~a #b")),
    Change("LINK", '"^"', '"~"', _head("meet Alice ~a ~b")),
    Change("KEY", ":/", "=/", _under("one= 3")),
    Change("UNIT", "[A-Z]([A-Z", "[A-Z]([A-Za-z", _head("cost 3 UsD")),
    Change("NUMBER", "/-?/", "/[+-]?/", _head("cost +3 USD")),
    Change("NUMBER", " APART", "", _head('custom "x" 3-4')),
    Change("NUMBER", "/-?/ DIGITS", "/-/ DIGITS"),
    Change("UNSIGNED", "DIGITS", "/[0-9]/"),
    Change("DURATION", "|[0-9]+m)", ")"),
    Change("INTERVAL", "(d|w|mo|y)", "(d|w|mo)"),
    Change("WORD", "/[a-z]/", "/[a-z_]/", _head("outcome _job")),
    Change("STRING", '/"[^"', "/[\"'][^\"", _head("meet 'x\" @X")),
    Change("_EOL", r"\n[ \t]*", r"\n\t"),
    Change("COMMENT", "/;", "/%", _head("meet Alice % x") + "\n" + _under("% a comment", "cost 1h%x")),
    Change("%ignore COMMENT", "%ignore COMMENT", ""),
    Change("%ignore /", r"[ \t]+", r"[ \t,]+", _head("meet, Alice, Bob,@X")),
    Change("DIGITS", "[0-9]{1,3}(,[0-9]{3})+|", ""),
    Change("NAME_START", r"[^\x00-@", r"[^\x00-A"),
    Change("NAME_INNER", r"\x00-&(-,", r"\x00-,"),
    Change("TAG_INNER", r"\x00-,", r"\x00-*,", _head("meet Alice #a+b ^c+d")),
    Change("WORD_INNER", r"\x00-,.\/", r"\x00-,\/", _head("outcome a.b")),
    Change("ENDING", r"\x00-\/", r"\x00-&(-\/", _head("meet Bob' Alice")),
    Change("EDGE", r"\x00-\-", r"\x00-,", _under("one: TRUE-x", "one: 2026-01-01-")),
    Change("APART", "-[0-9]", "-[0-9]|;", _head("cost 1h;x")),
]  # fmt: skip


COLLIDING = [
    Change("price", "UNIT (", "NAME? UNIT ("),
    Change("outcome", "_amount | ", "_amount WORD? | "),
    Change("_RECEIVE", '"receive"', "/(receive|give)/"),
    Change("WORD", "/[a-z]/", "/[A-Za-z]/"),
]
"""Changes after which one text might be two terminals in one place: the forms need not cope with these."""


def _name(change: Change) -> str:
    return f"{change.name}: {change.new[:40]}"


def _definition(name: str) -> re.Match[str]:
    """Find the definition of a rule or terminal in the grammar."""
    found = re.search(rf"^\??{re.escape(name)}(?![A-Za-z_]).*(?:\n +[|].*)*", grammar_text(), re.MULTILINE)
    assert found is not None
    return found


def _changed(change: Change) -> str:
    found = _definition(change.name)
    assert found[0].count(change.old) == 1 or change.name == change.old
    text = grammar_text()
    return text[: found.start()] + found[0].replace(change.old, change.new, 1) + text[found.end() :]


@pytest.mark.parametrize("change", [*RULES, *TERMINALS], ids=_name)
def test_both_ways_change_alike(change: Change) -> None:
    text = CORPUS + change.lines
    lark = build(_changed(change))
    parsed = read_alike(text, lark)
    unchanged = parse(text, "main.net", readers()[1])
    assert list(map(repr, parsed.records)) != list(map(repr, unchanged.records))


@pytest.mark.parametrize("change", COLLIDING, ids=_name)
def test_terminals_that_collide_are_refused_by_a_strict_build(change: Change) -> None:
    with pytest.raises(LexError, match="Collision between Terminals"):
        build(_changed(change), strict=True)


def test_the_corpus_is_sound() -> None:
    assert parse(CORPUS).diagnostics == []


def test_each_rule_of_a_dated_entry_is_changed() -> None:
    """Every rule and terminal that `_dated` leads to has its row above; so has what is ignored."""
    names = set(re.findall(r"^\??([A-Za-z_]+)(?:\.[0-9])?:", grammar_text(), re.MULTILINE))
    reached = {"block"}
    fresh = {"_dated", "COMMENT"}
    while fresh:
        reached |= fresh
        uses = (re.sub(r'"[^"]*"|/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+/|//.*', " ", _definition(n)[0]) for n in fresh)
        fresh = (names & set(re.findall(r"[A-Za-z_]+", " ".join(uses)))) - reached
    assert len(reached) > 100
    assert {change.name for change in (*RULES, *TERMINALS)} == reached | {"%ignore COMMENT", "%ignore /"}


# ---------------------------------------------------------------------------------- expressions without groups

_ATOMS = st.sampled_from(
    [
        *("a", "b", "c", ".", "(?:)", r"\(", r"\)", r"\[", r"\]", r"\\", r"\.", r"\d", r"\x28", r"\[\(", "}", "-"),
        *(
            "[ab]",
            "[a(]",
            "[^)]",
            "[]a]",
            "[^]()]",
            r"[\](]",
            r"[a-c(\\]",
            r"[(\[]",
            "[)(?:]",
            r"[^\x00-\x28]",
            r"[\d(]",
        ),
    ]
)
_TEXTS = st.text(st.sampled_from("abc()[]\\.2?:-}"), max_size=6)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    bracketed = st.builds(
        lambda opening, parts: f"{opening}{'|'.join(parts)})",
        st.sampled_from(["(", "(", "(?:", "(?>", "(?=", "(?!", "(?i:"]),
        st.lists(inner, min_size=1, max_size=3),
    )
    repeated = st.builds(
        lambda part, times: f"{part}{times}", bracketed | _ATOMS, st.sampled_from(["?", "*", "+", "{0,2}", "??", "*?"])
    )
    return bracketed | repeated | st.lists(inner, max_size=3).map("".join)


@settings(max_examples=400)
@given(st.recursive(_ATOMS, _larger, max_leaves=8), st.lists(_TEXTS, min_size=1, max_size=6))
def test_without_its_groups_an_expression_matches_the_same(pattern: str, texts: list[str]) -> None:
    with_groups, without = re.compile(pattern, re.DOTALL), re.compile(uncaptured(pattern), re.DOTALL)
    assert without.groups == 0
    for text in texts:
        for first, second in (
            (with_groups.match(text), without.match(text)),
            (with_groups.fullmatch(text), without.fullmatch(text)),
            (with_groups.search(text), without.search(text)),
        ):
            assert (first and first.span()) == (second and second.span())


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(a|b)", "(?:a|b)"),
        ("((a)(b))", "(?:(?:a)(?:b))"),
        (r"\((a)\)", r"\((?:a)\)"),
        (r"\\(a)", r"\\(?:a)"),
        ("[(](a)", "[(](?:a)"),
        ("[](](a)", "[](](?:a)"),
        ("[^](](a)", "[^](](?:a)"),
        (r"[\](](a)", r"[\](](?:a)"),
        ("(?:a)(?=b)(?!c)(?<=d)(?<!e)(?>f)", "(?:a)(?=b)(?!c)(?<=d)(?<!e)(?>f)"),
        ("(?P<name>a)", "(?:a)"),
    ],
)
def test_groups_are_told_from_what_looks_like_them(pattern: str, expected: str) -> None:
    assert uncaptured(pattern) == expected


def test_no_terminal_keeps_a_group() -> None:
    for terminal in build(grammar_text()).terminals:
        assert re.compile(uncaptured(terminal.pattern.to_regexp())).groups == 0
