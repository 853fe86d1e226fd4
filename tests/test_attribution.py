"""Paths, credit and traces, by hand; and over ledgers made at random: credit adds up to its outcome exactly."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest
from conftest import Ran
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from netledger import Config, Report, load_text, parse_query
from netledger.core.amounts import Amount
from netledger.core.config import WrongCall
from netledger.core.entries import Happening, Intro, Outcome
from netledger.core.ledger import Ledger
from netledger.measures.breakdown import Breakdown
from netledger.measures.credit import Model, credits_of, half_life
from netledger.measures.paths import Paths, people_of
from netledger.measures.returns import credit_keys
from netledger.plugins.attribution import TraceOptions, plugin
from netledger.plugins.attribution import run as attribution

TODAY = date(2026, 6, 30)
NINETY = Fraction(90)


def traced(text: str, **settings: Any) -> tuple[Ledger, Paths, Outcome]:
    """Return a ledger, its paths, and its last outcome."""
    ledger = load_text(text)
    assert not ledger.has_errors
    paths = Paths(ledger, settings.get("today", TODAY))
    return ledger, paths, ledger.of(Outcome)[-1]


def steps(text: str, **settings: Any) -> list[str]:
    """Return the texts of the steps of the last outcome."""
    _, paths, outcome = traced(text, **settings)
    return [str(paths.step(place).text) for place in paths.of(outcome).steps]


def shares(text: str, model: Model) -> list[Fraction]:
    """Return what the steps of the last outcome are credited with, in their order."""
    _, paths, outcome = traced(text)
    found = credits_of(paths.of(outcome), paths, model, NINETY)
    return [credit.share for credit in sorted(found, key=lambda credit: -1 if credit.step is None else credit.step)]


def by_person(text: str, model: Model) -> dict[str, Fraction]:
    """Return what each person is credited with of the last outcome."""
    ledger, paths, outcome = traced(text)
    config = Config(TODAY, by="person")
    breakdown = Breakdown("person", ledger, config)
    found: dict[str, Fraction] = defaultdict(Fraction)
    for credit in credits_of(paths.of(outcome), paths, model, NINETY):
        keys = credit_keys(breakdown, config, paths, outcome, credit)
        for key in keys:
            found[key] += credit.share / len(keys)
    return dict(found)


def trace(text: str, *terms: str, **options: Any) -> Report:
    """Compute the report of a journal."""
    config = Config(TODAY, query=parse_query(terms), options=TraceOptions(**options))
    made, found = attribution(load_text(text), config)
    assert list(found) == []
    return made


def drawn(made: Report) -> list[str]:
    """Return the tree as indented lines."""
    return ["  " * int(str(row[0])) + str(row[1]) for row in made.rows]


# --------------------------------------------------------------------------------------------------- paths


def test_steps_with_the_link_else_with_the_people() -> None:
    """Once each; neither costs, connects and promotions, nor what is pending, nor what comes later."""
    text = (
        '2026-01-01 connect Ann "connected" ^x\n2026-01-02 call Ann "one"\n2026-01-03 meet Ann Bob "two" ^x\n'
        '2026-01-04 give Bob "three" ^x ^y\n2026-01-04 cost Bob 5 USD "spent" ^x\n2026-01-05 ! call Bob "later" ^x\n'
        '2026-01-05 promo "me" ^x\n2026-01-06 receive @Club "four" ^y\n{}2026-01-11 call Ann "after" ^x\n'
    )
    assert steps(text.format("2026-01-10 outcome client from Ann ^x\n")) == ["two", "three"]
    assert steps(text.format("2026-01-10 outcome client from Ann ^x ^y\n")) == ["two", "three", "four"]
    assert steps(text.format("2026-01-10 outcome client from Ann\n")) == ["one", "two"]
    assert steps(text.format("2026-01-10 outcome client from Ann ^nobody-has-it\n")) == ["one", "two"]
    assert steps(text.format("2026-01-10 outcome client from Bob Ann\n")) == ["one", "two", "three"]
    assert steps(text.format("2026-01-10 outcome client @Club\n")) == []


def test_in_file_order_within_a_day() -> None:
    """The day of the outcome counts, also what stands behind it in the file."""
    text = '2026-01-02 call Ann "b"\n2026-01-02 outcome client from Ann\n2026-01-02 meet Ann "c"\n'
    assert steps(text) == ["b", "c"]


def test_details_are_part_of_their_block() -> None:
    """Their links and people count; a favour makes any block a step, but for the outcome itself."""
    text = (
        '2026-01-01 meet Bob "one"\n  give Ann 1 FAVOR ^x\n2026-01-02 connect Cid "two"\n  receive Cid 1 FAVOR ^x\n'
        '2026-01-03 meet Bob "three"\n  ! give 1 FAVOR ^x\n2026-01-04 outcome client from Ann "four" {}\n'
        "  give Ann 1 FAVOR ^x\n"
    )
    assert steps(text.format("^x")) == ["one", "two"]
    assert steps(text.format("")) == ["one", "two"]  # the outcome's own detail has the link


def test_the_chain_of_introductions_goes_before() -> None:
    """That which brought each person: the earliest, before any connect or touch with them, in the whole ledger."""
    brought = (
        '2025-01-01 intro Bea by Ann "first"\n2025-02-01 intro Cid by Bea "second"\n2025-03-01 call Cid "call"\n'
        '2025-03-02 intro Cid by Zoe "too late"\n2025-04-01 outcome client 7 USD from Cid {}\n'
    )
    assert steps(brought.format("")) == ["first", "second", "call", "too late"]
    assert steps(brought.format("^x") + '2025-03-05 meet Dan "linked" ^x\n') == ["first", "second", "linked"]
    known = "2025-01-15 connect Cid\n" + brought
    assert steps(known.format("")) == ["second", "call", "too late"]  # Cid was known: nobody brought him
    assert steps("2025-02-01 call Bea\n" + brought.format("")) == ["first", "second", "call", "too late"]
    assert steps("2025-01-01 call Bea\n" + brought.format("")) == ["second", "call", "too late"]
    company = '2025-01-01 intro Cid Me Dan by Ann "brought"\n2025-01-02 outcome client from Dan\n'
    assert steps(company) == ["brought"]
    noted = '2025-01-01 intro Cid Dan by Ann "noted"\n2025-01-02 outcome client from Cid\n'
    _, paths, outcome = traced(noted)
    assert paths.of(outcome).chains[0].people == ("Cid",)


def test_an_introduction_after_the_outcome_brought_nobody_to_it() -> None:
    text = '2026-01-01 outcome client from Ann\n2026-01-02 intro Ann by Bob "late"\n'
    assert steps(text) == []


def test_a_circle_ends_where_a_person_stands_twice() -> None:
    """And is named."""
    text = (
        "2026-01-01 intro Ann by Bob\n2026-01-02 intro Bob by Cid\n2026-01-03 intro Cid by Ann\n"
        "2026-01-09 outcome client 7 USD from Ann\n"
    )
    _, paths, outcome = traced(text)
    (chain,) = paths.of(outcome).chains
    assert (chain.people, chain.circle) == (("Ann", "Bob", "Cid"), "Ann")
    assert by_person(text, "chain") == {"Ann": Fraction(4, 7), "Bob": Fraction(2, 7), "Cid": Fraction(1, 7)}
    made = trace(text)
    assert any("Ann ← Bob ← Cid ← Ann" in note for note in made.notes)
    assert "        Ann" in drawn(made)


# -------------------------------------------------------------------------------------------------- models

THREE = "2026-01-01 call Ann\n2026-01-11 call Ann\n2026-01-31 call Ann\n2026-06-01 outcome client 10 USD from Ann\n"


@pytest.mark.parametrize(
    ("model", "wanted"),
    [
        ("first-touch", ["1"]),
        ("last-touch", ["1"]),
        ("linear", ["1/3", "1/3", "1/3"]),
        ("position-based", ["2/5", "1/5", "2/5"]),
        ("chain", ["1/3", "1/3", "1/3"]),
    ],
)
def test_the_models(model: Model, wanted: list[str]) -> None:
    assert shares(THREE, model) == [Fraction(part) for part in wanted]


def test_time_decay() -> None:
    """Days 0, 10, 30, whatever the day of the outcome."""
    for text in (THREE, THREE.replace("2026-06-01", "2026-01-31")):
        assert [round(float(part), 4) for part in shares(text, "time-decay")] == [0.2994, 0.3234, 0.3772]
        assert sum(shares(text, "time-decay")) == 1


@pytest.mark.parametrize(
    ("count", "wanted"), [(1, ["1"]), (2, ["1/2", "1/2"]), (5, ["2/5", "1/15", "1/15", "1/15", "2/5"])]
)
def test_position_based(count: int, wanted: list[str]) -> None:
    text = "2026-01-01 call Ann\n" * count + "2026-01-02 outcome client from Ann\n"
    assert shares(text, "position-based") == [Fraction(part) for part in wanted]


CHAIN = (
    "2026-01-01 intro Bea by Ann\n2026-01-02 intro Cid by Bea\n2026-01-03 meet Cid Dan @Club\n2026-01-04 call Cid\n"
    "2026-02-01 outcome client 7 USD from Cid\n"
)


def test_chain() -> None:
    """4/7, 2/7, 1/7; the person's own part is spread over the steps with them, and stays theirs."""
    assert by_person(CHAIN, "chain") == {"Cid": Fraction(4, 7), "Bea": Fraction(2, 7), "Ann": Fraction(1, 7)}
    assert sorted(shares(CHAIN, "chain")) == [Fraction(1, 7), *[Fraction(2, 7)] * 3]
    two = CHAIN.replace("from Cid", "from Cid Zoe")
    assert by_person(two, "chain") == {
        "Cid": Fraction(2, 7),
        "Bea": Fraction(1, 7),
        "Ann": Fraction(1, 14),
        "Zoe": Fraction(1, 2),  # who has no step
    }


def test_a_steps_credit_goes_to_its_people() -> None:
    """In equal parts, those who introduced among them."""
    assert by_person(CHAIN, "first-touch") == {"Ann": Fraction(1, 2), "Bea": Fraction(1, 2)}
    assert by_person(CHAIN, "linear") == {
        "Ann": Fraction(1, 8),
        "Bea": Fraction(1, 4),
        "Cid": Fraction(1, 2),
        "Dan": Fraction(1, 8),
    }


@pytest.mark.parametrize("model", get_args(Model))
def test_without_a_step(model: Model) -> None:
    """To the people it came through, else to its venue, else to nobody."""
    assert by_person("2026-01-01 outcome client from Ann Bob @Club\n", model) == {
        "Ann": Fraction(1, 2),
        "Bob": Fraction(1, 2),
    }
    assert by_person("2026-01-01 outcome client @Club\n", model) == {"@Club": Fraction(1)}
    assert by_person("2026-01-01 outcome client\n", model) == {"(unattributed)": Fraction(1)}


def test_a_half_life_must_be_an_interval() -> None:
    assert half_life("2w") == 14
    with pytest.raises(WrongCall, match="no interval from 1d on"):
        trace(THREE, decay="soon")


# -------------------------------------------------------------------------------------------------- traces

ACME = """\
2026-03-05 connect Carol @LinkedIn
2026-03-20 call from Carol "thanked me" ^acme
2026-04-02 intro Dave by Carol "runs hiring at Acme" ^acme
2026-05-01 meet Erin "who knows them" ^acme
2026-06-01 outcome client 4800 USD from Dave @Chamber "six months of coaching" ^acme
2026-06-02 outcome talk from Carol
"""


def test_the_tree_behind_an_outcome() -> None:
    """The people, who brought them, and each step once; a row that has others beneath it is their sum."""
    made = trace(ACME, "^acme")
    assert drawn(made) == [
        "client from Dave",
        "  Dave",
        "    Carol",
        "      call from Carol",
        "      intro Dave",
        "  Erin",
        "    meet Erin",
    ]
    numbers = [(row[4], str(row[5])) for row in made.rows]
    assert numbers[0] == (Decimal("1.0000"), "4800.00 USD")
    assert numbers[1] == numbers[2] == (Decimal("0.6667"), "3200.00 USD")
    assert numbers[-1] == (Decimal("0.3333"), "1600.00 USD")
    assert [row[0] for row in trace(ACME, "Carol").rows][:1] == [0]
    assert drawn(trace(ACME, "kind:talk"))[:2] == ["talk from Carol", "  Carol"]
    assert trace(ACME, "Carol").rows[0][5] is None


def test_a_long_row_of_steps_is_cut_in_the_middle() -> None:
    """What is left out is summed up."""
    text = "2026-01-01 call Ann\n" * 9 + "2026-02-01 outcome client 90 USD from Ann\n"
    made = trace(text, steps=4)
    assert drawn(made)[2:] == ["    call Ann", "    call Ann", "    … 5 more", "    call Ann", "    call Ann"]
    assert [str(row[5]) for row in made.rows[2:5]] == ["10.00 USD", "10.00 USD", "50.00 USD"]
    assert len(trace(text, steps=0).rows) == len(trace(text, steps=8).rows) == 11


def test_an_outcome_without_a_step_is_explained() -> None:
    made = trace("2026-01-01 outcome client 5 USD from Ann\n2026-01-02 outcome job @Board\n2026-01-03 outcome job\n")
    assert drawn(made) == [
        *("client from Ann", "  Ann", "    (no step)"),
        *("job @Board", "  @Board", "job", "  (unattributed)"),
    ]
    assert made.notes[0].startswith("no step before client of 2026-01-01, job of 2026-01-02, job of 2026-01-03: give")


def test_what_came_of_an_introduction() -> None:
    """By the people it brought, whom these brought, and by its links; each introduction stands once."""
    text = (
        "2026-01-01 intro Bea by Ann ^x\n2026-01-05 call Bea\n2026-01-06 intro Cid by Bea\n2026-01-07 call Cid\n"
        "2026-01-08 outcome client 40 USD from Cid\n2026-01-09 meet Dan ^x\n2026-01-10 meet Ann\n"
        "2026-02-01 intro Eve Fay\n2026-02-02 meet Eve\n2026-02-03 outcome work for Eve Fay\n2026-03-01 intro Gil Hal\n"
    )
    made = trace(text, intros=True)
    assert drawn(made) == [
        "intro Bea by Ann",
        "  Bea",
        "    call Bea",
        "    intro Cid by Bea",
        "      Cid",
        "        call Cid",
        "        client from Cid",
        "  meet Dan",
        "intro Eve Fay",
        "  work for Eve Fay",
        "intro Gil Hal",
    ]
    assert [str(row[5]) for row in made.rows if row[5]] == ["13.33 USD", "13.33 USD"]
    assert "nothing is noted since of 1 introduction" in made.notes
    assert drawn(trace(text, "Cid", intros=True))[0] == "intro Cid by Bea"


def test_introductions_for_terms_that_choose_no_outcome() -> None:
    assert trace("2026-01-01 intro Ann by Bob ^x\n", "^x").notes == (
        "no outcome matches, but introductions do: --intros shows what came of them",
    )


def test_the_numbers_behind_a_persons_credit() -> None:
    """Each step of each outcome, and with how many people it is shared."""
    assert plugin.evidence is not None
    made = plugin.evidence(load_text(CHAIN), Config(TODAY), "credit", "Bea")
    assert made is not None
    assert [(row[2], row[4], row[5], str(row[6])) for row in made.rows] == [
        ("intro Bea by Ann", 2, Decimal("0.1250"), "0.88 USD"),
        ("intro Cid by Bea", 2, Decimal("0.1250"), "0.87 USD"),
    ]
    venue = plugin.evidence(load_text(CHAIN), Config(TODAY), "share", "@Club")
    assert venue is not None
    assert [row[5] for row in venue.rows] == [Decimal("0.2500")]
    assert plugin.evidence(load_text(CHAIN), Config(TODAY), "credit", "Nobody") is None


@pytest.mark.parametrize("journal", ["", "2026-01-01 person Ann\n", "2027-01-01 outcome job\n", ACME, CHAIN])
def test_whatever_the_journal(run: Callable[..., Ran], journal: str) -> None:
    for form in ("table", "csv", "json", "markdown", "html"):
        for options in ([], ["--intros"], ["-X", "HOUR"], ["-p", "1999"], ["Nobody"]):
            ran = run("trace", *options, "-O", form, "--today", "2026-06-30", stdin=journal)
            assert (ran.status, bool(ran.out)) == (0, True)


# --------------------------------------------------------------------------------------------- properties

names = st.lists(st.sampled_from(["Ann", "Bob", "Cid", "Dan"]), min_size=1, max_size=3, unique=True)
links = st.lists(st.sampled_from(["^k", "^l", "^m"]), max_size=2, unique=True).map(" ".join)
places = st.sampled_from(["", "@A", "@A:B"])
moments = st.integers(0, 300).map(lambda day: date(2025, 1, 1) + timedelta(day))


@st.composite
def _entries(draw: st.DrawFn) -> str:
    day, people, tail = draw(moments), draw(names), f"{draw(places)} {draw(links)}"
    kind = draw(st.sampled_from(["call", "meet", "intro", "intro", "give", "connect", "outcome", "outcome"]))
    if kind == "intro":
        by = draw(st.sampled_from(["Eve", "Ann", "Bob"]))
        others = [name for name in people if name != by]
        assume(others)
        return f"{day} intro {' '.join(others)} Me by {by} {tail}"
    if kind == "outcome":
        through = f"from {' '.join(people)}" if draw(st.booleans()) else ""
        return f"{day} outcome client {draw(st.sampled_from(['', '7 USD', '0.01 USD', '-3 USD']))} {through} {tail}"
    return f"{day} {kind} {' '.join(people)} {tail}"


ledgers = st.lists(_entries(), max_size=25).map(lambda lines: load_text("\n".join(lines) + "\n"))


@settings(max_examples=200)
@given(ledgers, st.sampled_from(get_args(Model)), st.sampled_from(["person", "venue", "why", "medium", "tag", "month"]))
def test_the_credit_of_an_outcome_adds_up_to_it(ledger: Ledger, model: Model, by: str) -> None:
    """Exactly, in every model, whatever it is told apart by."""
    config = Config(TODAY, by=by)
    paths, breakdown = Paths(ledger, TODAY), Breakdown(by, ledger, config)
    for outcome in ledger.of(Outcome):
        path = paths.of(outcome)
        credits_ = credits_of(path, paths, model, NINETY)
        assert sum((credit.share for credit in credits_), Fraction(0)) == 1
        assert all(credit.share > 0 for credit in credits_)
        assert {credit.step for credit in credits_} <= {*path.steps, None}
        parts: dict[str, Fraction] = defaultdict(Fraction)
        for credit in credits_:
            keys = credit_keys(breakdown, config, paths, outcome, credit)
            for key in keys:
                parts[key] += credit.share / len(keys)
        assert sum(parts.values(), Fraction(0)) == 1


def _naive_steps(ledger: Ledger, outcome: Outcome) -> list[int]:
    """Find the steps of an outcome by asking every entry, as the definition is written."""
    before = [
        (place, entry)
        for place, entry in enumerate(ledger.entries)
        if isinstance(entry, Happening)
        and entry.date <= outcome.date
        and type(entry).__name__ in {"Touch", "Intro", "Give", "Receive"}
    ]
    found = [place for place, entry in before if set(entry.links) & set(outcome.links)]
    if not found:
        found = [place for place, entry in before if set(people_of(entry)) & set(outcome.names)]
    for start in outcome.names:
        seen, name = {start}, start
        while True:
            with_them = [
                (place, entry)
                for place, entry in enumerate(ledger.entries)
                if type(entry).__name__ in {"Touch", "Connect", "Intro"} and name in entry.names  # type: ignore[attr-defined]
            ]
            first = with_them[0] if with_them else None
            if first is None or type(first[1]).__name__ != "Intro" or first[1].date > outcome.date:
                break
            found.append(first[0])
            name = first[1].by  # type: ignore[union-attr]
            if name in seen:
                found.pop()
                break
            seen.add(name)
    return sorted(set(found))


@settings(max_examples=200)
@given(ledgers)
def test_paths_against_the_definition(ledger: Ledger) -> None:
    paths = Paths(ledger, TODAY)
    for outcome in ledger.of(Outcome):
        assert list(paths.of(outcome).steps) == _naive_steps(ledger, outcome)


@settings(max_examples=100)
@given(ledgers, st.sampled_from(get_args(Model)), st.sampled_from([0, 1, 3]))
def test_a_trace_adds_up(ledger: Ledger, model: Model, most: int) -> None:
    """At each level shown parts add up to what stands above them."""
    made, _ = attribution(ledger, Config(TODAY, options=TraceOptions(model=model, steps=most)))
    for column in (4, 5):
        above: list[tuple[int, Decimal]] = []
        sums: dict[int, Decimal] = {}
        for index, row in enumerate(made.rows):
            level = int(str(row[0]))
            number = row[column].number if isinstance(row[column], Amount) else row[column]
            above = [(at, place) for at, place in above if at < level]
            if number is not None and above:
                parent = int(above[-1][1])
                sums[parent] = sums.get(parent, Decimal(0)) + Decimal(str(number))
            above.append((level, Decimal(index)))
        for index, total in sums.items():
            cell = made.rows[index][column]
            assert total == (cell.number if isinstance(cell, Amount) else cell)
    intros, _ = attribution(ledger, Config(TODAY, options=TraceOptions(model=model, intros=True)))
    assert [row[6] for row in intros.rows].count("introduction") == len(ledger.of(Intro))
