"""Lists of what a journal names: people, venues, tags, links, units, files, prices, queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import shortest
from netledger.core.booking import book
from netledger.core.order import alphabetical
from netledger.core.query import QueryError, parse_query_text
from netledger.core.report import Cell, Column, Report

if TYPE_CHECKING:
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger

Which = Literal["all", "used", "declared", "undeclared"]


class _Use(NamedTuple):
    """How often something was named by what happened, first and last when."""

    entries: int
    first: "date"
    last: "date"


@dataclass(frozen=True)
class _Named:
    """Everything of one kind that a journal names."""

    uses: Mapping[str, _Use]
    declared: Iterable[str]

    def chosen(self, which: Which) -> list[str]:
        """Return the names to list, in alphabetical order."""
        declared = set(self.declared)
        if which == "used":
            names = set(self.uses)
        elif which == "declared":
            names = declared
        elif which == "undeclared":
            names = set(self.uses) - declared
        else:
            names = set(self.uses) | declared
        return sorted(names, key=alphabetical)

    def use(self, name: str) -> tuple[Cell, Cell, Cell]:
        """Return count, first and last day."""
        use = self.uses.get(name)
        return (0, None, None) if use is None else (use.entries, use.first, use.last)


_USES = (Column("entries", "count"), Column("first", "date"), Column("last", "date"))


def _gather(ledger: "Ledger", config: "Config", names: "_Names") -> dict[str, _Use]:
    found: dict[str, _Use] = {}
    for entry in ledger.until(config.today):
        if config.reports(entry.date) and config.query.entry(entry, ledger.declarations):
            for name in set(names(entry)):
                use = found.get(name)
                found[name] = _Use(use.entries + 1, use.first, entry.date) if use else _Use(1, entry.date, entry.date)
    return found


if TYPE_CHECKING:
    from collections.abc import Callable

    _Names = Callable[[e.Entry], Iterable[str]]


def _report(
    name: str, title: str, columns: Sequence[Column], rows: Iterable[tuple[Cell, ...]], config: "Config"
) -> Report:
    return Report(name, title, tuple(columns), tuple(rows), config.today, config.begin, config.end)


def _chosen(named: _Named, which: Which, config: "Config") -> list[str]:
    """Choose the names to list; under a query or a period only those that an entry of it names."""
    narrowed = bool(config.query) or config.begin is not None or config.end is not None
    return [name for name in named.chosen(which) if not narrowed or name in named.uses]


def people(ledger: "Ledger", config: "Config", which: Which = "all") -> Report:
    """List people with their full name, how many entries name them, and when; `used` leaves declarations aside."""

    def names(entry: e.Entry) -> Iterable[str]:
        return () if isinstance(entry, e.Person) else e.people(entry)

    named = _Named(_gather(ledger, config, names), ledger.declarations.people)
    full = {entry.name: entry.full_name for entry in ledger.entries if isinstance(entry, e.Person) and entry.full_name}
    columns = (Column("person", "name"), Column("full_name", "text"), *_USES)
    rows = ((name, full.get(name), *named.use(name)) for name in _chosen(named, which, config))
    return _report("people", "People", columns, rows, config)


def places(ledger: "Ledger", config: "Config", which: Which = "all") -> Report:
    """List venues with title, kind and why (their own, or that of the venue above them)."""

    def names(entry: e.Entry) -> Iterable[str]:
        venue = None if isinstance(entry, e.Venue) else e.venue(entry)
        return () if venue is None else (config.venue(venue),)

    declared = ledger.declarations
    uses = _gather(ledger, config, names)
    known = {*map(config.venue, declared.venues), *(name for name in uses if declared.has_venue(name))}
    named = _Named(uses, known)
    titles = {entry.venue: entry.title for entry in ledger.entries if isinstance(entry, e.Venue) and entry.title}
    columns = (
        Column("venue", "name"),
        Column("title", "text"),
        Column("kind", "text"),
        Column("why", "text"),
        *_USES,
    )

    def row(name: str) -> tuple[Cell, ...]:
        why = declared.venue_value(name, "why", config.last)
        return name, titles.get(name), declared.venue_kind(name), why.text if why else None, *named.use(name)

    return _report("places", "Places", columns, (row(name) for name in _chosen(named, which, config)), config)


def tags(ledger: "Ledger", config: "Config", which: Which = "all") -> Report:
    """List tags, of entries and of details."""

    def names(entry: e.Entry) -> Iterable[str]:
        details = entry.details if isinstance(entry, e.Happening) else ()
        return (*entry.tags, *(tag for detail in details for tag in detail.tags))

    named = _Named(_gather(ledger, config, names), ledger.declarations.tags)
    titles = {entry.tag: entry.title for entry in ledger.entries if isinstance(entry, e.Tag)}
    columns = (Column("tag", "name"), Column("title", "text"), *_USES)
    rows = ((f"#{name}", titles.get(name), *named.use(name)) for name in _chosen(named, which, config))
    return _report("tags", "Tags", columns, rows, config)


def links(ledger: "Ledger", config: "Config") -> Report:
    """List links, of entries and of details; nothing declares a link."""

    def names(entry: e.Entry) -> Iterable[str]:
        details = entry.details if isinstance(entry, e.Happening) else ()
        return (*entry.links, *(link for detail in details for link in detail.links))

    named = _Named(_gather(ledger, config, names), ())
    columns = (Column("link", "name"), *_USES)
    rows = ((f"^{name}", *named.use(name)) for name in _chosen(named, "all", config))
    return _report("links", "Links", columns, rows, config)


def queries(ledger: "Ledger", config: "Config") -> Report:
    """List the saved queries with their terms and what they choose; one that cannot be read chooses nothing."""
    columns = (Column("query", "name"), Column("terms", "text"), *_USES)

    def row(name: str, terms: str) -> tuple[Cell, ...]:
        try:
            query = parse_query_text(terms, ledger.queries)
        except QueryError:
            return name, terms, None, None, None
        days = [
            entry.date
            for entry in ledger.until(config.today)
            if isinstance(entry, e.Happening) and config.reports(entry.date) and query.entry(entry, ledger.declarations)
        ]
        return name, terms, len(days), min(days, default=None), max(days, default=None)

    rows = (row(name, ledger.queries[name]) for name in sorted(ledger.queries, key=alphabetical))
    return _report("queries", "Queries", columns, rows, config)


def units(ledger: "Ledger", config: "Config", which: Which = "all") -> Report:
    """List units with the price of one in the operating currency on the day of the report."""

    def names(entry: e.Entry) -> Iterable[str]:
        return () if isinstance(entry, e.Unit | e.Price) else (*e.units(entry), *(x.amount.unit for x in book(entry)))

    declared = ledger.declarations
    named = _Named(_gather(ledger, config, names), declared.units)
    titles = {entry.unit: entry.title for entry in ledger.entries if isinstance(entry, e.Unit)}
    columns = (
        Column("unit", "name"),
        Column("title", "text"),
        Column("precision", "count"),
        Column("price", "number"),
        *_USES,
    )
    currency = config.exchange or ledger.options.currency

    def row(name: str) -> tuple[Cell, ...]:
        rate = ledger.prices.rate(name, currency, config.last) if currency and name != currency else None
        price = None if rate is None else shortest(rate)
        return name, titles.get(name), declared.precision(name), price, *named.use(name)

    return _report("units", "Units", columns, (row(name) for name in _chosen(named, which, config)), config)


def files(ledger: "Ledger", config: "Config") -> Report:
    """List the files that were read, in the order of reading."""
    columns = (
        Column("file", "name"),
        Column("lines", "count"),
        Column("entries", "count"),
        Column("faults", "count"),
        Column("included_by", "text"),
    )
    faults: dict[str, int] = {}
    for item in ledger.diagnostics:
        faults[item.span.file] = faults.get(item.span.file, 0) + 1
    rows = ((f.name, f.lines, f.entries, faults.get(f.name, 0), f.included_by) for f in ledger.files)
    return _report("files", "Files", columns, rows, config)


def prices(ledger: "Ledger", config: "Config") -> Report:
    """List prices, in the order of their days."""
    columns = (Column("date", "date"), Column("unit", "name"), Column("price", "number"), Column("in", "name"))
    rows = [
        (entry.date, entry.unit, entry.amount.number, entry.amount.unit)
        for entry in ledger.until(config.today)
        if isinstance(entry, e.Price) and config.reports(entry.date) and config.query.entry(entry, ledger.declarations)
    ]
    return _report("prices", "Prices", columns, rows, config)
