"""Slips under an entry: keys, values, details."""

import re

from netledger.core.values import KNOWN
from netledger.parser.parts import Problem
from netledger.parser.slips.place import (
    DATELIKE,
    INTERVAL_WORDS,
    Place,
    nearest,
    usage,
)
from netledger.parser.words import DETAILS, DIRECTIVES, ENTRIES


def indented(place: Place) -> Problem | None:
    """Explain what begins an indented line, or follows a flag there."""
    if "DETAIL_COST" not in place.expected:
        return None
    word = place.word.split(".", maxsplit=1)[0]
    after = place.rest[len(word) :]
    if DATELIKE.match(place.rest):
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
    return place.problem("NL105", f"`{word or place.rest[0]}` begins no indented line", usage(place))


def metadata(place: Place) -> Problem | None:
    """Explain a key that stands in the wrong place."""
    match = re.match(r"([A-Za-z][A-Za-z0-9_-]*):(?=[ \t]|$)", place.rest)
    if match is None or "KEY" in place.expected:
        return None
    hint = f"put it on an indented line of its own under the entry: `  {match[1].lower()}: …`"
    if place.keyword in DIRECTIVES:
        hint = usage(place)
    return place.problem("NL127", f"`{match[0]}` cannot stand in this line", hint, end=place.position + len(match[0]))


def value(place: Place) -> Problem | None:
    """Explain what follows a metadata value, or cannot be one."""
    match = re.match(r"[ \t]+([a-z][A-Za-z0-9_-]*):[ \t]*", place.line) or re.match(
        r"pushmeta[ \t]+([a-z][A-Za-z0-9_-]*):[ \t]*", place.line
    )
    if match is None or place.position < match.end():
        return None
    key, start = match[1], match.end()
    rest = place.line[start:].partition(";")[0].rstrip()
    amount = re.match(r"([0-9]+)[ \t]+([a-zA-Z]+)$", rest)
    if amount and amount[2] in INTERVAL_WORDS | {"d": "", "w": "", "mo": "", "y": ""}:
        letter = INTERVAL_WORDS.get(amount[2], amount[2])
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
