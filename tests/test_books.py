"""`plugin "beancount" "books.beancount"`: costs taken from beancount books, which are data and never run."""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netledger
from netledger import Ledger
from netledger.core.entries import Cost
from netledger.printer import print_entry

Write = Callable[[str, str | bytes], Path]

JOURNAL = """\
option "operating_currency" "USD"
plugin "beancount" "books.beancount"
2026-01-01 person Bob "Bob Okafor"
  alias: Bobby
2026-01-01 person Nina-Smith
2026-01-01 venue @Chamber "Chamber of Commerce" org
2026-01-01 venue @PyCon "PyCon US" event
2026-01-01 unit EUR
"""


@pytest.fixture(autouse=True)
def _in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def taken(write: Write) -> Callable[..., list[str]]:
    """Load a journal with some books, which must be sound, and print the costs that come of them."""

    def load(books: str, config: str = "", journal: str = JOURNAL) -> list[str]:
        write("books.beancount", books)
        write("main.net", journal.replace('.beancount"', f'.beancount {config}"') if config else journal)
        ledger = netledger.load("main.net")
        assert told(ledger) == []
        return [print_entry(entry) for entry in costs(ledger)]

    return load


def costs(ledger: Ledger) -> list[Cost]:
    """Return the entries that come from books."""
    return [entry for entry in ledger.of(Cost) if entry.span.file.endswith(".beancount")]


def told(ledger: Ledger) -> list[str]:
    """Return the diagnostics, each in a line."""
    return [f"{item.span.file}:{item.span.line} {item.code} {item.message}" for item in ledger.diagnostics]


# ------------------------------------------------------------------------------------------------ what is taken


def test_a_tagged_transaction_is_a_cost_with_all_that_it_says(taken: Callable[..., list[str]]) -> None:
    books = """
        2026-01-05 * "Chamber of Commerce" "annual dues" #networking #y2026 ^dues
          over: "1y"
          invoice: "No. 7"
          paid: 2026-01-20
          deposit: 50.00 USD
          count: 2
          done: TRUE
          Expenses:Fees  250.00 USD
          Assets:Cash
    """
    assert taken(books) == [
        (
            '2026-01-05 cost 250.00 USD @Chamber "annual dues" #networking #y2026 ^dues\n'
            "  over: 1y\n"
            '  invoice: "No. 7"\n'
            "  paid: 2026-01-20\n"
            "  deposit: 50.00 USD\n"
            "  count: 2\n"
            "  done: TRUE"
        )
    ]


def test_amounts_are_those_of_expenses_added_up_by_unit(taken: Callable[..., list[str]]) -> None:
    """A price or a lot does not matter, nor does what the money was taken from; what cancels out is nothing."""
    books = """
        2026-02-01 ! "a trip" #networking
          Expenses:Travel  100.00 USD
          Expenses:Hotel   80.00 EUR @ 1.10 USD
          Expenses:Food    20.50 USD
          Expenses:Taxi
          Assets:Cash      -250.00 USD
        2026-02-02 * "a refund" #networking
          Expenses:Travel  -100.00 USD
          Assets:Cash
        2026-02-03 * "nothing in the end" #networking
          Expenses:Travel  7 USD
          Expenses:Food    -7 USD
        2026-02-04 * "an evening" #networking
          Expenses:Time  1.5 HOUR
          Income:Time
        2026-02-05 * "moved" #networking
          Assets:Cash  7 USD
          Assets:Bank
    """
    assert taken(books) == [
        '2026-02-01 cost 80.00 EUR 162.00 USD "a trip" #networking',
        '2026-02-02 cost -100.00 USD "a refund" #networking',
        '2026-02-04 cost 1.5 HOUR "an evening" #networking',
    ]


@pytest.mark.parametrize(
    ("config", "texts"),
    [
        ("", ["tagged"]),
        ("#networking", ["tagged"]),
        ("#fairs", ["other tag"]),
        ("#networking #fairs", ["tagged", "other tag"]),
        ("account:Expenses:Fees", ["fees", "other tag", "beneath"]),
        ("account:Expenses:Fees:Fair", ["beneath"]),
        ("#networking account:Expenses:Fees:Fair", ["tagged", "beneath"]),
        ("account:Assets:Time", ["not of expenses"]),
    ],
)
def test_terms_choose_by_tag_and_by_account(taken: Callable[..., list[str]], config: str, texts: list[str]) -> None:
    books = """
        2026-01-01 * "tagged" #networking
          Expenses:Food  1 USD
          Assets:Cash
        2026-01-02 * "fees"
          Expenses:Fees  1 USD
          Assets:Cash
        2026-01-03 * "other tag" #fairs
          Expenses:Fees  1 USD
          Assets:Cash
        2026-01-04 * "beneath"
          Expenses:Fees:Fair  1 USD
          Expenses:Food       1 USD
          Assets:Cash
        2026-01-05 * "a name that begins alike"
          Expenses:Feesible  1 USD
          Assets:Cash
        2026-01-06 * "not of expenses"
          Assets:Time   1 USD
          Assets:Cash
    """
    found = taken(books, config)
    assert [line.split('"')[1] for line in found] == texts
    assert all(" 1 USD " in line for line in found)


@pytest.mark.parametrize(
    ("head", "metadata", "expected"),
    [
        ('"Chamber of Commerce" "x"', "", "cost 1 USD @Chamber"),
        ('"@Chamber" "x"', "", "cost 1 USD @Chamber"),
        ('"Chamber" "x"', "", "cost 1 USD @Chamber"),
        ('"CHAMBER  OF  COMMERCE" "x"', "", "cost 1 USD @Chamber"),
        ('"@Chamber:Mixers" "x"', "", "cost 1 USD @Chamber:Mixers"),
        ('"Bob" "x"', "", "cost Bob 1 USD"),
        ('"Bobby" "x"', "", "cost Bob 1 USD"),
        ('"bob okafor" "x"', "", "cost Bob 1 USD"),
        ('"Nina Smith" "x"', "", "cost Nina-Smith 1 USD"),
        ('"Blue Bottle" "x"', "", 'cost 1 USD\n  payee: "Blue Bottle"'),
        ('"Blue Bottle" "x"', 'person: "Bobby, Nina-Smith"', 'cost Bob Nina-Smith 1 USD\n  payee: "Blue Bottle"'),
        ('"Blue Bottle" "x"', 'venue: "PyCon US"', 'cost 1 USD @PyCon\n  payee: "Blue Bottle"'),
        ('"Bob" "x"', 'venue: "@PyCon"', "cost Bob 1 USD @PyCon"),
        ('"Bob" "x"', 'person: "Nina-Smith"', 'cost Nina-Smith 1 USD\n  payee: "Bob"'),
        ('"Chamber" "x"', 'person: "Bob"', "cost Bob 1 USD @Chamber"),
        ('"x"', "", "cost 1 USD"),
    ],
)  # fmt: skip
def test_payee_and_metadata_say_who_and_where(
    taken: Callable[..., list[str]], head: str, metadata: str, expected: str
) -> None:
    books = f"2026-01-05 * {head} #networking\n  {metadata}\n  Expenses:Food  1 USD\n  Assets:Cash\n"
    (found,) = taken(books.replace("\n  \n", "\n"))
    assert found.replace(' "x" #networking', "") == f"2026-01-05 {expected}"


def test_the_metadata_of_a_posting_goes_before_that_of_its_transaction(taken: Callable[..., list[str]]) -> None:
    """One transaction pays for two things: a cost each, with what the posting says of it."""
    books = """
        2026-03-06 * "Card" "the week" #networking
          venue: "@PyCon"
          Expenses:Travel  412.10 USD
          Expenses:Hotel   300.00 USD
          Expenses:Food    24.00 USD
            person: "Bob"
            receipt: "r7"
          Expenses:Fees    250.00 USD
            venue: "@Chamber"
          Expenses:Taxi    7.90 USD
            venue: "PyCon US"
          Assets:Cash
    """
    assert taken(books) == [
        '2026-03-06 cost 720.00 USD @PyCon "the week" #networking\n  payee: "Card"',
        '2026-03-06 cost Bob 24.00 USD @PyCon "the week" #networking\n  payee: "Card"\n  receipt: "r7"',
        '2026-03-06 cost 250.00 USD @Chamber "the week" #networking\n  payee: "Card"',
    ]


def test_a_payee_that_may_be_two_is_nobody(taken: Callable[..., list[str]]) -> None:
    journal = JOURNAL + '2026-01-01 person Rob "Bob Okafor"\n2026-01-01 venue @Élan\n2026-01-01 venue @Elan\n'
    payees = ("bob okafor", "ELAN", "Elan")
    books = "".join(
        f'2026-01-05 * "{payee}" "" #networking\n  Expenses:Food  1 USD\n  Assets:Cash\n' for payee in payees
    )
    assert taken(books, journal=journal) == [
        '2026-01-05 cost 1 USD #networking\n  payee: "bob okafor"',
        '2026-01-05 cost 1 USD #networking\n  payee: "ELAN"',
        "2026-01-05 cost 1 USD @Elan #networking",
    ]


def test_includes_and_pushed_tags_are_followed(write: Write, taken: Callable[..., list[str]]) -> None:
    """Each file states its options for itself, as in beancount."""
    renamed = 'option "name_expenses" "Ausgaben"\n'
    book = '{}-01-05 * "{}" #networking\n  Ausgaben:Food  1 USD\n  Assets:Cash\n'
    write("years/2025.beancount", renamed + book.format(2025, "a"))
    write("years/2024.beancount", renamed + book.format(2024, "b"))
    books = f"""
        {renamed}
        include "years/*.beancount"
        pushtag #networking
        pushmeta source: "card"
        2026-01-05 * "c"
          Ausgaben:Food  1 USD
          Assets:Cash
        popmeta source:
        poptag #networking
        2026-01-06 * "d"
          Ausgaben:Food  1 USD
          Assets:Cash
    """
    assert taken(books) == [
        '2024-01-05 cost 1 USD "b" #networking',
        '2025-01-05 cost 1 USD "a" #networking',
        '2026-01-05 cost 1 USD "c" #networking\n  source: "card"',
    ]


def test_a_file_included_twice_is_read_once(write: Write) -> None:
    write("main.net", JOURNAL)
    write("books.beancount", 'include "a.beancount"\ninclude "*.beancount"\n')
    write("a.beancount", '2026-01-05 * "a" #networking\n  Expenses:Food  1 USD\n  Assets:Cash\n')
    ledger = netledger.load("main.net")
    assert [entry.text for entry in costs(ledger)] == ["a"]
    assert told(ledger) == [
        "books.beancount:2 NL214 a.beancount is included twice",
        "books.beancount:2 NL214 books.beancount is included twice",
    ]


def test_two_books_and_journals_in_other_folders_each_find_their_own(write: Write) -> None:
    """A path is relative to the file that names it, also where two lines read alike."""
    book = '2026-01-0{} * "{}" #networking\n  Expenses:Food  1 USD\n  Assets:Cash\n'
    write("a/books.beancount", book.format(1, "a"))
    write("b/books.beancount", book.format(2, "b"))
    write("my books.beancount", book.format(3, "c"))
    line = 'plugin "beancount" "books.beancount"\n'
    write("a/a.net", line)
    write("b/b.net", line)
    main = (
        'option "operating_currency" "USD"\ninclude "*/*.net"\nplugin "beancount" "my books.beancount  #networking "\n'
    )
    write("main.net", main)
    ledger = netledger.load("main.net")
    assert told(ledger) == []
    assert [(entry.text, entry.span.file, entry.span.line, entry.span.end_line) for entry in costs(ledger)] == [
        ("a", "a/books.beancount", 1, 3),
        ("b", "b/books.beancount", 1, 3),
        ("c", "my books.beancount", 1, 3),
    ]


def test_a_transaction_that_two_lines_choose_is_taken_once(write: Write) -> None:
    """Also where books include others, and under another name of the file."""
    book = '2026-01-0{0} * "{0}" {1}\n  Expenses:Fees  1 USD\n  Assets:Cash\n'
    write("books.beancount", 'include "sub/more.beancount"\n' + book.format(1, "#networking") + book.format(2, "#fair"))
    write("sub/more.beancount", book.format(3, "#networking"))
    lines = ("books.beancount", "sub/../books.beancount account:Expenses:Fees", "sub/more.beancount")
    journal = "".join(f'plugin "beancount" "{line}"\n' for line in lines)
    write("main.net", 'option "operating_currency" "USD"\n' + journal)
    ledger = netledger.load("main.net")
    assert [entry.text for entry in costs(ledger)] == ["1", "2", "3"]
    again = "that a line before took, and that are not taken again"
    assert told(ledger) == [
        f"main.net:3 NL203 transactions in books.beancount {again}: 2",
        f"main.net:4 NL203 transactions in sub/more.beancount {again}: 1",
    ]


def test_reports_count_it_and_an_update_reads_the_books_again(write: Write, run: Callable[..., object]) -> None:
    write("books.beancount", '2026-01-05 * "Bob" "lunch" #networking\n  Expenses:Food  7.50 USD\n  Assets:Cash\n')
    write("main.net", JOURNAL)
    ledger = netledger.load("main.net")
    changed = netledger.update(ledger, "main.net", JOURNAL + "2026-02-01 cost Bob 1h\n")
    assert [print_entry(entry) for entry in changed.of(Cost)] == [
        '2026-01-05 cost Bob 7.50 USD "lunch" #networking',
        "2026-02-01 cost Bob 1 HOUR",
    ]
    assert changed.entries == netledger.load_text(JOURNAL + "2026-02-01 cost Bob 1h\n", "main.net").entries
    without = netledger.update(ledger, "main.net", JOURNAL.replace('plugin "beancount" "books.beancount"\n', ""))
    assert without.of(Cost) == ()
    checked = run("check")
    assert (checked.status, checked.out) == (0, "")
    printed = run("print")
    assert run("print", stdin=printed.out).out == printed.out
    assert "main.net" in (files := run("files").out)
    assert "books.beancount" not in files


# --------------------------------------------------------------------------------------------- what is wrong


def test_unknown_people_venues_and_units_are_told_as_elsewhere(write: Write) -> None:
    """With the nearest spelling, and the line of the books."""
    write("main.net", JOURNAL)
    books = """\
        2026-01-05 * "x" #networking
          person: "Nina-Smyth"
          venue: "@Chambr"
          Expenses:Food  1 CHF
          Assets:Cash
        2026-01-06 * "x" #networking
          person: "Bob Okafr!"
          Expenses:Food  1 USD
          Assets:Cash
        2026-01-07 * "x" #networking
          person: "Bob Okafr!"
          venue: "the Camber of Commerce"
          Expenses:Food  1 ABCDEFGHIJKLMNOPQRSTUVWXY
          Expenses:Food  1 USD
            over: "soon"
          Assets:Cash    -1 USD
          Assets:Cash    -1 ABCDEFGHIJKLMNOPQRSTUVWXY
    """
    write("books.beancount", books)
    ledger = netledger.load("main.net")
    assert told(ledger) == [
        "books.beancount:1 NL301 Nina-Smyth is never declared",
        "books.beancount:1 NL302 @Chambr is never declared",
        "books.beancount:4 NL303 the unit CHF is never declared",
        'books.beancount:6 NL301 "Bob Okafr!" is no person of the journal, used 2 times',
        'books.beancount:10 NL302 "the Camber of Commerce" is no venue of the journal',
        "books.beancount:13 NL124 ABCDEFGHIJKLMNOPQRSTUVWXY cannot be a unit",
        "books.beancount:14 NL134 `over:` cannot be a string",
    ]
    hints = {item.code + item.message[:4]: item.hint for item in ledger.diagnostics}
    assert "did you mean Nina-Smith?" in hints["NL301Nina"]
    assert "did you mean @Chamber?" in hints["NL302@Cha"]
    assert hints['NL301"Bob'] == "did you mean Bob Okafor?"
    assert hints['NL302"the'] == "did you mean Chamber of Commerce?"
    assert all(item.excerpt for item in ledger.diagnostics)
    assert [print_entry(entry) for entry in costs(ledger)] == [
        '2026-01-05 cost Nina-Smyth 1 CHF @Chambr "x" #networking',
        '2026-01-06 cost 1 USD "x" #networking\n  person: "Bob Okafr!"',
        '2026-01-07 cost 1 USD "x" #networking\n  person: "Bob Okafr!"\n  venue: "the Camber of Commerce"',
    ]


def test_what_is_wrong_with_metadata_is_told_once_of_a_transaction_that_makes_two_costs(write: Write) -> None:
    write("main.net", JOURNAL)
    books = """\
        2026-01-07 * "x" #networking
          over: "soon"
          Expenses:Food  1 USD
            person: "Bob"
          Expenses:Food  2 USD
            person: "Carol"
          Assets:Cash
    """
    write("books.beancount", books)
    ledger = netledger.load("main.net")
    assert len(costs(ledger)) == 2
    assert [line for line in told(ledger) if "NL134" in line] == ["books.beancount:1 NL134 `over:` cannot be a string"]


def test_faults_in_the_books_are_told_at_their_lines_and_the_rest_is_taken(write: Write) -> None:
    write("main.net", JOURNAL)
    books = """\
        include "lost.beancount"
        2026-01-05 * "good" #networking
          Expenses:Food  1 USD
          Assets:Cash
        2026-01-06 * "two unknowns" #networking
          Expenses:Food
          Assets:Cash
          Assets:Bank  1 USD
        2026-01-07 * "no number" #networking
          Expenses:Food  {0 # 20.00 USD}
          Assets:Cash
        what is this
        2026-01-08 * "zero by zero" #networking
          Expenses:Food  1 USD @ (0/0) EUR
          Assets:Cash
        2026-01-09 * "balanced by a plugin of theirs, maybe" #networking
          Expenses:Food  1 USD
    """
    write("books.beancount", books)
    ledger = netledger.load("main.net")
    assert [entry.text for entry in costs(ledger)] == ["good", "balanced by a plugin of theirs, maybe"]
    lines = [(item.code, item.span.line) for item in ledger.diagnostics]
    assert ("NL214", 1) in lines
    assert {line for _, line in lines} >= {1, 7, 12}
    assert {code for code, _ in lines} == {"NL214"}
    assert all(item.excerpt == books.splitlines()[item.span.line - 1][8:] for item in ledger.diagnostics)


def test_numbers_and_days_that_the_language_does_not_have_are_told(write: Write) -> None:
    write("main.net", JOURNAL)
    book = '{} * "x" #networking\n  Expenses:Food  {} USD\n  Assets:Cash\n'
    write("books.beancount", book.format("0999-12-31", 1) + book.format("1000-01-01", "12345" * 5 + ".6789"))
    ledger = netledger.load("main.net")
    assert costs(ledger) == []
    assert told(ledger) == [
        "books.beancount:1 NL103 0999-12-31 is before any day that netledger knows",
        "books.beancount:5 NL122 an amount of USD has more than 28 digits",
    ]


@pytest.mark.parametrize("division", ["1/0", "0/0", "(1/(1-1))", "1/0 + 1", "(" * 20 + "1/0" + ")" * 20])
def test_a_division_by_zero_kills_nothing(write: Write, division: str) -> None:
    """The parser, which is in C, dies of it where Python's decimals raise."""
    write("main.net", JOURNAL)
    good = '2026-01-05 * "good" #networking\n  Expenses:Food  1 USD\n  Assets:Cash\n'
    write("books.beancount", f'{good}2026-01-06 * "bad" #networking\n  Expenses:Food  {division} USD\n  Assets:Cash\n')
    ledger = netledger.load("main.net")
    assert [entry.text for entry in costs(ledger)] == ["good"]
    assert [item.code for item in ledger.diagnostics] == ["NL214"]


def test_many_faults_are_told_in_few_words(write: Write) -> None:
    write("main.net", JOURNAL)
    write("books.beancount", "what is this\n" * 1000)
    faults = [item for item in netledger.load("main.net").diagnostics if item.code == "NL214"]
    assert len(faults) == 21
    assert any("more faults like the first 20" in item.message for item in faults)


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("lost.beancount", "NL001 lost.beancount does not exist"),
        ("folder", "NL001 folder is a folder"),
        ("secret.beancount.gpg", "NL001 secret.beancount.gpg is encrypted"),
        ("secret.asc", "NL001 secret.asc is encrypted"),
        ("picture.png", "NL002 picture.png is no text"),
        ("wide.beancount", "NL002 wide.beancount is UTF-16, not UTF-8"),
        ("", "NL213 the books are not named"),
        ("#networking", "NL213 the books are not named"),
        ("books.beancount acount:Expenses", "NL213 acount:Expenses is no term: there are #TAG and account:NAME"),
        ("books.beancount #über", "NL213 #über is no term: there are #TAG and account:NAME"),
        ("books.beancount #netwroking", "NL215 no transaction in books.beancount has the tag #netwroking"),
        ("books.beancount account:Expenses:Foot", ("NL215 no transaction in books.beancount has the account "
         "Expenses:Foot")),
        ("empty.beancount", "NL215 no transaction in empty.beancount has the tag #networking"),
    ],
)  # fmt: skip
def test_what_cannot_be_had_is_told_once_at_the_line(write: Write, config: str, expected: str) -> None:
    write("folder/x.beancount", "")
    write("empty.beancount", "")
    write("secret.beancount.gpg", b"\x85\x01")
    write("secret.asc", "-----BEGIN PGP MESSAGE-----\n\nabc\n")
    write("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    write("wide.beancount", "2026-01-01 open Assets:Cash\n".encode("utf-16"))
    write("books.beancount", '2026-01-05 * "x" #networking\n  Expenses:Food  1 USD\n  Assets:Cash\n')
    write("main.net", JOURNAL.replace("books.beancount", config))
    ledger = netledger.load("main.net")
    assert told(ledger) == [f"main.net:2 {expected}"]
    assert ledger.diagnostics[0].hint
    assert costs(ledger) == []
    assert len(ledger.entries) == 5


def test_misspelt_terms_get_the_nearest_one(write: Write) -> None:
    write("books.beancount", '2026-01-05 * "x" #networking\n  Expenses:Food:Out  1 USD\n  Assets:Cash\n')
    write("main.net", JOURNAL.replace("books.beancount", "books.beancount #netwroking account:Expenses:Foot"))
    hints = [item.hint for item in netledger.load("main.net").diagnostics]
    assert sorted(hints) == ["did you mean #networking?", "did you mean account:Expenses:Food?"]


def test_without_beancount_the_message_names_the_extra(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "beancount"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "beancount", None)
    write("books.beancount", "")
    write("main.net", JOURNAL)
    (item,) = netledger.load("main.net").diagnostics
    assert (item.code, item.span.line) == ("NL210", 2)
    assert item.message == 'the plugin "beancount" needs the package beancount'
    assert item.hint == "pip install 'netledger[beancount]'"


# ------------------------------------------------------------------------------------------- no code from data


class _Spring:
    """What makes a file when it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("sprung",)


def test_books_run_nothing(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the plugins that they name, nor modules in their folder, nor a pickle, nor gpg; nothing is written."""
    write("evil.py", "import os\nos.mkdir('sprung')\n__plugins__ = ()\n")
    write("books/evil.py", "import os\nos.mkdir('sprung')\n__plugins__ = ()\n")
    write(".books.beancount.picklecache", pickle.dumps(_Spring()))
    gpg = write("bin/gpg", "#!/bin/sh\nmkdir sprung\n")
    os.chmod(gpg, 0o755)  # noqa: PTH101, S103 - a program
    monkeypatch.setenv("PATH", str(gpg.parent), prepend=os.pathsep)
    write("secret.beancount.gpg", "x")
    write("secret.asc", "-----BEGIN PGP MESSAGE-----\n")
    write("main.net", JOURNAL)
    books = """
        option "insert_pythonpath" "True"
        option "plugin_processing_mode" "raw"
        plugin "evil"
        plugin "beancount.plugins.auto"
        include "secret.beancount.gpg"
        include "secret.asc"
        2026-01-05 * "good" #networking
          Expenses:Food  1 USD
          Assets:Cash
    """
    write("books.beancount", books)
    before = sorted(tmp_path.rglob("*")), list(sys.path)
    ledger = netledger.load("main.net")
    assert (sorted(tmp_path.rglob("*")), list(sys.path)) == before
    assert "evil" not in sys.modules
    assert [entry.text for entry in costs(ledger)] == ["good"]
    assert told(ledger) == [
        "books.beancount:6 NL214 secret.beancount.gpg is encrypted",
        "books.beancount:7 NL214 secret.asc is encrypted",
    ]


@pytest.mark.parametrize("trap", ["plugin", "cache"])
def test_the_traps_would_spring(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trap: str) -> None:
    """What the test above proves does not hold for beancount's own loader."""
    monkeypatch.delenv("BEANCOUNT_DISABLE_LOAD_CACHE", raising=False)
    books = write("books.beancount", 'option "insert_pythonpath" "True"\nplugin "evil"\n' * (trap == "plugin"))
    write("evil.py", "import os\nos.mkdir('sprung')\n__plugins__ = ()\n")
    if trap == "cache":
        write(".books.beancount.picklecache", pickle.dumps(_Spring()))
    command = [Path(sys.executable).parent / "bean-check", books]
    subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert Path("sprung").is_dir()


# ---------------------------------------------------------------------------------------------- random books

_PAYEES = ("Bob", "Chamber of Commerce", "Somewhere", "", "bobby")


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(_PAYEES),
            st.booleans(),
            st.lists(
                st.tuples(
                    st.sampled_from(["Expenses:Food", "Expenses:Fees:Fair", "Assets:Bank"]),
                    st.decimals(-1000, 1000, places=2),
                    st.sampled_from(["USD", "EUR", "HOUR"]),
                ),
                min_size=1,
                max_size=4,
            ),
        ),
        max_size=8,
    )
)
def test_the_sums_are_those_of_the_books(tmp_path_factory: pytest.TempPathFactory, drawn: list[object]) -> None:
    """Per unit, the costs are what stands in the chosen postings, whoever the payees are."""
    text, expected = "", dict.fromkeys(("USD", "EUR", "HOUR"), Decimal(0))
    for payee, tagged, postings in drawn:
        text += f'2026-01-05 * "{payee}" "x"{" #networking" if tagged else ""}\n'
        for account, number, unit in postings:
            text += f"  {account}  {number} {unit}\n"
            if (tagged and account.startswith("Expenses")) or account.startswith("Expenses:Fees"):
                expected[unit] += number
        text += "".join(f"  Equity:Rest  {unit}\n" for unit in sorted({unit for *_, unit in postings}))
    folder = tmp_path_factory.mktemp("books")
    (folder / "books.beancount").write_text(text)
    journal = JOURNAL.replace('.beancount"', '.beancount #networking account:Expenses:Fees"')
    (folder / "main.net").write_text(journal)
    ledger = netledger.load(folder / "main.net")
    assert [item for item in ledger.diagnostics if item.code != "NL215"] == []
    found = dict.fromkeys(expected, Decimal(0))
    for entry in costs(ledger):
        for amount in entry.amounts:
            found[amount.unit] += amount.number
    assert found == expected


@settings(max_examples=150)
@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 40))
def test_any_bytes_are_books_or_diagnosed(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, place: int, length: int
) -> None:
    sound = (
        b'2026-01-05 * "Bob" "x" #networking ^y\n  person: "Carol"\n  over: "1y"\n  Expenses:Food  (3 * 4 / 7) USD\n'
        b'  Expenses:S  5 HOOL {10.00 USD, 2026-01-01, "lot"} @@ 11 USD\n  Assets:Cash\n'
        b'include "books.beancount"\npushtag #networking\n'
    )
    folder = tmp_path_factory.mktemp("books")
    (folder / "books.beancount").write_bytes(sound[:place] + noise + sound[place + length :])
    (folder / "main.net").write_text(JOURNAL)
    ledger = netledger.load(folder / "main.net")
    assert "NL210" not in {item.code for item in ledger.diagnostics}
    assert len(ledger.entries) >= 5
