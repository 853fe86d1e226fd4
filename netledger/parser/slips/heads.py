"""Slips at the beginning of a line: dates, keywords, lines that belong to nothing."""

import re

from netledger.parser.parts import Problem
from netledger.parser.slips.letters import control, invisible, quote
from netledger.parser.slips.place import (
    DATE,
    DATELIKE,
    WORD,
    Place,
    nearest,
    written_dates,
)
from netledger.parser.words import DIRECTIVES, ENTRIES, OTHER_WORDS, WITH_FLAG

_ANY_WORD = re.compile(r"[A-Za-z][A-Za-z_-]*")


def keyword(place: Place) -> Problem | None:
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
        return place.problem("NL105", f"`{word}` takes no date", f"write it at column 0: `{DIRECTIVES[word]}`")
    if joined is not None and len(word) > len(joined) and not word[len(joined)].islower():
        hint = f"write a blank between them: `{joined} {word[len(joined) :]}`"
        return place.problem("NL118", f"`{joined}` touches what follows", hint)
    close = nearest(word, ENTRIES) if word else None
    if close is not None and (word[0].islower() or close == nearest(word, ENTRIES, 0.85)):
        return place.problem("NL105", f"`{word}` is not a keyword", f"did you mean `{close}`?")
    if word[:1].isupper():
        hint = f"say what happened: `meet {word}`, `call {word}`, `give {word}` …"
        return place.problem("NL105", f"`{word}` is not a keyword", hint)
    hint = "after the date write what happened: meet, call, email, intro, give, receive, cost, outcome …"
    shown = word or place.rest[0]
    if re.match(r"[0-9]{1,2}:[0-9]{2}", place.rest):
        hint = "there is no time of day: put it into a text or into metadata"
        shown = place.rest.split()[0]
        return place.problem("NL105", f"`{shown}` is not a keyword", hint, end=place.position + len(shown))
    return place.problem("NL105", f"`{shown}` is not a keyword", hint)


def beginning(line: str) -> Problem:
    """Say what is wrong with a line at column 0 that begins neither with a date nor with a directive."""
    place = Place(line, 0, frozenset(), "")
    for rule in (invisible, control, quote):
        problem = rule(place)
        if problem is not None:
            return problem
    if DATE.match(line):
        return _after_date(place)
    datelike = DATELIKE.match(line)
    if datelike:
        return _datelike(place, datelike)
    packed = re.match(r"([12][0-9]{3})([01][0-9])([0-3][0-9])(?![0-9])", line)
    if packed:
        hint = f"write `{packed[1]}-{packed[2]}-{packed[3]}`"
        return place.problem("NL102", f"{packed[0]} is not how a date is written", hint, end=len(packed[0]))
    other = re.match(r"(!include|import|load)\b[ \t]*(\S*)", line)
    if other:
        path = other[2].strip('"') or "people/*.net"
        hint = f'write `include "{path}"`'
        return place.problem("NL105", f"`{other[1]}` is not a keyword", hint, end=len(other[1]))
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
    return place.problem("NL101", f"`{word or line[0]}` begins no line", _what_begins(line))


def _what_begins(line: str) -> str:
    """Say what a line may begin with, or what this one was meant for."""
    if re.match(r"(<{7}|={7}|>{7}|\|{7})(?:[ \r]|$)", line):
        return "a merge left two versions here: keep what is right of both, and take these lines away"
    if re.match(r"//|--|%|<!--|/\*", line):
        return "a comment begins with `;`"
    if line[0] in "#*":
        signs = line[: len(line) - len(line.lstrip(line[0]))]
        return f"a heading has a blank after its sign: `{signs} {line[len(signs) :][:20].strip()}`"
    return "a line begins with a date, a keyword such as `option`, `;` for a comment, or `* ` or `# ` for a heading"


def _after_date(place: Place) -> Problem:
    after = place.line[10:]
    if re.match(r"[T_.]?[0-9]", after):
        hint = f"an entry has a date alone: `{place.line[:10]} …`"
        return place.problem("NL102", "a date with a time of day", hint, end=10 + len(WORD.match(after)[0]))  # type: ignore[index]
    if after[:1] in "/=~":
        hint = "write one entry a date"
        return place.problem("NL102", "more than a date", hint, end=10)
    inner = place._replace(position=10)
    problem = invisible(inner) or control(inner)
    if problem is not None:
        return problem
    if after[:1] in ":,;":
        return place.problem("NL118", f"the date touches `{after[0]}`", f"take it away: `{place.line[:10]} …`", end=11)
    hint = f"write a blank between them: `{place.line[:10]} {after.split()[0]}`"
    return place.problem("NL118", "the date touches what follows", hint, end=10)


def _datelike(place: Place, match: re.Match[str]) -> Problem:
    hint = written_dates(match) or "write year, month and day: `2026-03-01`"
    return place.problem("NL102", f"{match[0]} is not how a date is written", hint, end=len(match[0]))


def stray(line: str, why: str) -> Problem:
    """Say what is wrong with an indented line that belongs to no entry."""
    start = len(line) - len(line.lstrip(" \t"))
    if DATELIKE.match(line, start):
        hint = "an entry begins at column 0: take the blanks away"
    else:
        hint = "put it right under its entry, without a blank line between, or make it a comment with `;`"
    return Problem("NL107", start, len(line.rstrip()), f"this indented line belongs to no entry: {why}", hint)
