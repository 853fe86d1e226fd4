"""An entry as somebody types it in a hurry: without a date, with what it took in the same line.

`yesterday meet Alice @Chamber 1h30m 25 USD "coffee" #spring` is

    2026-03-01 meet Alice @Chamber "coffee" #spring
      cost 1h30m 25 USD
"""

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from netledger.core import entries as e
from netledger.core.diagnostics import Diagnostic
from netledger.core.entries import MEDIA
from netledger.formatter import format_text
from netledger.parser.parse import parse
from netledger.parser.words import ENTRIES

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_DAYS = {"today": 0, "yesterday": 1}
_BACK = re.compile(r"-([0-9]{1,4})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# Under these an amount is what it took; other entries have amounts of their own.
_WITH_COSTS = frozenset({*MEDIA, "intro", "connect", "promo"})

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?')

# A number or a duration, and its unit. It need not be well formed: the parser says what is wrong with it.
_COST = re.compile(
    r"(?<!\S)(?:-?(?:[0-9]+h(?:[0-9]+m)?|[0-9]+m)(?!\S)"
    r"|(?:[-$€£]?[0-9][^\s\"]*|\([^()\"]*\))(?:\s+[A-Z][A-Z0-9'._-]*(?!\S))?)"
)


class Typed(NamedTuple):
    """What somebody typed, read."""

    entry: e.AnyEntry | None
    """None where it cannot be read; then the diagnostics say why."""
    text: str
    """The entry as a journal has it, laid out, with numbers as they were typed."""
    diagnostics: list[Diagnostic]


def read_typed(line: str, today: date) -> Typed:
    """Read a line that somebody typed; its date is today unless it begins with another day.

    >>> print(read_typed('-2 call Bob 20m "thanked him"', date(2026, 3, 3)).text)
    2026-03-01 call Bob "thanked him"
      cost 20m
    """
    first, _, rest = line.strip().partition(" ")
    day = first if _DATE.fullmatch(first) else read_day(first, today)
    said = line.strip() if day is None else rest.strip()
    keyword = said.removeprefix("!").split(maxsplit=1)[:1]
    text = f"{day or today} {_with_costs(said) if _WITH_COSTS.intersection(keyword) else said}"
    parsed = parse(text + "\n", "what you typed")
    if parsed.diagnostics or len(parsed.records) != 1 or not isinstance(parsed.records[0], e.Entry):
        return Typed(None, text, [_about_days(item, said) for item in parsed.diagnostics])
    return Typed(parsed.records[0], format_text(text), [])


def read_day(word: str, today: date) -> date | None:
    """Return the day that a word says: `yesterday`, `-3` (days ago), `mon` (the last one, today included).

    None where it says none. A whole date is left to the parser, which says what is wrong with it.
    """
    word = word.lower()
    if word in _DAYS:
        return today - timedelta(days=_DAYS[word])
    if match := _BACK.fullmatch(word):
        return today - timedelta(days=int(match[1]))
    if len(word) >= len("mon"):
        for number, weekday in enumerate(WEEKDAYS):
            if weekday.startswith(word):
                return today - timedelta(days=(today.weekday() - number) % len(WEEKDAYS))
    return None


def _about_days(item: Diagnostic, said: str) -> Diagnostic:
    """Say which days there are where the first words may have been meant for one: `tomorrow meet Bob`."""
    words = said.split()[:3]
    if item.code != "NL105" or words[0] in ENTRIES or not ENTRIES.keys() & words:
        return item
    hint = "a day is a date, today, yesterday, mon to sun, or -3 for three days ago; without one it is today"
    return msgspec.structs.replace(item, message=f"`{words[0]}` is neither a keyword nor a day", hint=hint)


def _with_costs(text: str) -> str:
    """Put the amounts of a line under it as a cost; what stands in strings is none."""
    strings: list[str] = []

    def kept(match: re.Match[str]) -> str:
        strings.append(match[0])
        return f"\0{len(strings) - 1}\0"

    bare = _STRING.sub(kept, text)
    head, *beneath = bare.split("\n")
    costs = [" ".join(match.split()) for match in _COST.findall(head)]
    if not costs:
        return text
    head = " ".join(_COST.sub(" ", head).split())
    lines = [head, f"  cost {' '.join(costs)}", *beneath]
    return re.sub("\0([0-9]+)\0", lambda match: strings[int(match[1])], "\n".join(lines))


def declarations(entry: e.AnyEntry, ledger: "Ledger") -> list[str]:
    """Return the lines that declare what an entry names and its ledger does not: `2026-03-01 person Bob`."""
    known = ledger.declarations
    found = [f"person {name}" for name in e.people(entry) if name not in known.people]
    venue = e.venue(entry)
    if venue is not None and not known.has_venue(venue):
        found.append(f"venue {venue}")
    found += [f"unit {unit}" for unit in dict.fromkeys(e.units(entry)) if unit not in known.units]
    return [f"{entry.date} {line}" for line in found]
