"""Any CSV by a mapping: what rows become, what is wrong with rows and with mappings, ids, amounts, durations."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from importing import SAMPLES, TODAY, Found, damaged, extracted, journal, source

from netledger import load_text
from netledger.core.config import WrongCall
from netledger.formats import Contact, Draft, ImportConfig, Source
from netledger.importers.cells import read_amount, read_duration
from netledger.importers.gather import gather
from netledger.importers.mapped import csv
from netledger.importers.mapping import read_mapping
from netledger.printer import print_entry

Write = Callable[[str, str | bytes], Path]
Read = Callable[..., Found]

CRM = SAMPLES / "mapped-crm.csv"
MAPPING = SAMPLES / "mapped-crm.ini"


@pytest.fixture
def read(write: Write) -> Read:
    """Import a table by a mapping."""

    def import_(mapping: str, table: str | bytes, *, me: tuple[str, ...] = ()) -> Found:
        config = ImportConfig(TODAY, me=me, mapping=write("map.ini", mapping))
        return extracted(csv, source(write("t.csv", table)), config)

    return import_


def simple(*lines: str) -> str:
    return "\n".join(["[columns]", "date = Date", "name = Name", *lines, ""])


MEETS = simple("text = Text", "[defaults]", "kind = meet")


# ------------------------------------------------------------------------------------------- what rows become


def test_the_export_of_a_crm() -> None:
    """Notes before the header, a BOM, semicolons, cells of two lines, commas for points, several people of a row."""
    found = extracted(csv, source(CRM), ImportConfig(TODAY, mapping=MAPPING))
    coffee = (
        '2026-02-03 meet ada@example.org @Café-Central "talked about her course" #mentor #design-co\n'
        "  cost 0.75 HOUR 4.50 EUR"
    )
    assert found.entries == [
        coffee,
        "2026-02-05 call bob@example.net carla@example.net\n  cost 1.5 HOUR",
        '2026-02-06 call from dora lind "asked for help"',
        '2026-02-08 outcome client 4800.00 EUR from ada@example.org @LinkedIn:Ads "six months"',
        '2026-02-09 cost -12.00 EUR 2 HOUR "to Linz"',
        '2026-02-09 cost -12.00 EUR 2 HOUR "to Linz"',
        '2026-02-10 give ada@example.org 1 FAVOR "on pricing"',
        '2026-02-15 note ada@example.org "likes trains"',
        "2026-02-16 person ada@example.org #vip",
        "2026-02-17 connect ada@example.org @PyCon",
    ]
    assert found.messages == [
        "13: `31.02.2026` is not in the calendar",
        "14: the kind `Hike` is not known",
        "15: `many` is no amount",
        "16: `a while` is no duration",
        "17: a meet has neither a name nor a venue nor a text",
    ]
    assert found.faults[1].hint == "write `Hike = meet` under [kinds] of mapped-crm.ini"
    assert found.faults[0].excerpt.startswith("31.02.2026;Ada King;")
    assert found.left_out == ["rows of the kind Newsletter"]
    assert found.contacts[1:3] == [
        Contact("Bob Okafor", ("bob@example.net",)),
        Contact("Carla Núñez", ("carla@example.net",)),
    ]
    assert [print_entry(entry) for entry in found.drafts[0].declares] == [
        '2026-02-03 venue @Café-Central "Café Central"',
        "2026-02-03 unit EUR",
    ]
    ledger = journal(found.drafts)
    assert ledger.diagnostics == ()
    assert {*ledger.declarations.people} == {"Ada-King", "Bob-Okafor", "Carla-Núñez", "Dora-Lind"}


@pytest.mark.parametrize(
    ("kind", "entry"),
    [
        ("meet", "meet ann\n  cost 3 USD"),
        ("poke", "poke ann\n  cost 3 USD"),
        ("call from", "call from ann\n  cost 3 USD"),
        ("give", "give ann 3 USD"),
        ("receive", "receive ann 3 USD"),
        ("cost", "cost ann 3 USD"),
        ("outcome", "outcome other 3 USD from ann"),
        ("outcome job", "outcome job 3 USD from ann"),
        ("promo", "promo ann\n  cost 3 USD"),
        ("connect", "connect ann\n  cost 3 USD"),
        ("person", "person ann"),
    ],
)
def test_kinds(read: Read, kind: str, entry: str) -> None:
    mapping = simple("amount = Worth", "[defaults]", f"kind = {kind}")
    found = read(mapping, "Date,Name,Worth\n2026-01-02,Ann,3 USD\n")
    assert found.entries == [f"2026-01-02 {entry}"]


def test_the_parts_of_a_row(read: Read) -> None:
    mapping = """
        [columns]
        date = Day
        first = Given
        last = Family
        email = Mail
        url = Web
        nickname = Nick
        company = Firm
        meta.every = Rhythm
        meta.born = Birthday
        meta.stage = Stage
        [defaults]
        kind = person
        tags = crm, 2026
    """
    table = "Day,Given,Family,Mail,Web,Nick,Firm,Rhythm,Birthday,Stage\n"
    table += "1 Feb 2026,Ada,King,A@x.org; b@x.org,x.org/ada,Addie,Acme,30d,1990-05-17,new\n"
    (draft,) = read(mapping.replace("        ", ""), table).drafts
    assert print_entry(draft.entry) == "2026-02-01 person a@x.org #crm #2026"
    (contact,) = draft.people.values()
    assert (contact.full_name, contact.emails, contact.urls) == ("Ada King", ("A@x.org", "b@x.org"), ("x.org/ada",))
    assert contact.nicknames == ("Addie",)
    assert [(key, value.kind, value.text) for key, value in contact.facts] == [
        ("company", "string", "Acme"),
        ("every", "interval", "30d"),
        ("born", "date", "1990-05-17"),
        ("stage", "string", "new"),
    ]
    assert not journal([draft]).has_errors


def test_metadata_of_an_entry(read: Read) -> None:
    found = read(
        simple("meta.result = R", "meta.due = D", "[defaults]", "kind = call"),
        "Date,Name,R,D\n2026-01-02,Ann,no,3/25/26\n",
    )
    assert found.entries == ['2026-01-02 call ann\n  result: "no"\n  due: 2026-03-25']


@pytest.mark.parametrize(
    ("cell", "entry"),
    [("in", "call from ann"), ("Sent", "call ann"), ("", "call ann"), ("eingehend", "call from ann")],
)
def test_directions(read: Read, cell: str, entry: str) -> None:
    mapping = simple("direction = Who", "[defaults]", "kind = call", "[directions]", "Eingehend = in")
    assert read(mapping, f"Date,Name,Who\n2026-01-02,Ann,{cell}\n").entries == [f"2026-01-02 {entry}"]


def test_a_direction_that_is_none(read: Read) -> None:
    found = read(simple("direction = Who", "[defaults]", "kind = call"), "Date,Name,Who\n2026-01-02,Ann,up\n")
    assert found.messages == ["2: the direction `up` is not known"]


def test_the_owner_is_no_name(read: Read) -> None:
    mapping = simple("email = Mail", "[defaults]", "kind = meet")
    found = read(mapping, "Date,Name,Mail\n2026-01-02,Nora; Ann,nora@x.org; ann@x.org\n", me=("nora@x.org",))
    assert [contact.is_owner for contact in found.contacts] == [True, False]
    assert "meet Ann" in print_entry(gather(found.drafts, load_text("")).entries[-1])


@pytest.mark.parametrize(
    ("venue", "known", "declared"),
    [
        ("@Club:Lab", "@Club:Lab", True),
        ("The Club", "@Club", False),
        ("@club", "@Club", False),
        ("@Club:Bar", "@Club:Bar", False),  # its parent is declared
        ("Bar 25", "@Bar-25", True),
    ],
)
def test_venues(write: Write, venue: str, known: str, declared: bool) -> None:  # noqa: FBT001 - a table's column
    ledger = load_text('2026-01-01 venue @Club "The Club"\n' if declared is False else "")
    path = write("map.ini", simple("venue = Where", "[defaults]", "kind = meet"))
    item = source(write("t.csv", f"Date,Name,Where\n2026-01-02,Ann,{venue}\n"))
    (draft,) = csv.extract(item, ledger, ImportConfig(TODAY, mapping=path))
    assert isinstance(draft, Draft)
    assert draft.entry.venue == known  # type: ignore[union-attr]
    assert bool(draft.declares) is declared


@pytest.mark.parametrize(
    ("settings_", "cell", "day"),
    [
        ("", "1/29/26", "2026-01-29"),
        ("dates = day first", "3/4/26", "2026-04-03"),
        ("dates = month first", "3/4/26", "2026-03-04"),
        ("dates = %Y%j", "2026032", "2026-02-01"),
        ("dates = %d. %m. %y", "05. 03. 26", "2026-03-05"),
    ],
)
def test_dates(read: Read, settings_: str, cell: str, day: str) -> None:
    mapping = f"[csv]\n{settings_}\n{MEETS}"
    assert read(mapping, f"Date,Name,Text\n{cell},Ann,\n").entries == [f"{day} meet ann"]


def test_dates_that_may_be_two(read: Read) -> None:
    found = read(MEETS, "Date,Name,Text\n3/4/26,Ann,\n2026-01-01,Ann,\n")
    assert found.messages == ["2: `3/4/26` may be two dates"]
    assert read(f"[csv]\ndates = %d/%m\n{MEETS}".replace("%d/%m", "%d.%m.%Y"), "Date,Name,Text\n,Ann,\n").messages == [
        "2: a date is missing"
    ]


def test_a_list_without_dates_is_of_today(read: Read) -> None:
    assert read("[columns]\nname = Name\n[defaults]\nkind = person\n", "Name\nAnn\n").entries == [
        "2026-06-30 person ann"
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^"])
def test_delimiters_and_encodings(read: Read, delimiter: str) -> None:
    setting = {"\t": "tab"}.get(delimiter, delimiter)
    table = "Date,Name,Text\n2026-01-02,Renée,“ok”\n".replace(",", delimiter)
    mapping = f"[csv]\ndelimiter = {setting}\nencoding = utf-16-le\n{MEETS}"
    assert read(mapping, table.encode("utf-16-le")).entries == ['2026-01-02 meet renee "“ok”"']


# --------------------------------------------------------------------------------------------------- ids


def test_two_equal_rows_stay_two_and_overlapping_files_give_their_union(read: Read) -> None:
    header, row, other = "Date,Name,Text\n", "2026-01-02,Ann,x\n", "2026-01-03,Ben,\n"
    first = read(MEETS, header + row + row)
    second = read(MEETS, header + other + row + row)
    assert len({draft.id for draft in first.drafts}) == 2
    assert len({draft.id for draft in (*first.drafts, *second.drafts)}) == 3
    known = journal(first.drafts)
    assert [entry.date.day for entry in gather(second.drafts, known).entries] == [3, 3]  # Ben, and meeting Ben


def test_ids_do_not_depend_on_the_mapping_or_on_new_columns(read: Read) -> None:
    row = "Date,Name,Text\n2026-01-02,Ann,x\n"
    wide = "Date,Name,New,Text\n2026-01-02,Ann,,x\n"
    calls = MEETS.replace("kind = meet", "kind = call")
    assert read(MEETS, row).drafts[0].id == read(calls, row).drafts[0].id == read(MEETS, wide).drafts[0].id


def test_a_column_of_ids(read: Read) -> None:
    mapping = f"[csv]\nname = deals\n{simple('id = No', '[defaults]', 'kind = meet')}"
    found = read(mapping, "Date,Name,No\n2026-01-02,Ann,7\n2026-01-03,Ann,\n")
    assert found.drafts[0].id == "csv:deals:7"
    assert found.drafts[1].id.startswith("csv:deals:")


# ------------------------------------------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("text", "decimal", "amount"),
    [
        ("25", ".", ("25", "")),
        ("$1,250.50", ".", ("1250.50", "")),
        ("1.250,50", ",", ("1250.50", "")),
        ("1 250,50 EUR", ",", ("1250.50", "EUR")),
        ("CHF 1'250.50", ".", ("1250.50", "CHF")),
        ("(25.00)", ".", ("-25.00", "")),
        ("-3 CO2-KG", ".", ("-3", "CO2-KG")),
        ("25USD", ".", ("25", "USD")),
        (".5", ".", ("0.5", "")),
        ("1.5K", ".", None),
        ("abc", ".", None),
        ("", ".", None),
        ("1.2.3", ".", None),
        ("١٢", ".", None),
        ("USD 5 EUR", ".", None),
        ("9" * 29, ".", None),
        ("9" * 28, ".", ("9" * 28, "")),
        ("NaN", ".", None),
        ("1e5", ".", None),
        (" " * 10_000 + "x", ".", None),
    ],
)
def test_amounts(text: str, decimal: str, amount: tuple[str, str] | None) -> None:
    wanted = None if amount is None else (Decimal(amount[0]), amount[1])
    assert read_amount(text, decimal) == wanted


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("1h30m", "1.5"),
        ("1:30", "1.5"),
        ("0:20:00", "0.333333333333"),
        ("00:00:36", "0.01"),
        ("90", "1.5"),
        ("90 min", "1.5"),
        ("1.5 hours", "1.5"),
        ("1,5 h", "1.5"),
        ("2 hrs 15 mins", "2.25"),
        ("36 s", "0.01"),
        ("", None),
        ("h", None),
        ("soon", None),
        ("1:5", None),
        ("-5", None),
        ("9" * 50, None),
    ],
)
def test_durations(text: str, hours: str | None) -> None:
    assert read_duration(text, "minutes") == (None if hours is None else Decimal(hours))


def test_plain_durations_in_hours(read: Read) -> None:
    mapping = f"[csv]\ndurations = hours\n{simple('duration = T', '[defaults]', 'kind = call')}"
    assert read(mapping, "Date,Name,T\n2026-01-02,Ann,1.25\n").entries == ["2026-01-02 call ann\n  cost 1.25 HOUR"]


@pytest.mark.parametrize(
    ("kind", "cells", "message"),
    [
        ("give", "Ann,-3 USD,", "the amount -3 USD must be more than zero"),
        ("give", ",3 USD,", "a give has neither a name nor a venue"),
        ("cost", "Ann,,", "a cost has neither an amount nor a duration"),
        ("cost", "Ann,0 USD,", "a cost has neither an amount nor a duration"),
        ("cost", "Ann,3,", "the amount 3 has no unit"),
        ("connect", ",,x", "a connect has no name"),
        ("person", "Ann;Ben,,", "a person is about one person, and the row names 2"),
        ("note", ",,x", "a note is about one person, and the row names nobody"),
        ("note", "Ann,,", "a note has no text"),
    ],
)
def test_rows_that_the_language_cannot_say(read: Read, kind: str, cells: str, message: str) -> None:
    mapping = simple("amount = Worth", "text = Text", "[defaults]", f"kind = {kind}")
    assert read(mapping, f"Date,Name,Worth,Text\n2026-01-02,{cells}\n").messages == [f"2: {message}"]


def test_metadata_of_the_wrong_form(read: Read) -> None:
    found = read(simple("meta.every = E", "[defaults]", "kind = person"), "Date,Name,E\n2026-01-02,Ann,often\n")
    assert found.messages == ["2: the interval often is of no use"]


# ------------------------------------------------------------------------------------------------ mappings


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("", "map.ini:1: `[columns]` names no columns; write `date = When` for each column"),
        ("date = Date\n", "map.ini:1: the line stands in no section; begin with [columns]"),
        ("[columns]\n[columns]\n", "map.ini:2: the line stands twice; write each section and each key once"),
        ("[columns]\ndate = A\ndate = B\n", "map.ini:3: the line stands twice; write each section and each key once"),
        ("[columns]\ndate\n", "map.ini:2: the line is not a key and its value; write `date = When`"),
        ("[columns]\ndate =\n", "map.ini:2: `date` has no value; write it after the =, or take the line away"),
        ("[columns]\nnmae = N\n", "map.ini:2: `nmae` is not known in [columns]; did you mean `name`?"),
        ("[colums]\n", "map.ini:1: `[colums]` is no section of a mapping; did you mean [columns]?"),
        ("[csv]\ndecimals = ,\n", "map.ini:2: `decimals` is not known in [csv]; did you mean `decimal`?"),
        (
            "[csv]\ndecimal = x\n[columns]\nname = N\n[defaults]\nkind = meet\n",
            "map.ini:2: `x` is no value of decimal; write `.` or `,`",
        ),
        ("[csv]\ndates = %H\n[columns]\nname = N\n[defaults]\nkind = meet\n", "map.ini:2: `%H` is no value of dates;"),
        ("[csv]\ndelimiter = ab\n[columns]\nname = N\n[defaults]\nkind = meet\n", "map.ini:2: `ab` is no delimiter;"),
        (
            "[csv]\nencoding = utf-99\n[columns]\nname = N\n[defaults]\nkind = meet\n",
            "map.ini:2: `utf-99` is no encoding of texts;",
        ),
        (
            "[csv]\nencoding = base64\n[columns]\nname = N\n[defaults]\nkind = meet\n",
            "map.ini:2: `base64` is no encoding of texts;",
        ),
        ("\n[columns]\nname = N\n", "map.ini:2: `[columns]` does not say what a row is; write `kind = COLUMN` under"),
        (
            "[columns]\nname = N\n[defaults]\nkind = meat\n",
            "map.ini:4: `meat` is nothing that a row can become; did you mean `meet`?",
        ),
        ("[columns]\nkind = N\n[kinds]\nX = intro\n", "map.ini:4: `intro` is nothing that a row can become;"),
        ("[columns]\nkind = N\n[directions]\nX = up\n", "map.ini:4: `up` is no direction; write `in` or `out`"),
        ("[columns]\nkind = N\nmeta.Bad = X\n", "map.ini:3: `meta.Bad` is not known in [columns];"),
    ],
)
def test_a_mapping_at_fault_is_one_message(write: Write, mapping: str, message: str) -> None:
    path = write("map.ini", mapping)
    with pytest.raises(WrongCall) as caught:
        read_mapping(path)
    assert str(caught.value).replace(f"{path.parent}/", "").startswith(message)


@pytest.mark.parametrize("data", [b"\xff\xfe[", None])
def test_a_mapping_that_cannot_be_read(write: Write, tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "gone" if data is None else write("map.ini", data)
    with pytest.raises(WrongCall, match=r"cannot be read: (it is not utf-8|no such file)"):
        read_mapping(path)


def test_columns_that_the_file_lacks(read: Read) -> None:
    found = read(MEETS, "Datum,Name,Texts\n2026-01-02,Ann,x\n2026-01-03,Ann,x\n")
    assert [fault.message for fault in found.faults] == [
        "t.csv has no column `Date`, which is to be the date",
        "t.csv has no column `Text`, which is to be the text",
    ]
    assert [fault.hint for fault in found.faults] == ["did you mean `datum`?", "did you mean `texts`?"]
    assert [(Path(fault.span.file).name, fault.span.line) for fault in found.faults] == [("map.ini", 2), ("map.ini", 4)]
    assert found.drafts == []


def test_without_a_mapping(write: Write) -> None:
    item = source(write("t.csv", "Date,Name\n"))
    assert not csv.identify(item, ImportConfig(TODAY))
    with pytest.raises(WrongCall, match="--mapping"):
        list(csv.extract(item, load_text(""), ImportConfig(TODAY)))


@pytest.mark.parametrize("data", [b"", b"BEGIN:VCARD\n", b"Dates,Names\n", b"\x00" * 99])
def test_files_of_other_columns_are_not_its_own(write: Write, data: bytes) -> None:
    assert not csv.identify(source(write("x", data)), ImportConfig(TODAY, mapping=MAPPING))


def test_a_folder_or_a_file_that_is_gone(tmp_path: Path) -> None:
    config = ImportConfig(TODAY, mapping=MAPPING)
    for path in (tmp_path, tmp_path / "gone"):
        assert not csv.identify(Source("x", path), config)
        (found,) = csv.extract(Source("x", path), load_text(""), config)
        assert "cannot be read" in str(found)


@settings(max_examples=60)
@given(damaged([CRM.read_bytes()]))
def test_a_damaged_file_is_imported_or_diagnosed(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.csv"
    path.write_bytes(data)
    items = list(csv.extract(source(path), load_text(""), ImportConfig(TODAY, mapping=MAPPING)))
    assert not journal([item for item in items if isinstance(item, Draft)]).has_errors


@settings(max_examples=60)
@given(damaged([MAPPING.read_bytes()]) | st.binary(max_size=40))
def test_a_damaged_mapping_is_one_message_or_works(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.ini"
    path.write_bytes(data)
    items, problem = [], str(path)
    try:
        items = list(csv.extract(source(CRM), load_text(""), ImportConfig(TODAY, mapping=path)))
    except WrongCall as error:
        problem = str(error)
    assert str(path) in problem
    assert not journal([item for item in items if isinstance(item, Draft)]).has_errors
