"""Exports against the real programs: beancount, hledger and ledger accept them, and find the same balances."""

import re
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from accounting import PROGRAMS, Balances, Books, books, needed, said
from exports import TODAY, exported
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from strategies import amounts, entries, intervals, journals, keys, links, names, tags, texts, units, venues

from netledger import Config, Ledger, load_text
from netledger.core.amounts import EXACT, quantize
from netledger.core.booking import book
from netledger.example.journal import generate
from netledger.exporters.roots import RootOptions
from netledger.formats import chosen
from netledger.plugins.reciprocity import run as reciprocity
from netledger.plugins.roi import run as roi

every_program = pytest.mark.parametrize("program", PROGRAMS)

MADE = "".join(generate(7, 4000))
"""A journal of thousands of entries, with prices that change, names in other scripts, many units, and assertions."""


@cache
def made() -> Ledger:
    return load_text(MADE)


@pytest.fixture(scope="module")
def made_books(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the made journal in the books of a program, exported and checked once."""

    @cache
    def of(program: str) -> Books:
        return books(program, made(), tmp_path_factory.mktemp(program), today=TODAY, process=True)

    return of


def booked(ledger: Ledger, config: Config) -> Balances:
    """Sum what netledger books, by account and unit."""
    sums: Balances = {}
    for entry in chosen(ledger, config):
        for exchange in book(entry):
            for account, amount in exchange.postings:
                key = account, amount.unit
                sums[key] = EXACT.add(sums.get(key, Decimal(0)), amount.number)
    return {key: number for key, number in sums.items() if number}


def found_by(file: Books, target: str | None = None, day: date | None = None, root: str = "Equity:Network") -> Balances:
    """Return the balances that a program finds, under the names that the journal has for its accounts."""
    accounts, units_of = file.originals(root), file.units()
    found = file.balances(target, day)
    return {(accounts[account], units_of.get(unit, unit)): number for (account, unit), number in found.items()}


def shown(sums: Balances, ledger: Ledger) -> Balances:
    """Round as netledger shows it, and leave out what is nothing then."""
    rounded = {(account, unit): quantize(n, ledger.declarations.precision(unit)) for (account, unit), n in sums.items()}
    return {key: number for key, number in rounded.items() if number}


# ------------------------------------------------------------------------------------------ a journal of thousands


@every_program
def test_all_accounts_of_a_made_journal(program: str, made_books: Any) -> None:
    sums = booked(made(), Config(TODAY))
    assert len(sums) > 500
    assert shown(found_by(made_books(program)), made()) == shown(sums, made())
    assert "left out" not in made_books(program).path.read_text(encoding="utf-8")


def balances_of(ledger: Ledger, **asked: Any) -> Balances:
    """Return the balances of people and venues that `netledger balance` reports."""
    report, _ = reciprocity(ledger, Config(TODAY, empty=True, **asked))
    index = [column.name for column in report.columns].index("balance")
    rows = [(f"Goodwill:{row[0]}", amount) for row in report.rows for amount in row[index]]  # type: ignore[union-attr]
    return {(account, amount.unit): amount.number for account, amount in rows if amount.number}


@every_program
def test_what_netledger_balance_reports(program: str, made_books: Any) -> None:
    """Per person and unit."""
    reported = balances_of(made())
    assert len(reported) > 300
    found = {key: n for key, n in shown(found_by(made_books(program)), made()).items() if key[0].startswith("Goodwill")}
    assert found == reported


@every_program
@pytest.mark.parametrize("market", [True, False], ids=["market", "then"])
def test_what_it_reports_in_another_unit(program: str, market: bool, made_books: Any) -> None:  # noqa: FBT001 - likewise
    """At the prices of today, and of each entry's day.

    netledger shares out what rounding leaves over, so that rows add up: a row may be off by a cent. All prices of this
    journal are in USD: through more than one price each program finds a way of its own. What is booked before its unit
    has any price, ledger alone values at a later one.
    """
    reported = balances_of(made(), exchange="USD", market=market)
    found = found_by(made_books(program), "USD", TODAY if market else None)
    early: set[str] = set()
    if program == "ledger" and not market:
        for entry, exchanges in made().booked:
            for exchange in exchanges:
                if made().prices.rate(exchange.amount.unit, "USD", entry.date) is None:
                    early.add(exchange.postings[0].account)
    keys_found = {key for key in {*reported, *found} if key[0].startswith("Goodwill:") and key[0] not in early}
    assert len({key for key in keys_found if key[1] == "USD"}) > 50
    for key in keys_found:
        assert abs(found.get(key, 0) - reported.get(key, 0)) <= Decimal("0.01"), key


def test_assertions_of_a_made_journal(made_books: Any) -> None:
    """Each that netledger finds to hold is one of the program; in ledger but for venues with others beneath them."""
    asserted = len(re.findall(r"^[0-9-]{10} balance ", MADE, re.MULTILINE))
    assert asserted > 20
    assert not made().has_errors
    pattern = {"beancount": r"^\S+ balance ", "hledger": r"^ .* 0 \S+ =\*? ", "ledger": r"^ .* 0 \S+ = "}
    for program in PROGRAMS:
        needed(program)
        file = made_books(program).path.read_text(encoding="utf-8")
        assert len(re.findall(pattern[program], file, re.MULTILINE)) + file.count("beneath it:") == asserted


@every_program
def test_a_wrong_assertion_would_be_found(program: str, tmp_path: Path) -> None:
    """What is exported is one: changed by hand, the program complains."""
    needed(program)
    file = books(program, "2026-01-01 give Bob 2 ADVICE\n2026-02-01 balance Bob 2 ADVICE\n", tmp_path, today=TODAY)
    text = file.path.read_text(encoding="utf-8")
    sign = "  2 ADVICE\n" if program == "beancount" else "= 2 ADVICE"
    before, mark, after = text.rpartition(sign)
    assert mark
    file.path.write_text(f"{before}{mark.replace('2', '3')}{after}", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"(?i)balance"):
        Books(program, file.path)


# ------------------------------------------------------------------------------------------------- any journal


@st.composite
def many_names(draw: DrawFn) -> str:
    """Give a journal of few lines with many names that are hard to tell apart, texts, tags, keys and units."""
    people = draw(st.lists(names(), min_size=2, max_size=12, unique=True))
    people += ["O'Neil", "O-Neil", "O.Neil", "BOB", "Bob", "Chamber", "प्रिया", "李雷", "ǅ", "A’B"]
    people = draw(st.permutations(people))
    places = [*draw(st.lists(venues, min_size=1, max_size=6)), "@Chamber", "@chamber:x", "@Bob", "@-", "@9'a"]
    days = st.dates(date(1400, 1, 1), date(9999, 12, 30)) | st.dates(date(2025, 1, 1), date(2026, 1, 1))
    lines = []
    for name in people:
        head = draw(
            st.sampled_from(["give {}", "receive {}", "intro {} Zed", "intro {} by Zed", "meet {}", "cost {} 3 USD"])
        )
        signs = " ".join([draw(texts), *draw(st.lists(tags | links, max_size=2))])
        lines.append(f"{draw(days)} {head.format(name)} {draw(st.sampled_from(places))} {signs}")
        values = draw(
            st.lists(st.tuples(keys | st.sampled_from(["date", "value", "payee"]), texts | intervals), max_size=2)
        )
        lines.extend(f"  {key}: {value}" for key, value in values)
        amount = f"{draw(st.integers(1, 999))}.{draw(st.integers(0, 99999))} {draw(units | st.just('TRUE'))}"
        detail = draw(st.sampled_from(["give", "receive", "! give"]))
        lines.append(f"  {detail} {name} {amount} {draw(texts)} {draw(tags)} {draw(links)}")
        lines.append(f"  cost {draw(amounts(positive=False))} {draw(texts)}")
    lines.extend(f"{draw(days)} give {place} {draw(amounts())}" for place in places)
    return "\n".join([*lines, f"{draw(days)} price HOUR {draw(amounts())}", ""])


def agrees(program: str, journal: str, folder: Path, **asked: Any) -> None:
    """Export a journal, have it checked, and compare all balances."""
    ledger = load_text(journal)
    config = Config(**{"today": date.max, **asked})
    file = books(program, ledger, folder, today=config.today, begin=config.begin, options=config.options)
    root = config.own(RootOptions).root
    assert shown(found_by(file, root=root), ledger) == shown(booked(ledger, config), ledger), journal


in_a_folder = settings(
    max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@every_program
@in_a_folder
@given(journal=many_names())
def test_any_names(program: str, journal: str, tmp_path: Path) -> None:
    agrees(program, journal, tmp_path)


@every_program
@in_a_folder
@given(journal=many_names())
def test_any_assertion(program: str, journal: str, tmp_path: Path) -> None:
    """What everybody holds at last, of venues with all beneath them: the program finds it, too."""
    sums = booked(load_text(journal), Config(date.max))
    lines = []
    for subject, unit in sorted({(account.partition(":")[2], unit) for account, unit in sums if "Goodwill" in account}):
        held = [
            n for (account, of), n in sums.items() if of == unit and f"{account}:".startswith(f"Goodwill:{subject}:")
        ]
        number = Decimal(0)
        for each in held:
            number = EXACT.add(number, each)
        lines.append(f"9999-12-31 balance {subject} {quantize(number, 2):f} {unit}")
    file = books(program, "\n".join([journal, *lines, ""]), tmp_path, today=date.max)
    assert "it does not hold" not in file.path.read_text(encoding="utf-8")


@every_program
@in_a_folder
@given(journal=journals(entries(), least=12, most=24))
def test_any_journal(program: str, journal: Any, tmp_path: Path) -> None:
    """Ledger knows no day before the year 1400, others no beginning; hledger and ledger need no root."""
    begin = date(1400, 1, 1) if program == "ledger" else None
    agrees(
        program,
        journal.text,
        tmp_path,
        begin=begin,
        options=RootOptions("Equity:Net" if program == "beancount" else ""),
    )


# ---------------------------------------------------------------------------------------------------- odd input

ODD = r"""
option "title" "a \"title\"; (with) | signs\nand lines"
option "operating_currency" "USD"
2026-01-01 unit ADVICE "text: with [2026-99-99], (signs); and :tags: | more"
  precision: 0
2026-01-01 give Bob 1 ADVICE "(code) ; | \"quoted\" \\ back\nslash"
2026-01-02 give @Chamber 1 ADVICE "* ! = @ # %"
  text: "date: 2026-99-99, [2026-02-30], [=2026-02-30], :tag:, key:: 1 + 1"
  payee: "Nobody"
  value: "5 USD"
  date: "never"
  empty: ""
2026-01-03 cost 1 USD "!  two  blanks	and; signs"
  receive Bob 1 ADVICE "; text: date:2026-99-99 [2026-02-30] ::"
  cost 2 USD "(1) [2] {3} <4> \"5\" 100% & $ £"
2026-01-04 meet Bob "zero\u200bwidth and \u202edirection and\nlines"
  cost 5m #date ^payee
2026-01-05 receive Bob 1 ADVICE #value #payee ^date
2026-01-06 balance Bob -1 ADVICE "; [2026-02-30]"
""".replace("\\u200b", "\u200b").replace("\\u202e", "\u202e")


@every_program
@pytest.mark.parametrize(
    "journal",
    [
        "",
        "; nothing but a remark\n",
        'option "title" "only a title"\n',
        "2026-01-01 price HOUR 60 USD\n2026-01-01 price HOUR 61 USD\n2026-01-01 price USD 1 USD\n",
        "2026-01-01 meet Bob\n2026-01-02 ! give Bob\n2026-01-03 give Bob by Al\n2026-01-04 outcome job 5 A for Bob\n",
        "1400-01-01 give Bob\n1400-01-01 price HOUR 60 USD\n9999-12-31 receive Bob\n",
        "2026-01-01 unit A\n2026-01-01 unit TRUE\n2026-01-01 give Bob 1 A\n2026-01-01 give Bob 0.000000001 TRUE\n",
        "2026-01-01 give Bob 1234567890123456789012345678 A\n2026-01-02 receive Bob 0.000000000000000000000001 B\n",
        f'2026-01-01 give {"É" * 900} 1 FAVOR "{"é" * 6000}"\n  long: "{"x" * 6000}"\n2026-01-02 give {"É" * 901}\n',
        f"2026-01-01 give Bob #{'t' * 5000} ^{'l' * 5000}\n",
        "2026-01-01 give Bob 1.004 HOUR\n2026-01-02 balance Bob 1 HOUR\n2026-01-02 balance Bob 1.001 HOUR\n",
        "2026-01-01 give @A:B\n2026-01-01 give @A:C\n2026-01-02 balance @A 2 FAVOR\n2026-01-02 balance @A 3 FAVOR\n",
        "2026-01-01 balance Bob 0 FAVOR\n2026-01-01 give Bob\n2026-01-01 balance Bob 0 HOUR\n",
        ODD,
    ],
    ids=lambda text: " ".join(text.split())[:30] or "empty",
)
def test_odd_input(program: str, journal: str, tmp_path: Path) -> None:
    """The first is no error of ours to report, but the program must take what comes of it."""
    agrees(program, journal, tmp_path)


def test_of_two_prices_on_a_day_the_last_holds(tmp_path: Path) -> None:
    journal = "2026-01-01 price HOUR 60 USD\n2026-01-01 price HOUR 61 USD\n2026-01-02 give Bob 2 HOUR\n"
    for program in PROGRAMS:
        needed(program)
        file = books(program, journal, tmp_path, today=TODAY)
        for day in (None, TODAY):
            assert found_by(file, "USD", day)["Goodwill:Bob", "USD"] == 122


def test_a_price_before_ledger_knows_days(tmp_path: Path) -> None:
    """It holds from the first day that ledger knows; what is booked before is refused."""
    journal = "1000-01-01 price HOUR 60 USD\n1100-01-01 price HOUR 61 USD\n1400-01-01 give Bob 2 HOUR\n"
    file = books("ledger", journal, tmp_path, today=TODAY)
    assert found_by(file, "USD", TODAY)["Goodwill:Bob", "USD"] == 122


# --------------------------------------------------------------------------------------------------------- roi


def test_roi_as_hledger_has_it(tmp_path: Path) -> None:
    """What is spent is put into the network and what is gained is taken out, until a profit empties it at last.

    Its `roi` would value hours at the prices of the end; `print` turns them into money of their day before.
    """
    needed("hledger")
    lines = ['option "operating_currency" "USD"', "2024-01-01 price HOUR 60 USD", "2025-03-01 price HOUR 75.50 USD"]
    lines += ["2024-01-01 venue @Chamber org", "2024-01-01 person Dave"]
    for number in range(25):
        day = date(2024, 1, 10) + timedelta(30 * number)
        lines.append(f"{day} cost @Chamber {100 + 7 * number} USD {number % 4}h30m")
        if number % 6 == 0 and number:  # the last of all is a gain: else a rate is not to be found by its way
            lines.append(f"{day + timedelta(9)} outcome client {2700 + number} USD from Dave @Chamber")
    journal = "\n".join([*lines, ""])
    file = books("hledger", journal, tmp_path, today=TODAY)
    path = tmp_path / "usd.hledger"
    path.write_text(said("hledger", "-f", str(file.path), "print", "--value=then,USD"), encoding="utf-8")
    sums = file.balances("USD")
    held = sum((sums[f"Equity:Network:{name}", "USD"] for name in ("Costs:Chamber", "Gained")), Decimal(0))
    with path.open("a", encoding="utf-8") as usd:
        usd.write(f"\n{TODAY} * close\n    Equity:Network:Gained  {-held} USD\n    Profit  {held} USD\n")
    query = ("--investment", "acct:^Equity:Network:(Costs|Gained)", "--pnl", "acct:^Profit$")
    printed = said("hledger", "-f", str(path), "roi", *query)
    *_, profit, rate, _ = re.findall(r"(-?[0-9][0-9.]*)(?: USD|%)", printed)
    report, _ = roi(load_text(journal), Config(TODAY))
    row = dict(zip([column.name for column in report.columns], report.rows[0], strict=True))
    assert row["counting"] == "with hours"
    assert str(row["net"]) == f"{profit} USD" == f"{-held} USD"
    assert row["xirr"] is not None
    assert f"{100 * row['xirr']:.2f}" == rate  # type: ignore[operator]


# -------------------------------------------------------------------------------------------- on the command line


@every_program
def test_the_command_and_the_program(program: str, tmp_path: Path) -> None:
    """In processes of their own, through a pipe."""
    needed(program)
    journal = "".join(generate(8, 300))
    (tmp_path / "main.net").write_text(journal, encoding="utf-8")
    command = ["export", program, "-f", str(tmp_path / "main.net"), "--today", str(TODAY)]
    ran = subprocess.run([sys.executable, "-m", "netledger", *command], capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout == exported(program, journal, today=TODAY)
    (tmp_path / "books").write_bytes(ran.stdout)
    Books(program, tmp_path / "books", process=True)
