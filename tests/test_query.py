"""The query language: which entries, and which exchanges of them, each form of a term lets through."""

from collections.abc import Callable
from typing import Any

import pytest

from netledger import load_text, parse_query
from netledger.core.query import QueryError, parse_query_text

Run = Callable[..., Any]

# Each entry that can be found has its number in a comment; the declarations have none.
JOURNAL = """\
option "operating_currency" "USD"
2026-01-01 unit ADVICE
2026-01-01 person Alice "Alice Adams"
  company: "Acme Works"
2026-01-01 person Bob
2026-01-01 person Élise
2026-06-01 person Alice
  company: "Nova"
2026-01-01 venue @Chamber "Chamber of Commerce" org
  why: "ideal clients"
2026-01-01 venue @Chamber:Mixers
2026-01-01 venue @Chamberlain
2026-02-01 meet Alice Bob @Chamber:Mixers "spring mixer" #spring      ; 1
  give Alice 1 ADVICE "pricing her course" ^acme
  ! give Bob 1 INTRO
  cost 1h30m
2026-02-02 call from Bob "coffee soon?" #Spring/early                 ; 2
2026-02-03 intro Alice Bob ^deal                                      ; 3
2026-02-04 cost @Chamber 250 USD "annual dues"                        ; 4
  invoice: "A-17"
2026-02-05 outcome client 4800 USD from Alice @Chamberlain            ; 5
2026-02-06 ! receive Élise 2 ADVICE "über Preise"                     ; 6
2026-07-01 email Alice                                                ; 7
"""
LEDGER = load_text(JOURNAL)


def hits(*terms: str) -> str:
    """Return the numbers of the entries that match: hits("Bob") is "123"."""
    query = parse_query(terms)
    lines = JOURNAL.splitlines()
    numbers = (
        lines[e.span.line - 1].partition(" ; ")[2] for e in LEDGER.entries if query.entry(e, LEDGER.declarations)
    )
    return "".join(numbers)


def test_the_journal_is_sound() -> None:
    """What the tests below search in."""
    assert LEDGER.diagnostics == ()
    assert hits() == "1234567"


@pytest.mark.parametrize(
    ("term", "wanted"),
    [
        ("Alice", "1357"),
        ("alice", "1357"),
        ("Al*", "1357"),
        ("?ob", "123"),
        ("Ali", ""),
        ("Élise", "6"),
        ("E\u0301lise", "6"),
        ("élise", "6"),
        ("[AB]*", "12357"),
        ("@Chamber", "14"),
        ("@chamber", "14"),
        ("@Chamber:Mixers", "1"),
        ("@Chamb*", "145"),
        ("@*", "145"),
        ("#spring", "1"),
        ("#spring*", "12"),
        ("^acme", "1"),
        ("^*", "13"),
        ("kind:touch", "127"),
        ("kind:meet", "1"),
        ("kind:give", "1"),
        ("kind:client", "5"),
        ("kind:cost", "14"),
        ("kind:c*", "1245"),
        ("unit:HOUR", "1"),
        ("unit:usd", "45"),
        ("unit:INTRO", "13"),
        ("unit:ADVICE", "16"),
        ("text:COFFEE", "2"),
        ("text:pricing", "1"),
        ("text:ÜBER", "6"),
        ('text:"spring mixer"', "1"),
        ('"text:annual dues"', "4"),
        (r'text:"\"none\""', ""),
        ("why:clients", "14"),
        ('why:"ideal clients"', "14"),
        ("company:acme", "135"),
        ("company:nova", "7"),
        ("invoice:A-17", "4"),
        ("invoice:*", "4"),
        ("nothing:x", ""),
        ("not:Alice", "246"),
        ("not:not:Alice", "1357"),
        ("not:kind:touch", "3456"),
        ("not:#spring", "234567"),
        ("any:(Élise kind:cost)", "146"),
        ("any:( )", ""),
        ("(Alice Bob)", "13"),
        ("not:(Alice Bob)", "24567"),
        ("not:any:(Alice Bob)", "46"),
        ("any:((Alice Bob) Élise)", "136"),
        ("any:(not:Alice @Chamberlain)", "2456"),
        ("Alice not:Bob", "57"),
    ],
)
def test_each_form_of_a_term(term: str, wanted: str) -> None:
    """On the command line, and in a saved query."""
    assert hits(term) == wanted
    query = parse_query_text(term)
    assert [query.entry(e, LEDGER.declarations) for e in LEDGER.entries] == [
        parse_query([term]).entry(e, LEDGER.declarations) for e in LEDGER.entries
    ]


def test_terms_are_joined_by_and() -> None:
    """In any order."""
    assert hits("Alice", "kind:touch") == hits("kind:touch", "Alice") == "17"


@pytest.mark.parametrize(
    ("term", "wanted"), [("why:ideal clients", "14"), ("text:annual dues", "4"), ("text:dues annual", "")]
)
def test_an_argument_with_blanks_is_one_term(term: str, wanted: str) -> None:
    """The shell has taken the quotes of `why:"ideal clients"` away."""
    assert hits(term) == wanted


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("any:Alice", "any:(A B)"),
        ("kind:", "nothing after its colon"),
        ("not:", "nothing after its colon"),
        ("@", "no word after its sign"),
        ("#", "no word after its sign"),
        ("(Alice", "does not close"),
        ("any:(Alice", "does not close"),
        ("Alice)", "did not open"),
        ('text:"open', "cannot be read|nothing after"),
        ("(" * 60 + ")" * 60, "nests more than"),
        ("(" * 20000, "nests more than"),
    ],
)
def test_terms_that_cannot_be_read(run: Run, term: str, words: str) -> None:
    """A wrong call, with a reason, and never a traceback."""
    with pytest.raises(QueryError) as caught:
        parse_query([term])
    assert any(part in str(caught.value) for part in words.split("|"))
    assert run("balance", term, stdin="").status == 2


@pytest.mark.parametrize("term", ["[", "[z-a]", "*" * 60, "\\", "(a|b)+$", "a{3}", "@[", "text:[", "\ud800", "kind:\0"])
def test_odd_terms_match_nothing(term: str) -> None:
    """They are globs, not regular expressions."""
    assert hits(term, "Nobody") == ""


def test_balance_shows_the_exchanges_that_match(run: Run) -> None:
    """Of one entry with favours for two people, only hers."""
    text = """\
2026-01-01 person Alice
2026-01-01 person Bob
2026-01-02 meet Alice Bob #spring
  give Alice 1 FAVOR "slides"
  give Bob 2 FAVOR "book" #loan
  receive Bob 1 INTRO
2026-01-03 intro Alice Bob
"""

    def rows(*terms: str) -> list[str]:
        ran = run("balance", *terms, "-O", "csv", "--today", "2026-06-30", stdin=text)
        assert (ran.status, ran.err) == (0, "")
        return [",".join((*line.split(",")[:3], line.split(",")[4])) for line in ran.out.splitlines()[1:]]

    assert rows("Alice") == ["Alice,1.00,0.00,FAVOR", "Alice,1.00,0.00,INTRO"]
    assert rows("#loan") == ["Bob,2.00,0.00,FAVOR"]
    assert rows("#spring", "kind:receive") == ["Bob,0.00,1.00,INTRO"]
    assert rows("text:slides") == ["Alice,1.00,0.00,FAVOR"]
    assert rows("kind:intro") == ["Alice,1.00,0.00,INTRO", "Bob,1.00,0.00,INTRO"]
    assert rows("unit:FAVOR", "not:Alice") == ["Bob,2.00,0.00,FAVOR"]
    assert rows("any:(#loan kind:receive)") == ["Bob,2.00,0.00,FAVOR", "Bob,0.00,1.00,INTRO"]
    assert rows("Nobody") == []


@pytest.mark.parametrize(("negations", "found"), [(0, True), (1, False), (20_000, True), (20_001, False)])
def test_any_number_of_negations(negations: int, *, found: bool) -> None:
    ledger = load_text("2026-01-01 call Alice\n")
    query = parse_query(["not:" * negations + "Alice"])
    assert query.entry(ledger.entries[0], ledger.declarations) is found


@pytest.mark.parametrize(
    ("terms", "wanted"),
    [
        ((), [["Alice", "Bob"], ["Bob"]]),
        (("Alice",), [["Alice"], []]),
        (("not:Bob",), [["Alice"], []]),
        (("@Chamber",), [["Alice", "Bob"], []]),
        (("company:acme",), [["Alice"], []]),
        (("any:(company:acme kind:call)",), [["Alice"], ["Bob"]]),
    ],
)
def test_of_which_people_of_an_entry_it_holds(terms: tuple[str, ...], wanted: list[list[str]]) -> None:
    touches = [entry for entry in LEDGER.entries if entry.date.month == 2][:2]
    query = parse_query(terms)
    assert [query.people(entry, LEDGER.declarations) for entry in touches] == wanted
