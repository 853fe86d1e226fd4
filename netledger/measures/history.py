"""The history of each tie: all that a ledger says of a person up to a day."""

from bisect import bisect_left
from datetime import date
from functools import cached_property
from itertools import count
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from netledger.core import entries as e
from netledger.core.booking import FAVOURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from netledger.core.booking import Exchange
    from netledger.core.ledger import Ledger


Happens = TypeVar("Happens", bound=e.Happening)

_DAY = attrgetter("date")


class Booked(NamedTuple):
    """One exchange, and the entry that it stands in."""

    entry: e.Happening
    exchange: "Exchange"

    @property
    def day(self) -> date:
        """The day of the entry."""
        return self.entry.date


class Episode(NamedTuple):
    """A stretch of a tie, from what opened it to the `close` that ended it, if one did."""

    begin: date
    end: date | None


class Tie:
    """What a ledger says of one person, in ledger order, up to a day. What is pending is left out.

    A tie begins with the earliest connect, touch, favour or introduction to the owner; a `person` line begins nothing.
    """

    def __init__(self, name: str, order: "Callable[[e.Entry], int] | None" = None) -> None:
        """Begin with nothing known of a person; `order` tells where an entry stands in the ledger."""
        self.name = name
        self._order = order
        self.touches: list[e.Touch] = []
        self.connects: list[e.Connect] = []
        self.intros: list[e.Intro] = []
        """The introductions that brought this person to the owner."""
        self.favours: list[Booked] = []
        """What was given to and received from this person; introductions among it."""
        self.outcomes: list[e.Outcome] = []
        """What came to the owner through this person."""
        self.costs: list[Booked] = []
        """What this person took, alone or with others, whose number is that of `exchange.people`."""
        self.closes: list[e.Close] = []

    @cached_property
    def first(self) -> e.Happening | None:
        """The entry that began the tie; None: it never began."""
        heads: list[e.Happening] = [items[0] for items in (self.connects, self.touches, self.intros) if items]
        heads.extend(favour.entry for favour in self.favours[:1])
        if not heads:
            return None
        earliest = min(head.date for head in heads)
        heads = [head for head in heads if head.date == earliest]
        return heads[0] if len(heads) == 1 or self._order is None else min(heads, key=self._order)

    @property
    def begun(self) -> date | None:
        """The day on which the tie began."""
        return None if self.first is None else self.first.date

    @cached_property
    def touch_days(self) -> "Sequence[date]":
        """The days with a touch, each once."""
        return list(dict.fromkeys([touch.date for touch in self.touches]))

    @cached_property
    def contact_days(self) -> "Sequence[date]":
        """The days with a touch, connect or favour, each once."""
        days = {touch.date for touch in self.touches}
        days.update(connect.date for connect in self.connects)
        days.update(favour.day for favour in self.favours)
        return sorted(days)

    @cached_property
    def last_contact(self) -> date | None:
        """The last of them; None: there is none."""
        ends = [items[-1].date for items in (self.touches, self.connects) if items]
        ends.extend([favour.day for favour in self.favours[-1:]])
        return max(ends, default=None)

    @cached_property
    def episodes(self) -> "Sequence[Episode]":
        """The stretches between `close` and what opened the tie again: a later connect, touch or favour."""
        opens = [*self.contact_days]
        if self.begun is not None and (not opens or self.begun < opens[0]):
            opens.insert(0, self.begun)
        found: list[Episode] = []
        closes = [close.date for close in self.closes]
        for day in opens:
            if found and (found[-1].end is None or day <= found[-1].end):
                continue
            found.append(Episode(day, next((end for end in closes if end >= day), None)))
        return found

    def is_closed(self, day: date) -> bool:
        """Tell whether the tie had begun and was closed at the end of a day."""
        if not self.closes:
            return False
        last = next((episode for episode in reversed(self.episodes) if episode.begin <= day), None)
        return last is not None and last.end is not None and last.end <= day

    @property
    def given(self) -> "list[Booked]":
        """The favours given to this person."""
        return [favour for favour in self.favours if favour.exchange.kind == "give"]

    @property
    def received(self) -> "list[Booked]":
        """The favours received from this person."""
        return [favour for favour in self.favours if favour.exchange.kind == "receive"]


def ties(ledger: "Ledger", today: date) -> dict[str, Tie]:
    """Return the history of everybody whom the ledger names in what happened up to a day, in no special order.

    The same ledger and day give the same objects again; they are not to be changed.
    """
    key = ("ties", today)
    if key not in ledger.memo:
        ledger.memo[key] = _gathered(ledger, today)
    found: dict[str, Tie] = ledger.memo[key]
    return found


class _Ties(dict[str, Tie]):
    def __init__(self, ledger: "Ledger") -> None:
        super().__init__()
        self._entries = ledger.entries

    def __missing__(self, name: str) -> Tie:
        tie = self[name] = Tie(name, self._place)
        return tie

    def _place(self, entry: e.Entry) -> int:
        """Return where an entry stands in the ledger; of several on one day it says which was first."""
        begin = bisect_left(self._entries, entry.date, key=_DAY)
        return next(place for place in count(begin) if self._entries[place] is entry)


def _gathered(ledger: "Ledger", today: date) -> dict[str, Tie]:
    found = _Ties(ledger)
    for touch in _happened(ledger.of(e.Touch), today):
        for name in touch.names:
            found[name].touches.append(touch)
    for connect in _happened(ledger.of(e.Connect), today):
        for name in connect.names:
            found[name].connects.append(connect)
    for intro in _happened(ledger.of(e.Intro), today):
        for name in intro.names if is_to_owner(intro) else ():
            if name != e.ME:
                found[name].intros.append(intro)
    for outcome in _happened(ledger.of(e.Outcome), today):
        for name in outcome.names if not outcome.beneficiaries else ():
            found[name].outcomes.append(outcome)
    for close in ledger.of(e.Close):
        if close.date <= today and not close.subject.startswith("@"):
            found[close.subject].closes.append(close)
    _add_booked(ledger, today, found)
    return dict(found)


def _happened(entries: "Sequence[Happens]", today: date) -> "Iterator[Happens]":
    return (entry for entry in entries if entry.date <= today and not entry.pending)


def _add_booked(ledger: "Ledger", today: date, found: _Ties) -> None:
    for entry, exchanges in ledger.booked:
        if entry.date > today:
            break
        for exchange in exchanges:
            if exchange.kind in FAVOURS:
                if exchange.party[0] != "@":
                    found[exchange.party].favours.append(Booked(entry, exchange))
            elif exchange.kind == "cost" and exchange.people:
                booked = Booked(entry, exchange)
                for name in exchange.people:
                    found[name].costs.append(booked)


def is_to_owner(intro: e.Intro) -> bool:
    """Tell whether somebody introduced its people to the owner: `intro Dave by Carol`, `intro Dave Me by Carol`."""
    return intro.by is not None and (len(intro.names) == 1 or e.ME in intro.names)
