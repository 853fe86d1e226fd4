"""Quality over quantity, told apart by venue, why, medium, month, phase or what is known of people (`--by`)."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from netledger.core.amounts import apportion, quantize
from netledger.core.config import WrongCall
from netledger.core.order import alphabetical
from netledger.core.report import Column, Report
from netledger.core.spelling import nearest
from netledger.measures.breakdown import NONE, Breakdown, person_keys
from netledger.measures.contacts import RICH, Choice, hours, total, touches
from netledger.measures.following import chosen_ties

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.entries import Happening
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row
    from netledger.measures.spending import Spent

BY = ("venue", "why", "medium", "month", "phase", "KEY")
"""What each touch with somebody has one of; `KEY` is any metadata key of people."""

_SHARE, _DAYS, _HOURS = 4, 2, 2


def columns(by: str) -> tuple[Column, ...]:
    """Return the columns of a breakdown."""
    return (
        Column(by, "name"),
        Column("reach", "count"),
        Column("new", "count"),
        Column("touches", "number"),
        Column("single_contact", "share", "single"),
        Column("mean_touch_days", "number", "mean days"),
        Column("rich_media", "share", "rich", of="touches"),
        Column("hours", "number"),
    )


class Group:
    """What belongs to one key."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.days: dict[str, set[date]] = defaultdict(set)
        """Of each person the days with a touch that belongs to it."""
        self.new = 0
        self.counts: dict[tuple[int, bool], int] = defaultdict(int)
        """The parts of touches, by what part each is (2: a half) and whether in rich media."""
        self.took: list[Fraction] = []

    @property
    def touches(self) -> Fraction:
        """A touch whose people have several keys goes to each in equal parts."""
        return total([Fraction(count, of) for (of, _), count in self.counts.items()])

    @property
    def rich(self) -> Fraction:
        """What of the touches is in rich media."""
        return total([Fraction(count, of) for (of, is_rich), count in self.counts.items() if is_rich])

    @property
    def hours(self) -> Fraction:
        """The hours of all costs that belong to it."""
        return total(self.took)

    def cells(self, touched: Decimal, hours: Decimal) -> "Row":
        """Return the cells of its row but the first; touches and hours as they are rounded."""
        counts = [len(days) for days in self.days.values()]
        n, touches = len(counts), self.touches
        return (
            n,
            self.new,
            touched,
            quantize(Fraction(counts.count(1), n), _SHARE) if n else None,
            quantize(Fraction(sum(counts), n), _DAYS) if n else None,
            quantize(self.rich / touches, _SHARE) if touches else None,
            hours,
        )


def report(ledger: "Ledger", config: "Config", by: str, title: str) -> Report:
    """Make the report of a breakdown: a row for each key, and the whole. Raises WrongCall for a key there is not."""
    groups, whole = grouped(ledger, config, by)
    keys = sorted(groups, key=lambda key: (key == NONE, alphabetical(key)))
    parted = any(group.touches.denominator > 1 for group in groups.values())
    touched = apportion([groups[key].touches for key in keys], 2 if parted else 0)
    took = apportion([groups[key].hours for key in keys], _HOURS)
    return Report(
        "quality",
        title,
        columns(by),
        tuple((key, *groups[key].cells(count, hour)) for key, count, hour in zip(keys, touched, took, strict=True)),
        config.today,
        config.begin,
        config.end,
        ("total", *whole.cells(sum(touched, Decimal(0)), sum(took, Decimal(0)))) if keys else None,
        notes=tuple(_notes(groups, whole)),
    )


def grouped(ledger: "Ledger", config: "Config", by: str) -> tuple[dict[str, Group], Group]:
    """Return what belongs to each key of a breakdown, and all of it together."""
    breakdown, choice = _breakdown(by, ledger, config), Choice.of(ledger, config)
    of_people = by not in BY
    groups: dict[str, Group] = defaultdict(Group)
    whole = Group()
    for touch in touches(ledger, config):
        names = choice.names(touch)
        is_rich = touch.medium in RICH
        for key, of, members in _placed(touch, names, breakdown, of_people=of_people):
            for group in (groups[key], whole):
                group.counts[of, is_rich] += 1
                for name in members:
                    group.days[name].add(touch.date)
    for tie in chosen_ties(ledger, config):
        first = tie.first
        if first is not None:
            key = breakdown.person(tie.name, first.date) if of_people else breakdown.keys(first)[0]
            groups[key].new += 1
            whole.new += 1
    for cost in hours(ledger, config, breakdown.changes):
        for key, number in _hours(cost, choice, breakdown, of_people=of_people):
            groups[key].took.append(number)
            whole.took.append(number)
    return dict(groups), whole


def _breakdown(by: str, ledger: "Ledger", config: "Config") -> Breakdown:
    known = [key for key in BY if key != "KEY"] + person_keys(ledger)
    if by not in known:
        close = nearest(by, known)
        meant = f"did you mean {close}? " if close else ""
        raise WrongCall(f"nothing to break down by {by!r}; {meant}there are {', '.join(known)}")
    return Breakdown(by, ledger, config)


def _placed(
    touch: "Happening", names: "Sequence[str]", breakdown: Breakdown, *, of_people: bool
) -> "Iterable[tuple[str, int, Sequence[str]]]":
    """Give the keys that a touch belongs to, into how many parts that divides it, and the people of each part."""
    if not names:
        return
    if of_people and len(names) > 1:
        for name in names:
            yield breakdown.person(name, touch.date), len(names), (name,)
    else:
        yield breakdown.person(names[0], touch.date) if of_people else breakdown.keys(touch)[0], 1, names


def _hours(cost: "Spent", choice: Choice, breakdown: Breakdown, *, of_people: bool) -> "Iterable[tuple[str, Fraction]]":
    """Give the parts of an hour cost that are chosen, each with its key."""
    entry, exchange = cost.entry, cost.exchange
    if not exchange.people:
        if choice.exchange(entry, exchange):
            yield (NONE if of_people else breakdown.keys(entry, exchange, cost.day)[0]), cost.number
        return
    part = cost.number / len(exchange.people)
    for name in choice.people(entry, exchange):
        yield (breakdown.person(name, cost.day) if of_people else breakdown.keys(entry, exchange, cost.day)[0]), part


def _notes(groups: dict[str, Group], whole: Group) -> "Iterable[str]":
    rows = sum(len(group.days) for group in groups.values())
    if rows > len(whole.days):
        yield f"reach: who has touches in several rows counts in each, so they add up to {rows:,}"
