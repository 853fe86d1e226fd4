"""What happens in a made journal: each function writes one entry, and books what it exchanges.

Each returns what stands after the date. One that needs more people than are known writes something else instead.
"""

from typing import TYPE_CHECKING

from netledger.example import words
from netledger.example.chance import weighted
from netledger.example.parts import HUNDRED, favour, indented, names, number, spent, text, under, where
from netledger.example.statements import about, note

if TYPE_CHECKING:
    from netledger.example.chance import Chance
    from netledger.example.world import Party, World

_MEDIA = weighted({"meet": 24, "video": 9, "call": 16, "letter": 2, "email": 19, "message": 20, "post": 5, "poke": 5})
_COMPANY = weighted({1: 74, 2: 14, 3: 6, 4: 3, 5: 2, 6: 1})
_INTRODUCED = weighted({2: 7, 3: 2, 4: 1})


def _flag(chance: "Chance") -> tuple[str, bool]:
    """Return the flag of what is promised, at times, and whether it is."""
    return ("! ", True) if chance.happens(0.025) else ("", False)


def touch(world: "World") -> str:
    """Write `meet Alice @Chamber "spring mixer"`, with somebody or with nobody to name."""
    chance = world.chance
    flag, pending = _flag(chance)
    medium = chance.pick(_MEDIA)
    if chance.happens(0.03):
        people: list[Party] = []
        line = f"{flag}{medium}{where(world, people, text(chance), texts=0)}"
    else:
        people = world.several(chance.pick(_COMPANY))
        start = " from" if chance.happens(0.04 if medium in {"meet", "video"} else 0.35) else ""
        line = f"{flag}{medium}{start} {names(people)}{where(world, people)}"
    return line + under(world, people, len(people), pending=pending)


def intro(world: "World") -> str:
    """Write `intro Alice Carol`: those who are known, to each other, by the owner or by somebody else."""
    chance = world.chance
    by_other = chance.happens(0.25)
    people = world.several(chance.pick(_INTRODUCED) + by_other)
    if len(people) - by_other <= 1:
        return note(world)
    flag, pending = _flag(chance)
    if by_other:
        *people, other = people
        line = f"{flag}intro {names(people)}{where(world, people, f'by {other.name}', venue=0.1)}"
        return line + under(world, people, len(people) + 1, pending=pending, favours=False)
    line = f"{flag}intro {names(people)}{where(world, people, venue=0.1)}"
    if chance.happens(0.05):
        # Details in INTRO say what the introduction was worth, instead of 1 to each.
        party = people[0]
        if not pending:
            world.book(party, "INTRO", 2 * HUNDRED)
        return line + indented(chance, [f'give {party.name} 2 INTRO "a good one"'])
    if not pending:
        for party in people:
            world.book(party, "INTRO", HUNDRED)
    return line + under(world, people, len(people), pending=pending, favours=False)


def introduced(world: "World") -> str:
    """Write `intro Dave by Carol "runs hiring at Acme" ^acme`: somebody new, at times in company."""
    chance = world.chance
    if not world.people:
        return connect(world)
    by = world.someone()
    people = [world.add_person()]
    line = people[0].name
    if chance.happens(0.15):
        line = f"{line} Me"
        if chance.happens(0.5):
            people.append(world.add_person())
            line = f"{line} {people[-1].name}"
    world.book(by, "INTRO", -HUNDRED)
    rest = where(world, people, f"by {by.name}", world.new_link(people[0]), venue=0.1)
    return f"intro {line}{rest}" + under(world, people, len(people) + 1, favours=False)


def connect(world: "World") -> str:
    """Write `connect Alice @Chamber`: somebody new, at times two, with metadata of theirs."""
    people = [world.add_person()]
    if world.chance.happens(0.08):
        people.append(world.add_person())
    return f"connect {names(people)}{where(world, people, venue=0.6)}{about(world, 0.2)}"


def reconnect(world: "World") -> str:
    """Write `connect Alice`: a tie that was closed begins again."""
    if not world.closed:
        return note(world)
    party = world.reopen()
    return f"connect {party.name}{where(world, [party])}"


def give(world: "World") -> str:
    """Write `give Bob 2 ADVICE`, to a person, to several, to a group, or by somebody else."""
    chance = world.chance
    flag, pending = _flag(chance)
    amount, unit, hundredths = favour(world)
    more = [amount] if amount else []
    if world.venues and chance.happens(0.06):
        parties = [chance.favourite(world.venues)]
        return _favour(world, f"{flag}give", parties, more, (unit, 0 if pending else hundredths))
    people = world.several(1 if chance.happens(0.85) else 2)
    if len(people) > 1 and chance.happens(0.5):
        *people, other = people
        more.append(f"by {other.name}")
        return f"{flag}give {names(people)}{where(world, people, *more, venue=0.1)}"
    return _favour(world, f"{flag}give", people, more, (unit, 0 if pending else hundredths))


def receive(world: "World") -> str:
    """Write `receive Carol 1 INTRO "to Dave"`, from a person, from several, or from a group."""
    chance = world.chance
    flag, pending = _flag(chance)
    amount, unit, hundredths = favour(world)
    more = [amount] if amount else []
    if world.venues and chance.happens(0.06):
        parties = [chance.favourite(world.venues)]
    else:
        parties = world.several(1 if chance.happens(0.93) else 2)
    return _favour(world, f"{flag}receive", parties, more, (unit, 0 if pending else -hundredths))


def _favour(world: "World", head: str, parties: "list[Party]", more: list[str], booked: tuple[str, int]) -> str:
    unit, hundredths = booked
    if hundredths:
        for party in parties:
            world.book(party, unit, hundredths)
    if parties[0].name.startswith("@"):  # the venue stands in the free part of the line
        return f"{head}{where(world, [], parties[0].name, *more, venue=0)}"
    line = f"{head} {names(parties)}{where(world, parties, *more, venue=0.1)}"
    return line + under(world, parties, len(parties), pending=not hundredths, favours=False)


def cost(world: "World") -> str:
    """Write `cost @Chamber 250 USD "annual dues"`, at times spread over a year."""
    chance = world.chance
    flag, pending = _flag(chance)
    people = world.several(1) if chance.happens(0.3) else []
    line = f"{flag}cost{' ' if people else ''}{names(people) if people else ''}"
    line += where(world, people, spent(world), venue=0.5)
    if chance.happens(0.08) and not pending:
        return f"{line}\n  over: {chance.pick(('1y', '6mo', '90d', '52w'))}"
    return line


def outcome(world: "World") -> str:
    """Write `outcome client 4800 USD from Dave ^acme`: of a thread often, at times for others."""
    chance = world.chance
    flag, pending = _flag(chance)
    more = []
    people: list[Party] = []
    if world.threads and chance.happens(0.6):
        party, link = chance.pick(world.threads)
        people = [party]
        more = [f"from {party.name}", link]
    elif chance.happens(0.6):
        people = world.several(1 if chance.happens(0.9) else 2)
        more = [f"from {names(people)}"]
    if chance.happens(0.2):
        others = [party for party in world.several(2) if party not in people]
        if others:
            more.append(f"for {names(others)}")
            people += others
    elif chance.happens(0.7):
        more.insert(chance.below(len(more) + 1), f"{number(HUNDRED * 50 * chance.between(1, 160), chance)} USD")
    line = f"{flag}outcome {chance.favourite(words.OUTCOMES)}{where(world, people, *more)}"
    return line + under(world, people, len(people), pending=pending, favours=False)


def promo(world: "World") -> str:
    """Write `promo @LinkedIn "my new workshop"`."""
    return f"promo{where(world, [], venue=0.9)}"
