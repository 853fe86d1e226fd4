"""The options of a journal: what each takes, what it comes to, and what is wrong with others."""

from decimal import Decimal
from fractions import Fraction

import pytest

from netledger import Ledger, load_text
from netledger.core.options import SETTINGS, Options


def codes(ledger: Ledger) -> list[tuple[str, int]]:
    """Return code and line of all diagnostics."""
    return [(item.code, item.span.line) for item in ledger.diagnostics]


def test_the_defaults() -> None:
    """A journal without options."""
    options = load_text("").options
    assert options == Options()
    assert options.currency is None
    assert (options.half_life_days, options.cadence_days) == (180, 90)
    assert dict(options.media_weight)["video"] == Decimal("0.8")


def test_all_of_them(ledger: Ledger) -> None:
    """The journal:

    option "title" "Mine"
    option "operating_currency" "EUR" "USD"
    option "operating_currency" "CHF"
    option "half_life" "1y"
    option "cadence" "6mo"
    option "media_weight" "call" "0.75"
    option "media_weight" "meet" "0.5"
    option "group_weight" "full"
    """
    options = ledger.options
    assert codes(ledger) == []
    assert (options.title, options.currency, options.group_weight) == ("Mine", "EUR", "full")
    assert options.operating_currency == ("EUR", "USD", "CHF")
    assert (options.half_life_days, options.cadence_days) == (Fraction("365.25"), Fraction("182.625"))
    weights = dict(options.media_weight)
    assert (weights["call"], weights["meet"], weights["letter"]) == (Decimal("0.75"), Decimal("0.5"), Decimal("0.6"))


@pytest.mark.parametrize("name", SETTINGS)
def test_the_example_of_each_is_sound(name: str) -> None:
    """What a hint tells people to write."""
    ledger = load_text(SETTINGS[name].example + "\n")
    assert codes(ledger) == []
    assert f'"{name}"' in SETTINGS[name].example


@pytest.mark.parametrize(
    "line",
    [
        '"title" "A" "B"',
        '"operating_currency" "usd"',
        '"operating_currency" "$"',
        '"half_life" "180"',
        '"half_life" "0d"',
        '"cadence" "6m"',
        '"cadence" "2w" "3w"',
        '"media_weight" "call"',
        '"media_weight" "call" "2"',
        '"media_weight" "call" "-0.1"',
        '"media_weight" "call" "NaN"',
        '"media_weight" "call" "high"',
        '"media_weight" "fax" "0.5"',
        '"group_weight" "half"',
    ],
)
def test_values_that_are_of_no_use(line: str) -> None:
    """An error on the line with an example; the default stays."""
    (item,) = load_text(f"option {line}\n").diagnostics
    assert (item.code, item.severity) == ("NL205", "error")
    assert item.hint.startswith("write `option")
    assert load_text(f"option {line}\n").options == Options()


def test_an_unknown_option_gets_the_nearest_name(ledger: Ledger) -> None:
    """The journal:

    option "titel" "Mine"
    option "colour" "red"
    """
    first, second = ledger.diagnostics
    assert (first.code, second.code) == ("NL204", "NL204")
    assert first.hint == 'did you mean "title"?'
    assert all(name in second.hint for name in SETTINGS)


def test_two_different_values_contradict(ledger: Ledger) -> None:
    """The journal: the first one stays; the same value again says nothing new.

    option "title" "Mine"
    option "title" "Mine"
    option "title" "Yours"
    option "media_weight" "call" "0.7"
    option "media_weight" "call" "0.2"
    option "operating_currency" "USD"
    option "operating_currency" "USD"
    """
    assert codes(ledger) == [("NL206", 4), ("NL206", 6)]
    assert "test.net:3" in ledger.diagnostics[0].message
    assert ledger.options.title == "Mine"
    assert dict(ledger.options.media_weight)["call"] == Decimal("0.7")
    assert ledger.options.operating_currency == ("USD",)
