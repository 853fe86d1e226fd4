"""Why to contact somebody in words, what the figures of `tend` are, and the numbers behind them."""

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from netledger.core.amounts import Amount, quantize
from netledger.core.entries import keyword
from netledger.core.report import Column, Figure, Report
from netledger.extension import Definition
from netledger.measures.cadence import days_told
from netledger.measures.hours import HOUR, touch_hours, usual_hours
from netledger.measures.strength import told
from netledger.measures.tending import tending
from netledger.plugins.ties_told import strength_evidence

if TYPE_CHECKING:
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.entries import Happening
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row
    from netledger.measures.history import Tie
    from netledger.measures.pending import Owed
    from netledger.measures.tending import Tended


def why(item: "Tended") -> str:
    """Say why to contact somebody: what is promised, else how the last contact was.

    `overdue 2026-06-26: 1 ADVICE, her price list`; `silent since 2025-09-23: meet, he talked about annuities`.
    """
    if item.promises:
        return "; ".join(promise_text(promise, item.day) for promise in item.promises)
    return contact_text(item)


def promise_text(promise: "Owed", day: "date") -> str:
    """Say what is promised, by when, and by them if it is: `due 2026-07-15: intro to Castellanos`."""
    if promise.due is None:
        head = "they promised" if promise.theirs else "promised"
    else:
        late = "overdue" if promise.due < day else "due"
        head = f"{late} {promise.due}" + (", from them" if promise.theirs else "")
    return f"{head}: {promise.what}"


def contact_text(item: "Tended") -> str:
    """Say since when it has been silent, or that it is not, with the last contact."""
    if item.tie is None or item.since is None:
        return ""
    head = "in touch" if not item.is_overdue else "silent since" if item.tie.touches else "no touch yet since"
    last = _last_contact(item.tie, item.since)
    words = f"{keyword(last)}, {last.text}" if last.text else keyword(last)
    return f"{head} {item.since}: {words}"


def _last_contact(tie: "Tie", day: "date") -> "Happening":
    """Return what tells most of the day of the last contact: a touch, else a connect, a favour, an introduction."""
    found: list[Happening] = [*tie.touches, *tie.connects, *(favour.entry for favour in tie.favours), *tie.intros]
    return next(entry for entry in found if entry.date == day)


_OURS = "netledger's own"

DEFINITIONS = (
    Definition(
        "priority",
        "silence / cadence · (1 + log2(1 + S)), S as it was at the last touch",
        "The longer the silence, counted in cadences, and the stronger the tie was, the higher. Waiting only raises "
        "it. Undefined where no tie has begun.",
        _OURS,
    ),
    Definition(
        "strength_then",
        "S on the day of the last touch",
        "The strength of the tie, as `ties` has it, when you were last in touch; 0 where you never were.",
        "Ahmad, Porter & Beguerisse-Díaz 2018, tie decay",
    ),
    Definition("factor", "1 + log2(1 + S)", "By how much the strength of a tie raises its priority.", _OURS),
    Definition(
        "contact_on",
        "when the first promise is due, else the day on which the silence reaches the cadence; not before today",
        "When to contact them; the day that the calendar (-O ics) has.",
        _OURS,
    ),
    Definition(
        "usual_hours",
        "the median hours of the touches with them that have any",
        "What a touch with them usually takes, whoever else was there. Where none has hours, the median of what is "
        "usual with everybody else; undefined where no touch of the journal has any.",
        _OURS,
    ),
    Definition("promises", "open promises with them", "Yours and theirs; what is done has lost its flag.", _OURS),
    Definition("promised", "people and groups with an open promise", "They stand first.", _OURS),
    Definition("overdue", "promises whose due date is over", "Of all that are open.", _OURS),
    Definition("silent", "people silent for longer than their cadence", "Of all whose tie is not closed.", _OURS),
)

_PARTS = (
    Column("component", "name"),
    Column("number", "number"),
    Column("date", "date"),
    Column("from", "text"),
)

_TOOK = (
    Column("date", "date"),
    Column("medium", "name"),
    Column("hours", "amount"),
    Column("venue", "name"),
    Column("text", "text"),
)

# A quarter of an hour needs two decimals.
_HOURS = 2


def evidence(ledger: "Ledger", config: "Config", figure: str, subject: str) -> Report | None:
    """Return the components of a priority, in the order in which it is made of them."""
    found = tending(ledger, config)
    item = next((item for item in (*found.promised, *found.others) if item.name == subject), None)
    if item is None:
        return None
    title = f"{figure.replace('_', ' ').capitalize()}: {subject}"
    if figure == "strength_then" and item.tie is not None and item.tie.touches:
        then = item.tie.touches[-1].date
        return strength_evidence(ledger, replace(config, today=then, end=None), item.tie, title)
    if figure == "usual_hours" and item.tie is not None:
        return _hours(item.tie, config, title)
    rows = [*_components(item), *_promised(item)]
    return Report("evidence", title, _PARTS, tuple(rows), config.today, config.begin, config.end, lead=(why(item),))


def _hours(tie: "Tie", config: "Config", title: str) -> Report:
    """List the touches that took hours."""
    took = [(touch, touch_hours(touch)) for touch in tie.touches]
    rows = [
        (touch.date, touch.medium, Amount(hours, HOUR), touch.venue or "", touch.text or "")
        for touch, hours in took
        if hours > 0
    ]
    usual = usual_hours(tie)
    median = None if usual is None else Amount(quantize(usual, _HOURS), HOUR)
    figure = Figure("usual_hours", "the median", median, len(rows), "" if rows else "no touch with them has hours")
    return Report("evidence", title, _TOOK, tuple(rows), config.today, config.begin, config.end, figures=(figure,))


def _components(item: "Tended") -> "list[Row]":
    tie = item.tie
    if tie is None or item.since is None or item.silence is None or item.priority is None:
        return []
    last = _last_contact(tie, item.since)
    touch = tie.touches[-1] if tie.touches else None
    in_cadences = told(float(item.silence / item.cadence.days))
    return [
        ("silence", Decimal(item.silence), item.since, f"days since the last {keyword(last)}"),
        ("cadence", days_told(item.cadence.days), None, f"{item.cadence.text}, {item.cadence.said}"),
        ("silence / cadence", in_cadences, None, None),
        (
            "strength then",
            told(item.strength),
            touch.date if touch else None,
            f"at the last touch, a {touch.medium}" if touch else "there is no touch",
        ),
        ("factor", told(item.factor), None, "1 + log2(1 + strength then)"),
        ("priority", told(item.priority), None, "silence / cadence · factor"),
    ]


def _promised(item: "Tended") -> "list[Row]":
    return [("promise", None, promise.due, promise_text(promise, item.day)) for promise in item.promises]
