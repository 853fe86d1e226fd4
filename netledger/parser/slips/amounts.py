"""Slips in numbers, units, durations and arithmetic."""

import re

from netledger.core.entries import PERIODS
from netledger.parser.parts import Problem
from netledger.parser.slips.place import (
    DATE,
    DATELIKE,
    DURATION_WORDS,
    INTERVAL_WORDS,
    LAST_NUMBER,
    NUMBERLIKE,
    Place,
    not_here,
    written_dates,
)

CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB"}


def currency(place: Place) -> Problem | None:
    """Explain a currency sign."""
    sign = place.rest[:1]
    if sign not in CURRENCIES or not sign:
        return None
    unit = CURRENCIES[sign]
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
    day = DATELIKE.match(place.rest)
    if day and "DATE" in place.expected and written_dates(day):
        end = place.position + len(day[0])
        return place.problem("NL102", f"`{day[0]}` is not how a date is written", written_dates(day), end=end)
    sign = after[:1]
    if sign in CURRENCIES and sign:
        end = place.position + len(number) + 1
        return place.problem("NL116", f"`{sign}` is not a unit", f"write `{number} {CURRENCIES[sign]}`", end=end)
    letters = re.match(r"[^\W\d_]+", after)
    if letters and "NAME" in place.expected and place.expected.isdisjoint({"NUMBER", "DURATION"}):
        whole = place.word
        if re.match(r"-?[0-9]+(?:\.[0-9]+)?(?:h|m)(?:[0-9]|\W|$)", place.rest):
            return not_here(place, "a duration", None)
        return place.problem("NL138", f"`{whole}` is not how a name is written", "a name begins with a letter")
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
        decimal = number.replace("-.", "-0.") if number[0] == "-" else f"0{number}" if number[0] == "." else number
        hint = f"write `{written}` or `{decimal} HOUR`"
        return place.problem("NL117", f"the duration {number}{letters} has a decimal point", hint, end=end)
    if place.keyword and "NUMBER" not in place.expected and re.match(r"-?[0-9]+(?:h(?:[0-9]+m)?|m)(?!\w)", place.rest):
        return not_here(place, "a duration", None)
    backwards = re.match(r"([0-9]+)m([0-9]+)h(?!\w)", place.rest)
    if backwards:
        hint = f"hours come first: write `{backwards[2]}h{backwards[1]}m`"
        end = place.position + len(backwards[0])
        return place.problem("NL118", f"`{backwards[0]}` has its minutes first", hint, end=end)
    minutes_after = re.match(r"([0-9]{1,2})(?:min|mins|minutes)?(?![0-9A-Za-z])", tail)
    if letters == "h" and minutes_after:
        hint = f"write `{number}h{minutes_after[1]}m`"
        return place.problem("NL118", "minutes without their `m`", hint, end=end + len(minutes_after[0]))
    decimal_or_negative = not number.isdigit()
    if "INTERVAL" in place.expected and decimal_or_negative and letters in {*INTERVAL_WORDS, "d", "w", "mo", "y"}:
        whole = number.lstrip("-")
        letter = INTERVAL_WORDS.get(letters, letters)
        hint = f"an interval is a whole number of d, w, mo or y: `{whole.partition('.')[0]}{letter}`"
        return place.problem("NL134", f"`{number}{letters}` is not how an interval is written", hint, end=end)
    if re.fullmatch(r"[0-9]+", number) and letters == "e" and re.match(r"[0-9]{1,2}(?![0-9A-Za-z])", tail):
        exponent = re.match(r"[0-9]+", tail)[0]  # type: ignore[index]
        hint = f"write it out: `{int(number) * 10 ** int(exponent)}`"
        return place.problem(
            "NL119", f"`{number}e{exponent}` is not how a number is written", hint, end=end + len(exponent)
        )
    if letters in DURATION_WORDS:
        hint = f"write `{number}{DURATION_WORDS[letters]}`"
    elif "INTERVAL" in place.expected and letters in INTERVAL_WORDS:
        hint = f"write an interval as `{number}{INTERVAL_WORDS[letters]}`"
    elif letters in {"d", "w", "mo", "y"}:
        hint = f"`{number}{letters}` is an interval of the calendar; a time spent is `1h30m`"
    else:
        hint = f"write a blank between them: `{number} {letters.upper()}`"
    return place.problem("NL118", f"`{number}` touches `{letters}`", hint, end=end)


def comma(place: Place) -> Problem | None:
    """Explain a comma, in a number or between parts."""
    if not place.rest.startswith(","):
        return None
    number = LAST_NUMBER.search(place.before)
    key = re.match(r"[ \t]+([a-z][A-Za-z0-9_-]*):", place.line)
    if key:
        hint = f"one value a line: repeat the key for a list, `{key[1]}: …`"
        return place.problem("NL114", "a comma", hint, end=place.position + 1)
    if number and place.rest[1:2].isdigit() and place.before == place.line[: place.position]:
        start = place.position - len(number[0])
        match = NUMBERLIKE.match(place.line[start:])
        written = match[0] if match else number[0]
        hint = "a comma parts groups of three digits, a point the decimals: `1,250.50`"
        return place.problem(
            "NL119", f"`{written}` is not how a number is written", hint, start=start, end=start + len(written)
        )
    return place.problem(
        "NL114", "a comma", "blanks part the parts of a line: write one instead", end=place.position + 1
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
    shown = number[0]
    start = len(place.before) - len(shown)
    if shown == ")":
        start = _opening(place.before)
        shown = place.before[start:]
    elif not _metadata_line(place):
        problem = _operator(place, shown, start)
        if problem is not None:
            return problem
    if re.match(r":[0-9]", place.rest):
        end = place.position + len(place.rest.split()[0])
        return place.problem("NL119", "a time with a colon", "write a duration as `1h30m`", start=start, end=end)
    if place.keyword == "custom" and word[:1].isupper():
        hint = f"a name after a bare number could be its unit: give the number one, or put `{word}` before it"
        return place.problem("NL127", f"the name {word} follows the bare number {shown}", hint)
    if word and word[0].isalpha() and word.upper() == word and word.isascii():
        return _unit_form(place, word)
    if word in DURATION_WORDS | INTERVAL_WORDS or word in {"h", "m", "d", "w", "mo", "y"}:
        return _time_word(place, word, shown, start)
    if word and re.fullmatch(r"[A-Za-z]{1,24}", word) and word not in {"from", "for", "by", *PERIODS}:
        return _unit_form(place, word)
    return _no_unit(place, shown, start)


def _time_word(place: Place, word: str, shown: str, start: int) -> Problem:
    """Explain a number, a blank and a word for hours, days or months."""
    letter = (DURATION_WORDS | INTERVAL_WORDS).get(word, word)
    if letter == "h" and "." in shown:
        minutes = round(float(shown) * 60)
        hint = f"write `{minutes // 60}h{minutes % 60}m` or `{shown} HOUR`"
    elif letter in {"h", "m"}:
        hint = f"write `{shown}{letter}`, without a blank"
    else:
        hint = f"`{shown}{letter}` is an interval of the calendar; a time spent is `1h30m`"
    return place.problem("NL124", f"`{word}` is not a unit", hint, start=start)


def _no_unit(place: Place, shown: str, start: int) -> Problem:
    unit_before = re.search(r"(?:^|[ \t])([A-Z]{2,})[ \t]*$", place.line[:start])
    hint = f"write an amount as `{shown} USD`, or a time as `1h30m`"
    if place.keyword == "budget" and place.word in PERIODS:
        hint = f"write `{shown} HOUR {place.word}`"
    elif unit_before and place.keyword != "price":
        hint = f"the unit follows its number: `{shown} {unit_before[1]}`"
    return place.problem("NL104", f"no unit after the number {shown}", hint, start=start, end=len(place.before))


def _opening(before: str) -> int:
    """Return where the parenthesis opens that the last character closes."""
    depth = 0
    for index in range(len(before) - 1, -1, -1):
        depth += (before[index] == ")") - (before[index] == "(")
        if depth == 0:
            return index
    return 0


def _metadata_line(place: Place) -> bool:
    return bool(re.match(r"[ \t]+[a-z][A-Za-z0-9_-]*:", place.line))


def _operator(place: Place, number: str, start: int) -> Problem | None:
    """Explain a number that is followed by an operator, or by more digits, instead of its unit."""
    spaced = re.match(r"['’ ]?([0-9]{3})(?![0-9.])((?:\.[0-9]+)?)", place.rest)
    if spaced and re.fullmatch(r"-?[0-9]{1,3}", number):
        written = f"{number},{spaced[1]}{spaced[2]}"
        end = place.position + len(spaced[0])
        message = f"`{place.line[start:end]}` is not how a number is written"
        return place.problem("NL119", message, f"write `{written}`", start=start, end=end)
    calculation = re.match(r"(?:[ \t]*[-+*/][ \t]*[0-9][0-9.,]*)+", place.rest)
    if calculation:
        whole = f"{number} {calculation[0].strip()}"
        end = place.position + len(calculation[0])
        hint = f"arithmetic stands in parentheses: `({whole}) MILE`"
        return place.problem("NL120", "arithmetic without parentheses", hint, start=start, end=end)
    return None


def _unit_form(place: Place, word: str) -> Problem:
    upper = re.sub(r"[^A-Z0-9'._-]", "", word.upper())[:24].rstrip("'._-")
    hint = "a unit is A-Z, then A-Z, digits and ' . - _, at most 24"
    if upper and upper != word:
        hint = f"write `{upper}`: {hint}"
    return place.problem("NL124", f"`{word}` is not how a unit is written", hint)
