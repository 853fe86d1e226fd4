"""The reciprocity balance, by hand: the published vectors, valuation, undefined figures, selections."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from netledger import Config, Figure, Report, load_text, parse_query
from netledger.plugins.reciprocity import run as reciprocity

TODAY = date(2026, 6, 30)
USD = 'option "operating_currency" "USD"\n'


def report(text: str, *terms: str, **settings: Any) -> Report:
    """Compute the report of a journal that must be sound but for declarations."""
    ledger = load_text(text)
    assert not ledger.has_errors
    made, found = reciprocity(ledger, Config(**{"today": TODAY, **settings}, query=parse_query(terms)))
    assert list(found) == []
    return made


def cell(made: Report, person: str, column: str) -> Any:
    """Return a cell; amounts as texts: `3.00 FAVOR, 1.00 INTRO`."""
    index = [column.name for column in made.columns].index(column)
    (row,) = [row for row in (*made.rows, made.totals or ()) if row and row[0] == person]
    found = row[index]
    if isinstance(found, tuple):
        return ", ".join(map(str, found))
    return str(found) if type(found).__name__ == "Amount" else found


def figure(made: Report, name: str) -> Figure:
    """Return a figure."""
    (found,) = [item for item in made.figures if item.name == name]
    return found


def people(made: Report) -> list[object]:
    """Return who has a row."""
    return [row[0] for row in made.rows]


def column(made: Report, name: str) -> list[Any]:
    """Return a whole column."""
    return [cell(made, str(row[0]), name) for row in made.rows]


# ---------------------------------------------------------------------------------------------------- vectors


def test_three_to_one() -> None:
    """(3, 1): two-wayness 0.5, normalised balance 0.5."""
    made = report("2026-01-01 give Bob 3 ADVICE\n2026-01-02 receive Bob 1 ADVICE\n")
    assert cell(made, "Bob", "given") == "3.00 ADVICE"
    assert cell(made, "Bob", "received") == "1.00 ADVICE"
    assert cell(made, "Bob", "balance") == "2.00 ADVICE"
    assert (cell(made, "Bob", "two_wayness"), cell(made, "Bob", "normalised_balance")) == (
        Decimal("0.5"),
        Decimal("0.5"),
    )
    assert (cell(made, "Bob", "favours_given"), cell(made, "Bob", "favours_received")) == (1, 1)
    other_way = report("2026-01-01 give Bob 1 ADVICE\n2026-01-02 receive Bob 3 ADVICE\n")
    assert cell(other_way, "Bob", "normalised_balance") == Decimal("-0.5")
    assert cell(other_way, "Bob", "two_wayness") == Decimal("0.5")


def test_the_network() -> None:
    """Gave a 3, a gave 1, gave b 2, c gave 4."""
    made = report(
        "2026-01-01 give A 3 FAVOR\n2026-01-02 receive A\n2026-01-03 give B 2 FAVOR\n2026-01-04 receive C 4 FAVOR\n"
    )
    values = {item.name: item.value for item in made.figures}
    assert values["weighted_reciprocity"] == Decimal("0.2")
    assert values["aggregate_two_wayness"] == 1
    assert values["given_one_way"] == Decimal("0.4")
    assert values["received_one_way"] == Decimal("0.8")
    assert [item.n for item in made.figures] == [3, 3, 3, 3, 0]
    assert cell(made, "total", "given") == cell(made, "total", "received") == "5.00 FAVOR"


def test_the_same_by_value() -> None:
    """In several units with a price each, in USD: a FAVOR is 2, an INTRO 4."""
    made = report(
        USD + "2026-01-01 price FAVOR 2 USD\n2026-01-01 price INTRO 4 USD\n"
        "2026-01-01 give A 1 INTRO\n2026-01-01 give A 1 FAVOR\n2026-01-02 receive A 2 USD\n"
        "2026-01-03 give B 1 INTRO\n2026-01-04 receive C 2 INTRO\n"
    )
    assert [(item.value, item.reason) for item in made.figures[:4]] == [
        (Decimal("0.2"), "by value in USD"),
        (Decimal(1), "by value in USD"),
        (Decimal("0.4"), "by value in USD"),
        (Decimal("0.8"), "by value in USD"),
    ]
    assert column(made, "two_wayness") == [Decimal("0.5"), 0, 0]
    assert column(made, "value") == ["4.00 USD", "4.00 USD", "-8.00 USD"]


# -------------------------------------------------------------------------------------------------- undefined


def test_nothing_at_all() -> None:
    """Every figure is undefined and says why."""
    made = report("")
    assert (made.rows, made.totals) == ((), None)
    assert [item.value for item in made.figures] == [None] * 5
    assert figure(made, "weighted_reciprocity").reason == "nothing was given or received"
    assert figure(made, "given_one_way").reason == "nothing was given"
    assert figure(made, "received_one_way").reason == "nothing was received"
    assert figure(made, "initiation_share").reason == "there is no directed touch"


def test_zero_by_zero_is_undefined() -> None:
    """A person without favours, shown because all are asked for."""
    made = report("2026-01-01 meet Bob\n", empty=True)
    assert people(made) == ["Bob"]
    assert column(made, "two_wayness") == column(made, "normalised_balance") == [None]


def test_several_units_without_a_currency() -> None:
    """Nothing can be compared, and the notes say so, with the counts of favours."""
    made = report("2026-01-01 give Bob 2 FAVOR\n2026-01-01 give Bob 1 FAVOR\n2026-01-02 receive Bob 1 INTRO\n")
    assert (cell(made, "Bob", "value"), cell(made, "Bob", "two_wayness")) == (None, None)
    assert "operating_currency" in figure(made, "weighted_reciprocity").reason
    assert any("Bob 2:1" in note for note in made.notes)
    assert any("operating_currency" in note for note in made.notes)


# -------------------------------------------------------------------------------------------------- valuation

MOVING = (
    USD
    + """\
2026-01-01 price HOUR 10 USD
2026-03-01 price HOUR 30 USD
2026-07-01 price HOUR 99 USD
2026-02-01 give Bob 2h
2026-04-01 receive Bob 2h
2026-02-28 give Cid 1h
"""
)


def test_the_price_of_the_entrys_day() -> None:
    """The value is not even where the units are, and a note says so."""
    made = report(MOVING)
    assert cell(made, "Bob", "balance") == "0.00 HOUR"
    assert column(made, "value") == ["-40.00 USD", "10.00 USD"]
    assert cell(made, "total", "value") == "-30.00 USD"
    assert [note for note in made.notes if "prices moved" in note] == [made.notes[-1]]
    assert made.notes[-1].endswith("Bob")


def test_the_price_of_the_market() -> None:
    """That of T, never a later one."""
    made = report(MOVING, market=True)
    assert column(made, "value") == ["0.00 USD", "30.00 USD"]
    assert made.notes == ()
    assert column(report(MOVING, market=True, today=date(2026, 7, 1)), "value") == ["0.00 USD", "99.00 USD"]


def test_in_another_unit() -> None:
    """-X shows every amount in it, at the day's price; what has none stays as it is."""
    made = report(MOVING + "2026-04-01 give Bob 3 ADVICE\n", exchange="USD")
    assert cell(made, "Bob", "given") == "3.00 ADVICE, 20.00 USD"
    assert cell(made, "Bob", "received") == "0.00 ADVICE, 60.00 USD"
    assert cell(made, "Bob", "balance") == "3.00 ADVICE, -40.00 USD"
    hours = report(USD + "2026-01-01 price HOUR 10 USD\n2026-01-02 give Bob 25 USD\n", exchange="HOUR")
    assert (cell(hours, "Bob", "given"), cell(hours, "Bob", "value")) == ("2.50 HOUR", "2.50 HOUR")


def test_a_unit_without_a_price() -> None:
    """It has its own line, is named and counted in a note, and marks the row."""
    made = report(
        USD + "2026-01-01 price HOUR 10 USD\n2026-01-02 give Bob 1h\n2026-01-02 give Bob 2 ADVICE\n"
        "2026-01-02 receive Cid 1 ADVICE\n2026-01-02 give Dan 1h\n"
    )
    assert cell(made, "Bob", "given") == "2.00 ADVICE, 1.00 HOUR"
    assert column(made, "value") == ["10.00 USD", None, "10.00 USD"]
    assert column(made, "partial") == [True, False, False]
    assert column(made, "two_wayness") == [None, 0, 0]
    assert (cell(made, "total", "value"), cell(made, "total", "partial")) == ("20.00 USD", True)
    assert made.notes[0] == "no price in USD, so left out of the values: ADVICE (2 people)"
    assert figure(made, "received_one_way").value is None
    assert "nothing received has a price in USD" in figure(made, "weighted_reciprocity").reason


def test_a_unit_that_got_its_price_later() -> None:
    """What was given before has no value, what was given after has: the value is partial, and the total its sum."""
    made = report(
        USD + "2026-02-01 price ADVICE 10 USD\n2026-01-02 give Bob 1 ADVICE\n2026-03-01 give Bob 1 ADVICE\n"
        "2026-03-01 give Cid 6 USD\n"
    )
    assert cell(made, "Bob", "given") == "2.00 ADVICE"
    assert column(made, "value") == ["10.00 USD", "6.00 USD"]
    assert column(made, "partial") == [True, False]
    assert cell(made, "total", "value") == "16.00 USD"


def test_who_gave_back_what_has_no_price_is_not_one_way() -> None:
    """R is unknown, not 0: Bob gave back, only Cid did not."""
    made = report(
        USD + "2026-01-01 price HOUR 10 USD\n2026-01-02 give Bob 1h\n2026-01-02 receive Bob 1 ADVICE\n"
        "2026-01-02 give Cid 1h\n2026-01-02 receive Dan 1h\n"
    )
    assert figure(made, "given_one_way").value == Decimal("0.5")
    assert figure(made, "received_one_way").value == 1


def test_thirds_are_shown_so_that_they_add_up() -> None:
    """By largest remainder, ties to the earlier."""
    made = report(USD + "2026-01-01 price FAVOR (1 / 3) USD\n2026-01-02 give A B C\n")
    assert column(made, "value") == ["0.34 USD", "0.33 USD", "0.33 USD"]
    assert cell(made, "total", "value") == "1.00 USD"


# ------------------------------------------------------------------------------------------------- selections


def test_after_the_day_of_the_report_nothing_exists() -> None:
    """Neither entries nor touches; the day itself counts."""
    text = "2026-06-30 give Bob\n2026-07-01 give Bob\n2026-07-01 give Zoe\n2026-07-02 call from Bob\n"
    made = report(text)
    assert (people(made), column(made, "given"), column(made, "last")) == (["Bob"], ["1.00 FAVOR"], [TODAY])
    assert figure(made, "initiation_share").n == 0


def test_a_period_selects_what_is_reported() -> None:
    """The last contact is that of the whole ledger."""
    text = (
        "2026-01-01 give Bob\n2026-02-01 receive Bob\n2026-03-01 give Bob\n2026-04-01 meet Bob\n2026-01-05 give Cid\n"
    )
    made = report(text, begin=date(2026, 2, 1), end=date(2026, 3, 1))
    assert people(made) == ["Bob"]
    assert (cell(made, "Bob", "given"), cell(made, "Bob", "received")) == ("0.00 FAVOR", "1.00 FAVOR")
    assert cell(made, "Bob", "last") == date(2026, 4, 1)
    assert (made.begin, made.end) == (date(2026, 2, 1), date(2026, 3, 1))


def test_groups_and_their_depth() -> None:
    """A favour to a group has a row of its own, after the people; a depth adds up what is deeper."""
    text = (
        "2026-01-01 give @A:B 1 FAVOR\n2026-01-02 receive @A:B:C 2 FAVOR\n"
        "2026-01-03 give @A 4 FAVOR\n2026-01-03 give Zoe\n"
    )
    assert people(report(text)) == ["Zoe", "@A", "@A:B", "@A:B:C"]
    two = report(text, depth=2)
    assert people(two) == ["Zoe", "@A", "@A:B"]
    assert (cell(two, "@A:B", "given"), cell(two, "@A:B", "received")) == ("1.00 FAVOR", "2.00 FAVOR")
    assert cell(two, "@A:B", "last") == date(2026, 1, 2)
    one = report(text, depth=1)
    assert (people(one), cell(one, "@A", "balance")) == (["Zoe", "@A"], "3.00 FAVOR")
    assert people(report(text, "@A:B")) == ["@A:B", "@A:B:C"]


def test_what_is_pending_counts_nowhere() -> None:
    """Neither as a favour nor as a touch."""
    text = "2026-01-01 ! give Bob\n2026-01-02 meet Bob\n  ! give 1 INTRO\n2026-01-03 ! call from Bob\n  give 1 INTRO\n"
    made = report(text)
    assert (people(made), figure(made, "initiation_share").n) == ([], 0)


def test_favours_among_others_and_costs_are_not_in_it() -> None:
    """Only what passed between the owner and somebody."""
    text = (
        "2026-01-01 give Bob by Ann\n2026-01-01 intro Ann Bob by Cid\n"
        "2026-01-01 cost Bob 5 USD\n2026-01-01 outcome job 9 USD from Bob\n"
    )
    assert people(report(text)) == []


def test_introductions() -> None:
    """One INTRO to each whom the owner introduced, one from whoever introduced the owner."""
    made = report("2026-01-01 intro Ann Bob\n2026-01-02 intro Cid by Ann\n2026-01-03 intro Dan Me Eve by Ann\n")
    assert people(made) == ["Ann", "Bob"]
    assert column(made, "balance") == ["-1.00 INTRO", "1.00 INTRO"]


# ------------------------------------------------------------------------------------------------- initiation

TOUCHES = """\
2026-01-01 give Ann
2026-01-01 give Bob
2026-01-02 call from Ann
2026-01-03 call Ann
2026-01-04 email from Ann Bob
2026-01-05 meet Ann
2026-01-06 meet from Bob
2026-01-07 video Bob
2026-01-08 ! call from Bob
2026-01-09 post @LinkedIn "to nobody"
2026-01-10 message Bob
"""


def test_the_initiation_share() -> None:
    """Of directed touches, those that they started; a meeting without `from` is nobody's, a post to all neither."""
    made = report(TOUCHES)
    whole = figure(made, "initiation_share")
    assert (whole.value, whole.n) == (Decimal("0.6"), 5)
    assert (cell(made, "Ann", "initiation"), cell(made, "Ann", "initiation_n")) == (Decimal("0.6667"), 3)
    assert (cell(made, "Bob", "initiation"), cell(made, "Bob", "initiation_n")) == (Decimal("0.6667"), 3)


def test_a_touch_is_with_those_whom_its_first_line_names() -> None:
    """Alice called; that Bob was promised something then makes it no call by Bob."""
    made = report("2026-01-01 give Bob\n2026-01-02 call from Alice\n  give Bob 1 FAVOR\n")
    assert (cell(made, "Bob", "initiation"), cell(made, "Bob", "initiation_n")) == (None, 0)


def test_the_last_contact() -> None:
    """A touch, a connect, or a favour; not what is pending, not what happened among others."""
    text = (
        "2026-01-01 give Ann\n2026-01-02 connect Bob\n2026-01-01 receive Bob\n2026-01-03 ! meet Ann\n"
        "2026-01-04 give Ann by Bob\n2026-01-01 give Cid\n2026-01-05 meet Ann\n  give Cid 1 FAVOR\n"
    )
    assert column(report(text), "last") == [date(2026, 1, 5), date(2026, 1, 2), date(2026, 1, 5)]


# ------------------------------------------------------------------------------------------------ the command


def test_the_command(run: Callable[..., Any]) -> None:
    """By eye: points under each other, a line for each unit, totals, figures, notes."""
    text = USD + (
        "2026-01-01 price HOUR 60 USD\n2026-01-01 unit ADVICE\n2026-01-01 person Alice\n2026-01-01 person Bob\n"
        "2026-01-02 give Alice 1h30m\n2026-01-03 receive Alice 25.50 USD\n2026-01-04 give Bob 2 ADVICE\n"
        "2026-02-01 call from Alice\n"
    )
    ran = run("balance", "--today", "2026-06-30", stdin=text)
    assert (ran.status, ran.err) == (0, "")
    assert (
        ran.out
        == """\
Reciprocity, to 2026-06-30

person  given  received  balance  unit    value USD  partial  two-way  last
------  -----  --------  -------  ------  ---------  -------  -------  ----------
Alice    1.50      0.00     1.50  HOUR        64.50              0.44  2026-02-01
         0.00     25.50   -25.50  USD
Bob      2         0        2     ADVICE       –                 0.00  2026-01-04
------  -----  --------  -------  ------  ---------  -------  -------  ----------
total    2         0        2     ADVICE      64.50  yes
         1.50      0.00     1.50  HOUR
         0.00     25.50   -25.50  USD

weighted reciprocity   0.44  by value in USD, of what has a price (n = 2)
aggregate two-wayness  0.44  by value in USD, of what has a price (n = 2)
given one-way          0.00  by value in USD, of what has a price (n = 2)
received one-way       0.00  by value in USD, of what has a price (n = 2)
initiation share       1.00  of directed touches were started by them (n = 1)

note: no price in USD, so left out of the values: ADVICE (1 person)
"""
    )
