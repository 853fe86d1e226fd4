"""`netledger forget`: what gives a person away is found, looked at, and gone; the figures are the same."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from conftest import Ran
from hypothesis import given
from hypothesis import strategies as st
from repositories import Repository
from strategies import Journal, journals, texts
from terminals import CTRL_C, CTRL_D, typed_at_a_terminal

from netledger import load_text, parse
from netledger.cli.changing import names_of_people
from netledger.cli.reviewing import review
from netledger.core.config import Config
from netledger.forgetting import Draft, draft
from netledger.identifying import identity
from netledger.plugins.reciprocity import run as reciprocity
from netledger.spellings import Spellings, fold

NEW = "Somebody-1"


def found_in(text: str, person: str = "Bob", also: Sequence[str] = (), new: str = NEW) -> Draft:
    ledger = load_text(text)
    return draft({"main.net": text}, identity(ledger, person, new, also, names_of_people(ledger)))


def forgotten(text: str, person: str = "Bob", also: Sequence[str] = ()) -> str:
    """The text after all proposals were taken."""
    found = found_in(text, person, also)
    return found.texts(found.taken())["main.net"]


# ----------------------------------------------------------------------------------------- what gives a person away


@pytest.mark.parametrize(
    ("spelling", "text", "found"),
    [
        ("Bob", "Bob, BOB; bob's; Bób! BobHouse bob_x #bob-2", ["Bob", "BOB", "bob", "Bób", "Bob", "bob", "bob"]),
        ("Bob", "Bobby rebob bobsy bob2 Bobhouse", []),
        ("Okafor", "the Okafors' house, OKAFORS", ["Okafors", "OKAFORS"]),
        ("Al", "als", []),
        ("Bob Okafor", "bob  OKAFOR, bob-okafor; bobokafor Okaforx", ["bob  OKAFOR", "bob-okafor", "bobokafor"]),
        ("Bob Okafor", "Okafor, Bob; okafor%20bob Bob+Okafor", ["Okafor, Bob", "okafor%20bob Bob+Okafor"]),
        ("Bob Okafor", "Ann Okafor, Bob Smith", []),
        ("Bob Okafor", "bobokafor1 bob2", ["bobokafor1"]),
        (
            "Bob",
            "B\u200bob, Bo\xadb, \uff22\uff4f\uff42, x%20bob",
            ["B\u200bob", "Bo\xadb", "\uff22\uff4f\uff42", "bob"],
        ),
        ("B. Okafor", "B.Okafor, b okafor, BOkafor; Rob Okafor", ["B.Okafor", "b okafor", "BOkafor"]),
        ("Zoë", "x.org/zo%C3%AB", ["zo%C3%AB"]),
        ("Zoë", "zoe Zoe\u0308 zoé zo", ["zoe Zoe\u0308 zoé"]),
        ("Müller", "mueller; MULLER; Müllerin", ["mueller", "MULLER"]),
        ("Søren", "soren, soeren", ["soren", "soeren"]),
        ("O'Neil", "O’Neil", ["O’Neil"]),
        ("O'Neil", "see oneil", ["oneil"]),
        ("Mu\u0308ller", "mueller", ["mueller"]),
        ("Bob", "with Bob. Bob - bob", ["Bob", "Bob", "bob"]),
        ("李雷", "我和李雷吃饭", ["李雷"]),
        ("철수", "철수는", ["철수"]),
        ("प्रिया", "प्रिया और प्रियाः", ["प्रिया"]),
        ("J.R", "j.r. and JR", ["j.r"]),
        ("Bob-2", "Bob 2 times, bob-2", ["bob-2"]),
        ("b.o@x.org", "write B.O@x.org now", ["B.O@x.org"]),
        ("x.org/in/bob", "see https://www.x.org/in/bob/", ["https://www.x.org/in/bob/"]),
        ("ß", "SS", ["SS"]),
        ("s", "ß", []),
        ("\ud7a3", "\ud7a3\ud7a3", ["\ud7a3\ud7a3"]),
    ],
)
def test_finds_whole_words_however_they_are_written(spelling: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in Spellings([spelling]).find(text)] == found


@given(st.text(), st.text(min_size=1, max_size=4))
def test_whatever_the_text_what_is_found_is_in_it_and_in_order(text: str, word: str) -> None:
    spellings = Spellings([word])
    ends = [0]
    for start, end in spellings.find(text):
        assert ends[-1] <= start < end <= len(text)
        ends.append(end)
    folded, places = fold(text)
    assert len(places) == len(folded) + 1
    assert places[-1] == len(text)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ('person Bob "Dr. Bob van Okafor Jr."', ["Bob", "Bob Okafor", "Bob van Okafor Jr.", "Okafor"]),
        ('person Bob "Bob Li"', ["Bob", "Bob Li"]),
        ('person Bob "Bob Day-Okafor"', ["Bob", "Day", "Okafor", "Day-Okafor", "B. Okafor"]),
        ('person Bob "李 小明"', ["Bob", "小明", "李 小明"]),
        ('person Bob\n  alias: Bobby\n  phone: "0123"', ["Bob", "Bobby"]),
        ('person Bob "Bob Okafor"\n  email: "bokafor@x.org"', ["Bob", "Okafor", "bokafor", "bokafor@x.org"]),
        ('person Bob\n  email: "info@x.org"', ["Bob", "info@x.org"]),
        ('person Bob\n  url: "https://github.com/bo77?tab=x"', ["Bob", "bo77", "github.com/bo77"]),
        ('person Bob\n  url: "https://acme.com/team"', ["Bob", "acme.com/team"]),
        ('connect Bob\n  blog: "https://fedi.example/@bo77"', ["Bob", "bo77", "fedi.example/@bo77"]),
    ],
)
def test_gathers_what_is_to_be_searched(lines: str, words: list[str]) -> None:
    gathered = found_in(f"2026-01-01 {lines}\n").who.spellings.words
    assert set(words) <= set(gathered)
    assert not {"Dr.", "van", "Jr.", "Li", "李", "info", "team", "0123"} & set(gathered)


def test_a_nameless_part_of_a_hyphenated_name_counts_where_there_is_no_full_name() -> None:
    assert {"Nina", "Smith"} <= set(found_in("2026-01-01 person Nina-Smith\n", "Nina-Smith").who.spellings.words)
    text = '2026-01-01 person Nina-Acme "Nina Smith"\n'
    assert "Acme" not in found_in(text, "Nina-Acme").who.spellings.words


def test_what_others_are_called_stays() -> None:
    text = dedent("""
        2026-01-01 person Bob "Bob Okafor"
        2026-01-01 person Bob-2 "Bob Smith"
          email: "bob@smith.org"
          met: "through Bob"
        2026-01-01 person Ann "Ann Okafor"
        2026-01-02 meet Bob-2 "Bob-2 and Bob-2's friend Bob; Okafor; Bob Okafor"
        ; Bob-2. Bob-22
        """)
    found = found_in(text)
    assert found.who.shared == ("Okafor",)
    assert found.texts(found.taken())["main.net"] == dedent("""
        2026-01-01 person Somebody-1
        2026-01-01 person Bob-2 "Bob Smith"
          email: "bob@smith.org"
          met: "through Somebody-1"
        2026-01-01 person Ann "Ann Okafor"
        2026-01-02 meet Bob-2 "Bob-2 and Bob-2's friend Somebody-1; Okafor; Somebody-1"
        ; Bob-2. Somebody-1-22
        """)
    assert [left.line for left in found.marks.left] == [3, 4]


def test_initials_that_may_be_somebody_else_s_are_not_searched_for() -> None:
    text = '2026-01-01 person Bob "Bob Okafor"\n2026-01-01 person Ann "Ann Okafor"\n; B. Okafor\n; Okafor, Bob\n'
    assert forgotten(text).endswith("; Somebody-1\n; Somebody-1\n")
    assert forgotten(text.replace("Ann", "Ben")).endswith("; B. Okafor\n; Somebody-1\n")


def test_the_name_with_another_end_is_told(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    write(
        "main.net", '2026-01-01 person Olga "Olga Okafor"\n; z Okaforem, o Oldze; Olgi, Olgas\n2026-01-02 meet Olgun\n'
    )
    told = "may be the name with another end: Okaforem, Olgi; --also looks for one\n"
    assert told in run("forget", "Olga", "-n").err
    assert "Okaforem" not in run("forget", "Olga", "-n", "--also", "Okaforem").err


EVERYDAY = """\
2026-01-01 person Will "Will Young" #will
2026-01-02 meet Will "Will will call, free-will; WILL" #will
2026-01-02 meet Ann @Will "young again. see x.org/will, #will or will young"
; he will.
"""


def test_an_everyday_word_in_lower_case_stays() -> None:
    assert forgotten(EVERYDAY, "Will") == dedent("""\
        2026-01-01 person Somebody-1 #Somebody-1
        2026-01-02 meet Somebody-1 "Somebody-1 will call, free-will; Somebody-1" #Somebody-1
        2026-01-02 meet Ann @Somebody-1 "young again. see x.org/Somebody-1, #Somebody-1 or Somebody-1"
        ; he will.
        """)
    assert forgotten(EVERYDAY, "Will", ["will"]).endswith("; he Somebody-1.\n")


def test_an_everyday_word_that_stays_is_told(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    write("main.net", EVERYDAY)
    told = (
        "left in lower case, where it may be another word: will, young, in 3 texts; --also will --also young takes it"
    )
    assert told in run("forget", "Will", "-n").err
    assert "lower case" not in run("forget", "Will", "-n", "--also", "will", "--also", "young").err


# ------------------------------------------------------------------------------------------------- what changes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('2026-01-01 person Bob "Bob Okafor" #x ; Bob', "2026-01-01 person Somebody-1 #x ; Somebody-1"),
        ("2026-01-01 connect Bob\n  born: 1980-01-01\n  every: 30d\n  k: word", "2026-01-01 connect Somebody-1\n  every: 30d\n  k: word"),  # noqa: E501 - a row
        ("2026-01-01 person Bob\n  phone: 555\n  wed: 2020-01-01\n  sister: Ann\n  at: @Acme\n  see: ^x\n  pays: 5 USD", "2026-01-01 person Somebody-1\n  pays: 5 USD"),  # noqa: E501 - a row
        ("2026-01-01 connect Bob\n  ! give 1 INTRO\n  due: 2026-05-01", "2026-01-01 connect Somebody-1\n  ! give 1 INTRO\n  due: 2026-05-01"),  # noqa: E501 - a row
        ('2026-01-01 person Bob\n  email: "b@x.org" ; home', "2026-01-01 person Somebody-1"),
        ("2026-01-01 person Bob\n  alias: Bo\n2026-01-02 meet Bo", "2026-01-01 person Somebody-1\n2026-01-02 meet Somebody-1"),  # noqa: E501 - a row
        ('2026-01-01 connect Bob Ann\n  email: "b@x.org"', '2026-01-01 connect Somebody-1 Ann\n  email: "b@x.org"'),
        ('2026-01-01 connect Bob "Bob came up"', '2026-01-01 connect Somebody-1 "Somebody-1 came up"'),
        ('2026-01-01 meet Bob "a \\"bob\\" \\\\ \\n"', '2026-01-01 meet Somebody-1 "a \\"Somebody-1\\" \\\\ \\n"'),
        ("2026-01-01 meet Bob @A:Bob-House:B", "2026-01-01 meet Somebody-1 @A:Somebody-1-House:B"),
        ("2026-01-01 meet Bob @BobHouse", "2026-01-01 meet Somebody-1 @Somebody-1-House"),
        ("2026-01-01 meet Bob #bob #BOB ^bob", "2026-01-01 meet Somebody-1 #Somebody-1 #Somebody-1-2 ^Somebody-1"),
        ("2026-01-01 meet Bob\n  bob: bob\n  host: Bob-Ltd", "2026-01-01 meet Somebody-1\n  somebody-1: somebody-1\n  host: Somebody-1-Ltd"),  # noqa: E501 - a row
        ("pushtag #bob\n2026-01-01 meet Bob\npoptag #bob", "pushtag #Somebody-1\n2026-01-01 meet Somebody-1\npoptag #Somebody-1"),  # noqa: E501 - a row
        ('2026-01-01 query "bob" "Bob #bob"\n2026-01-01 meet Bob #bob', '2026-01-01 query "Somebody-1" "Somebody-1 #Somebody-1"\n2026-01-01 meet Somebody-1 #Somebody-1'),  # noqa: E501 - a row
        ('option "title" "Bob"\noption "bob" "Bob"\n2026-01-01 meet Bob', 'option "title" "Somebody-1"\noption "bob" "Somebody-1"\n2026-01-01 meet Somebody-1'),  # noqa: E501 - a row
        ("* Bob\n; Bob\n  ; BOB\n2026-01-01 meet Bob", "* Somebody-1\n; Somebody-1\n  ; Somebody-1\n2026-01-01 meet Somebody-1"),  # noqa: E501 - a row
        ("2026-01-01 meet Bob, Ann\nwith bob\n  Bob\n2026-01-01 meet Bob", "2026-01-01 meet Somebody-1, Ann\nwith Somebody-1\n  Somebody-1\n2026-01-01 meet Somebody-1"),  # noqa: E501 - a row
        ("2026-01-01 meet Bob\r\n  ; bob\r\n", "2026-01-01 meet Somebody-1\r\n  ; Somebody-1\r\n"),
        ('2026-01-01 meet Bob "Bob \udcff"', '2026-01-01 meet Somebody-1 "Somebody-1 \udcff"'),
        ("2026-01-01 outcome bob 5 BOB from Bob", "2026-01-01 outcome bob 5 BOB from Somebody-1"),
        ('include "bob.net"\nplugin "bob"\noption "operating_currency" "BOB"\n2026-01-01 meet Bob', 'include "bob.net"\nplugin "bob"\noption "operating_currency" "BOB"\n2026-01-01 meet Somebody-1'),  # noqa: E501 - a row
    ],
)  # fmt: skip
def test_changes_all_that_is_proposed(before: str, after: str) -> None:
    assert forgotten(before) == after


def test_further_words() -> None:
    text = '2026-01-01 meet Bob "of Acme" #acme\n'
    assert forgotten(text) == '2026-01-01 meet Somebody-1 "of Acme" #acme\n'
    assert forgotten(text, also=["Acme"]) == '2026-01-01 meet Somebody-1 "of Somebody-1" #Somebody-1\n'


@pytest.mark.parametrize("new", ["Élise", "李雷", "O'Neil", "X.Y_z"])
def test_tokens_stay_tokens_under_any_pseudonym(new: str) -> None:
    text = "2026-01-01 meet Bob @A:Bob-x #bob ^x/bob\n  bob: bob\n  host: Bob-x\n"
    found = found_in(text, new=new)
    after = found.texts(found.taken())["main.net"]
    assert not parse(after).diagnostics
    assert "bob" not in after.lower()


_PLACES = [
    '2026-01-01 person Quibo "Ada {}"',
    '2026-01-01 connect Quibo\n  email: "{}@x.org"\n  source: "{}"',
    '2026-01-02 meet Quibo Ann @Home:{}-Hall "with {}" #{} ^{} ; {}',
    '2026-01-02 meet Ann "{}"\n  give Quibo 2 INTRO "{}"\n  ; {}\n  why: "{}"',
    "2026-01-03 receive Quibo 3 INTRO #x-{}\n  host: Quibo",
    "; {} was here",
    "* {}",
    "2026-01-02 meet Ann, {}",
    '2026-01-02 document Quibo "{}.pdf"',
    '2026-01-02 query "x" "#{} @Home:{}-Hall text:{}"',
    'pushmeta source: "{}"',
    '2026-01-02 note Ann "{} "',
    '2026-01-02 custom "{}" "{}" 3',
    '2026-01-02 balance Quibo 5 INTRO "{}"',
    "no {} line",
]  # fmt: skip
_WRITTEN = ["Quibo", "QUIBO", "quibo", "Quíbo", "Qui\u0301bo"]


@given(st.lists(st.sampled_from(_PLACES), min_size=1, max_size=8), texts, st.randoms(use_true_random=False))
def test_no_spelling_of_the_name_is_left(places: list[str], other: str, random: object) -> None:
    lines = ["2026-01-01 person Quibo"]
    for place in [*places, f"2026-01-05 note Ann {other}"]:
        parts = place.split("{}") if place in _PLACES else [place]
        lines.append("".join(part + random.choice(_WRITTEN) * (part is not parts[-1]) for part in parts))  # type: ignore[attr-defined]
    text = "\n".join(lines)
    after = forgotten(text, "Quibo")
    assert "quibo" not in fold(after)[0]
    errors, before = (
        [item.code for item in load_text(one).diagnostics if item.severity == "error" and item.code != "NL402"]
        for one in (after, text)
    )
    assert errors == before


def _figures(text: str, old: str) -> list[tuple[object, ...]]:
    """The rows of `balance` under the new name; a venue may have got another name, too."""
    report, _ = reciprocity(load_text(text), Config(date(9999, 1, 1), empty=True))
    names = {row[0]: "@" if str(row[0]).startswith("@") else NEW if row[0] == old else row[0] for row in report.rows}
    return sorted(((names[row[0]], *row[1:]) for row in report.rows), key=repr)


@given(journals(), st.data())
def test_the_figures_are_the_same(journal: Journal, data: st.DataObject) -> None:
    ledger = load_text(journal.text)
    people = sorted(
        names_of_people(ledger) - {alias for found in ledger.declarations.aliases.values() for alias in found}
    )
    if not people:
        return
    person = data.draw(st.sampled_from(people))
    after = forgotten(journal.text, person)
    assert _figures(after, person) == _figures(journal.text, person)
    assert person not in names_of_people(load_text(after))
    assert len(parse(after).records) == len(parse(journal.text).records)


# --------------------------------------------------------------------------------------------------- the review

TEXT = """\
2026-01-01 person Bob "Bob Okafor"
  email: "bob@x.org"
2026-01-02 meet Bob @Bob-House "Bob's idea" ; bob
2026-01-02 venue @Bob-House
"""


def reviewed(text: str, *answers: str) -> str | None:
    """The text after some answers; None: somebody stopped. All answers must be asked for."""
    waiting = list(answers)

    def ask(_label: str, default: str, _words: Sequence[str]) -> str:
        if not waiting:
            raise EOFError
        return waiting.pop(0) or default

    found = found_in(text)
    decided = review(found, ask)
    assert not waiting
    return None if decided is None else found.texts(decided)["main.net"]


def test_each_proposal_is_decided_on() -> None:
    assert reviewed(TEXT, "y", "n", "e", 'an "idea"', "n") == dedent("""\
        2026-01-01 person Somebody-1
          email: "bob@x.org"
        2026-01-02 meet Somebody-1 @Somebody-1-House "an \\"idea\\"" ; bob
        2026-01-02 venue @Somebody-1-House
        """)
    assert reviewed(TEXT, "a") == forgotten(TEXT)
    assert reviewed(TEXT, "", "Y", "", "") == forgotten(TEXT)
    assert reviewed(TEXT, "y", "q") is None


def test_what_cannot_stand_there_is_asked_again(capsys: pytest.CaptureFixture[str]) -> None:
    after = reviewed(TEXT, "?", "x", "e", "@A:B", "@ B", "@Barn", "e", "y", "e", "a\tb", "fun", "e", "none")
    assert after == dedent("""\
        2026-01-01 person Somebody-1
        2026-01-02 meet Somebody-1 @Barn "fun" ; none
        2026-01-02 venue @Barn
        """)
    shown = capsys.readouterr().out
    assert shown.count("  q  stop: nothing is written\n") == 3  # ?, x, and e where a line is to go
    assert shown.count("That cannot stand in the place of @Bob-House.\n") == 2
    assert "main.net:3, and 1 more place (1 of 4)\n" in shown
    assert '-   email: "bob@x.org"\n+ (the line goes)\n' in shown


def test_a_text_follows_its_sign() -> None:
    text = '2026-01-01 meet Bob #bob\n2026-01-01 query "x" "#bob"\n'
    assert reviewed(text, "e", "#b", "") == '2026-01-01 meet Somebody-1 #b\n2026-01-01 query "x" "#b"\n'
    assert reviewed(text, "n") == '2026-01-01 meet Somebody-1 #bob\n2026-01-01 query "x" "#bob"\n'


# -------------------------------------------------------------------------------------------------- the command


@pytest.fixture
def journal(write: Callable[[str, str | bytes], Path]) -> Path:
    write("people/bob.net", '2026-01-01 person Bob "Bob Okafor"\n  alias: Bobby\n2026-01-01 person Ann\n')
    return write("main.net", 'include "people/*.net"\n2026-01-02 meet Bobby Ann "okafor" ; Bob\n')


AFTER = 'include "people/*.net"\n2026-01-02 meet Somebody-1 Ann "Somebody-1" ; Somebody-1\n'


@pytest.mark.parametrize("name", ["Bob", "Bobby"])
def test_all_files_change(run: Callable[..., Ran], journal: Path, name: str) -> None:
    ran = run("forget", name, "--yes")
    assert ran.status == 0
    assert "-2026-01-01 person Bob" in ran.out
    assert ran.err == (
        "Bob is Somebody-1 now, in 2 files.\nWhat is left to you (see docs/privacy.md):\n"
        "  people/bob.net: rename the file, and change the line that includes it, if by name\n"
    )
    assert journal.read_text() == AFTER
    assert Path("people/bob.net").read_text() == "2026-01-01 person Somebody-1\n2026-01-01 person Ann\n"
    assert run("check").status == 0


def test_without_a_terminal_nothing_is_written_unless_it_is_said(run: Callable[..., Ran], journal: Path) -> None:
    before = journal.read_bytes()
    shown = run("forget", "-n", "Bob")
    assert (shown.status, shown.err) == (0, "")
    piped = run("forget", "Bob")
    assert (piped.status, piped.out) == (2, shown.out)
    assert piped.err == "Error: nothing was written: review it at a terminal, or take all that is proposed with --yes\n"
    assert journal.read_bytes() == before
    assert run("forget", "Bob", "-y").out == shown.out


def test_what_is_left_is_told_with_the_lines_as_they_are_now(run: Callable[..., Ran], tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    journal = tmp_path / "main.net"
    journal.write_text(
        '2026-01-01 person Bob "Bob Okafor"\n  email: "b@x.org"\n2026-01-01 person Ann "Ann Okafor"\n'
        '2026-01-02 document Bob "a.pdf"\n2026-01-02 document Ann "bob.pdf"\n2026-01-03 cost 5 BOB\n'
    )
    for name in ("a.pdf", "bob.pdf"):
        (tmp_path / name).touch()
    assert "git" not in run("forget", "Bob", "-n").err
    repository.git("add", "main.net")
    repository.git("commit", "--quiet", "-m", "x")
    ran = run("forget", "Bob", "-y")
    assert ran.status == 0
    assert ran.err.splitlines() == [
        "Okafor is in the names of others, too: --also Okafor looks for it all the same",
        "Bob is Somebody-1 now, in 1 file.",
        "What is left to you (see docs/privacy.md):",
        "  main.net:3: rename the document a.pdf or delete it, and this line",
        "  main.net:4: rename the document bob.pdf to Somebody-1.pdf, as this line has it",
        "  main.net:5: the unit BOB is no name",
        "  git keeps the earlier versions of the files",
    ]
    assert (tmp_path / "bob.pdf").exists()
    (tmp_path / "bob.pdf").rename(tmp_path / "Somebody-1.pdf")
    assert not load_text(journal.read_text(), str(journal)).has_errors


def test_what_a_plugin_reads_and_the_settings_are_told(
    run: Callable[..., Ran], write: Callable[..., Path], tmp_path: Path
) -> None:
    write("main.net", 'plugin "beancount" "bob.beancount"\n2026-01-01 person Bob\n')
    write("netledger.conf", "[balance]\nexchange = BOB\n")
    write(
        "bob.beancount",
        "2020-01-01 open Assets:A\n2020-01-01 open Expenses:B\n"
        '2026-01-01 * "Bob" "lunch" #networking\n  Assets:A  -2 USD\n  Expenses:B  2 USD\n',
    )
    ran = run("forget", "Bob", "-y")
    assert ran.err.replace(f"{tmp_path}/", "").splitlines()[1:] == [
        "What is left to you (see docs/privacy.md):",
        '  main.net:1: plugin "beancount" "bob.beancount" is what a plugin reads: change that, and the line',
        "  bob.beancount:3: a plugin makes an entry of it: change it there",
        "  netledger.conf:2: exchange = BOB stays: change it by hand",
    ]


def test_what_is_named_in_metadata_alone(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    path = write("main.net", '2026-01-01 venue @X\n  host: Bob\n  with: Bob-Ltd\n2026-01-01 connect Bob-2 "Bob did"\n')
    assert run("forget", "Bob", "-y").status == 0
    assert path.read_text() == (
        '2026-01-01 venue @X\n  host: Somebody-1\n  with: Somebody-1-Ltd\n2026-01-01 connect Bob-2 "Somebody-1 did"\n'
    )


def test_what_was_broken_before_stops_nothing(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    path = write("main.net", "2026-01-01 person Bob\n  alias: Al\n2026-01-01 person Ann\n  alias: Al\nBob@X\n")
    assert run("forget", "Ann", "-y").status == 0
    assert path.read_text() == "2026-01-01 person Bob\n  alias: Al\n2026-01-01 person Somebody-1\nBob@X\n"
    assert run("forget", "Bob", "-y").status == 0
    assert path.read_text() == "2026-01-01 person Somebody-2\n2026-01-01 person Somebody-1\nSomebody-2@X\n"


@pytest.mark.parametrize("keyword", ["person", "connect"])
def test_a_declaration_that_cannot_be_read_is_mended_first(
    run: Callable[..., Ran], write: Callable[..., Path], keyword: str
) -> None:
    """Its full name would be looked for nowhere else."""
    text = f'2026-01-02 meet Bob "to Mr Okafor\'s son"\n2026-01-01 {keyword} Bob "Bob Okafor"\n  email: "b@x.org\n'
    path = write("main.net", text)
    for option in ("--yes", "--dry-run"):
        ran = run("forget", "Bob", option)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err == "Error: main.net:2 declares Bob and cannot be read: mend it first\n"
    assert path.read_text() == text
    write("main.net", text.replace("b@x.org", 'b@x.org"'))
    assert run("forget", "Bob", "--yes").status == 0


def test_what_would_break_the_journal_is_not_written(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    text = '2026-01-01 meet Bob #bob\nplugin "x" "#bob"\npushtag #bob\n2026-01-01 note Bob "x"\npoptag #bob\n'
    path = write("main.net", text)

    def broken(*_: object) -> dict[str, str]:
        return {"main.net": text.replace("poptag", "pop")}

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Draft, "texts", broken)
        ran = run("forget", "Bob", "-y")
    assert ran.status == 2
    assert "the journal would have errors that it has not now, in main.net: nothing was written" in ran.err
    assert path.read_text() == text


def test_errors_that_were_there_stay(run: Callable[..., Ran], journal: Path) -> None:
    people = Path("people/bob.net")
    people.write_text(people.read_text() + "2026-01-09 meet\n")
    assert run("forget", "Bob", "-n").status == 0
    journal.write_text('plugin "no-such"\n2026-01-02 meet Bob "x" #bob\n2026-01-02 balance Bob 7 INTRO\n')
    assert run("forget", "Bob", "-y").status == 0  # the assertion failed before


def test_a_byte_order_mark_and_the_mode_stay(run: Callable[..., Ran], write: Callable[..., Path]) -> None:
    path = write("main.net", b"\xef\xbb\xbf2026-01-01 meet Bob\r\n; \xff bob\r\n")
    path.chmod(0o640)
    assert run("forget", "Bob", "-y").status == 0
    assert path.read_bytes() == b"\xef\xbb\xbf2026-01-01 meet Somebody-1\r\n; \xff Somebody-1\r\n"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Bobb"], "the journal has no person Bobb; did you mean Bob"),
        (["@Home"], "the journal has no person @Home"),
        (["Me"], "Me is the journal's owner"),
        (["Bob", "--as", "Ann"], "the journal has Ann already: the two would become one"),
        (["Bob", "--as", "Bobby"], "the journal has Bobby already"),
        (["Bob", "--as", "Me"], "'Me' is no name of a person, as Bob is"),
        (["Bob", "--as", "x y"], "'x y' is no name of a person"),
        (["Bob", "--as", "#x"], "'#x' is no name of a person"),
        (["Bob", "--as", "B-Okafor"], "the pseudonym B-Okafor gives Bob away"),
        (["Bob", "-f", "-"], "standard input cannot be changed"),
        (["Bob", "-f", "none.net"], "none.net does not exist"),
    ],
)
def test_a_wrong_call_is_one_clear_message(
    run: Callable[..., Ran], journal: Path, arguments: list[str], message: str
) -> None:
    before = journal.read_bytes()
    ran = run("forget", *arguments, "-y")
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err
    assert journal.read_bytes() == before


def test_the_pseudonym_is_one_that_nothing_has(run: Callable[..., Ran], journal: Path) -> None:
    journal.write_text(journal.read_text() + "; Somebody-1\n2026-01-02 meet Somebody-2\n")
    run("forget", "Bob", "-y")
    assert "meet Somebody-3 Ann" in journal.read_text()
    run("forget", "Somebody-3", "-y", "--as", "Nobody")
    assert "meet Nobody Ann" in journal.read_text()
    assert "Somebody-1\n2026-01-02 meet Somebody-2\n" in journal.read_text()


def test_a_file_changed_meanwhile_is_left(
    run: Callable[..., Ran], journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_: object) -> None:
        journal.write_text("2026-01-01 meet Zoe\n")

    monkeypatch.setattr("netledger.cli.commands.forget.refuse_new_errors", late)
    ran = run("forget", "Bob", "-y")
    assert ran.status == 2
    assert "main.net was changed meanwhile: nothing was written" in ran.err
    assert "Bob" in Path("people/bob.net").read_text()


# ------------------------------------------------------------------------------------------- a real terminal


def test_at_a_terminal(journal: Path, tmp_path: Path) -> None:
    shown = typed_at_a_terminal(tmp_path, ["forget", "Bob"], "?", "e", "my friend", "n", "y")
    assert "(1 of 2)" in shown
    assert "Write this?" in shown
    assert "main.net:2: ; Bob stays" in shown
    assert journal.read_text() == AFTER.replace('"Somebody-1" ; Somebody-1', '"my friend" ; Bob')


@pytest.mark.parametrize(
    ("lines", "status", "message"),
    [
        (["y", CTRL_C], 130, "netledger: interrupted"),
        (["y", CTRL_D], 2, "the answers ended before the questions: nothing was written"),
        (["q"], 0, "stopped: nothing was written"),
        (["a", "n"], 0, "Write this?"),
    ],
)
def test_whoever_stops_at_a_question_changes_nothing(
    journal: Path, tmp_path: Path, lines: list[str], status: int, message: str
) -> None:
    before = journal.read_bytes()
    shown = typed_at_a_terminal(tmp_path, ["forget", "Bob"], *lines, status=status)
    assert message in shown
    assert "Traceback" not in shown
    assert journal.read_bytes() == before
