"""`netledger log`: how a figure went over the commits of a journal."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from random import Random

import pytest
from command_line import Run
from repositories import Repository, needs_git

from netledger import load
from netledger.core.config import Config
from netledger.core.entries import Touch
from netledger.reports.log import figure
from netledger.versions import history, load_revision

pytestmark = needs_git

HEAD = 'option "operating_currency" "USD"\n2026-01-01 price INTRO 10 USD\n2026-01-01 person Bob\n'
FIRST = HEAD + "2026-01-02 person Ann\n2026-01-02 give Bob 2 INTRO\n"
SECOND = FIRST + "2026-01-03 give Ann 1 INTRO\n2026-01-04 meet Bob\n  cost 40 USD\n"
THIRD = SECOND + "2026-01-05 receive Bob 5 INTRO\n2026-01-06 outcome client 90 USD from Bob\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    made.write("README", "nothing yet\n")
    made.commit("before the journal")
    made.commit("first", main=FIRST)
    made.commit("another file", aside="2026-01-01 give Bob\n")
    made.commit("second, é", main=SECOND)
    made.git("mv", "aside.net", "elsewhere.net")
    made.commit("nothing of it")
    made.commit("third", main=THIRD)
    made.write("main.net", "")
    return made


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.usefixtures("repository")
class TestLog:
    def test_the_table(self, run: Run, repository: Repository) -> None:
        ran = run("log", "-f", "main.net", "--today", "2026-06-30")
        short = [line[:9] for line in repository.git("log", "--reverse", "--format=%H", "--", "main.net").splitlines()]
        assert (ran.status, ran.err) == (0, "")
        assert ran.out == (
            "balance, commit by commit, to 2026-06-30\n\n"
            "date        commit     balance USD  change USD  subject    course\n"
            "----------  ---------  -----------  ----------  ---------  ------\n"
            f"2026-01-02  {short[0]}           20              first\n"
            f"2026-01-04  {short[1]}           30          10  second, é\n"
            f"2026-01-06  {short[2]}          -20         -50  third\n"
            "----------  ---------  -----------  ----------  ---------  ------\n"
            "            course                                         ▇█▁\n"
        )

    def test_of_a_person_the_newest_ones(self, run: Run) -> None:
        found = rows(run("log", "Ann", "-n", "2", "-f", "main.net", "-O", "csv", "--today", "2026-06-30").out)
        assert [(row[2], row[6]) for row in found[1:]] == [("10.00", "second, é"), ("10.00", "third")]

    @pytest.mark.parametrize(
        ("name", "wanted"),
        [("effective", ["", "1.00", "1.00"]), ("roi", ["", "-1.0000", "1.2500"]), ("roi.outcomes", ["0", "0", "1"])],
    )
    def test_figures(self, run: Run, name: str, wanted: list[str]) -> None:
        ran = run("log", "--figure", name, "-f", "main.net", "-O", "csv", "--today", "2026-06-30")
        assert [row[2] for row in rows(ran.out)[1:]] == wanted

    def test_without_a_currency_each_unit(self, run: Run, repository: Repository) -> None:
        repository.commit("none", main="2026-01-01 give Bob 2 INTRO\n2026-01-02 receive Bob 1 FAVOR\n")
        last = json.loads(run("log", "-f", "main.net", "-O", "json", "--today", "2026-06-30").out)["rows"][-1]
        assert last["figure"] == [{"number": "-1.00", "unit": "FAVOR"}, {"number": "2.00", "unit": "INTRO"}]
        assert {"number": "20.00", "unit": "USD"} in last["change"]

    def test_of_nobody(self, run: Run) -> None:
        ran = run("log", "An", "-f", "main.net", "--today", "2026-06-30")
        assert ran.status == 0
        assert "the journal names no An; did you mean Ann?" in ran.out
        assert json.loads(run("log", "-n", "0", "-f", "main.net", "-O", "json").out)["rows"] == []

    @pytest.mark.parametrize("name", ["", "nonsense", "roi.", "roi.nonsense", "nonsense.roi", "books.x"])
    def test_no_such_figure(self, run: Run, name: str) -> None:
        ran = run("log", "-f", "main.net", "--figure", name)
        assert (ran.status, ran.out) == (2, "")
        assert f"no figure {name!r}; there are balance, effective, roi" in ran.err

    def test_every_version_is_that_of_its_commit(self, repository: Repository) -> None:
        config = Config(date(2026, 6, 30))
        for commit, ledger in history([str(repository.folder / "main.net")]):
            repository.git("checkout", "--quiet", "--force", commit.hash)
            now = load(repository.folder / "main.net")
            assert ledger == now
            for name in ("balance", "effective", "roi"):
                assert figure(name, ledger, config) == figure(name, now, config)


def test_a_journal_that_came_and_went(tmp_path: Path, run: Run) -> None:
    repository = Repository(tmp_path)
    repository.commit("first", main=FIRST)
    (tmp_path / "main.net").unlink()
    repository.commit("gone", other=FIRST)
    assert "main.net does not exist in" in run("log", "-f", "main.net").err
    repository.commit("again", main=SECOND)
    assert [commit.subject for commit, _ in history([str(tmp_path / "main.net")])] == ["again"]


def test_a_merge_is_one_step_of_the_branch(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("first", main=FIRST)
    repository.git("checkout", "--quiet", "-b", "phone")
    repository.commit("on the phone", main=SECOND)
    repository.git("checkout", "--quiet", "main")
    repository.commit("aside", other="")
    repository.git("merge", "--quiet", "--no-ff", "-m", "merged", "phone")
    assert [commit.subject for commit, _ in history([str(tmp_path / "main.net")])] == ["merged", "first"]


PIECES = (
    *("2026-01-02 give Bob 1 INTRO\n", "2026-01-03 meet Ann\n  cost 1h\n", "2026-01-04 receive Ann 2 FAVOR\n"),
    *('include "people/*.net"\n', 'include "more.net"\n', 'option "operating_currency" "USD"\n', "nonsense\n"),
    *("2026-01-01 person Bob\n  alias: Bobby\n", "2026-01-05 call Bobby\n", "pushtag #x\n", "poptag #x\n", "; é\n"),
    *("\r\n", "\ufeff", "; \udce9\n", '2026-01-06 custom "x" 1\n', "2026-01-07 price HOUR 60 USD\n"),
)
"""What random journals are made of; one of these is no UTF-8."""


@pytest.mark.parametrize("seed", range(4))
def test_versions_that_are_updated_are_those_that_are_read(tmp_path: Path, seed: int) -> None:
    """Each version of a journal that changes at random is as if it were read from its commit alone."""
    chance = Random(seed)  # noqa: S311 - the same journals in every run
    repository = Repository(tmp_path)
    names = ["main", "more", "people/ann", "people/bob"]
    texts = {"main": list(PIECES[:4])}
    for number in range(20):
        name = chance.choice(names)
        pieces = texts.setdefault(name, [])
        for _ in range(chance.choice([1, 1, 2])):
            pieces.insert(chance.randint(0, len(pieces)), chance.choice(PIECES))
        if len(pieces) > 6:
            pieces.pop(chance.randrange(len(pieces)))
        if name != "main" and chance.random() < 0.2:
            del texts[name]
            (tmp_path / f"{name}.net").unlink(missing_ok=True)
        repository.commit(f"{number}", **{name: "".join(pieces) for name, pieces in texts.items()})
    main = [str(tmp_path / "main.net")]
    versions = list(history(main))
    assert len(versions) > 5
    for commit, ledger in versions:
        alone = load_revision(main, commit.hash)
        assert (ledger.entries, ledger.options, ledger.files) == (alone.entries, alone.options, alone.files)
        assert {item.code for item in ledger.diagnostics} == {item.code for item in alone.diagnostics}


def _texts(journal: Path) -> list[str]:
    """Return what was said in each version of a journal, the newest first."""
    versions = history([str(journal)])
    return [" ".join(entry.text or "" for entry in ledger.of(Touch)) for _, ledger in versions]


def test_a_file_that_a_version_includes_is_that_of_its_commit(tmp_path: Path) -> None:
    """The other versions do not include it, and it says something else there."""
    repository = Repository(tmp_path)
    repository.commit(
        "with", main='2026-01-01 meet Ann "one"\ninclude "more.net"\n', more='2026-01-02 call Ann "old"\n'
    )
    repository.commit("without", main='2026-01-01 meet Ann "one"\n', more='2026-01-02 call Ann "new"\n')
    assert _texts(tmp_path / "main.net") == ["one", "one old"]


def test_a_link_leads_where_it_leads_in_its_commit(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    for name in ("a", "b"):
        repository.write(f"{name}.net", f'2026-01-02 call Ann "{name}"\n')
    link = tmp_path / "link.net"
    link.symlink_to("a.net")
    repository.commit("to a", main='2026-01-01 meet Ann "one"\ninclude "link.net"\n')
    link.unlink()
    link.symlink_to("b.net")
    repository.commit("to b", main='2026-01-01 meet Ann "two"\ninclude "link.net"\n')
    assert _texts(tmp_path / "main.net") == ["two b", "one a"]
