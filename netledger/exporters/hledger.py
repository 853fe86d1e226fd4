"""The ledger as a journal for hledger."""

from collections.abc import Iterable, Iterator

from netledger.core.config import Config
from netledger.core.ledger import Ledger
from netledger.exporters import lines
from netledger.exporters.names import Names, Rules
from netledger.exporters.roots import RootOptions, root_of
from netledger.exporters.said import blocks, does_not_hold, said, spaced
from netledger.exporters.survey import Survey, names_of
from netledger.exporters.transactions import Assertion, Facts, Quote, Transaction
from netledger.formats import Exporter


def _sign(name: str) -> str:
    """Make a tag or a key legal: `date` would be read as another day of the posting."""
    text = lines.sign(name)
    return f"{text}-" if text in {"date", "date2"} else text


RULES = Rules(lines.component, lines.unit, _sign, _sign)
"""What hledger takes as names."""


def _write(ledger: Ledger, config: Config) -> Iterable[str]:
    root = root_of(config, RULES)
    names, found = names_of(ledger, config, RULES, root)
    return _pieces(ledger, config, names, found)


def _pieces(ledger: Ledger, config: Config, names: Names, found: Survey) -> Iterator[str]:
    yield _head(ledger, config, names, found)
    for gap, record in spaced(ledger, config):
        if isinstance(record, Transaction):
            yield gap + _transaction(record, names)
        elif isinstance(record, Quote):
            of, other = (lines.commodity(names.unit(name)) for name in (record.unit, record.amount.unit))
            said_of_it = "".join(f"; {note}\n" for note in _facts(record.facts, names))
            yield f"{gap}{said_of_it}P {record.date} {of} {record.amount.number:f} {other}\n"
        else:
            yield gap + _balance(record, names)


def _head(ledger: Ledger, config: Config, names: Names, found: Survey) -> str:
    title = [f"Journal: {lines.one_line(ledger.options.title)}"] if ledger.options.title else []
    return blocks(
        [f"; {line}\n" for line in [*title, *said(ledger, config, found)]],
        ["decimal-mark .\n"],
        _commodities(ledger, names, found),
        [f"account {account}{original}\n" for account, original in sorted(_accounts(names, found))],
        [f"payee {payee}\n" for payee in sorted(set(map(lines.payee, found.payees)))],
        [f"tag {tag}\n" for tag in sorted(_tags(names, found))],
    )


def _commodities(ledger: Ledger, names: Names, found: Survey) -> Iterator[str]:
    for name in sorted(found.units):
        places = "0" * ledger.declarations.precision(name)
        yield f"commodity 1000.{places} {lines.commodity(names.unit(name))}\n"
        line = found.declared.get(name)
        if line is not None:
            title = [lines.one_line(line.title)] if line.title else []
            yield from [f"    ; {note}\n" for note in [*title, *_facts(line.facts, names)]]


def _accounts(names: Names, found: Survey) -> Iterator[tuple[str, str]]:
    for name in found.accounts:
        yield names.account(name), f"  ; {lines.ORIGINAL}:{name}" if names.renamed(name) else ""


def _tags(names: Names, found: Survey) -> set[str]:
    """Return the tags of hledger that the file uses."""
    tags = {*map(names.tag, found.tags), *map(names.key, found.keys)}
    ours = [("link", bool(found.links)), (lines.ORIGINAL, any(map(names.renamed, found.accounts)))]
    return tags | {tag for tag, is_used in ours if is_used}


def _transaction(record: Transaction, names: Names) -> str:
    head = f"{record.date} * {lines.payee(record.party)} | {_described(record.narration)}\n"
    notes = [*_signs(record.tags, record.links, names), *_facts(record.facts, names)]
    found = [head, *[f"    ; {note}\n" for note in notes]]
    for posting, line in zip(record.postings, lines.posting_lines(record.postings, names), strict=True):
        found.append(f"{line}\n")
        if posting.text or posting.tags or posting.links:
            notes = [*_facts(posting.text_fact, names), *_signs(posting.tags, posting.links, names)]
            found.extend([f"    ; {note}\n" for note in notes])
    return "".join(found)


def _described(text: str) -> str:
    return lines.one_line(text).replace(";", ",")


def _signs(tags: tuple[str, ...], links: tuple[str, ...], names: Names) -> list[str]:
    """Write tags and links as one line of hledger's tags, which have a colon and commas between them."""
    found = [*[f"{names.tag(tag)}:" for tag in tags], *[f"link:{names.link(link)}" for link in links]]
    return [", ".join(found)] if found else []


def _facts(facts: Facts, names: Names) -> list[str]:
    return [f"{names.key(key)}:{_value(value.text)}" for key, value in facts]


def _value(text: str) -> str:
    """Write the value of a tag, which a comma would end."""
    return lines.one_line(text).replace(",", ";")


def _balance(record: Assertion, names: Names) -> str:
    if not record.holds:
        return f"; {does_not_hold(record)}\n"
    head = f"{record.date} * {lines.payee(record.subject)} | balance\n"
    notes = "".join(f"    ; {note}\n" for note in _facts(record.facts, names))
    return f"{head}{notes}{lines.asserted(record, names, '=*' if record.subject.startswith('@') else '=')}\n"


hledger = Exporter(
    _write,
    "double entry for hledger",
    """Each entry that books something is a transaction, and all accounts lie under --root, which may be empty: include
the file in a journal of your own, and neither your income nor your net worth changes.""",
    RootOptions,
    ".hledger",
)
