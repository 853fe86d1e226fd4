"""Ties by hand: the published vectors, what weighs how much, layers, selections, evidence, the command."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from reading_reports import cell, cells, column, evidence, figure, made, names

from netledger import load_text
from netledger.core.entries import MEDIA
from netledger.measures.rhythm import burstiness, burstiness_finite, gaps
from netledger.measures.strength import Weights
from netledger.plugins.ties import TiesOptions, plugin

Run = Callable[..., Any]

VECTOR = """\
2026-01-01 meet Bob
2026-01-11 letter Bob
2026-01-31 meet Bob
"""
AT_40 = date(2026, 2, 10)


# ---------------------------------------------------------------------------------------------------- vectors


@pytest.mark.parametrize(("half_life", "wanted"), [("90d", "2.136962"), ("180d", "2.354007")])
def test_strength(half_life: str, wanted: str) -> None:
    """Weights 1, 0.6, 1 on days 0, 10, 30 at t = 40."""
    report = made(plugin, f'option "half_life" "{half_life}"\n{VECTOR}', today=AT_40)
    assert cell(report, "Bob", "strength") == Decimal(wanted)
    ledger = load_text(VECTOR)
    weights = Weights(ledger.options)
    assert weights.strength(ledger.entries, AT_40) == pytest.approx(2.354007, abs=5e-7)  # type: ignore[arg-type]


def test_burstiness() -> None:
    """Gaps of 10, 20, 10 days."""
    assert burstiness([10, 20, 10]) == pytest.approx(-0.47759, abs=5e-6)
    assert burstiness_finite([10, 20, 10]) == pytest.approx(-0.5)
    text = "2026-01-01 meet Bob\n2026-01-11 meet Bob\n2026-01-31 meet Bob\n2026-02-10 meet Bob\n"
    report = made(plugin, text)
    assert cells(report, "Bob", "burstiness", "burstiness_finite") == [Decimal("-0.477592"), Decimal("-0.5")]
    assert cell(report, "Bob", "mean_gap") == Decimal("13.33")


@pytest.mark.parametrize(
    ("found", "wanted"),
    [([], None), ([7], None), ([0, 0, 0], None), ([5, 5, 5], -1.0), ([0, 9], 0.0), ([1, 1, 1, 1, 96], 0.9 / 2.9)],
)
def test_burstiness_at_its_ends(found: list[int], wanted: float | None) -> None:
    """Undefined below two gaps and where all are zero; a clock is -1, never less."""
    value = burstiness(found)
    assert value == (wanted if wanted is None else pytest.approx(wanted))
    finite = burstiness_finite(found)
    assert (finite is None) == (wanted is None)
    assert finite is None or -1 <= finite <= 1


def test_the_most_bursty_is_one_whatever_the_number() -> None:
    """All gaps but one are zero: the finite form reaches 1, the other does not."""
    for count in (2, 3, 10):
        found = [0] * (count - 1) + [50]
        assert burstiness_finite(found) == pytest.approx(1)
        assert (burstiness(found) or 0) < 0.6


def test_gaps() -> None:
    assert gaps([date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 31)]) == [10, 20]
    assert gaps([]) == gaps([date(2026, 1, 1)]) == []


# ---------------------------------------------------------------------------------------------------- weights


def test_each_medium_weighs_what_the_option_says() -> None:
    """On the day itself strength is the weight."""
    text = "".join(f"2026-06-30 {medium} {medium.title()}\n" for medium in MEDIA)
    report = made(plugin, text)
    assert names(report) == [medium.title() for medium in MEDIA]
    assert column(report, "strength") == list(map(Decimal, ("1", "0.8", "0.7", "0.6", "0.4", "0.3", "0.1", "0.05")))
    other = made(plugin, f'option "media_weight" "poke" "0.9"\n{text}')
    assert (names(other)[1], cell(other, "Poke", "strength")) == ("Poke", Decimal("0.9"))


def test_a_group_shares_a_touch() -> None:
    """1/n for each, unless the option says full."""
    text = "2026-06-30 meet Ann Bob Cid Dan\n"
    assert set(column(made(plugin, text), "strength")) == {Decimal("0.25")}
    assert set(column(made(plugin, f'option "group_weight" "full"\n{text}'), "strength")) == {Decimal(1)}


def test_only_the_heaviest_touch_of_a_day_counts() -> None:
    """Three on one day are one day; a call alone outweighs a meeting of two."""
    report = made(plugin, "2026-06-30 email Bob\n2026-06-30 meet Bob Ann\n2026-06-30 call Bob\n")
    assert cells(report, "Bob", "strength", "touch_days", "touches") == [Decimal("0.7"), 1, 3]
    assert cell(report, "Bob", "media") == "meet call email"


def test_what_is_pending_or_later_or_no_touch_adds_nothing() -> None:
    """A connect begins a tie of strength 0."""
    report = made(plugin, "2026-06-01 connect Bob\n2026-06-02 ! meet Bob\n2026-06-03 give Bob\n2026-07-01 meet Bob\n")
    assert cells(report, "Bob", "strength", "layer", "touch_days", "since", "media", "mean_gap", "richest") == [
        *(Decimal(0), None, 0, None, "", None, None)
    ]
    assert report.notes[-1] == "strength 0, for there is no touch yet: 1 person"
    assert cell(report, "Bob", "begun") == date(2026, 6, 1)


def test_a_weight_of_zero_is_a_touch_without_strength() -> None:
    report = made(plugin, 'option "media_weight" "poke" "0"\n2026-06-30 poke Bob\n')
    assert cells(report, "Bob", "strength", "layer", "touch_days", "media") == [Decimal(0), None, 1, "poke"]
    assert not any("no touch" in note for note in report.notes)


def test_the_course_ends_at_the_strength() -> None:
    """Twelve points, thirty days apart."""
    course = cell(made(plugin, "2026-05-01 meet Bob\n"), "Bob", "trend")
    assert (len(course), course[:9], course[9]) == (12, (Decimal(0),) * 9, 1)
    assert course[-1] == cell(made(plugin, "2026-05-01 meet Bob\n"), "Bob", "strength")
    assert course[-2] == cell(made(plugin, "2026-05-01 meet Bob\n", today=date(2026, 5, 31)), "Bob", "strength")


# ----------------------------------------------------------------------------------------------------- layers


def _many(count: int) -> str:
    return "".join(f"2026-06-30 meet P{number:03}\n" for number in range(count))


def test_layers_by_rank_equal_strengths_by_name() -> None:
    """5, 15, 50, 150; nobody beyond is in any."""
    report = made(plugin, _many(151))
    assert names(report) == sorted(map(str, names(report)))
    layers = column(report, "layer")
    assert [layers.count(Decimal(size)) for size in (5, 15, 50, 150)] == [5, 10, 35, 100]
    assert layers[-1] is None
    assert [figure(report, f"layer_{size}").value for size in (5, 15, 50, 150)] == [5, 15, 50, 150]
    assert figure(report, "outside").value == 1
    assert figure(report, "layer_5").reason == "from a strength of 1.00 on"


def test_layers_are_those_of_everybody_whomever_a_query_chooses() -> None:
    report = made(plugin, _many(20), "P019")
    assert cells(report, "P019", "layer") == [Decimal(50)]
    assert [item.value for item in report.figures] == [1, 0, 0, 1, 1, 0, 0]


def test_strengths_that_differ_in_their_last_bit_are_equal() -> None:
    """0.1 + 0.2 and 0.3, of which a computer makes two numbers: they stand by name."""
    text = (
        'option "media_weight" "post" "0.1"\noption "media_weight" "poke" "0.2"\noption "half_life" "999999y"\n'
        "2026-06-29 post Zoe\n2026-06-30 poke Zoe\n2026-06-30 message Ann\n"
    )
    assert names(made(plugin, text)) == ["Ann", "Zoe"]
    assert names(made(plugin, text.replace("Zoe", "Abe"))) == ["Abe", "Ann"]


# -------------------------------------------------------------------------------------------------- selection

SOME = """\
2025-01-01 person Ann #client
2025-01-01 person Bob
  company: "Acme"
2026-01-10 meet Ann Bob @Club "soup"
2026-02-10 call Ann
2026-05-10 email from Bob "hello"
2026-05-11 connect Cid
2026-06-01 ! meet Ann Bob @Fair
"""


@pytest.mark.parametrize(
    ("terms", "wanted"),
    [
        ([], ["Ann", "Bob", "Cid"]),
        (["Ann"], ["Ann"]),
        (["not:Ann"], ["Bob", "Cid"]),
        (["#client"], ["Ann"]),
        (["company:acme"], ["Bob"]),
        (["@Club"], ["Ann", "Bob"]),
        (["@Fair"], []),
        (["kind:email"], ["Bob"]),
        (["Nobody"], []),
    ],
)
def test_a_query_chooses_people_and_changes_no_figure(terms: list[str], wanted: list[str]) -> None:
    report, whole = made(plugin, SOME, *terms), made(plugin, SOME)
    assert sorted(names(report)) == wanted
    assert set(report.rows) <= set(whole.rows)


def test_a_period_ends_on_its_last_day_and_counts_its_own_days() -> None:
    """Strength is that of the last day, over all before it."""
    report = made(plugin, SOME, begin=date(2026, 2, 1), end=date(2026, 3, 1))
    assert sorted(names(report)) == ["Ann", "Bob"]
    assert cells(report, "Ann", "touch_days", "in_period", "since") == [2, 1, 18]
    assert cell(report, "Ann", "strength") == cell(made(plugin, SOME, today=date(2026, 2, 28)), "Ann", "strength")
    assert cell(made(plugin, SOME), "Ann", "in_period") == 2
    assert made(plugin, SOME, end=date(2020, 1, 1)).rows == ()


def test_never_met() -> None:
    """By name, by other media; a meeting ends it."""
    report = made(plugin, SOME + "2026-05-12 call Dan\n", options=TiesOptions(never_met=True))
    assert names(report) == ["Dan", "Cid"]
    assert (column(report, "never_met"), figure(report, "never_met").value) == ([True, True], 2)
    assert figure(made(plugin, SOME), "never_met").value == 1


def test_empty_shows_also_whom_no_tie_has_begun_with() -> None:
    text = "2026-01-01 person Ann\n2026-01-01 person Me\n2026-01-02 outcome job from Bob\n2026-01-03 meet Cid\n"
    assert names(made(plugin, text)) == ["Cid"]
    report = made(plugin, text, empty=True)
    assert names(report) == ["Cid", "Ann", "Bob"]
    assert column(report, "begun") == [date(2026, 1, 3), None, None]


def test_closed_ties_are_marked() -> None:
    report = made(plugin, "2026-01-01 meet Bob\n2026-02-01 close Bob\n2026-01-01 meet Ann\n")
    assert column(report, "closed") == [False, True]


def test_a_period_that_has_not_begun() -> None:
    """Nobody stands anywhere in it yet."""
    text = "2026-01-01 meet Bob\n2026-01-01 ! give @Club\n"
    assert made(plugin, text, begin=date(2030, 1, 1)).rows == ()
    assert made(plugin, text, begin=date(2026, 6, 30)).rows != ()


def test_nothing_at_all() -> None:
    for text in ("", "2026-01-01 person Bob\n", "2027-01-01 meet Bob\n"):
        report = made(plugin, text)
        assert (report.rows, report.notes) == ((), ())
        assert {item.value for item in report.figures} == {0}


# --------------------------------------------------------------------------------------------------- evidence


def test_the_evidence_of_strength_adds_up() -> None:
    """Each day with its heaviest touch."""
    text = VECTOR + "2026-01-31 email Bob Ann\n"
    found = evidence(plugin, text, "strength", "Bob", today=AT_40)
    assert found is not None
    assert column(found, "medium") == ["meet", "letter", "meet"]
    assert column(found, "weight") == [Decimal(1), Decimal("0.6"), Decimal(1)]
    assert column(found, "age") == [40, 30, 10]
    total = (found.totals or ())[6]
    assert sum(column(found, "contribution")) == total == cell(made(plugin, text, today=AT_40), "Bob", "strength")
    assert figure(found, "half_life").value == 180


def test_the_evidence_of_other_figures() -> None:
    text = VECTOR + "2026-02-10 call from Bob\n2026-02-01 meet Ann\n2026-02-02 connect Cid\n"
    found = evidence(plugin, text, "burstiness", "Bob")
    assert found is not None
    assert column(found, "gap") == [10, 20, 10]
    assert [item.value for item in found.figures] == [
        *(3, Decimal("13.333333"), Decimal("4.714045"), Decimal("-0.477592"), Decimal("-0.5"))
    ]
    found = evidence(plugin, text, "media", "Bob")
    assert found is not None
    assert [row[:3] for row in found.rows] == [("meet", 2, 0), ("call", 1, 1), ("letter", 1, 0)]
    found = evidence(plugin, text, "layer", "Ann")
    assert found is not None
    assert [row[:2] for row in found.rows] == [(1, "Bob"), (2, "Ann")]
    found = evidence(plugin, text, "mean_gap", "Cid")
    assert found is not None
    assert (found.rows, figure(found, "burstiness").reason) == ((), "below 2 gaps nothing varies")
    assert evidence(plugin, text, "strength", "Nobody") is None


# ------------------------------------------------------------------------------------------------ the command


def test_the_command(run: Run) -> None:
    ran = run("ties", "--never-met", "-O", "json", "--today", "2026-06-30", stdin="2026-06-30 call 李雷\n")
    data = json.loads(ran.out)
    assert (data["report"], data["rows"][0]["person"], data["rows"][0]["strength"]) == ("ties", "李雷", 0.7)
    ran = run("ties", "-O", "csv", "--today", "2026-06-30", stdin=SOME)
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [row["person"] for row in rows] == ["Ann", "Bob", "Cid"]
    ran = run("ties", "-S", "touch days", "-n", "1", "--today", "2026-06-30", stdin=SOME)
    assert "1 of 3 rows are shown" in ran.out


def test_two_periods_side_by_side(run: Run) -> None:
    ran = run("ties", "--compare", "-p", "2026-05", "-O", "json", "--today", "2026-06-30", stdin=SOME)
    rows = {row["person"]: row for row in json.loads(ran.out)["rows"]}
    assert (rows["Bob"]["in_period"], rows["Bob"]["in_period_before"]) == (1, 0)
    assert rows["Ann"]["strength"] < rows["Ann"]["strength_before"]
    assert rows["Cid"]["strength_before"] is None
    assert "more, fewer" in ran.out
