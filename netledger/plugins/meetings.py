"""Whom one met at a place, and which of these ties lasted: were kept up elsewhere.

A tie met at a place lasted, if there was a touch elsewhere (at another venue, or at none) 90 to 365 days after the
first touch there. Until 365 days have passed without one it is too early to tell. Periods and queries choose who is
told of, and a query is asked of each person of a touch; the first touch and the later one are looked for in the whole
ledger up to T.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from netledger.core import entries as e
from netledger.core.declarations import ancestors
from netledger.measures.contacts import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.plugins.places import Key

SOONEST, LATEST = timedelta(days=90), timedelta(days=365)
"""From how many days after the first touch to how many a touch elsewhere shows that a tie lasted."""

Verdict = Literal["lasted", "too_early", "not_lasted"]


class Meeting(NamedTuple):
    """A person first met at a place, and what became of it."""

    name: str
    first: e.Touch
    later: e.Touch | None
    """The first touch elsewhere 90 to 365 days later."""
    verdict: Verdict


class Met(NamedTuple):
    """Whom one met at a place in the reported period."""

    people: dict[str, e.Touch]
    """Who had a touch there, and the first one of the period."""
    first: list[Meeting]
    """Those whose first touch there was in the period, as they were met."""

    def count(self, verdict: Verdict) -> int:
        """Return of how many this is the verdict."""
        return sum(meeting.verdict == verdict for meeting in self.first)


class _Rows(NamedTuple):
    """How touches are put to places."""

    of: Callable[[e.Touch], Sequence[str]]
    """The rows that a touch at a venue counts in."""
    is_elsewhere: Callable[[str, e.Touch, str | None], bool]
    """Whether a venue is another place than that of a row where somebody was first met by this touch."""


def _tree(config: "Config") -> _Rows:
    """Count a touch at its venue and at all above it; elsewhere is what does not lie under the row's venue."""
    found: dict[str, Sequence[str]] = {}

    def of(touch: e.Touch) -> Sequence[str]:
        venue = touch.venue or ""
        if venue not in found:
            found[venue] = ancestors(config.venue(venue))
        return found[venue]

    def is_elsewhere(row: str, _first: e.Touch, venue: str | None) -> bool:
        return venue is None or not (venue == row or venue.startswith(f"{row}:"))

    return _Rows(of, is_elsewhere)


def _groups(config: "Config", key: "Key") -> _Rows:
    """Count a touch in the group of its venue; elsewhere is another venue than that of the first touch."""

    def of(touch: e.Touch) -> Sequence[str]:
        return (key(touch.venue, touch.date),)

    def is_elsewhere(_row: str, first: e.Touch, venue: str | None) -> bool:
        return venue is None or config.venue(venue) != config.venue(first.venue or "")

    return _Rows(of, is_elsewhere)


def meetings(ledger: "Ledger", config: "Config", key: "Key | None") -> dict[str, Met]:
    """Return whom one met at each place that is reported: at each venue of the tree, or in each group of `key`."""
    rows = _tree(config) if key is None else _groups(config, key)
    choice = Choice.of(ledger, config)
    firsts: dict[str, dict[str, e.Touch]] = defaultdict(dict)
    people: dict[str, dict[str, e.Touch]] = defaultdict(dict)
    touches: dict[str, _Touches] = defaultdict(lambda: _Touches([], []))
    for touch in ledger.of(e.Touch):
        if touch.date > config.today:
            break
        if touch.pending or not touch.names:
            continue
        for name in touch.names:
            of_name = touches[name]
            of_name.days.append(touch.date)
            of_name.touches.append(touch)
        if touch.venue is None:
            continue
        chosen = choice.names(touch) if config.reports(touch.date) else ()
        for row in rows.of(touch):
            first, met = firsts[row], people[row]
            for name in touch.names:
                first.setdefault(name, touch)
                if name in chosen:
                    met.setdefault(name, touch)
    return {
        row: Met(
            met,
            [
                _followed(name, row, firsts[row][name], touches[name], rows, config)
                for name in met
                if config.reports(firsts[row][name].date)
            ],
        )
        for row, met in people.items()
        if met
    }


def _followed(name: str, row: str, first: e.Touch, touches: "_Touches", rows: _Rows, config: "Config") -> Meeting:
    later = next(
        (touch for touch in _within(touches, first) if rows.is_elsewhere(row, first, touch.venue)),
        None,
    )
    if later is not None:
        return Meeting(name, first, later, "lasted")
    young = config.today - first.date < LATEST
    return Meeting(name, first, None, "too_early" if young else "not_lasted")


def _within(touches: "_Touches", first: e.Touch) -> "Iterable[e.Touch]":
    """Give the touches of one person 90 to 365 days after one, in their order."""
    left = date.max - first.date  # the calendar may end before
    if left < SOONEST:
        return ()
    begin = bisect_left(touches.days, first.date + SOONEST)
    return touches.touches[begin : bisect_right(touches.days, first.date + min(left, LATEST))]


class _Touches(NamedTuple):
    """All touches with one person, and their days, in ledger order."""

    days: list[date]
    touches: list[e.Touch]
