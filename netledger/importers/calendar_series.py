"""The occurrences of events that repeat (RFC 5545, RRULE, RDATE, EXDATE, RECURRENCE-ID), up to a day and no further.

What repeats is reckoned by recurring-ical-events. It would search for the next occurrence of a hostile rule, such as
every 30 February, through all the years to come; what it is given is therefore looked at first.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

Component = Any
"""An event as icalendar has it: the library has no types that say more."""

MOST_OCCURRENCES = 4000
"""So many occurrences of one event are taken: every working day for fifteen years."""

_OF_A_DAY = frozenset({"YEARLY", "MONTHLY", "WEEKLY", "DAILY"})
_PARTS = frozenset(
    {
        "FREQ",
        "UNTIL",
        "COUNT",
        "INTERVAL",
        "WKST",
        "BYDAY",
        "BYMONTHDAY",
        "BYMONTH",
        "BYSETPOS",
        "BYYEARDAY",
        "BYWEEKNO",
    }
)
_TIMES = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_MOST_RULES = 4

# What every month has: a day up to the 28th, and four of each day of the week.
_EVERY_MONTHS_DAY = 28
_EVERY_MONTHS_WEEK = 4

_WINDOW = timedelta(days=366)
_FIRST_YEAR = 1000


class BadRule(ValueError):  # noqa: N818 - it becomes the diagnostic of its event
    """A rule that cannot be followed; the message says why."""


class Occurrences(NamedTuple):
    """The occurrences of one series."""

    events: list[Component]
    is_cut: bool
    """Whether there are more than are taken."""


def repeats(events: Sequence[Component]) -> bool:
    """Tell whether any of a series' events has more than its own day, or is one of others."""
    return any(name in event for event in events for name in ("RRULE", "RDATE", "RECURRENCE-ID"))


def occurrences(events: Sequence[Component], zone: str, until: date) -> Occurrences:
    """Return the occurrences of a series up to a day, which counts itself. Raises BadRule, and what the libraries do.

    `events` share a UID: the one with the rule, and those that stand in for single occurrences.
    """
    import recurring_ical_events  # type: ignore[import-untyped] # noqa: PLC0415 - an extra; the caller asked for it
    from icalendar import Calendar  # noqa: PLC0415 - likewise

    calendar = Calendar()
    if zone:
        calendar.add("X-WR-TIMEZONE", zone)
    for event in events:
        calendar.add_component(event)
    query = recurring_ical_events.of(calendar)
    found: dict[tuple[str, str], Component] = {}
    for begin, end in _windows(events, until):
        for event in query.between(begin, end):
            found.setdefault((str(event["RECURRENCE-ID"].dt), str(event["DTSTART"].dt)), event)
        if len(found) > MOST_OCCURRENCES:
            break
    ordered = [found[key] for key in sorted(found, key=lambda key: key[::-1])]
    return Occurrences(ordered[:MOST_OCCURRENCES], len(ordered) > MOST_OCCURRENCES)


def _windows(events: Sequence[Component], until: date) -> Iterator[tuple[datetime, datetime]]:
    """Cut the time from the first event to a day into years, so that what is found can be counted in between."""
    first = min((day_of(event["DTSTART"].dt) for event in events), default=until)
    # Time zones move the ends of a day by less than a day.
    begin = datetime.combine(first, time.min) - timedelta(days=1)
    end = datetime.combine(until, time.min) + timedelta(days=2)
    while begin < end:
        yield begin, min(begin + _WINDOW, end)
        begin += _WINDOW


def day_of(moment: object) -> date:
    """Return the day of a date, or of a date and time as it is written. Raises BadRule where it is none."""
    day = moment.date() if isinstance(moment, datetime) else moment
    if not isinstance(day, date):
        raise BadRule("the event has no day on which it begins")
    if day.year < _FIRST_YEAR:
        raise BadRule(f"the event begins before the year {_FIRST_YEAR}")
    return day


# ------------------------------------------------------------------------------------------ which are safe


def check_rules(event: Component) -> bool:
    """Tell whether the rules of an event are sure to have a next occurrence soon. Raises BadRule.

    Of `FREQ=WEEKLY;BYDAY=MO` it is True, of `FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30` False.
    """
    rules = event.get("RRULE", [])
    rules = rules if isinstance(rules, list) else [rules]
    if len(rules) > _MOST_RULES:
        raise BadRule(f"the event repeats by {len(rules)} rules")
    for rule in rules:
        _check(rule)
    return all(map(_recurs, rules))


def _check(rule: Mapping[str, Sequence[Any]]) -> None:
    frequency = str(_one(rule, "FREQ", ""))
    if frequency not in _OF_A_DAY:
        raise BadRule(f"the event repeats {frequency.lower() or 'by a rule without FREQ'}")
    for name in rule:
        if name.upper() not in _PARTS | _TIMES:
            raise BadRule(f"the event repeats by {name}, which is not known")
        if name.upper() in _TIMES and len(rule[name]) > 1:
            raise BadRule("the event repeats within a day")
    for name in ("INTERVAL", "COUNT"):
        if int(_one(rule, name, 1)) < 1:
            raise BadRule(f"the event repeats with {name}={_one(rule, name, 1)}")


def _recurs(rule: Mapping[str, Sequence[Any]]) -> bool:
    """Tell whether a rule is of the usual kind, of which each period, or each year, has an occurrence."""
    frequency = str(_one(rule, "FREQ", ""))
    parts = {name.upper() for name in rule if name.upper().startswith("BY")} - _TIMES
    usual = all(
        (
            all(abs(int(day)) <= _EVERY_MONTHS_DAY for day in rule.get("BYMONTHDAY", ())),
            all(abs(getattr(day, "relative", None) or 0) <= _EVERY_MONTHS_WEEK for day in rule.get("BYDAY", ())),
            all(abs(int(place)) <= _EVERY_MONTHS_WEEK for place in rule.get("BYSETPOS", ())),
        )
    )
    if frequency == "WEEKLY":
        return parts <= {"BYDAY"}
    if frequency == "DAILY":
        return usual and (not parts or (int(_one(rule, "INTERVAL", 1)) == 1 and parts in ({"BYDAY"}, {"BYMONTHDAY"})))
    if frequency == "MONTHLY":
        return usual and parts in (set(), {"BYDAY"}, {"BYMONTHDAY"}, {"BYDAY", "BYSETPOS"})
    return usual and parts in (set(), {"BYMONTH"}, {"BYDAY", "BYMONTH"}, {"BYMONTHDAY", "BYMONTH"})


def _one(rule: Mapping[str, Sequence[Any]], name: str, default: object) -> Any:  # noqa: ANN401 - a text or a number
    values = rule.get(name) or [default]
    return values[0]
