"""Slips under an entry: keys, values, details."""

import re

from netledger.core.values import KNOWN
from netledger.parser.parts import Problem
from netledger.parser.slips.place import (
    DATELIKE,
    INTERVAL_WORDS,
    Place,
    example,
    nearest,
    usage,
    written_dates,
)
from netledger.parser.words import DETAILS, DIRECTIVES, ENTRIES


def indented(place: Place) -> Problem | None:
    """Explain what begins an indented line, or follows a flag there."""
    if "DETAIL_COST" not in place.expected:
        return None
    word = place.word.split(".", maxsplit=1)[0]
    after = place.rest[len(word) :]
    if place.at_end:
        return None
    if DATELIKE.match(place.rest):
        hint = "an entry begins at column 0: take the blanks away"
        return place.problem("NL107", "an entry is indented", hint)
    return _sign(place, word, after) or _key(place, word, after) or _unknown(place, word)


def _sign(place: Place, word: str, after: str) -> Problem | None:
    """Explain a flag, a comment or a bullet."""
    if place.before.endswith("!") and place.rest.startswith("!"):
        return place.problem("NL130", "a second `!`", "take one away", end=place.position + 1)
    if place.before.endswith("!") and re.match(r"[ \t]*:", after):
        hint = "take the `!` away: only a `give`, `receive` or `cost` can be pending"
        return place.problem("NL130", f"`{word}:` cannot be pending", hint, start=place.before.index("!"))
    if re.match(r"//|--|%", place.rest):
        return place.problem(
            "NL105", "a comment begins with `;`", f"write `;`: `; {place.rest.lstrip('/-% ')}`", end=len(place.line)
        )
    bullet = re.match(r"[-*+•][ \t]+(?=\S)", place.rest)
    if bullet:
        hint = f"take it away: `{place.rest[bullet.end() :]}`"
        return place.problem("NL105", f"`{place.rest[0]}` begins no indented line", hint)
    return None


def _key(place: Place, word: str, after: str) -> Problem | None:
    """Explain a key that is not written as one."""
    several = re.match(r"[A-Za-z][\w-]*(?:[ \t]+[\w-]+)+:", place.rest)
    if several:
        key = re.sub(r"[ \t]+", "-", several[0][:-1]).lower()
        message = f"`{several[0][:-1]}` is not how a key is written"
        return place.problem("NL136", message, f"a key is one word: `{key}:`", end=place.position + len(several[0]))
    if re.match(r"[ \t]*:", after) and word:
        key = re.sub(r"[^a-z0-9_-]", "", word.lower()).lstrip("0123456789_-") or "source"
        hint = f"a key is a-z, then ASCII letters, digits, _ and -, and touches its colon: `{key}:`"
        return place.problem("NL136", f"`{word}` is not how a key is written", hint)
    if word in KNOWN:
        said = re.sub(r"^[ \t]*=?[ \t]*", "", after.partition(";")[0]).strip()
        return place.problem(
            "NL136",
            f"the key `{word}` has no colon",
            f"write `{word}:`, with its colon" + (f": `{word}: {said}`" if said else ""),
        )
    return None


def _unknown(place: Place, word: str) -> Problem:
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


def _day(place: Place, key: str, rest: str, start: int) -> Problem:
    """Explain what stands for a date in metadata."""
    match = DATELIKE.match(rest)
    example = KNOWN[key][1]
    hint = written_dates(match) or example
    message = f"`{rest}` is not how a date is written"
    return place.problem("NL102", message, hint, start=start, end=start + len(rest))


def metadata(place: Place) -> Problem | None:
    """Explain a key that stands in the wrong place."""
    match = re.match(r"([A-Za-z][A-Za-z0-9_-]*):(?=[ \t]|$)", place.rest)
    if match is None or "KEY" in place.expected:
        return None
    hint = f"put it on an indented line of its own under the entry: `  {match[1].lower()}: …`"
    if place.keyword in DIRECTIVES or place.keyword in {"state", "query", "custom"}:
        hint = f'a name stands in quotes: `"{match[1]}"`, as in `{example(place)}`'
    elif place.keyword == "venue":
        hint = f"a kind stands without a key: `{example(place)}`; metadata under the entry: `  {match[1].lower()}: …`"
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
    if not rest or (rest.startswith('"') and place.position == start):
        return None
    kinds = KNOWN[key][0] if key in KNOWN else frozenset[str]()
    if "date" in kinds:
        return _day(place, key, rest, start)
    if "name" in kinds and key == "alias" and re.fullmatch(r"[^\W\d_][\w'.-]*(?:[ \t]+[\w'.-]+)+", rest):
        hint = f"an alias is one word, like a name: `{'-'.join(rest.split())}`"
        return place.problem("NL135", f"`{rest}` is more than one word", hint, start=start, end=start + len(rest))
    amount = re.match(r"([0-9]+)[ \t]+([a-zA-Z]+)$", rest)
    if amount and amount[2] in INTERVAL_WORDS | {"d": "", "w": "", "mo": "", "y": ""}:
        letter = INTERVAL_WORDS.get(amount[2], amount[2])
        hint = f"write `{key}: {amount[1]}{letter}`"
        return place.problem(
            "NL134", f"`{rest}` is not how an interval is written", hint, start=start, end=len(rest) + start
        )
    lower_unit = re.fullmatch(r"(-?[0-9][0-9.,]*)[ \t]+([a-z]{2,4})", rest)
    if lower_unit and not kinds:
        message = f"`{lower_unit[2]}` is not how a unit is written"
        upper = lower_unit[2].upper()
        hint = f'write `{upper}`: `{lower_unit[1]} {upper}`; or `"{rest}"` for a text'
        return place.problem("NL124", message, hint, start=start + lower_unit.start(2))
    words = r"[^\W\d_]|[+(]|[0-9]+(?:[-/.:]?[A-Za-z(]|[ \t]+[a-z(]|[-/.:][0-9])"
    if "interval" not in kinds and re.match(words, rest):
        quoted = rest.replace("\\", "").replace('"', "")
        hint = f'write `{key}: "{quoted}"`'
        return place.problem(
            "NL135", f"the value of `{key}:` is a text without quotes", hint, start=start, end=len(rest) + start
        )
    if place.position > start:
        hint = f"one value a line: repeat the key for a list, `{key}: …`"
        return place.problem("NL126", f"a second value of `{key}:`", hint)
    return None
