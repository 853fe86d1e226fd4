"""`netledger import`: from files of others to the journal, shown first, written once."""

import os
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import click
import msgspec
import pytest
from conftest import ROOT, TODAY, Ran

from netledger import Diagnostic, Draft, Exporter, ImportConfig, Importer, Ledger, LeftOut, Source, foreign, load
from netledger.core.config import Config
from netledger.core.diagnostics import diagnostic
from netledger.core.entries import Touch
from netledger.core.spans import Span
from netledger.formats import Contact

SAMPLES = ROOT / "tests" / "imports"
JOURNAL = '2026-01-01 person Me\n  email: "me@example.org"\n2026-01-01 person Ada "Ada King"\n'

LOG = """when,who,note
2026-02-01,Ada King,coffee
2026-02-02,Grace Hopper,
2026-02-02,Grace Hopper,
never,Ada King,x
"""
MAPPING = """[columns]
date = when
name = who
text = note
[defaults]
kind = meet
"""


@pytest.fixture
def journal(write: Callable[[str, str | bytes], Path]) -> Path:
    write("log.csv", LOG)
    write("log.ini", MAPPING)
    return write("main.net", JOURNAL)


def imported(run: Callable[..., Ran], *arguments: str) -> Ran:
    return run("import", "log.csv", "--mapping", "log.ini", "--today", TODAY, *arguments)


def test_goes_to_a_file_of_its_own_that_the_journal_then_includes(run: Callable[..., Ran], journal: Path) -> None:
    ran = imported(run)
    assert ran.status == 1
    assert "log.csv:5:1: error[NL501]" in ran.err
    assert ran.err.endswith(
        "4 new entries with 1 new person; 1 could not be read\nwritten to imported.net, which main.net now includes\n"
    )
    text = Path("imported.net").read_text()
    assert [line for line in text.splitlines() if line.startswith("2026")] == [
        '2026-02-01 meet Ada "coffee"',
        '2026-02-02 person Grace-Hopper "Grace Hopper"',
        "2026-02-02 meet Grace-Hopper",
        "2026-02-02 meet Grace-Hopper",
    ]
    assert journal.read_text() == JOURNAL + '\ninclude "imported.net"\n'
    assert load("main.net").diagnostics == ()


def test_twice_is_once(run: Callable[..., Ran], journal: Path) -> None:
    imported(run)
    before = Path("imported.net").read_bytes(), journal.read_bytes()
    ran = imported(run)
    assert ran.out == ""
    assert "0 new entries; 3 known already; 1 could not be read\n" in ran.err
    assert (Path("imported.net").read_bytes(), journal.read_bytes()) == before


def test_is_known_also_where_nothing_includes_the_file_yet(run: Callable[..., Ran], journal: Path) -> None:
    """As when the program was ended between the two files."""
    imported(run)
    before = Path("imported.net").read_bytes()
    journal.write_text(JOURNAL)
    ran = imported(run)
    assert "0 new entries" in ran.err
    assert Path("imported.net").read_bytes() == before


@pytest.mark.usefixtures("journal")
def test_files_that_overlap_give_their_union(run: Callable[..., Ran]) -> None:
    Path("more.csv").write_text(LOG.replace("coffee", "tea").replace("2026-02-02,Grace Hopper,\n", "", 1))
    imported(run)
    ran = run("import", "more.csv", "--mapping", "log.ini")
    assert "1 new entry; 1 known already" in ran.err
    touches = [entry for entry in load("main.net").entries if isinstance(entry, Touch)]
    assert sorted(entry.text or "" for entry in touches) == ["", "", "coffee", "tea"]


def test_a_dry_run_shows_what_would_be_written(run: Callable[..., Ran], journal: Path) -> None:
    shown = imported(run, "--dry-run").out
    assert not Path("imported.net").exists()
    assert journal.read_text() == JOURNAL
    assert imported(run).out == shown
    added = "".join(line[1:] + "\n" for line in shown.split("--- main.net")[0].splitlines()[3:])
    assert added == Path("imported.net").read_text()


def test_goes_into_the_file_that_is_named(run: Callable[..., Ran], journal: Path) -> None:
    imported(run, "--into", "main.net")
    assert journal.read_text().startswith(JOURNAL + '\n2026-02-01 meet Ada "coffee"\n')
    assert not Path("imported.net").exists()
    assert "include" not in journal.read_text()


def test_is_included_from_where_a_linked_journal_is_named(run: Callable[..., Ran], journal: Path) -> None:
    Path("kept").mkdir()
    journal.rename("kept/journal.net")
    journal.symlink_to("kept/journal.net")
    imported(run)
    assert Path("kept/journal.net").read_text() == JOURNAL + '\ninclude "imported.net"\n'
    assert len(load("main.net").entries) == 6
    assert load("main.net").diagnostics == ()
    assert "0 new entries" in imported(run).err


def test_does_not_go_into_a_pipe(run: Callable[..., Ran], journal: Path) -> None:
    os.mkfifo("pipe")
    ran = imported(run, "--into", "pipe")
    assert (ran.status, ran.err) == (2, "Error: cannot write pipe: it is not a file\n")
    assert Path("pipe").is_fifo()
    assert journal.read_text() == JOURNAL


@pytest.mark.usefixtures("journal")
def test_no_name_is_not_the_folder_that_one_is_in(run: Callable[..., Ran]) -> None:
    ran = run("import", "", "--today", TODAY)
    assert "'' is not the name of a file" in ran.err
    assert "0 new entries; 1 could not be read" in ran.err


def test_begins_a_journal(run: Callable[..., Ran], journal: Path) -> None:
    journal.unlink()
    assert imported(run).status == 2
    assert imported(run, "--into", "main.net").status == 1
    assert load("main.net").diagnostics == ()


@pytest.mark.usefixtures("journal")
def test_of_several_files_each_is_known_by_its_content(run: Callable[..., Ran]) -> None:
    with zipfile.ZipFile("all.zip", "w") as archive:
        for path in sorted((SAMPLES / "linkedin-2026").rglob("*.csv")):
            archive.write(path, f"export/{path.relative_to(SAMPLES)}")
        archive.write(SAMPLES / "google-2026.csv", "contacts.txt")
        archive.writestr("readme.txt", "nothing")
    ran = run("import", "all.zip", "--today", TODAY, "--me", "https://www.linkedin.com/in/omar-haddad")
    ledger = load("main.net")
    assert not ledger.has_errors
    assert {"@LinkedIn"} <= set(ledger.declarations.venues)
    assert "files of other kinds" in ran.err
    again = run("import", "all.zip", "--today", TODAY, "--me", "https://www.linkedin.com/in/omar-haddad")
    assert "0 new entries" in again.err


@pytest.mark.usefixtures("journal")
def test_a_file_of_no_known_kind_is_told(run: Callable[..., Ran]) -> None:
    Path("a.txt").write_text("nothing of use")
    ran = run("import", "a.txt", "missing.csv")
    assert ran.status == 1
    assert "a.txt:1:1: error[NL502]: a.txt is of no kind that can be imported" in ran.err
    assert "missing.csv:1:1: error[NL502]: missing.csv cannot be read: no such file or directory" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["log.csv", "--as", "linkdin"], "no format 'linkdin'; did you mean linkedin?"),
        (["log.csv", "-f", "-"], "the journal is standard input: say with --into where to write"),
        ([], "Missing argument"),
        (["log.csv", "--mapping", "missing.ini"], "missing.ini"),
    ],
)
def test_a_wrong_call_is_one_line(run: Callable[..., Ran], journal: Path, arguments: list[str], message: str) -> None:
    ran = run("import", *arguments, stdin="" if "-" in arguments else None)
    assert ran.status == 2
    assert message in ran.err
    assert journal.read_text() == JOURNAL


@pytest.mark.usefixtures("journal")
def test_what_would_break_the_journal_is_not_written(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever an importer gives."""
    entry = Touch(date=load("main.net").entries[0].date, span=Span("x", 1), medium="meet", text="a\x01b")
    _offer(monkeypatch, "odd", lambda *_: [Draft(entry, {}, "odd:1")])
    Path("a.odd").write_text("odd")
    ran = run("import", "a.odd")
    assert ran.status == 2
    assert "nothing was written" in ran.err
    assert not Path("imported.net").exists()


BILLION_LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY a "&lol;&lol;&lol;&lol;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<contacts>&a;&x;</contacts>
"""


def test_entities_of_xml_do_nothing(run: Callable[..., Ran], journal: Path) -> None:
    """No importer reads XML: such a file is of no known kind, and in a value its text is text."""
    Path("contacts.xml").write_text(BILLION_LAUGHS)
    ran = run("import", "contacts.xml")
    assert (ran.status, ran.out) == (1, "")
    assert "is of no kind that can be imported" in ran.err
    Path("log.csv").write_text("when,who,note\n2026-02-01,Ada King,&lol; &x;\n")
    imported(run)
    assert '"&lol; &x;"' in Path("imported.net").read_text()
    assert journal.read_text().endswith('include "imported.net"\n')


# ------------------------------------------------------------------------------------------------ the dialog


def _at_a_terminal(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    asked: list[str] = []
    waiting = list(answers)

    def prompt(text: str, *_args: object, **_options: object) -> str:
        asked.append(text)
        return waiting.pop(0)

    def confirm(text: str, *_args: object, **_options: object) -> bool:
        asked.append(text)
        return waiting.pop(0) == "y"

    monkeypatch.setattr(click, "prompt", prompt)
    monkeypatch.setattr(click, "confirm", confirm)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    return asked


@pytest.mark.usefixtures("journal")
def test_at_a_terminal_it_asks_before_it_writes(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    assert _at_a_terminal(monkeypatch, "n") == []
    imported(run)
    assert not Path("imported.net").exists()
    asked = _at_a_terminal(monkeypatch, "y")
    imported(run)
    assert asked == ["Write to imported.net?"]
    assert Path("imported.net").exists()


@pytest.mark.usefixtures("journal")
def test_interactively_it_asks_who_is_meant(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    Path("log.csv").write_text("when,who,note\n2026-02-01,Ada Kings,coffee\n2026-02-02,Ada Kings,tea\n")
    asked = _at_a_terminal(monkeypatch, "1")
    ran = imported(run, "--interactive", "--yes")
    assert asked == ["Which?"]
    assert "Who is Ada Kings?\n  1  Ada\n  n  somebody new\n" in ran.err
    assert "2026-02-01 meet Ada " in Path("imported.net").read_text()
    Path("log.csv").write_text("when,who,note\n2026-02-03,Ada Kings,cake\n")
    ran = imported(run, "--yes")
    assert "NL503" not in ran.err
    assert "2026-02-03 meet Ada " in Path("imported.net").read_text()


@pytest.mark.usefixtures("journal")
def test_what_is_merely_likely_is_told(run: Callable[..., Ran]) -> None:
    Path("log.csv").write_text("when,who,note\n2026-02-01,Ada Kings,coffee\n")
    ran = imported(run)
    assert (ran.status, "warning[NL503]: Ada Kings may be Ada, and is taken for somebody new" in ran.err) == (0, True)
    assert "meet Ada-Kings" in Path("imported.net").read_text()


# ------------------------------------------------------------------------------- importers of other packages

Findings = Iterable[Draft | Diagnostic | LeftOut]


def _offer(
    monkeypatch: pytest.MonkeyPatch, name: str, extract: Callable[[Source, Ledger, ImportConfig], Findings]
) -> None:
    importer = Importer(lambda source, _config: source.head.startswith(b"odd"), extract, "odd things")
    points = {"netledger.importers": {name: SimpleNamespace(load=lambda: importer)}}
    monkeypatch.setattr(foreign, "installed", lambda group: points.get(group, {}))


def _raises(*_: object) -> Findings:
    raise ZeroDivisionError("oops")


def _exits(*_: object) -> Findings:
    sys.exit(3)


def _prints(*_: object) -> Findings:
    print("hello")  # noqa: T201 - what it must not do
    return []


_ADA = Contact("Ada King")


def _draft(contact: Contact = _ADA, **changes: object) -> Draft:
    call = Touch(date=date(2026, 1, 1), span=Span("a.odd", 1), medium="call", names=("x",))
    return Draft(msgspec.structs.replace(call, **changes), {"x": contact}, "odd:1")


def _gives_texts(*_: object) -> Iterator[str]:
    yield "2026-01-01 meet Bob"


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize(
    ("extract", "code", "message"),
    [
        (_raises, "NL210", 'the importer "odd" failed: ZeroDivisionError: oops'),
        (_exits, "NL210", 'the importer "odd" failed: SystemExit: 3'),
        (_prints, "NL212", 'the importer "odd" printed 6 characters: hello'),
        (_gives_texts, "NL210", "it gave a str, not a Draft, a Diagnostic or a LeftOut"),
        (lambda *_: None, "NL210", "TypeError"),
        (lambda *_: [_draft(names=("z",))], "NL210", "the draft 'odd:1' names 'z', who is not in its people"),
        (lambda *_: [_draft(names="x")], "NL210", "Expected `array`, got `str` - at `$.names`"),
        (lambda *_: [_draft(date="2026-01-01")], "NL210", "Expected `date`, got `str` - at `$.date`"),
        (lambda *_: [_draft(Contact("Ada", "a@b.example"))], "NL210", "Expected `array`, got `str` - at `$.emails`"),  # type: ignore[arg-type]
        (lambda *_: [Draft("2026-01-01 meet X", {}, "odd:1")], "NL210", "it gave a str, where an entry should be"),  # type: ignore[arg-type]
    ],
)
def test_what_an_importer_does_wrong_costs_one_diagnostic(
    run: Callable[..., Ran],
    monkeypatch: pytest.MonkeyPatch,
    extract: Callable[..., Findings],
    code: str,
    message: str,
) -> None:
    _offer(monkeypatch, "odd", extract)
    Path("a.odd").write_text("odd")
    ran = imported(run, "a.odd")
    assert ran.err.count(f"[{code}]") == 1
    assert message in ran.err.replace("\n    ", " ")
    assert "4 new entries" in ran.err


@pytest.mark.usefixtures("journal")
def test_an_importer_that_cannot_tell_its_files_is_told_of_once(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    points = {"netledger.importers": {"a": SimpleNamespace(load=lambda: Importer(_raises, _gives_texts))}}
    monkeypatch.setattr(foreign, "installed", lambda group: points.get(group, {}))
    Path("more.csv").write_text(LOG.replace("coffee", "tea"))
    ran = imported(run, "more.csv")
    assert ran.err.count('the importer "a" failed: ZeroDivisionError: oops') == 1
    assert "5 new entries" in ran.err


@pytest.mark.usefixtures("journal")
def test_an_importer_of_another_package_works(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(source: Source, ledger: Ledger, config: ImportConfig) -> Findings:
        assert config.me == ("me@example.org",)
        assert len(ledger.entries) == 2
        entry = Touch(date=config.today, span=Span(source.name, 1), medium="call", names=("x",))
        yield Draft(entry, {"x": Contact("Ada King")}, "odd:1")
        yield diagnostic("NL501", Span(source.name, 2), "odd line")
        yield LeftOut("odd ones")

    _offer(monkeypatch, "odd", extract)
    Path("a.odd").write_text("odd")
    ran = run("import", "a.odd", "--today", TODAY)
    assert "1 new entry; left out: odd ones (1); 1 could not be read\n" in ran.err
    assert Path("imported.net").read_text() == f'{TODAY} call Ada\n  id: "odd:1"\n'


# ------------------------------------------------------------------------------- exporters of other packages


def _export(
    monkeypatch: pytest.MonkeyPatch, write: Callable[[Ledger, Config], Iterable[str] | Iterable[bytes]]
) -> None:
    points = {"netledger.exporters": {"odd": SimpleNamespace(load=lambda: Exporter(write, "odd things"))}}
    monkeypatch.setattr(foreign, "installed", lambda group: points.get(group, {}))


@pytest.mark.usefixtures("journal")
def test_an_exporter_of_another_package_works(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    _export(monkeypatch, lambda ledger, _config: (f"{entry.date}\n" for entry in ledger.entries))
    assert run("export", "odd") == Ran(0, "2026-01-01\n2026-01-01\n", "")
    assert run("export", "odd", "-o", "a.odd").status == 0
    assert Path("a.odd").read_text() == "2026-01-01\n2026-01-01\n"
    assert "Odd things." in run("export", "odd", "--help").out


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (_raises, 'the exporter "odd" failed: ZeroDivisionError: oops'),
        (lambda *_: [1], "it gave a int, neither text nor bytes"),
        (lambda *_: None, "TypeError"),
    ],
)
def test_what_an_exporter_does_wrong_is_told_and_writes_nothing(
    run: Callable[..., Ran],
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[..., Iterable[str]],
    message: str,
) -> None:
    _export(monkeypatch, make)
    ran = run("export", "odd", "-o", "a.odd")
    assert ran.status == 1
    assert message in ran.err
    assert not Path("a.odd").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["beancont"], "no format 'beancont'; did you mean beancount?"),
        (["json", "-o", "main.net"], "it is a file of the journal"),
        (["json", "-p", "never"], "is not a period"),
    ],
)
def test_a_wrong_export_is_one_line(run: Callable[..., Ran], journal: Path, arguments: list[str], message: str) -> None:
    ran = run("export", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err
    assert journal.read_text() == JOURNAL


def test_into_the_only_journal_that_is_not_found_by_itself(run: Callable[..., Ran], journal: Path) -> None:
    """The people of the file that is named are known, also where no journal of the usual name is there."""
    journal.rename("mine.net")
    Path("other.net").write_text("")
    assert "has several journals" in imported(run, "--into", "mine.net").err
    Path("other.net").unlink()
    imported(run, "--into", "mine.net")
    assert '2026-02-01 meet Ada "coffee"' in Path("mine.net").read_text()


def test_of_many_faults_the_first_are_told_or_all(run: Callable[..., Ran], journal: Path) -> None:
    Path("log.csv").write_text("when,who,note\n" + "never,Ada King,x\n" * 30)
    ran = imported(run)
    assert ran.err.count("error[NL501]") == 20
    assert "… and 10 more: --verbose shows all\n" in ran.err
    assert imported(run, "--verbose").err.count("error[NL501]") == 30
    assert journal.read_text() == JOURNAL


def test_a_balance_assertion_that_fails_now_is_told_and_the_import_written(
    run: Callable[..., Ran], journal: Path
) -> None:
    journal.write_text(JOURNAL + "2026-03-01 balance Ada 0 FAVOR\n")
    Path("log.ini").write_text(MAPPING.replace("kind = meet", "kind = give"))
    Path("log.csv").write_text("when,who,note\n2026-02-01,Ada King,proofread\n")
    ran = imported(run)
    assert (ran.status, ran.err.count("error[NL401]")) == (1, 1)
    assert '2026-02-01 give Ada 1 FAVOR "proofread"' in Path("imported.net").read_text()
    assert [item.code for item in load("main.net").diagnostics] == ["NL401"]
