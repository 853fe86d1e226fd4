"""The numbers behind the figures of quality over quantity: who, where, when, how much."""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from netledger.core.amounts import apportion, quantize
from netledger.core.order import alphabetical
from netledger.core.report import Column, Report
from netledger.measures.contacts import RICH, Choice, hours, touches
from netledger.measures.history import ties
from netledger.measures.survival import COMPETING, EVENT
from netledger.measures.yields import THIRDS
from netledger.plugins.quality_groups import grouped
from netledger.plugins.quality_picture import follow_ups, picture_of, promotion
from netledger.plugins.quality_yield import Yields, worth_of
from netledger.plugins.ties_told import strength_evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row
    from netledger.measures.diversity import Size
    from netledger.plugins.quality_picture import Picture

_SIZED = {"effective_number_1d", "effective_number_2d", "gini", "top_fifth_share"}
_YIELDS = {"value_per_hour", "with_outcome", "strength_and_value"}

_PLACES = 2
_PARTS = 4


def evidence(ledger: "Ledger", config: "Config", figure: str, subject: str) -> Report | None:
    """Return the numbers behind a figure: of `people` or `venues`, each of them; of one of these, its days.

    `second_contact people` lists the ties that began, `two_way_share people` the favours, `value_per_hour top` the
    windows of a third; a name in the place of `people` or `top`, that one's. With `--by`, the people of a row.
    """
    picture = picture_of(ledger, config)
    if figure in _YIELDS:
        made = _yields(ledger, config, subject)
    elif figure == "second_contact":
        made = _second_contacts(picture, subject)
    elif figure == "two_way_share":
        made = _favours(picture, subject)
    elif figure == "self_promotion":
        made = _promotion(picture)
    elif config.by is not None:
        made = _group(ledger, config, config.by, subject)
    elif subject in {"people", "venues"}:
        made = _members(picture, subject)
    elif figure in _SIZED and subject[:1] != "@":
        tie = ties(ledger, config.last).get(subject)
        return None if tie is None else strength_evidence(ledger, config, tie, _title(figure, subject))
    else:
        made = _days(picture, subject)
    columns, rows = made
    if not rows:
        return None
    title = _title(figure, subject)
    return Report("evidence", title, columns, tuple(rows), config.today, config.begin, config.end)


def _title(figure: str, subject: str) -> str:
    return f"{figure.replace('_', ' ').capitalize()}: {subject}"


_Made = tuple[tuple[Column, ...], "list[Row]"]


# ------------------------------------------------------------------------------------------ people and venues


def _members(picture: "Picture", whose: str) -> _Made:
    """List everybody, or every venue, with what the figures count: those with the most days first."""
    contacts = picture.people if whose == "people" else picture.venues
    sizes: Mapping[str, Size] = picture.strengths if whose == "people" else contacts.hours
    sized = {name: Fraction(size) for name, size in sizes.items() if size > 0}
    whole = sum(sized.values(), Fraction(0))
    parts = dict(zip(sized, apportion([size / whole for size in sized.values()], _PARTS), strict=True)) if sized else {}
    new = {tie.name for tie in picture.begun} if whose == "people" else set(picture.new_venues)
    days = {name: len(contacts.days.get(name, ())) for name in {*contacts.days, *sized, *new}}
    names = sorted(days, key=lambda name: (-days[name], *alphabetical(name)))
    columns = [Column("person" if whose == "people" else "venue", "name"), Column("days", "count")]
    columns += [Column("hours", "number"), *([Column("strength", "number")] if whose == "people" else [])]
    columns += [Column("part", "share", "p"), Column("new", "flag")]
    rows: list[Row] = []
    for name in names:
        took = [quantize(contacts.hours.get(name, Fraction(0)), _PLACES)]
        if whose == "people":
            took.append(quantize(sized.get(name, Fraction(0)), _PARTS))
        rows.append((name, days[name], *took, parts.get(name), name in new))
    return tuple(columns), rows


def _days(picture: "Picture", subject: str) -> _Made:
    """List the touches and hours of one person, or at one venue, in the period."""
    ledger, config = picture.ledger, picture.config
    choice = Choice.of(ledger, config)
    at_venue = subject[:1] == "@"
    rows: list[Row] = []
    for touch in touches(ledger, config):
        if at_venue:
            mine = touch.venue is not None and config.venue(touch.venue) == subject and choice.entry(touch)
        else:
            mine = subject in choice.names(touch)
        if mine:
            rows.append((touch.date, touch.medium, touch.medium in RICH, len(touch.names), None, touch.text or ""))
    for cost in hours(ledger, config):
        entry, exchange = cost.entry, cost.exchange
        if at_venue:
            mine = entry.venue is not None and config.venue(entry.venue) == subject and choice.exchange(entry, exchange)
            number = cost.number
        else:
            mine = subject in choice.people(entry, exchange)
            number = cost.number / max(1, len(exchange.people))
        if mine:
            took = quantize(number, _PLACES)
            rows.append((cost.day, "hours", False, len(exchange.people), took, exchange.text or entry.text or ""))
    rows.sort(key=lambda row: str(row[0]))
    return (
        Column("date", "date"),
        Column("what", "name"),
        Column("rich", "flag"),
        Column("people", "count"),
        Column("hours", "number"),
        Column("text", "text"),
    ), rows


def _group(ledger: "Ledger", config: "Config", by: str, key: str) -> _Made:
    """List the people of one row of a breakdown."""
    group = grouped(ledger, config, by)[0].get(key)
    rows: list[Row] = []
    if group is not None:
        rows = [(name, len(days)) for name, days in sorted(group.days.items(), key=lambda pair: alphabetical(pair[0]))]
    return (Column("person", "name"), Column("days", "count")), rows


# ---------------------------------------------------------------------------------------------- people alone


def _second_contacts(picture: "Picture", subject: str) -> _Made:
    """List the ties that began in the period, with how long each waited for a second contact."""
    words = {EVENT: "second contact", COMPETING: "closed"}
    rows: list[Row] = []
    begun = {tie.name: tie.begun for tie in picture.begun}
    for name, case in follow_ups(picture).items():
        if subject in {"people", name}:
            rows.append((name, begun[name], case.time, words.get(case.event, "still waiting"), Decimal(case.entry)))
    columns = (Column("person", "name"), Column("begun", "date"), Column("days", "count"), Column("then", "text"))
    return (*columns, Column("from_day", "number", "from day")), rows


def _favours(picture: "Picture", subject: str) -> _Made:
    """List how many favours were given to and received from each person."""
    favours = picture.favours
    rows: list[Row] = [
        (name, *favours[name], all(favours[name]))
        for name in sorted(favours, key=alphabetical)
        if subject in {"people", name}
    ]
    columns = (Column("person", "name"), Column("given", "count"), Column("received", "count"))
    return (*columns, Column("both", "flag")), rows


def _promotion(picture: "Picture") -> _Made:
    """Tell what is counted, of whatever it is asked: the share is one of all entries."""
    found = promotion(picture)
    rows: list[Row] = [("promos", found.promos), ("touches", found.touches), ("gives", found.gives)]
    return (Column("what", "name"), Column("count", "count")), rows


def _yields(ledger: "Ledger", config: "Config", subject: str) -> _Made:
    """List the windows of a third, or of one tie, that took hours or brought an outcome: the latest first."""
    yields = Yields.of(ledger, config)
    precision = ledger.declarations.precision(yields.unit) if yields.unit is not None else 0
    rows: list[Row] = []
    for window in yields.windows:
        for tie in window.watched(active=subject in THIRDS):
            place = THIRDS[tie.third]
            if subject in {place, tie.name}:
                value = worth_of(tie, yields) if yields.unit is not None else None
                shown = None if value is None else quantize(value, precision)
                numbers = quantize(Decimal(tie.strength), _PARTS), place, quantize(tie.hours, _PLACES), len(tie.came)
                rows.append((window.begin, tie.name, *numbers, shown))
    return (
        Column("from", "date"),
        Column("person", "name"),
        Column("strength", "number"),
        Column("third", "name"),
        Column("hours", "number"),
        Column("outcomes", "count"),
        Column("value", "number"),
    ), rows
