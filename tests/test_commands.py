"""Each command: what it prints, in each format, and what its JSON promises."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from command_line import JOURNAL, REPORTS, Run, netledger

from netledger.render import data


class TestReports:
    @pytest.mark.parametrize("command", REPORTS)
    def test_json_of_each_fits_the_schema(self, run: Run, command: str) -> None:
        jsonschema = pytest.importorskip("jsonschema")
        schema = json.loads(run("schema", "report").out)
        for journal in (JOURNAL, "", "2026-01-01 give Bob\nnonsense\n"):
            found = json.loads(run(command, "-O", "json", "--today", "2026-06-30", stdin=journal).out)
            jsonschema.validate(found, schema)
            assert found["report"] == command
            assert found["today"] == "2026-06-30"
            names = [column["name"] for column in found["columns"]]
            assert all(list(row) == names for row in found["rows"])

    @pytest.mark.parametrize("command", REPORTS)
    @pytest.mark.parametrize("form", ["table", "csv", "tsv", "markdown", "html"])
    def test_each_format_of_each(self, run: Run, command: str, form: str) -> None:
        ran = run(command, "-O", form, "--today", "2026-06-30", stdin=JOURNAL)
        assert ran.status == 0
        assert ran.out.endswith("\n")
        assert len(ran.out.splitlines()) > 1

    def test_register_is_the_statement_of_one_person(self, run: Run) -> None:
        ran = run("register", "Bob", "-O", "csv", stdin=JOURNAL)
        assert ran.out.splitlines() == [
            "date,kind,people,venue,text,change,balance,unit",
            "2026-01-05,meet,Bob,@Chamber:Mixers,spring mixer,2.00,2.00,INTRO",
            "2026-02-01,! give,Bob,,promised,,,",
        ]

    def test_register_of_costs_and_outcomes(self, run: Run) -> None:
        costs = run("register", "--account", "costs", "-X", "USD", "-O", "csv", stdin=JOURNAL)
        assert costs.out.splitlines()[1:] == ["2026-01-05,meet,Bob,@Chamber:Mixers,spring mixer,90.00,90.00,USD"]
        outcomes = run("register", "--account", "outcomes", "-O", "csv", stdin=JOURNAL)
        assert outcomes.out.splitlines()[1:] == ["2026-03-01,client,from Élise,,,4800.00,4800.00,USD"]

    def test_register_runs_within_the_period(self, run: Run) -> None:
        journal = "2026-01-01 person Bob\n2026-01-02 give Bob 3 FAVOR\n2026-02-02 receive Bob\n2026-02-03 give Bob\n"
        ran = run("register", "-b", "2026-02", "-O", "csv", stdin=journal)
        assert [line.split(",")[-3:] for line in ran.out.splitlines()[1:]] == [
            ["-1.00", "-1.00", "FAVOR"],
            ["1.00", "0.00", "FAVOR"],
        ]

    def test_lists(self, run: Run) -> None:
        people = run("people", "-O", "csv", stdin=JOURNAL + "2026-04-01 call Zoe\n").out.splitlines()
        assert people == [
            "person,full_name,entries,first,last",
            "Bob,Bob Okafor,2,2026-01-05,2026-02-01",
            "Élise,,2,2026-01-06,2026-03-01",
            "Zoe,,1,2026-04-01,2026-04-01",
        ]
        undeclared = run("people", "--undeclared", "-O", "csv", stdin=JOURNAL + "2026-04-01 call Zoe\n").out
        assert undeclared.splitlines()[1:] == ["Zoe,,1,2026-04-01,2026-04-01"]
        places = run("places", "-O", "csv", stdin=JOURNAL).out.splitlines()
        assert places[1:] == [
            "@Chamber,Chamber of Commerce,org,ideal clients,0,,",
            "@Chamber:Mixers,,org,ideal clients,1,2026-01-05,2026-01-05",
        ]
        assert run("tags", "-O", "csv", stdin=JOURNAL).out.splitlines()[1:] == ["#spring,,1,2026-01-05,2026-01-05"]
        assert run("links", "-O", "csv", stdin=JOURNAL).out.splitlines()[1:] == ["^acme,2,2026-01-05,2026-03-01"]
        units = run("units", "--used", "-O", "csv", stdin=JOURNAL).out.splitlines()
        assert units[1:] == [
            "HOUR,,2,60,1,2026-01-05,2026-01-05",
            "INTRO,,2,50,3,2026-01-05,2026-02-01",
            "USD,,2,,1,2026-03-01,2026-03-01",
        ]
        assert run("prices", "INTRO", "unit:INTRO", "-O", "csv", stdin=JOURNAL).out.splitlines()[1:] == []
        assert run("prices", "unit:INTRO", "-O", "csv", stdin=JOURNAL).out.splitlines()[1:] == [
            "2026-01-01,INTRO,50,USD"
        ]
        assert run("files", "-O", "csv", stdin=JOURNAL).out.splitlines()[1:] == ["-,14,9,0,"]

    def test_register_names_people_as_their_entries_do(self, run: Run) -> None:
        journal = "2026-01-01 intro Dave by Bob\n2026-01-02 call from Bob\n2026-01-03 give Cy by Bob\n"
        rows = run("register", "-O", "csv", stdin=journal).out.splitlines()[1:]
        assert [row.split(",")[2] for row in rows] == ["Dave by Bob", "from Bob", "Cy by Bob"]

    def test_the_total_and_the_parts_of_a_valued_balance_agree(self, run: Run) -> None:
        journal = "2026-01-01 price FAVOR 1 USD\n2026-01-01 give A B C (1 / 3) FAVOR\n"
        found = json.loads(run("balance", "-X", "USD", "-O", "json", stdin=journal).out)
        assert [row["value"]["number"] for row in found["rows"]] == ["0.34", "0.33", "0.33"]
        assert [row["balance"][0]["number"] for row in found["rows"]] == ["0.34", "0.33", "0.33"]
        assert found["totals"]["value"]["number"] == found["totals"]["balance"][0]["number"] == "1.00"

    def test_stats_count_entries_details_and_what_is_named(self, run: Run) -> None:
        rows = dict(line.split(",", 1) for line in run("stats", "-O", "csv", stdin=JOURNAL).out.splitlines())
        assert rows["entries"] == "9,1,2026-01-01,2026-03-01"
        assert rows["give"] == "1,1,2026-02-01,2026-02-01"
        assert rows["give (detail)"] == "1,0,2026-01-05,2026-01-05"
        assert rows["people"] == "2,,2026-01-01,"
        assert rows["lines"] == "14,,,"


class TestTerms:
    @pytest.mark.parametrize(
        ("term", "note"),
        [
            ("Bib", "the journal names no Bib; did you mean Bob?"),
            ("@Chambre", "the journal names no @Chambre; did you mean @Chamber?"),
            ("Xyzzy", "the journal names no Xyzzy"),
        ],
    )
    def test_a_name_that_the_journal_does_not_know(self, run: Run, term: str, note: str) -> None:
        found = json.loads(run("balance", term, "-O", "json", stdin=JOURNAL).out)
        assert (found["rows"], found["notes"]) == ([], [note])

    def test_a_known_name_without_rows_needs_no_note(self, run: Run) -> None:
        assert json.loads(run("balance", "bob", "-p", "2020", "-O", "json", stdin=JOURNAL).out)["notes"] == []


class TestPrint:
    def test_it_is_a_fixpoint_with_equal_reports(self, run: Run) -> None:
        once = run("print", stdin=JOURNAL)
        assert run("print", stdin=once.out).out == once.out
        for command in ("balance", "register", "people", "places", "units"):
            args = (command, "-O", "csv", "--today", "2026-06-30")
            assert run(*args, stdin=once.out).out == run(*args, stdin=JOURNAL).out

    def test_what_is_pushed_and_included_is_in_its_place(self, run: Run, write: Callable[..., Path]) -> None:
        write("main.net", 'pushtag #trip\ninclude "a.net"\npoptag #trip\n2026-01-01 person Bob\n')
        write("a.net", '2026-01-02 meet Bob\n2026-01-02 document Bob "a.net"\n')
        ran = run("print")
        assert ran.status == 0
        assert ran.out == (
            '2026-01-01 person Bob\n\n2026-01-02 meet Bob #trip\n\n2026-01-02 document Bob "a.net" #trip\n'
        )

    def test_what_is_pushed_prints_back_on_every_kind_of_entry(self, run: Run) -> None:
        lines = [
            *(
                "person Bob",
                "venue @A",
                "unit ADVICE",
                "tag #t",
                "price HOUR 1 USD",
                "connect Cy",
                "meet Bob",
                "promo @A",
            ),
            *("intro Bob Cy", "give Bob", "receive Bob", "cost 1h", "outcome job", "balance Bob 0 FAVOR", "close Bob"),
            *("budget 1 HOUR weekly", 'state "a" "b"', 'note Bob "x"', 'query "a" "Bob"', 'custom "a" 3 #value'),
        ]
        entries = "".join(f"2026-01-01 {line}\n" for line in lines)
        journal = f'pushtag #trip\npushmeta from: "diary"\n{entries}poptag #trip\npopmeta from:\n'
        ran = run("doctor", "roundtrip", stdin=journal)
        assert ran.out == f"{len(lines)} of {len(lines)} entries come back equal\n"
        printed = run("print", stdin=journal).out
        assert printed.count("#trip") == len(lines) - 1
        assert printed.count('from: "diary"') == len(lines)

    def test_a_document_in_another_folder_is_still_found(self, run: Run, write: Callable[..., Path]) -> None:
        write("books/main.net", '2026-01-01 person Bob\n2026-01-02 document Bob "bob.pdf"\n')
        write("books/bob.pdf", "%PDF")
        printed = run("print", "-f", "books/main.net").out
        assert '"books/bob.pdf"' in printed
        assert run("check", stdin=printed) == (0, "", "")

    def test_the_suffix_of_the_file_says_the_format(self, run: Run, tmp_path: Path) -> None:
        run("print", "-o", "out.json", stdin=JOURNAL)
        assert json.loads((tmp_path / "out.json").read_text("utf-8"))["entries"]

    def test_queries_and_periods_choose(self, run: Run) -> None:
        assert run("print", "^acme", "-e", "2026-02", stdin=JOURNAL).out.count("2026-") == 1

    def test_json_fits_its_schema(self, run: Run) -> None:
        jsonschema = pytest.importorskip("jsonschema")
        found = json.loads(run("print", "-O", "json", stdin=JOURNAL).out)
        jsonschema.validate(found, json.loads(run("schema", "entries").out))
        assert msgspec.convert(found, data.EntriesData).entries[0].date.isoformat() == "2026-01-01"


class TestDoctor:
    def test_context_shows_block_meaning_and_postings(self, run: Run, write: Callable[..., Path]) -> None:
        write("main.net", JOURNAL)
        ran = run("doctor", "context", "main.net:9")
        assert ran.status == 0
        assert "    9 >   give 2 INTRO" in ran.out
        assert "  give Bob 2 INTRO" in ran.out
        assert "  Goodwill:Bob                              2 INTRO" in ran.out

    def test_context_is_that_of_the_journal(self, run: Run, write: Callable[..., Path]) -> None:
        write("main.net", 'pushtag #trip\ninclude "part.net"\npoptag #trip\n')
        write("part.net", "2026-01-01 person Al\n  alias: Alfie\n2026-01-02 meet Alfie @X\n  give 1h\n")
        ran = run("doctor", "context", "part.net:3")
        assert "  2026-01-02 meet Al @X #trip" in ran.out
        assert "  Goodwill:Al " in ran.out
        assert "warning[NL302]: @X is never declared" in ran.out

    def test_context_of_a_faulty_line_says_why(self, run: Run, write: Callable[..., Path]) -> None:
        write("main.net", "2026-01-01 meet\n")
        ran = run("doctor", "context", "main.net:1")
        assert ran.status == 1
        assert "error[NL125]" in ran.out

    @pytest.mark.parametrize("place", ["main.net", "main.net:x", ":3", "missing.net:3"])
    def test_a_wrong_place(self, run: Run, place: str) -> None:
        assert run("doctor", "context", place).status == 2

    def test_blocks(self, run: Run, write: Callable[..., Path]) -> None:
        write("main.net", "; a\n2026-01-01 meet Bob\n  cost 1h\n\n  stray\n")
        assert [line.split() for line in run("doctor", "blocks").out.splitlines()] == [
            ["1-1", "silent", ";", "a"],
            ["2-3", "entry", "2026-01-01", "meet", "Bob"],
            ["5-5", "stray", "stray"],
        ]

    def test_roundtrip(self, run: Run) -> None:
        ran = run("doctor", "roundtrip", stdin=JOURNAL)
        assert ran == (0, "9 of 9 entries come back equal\n", "")


class TestCompletion:
    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_each_shell_has_its_script(self, run: Run, shell: str) -> None:
        assert "_NETLEDGER_COMPLETE" in run("completion", shell).out

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("netledger balance B", "Bob"),
            ("netledger balance é", "Élise"),
            ("netledger balance @Ch", "@Chamber"),
            ("netledger register #", "#spring"),
            ("netledger register ^", "^acme"),
            ("netledger bal", "balance"),
            ("netledger balance unit:IN", "unit:INTRO"),
        ],
    )
    def test_names_of_the_journal(self, tmp_path: Path, words: str, found: str) -> None:
        (tmp_path / "main.net").write_text(JOURNAL, "utf-8")
        env = {
            "_NETLEDGER_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
        }
        done = netledger(cwd=tmp_path, env=env)
        assert found in [line.partition(",")[2] for line in done.stdout.decode().splitlines()]

    def test_a_broken_journal_completes_nothing_and_says_nothing(self, tmp_path: Path) -> None:
        env = {"_NETLEDGER_COMPLETE": "bash_complete", "COMP_WORDS": "netledger balance B", "COMP_CWORD": "2"}
        done = netledger(cwd=tmp_path, env=env)
        assert (done.stdout.strip(), done.stderr) == (b"", b"")

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_the_shell_accepts_its_script(self, run: Run, tmp_path: Path, shell: str) -> None:
        if shutil.which(shell) is None:
            pytest.skip(f"{shell} is not installed")
        script = tmp_path / "completion"
        script.write_text(run("completion", shell).out)
        done = subprocess.run([shell, "-n", script], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
