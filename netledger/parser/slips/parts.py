"""Slips in the parts of a line: names, texts, venues, little words, and what is missing."""

import re

from netledger.core.entries import PERIODS, VENUE_KINDS
from netledger.core.values import KNOWN
from netledger.parser.parts import Problem
from netledger.parser.slips.place import (
    WORD,
    Place,
    nearest,
    not_here,
    usage,
)
from netledger.parser.words import DETAILS, WITH_DETAILS

_MISSING: tuple[tuple[str, str], ...] = (
    ("WORD", "the kind of outcome"),
    ("NAME", "the name"),
    ("VENUE", "the venue"),
    ("STRING", "the text, in quotes,"),
    ("UNIT", "the unit"),
    ("TAG", "the tag"),
    ("KEY", "the key, with its colon,"),
)


def end(place: Place) -> Problem | None:
    """Say what is missing at the end of a line."""
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
    return place.problem("NL125", f"{what} is missing", usage(place), start=start, end=end)


_LITTLE = {"to", "and", "with", "&", "+", "at", "in", "on", "via", "of", "the", "/"}


def little_word(place: Place) -> Problem | None:
    """Explain a word of plain English between the parts."""
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


def phrase(place: Place) -> Problem | None:
    """Explain `from`, `by` or `for` where it does not belong."""
    if place.word not in _PHRASES:
        return None
    if place.keyword:
        return place.problem("NL127", f"`{place.word}` cannot stand here in `{place.keyword}`", _PHRASES[place.word])
    return place.problem("NL127", f"`{place.word}` cannot stand in a detail", _PHRASES[place.word])


def choice(place: Place) -> Problem | None:
    """Explain a word in the place of a venue's kind or a budget's period."""
    for terminal, words, what in (("VENUE_KIND", VENUE_KINDS, "a kind of venue"), ("PERIOD", PERIODS, "a period")):
        if terminal in place.expected and place.word[:1].isalpha():
            close = nearest(place.word, words)
            hint = f"did you mean `{close}`?" if close else f"write one of: {', '.join(words)}"
            return place.problem("NL127", f"`{place.word}` is not {what}", hint)
    return None


def outcome_kind(place: Place) -> Problem | None:
    """Explain an outcome without its kind."""
    if place.keyword != "outcome" or place.expected != {"WORD"}:
        return None
    shown = place.word or place.rest[:1]
    hint = "write what came of it in one lower-case word: `outcome client`, `outcome job`"
    return place.problem("NL125", f"the kind of outcome is missing before `{shown}`", hint)


def malformed(place: Place) -> Problem | None:
    """Explain a sign without its word, or a name that ends badly."""
    sign = place.rest[:1]
    kinds = {"@": ("VENUE", "a venue", "@Chamber"), "#": ("TAG", "a tag", "#spring"), "^": ("LINK", "a link", "^acme")}
    if sign and sign in kinds:
        terminal, what, example = kinds[sign]
        if terminal in place.expected:
            word = re.match(r"[^\s\"]*", place.rest[1:].lstrip(" \t"))
            shown = word[0] if word else ""
            written = f"`{sign}{shown}`" if shown and WORD.fullmatch(shown) else f"`{example}`"
            hint = f"the sign touches its word, of letters, digits and ' . - _: {written}"
            return place.problem("NL138", f"`{sign}` begins {what} that cannot be read", hint)
        return not_here(place, what, None)
    if sign and sign in ".-_':" and place.position and not place.line[place.position - 1].isspace():
        start = max(place.line.rfind(" ", 0, place.position), place.line.rfind("\t", 0, place.position)) + 1
        name = place.line[start : place.position]
        hint = f"a name ends in a letter or a digit: `{name}`"
        return place.problem(
            "NL138", f"`{name}{sign}` is not how a name is written", hint, start=start, end=place.position + 1
        )
    return None


def words(place: Place) -> Problem | None:
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
        return not_here(place, "a name", None)
    return None


def text_not_here(place: Place) -> Problem | None:
    """Explain a text where none belongs."""
    if place.rest.startswith('"'):
        if place.before.endswith('"') and place.keyword in {"note", "document", "query", "state", "plugin", "include"}:
            return place.problem("NL126", "a second text", usage(place))
        return not_here(place, "a text", None)
    return None
