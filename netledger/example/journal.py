"""A made journal, entry by entry."""

from datetime import date
from typing import TYPE_CHECKING

from netledger.example import happenings, statements, words
from netledger.example.chance import Chance, weighted
from netledger.example.parts import tag
from netledger.example.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Kind = Callable[[World], str]

LAST = date(2026, 6, 30)
"""The day of the last entry."""

_FIRST = date(1000, 1, 1).toordinal()

# How each of the others comes up among a thousand entries; people and venues come as they are needed.
_SHARES: "dict[Kind, int]" = {
    happenings.touch: 656,
    happenings.intro: 58,
    happenings.give: 60,
    happenings.receive: 55,
    happenings.cost: 50,
    happenings.outcome: 25,
    happenings.promo: 14,
    statements.note: 18,
    statements.price: 12,
    statements.person_again: 8,
    statements.balance: 8,
    statements.custom: 5,
    statements.state: 4,
    statements.tag_line: 5,
    statements.budget: 4,
    statements.query: 4,
    statements.document: 4,
    statements.close: 4,
    happenings.reconnect: 3,
    statements.unit: 3,
}
_KINDS = weighted(_SHARES)
_NEW_PEOPLE = weighted({happenings.connect: 11, happenings.introduced: 5, statements.person: 4})


def _priced(name: str) -> "Kind":
    return lambda world: statements.price_of(world, name)


# What somebody writes first, when the journal grows beyond a few lines.
_BEGINNING: "tuple[Kind, ...]" = (
    statements.person,
    statements.venue,
    _priced("HOUR"),
    _priced("FAVOR"),
    _priced("INTRO"),
    _priced("MILE"),
    statements.unit,
    statements.person,
    statements.tag_line,
    statements.state,
    statements.budget,
    statements.query,
)


def generate(seed: int, entries: int) -> "Iterator[str]":
    """Make a journal: first its options, then each of so many dated entries, as a text of whole lines.

    Equal arguments give equal texts everywhere. A journal is without fault, ends on 30 June 2026, and reaches back as
    far as its number of entries asks, with at most twelve on an ordinary day. What is kept in mind while making one
    grows with the number of people, which is about 40 and one for 25 entries.

    >>> "".join(generate(1, 0)).splitlines()[1]
    'option "operating_currency" "USD"'

    Raises ValueError for a number of entries below 0.
    """
    if entries < 0:
        message = f"a journal of {entries} entries cannot be made"
        raise ValueError(message)
    return _journal(seed, entries)


def _journal(seed: int, entries: int) -> "Iterator[str]":
    yield f'option "title" "A made journal, seed {seed}"\noption "operating_currency" "USD"\n'
    chance = Chance(seed)
    world = World(chance)
    pushed: list[str] = []
    last = LAST.toordinal()
    # A thousand entries fill about three years, and twelve a day are reached only by many thousands.
    days = min(entries // 12 + min(entries, 1100), last - _FIRST)
    month = ""
    for index in range(entries):
        day = last - (entries - 1 - index) * days // entries
        if day != world.day:
            world.day = day
            world.today = date.fromordinal(day).isoformat()
        before = "" if chance.happens(0.8) else "\n"
        if world.today[:7] != month:
            before = _heading(world, month)
            month = world.today[:7]
        elif chance.happens(0.02):
            before += f"; {chance.pick(words.REMARKS)}\n"
        if chance.happens(0.002) or pushed:
            before += _push(world, pushed)
        block = f"{before}{world.today} {_kind(world, index, entries)(world)}"
        if chance.happens(0.01):
            block += f"  ; {chance.pick(words.REMARKS)}"
        yield block + "\n"
    if pushed:
        yield pushed.pop()


def _kind(world: World, index: int, entries: int) -> "Kind":
    """Choose what comes next: who and what is still missing, else anything."""
    if index < len(_BEGINNING) and index <= entries // 3:
        return _BEGINNING[index]
    if world.known < min(2 + index // 4, 40 + index // 25):
        return world.chance.pick(_NEW_PEOPLE)
    if len(world.venues) < min(1 + index // 20, 8 + index // 250):
        return statements.venue
    return world.chance.pick(_KINDS)


def _heading(world: World, month: str) -> str:
    """Write a heading where a year or a month begins, in one of the ways that editors know; now and then none."""
    year, this = world.today[:4], world.today[:7]
    if not month.startswith(year):
        return f"\n* {year}\n\n"
    return f"\n** {this}\n\n" if world.chance.happens(0.8) else f"\n## {this}\n"


def _push(world: World, pushed: list[str]) -> str:
    """Push a tag or metadata onto the entries that follow, or end what was pushed; `pushed` holds how."""
    chance = world.chance
    if pushed:
        return pushed.pop() if chance.happens(0.1) else ""
    if chance.happens(0.5):
        name = tag(chance)
        pushed.append(f"poptag {name}\n")
        return f"pushtag {name}\n"
    pushed.append("popmeta source:\n")
    return 'pushmeta source: "the old diary"\n'
