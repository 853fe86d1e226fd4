"""The command line as a user meets it: exit statuses, where output goes, what goes wrong in one line."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from conftest import Ran

from netledger.core.report import Report
from netledger.render import data

JOURNAL = """\
option "operating_currency" "USD"
2026-01-01 price INTRO 50 USD
2026-01-01 price HOUR 60 USD
2026-01-01 person Bob "Bob Okafor"
2026-01-01 person Élise
2026-01-01 venue @Chamber "Chamber of Commerce" org
  why: "ideal clients"
2026-01-05 meet Bob @Chamber:Mixers "spring mixer" #spring ^acme
  give 2 INTRO
  cost 1h30m
2026-01-06 call from Élise
  receive 1 INTRO
2026-02-01 ! give Bob 1 INTRO "promised"
2026-03-01 outcome client 4800 USD from Élise ^acme
"""

Run = Callable[..., Ran]


def netledger(
    *args: str, cwd: Path, stdin: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "netledger", *args],
        cwd=cwd,
        input=stdin,
        env={**os.environ, **(env or {})},
        capture_output=True,
        check=False,
        timeout=60,
    )


class TestExitStatus:
    def test_well_is_0(self, run: Run) -> None:
        ran = run("balance", "--today", "2026-06-30", stdin=JOURNAL)
        assert (ran.status, ran.err) == (0, "")

    def test_warnings_alone_are_0(self, run: Run) -> None:
        ran = run("balance", stdin="2026-01-01 give Bob\n")
        assert ran.status == 0
        assert "warning[NL301]: Bob is never declared" in ran.err

    def test_errors_are_1_and_the_rest_is_reported(self, run: Run) -> None:
        ran = run("balance", "-O", "csv", stdin=JOURNAL + "2026-03-02 meet alice\n")
        assert ran.status == 1
        assert "error[NL113]" in ran.err
        assert "Bob,2.00,0.00,2.00,INTRO" in ran.out

    @pytest.mark.parametrize(
        "call",
        [
            ("balnce",),
            ("balance", "--sort", "nonsense"),
            ("balance", "-p", "someday"),
            ("balance", "-b", "2026-02-30"),
            ("balance", "-b", "2026-03", "-e", "2026-01"),
            ("balance", "-X", "EURO"),
            ("balance", "any:(A"),
            ("balance", "-O", "pdf"),
            ("people", "--used", "--declared"),
            ("check", "nonsense"),
            ("schema",),
        ],
    )
    def test_a_wrong_call_is_2_with_a_reason(self, run: Run, call: tuple[str, ...]) -> None:
        ran = run(*call, stdin=JOURNAL)
        assert ran.status == 2
        assert "Error: " in ran.err
        assert ran.out == ""

    def test_an_unknown_command_gets_the_nearest(self, run: Run) -> None:
        assert "did you mean balance?" in run("balnce").err


class TestBadFiles:
    def test_a_missing_file(self, run: Run) -> None:
        ran = run("balance", "-f", "missing.net")
        assert ran.status == 2
        assert "missing.net does not exist" in ran.err

    def test_a_folder(self, run: Run, tmp_path: Path) -> None:
        ran = run("balance", "-f", str(tmp_path))
        assert ran.status == 2
        assert "is a folder" in ran.err

    def test_a_device_without_end(self, run: Run) -> None:
        ran = run("balance", "-f", "/dev/zero")
        assert (ran.status, ran.err) == (2, "Error: /dev/zero is a device without end\n")
        assert run("check", "-f", "/dev/null") == (0, "", "")

    def test_an_empty_file(self, run: Run) -> None:
        ran = run("balance", "--today", "2026-06-30", stdin="")
        assert ran.status == 0
        assert ran.out.startswith("Reciprocity, to 2026-06-30\n\nnothing to report\n")

    def test_a_binary_file(self, run: Run) -> None:
        ran = run("balance", stdin=bytes(range(256)) * 20 + b"\0" * 3000)
        assert ran.status == 2
        assert "is no text" in ran.err

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_an_unreadable_file(self, run: Run, write: Callable[..., Path]) -> None:
        path = write("main.net", JOURNAL)
        path.chmod(0)
        ran = run("balance")
        assert ran.status == 2
        assert "permission denied" in ran.err


class TestOutput:
    @pytest.mark.parametrize(
        ("suffix", "start"), [("csv", "person,given"), ("json", "{"), ("md", "## "), ("html", "<!DOCTYPE")]
    )
    def test_the_suffix_of_the_file_says_the_format(self, run: Run, tmp_path: Path, suffix: str, start: str) -> None:
        ran = run("balance", "-o", f"out.{suffix}", stdin=JOURNAL)
        assert (ran.status, ran.out) == (0, "")
        assert (tmp_path / f"out.{suffix}").read_text("utf-8").startswith(start)

    def test_an_unknown_suffix_is_a_wrong_call(self, run: Run) -> None:
        ran = run("balance", "-o", "out.pdf", stdin=JOURNAL)
        assert ran.status == 2
        assert "give one with -O" in ran.err

    def test_a_full_disk_is_one_line_and_loses_nothing(self, run: Run) -> None:
        ran = run("balance", "-O", "csv", "-o", "/dev/full", stdin=JOURNAL)
        assert ran.status == 2
        assert ran.err == "Error: cannot write /dev/full: no space left on device\n"

    def test_a_full_standard_output_is_one_line(self, tmp_path: Path) -> None:
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "netledger", "balance", "-f", "-"],
                cwd=tmp_path,
                input=JOURNAL.encode(),
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert done.returncode == 2
        assert done.stderr == b"netledger: no space left on device\n"

    def test_a_file_keeps_its_mode_and_a_link_stays_one(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "real.csv").write_text("old")
        (tmp_path / "real.csv").chmod(0o600)
        (tmp_path / "out.csv").symlink_to("real.csv")
        assert run("balance", "-o", "out.csv", stdin=JOURNAL).status == 0
        assert (tmp_path / "out.csv").is_symlink()
        assert (tmp_path / "real.csv").stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "real.csv").read_text().startswith("person")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "real.csv"]

    def test_into_a_missing_folder(self, run: Run) -> None:
        ran = run("balance", "-o", "nowhere/out.csv", stdin=JOURNAL)
        assert ran.status == 2
        assert ran.err == "Error: cannot write nowhere/out.csv: no such file or directory\n"

    @pytest.mark.parametrize(
        "call",
        [
            ("print", "-o", "main.net"),
            ("balance", "-O", "csv", "-o", "main.net"),
            ("people", "-O", "csv", "-o", "part.net"),
            ("print", "-o", "link.net"),
            ("example", "quickstart", "-o", "main.net"),
        ],
    )
    def test_a_journal_is_never_written_over(
        self, run: Run, write: Callable[..., Path], tmp_path: Path, call: tuple[str, ...]
    ) -> None:
        main = write("main.net", 'include "part.net"\n; a comment that no report knows\n2026-01-02 meet alice\n')
        part = write("part.net", "2026-01-01 person Bob\n")
        (tmp_path / "link.net").symlink_to("main.net")
        before = main.read_bytes(), part.read_bytes()
        ran = run(*call, "-f", "main.net") if call[0] != "example" else run(*call)
        assert ran.status == 2
        assert "Error: cannot write" in ran.err
        assert (main.read_bytes(), part.read_bytes()) == before

    @pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
    def test_closed_streams_are_no_fault_of_the_journal(self, tmp_path: Path, closed: str) -> None:
        (tmp_path / "main.net").write_text(JOURNAL, "utf-8")
        script = f"{sys.executable} -m netledger balance {closed}"
        done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")

    def test_a_closed_pipe_ends_quietly(self, tmp_path: Path) -> None:
        (tmp_path / "main.net").write_text(JOURNAL * 1, "utf-8")
        script = f"{sys.executable} -m netledger print | head -1; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, check=False)
        assert done.stderr == b""
        assert done.stdout == b'option "operating_currency" "USD"\n0\n'


class TestEverywhereTheSame:
    @pytest.mark.parametrize(
        "env",
        [
            {"LC_ALL": "C"},
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            {"PYTHONIOENCODING": "latin-1"},
            {"TZ": "Pacific/Kiritimati"},
            {"TZ": "America/Adak"},
            {"PYTHONHASHSEED": "1"},
            {"PYTHONHASHSEED": "2"},
        ],
        ids=str,
    )
    def test_locale_time_zone_and_hash_seed_change_nothing(self, tmp_path: Path, env: dict[str, str]) -> None:
        broken = (JOURNAL + "2026-03-02 meet élise “hi”\n2026-03-02 give Ńobody\n").encode()
        for command in ("balance", "register", "people", "print"):
            args = (command, "-f", "-", *(() if command == "print" else ("-O", "json")), "--today", "2026-06-30")
            plain = netledger(*args, cwd=tmp_path, stdin=broken)
            other = netledger(*args, cwd=tmp_path, stdin=broken, env=env)
            assert (other.stdout, other.stderr, other.returncode) == (plain.stdout, plain.stderr, plain.returncode)
            assert "Élise".encode() in plain.stdout


class TestCheck:
    def test_it_is_silent_when_all_is_well(self, run: Run) -> None:
        assert run("check", stdin=JOURNAL) == (0, "", "")

    def test_strict_makes_errors_of_warnings(self, run: Run) -> None:
        assert run("check", stdin="2026-01-01 give Bob\n").status == 0
        ran = run("check", "--strict", stdin="2026-01-01 give Bob\n")
        assert ran.status == 1
        assert "error[NL301]" in ran.out
        assert ran.err == "1 error, 0 warnings\n"

    def test_names_choose(self, run: Run) -> None:
        broken = "2026-01-01 give Bob\n2026-01-02 cost 5\n"
        assert "NL104" not in run("check", "names", stdin=broken).out
        assert "NL301" not in run("check", "syntax", stdin=broken).out
        assert run("check", "assertions", stdin=broken) == (0, "", "")

    def test_json_fits_its_schema(self, run: Run) -> None:
        jsonschema = pytest.importorskip("jsonschema")
        ran = run("check", "--json", stdin="2026-01-02 cost 5\n")
        found = json.loads(ran.out)
        jsonschema.validate(found, json.loads(run("schema", "check").out))
        assert found["diagnostics"][0]["code"] == "NL104"
        assert found["diagnostics"][0]["span"] == {
            "file": "-",
            "line": 1,
            "column": 17,
            "end_line": 1,
            "end_column": 18,
        }


REPORTS = ["balance", "register", "people", "places", "tags", "links", "units", "files", "prices", "stats"]


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


class TestLook:
    def test_colours_only_when_asked_or_on_a_terminal(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        journal = JOURNAL + "2026-03-02 receive Bob 9 INTRO\n2026-03-03 nonsense\n"
        plain = run("balance", stdin=journal)
        assert "\x1b" not in plain.out + plain.err
        monkeypatch.setenv("NO_COLOR", "1")
        loud = run("balance", "--color", "always", stdin=journal)
        assert "\x1b[31m-7\x1b[0m" in loud.out
        assert "\x1b[31merror" in loud.err

    def test_nothing_of_a_journal_controls_the_terminal(self, run: Run) -> None:
        evil = '2026-01-01 person Bob\n2026-01-02 meet Bob "\x1b[2J"\n; \x1b]0;x\x07\n2026-01-03 call \x9bBob\n'
        for command in ("balance", "register", "check", "print"):
            ran = run(command, stdin=evil)
            assert not {"\x1b", "\x07", "\x9b"} & set(ran.out + ran.err)

    def test_every_command_and_option_has_help(self, run: Run) -> None:
        listed = run("--help").out
        for command in (*REPORTS, "check", "print", "schema", "doctor", "completion", "example"):
            assert f"  {command} " in listed
            shown = run(command, "--help")
            assert shown.status == 0
            assert "Usage: netledger" in shown.out


def test_a_report_is_data() -> None:
    assert {"name", "title", "columns", "rows", "totals", "figures", "notes"} <= set(Report.__dataclass_fields__)
