"""What each kind of entry books, and that it sums to zero."""

from collections import defaultdict
from decimal import Decimal

import pytest

from netledger import load_text
from netledger.core.booking import book, postings


def booked(line: str) -> list[str]:
    """Return the postings of the last entry of a text: `Goodwill:Bob 1 INTRO`."""
    found = postings(load_text(line).entries[-1])
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for posting in found:
        sums[posting.amount.unit] += posting.amount.number
    assert not any(sums.values())
    return [f"{posting.account} {posting.amount}" for posting in found]


TABLE = [
    ("give Bob 2 ADVICE", ["Goodwill:Bob 2 ADVICE", "Given -2 ADVICE"]),
    ("give Bob", ["Goodwill:Bob 1 FAVOR", "Given -1 FAVOR"]),
    (
        "give Ann Bob 1.50 USD",
        ["Goodwill:Ann 1.50 USD", "Given -1.50 USD", "Goodwill:Bob 1.50 USD", "Given -1.50 USD"],
    ),
    ("give @Chamber 1h30m", ["Goodwill:@Chamber 1.5 HOUR", "Given -1.5 HOUR"]),
    ("give Bob @Chamber 3 FAVOR", ["Goodwill:Bob 3 FAVOR", "Given -3 FAVOR"]),
    ("give Bob 3 FAVOR by Ann", []),
    ("receive Bob 2 ADVICE", ["Goodwill:Bob -2 ADVICE", "Received 2 ADVICE"]),
    ("receive @Chamber", ["Goodwill:@Chamber -1 FAVOR", "Received 1 FAVOR"]),
    ("intro Ann Bob", ["Goodwill:Ann 1 INTRO", "Given -1 INTRO", "Goodwill:Bob 1 INTRO", "Given -1 INTRO"]),
    ("intro Dave by Carol", ["Goodwill:Carol -1 INTRO", "Received 1 INTRO"]),
    ("intro Dave Me Erin by Carol", ["Goodwill:Carol -1 INTRO", "Received 1 INTRO"]),
    ("intro Dave Erin by Carol", []),
    ("cost 3h", ["Costs 3 HOUR", "Spent -3 HOUR"]),
    (
        "cost Ann @Chamber:Mixers 250 USD 2h",
        ["Costs:@Chamber:Mixers 250 USD", "Spent -250 USD", "Costs:@Chamber:Mixers 2 HOUR", "Spent -2 HOUR"],
    ),
    ("cost @Chamber -50 USD", ["Costs:@Chamber -50 USD", "Spent 50 USD"]),
    ("outcome client 4800 USD from Dave @Chamber", ["Outcomes:client 4800 USD", "Gained -4800 USD"]),
    ("outcome client -100 USD", ["Outcomes:client -100 USD", "Gained 100 USD"]),
    ("outcome job from Dave", []),
    ("outcome collaboration 10 USD for Ann Bob", []),
    ("meet Ann", []),
    ("promo @Chamber", []),
    ("connect Ann", []),
    ("person Ann", []),
    ("balance Ann 3 INTRO", []),
    ("budget 10 HOUR monthly", []),
    ("price HOUR 60 USD", []),
]


@pytest.mark.parametrize(("line", "wanted"), TABLE, ids=[line for line, _ in TABLE])
def test_the_table(line: str, wanted: list[str]) -> None:
    """Each row of "What an entry books", by hand."""
    assert booked(f"2026-01-02 {line}\n") == wanted


DETAILS = [
    ("meet Bob\n  give 1 INTRO", ["Goodwill:Bob 1 INTRO", "Given -1 INTRO"]),
    ("meet Ann Bob\n  receive Bob", ["Goodwill:Bob -1 FAVOR", "Received 1 FAVOR"]),
    (
        "meet Ann Bob @Chamber\n  cost 1h30m 25 USD (2 * 7) MILE",
        [
            *("Costs:@Chamber 1.5 HOUR", "Spent -1.5 HOUR", "Costs:@Chamber 25 USD", "Spent -25 USD"),
            *("Costs:@Chamber 14 MILE", "Spent -14 MILE"),
        ],
    ),
    ("give Bob\n  cost 2h", ["Goodwill:Bob 1 FAVOR", "Given -1 FAVOR", "Costs 2 HOUR", "Spent -2 HOUR"]),
    ("meet Bob\n  ! give 1 INTRO\n  give 2 ADVICE", ["Goodwill:Bob 2 ADVICE", "Given -2 ADVICE"]),
    ("outcome job for Ann\n  cost 1h", ["Costs 1 HOUR", "Spent -1 HOUR"]),
    # An introduction that says itself what it was worth
    ("intro Ann Bob\n  give Ann 3 INTRO", ["Goodwill:Ann 3 INTRO", "Given -3 INTRO"]),
    ("intro Dave by Carol\n  receive Carol 2 INTRO", ["Goodwill:Carol -2 INTRO", "Received 2 INTRO"]),
    (
        "intro Ann Bob\n  cost 1h\n  give Ann 1 ADVICE",
        [
            *("Goodwill:Ann 1 INTRO", "Given -1 INTRO", "Goodwill:Bob 1 INTRO", "Given -1 INTRO"),
            *("Costs 1 HOUR", "Spent -1 HOUR", "Goodwill:Ann 1 ADVICE", "Given -1 ADVICE"),
        ],
    ),
]


@pytest.mark.parametrize(("line", "wanted"), DETAILS, ids=[line for line, _ in DETAILS])
def test_details(line: str, wanted: list[str]) -> None:
    """In the order of their lines, after what the entry itself books."""
    assert booked(f"2026-01-02 {line}\n") == wanted


@pytest.mark.parametrize(
    "line",
    [
        "! give Bob 2 ADVICE",
        "! receive Bob",
        "! intro Ann Bob",
        "! cost 5 USD",
        "! outcome job 5 USD",
        "! meet Bob\n  give 1 INTRO\n  cost 1h",
    ],
)
def test_what_is_pending_books_nothing(line: str) -> None:
    """Neither the entry nor anything under it."""
    assert booked(f"2026-01-02 {line}\n") == []


def test_an_exchange_knows_whom_it_concerns() -> None:
    """Of each exchange: its kind, party, people, text and tags; a cost under a touch concerns its people."""
    text = '2026-01-02 intro Dave Me by Carol "at lunch"\n  give Dave 1 ADVICE "pricing" #work ^acme\n  cost 30m\n'
    found = [(x.kind, x.party, x.people, x.text, x.tags, x.links) for x in book(load_text(text).entries[0])]
    assert found == [
        ("receive", "Carol", ("Carol",), "at lunch", (), ()),
        ("give", "Dave", ("Dave",), "pricing", ("work",), ("acme",)),
        ("cost", "", ("Dave",), None, (), ()),
    ]


def test_sums_are_exact() -> None:
    """Far beyond the 28 digits of Python's default."""
    text = (
        "2026-01-02 give Bob 9999999999999999999999999999 USD\n2026-01-02 give Bob 0.000000000000000000000000001 USD\n"
    )
    ledger = load_text('2026-01-01 person Bob\noption "operating_currency" "USD"\n' + text)
    assert ledger.diagnostics == ()
    numbers = [posting.amount.number for entry in ledger.entries for posting in postings(entry)]
    assert numbers[:2] == [Decimal(10**28 - 1), Decimal(1 - 10**28)]
    assert numbers[3] == Decimal("-0.000000000000000000000000001")
