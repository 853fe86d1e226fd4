"""Slips of single letters: quotes, invisible blanks, control characters, and texts that do not end."""

import re
import unicodedata

from netledger.parser.parts import Problem
from netledger.parser.slips.place import (
    Place,
)

_QUOTES = "“”„‟«»‘’‚‹›「」"


def quote(place: Place) -> Problem | None:
    """Explain a typographic or single quote."""
    if place.rest[:1] in _QUOTES and place.rest:
        hint = 'write straight quotes: "…"; many editors can stop replacing them'
        return place.problem("NL111", f"a typographic quote {place.rest[0]}", hint, end=place.position + 1)
    single = re.match(r"'[^']*'|`[^`]*`", place.rest)
    if single:
        hint = f'write `"{single[0][1:-1]}"`'
        return place.problem("NL111", "a text stands in double quotes", hint, end=place.position + len(single[0]))
    return None


def invisible(place: Place) -> Problem | None:
    """Explain a blank that is none, and other characters that nobody sees."""
    char = place.rest[:1]
    if not char or unicodedata.category(char) not in {"Zs", "Zl", "Zp", "Cf"} or char == " ":
        return None
    name = unicodedata.name(char, "an invisible character").lower()
    message = f"an invisible character: {name} (U+{ord(char):04X})"
    return place.problem("NL112", message, "replace it by a plain blank, or delete it", end=place.position + 1)


def control(place: Place) -> Problem | None:
    """Explain a control character."""
    char = place.rest[:1]
    if not char or unicodedata.category(char) != "Cc" or char == "\t":
        return None
    return place.problem("NL110", f"a control character (U+{ord(char):04X})", "delete it", end=place.position + 1)


def string(place: Place) -> Problem | None:
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
        if line.rstrip().endswith('\\"'):
            hint = 'the last \\" is a quote within the text: end the text with one more "'
        return place.problem("NL108", "the text has no closing quote", hint, end=len(line))
    before = place.before
    if before.endswith('"') and place.line[place.position - 1] == '"':
        return place.problem("NL109", "a quote within a text", r"write it as \"", end=start + 1)
    return None
