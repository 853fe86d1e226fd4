"""The transactions of beancount books, read with beancount's own parser and booking.

Books are data here. The plugins that they name are not run and no folder of theirs becomes a place to import from;
beancount's cache, which is a pickle, is neither read nor written; encrypted books are not decrypted. So beancount's
loader, which does all of that, is not called.
"""

import glob
import os
import re
from collections import deque
from dataclasses import dataclass, field
from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING, Any

from netledger.core.diagnostics import diagnostic
from netledger.core.spans import Span
from netledger.loader.files import Unreadable, read_bytes, read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from beancount.core.data import Posting, Transaction

    from netledger.core.diagnostics import Diagnostic

_MOST = 20
"""So many faults of one book are told; what is no book at all has one in every line."""

_INCLUDE = re.compile(r'include\s+"(?P<path>[^"]*)"')

NO_NUMBER = "an amount that is no number", "does it divide by zero?"
"""The message and the hint of such an amount."""

# What a book in ASCII armour begins with, and the name that GnuPG gives to the other kind.
_ARMOUR = b"-----BEGIN PGP MESSAGE-----"
_ENCRYPTED = ".gpg"

# A number that cannot be is one here, not an exception: the parser, which is in C, dies of `1/0` else.
_NO_TRAPS = Context(traps=[])


@dataclass
class Books:
    """What was read of a book and those that it includes."""

    transactions: "list[Transaction]" = field(default_factory=list)
    """The sound ones, booked, by date."""
    expenses: str = "Expenses"
    """What accounts of expenses begin with."""
    faults: "list[Diagnostic]" = field(default_factory=list)
    sources: dict[str, list[str]] = field(default_factory=dict)
    """The lines of each file that was read, by its name."""

    def fault(self, file: str, line: int, message: str, hint: str = "") -> None:
        """Add a diagnostic of a line."""
        excerpt = self.excerpt(Span(file, line))
        span = Span(file, max(line, 1), 1, max(line, 1), len(excerpt.rstrip()) + 1)
        self.faults.append(diagnostic("NL214", span, message, hint, excerpt))

    def excerpt(self, span: Span) -> str:
        """Return the first line of a span; empty where there is none."""
        lines = self.sources.get(span.file, [])
        return lines[span.line - 1].rstrip("\r") if 0 < span.line <= len(lines) else ""

    def span(self, transaction: "Transaction") -> Span:
        """Return the lines of a transaction, from its first to that of its last posting."""
        file, first = place(transaction)
        last = max([first, *[posting.meta["lineno"] for posting in transaction.postings if posting.meta]])
        return Span(file, first, 1, last, len(self.excerpt(Span(file, last)).rstrip()) + 1)


def read_books(path: str) -> Books:
    """Read a book and what it includes, and book its transactions.

    What is wrong in them are faults, and transactions that it concerns are left out. Raises Unreadable where the file
    itself cannot be read, and ImportError where beancount is not installed.
    """
    from beancount.core.data import entry_sortkey  # noqa: PLC0415 - an extra; nothing else needs it
    from beancount.parser.booking import book  # noqa: PLC0415 - likewise

    books = Books()
    with localcontext(_NO_TRAPS):
        entries, options = _parsed(path, books)
        entries.sort(key=entry_sortkey)
        try:
            booked, errors = book(list(_finite(entries, books)), options)  # type: ignore[no-untyped-call]  # beancount
        except Exception as problem:  # noqa: BLE001 - of another program, on data that it may not foresee
            books.fault(path, 1, f"beancount cannot book the transactions: {_words(problem)}")
            booked, errors = [], []
    places = {_tell(books, error, path) for error in errors}
    books.transactions = [entry for entry in _transactions(booked) if place(entry) not in places]
    books.expenses = options.get("name_expenses", books.expenses)
    _shorten(books)
    return books


def finite(posting: "Posting") -> bool:
    """Tell whether a posting's amount, price and cost, as far as they are known, are numbers.

    Those of `1/0 USD` are not.
    """
    names = ("number", "number_per", "number_total")
    parts = (posting.units, posting.price, posting.cost)
    numbers = [getattr(part, name, None) for part in parts for name in names]
    return all(number.is_finite() for number in numbers if isinstance(number, Decimal))


def _parsed(path: str, books: Books) -> tuple[list[Any], dict[str, Any]]:
    """Parse a book and what it includes; the options are those of the first, as in beancount."""
    entries: list[Any] = []
    found: dict[str, Any] = {}
    queue = deque([(path, "", 0)])
    seen: set[str] = set()
    while queue:
        file, parent, line = queue.popleft()
        if os.path.realpath(file) in seen:
            books.fault(parent, line, f"{file} is included twice", "it is read once")
            continue
        seen.add(os.path.realpath(file))
        try:
            made, options = _parse_file(file, books)
        except Unreadable as error:
            if not parent:
                raise
            books.fault(parent, line, error.message, error.hint)
            continue
        entries.extend(made)
        found = found or options
        for number, pattern in _includes(books.sources[file], options["include"]):
            for name in _matches(file, pattern, number, books):
                queue.append((name, file, number))
    return entries, found


def _parse_file(file: str, books: Books) -> tuple[list[Any], dict[str, Any]]:
    """Parse one file. Raises Unreadable."""
    from beancount.parser.options import OPTIONS_DEFAULTS  # noqa: PLC0415 - an extra; nothing else needs it
    from beancount.parser.parser import parse_string  # noqa: PLC0415 - likewise

    data = read_bytes(file, regular=True)
    if file.endswith(_ENCRYPTED) or _ARMOUR in data[:1024]:
        hint = "decrypt them to a file of their own, if you want that; netledger starts no other program"
        raise Unreadable("NL001", f"{file} is encrypted", hint)
    if b"\0" in data:
        read_source(data, file)  # tells UTF-16
        raise Unreadable("NL002", f"{file} is no text", "name books in plain text, UTF-8")
    books.sources[file] = data.decode("utf-8", "replace").split("\n")
    try:
        entries, errors, options = parse_string(data, report_filename=file)
    except Exception as problem:  # noqa: BLE001 - of another program, on data that it may not foresee
        books.fault(file, 1, f"beancount cannot parse the file: {_words(problem)}")
        return [], dict(OPTIONS_DEFAULTS, include=[])
    for error in errors:
        if type(error).__name__ != "DeprecatedError":
            _tell(books, error, file)
    return entries, options


# ------------------------------------------------------------------------------------------------ includes


def _includes(lines: "Sequence[str]", patterns: "Iterable[str]") -> "Iterator[tuple[int, str]]":
    """Give what a file includes, with the number of the line: beancount does not keep it."""
    numbers: dict[str, list[int]] = {}
    for number, line in enumerate(lines, 1):
        match = _INCLUDE.match(line)
        if match:
            numbers.setdefault(match["path"], []).append(number)
    for pattern in patterns:
        known = numbers.get(pattern, [])
        yield known.pop(0) if known else 1, pattern


def _matches(file: str, pattern: str, line: int, books: Books) -> list[str]:
    """Return the files that an `include` names, which may be a pattern."""
    folder = glob.escape(os.path.dirname(file))  # noqa: PTH120 - paths stay as they were written
    try:
        hits = glob.glob(os.path.join(folder, pattern), recursive=True)  # noqa: PTH118, PTH207 - as beancount does
    except ValueError:
        hits = []
    if not hits:
        books.fault(file, line, f'no file matches "{pattern}"', "the path is relative to this file")
    return sorted(map(os.path.normpath, hits))


# ------------------------------------------------------------------------------------------------- faults


def _finite(entries: "Iterable[Any]", books: Books) -> "Iterator[Any]":
    """Give the entries without transactions that hold an amount that is no number."""
    for entry in entries:
        if all(map(finite, getattr(entry, "postings", ()))):
            yield entry
        else:
            file, line = place(entry)
            books.fault(file, line, *NO_NUMBER)


def _transactions(entries: "Iterable[Any]") -> "Iterator[Transaction]":
    from beancount.core.data import Transaction  # noqa: PLC0415 - an extra; nothing else needs it

    return (entry for entry in entries if isinstance(entry, Transaction))


def place(entry: Any) -> tuple[str, int]:  # noqa: ANN401 - any entry of beancount's
    """Return the file and the line of a directive."""
    return entry.meta["filename"], entry.meta["lineno"]


def _tell(books: Books, error: Any, file: str) -> tuple[str, int]:  # noqa: ANN401 - any error of beancount's
    """Add an error of beancount's to the faults, and return its place."""
    name, line = error.source["filename"], error.source["lineno"]
    if name in books.sources:
        books.fault(name, line, _words(error.message))
        return name, line
    # An exception within the parser, which names a line of the program: something of the file was lost.
    books.fault(file, 1, f"beancount fails within the file: {_words(error.message)}")
    return file, 1


def _words(said: object) -> str:
    """Return the first line of what beancount says."""
    text = str(said).strip() or type(said).__name__
    return re.sub(r" \(\S*\.py:\d+\)$", "", text.split("\n", 1)[0])


def _shorten(books: Books) -> None:
    """Keep the first faults of each file, and say how many there are."""
    counts: dict[str, int] = {}
    kept = []
    for item in sorted(books.faults, key=lambda item: (item.span.file, item.span.line)):
        counts[item.span.file] = counts.get(item.span.file, 0) + 1
        if counts[item.span.file] <= _MOST:
            kept.append(item)
    books.faults = kept
    for file, count in counts.items():
        if count > _MOST:
            books.fault(file, 1, f"{count - _MOST} more faults like the first {_MOST}", "run bean-check on the books")
