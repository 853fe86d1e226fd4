"""The checks that are run when they are asked for: what is no mistake, and worth a look all the same.

Each finds warnings, and all of them look at the journal as it stands in its files.
"""

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from netledger.core import entries as e
from netledger.core.declarations import ancestors
from netledger.core.spans import Span
from netledger.loader.checks import place
from netledger.measures.pending import pending

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping
    from datetime import date

    from netledger.core.ledger import Ledger
    from netledger.loader.assemble import Assembly


class Asked(NamedTuple):
    """Which checks are asked for, and the day on which."""

    names: "Collection[str]"
    today: "date"


def run_upkeep(ledger: "Ledger", assembly: "Assembly", asked: Asked) -> None:
    """Run the checks that are asked for; names of others mean nothing here."""
    for name, check in _CHECKS.items():
        if name in asked.names:
            check(ledger, assembly, asked.today)


def _why(ledger: "Ledger", assembly: "Assembly", today: "date") -> None:
    """Find venues that do not say what they are visited for, neither themselves nor those above them."""
    declared = ledger.declarations
    first: dict[str, Span] = {}
    uses: dict[str, int] = {}
    for entry in ledger.entries:
        venue = e.venue(entry)
        if venue is None:
            continue
        if isinstance(entry, e.Venue) or venue not in first:
            first[venue] = entry.span
        uses[venue] = uses.get(venue, 0) + (not isinstance(entry, e.Venue))
    without = {venue for venue in first if declared.venue_value(venue, "why", today) is None}
    for venue, span in first.items():
        if venue in without and without.isdisjoint(ancestors(venue)[1:]):
            times = sum(count for name, count in uses.items() if venue in ancestors(name))
            message = f"{venue} has no why" + (f", in {times} entries" if times > 1 else "")
            where = "under its declaration" if venue in declared.venues else f"under `2026-01-01 venue {venue}`"
            hint = f'say {where} what you go there for: `why: "ideal clients"`'
            assembly.report("NL701", place(assembly, span, venue), message, hint)


def _order(_ledger: "Ledger", assembly: "Assembly", _today: "date") -> None:
    """Find entries that stand in their file under one of a later day."""
    files: dict[str, list[e.AnyEntry]] = {}
    for entry in assembly.entries:
        if isinstance(entry, _IN_ORDER):
            files.setdefault(entry.span.file, []).append(entry)
    for entries in files.values():
        for before, entry in pairwise(entries):
            if entry.date < before.date:
                message = f"{entry.date} stands under {before.date}, of line {before.span.line}"
                hint = "move it up, to the entries of its days"
                assembly.report("NL702", _day(entry.span), message, hint)


_IN_ORDER = (e.Happening, e.Close, e.Balance, e.Note, e.Document)
"""What is written as it happens; what declares, prices and plans may stand at the head of a file."""


def _promises(ledger: "Ledger", assembly: "Assembly", today: "date") -> None:
    """Find promises whose day has gone by."""
    for entry in ledger.until(today):
        for promise in pending(entry) if isinstance(entry, e.Happening) else ():
            if promise.due is not None and promise.due < today:
                late = (today - promise.due).days
                line = entry.span.line + (promise.detail.line if promise.detail is not None else 0)
                column = assembly.excerpt(Span(entry.span.file, line)).find("!") + 1
                span = Span(entry.span.file, line, max(column, 1), line, max(column, 1) + 1)
                what = f"the {promise.kind} was due on {promise.due}, {late} day{'s' * (late > 1)} ago"
                hint = "take the ! away when it is done, or write another due:"
                assembly.report("NL703", span, what, hint)


def _duplicates(_ledger: "Ledger", assembly: "Assembly", _today: "date") -> None:
    """Find entries that say what another one says, to the last word, wherever both stand."""
    alike: dict[Hashable, list[e.AnyEntry]] = {}
    for entry in assembly.entries:
        details, meta = len(getattr(entry, "details", ())), len(entry.meta)
        alike.setdefault((type(entry), entry.date, e.people(entry), details, meta), []).append(entry)
    for entries in alike.values():
        first: dict[Hashable, e.AnyEntry] = {}
        for entry in entries if len(entries) > 1 else ():
            same = first.setdefault(_said(entry), entry)
            if same is not entry:
                message = f"the same entry stands in {same.span.file}:{same.span.line}"
                hint = "take one of them away; if it happened twice, tell them apart by a text"
                assembly.report("NL704", entry.span, message, hint)


_NOWHERE = Span("", 0)


def _said(entry: e.AnyEntry) -> e.AnyEntry:
    """Return an entry as it would be if it stood elsewhere."""
    replace = msgspec.structs.replace
    meta = tuple(replace(item, line=0) for item in entry.meta)
    if isinstance(entry, e.Happening):
        details = tuple(replace(detail, line=0) for detail in entry.details)
        return replace(entry, span=_NOWHERE, meta=meta, details=details)
    return replace(entry, span=_NOWHERE, meta=meta)


def _stale(ledger: "Ledger", assembly: "Assembly", today: "date") -> None:
    """Find out whether the journal has been left alone for a month."""
    done = [entry for entry in ledger.until(today) if isinstance(entry, e.Happening) and not entry.pending]
    hint = "`netledger add` writes down what happened since"
    if not done:
        if ledger.files:
            assembly.report("NL705", Span(ledger.files[0].name, 1), "nothing is written down that happened", hint)
    elif (days := (today - done[-1].date).days) > _MONTH:
        message = f"this is the last that happened, {days} days before {today}"
        assembly.report("NL705", _day(done[-1].span), message, hint)


_MONTH = 30


def _day(span: Span) -> Span:
    """Return where the day of an entry stands."""
    return Span(span.file, span.line, 1, span.line, len("2026-03-01") + 1)


_CHECKS: "Mapping[str, Callable[[Ledger, Assembly, date], None]]" = {
    "why": _why,
    "order": _order,
    "promises": _promises,
    "duplicates": _duplicates,
    "stale": _stale,
}
