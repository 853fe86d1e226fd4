"""Exact arithmetic: rounding half to even, and parts that add up to their whole."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netledger.core.amounts import Amount, apportion, negated, quantize
from netledger.core.inventory import Inventory

WIDE = Context(prec=300, rounding=ROUND_HALF_EVEN)
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**27), max_value=10**27, places=None)
fractions = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)


@pytest.mark.parametrize(
    ("number", "precision", "wanted"),
    [
        ("2.345", 2, "2.34"),
        ("2.355", 2, "2.36"),
        ("-2.345", 2, "-2.34"),
        ("0.5", 0, "0"),
        ("1.5", 0, "2"),
        ("7", 3, "7.000"),
        ("9999999999999999999999999999.995", 2, "10000000000000000000000000000.00"),
    ],
)
def test_quantize(number: str, precision: int, wanted: str) -> None:
    """As a Decimal and as a Fraction; the places are those of the precision."""
    assert str(quantize(Decimal(number), precision)) == wanted
    assert quantize(Fraction(number), precision) == Decimal(wanted)
    assert quantize(Fraction(number), precision).as_tuple().exponent == -precision


@given(decimals, st.integers(0, 12))
def test_quantize_is_that_of_decimal(number: Decimal, precision: int) -> None:
    """Half to even, in a context wide enough."""
    assert quantize(number, precision) == WIDE.quantize(number, Decimal((0, (1,), -precision)))


@given(fractions, st.integers(0, 12))
def test_quantize_of_a_fraction_is_nearest(number: Fraction, precision: int) -> None:
    """No multiple of the last place is nearer; halfway it is the even one."""
    found = Fraction(quantize(number, precision))
    unit = Fraction(1, 10**precision)
    assert abs(found - number) <= unit / 2
    if abs(found - number) == unit / 2:
        assert (found / unit) % 2 == 0


@given(st.lists(fractions, max_size=12), st.integers(0, 6))
def test_apportioned_parts_add_up_to_the_rounded_whole(parts: list[Fraction], precision: int) -> None:
    """Each is less than one last place from what it was, and a whole number of places stays as it is."""
    shown = apportion(parts, precision)
    assert len(shown) == len(parts)
    assert sum(map(Fraction, shown)) == Fraction(quantize(sum(parts, Fraction(0)), precision))
    unit = Fraction(1, 10**precision)
    for part, number in zip(parts, shown, strict=True):
        assert abs(Fraction(number) - part) < unit
        assert number.as_tuple().exponent == -precision
        if (part / unit).denominator == 1:
            assert Fraction(number) == part


@pytest.mark.parametrize(
    ("parts", "precision", "wanted"),
    [
        (["1/3", "1/3", "1/3"], 2, ["0.34", "0.33", "0.33"]),
        (["-1/3", "-1/3", "-1/3"], 2, ["-0.33", "-0.33", "-0.34"]),
        (["0.5", "0.5", "0.5", "0.5"], 0, ["1", "1", "0", "0"]),
        (["0.1", "0.7", "0.2"], 0, ["0", "1", "0"]),
        (["0", "0"], 2, ["0.00", "0.00"]),
        ([], 2, []),
    ],
)
def test_apportion_by_largest_remainder(parts: list[str], precision: int, wanted: list[str]) -> None:
    """Ties to the earlier part."""
    assert [str(number) for number in apportion([Fraction(part) for part in parts], precision)] == wanted


@given(decimals)
def test_negated_is_exact(number: Decimal) -> None:
    """And nothing negated is nothing, without a sign."""
    assert Fraction(negated(number)) == -Fraction(number)
    assert str(negated(Decimal(0))) == "0"


@given(st.lists(st.tuples(decimals, st.sampled_from(["USD", "HOUR"])), max_size=8))
def test_an_inventory_sums_each_unit_by_itself(items: list[tuple[Decimal, str]]) -> None:
    """Exactly."""
    inventory = Inventory()
    for number, unit in items:
        inventory.add(number, unit)
    for unit in ("USD", "HOUR"):
        assert Fraction(inventory[unit]) == sum((Fraction(n) for n, u in items if u == unit), Fraction(0))
    assert bool(inventory) == any(inventory[unit] for unit in ("USD", "HOUR"))
    assert [amount.unit for amount in inventory.amounts()] == [unit for unit in ("HOUR", "USD") if inventory[unit]]


def test_an_amount_is_written_without_exponent() -> None:
    """As a journal would."""
    assert str(Amount(Decimal("1E+3"), "USD")) == "1000 USD"
    assert str(Amount(Decimal("0.0000001"), "USD")) == "0.0000001 USD"
