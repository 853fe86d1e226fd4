"""The error catalogue: for each code a journal that has it, and what `netledger check` prints of it, byte for byte.

`errors/NL104-no-unit.net` is such a journal, `errors/NL104-no-unit.txt` all that is printed.
"""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from netledger.cli.main import main
from netledger.core.catalogue import CATALOGUE

FOLDER = Path(__file__).parent / "errors"
JOURNALS = sorted(FOLDER.glob("*.net"))

# What a plugin does wrong takes a plugin: tests/test_plugins.py has these.
OF_PLUGINS = {"NL210", "NL211", "NL212"}

# What is wrong with a file to import takes such a file: the tests of importing have these.
OF_IMPORTS = {"NL501", "NL502", "NL503", "NL504"}

# What is wrong with a netledger.conf takes one beside the journal: tests/test_defaults.py has these.
OF_DEFAULTS = {"NL601", "NL602", "NL603", "NL604"}

FIRST = re.compile(r"^(\S+?):(\d+):(\d+): (error|warning)\[(NL\d{3})\]: (.+)$")


@pytest.fixture(autouse=True)
def _in_their_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)


@pytest.mark.parametrize("journal", JOURNALS, ids=lambda path: path.stem)
def test_prints_exactly_what_is_expected(journal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = journal.stem[:5]
    kind = CATALOGUE[code]
    asked = [kind.check, "--today", "2026-06-30"] if kind.asked else []
    status = main(["check", *asked, "-f", journal.name])
    printed = capsys.readouterr()
    expected = journal.with_suffix(".txt").read_text("utf-8")
    assert printed.out + printed.err == expected
    assert f"{kind.severity}[{code}]: " in printed.out
    assert status == int("error[" in printed.out or kind.asked)
    assert re.fullmatch(r"\d+ errors?, \d+ warnings?\n", printed.err)


def test_every_code_has_a_journal_and_every_journal_a_code() -> None:
    assert {journal.stem[:5] for journal in JOURNALS} == set(CATALOGUE) - OF_PLUGINS - OF_IMPORTS - OF_DEFAULTS
    assert {path.stem for path in FOLDER.glob("*.txt")} == {journal.stem for journal in JOURNALS}
    assert all(re.fullmatch(r"NL\d{3}(-[a-z0-9]+)+", journal.stem) for journal in JOURNALS)


@pytest.mark.parametrize("journal", JOURNALS, ids=lambda path: path.stem)
def test_has_the_one_format(journal: Path) -> None:
    """Place, severity, code and message; the line; the marks under it; a hint. The marks stand under the place."""
    lines = journal.with_suffix(".txt").read_text("utf-8").splitlines()[:-1]
    starts = [index for index, line in enumerate(lines) if FIRST.match(line)]
    assert starts[0] == 0
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        _, number, column, *_ = FIRST.match(lines[start]).groups()
        excerpt, marks, *hint = lines[start + 1 : end]
        assert excerpt.startswith(f"{number:>5} | ")
        assert re.fullmatch(r"      \| +\^+", marks)
        assert marks.index("^") == len("      |") + int(column)
        assert [line[:9] for line in hint] == ["   hint: "]


def test_slips_of_one_code_are_told_in_different_words() -> None:
    """Journals of one code show slips of different kinds: no two have the same message and the same hint."""
    told: dict[str, list[str]] = defaultdict(list)
    for journal in JOURNALS:
        text = journal.with_suffix(".txt").read_text("utf-8")
        found = [match for match in map(FIRST.match, text.splitlines()) if match and match[5] == journal.stem[:5]]
        hint = "\n".join(line for line in text.splitlines() if line.startswith("   hint: "))
        told[journal.stem[:5]].append(f"{found[0][6]}\n{hint}")
    assert [code for code, texts in told.items() if len(set(texts)) < len(texts)] == []
