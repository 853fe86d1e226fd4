"""Tend: whom to contact next, and why.

Whom a promise is open with stands first, by its due date; then whoever has been silent for longer than their cadence,
by priority = silence / cadence · (1 + log2(1 + S)). Closed ties are left out.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec

from netledger.core.amounts import Amount, apportion, quantize
from netledger.core.config import WrongCall
from netledger.core.entries import Happening, people
from netledger.core.report import Cell, Column, Figure, Report, Row
from netledger.core.spelling import some
from netledger.extension import Metric
from netledger.measures.cadence import days_told
from netledger.measures.history import ties
from netledger.measures.hours import HOUR, usual_hours, usual_of_all
from netledger.measures.strength import told
from netledger.measures.tending import Tended, Tending, tending
from netledger.plugins.tend_calendar import calendar_text
from netledger.plugins.tend_told import DEFINITIONS, evidence, why

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger

COLUMNS = (
    Column("person", "name"),
    Column("why", "text"),
    Column("priority", "number", places=2),
    Column("silence", "count", "silent"),
    Column("every", "text"),
    Column("strength_then", "number", "strength then", places=2),
    Column("due", "date", wide=True),
    Column("overdue", "flag", wide=True),
    Column("promises", "count", wide=True),
    Column("contact_on", "date", wide=True),
    Column("factor", "number", wide=True, places=2),
    Column("cadence", "number", wide=True),
    Column("cadence_from", "text", wide=True),
    Column("last_contact", "date", wide=True),
    Column("last_touch", "date", wide=True),
    Column("usual_hours", "amount", "hours", wide=True),
)


class TendOptions(msgspec.Struct, frozen=True):
    """What `tend` takes beside the options of all metrics."""

    all: Annotated[bool, msgspec.Meta(description="Show those whom you are in touch with often enough, too.")] = False
    hours: Annotated[
        Decimal | None, msgspec.Meta(description="Fit the list into so many hours, by what a touch usually takes.")
    ] = None


class _Listed(NamedTuple):
    """The list, and what became of it."""

    items: list[Tended]
    hours: dict[str, Fraction]
    """What a touch with each of them usually takes; nobody is in it where no touch of the journal has hours."""
    guessed: list[str]
    """Those whose touches have no hours: what is usual with others is taken."""
    unfit: int
    """So many did not fit into the budget."""


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """List whom to contact, with all components of the order; its rows are people, and groups with a promise."""
    own = config.own(TendOptions)
    found = tending(ledger, config)
    listed = _listed(ledger, config, found)
    shown = _hours(ledger, listed)
    columns, totals = COLUMNS, None
    if own.hours is not None and shown:
        columns = (*COLUMNS[:-1], replace(COLUMNS[-1], wide=False))
        total = quantize(sum(listed.hours.values(), Fraction(0)), ledger.declarations.precision(HOUR))
        totals = ("total", *(None,) * (len(columns) - 2), Amount(total, HOUR))
    report = Report(
        "tend",
        ledger.titled("Whom to contact"),
        columns,
        tuple(_row(item, shown.get(item.name)) for item in listed.items),
        config.today,
        config.begin,
        config.end,
        totals,
        tuple(_figures(found)),
        tuple(_notes(ledger, config, found, listed)),
    )
    return report, []


def _listed(ledger: "Ledger", config: "Config", found: Tending) -> _Listed:
    """Choose who is listed: with a budget, going down the list, everybody who still fits."""
    own = config.own(TendOptions)
    items = [*found.promised, *(item for item in found.others if own.all or item.is_overdue)]
    usual = {item.name: None if item.tie is None else usual_hours(item.tie) for item in items}
    otherwise = None
    if None in usual.values():
        others = [tie for tie in ties(ledger, config.last).values() if tie.name not in usual]
        otherwise = usual_of_all([*usual.values(), *map(usual_hours, others)])
    hours = {name: took or otherwise for name, took in usual.items()}
    known = {name: took for name, took in hours.items() if took is not None}
    kept = items
    if own.hours is not None:
        if own.hours <= 0:
            raise WrongCall(f"--hours takes a budget above 0, not {own.hours}")
        kept = _fitted(items, known, Fraction(own.hours))
    names = {item.name for item in kept}
    guessed = [item.name for item in kept if usual[item.name] is None and item.name in known]
    return _Listed(kept, {name: known[name] for name in known if name in names}, guessed, len(items) - len(kept))


def _fitted(items: list[Tended], hours: dict[str, Fraction], budget: Fraction) -> list[Tended]:
    kept = []
    for item in items:
        took = hours.get(item.name, Fraction(0))
        if took <= budget:
            budget -= took
            kept.append(item)
    return kept


def _hours(ledger: "Ledger", listed: _Listed) -> dict[str, Amount]:
    """Round the hours so that what is shown adds up."""
    numbers = apportion(list(listed.hours.values()), ledger.declarations.precision(HOUR))
    return {name: Amount(number, HOUR) for name, number in zip(listed.hours, numbers, strict=True)}


def _row(item: Tended, hours: Amount | None) -> Row:
    touches = item.tie.touches if item.tie is not None else []
    is_group = item.name[0] == "@"
    cells: tuple[Cell, ...] = (
        item.name,
        why(item),
        None if item.priority is None else told(item.priority),
        item.silence,
        None if is_group else item.cadence.text,
        None if item.tie is None else told(item.strength),
        item.due,
        item.due is not None and item.due < item.day,
        len(item.promises),
        item.contact_on,
        None if item.tie is None else told(item.factor),
        None if is_group else days_told(item.cadence.days),
        None if is_group else item.cadence.source,
        item.since,
        touches[-1].date if touches else None,
        hours,
    )
    return cells


def _figures(found: Tending) -> "Iterable[Figure]":
    open_ones = [promise for item in found.promised for promise in item.promises]
    late = sum(
        promise.due is not None and promise.due < item.day for item in found.promised for promise in item.promises
    )
    yield Figure("promised", "with an open promise", len(found.promised), reason="people and groups")
    yield Figure("overdue", "promises overdue", late, len(open_ones))
    silent = [item for item in (*found.promised, *found.others) if item.is_overdue]
    yield Figure("silent", "silent for longer than their cadence", len(silent), len(found.promised) + len(found.others))


def _notes(ledger: "Ledger", config: "Config", found: Tending, listed: _Listed) -> "Iterable[str]":
    own = config.own(TendOptions)
    enough = sum(not item.is_overdue for item in found.others)
    if enough and not own.all:
        yield f"in touch often enough, so left out: {_people(enough)} (--all shows them)"
    if found.composted:
        yield f"closed, so left out: {some(found.composted)}"
    if own.hours is not None and listed.items and not listed.hours:
        yield "no touch has hours, so nobody knows who fits into the budget: write `cost 1h` under a touch"
    elif own.hours is not None:
        if listed.guessed:
            yield f"no touch has hours, so the median of all ties is taken: {some(listed.guessed)}"
        if listed.unfit:
            yield f"left out, for they do not fit into {own.hours:f} hours: {_people(listed.unfit)}"
    if not config.query:
        lonely = _lonely(ledger, config, found)
        if lonely:
            yield f"pending with nobody to contact, so left out: {lonely}; netledger promises lists all that is pending"


def _lonely(ledger: "Ledger", config: "Config", found: Tending) -> int:
    """Count the pending entries that bind nobody: an attendance, a cost."""
    parties = {id(promise.entry) for item in found.promised for promise in item.promises}
    closed = set(found.composted)
    return sum(
        isinstance(entry, Happening)
        and entry.pending
        and id(entry) not in parties
        and not closed.intersection(people(entry))
        for entry in ledger.until(config.last)
    )


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _calendar(ledger: "Ledger", config: "Config") -> str:
    title = ledger.options.title or "netledger"
    return calendar_text(_listed(ledger, config, tending(ledger, config)).items, title, config.today)


plugin = Metric(
    run,
    "Show whom to contact next, and why.",
    help="Whom a promise is open with stands first, by its due date; then whoever has been silent for longer than "
    "their cadence, by priority: silence / cadence, times 1 + log2(1 + strength at the last touch). TERMs choose "
    "people: those of whom an entry matches. -O ics writes a calendar.",
    options=TendOptions,
    definitions=DEFINITIONS,
    evidence=evidence,
    formats={"ics": _calendar},
)
