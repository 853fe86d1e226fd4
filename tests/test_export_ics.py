"""The list of `tend` as a calendar: the text of `netledger tend -O ics`, and what icalendar reads in it."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from exports import exported
from icalendar import Calendar

from netledger.plugins.tend import TendOptions

Run = Callable[..., Any]

ROOT = Path(__file__).parents[1]

PLANNED = """
2026-01-01 person Élise.X
  every: 30d
2026-01-01 person Bob
2026-03-01 meet Élise.X
2026-06-20 meet Bob
  ! give Bob 1 INTRO "to a \\"printer\\", soon; really\\nsoon"
2026-06-21 ! receive Élise.X "her price list"
  due: 2026-07-15
2027-01-01 meet Bob
"""


@pytest.mark.parametrize("options", [(), ("--all",), ("--hours", "3"), ("Bob",), ("-p", "2026-05")])
@pytest.mark.parametrize("file", ["coach.net", "job-seeker/main.net"])
def test_it_is_what_tend_writes(file: str, options: tuple[str, ...], run: Run) -> None:
    asked = ("-f", str(ROOT / "examples" / file), "--today", "2026-06-30")
    wanted = run("tend", "-O", "ics", *options, *asked)
    assert run("export", "ics", *options, *asked) == wanted
    assert wanted.status == 0


def test_icalendar_reads_a_day_for_each_promise() -> None:
    found = Calendar.from_ical(exported("ics", PLANNED)).walk("VEVENT")
    assert [(event.decoded("dtstart"), str(event["summary"])) for event in found] == [
        (date(2026, 7, 15), "Élise.X: her price list"),
        (date(2026, 9, 18), 'Bob: 1 INTRO, to a "printer", soon; really·soon'),
    ]


def test_the_options_are_those_of_tend() -> None:
    journal = "2026-01-01 person Bob\n2026-06-20 meet Bob\n"
    assert not Calendar.from_ical(exported("ics", journal)).walk("VEVENT")
    (found,) = Calendar.from_ical(exported("ics", journal, options=TendOptions(all=True))).walk("VEVENT")
    assert found["summary"] == "Contact Bob"


def test_an_empty_journal_is_an_empty_calendar(run: Run) -> None:
    ran = run("export", "ics", stdin="")
    assert (ran.status, ran.err) == (0, "")
    assert Calendar.from_ical(ran.out).walk("VEVENT") == []


def test_without_icalendar_the_call_is_wrong(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    ran = run("export", "ics", stdin=PLANNED)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("Error: ")
    assert "pip install 'netledger[calendar]'" in ran.err


def test_a_file_has_the_line_ends_of_a_calendar(run: Run, tmp_path: Path) -> None:
    assert run("export", "ics", "-o", "tend.ics", "--today", "2026-06-30", stdin=PLANNED).status == 0
    data = (tmp_path / "tend.ics").read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 10
