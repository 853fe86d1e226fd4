"""The people as vCards: by hand, as vobject reads them, folded and escaped, and whom the terms choose."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import vobject
from exports import exported, text
from hypothesis import given
from hypothesis import strategies as st
from strategies import journals, names

from netledger import Ledger, load_text
from netledger.core import entries as e
from netledger.core.diagnostics import plain
from netledger.core.ledger import Ledger as Whole
from netledger.core.options import Options
from netledger.core.spans import Span
from netledger.exporters.vcards import VcardOptions

Run = Callable[..., Any]

YEAR = r"""
2026-01-01 venue @Acme "Acme, Inc.; Ltd"
2026-01-01 person Me "Kim Lee"
  email: "kim@example.org"
2026-01-01 person Bob "Bob O. Okafor" #client
  email: "old@example.org"
  born: 1980-05-17
  alias: Bobby
  alias: Robert
  url: "https://example.org/a,b;c?d=\\e"
2026-02-01 person Bob #mentor
  email: "bob@example.org"
  email: "b@example.org"
  company: @Acme
2026-03-01 connect Élise.X @Chamber #spring
  company: "Halden & Co"
2026-03-02 meet Élise.X Bob
2026-03-03 note Bob "prefers \"mornings\";\nno, evenings"
2026-03-04 note Bob "back\\slash"
2026-04-01 intro 李雷 by Bob
2026-05-01 ! call Zoë
2027-01-01 person Bob "Robert the Later"
  email: "later@example.org"
2027-01-01 meet Nobody-Yet
"""


def cards(journal: str | Ledger, *terms: str, **settings: Any) -> dict[str, Any]:
    """Read the cards with vobject, by the name that they show."""
    read = list(vobject.readComponents(text("vcard", journal, *terms, **settings)))
    return {card.fn.value: card for card in read}


def values(card: Any, key: str) -> list[Any]:
    return [line.value for line in card.contents.get(key, [])]


# ------------------------------------------------------------------------------------------------------- the cards


def test_a_card() -> None:
    assert exported("vcard", YEAR, "Bob", begin=date(2026, 1, 1), end=date(2026, 2, 2)).decode().split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "UID:urn:uuid:62310fa4-a7f6-58db-9527-da36970f5baf",
        "FN:Bob O. Okafor",
        "N:Okafor;Bob O.;;;",
        "NICKNAME:Bob,Bobby,Robert",
        "EMAIL:bob@example.org",
        "EMAIL:b@example.org",
        "URL:https://example.org/a\\,b\\;c?d=\\\\e",
        "BDAY:19800517",
        "ORG:Acme\\, Inc.\\; Ltd",
        "CATEGORIES:client,mentor",
        "REV:20260201T000000Z",
        "END:VCARD",
        "",
    ]


def test_vobject_reads_each_value() -> None:
    found = cards(YEAR, options=VcardOptions(notes=True))
    assert list(found) == ["Bob O. Okafor", "Élise.X", "Zoë", "李雷"]
    bob = found["Bob O. Okafor"]
    assert (bob.n.value.family, bob.n.value.given) == ("Okafor", "Bob O.")
    assert values(bob, "email") == ["bob@example.org", "b@example.org"]
    assert values(bob, "url") == ["https://example.org/a,b;c?d=\\e"]
    assert values(bob, "org") == [["Acme, Inc.; Ltd"]]
    assert values(bob, "note") == ['2026-03-03: prefers "mornings";\nno, evenings\n2026-03-04: back\\slash']
    assert values(bob, "rev") == ["20260304T000000Z"]
    assert values(found["Élise.X"], "org") == [["Halden & Co"]]
    assert values(found["李雷"], "rev") == []


def test_notes_are_yours_unless_you_give_them_away() -> None:
    assert "NOTE" not in text("vcard", YEAR)


def test_values_are_those_of_the_last_day() -> None:
    before = cards(YEAR, today=date(2026, 1, 15))["Bob O. Okafor"]
    assert (values(before, "email"), values(before, "org")) == (["old@example.org"], [])
    assert values(before, "categories") == [["client"]]
    later = cards(YEAR, today=date(2027, 1, 1))["Robert the Later"]
    assert values(later, "email") == ["later@example.org"]
    assert values(later, "bday") == ["19800517"]


@pytest.mark.parametrize(
    ("terms", "period", "chosen"),
    [
        (("#client",), {}, ["Bob O. Okafor"]),
        (("@Chamber",), {}, ["Élise.X"]),
        (("not:Bob",), {}, ["Élise.X", "Zoë", "李雷"]),
        ((), {"begin": date(2026, 3, 2), "end": date(2026, 3, 3)}, ["Bob O. Okafor", "Élise.X"]),
        ((), {"begin": date(2026, 5, 1)}, ["Zoë"]),
        ((), {"begin": date(2026, 6, 1)}, []),
        (("nobody",), {}, []),
    ],
)
def test_terms_and_period_choose_people(terms: tuple[str, ...], period: Any, chosen: list[str]) -> None:
    assert list(cards(YEAR, *terms, **period)) == chosen


def test_your_own_card() -> None:
    assert "Kim Lee" not in cards(YEAR)
    own = cards(YEAR, "Me", options=VcardOptions(with_me=True))
    assert list(own) == ["Kim Lee"]
    assert values(own["Kim Lee"], "email") == ["kim@example.org"]
    assert list(cards("2026-01-01 meet Bob\n", options=VcardOptions(with_me=True))) == ["Bob"]


@pytest.mark.parametrize(
    ("full_name", "parts"),
    [
        ("Bob", ("", "Bob")),
        ("Ludwig van Beethoven", ("Beethoven", "Ludwig van")),
        ("李雷", ("", "李雷")),
        ("  Ada \\n Lovelace ", ("Lovelace", "Ada")),
        ("A; B, C", ("C", "A; B,")),
        (" ", ("", "X")),
    ],
)
def test_the_parts_of_a_name_put_together_are_the_name(full_name: str, parts: tuple[str, str]) -> None:
    ((shown, card),) = cards(f'2026-01-01 person X "{full_name}"\n').items()
    assert (card.n.value.family, card.n.value.given) == parts
    assert shown == " ".join(reversed(parts)).strip()


def test_the_same_person_has_the_same_uid() -> None:
    first = cards("2026-01-01 meet Bob\n")["Bob"]
    later = cards(YEAR)["Bob O. Okafor"]
    assert first.uid.value == later.uid.value
    uids = {
        card.uid.value for card in cards("2026-01-01 meet Bob bOB Élise E\u0301lise.X\n".replace("bOB", "BOB")).values()
    }
    assert len(uids) == 4
    assert all(UUID(uid).version == 5 for uid in uids)


def test_an_empty_journal_has_no_cards(run: Run) -> None:
    assert run("export", "vcard", stdin="") == (0, "", "")


# ------------------------------------------------------------------------------------------------ how it is written


def test_lines_are_folded_between_characters() -> None:
    name = "é" * 36 + "李雷" * 40 + "𐐀" * 40 + "a" * 200
    printed = exported("vcard", f'2026-01-01 person X "{name}"\n')
    lines = printed.split(b"\r\n")
    assert max(map(len, lines)) == 75
    assert all(line.decode() for line in lines[:-1])
    assert b"\n" not in printed.replace(b"\r\n", b"")
    assert f"FN:{name}" in printed.decode().replace("\r\n ", "")
    assert list(cards(f'2026-01-01 person X "{name}"\n')) == [name]


@pytest.mark.parametrize("length", [72, 73, 74, 146, 147, 220])
def test_a_line_is_as_long_as_it_may_be(length: int) -> None:
    lines = text("vcard", f'2026-01-01 person X "{"a" * length}"\n').split("\r\n")
    folded = lines[3 : next(index for index, line in enumerate(lines) if line.startswith("N:"))]
    assert "".join([folded[0], *(line[1:] for line in folded[1:])]) == f"FN:{'a' * length}"
    assert all(len(line) == 75 for line in folded[:-1])
    assert len(folded) == -(-(length + 3 - 75) // 74) + 1


_TEXTS = st.text(
    st.characters(blacklist_categories=["Cs"]) | st.sampled_from('\\\\,,;;\n\n:nN"'), min_size=1, max_size=99
)


def _value(key: str, text: str) -> e.Meta:
    return e.Meta(key, e.Value("string", text), 1)


def _plain(text: str) -> str:
    return "\n".join(map(plain, text.split("\n")))


@given(names(), _TEXTS, st.lists(_TEXTS, max_size=3), _TEXTS, _TEXTS)
def test_vobject_reads_any_text_back(name: str, full_name: str, emails: list[str], company: str, note: str) -> None:
    day, span = date(2026, 1, 1), Span("", 1)
    meta = (*(_value("email", email) for email in emails), _value("company", company), _value("url", company))
    person = e.Person(date=day, span=span, name=name, full_name=full_name, meta=meta)
    ledger = Whole((person, e.Note(date=day, span=span, subject=name, text=note)), Options())
    (card,) = cards(ledger, options=VcardOptions(notes=True)).values()
    shown = " ".join(full_name.split()) or name
    assert card.fn.value == plain(shown)
    assert f"{card.n.value.given} {card.n.value.family}".strip() == plain(shown)
    assert values(card, "email") == list(map(_plain, emails))
    assert values(card, "url") == [_plain(company)]
    assert values(card, "org") == [[_plain(company)]]
    assert values(card, "note") == [f"2026-01-01: {_plain(note)}"]


@given(journals())
def test_every_person_has_a_card(journal: Any) -> None:
    ledger = load_text(journal.text)
    read = list(vobject.readComponents(text("vcard", ledger, today=date.max)))
    named = {name for entry in ledger.entries for name in e.people(entry)}
    assert len(read) == len(named) == len({card.uid.value for card in read})
