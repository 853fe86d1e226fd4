"""What is wrong with a journal as a whole: undeclared names, spellings, closed ties, assertions, documents, queries."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from netledger import Diagnostic, Ledger, load, load_text

Run = Callable[..., Any]
Write = Callable[[str, str | bytes], Path]


def faults(ledger: Ledger) -> list[tuple[str, int]]:
    """Return code and line of every diagnostic."""
    return [(item.code, item.span.line) for item in ledger.diagnostics]


def the(ledger: Ledger) -> Diagnostic:
    """Return the only diagnostic."""
    (item,) = ledger.diagnostics
    return item


# ----------------------------------------------------------------------------------------------- declarations


def test_an_undeclared_person(ledger: Ledger) -> None:
    """The journal:

    2026-01-01 person Carolyn
    2026-02-01 meet Carolyn
    2026-02-02 meet Carolin "first"
      give Carolin 1 INTRO
    2026-02-03 call Carolin
    """
    item = the(ledger)
    assert (item.code, item.severity, item.span.line, item.span.column) == ("NL301", "warning", 4, 17)
    assert item.message == "Carolin is never declared, used 2 times"
    assert item.hint.startswith("did you mean Carolyn?")
    assert "person Carolin" in item.hint


@pytest.mark.parametrize(
    "line",
    [
        "meet Zoe",
        "call from Zoe",
        "intro Zoe Bob",
        "intro Bob Me by Zoe",
        "intro Zoe Bob by Bob2",
        "give Zoe",
        "give Bob by Zoe",
        "receive Zoe",
        "cost Zoe 5 USD",
        "outcome job from Zoe",
        "outcome job for Zoe",
        "close Zoe",
        "balance Zoe 0 FAVOR",
        'note Zoe "x"',
        "meet Bob\n  give Zoe 1 INTRO",
    ],
)
def test_everywhere_a_person_can_be_named(line: str) -> None:
    """One warning, at the name."""
    text = f'option "operating_currency" "USD"\n2026-01-01 person Bob\n2026-01-01 person Bob2\n2026-01-02 {line}\n'
    item = the(load_text(text))
    assert (item.code, item.message) == ("NL301", "Zoe is never declared")
    where = text.split("\n")[item.span.line - 1]
    assert where[item.span.column - 1 : item.span.end_column - 1] == "Zoe"


def test_what_declares_a_person(ledger: Ledger) -> None:
    """The journal: `person`, `connect` and an introduction to the owner, whatever their date.

    2026-01-01 meet Ann Ben Cid Dan Eve
    2026-06-01 person Ann
    2026-06-01 connect Ben Fay
    2026-06-01 intro Cid by Fay
    2026-06-01 intro Dan Me Eve by Fay
    """
    assert faults(ledger) == []


def test_an_introduction_among_others_declares_nobody(ledger: Ledger) -> None:
    """The journal:

    2026-06-01 person Fay
    2026-06-02 intro Ann Ben by Fay
    2026-06-02 intro Ann Fay
    """
    assert [item.message for item in ledger.diagnostics] == [
        "Ann is never declared, used 2 times",
        "Ben is never declared",
    ]


def test_a_name_in_metadata_need_not_be_declared(ledger: Ledger) -> None:
    """The journal:

    2026-01-01 venue @Salon
      host: Zoe
    2026-01-02 custom "mood" Yan @Nowhere
    """
    assert faults(ledger) == []


def test_an_undeclared_venue(ledger: Ledger) -> None:
    """The journal: a venue beneath a declared one is declared by it.

    2026-01-01 venue @Chamber
    2026-01-02 meet @Chamber:Mixers:Spring
    2026-01-03 meet @Chambre "a slip"
    2026-01-04 cost @Elsewhere:Hall 1 FAVOR
    """
    first, second = ledger.diagnostics
    assert (first.code, first.message) == ("NL302", "@Chambre is never declared")
    assert "did you mean @Chamber?" in first.hint
    assert (second.span.line, second.message) == (5, "@Elsewhere:Hall is never declared")


def test_a_venue_does_not_declare_its_parent(ledger: Ledger) -> None:
    """The journal:

    2026-01-01 venue @Chamber:Mixers
    2026-01-02 meet @Chamber
    2026-01-02 meet @Chamber:Mixers
    """
    assert [(item.code, item.span.line) for item in ledger.diagnostics] == [("NL302", 3)]


def test_an_undeclared_unit(ledger: Ledger) -> None:
    """The journal: built in, the operating currency, what has a price, and one that nobody declared.

    option "operating_currency" "USD" "EUR"
    2026-01-01 unit ADVICE
    2026-01-01 price MILE 0.7 USD
    2026-01-02 cost 1h 2 FAVOR 3 INTRO 4 USD 5 EUR 6 ADVICE 7 MILE
    2026-01-02 cost 1 ADVISE 2 ADVISE
    2026-01-03 cost 1 ADVISE
    """
    item = the(ledger)
    assert (item.code, item.span.line, item.span.column) == ("NL303", 6, 19)
    assert item.message == "the unit ADVISE is never declared, used 3 times"
    assert "did you mean ADVICE?" in item.hint


def test_strict_makes_errors_of_warnings(run: Run) -> None:
    """For git hooks; by name, too."""
    text = "2026-01-01 meet Zoe\n"
    assert run("check", stdin=text).status == 0
    ran = run("check", "--strict", stdin=text)
    assert ran.status == 1
    assert "error[NL301]" in ran.out
    assert run("check", "--strict", "units", stdin=text) == (0, "", "")


# --------------------------------------------------------------------------------------- spellings and endings


def test_names_that_differ_only_by_case(ledger: Ledger) -> None:
    """The journal: people and venues, the second spelling is warned of; a person and a venue never meet.

    2026-01-01 person McKay
    2026-01-01 person Mckay
    2026-01-01 venue @PyCon
    2026-01-01 venue @Pycon
    2026-01-01 person PyCon
    """
    assert faults(ledger) == [("NL304", 3), ("NL304", 5)]
    assert ledger.diagnostics[0].message == "Mckay differs from McKay by case alone"
    assert "test.net:2" in ledger.diagnostics[0].hint


def test_composed_and_decomposed_are_one_name() -> None:
    """Names are compared in NFC, so no warning of any kind."""
    text = "2026-01-01 person \u00c9lise\n2026-01-02 meet E\u0301lise\n2026-01-03 balance E\u0301lise 0 FAVOR\n"
    assert faults(load_text(text)) == []


def test_a_touch_after_the_tie_was_closed(ledger: Ledger) -> None:
    """The journal: warned of once for each ending; `connect` reopens; a favour or a promise is no touch.

    2026-01-01 person Bob
    2026-01-01 person Ann
    2026-02-01 close Bob "moved"
    2026-02-02 give Bob
    2026-02-03 ! meet Bob
    2026-02-04 meet Ann Bob
    2026-02-05 meet Bob
    2026-03-01 close Ann
    2026-03-01 connect Ann
    2026-03-02 call Ann
    """
    assert faults(ledger) == [("NL306", 7)]
    item = the(ledger)
    assert item.message == "a touch with Bob, whose tie was closed on 2026-02-01"
    assert "2026-02-04 connect Bob" in item.hint
    assert item.span.column == 21


# ------------------------------------------------------------------------------------------------- assertions


def test_an_assertion_that_holds_before_its_day(ledger: Ledger) -> None:
    """The journal: what happens on the day itself is not in it yet, wherever it stands.

    2026-01-01 person Bob
    2026-01-02 give Bob 3 FAVOR
    2026-01-03 receive Bob 1 FAVOR
    2026-01-04 give Bob 5 FAVOR
    2026-01-04 balance Bob 2 FAVOR
    2026-01-05 balance Bob 7 FAVOR
    2026-01-05 balance Bob 0 INTRO
    """
    assert faults(ledger) == []


@pytest.mark.parametrize(
    ("asserted", "message"),
    [
        ("5", "the balance of Bob is 2.00 FAVOR, not 5.00 FAVOR: 3.00 FAVOR less"),
        ("-1", "the balance of Bob is 2.00 FAVOR, not -1.00 FAVOR: 3.00 FAVOR more"),
        ("1.99", "the balance of Bob is 2.00 FAVOR, not 1.99 FAVOR: 0.01 FAVOR more"),
    ],
)
def test_an_assertion_that_fails_tells_the_difference(run: Run, asserted: str, message: str) -> None:
    """An error at the name, with the way to see how it came about."""
    text = f"2026-01-01 person Bob\n2026-01-02 give Bob 2 FAVOR\n2026-01-03 balance Bob {asserted} FAVOR\n"
    item = the(load_text(text, "main.net"))
    assert (item.code, item.message, str(item.span)) == ("NL401", message, "main.net:3:20")
    assert "netledger register Bob unit:FAVOR -e 2026-01-03" in item.hint
    assert run("check", stdin=text).status == 1


def test_an_assertion_is_compared_at_the_units_precision(ledger: Ledger) -> None:
    """The journal: thirds of an hour, and a unit of whole ones.

    2026-01-01 person Bob
    2026-01-01 unit ADVICE
      precision: 0
    2026-01-02 give Bob 20m
    2026-01-02 give Bob 1.4 ADVICE
    2026-01-03 balance Bob 0.33 HOUR
    2026-01-03 balance Bob 0.334 HOUR
    2026-01-03 balance Bob 1 ADVICE
    2026-01-03 balance Bob 0.34 HOUR
    2026-01-03 balance Bob 2 ADVICE
    """
    assert faults(ledger) == [("NL401", 10), ("NL401", 11)]


def test_what_is_pending_is_not_in_an_assertion(ledger: Ledger) -> None:
    """The journal: neither a pending entry nor a pending detail.

    2026-01-01 person Bob
    2026-01-02 ! give Bob 2 FAVOR
    2026-01-02 meet Bob
      ! give 4 FAVOR
      give 1 FAVOR
    2026-01-02 ! meet Bob
      give 8 FAVOR
    2026-01-03 balance Bob 1 FAVOR
    """
    assert faults(ledger) == []


def test_an_assertion_of_a_venue_has_what_is_beneath(ledger: Ledger) -> None:
    """The journal: favours to the group, not to people who were met there.

    2026-01-01 venue @Chamber
    2026-01-01 person Bob
    2026-01-02 give @Chamber 1 FAVOR
    2026-01-02 give @Chamber:Mixers 2 FAVOR
    2026-01-02 receive @Chamber:Mixers:Spring 4 FAVOR
    2026-01-02 give Bob @Chamber 8 FAVOR
    2026-01-03 balance @Chamber -1 FAVOR
    2026-01-03 balance @Chamber:Mixers -2 FAVOR
    2026-01-03 balance @Chamber:Mixers:Spring -4 FAVOR
    2026-01-03 balance @Chamber:Other 0 FAVOR
    """
    assert faults(ledger) == []


def test_costs_and_outcomes_are_no_favours(ledger: Ledger) -> None:
    """The journal:

    option "operating_currency" "USD"
    2026-01-01 person Bob
    2026-01-02 cost Bob 5 USD
    2026-01-02 outcome client 7 USD from Bob
    2026-01-03 balance Bob 0 USD
    """
    assert faults(ledger) == []


# --------------------------------------------------------------------------------------- documents and queries


def test_documents_must_exist_beside_their_file(write: Write) -> None:
    """Relative to the file that names them, not to the first one."""
    write("sub/letters/bob.pdf", b"%PDF")
    write("sub/part.net", '2026-01-01 document Me "letters/bob.pdf"\n2026-01-01 document Me "gone.pdf"\n')
    item = the(load(write("main.net", 'include "sub/part.net"\n')))
    assert (item.code, item.span.line, item.message) == ("NL402", 2, "the document gone.pdf does not exist")


@pytest.mark.parametrize("terms", ["Alice (", ")", 'text:"open', "any:Alice", "kind:", "@", "not:"])
def test_a_saved_query_must_be_readable(terms: str) -> None:
    """An error on its line."""
    written = terms.replace('"', '\\"')
    item = the(load_text(f'2026-01-01 query "mine" "{written}"\n'))
    assert (item.code, item.severity, item.span.line) == ("NL403", "error", 1)


def test_saved_queries_that_can_be_read(ledger: Ledger) -> None:
    r"""The journal:

    2026-01-01 query "mentors" "#mentor kind:call not:any:(A* @Chamber)"
    2026-01-01 query "words" "text:\"two words\""
    """
    assert faults(ledger) == []
