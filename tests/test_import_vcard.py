"""vCards of phones and address books, version 2.1 to 4.0."""

from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from importing import SAMPLES, TODAY, damaged, extracted, journal, sample, source

from netledger import Config, Ledger, load_text
from netledger.core.entries import Value
from netledger.formats import EXPORTERS, Contact, ImportConfig
from netledger.importers.cards import tag
from netledger.importers.rows import one_line
from netledger.importers.vcards import vcard

Write = Callable[[str, str | bytes], Path]

FILES = sorted(SAMPLES.glob("*.vcf"))


def cards(write: Write, *lines: str | bytes) -> Any:
    """Import cards given as their lines."""
    data = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines) + b"\n"
    return extracted(vcard, source(write("a.vcf", data)), ImportConfig(TODAY))


def test_cards_of_an_address_book() -> None:
    found = sample(vcard, "icloud-3.0.vcf", me=("nina@example.org",))
    ada, nina = found.contacts
    assert ada == Contact(
        "Dr. Ada M. King PhD",
        ("ada@example.org", "Ada.King@example.com"),
        ("https://ada.example/about", "http://www.linkedin.com/in/ada-king"),
        ("Addie", "Lady A"),
        (
            ("company", Value("string", "Analytical Engines")),
            ("position", Value("string", "Programmer, Founder")),
            ("phone", Value("string", "+1 555 0100")),
        ),
    )
    assert nina.is_owner
    assert found.drafts[0].id == "vcard:5C2D0A11-ADA"
    assert found.drafts[0].entry.tags == ("book-club",)
    assert (found.left_out, found.faults) == (["cards of companies"], [])


def test_cards_of_an_old_phone() -> None:
    found = sample(vcard, "phone-2.1.vcf")
    assert found.contacts == [
        Contact(
            "Jürgen Müller",
            ("juergen@example.org",),
            facts=(("company", Value("string", "Werft, Nord")), ("phone", Value("string", "+49 555 0100"))),
        ),
        Contact("Omar Haddad, José"),
    ]
    assert found.messages == [
        "22: the card is not UTF-8, and does not say what it is: it is read as Windows-1252",
    ]


def test_cards_of_the_newest_version() -> None:
    found = sample(vcard, "rfc6350-4.0.vcf")
    assert found.contacts == [
        Contact(
            "Simon Perreault",
            ("simon@example.org",),
            ("https://simon.example", "https://www.linkedin.com/in/simon-p"),
            facts=(("company", Value("string", "Viagenie")), ("phone", Value("string", "+1-555-0102"))),
        ),
        Contact("प्रिया शर्मा", facts=(("born", Value("date", "1980-05-17")),)),
    ]
    assert found.left_out == ["groups of an address book"]


@pytest.mark.parametrize(
    ("lines", "contact"),
    [
        (["FN:King, Ada"], Contact("King, Ada")),
        (["N:King;Ada;M.;Dr.;PhD"], Contact("Dr. Ada M. King PhD")),
        (["N:King"], Contact("King")),
        (["FN:a\\, b\\; c\\nd\\\\e"], Contact("a, b; c d\\e")),
        (["fn:Ada", " King"], Contact("AdaKing")),
        (["FN:Ada", "NICKNAME:Addie,A\\,B"], Contact("Ada", nicknames=("Addie", "A,B"))),
        (["NICKNAME:Addie"], Contact("Addie")),
        (["FN:Ada", "EMAIL:mailto:a@b.org", "EMAIL:A@B.org"], Contact("Ada", ("a@b.org",))),
        (["FN:Ada", "URL:ada.example", "X-SOCIALPROFILE:x-apple:ada"], Contact("Ada", urls=("https://ada.example",))),
        (["FN;CHARSET=ISO-8859-1:Ad\u00e8le".encode("latin-1")], Contact("Adèle")),
        (["FN;CHARSET=utf-8;ENCODING=quoted-printable:Ad=C3=A8le"], Contact("Adèle")),
        (["FN;ENCODING=BASE64:QWTDqGxl"], Contact("Adèle")),
        (
            ["FN:Ada", "PHOTO;BASE64:QUJD", "QUJDQUJD", "", "TITLE:Dr"],
            Contact("Ada", facts=(("position", Value("string", "Dr")),)),
        ),
    ],
)
def test_properties_as_programs_write_them(write: Write, lines: list[str | bytes], contact: Contact) -> None:
    found = cards(write, "BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD")
    assert (found.contacts, found.faults) == ([contact], [])


ADA = ("BEGIN:VCARD", "VERSION:3.0", "FN:Ada", "END:VCARD")


@pytest.mark.parametrize(
    ("lines", "messages"),
    [
        (["BEGIN:VCARD", "FN:Bo"], ["5: the card has no END:VCARD"]),
        (["BEGIN:VCARD", "FN:Bo", "EMAIL:b@o.org"], ["5: the card has no END:VCARD"]),
        (["hello", *ADA], ["5: the line is in no card"]),
        (["END:VCARD"], ["5: the line is in no card"]),
        (["BEGIN:VCARD", "FN:Bo", "no property", "END:VCARD"], ["7: the line is no property of a card"]),
        (["BEGIN:VCARD", "FN;CHARSET=klingon:Bo", "END:VCARD"], ["6: the FN of a card cannot be read"]),
        (["BEGIN:VCARD", b"FN;CHARSET=utf-8:B\xff", "END:VCARD"], ["6: the FN of a card cannot be read"]),
        (
            ["BEGIN:VCARD", "FN:Bo", "BDAY:spring", "EMAIL:bo", "END:VCARD"],
            [
                "5: `bo` is no address: the rest of the card is imported",
                "5: `spring` is no date: the rest of the card is imported",
            ],
        ),
    ],
)
def test_what_is_broken_costs_itself(write: Write, lines: list[str | bytes], messages: list[str]) -> None:
    found = cards(write, *ADA, *lines, *ADA)
    assert found.messages == messages
    assert found.contacts[0] == found.contacts[-1] == Contact("Ada")


def test_a_card_of_nobody_is_left_out(write: Write) -> None:
    assert cards(write, "BEGIN:VCARD", "ORG:Acme", "TEL:1", "END:VCARD").left_out == [
        "cards without a name or an email address"
    ]


def test_two_cards_of_one_name_are_two(write: Write) -> None:
    assert [draft.id for draft in cards(write, *ADA, *ADA).drafts] == ["vcard:ada", "vcard:ada:2"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize(("encoding", "end"), [("utf-8-sig", "\r\n"), ("utf-16", "\n"), ("utf-8", "\r")])
def test_encodings_and_line_ends_change_nothing(write: Write, path: Path, encoding: str, end: str) -> None:
    data = path.read_text(encoding="utf-8").replace("\n", end).encode(encoding)
    made = extracted(vcard, source(write("other.vcf", data), path.name), ImportConfig(TODAY))
    assert made.drafts == sample(vcard, path.name).drafts


@pytest.mark.parametrize("name", ["linkedin-2026/Connections.csv", "google-2026.csv", "calendar-google.ics"])
def test_other_files_are_not_known(name: str) -> None:
    assert not vcard.identify(source(SAMPLES / name), ImportConfig(TODAY))


def test_the_journal_of_the_cards() -> None:
    made = journal([draft for path in FILES for draft in sample(vcard, path.name).drafts])
    assert not made.diagnostics
    assert len(made.declarations.people) == 6


# ------------------------------------------------------------------------------------------------ other programs


def test_our_own_export_is_read_back(ledger: Ledger, tmp_path: Path) -> None:
    """The people of this journal.

    2026-01-01 person Ada-King "Ada \\"Countess\\" King; née Байрон, of a line that has to be folded" #looms
      email: "ada@example.org"
      email: "king@example.org"
      url: "https://www.linkedin.com/in/ada-king"
      born: 1815-12-10
      company: "Analytical Engines, Ltd"
      alias: Addie
    2026-01-01 person प्रिया
    """
    path = tmp_path / "own.vcf"
    pieces = EXPORTERS.find("vcard").plugin.write(ledger, Config(TODAY))
    path.write_bytes("".join(map(str, pieces)).encode())
    found = extracted(vcard, source(path), ImportConfig(TODAY))
    assert found.faults == []
    assert found.contacts == [
        Contact(
            'Ada "Countess" King; née Байрон, of a line that has to be folded',
            ("ada@example.org", "king@example.org"),
            ("https://www.linkedin.com/in/ada-king",),
            ("Ada-King", "Addie"),
            (("company", Value("string", "Analytical Engines, Ltd")), ("born", Value("date", "1815-12-10"))),
        ),
        Contact("प्रिया"),
    ]
    assert found.drafts[0].entry.tags == ("looms",)


_TEXTS = st.text(st.sampled_from('Adé李🚀,;:\\"=n ')).map(one_line).filter(bool)


@given(name=_TEXTS, company=_TEXTS, nicknames=st.lists(_TEXTS, min_size=1, max_size=2))
def test_what_vobject_writes_is_read_back(
    name: str, company: str, nicknames: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    card = vobject.vCard()
    card.add("fn").value = name
    card.add("n").value = vobject.vcard.Name(family=name)
    card.add("org").value = [company, "Looms"]
    card.add("categories").value = nicknames
    path = tmp_path_factory.getbasetemp() / "vobject.vcf"
    path.write_bytes(card.serialize().encode())
    found = extracted(vcard, source(path), ImportConfig(TODAY))
    assert (found.contacts, found.faults) == ([Contact(name, facts=(("company", Value("string", company)),))], [])
    assert found.drafts[0].entry.tags == tuple(dict.fromkeys(filter(None, map(tag, nicknames))))


@pytest.mark.parametrize(
    "line", ["TEL;VALUE=uri;TY" + "," * 5000, 'FN;X="' + '"' * 5001, "FN:" + "\\" * 9999, "N" + ";" * 9999]
)
def test_long_broken_lines_take_no_time(write: Write, line: str) -> None:
    began = process_time()
    cards(write, *ADA, "BEGIN:VCARD", line, "END:VCARD")
    assert process_time() - began < 2


# ------------------------------------------------------------------------------------------------ damage


@given(data=damaged([path.read_bytes() for path in FILES]))
def test_damaged_files_end_in_drafts_and_faults(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.vcf"
    path.write_bytes(data)
    item = source(path)
    found = [*vcard.extract(item, load_text(""), ImportConfig(TODAY))]
    if vcard.identify(item, ImportConfig(TODAY)):
        assert not journal(extracted(vcard, item, ImportConfig(TODAY)).drafts).has_errors
    assert found or not data.strip()
