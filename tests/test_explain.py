"""What figures are, and the numbers behind them; the page of the month."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import jsonschema
import msgspec
import pytest
from conftest import ROOT, Ran

from netledger import Config, Ledger, load
from netledger.cli.commands.explain import COMMANDS
from netledger.cli.main import METRICS
from netledger.core.config import WrongCall
from netledger.extension import PLUGINS, Metric
from netledger.render.data import PageData
from netledger.reports.explain import Defined, choose, explain
from netledger.reports.review import SECTIONS, review

TODAY = date(2026, 6, 30)
EXAMPLES = ["coach.net", "community.net", "introvert.net", "job-seeker/main.net"]
# These columns say what a row is, and nothing is computed for them.
PLAIN = {"amount", "day", "people", "people_n", "venues", "venues_n"}


@cache
def example(name: str) -> Ledger:
    return load(ROOT / "examples" / name)


def metric(plugin: str) -> Metric:
    found = PLUGINS.find(plugin).plugin
    assert isinstance(found, Metric)
    return found


def defined() -> list[Defined]:
    return [
        Defined(definition, metric(name), name, COMMANDS.get(name, name))
        for name in METRICS.values()
        for definition in metric(name).definitions
    ]


@pytest.mark.parametrize("plugin", METRICS.values())
def test_every_number_that_a_metric_shows_is_defined(plugin: str) -> None:
    known = defined()
    for name in EXAMPLES:
        report, found = metric(plugin).run(example(name), Config(TODAY))
        assert not [item for item in found if item.severity == "error"]
        numbers = {"count", "number", "share", "amount", "amounts", "series"}
        shown = [column.name for column in report.columns if column.kind in numbers and column.name not in PLAIN]
        for figure in (*shown, *(figure.name for figure in report.figures)):
            assert choose(figure, known), figure


@pytest.mark.parametrize("plugin", METRICS.values())
def test_every_metric_takes_an_empty_ledger_and_a_query_of_nobody(plugin: str) -> None:
    from netledger import load_text, parse_query  # noqa: PLC0415

    report, found = metric(plugin).run(load_text(""), Config(TODAY))
    assert (list(found), [row for row in report.rows if plugin not in {"quality", "roi"}]) == ([], [])
    config = Config(TODAY, query=parse_query(["Nobody"]))
    report, _ = metric(plugin).run(example("coach.net"), config)
    assert "Dana" not in {cell for row in report.rows for cell in row if isinstance(cell, str)}


def test_definitions_are_whole() -> None:
    for item in defined():
        definition = item.definition
        assert re.fullmatch(r"[a-z0-9_]+", definition.name), definition.name
        assert definition.formula, definition.name
        assert definition.meaning.endswith("."), definition.name
    names = [item.name for item in defined()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("item", [item for item in defined() if not item.definition.minor], ids=lambda item: item.name)
def test_what_is_behind_a_figure_is_a_sound_report_or_nothing(item: Defined) -> None:
    for subject in ("Dana", "@Chamber", "^halden", "Nobody", ""):
        report = explain([item], subject, example("coach.net"), Config(TODAY))
        assert report.lead[0].endswith(item.definition.formula)
        assert all(len(row) == len(report.columns) for row in report.rows)


@pytest.mark.parametrize(
    ("figure", "subject"),
    [
        ("strength", "Dana"),
        ("two_wayness", "Dana"),
        ("initiation", "Dana"),
        ("stage", "Dana"),
        ("priority", "Castellanos"),
        ("lasted", "@Chamber"),
        ("tertius_iungens", "Zoë"),
        ("lag.share", "Dana"),
        ("constraint", "Dana"),
        ("spent", "(all)"),
    ],
)
def test_there_is_something_behind_what_people_ask_for(figure: str, subject: str) -> None:
    found = choose(figure, defined())
    assert len(found) == 1
    assert explain(found, subject, example("coach.net"), Config(TODAY)).rows


def test_a_name_of_several_figures_is_told_apart() -> None:
    found = choose("hours", defined())
    assert len(found) > 1
    with pytest.raises(WrongCall, match=r"say which: .*roi\.hours"):
        explain(found, "Dana", example("coach.net"), Config(TODAY))
    assert [item.name for item in choose("roi.hours", defined())] == ["roi.hours"]
    assert [item.name for item in choose("single-contact venues", defined())] == ["quality.single_contact"]
    with pytest.raises(WrongCall, match="did you mean strength"):
        choose("strenght", defined())


def test_explain_needs_no_journal(run: Callable[..., Ran]) -> None:
    ran = run("explain", "two-wayness")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Two wayness\n\ntwo_wayness = 2·min(G, R) / (G + R)\n")
    assert json.loads(run("explain", "two-wayness", "-O", "json").out)["lead"][0].startswith("two_wayness = ")
    assert "no figure 'nonsense'" in run("explain", "nonsense").err


# ------------------------------------------------------------------------------------------------- the review


def test_the_page_has_each_section_that_has_something_to_say() -> None:
    config = Config(TODAY, date(2026, 5, 1), date(2026, 6, 1))
    reports, found = review(example("coach.net"), config)
    assert found == []
    titles = [report.title for report in reports]
    assert titles == [
        *(section.title for section in SECTIONS[:3]),
        "What came of it",
        *(section.title for section in SECTIONS[3:]),
    ]
    by_title = {report.title: report for report in reports}
    assert [row[0] for row in by_title["Deeper, or just wider"].rows][:2] == ["reach, people", "new, people"]
    assert by_title["What came of it"].begin == config.begin
    assert by_title["The garden, at the end"].rows == ()
    # What is still to be done is of the day on which it is read, not of the period's end.
    assert len(by_title["Open promises"].rows) == 4
    assert by_title["Whom to contact next"].end is None


def test_the_page_of_nothing() -> None:
    from netledger import load_text  # noqa: PLC0415

    reports, found = review(load_text(""), Config(TODAY, date(2026, 5, 1), date(2026, 6, 1)))
    assert found == []
    assert {report.title for report in reports} <= {section.title for section in SECTIONS}


def test_a_metric_that_fails_is_left_out_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("broken")

    broken = replace(metric("garden"), run=fails)
    monkeypatch.setattr("netledger.plugins.garden.plugin", broken)
    reports, found = review(example("coach.net"), Config(TODAY, date(2026, 5, 1), date(2026, 6, 1)))
    assert [item.code for item in found] == ["NL210"]
    assert "The garden, at the end" not in {report.title for report in reports}


def test_the_review_is_of_last_month(run: Callable[..., Ran]) -> None:
    coach = str(ROOT / "examples" / "coach.net")
    ran = run("review", "-f", coach, "--today", "2026-06-30")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Review: A coach's year, 2026-05-01 to 2026-05-31\n\nWhat happened, 2026-05-01")
    markdown = run("review", "-f", coach, "--today", "2026-06-30", "-O", "markdown").out
    assert markdown.startswith("# Review: A coach's year, 2026-05-01 to 2026-05-31\n\n## What happened")
    html = run("review", "-f", coach, "--today", "2026-06-30", "-o", "review.html")
    assert (html.status, html.out) == (0, "")
    data = json.loads(run("review", "-f", coach, "--today", "2026-06-30", "-O", "json").out)
    jsonschema.validate(data, msgspec.json.schema(PageData))
    assert run("review", "-f", coach, "-o", "review.csv").status == 2
    ran = run("review", "-f", coach, "--today", "2026-06-30", "-p", "2027")
    assert (ran.status, ran.out) == (2, "")
    assert "there is nothing yet to compare" in ran.err


def test_what_is_behind_a_figure_at_the_end_of_the_calendar(run: Callable[..., Ran]) -> None:
    journal = "2026-01-01 person Ann\n9999-12-31 message Ann\n"
    ran = run("explain", "strength_then", "Ann", "--today", "9999-12-31", stdin=journal)
    assert (ran.status, ran.err) == (0, "")
    assert "9999-12-31  message" in ran.out
