"""`plugin "netledger.beancount"`: a journal beside its owner's books, checked and queried by beancount itself."""

import csv
import io
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from accounting import BOOKS
from beancount import loader
from beancount.core import data, interpolate
from beancount.parser import parser
from conftest import ROOT
from hypothesis import given, settings
from strategies import journals

import netledger
from netledger import Ledger
from netledger.beancount import ORIGINAL, add_network

Write = Callable[[str, str | bytes], Path]

JOURNAL = """\
option "operating_currency" "USD"
2026-01-01 price HOUR  60.00 USD
2026-01-01 unit ADVICE "a piece of advice"
2026-01-01 person Bob "Bob Okafor"
2026-01-01 venue @Chamber org
2026-01-12 cost @Chamber 250 USD "annual dues" #dues ^d1
  over: 1y
2026-03-01 connect Alice @Chamber:Mixers
2026-03-01 meet Alice Bob @Chamber:Mixers "spring mixer" #spring
  give Alice 1 ADVICE "pricing her course"
  ! give Bob 1 INTRO "promised"
  cost 1h30m
2026-03-20 receive Bob 2 ADVICE
2026-06-01 outcome client 4800 USD from Alice "six months of coaching"
"""


def loaded(path: Path) -> tuple[list[Any], list[str], dict[str, Any]]:
    """Load books as every program of beancount's does; the errors as `file:line message`."""
    entries, errors, options = loader.load_file(str(path))
    told = [f"{Path(e.source['filename']).name}:{e.source['lineno']} {e.message}" for e in errors]
    return entries, told, options


def ours(entries: Iterable[Any]) -> list[Any]:
    """Return the directives that come from a journal."""
    return [entry for entry in entries if entry.meta["filename"].endswith(".net")]


def tool(name: str, *args: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program of beancount's."""
    command = [Path(sys.executable).parent / name, *map(str, args)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)


def query(books: Path, text: str) -> list[list[str]]:
    """Return the rows of a query of bean-query, without the head."""
    done = tool("bean-query", "-f", "csv", books, text)
    assert done.stderr == ""
    return [[cell.strip(" ,") for cell in row] for row in csv.reader(io.StringIO(done.stdout))][1:]


# --------------------------------------------------------------------------------------------- the programs


def test_bean_check_is_silent_and_bean_query_finds_everybody(write: Write) -> None:
    """Balances of goodwill, and networking costs, beside the books."""
    write("network.net", JOURNAL)
    books = write("books.beancount", BOOKS)
    checked = tool("bean-check", books)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    terms = "SELECT account, units(sum(position)) WHERE account ~ '{}' GROUP BY account ORDER BY account"
    assert query(books, terms.format("Goodwill")) == [
        ["Equity:Network:Goodwill:Alice", "1.00 ADVICE"],
        ["Equity:Network:Goodwill:Bob", "-2.00 ADVICE"],
    ]
    assert query(books, terms.format("Costs|Cash")) == [
        ["Assets:Cash", "1000.00 USD"],
        ["Equity:Network:Costs:Chamber", "250.00 USD"],
        ["Equity:Network:Costs:Chamber:Mixers", "1.50 HOUR"],
    ]
    total = query(books, "SELECT convert(sum(position), 'USD', 2026-12-31) WHERE account ~ 'Mixers'")
    assert total == [["90.00 USD"]]


@pytest.mark.parametrize("journal", ["quickstart.net", "job-seeker/main.net"])
def test_balances_are_those_of_netledger(write: Write, run: Callable[..., Any], journal: str) -> None:
    path = ROOT / "examples" / journal
    books = write("books.beancount", BOOKS.replace("network.net", str(path)))
    terms = "SELECT account, currency, sum(number) WHERE account ~ 'Goodwill' GROUP BY account, currency"
    rows = query(books, terms)
    entries, told, _ = loaded(books)
    assert told == []
    names = {e.account: e.meta.get(ORIGINAL, e.account.removeprefix("Equity:Network:")) for e in ours_opened(entries)}
    found = {(names[account].partition(":")[2], unit): Decimal(number) for account, unit, number in rows}
    printed = run("balance", "-f", str(path), "--today", "2100-01-01", "-O", "csv").out
    expected = {(row["person"], row["unit"]): Decimal(row["balance"]) for row in csv.DictReader(io.StringIO(printed))}
    assert _something(found) == _something(expected)
    assert len(found) > 1


def ours_opened(entries: Iterable[Any]) -> list[data.Open]:
    """Return the accounts that the plugin opened."""
    return [entry for entry in ours(entries) if isinstance(entry, data.Open)]


def _something(balances: dict[tuple[str, str], Decimal]) -> dict[tuple[str, str], Decimal]:
    return {key: number for key, number in balances.items() if number}


def test_errors_have_the_file_and_the_line_of_the_journal(write: Write) -> None:
    """Warnings are left to `netledger check`: beancount has none, and bean-check would fail for them."""
    write("people/more.net", "2026-01-01 person Carol\n\n2026-01-02 give Carol 3\n2026-01-02 give Karol 3 CHF\n")
    write("network.net", 'include "people/*.net"\n' + JOURNAL)
    books = write("books.beancount", BOOKS)
    checked = tool("bean-check", books)
    assert checked.returncode == 1
    where = books.parent / "people" / "more.net"
    message = "no unit after the number 3 [NL104]; write an amount as `3 USD`, or a time as `1h30m`"
    assert checked.stderr.split() == f"{where}:3: {message}".split()
    entries, told, _ = loaded(books)
    assert len(told) == 1
    assert any(getattr(entry, "payee", None) == "Karol" for entry in entries)


# ------------------------------------------------------------------------------------------- what is added


def test_transactions_say_all_that_the_entries_do(write: Write) -> None:
    path = write("network.net", JOURNAL)
    entries, told, _ = loaded(write("books.beancount", BOOKS))
    assert told == []
    dues, mixer, advice, client = [entry for entry in ours(entries) if isinstance(entry, data.Transaction)]
    assert dues.meta == {"filename": str(path), "lineno": 6, "over": "1y"}
    assert (dues.payee, dues.narration, dues.tags, dues.links) == (
        "@Chamber",
        "cost: annual dues",
        frozenset({"dues"}),
        frozenset({"d1"}),
    )
    assert (mixer.meta["venue"], mixer.payee) == ("@Chamber:Mixers", "Alice, Bob")
    assert mixer.postings[0].meta["text"] == "pricing her course"
    assert [str(posting.units) for posting in mixer.postings] == [
        "1.00 ADVICE",
        "-1.00 ADVICE",
        "1.50 HOUR",
        "-1.50 HOUR",
    ]
    assert (advice.payee, client.payee) == ("Bob", "Alice")


@pytest.mark.parametrize("journal", ["quickstart.net", "job-seeker/main.net"])
def test_the_export_holds_the_same_transactions(write: Write, run: Callable[..., Any], journal: str) -> None:
    """What `netledger export beancount` writes, parsed by beancount, is what the plugin adds."""
    path = ROOT / "examples" / journal
    entries, _, _ = loaded(write("books.beancount", BOOKS.replace("network.net", str(path))))
    exported = run("export", "beancount", "-f", str(path), "--today", "2100-01-01").out
    written, errors, _ = parser.parse_string(exported)
    assert errors == []
    for kind in (data.Transaction, data.Open, data.Price, data.Commodity):
        found, expected = (
            Counter(map(_bare, (e for e in of if isinstance(e, kind)))) for of in (ours(entries), written)
        )
        assert found == expected
        assert found or kind is data.Commodity


def _bare(entry: Any) -> str:
    """Write a directive without its place, and without the tolerances that booking adds."""
    place = ("filename", "lineno", "__netledger__", interpolate.AUTOMATIC_TOLERANCES)
    meta = [(key, str(value)) for key, value in entry.meta.items() if key not in place]
    if not isinstance(entry, data.Transaction):
        return str((meta, [str(part) for part in entry[1:]]))
    postings = [
        (p.account, str(p.units), [(k, str(v)) for k, v in (p.meta or {}).items() if k not in place])
        for p in entry.postings
    ]
    head = (str(entry.date), entry.flag, entry.payee, entry.narration, sorted(entry.tags), sorted(entry.links))
    return str((head, meta, postings))


def test_what_the_books_have_themselves_stays_theirs(write: Write) -> None:
    """Accounts that they open, units that they declare, and pairs of units that they price."""
    journal = JOURNAL + "2026-02-01 price EUR 1.1 USD\n2026-02-01 price MILE 0.7 USD\n2026-02-01 price MILE 0.8 USD\n"
    write("network.net", journal)
    own = (
        "2020-01-01 open Equity:Network:Goodwill:Bob\n"
        '2020-01-01 commodity ADVICE\n  name: "their own"\n'
        "2026-02-02 price USD 0.9 EUR\n"
    )
    entries, told, _ = loaded(write("books.beancount", BOOKS + own))
    assert told == []
    opened = [entry.account for entry in entries if isinstance(entry, data.Open)]
    assert opened.count("Equity:Network:Goodwill:Bob") == 1
    assert [entry.meta["name"] for entry in entries if isinstance(entry, data.Commodity)] == ["their own"]
    prices = [(entry.currency, str(entry.amount)) for entry in entries if isinstance(entry, data.Price)]
    assert sorted(prices) == [("HOUR", "60.00 USD"), ("MILE", "0.8 USD"), ("USD", "0.9 EUR")]


def test_accounts_are_opened_on_the_day_of_their_first_use(write: Write) -> None:
    write("network.net", JOURNAL)
    entries, _, _ = loaded(write("books.beancount", BOOKS))
    assert [(str(e.date), e.account, e.meta.get(ORIGINAL), e.meta["lineno"]) for e in ours_opened(entries)] == [
        ("2026-01-12", "Equity:Network:Costs:Chamber", "Costs:@Chamber", 6),
        ("2026-01-12", "Equity:Network:Spent", None, 6),
        ("2026-03-01", "Equity:Network:Goodwill:Alice", None, 9),
        ("2026-03-01", "Equity:Network:Given", None, 9),
        ("2026-03-01", "Equity:Network:Costs:Chamber:Mixers", "Costs:@Chamber:Mixers", 9),
        ("2026-03-20", "Equity:Network:Goodwill:Bob", None, 13),
        ("2026-03-20", "Equity:Network:Received", None, 13),
        ("2026-06-01", "Equity:Network:Outcomes:Client", "Outcomes:client", 14),
        ("2026-06-01", "Equity:Network:Gained", None, 14),
    ]


@pytest.mark.parametrize(
    ("config", "options", "account"),
    [
        ("network.net root:Equity:People", "", "Equity:People"),
        ("network.net  root:Assets:Good:Will ", "", "Assets:Good:Will"),
        ("network.net", 'option "name_equity" "Eigenkapital"', "Eigenkapital:Network"),
        ("network.net root:Equity:People", 'option "name_equity" "Eigenkapital"', "Eigenkapital:People"),
        ("network.net root:Eigenkapital:Leute", 'option "name_equity" "Eigenkapital"', "Eigenkapital:Leute"),
    ],
)
def test_everything_lies_under_one_account(write: Write, config: str, options: str, account: str) -> None:
    write("network.net", JOURNAL)
    books = f'{options}\nplugin "netledger.beancount" "{config}"\n'
    entries, told, _ = loaded(write("books.beancount", books))
    assert told == []
    assert {posting.account for entry in entries if hasattr(entry, "postings") for posting in entry.postings} >= {
        f"{account}:Goodwill:Bob",
        f"{account}:Given",
    }
    assert all(opened.account.startswith(f"{account}:") for opened in ours_opened(entries))


def test_a_path_is_relative_to_the_main_file_and_may_have_blanks(write: Write) -> None:
    write("my net/the network.net", JOURNAL)
    write("books/more.beancount", "")
    books = write("books/main.beancount", BOOKS.replace('"network.net"', '" ../my net/the network.net "'))
    entries, told, options = loaded(books)
    assert told == []
    assert len(ours(entries)) > 10
    assert str(books.parent.parent / "my net" / "the network.net") in options["include"]


def test_units_are_shown_with_their_decimals(write: Write) -> None:
    """Those that only the journal has, too: without it beancount would round half an hour away."""
    write("network.net", "2026-01-01 venue @A\n2026-01-02 cost @A 0.25 HOUR\n")
    _, _, options = loaded(write("books.beancount", BOOKS))
    assert options["dcontext"].build().format(Decimal("0.25"), "HOUR") == "0.25"


def test_a_journal_in_whole_numbers_takes_no_decimals_from_the_books(write: Write) -> None:
    """beancount shows a unit with the decimals that most of its numbers have."""
    costs = "2026-01-02 cost @A 25 USD 1 TOKEN\n" * 5
    write("network.net", f"2026-01-01 venue @A\n2026-01-01 unit TOKEN\n  precision: 0\n{costs}")
    fuel = '2020-01-03 * "fuel"\n  Assets:Cash  -12.555 USD\n  Equity:Opening\n'
    books = write("books.beancount", BOOKS + fuel * 2)
    shown = dict(query(books, "SELECT account, sum(position) GROUP BY account"))
    assert shown["Assets:Cash"] == "974.890 USD"
    assert shown["Equity:Network:Costs:A"].replace(",", "").split() == ["5", "TOKEN", "125.000", "USD"]


def test_half_a_favour_is_not_rounded_away_among_whole_ones(write: Write, run: Callable[..., Any]) -> None:
    journal = write("network.net", "2026-01-01 give Bob\n" * 5 + "2026-01-02 give Bob 0.5 FAVOR\n")
    plugged, exported = write("books.beancount", BOOKS), journal.with_suffix(".beancount")
    run("export", "beancount", "-f", str(journal), "-o", str(exported))
    for books in (plugged, exported):
        rows = query(books, "SELECT sum(position) WHERE account ~ 'Bob'")
        assert rows == [["5.50 FAVOR"]]


def test_two_journals_share_accounts(write: Write) -> None:
    write("network.net", JOURNAL)
    write("other.net", "2026-01-01 person Bob\n2026-02-01 give Bob 1 ADVICE\n2025-01-01 unit ADVICE\n")
    books = write("books.beancount", BOOKS + 'plugin "netledger.beancount" "other.net"\n')
    entries, told, _ = loaded(books)
    assert told == []
    opened = {entry.account: str(entry.date) for entry in ours_opened(entries)}
    assert len(ours_opened(entries)) == len(opened)
    assert opened["Equity:Network:Goodwill:Bob"] == "2026-02-01"
    assert opened["Equity:Network:Goodwill:Alice"] == "2026-03-01"


# ------------------------------------------------------------------------------------------------- reloading


def test_who_watches_the_books_learns_of_the_journals_files(write: Write) -> None:
    """All of them, and the books that it takes costs from; a journal that is not there may come."""
    journal = write("network.net", 'include "people/*.net"\nplugin "beancount" "other.beancount"\n' + JOURNAL)
    more = write("people/more.net", "2026-01-01 person Carol\n")
    other = write("other.beancount", '2026-01-05 * "x" #networking\n  Expenses:Food  1 USD\n  Assets:Cash\n')
    books = write("books.beancount", BOOKS)
    _, told, options = loaded(books)
    assert told == []
    assert options["include"] == sorted(map(str, (books, journal, more, other)))
    assert not loader.needs_refresh(options)
    os.utime(more, ns=(1, 1))
    assert loader.needs_refresh(options)
    journal.unlink()
    _, told, options = loaded(books)
    assert len(told) == 1
    assert not loader.needs_refresh(options)
    write("network.net", JOURNAL)
    assert loader.needs_refresh(options)


# ---------------------------------------------------------------------------------- costs from the same books


def test_costs_that_come_from_these_books_are_not_added_to_them_again(write: Write) -> None:
    """The journal takes costs from the books that take the journal: no loop, and nothing stands twice."""
    write("network.net", 'plugin "beancount" "books.beancount"\nplugin "beancount" "old.beancount"\n' + JOURNAL)
    dues = '{} * "@Chamber" "{}" #networking\n  Expenses:Fees  {} USD\n  Assets:Cash\n'
    write("old.beancount", dues.format("2025-01-05", "old", 40))
    write("more.beancount", dues.format("2026-01-06", "more", 30))
    opened = "2020-01-01 open Expenses:Fees\n"
    text = BOOKS + opened + 'include "more.beancount"\n' + dues.format("2026-01-05", "dues", 20)
    books = write("books.beancount", text)
    ledger = netledger.load(books.parent / "network.net")
    assert ledger.diagnostics == ()
    assert [entry.text for entry in ledger.of(netledger.core.entries.Cost)] == ["old", "dues", "more", "annual dues"]
    entries, told, _ = loaded(books)
    assert told == []
    narrations = [entry.narration for entry in entries if isinstance(entry, data.Transaction)]
    assert [text for text in narrations if "old" in text or "dues" in text or "more" in text] == [
        "cost: old",
        "dues",
        "more",
        "cost: annual dues",
    ]


# ------------------------------------------------------------------------------------------------ what is wrong


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ('"lost.net"', "lost.net does not exist"),
        ('"folder"', "is a folder"),
        ('"wide.net"', "is UTF-16, not UTF-8"),
        ('""', "the journal is not named"),
        ("", "the journal is not named"),
        ('"root:Equity:X"', "the journal is not named"),
        ('"network.net root:Elsewhere"', "is not beneath any of"),
        ('"network.net root:Equity:lower"', "'Lower' would do"),
        ('"network.net root:"', "is not beneath any of"),
    ],
)
def test_what_cannot_be_had_is_one_error_at_the_line_of_the_plugin(write: Write, config: str, expected: str) -> None:
    write("network.net", JOURNAL)
    write("folder/x.net", "")
    write("wide.net", JOURNAL.encode("utf-16"))
    entries, told, _ = loaded(write("books.beancount", BOOKS.replace('"network.net"', config)))
    (only,) = told
    assert only.startswith("books.beancount:3 ")
    assert expected in only
    assert ours(entries) == []
    assert len(entries) == 3


def test_books_that_are_no_file_name_no_line(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("network.net", JOURNAL)
    monkeypatch.chdir(path.parent)
    entries, errors, _ = loader.load_string(BOOKS)
    assert errors == []
    assert len(ours(entries)) > 10
    path.unlink()
    _, errors, _ = loader.load_string(BOOKS)
    assert [error.source for error in errors] == [{"filename": "<string>", "lineno": 0}]


@pytest.mark.parametrize("text", ["", "\x00", "{} 2026-01-01", "2026-13-01 meet Bob\n" * 50])
def test_odd_journals_leave_the_books_as_they_are(write: Write, text: str) -> None:
    write("network.net", text)
    entries, _, _ = loaded(write("books.beancount", BOOKS))
    assert len(entries) == 3


# ----------------------------------------------------------------------------------------------- any journal


@settings(max_examples=150)
@given(journals(most=12))
def test_any_journal_balances_and_agrees(tmp_path_factory: pytest.TempPathFactory, journal: Any) -> None:
    """Each transaction sums to zero, beancount finds nothing wrong, and goodwill is what netledger books."""
    folder = tmp_path_factory.mktemp("any")
    (folder / "network.net").write_text(journal.text, "utf-8", newline="")
    books = folder / "books.beancount"
    books.write_text(BOOKS)
    entries, errors, _ = loader.load_file(str(books))
    ledger = netledger.load(folder / "network.net")
    faults = [(item.span.line, item.code) for item in ledger.diagnostics if item.severity == "error"]
    assert [(e.source["lineno"], e.message.partition(" [")[2][:5]) for e in errors] == faults
    names = {entry.account: entry.meta.get(ORIGINAL) for entry in ours_opened(entries)}
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for entry in ours(entries):
        if isinstance(entry, data.Transaction):
            assert interpolate.compute_residual(entry.postings).is_empty()
            for posting in entry.postings:
                name = names[posting.account] or posting.account.removeprefix("Equity:Network:")
                found[name, posting.units.currency] += posting.units.number
    assert _something(found) == _something(_booked(ledger))


def _booked(ledger: Ledger) -> dict[tuple[str, str], Decimal]:
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for _, exchanges in ledger.booked:
        for exchange in exchanges:
            for account, amount in exchange.postings:
                sums[account, amount.unit] += amount.number
    return sums


def test_the_function_takes_what_beancount_gives_it(write: Write) -> None:
    """It returns directives in beancount's order, and leaves the list that it was given alone."""
    write("network.net", JOURNAL)
    path = write("books.beancount", BOOKS)
    entries, _, options = parser.parse_file(str(path))
    before = list(entries)
    made, errors = add_network(entries, options | {"include": []}, "network.net")
    assert entries == before
    assert errors == []
    assert made == sorted(made, key=data.entry_sortkey)
