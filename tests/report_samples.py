"""Reports to render: one with a cell of every kind, a small one, and one that holds a text wherever texts can stand."""

from datetime import date
from decimal import Decimal

from netledger import Column, Figure, Report
from netledger.core.amounts import Amount

TODAY = date(2026, 6, 30)
ESCAPE = "\x1b[31mred\x07\x9b2J\r\x00\x7f"


def amounts(text: str) -> tuple[Amount, ...]:
    """Read amounts: amounts("1.50 HOUR, -2 USD")."""
    pairs = [part.split() for part in text.split(", ") if part]
    return tuple(Amount(Decimal(number), unit) for number, unit in pairs)


REPORT = Report(
    "test",
    "Test",
    (
        Column("person", "name"),
        Column("given", "amounts"),
        Column("balance", "amounts"),
        Column("value", "amount"),
        Column("two_wayness", "share", "two-way"),
        Column("n", "count"),
        Column("partial", "flag"),
        Column("what", "text"),
        Column("last", "date"),
        Column("extra", "number", wide=True),
    ),
    (
        (
            "Alice",
            amounts("1.50 HOUR, 1234567.00 USD"),
            amounts("-1.50 HOUR, 0.25 USD"),
            amounts("-1234.5 USD")[0],
            Decimal("0.5"),
            12345,
            False,
            "coffee",
            date(2026, 1, 2),
            Decimal("12.125"),
        ),
        ("Bob", amounts("2.00 ADVICE"), amounts("2.00 ADVICE"), None, None, 2, True, "", None, None),
        ("李雷", (), None, amounts("7.00 USD")[0], Decimal(-1), 0, False, "茶", None, None),
    ),
    TODAY,
    date(2026, 1, 1),
    None,
    (
        "total",
        amounts("2.00 ADVICE, 1.50 HOUR, 1234567.00 USD"),
        amounts("2.00 ADVICE, -1.50 HOUR, 0.25 USD"),
        amounts("-1227.50 USD")[0],
        None,
        12347,
        True,
        None,
        None,
        None,
    ),
    (
        Figure("share_of_it", "share of it", Decimal("0.2"), 3, "in INTRO"),
        Figure("other", "other", None, None, "nothing was given"),
    ),
    ("a note",),
)
SMALL = Report("small", "Small", (Column("person", "name"), Column("what", "text")), (("Bob", "tea"),), TODAY)


def text(cell: str, what: str = "") -> Report:
    """Make a report of one row of texts, with that text in its title, notes and figures too."""
    return Report(
        "x",
        cell,
        (Column("person", "name"), Column("what", "text", cell)),
        ((cell, what or cell),),
        TODAY,
        totals=("total", cell),
        figures=(Figure("f", cell, Decimal(1), 1, cell),),
        notes=(cell,),
    )
