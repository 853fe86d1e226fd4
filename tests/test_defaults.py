"""netledger.conf: where it is found, what it may say, and what is told where it says something else."""

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from conftest import Ran
from hypothesis import given
from hypothesis import strategies as st

from netledger.cli.main import COMMANDS, netledger
from netledger.core.ini import read_ini

Run = Callable[..., Ran]
Write = Callable[[str, str | bytes], Path]

JOURNAL = """\
2026-01-01 connect Alice
2026-01-01 connect Bob
2026-01-02 give Alice 2 ADVICE
2026-01-03 receive Bob 1 ADVICE
2026-01-01 unit ADVICE
"""


@pytest.fixture(autouse=True)
def _journal(write: Write) -> None:
    write("main.net", JOURNAL)


def test_options_are_taken_from_the_section_of_the_command(run: Run, write: Write) -> None:
    write("netledger.conf", "[balance]\noutput-format = csv\nsort = person\nlimit = 1\n")
    assert run("balance").out.splitlines()[1].startswith("Alice,")
    assert len(run("balance").out.splitlines()) == 2
    assert run("people").out.startswith("People")


def test_all_is_for_each_command_that_has_the_option_and_takes_the_value(run: Run, write: Write) -> None:
    write("netledger.conf", "[all]\noutput-format = csv\nlimit = 1\n")
    assert len(run("balance").out.splitlines()) == 2
    assert run("people").out.startswith("person,")
    assert run("print").out == run("--no-config", "print").out  # it knows no csv, and no limit


def test_the_section_of_a_command_goes_before_all_wherever_it_stands(run: Run, write: Write) -> None:
    write("netledger.conf", "[people]\nlimit = 2\n[all]\nlimit = 1\noutput-format = csv\n")
    assert len(run("people").out.splitlines()) == 3


def test_the_command_line_goes_before_the_file(run: Run, write: Write) -> None:
    write("netledger.conf", "[all]\nlimit = 1\noutput-format = csv\npager = no\n")
    assert run("people", "-n", "2", "-O", "tsv").out.splitlines()[1:] == [
        line.replace(",", "\t") for line in run("people", "-n", "2").out.splitlines()[1:]
    ]
    assert run("people", "-n", "2", "-O", "tsv").out.count("\n") == 3


@pytest.mark.parametrize(
    "args", [("--no-config", "people"), ("people", "--no-config"), ("people", "-f", "main.net", "--no-config")]
)
def test_it_can_be_left_aside(run: Run, write: Write, args: tuple[str, ...]) -> None:
    write("netledger.conf", "[all]\nlimit = 1\n")
    assert "Bob" not in run(*(word for word in args if word != "--no-config")).out
    assert "Bob" in run(*args).out


def test_it_is_looked_for_from_the_folder_of_the_journal_upward(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("netledger.conf", "[all]\nlimit = 1\n")
    write("sub/deep/other.net", JOURNAL)
    write("elsewhere/netledger.conf", "[all]\nlimit = 0\n")
    assert "Alice" in run("people", "-f", "sub/deep/other.net").out
    assert "Bob" not in run("people", "-f", "sub/deep/other.net").out
    write("sub/netledger.conf", "[all]\nlimit = 2\n")
    assert "Bob" in run("people", "-f", "sub/deep/other.net").out
    write("elsewhere/x.net", JOURNAL)
    assert "Alice" in run("people", "-f", "main.net", "-f", "elsewhere/x.net").out  # that of the first
    assert "Alice" not in run("people", "-f", "elsewhere/x.net", "-f", "main.net").out
    monkeypatch.setenv("NETLEDGER_FILE", "sub/deep/other.net")
    assert "Bob" in run("people").out


def test_standard_input_has_that_of_the_current_folder(run: Run, write: Write) -> None:
    write("netledger.conf", "[all]\nlimit = 1\n")
    assert "Bob" not in run("people", stdin=JOURNAL).out


def test_without_a_journal_there_is_none(run: Run, write: Write, tmp_path: Path) -> None:
    write("netledger.conf", "[nonsense]\n")
    (tmp_path / "main.net").unlink()
    assert "there is no journal" in run("balance").err
    assert run("example", "--entries", "1").status == 0
    assert run("balance", "--help").status == 0


def test_words_of_an_option_that_repeats(run: Run, write: Write) -> None:
    write("netledger.conf", "[check]\nalso = order\n  stale\ntoday = 2026-06-30\n")
    ran = run("check")
    assert (ran.status, ran.out.count("warning[")) == (1, 1)
    assert "NL705" in ran.out


def test_the_formats_of_export_have_sections_of_their_own(run: Run, write: Write) -> None:
    write("netledger.conf", "[export beancount]\nroot = Assets:Net\n")
    assert "Assets:Net" in run("export", "beancount").out
    assert "Assets:Net" not in run("export", "hledger").out


FAULTS = [
    ("limit = 1\n", "NL601", 1, "the line stands in no section"),
    ("[all]\nlimit\n", "NL601", 2, "the line is not a key and its value"),
    ("[all]\nlimit = 1\nlimit = 2\n", "NL601", 3, "the line stands twice"),
    ("[all]\n[all]\n", "NL601", 2, "the line stands twice"),
    (b"[all]\nlimit = \xff\n", "NL601", 1, "cannot be read: it is not utf-8"),
    ("[blance]\n", "NL602", 1, "netledger has no command blance"),
    ("[all]\nexchnage = USD\n", "NL603", 2, "no option that reports share is called exchnage"),
    ("[all]\nsort = value\n", "NL603", 2, "sort differs from report to report"),
    ("[people]\nexchange = USD\n", "NL603", 2, "people has no option exchange"),
    ("[people]\noutput = x\n", "NL603", 2, "--output cannot be set here"),
    ("[people]\nfile = x\n", "NL603", 2, "--file cannot be set here"),
    ("[people]\nno-config = yes\n", "NL603", 2, "--no-config cannot be set here"),
    ("[people]\nlimit = many\n", "NL604", 2, "'many' is not a valid integer range"),
    ("[people]\nwide = maybe\n", "NL604", 2, "wide is yes or no, not maybe"),
    ("[people]\nlimit =\n", "NL604", 2, "limit has no value"),
    ("[people]\noutput-format = pdf\n", "NL604", 2, "'pdf' is not one of"),
    ("[all]\noutput-format = pdf\n", "NL604", 2, "'pdf' is not one of"),
]


@pytest.mark.parametrize(("text", "code", "line", "message"), FAULTS)
def test_what_is_at_fault_is_a_diagnostic_and_nothing_is_reported(
    run: Run, write: Write, text: str | bytes, code: str, line: int, message: str
) -> None:
    write("netledger.conf", text)
    ran = run("people")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"netledger.conf:{line}:")
    assert f"error[{code}]: " in ran.err
    assert message.lower() in ran.err.lower()
    assert "netledger --no-config" in ran.err
    checked = run("check")
    assert checked.status == 1
    assert f"error[{code}]: " in checked.out
    assert run("check", "syntax").status == 0
    assert run("check", "configuration").out == checked.out


def test_all_faults_are_told_in_one_run(run: Run, write: Write) -> None:
    text = "".join(
        text.replace("[all]", "").replace("[people]", "") for text, *_ in FAULTS[6:] if isinstance(text, str)
    )
    write("netledger.conf", f"[people]\n{text}")
    assert run("people").err.count("error[") >= 8


def test_check_looks_at_the_sections_of_all_commands(run: Run, write: Write) -> None:
    write("netledger.conf", "[quality]\nyields = maybe\n[export csv]\nx = 1\n[export foo]\n[example]\nseed = 1\n")
    assert run("people").status == 0
    found = [line for line in run("check").out.splitlines() if "error[" in line]
    assert [line.partition(": error")[0] for line in found] == [
        "netledger.conf:2:10",
        "netledger.conf:4:1",
        "netledger.conf:5:1",
        "netledger.conf:6:1",
    ]


def test_a_wrong_call_says_which_options_are_from_the_file(run: Run, write: Write) -> None:
    write("netledger.conf", "[all]\nexchange = XYZ\nlimit = 3\n")
    ran = run("balance", "-n", "1")
    assert ran.status == 2
    assert ran.err.endswith("(from netledger.conf: exchange)\n")


def test_a_wrong_call_that_takes_nothing_from_the_file_does_not_speak_of_it(run: Run, write: Write) -> None:
    write("netledger.conf", "[check]\nalso = why\n")
    ran = run("check", "--also", "nope")
    assert ran.status == 2
    assert "netledger.conf" not in ran.err


def _settable(command: click.Command, name: str) -> dict[str, set[str]]:
    """Return the options of a command, and of those under it, that a netledger.conf may set, as the code decides."""
    from netledger.cli.defaults import _may_stand, _options  # noqa: PLC0415 - what the test is about
    from netledger.core.ini import Section  # noqa: PLC0415

    if isinstance(command, click.Group):
        context = click.Context(command)
        found: dict[str, set[str]] = {}
        for sub in command.list_commands(context):
            child = command.get_command(context, sub)
            assert child is not None
            found |= _settable(child, f"{name} {sub}")
        return found
    section = Section(name, 1, [])
    if all(parameter.name != "no_config" for parameter in command.params):
        return {}
    return {name: {key for key, option in _options(command).items() if _may_stand(key, option, section)}}


def test_nothing_can_be_set_that_writes_answers_or_names_a_file() -> None:
    """Of the commands that change files, each option that may be set is listed: a new one is to be thought about."""
    context = click.Context(netledger)
    settable: dict[str, set[str]] = {}
    for name in COMMANDS:
        command = netledger.get_command(context, name)
        assert command is not None
        settable |= _settable(command, name)
    assert settable["add"] == {"color", "declare", "dry-run", "inbox", "today"}
    assert settable["format"] == {"check", "diff"}
    assert settable["import"] == {
        *("as", "color", "dry-run", "interactive", "me", "pager", "texts", "today", "verbose"),
    }
    assert settable["rename"] == {"color", "dry-run", "sort"}
    assert settable["forget"] == {"also", "as", "color", "dry-run"}
    assert "init" not in settable
    named = {key for keys in settable.values() for key in keys}
    assert not named & {"file", "output", "into", "mapping", "yes", "in-place", "key", "keep", "no-config", "help"}


@pytest.mark.parametrize("value", ["|touch sprung", "sprung", "yes"])
def test_no_value_does_more_than_change_what_is_shown(run: Run, write: Write, tmp_path: Path, value: str) -> None:
    context = click.Context(netledger)
    for name in sorted(COMMANDS):
        command = netledger.get_command(context, name)
        assert command is not None
        for section, key in [
            (section, key) for section, keys in _settable(command, name).items() for key in sorted(keys)
        ]:
            if section == "export parquet":
                continue  # bytes, which go into a file or a pipe
            write("netledger.conf", f"[{section}]\n{key} = {value}\n")
            before = {path: path.read_bytes() for path in tmp_path.rglob("*")}
            ran = run(*section.split(), *_NEEDED.get(section, ()))
            assert ran.status in {0, 1, 2}, ran.err
            assert {path: path.read_bytes() for path in tmp_path.rglob("*")} == before, f"{section}: {key}"


_NEEDED = {
    "add": ("--dry-run", "2026-06-30 call Alice"),
    "doctor context": ("main.net:1",),
    "explain": ("strength",),
    "forget": ("Alice",),
    "import": ("main.net", "-n"),
    "rename": ("-n", "Alice", "Ann"),
}
"""What a command must be told."""


@given(st.text(alphabet=st.sampled_from('[]=;# \n\t"allimt1balance-USD\\%(){}$`|\x00é'), max_size=80))
def test_any_text_is_read(text: str) -> None:
    sections, faults = read_ini(text, section="[all]", setting="a = b")
    lines = text.split("\n")
    for section in sections:
        assert f"[{section.name}]" in lines[section.line - 1]
        for setting in section.settings:
            first = setting.value.split("\n")[0]
            assert lines[setting.line - 1][setting.column - 1 :].rstrip() == first
            assert setting.key
    read = {s.line for section in sections for s in section.settings} | {section.line for section in sections}
    assert all(1 <= fault.line <= len(lines) for fault in faults)
    blank = {n for n, line in enumerate(lines, 1) if not line.strip() or line.strip()[0] in ";#"}
    more = sum(setting.value.count("\n") for section in sections for setting in section.settings)
    assert len(read | blank | {fault.line for fault in faults}) + more == len(lines)
