"""What is stated in a made journal: each function writes one entry, without its date."""

from typing import TYPE_CHECKING

from netledger.core.entries import PERIODS, VENUE_KINDS
from netledger.example import words
from netledger.example.parts import HUNDRED, duration, indented, metadata, number, tag, text

if TYPE_CHECKING:
    from netledger.example.world import World

# In thousandths of a dollar, so that a price has up to three decimals.
_PRICES = {"HOUR": 60_000, "FAVOR": 30_000, "INTRO": 50_000, "MILE": 700, "ADVICE": 90_000, "EUR": 1_080}
_THOUSAND = 1000

_CUSTOM = (
    '"mood" TRUE 3 USD',
    '"mood" FALSE good "after lunch"',
    '"weather" 21.5 rainy',
    '"reading" 2020-02-29 1h30m #book ^book',
    '"goal" (3 * 4) HOUR 6mo',
)


def person(world: "World") -> str:
    """Write `person Bob "Bob Okafor"`: somebody new."""
    party = world.add_person()
    chance = world.chance
    full = f' "{party.name.replace("-", " ")}"' if chance.happens(0.6) else ""
    mark = f" {tag(chance)}" if chance.happens(0.4) else ""
    return f"person {party.name}{full}{mark}{about(world, 0.5)}"


def person_again(world: "World") -> str:
    """Write `person Bob` with what is new about somebody who is known."""
    return f"person {world.someone().name}{about(world, 1)}"


def about(world: "World", share: float) -> str:
    """Write metadata of somebody, in this share of cases."""
    chance = world.chance
    if not chance.happens(share):
        return ""
    lines = [
        (
            f"every: {chance.pick(('2w', '30d', '60d', '3mo', '1y'))}",
            f'company: "{chance.pick(words.COMPANIES)}"',
            f"born: {chance.between(1940, 2005)}-{chance.between(1, 12):02}-{chance.between(1, 28):02}",
            f'email: "n{chance.between(1, 9999)}@example.org"',
            f'url: "https://example.org/{chance.between(1, 9999)}"',
            metadata(world),
        )[chance.below(6)]
        for _ in range(1 if chance.happens(0.8) else 2)
    ]
    return indented(chance, lines)


def venue(world: "World") -> str:
    """Write `venue @Chamber "Chamber of Commerce" org`, with a `why:` most often."""
    party = world.add_venue()
    chance = world.chance
    parts = [chance.pick(VENUE_KINDS)] if party.parent is None or chance.happens(0.3) else []
    if chance.happens(0.6):
        title = party.name.rpartition(":")[2].strip("@").replace("-", " ")
        parts.insert(chance.below(len(parts) + 1), f'"{title}"')
    line = " ".join(["venue", party.name, *parts])
    lines = [f'why: "{chance.pick(words.WHYS)}"'] if chance.happens(0.7) else []
    if world.people and chance.happens(0.1):
        lines.append(f"host: {world.someone().name}")
    return line + indented(chance, lines)


def unit(world: "World") -> str:
    """Write `unit ADVICE "a piece of advice"`; when all are declared, a price."""
    if not world.new_units:
        return price(world)
    name, title = world.new_units.pop(0)
    if name in words.FAVOUR_UNITS:
        world.favour_units.append(name)
        return f'unit {name} "{title}"' if title else f"unit {name}"
    world.cost_units.append(name)
    return f'unit {name} "{title}"\n  precision: {world.chance.between(0, 3)}'


def price_of(world: "World", name: str) -> str:
    """Write `price HOUR 60.00 USD`: around what it always was."""
    base = _PRICES[name]
    whole, rest = divmod(base * world.chance.between(80, 125) // HUNDRED, _THOUSAND)
    if name in {"MILE", "EUR"} and name not in world.cost_units:
        world.cost_units.append(name)
    return f"price {name} {whole}.{rest:03} USD" if rest else f"price {name} {whole} USD"


def price(world: "World") -> str:
    """Write `price HOUR 60.00 USD`."""
    return price_of(world, world.chance.pick(tuple(_PRICES)))


def tag_line(world: "World") -> str:
    """Write `tag #client "my clients"`, with how often to be in touch."""
    chance = world.chance
    title = f" {text(chance)}" if chance.happens(0.6) else ""
    return f"tag {tag(chance)}{title}\n  every: {chance.pick(('2w', '30d', '60d', '6mo'))}"


def close(world: "World") -> str:
    """Write `close Bob "moved abroad"`; while there are few people, nobody."""
    if len(world.people) <= 5:  # noqa: PLR2004 - enough to go on with
        return note(world)
    return f'close {world.close().name} "{world.chance.pick(words.ENDS)}"'


def budget(world: "World") -> str:
    """Write `budget 10 HOUR monthly`, of a venue at times."""
    chance = world.chance
    amount = (
        f"{chance.between(0, 30)} HOUR"
        if chance.happens(0.6)
        else f"{number(5000 * chance.between(0, 60), chance)} USD"
    )
    parts = [amount, chance.pick(PERIODS)]
    if world.venues and chance.happens(0.3):
        parts.insert(chance.below(3), chance.favourite(world.venues).name)
    return " ".join(["budget", *parts])


def state(world: "World") -> str:
    """Write `state "status" "looking"`."""
    name, value = world.chance.pick(words.STATES)
    return f'state "{name}" "{value}"'


def note(world: "World") -> str:
    """Write `note Bob "prefers mornings"`, of a venue at times."""
    chance = world.chance
    subject = chance.favourite(world.venues) if world.venues and chance.happens(0.2) else world.someone()
    mark = f" {tag(chance)}" if chance.happens(0.1) else ""
    return f"note {subject.name} {text(chance)}{mark}"


def document(world: "World") -> str:
    """Write `document Bob "."`: the journal's own folder, the one path that is sure to exist."""
    return f'document {world.someone().name} "."'


def query(world: "World") -> str:
    """Write `query "mentors" "#mentor kind:call"`."""
    name, terms = world.chance.pick(words.QUERIES)
    return f'query "{name}" "{terms}"'


def custom(world: "World") -> str:
    """Write `custom "mood" TRUE`, with values of any type."""
    chance = world.chance
    if chance.happens(0.2):
        return f'custom "thanked" {world.someone().name} {duration(chance.between(1, 300))}'
    return f"custom {chance.pick(_CUSTOM)}"


def balance(world: "World") -> str:
    """Write `balance Carol 0 INTRO`: what is so, for an assertion is about what was before its day."""
    chance = world.chance
    party = chance.favourite(world.venues) if world.venues and chance.happens(0.1) else world.someone()
    if party.changed == world.day:
        return note(world)
    name = chance.pick(tuple(party.held) or ("INTRO",))
    mark = f" {text(chance)}" if chance.happens(0.2) else ""
    return f"balance {party.name} {number(party.held.get(name, 0), chance)} {name}{mark}"
