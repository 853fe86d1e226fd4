"""The funnel: which stages a tie comes to and when, the other way round, the landmark, breakdowns, evidence."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from journeys import MEDIA, PEOPLE, START, Event, begun, case, first, histories, journal, known, since
from journeys import TODAY as LAST

from netledger import Config, Figure, Ledger, Report, load_text, parse_query
from netledger.core.amounts import quantize
from netledger.core.config import WrongCall
from netledger.measures.journey import ALL_STEPS, STEPS
from netledger.measures.survival import Case, Curve
from netledger.plugins.funnel import FunnelOptions, plugin, run

Run = Callable[..., Any]

TODAY = date(2026, 6, 30)
KEPT = "2020-01-01 cost 1 USD\n"
"""An entry that lets nobody enter late."""


def report(ledger: Ledger | str, *terms: str, show: str = "steps", within: int = 180, **settings: Any) -> Report:
    """Compute the report of a ledger, or of a journal that must be sound but for declarations."""
    ledger = load_text(KEPT + ledger) if isinstance(ledger, str) else ledger
    assert not ledger.has_errors
    options = FunnelOptions(show=show, within=within)  # type: ignore[arg-type]
    config = Config(**{"today": TODAY, **settings}, query=parse_query(terms), options=options)
    made, found = run(ledger, config)
    assert list(found) == []
    return made


def row(made: Report, key: str) -> dict[str, Any]:
    """Return a row; `{}` where there is none."""
    names = [column.name for column in made.columns]
    return next((dict(zip(names, r, strict=True)) for r in (*made.rows, made.totals or ()) if r and r[0] == key), {})


def cells(made: Report, key: str, *names: str) -> list[Any]:
    """Return some cells of a row."""
    found = row(made, key)
    return [found[name] for name in names]


def keys(made: Report) -> list[object]:
    """Return what the rows are of."""
    return [row[0] for row in made.rows]


def figure(made: Report, name: str) -> Figure:
    """Return a figure."""
    (found,) = [item for item in made.figures if item.name == name]
    return found


# ------------------------------------------------------------------------------------------------------- by step

WAY = """\
2025-01-01 message Ann
2025-01-11 call Ann
2025-01-31 meet Ann
2025-02-10 receive Ann
2025-03-01 outcome job from Ann
2025-01-01 email Ben
2025-01-21 meet Ben
2025-02-10 video Ben
2025-01-01 post Cleo
2025-02-01 close Cleo
2025-01-05 meet Dev
2025-01-06 poke Dev
2026-06-01 letter Eve
"""


def test_the_steps() -> None:
    """From each stage to the next: counts, share, median, at risk, the other way round."""
    made = report(WAY)
    assert keys(made) == ["text → voice", "voice → meeting", "meeting → exchange", "exchange → outcome"]
    names = ("n", "events", "closed", "waiting", "reverse", "at_risk", "median")
    # Of five with a text: Ann after 10 days, Ben after 40, Cleo closed on day 31, Dev waiting, Eve for 29 days so far.
    assert cells(made, "text → voice", *names) == [5, 2, 1, 2, 0, 1, None]
    # The shares: 1/5, then of the 4/5 left 1/3 are closed and, of the two then at risk, one comes: 1/5 + 8/15·1/2.
    share = Decimal("0.2") + Decimal(8) / 15 / 2
    assert row(made, "text → voice")["share"] == quantize(share, 4)
    assert cells(made, "voice → meeting", *names) == [1, 1, 0, 0, 1, 0, 20]
    assert cells(made, "meeting → exchange", *names) == [3, 1, 0, 2, 0, 2, None]
    assert cells(made, "exchange → outcome", *names) == [1, 1, 0, 0, 0, 0, 19]


def test_all_pairs() -> None:
    """Every stage to every other; a pair that nobody came to the start of has no row, unless it is asked for."""
    made = report(WAY, show="all")
    assert set(keys(made)) <= {step.title for step in ALL_STEPS}
    assert cells(made, "meeting → text", "n", "events", "reverse", "median") == [1, 1, 2, 1]
    assert cells(made, "text → meeting", "n", "events", "reverse") == [4, 2, 1]
    assert cells(made, "outcome → text", "n", "reverse") == [0, 1]
    assert len(report(WAY, show="all", empty=True).rows) == 20
    assert keys(report("2026-01-01 meet Ann\n")) == ["meeting → exchange"]
    assert len(report("2026-01-01 meet Ann\n", empty=True).rows) == 4


def test_both_on_one_day() -> None:
    """A wait of no day, both ways; not the other way round."""
    made = report("2026-01-01 meet Ann\n2026-01-01 call Ann\n", show="all")
    for title in ("voice → meeting", "meeting → voice"):
        assert cells(made, title, "n", "events", "share", "median", "reverse") == [1, 1, 1, 0, 0]


def test_the_stages(ledger: Ledger) -> None:
    """A favour either way is an exchange, in a touch's block too; promises and what comes after T are nothing.

    2020-01-01 cost 1 USD
    2025-12-01 meet Ann
    2026-01-01 meet Ann
      give Ann
      ! receive Ann
    2026-01-01 meet Ben
    2026-01-02 ! give Ben
    2026-01-03 intro Ben Cleo
    2026-01-01 meet Dev
    2026-01-02 outcome job from Dev for Ann
    2026-07-01 give Dev
    2026-01-01 meet Eve
    2026-01-20 intro Fay by Eve
    """
    made = report(ledger, show="all")
    # Ann after 31 days, Ben after 2, Eve after 19, Dev not yet; Cleo was never met, and Fay brought nothing herself.
    assert cells(made, "meeting → exchange", "n", "events", "median") == [4, 3, 19]
    assert "exchange → outcome" not in keys(report(ledger, "Dev"))


def test_a_close_before_the_clock_starts() -> None:
    """A tie may be closed and open again: only what comes after the first stage competes."""
    made = report("2025-01-01 connect Ann\n2025-02-01 close Ann\n2025-03-01 connect Ann\n2025-03-02 call Ann\n")
    assert cells(made, "voice → meeting", "n", "closed", "waiting") == [1, 0, 1]


def test_stages_from_before_the_journal_was_kept() -> None:
    """A first call of ten years ago was not followed until the journal was."""
    ledger = load_text("2015-01-01 call Ann\n2026-01-01 call Ben\n2026-01-02 cost 1 USD\n2026-03-01 meet Ann\n")
    made = report(ledger)
    assert cells(made, "voice → meeting", "n", "events", "share", "at_risk") == [2, 1, 0, 1]
    assert made.notes[-2].startswith("2 ties began before 2026-01-02, since when the journal is kept")


def test_shares_of_days_on_which_nobody_was_followed() -> None:
    """They are undefined, and a note says so."""
    ledger = load_text("2010-01-01 call Ann Bob\n2025-06-01 cost 1h\n2025-07-01 meet Ann\n")
    for made in (report(ledger), report(ledger, by="where")):
        unseen = [note for note in made.notes if note.startswith("no tie was followed on these days: ")]
        assert len(unseen) == 1
        assert "voice → meeting (0 to 5,629)" in unseen[0]
    assert cells(report(ledger), "voice → meeting", "events", "share", "at_risk") == [1, None, None]


def test_within() -> None:
    """The share is that of so many days; where nobody was followed for so long, it is undefined."""
    assert cells(report(WAY, within=10), "text → voice", "share", "at_risk") == [Decimal("0.2"), 5]
    assert cells(report(WAY, within=9), "text → voice", "share", "low") == [0, None]
    made = report("2026-06-01 call Ann\n", within=30)
    assert cells(made, "voice → meeting", "share", "at_risk") == [None, None]
    assert made.notes[0].endswith("the longest, in days: voice → meeting (29); --within asks for other days")


# --------------------------------------------------------------------------------------------------- the landmark

MARKED = """\
2025-01-01 message Ann
2025-02-01 meet Ann
2025-05-01 give Ann
2025-01-01 connect Ben
2025-04-01 call Ben
2025-01-01 message Cleo
2025-04-02 meet Cleo
2025-01-01 meet Dev
2025-02-01 give Dev
2025-01-01 meet Eve
2025-02-01 close Eve
2025-01-01 connect Fay
2025-01-01 meet Gil
2025-04-01 receive Gil
2025-01-01 meet Hal
2025-06-01 close Hal
2026-05-01 meet Ida
"""


def test_the_landmark() -> None:
    """From day 90 on, 2025-04-01, by the richest medium up to it; whoever exchanged or was closed by then is out."""
    made = report(MARKED, show="landmark")
    assert keys(made) == ["meet", "call", "message", "(none)"]
    names = ("n", "events", "closed", "waiting", "median")
    assert cells(made, "meet", *names) == [2, 1, 1, 0, 30]  # Ann after 30 days, Hal closed after 61; Gil came on day 90
    assert cells(made, "call", *names) == [1, 0, 0, 1, None]  # Ben, called on day 90
    assert cells(made, "message", *names) == [1, 0, 0, 1, None]  # Cleo was met a day later
    assert cells(made, "(none)", *names) == [1, 0, 0, 1, None]  # Fay
    assert cells(made, "meet", "share", "at_risk") == [Decimal("0.5"), 0]
    # A tie is 90 days old on T, and has waited for no day since.
    assert keys(report("2026-04-01 meet Ann\n2026-04-02 meet Ben\n", "Ann", show="landmark")) == ["meet"]
    assert keys(report("2026-04-01 meet Ann\n2026-04-02 meet Ben\n", "Ben", show="landmark")) == []
    assert made.figures == ()


def test_the_landmark_as_figures() -> None:
    """They stand beneath the steps, each with its day and its interval."""
    made = report(MARKED)
    assert [item.name for item in made.figures] == [
        f"exchange_after_{key}" for key in ("meet", "call", "message", "none")
    ]
    meet = figure(made, "exchange_after_meet")
    assert (meet.value, meet.n, meet.reason) == (Decimal("0.5"), 2, "by day 270")
    assert meet.low is not None
    assert meet.high is not None
    assert meet.low < Decimal("0.5") < meet.high
    call = figure(report(MARKED, within=600), "exchange_after_call")
    assert (call.value, call.reason) == (None, "followed to day 545 at most")
    assert any("richest medium" in note for note in made.notes)


def test_a_landmark_from_before_the_journal_was_kept() -> None:
    """Which media were used up to it nobody knows: the tie is left out, and counted."""
    ledger = load_text("2015-01-01 call Ann\n2025-12-01 call Ben\n2026-01-01 cost 1 USD\n2026-06-01 give Ann\n")
    made = report(ledger, show="landmark", within=30)
    assert keys(made) == ["call"]
    assert row(made, "call")["n"] == 1
    assert made.notes[-1] == "left out, for their media up to day 90 are not known: 1 tie"
    # The figures beneath the steps leave it out as well.
    wanted = "exchange after …: left out, for their media up to day 90 are not known: 1 tie"
    assert [report(ledger, show=show).notes[-1] for show in ("steps", "all")] == [wanted] * 2
    assert not any("their media" in note for note in report(ledger, by="venue").notes)


def test_the_landmark_has_its_rows() -> None:
    """It goes with no other breakdown."""
    with pytest.raises(WrongCall, match="leave out --by"):
        report(MARKED, show="landmark", by="venue")


# How a tie began, and where

PLACES = """\
2025-01-01 venue @Club org
2025-01-01 venue @Club:Talks
2025-01-01 venue @Site site
2025-01-01 venue @Board passive
2025-01-01 meet Ann @Club:Talks
2025-01-11 give Ann
2025-01-01 message Ben @Site
2025-01-31 call Ben
2025-01-01 connect Cleo @Board
2025-01-01 meet Dev
2025-06-01 meet Eve @Club
"""


def test_by_place() -> None:
    """Where each tie began: a site is online, all other venues are offline."""
    made = report(PLACES, by="where")
    assert keys(made) == ["offline", "online", "(none)"]
    assert cells(made, "offline", "n", "meeting_to_exchange", "meeting_to_exchange_n") == [3, Decimal("0.5"), 2]
    assert cells(made, "online", "n", "text_to_voice", "text_to_voice_median") == [1, 1, 30]
    assert cells(made, "online", "voice_to_meeting", "voice_to_meeting_n", "voice_to_meeting_at_risk") == [0, 1, 1]
    assert cells(made, "online", "exchange_to_outcome", "exchange_to_outcome_n") == [None, 0]
    assert made.notes == ("a median is undefined where the share has not come to one half",)
    assert cells(made, "total", "n", "meeting_to_exchange", "meeting_to_exchange_n") == [5, Decimal("0.3333"), 3]


def test_by_venue() -> None:
    """Down to the depth that is asked for; all pairs, where they are."""
    assert keys(report(PLACES, by="venue")) == ["@Board", "@Club", "@Club:Talks", "@Site", "(none)"]
    made = report(PLACES, by="venue", depth=1, show="all")
    assert keys(made) == ["@Board", "@Club", "@Site", "(none)"]
    assert cells(made, "@Site", "n", "text_to_voice", "voice_to_text_n") == [1, 1, 0]
    assert len(made.columns) == 2 + 4 * 20


def test_by_what_there_is_not() -> None:
    """It is told what there is."""
    with pytest.raises(WrongCall, match="nothing to break down by 'medium'; there are venue, where"):
        report(PLACES, by="medium")


def test_what_is_chosen() -> None:
    """Ties that began in the period and as the query asks; they are followed to T."""
    assert row(report(PLACES, "@Club"), "meeting → exchange")["n"] == 2
    assert row(report(PLACES, "not:Ann"), "meeting → exchange")["n"] == 2
    made = report(PLACES, end=date(2025, 1, 2))
    assert cells(made, "meeting → exchange", "n", "events") == [2, 1]
    assert made.notes[-1] == "ties that began in the period, followed to 2026-06-30"


@pytest.mark.parametrize(
    "text", ["", "2026-01-01 person Ann\n", "2026-07-01 meet Ann\n", "2026-01-01 outcome job from Ann\n"]
)
@pytest.mark.parametrize("settings", [{}, {"by": "venue"}, {"show": "landmark"}])
def test_no_tie(text: str, settings: dict[str, Any]) -> None:
    """There is nothing to tell."""
    made = report(text, **settings)
    assert (made.rows, made.totals, made.figures, made.notes) == ((), None, (), ())


# ------------------------------------------------------------------------------------- the command, and explaining


def test_the_command(run: Run) -> None:
    """All formats of all tables, and the period before beside."""
    for form in ("table", "csv", "tsv", "json", "markdown", "html"):
        for own in ([], ["--by", "where"], ["--show", "all"], ["--show", "landmark", "--within", "30"]):
            ran = run("funnel", "--today", "2026-06-30", "-O", form, *own, stdin=MARKED)
            assert (ran.status, bool(ran.out)) == (0, True)
    ran = run("funnel", "--compare", "-p", "2025q2", "--today", "2026-06-30", stdin=KEPT + WAY)
    assert ran.status == 0
    assert "180 d  before" in ran.out


def test_every_figure_is_defined() -> None:
    """Each computed column and figure has its definition, and no definition is of anything else."""
    every = [report(PLACES), report(PLACES, by="where", show="all"), report(PLACES, show="landmark")]
    shown = {column.name for made in every for column in made.columns} - {"step", "from", "to", "where", "medium"}
    shown |= {f"exchange_after_{medium}" for medium in (*MEDIA, "none")}
    assert {definition.name for definition in plugin.definitions} == shown


def told(text: str, figure: str, subject: str, **settings: Any) -> list[tuple[Any, ...]] | None:
    """Return the rows of the evidence."""
    assert plugin.evidence is not None
    made = plugin.evidence(load_text(KEPT + text), Config(TODAY, **settings), figure, subject)
    return None if made is None else list(made.rows)


def test_the_numbers_behind() -> None:
    """Of a step the waits, of a tie its stages, of a medium the waits from day 90 on, of a group its ties' stages."""
    steps = [("Ann", 20, "came", 0), ("Ben", None, "other way", None)]
    assert told(WAY, "share", "voice → meeting") == told(WAY, "share", "voice_to_meeting") == steps
    assert told(WAY, "share", "Ben") == [
        ("text", date(2025, 1, 1), 0),
        ("meeting", date(2025, 1, 21), 20),
        ("voice", date(2025, 2, 10), 40),
    ]
    assert told(MARKED, "exchange_after_meet", "meet") == [
        ("Ann", date(2025, 1, 1), 30, "came"),
        ("Hal", date(2025, 1, 1), 61, "closed"),
    ]
    assert told(MARKED, "exchange_after_none", "none") == [("Fay", date(2025, 1, 1), 455, "waits")]
    day = date(2025, 1, 1)
    assert told(PLACES, "text_to_voice", "online", by="where") == [
        ("Ben", day, day, date(2025, 1, 31), None, None, None)
    ]
    assert told(MARKED, "share", "(none)", by="venue") != told(MARKED, "share", "(none)")
    for nothing in ("Nobody", "letter"):
        assert told(MARKED, "share", nothing) is None


# ------------------------------------------------------------------------------------------------- random journals

_KINDS = {
    "text": ("message", "email", "post", "poke", "letter"),
    "voice": ("call", "video"),
    "meeting": ("meet",),
    "exchange": ("give", "receive"),
    "outcome": ("outcome",),
}


@given(histories)
def test_steps_against_a_naive_computation(history: list[Event]) -> None:
    """Each step is the curve of cases that are gathered from the plain events."""
    made = report(load_text(journal(history)), "not:Zoe", show="all", empty=True, within=60, today=LAST)
    for step in ALL_STEPS:
        cases, reverse = [], 0
        for name in PEOPLE:
            start = first(history, name, _KINDS[step.start], 0)
            end = first(history, name, _KINDS[step.end], 0)
            if start is None or begun(history, name) is None:
                continue
            if end is not None and end < start:
                reverse += 1
            else:
                cases.append(Case(*case(history, name, start, end)))
        curve = Curve.of(cases)
        share = curve.at(60).share if curve.knows(60) else None
        wanted = [len(cases), reverse, None if share is None else quantize(share, 4), curve.median]
        assert cells(made, step.title, "n", "reverse", "share", "median") == wanted


@given(histories)
def test_the_landmark_against_a_naive_computation(history: list[Event]) -> None:
    """Each medium has the ties of which the plain events say so."""
    made = report(load_text(journal(history)), "not:Zoe", show="landmark", within=30, today=LAST)
    cases: dict[str, list[Case]] = {}
    for name in PEOPLE:
        start = begun(history, name)
        day = None if start is None else start + 90
        if day is None or day > (LAST - START).days or (since(history) or 0) > day:
            continue
        closed = False
        for event in known(history):
            # What else is on the day of a close does not open the tie again.
            if event.name == name and event.day <= day and event.kind == "close" and event.day >= (start or 0):
                closed = True
                last = event.day
            elif event.name == name and event.day <= day and event.kind in {*MEDIA, "connect", "give", "receive"}:
                closed = closed and event.day <= last
        exchange = first(history, name, _KINDS["exchange"], 0)
        if closed or (exchange is not None and exchange <= day):
            continue
        used = [event.kind for event in known(history) if event.name == name and event.day <= day]
        richest = next((medium for medium in MEDIA if medium in used), "(none)")
        cases.setdefault(richest, []).append(Case(*case(history, name, day, exchange)))
    assert set(keys(made)) == set(cases)
    for medium, found in cases.items():
        curve = Curve.of(found)
        assert cells(made, medium, "n", "events", "median") == [
            len(found),
            sum(one.event == 1 for one in found),
            curve.median,
        ]


@given(histories)
def test_breakdowns_partition(history: list[Event]) -> None:
    """The ties of a step are spread over the rows of a breakdown without loss."""
    ledger = load_text(journal(history))
    whole = report(ledger, today=LAST, empty=True)
    for by in ("venue", "where"):
        made = report(ledger, today=LAST, by=by)
        for step in STEPS:
            index = [column.name for column in made.columns].index(f"{step.name}_n")
            assert sum(row[index] for row in made.rows) == row(whole, step.title)["n"]  # type: ignore[misc]


@given(histories)
def test_what_comes_later_changes_nothing(history: list[Event]) -> None:
    """A report of a day knows nothing of the days after."""
    day = START + timedelta(days=120)
    cut = [event for event in history if event.day <= 120]
    one, two = (report(load_text(journal(some)), today=day, show="all") for some in (history, cut))
    assert (one.rows, one.figures) == (two.rows, two.figures)
