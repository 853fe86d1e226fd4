"""Saved queries: as terms, within each other, and `netledger query`."""

from collections.abc import Callable

import pytest
from conftest import Ran

from netledger import load_text, parse_query
from netledger.core.query import QueryError

Run = Callable[..., Ran]

JOURNAL = """\
2026-01-01 connect Alice Bob
2026-01-02 call Alice #mentor
2026-01-03 call Bob
  receive 1 ADVICE
2026-01-04 meet Bob #mentor
2026-01-01 unit ADVICE
2026-01-01 query "mentors" "#mentor"
2026-01-01 query "Bob's calls" "kind:call Bob"
2026-01-01 query "either" "any:(query:mentors query:\\"Bob's calls\\")"
2026-01-01 query "others" "not:query:either"
"""

LEDGER = load_text(JOURNAL)


def _hits(*terms: str) -> list[int]:
    query = parse_query(terms, LEDGER.queries)
    return [
        entry.date.day for entry in LEDGER.entries if entry.date.day > 1 and query.entry(entry, LEDGER.declarations)
    ]


@pytest.mark.parametrize(
    ("terms", "days"),
    [
        (("query:mentors",), [2, 4]),
        (("query:MENTORS",), [2, 4]),
        (("query:mentors", "Bob"), [4]),
        (("query:Bob's calls",), [3]),
        (('query:"Bob\'s calls"',), [3]),
        (("query:either",), [2, 3, 4]),
        (("not:query:mentors",), [3]),
        (("any:(query:mentors Alice)",), [2, 4]),
        (("query:others",), []),
    ],
)
def test_a_saved_query_is_a_term(terms: tuple[str, ...], days: list[int]) -> None:
    assert LEDGER.diagnostics == ()
    assert _hits(*terms) == days


def test_of_one_name_the_later_counts() -> None:
    assert load_text('2026-01-02 query "x" "Bob"\n2026-01-01 query "x" "Ann"\n').queries == {"x": "Bob"}


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        (['"a" "query:b"'], ["there is no saved query 'b'"]),
        (['"mentors" "Bob"', '"a" "query:mentor"'], ["there is no saved query 'mentor'; did you mean 'mentors'?"]),
        (['"a" "query:a"'], ["the saved query 'a' leads back to itself"]),
        (['"a" "query:b"', '"b" "not:query:a"'], [f"the saved query {x!r} leads back to itself" for x in "ab"]),
        (['"a" "query:b"', '"b" "any:("'], ["the query 'any:(' does not close a group: add `)`"] * 2),
        (['"a" "query:"'], ["the term 'query:' has nothing after its colon"]),
    ],
)
def test_one_that_cannot_be_read_is_diagnosed(lines: list[str], faults: list[str]) -> None:
    ledger = load_text("".join(f"2026-01-01 query {line}\n" for line in lines))
    assert {item.code for item in ledger.diagnostics} == {"NL403"}
    assert sorted(item.message for item in ledger.diagnostics)[: len(faults)] == sorted(faults)


def test_queries_that_lead_to_ever_more_end() -> None:
    """Each names the one before it twice: unbounded, the last would take half a million tests."""
    lines = ['"q0" "Bob"', *(f'"q{n}" "any:(query:q{n - 1} query:q{n - 1})"' for n in range(1, 20))]
    ledger = load_text("".join(f"2026-01-01 query {line}\n" for line in lines))
    assert ledger.diagnostics[-1].message == "the query leads to more than 200 saved ones"
    with pytest.raises(QueryError, match="more than 200"):
        parse_query(["query:q19"], ledger.queries)
    assert parse_query(["query:q6"], ledger.queries)


@pytest.mark.parametrize("wrapped", ["{}", "(((((((((({}))))))))))", "not:{}"])
def test_a_long_chain_of_queries_ends(wrapped: str) -> None:
    lines = ['"q0" "Bob"', *(f'"q{n}" "{wrapped.format(f"query:q{n - 1}")}"' for n in range(1, 300))]
    ledger = load_text("2026-01-01 call Bob\n" + "".join(f"2026-01-01 query {line}\n" for line in lines))
    ends = len(ledger.diagnostics)
    assert 240 < ends < 299
    assert "nests more than 50" in ledger.diagnostics[-1].message
    last = parse_query([f"query:q{299 - ends}"], ledger.queries)
    assert last.entry(ledger.entries[0], ledger.declarations) in {True, False}


def test_the_command_lists_them_and_what_one_chooses(run: Run) -> None:
    listed = run("query", "-O", "csv", "--today", "2026-06-30", stdin=JOURNAL)
    assert (listed.status, listed.err) == (0, "")
    assert listed.out.splitlines() == [
        "query,terms,entries,first,last",
        "Bob's calls,kind:call Bob,1,2026-01-03,2026-01-03",
        'either,"any:(query:mentors query:""Bob\'s calls"")",3,2026-01-02,2026-01-04',
        "mentors,#mentor,2,2026-01-02,2026-01-04",
        "others,not:query:either,1,2026-01-01,2026-01-01",
    ]
    chosen = run("query", "Bob's calls", "-O", "csv", "--today", "2026-06-30", stdin=JOURNAL)
    same = run("register", "query:Bob's calls", "-O", "csv", "--today", "2026-06-30", stdin=JOURNAL)
    assert chosen.out == same.out
    assert "2026-01-03,call,Bob" in chosen.out
    assert run("query", "mentors", "Bob", "-O", "csv", stdin=JOURNAL).out.count("\n") == 2


def test_an_unknown_name_is_a_wrong_call(run: Run) -> None:
    ran = run("query", "mentor", stdin=JOURNAL)
    assert (ran.status, ran.out) == (2, "")
    assert "there is no saved query 'mentor'; did you mean 'mentors'?" in ran.err
    assert run("query", stdin="").status == 0
    assert 'Register of "mentors"' in run("query", "mentors", stdin=JOURNAL).out
