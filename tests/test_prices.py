"""What one unit was worth in another on a day, against a search through all chains of prices."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netledger import Ledger, load_text
from netledger.core.amounts import Amount
from netledger.core.entries import Price
from netledger.core.ledger import in_order
from netledger.core.prices import Prices
from netledger.core.spans import Span


def day(text: str) -> dt.date:
    """Read a day of 2026: `03-15`."""
    return dt.date.fromisoformat(f"2026-{text}")


def rate(ledger: Ledger, pair: str, when: str) -> Fraction | None:
    """Return a rate: rate(ledger, "HOUR/USD", "03-15")."""
    unit, _, target = pair.partition("/")
    return ledger.prices.rate(unit, target, day(when))


HOURS = """\
2026-03-01 price HOUR 60 USD
2026-05-01 price HOUR 80 USD
2026-05-01 price HOUR 90 USD
2026-04-01 price USD 0.5 EUR
2026-06-01 price EUR 4 USD
"""


@pytest.mark.parametrize(
    ("pair", "when", "wanted"),
    [
        ("HOUR/USD", "02-28", None),  # never a later one
        ("HOUR/USD", "03-01", 60),  # the day itself counts
        ("HOUR/USD", "04-30", 60),
        ("HOUR/USD", "05-01", 90),  # of two on a day the last
        ("USD/HOUR", "04-30", Fraction(1, 60)),  # the inverse
        ("EUR/USD", "05-31", 2),  # the inverse, while there is none of its own
        ("EUR/USD", "06-01", 4),  # its own comes before the inverse
        ("USD/EUR", "06-01", Fraction(1, 2)),  # though older
        ("HOUR/EUR", "03-31", None),
        ("HOUR/EUR", "04-01", 30),  # a chain
        ("EUR/HOUR", "05-31", Fraction(2, 90)),
        ("USD/USD", "01-01", 1),
        ("MILE/MILE", "01-01", 1),
        ("MILE/USD", "12-31", None),
    ],
)
def test_rates(pair: str, when: str, wanted: int | Fraction | None) -> None:
    """Worked out by hand."""
    assert rate(load_text(HOURS), pair, when) == wanted


def test_the_order_of_lines_does_not_matter_across_days() -> None:
    """Only within a day."""
    lines = HOURS.splitlines(keepends=True)
    ledger = load_text("".join([lines[4], lines[3], lines[1], lines[2], lines[0]]))
    assert rate(ledger, "HOUR/USD", "04-30") == 60
    assert rate(ledger, "HOUR/USD", "05-02") == 90
    swapped = load_text("".join([lines[0], lines[2], lines[1]]))
    assert rate(swapped, "HOUR/USD", "05-02") == 80


def test_what_a_unit_has_a_price_in() -> None:
    """Or what has a price in it."""
    ledger = load_text("2026-01-01 price HOUR 60 USD\n2026-01-01 price TEA 2 HOUR\n2026-01-01 price EUR 1 USD\n")
    partners = {unit: list(ledger.prices.partners(unit)) for unit in ("HOUR", "TEA", "USD", "MILE")}
    assert partners == {"HOUR": ["TEA", "USD"], "TEA": ["HOUR"], "USD": ["EUR", "HOUR"], "MILE": []}


def test_fewer_steps_come_before_the_alphabet(ledger: Ledger) -> None:
    """The journal: X to Z by Y is two steps, by A and B three.

    2026-01-01 price X 2 A
    2026-01-01 price A 2 B
    2026-01-01 price B 2 Z
    2026-01-01 price X 3 Y
    2026-01-01 price Y 5 Z
    """
    assert rate(ledger, "X/Z", "02-01") == 15
    assert rate(ledger, "Z/X", "02-01") == Fraction(1, 15)


def test_of_equally_short_chains_the_alphabetically_first(ledger: Ledger) -> None:
    """The journal: by B and Y, not by C and A: the first unit that differs decides.

    2026-01-01 price X 2 C
    2026-01-01 price C 2 A
    2026-01-01 price A 2 Z
    2026-01-01 price X 3 B
    2026-01-01 price B 3 Y
    2026-01-01 price Y 3 Z
    """
    assert rate(ledger, "X/Z", "02-01") == 27


def test_a_chain_uses_no_later_price(ledger: Ledger) -> None:
    """The journal: the short chain is not there yet in January.

    2026-01-01 price X 2 A
    2026-01-01 price A 2 B
    2026-01-01 price B 2 Z
    2026-02-01 price X 9 Z
    """
    assert rate(ledger, "X/Z", "01-31") == 8
    assert rate(ledger, "X/Z", "02-01") == 9


UNITS = "ABCDE"
_prices = st.lists(
    st.builds(
        lambda date, pair, number: (date, *pair, number),
        st.integers(1, 6),
        st.sampled_from(list(permutations(UNITS, 2))),
        st.integers(1, 9),
    ),
    max_size=12,
)


def _chains(unit: str, target: str) -> Iterator[tuple[str, ...]]:
    """Give every chain between two units without repetition: the shortest first, then in alphabetical order."""
    others = sorted(set(UNITS) - {unit, target})
    for length in range(len(others) + 1):
        yield from ((unit, *middle, target) for middle in permutations(others, length))


def _naive(prices: list[tuple[int, str, str, int]], unit: str, target: str, when: int) -> Fraction | None:
    """Try all chains, and for each step all prices."""
    if unit == target:
        return Fraction(1)

    def step(one: str, other: str) -> Fraction | None:
        best: tuple[int, int] | None = None
        for date, base, quote, number in prices:
            if (base, quote) == (one, other) and date <= when and (best is None or date >= best[0]):
                best = date, number
        return None if best is None else Fraction(best[1])

    for chain in _chains(unit, target):
        product: Fraction | None = Fraction(1)
        for one, other in pairwise(chain):
            direct, inverse = step(one, other), step(other, one)
            found = direct if direct is not None else 1 / inverse if inverse is not None else None
            product = None if product is None or found is None else product * found
        if product is not None:
            return product
    return None


@given(_prices, st.sampled_from(UNITS), st.sampled_from(UNITS), st.lists(st.integers(0, 7), min_size=1, max_size=3))
def test_rates_are_those_of_a_naive_search(
    prices: list[tuple[int, str, str, int]], unit: str, target: str, days: list[int]
) -> None:
    """Asked for several days in any order, of one object."""
    entries = [
        Price(date=dt.date(2026, 1, 10 + date), span=Span("", line), unit=base, amount=Amount(number, quote))  # type: ignore[arg-type]
        for line, (date, base, quote, number) in enumerate(prices)
    ]
    known = Prices(entry for entry in in_order(entries) if isinstance(entry, Price))
    for when in days:
        assert known.rate(unit, target, dt.date(2026, 1, 10 + when)) == _naive(prices, unit, target, when)
