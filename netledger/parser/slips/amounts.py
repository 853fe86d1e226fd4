"""Slips in numbers, units, durations and arithmetic."""

import re

from netledger.parser.parts import Problem
from netledger.parser.slips.place import (
    DATE,
    DURATION_WORDS,
    INTERVAL_WORDS,
    LAST_NUMBER,
    NUMBERLIKE,
    Place,
    not_here,
)

_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB"}


def currency(place: Place) -> Problem | None:
    """Explain a currency sign."""
    sign = place.rest[:1]
    if sign not in _CURRENCIES or not sign:
        return None
    unit = _CURRENCIES[sign]
    number = NUMBERLIKE.match(place.rest[1:].lstrip())
    before = LAST_NUMBER.search(place.before)
    shown = number[0].strip(".,") if number else before[0] if before else "25"
    end = place.position + 1 + (len(number[0]) if number else 0)
    return place.problem("NL116", f"`{sign}` is not a unit", f"write `{shown} {unit}`", end=end)


def number(place: Place) -> Problem | None:
    """Explain a number that the grammar could not read, or that touches something."""
    match = NUMBERLIKE.match(place.rest)
    if match is None or DATE.match(place.rest):
        return None
    number, after = match[0], place.rest[match.end() :]
    letters = re.match(r"[^\W\d_]+", after)
    end = place.position + len(number) + (len(letters[0]) if letters else 0)
    if letters:
        return _touching(place, number, letters[0], end)
    if number[0] == "+":
        return place.problem("NL119", "a number has no plus sign", f"write `{number[1:]}`", end=end)
    if number[-1] == "." or number.lstrip("-")[0] == ".":
        mended = number.rstrip(".").replace("-.", "-0.")
        mended = f"0{mended}" if mended[0] == "." else mended
        return place.problem("NL119", f"`{number}` is not how a number is written", f"write `{mended}`", end=end)
    if "UNIT" in place.expected and LAST_NUMBER.search(place.before):
        return None  # two numbers in a row: the first has no unit
    if "NUMBER" not in place.expected:
        return not_here(place, "a number", end)
    return place.problem(
        "NL119", f"`{number}` is not how a number is written", "write `1,250.50` or `1250.50`", end=end
    )


def _touching(place: Place, number: str, letters: str, end: int) -> Problem:
    tail = place.line[end:]
    if letters in {"h", "hrs", "hours", "hour"} and re.fullmatch(r"-?[0-9]*\.[0-9]+", number):
        minutes = round(float(number) * 60)
        written = f"{minutes // 60}h{minutes % 60}m" if minutes >= 60 else f"{minutes}m"  # noqa: PLR2004 - minutes
        hint = f"write `{written}` or `{number} HOUR`"
        return place.problem("NL117", f"the duration {number}{letters} has a decimal point", hint, end=end)
    minutes_after = re.match(r"[0-9]{1,2}(?![0-9A-Za-z])", tail)
    if letters == "h" and minutes_after:
        hint = f"write `{number}h{minutes_after[0]}m`"
        return place.problem("NL118", "minutes without their `m`", hint, end=end + len(minutes_after[0]))
    if letters in DURATION_WORDS:
        hint = f"write `{number}{DURATION_WORDS[letters]}`"
    elif letters in INTERVAL_WORDS:
        hint = f"write an interval as `{number}{INTERVAL_WORDS[letters]}`"
    elif letters in {"d", "w", "mo", "y"} and "INTERVAL" not in place.expected:
        hint = f"`{number}{letters}` is an interval of the calendar; a time spent is `1h30m`"
    else:
        hint = f"write a blank between them: `{number} {letters.upper()}`"
    return place.problem("NL118", f"`{number}` touches `{letters}`", hint, end=end)


def comma(place: Place) -> Problem | None:
    """Explain a comma, in a number or between parts."""
    if not place.rest.startswith(","):
        return None
    number = LAST_NUMBER.search(place.before)
    if number and place.rest[1:2].isdigit() and place.before == place.line[: place.position]:
        start = place.position - len(number[0])
        match = NUMBERLIKE.match(place.line[start:])
        written = match[0] if match else number[0]
        hint = "a comma parts groups of three digits, a point the decimals: `1,250.50`"
        return place.problem(
            "NL119", f"`{written}` is not how a number is written", hint, start=start, end=start + len(written)
        )
    return place.problem(
        "NL114", "a comma", "blanks part the parts of a line: `meet Alice Bob`", end=place.position + 1
    )


def arithmetic(place: Place) -> Problem | None:
    """Explain a parenthesis that is not closed, not opened, or holds no arithmetic."""
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', lambda m: " " * len(m[0]), place.line[: place.position])
    depth = outside.count("(") - outside.count(")")
    if depth <= 0:
        if place.rest.startswith(")"):
            hint = "take it away, or open one before the number"
            return place.problem("NL120", "a parenthesis is closed that was not opened", hint, end=place.position + 1)
        return None
    opening = place.line.index("(", outside.index("("))
    if ")" not in place.rest:
        hint = "close it with `)`: `(2 * 7) MILE`"
        return place.problem("NL120", "a parenthesis is never closed", hint, start=opening, end=opening + 1)
    shown = place.word or place.rest[:1]
    hint = "between parentheses stand numbers and + - * /: `(2 * 7 + 1)`"
    return place.problem("NL120", f"`{shown}` cannot stand in arithmetic", hint)


def unit(place: Place) -> Problem | None:
    """Explain what stands in the place of a unit."""
    if "UNIT" not in place.expected or place.expected & {"NAME", "_PERSON"}:
        return None
    number = LAST_NUMBER.search(place.before)
    word = place.word
    if number is None:
        if word and word[0].isalpha():
            return _unit_form(place, word)
        return None
    shown = number[0] if number[0] != ")" else "in parentheses"
    start = len(place.before) - len(number[0])
    if re.match(r":[0-9]", place.rest):
        return place.problem("NL119", "a time with a colon", "write a duration as `1h30m`", start=start)
    if place.keyword == "custom" and word[:1].isupper():
        hint = f"a name after a bare number could be its unit: give the number one, or put `{word}` before it"
        return place.problem("NL127", f"the name {word} follows the bare number {shown}", hint)
    if word and word[0].isalpha() and word.upper() == word and word.isascii():
        return _unit_form(place, word)
    if word in DURATION_WORDS | INTERVAL_WORDS or word in {"h", "m", "d", "w", "mo", "y"}:
        letter = (DURATION_WORDS | INTERVAL_WORDS).get(word, word)
        message = f"`{word}` is not a unit"
        return place.problem("NL124", message, f"write `{shown}{letter}`, without a blank", start=start)
    if word and word[0].isalpha() and re.fullmatch(r"[A-Za-z]{1,24}", word) and word not in {"from", "for", "by"}:
        return _unit_form(place, word)
    unit_before = re.search(r"(?:^|[ \t])([A-Z]{2,})[ \t]*$", place.line[:start])
    hint = f"write an amount as `{shown} USD`, or a time as `1h30m`"
    if unit_before and place.keyword != "price":
        hint = f"the unit follows its number: `{shown} {unit_before[1]}`"
    return place.problem("NL104", f"no unit after the number {shown}", hint, start=start, end=len(place.before))


def _unit_form(place: Place, word: str) -> Problem:
    upper = re.sub(r"[^A-Z0-9'._-]", "", word.upper())[:24].rstrip("'._-")
    hint = "a unit is A-Z, then A-Z, digits and ' . - _, at most 24"
    if upper and upper != word:
        hint = f"write `{upper}`: {hint}"
    return place.problem("NL124", f"`{word}` is not how a unit is written", hint)
