"""What networking took and what it brought, as parts of the rows of a breakdown."""

from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Literal, NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import EXACT, ZERO, Amount
from netledger.core.booking import Exchange
from netledger.measures.breakdown import KEYS, NONE
from netledger.measures.credit import Credit, grants_of
from netledger.measures.instalments import is_result, results
from netledger.measures.paths import people_of
from netledger.measures.spending import spent, spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.measures.breakdown import Breakdown
    from netledger.measures.credit import Grant, Model
    from netledger.measures.paths import Paths

HOUR = "HOUR"

UNATTRIBUTED = "(unattributed)"
"""The row of what an attribution can give to nobody."""

Side = Literal["cost", "spread", "paid", "gain", "outcome"]
"""What a part is of: a cost; the days of a spread cost within the period; all of it, on the day it was paid; a gain;
an outcome, counted."""


class Part(NamedTuple):
    """What of one cost, favour or outcome falls to one row: number / divisor of a unit; of a count there is no unit."""

    key: str
    side: Side
    entry: e.Happening
    unit: str
    number: Decimal
    divisor: int
    text: str = ""
    days: "tuple[date, int] | None" = None
    """Of a spread cost the first of the days on which it falls evenly, and how many there are."""


class Attribution(NamedTuple):
    """Who and what is credited with an outcome."""

    paths: "Paths"
    model: "Model"
    half: Fraction
    """The half-life of time-decay, in days."""

    def grants(self, outcome: e.Outcome) -> "list[Grant]":
        """Return the credit of an outcome; it adds up to 1."""
        return grants_of(self.paths.of(outcome), self.paths, self.model, self.half)


class Asked(NamedTuple):
    """What is asked for, and by what it is told apart."""

    ledger: "Ledger"
    config: "Config"
    breakdown: "Breakdown | None" = None
    """None: all is one row, whose key is empty."""
    favours: bool = False
    """Whether favours count: received ones as gains; given ones as costs, unless their block counts hours."""
    attribution: Attribution | None = None
    """Gives outcomes to the rows of the steps that led to them; None: to their own."""

    @property
    def by(self) -> str | None:
        """What rows are told apart by."""
        return None if self.breakdown is None else self.breakdown.by


def outcomes(ledger: "Ledger", config: "Config", *, for_others: bool = False) -> "Iterator[e.Outcome]":
    """Give the outcomes of the period that came to the owner and that the query chooses; or those to others alone."""
    declared, query = ledger.declarations, config.query
    for outcome in config.within(ledger.of(e.Outcome)):
        if outcome.pending or is_result(outcome) == for_others:
            continue
        # Asked as an exchange, so that a term looks at the outcome and not at the details under it.
        exchange = Exchange("outcome", outcome.kind, outcome.amount or Amount(ZERO, ""), outcome.names, outcome.text)
        chosen = query.entry(outcome, declared) if for_others else query.exchange(outcome, exchange, declared)
        if not query or chosen:
            yield outcome


def parts(asked: Asked) -> "Iterator[Part]":
    """Give all that a report is about, cut into the parts of its rows."""
    yield from _costs(asked)
    yield from _outcomes(asked)
    if asked.favours:
        yield from _favours(asked)


# ----------------------------------------------------------------------------------------------------- costs


def _costs(asked: Asked) -> "Iterator[Part]":
    changes = asked.breakdown.changes if asked.breakdown is not None else None
    for cost in spent(asked.ledger, asked.config, None, changes):
        amount, share, entry = cost.exchange.amount, cost.part, cost.entry
        keys = _keys(asked, entry, cost.exchange, cost.day)
        text = cost.exchange.text or entry.text or ""
        if not entry.meta or spread(entry) is None:
            for key in keys:
                yield Part(key, "cost", entry, amount.unit, amount.number, len(keys), text)
        else:
            number, divisor = EXACT.multiply(amount.number, Decimal(share.numerator)), share.denominator * len(keys)
            for key in keys:
                yield Part(key, "spread", entry, amount.unit, number, divisor, text, (cost.day, cost.days))
    yield from _paid(asked)


def _paid(asked: Asked) -> "Iterator[Part]":
    """Give the spread costs once more, whole, on the days on which they were paid: that is when the money flowed."""
    query, declared = asked.config.query, asked.ledger.declarations
    for entry in asked.config.within(asked.ledger.of(e.Cost)):
        if entry.pending or not entry.meta or spread(entry) is None:
            continue
        for amount in entry.amounts:
            exchange = Exchange("cost", entry.venue or "", amount, entry.names, entry.text)
            if query.exchange(entry, exchange, declared):
                keys = _keys(asked, entry, exchange, entry.date)
                for key in keys:
                    yield Part(key, "paid", entry, amount.unit, amount.number, len(keys), entry.text or "")


def _keys(asked: Asked, entry: e.Happening, exchange: Exchange | None, day: "date") -> tuple[str, ...]:
    """Return the rows that a cost or favour belongs to."""
    if asked.breakdown is None:
        return ("",)
    if asked.breakdown.by == "kind":
        return (NONE,)  # what a cost under an outcome took is not what such outcomes take
    return asked.breakdown.keys(entry, exchange, day)


# -------------------------------------------------------------------------------------------------- outcomes


def _outcomes(asked: Asked) -> "Iterator[Part]":
    numbers = results(asked.ledger, asked.config.today)
    chosen = list(outcomes(asked.ledger, asked.config))
    sizes = Counter(numbers[id(outcome)] for outcome in chosen)
    keys_of: dict[int, tuple[str, ...]] = {}
    for outcome in chosen:
        size, amount, text = sizes[numbers[id(outcome)]], outcome.amount, outcome.text or ""
        for key, top, bottom in _shares(asked, outcome, keys_of):
            yield Part(key, "outcome", outcome, "", Decimal(top), bottom * size, text)
            if amount is not None:
                number = amount.number if top == 1 else EXACT.multiply(amount.number, Decimal(top))
                yield Part(key, "gain", outcome, amount.unit, number, bottom, text)


def _shares(asked: Asked, outcome: e.Outcome, keys_of: dict[int, tuple[str, ...]]) -> "Iterable[tuple[str, int, int]]":
    """Return the rows of an outcome, each with numerator and denominator of its part.

    `keys_of` keeps the rows of each step, for whichever outcome has it next.
    """
    breakdown, attribution = asked.breakdown, asked.attribution
    if breakdown is None:
        return [("", 1, 1)]
    if attribution is None:
        keys = breakdown.keys(outcome)
        return [(key, 1, len(keys)) for key in keys]
    found: dict[tuple[str, int], int] = defaultdict(int)

    def keys_at(step: int | None, person: str | None) -> tuple[str, ...]:
        return credit_keys(breakdown, asked.config, attribution.paths, outcome, Credit(_NOTHING, step, person))

    for share, steps, person in attribution.grants(outcome):
        counts: Mapping[tuple[str, ...], int]
        if person is not None and breakdown.by == "person":
            counts = {(person,): max(1, len(steps))}
        elif steps and (person is None or _goes_by_steps(breakdown.by)):
            for step in steps:
                if step not in keys_of:
                    keys_of[step] = keys_at(step, None)
            counts = Counter(map(keys_of.__getitem__, steps))
        else:
            counts = Counter([keys_at(step, person) for step in steps or (None,)])
        for keys, count in counts.items():
            for key in keys:
                found[key, share.denominator * len(keys)] += share.numerator * count
    whole = lcm(*(bottom for _, bottom in found))
    rows: dict[str, int] = defaultdict(int)
    for (key, bottom), top in found.items():
        rows[key] += top * (whole // bottom)
    return [(key, top, whole) for key, top in rows.items()]


_NOTHING = Fraction(0)


def _goes_by_steps(by: str) -> bool:
    """Tell whether rows are told apart by what a step says of itself, not by its people."""
    return by in KEYS and by != "person"


def credit_keys(
    breakdown: "Breakdown", config: "Config", paths: "Paths", outcome: e.Outcome, credit: "Credit"
) -> tuple[str, ...]:
    """Return the rows that share a credit equally: those of its step or, without one, of whom or what it goes to."""
    step = None if credit.step is None else paths.step(credit.step)
    if _goes_by_steps(breakdown.by):
        if step is None and credit.person is None and outcome.venue is None:
            return (UNATTRIBUTED,)
        return breakdown.keys(outcome if step is None else step)
    if credit.person is not None:
        people: tuple[str, ...] = (credit.person,)
    elif step is not None:
        people = people_of(step)
    elif outcome.venue is None:
        return (UNATTRIBUTED,)
    else:
        return (config.venue(outcome.venue) if breakdown.by == "person" else NONE,)
    if breakdown.by != "person":
        day = outcome.date if step is None else step.date
        people = tuple([breakdown.person(name, day) for name in people])
    return people or (NONE,)


# --------------------------------------------------------------------------------------------------- favours


def _favours(asked: Asked) -> "Iterator[Part]":
    query, declared = asked.config.query, asked.ledger.declarations
    for entry, exchanges in asked.config.within(asked.ledger.booked, lambda pair: pair[0].date):
        timed = any(exchange.kind == "cost" and exchange.amount.unit == HOUR for exchange in exchanges)
        for exchange in exchanges:
            if not exchange.is_favour or (exchange.kind == "give" and timed):
                continue
            if query.exchange(entry, exchange, declared):
                keys = _keys(asked, entry, exchange, entry.date)
                side: Side = "gain" if exchange.kind == "receive" else "cost"
                text = exchange.text or entry.text or ""
                for key in keys:
                    yield Part(key, side, entry, exchange.amount.unit, exchange.amount.number, len(keys), text)
