"""Quality over quantity by hand: the published vectors, each figure, periods, queries, breakdowns, the yield."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from netledger import Config, Figure, Ledger, Report, load_text, parse_query
from netledger.core.config import WrongCall
from netledger.measures.diversity import effective_number, gini, top_share
from netledger.measures.ranks import doubled_ranks, spearman
from netledger.plugins.quality import QualityOptions, plugin
from netledger.plugins.quality_groups import grouped

TODAY = date(2026, 6, 30)
USD = 'option "operating_currency" "USD"\n'


def report(ledger: Ledger | str, *terms: str, compare: bool = False, **settings: Any) -> Report:
    """Make the report of a journal that must be sound but for declarations."""
    read = load_text(ledger) if isinstance(ledger, str) else ledger
    assert not read.has_errors, read.diagnostics
    make = plugin.compare if compare else plugin.run
    assert make is not None
    made, found = make(read, Config(**{"today": TODAY, **settings}, query=parse_query(terms)))
    assert list(found) == []
    return made


def table(made: Report) -> dict[Any, dict[str, Any]]:
    """Return the cells by the first column and the column's name."""
    names = [column.name for column in made.columns]
    return {row[0]: dict(zip(names, row, strict=True)) for row in (*made.rows, *filter(None, [made.totals]))}


def column(made: Report, name: str) -> dict[Any, Any]:
    """Return one column by the first one."""
    return {key: row[name] for key, row in table(made).items()}


def figure(made: Report, name: str) -> Figure:
    """Return a figure."""
    (found,) = [item for item in made.figures if item.name == name]
    return found


def share(made: Report, name: str) -> tuple[Decimal | None, int | None]:
    """Return the value of a figure to two decimals, and of how many cases."""
    found = figure(made, name)
    value = found.value
    assert value is None or isinstance(value, Decimal)
    return None if value is None else round(value, 2), found.n


# ------------------------------------------------------------------------------------------------- measures


def test_the_vectors_of_diversity() -> None:
    """50, 30, 20: 2.8001, 2.6316, Gini 0.2; one: 1, 1 and 0; none: undefined."""
    assert round(effective_number([50, 30, 20], 1) or 0, 4) == 2.8001
    assert round(effective_number([50, 30, 20], 2) or 0, 4) == 2.6316
    assert gini([Fraction(50), Fraction(30), Fraction(20)]) == Fraction(1, 5)
    assert top_share([50, 30, 20]) == 0.5
    assert (effective_number([7], 1), effective_number([7], 2), gini([7]), top_share([7])) == (1, 1, 0, 1)
    assert [effective_number([], 1), effective_number([0, -1], 2), gini([]), top_share([0])] == [None] * 4
    # Two of six: one fifth, rounded up.
    assert top_share([6, 5, 4, 3, 2, 1]) == 11 / 21


def test_what_is_too_small_to_be_seen() -> None:
    """A part that floats cannot tell from nothing beside the whole adds nothing, and fails nowhere."""
    assert effective_number([1.0, 5e-324], 1) == 1
    assert effective_number([1e300, 1e-300], 2) == 1


def test_ranks() -> None:
    """Equal values share the middle of theirs; what is constant has no correlation."""
    assert doubled_ranks([7, 5, 7]) == [5, 2, 5]
    assert round(spearman([1, 2, 3], [5, 5, 9]) or 0, 4) == 0.866
    assert spearman([1, 2, 3], [4, 4, 4]) is None
    assert spearman([1], [1]) is None
    assert spearman([], []) is None


# ------------------------------------------------------------------------------------------ breadth and depth


def test_breadth_and_depth(ledger: Ledger) -> None:
    """Ann three days, Ben one, Cid one; Dee is known by name alone.

    2026-01-01 person Dee
    2026-01-01 connect Ann @Club
    2026-06-30 meet Ann Ben @Club
      cost 3h
    2026-06-29 call Ann
      cost 30m
    2026-06-29 email Ann "the same day"
    2026-06-28 message from Cid @Site
    2026-06-27 message Ann @Site
    2026-06-26 meet @Club "a talk"
      cost 1h 10 USD
    2026-06-25 cost @Office 2h "the books"
    2026-06-30 ! meet Dee @Hall
    2026-07-01 meet Dee @Hall
    """
    made = report(ledger)
    people, venues = column(made, "people"), column(made, "venues")
    assert (people["reach"], people["new"], people["touches"]) == (3, 3, 5)
    assert (venues["reach"], venues["new"], venues["touches"]) == (3, 3, 4)
    assert (people["median touch days"], people["mean touch days"]) == (1, Decimal("1.67"))
    # @Club two days, @Site two, @Office one.
    assert (venues["median touch days"], venues["mean touch days"]) == (2, Decimal("1.67"))
    # Ann 2 h, Ben 1.5 h, Cid none.
    assert (people["median hours"], people["mean hours"]) == (Decimal("1.5"), Decimal("1.17"))
    # @Club 4 h, @Office 2 h, @Site none.
    assert (venues["median hours"], venues["mean hours"]) == (2, 2)
    assert share(made, "single_contact") == (Decimal("0.67"), 3)
    assert share(made, "single_contact_venues") == (Decimal("0.33"), 3)
    assert share(made, "rich_media") == (Decimal("0.4"), 5)
    assert share(made, "rich_media_venues") == (Decimal("0.5"), 4)
    # Of venues by hours, 4 and 2: exp(-(2/3·ln(2/3) + 1/3·ln(1/3))), 1/(4/9 + 1/9), (2·2 - 3)·4 - 2 over 2·6, 4/6.
    names = ("effective number 1D", "effective number 2D", "Gini", "top fifth share")
    assert [venues[name] for name in names] == list(map(Decimal, ("1.89", "1.80", "0.17", "0.67")))
    assert [table(made)[name]["venues_n"] for name in names] == [2, 2, 2, 2]
    assert [row[1] for row in made.rows] == ["breadth"] * 7 + ["depth"] * 5


def test_the_interval_of_a_share() -> None:
    """Wilson's: of no case it is undefined, with the reason."""
    made = report("2026-06-01 meet Ann\n2026-06-02 meet Ann\n2026-06-02 email Ben\n")
    found = figure(made, "rich_media")
    assert (found.value, found.low, found.high) == (Decimal("0.6667"), Decimal("0.2077"), Decimal("0.9385"))
    missing = figure(made, "rich_media_venues")
    assert (missing.value, missing.low, missing.high, missing.n) == (None, None, None, 0)
    assert missing.reason == "no touch at any venue"


def test_people_count_by_strength_at_the_end_of_the_period() -> None:
    """Ann 1 and Ben 0.5 after a half-life: 2/3, 1/3. Who was last met before the period counts, who is later does not.

    So 2D is 1 / (4/9 + 1/9).
    """
    journal = "2025-09-22 meet Ben\n2026-03-21 meet Ann\n2026-04-01 meet Cid\n"
    made = report(journal, begin=date(2026, 3, 1), end=date(2026, 3, 22))
    people = column(made, "people")
    assert (people["reach"], people["effective number 2D"], people["top fifth share"]) == (
        1,
        Decimal("1.80"),
        Decimal("0.67"),
    )
    assert table(made)["Gini"]["people_n"] == 2


def test_nothing_at_all() -> None:
    """Counts are 0; all else is undefined, with its reason."""
    for journal in ("", "2026-01-01 person Ann\n2026-01-01 venue @Club\n", "2026-07-01 meet Ann @Club\n  cost 1h\n"):
        made = report(journal)
        people = column(made, "people")
        assert (people["reach"], people["new"], people["touches"]) == (0, 0, 0)
        rest = [value for name, value in people.items() if name not in {"reach", "new", "touches"}]
        assert rest == [None] * 9
        assert all(item.value is None and item.reason for item in made.figures)
        assert any("nobody has any strength" in note for note in made.notes)
        assert any("no hours at any venue" in note for note in made.notes)


def test_hours_of_no_day_are_no_attendance() -> None:
    """The note does not say that there were none."""
    made = report("2026-06-01 meet Ann\n2026-06-01 cost @Club 30 HOUR\n  over: 30d\n")
    said = " ".join(made.notes)
    assert "no day of attendance at any venue" in said
    assert "hour at any venue" not in said
    reasons = [item.reason for item in made.figures if item.name.startswith("rich_media")]
    assert reasons == ["", "no touch at any venue"]


def test_an_attendance() -> None:
    """A day with a touch or an hour there; a refund, hours of no day of their own and other costs are none."""
    made = report(
        "2026-06-01 meet @Club\n  cost 1h\n2026-06-02 cost @Club 1h\n2026-06-03 cost @Club -1h\n"
        "2026-06-04 cost @Club 5 USD\n2026-06-05 cost @Other 12h\n  over: 12d\n"
    )
    venues = column(made, "venues")
    assert (venues["reach"], venues["mean touch days"], venues["mean hours"]) == (1, 2, 1)
    # @Other has hours, and no day: it counts where hours do.
    assert table(made)["Gini"]["venues_n"] == 2


def test_venues_to_a_depth() -> None:
    """What lies beneath is added to it: one venue on two days."""
    journal = "2026-06-01 meet Ann @Club:North\n2026-06-02 meet Ann @Club:South\n"
    assert column(report(journal), "venues")["reach"] == 2
    made = report(journal, depth=1)
    assert (column(made, "venues")["reach"], share(made, "single_contact_venues")) == (1, (Decimal(0), 1))


# ------------------------------------------------------------------------------------------------ periods

PERIODS = (
    "2025-12-01 meet Old\n2026-01-10 meet Ann @Club\n2026-01-20 meet Ben @Club\n2026-02-10 meet Ben @Hall\n"
    "2026-02-20 connect Cid\n2026-03-01 email Cid @Hall\n2026-06-01 meet Dee @Club\n"
)


def test_new_and_lapsed() -> None:
    """In February Cid is new and Ann has lapsed; Old lapsed before that. @Hall is new, @Club lapsed."""
    made = report(PERIODS, begin=date(2026, 2, 1), end=date(2026, 3, 1))
    for whose in ("people", "venues"):
        values = column(made, whose)
        assert (values["reach"], values["new"], values["lapsed"]) == (1, 1, 1), whose


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({}, "without a beginning"),
        ({"begin": date(2025, 12, 15), "end": date(2026, 1, 15)}, "starts before the first entry"),
        ({"begin": date(2026, 7, 1)}, "nothing yet to compare"),
    ],
)
def test_lapsed_is_undefined(settings: dict[str, Any], why: str) -> None:
    """Where no period before is known, and says why."""
    made = report(PERIODS, **settings)
    assert (column(made, "people")["lapsed"], column(made, "venues")["lapsed"]) == (None, None)
    assert any(why in note and note.endswith(": lapsed") for note in made.notes)


def test_a_second_contact() -> None:
    """Ann after 20 days, Ben after 40, Cid closed on day 5, Dee waits since day 10 (of 4: 1/4, then 2 at risk)."""
    journal = (
        "2026-01-01 meet Ann\n2026-01-01 meet Ann\n2026-01-21 call Ann\n2026-01-01 connect Ben\n2026-02-10 meet Ben\n"
        "2026-01-01 meet Cid\n2026-01-06 close Cid\n2026-01-01 meet Dee\n"
    )
    made = report(journal)
    found = figure(made, "second_contact")
    assert (found.value, found.n, found.reason) == (Decimal("0.25"), 4, "2 at risk at 30 d")
    early = report(journal, today=date(2026, 1, 11))
    assert figure(early, "second_contact").value is None
    assert figure(early, "second_contact").reason == "no tie was followed for 30 days yet"
    assert figure(report(""), "second_contact").reason == "no tie began"


def test_a_second_contact_that_nobody_could_have_seen() -> None:
    """Day 30 of ties of 2010 was before the journal was kept; one that came settles what others enter too late for."""
    old = "2010-01-01 connect Ann Bob Cid\n2025-06-01 cost 1h\n"
    found = figure(report(old), "second_contact")
    assert (found.value, found.n, found.reason) == (None, 3, "no tie was followed on its day 30")
    found = figure(report(f"{old}2026-05-01 connect Dee\n2026-05-06 call Dee\n"), "second_contact")
    assert (found.value, found.n, found.reason) == (1, 4, "0 at risk at 30 d, rests on 1")


def test_a_second_contact_is_followed_beyond_the_period() -> None:
    """To T: the tie began in January, the call came in February."""
    made = report("2026-01-20 meet Ann\n2026-02-05 call Ann\n", begin=date(2026, 1, 1), end=date(2026, 2, 1))
    assert share(made, "second_contact") == (Decimal(1), 1)


def test_two_way() -> None:
    """Ann both ways, Ben one way; a group is nobody, and an introduction is a favour."""
    made = report(
        "2026-06-01 give Ann\n2026-06-02 intro Dee by Ann\n2026-06-03 receive Ben\n2026-06-04 give @Club\n"
        "2026-06-05 ! give Ben\n2026-06-05 give Ben by Ann\n"
    )
    assert share(made, "two_way_share") == (Decimal("0.5"), 2)


def test_self_promotion() -> None:
    """One promo of one promo, two touches and two gives: an entry and a detail."""
    made = report(
        "2026-06-01 promo @Site\n2026-06-02 meet Ann Ben\n  give Ann\n  receive Ben\n  ! give Ben\n"
        "2026-06-03 post @Site\n2026-06-04 give Ann Ben 2 USD\n2026-06-05 give Ann by Ben\n2026-06-06 ! meet Ann\n"
    )
    assert share(made, "self_promotion") == (Decimal("0.2"), 5)


# ------------------------------------------------------------------------------------------------- queries


CHOICE = (
    '2026-01-01 person Ann #client\n  company: "Acme"\n2026-01-01 person Ben\n'
    "2026-06-01 meet Ann Ben @Club\n  cost 2h\n2026-06-02 call Ann\n2026-06-03 email Ben @Site\n"
)


@pytest.mark.parametrize(
    ("term", "reach", "touches", "hours", "places"),
    [
        ("Ann", 1, 2, "1.0", 1),
        ("company:acme", 1, 2, "1.0", 1),
        ("#client", 1, 2, "1.0", 1),
        ("not:Ann", 1, 2, "1.0", 2),
        ("@Club", 2, 1, "1.0", 1),
        ("kind:email", 1, 1, "0.0", 1),
    ],
)
def test_a_query_is_asked_of_each_person(term: str, reach: int, touches: int, hours: str, places: int) -> None:
    """Of a meeting with Ann and Ben it may choose one part."""
    made = report(CHOICE, term)
    people = column(made, "people")
    assert (people["reach"], people["touches"], column(made, "venues")["reach"]) == (reach, touches, places)
    assert people["mean hours"] == Decimal(hours)


def test_a_query_that_chooses_nothing(run: Callable[..., Any]) -> None:
    """No rows of zeros: what was meant."""
    for args in ([], ["--compare"], ["--by", "venue"]):
        ran = run("quality", "Bn", *args, "--today", "2026-06-30", stdin=CHOICE)
        assert "\nnothing to report\n" in ran.out
        assert "note: the journal names no Bn; did you mean Ben?" in ran.out


# ------------------------------------------------------------------------------------ told apart by a key


def test_by_venue(ledger: Ledger) -> None:
    """Touches, new ties and hours add up; a person counts in each row.

    2026-06-01 connect Ann @Club
    2026-06-01 meet Ann Ben @Club
      cost 2h
    2026-06-02 email Ann @Site
    2026-06-03 call Ann
    2026-06-04 cost @Office 1h
    """
    made = report(ledger, by="venue")
    assert [row[0] for row in made.rows] == ["@Club", "@Office", "@Site", "(none)"]
    assert column(made, "reach") == {"@Club": 2, "@Office": 0, "@Site": 1, "(none)": 1, "total": 2}
    assert column(made, "new") == {"@Club": 2, "@Office": 0, "@Site": 0, "(none)": 0, "total": 2}
    assert column(made, "touches") == {"@Club": 1, "@Office": 0, "@Site": 1, "(none)": 1, "total": 3}
    assert column(made, "hours") == {"@Club": 2, "@Office": 1, "@Site": 0, "(none)": 0, "total": 3}
    assert column(made, "single_contact") == {
        "@Club": 1,
        "@Office": None,
        "@Site": 1,
        "(none)": 1,
        "total": Decimal("0.5"),
    }
    assert any("reach: who has touches in several rows" in note for note in made.notes)


def test_by_what_is_known_of_people(ledger: Ledger) -> None:
    """A touch with three people of two companies goes to each in equal parts; its hours likewise.

    2026-01-01 person Ann
      company: "Acme"
    2026-01-01 person Ben
      company: "Acme"
    2026-01-01 person Cid
    2026-06-01 meet Ann Ben Cid
      cost 1h
    2026-06-02 email Cid
    2026-06-03 cost 1h "alone"
    """
    made = report(ledger, by="company")
    assert column(made, "reach") == {"Acme": 2, "(none)": 1, "total": 3}
    assert column(made, "touches") == {"Acme": Decimal("0.67"), "(none)": Decimal("1.33"), "total": 2}
    assert column(made, "hours") == {"Acme": Decimal("0.67"), "(none)": Decimal("1.33"), "total": 2}
    assert column(made, "rich_media") == {"Acme": 1, "(none)": Decimal("0.25"), "total": Decimal("0.5")}
    assert not made.notes


@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        ("phase", {"looking": 15, "employed": 15}),
        ("why", {"clients": 15, "peers": 15}),
        ("company", {"Acme": 15, "Halden": 15}),
        ("month", {"2026-04": 30}),
        ("venue", {"@Club": 30}),
    ],
)
def test_hours_part_on_the_day_on_which_their_key_changes(by: str, wanted: dict[str, int], ledger: Ledger) -> None:
    """As in activity.

    2026-01-01 state "status" "looking"
    2026-04-16 state "status" "employed"
    2026-01-01 venue @Club org
      why: "clients"
    2026-04-16 venue @Club org
      why: "peers"
    2026-01-01 person Ann
      company: "Acme"
    2026-04-16 person Ann
      company: "Halden"
    2026-04-01 cost Ann @Club 30 HOUR
      over: 30d
    """
    groups, whole = grouped(ledger, Config(TODAY), by)
    assert {key: group.hours for key, group in groups.items()} == wanted
    assert whole.hours == 30


def test_by_something_that_is_not() -> None:
    """A wrong call, with the nearest."""
    with pytest.raises(WrongCall, match="did you mean venue"):
        report(CHOICE, by="venues")
    with pytest.raises(WrongCall, match="--yields has rows of its own"):
        report(CHOICE, by="venue", options=QualityOptions(yields=True))


# ----------------------------------------------------------------------------------------------- comparison


def _days(first: str, count: int, entry: Callable[[int], str]) -> str:
    begin = date.fromisoformat(first)
    return "".join(f"{begin + timedelta(days=i)} {entry(i)}\n" for i in range(count))


GROWN = (
    "2025-12-31 meet A\n"
    + _days("2026-01-01", 31, lambda i: f"email N{i % 4}")
    + _days("2026-02-01", 28, lambda i: f"meet M{i}")
    + _days("2026-03-05", 28, lambda i: f"call M{i}")
)


def test_a_period_and_the_one_before() -> None:
    """In February many more people, and all of them met; the same in words."""
    made = report(GROWN, compare=True, begin=date(2026, 2, 1), end=date(2026, 3, 1))
    assert made.lead == ("Wider: more people for the days. Deeper: a higher share of touches in rich media.",)
    rows = table(made)
    assert (rows["reach, people"]["now"], rows["reach, people"]["before"]) == (28, 4)
    changes = {name: row["change"] for name, row in rows.items() if row["change"]}
    assert changes == {
        "reach, people": "more",
        "new, people": "more",
        "rich media, people": "higher",
    }
    reach = figure(made, "reach_people_change")
    assert (reach.value, reach.reason) == (Decimal("0.8750"), "of both; 1.000 a day, before 0.129")
    assert reach.low is not None
    assert reach.low > Decimal("0.47")
    assert "0.47, the share of the days" in " ".join(made.notes)
    assert "28 and before 31" in " ".join(made.notes)


def test_what_depends_on_effort_has_no_verdict() -> None:
    """However much it changed: single contact from 0 to 1, people from 4 to 28."""
    made = report(GROWN, compare=True, begin=date(2026, 2, 1), end=date(2026, 3, 1))
    rows = table(made)
    assert (rows["single contact, people"]["now"], rows["single contact, people"]["before"]) == (1, 0)
    for label, row in rows.items():
        if not label.startswith(("reach", "new", "lapsed", "touches", "rich media", "second contact", "self-")):
            assert not row["change"]
            assert not [item for item in made.figures if item.label == label]


def test_no_change_that_is_certain() -> None:
    """Then it says so."""
    journal = "2026-01-01 meet Ann\n2026-02-01 meet Ann\n2026-03-01 meet Ben\n"
    made = report(journal, compare=True, begin=date(2026, 2, 1), end=date(2026, 3, 1))
    assert made.lead[0].startswith("Neither wider nor deeper for certain")


def test_second_contacts_are_judged_where_all_were_followed() -> None:
    """Thirty days after the end they are a plain share; before that they stand side by side without a verdict."""
    settings: dict[str, Any] = {"compare": True, "begin": date(2026, 3, 1), "end": date(2026, 4, 1)}
    journal = (
        "2025-01-01 meet A\n2025-01-02 call A\n"  # since then the journal is kept
        + "".join(f"2026-02-01 meet P{i}\n" for i in range(12))
        + "".join(f"2026-03-10 meet Q{i}\n2026-03-20 meet Q{i}\n" for i in range(12))
    )
    made = report(journal, **settings)
    assert table(made)["second contact"]["change"] == "higher"
    assert "Deeper: a higher share of new ties with a second contact in 30 days." in made.lead[0]
    more = f"{journal}2026-03-02 meet S\n2026-03-25 meet R\n"
    early = report(more, **settings, today=date(2026, 4, 20))
    assert table(early)["second contact"]["change"] == ""
    assert any(note.startswith("no verdict on second contact") for note in early.notes)


def test_narrower_and_shallower() -> None:
    """The other way round."""
    journal = "2025-12-01 meet A\n" + _days("2026-01-01", 31, lambda i: f"meet M{i}")
    journal += _days("2026-02-01", 28, lambda _: "email M1")
    made = report(journal, compare=True, begin=date(2026, 2, 1), end=date(2026, 3, 1))
    assert made.lead == ("Narrower: fewer people for the days. Shallower: a lower share of touches in rich media.",)


def test_before_the_first_entry_all_is_undefined() -> None:
    """And no sentence is made of it."""
    made = report(PERIODS, compare=True, begin=date(2026, 1, 1), end=date(2026, 7, 1))
    assert (made.lead, made.figures) == ((), ())
    assert {row["before"] for row in table(made).values()} == {None}
    assert "before is undefined: it starts before the first entry" in made.notes


def test_lapsed_of_the_one_before_is_cut_likewise() -> None:
    """On 10 March: ten days of March, of February and, for what lapsed in that, of January."""
    journal = (
        "2025-01-01 meet Old\n2026-01-05 meet Ann\n2026-01-25 meet Ben\n2026-01-26 meet Eve\n"
        "2026-02-05 meet Cid\n2026-02-15 meet Dee\n2026-03-05 meet Cid\n"
    )
    made = report(journal, compare=True, begin=date(2026, 3, 1), end=date(2026, 4, 1), today=date(2026, 3, 10))
    row = table(made)["lapsed, people"]
    # In February Ann lapsed, and neither Ben nor Eve; in March nobody, for Dee was met after the tenth.
    assert (row["now"], row["before"]) == (0, 1)


def test_the_yield_is_not_compared() -> None:
    """It is pooled over windows of its own."""
    with pytest.raises(WrongCall, match="no period before"):
        report(PERIODS, compare=True, options=QualityOptions(yields=True))


# ------------------------------------------------------------------------------------- the yield by strength

YIELDS = QualityOptions(yields=True)

# T is 2026-06-30: the windows are 2026-01-02 to then, and 2025-07-06 to 2026-01-01.
THREE = f"""{USD}
2026-01-01 meet Ann
2026-01-01 call Ben
2026-01-01 email Cid
2026-02-01 meet Ann
  cost 2h
2026-02-02 meet Ben Cid
  cost 1h
2026-03-01 outcome client 300 USD from Ann
2026-03-02 outcome client 100 USD from Cid
"""


def test_thirds() -> None:
    """Cid .4, Ben .7, Ann 1 on the eve of the window: each is a third, with what it took and brought in it."""
    made = report(THREE, options=YIELDS)
    assert column(made, "windows") == {"top": 1, "middle": 1, "bottom": 1, "total": 3}
    assert column(made, "with_outcome") == {"top": 1, "middle": 0, "bottom": 1, "total": 2}
    assert column(made, "people") == {"top": 1, "middle": 0, "bottom": 1, "total": 2}
    assert list(column(made, "hours").values()) == list(map(Decimal, ("2", "0.5", "0.5", "3")))
    assert [str(value) for value in column(made, "value").values()] == [
        "300.00 USD",
        "0.00 USD",
        "100.00 USD",
        "400.00 USD",
    ]
    assert [str(value) for value in column(made, "value_per_hour").values()] == [
        "150.00 USD",
        "0.00 USD",
        "200.00 USD",
        "133.33 USD",
    ]
    # Ranks 1, 2, 3 of strength; 2, 1, 3 of value.
    found = figure(made, "strength_and_value")
    assert (found.value, found.n) == (Decimal("0.5"), 3)
    assert made.lead[0].endswith("2 windows with an outcome, from 2 people; it takes 10 from 10.")
    assert made.notes[0].startswith("1 window of 180 days from 2026-01-02 to 2026-06-30")
    essence = report(THREE)
    assert str(figure(essence, "value_per_hour_top").value) == "150.00 USD"
    assert figure(essence, "value_per_hour_bottom").reason == "outcomes in 1 of 1 window, 0.5 h"


@pytest.mark.parametrize("journal", [THREE, f"{USD}\n2026-01-01 meet Ann Ben Cid\n"])
def test_figures_of_the_yield_fit_a_terminal(journal: str) -> None:
    """With their numbers they have room in 80 columns, also where nothing came."""
    assert all(len(item.label) + len(item.reason) <= 52 for item in report(journal, options=YIELDS).figures)


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ("", "no tie with a known value in the last window"),
        ("2026-01-01 meet Ben\n", "there is but one tie in the last window"),
        ("2026-01-01 meet Ben\n2026-01-01 meet Cid\n", "one of the two is the same for all"),
    ],
)
def test_a_rank_correlation_of_few(people: str, why: str) -> None:
    """Ann's outcome has no value, so that she is left out: the reason is that of those who are left."""
    made = report(f"{USD}\n2026-01-01 meet Ann\n2026-03-01 outcome client from Ann\n{people}", options=YIELDS)
    found = figure(made, "strength_and_value")
    assert (found.value, found.n, found.reason) == (None, people.count("meet"), why)


def test_who_is_at_risk() -> None:
    """Who began before the first day and is not closed then; who reopened is; what happens on that day is in it."""
    journal = f"""{USD}
2025-09-01 meet Ann
2025-09-01 meet Shut
2025-12-01 close Shut
2025-09-01 meet Back
2025-12-01 close Back
2025-12-20 connect Back
2025-09-01 meet Leaves
2026-01-02 close Leaves
2026-01-02 meet New
2026-01-02 outcome talk from New
2026-01-03 outcome talk from Shut
"""
    made = report(journal, options=YIELDS)
    assert column(made, "windows")["total"] == 3  # Ann, Back, Leaves
    assert column(made, "with_outcome")["total"] == 0
    assert any("2 windows of a tie" in note for note in made.notes)


def test_equal_strengths_stand_by_name() -> None:
    """Of four, the first two are the bottom third: ⌊0⌋, ⌊3/4⌋, ⌊6/4⌋, ⌊9/4⌋."""
    journal = "".join(f"2026-01-01 meet {name}\n" for name in ("Frank", "Émile", "Ann", "Ben"))
    made = report(journal + "2026-02-01 outcome talk from Frank\n", options=YIELDS)
    assert column(made, "windows") == {"top": 1, "middle": 1, "bottom": 2, "total": 4}
    assert column(made, "with_outcome")["top"] == 1


def test_an_instalment_counts_once() -> None:
    """In the window of the first; its value adds where it comes. Several people share it."""
    journal = f"""{USD}
2025-01-01 meet Ann
2025-01-01 meet Ben
2025-09-01 outcome client 100 USD from Ann Ben ^deal
2026-03-01 outcome client 50 USD from Ann ^deal
2026-04-01 outcome talk from Ben ^deal
2026-04-01 outcome client 900 USD for Ben
"""
    made = report(journal, options=YIELDS)
    total = table(made)["total"]
    # Ann and Ben in the first; in the second Ben with the talk, and not Ann with what is left of the first.
    assert (total["with_outcome"], str(total["value"]), total["partial"]) == (3, "150.00 USD", True)
    assert any("1 share in outcomes without an amount" in note for note in made.notes)


def test_values_that_are_not_known() -> None:
    """Without an amount, a price, a currency: undefined, never 0."""
    base = "2025-12-01 meet Ann\n2026-02-01 meet Ann\n  cost 1h\n2026-03-01 outcome talk{} from Ann\n"
    for journal, why in (
        (USD + base.format(""), "no value"),
        (USD + base.format(" 3 BOOKS"), "no value"),
        (base.format(" 3 USD"), "no currency"),
    ):
        made = report(journal)
        found = figure(made, "value_per_hour_bottom")
        assert found.value is None
        assert found.reason.startswith(why)
        row = table(report(journal, options=YIELDS))["bottom"]
        assert (row["with_outcome"], row["value"], row["value_per_hour"]) == (1, None, None)


def test_no_hours() -> None:
    """A value, and nothing to divide it by."""
    made = report(f"{USD}2025-12-01 meet Ann\n2026-03-01 outcome client 5 USD from Ann\n")
    assert figure(made, "value_per_hour_bottom").reason.startswith("no hours")


def test_hours_are_spread_over_windows() -> None:
    """Of 360 days from 2025-07-06 on, half lie in either window: 6 of 12 hours each."""
    journal = f"{USD}2025-01-01 meet Ann\n2025-07-06 cost Ann 12h\n  over: 360d\n2026-07-20 cost Ann 5h\n"
    made = report(journal, options=YIELDS)
    assert table(made)["total"]["hours"] == 12
    half = report(journal, options=YIELDS, begin=date(2026, 1, 1))
    assert (table(half)["total"]["windows"], table(half)["total"]["hours"]) == (1, 6)


def test_windows_lie_in_the_period() -> None:
    """A period shorter than one has none."""
    made = report(THREE, options=YIELDS, begin=date(2026, 1, 3))
    assert made.rows == ()
    assert "no window of 180 days" in made.notes[0]
    assert figure(made, "strength_and_value").value is None


def _many(strong: int, weak: int, hours: tuple[int, int]) -> str:
    """Make ten strong, ten middling and ten weak ties, of which so many brought an outcome and took so many hours."""
    lines = [USD]
    for name, medium, brought, took in (
        ("S", "meet", strong, hours[0]),
        ("M", "call", 0, 1),
        ("W", "poke", weak, hours[1]),
    ):
        for i in range(10):
            lines.append(f"2026-01-01 {medium} {name}{i}\n2026-02-01 cost {name}{i} {took}h\n")
            if i < brought:
                lines.append(f"2026-03-01 outcome client 10 USD from {name}{i}\n")
    return "".join(lines)


@pytest.mark.parametrize(
    ("strong", "weak", "hours", "words"),
    [
        (10, 1, (1, 1), "a strong tie goes with more outcomes for the hours"),
        (1, 10, (1, 1), "a strong tie goes with fewer outcomes for the hours"),
        (10, 1, (10, 1), "no verdict on the yield of strong and weak ties: the strongest third had 10 of 11"),
        (8, 1, (1, 1), "no verdict on the yield of strong and weak ties: 9 windows with an outcome, from 9 people"),
        (10, 0, (0, 0), "no verdict on the yield of strong and weak ties: they took no hours"),
    ],
)
def test_the_verdict(strong: int, weak: int, hours: tuple[int, int], words: str) -> None:
    """Only where the interval excludes the share of the hours, and there are ten of ten; it never says that it pays."""
    made = report(_many(strong, weak, hours))
    assert made.notes[-1].startswith(words)
    assert "pay" not in made.notes[-1]
    full = report(_many(strong, weak, hours), options=YIELDS)
    assert full.lead[0][1:].startswith(words[1:])


def test_ten_windows_of_few_people_are_no_verdict() -> None:
    """Twelve windows with an outcome, all of two people."""
    lines = ["2020-01-01 meet Ann\n2020-01-01 poke Ben\n2020-01-01 poke Cid\n"]
    for back in range(12):
        day = TODAY - timedelta(days=180 * back)
        lines.append(f"{day} outcome talk from Ann\n{day} cost Ann Ben 1h\n")
    made = report("".join(lines))
    assert made.notes[-1].endswith("12 windows with an outcome, from 1 person; it takes 10 from 10")


def test_a_query_chooses_hours_and_outcomes() -> None:
    """The ties and their strengths stay those of the whole journal (rule 10)."""
    made = report(THREE, "Ann", options=YIELDS)
    assert column(made, "windows")["total"] == 3
    assert column(made, "hours") == {"top": 2, "middle": 0, "bottom": 0, "total": 2}
    assert str(column(made, "value")["total"]) == "300.00 USD"


# ------------------------------------------------------------------------------------------------- evidence


def _evidence(journal: str, name: str, subject: str, **settings: Any) -> Report | None:
    assert plugin.evidence is not None
    return plugin.evidence(load_text(journal), Config(**{"today": TODAY, **settings}), name, subject)


def test_the_people_behind_a_figure() -> None:
    """All reached, with what the figures count; what is shown adds up to the figures."""
    made = _evidence(THREE, "reach", "people")
    assert made is not None
    assert column(made, "days") == {"Ann": 2, "Ben": 2, "Cid": 2}
    assert column(made, "hours") == {"Ann": 2, "Ben": Decimal("0.5"), "Cid": Decimal("0.5")}
    assert sum(column(made, "part").values()) == 1
    assert _evidence(THREE, "reach", "venues") is None


def test_the_days_behind_a_figure() -> None:
    """Each touch and hour of one person, or at one venue."""
    made = _evidence(CHOICE, "single_contact", "Ann")
    assert made is not None
    assert [row[1] for row in made.rows] == ["meet", "hours", "call"]
    assert [row[4] for row in made.rows] == [None, 1, None]
    at_venue = _evidence(CHOICE, "mean_hours", "@Club")
    assert at_venue is not None
    assert [row[4] for row in at_venue.rows] == [None, 2]
    assert _evidence(CHOICE, "single_contact", "Nobody") is None


def test_the_strength_behind_an_effective_number() -> None:
    """Day by day, adding up to S."""
    made = _evidence("2026-01-01 meet Ann\n2026-06-30 call Ann\n", "effective_number_1d", "Ann")
    assert made is not None
    assert made.totals is not None
    assert made.totals[6] == Decimal("1.200000")
    assert _evidence("2026-01-01 meet Ann\n", "gini", "Ben") is None


@pytest.mark.parametrize(
    ("name", "subject", "rows"),
    [
        ("second_contact", "people", 3),
        ("second_contact", "Ann", 1),
        ("two_way_share", "people", 0),
        ("self_promotion", "people", 3),
        ("value_per_hour", "top", 1),
        ("value_per_hour", "Ben", 1),
        ("with_outcome", "bottom", 1),
        ("strength_and_value", "Nobody", 0),
    ],
)
def test_what_else_is_behind(name: str, subject: str, rows: int) -> None:
    """Ties that began, favours, counts, windows."""
    made = _evidence(THREE, name, subject)
    assert (0 if made is None else len(made.rows)) == rows


def test_the_people_of_a_row() -> None:
    """With `--by`."""
    made = _evidence(CHOICE, "reach", "@Club", by="venue")
    assert made is not None
    assert [row[0] for row in made.rows] == ["Ann", "Ben"]
    assert _evidence(CHOICE, "reach", "@Nowhere", by="venue") is None


def test_every_figure_is_defined() -> None:
    """All rows, figures and computed columns: those of venues and of thirds are the same figures."""
    defined = {definition.name for definition in plugin.definitions}
    wanted = {str(row[0]).lower().replace(" ", "_") for row in report(THREE).rows}
    wanted |= {item.name.removesuffix("_venues") for item in report(THREE).figures}
    wanted |= {item.name for item in report(THREE, options=YIELDS).columns} | {"with_outcome"}
    wanted |= {item.name for item in report(THREE, by="venue").columns}
    wanted -= {"value_per_hour_top", "value_per_hour_bottom", "third", "windows", "people", "value", "partial", "venue"}
    assert wanted - {"hours"} <= defined


# ------------------------------------------------------------------------------------------- the command line


def test_on_the_command_line(run: Callable[..., Any]) -> None:
    """Its own option, `--by`, `--compare`, and JSON that says null where nothing is known."""
    ran = run("quality", "--today", "2026-06-30", "-O", "json", stdin=THREE)
    data = json.loads(ran.out)
    assert (ran.status, data["report"]) == (0, "quality")
    rows = {row["figure"]: row for row in data["rows"]}
    assert (rows["reach"]["people"], rows["reach"]["venues"], rows["lapsed"]["people"]) == (3, 0, None)
    assert run("quality", "--yields", "--today", "2026-06-30", stdin=THREE).out.startswith("Yield by tie strength")
    assert "\ntotal " in run("quality", "--by", "month", "--today", "2026-06-30", stdin=THREE).out
    ran = run("quality", "--by", "venue", "--compare", "-p", "2026-02", "--today", "2026-06-30", stdin=THREE)
    assert "reach  before" in ran.out
    ran = run("quality", "--yields", "--compare", "--today", "2026-06-30", stdin=THREE)
    assert (ran.status, ran.out) == (2, "")


def test_tables_fit_80_columns(run: Callable[..., Any]) -> None:
    """But for notes, which a terminal wraps."""
    for args in ([], ["--yields"], ["--compare"], ["--by", "venue"]):
        out = run("quality", *args, "--today", "2026-06-30", stdin=THREE + GROWN).out
        assert max(len(line) for line in out.split("\n\nnote:")[0].split("\n")[4:]) <= 80, args
