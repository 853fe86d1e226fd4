"""What an export will hold, found out before its first line: names to declare, and since when they are used."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from netledger.core.config import Config
from netledger.core.entries import Unit
from netledger.core.ledger import Ledger
from netledger.core.query import Query
from netledger.exporters.names import Names, Rules, Used
from netledger.exporters.transactions import Facts, Quote, Record, Transaction, facts_of, is_whole, records

Days = dict[str, date]
"""Names, each with the day of its first use."""


class UnitLine(NamedTuple):
    """What the journal's `unit` lines say of a unit."""

    date: date
    """That of the first one."""
    title: str
    """That of the last one that has any."""
    facts: Facts


@dataclass
class Survey:
    """The names that an export uses, and how many entries book something."""

    declared: dict[str, UnitLine]
    """The units that the journal declares by a line of their own, in alphabetical order."""
    accounts: Days = field(default_factory=dict)
    units: Days = field(default_factory=dict)
    payees: Days = field(default_factory=dict)
    tags: Days = field(default_factory=dict)
    links: Days = field(default_factory=dict)
    keys: Days = field(default_factory=dict)
    booked: int = 0

    def declare(self) -> None:
        """Note the names of the units that are declared, used or not."""
        for unit, line in self.declared.items():
            self.units[unit] = line.date
            self._said((), (), line.facts, line.date)

    def add(self, record: Record) -> None:
        """Note the names of a record; the records come in the order of their days."""
        day = record.date
        if isinstance(record, Transaction):
            self.booked += 1
            self.payees.setdefault(record.party, day)
            self._said(record.tags, record.links, record.facts, day)
            for posting in record.postings:
                self.accounts.setdefault(posting.account, day)
                self.units.setdefault(posting.unit, day)
                if posting.text or posting.tags or posting.links:
                    self._said(posting.tags, posting.links, posting.text_fact, day)
        elif isinstance(record, Quote):
            self.units.setdefault(record.unit, day)
            self.units.setdefault(record.amount.unit, day)
            self._said((), (), record.facts, day)
        elif record.holds:
            self.payees.setdefault(record.subject, day)
            self.accounts.setdefault(record.account, day)
            self.units.setdefault(record.amount.unit, day)
            self._said((), (), record.facts, day)

    def _said(self, tags: tuple[str, ...], links: tuple[str, ...], facts: Facts, day: date) -> None:
        for tag in tags:
            self.tags.setdefault(tag, day)
        for link in links:
            self.links.setdefault(link, day)
        for key, value in facts:
            self.keys.setdefault(key, day)
            if value.kind == "tag":
                self.tags.setdefault(value.text, day)
            elif value.kind == "amount":
                self.units.setdefault(value.text.partition(" ")[2], day)

    @property
    def used(self) -> Used:
        """All names, to be made legal."""
        return Used(self.accounts, self.units, self.tags, self.links, self.keys)


def survey(ledger: Ledger, config: Config) -> Survey:
    """Go through what an export will hold."""
    found = Survey(_unit_lines(ledger, config.last))
    found.declare()
    for record in records(ledger, config):
        found.add(record)
    return found


def names_of(ledger: Ledger, config: Config, rules: Rules, root: str) -> tuple[Names, Survey]:
    """Return the legal names of a ledger, and what an export of it holds.

    The names are found among all of the ledger up to T, so that a period or a query changes none.
    """
    found = survey(ledger, config)
    is_all = is_whole(config) and config.last == config.today
    used = found if is_all else survey(ledger, replace(config, begin=None, end=None, query=Query()))
    units = [*used.units, *ledger.options.operating_currency]
    return Names(rules, root, used.used._replace(units=units)), found


def _unit_lines(ledger: Ledger, last: date) -> dict[str, UnitLine]:
    found: dict[str, UnitLine] = {}
    for unit, entries in sorted(ledger.declarations.units.items()):
        lines = [entry for entry in entries if isinstance(entry, Unit) and entry.date <= last]
        if lines:
            titles = [line.title for line in lines if line.title]
            facts = tuple([fact for line in lines for fact in facts_of(line)])
            found[unit] = UnitLine(lines[0].date, titles[-1] if titles else "", facts)
    return found
