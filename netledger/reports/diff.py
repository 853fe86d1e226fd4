"""Two versions of a journal: which entries came, went or changed, and what that did to each balance."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import EXACT, ZERO, Amount, quantize
from netledger.core.report import Column, Report, Row
from netledger.extension import PLUGINS, Metric
from netledger.printer import print_entry, print_options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger

# Of so many pairs of entries of one day, kind and people it is found out how alike they are; of more, order tells.
_MOST_PAIRS = 2500


class Change(NamedTuple):
    """An entry, or a line of options, that came, went or became another."""

    before: str
    """Its canonical text; empty: it came."""
    after: str
    """Empty: it went."""
    day: "date | None" = None
    """None: an option."""

    @property
    def kind(self) -> str:
        """What happened to it: `added`, `removed` or `changed`."""
        return "changed" if self.before and self.after else "added" if self.after else "removed"

    def lines(self) -> "Iterator[str]":
        """Give its lines, each after `- `, `+ ` or, where it stayed, two blanks."""
        old, new = self.before.splitlines(), self.after.splitlines()
        for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag == "equal":
                yield from (f"  {line}" for line in old[start:end])
            else:
                yield from (f"- {line}" for line in old[start:end])
                yield from (f"+ {line}" for line in new[new_start:new_end])


def changes(before: "Ledger", after: "Ledger", config: "Config") -> list[Change]:
    """Return what changed in the entries of the reported period, by day; those after T count, too.

    Where an entry stands makes no difference. One that went and one that came, of the same day, kind and people, are
    one that changed; of several, those are taken together that are most alike.
    """
    old, new = _texts(before, config), _texts(after, config)
    gone, come = Counter(old), Counter(new)
    removed, added = _surplus(before, old, gone - come), _surplus(after, new, come - gone)
    found: list[Change] = []
    for key in {**removed, **added}:
        found.extend(_paired(key[0], removed.get(key, []), added.get(key, [])))
    found.sort(key=lambda change: (change.day or date.min, change.after or change.before))
    return [*_options(before, after), *found]


def _texts(ledger: "Ledger", config: "Config") -> list[str]:
    """Return the canonical text of each entry; empty where it is not reported."""
    begin, end = config.begin, config.end
    return [
        print_entry(entry) if (begin is None or entry.date >= begin) and (end is None or entry.date < end) else ""
        for entry in ledger.entries
    ]


_Key = tuple["date", str, tuple[str, ...]]


def _surplus(ledger: "Ledger", texts: list[str], surplus: "Counter[str]") -> dict[_Key, list[str]]:
    """Return the texts that one version has more often than the other, by day, kind and people."""
    found: dict[_Key, list[str]] = defaultdict(list)
    left = Counter(surplus)
    for entry, text in zip(reversed(ledger.entries), reversed(texts), strict=True):
        if text and left[text] > 0:
            left[text] -= 1
            found[entry.date, e.keyword(entry), tuple(sorted(e.people(entry)))].append(text)
    return {key: group[::-1] for key, group in found.items()}


def _paired(day: "date", removed: list[str], added: list[str]) -> "Iterator[Change]":
    if len(removed) * len(added) > _MOST_PAIRS:
        pairs = [(index, index) for index in range(min(len(removed), len(added)))]
    else:
        alike = [
            (-SequenceMatcher(None, was, now, autojunk=False).ratio(), old, new)
            for old, was in enumerate(removed)
            for new, now in enumerate(added)
        ]
        pairs = [(old, new) for _, old, new in sorted(alike)]
    went, came = set(range(len(removed))), set(range(len(added)))
    for old, new in pairs:
        if old in went and new in came:
            went.remove(old)
            came.remove(new)
            yield Change(removed[old], added[new], day)
    yield from (Change(removed[index], "", day) for index in sorted(went))
    yield from (Change("", added[index], day) for index in sorted(came))


def _options(before: "Ledger", after: "Ledger") -> "Iterator[Change]":
    old, new = print_options(before.options), print_options(after.options)
    yield from (Change(line, "") for line in old if line not in new)
    yield from (Change("", line) for line in new if line not in old)


def changes_report(found: "Sequence[Change]", title: str, config: "Config") -> Report:
    """Return the changes as a report: what happened, the day, the text before and after."""
    columns = (Column("change", "name"), Column("date", "date"), Column("before", "text"), Column("after", "text"))
    rows = tuple([(item.kind, item.day, item.before or None, item.after or None) for item in found])
    return Report("changes", title, columns, rows, config.today, config.begin, config.end)


COLUMNS = (
    Column("person", "name"),
    Column("before", "amount"),
    Column("after", "amount"),
    Column("change", "amount"),
)


def diff(before: "Ledger", after: "Ledger", config: "Config") -> Report:
    """Return each balance (what was given less what was received) that differs between two versions, as of T.

    A row is a person and a unit, in the order of `balance`.
    """
    old, new = balances(before, config), balances(after, config)
    rows: list[Row] = []
    for key in sorted({**old, **new}, key=_place({**old, **new})):
        was, now = old.get(key, ZERO), new.get(key, ZERO)
        change = EXACT.subtract(now, was)
        if change:
            person, unit = key
            places = after.declarations.precision(unit)
            rows.append((person, *(Amount(quantize(number, places), unit) for number in (was, now, change))))
    return Report("diff", "Balances that changed", COLUMNS, tuple(rows), config.today, config.begin, config.end)


def _place(whole: "dict[tuple[str, str], Decimal]") -> "Callable[[tuple[str, str]], tuple[int, str]]":
    people: dict[str, int] = {}
    for person, _ in whole:
        people.setdefault(person, len(people))
    return lambda key: (people[key[0]], key[1])


def balances(ledger: "Ledger", config: "Config") -> "dict[tuple[str, str], Decimal]":
    """Return each person's balance in each unit."""
    metric = PLUGINS.find("reciprocity").plugin
    assert isinstance(metric, Metric)  # noqa: S101 - it is our own
    report, _ = metric.run(ledger, replace(config, options=None))
    columns = [column.name for column in report.columns]
    person, balance = columns.index("person"), columns.index("balance")
    found = {}
    for row in report.rows:
        amounts = row[balance]
        for amount in amounts if isinstance(amounts, tuple) else ():
            if isinstance(amount, Amount):
                found[str(row[person]), amount.unit] = amount.number
    return found
