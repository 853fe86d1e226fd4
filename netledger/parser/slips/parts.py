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
    before = re.sub(r'("(?:[^"\\]|\\.)*")|;.*', lambda found: found[1] or "", place.before).rstrip(" \t")
    start = max(0, len(before) - 1)
    end = max(1, len(before))
    if {"DATE", "INTERVAL", "WORD"} <= place.expected:
        key = before.split()[-1]
        hint = KNOWN[key[:-1]][1] if key[:-1] in KNOWN else f'write `{key} "…"`'
        return place.problem("NL125", f"the value of `{key}` is missing", hint, start=start, end=end)
    if before.endswith("!") and "DETAIL_COST" in place.expected:
        hint = 'write what is promised: `! give Bob 1 INTRO "to Carol"`'
        return place.problem("NL125", "the detail after `!` is missing", hint, start=start, end=end)
    what = next((what for terminal, what in _MISSING if terminal in place.expected), "the rest")
    if {"NAME", "VENUE"} <= place.expected:
        what = "the name or the venue"
    return place.problem("NL125", f"{what} is missing", usage(place), start=start, end=end)


_AROUND = {"at", "in", "on", "via", "of", "the"}
_LITTLE = {"to", "and", "with", "&", "+", "/", *_AROUND}


def little_word(place: Place) -> Problem | None:
    """Explain a word of plain English between the parts."""
    word = place.word or place.rest[:1]
    if word not in _LITTLE or place.expected.isdisjoint({"NAME", "VENUE", "NUMBER"}):
        return None
    after = place.rest[len(word) :].lstrip(" \t")
    if word == "via" and place.keyword == "intro" and after[:1].isupper():
        hint = f"who introduced you stands after `by`: `by {after.split()[0]}`"
    elif word in _AROUND:
        next_word = re.match(r"@?([^\s\"]+)", after)
        if next_word is None or (not after.startswith("@") and not after[:1].isupper()):
            return None
        hint = f"a venue has an `@`: `@{next_word[1]}`"
        if after.startswith("@"):
            hint = f"take it away: `@{next_word[1]}`"
    elif place.keyword in {"", "cost"} or after[:1].isdigit():
        hint = "take it away: the parts of a line stand side by side, `cost 25 USD 1h`"
    else:
        hint = f"take it away: names stand side by side, `{place.keyword} Alice Bob`"
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
    after = place.rest[len(place.word) :].split()
    name = after[0] if after and after[0][0].isupper() else "NAME"
    special = {
        ("outcome", "by"): f"an outcome comes through people: `from {name}`",
        ("intro", "from"): f"an introduction is by somebody: `by {name}`",
        ("intro", "by"): f"say first who was introduced: `intro Dave by {name}`",
        ("receive", "from"): f"the name stands right after the keyword: `receive {name} …`",
        ("receive", "by"): f"the name stands right after the keyword: `receive {name} …`",
        ("give", "for"): f"the name stands right after the keyword: `give {name} …`",
    }
    kind = place.keyword or place.before.split()[-1] if place.before.strip() else place.keyword
    if (kind, place.word) in special:
        subject = f"`{kind}`"
        return place.problem("NL127", f"`{place.word}` cannot stand here in {subject}", special[kind, place.word])
    if place.keyword:
        return place.problem("NL127", f"`{place.word}` cannot stand here in `{place.keyword}`", _PHRASES[place.word])
    return place.problem("NL127", f"`{place.word}` cannot stand in a detail", _PHRASES[place.word])


def choice(place: Place) -> Problem | None:
    """Explain a word in the place of a venue's kind or a budget's period."""
    for terminal, words, what in (
        ("VENUE_KIND", VENUE_KINDS, "a kind of venue"),
        ("PERIOD", PERIODS, "a period of a budget"),
    ):
        if terminal in place.expected and place.keyword == what.split()[-1] and place.word[:1].isalpha():
            if place.word[0].isupper() and place.keyword == "budget":
                hint = f"a budget is yours alone, or a venue's: `{usage(place)[15:-1]}`"
                return place.problem("NL127", "a name does not belong here in `budget`", hint)
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
    if sign == "/" and place.before[-1:].isalnum() and "@" in place.before.split()[-1]:
        whole = f"{place.before.split()[-1]}{place.rest.split()[0]}"
        hint = f"what lies under a venue follows a colon: `{whole.replace('/', ':')}`"
        start = place.position - len(place.before.split()[-1])
        return place.problem(
            "NL138", f"`{whole}` is not how a venue is written", hint, start=start, end=start + len(whole)
        )
    if sign == "-" and re.match(r"-[ \t]+[0-9]", place.rest):
        number = re.match(r"-[ \t]+([0-9][0-9.,]*)", place.rest)[1]  # type: ignore[index]
        return place.problem("NL119", "a minus sign that does not touch its number", f"write `-{number}`")
    if sign == "!":
        hint = f"it stands right after the date: `2026-03-01 ! {place.keyword or 'give'} …`"
        return place.problem("NL130", "`!` cannot stand here", hint, end=place.position + 1)
    if sign and sign in ".-_':" and place.position and not place.line[place.position - 1].isspace():
        start = max(place.line.rfind(" ", 0, place.position), place.line.rfind("\t", 0, place.position)) + 1
        name = place.line[start : place.position]
        hint = f"a name ends in a letter or a digit: `{name}`"
        return place.problem(
            "NL138", f"`{name}{sign}` is not how a name is written", hint, start=start, end=place.position + 1
        )
    return None


def words(place: Place) -> Problem | None:
    """Explain a word: a name in lower case or in the wrong place, a text without quotes, a keyword in the middle."""
    word = place.word
    if not word or not word[0].isalpha():
        return None
    following = re.match(r"[^\s\"@#^;]+(?:[ \t]+[^\s\"@#^;]+)*", place.rest)
    run = following[0] if following else word
    if word in WITH_DETAILS and place.keyword in WITH_DETAILS and " " in run:
        hint = "write an entry of its own"
        if word in DETAILS:
            hint = f"put it on an indented line under the entry: `  {run}`"
        return place.problem("NL127", f"a second keyword, `{word}`", hint)
    return (
        _inner_quote(place, run)
        or _lower_name(place, word, run)
        or _one_name(place, word)
        or _late_name(place, word)
        or _bare_text(place, run)
        or (not_here(place, "a name", None) if word[0].isupper() else None)
    )


def _inner_quote(place: Place, run: str) -> Problem | None:
    """Explain a word between two texts: a quote within a text, not written as such."""
    touches = place.position > 0 and place.line[place.position - 1] == '"'
    if touches and '"' in place.rest[len(run) :]:
        hint = r"write a quote within a text as \", as in `\"hi\"`"
        return place.problem("NL109", "a quote within a text", hint, start=place.position - 1, end=place.position)
    return None


def _lower_name(place: Place, word: str, run: str) -> Problem | None:
    if "NAME" not in place.expected or not word[0].islower() or not word.isascii():
        return None
    text = "STRING" in place.expected
    if word == "me":
        hint = "write `Me`" if place.keyword == "intro" else "leave it out: the ledger is yours, and you a party to all"
        return place.problem("NL113", "`me` is not a name", hint)
    first_words = " " not in run or ((not text or run.count(" ") == 1) and place.before.split()[-1] == place.keyword)
    if not first_words:
        return None
    names = " ".join(f"`{name[0].upper()}{name[1:]}`" for name in run.split()[:2] if name[0].isalpha())
    hint = f"write {names or f'`{word[0].upper()}{word[1:]}`'}" + (f', or `"{run}"` for a text' if text else "")
    return place.problem("NL113", f"a name begins with a capital letter, not like `{word}`", hint)


def _one_name(place: Place, word: str) -> Problem | None:
    """Explain a second name where one stands."""
    if not word[0].isupper():
        return None
    before = place.before.split()
    if place.keyword == "person" and "STRING" in place.expected:
        name = before[-1]
        hint = f'a name is one word: `{name}-{word}`, or `{name} "{name} {word}"`'
        return place.problem("NL135", f"`{word}` is a second word of the name", hint)
    if place.keyword in {"close", "balance", "note", "document"} and len(before) == 3 and before[1] == place.keyword:  # noqa: PLR2004 - date, keyword, name
        if place.keyword == "balance":
            hint = f"write the number, too: `0 {word}`"
            return place.problem("NL127", f"`{word}` has no number", hint)
        hint = f"`{place.keyword}` is about one person or venue: write one entry for each"
        return place.problem("NL127", f"a second name, `{word}`", hint)
    if len(before) > 1 and before[-2] == "by":
        hint = "it is by one person: write an entry for each"
        return place.problem("NL126", "a second name after `by`", hint)
    return None


def _late_name(place: Place, word: str) -> Problem | None:
    """Explain a name that comes after the place where names stand."""
    if not word[0].isupper() or "NAME" in place.expected:
        return None
    if place.before.lstrip(" \t!").startswith("cost") and place.line[:1] in " \t":
        hint = f"a cost under an entry takes no names: `cost {place.rest[len(word) :].strip() or '25 USD'}`"
        return place.problem("NL127", f"the name {word} does not belong here", hint)
    if place.keyword not in WITH_DETAILS:
        return None
    if place.keyword == "outcome":
        if place.before.split()[-1] in {"from", "for"}:
            start = place.line.index("outcome")
            hint = f"say in one lower-case word what came of it: `outcome client from {word}`"
            return place.problem(
                "NL125", "the kind of outcome is missing", hint, start=start, end=start + len("outcome")
            )
        return place.problem("NL127", f"the name {word} stands alone", f"say through whom it came: `from {word}`")
    if place.keyword == "promo":
        return not_here(place, "a name", None)
    hint = f'names stand right after `{place.keyword}`: `{place.keyword} {word} …`; a text in quotes: `"{word}"`'
    return place.problem("NL127", f"the name {word} stands too late", hint)


def _bare_text(place: Place, run: str) -> Problem | None:
    if "STRING" not in place.expected:
        return None
    end = place.position + len(run)
    words = run.split()
    if place.keyword in {"state", "query"} and len(words) > 1 and place.before.endswith(place.keyword):
        hint = f'write it in quotes: `"{words[0]}" "{" ".join(words[1:])}"`'
    elif place.keyword == "custom":
        end = place.position + len(words[0])
        hint = f'write it in quotes: `"{words[0]}"`'
    else:
        hint = f'write it in quotes: `"{run}"`'
    return place.problem("NL135", "a text without quotes", hint, end=end)


def text_not_here(place: Place) -> Problem | None:
    """Explain a text where none belongs."""
    if place.rest.startswith('"'):
        if place.before.endswith('"') and place.keyword in {"note", "document", "query", "state", "plugin", "include"}:
            text = re.match(r'"(?:[^"\\]|\\.)*"', place.rest)
            return place.problem(
                "NL126", "a second text", usage(place), end=place.position + len(text[0]) if text else None
            )
        return not_here(place, "a text", None)
    return None
