"""Each token: its forms, its limits, and what it must not touch."""

from decimal import Decimal
from unicodedata import normalize

import pytest
from records import codes, only, prints_back, sound

from netledger.core.amounts import Amount
from netledger.parser.parse import parse


def number(text: str) -> str:
    """Return a number of `custom`, written plainly."""
    (value,) = only(f'2026-03-01 custom "x" {text}').values
    assert value.kind == "number"
    return value.text


# ------------------------------------------------------------------------------------------------- names

NAMES = ["Alice", "A", "Nina-Smith", "O'Neil", "O’Neil", "J.R", "J.R.R", "Bob2", "A_b", "Élise", "प्रिया", "李雷", "Ω",
    "أحمد", "Дмитрий",
         "Åsa", "Gal·la", "élise", "ß", "Mehmet-Ali", "Ñandú", "Nguyễn", "김철수", "X9", "USD", "TRUER", "Meg",
         "MeToo"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_accepts_names(name: str) -> None:
    assert only(f"2026-03-01 meet {name}").names == (normalize("NFC", name),)
    assert only(f'2026-03-01 note {name} "x"').subject == normalize("NFC", name)


@pytest.mark.parametrize("name",
 ["alice", "Alice.", "Alice-", "Alice_", "Alice'", "'Alice", "-Alice", ".Alice", "_Alice", "9Alice", "Alice!",
                                  "A/B", "A,B", "A:B", "A&B", "A—B", "A·", "A’", "·A", "A\u2028", "A?", "A\u00a0B",
                                  "A\u200bB"])  # fmt: skip
def test_rejects_names(name: str) -> None:
    (code,) = codes(f"2026-03-01 person {name}")
    assert code.startswith("NL1")


def test_names_are_compared_in_nfc() -> None:
    composed, apart = "É", "E\u0301"
    assert only(f"2026-03-01 meet {apart}lise") == only(f"2026-03-01 meet {composed}lise")
    assert codes(f"2026-03-01 meet {apart}lise {composed}lise") == ["NL137"]
    for line in ("meet @{}x", "meet A #{}x", "meet A ^{}x", "intro A by {}x", "outcome job for {}x"):
        assert sound(f"2026-03-01 {line.format(apart)}") == sound(f"2026-03-01 {line.format(composed)}")


def test_texts_stay_as_they_are_written() -> None:
    assert only('2026-03-01 meet "E\u0301"').text == "E\u0301"


def test_a_name_in_nfc_can_be_read_again() -> None:
    """In NFC the Kelvin sign is a K, a Greek accent a grave: no such change may make a name unreadable."""
    changing = [chr(code) for code in range(0xA0, 0x30000) if normalize("NFC", chr(code)) != chr(code)]
    lost = []
    for char in changing:
        for name in (f"A{char}B", f"{char}B", f"A{char}"):
            parsed = parse(f"2026-03-01 meet {name}")
            for entry in parsed.records:
                try:
                    prints_back(entry)
                except AssertionError:
                    lost.append(name)
    assert lost == []


@pytest.mark.parametrize(
    "word", ["@Chamber", "@dev.to", "@Chamber:Mixers", "@a:b:c", "@2026", "@O'Neil", "@a-b_c", "@北京:会"]
)
def test_accepts_venues(word: str) -> None:
    assert only(f"2026-03-01 meet {word}").venue == word


@pytest.mark.parametrize("word", ["@", "@ Chamber", "@:a", "@a:", "@a::b", "@a/b", "@a,b", '@"a"', "@@a"])
def test_rejects_venues(word: str) -> None:
    assert len(codes(f"2026-03-01 meet {word}")) == 1


@pytest.mark.parametrize("word", ["spring", "2026", "a/b", "a.b-c_d", "frühstück", "日本", "-", "x/"])
@pytest.mark.parametrize(("sign", "field"), [("#", "tags"), ("^", "links")])
def test_accepts_tags_and_links(sign: str, field: str, word: str) -> None:
    assert getattr(only(f"2026-03-01 meet A {sign}{word}"), field) == (word,)


@pytest.mark.parametrize("word", ["", " spring", "a:b", "a,b", "a!", "a'b", '"a"'])
@pytest.mark.parametrize("sign", ["#", "^"])
def test_rejects_tags_and_links(sign: str, word: str) -> None:
    assert len(codes(f"2026-03-01 meet A {sign}{word}")) == 1


# ------------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize("day", ["1000-01-01", "9999-12-31", "2024-02-29", "2000-02-29"])
def test_accepts_dates(day: str) -> None:
    assert only(f"{day} meet Alice").date.isoformat() == day


@pytest.mark.parametrize(
    "day",
    ["0999-12-31", "0000-01-01", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-04-31", "2026-01-00"],
)
def test_rejects_days_that_are_not_in_the_calendar(day: str) -> None:
    assert codes(f"{day} meet Alice") == ["NL103"]
    assert codes(f"2026-01-01 person Bob\n  born: {day}") == ["NL103"]
    assert codes(f'2026-01-01 custom "x" {day}') == ["NL103"]


@pytest.mark.parametrize(
    "day",
    [
        "03/01/2026",
        "2026/03/01",
        "2026.03.01",
        "2026-3-1",
        "01.03.2026",
        "26-03-01",
        "2026-03-01T10:00",
        "2026-03-01/2026-03-02",
    ],
)
def test_rejects_other_forms_of_dates(day: str) -> None:
    assert codes(f"{day} meet Alice") == ["NL102"]


# ----------------------------------------------------------------------------------------------- numbers

NUMBERS = [("7", "7"), ("-3", "-3"), ("1,250.50", "1250.50"), ("1250.50", "1250.50"), ("1,000,000", "1000000"),
    ("0.001", "0.001"), ("007", "7"),
           ("-0", "0"), ("9" * 28, "9" * 28), ("0." + "1" * 27, "0." + "1" * 27),
           ("-" + "9" * 28, "-" + "9" * 28)]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_accepts_numbers(text: str, expected: str) -> None:
    assert Decimal(number(text)) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "code"),
    [("9" * 29, "NL122"), ("0." + "1" * 28, "NL122"), ("1,25", "NL119"), ("1.250,50", "NL119"),
     ("12,34,567", "NL119"), ("1234,567", "NL119"),
     ("1.", "NL119"), (".5", "NL119"), ("+5", "NL119"), ("1e3", "NL119"), ("0x10", "NL118"), ("1.2.3", "NL119"),
     ("5_000", "NL119")],
)  # fmt: skip
def test_rejects_numbers(text: str, code: str) -> None:
    assert codes(f'2026-03-01 custom "x" {text}') == [code]


ARITHMETIC = [("(2 * 7 + 1)", "15"), ("(1 + 2 * 3)", "7"), ("((1 + 2) * 3)", "9"), ("(10 - 3 - 2)", "5"),
    ("(100/5/2)", "10"), ("(8 / 2 * 4)", "16"),
              ("(-3)", "-3"), ("(- 3)", "-3"), ("(2 * -3)", "-6"), ("(--3)", "3"), ("(-(1 + 2))", "-3"),
              ("(1-1)", "0"), ("(1 -1)", "0"), ("((1)-1)", "0"),
              ("((1 + 2) -1)", "2"), ("((2)*(3)-1)", "5"), ("(1,000 / 8)", "125"), ("(1/3)", "0.333333333333"),
              ("(2/3)", "0.666666666667"),
              ("(-2/3)", "-0.666666666667"), ("(1/8)", "0.125"), ("(1/1024)", "0.0009765625"), ("(1/3*3)", "1"),
              ("(1/3 + 2/3)", "1"),
              ("(0.1 + 0.2)", "0.3"), ("(9999999999999999999999999999 - 1)", "9" * 27 + "8"),
              ("(\t2\t*\t7\t)", "14")]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ARITHMETIC)
def test_accepts_arithmetic(text: str, expected: str) -> None:
    assert Decimal(number(text)) == Decimal(expected)


def test_a_quotient_that_never_ends_is_rounded_half_even() -> None:
    """One that ends is kept whole, however long its decimals."""
    assert number("(0.000000000005/10)") == "0.0000000000005"
    assert number("(1/7)") == "0.142857142857"
    assert number("(5/9)") == "0.555555555556"
    assert Decimal(number("(1/3000000000000)")) == 0
    assert Decimal(number("(2/3000000000000)")) == Decimal("0.000000000001")


@pytest.mark.parametrize(
    ("text", "code"),
    [("(1/0)", "NL121"), ("(1/(1-1))", "NL121"), ("(9999999999999999999999999999 + 1)", "NL122"),
     (f"(1/{2**40})", "NL122"), ("()", "NL120"),
     ("(2 *)", "NL120"), ("(* 2)", "NL120"), ("(2 7)", "NL120"), ("(2", "NL120"), ("(+2)", "NL120"),
     ("(2 x 7)", "NL120"), ("(1h)", "NL120"),
     ("(2 USD)", "NL120"), ("((2)", "NL120"), ("(2))", "NL120"), ("2)", "NL120")],
)  # fmt: skip
def test_rejects_arithmetic(text: str, code: str) -> None:
    assert codes(f'2026-03-01 custom "x" {text}') == [code]


def test_parentheses_and_minus_signs_nest_a_hundred_deep() -> None:
    assert number("(" * 100 + "1" + ")" * 100) == "1"
    assert number("(" + "-" * 99 + "1)") == "-1"
    assert codes(f'2026-03-01 custom "x" {"(" * 101}1{")" * 101}') == ["NL123"]
    assert codes(f'2026-03-01 custom "x" ({"-" * 100}1)') == ["NL123"]
    assert number("(" + " + ".join(["(1)"] * 300) + ")") == "300"


DURATIONS = [("1h30m", "1.5"), ("45m", "0.75"), ("2h", "2"), ("0m", "0"), ("90m", "1.5"), ("-1h30m", "-1.5"),
    ("1h20m", "1.333333333333"),
             ("5m", "0.083333333333"), ("-20m", "-0.333333333333"), ("100h", "100"), ("1h90m", "2.5")]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DURATIONS)
def test_a_duration_is_an_amount_of_hours(text: str, expected: str) -> None:
    assert only(f"2026-03-01 cost {text}").amounts == (Amount(Decimal(expected), "HOUR"),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.5h", "NL117"),
        (".5h", "NL117"),
        ("1h30", "NL118"),
        ("30m1h", "NL118"),
        ("1H", "NL118"),
        ("1h30m5", "NL118"),
        ("1:30", "NL119"),
        ("h", "NL113"),
    ],
)
def test_rejects_durations(text: str, code: str) -> None:
    assert codes(f"2026-03-01 cost {text}") == [code]


@pytest.mark.parametrize("text", ["30d", "2w", "6mo", "1y", "999999d", "007d"])
def test_accepts_intervals(text: str) -> None:
    assert only(f"2026-03-01 person Bob\n  every: {text}").meta[0].value.text == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0d", "NL134"),
        ("1000000d", "NL134"),
        ("6m", "NL134"),
        ("-1d", "NL134"),
        ("1.5y", "NL134"),
        ("1M", "NL118"),
        ("2q", "NL118"),
        ("d", "NL134"),
    ],
)
def test_rejects_intervals(text: str, code: str) -> None:
    assert codes(f"2026-03-01 person Bob\n  every: {text}") == [code]


# ------------------------------------------------------------------------------------------------- units


@pytest.mark.parametrize("unit", ["USD", "HOUR", "A", "CO2-KG", "X'Y", "A.B", "A_B", "H2O", "A" * 24, "TRUE"])
def test_accepts_units(unit: str) -> None:
    assert only(f"2026-03-01 cost 5 {unit}").amounts == (Amount(Decimal(5), unit),)
    assert only(f"2026-03-01 unit {unit}").unit == unit


@pytest.mark.parametrize("unit", ["usd", "Usd", "A" * 25, "É", "USDé", "US$", "A-", "A.", "2D", "_A"])
def test_rejects_units(unit: str) -> None:
    assert len(codes(f"2026-03-01 unit {unit}")) == 1
    assert len(codes(f"2026-03-01 cost 5 {unit}")) == 1


# ----------------------------------------------------------------------------------------------- strings


@pytest.mark.parametrize(
    ("text", "expected"),
    [('""', ""), (r'"a \"b\" c"', 'a "b" c'), (r'"a\\b"', r"a\b"), (r'"a\nb"', "a\nb"), (r'"\\n"', r"\n"),
     (r'"\\\""', '\\"'), ('"; no comment"', "; no comment"),
     ('"“smart” ’"', "“smart” ’"), ('"#x ^y @z (1/0) 3M"', "#x ^y @z (1/0) 3M"), ('"\u00a0\u2028"', "\u00a0\u2028"),
     ("\"it's\"", "it's"), ('"日本 🙂"', "日本 🙂")],
)  # fmt: skip
def test_accepts_strings(text: str, expected: str) -> None:
    assert only(f"2026-03-01 meet {text}").text == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [('"open', "NL108"), ('"', "NL108"), (r'"a\"', "NL108"), (r'"\t"', "NL109"), (r'"\x"', "NL109"),
     (r'"C:\dir"', "NL109"), ('"a\tb"', "NL110"), ('"a\x00b"', "NL110"),
     ('"a\x7fb"', "NL110"), ('"a\x85b"', "NL110"), ("'a'", "NL111"), ("“a”", "NL111"), ("«a»", "NL111"),
     ("„a“", "NL111"), ('"a”', "NL111"), ("`a`", "NL111")],
)  # fmt: skip
def test_rejects_strings(text: str, code: str) -> None:
    assert codes(f"2026-03-01 meet {text}") == [code]


# ---------------------------------------------------------------------------------- what tokens must not touch

KEYWORDS = ["meet Alice", "intro Alice Bob", "connect Alice", "give Alice", "receive Alice", "outcome job",
    "person Bob", "unit ADVICE", "price HOUR 1 USD",
            "close Bob", "balance Bob 0 USD", 'note Bob "x"', 'document Bob "x"', "cost Alice 1h",
            "intro A by Carol", "call from Carol",
            "outcome job from Carol", "outcome job for Carol"]  # fmt: skip
TOUCHING = ["A", "é", "李", "9", "_", "."]


@pytest.mark.parametrize("line", KEYWORDS)
@pytest.mark.parametrize("char", TOUCHING)
def test_a_keyword_touches_no_letter_digit_underscore_or_point(line: str, char: str) -> None:
    before, _, after = line.rpartition(" ")
    words = line.split(" ")
    index = next((i for i, word in enumerate(words) if word in {"by", "from", "for"}), 0)
    words[index] += char
    found = parse(f"2026-03-01 {' '.join(words)}")
    assert found.records == [], (before, after)
    assert len(found.diagnostics) == 1


@pytest.mark.parametrize("token", ["7", "1,250.50", "1h30m", "45m", "30d", "6mo", "2026-01-01", "3 USD"])
@pytest.mark.parametrize("char", TOUCHING)
def test_a_number_date_duration_interval_or_unit_touches_none_either(token: str, char: str) -> None:
    """Unless the two make one token: 79 is a number, 3 USDA an amount."""
    longer = {("7", "9"), ("1,250.50", "9"), ("3 USD", "A"), ("3 USD", "9")}
    parsed = parse(f'2026-03-01 custom "x" {token}{char}')
    if (token, char) in longer:
        assert parsed.diagnostics == []
    else:
        assert parsed.records == []
        assert len(parsed.diagnostics) == 1


@pytest.mark.parametrize("char", ["A", "é", "9", "_", "."])
def test_arithmetic_touches_none_either(char: str) -> None:
    """`(2 * 7)` is a number as much as 14 is."""
    assert len(codes(f"2026-03-01 cost (2 * 7){char} USD")) == 1
    assert len(codes(f"2026-03-01 cost (2 * 7){char}")) == 1


@pytest.mark.parametrize(
    "text",
    [
        'meet"x"',
        "meet@X",
        "cost 3h@X",
        'cost 3 USD"x"',
        'meet Alice"x"#t^l@X',
        "cost -3h;x",
        "!meet A",
        'outcome job"x"',
    ],
)
def test_signs_and_quotes_may_touch_what_stands_before(text: str) -> None:
    assert only(f"2026-03-01 {text}").span.line == 0
