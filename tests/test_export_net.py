"""`netledger export net`: one journal of all files, which loads again to equal entries and reports the same."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from exports import TODAY, many, peak, text
from hypothesis import given
from records import placeless
from strategies import journals

from netledger import Ledger, load, load_text
from netledger.core.entries import Plugin
from netledger.core.options import Options
from netledger.core.spans import Span
from netledger.exporters.entries import rebased

Run = Callable[..., Any]
Write = Callable[..., Path]

EXAMPLES = Path(__file__).parents[1] / "examples"


def entries_of(ledger: Ledger) -> list[Any]:
    return [placeless(rebased(entry)) for entry in ledger.entries]


def plugins_of(ledger: Ledger) -> list[tuple[str, str]]:
    return [(line.name, line.config) for line in ledger.plugins]


@given(journals())
def test_it_loads_again_to_equal_entries_options_and_plugins(journal: Any) -> None:
    ledger = load_text(journal.text, "test.net")
    written = text("net", ledger, today=date.max)
    again = load_text(written, "again.net")
    assert entries_of(again) == entries_of(ledger)
    assert again.options == ledger.options
    assert plugins_of(again) == plugins_of(ledger)
    assert text("net", again, today=date.max) == written


@pytest.mark.parametrize("name", ["coach.net", "quickstart.net", "job-seeker/main.net"])
@pytest.mark.parametrize("report", ["balance", "tend", "venues", "people", "stats", "places"])
def test_one_file_reports_what_many_report(name: str, report: str, run: Run) -> None:
    day = ("--today", "2026-12-31")
    one = run("export", "net", "-f", str(EXAMPLES / name), *day).out
    args = (report, "-O", "csv", *day)
    of_one, of_many = run(*args, stdin=one).out, run(*args, "-f", str(EXAMPLES / name)).out
    if report == "stats":  # how many files and lines there are is all that may differ
        of_one, of_many = [
            "\n".join(r for r in t.split("\n") if r[:5] not in {"files", "lines"}) for t in (of_one, of_many)
        ]
    assert of_one == of_many


def test_it_is_print_with_the_lines_of_plugins(run: Run) -> None:
    head = 'option "title" "T"\n'
    journal = "2026-01-02 meet Bob\n2026-01-01 person Bob\n"
    printed = run("print", stdin=head + journal).out
    written = run("export", "net", stdin=head + 'plugin "tend"\n' + journal).out
    assert written == printed.replace(head, head + 'plugin "tend"\n')
    assert run("export", "net", stdin=written).out == written


def test_options_and_plugin_texts_are_quoted(run: Run) -> None:
    line = 'plugin "no such" "a \\"b\\" \\\\ c"\n'
    ran = run("export", "net", stdin=f'{line}option "title" "say \\"hi\\""\n')
    assert ran.out == f'option "title" "say \\"hi\\""\n{line}'
    assert (ran.status, "NL209" in ran.err) == (1, True)


def test_what_a_plugin_added_is_not_added_again(run: Run, write: Write) -> None:
    pytest.importorskip("beancount")
    write("books.beancount", '2026-01-05 * "Bob" "lunch" #networking\n  Expenses:Food  7.50 USD\n  Assets:Cash\n')
    write(
        "main.net", 'option "operating_currency" "USD"\nplugin "beancount" "books.beancount"\n2026-01-01 person Bob\n'
    )
    ran = run("export", "net")
    assert ran.out == (
        'option "operating_currency" "USD"\n; plugin "beancount" "books.beancount" ; its entries are in here\n\n'
        '2026-01-01 person Bob\n\n2026-01-05 cost Bob 7.5 USD "lunch" #networking\n'
    ).replace("7.5 ", "7.50 ")
    assert entries_of(load_text(ran.out)) == entries_of(load("main.net"))


def test_a_name_in_a_plugin_line_ends_no_comment() -> None:
    line = Plugin(span=Span("x", 1), name="beancount", config='a"\n2026-01-01 person Eve')
    again = load_text(text("net", Ledger((), Options(), plugins=(line,))))
    assert (again.entries, again.diagnostics) == ((), ())


def test_later_entries_are_counted(run: Run) -> None:
    journal = "2026-01-01 person Bob\n2027-01-01 meet Bob\n2027-01-02 meet Bob\n"
    assert text("net", journal, today=TODAY) == (
        "; Entries after 2026-06-30, which are not in here: 2.\n\n2026-01-01 person Bob\n"
    )
    assert run("export", "net", "--today", "2027-01-01", "-b", "2027-01-01", stdin=journal).out == (
        "; Entries after 2027-01-01, which are not in here: 1.\n\n2027-01-01 meet Bob\n"
    )


def test_terms_and_periods_choose(run: Run) -> None:
    journal = "2026-01-01 person Bob\n2026-01-02 meet Bob @X\n2026-02-01 meet Ann @X\n"
    assert run("export", "net", "@X", "-p", "2026-01", stdin=journal).out == "2026-01-02 meet Bob @X\n"


def test_an_empty_journal_is_an_empty_text(run: Run) -> None:
    assert run("export", "net", stdin="").out == ""


def test_it_never_takes_the_place_of_the_journal(run: Run, write: Write) -> None:
    write("main.net", 'include "a.net"\n')
    before = write("a.net", "2026-01-01 person Bob\n").read_bytes()
    ran = run("export", "net", "-o", "a.net")
    assert (ran.status, ran.err) == (2, "Error: cannot write a.net: it is a file of the journal\n")
    assert Path("a.net").read_bytes() == before


def test_memory_does_not_grow_with_the_journal() -> None:
    some, more = many(2_500), many(10_000)
    assert peak("net", more) < 1.1 * peak("net", some)
