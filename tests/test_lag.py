"""Lag: the published vectors as journals, what begins and ends a wait, who enters late, breakdowns, evidence."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from journeys import PEOPLE, START, Event, begun, case, first, histories, journal
from journeys import TODAY as LAST

from netledger import Config, Figure, Ledger, Report, load_text, parse_query
from netledger.core.amounts import quantize
from netledger.core.config import WrongCall
from netledger.measures.following import kept_since
from netledger.measures.survival import Case, Curve
from netledger.plugins.lag import LagOptions, plugin, run

Run = Callable[..., Any]

TODAY = date(2026, 6, 30)


def report(ledger: Ledger | str, *terms: str, until: str = "outcome", steps: bool = False, **settings: Any) -> Report:
    """Compute the report of a ledger, or of a journal that must be sound but for declarations."""
    ledger = load_text(ledger) if isinstance(ledger, str) else ledger
    assert not ledger.has_errors
    options = LagOptions(until=until, steps=steps)  # type: ignore[arg-type]
    config = Config(**{"today": TODAY, **settings}, query=parse_query(terms), options=options)
    made, found = run(ledger, config)
    assert list(found) == []
    return made


def column(made: Report, name: str) -> list[Any]:
    """Return a whole column."""
    index = [column.name for column in made.columns].index(name)
    return [row[index] for row in made.rows]


def row(made: Report, key: str) -> dict[str, Any]:
    """Return a row of a breakdown."""
    (found,) = [row for row in (*made.rows, made.totals or ()) if row and row[0] == key]
    return dict(zip([column.name for column in made.columns], found, strict=True))


def figure(made: Report, name: str) -> Figure:
    """Return a figure."""
    (found,) = [item for item in made.figures if item.name == name]
    return found


def counts(made: Report) -> tuple[Any, ...]:
    """Return how many ties there are, came to it, were closed, and still wait."""
    return tuple(figure(made, name).value for name in ("n", "events", "closed", "waiting"))


def waits(*times: str) -> str:
    """Write a journal of ties that all began so long before T: `30` had an outcome, `60+` waits, `60c` was closed.

    Somebody was met on the very first day, so that nobody enters late.
    """
    lines = ["2020-01-01 meet Zoe", "2020-01-02 meet Zoe", "2020-01-03 close Zoe"]
    for number, text in enumerate(times):
        days = timedelta(days=int(text.strip("+c")))
        start = TODAY - days if text.endswith("+") else TODAY - timedelta(days=600)
        lines.append(f"{start} meet P{number}")
        if text.endswith("c"):
            lines.append(f"{start + days} close P{number}")
        elif not text.endswith("+"):
            lines.append(f"{start + days} outcome job from P{number}")
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------------------------------------------- vectors


def test_eight_waits() -> None:
    """30, 45, 60+, 90, 120+, 180, 200+, 365+: S .875, .75, .6, .4, median 180, (30, ∞)."""
    made = report(waits("30", "45", "60+", "90", "120+", "180", "200+", "365+"), "P*", steps=True)
    assert column(made, "day") == [30, 45, 90, 180]
    assert column(made, "share") == [Decimal(text) for text in ("0.1250", "0.2500", "0.4000", "0.6000")]
    assert column(made, "at_risk") == [8, 7, 5, 3]
    assert column(made, "events") == [1, 2, 3, 4]
    assert counts(made) == (8, 4, 0, 4)
    median = figure(made, "median")
    assert (median.value, median.low, median.high, median.n) == (180, 30, None, 8)
    assert "upper limit not reached" in median.reason
    assert made.notes == ()


def test_two_of_them_closed() -> None:
    """The same with 60 and 120 closed: F .125, .25, .375, .5."""
    made = report(waits("30", "45", "60c", "90", "120c", "180", "200+", "365+"), "P*", steps=True)
    assert column(made, "share") == [Decimal(text) for text in ("0.1250", "0.2500", "0.3750", "0.5000")]
    assert column(made, "low") == [Decimal(text) for text in ("0.0186", "0.0691", "0.1393", "0.2251")]
    assert column(made, "high") == [Decimal(text) for text in ("0.6130", "0.6852", "0.7707", "0.8480")]
    assert column(made, "closed") == [0, 0, 1, 2]
    assert counts(made) == (8, 4, 2, 2)


def test_round_days() -> None:
    """Without --steps the rows are of round days, as far as anybody was followed."""
    made = report(waits("30", "45", "60c", "90", "120c", "180", "200+", "365+"), "P*")
    assert column(made, "day") == [30, 60, 90, 120, 180, 270, 365]
    assert column(made, "events") == [1, 2, 3, 3, 4, 4, 4]
    assert column(made, "closed") == [0, 1, 1, 2, 2, 2, 2]
    assert column(made, "at_risk") == [8, 6, 5, 4, 3, 1, 1]
    assert column(made, "share")[1] == Decimal("0.25")
    assert column(report(waits("12+", "5"), "P0"), "day") == [12]
    assert column(report(waits("800+"), "P*"), "day") == [30, 60, 90, 120, 180, 270, 365, 730]
    old = report("1999-01-01 meet Ann\n1999-01-01 call Ann\n")
    assert [day // 365 for day in column(old, "day")[6:]] == [1, 2, 3, 4, 5, 10, 15, 20, 25]


# ------------------------------------------------------------------------------------------- what ends a wait


def test_until(ledger: Ledger) -> None:
    """An outcome, a favour received, or what comes first of both.

    2026-01-01 meet Ann
    2026-01-02 meet Ann
    2026-01-11 give Ann
    2026-01-21 receive Ann
    2026-01-31 outcome job from Ann
    2026-01-01 meet Ben
    2026-02-10 outcome job from Ben
    2026-02-20 intro Cleo by Ben
    """
    assert column(report(ledger, "any:(Ann Ben)", steps=True), "day") == [30, 40]
    assert column(report(ledger, "any:(Ann Ben)", until="favour", steps=True), "day") == [20, 50]
    assert column(report(ledger, "any:(Ann Ben)", until="either", steps=True), "day") == [20, 40]


def test_a_favour_may_begin_a_tie() -> None:
    """A tie that a favour received began has it on day 0, and day 0 counts."""
    made = report("2026-06-01 receive Ann\n2026-06-20 meet Ben\n", until="favour", steps=True)
    assert [column(made, name) for name in ("day", "at_risk", "share")] == [[0], [2], [Decimal("0.5")]]


def test_what_is_no_outcome_of_a_tie(ledger: Ledger) -> None:
    """Promises, what came to others, what is after T, what came after the tie was closed.

    2026-01-01 meet Ann
    2026-01-01 meet Ben
    2026-01-02 meet Ann Ben
    2026-02-01 ! outcome job from Ann
    2026-02-02 outcome job from Ann for Ben
    2026-07-01 outcome job from Ann
    2026-02-01 close Ben
    2026-02-02 outcome job from Ben
    """
    assert counts(report(ledger)) == (2, 0, 1, 1)
    assert counts(report(ledger, today=date(2026, 7, 1))) == (2, 1, 1, 0)


def test_an_outcome_on_the_day_of_the_close() -> None:
    """It came before the tie was closed; so does one on the day of its beginning."""
    made = report("2026-01-01 meet Ann\n2026-02-01 close Ann\n2026-02-01 outcome job from Ann\n", steps=True)
    assert (counts(made), column(made, "day")) == ((1, 1, 0, 0), [31])
    made = report("2026-01-01 outcome job from Ann\n2026-01-01 meet Ann\n", steps=True)
    assert (counts(made), column(made, "day"), made.notes) == ((1, 1, 0, 0), [0], ())
    made = report("2026-01-01 meet Ann\n2026-01-01 close Ann\n", steps=True)
    assert (counts(made), made.rows) == ((1, 0, 1, 0), ())


def test_outcomes_before_the_beginning(ledger: Ledger) -> None:
    """They are left out and listed; the tie waits for a later one. What began no tie is listed too.

    2025-12-01 outcome talk from Ann
    2026-01-01 meet Ann
    2026-01-31 outcome job from Ann
    2026-02-01 outcome job from Zoe
    2026-02-02 person Zoe
    """
    made = report(ledger, steps=True)
    assert (counts(made), column(made, "day")) == ((1, 1, 0, 0), [30])
    assert made.notes == (
        "left out, for it came before the beginning of the tie: Ann 2025-12-01",
        "left out, for no connect, touch, favour or introduction began the tie: Zoe 2026-02-01",
    )
    assert "Zoe" not in "".join(report(ledger, "Ann").notes)
    assert "Zoe" not in "".join(report(ledger, end=date(2026, 2, 1)).notes)
    assert report(ledger, until="favour").notes == ()


# --------------------------------------------------------------------------------------------------- late entry


LONG_AGO = """\
2010-01-01 connect Ann
2015-01-01 meet Ben
2025-12-22 connect Cleo
2026-01-01 call Ben
2026-01-11 outcome job from Cleo
2026-02-01 outcome job from Ann
"""


def test_ties_from_before_the_journal_was_kept() -> None:
    """Who was known for years before the first other entry is not at risk in those years."""
    made = report(LONG_AGO, steps=True)
    wait = (date(2026, 2, 1) - date(2010, 1, 1)).days
    assert [column(made, name) for name in ("day", "at_risk", "share")] == [[20, wait], [1, 1], [1, 1]]
    unseen = "no tie was followed on these days: 0 to 9; their shares are unknown, and later ones are of ties that had "
    assert made.notes == (
        f"{unseen}waited so long",
        "the share rests on the ties that came to an end before the others entered: 1 of 3",
        "3 ties began before 2026-01-01, since when the journal is kept, and count from that day on",
    )
    # A new tie is at risk from its first day on, and ten years later the old ones are.
    made = report(LONG_AGO + "2026-01-05 meet Dev\n", steps=True)
    assert column(made, "at_risk") == [2, 1]


OLD = "2010-01-01 connect Ann Bob Cid\n2025-06-01 cost 1h\n2025-07-01 outcome job from Ann\n"


def test_shares_of_days_on_which_nobody_was_followed() -> None:
    """They are undefined, not 0, and a note says which days these are; so in each row of a breakdown."""
    made = report(load_text(OLD))
    assert set(column(made, "share")) == {None}
    unseen = "no tie was followed on these days: {}; their shares are unknown, and later ones are of ties that had "
    assert made.notes[0] == unseen.format("0 to 5,629") + "waited so long"
    assert [column(report(load_text(OLD), steps=True), name) for name in ("day", "share")] == [
        [5660],
        [Decimal("0.3333")],
    ]
    made = report(load_text(OLD), by="venue")
    assert [row(made, "(none)")[f"within_{days}"] for days in (30, 90, 180, 365)] == [None] * 4
    assert made.notes[1] == unseen.format("(none) (0 to 5,629)") + "waited so long"
    # One of the last weeks is followed for ten days; then there is nobody until the old ones come.
    made = report(load_text(OLD + "2026-06-20 connect Dee\n"))
    assert (column(made, "share")[0], made.notes[0]) == (None, unseen.format("11 to 5,629") + "waited so long")


def test_a_share_that_rests_on_few() -> None:
    """One came, and five entered after that: the share is 1, of one tie, and a note says so."""
    text = (
        "2010-01-01 connect Ann Bob Cid Dee Eve\n2025-06-01 cost 1h\n"
        "2025-07-01 connect Fay\n2025-07-06 outcome job from Fay\n"
    )
    made = report(load_text(text))
    assert (column(made, "share")[0], figure(made, "median").value) == (1, 5)
    assert made.notes[0] == "the share rests on the ties that came to an end before the others entered: 1 of 6"
    assert report(load_text(text), by="venue").notes[0].endswith("entered: (none) (1 of 6)")


@pytest.mark.parametrize("until", ["outcome", "favour", "either"])
def test_titles_and_figures_fit_a_terminal(until: str) -> None:
    """With the name of a journal and a date in it, a title has room in 80 columns; so have the figures."""
    made = report(OLD, until=until)
    assert len(made.title) <= 40
    assert all(len(item.label) <= 25 for item in made.figures)


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("", None),
        ("2026-01-01 connect Ann\n2026-01-02 meet Ben\n2026-01-03 intro Cleo Me Dev by Ben\n", date(2026, 1, 3)),
        ("2026-01-01 connect Ann\n2026-01-02 meet Ben\n", None),
        ("2026-01-01 connect Ann\n2026-01-02 meet Ann Ben\n", date(2026, 1, 2)),
        ("2026-01-01 connect Ann\n2026-01-02 give Ann\n", date(2026, 1, 2)),
        ("2026-01-01 connect Ann\n2026-01-02 meet Ben\n  give Ben\n", date(2026, 1, 2)),
        ("2026-01-01 connect Ann\n2026-01-02 ! meet Ann\n2026-01-03 meet @Club\n", date(2026, 1, 3)),
        ("2026-01-01 connect Ann\n2026-01-02 close Ann\n", date(2026, 1, 2)),
        ('2026-01-01 state "status" "looking"\n2026-01-02 price HOUR 1 USD\n2026-01-03 cost 1h\n', date(2026, 1, 3)),
        ("2026-01-01 connect Ann\n2026-07-01 meet Ann\n", None),
    ],
)
def test_since_when_a_journal_is_kept(text: str, since: date | None) -> None:
    """From the first entry on that is more than the beginning of ties."""
    assert kept_since(load_text(text), TODAY) == since


# ---------------------------------------------------------------------------------- what is chosen and broken down

CHOICE = """\
2025-01-01 venue @Club org
  why: "peers"
2025-01-01 venue @Club:Talks
2025-01-01 venue @Site site
2025-01-01 person Ann #client
  company: "Acme"
2025-01-01 meet Zoe
2025-01-01 call Zoe
2026-01-01 meet Ann Ben @Club:Talks
2026-01-31 outcome job from Ann
2026-02-01 connect Cleo @Site
2026-02-02 message Cleo @Site
2026-03-01 call Ann @Site
2026-03-01 connect Dev @Club #spring
"""


def test_the_period_chooses_ties_begun_in_it() -> None:
    """They are followed to T, also where the period ends before."""
    assert counts(report(CHOICE)) == (5, 1, 0, 4)
    made = report(CHOICE, begin=date(2026, 1, 1), end=date(2026, 1, 2))
    assert counts(made) == (2, 1, 0, 1)
    assert figure(made, "median").value == 30
    assert made.notes == ("ties that began in the period, followed to 2026-06-30",)
    assert counts(report(CHOICE, begin=date(2020, 1, 1), end=date(2021, 1, 1))) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("term", "wanted"),
    [
        ("Ann", 1),
        ("not:Ann", 4),
        ("@Club", 3),
        ("@Site", 1),
        ("kind:meet", 3),
        ("kind:call", 0),
        ("#client", 1),
        ("#spring", 1),
        ("company:Acme", 1),
        ("why:peers", 3),
        ("Nobody", 0),
    ],
)
def test_the_query_chooses_by_the_beginning(term: str, wanted: int) -> None:
    """And by who it is with, alone: not by what came later."""
    assert counts(report(CHOICE, term))[0] == wanted


def test_by_venue() -> None:
    """Where a tie began, down to the depth; the row of all is no sum of shares."""
    made = report(CHOICE, by="venue")
    assert column(made, "venue") == ["@Club", "@Club:Talks", "@Site", "(none)"]
    assert column(made, "n") == [1, 2, 1, 1]
    assert row(made, "@Club:Talks")["within_30"] == Decimal("0.5")
    assert row(made, "@Club:Talks")["median"] == 30
    assert row(made, "@Club:Talks")["within_90_at_risk"] == 1
    assert row(made, "@Site")["median"] is None
    assert row(made, "total") | {"n": 5, "events": 1, "closed": 0, "waiting": 4} == row(made, "total")
    assert row(made, "total")["within_30"] == Decimal("0.2")
    assert [row(report(CHOICE, by="venue", depth=1), "@Club")[name] for name in ("n", "within_30")] == [
        3,
        Decimal("0.3333"),
    ]


def test_nobody_was_followed_for_so_long() -> None:
    """Then a share is undefined, and a note says how long it was."""
    made = report(CHOICE, by="venue")
    assert [row(made, "@Site")[f"within_{days}"] for days in (30, 90, 180)] == [0, 0, None]
    longest = "@Club (121), @Club:Talks (180), @Site (149)"
    assert made.notes == (
        f"a share is undefined where no tie was followed for so long; the longest, in days: {longest}",
        "a median is undefined where the share has not come to one half",
    )


def test_by_the_rest() -> None:
    """Medium of the first touch, richest first; why of the venue; what people are."""
    made = report(CHOICE, by="medium")
    assert [column(made, name) for name in ("medium", "n")] == [["meet", "message", "(none)"], [3, 1, 1]]
    made = report(CHOICE, by="why")
    assert [column(made, name) for name in ("why", "n")] == [["peers", "(none)"], [3, 2]]
    made = report(CHOICE, by="company")
    assert [column(made, name) for name in ("company", "n")] == [["Acme", "(none)"], [1, 4]]


@pytest.mark.parametrize("by", ["compani", "month", "person", "where"])
def test_by_what_there_is_not(by: str) -> None:
    """It is told what there is."""
    with pytest.raises(WrongCall, match=r"there are venue, medium, why, company") as raised:
        report(CHOICE, by=by)
    assert ("did you mean company?" in str(raised.value)) == (by == "compani")


# --------------------------------------------------------------------------------------------------- next to nothing


@pytest.mark.parametrize("text", ["", "2026-01-01 person Ann\n", "2026-07-01 meet Ann\n", "2026-01-01 ! meet Ann\n"])
@pytest.mark.parametrize("by", [None, "venue"])
def test_no_tie(text: str, by: str | None) -> None:
    """There is nothing to tell, and the median says why it is undefined."""
    made = report(text, by=by)
    assert (made.rows, made.totals) == ((), None)
    if by is None:
        assert counts(made) == (0, 0, 0, 0)
        assert (figure(made, "median").value, figure(made, "median").reason) == (None, "there is no tie")


def test_a_tie_of_today() -> None:
    """It has waited for no day."""
    made = report("2026-06-30 meet Ann\n")
    assert made.rows == ((0, 1, 0, 0, 0, None, None),)
    assert figure(made, "median").reason == "not reached within 0 days"


def test_a_first_name_of_another_script() -> None:
    """Names sort by the alphabet, whatever they are written in."""
    made = report("2026-01-01 venue @会 org\n2026-01-01 meet 李雷 @会\n2026-01-02 meet Élise\n", by="venue")
    assert column(made, "venue") == ["@会", "(none)"]


# ------------------------------------------------------------------------------------- the command, and explaining


def test_the_command(run: Run) -> None:
    """All formats, and the period before beside."""
    for form in ("table", "csv", "tsv", "json", "markdown", "html"):
        for own in ([], ["--by", "venue"], ["--steps", "--until", "either"]):
            ran = run("lag", "--today", "2026-06-30", "-O", form, *own, stdin=CHOICE)
            assert (ran.status, bool(ran.out)) == (0, True)
    text = waits("30", "45", "60+", "90", "120+", "180", "200+", "365+")
    assert "median          180  [30, –] days" in run("lag", "P*", "--today", "2026-06-30", stdin=text).out
    ran = run("lag", "--compare", "-p", "2026q1", "--today", "2026-06-30", stdin=text)
    assert ran.status == 0
    assert "share  before" in ran.out


def test_every_figure_is_defined() -> None:
    """Each computed column and figure has its definition, and no definition is of anything else."""
    keys = {"day", "venue", "person"}
    shown = {column.name for by in (None, "venue") for column in report(CHOICE, by=by).columns} - keys
    shown |= {figure.name for figure in report(CHOICE).figures}
    assert {definition.name for definition in plugin.definitions} == shown


def told(figure: str, subject: str, **settings: Any) -> list[tuple[Any, ...]] | None:
    """Return the rows of the evidence."""
    assert plugin.evidence is not None
    made = plugin.evidence(load_text(CHOICE), Config(TODAY, **settings), figure, subject)
    return None if made is None else list(made.rows)


def test_the_numbers_behind() -> None:
    """Of a tie its wait; of a row its ties; of a day the steps up to it; of anything else nothing."""
    ann = ("Ann", date(2026, 1, 1), "meet", 30, "came", 0, "@Club:Talks")
    ben = ("Ben", date(2026, 1, 1), "meet", 180, "waits", 0, "@Club:Talks")
    assert told("share", "Ann") == [ann]
    assert told("within_90", "@Club:Talks", by="venue") == [ann, ben]
    assert told("within_90", "Ben", by="venue") == [ben]
    assert told("share", "29") == []
    assert told("share", "90") == [(30, 5, 1, 0, Decimal("0.2"), Decimal("0.0308"), Decimal("0.7962"))]
    assert told("share", "Nobody") is None
    assert told("within_90", "@Nowhere", by="venue") is None


# ------------------------------------------------------------------------------------------------- random journals


@given(histories)
def test_against_a_naive_computation(history: list[Event]) -> None:
    """The steps are those of cases that are gathered from the plain events; the counts partition."""
    ledger = load_text(journal(history))
    for until, kinds in (("outcome", ("outcome",)), ("favour", ("receive",)), ("either", ("outcome", "receive"))):
        cases = []
        for name in PEOPLE:
            start = begun(history, name)
            if start is not None:
                cases.append(Case(*case(history, name, start, first(history, name, kinds, start))))
        made = report(ledger, "not:Zoe", until=until, steps=True, today=LAST)
        steps = [step for step in Curve.of(cases).steps if step.events]
        assert column(made, "day") == [step.time for step in steps]
        assert column(made, "at_risk") == [step.at_risk for step in steps]
        assert column(made, "share") == [quantize(step.share or 0, 4) for step in steps]  # type: ignore[arg-type]
        assert figure(made, "median").value == Curve.of(cases).median
        kinds_of = [one.event for one in cases]
        assert counts(made) == (len(cases), kinds_of.count(1), kinds_of.count(2), kinds_of.count(0))


@given(histories)
def test_breakdowns_partition(history: list[Event]) -> None:
    """Whatever the breakdown, its parts add up to all ties; a period's two halves do likewise."""
    ledger = load_text(journal(history))
    whole = counts(report(ledger, today=LAST))
    for by in ("venue", "medium", "why", "company"):
        made = report(ledger, today=LAST, by=by)
        sums = tuple(sum(column(made, name)) for name in ("n", "events", "closed", "waiting"))
        assert sums == whole
    middle = START + timedelta(days=100)
    halves = zip(
        counts(report(ledger, today=LAST, end=middle)), counts(report(ledger, today=LAST, begin=middle)), strict=True
    )
    assert tuple(sum(pair) for pair in halves) == whole


@given(histories)
def test_what_comes_later_changes_nothing(history: list[Event]) -> None:
    """A report of a day knows nothing of the days after."""
    day = START + timedelta(days=120)
    cut = [event for event in history if event.day <= 120]
    assert report(journal(history), today=day).rows == report(journal(cut), today=day).rows
