"""What people write by mistake: each slip has a message of its own, and what its hint says to write is right."""

import pytest
from records import faults, sound

from netledger.core.catalogue import CATALOGUE
from netledger.core.diagnostics import format_diagnostic

# A slip after `2026-03-01 `, its code (empty: whichever fits), what the hint must say, and the line as it is mended.
HEADS: list[tuple[str, str, str, str]] = [
    # names
    ("meet Alice, Bob", "NL114", "blanks", "meet Alice Bob"),
    ("meet Alice,Bob", "NL114", "blanks", "meet Alice Bob"),
    ("meet alice", "NL113", "`Alice`", "meet Alice"),
    ("call from carol", "NL113", "`Carol`", "call from Carol"),
    ("person bob", "NL113", "`Bob`", "person Bob"),
    ("close bob", "NL113", "`Bob`", "close Bob"),
    ('note bob "x"', "NL113", "`Bob`", 'note Bob "x"'),
    ("balance carol 0 INTRO", "NL113", "`Carol`", "balance Carol 0 INTRO"),
    ("meet alice bob", "NL113", "`Alice`", "meet Alice Bob"),
    ("meet Alice and Bob", "NL115", "take it away", "meet Alice Bob"),
    ("meet Alice & Bob", "NL115", "take it away", "meet Alice Bob"),
    ("meet with Alice", "NL115", "take it away", "meet Alice"),
    ("intro A to B", "NL115", "take it away", "intro A B"),
    ("give to Bob 1 ADVICE", "NL115", "take it away", "give Bob 1 ADVICE"),
    ("person Bob Okafor", "NL135", "`Bob-Okafor`", "person Bob-Okafor"),
    ('person Bob Okafor "Bob Okafor"', "NL135", "`Bob-Okafor`", 'person Bob-Okafor "Bob Okafor"'),
    ("person 3Bob", "", "letter", "person Bob3"),
    ("person Bob.", "NL138", "`Bob`", "person Bob"),
    ("intro me Dave by Carol", "", "`Me`", "intro Me Dave by Carol"),
    ("outcome client for me", "", "leave", "outcome client"),
    # venues, tags
    ("meet Alice at @Chamber", "NL115", "`@Chamber`", "meet Alice @Chamber"),
    ("meet Alice at Chamber", "NL115", "`@Chamber`", "meet Alice @Chamber"),
    ("meet Alice @ Chamber", "NL138", "`@Chamber`", "meet Alice @Chamber"),
    ("meet Alice @A @B", "NL126", "two entries", "meet Alice @A"),
    ("venue Chamber", "NL127", "@Chamber", "venue @Chamber"),
    ("venue chamber", "", "@Chamber", "venue @chamber"),
    ("venue @Chamber Org", "NL127", "`org`", "venue @Chamber org"),
    ("venue @Chamber type: org", "", "org", "venue @Chamber org"),
    ("venue @A/B", "", ":", "venue @A:B"),
    ("venue @A::B", "NL138", ":", "venue @A:B"),
    ("tag client", "", "#client", "tag #client"),
    ("tag # client", "NL138", "`#client`", "tag #client"),
    ("call Alice #spring,#fall", "NL114", "blanks", "call Alice #spring #fall"),
    # amounts
    ("cost 1.5h", "NL117", "`1h30m`", "cost 1h30m"),
    ("cost .5h", "NL117", "`0.5 HOUR`", "cost 0.5 HOUR"),
    ("cost 1.5 h", "", "`1h30m`", "cost 1h30m"),
    ("cost 1.5 hours", "", "`1h30m`", "cost 1h30m"),
    ("cost 1,5h", "NL119", "a point the decimals", "cost 1.5 HOUR"),
    ("cost 2 hours", "NL124", "`2h`", "cost 2h"),
    ("cost 90min", "NL118", "`90m`", "cost 90m"),
    ("cost 1h30", "NL118", "`1h30m`", "cost 1h30m"),
    ("cost 1h30min", "NL118", "`1h30m`", "cost 1h30m"),
    ("cost 1:30", "NL119", "`1h30m`", "cost 1h30m"),
    ("cost 30m1h", "", "1h30m", "cost 1h30m"),
    ("cost 25USD", "NL118", "`25 USD`", "cost 25 USD"),
    ("cost 25usd", "NL118", "`25 USD`", "cost 25 USD"),
    ("cost 25 usd", "NL124", "`USD`", "cost 25 USD"),
    ("cost $25", "NL116", "`25 USD`", "cost 25 USD"),
    ("cost 25$", "NL116", "`25 USD`", "cost 25 USD"),
    ("cost €25", "NL116", "`25 EUR`", "cost 25 EUR"),
    ("cost 25€", "NL116", "`25 EUR`", "cost 25 EUR"),
    ("cost £25", "NL116", "`25 GBP`", "cost 25 GBP"),
    ("cost €25 25 USD", "NL116", "`25 EUR`", "cost 25 EUR 25 USD"),
    ("cost USD 25", "NL104", "`25 USD`", "cost 25 USD"),
    ("price HOUR USD 60", "", "60.00 USD", "price HOUR 60 USD"),
    ("cost USD25", "", "`25 USD`", "cost 25 USD"),
    ("cost 25", "NL104", "`25 USD`", "cost 25 USD"),
    ("cost (2 * 7)", "NL104", "`(2 * 7) USD`", "cost (2 * 7) USD"),
    ("cost 2 * 7 MILE", "", "`(2 * 7)", "cost (2 * 7) MILE"),
    ("cost (2 * 7 MILE)", "NL120", "stand numbers", "cost (2 * 7) MILE"),
    ("cost (2 * 7", "NL120", "`)`", "cost (2 * 7) MILE"),
    ("cost 3M", "", "`3 M`", "cost 3 M"),
    ("cost 3 days", "NL124", "h", "cost 72h"),
    ("cost 1 250 USD", "", "`1,250", "cost 1,250 USD"),
    ("cost 1'250 USD", "", "`1,250", "cost 1,250 USD"),
    ("cost - 25 USD", "", "`-25", "cost -25 USD"),
    ("cost +25 USD", "NL119", "`25`", "cost 25 USD"),
    ("cost .25 USD", "NL119", "`0.25`", "cost 0.25 USD"),
    ("cost 1e3 USD", "", "1000", "cost 1000 USD"),
    ("cost 25 US Dollars", "", '"Dollars"', 'cost 25 US "Dollars"'),
    ("budget 10 monthly", "", "`10 HOUR", "budget 10 HOUR monthly"),
    ("budget 10 HOUR per month", "NL127", "monthly", "budget 10 HOUR monthly"),
    ("budget Alice 10 HOUR monthly", "", "budget 10 HOUR monthly", "budget 10 HOUR monthly"),
    # texts
    ("meet Alice “x”", "NL111", "straight", 'meet Alice "x"'),
    ("meet Alice 'x'", "NL111", '`"x"`', 'meet Alice "x"'),
    ('meet Alice "x”', "NL111", "straight", 'meet Alice "x"'),
    ('meet Alice "x', "NL108", 'end it with "', 'meet Alice "x"'),
    ('meet Alice x"', "", '`"x"`', 'meet Alice "x"'),
    ('meet Alice "a\tb"', "NL110", "blank", 'meet Alice "a b"'),
    (r'document Bob "C:\dir"', "NL109", r"\\", r'document Bob "C:\\dir"'),
    ('call Alice "she said "hi" to me"', "", r"\"", r'call Alice "she said \"hi\" to me"'),
    ('call Alice "a" "b"', "NL126", "one pair", 'call Alice "a b"'),
    ("call Alice about pricing", "NL135", '`"about pricing"`', 'call Alice "about pricing"'),
    ("meet\u00a0Alice", "NL112", "blank", "meet Alice"),
    ("meet Alice\u200b", "NL112", "delete", "meet Alice"),
    ("state status looking", "NL135", '"status" "looking"', 'state "status" "looking"'),
    ('state status: "looking"', "", '"status" "looking"', 'state "status" "looking"'),
    ("custom mood TRUE", "NL135", '`"mood"`', 'custom "mood" TRUE'),
    # the order of a line
    ('call Alice "a" Bob', "", "right after `call`", 'call Alice Bob "a"'),
    ("call @A Alice", "", "right after `call`", "call Alice @A"),
    ("give 1 ADVICE Bob", "", "right after `give`", "give Bob 1 ADVICE"),
    ("give 1 ADVICE to Bob", "NL115", "take it away", "give Bob 1 ADVICE"),
    ("outcome client 4800 USD Dave", "", "`from Dave`", "outcome client 4800 USD from Dave"),
    ("outcome client Dave", "", "`from Dave`", "outcome client from Dave"),
    ("outcome client by Dave", "", "`from Dave`", "outcome client from Dave"),
    ("outcome from Dave", "NL125", "outcome client from Dave", "outcome client from Dave"),
    ("outcome from", "", "outcome client", "outcome client"),
    ("outcome job offer", "NL135", '`"offer"`', 'outcome job "offer"'),
    ("outcome Job", "NL125", "`outcome job`", "outcome job"),
    ("intro by Carol", "", "intro Dave by Carol", "intro Dave by Carol"),
    ("intro Dave from Carol", "", "`by Carol`", "intro Dave by Carol"),
    ("intro Dave via Carol", "NL115", "`by Carol`", "intro Dave by Carol"),
    ("intro Dave by Carol Erin", "", "one person", "intro Dave by Carol"),
    ("intro Alice", "NL132", "intro Alice by NAME", "intro Alice by NAME"),
    ("receive from Bob", "", "`receive Bob", "receive Bob"),
    ("receive 1 ADVICE from Bob", "", "`receive Bob", "receive Bob 1 ADVICE"),
    ("balance Carol INTRO", "", "`0 INTRO`", "balance Carol 0 INTRO"),
    ("meet Alice 1h30m", "", "cost 1h30m", "meet Alice\n  cost 1h30m"),
    ("meet Alice 25 USD", "NL127", "cost 25 USD", "meet Alice\n  cost 25 USD"),
    ("person Bob every: 30d", "NL127", "every:", "person Bob\n  every: 30d"),
    ("close Bob Carol", "", "one", "close Bob"),
    ("call Alice !", "", "after the date", "! call Alice"),
    ("! connect Alice", "NL130", "take the `!` away", "connect Alice"),
    ("* meet Alice", "NL130", "no flag", "meet Alice"),
    # the keyword
    ("event @PyCon", "NL105", "venue @PyCon event", "venue @PyCon event"),
    ("mete Alice", "NL105", "`meet`", "meet Alice"),
    ("recieve Bob", "NL105", "`receive`", "receive Bob"),
    ("met Alice", "NL105", "`meet`", "meet Alice"),
    ("Meet Alice", "NL105", "`meet`", "meet Alice"),
    ("meetAlice", "NL118", "`meet Alice`", "meet Alice"),
    ("lunch Alice", "NL105", 'meet Alice "lunch"', 'meet Alice "lunch"'),
    ("Alice", "NL105", "meet Alice", "meet Alice"),
    ("10:00 meet Alice", "NL105", "no time of day", "meet Alice"),
]

# Whole texts.
TEXTS: list[tuple[str, str, str, str]] = [
    ("03/01/2026 meet Alice", "NL102", "`2026-03-01` or `2026-01-03`", "2026-03-01 meet Alice"),
    ("13/01/2026 meet Alice", "NL102", "write `2026-01-13`", "2026-01-13 meet Alice"),
    ("2026-3-1 meet Alice", "NL102", "`2026-03-01`", "2026-03-01 meet Alice"),
    ("20260301 meet Alice", "NL102", "`2026-03-01`", "2026-03-01 meet Alice"),
    ("2026-02-30 meet Alice", "NL103", "28 or 29", "2026-02-28 meet Alice"),
    ("2026-03-01T10:00 meet Alice", "NL102", "a date alone", "2026-03-01 meet Alice"),
    ("2026-03-01: meet Alice", "NL118", "take it away", "2026-03-01 meet Alice"),
    ("2026-03-01meet Alice", "NL118", "`2026-03-01 meet`", "2026-03-01 meet Alice"),
    ("meet Alice", "NL106", "`2026-03-01 meet", "2026-03-01 meet Alice"),
    (" 2026-03-01 meet Alice", "NL107", "column 0", "2026-03-01 meet Alice"),
    ("  give Alice", "NL107", "under its entry", "2026-03-01 meet Alice\n  give Alice"),
    ("// x", "NL101", "`;`", "; x"),
    ("#x", "NL101", "`# x`", "# x"),
    ("**bold**", "NL101", "`** bold**`", "** bold**"),
    ('optoin "title" "x"', "NL105", "`option`", 'option "title" "x"'),
    ('option title "x"', "NL135", '`"title"`', 'option "title" "x"'),
    ('option title: "x"', "", '`"title"`', 'option "title" "x"'),
    ("include people.net", "NL135", '`"people.net"`', 'include "people.net"'),
    ("!include people.net", "", "`include", 'include "people.net"'),
    ('import "x.net"', "", "`include", 'include "x.net"'),
    ("pushtag spring", "", "#", "pushtag #spring"),
    ("poptag spring", "", "#", "poptag #spring"),
    ("popmeta source", "", "popmeta source:", "popmeta source:"),
    ('pushmeta source "diary"', "", "pushmeta source:", 'pushmeta source: "diary"'),
]

# An indented line under `2026-03-01 meet Alice`.
UNDER: list[tuple[str, str, str, str]] = [
    ("every: 6m", "NL134", "`6mo`", "every: 6mo"),
    ("every: 6M", "NL118", "`6mo`", "every: 6mo"),
    ("every: 6 months", "NL134", "`every: 6mo`", "every: 6mo"),
    ("every: 30", "NL134", "`30d`", "every: 30d"),
    ('every: "30d"', "NL134", "`30d`", "every: 30d"),
    ("every: -30d", "", "`30d`", "every: 30d"),
    ("every: 1.5y", "", "whole number", "every: 18mo"),
    ("every 30d", "NL136", "`every:`", "every: 30d"),
    ("every = 30d", "NL136", "`every: 30d`", "every: 30d"),
    ("Every: 30d", "NL136", "`every:`", "every: 30d"),
    ("every:", "NL125", "`30d`", "every: 30d"),
    ("every: ; nothing", "", "`30d`", "every: 30d"),
    ("every: 30d, 40d", "NL114", "repeat the key", "every: 30d\n  every: 40d"),
    ("born: 17.05.1980", "", "1980-05-17", "born: 1980-05-17"),
    ("born: 05/17/1980", "", "1980-05-17", "born: 1980-05-17"),
    ("born: 1980-5-17", "", "1980-05-17", "born: 1980-05-17"),
    ("born: May 17", "", "`1980-05-17`", "born: 1980-05-17"),
    ("due: 17.05.2026", "", "2026-05-17", "due: 2026-05-17"),
    ("phone: +49 123 456", "", '`phone: "+49 123 456"`', 'phone: "+49 123 456"'),
    ("phone: 555-1234", "", '`phone: "555-1234"`', 'phone: "555-1234"'),
    ("id: 4711-a", "", '`id: "4711-a"`', 'id: "4711-a"'),
    ("company: 3M", "", '`company: "3M"`', 'company: "3M"'),
    ("company: Acme Inc", "NL135", '`company: "Acme Inc"`', 'company: "Acme Inc"'),
    ("alias: Ali Baba", "", "Ali-Baba", "alias: Ali-Baba"),
    ("email: bob@example.org", "NL135", '`email: "bob@example.org"`', 'email: "bob@example.org"'),
    ("url: https://example.org", "NL135", '`url: "https://example.org"`', 'url: "https://example.org"'),
    ("foo: 25 usd", "", "`USD`", "foo: 25 USD"),
    ("last contact: 2026-03-01", "", "`last-contact:", "last-contact: 2026-03-01"),
    ("élan: 3", "NL136", "ASCII", "elan: 3"),
    ("! every: 30d", "NL130", "take the `!` away", "every: 30d"),
    ("!", "NL125", "`! give", "! give Bob"),
    ("give alice", "NL113", "`Alice`", "give Alice"),
    ("giveAlice", "NL118", "`give Alice`", "give Alice"),
    ("give to Alice", "NL115", "take it away", "give Alice"),
    ("receive from Alice", "", "`receive Alice", "receive Alice"),
    ("costs 25 USD", "NL105", "`cost`", "cost 25 USD"),
    ("cost 25 USD, 1h", "NL114", "blanks", "cost 25 USD 1h"),
    ("cost 25 USD and 1h", "NL115", "take it away", "cost 25 USD 1h"),
    ("cost 25 USD lunch", "", '`"lunch"`', 'cost 25 USD "lunch"'),
    ("cost Alice 25 USD", "", "no names", "cost 25 USD"),
    ('"more text"', "NL105", "under an entry", 'text: "more text"'),
    ("intro Bob", "NL105", "an entry of its own", "x: Bob"),
    ("// why", "", "`;`", "; why"),
]

SLIPS = [
    *((f"2026-03-01 {slip}", code, hint, f"2026-03-01 {mended}") for slip, code, hint, mended in HEADS),
    *TEXTS,
    *((f"2026-03-01 meet Alice\n  {a}", code, hint, f"2026-03-01 meet Alice\n  {b}") for a, code, hint, b in UNDER),
]


@pytest.mark.parametrize(("slip", "code", "hint", "mended"), SLIPS, ids=[row[0] for row in SLIPS])
def test_a_slip_is_told_with_what_to_write_instead(slip: str, code: str, hint: str, mended: str) -> None:
    (item,) = faults(slip)
    assert (item.code, hint in item.hint) == (code or item.code, True), format_diagnostic(item)
    sound(mended)


@pytest.mark.parametrize("slip", [row[0] for row in SLIPS])
def test_a_slip_is_shown_where_it_is(slip: str) -> None:
    """The marks stand under something that is there, and the first line says which kind of fault it is."""
    (item,) = faults(slip)
    line = slip.split("\n")[item.span.line - 1]
    shown = line[item.span.column - 1 : item.span.end_column - 1]
    assert shown.strip() or item.code in {"NL104", "NL110", "NL112", "NL125"}
    assert shown == shown.rstrip(" ") or not shown.strip()
    assert CATALOGUE[item.code].severity == item.severity == "error"


LISTED = ["meet Alice, Bob", "meet alice", "cost 1.5h", "intro A to B", "cost $25", "meet Alice “x”",
    "meet\u00a0Alice", "event @PyCon",
          "mete Alice", "meetAlice", "cost 1h30", "cost 25USD", "cost 3M", "meet Alice @A @B", "cost (2 * 7",
          'meet Alice "x', "cost 25",
          'meet Alice "a\tb"']  # fmt: skip


def test_each_slip_that_the_specification_lists_is_told_in_words_of_its_own() -> None:
    texts = [faults(f"2026-03-01 {line}")[0] for line in LISTED]
    texts += [
        faults(text)[0]
        for text in ("03/01/2026 meet A", "  stray", "2026-02-30 meet A", "2026-03-01 meet A\n  every: 6m")
    ]
    assert len({(item.code, item.message) for item in texts}) == len(LISTED) + 4
    assert all(item.hint for item in texts)
