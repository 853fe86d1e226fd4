"""The ledger as a file for beancount."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import category, combining, normalize

from netledger.core.config import Config
from netledger.core.entries import Value
from netledger.core.ledger import Ledger
from netledger.exporters.names import Names, Rules
from netledger.exporters.roots import RootOptions, root_of
from netledger.exporters.said import blocks, does_not_hold, said, spaced
from netledger.exporters.survey import Survey, names_of
from netledger.exporters.transactions import Assertion, Facts, Quote, Transaction, at_least
from netledger.formats import Exporter
from netledger.printer import quoted

if TYPE_CHECKING:
    from datetime import date

_ROOTS = ("Assets", "Equity", "Expenses", "Income", "Liabilities")

ORIGINAL = "netledger"
"""The key under which an `open` or `commodity` directive has the name that the journal has for it."""


# ------------------------------------------------------------------------------------------------- legal names


@lru_cache(maxsize=65536)
def component(name: str) -> str:
    """Make a part of an account legal: it begins with a capital or a digit; then come letters, digits and `-`.

    >>> [component(name) for name in ("Bob", "@Chamber", "client", "O'Neil", "李雷", "Zoë")]
    ['Bob', 'Chamber', 'Client', 'O-Neil', 'X-李雷', 'Zoë']
    """
    text = normalize("NFC", name.removeprefix("@"))
    kept = [char if _is_letter(char) or char == "-" else "-" for char in text if not _is_mark(char)]
    if not any(char != "-" for char in kept):
        return ""
    first, rest = kept[0].upper(), "".join(kept[1:])
    if _begins(first[0]):
        return f"{first}{rest}" if all(map(_is_letter, first)) else f"X-{kept[0]}{rest}"
    return f"X{kept[0]}{rest}" if first == "-" else f"X-{kept[0]}{rest}"


def _is_mark(char: str) -> bool:
    """Tell whether a character only changes the one before it: a combining mark, or a joiner."""
    return category(char) in {"Mn", "Mc", "Me", "Cf"}


def _is_letter(char: str) -> bool:
    kind = category(char)
    return kind[0] == "L" or kind == "Nd"


def _begins(char: str) -> bool:
    return category(char) in {"Lu", "Nd"}


def unit(name: str) -> str:
    """Make a unit legal: `TRUE` is `TRUE-UNIT`, since beancount takes some words for values."""
    text = re.sub(r"[^A-Z0-9'._-]", "-", name)
    return f"{text}-UNIT" if text in {"TRUE", "FALSE", "NULL"} else text


def sign(name: str) -> str:
    """Make a tag or a link legal, which is of ASCII alone: `frühstück` is `fruhstuck`."""
    if not name.isascii():
        name = "".join(char for char in normalize("NFKD", name) if not combining(char))
    text = re.sub(r"[^A-Za-z0-9/._-]", "-", name)
    return text if re.search(r"[A-Za-z0-9]", text) else text if name.isascii() else ""


def key(name: str) -> str:
    """Make a key legal, which has two characters at least: `x` is `x-`."""
    text = re.sub(r"[^A-Za-z0-9_-]", "-", name)
    return text if len(text) > 1 else f"{text}-"


RULES = Rules(component, unit, sign, key, frozenset({"filename", "lineno"}))
"""What beancount takes as names."""


# ------------------------------------------------------------------------------------------------ the file


def _write(ledger: Ledger, config: Config) -> Iterable[str]:
    root = root_of(config, RULES, _ROOTS)
    names, found = names_of(ledger, config, RULES, root)
    return _pieces(ledger, config, names, found)


def _pieces(ledger: Ledger, config: Config, names: Names, found: Survey) -> Iterator[str]:
    yield _head(ledger, config, names, found)
    asserted: dict[tuple[str, str], date] = {}
    for gap, record in spaced(ledger, config):
        if isinstance(record, Transaction):
            yield gap + _transaction(record, names, ledger.declarations.precision)
        elif isinstance(record, Quote):
            yield gap + _price(record, names)
        elif asserted.get(about := (record.account, record.amount.unit)) != record.date:  # two of a day are an error
            if record.holds:
                asserted[about] = record.date
            yield gap + _balance(record, names)


def _head(ledger: Ledger, config: Config, names: Names, found: Survey) -> str:
    options = [("title", ledger.options.title)] if ledger.options.title else []
    options.extend(("operating_currency", names.unit(name)) for name in ledger.options.operating_currency)
    return blocks(
        [f";; {line}\n" for line in said(ledger, config, found)],
        [f"option {quoted(name)} {quoted(value)}\n" for name, value in options],
        _commodities(names, found),
        _originals(names, found),
        _opened(names, found),
    )


def _commodities(names: Names, found: Survey) -> Iterator[str]:
    """Declare the units that have a line in the journal; the others may be declared in the books already."""
    for name, line in found.declared.items():
        title = (("name", Value("string", line.title)),) if line.title else ()
        yield f"{line.date} commodity {names.unit(name)}\n{_facts((*title, *line.facts), names, '  ')}"


def _originals(names: Names, found: Survey) -> Iterator[str]:
    """Say which units, tags, links and keys have another name here, where nothing else can say so."""
    sorts = [("unit", names.units, found.units), ("tag", names.tags, found.tags)]
    sorts += [("link", names.links, found.links), ("key", names.keys, found.keys)]
    for sort, legal, used in sorts:
        for original, form in legal.changed:
            if original in used:
                yield f"{used[original]} custom {quoted(ORIGINAL)} {quoted(sort)} {quoted(form)} {quoted(original)}\n"


def _opened(names: Names, found: Survey) -> Iterator[str]:
    for account, name, day in sorted((names.account(name), name, day) for name, day in found.accounts.items()):
        original = f"  {ORIGINAL}: {quoted(name)}\n" if names.renamed(name) else ""
        yield f"{day} open {account}\n{original}"


def _transaction(record: Transaction, names: Names, precision: Callable[[str], int]) -> str:
    payee = f"{quoted(record.payee)} " if record.payee else ""
    signs = [*[f" #{names.tag(tag)}" for tag in record.tags], *[f" ^{names.link(link)}" for link in record.links]]
    lines = [f"{record.date} * {payee}{quoted(record.narration)}{''.join(signs)}\n", _facts(record.facts, names, "  ")]
    amounts = [f"{at_least(posting.number, precision(posting.unit)):f}" for posting in record.postings]
    accounts = [names.account(posting.account) for posting in record.postings]
    wide, long = max(map(len, accounts)), max(map(len, amounts))
    for posting, account, amount in zip(record.postings, accounts, amounts, strict=True):
        lines.append(f"  {account:{wide}}  {amount:>{long}} {names.unit(posting.unit)}\n")
        lines.append(_facts(posting.facts, names, "    "))
    return "".join(lines)


def _price(record: Quote, names: Names) -> str:
    amount = f"{record.amount.number:f} {names.unit(record.amount.unit)}"
    return f"{record.date} price {names.unit(record.unit)}  {amount}\n{_facts(record.facts, names, '  ')}"


def _balance(record: Assertion, names: Names) -> str:
    """Write an assertion that holds; where it does so after rounding alone, with that much tolerance."""
    if not record.holds:
        return f"; {does_not_hold(record)}\n"
    tolerance = "" if record.held == record.amount.number else f" ~ {Decimal(1).scaleb(-record.precision):f}"
    amount = f"{record.amount.number:f}{tolerance} {names.unit(record.amount.unit)}"
    return f"{record.date} balance {names.account(record.account)}  {amount}\n{_facts(record.facts, names, '  ')}"


def _facts(facts: Facts, names: Names, indent: str) -> str:
    if not facts:
        return ""
    return "".join([f"{indent}{key}: {_value(value, names)}\n" for key, value in names.facts(facts)])


def _value(value: Value, names: Names) -> str:
    """Write a value as what it is, where beancount knows such a thing; else as a string."""
    if value.kind in {"number", "date", "truth"}:
        return value.text
    if value.kind == "amount":
        number, _, unit_name = value.text.partition(" ")
        return f"{number} {names.unit(unit_name)}"
    if value.kind == "tag":
        return f"#{names.tag(value.text)}"
    return quoted(f"^{value.text}" if value.kind == "link" else value.text)


beancount = Exporter(
    _write,
    "double entry for beancount and fava",
    """Each entry that books something is a transaction, and all accounts lie under --root: include the file in books of
your own, and neither your income nor your net worth changes.""",
    RootOptions,
    ".beancount",
)
