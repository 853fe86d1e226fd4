"""Each rule of the grammar: the lines that it accepts, with their records, and those that it rejects, with the codes.

The expected fields are worked out from the language's specification; whatever is not named has its default.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from records import NOWHERE, codes, only

from netledger.core import entries as e
from netledger.core.amounts import Amount

DAY = "2026-03-01 "


def a(number: str, unit: str) -> Amount:
    """Shorten amounts."""
    return Amount(Decimal(number), unit)


Row = tuple[str, type[e.Entry], dict[str, Any]]

TOUCHES: list[Row] = [
    *((f"{medium} Alice", e.Touch, {"medium": medium, "names": ("Alice",)}) for medium in e.MEDIA),
    ("meet Alice Bob", e.Touch, {"medium": "meet", "names": ("Alice", "Bob")}),
    ("call from Carol", e.Touch, {"medium": "call", "names": ("Carol",), "inbound": True}),
    ("call from Carol Dave", e.Touch, {"medium": "call", "names": ("Carol", "Dave"), "inbound": True}),
    ("meet @PyCon", e.Touch, {"medium": "meet", "venue": "@PyCon"}),
    ('post "on hiring"', e.Touch, {"medium": "post", "text": "on hiring"}),
    ("! call Alice", e.Touch, {"medium": "call", "names": ("Alice",), "pending": True}),
    ("!call Alice", e.Touch, {"medium": "call", "names": ("Alice",), "pending": True}),
    (
        'meet Alice Bob @Chamber:Mixers "spring mixer" #spring ^acme',
        e.Touch,
        {"medium": "meet", "names": ("Alice", "Bob"), "venue": "@Chamber:Mixers", "text": "spring mixer",
         "tags": ("spring",),
         "links": ("acme",)},
    ),
    ('meet Alice ^a #s "x" @C', e.Touch,
     {"medium": "meet", "names": ("Alice",), "venue": "@C", "text": "x", "tags": ("s",), "links": ("a",)}),
    ("meet Alice #a #b #a ^x ^x", e.Touch,
     {"medium": "meet", "names": ("Alice",), "tags": ("a", "b"), "links": ("x",)}),
    ("meet Alice@Acme", e.Touch, {"medium": "meet", "names": ("Alice",), "venue": "@Acme"}),
]  # fmt: skip
INTROS: list[Row] = [
    ("intro Alice Carol", e.Intro, {"names": ("Alice", "Carol")}),
    ("intro Alice Carol Dave @C #x", e.Intro, {"names": ("Alice", "Carol", "Dave"), "venue": "@C", "tags": ("x",)}),
    ("intro Dave by Carol", e.Intro, {"names": ("Dave",), "by": "Carol"}),
    ("intro Dave Me Erin by Carol", e.Intro, {"names": ("Dave", "Me", "Erin"), "by": "Carol"}),
    ("intro Me Dave by Carol", e.Intro, {"names": ("Me", "Dave"), "by": "Carol"}),
    ("intro Alice Bob by Carol", e.Intro, {"names": ("Alice", "Bob"), "by": "Carol"}),
    ('intro Dave "t" ^acme by Carol @C', e.Intro,
     {"names": ("Dave",), "by": "Carol", "text": "t", "venue": "@C", "links": ("acme",)}),
    ("! intro Alice Carol", e.Intro, {"names": ("Alice", "Carol"), "pending": True}),
]  # fmt: skip
CONNECTS: list[Row] = [
    ("connect Alice", e.Connect, {"names": ("Alice",)}),
    ("connect Alice Bob @LinkedIn", e.Connect, {"names": ("Alice", "Bob"), "venue": "@LinkedIn"}),
    ('connect Alice "at the bar" @C', e.Connect, {"names": ("Alice",), "text": "at the bar", "venue": "@C"}),
    ("promo", e.Promo, {}),
    ('promo @LinkedIn "my workshop" #p ^l', e.Promo,
     {"venue": "@LinkedIn", "text": "my workshop", "tags": ("p",), "links": ("l",)}),
]  # fmt: skip
FAVOURS: list[Row] = [
    ("give Bob", e.Give, {"names": ("Bob",), "amount": a("1", "FAVOR")}),
    ("give Bob 2 ADVICE", e.Give, {"names": ("Bob",), "amount": a("2", "ADVICE")}),
    ("give Bob Carol 1h30m", e.Give, {"names": ("Bob", "Carol"), "amount": a("1.5", "HOUR")}),
    ("give @Chamber 2 HOUR", e.Give, {"venue": "@Chamber", "amount": a("2", "HOUR")}),
    ("give Bob @Chamber", e.Give, {"names": ("Bob",), "venue": "@Chamber"}),
    ("give Bob by Alice", e.Give, {"names": ("Bob",), "by": "Alice"}),
    ("give @Chamber by Alice 3 HOUR", e.Give, {"venue": "@Chamber", "by": "Alice", "amount": a("3", "HOUR")}),
    ('give Bob "x" by Alice #t 2 HOUR', e.Give,
     {"names": ("Bob",), "by": "Alice", "amount": a("2", "HOUR"), "text": "x", "tags": ("t",)}),
    ("! give Bob", e.Give, {"names": ("Bob",), "pending": True}),
    ("receive Carol", e.Receive, {"names": ("Carol",), "amount": a("1", "FAVOR")}),
    ('receive Carol 1 INTRO "to Dave"', e.Receive, {"names": ("Carol",), "amount": a("1", "INTRO"), "text": "to Dave"}),
    ('receive "to Dave" @C 1 INTRO', e.Receive, {"venue": "@C", "amount": a("1", "INTRO"), "text": "to Dave"}),
    ("! receive Carol", e.Receive, {"names": ("Carol",), "pending": True}),
]  # fmt: skip
COSTS: list[Row] = [
    ("cost 3h", e.Cost, {"amounts": (a("3", "HOUR"),)}),
    ('cost @Chamber 250 USD "annual dues"', e.Cost,
     {"venue": "@Chamber", "amounts": (a("250", "USD"),), "text": "annual dues"}),
    ("cost Alice Bob 25 USD", e.Cost, {"names": ("Alice", "Bob"), "amounts": (a("25", "USD"),)}),
    ("cost 1h30m 25 USD (2 * 7) MILE", e.Cost, {"amounts": (a("1.5", "HOUR"), a("25", "USD"), a("14", "MILE"))}),
    ('cost 1h "x" 25 USD @C 45m', e.Cost,
     {"amounts": (a("1", "HOUR"), a("25", "USD"), a("0.75", "HOUR")), "text": "x", "venue": "@C"}),
    ("cost -20 USD", e.Cost, {"amounts": (a("-20", "USD"),)}),
    ("cost 0 USD", e.Cost, {"amounts": (a("0", "USD"),)}),
    ("! cost 25 USD", e.Cost, {"amounts": (a("25", "USD"),), "pending": True}),
]  # fmt: skip
OUTCOMES: list[Row] = [
    ("outcome job", e.Outcome, {"kind": "job"}),
    ("outcome client 4800 USD from Dave @C", e.Outcome,
     {"kind": "client", "amount": a("4800", "USD"), "names": ("Dave",), "venue": "@C"}),
    ("outcome client @C from Dave Carol 1 USD", e.Outcome,
     {"kind": "client", "amount": a("1", "USD"), "names": ("Dave", "Carol"), "venue": "@C"}),
    ('outcome collaboration for Alice Carol "a course"', e.Outcome,
     {"kind": "collaboration", "beneficiaries": ("Alice", "Carol"), "text": "a course"}),
    ("outcome job for Alice from Bob ^x", e.Outcome,
     {"kind": "job", "beneficiaries": ("Alice",), "names": ("Bob",), "links": ("x",)}),
    ("outcome vertragsabschluß", e.Outcome, {"kind": "vertragsabschluß"}),
    ("! outcome job", e.Outcome, {"kind": "job", "pending": True}),
]  # fmt: skip
DECLARATIONS: list[Row] = [
    ("person Bob", e.Person, {"name": "Bob"}),
    ('person Bob "Bob Okafor" #client ^x', e.Person,
     {"name": "Bob", "full_name": "Bob Okafor", "tags": ("client",), "links": ("x",)}),
    ('person Bob #client "Bob Okafor"', e.Person, {"name": "Bob", "full_name": "Bob Okafor", "tags": ("client",)}),
    ("person Me", e.Person, {"name": "Me"}),
    ("venue @Chamber", e.Venue, {"venue": "@Chamber"}),
    *((f"venue @X {kind}", e.Venue, {"venue": "@X", "kind": kind}) for kind in e.VENUE_KINDS),
    ('venue @X "Title" org #t', e.Venue, {"venue": "@X", "title": "Title", "kind": "org", "tags": ("t",)}),
    ('venue @X #t org "Title"', e.Venue, {"venue": "@X", "title": "Title", "kind": "org", "tags": ("t",)}),
    ("unit ADVICE", e.Unit, {"unit": "ADVICE"}),
    ('unit ADVICE "a piece of advice" #t', e.Unit, {"unit": "ADVICE", "title": "a piece of advice", "tags": ("t",)}),
    ("tag #client", e.Tag, {"tag": "client"}),
    ('tag #client "my clients" ^x', e.Tag, {"tag": "client", "title": "my clients", "links": ("x",)}),
    ("price HOUR 60.00 USD", e.Price, {"unit": "HOUR", "amount": a("60.00", "USD")}),
    ("price MILE 0.725 USD #irs", e.Price, {"unit": "MILE", "amount": a("0.725", "USD"), "tags": ("irs",)}),
    ("price ADVICE 1h30m", e.Price, {"unit": "ADVICE", "amount": a("1.5", "HOUR")}),
    ("close Bob", e.Close, {"subject": "Bob"}),
    ('close @Chamber "too dear" #t', e.Close, {"subject": "@Chamber", "text": "too dear", "tags": ("t",)}),
]  # fmt: skip
STATEMENTS: list[Row] = [
    ("balance Carol 0 INTRO", e.Balance, {"subject": "Carol", "amount": a("0", "INTRO")}),
    ("balance @Chamber -2 HOUR", e.Balance, {"subject": "@Chamber", "amount": a("-2", "HOUR")}),
    ('balance Carol "checked" 1h #t', e.Balance,
     {"subject": "Carol", "amount": a("1", "HOUR"), "text": "checked", "tags": ("t",)}),
    *((f"budget 10 HOUR {period}", e.Budget, {"amount": a("10", "HOUR"), "period": period}) for period in e.PERIODS),
    ('budget yearly @C "dues" 250 USD', e.Budget,
     {"amount": a("250", "USD"), "period": "yearly", "venue": "@C", "text": "dues"}),
    ("budget 0 USD weekly", e.Budget, {"amount": a("0", "USD"), "period": "weekly"}),
    ('state "status" "looking"', e.State, {"name": "status", "value": "looking"}),
    ('state "status" "" #t', e.State, {"name": "status", "value": "", "tags": ("t",)}),
    ('note Bob "prefers mornings"', e.Note, {"subject": "Bob", "text": "prefers mornings"}),
    ('note @C "x" ^l', e.Note, {"subject": "@C", "text": "x", "links": ("l",)}),
    ('note Me "x"', e.Note, {"subject": "Me", "text": "x"}),
    ('document Bob "letters/bob.pdf"', e.Document, {"subject": "Bob", "path": "letters/bob.pdf"}),
    ('document Me "cv.pdf" #cv', e.Document, {"subject": "Me", "path": "cv.pdf", "tags": ("cv",)}),
    ('query "mentors" "#mentor kind:call"', e.Query, {"name": "mentors", "terms": "#mentor kind:call"}),
]  # fmt: skip

ACCEPTED = [*TOUCHES, *INTROS, *CONNECTS, *FAVOURS, *COSTS, *OUTCOMES, *DECLARATIONS, *STATEMENTS]


@pytest.mark.parametrize(("line", "kind", "fields"), ACCEPTED, ids=[row[0] for row in ACCEPTED])
def test_accepts(line: str, kind: type[e.Entry], fields: dict[str, Any]) -> None:
    assert only(DAY + line) == kind(date=date(2026, 3, 1), span=NOWHERE, **fields)


@pytest.mark.parametrize("line", [row[0] for row in ACCEPTED])
def test_any_blanks_and_a_comment_change_nothing(line: str) -> None:
    """What stands in quotes stays as it is; the rest may be parted by any run of blanks and tabs."""
    parts = line.split('"')
    spread = '"'.join(part.replace(" ", " \t ") if not index % 2 else part for index, part in enumerate(parts))
    assert only(f'2026-03-01\t  {spread}\t ; a "comment') == only(DAY + line)
    for comment in (";x", " ; and Bob", '; "text" @X #y ^z', " ; 25 USD", "; 2h", " ; by Bob", ";"):
        assert only(f"{DAY}{line}{comment}") == only(DAY + line)


@pytest.mark.parametrize("line", [row[0] for row in ACCEPTED])
def test_every_entry_may_have_metadata_and_comments_under_it(line: str) -> None:
    entry = only(f'{DAY}{line}\n\t; a comment\n  source: "diary" ; why not\n x:1')
    assert [(item.key, item.value.kind, item.value.text) for item in entry.meta] == [
        ("source", "string", "diary"),
        ("x", "number", "1"),
    ]


REJECTED: list[tuple[str, str]] = [
    # touches
    ("meet", "NL125"), ("meet #spring", "NL125"), ("meet from", "NL125"), ("call from @Chamber", "NL125"),
    ("call Alice from", "NL127"), ("call Me", "NL131"), ("call from Me", "NL131"), ("call Alice Alice", "NL137"),
    ("call Alice @A @B", "NL126"), ('call Alice "a" "b"', "NL126"), ("call Alice 25 USD", "NL127"),
    ("call Alice by Bob", "NL127"),
    ("call Alice for Bob", "NL127"), ("! ! call Alice", "NL130"), ("call ! Alice", "NL130"), ("* call Alice", "NL130"),
    # introductions
    ("intro", "NL125"), ("intro Alice", "NL132"), ("intro Alice @C", "NL132"), ("intro Me", "NL131"),
    ("intro Me Alice", "NL131"),
    ("intro Me by Carol", "NL132"), ("intro Dave by Me", "NL131"), ("intro Dave by Dave", "NL137"),
    ("intro Dave by", "NL125"),
    ("intro Dave by A by B", "NL126"), ("intro A A", "NL137"), ("intro Dave from Carol", "NL127"),
    ("intro A B 1 INTRO", "NL127"),
    ("intro @C A B", "NL127"),
    # connect, promo
    ("connect", "NL125"), ("connect @C", "NL127"), ("connect Me", "NL131"), ("connect Alice Alice", "NL137"),
    ("connect Alice @A @B", "NL126"), ("! connect Alice", "NL130"), ("connect from Alice", "NL127"),
    ("! promo", "NL130"),
    ("promo @A @B", "NL126"),
    # favours
    ("give", "NL125"), ("give 2 HOUR", "NL125"), ("give Me", "NL131"), ("give Bob 0 HOUR", "NL133"),
    ("give Bob -1 HOUR", "NL133"),
    ("give Bob 1 HOUR 2 USD", "NL126"), ("give Bob 2", "NL104"), ("give Bob by", "NL125"),
    ("give Bob by A by B", "NL126"),
    ("give Bob by Bob", "NL137"), ("give Bob by Me", "NL131"), ("give Bob Bob", "NL137"), ("give Bob @A @B", "NL126"),
    ("give Bob from Alice", "NL127"), ("receive", "NL125"), ("receive Me", "NL131"), ("receive Bob by Alice", "NL127"),
    ("receive Bob 0 HOUR", "NL133"),
    # cost
    ("cost", "NL125"), ("cost Alice", "NL125"), ("cost @C", "NL125"), ("cost 25", "NL104"), ("cost Me 1h", "NL131"),
    ("cost Alice Alice 1h", "NL137"), ("cost 1h @A @B", "NL126"), ('cost 1h "a" "b"', "NL126"),
    # outcome
    ("outcome", "NL125"), ("outcome Job", "NL125"), ('outcome "job"', "NL125"), ("outcome job 1 USD 2 USD", "NL126"),
    ("outcome job from", "NL125"), ("outcome job for", "NL125"), ("outcome job from A from B", "NL126"),
    ("outcome job for A for B", "NL126"), ("outcome job from Me", "NL131"), ("outcome job for Me", "NL131"),
    ("outcome job from A A", "NL137"), ("outcome job by A", "NL127"), ("outcome from Dave", "NL125"),
    # declarations
    ("person", "NL125"), ("person bob", "NL113"), ('person Bob "a" "b"', "NL126"), ("person Bob @C", "NL127"),
    ("person @Bob", "NL127"), ("person Bob Okafor", "NL135"), ("! person Bob", "NL130"), ("venue", "NL125"),
    ("venue Chamber", "NL127"),
    ("venue @A org event", "NL126"), ("venue @A company", "NL127"), ('venue @A "a" "b"', "NL126"),
    ("venue @A @B", "NL127"),
    ("unit", "NL125"), ("unit advice", "NL124"), ("unit A B", "NL135"), ("tag", "NL125"), ("tag ^x", "NL127"),
    ('tag #x "a" "b"', "NL126"),
    ("price", "NL125"), ("price HOUR", "NL125"), ("price HOUR 60", "NL104"), ("price HOUR 0 USD", "NL133"),
    ("price HOUR -1 USD", "NL133"), ("price HOUR 1 HOUR", "NL127"), ("price HOUR 1 USD 2 USD", "NL126"),
    ('price HOUR 1 USD "x"', "NL127"), ("close", "NL125"), ("close Me", "NL131"), ("close #x", "NL127"),
    ("! close Bob", "NL130"),
    # statements
    ("balance", "NL125"), ("balance Carol", "NL125"), ("balance 0 INTRO", "NL127"), ("balance Me 0 INTRO", "NL131"),
    ("balance Carol 0", "NL104"), ("balance Carol 0 INTRO 1 HOUR", "NL126"), ("balance #t 0 INTRO", "NL127"),
    ("budget", "NL125"),
    ("budget 1 HOUR", "NL125"), ("budget monthly", "NL125"), ("budget 1 HOUR weekly yearly", "NL126"),
    ("budget -1 HOUR weekly", "NL133"),
    ("budget 1 HOUR 2 HOUR weekly", "NL126"), ("budget 1 HOUR daily", "NL127"), ("budget 1 HOUR weekly @A @B", "NL126"),
    ("state", "NL125"), ('state "a"', "NL125"), ('state "a" "b" "c"', "NL126"), ("note", "NL125"),
    ("note Bob", "NL125"),
    ('note "x"', "NL127"), ('note Bob "a" "b"', "NL126"), ("document Bob", "NL125"), ('document "x"', "NL127"),
    ("query", "NL125"),
    ('query "a"', "NL125"), ('query "a" "b" "c"', "NL126"), ("custom", "NL125"),
    # no keyword
    ("", "NL125"), ("!", "NL125"), ("Meet Alice", "NL105"), ("mete Alice", "NL105"), ("event @PyCon", "NL105"),
    ("xyzzy", "NL105"),
    ('option "title" "x"', "NL105"), ("@PyCon", "NL105"), ("5 HOUR", "NL105"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "code"), REJECTED, ids=[row[0] for row in REJECTED])
def test_rejects(line: str, code: str) -> None:
    assert codes(DAY + line) == [code]
