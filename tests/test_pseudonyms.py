"""`netledger export --pseudonyms`: nothing of the names gets out, every figure stays, and the key leads back."""

import csv
import io
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args
from unittest.mock import patch

import msgspec
import pytest
from exports import TODAY, many
from hypothesis import example, given, settings
from hypothesis import strategies as st
from records import placeless
from strategies import entries as blocks
from strategies import journals

from netledger import Config, Ledger, load, load_text, parse_query
from netledger.cli.options import KEPT
from netledger.core import entries as e
from netledger.core.booking import book
from netledger.exporters.vcards import VcardOptions
from netledger.extension import PLUGINS
from netledger.formats import EXPORTERS, chosen
from netledger.printer import print_entry
from netledger.pseudonyms import pseudonymise, reveal
from netledger.standins import KeyFault, StandIns, read_key, write_key
from netledger.substitution import Keep

Run = Callable[..., Any]
Write = Callable[..., Path]

EXAMPLES = Path(__file__).parents[1] / "examples"
TEXTUAL = sorted(set(EXPORTERS.built_in) - {"parquet"})

JOURNAL = """\
option "title" "Ada's network"
option "operating_currency" "USD"
2026-01-01 person Bob "Bob Okafor" #client
  email: "bob@example.org"
  born: 1980-05-17
  phone: 5551234
  alias: Bobby
  company: acme
  role: developer
  every: 30d
2026-01-01 person Me "Ada King"
2026-01-01 venue @Chamber "Chamber of Commerce" org
  why: "ideal clients"
2026-01-01 unit ADVICE "a piece of advice"
  precision: 0
2026-01-01 state "status" "looking"
2026-01-01 state "mood" "good"
2026-01-01 note Bob "prefers mornings"
2026-03-01 connect Alice @Chamber "introduced herself"
  company: "Halden & Co"
2026-03-01 meet Alice Bobby @Chamber:Mixers "spring mixer" #spring
  give Alice 1 INTRO "to my printer"
  ! give Bob 1 ADVICE "promised"
  cost 1h30m 25 USD
2026-06-01 outcome client 4800 USD from Bob @Chamber ^acme
2026-06-30 balance Alice 1 INTRO
"""

SHARED = """\
option "title" "text 1"
option "operating_currency" "USD"

2026-01-01 person Person-1 "Person-1" #tag-1
  email: "text 2"
  born: 1980-01-01
  phone: "number 1"
  alias: Person-2
  company: "word 1"
  role: developer
  every: 30d

2026-01-01 person Me "Me"

2026-01-01 venue @Place-1 "text 3" org
  why: "text 4"

2026-01-01 unit ADVICE "text 5"
  precision: 0

2026-01-01 state "status" "text 6"

2026-01-01 state "text 7" "text 8"

2026-01-01 note Person-1 "text 9"

2026-03-01 connect Person-3 @Place-1 "text 10"
  company: "text 11"

2026-03-01 meet Person-3 Person-1 @Place-1:Place-2 "text 12" #tag-2
  give Person-3 1 INTRO "text 13"
  ! give Person-1 1 ADVICE "text 14"
  cost 1.5 HOUR 25 USD

2026-06-01 outcome client 4800 USD from Person-1 @Place-1 ^link-1

2026-06-30 balance Person-3 1 INTRO
"""

WHOLE = {"csv", "json", "net"}
"""The formats that have every entry."""

keeps = st.lists(st.sampled_from(get_args(Keep)), unique=True)

# --------------------------------------------------------------------------------------- nothing of it gets out

MARK = "qx"

NAMED = {
    "names", "name", "full_name", "title", "text", "tags", "links", "tag", "by", "beneficiaries", "subject", "venue",
    "path", "terms",
}  # fmt: skip
"""The fields of entries and details that hold what a user called or said something."""


def marked(entry: e.AnyEntry) -> e.AnyEntry:
    """Put a mark into each name and text of an entry."""
    kinds = (date, Decimal)
    data = msgspec.to_builtins(entry, builtin_types=kinds)
    of = data["type"]
    for record in (data, *data.get("details", ())):
        for field in NAMED & record.keys():
            record[field] = (
                tuple(map(_mark, record[field])) if isinstance(record[field], tuple) else _mark(record[field])
            )
    if of == "state":
        data["value"] = _mark(data["value"])
    elif of == "custom":
        data["kind"] = _mark(data["kind"])
    values = [*((item["key"], item["value"]) for item in data["meta"]), *(("", v) for v in data.get("values", ()))]
    for key, value in values:
        if value["kind"] in {"string", "name", "venue", "tag", "link"} or (value["kind"] == "word" and key == "id"):
            value["text"] = _mark(value["text"])
    return msgspec.convert(data, e.AnyEntry, builtin_types=kinds)  # type: ignore[return-value]


def _mark(word: str | None) -> str | None:
    if word is None or word in {"Me", "status"}:
        return word
    return ":".join([f"{part}{MARK}" for part in word.split(":")]) if word.startswith("@") else f"{word}{MARK}"


def of_text(text: str) -> Ledger:
    """Return the ledger of some blocks, every name and text of it marked."""
    written = "\n\n".join(print_entry(marked(entry)) for entry in load_text(text).entries)
    return load_text(f'option "title" "{MARK}"\noption "add_to" "{MARK}"\nplugin "tend" "{MARK}"\n{written}\n', MARK)


EVERY_KIND = """\
2026-01-01 person Bob "B" #t ^l
2026-01-01 venue @A:B "a" org
2026-01-01 unit ADVICE "u"
2026-01-01 tag #t "t"
2026-01-01 price HOUR 60 USD #t ^l
2026-01-01 connect Bob @A "c"
2026-01-01 meet Bob @A "m"
  ! give Bob 1 ADVICE "g" #t ^l
  x: "s"
  y: @A
2026-01-01 intro Bob Ann by Eve @A "i"
2026-01-01 give Bob by Eve 1 ADVICE @A "g"
2026-01-01 receive Bob 1 ADVICE @A "r"
2026-01-01 cost Bob 3 USD @A "c"
2026-01-01 outcome job 3 USD from Bob for Ann @A "o"
2026-01-01 promo @A "p"
2026-01-01 budget 3 USD monthly @A "b"
2026-01-01 state "s" "v" #t ^l
2026-01-01 note @A "n"
2026-01-01 document Bob "d"
2026-01-01 query "q" "Bob"
2026-01-01 custom "k" "s" Bob @A #t ^l
2026-01-02 balance Bob 3 ADVICE "b"
2026-01-03 close @A "c"
"""


def test_the_journal_of_every_kind_has_every_kind() -> None:
    assert {type(entry) for entry in load_text(EVERY_KIND).entries} == set(get_args(e.AnyEntry))


@settings(max_examples=60)
@example(EVERY_KIND)
@given(st.lists(blocks(), max_size=6).map("\n\n".join))
def test_no_export_has_a_name_or_a_text(text: str) -> None:
    ledger = of_text(text)
    shared = pseudonymise(ledger, StandIns()).ledger
    for name in TEXTUAL:
        exporter = EXPORTERS.find(name).plugin
        own = VcardOptions(notes=True, with_me=True) if name == "vcard" else None
        begin = date(1400, 1, 1) if name == "ledger" else None  # it knows no day before
        config = Config(date.max, begin, options=own)
        if name in WHOLE:
            assert MARK in "".join(map(str, exporter.write(ledger, config))) or not ledger.entries
        assert MARK not in "".join(map(str, exporter.write(shared, config))).lower(), name


def test_every_example_gets_out_without_its_names(run: Run) -> None:
    for path in sorted(EXAMPLES.glob("*.net")):
        ledger = load(str(path))
        written = run("export", "net", "--pseudonyms", "-f", str(path), "--today", "9999-12-31").out
        for entry in ledger.entries:
            for name in e.people(entry):
                assert f"{name} " not in written
        assert load_text(written).has_errors is ledger.has_errors


def test_what_stays_and_what_becomes_of_the_rest(run: Run) -> None:
    assert run("export", "net", "--pseudonyms", stdin=JOURNAL) == (0, SHARED, "")


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("  born: 1980-05-17\n  born: 1980-11-02\n  born: 1990-02-03\n  born: 1980-05-17",
         "  born: 1980-01-01\n  born: 1980-01-02\n  born: 1990-01-01\n  born: 1980-01-01"),
        ("  id: 4711", '  id: "number 1"'),
        ("  id: li-4711", '  id: "word 1"'),
        ("  id: ^li-4711", "  id: ^link-1"),
        ('  id: "mail:1"', '  id: "text 1"'),
        ("  host: Bob", "  host: Person-1"),
        ("  host: acme", '  host: "word 1"'),
        ("  company: @A:B", "  company: @Place-1:Place-2"),
        ("  school: #a/b", "  school: #tag-1"),
        ("  score: 3\n  score: 4\n  score: 3.0", '  score: "number 1"\n  score: "number 2"\n  score: "number 3"'),
        ("  paid: 3 USD", "  paid: 3 USD"),
        ("  since: 2020-05-06\n  due: 2026-02-03", "  since: 2020-05-06\n  due: 2026-02-03"),
        ("  good: TRUE", "  good: TRUE"),
        ('  x: ""', '  x: ""'),
        ('  x: "a"\n  y: "a"', '  x: "text 1"\n  y: "text 1"'),
        ("  owner: Me", "  owner: Me"),
    ],
)  # fmt: skip
def test_metadata(line: str, becomes: str, run: Run) -> None:
    ran = run("export", "net", "--pseudonyms", stdin=f"2026-01-01 person Bob\n{line}\n")
    assert (ran.status, ran.out) == (0, f"2026-01-01 person Person-1\n{becomes}\n")


def test_custom_entries(run: Run) -> None:
    journal = '2026-01-01 custom "mood" TRUE 3 USD "fine" 12 @A Bob #t 30d word\n'
    ran = run("export", "net", "--pseudonyms", stdin=journal)
    assert ran.out == '2026-01-01 custom "text 1" TRUE 3 USD "text 2" "number 1" @Place-1 Person-1 #tag-1 30d word\n'


def test_names_that_are_nearly_one(run: Run) -> None:
    people = ["Ann", "ANN", "An-n", "An.n", "Änn", "李雷", "प्रिया", "Person-3"]
    journal = "".join(f"2026-01-01 person {name}\n" for name in people)
    ran = run("export", "net", "--pseudonyms", stdin=journal)
    assert ran.out == "\n".join(f"2026-01-01 person Person-{n}\n" for n in range(1, len(people) + 1))


def test_a_person_with_several_full_names_and_a_full_name_of_several_persons() -> None:
    text = (
        '2026-01-01 person A "J S"\n2026-01-02 person A "J T"\n2026-01-03 person B "J S"\n2026-01-04 person A "J S"\n'
    )
    people = pseudonymise(load_text(text), StandIns()).ledger.of(e.Person)
    assert [p.full_name for p in people] == ["Person-1", "Person-1 (2)", "Person-2", "Person-1"]


def test_what_is_left_out_is_told_in_one_line(run: Run) -> None:
    journal = (
        'option "add_to" "ada.net"\nplugin "tend"\nplugin "lag" "Bob"\nplugin "bobs-own"\n2026-01-01 person Bob\n'
        '2026-01-01 query "b" "Bob"\n2026-01-01 query "c" "Bob"\n2026-01-01 document Bob "."\n'
    )
    ran = run("export", "net", "--pseudonyms", stdin=journal)
    assert ran.out == 'plugin "tend"\n\n2026-01-01 person Person-1\n'
    told = "saved queries (2), documents (1), plugin lines (2), option add_to (1)"
    assert ran.err.splitlines()[0] == f"left out: {told}"


TELLING = """\
2026-01-01 person Bob "Bob Okafor"
  with: bob
  bob-met: TRUE
  pays: 3 OKAFOR-HOUR
2026-01-02 person Will "李雷"
2026-01-02 outcome okafors from Bob @BobHouse #x ^bob
2026-01-03 meet Bob @Club "we will meet BOB"
2026-01-03 meet Bob @Club "we will meet"
2026-01-03 meet Bob @Club "我和李雷吃饭"
  ! give 3 BOB
"""


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), "the key bob-met, the outcome okafors, the unit BOB, the unit OKAFOR-HOUR, the word bob"),
        (
            ("--keep", "texts"),
            "texts (2), the key bob-met, the outcome okafors, the unit BOB, the unit OKAFOR-HOUR, the word bob",
        ),
        (("Will", "--keep", "texts"), ""),
        (("@BobHouse", "--keep", "venues", "--keep", "links"), "@BobHouse, ^bob, the outcome okafors"),
    ],
)
def test_what_stays_and_has_a_name_in_it_is_told(args: tuple[str, ...], told: str, run: Run, write: Write) -> None:
    write("main.net", TELLING)
    ran = run("export", "net", "--pseudonyms", *args, "-f", "main.net")
    lines = [line for line in ran.err.splitlines() if line.startswith("stays")]
    assert lines == ([f"stays, and has somebody's name in it: {told}"] if told else [])


def test_a_key_with_the_line_ends_of_windows(run: Run, write: Write) -> None:
    key = write("names.key", b"sort\tstand-in\toriginal\r\nperson\tPerson-7\tBob\r\n")
    ran = run(
        "export", "net", "--pseudonyms", "--key", str(key), stdin="2026-01-01 person Bob\n2026-01-01 person Ann\n"
    )
    assert ran.out == "2026-01-01 person Person-7\n\n2026-01-01 person Person-8\n"


def test_diagnostics_quote_nothing(run: Run) -> None:
    ran = run("export", "json", "--pseudonyms", stdin="2026-01-01 meet Bob\n2026-01-01 peson Eve\n")
    assert ran.status == 1
    assert "peson Eve" in ran.err  # the user sees all of it
    found = [(item["code"], item["message"], item["span"]["file"]) for item in json.loads(ran.out)["diagnostics"]]
    assert found == [
        ("NL301", "a person who is never declared", "journal.net"),
        ("NL105", "an unknown keyword", "journal.net"),
    ]
    assert "Bob" not in ran.out
    assert "Eve" not in ran.out


def test_nothing_is_written_without_a_key(run: Run, tmp_path: Path) -> None:
    run("export", "csv", "--pseudonyms", "-o", "out.csv", stdin=JOURNAL)
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


# -------------------------------------------------------------------------------------- what it says stays true


@given(journals())
def test_every_figure_stays(journal: Any) -> None:
    ledger = load_text(journal.text)
    stand_ins = StandIns()
    shared = pseudonymise(ledger, stand_ins).ledger
    config = Config(date.max)
    for name in ("reciprocity",):
        run = PLUGINS.find(name).plugin.run  # type: ignore[union-attr]
        (of_all, _), (of_shared, _) = run(ledger, config), run(shared, config)  # type: ignore[arg-type]
        assert of_all is not None
        assert of_shared is not None
        assert Counter(_renamed(row, stand_ins) for row in of_all.rows) == Counter(map(_cells, of_shared.rows))
    before = [(x.kind, x.amount) for entry in ledger.entries for x in book(entry)]
    assert [(x.kind, x.amount) for entry in shared.entries for x in book(entry)] == before


def _cells(row: Any) -> tuple[Any, ...]:
    return tuple(map(repr, row))


def _renamed(row: Any, stand_ins: StandIns) -> tuple[Any, ...]:
    return tuple(repr(_stand_in(cell, stand_ins)) for cell in row)


def _stand_in(cell: Any, stand_ins: StandIns) -> Any:
    if not isinstance(cell, str):
        return cell
    if cell.startswith("@"):
        return "@" + ":".join(stand_ins.place[word] for word in cell[1:].split(":"))
    return stand_ins.person.get(cell, cell)


def test_it_is_the_same_each_time() -> None:
    ledger = load(str(EXAMPLES / "coach.net"))
    assert pseudonymise(ledger, StandIns()).ledger == pseudonymise(ledger, StandIns()).ledger


TERMS = [
    *("Bob", "B*", "not:Bob", "bobby", "@Chamber", "#client", "^acme", "text:spring", "text:printer", "kind:give"),
    *("unit:ADVICE", "phone:5551234", "company:acme", "company:halden", "why:ideal", "born:1980-05-17"),
]


@pytest.mark.parametrize("terms", [*([term] for term in TERMS), ["Alice", "text:introduced"]])
def test_terms_are_of_the_true_names(terms: list[str]) -> None:
    ledger = load_text(JOURNAL)
    shared = pseudonymise(ledger, StandIns())
    query = parse_query(terms)
    asked = shared.asked(query)
    pairs = list(zip(ledger.entries, shared.ledger.entries, strict=True))
    true, hidden = ledger.declarations, shared.ledger.declarations
    of_true = [query.entry(entry, true) for entry, _ in pairs]
    assert any(of_true)
    assert not all(of_true)
    assert [asked.entry(entry, hidden) for _, entry in pairs] == of_true
    assert [len(asked.people(entry, hidden)) for _, entry in pairs] == [
        len(query.people(entry, true)) for entry, _ in pairs
    ]
    assert [[asked.exchange(entry, x, hidden) for x in book(entry)] for _, entry in pairs] == [
        [query.exchange(entry, x, true) for x in book(entry)] for entry, _ in pairs
    ]
    assert bool(asked)
    assert not shared.asked(parse_query([]))


@pytest.mark.parametrize("name", TEXTUAL)
@pytest.mark.parametrize("terms", [("Alice",), ("#client",), ("@Chamber", "-p", "2026-03")])
def test_each_format_chooses_as_it_does_with_names(name: str, terms: tuple[str, ...], run: Run) -> None:
    args = ("export", name, *terms, "--today", "2026-06-30")
    true, hidden = run(*args, stdin=JOURNAL), run(*args, "--pseudonyms", stdin=JOURNAL)
    assert (hidden.status, hidden.err) == (true.status, true.err)
    lines = true.out.count("\n")
    gone = true.out.count("NICKNAME:Bob,Bobby") if name != "vcard" else 0
    assert lines - true.out.count("NICKNAME:Alice") - gone <= hidden.out.count("\n") <= lines
    assert "Person-" in hidden.out or (name in {"beancount", "hledger", "ledger"} and terms == ("#client",))


def test_what_is_shown_is_numbered_first(run: Run) -> None:
    journal = "".join(f"2026-01-0{n} connect P{n}\n" for n in range(1, 10))
    assert run("export", "net", "P7", "--pseudonyms", stdin=journal).out == "2026-01-07 connect Person-1\n"
    out = run("export", "csv", "-p", "2026-01-05..2026-01-07", "--pseudonyms", stdin=journal).out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["people"], row["file"], row["line"]) for row in rows] == [
        ("Person-1", "journal.net", "1"),
        ("Person-2", "journal.net", "2"),
        ("Person-3", "journal.net", "3"),
    ][: len(rows)]


# ---------------------------------------------------------------------------------------------------- the way back


@given(journals(), keeps)
def test_the_key_leads_back(journal: Any, keep: list[Keep]) -> None:
    ledger = load_text(journal.text, "test.net")
    stand_ins = StandIns()
    shared = pseudonymise(ledger, stand_ins, keep).ledger
    text = "\n\n".join(map(print_entry, shared.entries)) + "\n"
    loaded = load_text(text)
    assert [*map(placeless, loaded.entries)] == [*map(placeless, shared.entries)]
    back = reveal(loaded, read_key(write_key(stand_ins)))
    kept = [placeless(entry) for entry in ledger.entries if not isinstance(entry, e.Query | e.Document)]
    assert [*map(placeless, back.ledger.entries)] == kept
    assert back.unknown == ()


@given(st.lists(st.sampled_from(["Person-1", "Person-2", "A", "Place-1"]), min_size=1, max_size=4, unique=True), keeps)
def test_names_that_look_like_stand_ins_come_back(words: list[str], keep: list[Keep]) -> None:
    lines = []
    for word in words:
        low = word.lower().replace("place", "tag")
        lines.append(
            f'2026-01-01 meet {word} @{word}:{words[0]} "text {len(word)}" #{low} ^link-{len(word)}\n'
            f'  x: "number 1"\n  why: "word {len(word)}"\n  y: 1\n  host: word-1\n'
        )
    ledger = load_text("\n".join(lines))
    stand_ins = StandIns()
    shared = pseudonymise(ledger, stand_ins, keep).ledger
    back = reveal(shared, read_key(write_key(stand_ins)))
    assert [*map(placeless, back.ledger.entries)] == [*map(placeless, ledger.entries)]
    assert back.unknown == ()


def test_from_the_command_line(run: Run) -> None:
    shared = run("export", "net", "--pseudonyms", "--key", "names.key", stdin=JOURNAL)
    assert shared == (0, SHARED, "names.key says who is who: keep it to yourself, and out of git\n")
    assert Path("names.key").stat().st_mode & 0o777 == 0o600
    back = run("export", "net", "--real-names", "names.key", stdin=shared.out)
    assert back == (0, run("export", "net", stdin=JOURNAL).out, "")
    some = run("export", "csv", "--real-names", "names.key", "Alice", stdin=shared.out)
    assert some.out == run("export", "csv", "Alice", stdin=back.out).out


def test_a_stand_in_stays_the_same_in_each_export(run: Run) -> None:
    key = ("--pseudonyms", "--key", "names.key")
    run("export", "net", *key, "Alice", stdin=JOURNAL)
    before = Path("names.key").read_text()
    more = "2025-01-01 person Zoe\n" + JOURNAL
    again = run("export", "net", *key, stdin=more)
    assert again.err == ""
    assert "2025-01-01 person Person-4\n" in again.out
    assert set(before.splitlines()) < set(Path("names.key").read_text().splitlines())
    assert Path("names.key").stat().st_mode & 0o777 == 0o600
    inode = Path("names.key").stat().st_ino
    assert run("export", "net", *key, stdin=more).out == again.out
    assert Path("names.key").stat().st_ino == inode  # it was not written again


def test_the_mode_of_a_key_that_there_is_stays(run: Run, write: Write) -> None:
    write("names.key", "").chmod(0o640)
    assert run("export", "net", "--pseudonyms", "--key", "names.key", stdin=JOURNAL).status == 0
    assert Path("names.key").stat().st_mode & 0o777 == 0o640


def test_stand_ins_that_the_key_does_not_know_are_told(run: Run, write: Write) -> None:
    write("names.key", "sort\tstand-in\toriginal\nperson\tPerson-1\tBob\n")
    journal = '2026-01-01 connect Person-1 Person-2 @Place-9 "text 1" #tag-1 ^link-1 #true\n  x: "number 4"\n'
    ran = run("export", "net", "--real-names", "names.key", stdin=journal)
    assert ran.status == 1
    assert ran.out.startswith("2026-01-01 connect Bob Person-2 @Place-9")
    told = "names.key does not know 6 stand-ins: Person-2, @Place-9"
    assert ran.err.split("\n")[0].replace("Place-9", "@Place-9").startswith(told)


# ------------------------------------------------------------------------------------------------ what is kept


@pytest.mark.parametrize(
    ("keep", "becomes"),
    [
        ([], '@Place-1 "text 1" #tag-1 ^link-1\n  x: "number 1"\n  why: "text 2"\n  y: "text 3"\n'),
        (["venues"], '@A "text 1" #tag-1 ^link-1\n  x: "number 1"\n  why: "text 2"\n  y: "text 3"\n'),
        (["tags"], '@Place-1 "text 1" #t ^link-1\n  x: "number 1"\n  why: "text 2"\n  y: "text 3"\n'),
        (["links"], '@Place-1 "text 1" #tag-1 ^l\n  x: "number 1"\n  why: "text 2"\n  y: "text 3"\n'),
        (["texts"], '@Place-1 "hi" #tag-1 ^link-1\n  x: "number 1"\n  why: "w"\n  y: "text 1"\n'),
        (["numbers", "tags"], '@Place-1 "text 1" #t ^link-1\n  x: 7\n  why: "text 2"\n  y: "text 3"\n'),
    ],
)
def test_keep(keep: list[str], becomes: str, run: Run) -> None:
    journal = '2026-01-01 meet Bob @A "hi" #t ^l\n  x: 7\n  why: "w"\n  y: "z"\n'
    flags = [flag for what in keep for flag in ("--keep", what)]
    assert run("export", "net", "--pseudonyms", *flags, stdin=journal).out == f"2026-01-01 meet Person-1 {becomes}"


def test_a_number_that_is_an_id_is_not_kept(run: Run) -> None:
    ran = run(
        "export", "net", "--pseudonyms", "--keep", "numbers", stdin="2026-01-01 person Bob\n  id: 4711\n  x: 4711\n"
    )
    assert ran.out == '2026-01-01 person Person-1\n  id: "number 1"\n  x: 4711\n'


def test_a_title_is_kept_with_what_it_is_of(run: Run) -> None:
    journal = (
        'option "title" "Ada"\n2026-01-01 venue @A "The A"\n2026-01-01 tag #t "The T"\n2026-01-01 person Bob "B"\n'
    )
    kept = [flag for what in KEPT for flag in ("--keep", what)]
    assert run("export", "net", "--pseudonyms", *kept, stdin=journal).out == (
        'option "title" "text 1"\n\n2026-01-01 venue @A "The A"\n\n2026-01-01 tag #t "The T"\n\n'
        '2026-01-01 person Person-1 "Person-1"\n'
    )


def test_the_command_line_offers_what_can_be_kept() -> None:
    assert get_args(Keep) == KEPT


# --------------------------------------------------------------------------------------- what is asked wrongly


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--key", "k"), "--key goes with --pseudonyms; to put names back, give --real-names KEY"),
        (("--keep", "tags"), "--keep goes with --pseudonyms"),
        (("--pseudonyms", "--real-names", "k"), "give one of them"),
        (("--pseudonyms", "--key", "main.net"), "cannot write main.net: it is a file of the journal"),
        (("--pseudonyms", "--key", "./part.net"), "cannot write ./part.net: it is a file of the journal"),
        (("--pseudonyms", "--key", "out", "-o", "./out"), "cannot write ./out: it is the key"),
        (("--pseudonyms", "--key", "link", "-o", "names.key"), "cannot write names.key: it is the key"),
        (("--pseudonyms", "--key", "twin", "-o", "names.key"), "cannot write names.key: it is the key"),
        (("--real-names", "names.key", "-o", "names.key"), "cannot write names.key: it is the key"),
        (("--pseudonyms", "--key", "k", "-o", "part.net"), "cannot write part.net: it is a file of the journal"),
        (("--pseudonyms", "--key", "/dev/null"), "cannot write /dev/null: it is not a file"),
        (("--pseudonyms", "--key", "pipe"), "cannot write pipe: it is not a file"),
        (("--pseudonyms", "--key", "folder"), "cannot read the key folder: is a directory; nothing was written"),
        (("--pseudonyms", "--key", "dangling"), "cannot read the key dangling: no such file or directory"),
        (("--real-names", "none"), "cannot read the key none: no such file or directory; nothing was written"),
        (("--real-names", "part.net"), "cannot read the key part.net: line 1: it is no key"),
        (("--pseudonyms", "--key", "latin"), "cannot read the key latin: line 2: it is not UTF-8"),
        (("--pseudonyms", "--keep", "people"), "'people' is not one of"),
    ],
)
def test_refusals(args: tuple[str, ...], message: str, run: Run, write: Write, tmp_path: Path) -> None:
    write("main.net", 'include "part.net"\n')
    write("part.net", JOURNAL)
    key = write("names.key", "sort\tstand-in\toriginal\nperson\tPerson-1\tBob\n")
    write("latin", b"sort\tstand-in\toriginal\nperson\tPerson-1\tB\xe9\n")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(key)
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "twin").hardlink_to(key)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    ran = run("export", "net", *args, "-f", "main.net")
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("person\tPerson-1", "line 2: 2 columns, not 3"),
        ("person\tPerson-1\tBob\tx", "line 2: 4 columns, not 3"),
        ("people\tPerson-1\tBob", "line 2: the sort 'people' is none of person, full name,"),
        ("person\tPerson-01\tBob", "line 2: 'Person-01' cannot stand for 'Bob'"),
        ("person\tPerson-1\tBob\n\nperson\tPerson-1\tAnn", "line 4: 'Person-1' stands for two things"),
        ("person\tPerson-1\tBob\nperson\tPerson-2\tBob", "line 3: 'Bob' has two stand-ins"),
        ("person\tPerson-1\tMe", "line 2: 'Me' has two stand-ins"),
        ('person\tPerson-1\t"Bob\n2026-01-01 person Eve"', "line 2: 'Person-1' cannot stand for 'Bob\\n2026"),
        ('text\ttext 1\t"a\nb"\nlink\tlink-1\tc d', "line 4: 'link-1' cannot stand for 'c d'"),
        ("born\t1980-01-01\t1981-05-17", "line 2: '1980-01-01' cannot stand for '1981-05-17'"),
        ("born\t1980-01-01\t19800517", "line 2: '1980-01-01' cannot stand for '19800517'"),
        ("number\tnumber 1\tx", "line 2: 'number 1' cannot stand for 'x'"),
        ("full name\tBob\tBob Okafor", "line 2: 'Bob' cannot stand for 'Bob Okafor'"),
        ('text\ttext 1\t"open', "line 2: unexpected end of data"),
    ],
)
def test_a_damaged_key_is_told_with_its_line(rows: str, message: str, run: Run, write: Write) -> None:
    before = write("names.key", f"sort\tstand-in\toriginal\n{rows}\n").read_bytes()
    for flags in (("--pseudonyms", "--key"), ("--real-names",)):
        ran = run("export", "net", *flags, "names.key", "-o", "out.net", stdin=JOURNAL)
        assert ran.status == 2
        assert ran.err.startswith(f"Error: cannot read the key names.key: {message}"), ran.err
        assert ran.err.endswith("; nothing was written\n")
        assert not Path("out.net").exists()
        assert Path("names.key").read_bytes() == before


@given(st.text(st.sampled_from('sort\tand-iginl\n"\r\0 Person-12textbor:é\ud800'), max_size=60), st.booleans())
def test_any_text_is_a_key_or_a_fault(text: str, headed: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    found, fault = None, ""
    try:
        found = read_key("sort\tstand-in\toriginal\n" + text if headed else text)
    except KeyFault as caught:
        fault = str(caught)
    assert fault.startswith("line ") if found is None else write_key(read_key(write_key(found))) == write_key(found)


def test_a_key_is_not_written_into_the_output(write: Write, tmp_path: Path) -> None:
    """Also where a shell has led the output there."""
    write("main.net", JOURNAL)
    for key in ("out.net", "/dev/stdout"):
        with (tmp_path / "out.net").open("wb") as out:
            command = [sys.executable, "-m", "netledger", "export", "net", "--pseudonyms", "--key", key]
            ran = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, cwd=tmp_path, check=False)
        assert (ran.returncode, ran.stderr) == (2, b"Error: cannot write standard output: it is the key\n")
        assert (tmp_path / "out.net").read_bytes() == b""


@given(st.lists(st.text(max_size=8), max_size=5, unique=True))
def test_a_key_holds_any_text(texts: list[str]) -> None:
    stand_ins = StandIns()
    made = [stand_ins.text[text] for text in texts]
    again = read_key(write_key(stand_ins))
    assert [again.text[text] for text in texts] == made
    assert len(again) == len(stand_ins)


def test_a_text_longer_than_other_programs_write() -> None:
    limit = csv.field_size_limit()
    stand_ins = StandIns()
    stand_ins.text["x" * 200_000]
    assert len(read_key(write_key(stand_ins)).text.originals["text 1"]) == 200_000
    assert csv.field_size_limit() == limit


def test_a_year_has_days_for_all_its_birthdays() -> None:
    stand_ins = StandIns()
    days = [date.fromordinal(date(1980, 1, 1).toordinal() + (n * 7) % 366).isoformat() for n in range(366)]
    assert sorted({stand_ins.born[day] for day in days}) == sorted(set(days))


def test_the_key_is_not_written_where_it_was_changed_meanwhile(run: Run, write: Write) -> None:
    key = write("names.key", "sort\tstand-in\toriginal\n")

    def changed(*args: Any, **kwargs: Any) -> Any:
        key.write_text("sort\tstand-in\toriginal\nperson\tPerson-1\tZoe\n")
        return pseudonymise(*args, **kwargs)

    with patch("netledger.cli.sharing.pseudonymise", changed):
        ran = run("export", "net", "--pseudonyms", "--key", "names.key", "-o", "out.net", stdin=JOURNAL)
    assert ran.status == 2
    assert "was changed meanwhile" in ran.err
    assert "Zoe" in key.read_text()
    assert not Path("out.net").exists()


def test_the_entries_asked_for_are_those_numbered_first() -> None:
    ledger = many(50)
    config = Config(TODAY, query=parse_query(["P3*"]))
    shared = pseudonymise(ledger, StandIns(), first=chosen(ledger, config))
    shown = list(chosen(shared.ledger, Config(TODAY, query=shared.asked(config.query))))
    assert [entry.span.line for entry in shown] == list(range(1, 12))
    assert [entry.date for entry in shared.ledger.entries] == [entry.date for entry in ledger.entries]


@pytest.mark.parametrize("stdin", ["", "; nothing\n", "peson Bob\n"])
def test_a_journal_of_nothing(stdin: str, run: Run) -> None:
    assert run("export", "net", "--pseudonyms", "--key", "k", stdin=stdin).out == ""
    assert Path("k").read_text() == "sort\tstand-in\toriginal\n"


def test_without_a_format_it_is_the_journal(run: Run, write: Write) -> None:
    write("main.net", '2026-01-01 person Bob "Bob Okafor"\n')
    shared = run("export", "net", "--pseudonyms").out
    assert shared == '2026-01-01 person Person-1 "Person-1"\n'
    assert run("export", "--pseudonyms").out == shared
    assert run("export", "-f", "main.net", "--pseudonyms").out == shared
    assert run("export", "--pseudonyms", "-o", "shared.net").status == 0
    assert Path("shared.net").read_text() == shared
    assert run("export", "-f", "main.net").status == 2
    assert run("export", "--pseudonyms", "csv").status == 2  # the format comes first
