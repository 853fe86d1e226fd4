"""The slips that people make in a line, each with a message of its own and what to write instead.

A rule looks at the place where the grammar gave up and returns a problem, or None where it does not apply; the
first that applies is told. They stand in order from the letter to the line.
"""

import re
import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.entries import PERIODS, VENUE_KINDS
from netledger.core.values import KNOWN
from netledger.parser.parts import Problem
from netledger.parser.words import DETAILS, DIRECTIVES, ENTRIES, OTHER_WORDS, WITH_DETAILS, WITH_FLAG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Place(NamedTuple):
    """Where the grammar gave up on a line."""

    line: str
    position: int
    """Column, from 0; the length of the line where it ended too early."""
    expected: frozenset[str]
    """The terminals of the grammar that could have stood there."""
    keyword: str
    """What the line begins with after its date; empty in an indented line."""

    @property
    def rest(self) -> str:
        """What stands from there on."""
        return self.line[self.position :]

    @property
    def before(self) -> str:
        """What was read, without blanks at its end."""
        return self.line[: self.position].rstrip(" \t")

    @property
    def word(self) -> str:
        """The run of letters, digits and name characters that begins here; may be empty."""
        match = _WORD.match(self.rest)
        return match[0] if match else ""

    @property
    def at_end(self) -> bool:
        """Whether nothing but blanks and a comment is left."""
        return not self.rest.strip(" \t") or self.rest.lstrip(" \t").startswith(";")

    def problem(
        self, code: str, message: str, hint: str, *, start: int | None = None, end: int | None = None
    ) -> Problem:
        """Make a problem here, or between two columns counted from 0."""
        if start is None:
            start = self.position
        if end is None:
            end = self.position + len(self.word)
        return Problem(code, start, max(start + 1, end), message, hint)


_WORD = re.compile(r"[\w'’·.\-]+")
_QUOTES = "“”„‟«»‘’‚‹›「」"
_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB"}
_NUMBERLIKE = re.compile(r"[+-]?(?:[0-9]|\.[0-9])[0-9.,]*")
_LAST_NUMBER = re.compile(r"(-?[0-9][0-9.,]*|\))$")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATELIKE = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})(?![0-9])")
_ANY_WORD = re.compile(r"[A-Za-z][A-Za-z_-]*")


def nearest(word: str, known: "Iterable[str]") -> str | None:
    """Return the known word that is spelled most like this one, or None: `mete` gives `meet`."""
    found = get_close_matches(word.lower(), list(known), n=1, cutoff=0.65)
    return found[0] if found else None


def explain(place: Place) -> Problem:
    """Say what a person did where the grammar gave up."""
    for rule in _RULES:
        problem = rule(place)
        if problem is not None:
            return problem
    shown = place.word or place.rest[:1]
    return place.problem("NL139", f"`{shown}` cannot stand here", _usage(place))


def _usage(place: Place) -> str:
    example = ENTRIES.get(place.keyword) or DIRECTIVES.get(place.keyword)
    if example is not None:
        return f"write it like `{example}`"
    return 'under an entry write `give NAME`, `receive NAME`, `cost 1h30m`, or metadata like `source: "diary"`'


# ------------------------------------------------------------------------------------- letters and quotes


def _quote(place: Place) -> Problem | None:
    if place.rest[:1] in _QUOTES and place.rest:
        hint = 'write straight quotes: "…"; many editors can stop replacing them'
        return place.problem("NL111", f"a typographic quote {place.rest[0]}", hint, end=place.position + 1)
    single = re.match(r"'[^']*'|`[^`]*`", place.rest)
    if single:
        hint = f'write `"{single[0][1:-1]}"`'
        return place.problem("NL111", "a text stands in double quotes", hint, end=place.position + len(single[0]))
    return None


def _invisible(place: Place) -> Problem | None:
    char = place.rest[:1]
    if not char or unicodedata.category(char) not in {"Zs", "Zl", "Zp", "Cf"} or char == " ":
        return None
    name = unicodedata.name(char, "an invisible character").lower()
    message = f"an invisible character: {name} (U+{ord(char):04X})"
    return place.problem("NL112", message, "replace it by a plain blank, or delete it", end=place.position + 1)


def _control(place: Place) -> Problem | None:
    char = place.rest[:1]
    if not char or unicodedata.category(char) != "Cc" or char == "\t":
        return None
    return place.problem("NL110", f"a control character (U+{ord(char):04X})", "delete it", end=place.position + 1)


def _string(place: Place) -> Problem | None:
    """Explain a quote that begins no string."""
    if not place.rest.startswith('"'):
        return None
    line, start = place.line, place.position
    index = start + 1
    while index < len(line) and line[index] != '"':
        char = line[index]
        if char == "\\":
            escaped = line[index + 1 : index + 2]
            if escaped not in {'"', "\\", "n"} or not escaped:
                hint = r"write \\ for a backslash, \" for a quote, \n for a line end"
                return place.problem("NL109", f"the escape \\{escaped} is unknown", hint, start=index, end=index + 2)
            index += 1
        elif char == "\t":
            return place.problem("NL110", "a tab in a text", "write a blank", start=index, end=index + 1)
        elif unicodedata.category(char) == "Cc":
            message = f"a control character in a text (U+{ord(char):04X})"
            return place.problem("NL110", message, "delete it", start=index, end=index + 1)
        elif char in "“”„":
            message = f"a text that begins with a straight quote and has {char} in it"
            if '"' not in line[index:]:
                return place.problem("NL111", message, 'end it with a straight quote: "', start=index, end=index + 1)
        index += 1
    if index >= len(line):
        hint = 'end it with " on the same line; \\n in it stands for a line end'
        return place.problem("NL108", "the text has no closing quote", hint, end=len(line))
    before = place.before
    if before.endswith('"') and place.line[place.position - 1] == '"':
        return place.problem("NL109", "a quote within a text", r"write it as \"", end=start + 1)
    return None


# --------------------------------------------------------------------------------------------- the keyword


def _keyword(place: Place) -> Problem | None:
    """Explain what stands after a date, or a date and a flag, and is no keyword."""
    if not place.expected & {"_PERSON", "_INTRO"}:
        return None
    if place.at_end:
        return place.problem("NL125", "what happened is missing", 'go on with a keyword: `meet Alice @Chamber "mixer"`')
    flagged = place.before.endswith("!")
    word = place.word
    if flagged and word in ENTRIES:
        hint = f"take the `!` away; it goes with {', '.join(WITH_FLAG)}"
        return place.problem("NL130", f"`{word}` cannot be pending", hint, start=place.position)
    if place.rest[0] in "*!":
        hint = "`!` after the date marks what is promised; what was done has no flag"
        return place.problem("NL130", f"`{place.rest[0]}` cannot stand here", hint)
    return _unknown_keyword(place, word)


def _unknown_keyword(place: Place, word: str) -> Problem:
    joined = next((known for known in sorted(ENTRIES, key=len, reverse=True) if word.startswith(known)), None)
    if word.lower() in ENTRIES and word not in ENTRIES:
        return place.problem("NL105", f"`{word}` is not a keyword", f"keywords are lower-case: `{word.lower()}`")
    if word.lower() in OTHER_WORDS:
        return place.problem("NL105", f"`{word}` is not a keyword", OTHER_WORDS[word.lower()])
    if word in DIRECTIVES:
        return place.problem("NL105", f"`{word}` has no date", f"write it at column 0: `{DIRECTIVES[word]}`")
    if joined is not None and len(word) > len(joined) and not word[len(joined)].islower():
        hint = f"write a blank between them: `{joined} {word[len(joined) :]}`"
        return place.problem("NL118", f"`{joined}` touches what follows", hint)
    close = nearest(word, ENTRIES) if word else None
    if close is not None:
        return place.problem("NL105", f"`{word}` is not a keyword", f"did you mean `{close}`?")
    hint = "after the date write what happened: meet, call, email, intro, give, receive, cost, outcome …"
    shown = word or place.rest[0]
    if re.match(r"[0-9]{1,2}:[0-9]{2}", place.rest):
        hint = "there is no time of day: put it into a text or into metadata"
        shown = place.rest.split()[0]
    return place.problem("NL105", f"`{shown}` is not a keyword", hint)


def beginning(line: str) -> Problem:
    """Say what is wrong with a line at column 0 that begins neither with a date nor with a directive."""
    place = Place(line, 0, frozenset(), "")
    for rule in (_invisible, _control, _quote):
        problem = rule(place)
        if problem is not None:
            return problem
    if _DATE.match(line):
        return _after_date(place)
    datelike = _DATELIKE.match(line)
    if datelike:
        return _datelike(place, datelike)
    match = _ANY_WORD.match(line)
    word = match[0] if match else ""
    if word.lower() in ENTRIES:
        return place.problem("NL106", f"`{word}` has no date before it", f"write `2026-03-01 {word.lower()} …`")
    close = nearest(word, DIRECTIVES) if word else None
    if close is not None:
        hint = f"did you mean `{close}`?" if word not in DIRECTIVES else f"write it like `{DIRECTIVES[word]}`"
        return place.problem("NL105", f"`{word}` is not a keyword", hint)
    if word.lower() in OTHER_WORDS:
        hint = f"{OTHER_WORDS[word.lower()]}, after its date"
        return place.problem("NL105", f"`{word}` is not a keyword", hint)
    close = nearest(word, ENTRIES) if word else None
    if close is not None:
        return place.problem("NL105", f"`{word}` is not a keyword", f"did you mean `2026-03-01 {close} …`?")
    hint = "a line begins with a date, a keyword such as `option`, `;` for a comment, or `* ` or `# ` for a heading"
    if re.match(r"//|--|%|<!--|/\*", line):
        hint = "a comment begins with `;`"
    elif line[0] in "#*":
        hint = f"a heading has a blank after its sign: `{line[0]} {line.lstrip(line[0])[:20].strip()}`"
    return place.problem("NL101", f"`{word or line[0]}` begins no line", hint)


def _after_date(place: Place) -> Problem:
    after = place.line[10:]
    if re.match(r"[T_.]?[0-9]", after):
        hint = f"an entry has a date alone: `{place.line[:10]} …`"
        return place.problem("NL102", "a date with a time of day", hint, end=10 + len(_WORD.match(after)[0]))  # type: ignore[index]
    if after[:1] in "/=~":
        hint = "write one entry a date"
        return place.problem("NL102", "more than a date", hint, end=10)
    inner = place._replace(position=10)
    problem = _invisible(inner) or _control(inner)
    if problem is not None:
        return problem
    hint = f"write a blank between them: `{place.line[:10]} {after.split()[0]}`"
    return place.problem("NL118", "the date touches what follows", hint, end=10)


def _datelike(place: Place, match: re.Match[str]) -> Problem:
    first, _, second, third = match.groups()
    year_length = 4
    if len(first) == year_length:
        guesses = [(first, second, third)]
    elif len(third) == year_length:
        guesses = [(third, first, second), (third, second, first)]
    else:
        guesses = []
    written = [
        f"`{year}-{month:0>2}-{day:0>2}`"
        for year, month, day in guesses
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31 and len(day) <= 2  # noqa: PLR2004 - a calendar's numbers
    ]
    hint = f"write {' or '.join(dict.fromkeys(written))}" if written else "write year, month and day: `2026-03-01`"
    return place.problem("NL102", f"{match[0]} is not how a date is written", hint, end=len(match[0]))


def stray(line: str, why: str) -> Problem:
    """Say what is wrong with an indented line that belongs to no entry."""
    start = len(line) - len(line.lstrip(" \t"))
    if _DATELIKE.match(line, start):
        hint = "an entry begins at column 0: take the blanks away"
    else:
        hint = "put it right under its entry, without a blank line between, or make it a comment with `;`"
    return Problem("NL107", start, len(line.rstrip()), f"this indented line belongs to no entry: {why}", hint)


# ------------------------------------------------------------------------------------------- numbers, units


def _currency(place: Place) -> Problem | None:
    sign = place.rest[:1]
    if sign not in _CURRENCIES or not sign:
        return None
    unit = _CURRENCIES[sign]
    number = _NUMBERLIKE.match(place.rest[1:].lstrip())
    before = _LAST_NUMBER.search(place.before)
    shown = number[0].strip(".,") if number else before[0] if before else "25"
    end = place.position + 1 + (len(number[0]) if number else 0)
    return place.problem("NL116", f"`{sign}` is not a unit", f"write `{shown} {unit}`", end=end)


def _number(place: Place) -> Problem | None:
    """Explain a number that the grammar could not read, or that touches something."""
    match = _NUMBERLIKE.match(place.rest)
    if match is None or _DATE.match(place.rest):
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
    if "UNIT" in place.expected and _LAST_NUMBER.search(place.before):
        return None  # two numbers in a row: the first has no unit
    if "NUMBER" not in place.expected:
        return _not_here(place, "a number", end)
    return place.problem(
        "NL119", f"`{number}` is not how a number is written", "write `1,250.50` or `1250.50`", end=end
    )


_INTERVAL_WORDS = {"day": "d", "days": "d", "week": "w", "weeks": "w", "month": "mo", "months": "mo", "M": "mo"}
_INTERVAL_WORDS |= {"mon": "mo", "year": "y", "years": "y", "yr": "y", "D": "d", "W": "w", "Y": "y"}
_DURATION_WORDS = {"hour": "h", "hours": "h", "hr": "h", "hrs": "h", "H": "h", "min": "m", "mins": "m"}
_DURATION_WORDS |= {"minute": "m", "minutes": "m"}


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
    if letters in _DURATION_WORDS:
        hint = f"write `{number}{_DURATION_WORDS[letters]}`"
    elif letters in _INTERVAL_WORDS:
        hint = f"write an interval as `{number}{_INTERVAL_WORDS[letters]}`"
    elif letters in {"d", "w", "mo", "y"} and "INTERVAL" not in place.expected:
        hint = f"`{number}{letters}` is an interval of the calendar; a time spent is `1h30m`"
    else:
        hint = f"write a blank between them: `{number} {letters.upper()}`"
    return place.problem("NL118", f"`{number}` touches `{letters}`", hint, end=end)


def _comma(place: Place) -> Problem | None:
    if not place.rest.startswith(","):
        return None
    number = _LAST_NUMBER.search(place.before)
    if number and place.rest[1:2].isdigit() and place.before == place.line[: place.position]:
        start = place.position - len(number[0])
        match = _NUMBERLIKE.match(place.line[start:])
        written = match[0] if match else number[0]
        hint = "a comma parts groups of three digits, a point the decimals: `1,250.50`"
        return place.problem(
            "NL119", f"`{written}` is not how a number is written", hint, start=start, end=start + len(written)
        )
    return place.problem(
        "NL114", "a comma", "blanks part the parts of a line: `meet Alice Bob`", end=place.position + 1
    )


def _arithmetic(place: Place) -> Problem | None:
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


def _unit(place: Place) -> Problem | None:
    """Explain what stands in the place of a unit."""
    if "UNIT" not in place.expected or place.expected & {"NAME", "_PERSON"}:
        return None
    number = _LAST_NUMBER.search(place.before)
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
    if word in _DURATION_WORDS | _INTERVAL_WORDS or word in {"h", "m", "d", "w", "mo", "y"}:
        letter = (_DURATION_WORDS | _INTERVAL_WORDS).get(word, word)
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


# ------------------------------------------------------------------------------------------------ the end

_MISSING: tuple[tuple[str, str], ...] = (
    ("WORD", "the kind of outcome"),
    ("NAME", "the name"),
    ("VENUE", "the venue"),
    ("STRING", "the text, in quotes,"),
    ("UNIT", "the unit"),
    ("TAG", "the tag"),
    ("KEY", "the key, with its colon,"),
)


def _end(place: Place) -> Problem | None:
    if not place.at_end:
        return None
    start = max(0, len(place.before) - 1)
    end = max(1, len(place.before))
    if {"DATE", "INTERVAL", "WORD"} <= place.expected:
        key = place.before.split()[-1]
        hint = KNOWN[key[:-1]][1] if key[:-1] in KNOWN else f'write `{key} "…"`'
        return place.problem("NL125", f"the value of `{key}` is missing", hint, start=start, end=end)
    if place.before.rstrip().endswith("!") and "DETAIL_COST" in place.expected:
        hint = 'write what is promised: `! give Bob 1 INTRO "to Carol"`'
        return place.problem("NL125", "the detail after `!` is missing", hint, start=start, end=end)
    what = next((what for terminal, what in _MISSING if terminal in place.expected), "the rest")
    if {"NAME", "VENUE"} <= place.expected:
        what = "the name or the venue"
    return place.problem("NL125", f"{what} is missing", _usage(place), start=start, end=end)


# ------------------------------------------------------------------------------------------------ the parts

_LITTLE = {"to", "and", "with", "&", "+", "at", "in", "on", "via", "of", "the", "/"}


def _little_word(place: Place) -> Problem | None:
    word = place.word or place.rest[:1]
    if word not in _LITTLE or place.expected.isdisjoint({"NAME", "VENUE"}):
        return None
    after = place.rest[len(word) :].lstrip(" \t")
    if word in {"at", "in", "on", "via", "of", "the"}:
        next_word = re.match(r"@?([^\s\"]+)", after)
        if next_word is None or (not after.startswith("@") and not after[:1].isupper()):
            return None
        hint = f"a venue has an `@`: `@{next_word[1]}`"
    else:
        hint = f"take it away: names stand side by side, `{place.keyword or 'give'} Alice Bob`"
    return place.problem("NL115", f"`{word}` is not part of the language", hint, end=place.position + len(word))


_PHRASES = {
    "from": "`from` goes with `outcome`, and right after the keyword of a touch: they reached out, `call from Carol`",
    "by": "`by` goes with `intro` and `give`: who did it for whom is `give Bob by Alice`",
    "for": "`for` goes with `outcome`; otherwise put it into the text",
}


def _phrase(place: Place) -> Problem | None:
    if place.word not in _PHRASES:
        return None
    if place.keyword:
        return place.problem("NL127", f"`{place.word}` cannot stand here in `{place.keyword}`", _PHRASES[place.word])
    return place.problem("NL127", f"`{place.word}` cannot stand in a detail", _PHRASES[place.word])


def _choice(place: Place) -> Problem | None:
    """Explain a word in the place of a venue's kind or a budget's period."""
    for terminal, words, what in (("VENUE_KIND", VENUE_KINDS, "a kind of venue"), ("PERIOD", PERIODS, "a period")):
        if terminal in place.expected and place.word[:1].isalpha():
            close = nearest(place.word, words)
            hint = f"did you mean `{close}`?" if close else f"write one of: {', '.join(words)}"
            return place.problem("NL127", f"`{place.word}` is not {what}", hint)
    return None


def _outcome_kind(place: Place) -> Problem | None:
    if place.keyword != "outcome" or place.expected != {"WORD"}:
        return None
    shown = place.word or place.rest[:1]
    hint = "write what came of it in one lower-case word: `outcome client`, `outcome job`"
    return place.problem("NL125", f"the kind of outcome is missing before `{shown}`", hint)


def _metadata(place: Place) -> Problem | None:
    """Explain a key that stands in the wrong place."""
    match = re.match(r"([A-Za-z][A-Za-z0-9_-]*):(?=[ \t]|$)", place.rest)
    if match is None or "KEY" in place.expected:
        return None
    hint = f"put it on an indented line of its own under the entry: `  {match[1].lower()}: …`"
    if place.keyword in DIRECTIVES:
        hint = _usage(place)
    return place.problem("NL127", f"`{match[0]}` cannot stand in this line", hint, end=place.position + len(match[0]))


def _indented(place: Place) -> Problem | None:
    """Explain what begins an indented line, or follows a flag there."""
    if "DETAIL_COST" not in place.expected:
        return None
    word = place.word.split(".", maxsplit=1)[0]
    after = place.rest[len(word) :]
    if _DATELIKE.match(place.rest):
        hint = "an entry begins at column 0: take the blanks away"
        return place.problem("NL107", "an entry is indented", hint)
    if re.match(r"[ \t]*:", after) and word:
        hint = f"write it lower-case, in ASCII, and with its colon right after it: `{word.lower()}:`"
        return place.problem("NL136", f"`{word}` is not how a key is written", hint)
    if word in KNOWN:
        return place.problem("NL136", f"the key `{word}` has no colon", f"write `{word}:`")
    if word.lower() in DETAILS:
        return place.problem("NL105", f"`{word}` is not a keyword", f"keywords are lower-case: `{word.lower()}`")
    joined = next((known for known in DETAILS if word.startswith(known) and not word[len(known)].islower()), None)
    if joined is not None:
        hint = f"write a blank between them: `{joined} {word[len(joined) :]}`"
        return place.problem("NL118", f"`{joined}` touches what follows", hint)
    if word in ENTRIES or word in DIRECTIVES:
        hint = f"write it as an entry of its own, with its date at column 0: `2026-03-01 {word} …`"
        if word in DIRECTIVES:
            hint = "write it at column 0"
        return place.problem("NL105", f"`{word}` cannot stand under an entry", hint)
    close = nearest(word, (*DETAILS, *KNOWN)) if word else None
    if close is not None:
        close = f"{close}:" if close in KNOWN else close
        return place.problem("NL105", f"`{word}` is not known under an entry", f"did you mean `{close}`?")
    return place.problem("NL105", f"`{word or place.rest[0]}` begins no indented line", _usage(place))


def _value(place: Place) -> Problem | None:
    """Explain what follows a metadata value, or cannot be one."""
    match = re.match(r"[ \t]+([a-z][A-Za-z0-9_-]*):[ \t]*", place.line) or re.match(
        r"pushmeta[ \t]+([a-z][A-Za-z0-9_-]*):[ \t]*", place.line
    )
    if match is None or place.position < match.end():
        return None
    key, start = match[1], match.end()
    rest = place.line[start:].partition(";")[0].rstrip()
    amount = re.match(r"([0-9]+)[ \t]+([a-zA-Z]+)$", rest)
    if amount and amount[2] in _INTERVAL_WORDS | {"d": "", "w": "", "mo": "", "y": ""}:
        letter = _INTERVAL_WORDS.get(amount[2], amount[2])
        hint = f"write `{key}: {amount[1]}{letter}`"
        return place.problem(
            "NL134", f"`{rest}` is not how an interval is written", hint, start=start, end=len(rest) + start
        )
    if re.match(r"[^\W\d_]|[0-9]+[ \t]+[a-z]", rest):
        quoted = rest.replace("\\", "").replace('"', "")
        hint = f'write `{key}: "{quoted}"`'
        return place.problem(
            "NL135", f"the value of `{key}:` is a text without quotes", hint, start=start, end=len(rest) + start
        )
    if place.position > start:
        hint = f"one value a line: repeat the key for a list, `{key}: …`"
        return place.problem("NL126", f"a second value of `{key}:`", hint)
    return None


def _malformed(place: Place) -> Problem | None:
    """Explain a sign without its word, or a name that ends badly."""
    sign = place.rest[:1]
    kinds = {"@": ("VENUE", "a venue", "@Chamber"), "#": ("TAG", "a tag", "#spring"), "^": ("LINK", "a link", "^acme")}
    if sign and sign in kinds:
        terminal, what, example = kinds[sign]
        if terminal in place.expected:
            word = re.match(r"[^\s\"]*", place.rest[1:].lstrip(" \t"))
            shown = word[0] if word else ""
            written = f"`{sign}{shown}`" if shown and _WORD.fullmatch(shown) else f"`{example}`"
            hint = f"the sign touches its word, of letters, digits and ' . - _: {written}"
            return place.problem("NL138", f"`{sign}` begins {what} that cannot be read", hint)
        return _not_here(place, what, None)
    if sign and sign in ".-_':" and place.position and not place.line[place.position - 1].isspace():
        start = max(place.line.rfind(" ", 0, place.position), place.line.rfind("\t", 0, place.position)) + 1
        name = place.line[start : place.position]
        hint = f"a name ends in a letter or a digit: `{name}`"
        return place.problem(
            "NL138", f"`{name}{sign}` is not how a name is written", hint, start=start, end=place.position + 1
        )
    return None


def _words(place: Place) -> Problem | None:
    """Explain a word in lower case: a name, a text without quotes, or a keyword in the middle."""
    word = place.word
    if not word or not word[0].isalpha():
        return None
    following = re.match(r"[^\s\"@#^;]+(?:[ \t]+[^\s\"@#^;]+)*", place.rest)
    run = following[0] if following else word
    names = "NAME" in place.expected
    if place.keyword == "outcome" and place.before.split()[-1] in {"from", "for"}:
        start = place.line.index("outcome")
        hint = "say in one lower-case word what came of it: `outcome client from Dave`"
        return place.problem("NL125", "the kind of outcome is missing", hint, start=start, end=start + len("outcome"))
    if word in WITH_DETAILS and place.keyword in WITH_DETAILS and " " in run:
        hint = (
            f"put it on an indented line under the entry: `  {run}`" if word in DETAILS else "write an entry of its own"
        )
        return place.problem("NL127", f"a second keyword, `{word}`", hint)
    if names and word[0].islower() and word.isascii() and " " not in run:
        hint = f"write `{word[0].upper()}{word[1:]}`" + (
            f', or `"{word}"` for a text' if "STRING" in place.expected else ""
        )
        return place.problem("NL113", f"a name begins with a capital letter, not like `{word}`", hint)
    if place.keyword == "person" and "STRING" in place.expected:
        name = place.before.split()[-1]
        hint = f'a name is one word: `{name}-{word}`, or `{name} "{name} {word}"`'
        return place.problem("NL135", f"`{word}` is a second word of the name", hint)
    if "STRING" in place.expected:
        hint = f'write it in quotes: `"{run}"`'
        if word[0].isupper() and not names and place.keyword in WITH_DETAILS:
            hint += f"; names stand right after `{place.keyword}`"
        return place.problem("NL135", "a text without quotes", hint, end=place.position + len(run))
    if word[0].isupper():
        return _not_here(place, "a name", None)
    return None


def _not_here(place: Place, what: str, end: int | None) -> Problem:
    subject = f"`{place.keyword}`" if place.keyword else "this line"
    return place.problem("NL127", f"{what} does not belong here in {subject}", _usage(place), end=end)


def _text_not_here(place: Place) -> Problem | None:
    if place.rest.startswith('"'):
        if place.before.endswith('"') and place.keyword in {"note", "document", "query", "state", "plugin", "include"}:
            return place.problem("NL126", "a second text", _usage(place))
        return _not_here(place, "a text", None)
    return None


_RULES: "tuple[Callable[[Place], Problem | None], ...]" = (
    _quote,
    _invisible,
    _control,
    _string,
    _arithmetic,
    _keyword,
    _currency,
    _comma,
    _indented,
    _value,
    _unit,
    _end,
    _metadata,
    _number,
    _outcome_kind,
    _little_word,
    _phrase,
    _choice,
    _malformed,
    _words,
    _text_not_here,
)
