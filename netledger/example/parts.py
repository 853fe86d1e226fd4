"""The parts of an entry of a made journal: texts, amounts, the free order of a line, metadata and details."""

from datetime import date
from typing import TYPE_CHECKING

from netledger.example import words
from netledger.example.chance import weighted

if TYPE_CHECKING:
    from netledger.example.chance import Chance
    from netledger.example.world import Party, World

HUNDRED = 100

# Indentation is any run of blanks and tabs.
_INDENTS = weighted({"  ": 18, "    ": 1, "\t": 1})

_DETAILS = weighted({0: 58, 1: 32, 2: 8, 3: 2})

_DETAIL_KINDS = weighted({"cost": 5, "give": 3, "receive": 3})

_COST_KINDS = weighted({"hours": 9, "money": 4, "miles": 2, "other": 1})

_MINUTES = (5, 10, 15, 20, 25, 30, 30, 40, 45, 45, 50, 60, 60, 75, 90, 90, 120, 150, 180, 240)


# --------------------------------------------------------------------------------------------------- texts


def text(chance: "Chance") -> str:
    """Return a text in its quotes."""
    if chance.happens(0.015):
        return f'"{chance.pick(words.QUIRKS)}"'
    return f'"{chance.pick(words.OPENINGS)}{chance.pick(words.TOPICS)}"'


def tag(chance: "Chance") -> str:
    """Return a tag."""
    return f"#{chance.favourite(words.TAGS)}"


def link(world: "World", people: "list[Party]") -> str:
    """Return a new link, or one of a thread that is open."""
    chance = world.chance
    if world.threads and chance.happens(0.6):
        return chance.pick(world.threads)[1]
    party = people[0] if people else world.someone()
    return world.new_link(party)


def names(people: "list[Party]") -> str:
    """Write the names of some people, a blank between them."""
    return people[0].name if len(people) == 1 else " ".join([party.name for party in people])


def where(world: "World", people: "list[Party]", *more: str, venue: float = 0.35, texts: float = 0.7) -> str:
    """Write the rest of a line, in any order: what it must have, and now and then a venue, a text, tags and links."""
    chance = world.chance
    parts = list(more)
    if world.venues and chance.happens(venue):
        parts.append(chance.favourite(world.venues).name)
    if chance.happens(texts):
        parts.append(text(chance))
    if chance.happens(0.14):
        parts.append(tag(chance))
        if chance.happens(0.1):
            parts.append("#" + chance.pick(words.TAGS))
    if world.people and chance.happens(0.08):
        parts.append(link(world, people))
    if len(parts) > 1 and chance.happens(0.4):
        parts.insert(chance.below(len(parts)), parts.pop())
    return "".join([f" {part}" for part in parts])


# ------------------------------------------------------------------------------------------------- amounts


def number(hundredths: int, chance: "Chance") -> str:
    """Write a number, with groups of three from a thousand on most often: 125050 as 1,250.50."""
    sign, hundredths = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    whole, rest = divmod(hundredths, HUNDRED)
    digits = f"{whole:,}" if chance.happens(0.7) else f"{whole}"
    return f"{sign}{digits}.{rest:02}" if rest or chance.happens(0.1) else f"{sign}{digits}"


def duration(minutes: int) -> str:
    """Write a duration: 90 as 1h30m."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}m"
    return f"{hours}h{rest}m" if rest else f"{hours}h"


def favour(world: "World") -> tuple[str, str, int]:
    """Return an amount as it is written, with its unit and its hundredths; nothing is written of 1 FAVOR at times."""
    chance = world.chance
    unit = chance.pick(world.favour_units)
    if unit == "HOUR" and chance.happens(0.8):
        quarters = chance.between(1, 12)
        return duration(15 * quarters), unit, 25 * quarters
    if unit == "FAVOR" and chance.happens(0.7):
        return "", unit, HUNDRED
    count = chance.favourite((1, 1, 2, 3, 5))
    if chance.happens(0.06):
        return f"({count} * 2 + 1) {unit}", unit, HUNDRED * (2 * count + 1)
    if chance.happens(0.06):
        return f"{count}.50 {unit}", unit, HUNDRED * count + 50
    return f"{count} {unit}", unit, HUNDRED * count


def spent(world: "World") -> str:
    """Return what something took: hours, money, miles or a unit of one's own; each kind once at most."""
    chance = world.chance
    kinds = {chance.pick(_COST_KINDS): None}
    if chance.happens(0.25):
        kinds[chance.pick(_COST_KINDS)] = None
    return " ".join([_spent(world, kind) for kind in kinds])


def _spent(world: "World", kind: str) -> str:
    chance = world.chance
    if kind == "hours":
        return duration(chance.pick(_MINUTES)) if chance.happens(0.9) else f"{chance.between(1, 9)}.25 HOUR"
    if kind == "money":
        unit = chance.pick(world.cost_units)
        if chance.happens(0.04):
            return f"({chance.between(2, 5)} * {chance.between(5, 60)} + {chance.between(1, 9)}.50) {unit}"
        cents = chance.between(2, 90) * chance.pick((50, 100, 105, 110, 1000))
        return f"{number(-cents if chance.happens(0.03) else cents, chance)} {unit}"
    if kind == "miles" and "MILE" in world.cost_units:
        there = chance.between(1, 60)
        return f"(2 * {there}) MILE" if chance.happens(0.3) else f"{there} MILE"
    return f"{chance.between(1, 9)} {chance.pick(world.cost_units)}"


# ------------------------------------------------------------------------------------- what stands underneath


def indented(chance: "Chance", lines: list[str]) -> str:
    """Write the lines under an entry, all indented alike."""
    if not lines:
        return ""
    indent = f"\n{chance.pick(_INDENTS)}"
    return "".join([f"{indent}{line}" for line in lines])


def under(world: "World", people: "list[Party]", around: int, *, pending: bool = False, favours: bool = True) -> str:
    """Write details and metadata under an entry, often none.

    `around` is how many people the entry's own line names: of one alone a favour need not repeat the name. What is
    `pending` books nothing. Without `favours` the only details are costs.
    """
    chance = world.chance
    lines = [detail(world, people, around, pending=pending, favours=favours) for _ in range(chance.pick(_DETAILS))]
    if chance.happens(0.05):
        lines.insert(chance.below(len(lines) + 1), metadata(world))
    if lines and chance.happens(0.01):
        lines.append(f"; {chance.pick(words.REMARKS)}")
    if pending and chance.happens(0.5):
        lines.append(f"due: {date.fromordinal(world.day + chance.between(7, 90)).isoformat()}")
    return indented(chance, lines)


def detail(world: "World", people: "list[Party]", around: int, *, pending: bool, favours: bool) -> str:
    """Write a detail, and book it unless it or its entry is pending."""
    chance = world.chance
    kind = chance.pick(_DETAIL_KINDS) if favours else "cost"
    flag, pending = ("! ", True) if chance.happens(0.06) else ("", pending)
    if kind == "cost":
        return f"{flag}cost {spent(world)}{_what(world, 0.2)}"
    party = chance.pick(people) if people else world.someone()
    name = "" if around == 1 and people and chance.happens(0.6) else f" {party.name}"
    amount, unit, hundredths = favour(world)
    if not pending:
        world.book(party, unit, hundredths if kind == "give" else -hundredths)
    return f"{flag}{kind}{name}{' ' if amount else ''}{amount}{_what(world, 0.7)}"


def _what(world: "World", texts: float) -> str:
    chance = world.chance
    what = f" {text(chance)}" if chance.happens(texts) else ""
    if chance.happens(0.02):
        what += f" {tag(chance)}"
    if world.threads and chance.happens(0.02):
        what += f" {chance.pick(world.threads)[1]}"
    return what


def metadata(world: "World") -> str:
    """Write a line of metadata with a value of any type."""
    chance = world.chance
    form = chance.below(12)
    if form == 0 and world.people:
        return f"with: {world.someone().name}"
    if form == 1 and world.venues:
        return f"at: {chance.pick(world.venues).name}"
    return (
        f"source: {text(chance)}",
        f"rating: {chance.between(1, 5)}",
        f"bill: {number(chance.between(1, 500000), chance)} USD",
        f"length: {duration(chance.pick(_MINUTES))}",
        f"written: {world.today}",
        f"topic: {tag(chance)}",
        f"see: ^{chance.pick(words.TOPIC_LINKS)}",
        f"again: {chance.between(1, 12)}{chance.pick(('d', 'w', 'mo', 'y'))}",
        f"mood: {chance.pick(('good', 'fair', 'poor'))}",
        f"photo: {chance.pick(('TRUE', 'FALSE'))}",
        f'result: "{chance.pick(("rejected", "no answer", "later"))}"',
        f"id: n-{chance.between(1, 99999)}",
    )[form]
