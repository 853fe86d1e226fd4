"""Tend by hand: the order and its components, promises of every kind, the budget, the calendar, the command."""

import datetime as dt
import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from math import log2
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from reading_reports import cell, cells, column, evidence, figure, made, names

from netledger import Config, load_text
from netledger.core.config import WrongCall
from netledger.plugins.tend import TendOptions, plugin

Run = Callable[..., Any]

T = date(2026, 6, 30)
ALL = TendOptions(all=True)


def before(days: int) -> str:
    """Return the day that many days before T."""
    return (T - timedelta(days=days)).isoformat()


def calendar(text: str, **changes: Any) -> str:
    """Write the calendar of a journal."""
    return plugin.formats["ics"](load_text(text), Config(**{"today": T, "options": None, **changes}))


# -------------------------------------------------------------------------------------------------- the order


def test_priority() -> None:
    """Silence 100 of 50 days; S is 1 and 0.5 of 180 days before, as it was at the last touch."""
    text = f"2020-01-01 person Bob\n  every: 50d\n{before(280)} meet Bob\n{before(100)} meet Bob\n"
    report = made(plugin, text)
    assert cells(report, "Bob", "silence", "cadence", "cadence_from", "strength_then") == [
        *(100, Decimal(50), "person", Decimal("1.5"))
    ]
    factor = 1 + log2(2.5)
    assert float(cell(report, "Bob", "factor")) == pytest.approx(factor, abs=5e-7)
    assert float(cell(report, "Bob", "priority")) == pytest.approx(2 * factor, abs=5e-7)
    assert cell(report, "Bob", "why") == f"silent since {before(100)}: meet"


def test_only_silence_beyond_the_cadence_is_listed() -> None:
    """Those in touch often enough are counted, and shown by --all, last."""
    text = f"{before(91)} call Bob\n{before(90)} meet Ann\n"
    report = made(plugin, text)
    assert (names(report), column(report, "contact_on")) == (["Bob"], [T])
    assert report.notes == ("in touch often enough, so left out: 1 person (--all shows them)",)
    whole = made(plugin, text, options=ALL)
    assert (names(whole), whole.notes) == (["Ann", "Bob"], ())
    assert cell(whole, "Ann", "why") == f"in touch {before(90)}: meet"
    assert column(whole, "priority") == sorted(column(whole, "priority"), reverse=True)


def test_equal_priorities_stand_by_name() -> None:
    assert names(made(plugin, f"{before(100)} call Zoe Bob Élise\n")) == ["Bob", "Élise", "Zoe"]


def test_what_was_never_touched_counts_from_its_beginning() -> None:
    text = f'{before(180)} connect Ann "at the bar"\n{before(270)} intro Bob by Cid\n{before(91)} receive Dan "tea"\n'
    report = made(plugin, text)
    assert cells(report, "Ann", "silence", "priority", "strength_then", "last_touch") == [180, 2, 0, None]
    assert cells(report, "Bob", "silence", "priority") == [270, 3]
    assert cell(report, "Ann", "why") == f"no touch yet since {before(180)}: connect, at the bar"
    assert cell(report, "Bob", "why") == f"no touch yet since {before(270)}: intro"
    assert cell(report, "Dan", "why") == f"no touch yet since {before(91)}: receive, tea"


def test_closed_ties_are_left_out() -> None:
    """Even with a promise; and are back when the tie is."""
    text = f"{before(200)} meet Bob\n{before(199)} ! give Bob\n{before(100)} close Bob\n"
    report = made(plugin, text)
    assert (report.rows, report.notes) == ((), ("closed, so left out: Bob",))
    assert names(made(plugin, f"{text}{before(95)} connect Bob\n")) == ["Bob"]


def test_the_day_is_the_last_of_the_period() -> None:
    text = f"{before(200)} meet Bob\n{before(50)} meet Bob\n"
    assert made(plugin, text).rows == ()
    assert cell(made(plugin, text, end=T - timedelta(days=60)), "Bob", "silence") == 139


def test_a_query_chooses_people() -> None:
    text = (
        f"2020-01-01 person Ann #client\n{before(200)} meet Ann Bob\n"
        f"{before(9)} ! call Cid ^deal\n{before(9)} ! give @Club\n"
    )
    assert names(made(plugin, text)) == ["@Club", "Cid", "Ann", "Bob"]
    assert names(made(plugin, text, "#client")) == ["Ann"]
    assert names(made(plugin, text, "^deal")) == ["Cid"]
    assert names(made(plugin, text, "@Club")) == ["@Club"]
    assert names(made(plugin, text, "not:Ann", "not:@Club")) == ["Cid", "Bob"]


media = st.sampled_from(["meet", "call", "email", "post"])


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 300), media), min_size=1, max_size=8), st.integers(1, 200))
def test_waiting_only_raises_priority(touches: list[tuple[int, str]], later: int) -> None:
    text = "".join(f"{before(days)} {medium} Bob\n" for days, medium in touches)
    now = cell(made(plugin, text, options=ALL), "Bob", "priority")
    then = cell(made(plugin, text, options=ALL, today=T + timedelta(days=later)), "Bob", "priority")
    assert then > now


# ------------------------------------------------------------------------------------------------- promises


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ('! give Bob 1 ADVICE "her list"', {"Bob": "promised: 1 ADVICE, her list"}),
        ("! give Bob", {"Bob": "promised: a favour"}),
        ('! give Bob "the book"', {"Bob": "promised: the book"}),
        ("! receive Bob 2 INTRO", {"Bob": "they promised: 2 INTRO"}),
        ('! give Bob by Ann "a lift"', {}),
        ("! intro Ann Bob", {"Ann": "promised: intro to Bob", "Bob": "promised: intro to Ann"}),
        ("! intro Dan by Bob", {"Bob": "they promised: intro to Dan"}),
        ("! intro Dan Me Eve by Bob", {"Bob": "they promised: intro to Dan, Eve"}),
        ("! intro Dan Eve by Bob", {}),
        ('! call Bob "about the lease"', {"Bob": "promised: call, about the lease"}),
        ("! call from Bob", {"Bob": "they promised: call"}),
        ("! outcome job from Bob", {"Bob": "they promised: outcome job"}),
        ('meet Bob Ann\n  ! give Bob "notes"\n  receive Ann', {"Bob": "promised: notes"}),
        ("! meet Bob\n  receive 1 ADVICE\n  cost 1h", {"Bob": "promised: meet; they promised: 1 ADVICE"}),
        ("! give @Club 2 HOUR", {"@Club": "promised: 2 HOUR"}),
        ("! cost Bob 20 USD", {}),
        ('! meet @Club "a talk"', {}),
        ("meet Bob\n  ! cost 1h", {}),
    ],
)  # fmt: skip
def test_what_is_promised_to_whom(line: str, wanted: dict[str, str]) -> None:
    report = made(plugin, f"{before(1)} {line}\n")
    assert dict(zip(names(report), column(report, "why"), strict=True)) == wanted
    assert figure(report, "promised").value == len(wanted)


def test_promises_come_first_by_their_due_date() -> None:
    """What has none comes last, the earlier promise first; then silence."""
    text = (
        f"{before(400)} meet Zoe\n{before(9)} ! give Ann\n{before(8)} ! give Bob\n  due: 2026-07-15\n"
        f"{before(7)} ! call Cid\n  due: 2026-06-29\n{before(10)} ! call Dan\n"
        f"{before(3)} ! call Ann\n  due: 2026-08-01\n{before(2)} ! call Eve\n  due: 2026-06-30\n"
    )
    report = made(plugin, text)
    assert names(report) == ["Cid", "Eve", "Bob", "Ann", "Dan", "Zoe"]
    assert column(report, "overdue") == [True, False, False, False, False, False]
    assert column(report, "why") == [
        "overdue 2026-06-29: call",
        "due 2026-06-30: call",
        "due 2026-07-15: a favour",
        "due 2026-08-01: call; promised: a favour",
        "promised: call",
        f"silent since {before(400)}: meet",
    ]
    assert column(report, "promises") == [1, 1, 1, 2, 1, 0]
    assert (figure(report, "overdue").value, figure(report, "overdue").n) == (1, 6)
    assert column(report, "contact_on")[:4] == [T, T, date(2026, 7, 15), date(2026, 8, 1)]


def test_their_promise_with_a_due_date() -> None:
    text = f"{before(9)} ! receive Bob\n  due: 2026-07-01\n"
    assert column(made(plugin, text), "why") == ["due 2026-07-01, from them: a favour"]
    late = made(plugin, text, today=date(2026, 7, 2))
    assert column(late, "why") == ["overdue 2026-07-01, from them: a favour"]


def test_a_promise_without_a_tie_has_no_priority() -> None:
    """Nothing has begun yet; a group has no cadence either."""
    report = made(plugin, f"{before(1)} ! meet Bob\n{before(1)} ! give @Club:Board\n", depth=1)
    assert cells(report, "Bob", "silence", "priority", "strength_then", "every", "contact_on") == [
        *(None, None, None, "90d", T)
    ]
    assert cells(report, "@Club", "every", "cadence", "cadence_from", "priority") == [None] * 4


def test_a_promise_kept_or_made_later_is_none() -> None:
    assert made(plugin, f"{before(1)} give Bob\n2026-07-01 ! give Bob\n").rows == ()


def test_what_binds_nobody_is_counted() -> None:
    report = made(plugin, f"{before(1)} ! meet @Fair\n{before(1)} ! cost 3h\n{before(1)} ! call Bob\n")
    assert report.notes == (
        "pending with nobody to contact, so left out: 2; netledger promises lists all that is pending",
    )


def test_what_binds_one_whose_tie_is_closed_is_not_to_be_contacted_twice() -> None:
    """Whoever is to introduce somebody is bound as well as whom an entry names."""
    report = made(plugin, f"{before(9)} meet Cid\n{before(8)} close Cid\n{before(1)} ! intro Ann Me by Cid\n")
    assert report.notes == ("closed, so left out: Cid",)


def test_the_strength_is_headed_as_that_of_then() -> None:
    """`ties` shows that of today."""
    (head,) = [item.label for item in made(plugin, "").columns if item.name == "strength_then"]
    assert head == "strength then"


def test_a_promise_is_kept_when_contact_is_due_anyway() -> None:
    """Without a due date the day is that of the cadence."""
    text = f"{before(10)} meet Bob\n  ! give Bob\n"
    assert cell(made(plugin, text), "Bob", "contact_on") == T + timedelta(days=80)
    assert cell(made(plugin, f"2020-01-01 person Bob\n  every: 1mo\n{text}"), "Bob", "contact_on") == T + timedelta(21)


# ------------------------------------------------------------------------------------------------- the budget

TIMED = f"""\
2020-01-01 person Ann
  every: 10d
{before(120)} meet Ann Bob
  cost 2h 5 USD
{before(110)} meet Ann
  cost 1h
  ! cost 9h
{before(105)} call Ann
{before(104)} call Bob
{before(103)} call Cid
"""


def test_the_list_fits_into_a_budget() -> None:
    """Ann takes the median of 2h and 1h, Bob 2h, Cid what is usual: the median of 1.5h and 2h."""
    report = made(plugin, TIMED, options=TendOptions(hours=Decimal(4)))
    assert list(zip(names(report), map(str, column(report, "usual_hours")), strict=True)) == [
        *(("Ann", "1.50 HOUR"), ("Bob", "2.00 HOUR"))
    ]
    assert str((report.totals or ())[-1]) == "3.50 HOUR"
    assert not next(item.wide for item in report.columns if item.name == "usual_hours")
    assert report.notes == ("left out, for they do not fit into 4 hours: 1 person",)


def test_who_does_not_fit_makes_room_for_the_next() -> None:
    report = made(plugin, TIMED, options=TendOptions(hours=Decimal("3.25")))
    assert names(report) == ["Ann", "Cid"]
    assert column(report, "usual_hours")[1].number == Decimal("1.75")
    assert report.notes[0] == "no touch has hours, so the median of all ties is taken: Cid"


def test_without_any_hours_nothing_can_be_fitted() -> None:
    report = made(plugin, f"{before(100)} meet Bob\n", options=TendOptions(hours=Decimal(1)))
    assert (names(report), column(report, "usual_hours"), report.totals) == (["Bob"], [None], None)
    assert report.notes == (
        "no touch has hours, so nobody knows who fits into the budget: write `cost 1h` under a touch",
    )


@pytest.mark.parametrize("hours", ["0", "-1"])
def test_a_budget_of_nothing(hours: str) -> None:
    with pytest.raises(WrongCall, match="above 0"):
        made(plugin, TIMED, options=TendOptions(hours=Decimal(hours)))


def test_shown_hours_add_up() -> None:
    """Three times 20 minutes are an hour."""
    text = "".join(f"{before(100)} call {name}\n  cost 20m\n" for name in ("Ann", "Bob", "Cid"))
    report = made(plugin, text, options=TendOptions(hours=Decimal(1)))
    assert [amount.number for amount in column(report, "usual_hours")] == list(map(Decimal, ("0.34", "0.33", "0.33")))
    assert str((report.totals or ())[-1]) == "1.00 HOUR"


# ----------------------------------------------------------------------------------------------- the calendar

PLANNED = f"""\
option "title" "Mine; and yours, too"
2020-01-01 person Bob
  every: 30d
{before(400)} meet Ann "a talk; then tea, \\"late\\""
{before(10)} meet Bob
{before(5)} ! give Cid "her list, line by line"
  due: 2026-06-20
{before(5)} ! intro Cid Bob
  due: 2026-07-20
"""


def test_a_calendar_of_whole_days() -> None:
    """What is overdue today, the rest when it is due; another program reads it back."""
    text = calendar(PLANNED)
    read = Calendar.from_ical(text)
    assert str(read["X-WR-CALNAME"]) == "Mine; and yours, too"
    events = [
        (item.decoded("dtstart"), item.decoded("dtend"), str(item["summary"]), str(item["description"]))
        for item in read.walk("VEVENT")
    ]
    day = timedelta(days=1)
    due, kept = date(2026, 7, 20), "her list, line by line"
    assert events == [
        (T, T + day, f"Cid: {kept}", f"overdue 2026-06-20: {kept} (noted {before(5)})"),
        (T, T + day, "Contact Ann", f'silent since {before(400)}: meet, a talk; then tea, "late"'),
        (due, due + day, "Cid: intro to Bob", f"due 2026-07-20: intro to Bob (noted {before(5)})"),
        (due, due + day, "Bob: intro to Cid", f"due 2026-07-20: intro to Cid (noted {before(5)})"),
    ]  # fmt: skip
    assert {item.decoded("dtstamp") for item in read.walk("VEVENT")} == {dt.datetime(2026, 6, 30, tzinfo=dt.UTC)}
    assert text.count("\r\n") == text.count("\n")


def test_whoever_is_in_touch_has_the_day_of_their_cadence() -> None:
    text = f"{before(10)} meet Ann\n"
    assert "VEVENT" not in calendar(text)
    (event,) = Calendar.from_ical(calendar(text, options=ALL)).walk("VEVENT")
    assert event.decoded("dtstart") == T + timedelta(days=80)


def _uids(text: str) -> list[str]:
    return [str(item["uid"]) for item in Calendar.from_ical(text).walk("VEVENT")]


def test_the_same_promise_keeps_its_uid() -> None:
    """Written again on another day it changes its entry; after a contact the next silence is another one."""
    first = calendar(PLANNED)
    assert first == calendar(PLANNED)
    assert sorted(_uids(first)) == sorted(_uids(calendar(PLANNED, today=T + timedelta(days=3))))
    assert len(set(_uids(first))) == 4
    twice = calendar(f'{before(5)} ! give Ann "a book"\n{before(5)} ! give Ann "a book"\n')
    assert len(set(_uids(twice))) == 2
    touched = calendar(f"{PLANNED}{before(200)} call Ann\n")
    assert len(set(_uids(first)) & set(_uids(touched))) == 3


def test_without_icalendar_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    ran = run("tend", "-O", "ics", "--today", "2026-06-30", stdin=PLANNED)
    assert (ran.status, ran.out) == (2, "")
    assert "Usage:" not in ran.err
    assert "pip install 'netledger[calendar]'" in ran.err


def test_the_calendar_of_the_command(run: Run) -> None:
    ran = run("tend", "-O", "ics", "--all", "--today", "2026-06-30", "Bob", stdin=PLANNED)
    assert ran.status == 0
    assert ran.out.startswith("BEGIN:VCALENDAR\r\n")
    assert len(_uids(ran.out)) == 1


# --------------------------------------------------------------------------------------------------- evidence


def test_the_evidence_of_a_priority_is_its_components() -> None:
    text = (
        f"2020-01-01 tag #x\n  every: 50d\n2020-01-01 person Bob #x\n{before(280)} meet Bob\n{before(100)} meet Bob\n"
    )
    found = evidence(plugin, text, "priority", "Bob")
    assert found is not None
    parts = {row[0]: row[1] for row in found.rows}
    assert list(parts) == ["silence", "cadence", "silence / cadence", "strength then", "factor", "priority"]
    assert parts["priority"] == cell(made(plugin, text), "Bob", "priority")
    assert abs(parts["silence / cadence"] * parts["factor"] - parts["priority"]) < Decimal("0.00001")  # type: ignore[operator]
    assert found.rows[1][3] == "50d, the `every:` of #x"
    assert found.lead == (f"silent since {before(100)}: meet",)
    then = evidence(plugin, text, "strength_then", "Bob")
    assert then is not None
    assert (then.totals or ())[6] == parts["strength then"]
    assert column(then, "age") == [180, 0]
    assert evidence(plugin, text, "priority", "Nobody") is None


def test_the_evidence_of_others() -> None:
    found = evidence(plugin, TIMED, "usual_hours", "Ann")
    assert found is not None
    assert [str(row[2]) for row in found.rows] == ["2 HOUR", "1 HOUR"]
    assert str(figure(found, "usual_hours").value) == "1.50 HOUR"
    found = evidence(plugin, TIMED, "usual_hours", "Cid")
    assert found is not None
    assert (found.rows, figure(found, "usual_hours").value) == ((), None)
    promised = evidence(plugin, f"{before(1)} ! meet Bob\n", "priority", "Bob")
    assert promised is not None
    assert promised.rows == (("promise", None, None, "promised: meet"),)
    untouched = evidence(plugin, f"{before(1)} connect Bob\n", "priority", "Bob")
    assert untouched is not None
    assert untouched.rows[3] == ("strength then", Decimal(0), None, "there is no touch")


def test_a_period_that_has_not_begun() -> None:
    """Nobody stands anywhere in it yet."""
    text = "2026-01-01 meet Bob\n2026-01-01 ! give @Club\n"
    assert made(plugin, text, begin=date(2030, 1, 1)).rows == ()
    assert made(plugin, text, begin=date(2026, 6, 30)).rows != ()


def test_nothing_at_all() -> None:
    for text in ("", "2026-01-01 person Bob\n", "2027-01-01 meet Bob\n", "2027-01-01 ! meet Bob\n"):
        report = made(plugin, text)
        assert (report.rows, report.notes, report.totals) == ((), (), None)


# ------------------------------------------------------------------------------------------------ the command


def test_the_command(run: Run) -> None:
    ran = run("tend", "--hours", "4", "-O", "json", "--today", "2026-06-30", stdin=TIMED)
    data = json.loads(ran.out)
    assert [row["person"] for row in data["rows"]] == ["Ann", "Bob"]
    assert data["totals"]["usual_hours"] == {"number": "3.50", "unit": "HOUR"}
    assert run("tend", "--hours", "many", stdin=TIMED).status == 2
    assert run("tend", "--hours", "0", stdin=TIMED).status == 2
