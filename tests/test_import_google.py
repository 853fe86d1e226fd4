"""Google Contacts as CSV, in the layouts before and after 2024."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from importing import SAMPLES, TODAY, damaged, extracted, journal, sample, source

from netledger import load_text
from netledger.core.entries import Value
from netledger.formats import Contact, ImportConfig
from netledger.importers.cards import tag
from netledger.importers.google import google

Write = Callable[[str, str | bytes], Path]

NEWER = "google-2026.csv"
OLDER = "google-2019.csv"


def test_contacts_without_the_columns_that_somebody_took_away(write: Write) -> None:
    file = source(write("c.csv", "First Name,Last Name,E-mail 1 - Value\nAda,King,ada@example.org\n"))
    assert google.identify(file, ImportConfig(TODAY))
    assert extracted(google, file, ImportConfig(TODAY)).contacts == [Contact("Ada King", ("ada@example.org",))]
    outlook = source(write("o.csv", "First Name,Last Name,E-mail Address\nAda,King,ada@example.org\n"))
    assert not google.identify(outlook, ImportConfig(TODAY))


def test_contacts_of_the_newer_layout() -> None:
    found = sample(google, NEWER)
    assert [draft.id for draft in found.drafts] == [
        "google:ada@example.org",
        "google:zoe muller",
        "google:someone@example.net",
        "google:李 雷",
    ]
    assert found.contacts[0] == Contact(
        "Dr. Ada M. King",
        ("ada@example.org", "ada.king@example.com"),
        ("https://www.linkedin.com/in/ada-king",),
        ("Addie",),
        (
            ("company", Value("string", "Analytical Engines")),
            ("position", Value("string", "Programmer")),
            ("phone", Value("string", "+1 555 0100")),
            ("phone", Value("string", "+1 555 0101")),
            ("born", Value("date", "1985-12-10")),
        ),
    )
    assert found.contacts[1] == Contact("Zoë Müller")  # a birthday without its year is none
    assert [draft.entry.tags for draft in found.drafts] == [("book-club",), ("friends",), (), ()]
    assert {draft.entry.date for draft in found.drafts} == {TODAY}
    assert found.left_out == ["cards without a name or an email address"]
    assert found.messages == ["7: `17 May 90?` is no date: the rest of the card is imported"]
    assert "fair" not in repr(found.drafts)  # notes are private


def test_contacts_of_the_older_layout() -> None:
    found = sample(google, OLDER)
    assert found.contacts == [
        Contact(
            "Ada King",
            ("ada@example.org",),
            ("http://www.google.com/profiles/ada",),
            facts=(
                ("company", Value("string", "Analytical Engines")),
                ("position", Value("string", "Programmer")),
                ("phone", Value("string", "+1 555 0100")),
                ("born", Value("date", "1985-12-10")),
            ),
        ),
        Contact("Omar Haddad", nicknames=("Omi",)),
    ]
    assert [draft.entry.tags for draft in found.drafts] == [(), ("builders-co", "coworkers")]
    assert (found.faults, found.left_out) == ([], [])


def test_the_owner_is_known_by_an_address() -> None:
    found = sample(google, NEWER, me=("ada.king@example.com",))
    assert [contact.is_owner for contact in found.contacts] == [True, False, False, False]
    found = sample(google, NEWER, me=("linkedin.com/in/ada-king",))
    assert found.contacts[0].is_owner


def test_addresses_that_are_none_are_told(write: Write) -> None:
    text = (
        "First Name,Last Name,File As,Labels,E-mail 1 - Value,Website 1 - Value\nAda,,,,ada at home,x:y\n,,Bo,,,b.ex\n"
    )
    found = extracted(google, source(write("c.csv", text)), ImportConfig(TODAY))
    assert found.messages == ["2: `ada at home` is no address: the rest of the card is imported"]
    assert found.contacts == [Contact("Ada"), Contact("Bo", urls=("https://b.ex",))]


@pytest.mark.parametrize("name", [NEWER, OLDER])
@pytest.mark.parametrize(("encoding", "end"), [("utf-8-sig", "\r\n"), ("utf-16", "\n")])
def test_encodings_and_line_ends_change_nothing(write: Write, name: str, encoding: str, end: str) -> None:
    data = (SAMPLES / name).read_text(encoding="utf-8").replace("\n", end).encode(encoding)
    made = extracted(google, source(write(name, data)), ImportConfig(TODAY))
    assert [draft.people for draft in made.drafts] == [draft.people for draft in sample(google, name).drafts]


@pytest.mark.parametrize("name", ["linkedin-2026/Connections.csv", "linkedin-2021/Connections.csv", "icloud-3.0.vcf"])
def test_other_files_are_not_known(name: str) -> None:
    assert not google.identify(source(SAMPLES / name), ImportConfig(TODAY))


def test_the_journal_of_the_contacts() -> None:
    made = journal([*sample(google, NEWER).drafts, *sample(google, OLDER).drafts])
    assert not made.diagnostics
    assert len(made.declarations.people) == 5  # Ada stands in both


# ------------------------------------------------------------------------------------------------ labels


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("* myContacts", ""),
        ("* starred", ""),
        ("Imported on 4/8/24 1", ""),
        ("* Coworkers", "coworkers"),
        ("Früh-Stück & Co.", "früh-stück-co"),
        ("._.", ""),
        ("C++", "c"),
        ("संगीत", "संगीत"),
    ],
)
def test_labels_become_tags(label: str, expected: str) -> None:
    assert tag(label) == expected


@given(st.text(max_size=12))
def test_every_tag_is_one_of_the_language(label: str) -> None:
    made = tag(label)
    if made:
        (entry,) = load_text(f"2026-01-01 person Ada #{made}\n").entries
        assert len(entry.tags) == 1


# ------------------------------------------------------------------------------------------------ damage


@given(data=damaged([(SAMPLES / name).read_bytes() for name in (NEWER, OLDER)]))
def test_damaged_files_end_in_drafts_and_faults(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "contacts.csv"
    path.write_bytes(data)
    item = source(path)
    if google.identify(item, ImportConfig(TODAY)):
        assert not journal(extracted(google, item, ImportConfig(TODAY)).drafts).has_errors
