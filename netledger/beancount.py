"""The plugin that beancount loads: a journal beside one's own books, in bean-query and fava.

    plugin "netledger.beancount" "network.net"
    plugin "netledger.beancount" "network.net root:Equity:People"

It adds what the journal books as transactions, under the accounts that `netledger export beancount` gives them, with
their `open` directives, the journal's units and prices, and its errors.
"""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from beancount.core import data
from beancount.core.amount import Amount
from beancount.core.display_context import Precision

from netledger.core.config import Config, WrongCall
from netledger.core.diagnostics import Diagnostic, plain
from netledger.core.entries import Value
from netledger.core.ledger import Ledger
from netledger.core.spans import Span
from netledger.exporters.beancount import ORIGINAL, RULES
from netledger.exporters.names import Names
from netledger.exporters.roots import RootOptions, root_of
from netledger.exporters.survey import Survey, names_of
from netledger.exporters.transactions import Facts, Posting, Quote, Transaction, at_least, records
from netledger.loader.load import CannotLoad, load

__plugins__ = ("add_network",)

ROOT = "Equity:Network"
"""The account under which all others lie, if the books do not say another."""

_EXAMPLE = 'write plugin "netledger.beancount" "network.net root:Equity:Network"'
_ROOTS = ("Assets", "Liabilities", "Equity", "Income", "Expenses")
_OWN_LINE = re.compile(r'plugin\s+"netledger\.beancount"')

# Metadata of the `open` lines that were made here, which beancount does not print: another journal may come.
_MADE = "__netledger__"

Options = dict[str, Any]
"""beancount's options: of each its own type."""


class NetworkError(NamedTuple):
    """An error of the journal, as beancount has errors."""

    source: data.Meta
    """The file and the line."""
    message: str
    entry: None = None


def add_network(
    entries: data.Directives, options_map: Options, config: str = ""
) -> tuple[data.Directives, list[NetworkError]]:
    """Return the books' directives with those of a journal, in beancount's order, and the journal's errors.

    `config` is the path of the journal, relative to the books' main file, and maybe the account under which all its
    accounts shall lie: `network.net root:Equity:Network`.
    """
    main = options_map["filename"]
    name, root = _asked(config)
    if not name:
        return entries, [_at_line(main, f"the journal is not named: {_EXAMPLE}")]
    path = os.path.abspath(os.path.join(os.path.dirname(main), name))  # noqa: PTH100, PTH118, PTH120 - links stay
    books = _Books(entries, options_map)
    options_map["include"] = sorted({*options_map["include"], path})
    try:
        settings = Config(date.max, options=RootOptions(_in_books(root, options_map)))
        under = root_of(settings, RULES, [options_map[f"name_{kind.lower()}"] for kind in _ROOTS])
        ledger = load(path, updatable=False)
    except (CannotLoad, WrongCall) as error:
        return entries, [_at_line(main, str(error))]
    # Whoever watches the books, or keeps a cache of them, looks at these files.
    read = {file.name for file in ledger.files} | {entry.span.file for entry in ledger.entries}
    options_map["include"] = sorted({*options_map["include"], *map(os.path.abspath, read)})
    # A cost that the journal takes from these very books is there already.
    own = [entry for entry in ledger.entries if not books.hold(entry.span)]
    if len(own) < len(ledger.entries):
        ledger = replace(ledger, entries=tuple(own))
    names, found = names_of(ledger, settings, RULES, under)
    made = list(_Maker(books, names, ledger.declarations.precision).directives(ledger, found, settings))
    kept = (entry for entry in entries if id(entry) not in books.outdated)
    errors = [_reported(item) for item in ledger.diagnostics if item.severity == "error"]
    return sorted([*kept, *made], key=data.entry_sortkey), errors


def _asked(config: str) -> tuple[str, str]:
    """Read what stands after the plugin's name: the path, which may have blanks, and the root account."""
    path, mark, root = config.strip().rpartition("root:")
    if not mark or (path and not path[-1].isspace()):
        return config.strip(), ROOT
    return path.strip(), root.strip()


def _in_books(root: str, options_map: Options) -> str:
    """Return a root account as the books call it, whose `Equity` may be `Eigenkapital`."""
    first, colon, rest = root.partition(":")
    return f"{options_map[f'name_{first.lower()}']}{colon}{rest}" if first in _ROOTS else root


# ---------------------------------------------------------------------------------------------------- errors


def _at_line(main: str, message: str) -> NetworkError:
    """Report an error at the line of the books that names this plugin."""
    return NetworkError(data.new_metadata(main, _line(main)), plain(message))


def _line(main: str) -> int:
    """Return the line that names this plugin; beancount does not keep it. 0 where it is not known."""
    try:
        with open(main, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - any name
            return next((number for number, line in enumerate(file, 1) if _OWN_LINE.match(line)), 0)
    except (OSError, ValueError):  # books that come from elsewhere, such as `<string>`
        return 0


def _reported(item: Diagnostic) -> NetworkError:
    hint = f"; {item.hint}" if item.hint else ""
    return NetworkError(data.new_metadata(item.span.file, item.span.line), plain(f"{item.message} [{item.code}]{hint}"))


# ------------------------------------------------------------------------------------------------ directives


class _Books:
    """What the books have themselves."""

    def __init__(self, entries: Iterable[data.Directive], options_map: Options) -> None:
        self.opened: dict[str, data.Open] = {}
        self.outdated: set[int] = set()
        """Those lines of another journal that open an account later than it is used now."""
        self.units: set[str] = set()
        self.priced: set[frozenset[str]] = set()
        """Pairs of units that have a price."""
        self._shown = options_map["dcontext"]
        files = {options_map["filename"], *options_map["include"]}
        self._files = {os.path.realpath(file) for file in files if file}
        self._known: dict[str, bool] = {}
        for entry in entries:
            if isinstance(entry, data.Open):
                self.opened[entry.account] = entry
            elif isinstance(entry, data.Commodity):
                self.units.add(entry.currency)
            elif isinstance(entry, data.Price):
                self.priced.add(frozenset({entry.currency, entry.amount.currency}))

    def hold(self, span: Span) -> bool:
        """Tell whether something stands in a file of these books."""
        known = self._known.get(span.file)
        if known is None:
            known = self._known[span.file] = os.path.realpath(span.file) in self._files
        return known

    def count(self, numbers: Mapping[str, Sequence[Decimal]]) -> None:
        """Note the numbers of each unit, so that beancount shows as many decimals as the journal.

        It shows those that most numbers of a unit have. So none is noted with fewer than those of the books are shown
        with: many a journal's 25 USD would round the cents of the books away.
        """
        for unit, found in numbers.items():
            common = self._decimals(unit)
            for number in found:
                self._shown.update(at_least(number, common), unit)

    def _decimals(self, unit: str) -> int:
        """Return how many decimals the books show a unit with; 0 where they do not know it."""
        known = self._shown.ccontexts.get(unit)
        return (known.get_fractional(Precision.MOST_COMMON) or 0) if known else 0


class _Maker:
    """Makes beancount's directives."""

    def __init__(self, books: _Books, names: Names, precision: Callable[[str], int]) -> None:
        self._books = books
        self._names = names
        self._precision = precision
        self._numbers: dict[str, list[Decimal]] = defaultdict(list)

    def directives(self, ledger: Ledger, found: Survey, settings: Config) -> Iterator[data.Directive]:
        """Give the directives of a ledger."""
        opened: set[str] = set()
        prices: dict[tuple[date, str, str], data.Price] = {}
        for unit, line in found.declared.items():
            name = self._names.unit(unit)
            if name not in self._books.units:
                title = (("name", Value("string", line.title)),) if line.title else ()
                span = ledger.declarations.units[unit][0].span
                yield data.Commodity(self._meta(span, (*title, *line.facts)), line.date, name)
        for record in records(ledger, settings):
            if isinstance(record, Transaction):
                for posting in record.postings:
                    if posting.account not in opened:
                        opened.add(posting.account)
                        yield from self._open(posting.account, record)
                yield self._transaction(record)
            elif isinstance(record, Quote):
                price = self._price(record)
                pair = price.currency, price.amount.currency
                if frozenset(pair) not in self._books.priced:
                    prices[(price.date, *pair)] = price  # of two on one day the last holds
        yield from prices.values()
        self._books.count(self._numbers)

    def _open(self, account: str, first: Transaction) -> Iterator[data.Open]:
        """Give the `open` of an account, on the day of its first use, unless the books have one."""
        name = self._names.account(account)
        known = self._books.opened.get(name)
        if known is not None and (_MADE not in known.meta or known.date <= first.date):
            return
        if known is not None:
            self._books.outdated.add(id(known))
        meta = data.new_metadata(first.span.file, first.span.line, {_MADE: True})
        if not name.endswith(f":{account}"):
            meta[ORIGINAL] = account
        yield data.Open(meta, first.date, name, None, None)  # type: ignore[arg-type]  # as beancount's own parser

    def _transaction(self, record: Transaction) -> data.Transaction:
        return data.Transaction(
            self._meta(record.span, record.facts),
            record.date,
            "*",
            record.payee or None,
            record.narration,
            frozenset(map(self._names.tag, record.tags)),
            frozenset(map(self._names.link, record.links)),
            [self._posting(posting, record.span) for posting in record.postings],
        )

    def _posting(self, posting: Posting, span: Span) -> data.Posting:
        unit = self._names.unit(posting.unit)
        number = at_least(posting.number, self._precision(posting.unit))
        self._numbers[unit].append(number)
        meta = self._meta(span, posting.facts)
        return data.Posting(self._names.account(posting.account), Amount(number, unit), None, None, None, meta)

    def _price(self, record: Quote) -> data.Price:
        amount = Amount(record.amount.number, self._names.unit(record.amount.unit))
        return data.Price(self._meta(record.span, record.facts), record.date, self._names.unit(record.unit), amount)

    def _meta(self, span: Span, facts: Facts) -> data.Meta:
        meta = data.new_metadata(span.file, span.line)
        for key, value in self._names.facts(facts) if facts else ():
            meta[key] = self._value(value)
        return meta

    def _value(self, value: Value) -> object:
        """Return a value as what it is, where beancount knows such a thing; else as a string, as the exporter does."""
        if value.kind == "number":
            return value.number
        if value.kind == "date":
            return value.date
        if value.kind == "truth":
            return value.text == "TRUE"
        if value.kind == "amount":
            return Amount(value.number, self._names.unit(value.text.partition(" ")[2]))
        if value.kind == "tag":
            return self._names.tag(value.text)
        return f"^{value.text}" if value.kind == "link" else value.text
