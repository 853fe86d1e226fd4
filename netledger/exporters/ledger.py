"""The ledger as a journal for the program of that name."""

from collections.abc import Iterable, Iterator
from datetime import date

from netledger.core.config import Config, WrongCall
from netledger.core.entries import Value
from netledger.core.ledger import Ledger
from netledger.exporters import lines
from netledger.exporters.names import Names, Rules
from netledger.exporters.roots import RootOptions, root_of
from netledger.exporters.said import blocks, does_not_hold, said, spaced
from netledger.exporters.survey import Survey, names_of
from netledger.exporters.transactions import Assertion, Facts, Quote, Transaction
from netledger.formats import Exporter

_FIRST = date(1400, 1, 1)
"""The first day that ledger knows."""

# It reads lines of 4096 bytes; a character has four at most.
_LINE = 4000
_NAME = 200
_ACCOUNT = 3000

_RESERVED = {"payee", "value"}
"""Keys by which ledger would take another payee, or another value of an amount."""


def _component(name: str) -> str:
    return lines.component(name)[:_NAME]


def _sign(name: str) -> str:
    text = lines.sign(name)[:_NAME]
    return f"{text}-" if text.casefold() in _RESERVED else text


RULES = Rules(_component, lines.unit, _sign, _sign)
"""What ledger takes as names."""


def _write(ledger: Ledger, config: Config) -> Iterable[str]:
    root = root_of(config, RULES)
    names, found = names_of(ledger, config, RULES, root)
    earliest = min(found.accounts.values(), default=_FIRST)
    if earliest < _FIRST:
        what = f"ledger knows no day before {_FIRST}, and the journal books something on {earliest}"
        raise WrongCall(f"{what}: leave it out with -b {_FIRST}")
    if any(len(names.account(name).encode()) > _ACCOUNT for name in found.accounts):
        raise WrongCall(f"ledger reads no line of more than 4096 bytes, and an account has more than {_ACCOUNT}")
    return _pieces(ledger, config, names, found)


def _pieces(ledger: Ledger, config: Config, names: Names, found: Survey) -> Iterator[str]:
    yield _shortened(_head(ledger, config, names, found))
    paths = [names.account(name).split(":") for name in found.accounts]
    trees = {":".join(path[:depth]) for path in paths for depth in range(1, len(path))}
    for gap, record in spaced(ledger, config):
        if isinstance(record, Transaction):
            yield gap + _shortened(_transaction(record, names))
        elif isinstance(record, Quote):
            yield gap + _shortened(_price(record, names))
        else:
            yield gap + _shortened(_balance(record, names, trees))


def _head(ledger: Ledger, config: Config, names: Names, found: Survey) -> str:
    title = [f"Journal: {lines.one_line(ledger.options.title)}"] if ledger.options.title else []
    ours = [("link", found.links), ("narration", found.payees)]
    tags = {*map(names.tag, found.tags), *map(names.key, found.keys), *[tag for tag, is_used in ours if is_used]}
    return blocks(
        [f"; {line}\n" for line in [*title, *said(ledger, config, found)]],
        _commodities(ledger, names, found),
        [f"account {account}\n{original}" for account, original in sorted(_accounts(names, found))],
        [f"payee {payee}\n" for payee in sorted(set(map(_payee, found.payees)))],
        [f"tag {tag}\n" for tag in sorted(tags)],
    )


def _commodities(ledger: Ledger, names: Names, found: Survey) -> Iterator[str]:
    for name in sorted(found.units):
        of = lines.commodity(names.unit(name))
        places = ledger.declarations.precision(name)
        yield f"commodity {of}\n    format 1000{'.' if places else ''}{'0' * places} {of}\n"
        line = found.declared.get(name)
        if line is not None:
            yield from [f"    note {lines.one_line(line.title)}\n"] if line.title else []
            yield from [f"    ; {note}\n" for note in _facts(line.facts, names)]


def _accounts(names: Names, found: Survey) -> Iterator[tuple[str, str]]:
    for name in found.accounts:
        yield names.account(name), f"    note {name}\n" if names.renamed(name) else ""


def _transaction(record: Transaction, names: Names) -> str:
    head = f"{record.date} * {_payee(record.party)}\n"
    facts = (("narration", Value("string", record.narration)), *record.facts)
    found = [head, *[f"    ; {note}\n" for note in _notes(record.tags, record.links, facts, names)]]
    for posting, line in zip(record.postings, lines.posting_lines(record.postings, names), strict=True):
        found.append(f"{line}\n")
        if posting.text or posting.tags or posting.links:
            notes = _notes(posting.tags, posting.links, posting.text_fact, names)
            found.extend([f"    ; {note}\n" for note in notes])
    return "".join(found)


def _price(record: Quote, names: Names) -> str:
    """Write a price; one of a day that ledger does not know holds from the first that it does."""
    of, other = (lines.commodity(names.unit(name)) for name in (record.unit, record.amount.unit))
    notes = "".join([f"; {note}\n" for note in _facts(record.facts, names)])
    return f"{notes}P {max(record.date, _FIRST)} {of} {record.amount.number:f} {other}\n"


def _balance(record: Assertion, names: Names, trees: set[str]) -> str:
    """Write an assertion; ledger asserts what an account holds itself, without those beneath it."""
    if not record.holds:
        return f"; {does_not_hold(record)}\n"
    if names.account(record.account) in trees:
        asserted = f"{record.date} balance {record.subject} {record.amount}"
        return f"; left out, since ledger asserts no balance of an account with others beneath it: {asserted}\n"
    facts = (("narration", Value("string", "balance")), *record.facts)
    notes = "".join([f"    ; {note}\n" for note in _facts(facts, names)])
    return f"{record.date} * {_payee(record.subject)}\n{notes}{lines.asserted(record, names, '=')}\n"


def _notes(tags: tuple[str, ...], links: tuple[str, ...], facts: Facts, names: Names) -> list[str]:
    """Write tags, then links and metadata as `key: value`: a tag after a key of that name would take its value."""
    linked = tuple([("link", Value("link", names.link(link))) for link in links])
    return [*[f":{names.tag(tag)}:" for tag in tags], *_facts((*linked, *facts), names)]


def _facts(facts: Facts, names: Names) -> list[str]:
    """Write metadata; of several values of a key, or of keys that differ by case alone, ledger would keep the last."""
    found: dict[str, tuple[str, list[str]]] = {}
    for key, value in facts:
        legal = names.key(key)
        found.setdefault(legal.casefold(), (legal, []))[1].append(value.text)
    return [f"{key}: {lines.one_line(', '.join(texts))}" for key, texts in found.values()]


def _payee(party: str) -> str:
    return _cut(lines.payee(party), _ACCOUNT)


def _shortened(text: str) -> str:
    """Cut the lines that ledger could not read: those of a text or of a value are, the others are not so long."""
    if len(text) <= _LINE // 4:
        return text
    return "\n".join([_cut(line, _LINE) for line in text.split("\n")])


def _cut(text: str, most: int) -> str:
    """Cut a text to a number of bytes."""
    data = text.encode()
    return text if len(data) <= most else data[:most].decode(errors="ignore") + "…"


ledger = Exporter(
    _write,
    "double entry for ledger",
    """Each entry that books something is a transaction, and all accounts lie under --root, which may be empty: include
the file in a journal of your own, and neither your income nor your net worth changes.""",
    RootOptions,
    ".ledger",
)
