"""The questions of `netledger add` at a terminal: one for each part of an entry, and what can be told of an answer."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from netledger.adding import read_day, read_typed
from netledger.core import entries as e
from netledger.printer import quoted
from netledger.suggestions import KEYWORDS, Suggestions

Fields = dict[str, str]
"""What was answered: `{"day": "today", "keyword": "meet", "who": "Alice"}`."""

_FAVOURS = frozenset({"give", "receive"})
_OWN_AMOUNTS = frozenset({*_FAVOURS, "cost", "outcome"})

# The code of a line whose keyword is none: what else is wrong with a keyword alone is asked for next.
_NO_KEYWORD = "NL105"


class Question(NamedTuple):
    """One question: what it is about, and what it says."""

    name: str
    label: str


def questions(fields: Fields) -> list[Question]:
    """Return the questions that a kind of entry has."""
    keyword = fields.get("keyword", "")
    first = [Question("day", "When"), Question("keyword", "What happened")]
    kind = [Question("kind", "What came of it, in a word")] if keyword == "outcome" else []
    who = "Who from" if keyword == "outcome" else "Who (A B by C)" if keyword == "intro" else "Who"
    amount = "How much" if keyword in _OWN_AMOUNTS else "What it took (1h30m 25 USD)"
    people = [] if keyword == "promo" else [Question("who", who)]
    also = [Question("also", "Also (give Alice 1 INTRO)")] if keyword not in _FAVOURS else []
    rest = [Question("where", "Where"), Question("text", "In words"), Question("signs", "Tags and links")]
    return [*first, *kind, *people, Question("amount", amount), *rest, *also]


def default_of(name: str, fields: Fields, suggestions: Suggestions) -> str:
    """Return what is likely: today, the usual keyword, and of the last entry alike where it was and what it took."""
    if name == "day":
        return "today"
    if name == "keyword":
        return suggestions.keywords[0]
    names = [word for word in fields.get("who", "").split() if word[:1].isupper()]
    last = suggestions.last_like(fields.get("keyword", ""), names)
    if last is None:
        return ""
    if name == "where":
        return last.venue or ""
    if name == "signs":
        return " ".join(f"#{tag}" for tag in last.tags)
    if name == "amount":
        own = last.amounts if isinstance(last, e.Cost) else ()
        costs = (amount for detail in last.details if detail.kind == "cost" for amount in detail.amounts)
        return " ".join(map(str, own or costs)) if not isinstance(last, e.Give | e.Receive) else str(last.amount)
    return last.kind if name == "kind" and isinstance(last, e.Outcome) else ""


def words(name: str, fields: Fields, suggestions: Suggestions) -> Sequence[str]:
    """Return the words that complete an answer, the most frequent first."""
    known: dict[str, Sequence[str]] = {
        "day": ("today", "yesterday"),
        "keyword": suggestions.keywords,
        "kind": suggestions.kinds,
        "who": [*(("from", *suggestions.people) if fields.get("keyword") in e.MEDIA else suggestions.people), "by"],
        "amount": suggestions.units,
        "where": suggestions.venues,
        "signs": suggestions.signs,
        "also": ("give", "receive", *suggestions.people, *suggestions.units),
    }
    return known.get(name, ())


def line_of(fields: Fields) -> str:
    """Return the entry as somebody types it.

    >>> line_of({"day": "today", "keyword": "meet", "who": "Alice", "amount": "1h", "text": "coffee"})
    'today meet Alice 1h "coffee"'
    """
    keyword, who, text = fields.get("keyword", ""), fields.get("who", ""), fields.get("text", "")
    said = {
        **fields,
        "keyword": " ".join(filter(None, [keyword, fields.get("kind", "")])),
        "who": f"from {who}" if keyword == "outcome" and who else who,
        "text": quoted(text) if text else "",
    }
    head = " ".join(
        filter(None, (said.get(name) for name in ("day", "keyword", "who", "amount", "where", "text", "signs")))
    )
    return "\n  ".join(filter(None, [head, fields.get("also", "")]))


def fault(name: str, fields: Fields, today: date) -> str:
    """Return what is wrong with one answer by itself, and a hint; empty where it can stand.

    >>> print(fault("who", {"keyword": "meet", "who": "Alice, Bob"}, date(2026, 6, 30)))
    a comma
       hint: blanks part the parts of a line: write one instead
    """
    answer = fields.get(name, "")
    if not answer:
        return ""
    # What the parser would take for something else, which belongs to another question.
    if name == "day" and read_day(answer, today) is None and not answer[:4].isdecimal():
        return f"{answer} is no day\n   hint: write today, yesterday, mon, -3 for three days ago, or {today}"
    if name == "where" and not answer.startswith("@"):
        return f"{answer} is no venue\n   hint: a venue begins with @, such as @Chamber"
    if name == "signs" and not all(word.startswith(("#", "^")) for word in answer.split()):
        return f"{answer} is no tag and no link\n   hint: a tag begins with #, a link with ^"
    found = read_typed(_sound_but_for(name, answer, fields), today).diagnostics
    if name == "keyword":
        found = [item for item in found if item.code == _NO_KEYWORD]
    return "\n   hint: ".join(filter(None, (found[0].message, found[0].hint))) if found else ""


def _sound_but_for(name: str, answer: str, fields: Fields) -> str:
    """Return a line in which all but one answer is sound."""
    if name == "day":
        return f'{answer} promo "x"'
    if name == "keyword":
        return answer
    if name in {"where", "signs"}:
        return line_of({"keyword": "promo", "text": "x", name: answer})
    keyword = fields.get("keyword", "").removeprefix("!").strip()
    if name in {"text", "also"} or keyword not in KEYWORDS:
        return 'promo "x"'
    nobody = keyword in {"outcome", "cost", "promo"}
    sound = {
        "keyword": keyword,
        "kind": "job" if keyword == "outcome" else "",
        "who": "" if nobody else "Ann Ben" if keyword == "intro" else "Ann",
        "amount": "1 HOUR" if keyword == "cost" else "",
        "text": "x",
    }
    return line_of({**sound, name: answer})
