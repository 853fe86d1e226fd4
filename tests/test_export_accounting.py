"""Exports as double entry, by hand: what becomes of each kind of entry, what is left out, roots, and odd input."""

import re
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from accounting import PROGRAMS
from exports import TODAY, exported, pieces, text

from netledger import Config, Ledger, load_text
from netledger.core import entries as e
from netledger.core.amounts import Amount
from netledger.core.config import WrongCall
from netledger.core.options import Options
from netledger.core.spans import Span
from netledger.exporters.roots import RootOptions
from netledger.exporters.transactions import Assertion, Transaction, records, transactions
from netledger.formats import EXPORTERS

every_program = pytest.mark.parametrize("program", PROGRAMS)

JOURNAL = r"""
option "title" "My \"own\" network"
option "operating_currency" "USD"

2026-01-01 price HOUR 60.00 USD
2026-01-01 price MILE 0.725 USD #tax
  source: "the tax office, 2026"
2026-01-01 unit ADVICE "a piece of advice"
  precision: 0
2026-01-01 person Bob "Bob Okafor"
2026-01-12 cost @Chamber 250 USD "annual dues"
  over: 1y
2026-03-01 meet Alice Bob @Chamber:Mixers "spring mixer" #spring ^acme ^acme/2
  x: 3 USD
  x: 2026-05-01
  give Alice 1 ADVICE "pricing, her course" #frühstück ^m/1
  ! give Bob 1 INTRO "promised"
  cost 1h30m (2 * 7) MILE
2026-04-02 intro Dave by Bob "runs hiring; at Acme"
2026-05-11 outcome collaboration 5 USD for Alice Bob
2026-06-01 outcome client 4800 USD from Dave @Chamber "six months"
2026-06-02 cost 12 USD
2026-06-02 ! give Bob
2026-06-03 give @Chamber 2 ADVICE
2026-06-30 balance Bob -1 INTRO "since April"
2026-06-30 balance Alice 7 ADVICE
2026-06-30 balance @Chamber 2 ADVICE
"""

BEANCOUNT = r"""
;; What a journal of netledger books, written by `netledger export`: change the journal, not this file.
;; Transactions: 6. Entries that book nothing, and are not in here: 9.

option "title" "My \"own\" network"
option "operating_currency" "USD"

2026-01-01 commodity ADVICE
  name: "a piece of advice"
  precision: 0

2026-03-01 custom "netledger" "tag" "fruhstuck" "frühstück"
2026-03-01 custom "netledger" "key" "x-" "x"

2026-06-02 open Equity:Network:Costs
2026-01-12 open Equity:Network:Costs:Chamber
  netledger: "Costs:@Chamber"
2026-03-01 open Equity:Network:Costs:Chamber:Mixers
  netledger: "Costs:@Chamber:Mixers"
2026-06-01 open Equity:Network:Gained
2026-03-01 open Equity:Network:Given
2026-03-01 open Equity:Network:Goodwill:Alice
2026-04-02 open Equity:Network:Goodwill:Bob
2026-06-03 open Equity:Network:Goodwill:Chamber
  netledger: "Goodwill:@Chamber"
2026-06-01 open Equity:Network:Outcomes:Client
  netledger: "Outcomes:client"
2026-04-02 open Equity:Network:Received
2026-01-12 open Equity:Network:Spent

2026-01-01 price HOUR  60.00 USD
2026-01-01 price MILE  0.725 USD
  source: "the tax office, 2026"
  tags: "#tax"

2026-01-12 * "@Chamber" "cost: annual dues"
  over: "1y"
  Equity:Network:Costs:Chamber   250.00 USD
  Equity:Network:Spent          -250.00 USD

2026-03-01 * "Alice, Bob" "meet: spring mixer" #spring ^acme ^acme/2
  venue: "@Chamber:Mixers"
  x-: 3 USD
  x--2: 2026-05-01
  Equity:Network:Goodwill:Alice             1 ADVICE
    text: "pricing, her course"
    tags: "#frühstück"
    links: "^m/1"
  Equity:Network:Given                     -1 ADVICE
  Equity:Network:Costs:Chamber:Mixers    1.50 HOUR
  Equity:Network:Spent                  -1.50 HOUR
  Equity:Network:Costs:Chamber:Mixers   14.00 MILE
  Equity:Network:Spent                 -14.00 MILE

2026-04-02 * "Bob" "intro Dave by Bob: runs hiring; at Acme"
  Equity:Network:Goodwill:Bob  -1.00 INTRO
  Equity:Network:Received       1.00 INTRO

2026-06-01 * "Dave" "outcome client: six months"
  venue: "@Chamber"
  Equity:Network:Outcomes:Client   4800.00 USD
  Equity:Network:Gained           -4800.00 USD

2026-06-02 * "cost"
  Equity:Network:Costs   12.00 USD
  Equity:Network:Spent  -12.00 USD

2026-06-03 * "@Chamber" "give"
  Equity:Network:Goodwill:Chamber   2 ADVICE
  Equity:Network:Given             -2 ADVICE

2026-06-30 balance Equity:Network:Goodwill:Bob  -1 INTRO
  text: "since April"

; left out, since it does not hold: 2026-06-30 balance Alice 7 ADVICE; what is booked: 1 ADVICE

2026-06-30 balance Equity:Network:Goodwill:Chamber  2 ADVICE
"""

HLEDGER = r"""
; Journal: My "own" network
; What a journal of netledger books, written by `netledger export`: change the journal, not this file.
; Transactions: 6. Entries that book nothing, and are not in here: 9.

decimal-mark .

commodity 1000. ADVICE
    ; a piece of advice
    ; precision:0
commodity 1000.00 HOUR
commodity 1000.00 INTRO
commodity 1000.00 MILE
commodity 1000.00 USD

account Equity:Network:Costs
account Equity:Network:Costs:Chamber  ; netledger:Costs:@Chamber
account Equity:Network:Costs:Chamber:Mixers  ; netledger:Costs:@Chamber:Mixers
account Equity:Network:Gained
account Equity:Network:Given
account Equity:Network:Goodwill:Alice
account Equity:Network:Goodwill:Bob
account Equity:Network:Goodwill:Chamber  ; netledger:Goodwill:@Chamber
account Equity:Network:Outcomes:client
account Equity:Network:Received
account Equity:Network:Spent

payee @Chamber
payee Alice, Bob
payee Bob
payee Dave
payee cost

tag frühstück
tag link
tag netledger
tag over
tag precision
tag source
tag spring
tag tags
tag text
tag venue
tag x

P 2026-01-01 HOUR 60.00 USD
; source:the tax office; 2026
; tags:#tax
P 2026-01-01 MILE 0.725 USD

2026-01-12 * @Chamber | cost: annual dues
    ; over:1y
    Equity:Network:Costs:Chamber   250 USD
    Equity:Network:Spent          -250 USD

2026-03-01 * Alice, Bob | meet: spring mixer
    ; spring:, link:acme, link:acme/2
    ; venue:@Chamber:Mixers
    ; x:3 USD
    ; x:2026-05-01
    Equity:Network:Goodwill:Alice           1 ADVICE
    ; text:pricing; her course
    ; frühstück:, link:m/1
    Equity:Network:Given                   -1 ADVICE
    Equity:Network:Costs:Chamber:Mixers   1.5 HOUR
    Equity:Network:Spent                 -1.5 HOUR
    Equity:Network:Costs:Chamber:Mixers    14 MILE
    Equity:Network:Spent                  -14 MILE

2026-04-02 * Bob | intro Dave by Bob: runs hiring, at Acme
    Equity:Network:Goodwill:Bob  -1 INTRO
    Equity:Network:Received       1 INTRO

2026-06-01 * Dave | outcome client: six months
    ; venue:@Chamber
    Equity:Network:Outcomes:client   4800 USD
    Equity:Network:Gained           -4800 USD

2026-06-02 * cost | cost
    Equity:Network:Costs   12 USD
    Equity:Network:Spent  -12 USD

2026-06-03 * @Chamber | give
    Equity:Network:Goodwill:Chamber   2 ADVICE
    Equity:Network:Given             -2 ADVICE

2026-06-30 * Bob | balance
    ; text:since April
    Equity:Network:Goodwill:Bob  0 INTRO = -1 INTRO

; left out, since it does not hold: 2026-06-30 balance Alice 7 ADVICE; what is booked: 1 ADVICE

2026-06-30 * @Chamber | balance
    Equity:Network:Goodwill:Chamber  0 ADVICE =* 2 ADVICE
"""

LEDGER_HEAD = r"""
; Journal: My "own" network
; What a journal of netledger books, written by `netledger export`: change the journal, not this file.
; Transactions: 6. Entries that book nothing, and are not in here: 9.

commodity ADVICE
    format 1000 ADVICE
    note a piece of advice
    ; precision: 0
commodity HOUR
    format 1000.00 HOUR
"""

LEDGER_MEETING = r"""
2026-03-01 * Alice, Bob
    ; :spring:
    ; link: acme, acme/2
    ; narration: meet: spring mixer
    ; venue: @Chamber:Mixers
    ; x: 3 USD, 2026-05-01
    Equity:Network:Goodwill:Alice           1 ADVICE
    ; :frühstück:
    ; link: m/1
    ; text: pricing, her course
    Equity:Network:Given                   -1 ADVICE
    Equity:Network:Costs:Chamber:Mixers   1.5 HOUR
    Equity:Network:Spent                 -1.5 HOUR
    Equity:Network:Costs:Chamber:Mixers    14 MILE
    Equity:Network:Spent                  -14 MILE

2026-04-02 * Bob
    ; narration: intro Dave by Bob: runs hiring; at Acme
"""


def test_beancount() -> None:
    assert text("beancount", JOURNAL) == BEANCOUNT.lstrip()


def test_hledger() -> None:
    assert text("hledger", JOURNAL) == HLEDGER.lstrip()


def test_ledger() -> None:
    found = text("ledger", JOURNAL)
    assert found.startswith(LEDGER_HEAD.lstrip())
    assert LEDGER_MEETING in found
    assert "\naccount Equity:Network:Costs:Chamber\n    note Costs:@Chamber\naccount" in found
    assert found.endswith("    Equity:Network:Goodwill:Chamber  0 ADVICE = 2 ADVICE\n")


# ----------------------------------------------------------------------------------------------- what stands where


def made(entry: str) -> Transaction:
    (found,) = transactions(load_text(f"2026-01-01 {entry}\n"), Config(TODAY))
    return found


@pytest.mark.parametrize(
    ("entry", "payee", "narration"),
    [
        ('give Bob "pricing"', "Bob", "give: pricing"),
        ("give Bob Alice @Chamber", "Bob, Alice", "give"),
        ("receive @Chamber", "@Chamber", "receive"),
        ('intro Bob Alice "both bake"', "Bob, Alice", "intro: both bake"),
        ("intro Dave Me Erin by Carol", "Carol", "intro Dave, Me, Erin by Carol"),
        ("give Bob by Alice\n  cost 1h", "Bob", "give by Alice"),
        ("call from Bob\n  cost 1h", "Bob", "call from"),
        ("meet @PyCon\n  give Bob", "@PyCon", "meet"),
        ('meet "a walk"\n  give Bob', "Bob", "meet: a walk"),
        ("cost 5 USD", "", "cost"),
        ("outcome job 5 USD", "", "outcome job"),
        ("outcome job 5 USD from Bob @Acme", "Bob", "outcome job"),
        ('post @LinkedIn "a: b"\n  cost 1h', "@LinkedIn", "post: a: b"),
    ],
)
def test_payee_and_narration(entry: str, payee: str, narration: str) -> None:
    found = made(entry)
    assert (found.payee, found.narration) == (payee, narration)
    assert found.party == (payee or narration.partition(":")[0])


def test_the_venue_is_told_once() -> None:
    assert made("give Bob @Chamber").facts == (("venue", e.Value("venue", "@Chamber")),)
    assert made("give @Chamber").facts == ()


def test_words_of_the_entry_stand_at_no_posting() -> None:
    found = made('give Bob "pricing"\n  give Bob 2 HOUR "pricing"\n  cost 1h "the train" #late ^m')
    assert [posting.text for posting in found.postings] == ["", "", "", "", "the train", ""]
    assert [fact[0] for fact in found.postings[4].facts] == ["text", "tags", "links"]


@every_program
@pytest.mark.parametrize(
    "entry",
    [
        "meet Bob", "! give Bob", "give Bob by Alice", "outcome job 5 USD for Bob", "intro A B by C", "person Bob",
        "meet Bob\n  ! give Bob", "! meet Bob\n  give Bob", 'note Bob "x"', "promo", "connect Bob",
        "budget 5 USD monthly",
    ],
)  # fmt: skip
def test_what_books_nothing(program: str, entry: str) -> None:
    found = text(program, f"2026-01-01 {entry}\n")
    assert "Transactions: 0. Entries that book nothing, and are not in here: 1." in found
    assert len([line for line in found.split("\n") if line and line[0] != ";"]) == (program == "hledger")


# ------------------------------------------------------------------------------------------------------- the root


@pytest.mark.parametrize(
    ("program", "root", "said"),
    [
        ("beancount", "", "not beneath any of Assets, Equity, Expenses, Income, Liabilities"),
        ("beancount", "Equity", "not beneath any of"),
        ("beancount", "Network:Bob", "not beneath any of"),
        (
            "beancount",
            "Equity:network",
            "'network' cannot be a part of an account, in the root 'Equity:network': 'Network'",
        ),
        ("beancount", "Equity::Network", "'' cannot be a part"),
        ("beancount", "Equity:Net work", "'Net-work' would do"),
        ("hledger", "a:;b", "'-b' would do"),
        ("hledger", "a:", "'' cannot be a part"),
        ("ledger", "a  b", "'a b' would do"),
        ("ledger", "a\nb", "cannot be a part"),
        ("ledger", "(a)", "'-a-' would do"),
        ("hledger", "@a", "'a' would do"),
    ],
)
def test_roots_that_cannot_be(program: str, root: str, said: str) -> None:
    with pytest.raises(WrongCall, match=re.escape(said)):
        exported(program, JOURNAL, options=RootOptions(root))


@pytest.mark.parametrize(
    ("program", "root", "account"),
    [
        ("beancount", "Assets:Ümlaut:2026", "Assets:Ümlaut:2026:Goodwill:Bob"),
        ("hledger", "", "Goodwill:Bob"),
        ("hledger", "my network", "my network:Goodwill:Bob"),
        ("ledger", "", "Goodwill:Bob"),
        ("ledger", "réseau:à moi", "réseau:à moi:Goodwill:Bob"),
    ],
)
def test_roots(program: str, root: str, account: str) -> None:
    found = text(program, "2026-01-01 give Bob\n", options=RootOptions(root))
    assert f" {account}  " in found
    assert "netledger:" not in found


def test_a_wrong_root_on_the_command_line(run: Callable[..., Any]) -> None:
    ran = run("export", "beancount", "--root", "equity", stdin="2026-01-01 give Bob\n")
    assert (ran.status, ran.out) == (2, "")
    assert "the root 'equity' is not beneath any of" in ran.err
    assert " Network:Goodwill:Bob  " in run("export", "ledger", "--root", "Network", stdin="2026-01-01 give Bob\n").out


# --------------------------------------------------------------------------------------------- period and query

YEARS = """
2024-01-01 price HOUR 60 USD
2024-01-01 give Bob 2 HOUR
2025-01-01 give O'Neil
2025-06-01 balance Bob 2 HOUR
2025-06-01 price HOUR 70 USD
2026-01-01 give O-Neil 1 ADVICE #late
2026-03-01 price HOUR 80 USD
2027-01-01 give O.Neil
"""


@every_program
def test_a_period(program: str) -> None:
    found = text(program, YEARS, begin=date(2025, 1, 1), end=date(2026, 2, 1))
    assert "2024-01-01 *" not in found
    assert "2025-01-01 *" in found
    assert "2026-01-01 *" in found
    assert len(re.findall(r"HOUR +[678]0 USD", found)) == 2
    assert "Assertions of balances are left out, since not all is in here" in found
    assert "Transactions: 2. Entries that book nothing, and are not in here: 2." in found
    assert not re.search(r"balance(?!s)", found)


@every_program
def test_up_to_a_day(program: str) -> None:
    found = text(program, YEARS, end=date(2025, 6, 2))
    assert len(re.findall(r"^[0-9-]+ \* ", found, re.MULTILINE)) == (2 if program == "beancount" else 3)
    assert re.search(r"balance(?!s)", found)
    assert "2026" not in found


@every_program
def test_a_query(program: str) -> None:
    found = text(program, YEARS, "#late")
    assert len(re.findall(r"^[0-9-]+ \* ", found, re.MULTILINE)) == 1
    assert "ADVICE" in found
    assert "Bob" not in found
    assert "Transactions: 1. Entries that book nothing, and are not in here: 0." in found


def test_names_are_the_same_in_any_period() -> None:
    """What is beyond T does not exist."""
    whole = text("beancount", YEARS, today=date(2026, 12, 31))
    assert "Goodwill:O-Neil-a803de" in whole
    assert "Goodwill:O-Neil-a803de" in text("beancount", YEARS, today=date(2026, 12, 31), end=date(2025, 12, 31))
    assert "Goodwill:O-Neil-a803de" in text("beancount", YEARS, "O'Neil", today=date(2026, 12, 31))
    assert "Goodwill:O-Neil\n" in text("beancount", YEARS, today=date(2025, 12, 31))
    later = text("beancount", YEARS, today=date(2027, 12, 31))
    assert "Goodwill:O-Neil-988757" in later
    assert "Goodwill:O-Neil-a803de" in later


# ------------------------------------------------------------------------------------------------- assertions


def test_assertions_after_rounding() -> None:
    journal = """
2026-01-01 unit HOUR
  precision: 1
2026-01-01 give Bob 1.04 HOUR
2026-01-02 balance Bob 1 HOUR
2026-01-02 balance Bob 1.01 HOUR
2026-01-03 balance Bob 1.04 HOUR
"""
    assert re.findall(r"^.*balance Eq.*$", text("beancount", journal), re.MULTILINE) == [
        "2026-01-02 balance Equity:Network:Goodwill:Bob  1 ~ 0.1 HOUR",
        "2026-01-03 balance Equity:Network:Goodwill:Bob  1.04 HOUR",
    ]
    for program in ("hledger", "ledger"):
        assert text(program, journal).count("0 HOUR = 1.04 HOUR\n") == 3


def test_assertions_of_venues() -> None:
    journal = "2026-01-01 give @A:B 2 HOUR\n2026-01-02 balance @A 2 HOUR\n2026-01-02 balance @A:B 2 HOUR\n"
    assert "open Equity:Network:Goodwill:A\n" in text("beancount", journal)
    assert text("hledger", journal).count("0 HOUR =* 2 HOUR\n") == 2
    found = text("ledger", journal)
    assert (
        "; left out, since ledger asserts no balance of an account with others beneath it: 2026-01-02 balance @A"
        in found
    )
    assert found.count(" 0 HOUR = 2 HOUR\n") == 1


def test_an_assertion_of_a_venue_far_above_another() -> None:
    found = text("ledger", "2026-01-01 give @A 1 B\n2026-01-01 give @A:C:D 1 B\n2026-01-02 balance @A 2 B\n")
    assert "; left out, since ledger asserts no balance of an account with others beneath it" in found


def test_assertions_hold_what_is_booked_before_their_day() -> None:
    journal = (
        "2026-01-01 give Bob\n2026-01-01 balance Bob 0 FAVOR\n2026-01-01 ! give Bob\n2026-01-02 balance Bob 1 FAVOR\n"
    )
    found = [record for record in records(load_text(journal), Config(TODAY)) if isinstance(record, Assertion)]
    assert [(record.held, record.holds) for record in found] == [(0, True), (1, True)]


# ----------------------------------------------------------------------------------------------- ledger's limits


def test_days_that_ledger_does_not_know() -> None:
    journal = "1000-01-01 price HOUR 60 USD\n1399-12-31 give Bob\n1400-01-01 give Bob\n"
    with pytest.raises(
        WrongCall, match=r"ledger knows no day before 1400-01-01.*1399-12-31: leave it out with -b 1400-01-01"
    ):
        exported("ledger", journal)
    found = text("ledger", journal, begin=date(1400, 1, 1))
    assert "\n1400-01-01 * Bob\n" in found
    assert "\nP 1400-01-01 HOUR 60 USD\n" in found
    assert "1399-12-31 *" in text("hledger", journal)


def test_lines_that_ledger_does_not_read() -> None:
    with pytest.raises(WrongCall, match="ledger reads no line of more than 4096 bytes"):
        exported("ledger", f"2026-01-01 give @{':'.join(['x' * 100] * 40)}\n")
    found = text("ledger", f'2026-01-01 give {"Ж" * 5000} "{"Ж" * 5000}"\n')
    assert max(len(line.encode()) for line in found.split("\n")) < 4096


# ------------------------------------------------------------------------------------------- streams, and equal


def favours(count: int) -> Ledger:
    """Make a ledger of many favours, details, prices and assertions among few people."""
    entries: list[e.AnyEntry] = []
    one = Amount(Decimal(1), "HOUR")
    for number in range(count):
        day, span = date(2020, 1, 1) + timedelta(days=number // 50), Span("many.net", number + 1)
        detail = e.Detail("cost", (), (Amount(Decimal(number), "USD"),), "the train", (), (), pending=False, line=1)
        entries.append(
            e.Give(
                date=day, span=span, names=(f"P{number % 40}",), text=f"number {number}", amount=one, details=(detail,)
            )
        )
        if number % 50 == 0:
            entries.append(e.Price(date=day, span=span, unit="HOUR", amount=Amount(Decimal(number + 1), "USD")))
    return Ledger(tuple(entries), Options(operating_currency=("USD",)))


@every_program
def test_memory_does_not_grow_with_the_ledger(program: str) -> None:
    def peak(ledger: Ledger) -> int:
        ledger.declarations  # noqa: B018 - the ledger keeps them itself
        tracemalloc.start()
        try:
            for _ in pieces(program, ledger):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = favours(600), favours(2_400)
    exported(program, few)  # what it imports, and keeps for good, is no matter of the ledger
    once, fourfold = peak(few), peak(many)
    assert fourfold < once + 20_000
    assert fourfold < 200_000


@every_program
def test_the_file_comes_in_pieces(program: str) -> None:
    """Each is small, and the first is there before the ledger is at its end."""
    found = list(pieces(program, favours(500)))
    assert len(found) > 500
    assert max(map(len, found)) < 5_000


@every_program
def test_equal_ledgers_give_equal_bytes(program: str) -> None:
    assert exported(program, JOURNAL) == exported(program, load_text(JOURNAL, "elsewhere.net"))


@every_program
def test_the_exporter_says_what_it_is(program: str) -> None:
    exporter = EXPORTERS.find(program).plugin
    assert program in exporter.summary
    assert exporter.suffix == f".{program}"
    assert exporter.options is RootOptions
