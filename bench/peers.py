"""The same content for each peer, in its own language."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from content import Line, Names, Quote, Transaction, content

from netledger import Ledger

# ------------------------------------------------------------------------------------------------ beancount


def quoted(text: str) -> str:
    """Write a text as beancount does."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def beancount(ledger: Ledger, names: Names) -> Iterator[str]:
    """Give a ledger's content as beancount. The accounts are opened last: it sorts by date anyway."""
    first = ledger.entries[0].date if ledger.entries else date(2020, 1, 1)
    for item in content(ledger, names):
        if isinstance(item, Quote):
            meta = "".join(_bean_meta(item.meta, "  "))
            yield f"{item.date} price {item.unit} {item.number:f} {item.other}\n{meta}\n"
        else:
            yield _bean_transaction(item)
    for name in names.accounts.values():
        yield f"{first} open {name}\n"


def _bean_transaction(item: Transaction) -> str:
    signs = "".join([*(f" #{tag}" for tag in item.tags), *(f" ^{link}" for link in item.links)])
    head = f"{item.date} {'!' if item.pending else '*'} {quoted(item.payee)} {quoted(item.text)}{signs}\n"
    return "".join([head, *_bean_meta(item.meta, "  "), *map(_bean_posting, item.lines), "\n"])


def _bean_posting(line: Line) -> str:
    said = [("text", line.text), *(("tag", tag) for tag in line.tags), *(("link", link) for link in line.links)]
    meta = _bean_meta([(key, text) for key, text in said if text], "    ")
    return "".join([f"  {line.account}  {line.number:f} {line.unit}\n", *meta])


def _bean_meta(meta: list[tuple[str, str]], indent: str) -> Iterator[str]:
    """Give lines of metadata. A key has two letters at least, stands once, and is none of beancount's own."""
    taken = {"filename", "lineno"}
    for key, text in meta:
        free = re.sub(r"[^A-Za-z0-9_-]", "-", key) if len(key) > 1 else f"{key}-"
        number = 2
        while free in taken:
            free = f"{key}-{number}"
            number += 1
        taken.add(free)
        yield f"{indent}{free}: {quoted(text)}\n"


# ------------------------------------------------------------------------------------------ ledger, hledger

# What would begin a comment, end a line, part a payee from its note, or say another date. (`date:` does that, too, and
# `::` begins an expression.)
_HARMLESS: Mapping[int, str] = str.maketrans({";": ",", "|": "/", "[": "(", "]": ")", **dict.fromkeys("\n\r\t", " ")})


def harmless(text: str) -> str:
    """Write a text so that ledger and hledger find nothing in it but text."""
    calm = text.translate(_HARMLESS).replace("::", ":").replace("date:", "date,").replace("date2:", "date2,")
    return " ".join(calm.split())


def commodity(unit: str) -> str:
    """Write a unit; quoted where it is more than letters."""
    return unit if re.fullmatch("[A-Za-z]+", unit) else f'"{unit}"'


def ledger_cli(ledger: Ledger, names: Names) -> Iterator[str]:
    """Give a ledger's content as ledger. A link, which it has not, is metadata."""
    for item in content(ledger, names):
        if isinstance(item, Quote):
            yield _quote(item)
            continue
        tags = [f":{':'.join(item.tags)}:"] if item.tags else []
        head = f"{item.date} {'!' if item.pending else '*'} {harmless(f'{item.payee} {item.text}')}\n"
        yield "".join([head, *_notes([*tags, *_pairs(item.links, item.meta)]), *map(_ledger_posting, item.lines), "\n"])


def _ledger_posting(line: Line) -> str:
    tags = [f":{':'.join(line.tags)}:"] if line.tags else []
    return _posting(line, [*tags, *_pairs(line.links, [])])


def hledger(ledger: Ledger, names: Names) -> Iterator[str]:
    """Give a ledger's content as hledger: tags have a colon, and commas between them."""
    yield "decimal-mark .\n\n"
    for item in content(ledger, names):
        if isinstance(item, Quote):
            yield _quote(item)
            continue
        tags = [", ".join(f"{tag}:" for tag in item.tags)] if item.tags else []
        text = f" | {harmless(item.text)}" if item.text else ""
        head = f"{item.date} {'!' if item.pending else '*'} {harmless(item.payee)}{text}\n"
        yield "".join(
            [head, *_notes([*tags, *_pairs(item.links, item.meta)]), *map(_hledger_posting, item.lines), "\n"]
        )


def _hledger_posting(line: Line) -> str:
    tags = [", ".join(f"{tag}:" for tag in line.tags)] if line.tags else []
    return _posting(line, [*tags, *_pairs(line.links, [])])


def _quote(item: Quote) -> str:
    price = f"P {item.date} {commodity(item.unit)} {item.number:f} {commodity(item.other)}\n"
    return "".join([price, *(f"; {note}\n" for note in _pairs((), item.meta)), "\n"])


def _posting(line: Line, notes: list[str]) -> str:
    text = [harmless(line.text)] if line.text else []
    posting = f"    {line.account}  {line.number:f} {commodity(line.unit)}\n"
    return "".join([posting, *_notes([*text, *notes])])


def _pairs(links: list[str] | tuple[str, ...], meta: list[tuple[str, str]]) -> list[str]:
    """Write links and metadata as `key: value`. `date` would be read as a posting's own date."""
    found = [f"link: {link}" for link in links]
    found.extend(f"{'day' if key in {'date', 'date2'} else key}: {harmless(text)}" for key, text in meta)
    return found


def _notes(notes: list[str]) -> list[str]:
    return [f"    ; {note}\n" for note in notes]
