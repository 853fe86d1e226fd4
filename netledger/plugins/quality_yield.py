"""What strong and weak ties took and brought: the figures, the verdict and the report of `quality --yields`."""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.amounts import Amount, apportion, quantize
from netledger.core.report import Column, Figure, Report
from netledger.measures.intervals import Interval, wilson
from netledger.measures.ranks import spearman
from netledger.measures.worth import Worth, in_unit
from netledger.measures.yields import THIRDS, WINDOW, Third, pooled, windows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row
    from netledger.measures.yields import Watched, Window

COLUMNS = (
    Column("third", "name"),
    Column("windows", "count"),
    Column("with_outcome", "count", "with outcome"),
    Column("people", "count"),
    Column("hours", "number"),
    Column("value", "amount"),
    Column("partial", "flag"),
    Column("value_per_hour", "amount", "per hour"),
)

LEAST = 10
"""A verdict takes so many windows with an outcome, from so many people."""

_HOURS = 2
_SHARE = 4


class Yields(NamedTuple):
    """What there is to be told of the thirds."""

    ledger: "Ledger"
    config: "Config"
    windows: "Sequence[Window]"
    thirds: tuple[Third, Third, Third]
    """Bottom, middle, top."""

    @classmethod
    def of(cls, ledger: "Ledger", config: "Config") -> "Yields":
        """Watch the ties of a ledger."""
        found = windows(ledger, config)
        return cls(ledger, config, found, pooled(found, ledger))

    @property
    def unit(self) -> str | None:
        """The unit that values are in."""
        return self.config.currency(self.ledger.options)

    def value(self, third: Third) -> Fraction | None:
        """Return what the outcomes of a third are worth; 0 of none at all, None where none of them has a value."""
        value = third.worth.value(self.ledger, self.unit, self.config)
        nothing = not third.without_amount and not value.unpriced
        return value.total if self.unit is not None and (value.priced or nothing) else None

    def per_hour(self, third: Third) -> Amount | None:
        """Return value / hours; None without a value or without hours."""
        value = self.value(third)
        if value is None or self.unit is None or third.hours <= 0:
            return None
        return in_unit(value / third.hours, self.unit, self.ledger)

    def unpriced(self, third: Third) -> set[str]:
        """Return the units of outcomes that have no price."""
        return set(third.worth.value(self.ledger, self.unit, self.config).unpriced)

    @property
    def unknown(self) -> int:
        """How many ties of the last window had an outcome without a value."""
        return sum(worth_of(tie, self) is None for tie in self.windows[0].watched()) if self.windows else 0


# ------------------------------------------------------------------------------------------------ the verdict


class Verdict(NamedTuple):
    """The top third held against the bottom one."""

    brought: int
    """Windows of the top third with an outcome."""
    both: int
    """Windows of the two with an outcome."""
    people: int
    """Through how many people these came."""
    interval: Interval | None
    """Wilson's, of brought / both."""
    hours: Fraction | None
    """The top third's share of the hours of both; None where they took none."""

    @property
    def words(self) -> str:
        """Say what goes with what, or why nothing can be said."""
        if self.both < LEAST or self.people < LEAST:
            had = f"{_counted(self.both, 'window')} with an outcome, from {_counted(self.people, 'person', 'people')}"
            return f"no verdict on the yield of strong and weak ties: {had}; it takes {LEAST} from {LEAST}"
        if self.hours is None or self.interval is None:
            return "no verdict on the yield of strong and weak ties: they took no hours"
        base = (
            f"the strongest third had {self.brought} of {self.both} windows with an outcome "
            f"(95 %: {self.interval.low:.2f} to {self.interval.high:.2f}) at {float(self.hours):.2f} of the hours "
            "of the strongest and the weakest"
        )
        if self.interval.holds(float(self.hours)):
            return f"no verdict on the yield of strong and weak ties: {base}"
        more = "more" if self.interval.low > self.hours else "fewer"
        return f"a strong tie goes with {more} outcomes for the hours: {base}"


def verdict(thirds: tuple[Third, Third, Third]) -> Verdict:
    """Hold the top third against the bottom one."""
    bottom, _, top = thirds
    both, hours = top.brought + bottom.brought, top.hours + bottom.hours
    share = top.hours / hours if hours > 0 and top.hours >= 0 and bottom.hours >= 0 else None
    return Verdict(top.brought, both, len(top.people | bottom.people), wilson(top.brought, both), share)


# ------------------------------------------------------------------------------------------------ the figures


def figures(yields: Yields) -> "Iterable[Figure]":
    """Give the essence: value per hour of the top and the bottom third, and the rank correlation."""
    for place in ("top", "bottom"):
        third = yields.thirds[THIRDS.index(place)]
        value = yields.per_hour(third)
        reason = f"outcomes in {third.brought} of {_counted(third.windows, 'window')}"
        if value is not None:
            reason += f", {float(third.hours):,.1f} h"
        else:
            reason = f"{_why_not(yields, third)}; {reason}" if third.windows else _NO_WINDOW
        yield Figure(f"value_per_hour_{place}", f"value per hour, {place}", value, None, reason)
    yield correlation(yields)


_NO_WINDOW = "no window with ties at risk"

_TOO_FEW = ("no tie with a known value in the last window", "there is but one tie in the last window")
"""Why none or one of them have no rank correlation."""


def _why_not(yields: Yields, third: Third) -> str:
    if yields.unit is None:
        return "no currency"
    return "no hours" if third.hours <= 0 else "no value"


def worth_of(tie: "Watched", yields: Yields) -> Fraction | None:
    """Return the value of what came through a tie in a window: 0 of nothing; None where a part of it has no value."""
    worth, period = Worth(), yields.ledger.prices.period
    for came in tie.came:
        amount, day = came.outcome.amount, came.outcome.date
        if amount is None or came.share is None:
            return None
        worth.add(came.share, amount.unit, day, period(day))
    value = worth.value(yields.ledger, yields.unit, yields.config)
    return None if value.unpriced else value.total


def correlation(yields: Yields) -> Figure:
    """Return Spearman's rank correlation of strength and value in the last window, of ties whose value is known."""
    name, label = "strength_and_value", "strength and value"
    if not yields.windows:
        return Figure(name, label, None, 0, _NO_WINDOW)
    if yields.unit is None:
        return Figure(name, label, None, None, "no currency")
    last = yields.windows[0]
    known = [(tie.strength, value) for tie in last.watched() if (value := worth_of(tie, yields)) is not None]
    rho = spearman([strength for strength, _ in known], [value for _, value in known])
    if rho is None:
        reason = "one of the two is the same for all" if len(known) > 1 else _TOO_FEW[len(known)]
        return Figure(name, label, None, len(known), reason)
    return Figure(name, label, quantize(Decimal(rho), _SHARE), len(known), f"Spearman, {WINDOW} days to {last.end}")


# ------------------------------------------------------------------------------------------------- the report


def report(ledger: "Ledger", config: "Config") -> Report:
    """Make the report of the yield by tie strength: a row for each third, the strongest first."""
    yields = Yields.of(ledger, config)
    thirds = yields.thirds[::-1]
    hours = apportion([third.hours for third in thirds], _HOURS)
    whole = _whole(thirds)
    held = verdict(yields.thirds)
    title = "Yield by tie strength"
    begin = yields.windows[-1].begin if yields.windows else config.begin
    return Report(
        "quality",
        ledger.titled(title),
        COLUMNS,
        tuple(
            _row(place, third, yields, (took, value))
            for place, third, took, value in zip(THIRDS[::-1], thirds, hours, _values(thirds, yields), strict=True)
        )
        if yields.windows
        else (),
        config.today,
        begin,
        config.end,
        _row("total", whole, yields, (sum(hours, Decimal(0)), _values([whole], yields)[0])) if yields.windows else None,
        (
            _share("top_of_outcomes", "top third of outcomes", held),
            Figure(
                "top_of_hours",
                "top third of hours",
                None if held.hours is None else quantize(held.hours, _SHARE),
                None,
                "of top and bottom" if held.hours is not None else "they took no hours",
            ),
            correlation(yields),
        ),
        tuple(notes(yields)),
        (_sentence(held.words),) if yields.windows else (),
    )


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def _share(name: str, label: str, held: Verdict) -> Figure:
    if held.interval is None:
        return Figure(name, label, None, 0, "no outcome in top or bottom")
    low, high = (quantize(Decimal(limit), _SHARE) for limit in held.interval)
    value = quantize(Fraction(held.brought, held.both), _SHARE)
    return Figure(name, label, value, held.both, "of top and bottom", low, high)


def _whole(thirds: "Sequence[Third]") -> Third:
    whole = Third()
    for third in thirds:
        whole.windows += third.windows
        whole.brought += third.brought
        whole.people |= third.people
        whole.hours += third.hours
        whole.worth.include(third.worth)
        whole.without_amount += third.without_amount
    return whole


def _values(thirds: "Sequence[Third]", yields: Yields) -> list[Amount | None]:
    """Return the values of the thirds, rounded so that they add up."""
    values = [yields.value(third) for third in thirds]
    unit = yields.unit
    if unit is None:
        return [None for _ in thirds]
    rounded = iter(
        apportion([value for value in values if value is not None], yields.ledger.declarations.precision(unit))
    )
    return [None if value is None else Amount(next(rounded), unit) for value in values]


def _row(place: str, third: Third, yields: Yields, shown: tuple[Decimal, Amount | None]) -> "Row":
    hours, value = shown
    partial = value is not None and bool(yields.unpriced(third) or third.without_amount)
    cells = (third.windows, third.brought, len(third.people), hours, value, partial, yields.per_hour(third))
    return (place, *cells)


def notes(yields: Yields) -> "Iterable[str]":
    """Say what was watched, and what was left out."""
    found = yields.windows
    if not found:
        yield f"no window of {WINDOW} days that ends on {yields.config.last} has a tie that began before it"
        return
    yield (
        f"{_counted(len(found), 'window')} of {WINDOW} days from {found[-1].begin} to {found[0].end}; "
        "strength as it was before each"
    )
    whole = _whole(yields.thirds)
    gone = sum(len(window.left_out) for window in found)
    if gone:
        yield f"left out, for the tie began within the window or was closed: {_counted(gone, 'window')} of a tie"
    if whole.without_amount:
        yield f"{_counted(whole.without_amount, 'share')} in outcomes without an amount: counted, without value"
    if yields.unknown and yields.unit is not None:
        had = _counted(yields.unknown, "tie")
        yield f"strength and value: without {had} that had an outcome without a value"
    if yields.unit is None and whole.worth:
        yield "no value: the journal names no operating_currency"
    elif yields.unpriced(whole):
        yield f"no price in {yields.unit}, so left out of the values: {', '.join(sorted(yields.unpriced(whole)))}"


def _counted(count: int, noun: str, plural: str = "") -> str:
    return f"{count} {noun if count == 1 else plural or noun + 's'}"
