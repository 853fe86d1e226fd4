"""The journals to copy: each is without fault, shows what it is to show, and is what the command prints."""

from collections import Counter
from collections.abc import Callable
from configparser import ConfigParser
from datetime import date
from fnmatch import fnmatch
from itertools import pairwise
from typing import Any

import pytest
from conftest import ROOT, TODAY, Ran
from records import prints_back
from wcwidth import wcswidth

from netledger import Ledger, load
from netledger.cli.commands.example import EXAMPLES
from netledger.core import entries as e

FOLDER = ROOT / "examples"
FILES = [*(f"{name}.net" for name in EXAMPLES), "job-seeker/main.net"]

Run = Callable[..., Ran]


def ledger_of(file: str) -> Ledger:
    return load(FOLDER / file)


def kinds(ledger: Ledger) -> Counter[str]:
    return Counter(e.keyword(entry) for entry in ledger.entries)


def of(ledger: Ledger, kind: type[Any]) -> list[Any]:
    return [entry for entry in ledger.entries if isinstance(entry, kind)]


def details(ledger: Ledger) -> list[e.Detail]:
    return [detail for entry in of(ledger, e.Happening) for detail in entry.details]


def venue_kinds(ledger: Ledger, kind: str) -> set[str]:
    return {name for name in ledger.declarations.venues if ledger.declarations.venue_kind(name) == kind}


# ---------------------------------------------------------------------------------------------- all of them


@pytest.mark.parametrize("file", FILES)
def test_is_clean(run: Run, file: str) -> None:
    assert run("check", "--strict", "-f", str(FOLDER / file)) == Ran(0, "", "")


@pytest.mark.parametrize("file", FILES)
def test_balance_fits_a_terminal(run: Run, file: str) -> None:
    ran = run("balance", "-f", str(FOLDER / file), "--today", TODAY)
    assert (ran.status, ran.err) == (0, "")
    widths = {line: wcswidth(line) for line in ran.out.splitlines()}
    assert len(widths) > 10
    assert {line for line, width in widths.items() if not 0 <= width <= 80} == set()


@pytest.mark.parametrize("file", FILES)
def test_balance_has_a_value_for_everybody(run: Run, file: str) -> None:
    """Nobody's favours are in a unit without a price."""
    ran = run("balance", "-f", str(FOLDER / file), "--today", TODAY)
    assert "no price" not in ran.out


@pytest.mark.parametrize("file", FILES)
def test_prints_back(file: str) -> None:
    for entry in ledger_of(file).entries:
        prints_back(entry)


@pytest.mark.parametrize("file", FILES)
def test_is_of_the_year_before_the_report(file: str) -> None:
    days = [entry.date for entry in ledger_of(file).entries]
    assert date(2025, 1, 1) <= days[0]
    assert days[-1] == date.fromisoformat(TODAY)


def lines_of(file: str) -> list[str]:
    return (FOLDER / file).read_text("utf-8").splitlines()


@pytest.mark.parametrize("file", sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.net")))
def test_is_written_in_order(file: str) -> None:
    """As one writes a diary: what happens stands in the order of its days. Declarations may come before."""
    days = [
        line[:10]
        for line in lines_of(file)
        if line[:2] == "20" and line[11:].split()[0] not in {"price", "budget", "state", "query", "unit", "venue"}
    ]
    assert all(day <= following for day, following in pairwise(days))


# ------------------------------------------------------------------------------------------- what each shows


def test_the_quickstart_is_short() -> None:
    """One screen, and a reader has seen the heart of it."""
    assert len(lines_of("quickstart.net")) <= 24
    ledger = ledger_of("quickstart.net")
    assert {"price", "person", "venue", "connect", "meet", "call", "intro", "balance"} <= set(kinds(ledger))
    assert {detail.kind for detail in details(ledger)} == {"give", "cost"}
    assert ledger.options.currency == "USD"
    assert all(venue.get("why") for venue in of(ledger, e.Venue))


def test_the_coach_uses_nearly_all_of_the_language() -> None:
    ledger = ledger_of("coach.net")
    found = kinds(ledger)
    assert 150 <= len(ledger.entries) <= 220
    assert set(e.MEDIA) <= set(found)
    assert {kind.__struct_config__.tag for kind in e.AnyEntry.__args__} - set(found) == {"touch", "document", "custom"}
    assert found["promo"] >= 2
    assert sum(detail.pending for detail in details(ledger)) >= 2
    assert any(entry.pending and entry.get("due") for entry in of(ledger, e.Happening))
    assert any(entry.get("over") for entry in of(ledger, e.Cost))
    assert any(amount.number < 0 for entry in of(ledger, e.Cost) for amount in entry.amounts)
    assert any(entry.get("every") for entry in of(ledger, e.Tag))
    assert any(":" in name for name in ledger.declarations.venues)
    units = {"HOUR", "FAVOR", "INTRO", "ADVICE", "MILE"}
    assert units <= set(ledger.prices.units())


def test_the_coach_has_introductions_in_every_direction() -> None:
    intros = of(ledger_of("coach.net"), e.Intro)
    assert {(intro.by is None, len(intro.names) == 1) for intro in intros} == {
        (True, False),  # by her
        (False, True),  # to her
        (False, False),  # by others, between others
    }


def test_the_coachs_venues() -> None:
    """One has no why; the passive one cost more than it brought but for one small client."""
    ledger = ledger_of("coach.net")
    day = date.fromisoformat(TODAY)
    whyless = {name for name in ledger.declarations.venues if not ledger.declarations.venue_value(name, "why", day)}
    assert whyless == {"@Rotary"}
    assert venue_kinds(ledger, "passive") == {"@Bark"}
    brought = [(entry.venue, entry.amount.number) for entry in of(ledger, e.Outcome) if entry.amount is not None]
    assert [amount for venue, amount in brought if venue == "@Bark"] == [350]
    assert sum(amount for _, amount in brought) > 10_000


def test_the_coachs_long_way_to_halden() -> None:
    """Dana brought Renata, Renata brought Søren, and he paid in three instalments, eight months later."""
    ledger = ledger_of("coach.net")
    tied = [entry for entry in ledger.entries if "halden" in entry.links]
    intros = [entry for entry in tied if isinstance(entry, e.Intro)]
    paid = [entry for entry in tied if isinstance(entry, e.Outcome)]
    assert [(intro.names, intro.by) for intro in intros] == [(("Renata",), "Dana"), (("Søren",), "Renata")]
    assert [(entry.kind, entry.names) for entry in paid] == [("client", ("Søren",))] * 3
    assert (paid[0].date - intros[0].date).days >= 240


def test_the_coachs_ties_come_and_go() -> None:
    """Gil's was closed and began again; Walt's withered."""
    ledger = ledger_of("coach.net")
    gil = [entry for entry in ledger.entries if "Gil" in e.people(entry)]
    closed = next(index for index, entry in enumerate(gil) if isinstance(entry, e.Close))
    assert isinstance(gil[closed + 1], e.Connect)
    walt = [entry.date for entry in of(ledger, e.Touch) if "Walt" in entry.names]
    assert (date.fromisoformat(TODAY) - walt[-1]).days > 240
    assert any(entry.beneficiaries for entry in of(ledger, e.Outcome))


def test_the_job_seeker_is_in_several_files() -> None:
    ledger = ledger_of("job-seeker/main.net")
    assert sorted(str(path) for path in (FOLDER / "job-seeker").rglob("*.net")) == sorted(
        file.name for file in ledger.files
    )
    assert 90 <= len(ledger.entries) <= 120
    assert {"people", "2025", "2026"} <= {file.name.rsplit("/", 2)[-2] for file in ledger.files}


def test_the_job_seekers_year() -> None:
    """Three phases; applications to nobody, most of them rejected; one job, through a chain of three."""
    ledger = ledger_of("job-seeker/main.net")
    phases = [entry.value for entry in of(ledger, e.State) if entry.name == "status"]
    assert phases == ["employed", "looking", "employed"]
    applications = [
        touch for touch in of(ledger, e.Touch) if not touch.names and (touch.text or "").startswith("application")
    ]
    assert len(applications) >= 10
    results = Counter(touch.get("result").text for touch in applications if touch.get("result"))
    assert results["rejected"] > len(applications) / 2
    passive = venue_kinds(ledger, "passive")
    assert {touch.venue for touch in applications} & passive
    jobs = [entry for entry in of(ledger, e.Outcome) if entry.kind == "job" and not entry.beneficiaries]
    assert [(job.names, job.venue, job.links) for job in jobs] == [(("Aled",), None, ("tram",))]
    brought = {intro.names[0]: intro.by for intro in of(ledger, e.Intro) if intro.by}
    chain = ["Aled"]
    while chain[-1] in brought:
        chain.append(brought[chain[-1]])
    assert chain == ["Aled", "Catrin", "Marek", "Piotr"]


def test_the_introvert_counts_energy() -> None:
    ledger = ledger_of("introvert.net")
    assert 55 <= len(ledger.entries) <= 80
    assert ledger.declarations.precision("ENERGY") == 1
    spent = [
        amount.number
        for amounts in [
            *(entry.amounts for entry in of(ledger, e.Cost)),
            *(detail.amounts for detail in details(ledger)),
        ]
        for amount in amounts
        if amount.unit == "ENERGY"
    ]
    assert len(spent) > 20
    assert min(spent) < 0 < max(spent)
    assert any(budget.amount.unit == "ENERGY" for budget in of(ledger, e.Budget))
    assert any(name[0] > "\u0400" for name in ledger.declarations.people)


def test_the_community_brings_others_together() -> None:
    """More introductions than in any other example, of two to four people; what comes of them comes to others."""
    ledger = ledger_of("community.net")
    assert 90 <= len(ledger.entries) <= 120
    intros = of(ledger, e.Intro)
    assert {len(intro.names) for intro in intros if intro.by is None} == {2, 3, 4}
    assert sum(intro.by is not None for intro in intros) >= 4
    outcomes = of(ledger, e.Outcome)
    assert sum(bool(entry.beneficiaries) for entry in outcomes) > len(outcomes) / 2
    assert any(give.by for give in of(ledger, e.Give))


# --------------------------------------------------------------------------------------------- the command


def test_every_example_of_one_file_is_offered(run: Run) -> None:
    assert {f"{name}.net" for name in EXAMPLES} == {path.name for path in FOLDER.glob("*.net")}
    listed = run("example").out
    assert [line.split()[0] for line in listed.splitlines()[: len(EXAMPLES)]] == list(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_prints_an_example(run: Run, name: str) -> None:
    assert run("example", name) == Ran(0, (FOLDER / f"{name}.net").read_text("utf-8"), "")


def test_every_file_is_packaged() -> None:
    """What setup.cfg puts into the package holds every journal of the folder."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    patterns = [pattern.strip() for pattern in config["options.package_data"]["netledger.examples"].split(",")]
    left = [
        path.relative_to(FOLDER).as_posix()
        for path in FOLDER.rglob("*.net")
        if not any(
            fnmatch(path.relative_to(FOLDER).as_posix(), pattern)
            and pattern.count("/") == len(path.relative_to(FOLDER).parts) - 1
            for pattern in patterns
        )
    ]
    assert left == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nothing"], "'quickstart', 'coach', 'introvert', 'community'"),
        (["coach", "--entries", "3"], "leave --entries and --seed out"),
        (["coach", "--seed", "3"], "leave --entries and --seed out"),
        (["--seed", "3"], "Give --entries"),
        (["--entries", "-1"], "--entries"),
        (["-o", "out.net"], "Give a NAME or --entries"),
    ],
)
def test_a_wrong_call_says_what_is_right(run: Run, arguments: list[str], told: str) -> None:
    ran = run("example", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
