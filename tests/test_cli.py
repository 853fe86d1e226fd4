"""The command line as a user meets it: exit statuses, where output goes, what goes wrong in one line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import JOURNAL, REPORTS, Run, netledger


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
