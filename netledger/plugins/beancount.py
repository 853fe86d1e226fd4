"""`plugin "beancount" "books.beancount"`: costs that stand in beancount books already, as entries of the journal.

The transactions that carry a tag, or have postings to an account, become `cost` entries when the journal is loaded;
nothing is written anywhere.
"""

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.diagnostics import diagnostic
from netledger.core.spelling import nearest
from netledger.extension import Transform
from netledger.loader.files import Unreadable
from netledger.plugins.books import place, read_books
from netledger.plugins.books_costs import CostMaker, Terms, lies_in
from netledger.plugins.books_known import Known

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netledger.core.diagnostics import Diagnostic
    from netledger.core.entries import AnyEntry
    from netledger.core.ledger import Ledger
    from netledger.core.spans import Span
    from netledger.plugins.books import Books

TAG = "networking"
"""What is chosen where the journal does not say: transactions with this tag."""

_EXAMPLE = 'write `plugin "beancount" "books.beancount #networking account:Expenses:Networking"`'
_TERM = re.compile(r"#(?P<tag>[A-Za-z0-9/._-]+)|account:(?P<account>[^\s:]+(?::[^\s:]+)*)")

# What looks like a term, at the end of a path: nobody's file is called `acount:Expenses`.
_SLIP = re.compile(r"#.*|[a-z]+:.*")


class _Asked(NamedTuple):
    """What the journal's line asks for."""

    path: str
    terms: Terms


def _asked(config: str) -> _Asked | str:
    """Read the text after the plugin's name, or say what is wrong with it.

    `My books.beancount #trade account:Expenses:Fairs` is a path, which may have blanks, and two terms.
    """
    words = re.split(r"(\s+)", config.strip())
    tags: list[str] = []
    accounts: list[str] = []
    while len(words) > 1:
        match = _TERM.fullmatch(words[-1])
        if match is None:
            if _SLIP.fullmatch(words[-1]):
                return f"{words[-1]} is no term: there are #TAG and account:NAME"
            break
        (tags if match["tag"] else accounts).insert(0, match["tag"] or match["account"])
        del words[-2:]
    path = "".join(words)
    if not path or _TERM.fullmatch(path):
        return "the books are not named"
    return _Asked(path, Terms(tuple(tags) if tags or accounts else (TAG,), tuple(accounts)))


def take_costs(ledger: "Ledger", config: str) -> "tuple[list[AnyEntry], list[Diagnostic]]":
    """Add the costs of the books that the plugin's line names; what cannot be had is told at that line."""
    entries, line = list(ledger.entries), ledger.plugins[-1].span
    asked = _asked(config)
    if isinstance(asked, str):
        return entries, [diagnostic("NL213", line, asked, _EXAMPLE)]
    path = os.path.normpath(os.path.join(os.path.dirname(line.file), asked.path))  # noqa: PTH118, PTH120 - as written
    try:
        books = read_books(path)
    except Unreadable as error:
        hint = error.hint or "the path is relative to this file"
        return entries, [diagnostic(error.code, line, error.message, hint)]
    except ImportError:
        message = 'the plugin "beancount" needs the package beancount'
        return entries, [diagnostic("NL210", line, message, "pip install 'netledger[beancount]'")]
    maker, before = CostMaker(books, Known(ledger.declarations)), _taken(ledger, books)
    again = 0
    for transaction in books.transactions:
        postings = asked.terms.choose(transaction, books.expenses)
        if postings and place(transaction) in before:
            again += 1
        else:
            entries.extend(maker.costs(transaction, postings))
    found = [*books.faults, *maker.diagnostics(), *_idle(asked, books, path, line)]
    if again:
        message = f"transactions in {path} that a line before took, and that are not taken again: {again}"
        found.append(diagnostic("NL203", line, message, "name these books in one line, with all terms"))
    return entries, found


def _taken(ledger: "Ledger", books: "Books") -> set[tuple[str, int]]:
    """Return the places of transactions in these books that the journal has taken already, by a line before."""
    names = {os.path.realpath(file): file for file in books.sources}
    others = {entry.span.file for entry in ledger.entries} - {file.name for file in ledger.files}
    same = {file: names[real] for file in others if (real := os.path.realpath(file)) in names}
    return {(same[entry.span.file], entry.span.line) for entry in ledger.entries if entry.span.file in same}


def _idle(asked: _Asked, books: "Books", path: str, line: "Span") -> "Iterable[Diagnostic]":
    """Tell of terms that nothing in the books matches: they are misspelt, or the books are others."""
    tags = {tag for transaction in books.transactions for tag in transaction.tags}
    accounts = {posting.account for transaction in books.transactions for posting in transaction.postings}
    for tag in asked.terms.tags:
        if tag not in tags:
            close = nearest(tag, sorted(tags))
            hint = (
                f"did you mean #{close}?" if close else f"tag transactions with #{tag}, or name an account: {_EXAMPLE}"
            )
            yield diagnostic("NL215", line, f"no transaction in {path} has the tag #{tag}", hint)
    for root in asked.terms.accounts:
        if not any(lies_in(account, root) for account in accounts):
            depth = root.count(":") + 1
            close = nearest(root, sorted({":".join(account.split(":")[:depth]) for account in accounts}))
            hint = f"did you mean account:{close}?" if close else "write it as the books do: account:Expenses:Fairs"
            yield diagnostic("NL215", line, f"no transaction in {path} has the account {root}", hint)


plugin = Transform(take_costs, "costs from beancount books, by tag or account")
