"""The garden by hand: each stage and its limits, where a cadence comes from, selections, evidence, the command."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from reading_reports import cell, cells, column, evidence, figure, made, names

from netledger import load_text
from netledger.measures.cadence import Cadences, days_told
from netledger.measures.stages import STAGES
from netledger.plugins.garden import SHOWN, GardenOptions, plugin

Run = Callable[..., Any]

T = date(2026, 6, 30)


def stage(text: str, name: str = "Bob", **settings: Any) -> list[Any]:
    """Return the stage of somebody and the rule that says so."""
    return list(cells(made(plugin, text, **settings), name, "stage", "rule"))


def before(days: int) -> str:
    """Return the day that many days before T."""
    return (T - timedelta(days=days)).isoformat()


# ----------------------------------------------------------------------------------------------------- stages


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{before(9)} connect Bob", ["seed", "no other rule holds"]),
        (f"{before(9)} meet Bob\n{before(9)} call Bob", ["seed", "no other rule holds"]),
        (f"{before(9)} meet Bob\n{before(8)} meet Bob", ["sprout", "two or more touch days"]),
        (f"{before(9)} call Bob\n{before(9)} call from Bob", ["growing", "touches both ways"]),
        (f"{before(9)} meet Bob\n{before(9)} call from Bob", ["seed", "no other rule holds"]),
        (f"{before(9)} call Bob\n{before(9)} meet from Bob", ["growing", "touches both ways"]),
        (f"{before(400)} give Bob\n{before(366)} receive Bob\n{before(9)} call Bob", ["growing", "favours both ways"]),
        (f"{before(365)} give Bob\n{before(9)} receive Bob", ["blooming", "favours both ways in a year"]),
        (f"{before(366)} give Bob\n{before(9)} receive Bob", ["growing", "favours both ways"]),
        (f"{before(9)} intro Bob Ann\n{before(8)} intro Cid by Bob", ["blooming", "favours both ways in a year"]),
        (f"{before(9)} meet Bob\n{before(9)} outcome job from Bob", ["blooming", "an outcome in a year"]),
        (f"{before(9)} meet Bob\n{before(365)} outcome job from Bob", ["blooming", "an outcome in a year"]),
        (f"{before(9)} meet Bob\n{before(366)} outcome job from Bob", ["seed", "no other rule holds"]),
        (f"{before(9)} meet Bob\n{before(9)} outcome job for Bob", ["seed", "no other rule holds"]),
        (f"{before(180)} meet Bob\n{before(180)} outcome job from Bob", ["blooming", "an outcome in a year"]),
        (f"{before(181)} meet Bob\n{before(1)} outcome job from Bob", ["dormant", "silence > 2 × cadence"]),
        (f"{before(360)} meet Bob", ["dormant", "silence > 2 × cadence"]),
        (f"{before(361)} meet Bob", ["withered", "silence > 4 × cadence"]),
        (f"{before(361)} meet Bob\n{before(9)} ! meet Bob", ["withered", "silence > 4 × cadence"]),
        (f"{before(361)} meet Bob\n{before(180)} give Bob", ["seed", "no other rule holds"]),
        (f"{before(361)} meet Bob\n{before(360)} close Bob", ["composted", "closed"]),
        (f"{before(9)} meet Bob\n{before(8)} close Bob\n{before(1)} connect Bob", ["seed", "no other rule holds"]),
        (f"{before(181)} intro Bob by Ann", ["dormant", "silence > 2 × cadence"]),
    ],
)
def test_the_first_rule_that_holds(text: str, wanted: list[str]) -> None:
    """Each rule, and each limit from both sides; the cadence is 90 days."""
    assert stage(text) == wanted


def test_silence_against_an_interval_in_months() -> None:
    """Twice a month are 60.875 days: 60 days are within, 61 are not."""
    for days, wanted in ((60, "seed"), (61, "dormant"), (121, "dormant"), (122, "withered")):
        assert stage(f"2020-01-01 person Bob\n  every: 1mo\n{before(days)} meet Bob")[0] == wanted


def test_silence_ends_with_a_touch_a_connect_or_a_favour() -> None:
    """Not with an outcome, a cost, a note or an introduction that is none of theirs."""
    text = f"{before(50)} meet Bob\n"
    other = f'{before(5)} cost Bob 1h\n{before(4)} outcome job from Bob\n{before(3)} note Bob "x"\n'
    assert cell(made(plugin, text + other), "Bob", "silence") == 50
    for line in ("connect Bob", "receive Bob", "give Bob", "intro Bob Ann", "poke Bob"):
        assert cell(made(plugin, f"{text}{before(7)} {line}\n"), "Bob", "silence") == 7
    assert cell(made(plugin, f"{text}{before(7)} meet Ann\n  receive Bob\n"), "Bob", "silence") == 7


# --------------------------------------------------------------------------------------------------- cadences

CADENCES = """\
2026-01-01 tag #rare
  every: 1y
2026-01-01 tag #often
  every: 2w
2026-01-01 tag #silent "without a cadence"
2026-01-01 person Own #often
  every: 60d
2026-03-01 person Own
  every: 45d
2026-01-01 person Both #rare #often
2026-01-01 connect Met #rare
2026-01-01 person Unsaid #silent
2026-05-01 person Later #often
2026-01-01 meet Later
2026-02-01 intro Brought by Own #often
"""


@pytest.mark.parametrize(
    ("name", "day", "wanted"),
    [
        ("Own", "2026-06-30", ("45d", "person")),
        ("Own", "2026-02-28", ("60d", "person")),
        ("Both", "2026-06-30", ("2w", "#often")),
        ("Met", "2026-06-30", ("1y", "#rare")),
        ("Unsaid", "2026-06-30", ("90d", "default")),
        ("Later", "2026-06-30", ("2w", "#often")),
        ("Later", "2026-04-30", ("90d", "default")),
        ("Brought", "2026-06-30", ("90d", "default")),
        ("Nobody", "2026-06-30", ("90d", "default")),
    ],
)
def test_where_a_cadence_comes_from(name: str, day: str, wanted: tuple[str, str]) -> None:
    """The person's own, else the shortest of their tags, else the option; tags of introductions are not theirs."""
    found = Cadences(load_text(CADENCES), date.fromisoformat(day)).of(name)
    assert (found.text, found.source) == wanted


def test_the_option_comes_last() -> None:
    ledger = load_text(f'option "cadence" "6w"\n{CADENCES}')
    cadences = Cadences(ledger, T)
    assert (cadences.of("Unsaid").days, cadences.of("Unsaid").source) == (42, "option")
    assert cadences.of("Both").text == "2w"


def test_days_are_told_in_full() -> None:
    ledger = load_text("2026-01-01 person A\n  every: 1mo\n2026-01-01 person B\n  every: 6mo\n")
    assert [str(days_told(Cadences(ledger, T).of(name).days)) for name in "AB"] == ["30.4375", "182.625"]
    assert str(days_told(Cadences(load_text('option "cadence" "100d"'), T).of("A").days)) == "100"


# -------------------------------------------------------------------------------------------------- selection

SOME = """\
2025-01-01 person Ann #client
2025-01-01 person Zed "never met"
2025-06-01 meet Ann Bob
2026-06-01 call Bob
2026-06-02 call from Bob
2026-06-03 outcome job from Ann
2026-06-04 meet Cid
2026-06-05 close Cid
"""


def test_rows_by_stage_and_name_and_counts_beneath() -> None:
    report = made(plugin, SOME)
    assert list(zip(names(report), column(report, "stage"), strict=True)) == [
        ("Bob", "growing"), ("Ann", "withered"), ("Cid", "composted")
    ]  # fmt: skip
    assert [(item.name, item.value) for item in report.figures] == [
        ("ties", 3),
        *((name, int(name in {"growing", "withered", "composted"})) for name in SHOWN),
    ]
    assert set(SHOWN) == set(STAGES)


def test_one_stage_alone() -> None:
    """The counts are of all."""
    report = made(plugin, SOME, options=GardenOptions(stage="withered"))
    assert (names(report), figure(report, "ties").value) == (["Ann"], 3)


@pytest.mark.parametrize(
    ("terms", "wanted"), [(["#client"], ["Ann"]), (["kind:call"], ["Bob"]), (["not:Ann"], ["Bob", "Cid"]), (["X"], [])]
)
def test_a_query_chooses_people(terms: list[str], wanted: list[str]) -> None:
    report = made(plugin, SOME, *terms)
    assert names(report) == wanted
    assert sum(item.value for item in report.figures[1:]) == len(wanted)  # type: ignore[misc]


def test_a_stage_is_that_of_the_last_day_of_the_period() -> None:
    assert stage(SOME, "Bob", end=date(2025, 8, 1)) == ["seed", "no other rule holds"]
    assert stage(SOME, "Bob", begin=date(2026, 1, 1), end=date(2026, 2, 1)) == ["dormant", "silence > 2 × cadence"]
    assert names(made(plugin, SOME, end=date(2025, 1, 1))) == []


def test_a_period_that_has_not_begun() -> None:
    """Nobody stands anywhere in it yet."""
    text = "2026-01-01 meet Bob\n2026-01-01 ! give @Club\n"
    assert made(plugin, text, begin=date(2030, 1, 1)).rows == ()
    assert made(plugin, text, begin=date(2026, 6, 30)).rows != ()


def test_nothing_at_all() -> None:
    for text in ("", "2026-01-01 person Bob\n", "2027-01-01 meet Bob\n", "2026-01-01 close Bob\n"):
        report = made(plugin, text)
        assert (report.rows, {item.value for item in report.figures}) == ((), {0})


# --------------------------------------------------------------------------------------------------- evidence


def test_the_evidence_is_every_rule_in_order() -> None:
    text = (
        f"2020-01-01 person Bob\n  every: 1mo\n{before(61)} call Bob\n{before(70)} call from Bob\n{before(61)} give Bob"
    )
    found = evidence(plugin, text, "stage", "Bob")
    assert found is not None
    assert [(row[0], row[2], row[3], row[4]) for row in found.rows] == [
        ("composted", None, None, False),
        ("withered", Decimal(61), Decimal("121.75"), False),
        ("dormant", Decimal(61), Decimal("60.875"), True),
        ("blooming", Decimal(0), Decimal(1), False),
        ("blooming", Decimal(0), Decimal(1), False),
        ("growing", Decimal(1), Decimal(1), True),
        ("growing", Decimal(0), Decimal(1), False),
        ("sprout", Decimal(2), Decimal(2), True),
        ("seed", None, None, True),
    ]
    assert found.lead == ("Bob is dormant: the first rule that holds is `silence > 2 × cadence`.",)
    assert (figure(found, "silence").value, figure(found, "cadence").value) == (61, Decimal("30.4375"))
    assert figure(found, "cadence").reason == "days: 1mo, the `every:` of the person"
    assert evidence(plugin, text, "stage", "Nobody") is None


def test_instalments_count_once() -> None:
    """Two payments for one thing are one outcome, in the row and behind the rule; another kind is another."""
    text = f"{before(9)} meet Bob\n" + "".join(
        f"{before(days)} outcome {kind} from Bob ^noor\n" for days, kind in ((8, "client"), (7, "client"), (6, "talk"))
    )
    assert column(made(plugin, text), "outcomes") == [2]
    found = evidence(plugin, text, "stage", "Bob")
    assert found is not None
    assert [rule[2] for rule in found.rows if rule[1] == "an outcome in a year"] == [2]


# ------------------------------------------------------------------------------------------------ the command


def test_the_command(run: Run) -> None:
    ran = run("garden", "--stage", "composted", "-O", "json", "--today", "2026-06-30", stdin=SOME)
    (row,) = json.loads(ran.out)["rows"]
    assert (row["person"], row["stage"], row["rule"], row["silence"]) == ("Cid", "composted", "closed", 26)


def test_two_periods_side_by_side(run: Run) -> None:
    """What it was and what it is."""
    ran = run("garden", "--compare", "-p", "2026-06", "-O", "json", "--today", "2026-06-30", stdin=SOME)
    rows = {row["person"]: (row["stage"], row["stage_before"]) for row in json.loads(ran.out)["rows"]}
    assert "more, fewer" not in ran.out  # a stage is no count
    assert rows == {"Bob": ("growing", "withered"), "Ann": ("withered", "withered"), "Cid": ("composted", None)}
