"""LinkedIn's export: what each of its files becomes, in the layouts of several years, and in damaged ones."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from importing import SAMPLES, TODAY, damaged, extracted, journal, sample, source

from netledger import load_text
from netledger.core.entries import Value
from netledger.formats import Contact, ImportConfig
from netledger.importers.linkedin import linkedin
from netledger.importers.linkedin_happenings import venue_name
from netledger.importers.linkedin_parts import full_name, member

Write = Callable[[str, str | bytes], Path]

NINA = "linkedin.com/in/nina-vale"


# ------------------------------------------------------------------------------------------------ connections


def test_connections() -> None:
    found = sample(linkedin, "linkedin-2026/Connections.csv")
    assert found.entries == [
        "2026-02-08 connect ada-king @LinkedIn",
        "2026-02-01 connect jane-smith-3a4b5c @LinkedIn",
        "2026-01-30 connect प्रिया @LinkedIn",
        "2026-01-02 connect omar-haddad @LinkedIn",
    ]
    assert [draft.id for draft in found.drafts] == [
        "linkedin:connection:ada-king",
        "linkedin:connection:jane-smith-3a4b5c",
        "linkedin:connection:प्रिया",
        "linkedin:connection:omar-haddad",
    ]
    assert [contact.full_name for contact in found.contacts] == [
        "Ada King, PhD",
        "Dr. Jane Smith",
        "प्रिया शर्मा",
        "Omar Haddad",
    ]
    assert found.contacts[1] == Contact(
        "Dr. Jane Smith",
        ("jane@example.org",),
        ("https://www.linkedin.com/in/jane-smith-3a4b5c",),
        facts=(("company", Value("string", "Acme")), ("position", Value("string", "CTO"))),
    )
    assert found.left_out == ["hidden members"]
    assert [draft.entry.span.line for draft in found.drafts] == [5, 6, 8, 9]
    assert [str(entry.venue) for draft in found.drafts for entry in draft.declares] == ["@LinkedIn"] * 4  # type: ignore[union-attr]


def test_connections_of_older_exports_have_no_profiles() -> None:
    found = sample(linkedin, "linkedin-2021/Connections.csv")
    assert [draft.id for draft in found.drafts] == [
        "linkedin:connection:omar haddad:2019-03-20",
        "linkedin:connection:ada king:2019-03-19",
        "linkedin:connection:ada king:2019-03-19:2",  # two equal rows are two
    ]
    assert found.contacts[0].emails == ("omar@example.org",)
    assert found.left_out == ["hidden members"]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("Dr. Jane", "Smith, PhD (she/her) 🚀"), "Dr. Jane Smith, PhD"),
        (("✔ Jane ❤️", "| Smith 👩🏽‍💻"), "Jane | Smith"),
        (("JANE", "SMITH (Jones)"), "JANE SMITH (Jones)"),
        (("Jürgen", ""), "Jürgen"),
        (("🚀", "🚀"), ""),
        (("李", "雷"), "李 雷"),
        (("  J. ", " R.\u00a0"), "J. R."),
    ],
)
def test_names_keep_what_is_a_name(parts: tuple[str, ...], expected: str) -> None:
    assert full_name(*parts) == expected


def test_a_member_without_a_name_has_that_of_the_profile() -> None:
    assert member("", "www.linkedin.com/in/jane-smith-3a4b5c/?trk=x").full_name == "Jane Smith"
    assert member("", "https://www.linkedin.com/in/123").full_name == "123"


def test_bad_rows_are_told_and_the_rest_is_imported(write: Write) -> None:
    text = (SAMPLES / "linkedin-2026/Connections.csv").read_text(encoding="utf-8")
    text += 'Bo,Chen,https://www.linkedin.com/in/bo,,,,soon\nEve,"Open,,,,,1 Jan 2026\nZed,Last,,,,,1 Jan 2026\n'
    text += "Ada,King,https://linkedin.com/in/Ada-King/,,,,08 Feb 2026\n"
    found = extracted(linkedin, source(write("other name.txt", text)), ImportConfig(TODAY))
    assert found.messages == ["11: a quote is not closed", "10: `soon` is no date"]
    assert found.entries[-1] == "2026-01-01 connect zed last @LinkedIn"
    assert Counter(found.left_out) == {"hidden members": 1, "connections that stand twice": 1}


@pytest.mark.parametrize(
    ("dates", "expected"),
    [(("1/29/26", "2/3/26"), ["2026-01-29", "2026-02-03"]), (("29/1/26", "2/3/26"), ["2026-01-29", "2026-03-02"])],
)
def test_dates_of_numbers_are_read_as_the_file_writes_them(
    write: Write, dates: tuple[str, ...], expected: list[str]
) -> None:
    text = "First Name,Last Name,Connected On\n" + "".join(f"A{day[0]},B,{day}\n" for day in dates)
    found = extracted(linkedin, source(write("c.csv", text)), ImportConfig(TODAY))
    assert [str(draft.entry.date) for draft in found.drafts] == expected


# ------------------------------------------------------------------------------------------------ messages

MESSAGES = [
    "2026-02-09 message ada-king @LinkedIn",
    "2026-02-09 message from ada-king @LinkedIn",
    "2026-02-10 message from jane-smith-3a4b5c @LinkedIn",
    "2026-02-10 message jane-smith-3a4b5c @LinkedIn",
    "2026-02-10 message omar-haddad @LinkedIn",
    "2026-02-10 message ada-king @LinkedIn",
]


@pytest.mark.parametrize("me", [(), (NINA,), ("nina@example.org", NINA)])
def test_messages_are_touches_by_person_day_and_direction(me: tuple[str, ...]) -> None:
    found = sample(linkedin, "linkedin-2026/messages.csv", me=me)
    assert found.entries == MESSAGES
    assert found.drafts[0].id == "linkedin:message:ada-king:2026-02-09:out"
    assert all(draft.daily for draft in found.drafts)
    assert [contact.full_name for contact in found.contacts[2:]] == [
        "Jane Smith",
        "Jane Smith",
        "Omar Haddad",
        "Ada King, PhD",
    ]
    assert Counter(found.left_out) == {
        "sponsored messages": 1,
        "messages with members who are gone": 1,
        "drafts of messages": 1,
        "messages in the spam folder": 1,
    }


def test_texts_of_messages_are_private_unless_asked_for() -> None:
    found = sample(linkedin, "linkedin-2026/messages.csv", texts=True)
    assert found.entries[:3] == [
        '2026-02-09 message ada-king @LinkedIn "Engines: Hello Ada, I read your notes & liked them"',
        '2026-02-09 message from ada-king @LinkedIn "Thank you, \\"Nina\\"! Let us talk on Thursday."',
        '2026-02-10 message from jane-smith-3a4b5c @LinkedIn "Lunch?"',
    ]
    assert "Engines" not in repr(sample(linkedin, "linkedin-2026/messages.csv"))


def test_messages_of_older_exports_name_the_recipients_alone() -> None:
    found = sample(linkedin, "linkedin-2021/messages.csv")
    assert found.entries == [
        "2019-05-01 message omar-haddad @LinkedIn",
        "2019-05-02 message from omar-haddad @LinkedIn",
        "2019-05-03 message ada king, phd @LinkedIn",
        "2019-05-03 message bo chen @LinkedIn",
    ]
    assert found.contacts[0] == Contact("Omar Haddad", urls=("https://www.linkedin.com/in/omar-haddad",))


def test_messages_of_the_oldest_exports_say_their_direction() -> None:
    assert sample(linkedin, "linkedin-2017/Messages.csv").entries == [
        "2017-11-22 message from omar haddad @LinkedIn",
        "2017-11-23 message omar haddad @LinkedIn",
    ]


COLUMNS = "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,IS MESSAGE DRAFT\n"
ONE_TALK = f"{COLUMNS}c1,Ann,https://linkedin.com/in/ann,Ben,https://linkedin.com/in/ben,2026-01-02 10:00:00 UTC,No\n"


def test_one_talk_does_not_tell_who_the_owner_is(write: Write) -> None:
    found = extracted(linkedin, source(write("m.csv", ONE_TALK)), ImportConfig(TODAY))
    assert found.messages == ["2: the messages do not tell which of the people in them you are"]
    assert found.faults[0].hint == "say it with `--me https://www.linkedin.com/in/YOUR-NAME`"
    assert found.drafts == []


@pytest.mark.parametrize(
    ("me", "expected"),
    [
        ("linkedin.com/in/ann", "2026-01-02 message ben @LinkedIn"),
        ("linkedin.com/in/ben", "2026-01-02 message from ann @LinkedIn"),
    ],
)
def test_the_user_says_who_the_owner_is(write: Write, me: str, expected: str) -> None:
    found = extracted(linkedin, source(write("m.csv", ONE_TALK)), ImportConfig(TODAY, me=(me,)))
    assert found.entries == [expected]


def test_who_writes_drafts_is_the_owner(write: Write) -> None:
    text = f"{ONE_TALK}c1,Ben,https://linkedin.com/in/ben,Ann,https://linkedin.com/in/ann,2026-01-03 10:00:00 UTC,Yes\n"
    found = extracted(linkedin, source(write("m.csv", text)), ImportConfig(TODAY))
    assert found.entries == ["2026-01-02 message from ann @LinkedIn"]


def test_a_message_to_many_is_no_touch_with_each(write: Write) -> None:
    urls = ",".join(f"https://linkedin.com/in/p{n}" for n in range(9))
    names = ",".join(f"P{n}" for n in range(9))
    row = f'c2,Ann,https://linkedin.com/in/ann,"{names}","{urls}",2026-01-03 10:00:00 UTC,No\n'
    found = extracted(linkedin, source(write("m.csv", ONE_TALK + row)), ImportConfig(TODAY))
    assert found.entries == ["2026-01-02 message ben @LinkedIn"]
    assert found.left_out == ["messages to more than 8 people"]


def test_talks_with_assistants_are_left_out() -> None:
    assert sample(linkedin, "linkedin-2026/guide_messages.csv").left_out == ["messages with LinkedIn's assistants"]


def test_a_message_is_one_with_the_invitation_that_brought_it() -> None:
    found = sample(linkedin, "linkedin-2026/Invitations.csv")
    assert found.entries == [
        "2026-01-29 message ada-king @LinkedIn",
        "2026-02-03 message from bo-chen @LinkedIn",
    ]
    assert found.drafts[0].id == "linkedin:message:ada-king:2026-01-29:out"
    assert found.left_out == ["invitations without a message"]
    texts = sample(linkedin, "linkedin-2026/Invitations.csv", texts=True)
    assert texts.entries[0].endswith('"Hello Ada, may we connect?"')


# ------------------------------------------------------------------------------------------------ favours


@pytest.mark.parametrize(
    ("name", "entry", "made", "left_out"),
    [
        (
            "Recommendations_Given",
            '2025-06-21 give omar haddad 1 FAVOR @LinkedIn "recommendation"',
            "linkedin:recommendation:given:omar haddad:2025-06-21",
            ["recommendations that were not sent"],
        ),
        (
            "Recommendations_Received",
            '2025-05-13 receive jane smith 1 FAVOR @LinkedIn "recommendation"',
            "linkedin:recommendation:received:jane smith:2025-05-13",
            [],
        ),
        (
            "Endorsement_Given_Info",
            '2024-05-24 give omar-haddad 1 ENDORSEMENT @LinkedIn "Bridge Building"',
            "linkedin:endorsement:given:omar-haddad:bridge building:2024-05-24",
            ["endorsements that were not accepted"],
        ),
        (
            "Endorsement_Received_Info",
            '2025-03-02 receive jane-smith-3a4b5c 1 ENDORSEMENT @LinkedIn "Facilitation"',
            "linkedin:endorsement:received:jane-smith-3a4b5c:facilitation:2025-03-02",
            [],
        ),
    ],
)
def test_favours(name: str, entry: str, made: str, left_out: list[str]) -> None:
    found = sample(linkedin, f"linkedin-2026/{name}.csv")
    assert (found.entries, found.drafts[0].id, found.left_out) == ([entry], made, left_out)
    assert not journal(found.drafts).diagnostics


def test_recommendations_are_given_or_received_by_the_name_of_their_file(write: Write) -> None:
    text = (SAMPLES / "linkedin-2026/Recommendations_Given.csv").read_text(encoding="utf-8")
    found = extracted(linkedin, source(write("r.csv", text)), ImportConfig(TODAY))
    assert found.messages == ["1: the name of the file does not say whether you gave or received these"]
    item = source(write("r.csv", text), "export.zip/given/Recommendations_Received (1).csv")
    assert extracted(linkedin, item, ImportConfig(TODAY)).entries[0].startswith("2025-06-21 receive")


def test_texts_of_recommendations() -> None:
    (entry,) = sample(linkedin, "linkedin-2026/Recommendations_Given.csv", texts=True).entries
    assert entry.endswith('"recommendation: Omar keeps his word. Always."')


# ------------------------------------------------------------------------------------------------ happenings


def test_events() -> None:
    found = sample(linkedin, "linkedin-2026/Events.csv")
    assert found.entries == ["2025-10-08 meet @Bridges-2025-Lisbon"]
    assert found.left_out == ["events that you did not say you would go to", "events to come"]
    assert not journal(found.drafts).diagnostics


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Web Summit 2026: Lisbon & online", "@Web-Summit-2026-Lisbon-online"),
        ("Bridges, Day 1", "@Bridges"),
        ("A very long event about how to name events, and why", "@A-very-long-event-about-how-to-name"),
        ("🎉 🎉", "@Event"),
        ("Room ½: m²", "@Room-1-2-m2"),
        ("\u2e2f", "@Event"),
        ("東京の集まり", "@東京の集まり"),
        ("x" * 60, f"@{'x' * 40}"),
    ],
)
def test_venues_of_events_are_readable(title: str, expected: str) -> None:
    assert venue_name(title) == expected
    assert not load_text(f"2026-01-01 venue {expected} event\n2026-01-01 meet {expected}\n").diagnostics


def test_applications_are_messages_to_nobody() -> None:
    found = sample(linkedin, "linkedin-2026/Jobs/Job Applications.csv")
    assert found.entries == [
        (
            '2025-11-20 message @LinkedIn "application: Community Lead at Northstar Labs"\n'
            '  company: "Northstar Labs"\n'
            '  url: "http://www.linkedin.com/jobs/view/4077276177"'
        ),
        '2025-11-02 message @LinkedIn "application: Acme"\n  company: "Acme"',
    ]
    assert [draft.id for draft in found.drafts] == [
        "linkedin:application:linkedin.com/jobs/view/4077276177:2025-11-20",
        "linkedin:application:acme:2025-11-02",
    ]
    assert "Visa" not in repr(sample(linkedin, "linkedin-2026/Jobs/Job Applications.csv", texts=True))


# ------------------------------------------------------------------------------------------------ all of them

FILES = sorted(path for path in SAMPLES.glob("linkedin-*/**/*.csv") if path.name != "Skills.csv")


@pytest.mark.parametrize("name", ["linkedin-2026/Skills.csv", "google-2026.csv", "google-2019.csv", "icloud-3.0.vcf"])
def test_other_files_are_not_known(name: str) -> None:
    assert not linkedin.identify(source(SAMPLES / name), ImportConfig(TODAY))


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}/{path.stem}" for path in FILES])
@pytest.mark.parametrize(("encoding", "end"), [("utf-8-sig", "\r\n"), ("utf-16", "\n")])
def test_encodings_and_line_ends_change_nothing(write: Write, path: Path, encoding: str, end: str) -> None:
    plain = extracted(linkedin, source(path), ImportConfig(TODAY, texts=True))
    other = write(path.name, path.read_text(encoding="utf-8").replace("\n", end).encode(encoding))
    assert extracted(linkedin, source(other, str(path.name)), ImportConfig(TODAY, texts=True)) == plain


def test_a_whole_export_is_a_sound_journal() -> None:
    drafts = [draft for path in FILES for draft in extracted(linkedin, source(path), ImportConfig(TODAY)).drafts]
    made = journal(drafts)
    assert not made.diagnostics
    kinds = Counter(type(entry).__name__ for entry in made.entries)
    assert kinds == {"Person": 5, "Connect": 6, "Touch": 17, "Give": 2, "Receive": 2, "Venue": 2, "Unit": 1}


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"\xef\xbb\xbf", b"Notes:\n", b"\x00" * 999])
def test_nothing_is_made_of_nothing(write: Write, data: bytes) -> None:
    assert not linkedin.identify(source(write("Connections.csv", data)), ImportConfig(TODAY))
    assert len(list(linkedin.extract(source(write("Connections.csv", data)), load_text(""), ImportConfig(TODAY)))) <= 1


@given(data=damaged([path.read_bytes() for path in FILES]))
def test_damaged_files_end_in_drafts_and_faults(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "Recommendations_Given.csv"
    path.write_bytes(data)
    item = source(path)
    if linkedin.identify(item, ImportConfig(TODAY)):
        assert not journal(extracted(linkedin, item, ImportConfig(TODAY, texts=True)).drafts).has_errors
