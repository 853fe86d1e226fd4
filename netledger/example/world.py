"""Who is known in a made journal so far, and what has passed between them and the owner."""

from typing import TYPE_CHECKING

from netledger.example import words

if TYPE_CHECKING:
    from netledger.example.chance import Chance

# So many people who came one after the other know each other.
_CIRCLE = 12

# So many threads are open at a time: somebody and the link of what may come of them.
_THREADS = 40


class Party:
    """A person or a venue, with what was given to them minus what was received, in hundredths of each unit."""

    __slots__ = ("changed", "circle", "closed", "held", "name", "parent")

    def __init__(self, name: str, circle: "list[Party]", parent: "Party | None" = None) -> None:
        """Begin with nothing given or received."""
        self.name = name
        self.circle = circle
        """Those who came at about the same time."""
        self.parent = parent
        """Of a venue, what it lies under."""
        self.closed = False
        self.held: dict[str, int] = {}
        self.changed = 0
        """The day, as an ordinal, of the last change of what is held."""


class World:
    """What the lines so far have declared and booked."""

    def __init__(self, chance: "Chance") -> None:
        """Begin with what a journal has without any entry."""
        self.chance = chance
        self.day = 0
        self.today = ""
        """The day as a date of the journal."""
        self.people: list[Party] = []
        """Those who are not closed, by how often they are met: the first ones far more often."""
        self.closed: list[Party] = []
        self.known = 0
        """How many people there are, closed ones too."""
        self.venues: list[Party] = []
        self.favour_units = ["FAVOR", "FAVOR", "HOUR", "INTRO"]
        self.cost_units = ["USD", "USD", "USD"]
        self.new_units = list(words.UNITS)
        self.links = 0
        self.threads: list[tuple[Party, str]] = []
        self._circle: list[Party] = []
        self._taken: dict[str, int] = {}

    # ---------------------------------------------------------------------------------------- who there is

    def add_person(self) -> Party:
        """Make somebody new and let them take a place among the people, most often one of the last."""
        chance = self.chance
        if len(self._circle) == _CIRCLE:
            self._circle = []
        party = Party(self._name(chance.pick(words.GIVEN), words.FAMILY), self._circle)
        self._circle.append(party)
        self.known += 1
        self.place(party)
        return party

    def place(self, party: Party) -> None:
        """Give somebody a place; whom they displace is met less from now on."""
        people = self.people
        people.append(party)
        if self.chance.happens(0.1):
            rank = self.chance.below(len(people))
            people[-1], people[rank] = people[rank], party

    def add_venue(self) -> Party:
        """Make a new venue, or something under one that there is."""
        chance = self.chance
        if self.venues and chance.happens(0.3):
            parent = chance.favourite(self.venues)
            venue = Party(self._unique(f"{parent.name}:{chance.pick(words.ROOMS)}"), [], parent)
        else:
            venue = Party("@" + self._name(chance.pick(words.PLACES), words.CITIES), [])
        self.venues.append(venue)
        return venue

    def _name(self, first: str, seconds: tuple[str, ...]) -> str:
        """Return a name that nobody has, with a second part where the first is taken."""
        if first not in self._taken:
            return self._unique(first)
        return self._unique(f"{first}-{self.chance.pick(seconds)}")

    def _unique(self, name: str) -> str:
        count = self._taken[name] = self._taken.get(name, 0) + 1
        return name if count == 1 else f"{name}-{count}"

    def close(self) -> Party:
        """End the tie with somebody, any one as likely."""
        people = self.people
        rank = self.chance.below(len(people))
        party = people[rank]
        people[rank] = people[-1]
        people.pop()
        party.closed = True
        self.closed.append(party)
        return party

    def reopen(self) -> Party:
        """Let a tie that ended begin again."""
        party = self.closed.pop(self.chance.below(len(self.closed)))
        party.closed = False
        self.place(party)
        return party

    # ------------------------------------------------------------------------------------------- who it is

    def someone(self) -> Party:
        """Return somebody who is known, some far more often than others."""
        return self.chance.favourite(self.people)

    def several(self, count: int) -> list[Party]:
        """Return so many people, or fewer where no more are found: most are of one circle."""
        chance = self.chance
        first = chance.favourite(self.people)
        found = [first]
        for _ in range(3 * count):
            if len(found) == count:
                break
            other = chance.pick(first.circle) if chance.happens(0.6) else chance.favourite(self.people)
            if other not in found and not other.closed:
                found.append(other)
        return found

    def new_link(self, party: Party) -> str:
        """Return a link for what begins with somebody, and keep both in mind."""
        self.links += 1
        link = f"^{self.chance.pick(words.TOPIC_LINKS)}-{self.links}"
        if len(self.threads) < _THREADS:
            self.threads.append((party, link))
        else:
            self.threads[self.chance.below(_THREADS)] = (party, link)
        return link

    # ------------------------------------------------------------------------------------------ what passed

    def book(self, party: Party, unit: str, hundredths: int) -> None:
        """Add to what was given to a party, and to what it lies under; less than 0 was received."""
        each: Party | None = party
        while each is not None:
            each.held[unit] = each.held.get(unit, 0) + hundredths
            each.changed = self.day
            each = each.parent
