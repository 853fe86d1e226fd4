"""The return on what was spent: C and V of each row, and what follows from them.

C are costs, V are gains, both as values. Net V - C; ROI (V - C) / C; BCR V / C. See `xirr` for the yearly rate.
"""

from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, Literal, NamedTuple

from netledger.core.amounts import negated
from netledger.core.valuation import exact_sum
from netledger.measures.instalments import results
from netledger.measures.returns import HOUR, parts
from netledger.measures.tally import Tally
from netledger.measures.xirr import Rate, xirr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netledger.measures.returns import Asked, Part
    from netledger.measures.tally import Priced, Rates


class Spread(NamedTuple):
    """The part of a cost with `over:` that falls evenly on some days."""

    at: "date"
    """The day whose price holds."""
    unit: str
    number: Fraction
    first: "date"
    days: int


class Account:
    """The costs and gains of one row, in their own units and day by day."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.costs = Tally()
        """What makes up C, each on the day whose price holds."""
        self.gains = Tally()
        """What makes up V."""
        self.beyond = Tally()
        """What was paid for spread costs above what of them is in C; below it, negative. Only flows take it in."""
        self.spreads: list[Spread] = []
        """The spread costs in C, each with its days."""
        self.involved: set[int] = set()
        """The results that it has a part in, be it small."""
        self._counts: dict[int, int] = {}

    def add(self, part: "Part", numbers: "Mapping[int, int]") -> None:
        """Add a part; `numbers` tells which outcomes are instalments of one."""
        side, day = part.side, part.entry.date
        if side == "outcome":
            self._counts[part.divisor] = self._counts.get(part.divisor, 0) + int(part.number)
            self.involved.add(numbers[id(part.entry)])
        elif side == "gain":
            self.gains.add(day, part.unit, part.number, part.divisor)
        elif side == "paid":
            self.beyond.add(day, part.unit, part.number, part.divisor)
        else:
            self.costs.add(day, part.unit, part.number, part.divisor)
            if part.days is not None:
                self.beyond.add(day, part.unit, negated(part.number), part.divisor)
                self.spreads.append(Spread(day, part.unit, Fraction(part.number) / part.divisor, *part.days))

    def include(self, other: "Account") -> None:
        """Add all of another row."""
        self.costs.include(other.costs)
        self.gains.include(other.gains)
        self.beyond.include(other.beyond)
        self.spreads += other.spreads
        self.involved |= other.involved
        for divisor, count in other._counts.items():  # noqa: SLF001 - of this class
            self._counts[divisor] = self._counts.get(divisor, 0) + count

    def is_alike(self, rates: "Rates", without: "Rates") -> bool:
        """Tell whether it is known at once to be worth the same with hours and without."""
        return all(tally.is_alike(rates, without) for tally in (self.costs, self.gains, self.beyond))

    @cached_property
    def hours(self) -> Fraction:
        """What was spent in HOUR; not to be asked for before all is added."""
        return self.costs.held(HOUR)

    @cached_property
    def outcomes(self) -> Fraction:
        """How many outcomes it has, parts of them added up; instalments are one. Likewise."""
        return exact_sum(self._counts)


class Accounts(NamedTuple):
    """The accounts of all rows that have anything, by their keys."""

    rows: dict[str, Account]
    unpriced: "Unpriced"

    def whole(self) -> Account:
        """Return all of them as one."""
        found = Account()
        for account in self.rows.values():
            found.include(account)
        return found


Unpriced = dict[str, dict[Literal["cost", "gain"], set[int]]]
"""The units of amounts that have no price, with the entries on either side that such amounts stand in, by `id`."""


_UNVALUED = frozenset({"outcome", "paid"})
"""Parts that are counts, or parts a second time."""


def accounts(asked: "Asked", rates: "Rates") -> Accounts:
    """Gather what is asked for; `rates` say what has a price."""
    numbers = results(asked.ledger, asked.config.today)
    found: dict[str, Account] = {}
    unpriced: Unpriced = {}
    for part in parts(asked):
        account = found.get(part.key)
        if account is None:
            account = found[part.key] = Account()
        account.add(part, numbers)
        if part.side not in _UNVALUED and rates.course(part.unit)[part.entry.date] is None:
            sides = unpriced.setdefault(part.unit, {"cost": set(), "gain": set()})
            sides["gain" if part.side == "gain" else "cost"].add(id(part.entry))
    return Accounts(found, unpriced)


class Number(NamedTuple):
    """A figure, or None and the reason why it is undefined."""

    value: Fraction | None
    reason: str = ""


class Day(NamedTuple):
    """A day, or None and the reason why there is none."""

    value: "date | None"
    reason: str = ""


class Return:
    """The return of an account, with or without the price of an hour, as `rates` says."""

    def __init__(self, account: Account, rates: "Rates") -> None:
        """Value both sides."""
        self._account, self._rates = account, rates
        self._costs, self._gains = account.costs.price(rates), account.gains.price(rates)
        self.cost, self.gain = self._costs.value, self._gains.value

    @property
    def net(self) -> Fraction | None:
        """V - C of what has a price; None where there is something, and nothing of it has one."""
        if (self.cost.unpriced or self.gain.unpriced) and not (self.cost.priced or self.gain.priced):
            return None
        return self.gain.total - self.cost.total

    @property
    def roi(self) -> Number:
        """(V - C) / C: of 100 that brought 121, 0.21."""
        bcr = self.bcr
        return bcr if bcr.value is None else Number(bcr.value - 1)

    @cached_property
    def bcr(self) -> Number:
        """V / C."""
        if self.cost.known is None or self.gain.known is None:
            return Number(None, f"no {'cost' if self.cost.known is None else 'gain'} has a price")
        if self.cost.total <= 0:
            return Number(None, "there is no cost" if not self.cost.total else "refunds exceed costs")
        return Number(self.gain.total / self.cost.total)

    @property
    def per_outcome(self) -> Number:
        """C / n."""
        if self.cost.known is None:
            return Number(None, "no cost has a price")
        count = self._account.outcomes
        return Number(self.cost.total / count) if count else Number(None, "there is no outcome")

    @property
    def per_hour(self) -> Number:
        """V / hours."""
        if self.gain.known is None:
            return Number(None, "no gain has a price")
        hours = self._account.hours
        return Number(self.gain.total / hours) if hours > 0 else Number(None, "no hours were spent")

    @cached_property
    def _beyond(self) -> "Priced":
        return self._account.beyond.price(self._rates)

    @cached_property
    def scale(self) -> int:
        """What the numbers of `days` are to be divided by."""
        return lcm(self._costs.scale, self._beyond.scale, self._gains.scale)

    @property
    def days(self) -> "list[tuple[date, int]]":
        """The net flow of each day on which anything flowed, be it 0 in all: gains, less costs as they were paid."""
        return sorted(self._as_paid().items())

    def _as_paid(self) -> "dict[date, int]":
        flows: dict[date, int] = {}
        for priced in (self._costs, self._beyond):
            own = self.scale // priced.scale
            for day, flow in priced.flows.items():
                flows[day] = flows.get(day, 0) - flow * own
        # Of a spread cost that was paid before the period there is no flow left.
        flows = {day: flow for day, flow in flows.items() if flow}
        own = self.scale // self._gains.scale
        for day, flow in self._gains.flows.items():
            flows[day] = flows.get(day, 0) + flow * own
        return flows

    @cached_property
    def rate(self) -> Rate:
        """The yearly rate at which the flows are worth nothing in all."""
        return xirr(self._as_paid() if self._account.beyond else self._flows)  # of whatever scale

    @cached_property
    def payback(self) -> Day:
        """The first day from whose end on the running net stays at 0 or more; a spread cost falls on all its days."""
        if not self.cost.priced:
            return Day(None, "no cost has a price" if self.cost.unpriced else "there is no cost")
        found = self._paid_back() if self._account.spreads else self._paid_back_by_days()
        return Day(found) if found is not None else Day(None, "not yet")

    @cached_property
    def _flows(self) -> "dict[date, int]":
        """Gains less costs of each day, a spread cost as a whole on its own; times the scale of both."""
        scale = lcm(self._costs.scale, self._gains.scale)
        own = -scale // self._costs.scale
        flows = {day: flow * own for day, flow in self._costs.flows.items()}
        own = scale // self._gains.scale
        for day, flow in self._gains.flows.items():
            flows[day] = flows.get(day, 0) + flow * own
        return flows

    def _paid_back_by_days(self) -> "date | None":
        running, found = 0, None
        for day, flow in sorted(self._flows.items()):
            running += flow
            found = None if running < 0 else found or day
        return found

    def _paid_back(self) -> "date | None":
        flows, changes = self._evenly()
        running = daily = 0
        found: date | None = None
        before: date | None = None
        for day in sorted({*flows, *changes}):
            if before is not None and daily:  # the days between, each of which costs the same
                between = (day - before).days - 1
                if daily < 0 and found is None and running - daily * between >= 0:  # it is paid back, little by little
                    found = before + timedelta(days=-(-running // daily))
                running -= daily * between
                found = None if running < 0 else found
            daily += changes.get(day, 0)
            running += flows.get(day, 0) - daily
            found = None if running < 0 else day if found is None else found
            before = day
        return found

    def _evenly(self) -> "tuple[dict[date, int], dict[date, int]]":
        """Return the net flow of each day without spread costs, and by how much those of a day change from one on.

        All are to be divided by one number, so that they are whole and quick to add.
        """
        daily: list[tuple[Spread, Fraction]] = []
        for spread in self._account.spreads:
            rate = None if self._rates.leaves_out(spread.unit) else self._rates(spread.unit, spread.at)
            if rate is not None:
                daily.append((spread, spread.number * rate / spread.days))
        both = lcm(self._costs.scale, self._gains.scale)
        scale = lcm(both, *(each.denominator for _, each in daily))
        flows = {day: flow * (scale // both) for day, flow in self._flows.items()}
        changes: dict[date, int] = {}
        for spread, each in daily:
            one = each.numerator * (scale // each.denominator)
            flows[spread.at] += one * spread.days  # it stands among the costs as a whole
            changes[spread.first] = changes.get(spread.first, 0) + one
            last = spread.first + timedelta(days=spread.days - 1)
            if last < date.max:
                after = last + timedelta(days=1)
                changes[after] = changes.get(after, 0) - one
        # Where a spread cost was all that a day had, nothing is left of it.
        emptied = {spread.at for spread, _ in daily}.difference(self._gains.flows)
        return {day: flow for day, flow in flows.items() if flow or day not in emptied}, changes
