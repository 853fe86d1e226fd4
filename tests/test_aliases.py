"""An alias stands for its person everywhere."""

from collections.abc import Callable
from typing import Any

import pytest

from netledger import Ledger, load_text
from netledger.core import entries as e

Run = Callable[..., Any]

BOB = 'option "operating_currency" "USD"\n2026-01-01 person Ann\n2026-01-01 person Bob\n  alias: Bobby\n'


def codes(ledger: Ledger) -> list[str]:
    """Return the codes of all diagnostics."""
    return [item.code for item in ledger.diagnostics]


@pytest.mark.parametrize(
    "line",
    [
        "meet {}",
        "call from Ann {}",
        "intro {} Ann",
        "intro Ann Me by {}",
        "give {} 2 FAVOR",
        "give Ann by {}",
        "receive {}",
        "cost {} 5 USD",
        "outcome job 5 USD from {}",
        "outcome job from Ann for {}",
        "close {}",
        "balance {} 0 FAVOR",
        'note {} "x"',
        "meet Ann\n  give {} 1 INTRO",
        "meet {}\n  receive 1 INTRO",
        "connect {}",
        "person {}\n  every: 30d",
    ],
)
def test_it_is_the_same_entry_as_with_the_name(line: str) -> None:
    """Wherever a person can be named; with `person` alone the name becomes a declaration of its own."""
    plain, alias = (
        load_text(BOB + f"2026-02-01 {line.format('Bob')}\n"),
        load_text(BOB + f"2026-02-01 {line.format('Bobby')}\n"),
    )
    if line.startswith("person"):
        assert codes(alias) == ["NL305"]
        return
    assert codes(plain) == codes(alias) == []
    written, meant = alias.entries[-1], plain.entries[-1]
    assert e.people(written) == e.people(meant)
    for field in ("names", "by", "subject", "beneficiaries", "details"):
        assert getattr(written, field, None) == getattr(meant, field, None)


def test_an_assertion_over_both_names(ledger: Ledger) -> None:
    """The journal:

    2026-01-01 give Bobby 1 FAVOR
    2026-01-02 give Bob 2 FAVOR
    2026-01-03 balance Bobby 3 FAVOR
    2026-06-01 person Bob
      alias: Bobby
      alias: Rob
    2026-07-01 give Rob 4 FAVOR
    2026-08-01 balance Bob 7 FAVOR
    """
    assert codes(ledger) == []


def test_a_report_has_one_row_and_a_term_may_be_either_name(run: Run) -> None:
    """What is written in the journal is understood on the command line, too."""
    text = BOB + "2026-02-01 give Bobby 1 FAVOR\n2026-02-02 give Bob 2 FAVOR\n2026-02-02 give Ann\n"
    for term in ("Bob", "Bobby"):
        ran = run("balance", term, "-O", "csv", "--today", "2026-06-30", stdin=text)
        assert [line[:8] for line in ran.out.splitlines()[1:]] == ["Bob,3.00"]


def test_the_same_person_twice_in_a_line_is_there_once() -> None:
    """Once as Bob, once as Bobby."""
    ledger = load_text(BOB + "2026-02-01 meet Bob Ann Bobby\n")
    assert e.people(ledger.entries[-1]) == ("Bob", "Ann")


@pytest.mark.parametrize(
    "entry", ["meet Rob Bobby", "intro Bobby Rob Ann", "outcome job from Rob Bobby", "meet Bob Rob"]
)
def test_two_names_of_one_person_in_a_line_are_diagnosed(entry: str) -> None:
    """Also where neither is the name that the person was declared by."""
    text = "2026-01-01 person Ann\n2026-01-01 person Bob\n  alias: Rob\n  alias: Bobby\n"
    (item,) = load_text(f"{text}2026-02-01 {entry}\n").diagnostics
    assert (item.code, item.span.line) == ("NL137", 5)
    assert item.message.startswith("Bob stands twice: ")
    assert item.message.split()[3] in {"Rob", "Bobby"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("2026-01-01 person Bob\n  alias: Rob\n2026-01-01 person Robert\n  alias: Rob\n", 4),
        ("2026-01-01 person Rob\n2026-01-01 person Robert\n  alias: Rob\n", 3),
        ("2026-01-01 connect Ann Bob\n  alias: Rob\n", 2),
    ],
)
def test_an_alias_that_means_two_people(text: str, line: int) -> None:
    """An error on the alias's own line."""
    (item,) = load_text(text).diagnostics
    assert (item.code, item.severity, item.span.line) == ("NL305", "error", line)
    assert "Rob" in item.message


def test_the_same_alias_said_twice_of_one_person_is_well() -> None:
    """A `person` line may repeat."""
    ledger = load_text(
        "2026-01-01 person Bob\n  alias: Rob\n2026-02-01 person Bob\n  alias: Rob\n2026-02-01 give Rob\n"
    )
    assert codes(ledger) == []


def test_me_is_never_a_person_under_another_name_either() -> None:
    """A favour to oneself is no favour: it is diagnosed, or books nothing."""
    ledger = load_text("2026-01-01 person Me\n  alias: Nina\n2026-01-02 give Nina\n2026-01-03 meet Nina\n")
    assert codes(ledger) or not any(e.ME in getattr(entry, "names", ()) for entry in ledger.entries)
