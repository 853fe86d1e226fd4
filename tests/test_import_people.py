"""Who is meant: contacts of other programs among the people of a journal, and names for those who are new."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netledger import Ledger, load_text
from netledger.core.entries import Person, Value
from netledger.formats import Contact
from netledger.importers.naming import folded, is_name, name_for, spelling
from netledger.importers.people import Match, People, owner_keys, profile
from netledger.parser.parse import parse

JOURNAL = """
2026-01-01 person Me
  email: "me@home.example"
  url: "https://www.linkedin.com/in/Me-Myself/"
2026-01-01 person Bob "Robert Okafor"
  email: "bob@acme.example"
  url: "https://www.linkedin.com/in/bobokafor"
  alias: Bobby
2026-01-01 person Ana-Sofia "Ana Sofía Pérez"
2026-01-01 person Dana
2026-01-01 person John-1 "John Smith"
  url: "https://linkedin.com/in/john-one"
2026-01-01 person John-2 "John Smith"
2026-01-01 connect Grace-Hopper
"""


@pytest.fixture(scope="module")
def people() -> People:
    return People(load_text(JOURNAL))


@pytest.mark.parametrize(
    ("contact", "name"),
    [
        (Contact("Somebody Else", urls=("http://de.linkedin.com/in/BobOkafor/?trk=1",)), "Bob"),
        (Contact("", emails=(" BOB@Acme.example",)), "Bob"),
        (Contact("Bobby"), "Bob"),
        (Contact("robert  OKAFOR"), "Bob"),
        (Contact("Robert Okafor, PhD (he/him) 🚀"), "Bob"),
        (Contact("Ana Sofia Perez"), "Ana-Sofia"),
        (Contact("Grace Hopper"), "Grace-Hopper"),
        (Contact("Dana"), "Dana"),
    ],
)
def test_is_sure_of_one(people: People, contact: Contact, name: str) -> None:
    assert people.find(contact) == Match(name)


@pytest.mark.parametrize(
    ("contact", "likely"),
    [
        (Contact("Robert Okafer"), ("Bob",)),
        (Contact("Okafor Robert"), ("Bob",)),
        (Contact("Dana Scully"), ("Dana",)),
        (Contact("John Smith"), ("John-1", "John-2")),
        (Contact("Robert Okafor", urls=("https://linkedin.com/in/another-okafor",)), ("Bob",)),
        (Contact("Hedy Lamarr", nicknames=("Dana",)), ("Dana",)),
    ],
)
def test_never_takes_the_likely_for_the_sure(people: People, contact: Contact, likely: tuple[str, ...]) -> None:
    assert people.find(contact) == Match(None, likely)


def test_of_two_of_one_name_a_profile_rules_one_out(people: People) -> None:
    contact = Contact("John Smith", urls=("https://linkedin.com/in/john-two",))
    assert people.find(contact) == Match("John-2")


@pytest.mark.parametrize("contact", [Contact("Hedy Lamarr"), Contact(""), Contact("", emails=("x@y.example",))])
def test_does_not_find_strangers(people: People, contact: Contact) -> None:
    assert people.find(contact) == Match(None)


def test_strictly_takes_only_addresses(people: People) -> None:
    assert people.find(Contact("Robert Okafor"), strictly=True) == Match(None, ("Bob",))
    assert people.find(Contact("", emails=("bob@acme.example",)), strictly=True) == Match("Bob")


def test_gives_new_names_that_nobody_has() -> None:
    people = People(load_text(JOURNAL))
    company = (("company", Value("string", "Acme, Inc.")),)
    names = [
        people.add(Contact("Grace Hopper")),
        people.add(Contact("Grace Hopper", facts=company)),
        people.add(Contact("Grace Hopper", facts=company)),
        people.add(Contact("BOBBY")),
        people.add(Contact("", emails=("ada.king99+news@example.org",))),
        people.add(Contact("🚀")),
    ]
    assert names == ["Grace-Hopper-2", "Grace-Hopper-Acme", "Grace-Hopper-3", "BOBBY-2", "Ada-King", "Somebody"]


def test_knows_whom_it_added() -> None:
    people = People(load_text(""))
    name = people.add(Contact("Ada King", emails=("ada@example.org",)))
    assert people.find(Contact("A. King", emails=("Ada@example.org",))) == Match(name)
    assert people.find(Contact("ada king")) == Match(name)


def test_takes_a_nickname_for_an_alias_only_where_it_can_be_one() -> None:
    people = People(load_text(JOURNAL))
    assert people.alias("The Admiral") == "The-Admiral"
    assert people.alias("The Admiral") is None
    assert people.alias("bobby") is None
    assert people.alias("Dana") is None
    assert people.alias("lower") is None


def test_the_owner_is_known_by_what_the_journal_and_the_call_say() -> None:
    assert owner_keys(load_text(JOURNAL), ["ME@work.example", "linkedin.com/in/me-too/"]) == (
        "me@home.example",
        "linkedin.com/in/me-myself",
        "me@work.example",
        "linkedin.com/in/me-too",
    )


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.linkedin.com/in/Ada-King/?utm=1#top", "linkedin.com/in/ada-king"),
        ("linkedin.com/in/ada-king", "linkedin.com/in/ada-king"),
        ("http://uk.linkedin.com/in/%41da-King", "linkedin.com/in/ada-king"),
        ("https://ada.example:8080/", "ada.example"),
        ("http://[::1", "http://[::1"),
        ("", ""),
    ],
)
def test_addresses_of_one_profile_are_one(url: str, key: str) -> None:
    assert profile(url) == key


@pytest.mark.parametrize(
    ("full_name", "name"),
    [
        ("Ada Lovelace", "Ada-Lovelace"),
        ("dr. jane q. smith, PhD (she/her) 🚀", "Jane-q-smith"),
        ("李雷", "李雷"),
        ("प्रिया शर्मा", "प्रिया-शर्मा"),
        ("van der Berg", "Van-der-Berg"),
        ("O'Neil", "O'Neil"),
        ("J.R. Tolkien", "J.R-Tolkien"),
        ("Anne–Marie d’Arc", "Anne-Marie-d’Arc"),
        ("12 Monkeys", "Somebody-12-Monkeys"),
        ("Me", "Somebody-Me"),
        ("- -", "Somebody"),
    ],
)
def test_names_are_readable(full_name: str, name: str) -> None:
    assert name_for(full_name, "", "", lambda _name: False) == name


@given(st.text(max_size=80), st.text(max_size=20), st.sets(st.sampled_from(["somebody", "a", "b", "me"])))
def test_every_name_is_one_that_the_language_takes_and_nobody_has(text: str, company: str, taken: set[str]) -> None:
    name = name_for(text, "", company, lambda name: name.casefold() in taken)
    assert is_name(name)
    assert name.casefold() not in taken
    (entry,) = parse(f'2026-01-01 person {name} "x"\n').records
    assert isinstance(entry, Person)
    assert entry.name == name


@given(st.text(max_size=40))
def test_spellings_are_stable(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert spelling(text) == spelling(f"  {text} ")


def test_the_journal_may_be_empty() -> None:
    assert People(load_text("")).find(Contact("Ada King")) == Match(None)


def test_ledger_is_not_changed() -> None:
    ledger: Ledger = load_text(JOURNAL)
    before = ledger.entries
    People(ledger).add(Contact("Ada King"))
    assert ledger.entries == before


def test_two_profiles_of_one_import_are_two_people_without_a_doubt() -> None:
    people = People(load_text(""))
    people.add(Contact("Ada King", urls=("https://linkedin.com/in/ada-1",)))
    assert people.find(Contact("Ada King", urls=("https://linkedin.com/in/ada-2",))) == Match(None)
