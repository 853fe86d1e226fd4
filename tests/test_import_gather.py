"""Drafts to entries: who is meant, what is new, what is declared, and that twice is once."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netledger import Ledger, load_text
from netledger.core import entries as e
from netledger.core.amounts import Amount
from netledger.core.spans import Span
from netledger.formats import Contact, Draft, LeftOut
from netledger.importers.gather import Gathered, gather
from netledger.printer import print_entry

EMPTY = load_text("")
ADA = Contact("Ada King", ("ada@example.org",))
BOB = Contact("Bob Okafor", ("bob@example.org",), ("https://bob.example",))
BORN = (("born", e.Value("date", "1985-12-10")),)
ME = Contact("Me Myself", ("me@example.org",), is_owner=True)


def span(line: int = 1) -> Span:
    return Span("mail.mbox", line)


def touch(
    people: dict[str, Contact], number: str = "1", day: int = 1, *, daily: bool = False, out: bool = True
) -> Draft:
    entry = e.Touch(date=date(2026, 3, day), span=span(day), medium="email", inbound=not out, names=tuple(people))
    return Draft(entry, people, f"mail:{number}", daily=daily)


def card(contact: Contact, number: str) -> Draft:
    entry = e.Person(date=date(2026, 6, 1), span=span(), name="x", tags=("friend",))
    return Draft(entry, {"x": contact}, f"cards:{number}")


def text(found: Gathered) -> str:
    return "\n".join(map(print_entry, found.entries))


def imported(ledger: Ledger, found: Gathered) -> Ledger:
    """Return the ledger with what was imported, as if it stood at its end."""
    before = "\n".join(map(print_entry, ledger.entries))
    return load_text(f"{before}\n{text(found)}\n")


def test_somebody_new_is_declared_on_the_day_of_the_first_entry() -> None:
    found = gather([touch({"a": ADA}, "1", 9), touch({"a": ADA, "b": BOB}, "2", 3)], EMPTY)
    assert text(found) == (
        '2026-03-03 person Ada-King "Ada King"\n  email: "ada@example.org"\n  id: "mail:person:ada@example.org"\n'
        '2026-03-03 person Bob-Okafor "Bob Okafor"\n  email: "bob@example.org"\n  url: "https://bob.example"\n'
        '  id: "mail:person:bob.example"\n'
        '2026-03-03 email Ada-King Bob-Okafor\n  id: "mail:2"\n'
        '2026-03-09 email Ada-King\n  id: "mail:1"'
    )
    assert (found.people, found.known) == (2, 0)
    assert imported(EMPTY, found).diagnostics == ()


def test_people_of_the_journal_keep_their_names() -> None:
    ledger = load_text('2026-01-01 person Ada\n  email: "ADA@example.org"\n')
    found = gather([touch({"a": ADA})], ledger)
    assert text(found) == '2026-03-01 email Ada\n  id: "mail:1"'
    assert found.people == 0


def test_twice_is_once_and_files_that_overlap_give_their_union() -> None:
    one, other = [touch({"a": ADA}, "1"), touch({"b": BOB}, "2")], [touch({"b": BOB}, "2"), touch({"a": ADA}, "3")]
    first = gather(one, EMPTY)
    ledger = imported(EMPTY, first)
    again, more = gather(one, ledger), gather(other, ledger)
    assert (again.entries, again.known) == ([], 2)
    assert (text(more), more.known) == ('2026-03-01 email Ada-King\n  id: "mail:3"', 1)
    assert [entry.get("id") for entry in gather([*one, *other], EMPTY).entries] == [
        entry.get("id") for entry in [*first.entries, *more.entries]
    ]


def test_touches_of_one_day_direction_and_person_are_one_with_all_their_ids() -> None:
    second = Contact("Ada King", ("ada@work.example",))
    drafts = [
        touch({"a": ADA}, "ada@example.org:out", daily=True),
        touch({"a": second}, "ada@work.example:out", daily=True),
        touch({"a": ADA}, "ada@example.org:in", daily=True, out=False),
    ]
    found = gather(drafts, EMPTY)
    touches = [print_entry(entry) for entry in found.entries if isinstance(entry, e.Touch)]
    assert touches == [
        '2026-03-01 email Ada-King\n  id: "mail:ada@example.org:out"\n  id: "mail:ada@work.example:out"',
        '2026-03-01 email from Ada-King\n  id: "mail:ada@example.org:in"',
    ]
    ledger = imported(EMPTY, gather(drafts[:1], EMPTY))
    assert gather(drafts[:2], ledger).entries == []
    assert gather(drafts, ledger).known == 2


def test_the_owner_is_no_name_of_a_touch_and_me_in_an_introduction() -> None:
    intro = e.Intro(date=date(2026, 3, 1), span=span(), names=("a", "me"), by="b")
    found = gather([touch({"me": ME, "a": ADA}), Draft(intro, {"a": ADA, "b": BOB, "me": ME}, "mail:i")], EMPTY)
    lines = text(found).splitlines()
    assert "2026-03-01 email Ada-King" in lines
    assert "2026-03-01 intro Ada-King Me by Bob-Okafor" in lines


def test_an_entry_with_nobody_else_is_counted() -> None:
    found = gather([touch({"me": ME}), LeftOut("hidden members"), LeftOut("hidden members")], EMPTY)
    assert found.entries == []
    assert found.left_out == {"entries with nobody but you": 1, "hidden members": 2}


def test_names_are_replaced_wherever_they_stand() -> None:
    details = (e.Detail("give", ("a",), (Amount(Decimal(1), "FAVOR"),), None, (), (), pending=False, line=1),)
    outcome = e.Outcome(
        date=date(2026, 3, 1), span=span(), kind="job", names=("a",), beneficiaries=("b",), details=details
    )
    note = e.Note(date=date(2026, 3, 2), span=span(), subject="a", text="x")
    found = gather([Draft(outcome, {"a": ADA, "b": BOB}, "x:1"), Draft(note, {"a": ADA}, "x:2")], EMPTY)
    lines = text(found).splitlines()
    assert "2026-03-01 outcome job from Ada-King for Bob-Okafor" in lines
    assert "  give Ada-King 1 FAVOR" in lines
    assert '2026-03-02 note Ada-King "x"' in lines


def test_the_likely_is_somebody_new_with_a_warning_or_is_asked_about() -> None:
    ledger = load_text('2026-01-01 person Ada "Ada Kings"\n')
    found = gather([touch({"a": ADA}), touch({"a": ADA}, "2")], ledger)
    (warning,) = found.diagnostics
    assert (warning.code, warning.message) == ("NL503", "Ada King may be Ada, and is taken for somebody new")
    assert found.people == 1
    asked: list[tuple[Contact, tuple[str, ...]]] = []

    def ask(contact: Contact, likely: tuple[str, ...]) -> str:
        asked.append((contact, likely))
        return likely[0]

    found = gather([touch({"a": ADA}), touch({"a": ADA}, "2", 2)], ledger, ask)
    assert asked == [(ADA, ("Ada",))]
    assert (found.people, found.diagnostics) == (0, [])
    assert [entry.names for entry in found.entries if isinstance(entry, e.Touch)] == [("Ada",), ("Ada",)]


def test_an_answer_is_written_down() -> None:
    ledger = load_text('2026-01-01 person Ada "Ada Kings"\n2026-01-01 person Bob\n')
    cook = Contact("Bob Cook")  # of whom nothing but another name is told
    found = gather([touch({"a": ADA}, "1", 2), touch({"b": cook}, "2", 2)], ledger, lambda _contact, likely: likely[0])
    assert text(found) == (
        '2026-03-02 person Ada\n  email: "ada@example.org"\n  id: "mail:person:ada@example.org"\n'
        '2026-03-02 email Ada\n  id: "mail:1"\n'
        '2026-03-02 person Bob\n  alias: Bob-Cook\n  id: "mail:person:bob cook"\n'
        '2026-03-02 email Bob\n  id: "mail:2"'
    )
    after = imported(ledger, found)
    assert after.diagnostics == ()
    again = gather([touch({"a": ADA}, "3", 3), touch({"b": cook}, "4", 3)], after)
    assert [entry.names for entry in again.entries if isinstance(entry, e.Touch)] == [("Ada",), ("Bob",)]
    assert again.diagnostics == []


def test_two_equal_cards_are_two_people() -> None:
    twice = [card(Contact("Ada King"), "1"), card(Contact("Ada King"), "2"), card(Contact("Ada King", facts=BORN), "3")]
    found = gather(twice, EMPTY)
    assert [entry.name for entry in found.entries if isinstance(entry, e.Person)] == [
        "Ada-King",
        "Ada-King-2",
        "Ada-King-3",
    ]
    assert gather(twice, imported(EMPTY, found)).entries == []


def test_a_card_of_somebody_new_is_all_of_it() -> None:
    contact = Contact(
        "Grace Hopper",
        ("grace@navy.example",),
        nicknames=("The Admiral", "lower"),
        facts=(("company", e.Value("string", "Navy")), ("born", e.Value("date", "1906-12-09"))),
    )
    found = gather([card(contact, "1")], EMPTY)
    assert text(found) == (
        '2026-06-01 person Grace-Hopper "Grace Hopper" #friend\n  email: "grace@navy.example"\n'
        '  company: "Navy"\n  born: 1906-12-09\n  alias: The-Admiral\n  id: "cards:1"'
    )
    assert imported(EMPTY, found).diagnostics == ()


def test_a_card_of_somebody_known_is_what_is_new() -> None:
    ledger = load_text('2026-01-01 person Ada "Ada King"\n  email: "ada@example.org"\n  company: "Old"\n')
    company = (("company", e.Value("string", "New")),)
    found = gather([card(Contact("Ada King", ("ADA@example.org",), facts=company), "1")], ledger)
    assert text(found) == '2026-06-01 person Ada #friend\n  company: "New"\n  id: "cards:1"'
    found = gather([card(ADA, "1"), card(ADA, "2")], ledger)
    assert (text(found), found.known) == ('2026-06-01 person Ada #friend\n  id: "cards:1"', 1)
    tagged = load_text('2026-01-01 person Ada "Ada King" #friend\n  email: "ada@example.org"\n')
    assert gather([card(ADA, "1")], tagged).entries == []


def test_two_cards_of_one_name_are_two_people_unless_an_address_says_otherwise() -> None:
    cards = [card(Contact("Ada King", (mail,)), mail) for mail in ("a@x.example", "b@x.example")]
    found = gather(cards, EMPTY)
    assert [entry.name for entry in found.entries if isinstance(entry, e.Person)] == ["Ada-King", "Ada-King-2"]
    assert [item.code for item in found.diagnostics] == ["NL503"]
    same = [card(ADA, "1"), card(Contact("A. King", ("ada@example.org", "b@x.example")), "2")]
    assert [entry.name for entry in gather(same, EMPTY).entries if isinstance(entry, e.Person)] == ["Ada-King"] * 2


def test_a_connection_of_somebody_known_has_what_is_new_under_it() -> None:
    ledger = load_text("2026-01-01 person Ada-King\n")
    entry = e.Connect(date=date(2026, 2, 1), span=span(), names=("a",), venue="@LinkedIn")
    venue = e.Venue(date=date(2026, 2, 1), span=span(), venue="@LinkedIn", title="LinkedIn", kind="site")
    found = gather([Draft(entry, {"a": ADA}, "linkedin:1", declares=(venue,))], ledger)
    assert text(found) == (
        '2026-02-01 venue @LinkedIn "LinkedIn" site\n  id: "linkedin:@LinkedIn"\n'
        '2026-02-01 connect Ada-King @LinkedIn\n  email: "ada@example.org"\n  id: "linkedin:1"'
    )


@pytest.mark.parametrize("line", ["2026-05-05 venue @LinkedIn site", "2026-05-05 unit FEE"])
def test_what_is_declared_is_not_declared_again(line: str) -> None:
    day = date(2026, 2, 1)
    declares = (e.Venue(date=day, span=span(), venue="@LinkedIn"), e.Unit(date=day, span=span(), unit="FEE"))
    draft = Draft(touch({"a": ADA}).entry, {"a": ADA}, "x:1", declares=declares)
    found = gather([draft], load_text(line + "\n"))
    kind = e.Venue if "venue" in line else e.Unit
    assert not [entry for entry in found.entries if isinstance(entry, kind)]
    assert len([entry for entry in found.entries if isinstance(entry, e.Venue | e.Unit)]) == 1


def test_a_declaration_is_dated_by_the_first_entry_that_needs_it() -> None:
    venue = e.Venue(date=date(2026, 1, 1), span=span(), venue="@X")
    drafts = [Draft(touch({"a": ADA}, day=day).entry, {"a": ADA}, f"x:{day}", declares=(venue,)) for day in (9, 4, 6)]
    (declared,) = [entry for entry in gather(drafts, EMPTY).entries if isinstance(entry, e.Venue)]
    assert declared.date == date(2026, 3, 4)


CONTACTS = st.builds(
    Contact,
    st.sampled_from(["Ada King", "Ada Kings", "Bob", "", "李雷", "ada king"]),
    st.lists(st.sampled_from(["a@x.example", "b@x.example", "A@X.example"]), max_size=2).map(tuple),
    st.lists(st.sampled_from(["https://x.example/a", "x.example/b"]), max_size=1).map(tuple),
).filter(lambda contact: contact.full_name or contact.emails or contact.urls)
DRAFTS = st.lists(
    st.builds(
        lambda contacts, number, day, daily: touch(
            {str(index): contact for index, contact in enumerate(contacts)}, number, day, daily=daily
        ),
        st.lists(CONTACTS, min_size=1, max_size=1),
        st.sampled_from("123456"),
        st.integers(1, 5),
        st.booleans(),
    )
    | st.builds(card, CONTACTS, st.sampled_from("789")),
    max_size=12,
)


@given(DRAFTS, DRAFTS)
def test_what_was_imported_is_sound_and_never_imported_again(first: list[Draft], second: list[Draft]) -> None:
    ledger = imported(EMPTY, gather(first, EMPTY))
    assert [item for item in ledger.diagnostics if item.severity == "error"] == []
    assert gather(first, ledger).entries == []
    both = imported(ledger, gather(second, ledger))
    assert gather([*first, *second], both).entries == []


def test_somebody_new_has_what_all_contacts_say_of_them() -> None:
    more = Contact("Ada King", urls=("https://ada.example",), facts=(("company", e.Value("string", "Acme")),))
    found = gather([touch({"a": ADA}, "1"), touch({"a": more}, "2", 2)], EMPTY)
    assert print_entry(found.entries[0]) == (
        '2026-03-01 person Ada-King "Ada King"\n  email: "ada@example.org"\n  url: "https://ada.example"\n'
        '  company: "Acme"\n  id: "mail:person:ada@example.org"'
    )
    assert found.people == 1


def test_one_connection_of_two_exports_is_one() -> None:
    """An export without profiles, and a later one with them, give it two ids."""
    entry = e.Connect(date=date(2026, 2, 1), span=span(), names=("a",))
    old = Draft(entry, {"a": Contact("Ada King")}, "linkedin:ada king")
    new = Draft(entry, {"a": Contact("Ada King", urls=("https://l.example/ada",))}, "linkedin:ada")
    (connect,) = [entry for entry in gather([old, new], EMPTY).entries if isinstance(entry, e.Connect)]
    assert [item.value.text for item in connect.meta] == ["linkedin:ada king", "linkedin:ada"]
    ledger = imported(EMPTY, gather([old], EMPTY))
    found = gather([new], ledger)
    assert ([entry for entry in found.entries if isinstance(entry, e.Connect)], found.known) == ([], 1)


def test_a_card_that_has_grown_adds_what_is_new() -> None:
    ledger = imported(EMPTY, gather([card(ADA, "1")], EMPTY))
    grown = Contact("Ada King-Noel", ("ada@example.org", "noel@example.org"))
    found = gather([card(grown, "1"), card(grown, "1")], ledger)
    assert text(found) == '2026-06-01 person Ada-King #friend\n  email: "noel@example.org"\n  id: "cards:1"'
    assert gather([card(grown, "1")], imported(ledger, found)).entries == []


def test_a_card_known_by_its_id_stays_whose_it_was_beside_a_namesake() -> None:
    plain = Contact("Ada King")
    ledger = imported(EMPTY, gather([card(plain, "1"), card(plain, "2")], EMPTY))
    found = gather([card(plain, "1"), card(plain, "2")], ledger)
    assert (found.entries, found.known, found.diagnostics) == ([], 2, [])
