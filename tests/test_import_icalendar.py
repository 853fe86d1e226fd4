"""Calendars: events with others become entries; what repeats, is broken or hostile."""

import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from importing import SAMPLES, TODAY, Found, damaged, extracted, journal, sample, source

from netledger import load_text
from netledger.core.config import WrongCall
from netledger.formats import Draft, ImportConfig
from netledger.importers.calendar_series import MOST_OCCURRENCES
from netledger.importers.calendars import icalendar

Write = Callable[[str, str | bytes], Path]

GOOGLE, OUTLOOK, BROKEN = "calendar-google.ics", "calendar-outlook.ics", "calendar-broken.ics"
ME = "nora@example.com"
CONFIG = ImportConfig(TODAY, me=(ME,))


def event(*lines: str, end: bool = True) -> str:
    """Write an event with Bob, unless the lines say with whom."""
    people = () if any(line.startswith("ATTENDEE") for line in lines) else ("ATTENDEE;CN=Bob:mailto:bob@example.org",)
    start = () if any(line.startswith("DTSTART") for line in lines) else ("DTSTART:20260302T100000",)
    uid = () if any(line.startswith("UID") for line in lines) else ("UID:1",)
    return "\n".join(["BEGIN:VEVENT", *uid, *start, *people, *lines, *(["END:VEVENT"] if end else [])])


def calendar(*events: str) -> str:
    return "\n".join(["BEGIN:VCALENDAR", *events, "END:VCALENDAR", ""])


@pytest.fixture
def read(write: Write) -> Callable[..., Found]:
    """Import events."""
    return lambda *events, config=CONFIG: extracted(icalendar, source(write("c.ics", calendar(*events))), config)


def days(found: Found) -> list[str]:
    return [str(draft.entry.date) for draft in found.drafts]


# ----------------------------------------------------------------------------------------- the real layouts


def test_googles_calendar() -> None:
    """Times in UTC are those of the calendar's zone; its name tells the owner; what is changed, stands for its day."""
    found = sample(icalendar, GOOGLE)
    assert found.entries == [
        """2026-03-03 meet bob.okafor@example.org "Dinner, with Élise's idea"
  location: "Café Central, Herrengasse 14, Wien"
  cost 1.5 HOUR""",
        '2026-03-02 video dana@example.org "Weekly"\n  cost 0.333333333333 HOUR',
        '2026-03-10 call from dana@example.org "Weekly, moved"\n  cost 0.5 HOUR',
        '2026-03-30 video dana@example.org "Weekly"\n  cost 0.333333333333 HOUR',
        '2026-05-01 meet dana@example.org "Offsite"\n  location: "Lake house"',
    ]
    assert [draft.id for draft in found.drafts] == [
        "ics:4k2lunch0001@google.com:2026-03-03",
        "ics:weekly0002@google.com:2026-03-02",
        "ics:weekly0002@google.com:2026-03-09",
        "ics:weekly0002@google.com:2026-03-30",
        "ics:offsite0003@google.com:2026-05-01",
    ]
    assert sorted(found.left_out) == [
        "cancelled events",
        "cancelled events",
        "events after 2026-06-30",
        "events that you declined",
        "events with nobody else",
    ]
    assert {contact.full_name for contact in found.contacts} == {"Bob Okafor", "Dana Webb"}
    assert found.faults == []
    assert "salary" not in repr(found)  # descriptions are private
    assert "555" not in repr(found)  # where somebody is called is their number


def test_outlooks_calendar() -> None:
    """Time zones by Windows' names, one that the file makes up, rooms, people without addresses."""
    found = sample(icalendar, OUTLOOK, me=("nora.lind@example.com",))
    assert found.entries == [
        '2026-03-05 video priya.nair@example.org "Kick-off"\n  cost 0.75 HOUR',
        '2026-03-05 call Ivo "Call about the launch"\n  cost 0.5 HOUR',
    ]
    assert [(contact.full_name, contact.emails) for contact in found.contacts] == [
        ("Priya Nair", ("priya.nair@example.org",)),
        ("Ivo", ()),
    ]


def test_broken_events_cost_themselves() -> None:
    found = sample(icalendar, BROKEN, me=(ME,))
    assert {draft.entry.text for draft in found.drafts} == {"Sound", "Every day since 1970"}  # type: ignore[union-attr]
    lines = [message.partition(": ") for message in found.messages]
    assert [line for line, _colon, _message in lines] == ["9", "3", "21", "26", "33", "40"]
    assert lines[1][2].startswith("an event cannot be read: ")
    assert [message for _line, _colon, message in lines if "read" not in message] == [
        "the event has no end",
        "the event repeats secondly",
        f"the event repeats more than {MOST_OCCURRENCES} times up to 2026-06-30",
        "the event repeats with INTERVAL=0",
    ]
    assert len(found.drafts) == MOST_OCCURRENCES + 1


def test_what_is_imported_is_a_sound_journal() -> None:
    for name in (GOOGLE, OUTLOOK):
        assert journal(sample(icalendar, name, me=("nora.lind@example.com",)).drafts).diagnostics == ()


def test_ids_are_the_same_again() -> None:
    assert [draft.id for draft in sample(icalendar, GOOGLE).drafts] == [
        draft.id for draft in sample(icalendar, GOOGLE).drafts
    ]


# ---------------------------------------------------------------------------------------------- what is it


@pytest.mark.parametrize(
    ("lines", "medium"),
    [
        ((), "meet"),
        (("LOCATION:https://zoom.us/j/1?pwd=secret",), "video"),
        (("LOCATION:Microsoft Teams Meeting",), "video"),
        (("DESCRIPTION:Join https://meet.google.com/abc",), "video"),
        (("CONFERENCE;VALUE=URI:https://meet.jit.si/abc",), "video"),
        (("X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/1",), "video"),
        (("LOCATION:Café",), "meet"),
        (("LOCATION:Café", "X-GOOGLE-CONFERENCE:https://meet.google.com/abc"), "meet"),
        (("LOCATION:tel:+1-555-0100",), "call"),
        (("LOCATION:(030) 123 45 67",), "call"),
        (("LOCATION:221B Baker Street",), "meet"),
        (("SUMMARY:Phone call with Bob",), "call"),
        (("SUMMARY:Video call",), "video"),
        (("SUMMARY:Recall the vote",), "meet"),
    ],
)
def test_media(read: Callable[..., Found], lines: tuple[str, ...], medium: str) -> None:
    (draft,) = read(event(*lines)).drafts
    assert draft.entry.medium == medium  # type: ignore[union-attr]
    assert "secret" not in repr(draft)


@pytest.mark.parametrize(
    ("lines", "cost"),
    [
        (("DTEND:20260302T113000",), "cost 1.5 HOUR"),
        (("DURATION:PT20M",), "cost 0.333333333333 HOUR"),
        (("DTSTART:20260302", "DTEND:20260303"), None),
        (("DTEND:20260305T100000",), None),  # three days: a stay
        (("DTEND:20260302T090000",), None),
        ((), None),
        # The clocks went forward in between: half an hour passed, and not one and a half.
        (("DTSTART;TZID=Europe/Berlin:20260329T013000", "DTEND;TZID=Europe/Berlin:20260329T030000"), "cost 0.5 HOUR"),
    ],
)
def test_an_events_length_is_its_cost(read: Callable[..., Found], lines: tuple[str, ...], cost: str | None) -> None:
    (entry,) = read(event(*lines)).entries
    assert (entry.partition("\n  ")[2] or None) == cost


@pytest.mark.parametrize(
    ("location", "venue"),
    [
        ("@Cafe:Central", None),
        ("Café Central", "@Cafe:Central"),
        ("café  CENTRAL\\, Herrengasse 14", "@Cafe:Central"),
        ("Cafe Central", "@Cafe:Central"),
        ("The Café Central", None),
    ],
)
def test_a_location_that_the_journal_knows(write: Write, location: str, venue: str | None) -> None:
    known = load_text('2026-01-01 venue @Cafe:Central "Café Central"\n')
    item = source(write("c.ics", calendar(event(f"LOCATION:{location}"))))
    (draft,) = [one for one in icalendar.extract(item, known, CONFIG) if isinstance(one, Draft)]
    assert draft.entry.venue == venue  # type: ignore[union-attr]
    assert bool(draft.entry.meta) == (venue is None)


def test_a_private_events_title_only_where_texts_are_asked_for(read: Callable[..., Found]) -> None:
    private = event("CLASS:PRIVATE", "SUMMARY:Salary")
    assert "Salary" not in read(private).entries[0]
    assert "Salary" in read(private, config=ImportConfig(TODAY, texts=True, me=(ME,))).entries[0]


# ------------------------------------------------------------------------------------------------- who is it


def test_rooms_lists_and_who_declined_are_no_names(read: Callable[..., Found]) -> None:
    found = read(
        event(
            "ATTENDEE;CN=Bob:mailto:BOB@example.org",
            "ATTENDEE;PARTSTAT=DECLINED:mailto:dora@example.org",
            "ATTENDEE;CUTYPE=ROOM:mailto:room@example.com",
            "ATTENDEE;CUTYPE=GROUP:mailto:team@example.com",
            "ATTENDEE:mailto:dev@googlegroups.com",
            "ATTENDEE;CN=Eve;EMAIL=eve@example.org:urn:uuid:1",
            f"ATTENDEE:mailto:{ME}",
        )
    )
    assert found.drafts[0].entry.names == ("bob@example.org", "eve@example.org")  # type: ignore[union-attr]


def test_many_people_are_an_audience(read: Callable[..., Found]) -> None:
    guests = [f"ATTENDEE:mailto:p{number}@example.org" for number in range(21)]
    found = read(event(*guests), event(*guests, "UID:2", "SUMMARY:All hands"))
    assert found.entries == ['2026-03-02 meet "with 21 others"', '2026-03-02 meet "All hands"']
    assert journal(found.drafts).diagnostics == ()


def test_the_owner_is_who_is_in_all_events(read: Callable[..., Found]) -> None:
    unknown = ImportConfig(TODAY)
    events = [
        event(f"UID:{number}", f"ATTENDEE:mailto:{who}@example.org", f"ATTENDEE:mailto:{ME}")
        for number, who in enumerate(("bob", "eve"))
    ]
    found = read(*events, config=unknown)
    assert [draft.entry.names for draft in found.drafts] == [("bob@example.org",), ("eve@example.org",)]  # type: ignore[union-attr]
    alone = read(events[0], config=unknown)
    assert alone.drafts == []
    assert alone.messages == ["1: it cannot be told which of the people in the events are you"]
    assert "--me" in alone.faults[0].hint


def test_what_others_do_without_the_owner_is_left_out(read: Callable[..., Found]) -> None:
    found = read(event("ORGANIZER:mailto:eve@example.org"))
    assert found.left_out == ["events of others, without you"]


# ---------------------------------------------------------------------------------------- what repeats


def test_a_series_ends_today(read: Callable[..., Found]) -> None:
    found = read(event("DTSTART:20260601T100000", "RRULE:FREQ=WEEKLY;BYDAY=MO"))
    assert days(found) == ["2026-06-01", "2026-06-08", "2026-06-15", "2026-06-22", "2026-06-29"]
    assert [draft.id for draft in found.drafts][:2] == ["ics:1:2026-06-01", "ics:1:2026-06-08"]


def test_dates_that_are_added_and_taken_out(read: Callable[..., Found]) -> None:
    found = read(
        event(
            "DTSTART:20260601T100000",
            "RRULE:FREQ=WEEKLY;COUNT=3",
            "EXDATE:20260608T100000",
            "RDATE:20260610T100000,20260610T150000",
        )
    )
    assert days(found) == ["2026-06-01", "2026-06-10", "2026-06-10", "2026-06-15"]
    assert [draft.id for draft in found.drafts][1:3] == ["ics:1:2026-06-10", "ics:1:2026-06-10T150000"]


def test_the_newest_version_of_an_event_counts(read: Callable[..., Found]) -> None:
    found = read(event("SEQUENCE:2", "SUMMARY:new"), event("SEQUENCE:1", "SUMMARY:old"))
    assert found.entries == ['2026-03-02 meet bob@example.org "new"']
    assert found.left_out == ["older versions of events"]


@settings(max_examples=40)
@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 5),
    st.sampled_from(["", ";BYDAY=MO,TH", ";BYMONTHDAY=3,28", ";BYMONTH=2,6;BYDAY=1MO", ";COUNT=7", ";UNTIL=20260401"]),
    st.dates(date(2024, 1, 1), date(2026, 6, 30)),
)
def test_series_are_those_of_dateutil(
    tmp_path_factory: pytest.TempPathFactory, frequency: str, interval: int, more: str, start: date
) -> None:
    if "1MO" in more and frequency in {"DAILY", "WEEKLY"}:
        more = ""
    rule = f"FREQ={frequency};INTERVAL={interval}{more}"
    begin = datetime(start.year, start.month, start.day, 10)  # noqa: DTZ001 - as the calendar says it
    wanted = {moment.date() for moment in rrulestr(rule, dtstart=begin).between(begin, datetime(2026, 7, 1), inc=True)}  # noqa: DTZ001
    path = tmp_path_factory.getbasetemp() / "series.ics"
    path.write_text(calendar(event(f"DTSTART:{begin:%Y%m%dT%H%M%S}", f"RRULE:{rule}")))
    found = extracted(icalendar, source(path), CONFIG)
    until = date(2026, 4, 1) if "UNTIL" in more else TODAY
    first = {start} if start <= until else set()  # an event takes place on its own day, whatever its rule says
    assert days(found) == sorted(map(str, {day for day in wanted if day <= TODAY} | first))


# ---------------------------------------------------------------------------------------------- hostile files


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MINUTELY",
        "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;BYEASTER=1",
        "FREQ=FOO",
        "nonsense",
        "COUNT=3",
        "FREQ=DAILY;BYMONTHDAY=99999999999999999999",
    ],
)
def test_rules_that_cannot_be_followed(read: Callable[..., Found], rule: str) -> None:
    found = read(event(f"RRULE:{rule}"), event("UID:2", "SUMMARY:sound"))
    assert found.entries == ['2026-03-02 meet bob@example.org "sound"']
    assert len(found.faults) == 1


def test_a_rule_without_end_from_long_ago(read: Callable[..., Found]) -> None:
    found = read(event("DTSTART:10000101T100000", "RRULE:FREQ=DAILY"))
    assert len(found.drafts) == MOST_OCCURRENCES
    assert found.messages == [f"2: the event repeats more than {MOST_OCCURRENCES} times up to 2026-06-30"]


def test_a_rule_that_never_comes(read: Callable[..., Found]) -> None:
    assert days(read(event("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"))) == ["2026-03-02"]


def test_only_so_many_rules_that_may_never_come(read: Callable[..., Found]) -> None:
    rare = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"
    found = read(*(event(f"UID:{number}", rare) for number in range(22)))
    assert days(found) == ["2026-03-02"] * 20
    assert found.messages[-1].endswith("too many events of this file repeat by unusual rules")


def test_components_nested_ten_thousand_deep(read: Callable[..., Found]) -> None:
    nested = "\n".join(["BEGIN:VALARM"] * 10_000 + ["SUMMARY:inner"] + ["END:VALARM"] * 10_000)
    found = read(event("SUMMARY:outer", nested))
    assert found.entries == ['2026-03-02 meet bob@example.org "outer"']
    assert read(*["BEGIN:VEVENT"] * 10_000).faults[0].message == "the event has no end"


def test_an_event_beyond_reason(read: Callable[..., Found]) -> None:
    found = read(event("SUMMARY:" + "x" * 300_000), event("UID:2", *["ATTENDEE:mailto:a@b"] * 20_000), event("UID:3"))
    assert len(found.drafts) == 1
    assert [fault.message for fault in found.faults] == ["the event has more than 262144 bytes"] * 2


def test_a_time_zone_that_leads_elsewhere(read: Callable[..., Found]) -> None:
    found = read(
        "X-WR-TIMEZONE:../../../etc/passwd",
        event("DTSTART;TZID=../../etc/passwd:20260302T100000", "RRULE:FREQ=DAILY;COUNT=2"),
    )
    assert days(found) == ["2026-03-02", "2026-03-03"]


@settings(max_examples=60)
@given(damaged([(SAMPLES / name).read_bytes() for name in (GOOGLE, OUTLOOK)]))
def test_a_damaged_file_is_imported_or_diagnosed(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.ics"
    path.write_bytes(data)
    items = list(icalendar.extract(source(path), load_text(""), ImportConfig(TODAY, me=("nora.lind@example.com",))))
    drafts = [item for item in items if isinstance(item, Draft)]
    assert not journal(drafts).has_errors


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("BEGIN:VCALENDAR\n", True),
        ("\ufeff\r\nbegin:vcalendar\r\n", True),
        ("BEGIN:VCARD\n", False),
        ("", False),
        ("A calendar: BEGIN:VCALENDAR", False),
    ],
)
def test_recognised_by_content(write: Write, text: str, known: bool) -> None:  # noqa: FBT001 - a table's column
    assert icalendar.identify(source(write("x", text)), CONFIG) is known


def test_without_the_packages_the_message_names_the_extra(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    item = source(write("c.ics", calendar(event())))
    monkeypatch.setitem(sys.modules, "recurring_ical_events", None)
    with pytest.raises(WrongCall, match=r"netledger\[import\]"):
        list(icalendar.extract(item, load_text(""), CONFIG))


def test_progress_is_told(read: Callable[..., Found]) -> None:
    told: list[tuple[int, int]] = []
    config = ImportConfig(TODAY, me=(ME,), progress=lambda _what, done, whole: told.append((done, whole)))
    read(event(), event("UID:2"), config=config)
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_thousands_of_events_are_read_once(read: Callable[..., Found]) -> None:
    start = date(2020, 1, 1)
    found = read(*(event(f"UID:{n}", f"DTSTART:{start + timedelta(n):%Y%m%d}") for n in range(1500)))
    assert len({draft.id for draft in found.drafts}) == 1500
