"""What the files of double entry say about themselves in their comments."""

from collections.abc import Iterable, Iterator

from netledger.core.config import Config
from netledger.core.ledger import Ledger
from netledger.exporters.survey import Survey
from netledger.exporters.transactions import Assertion, Quote, Record, is_whole, records
from netledger.formats import chosen


def said(ledger: Ledger, config: Config, found: Survey) -> list[str]:
    """Return the lines at the head of a file."""
    rest = sum(1 for _ in chosen(ledger, config)) - found.booked
    lines = [
        "What a journal of netledger books, written by `netledger export`: change the journal, not this file.",
        f"Transactions: {found.booked:,}. Entries that book nothing, and are not in here: {rest:,}.",
    ]
    if not is_whole(config):
        lines.append("Assertions of balances are left out, since not all is in here that comes before them.")
    return lines


def blocks(*parts: Iterable[str]) -> str:
    """Join the parts of a head, each of whole lines, with an empty line between those that have any."""
    return "\n".join(filter(None, map("".join, parts)))


def does_not_hold(record: Assertion) -> str:
    """Say which assertion is left out."""
    asserted = f"{record.date} balance {record.subject} {record.amount}"
    return f"left out, since it does not hold: {asserted}; what is booked: {record.held:f} {record.amount.unit}"


def spaced(ledger: Ledger, config: Config) -> Iterator[tuple[str, Record]]:
    """Give the records with what stands before each: an empty line, where it is not one more of a row of prices."""
    in_row = False
    for record in records(ledger, config):
        is_price = isinstance(record, Quote)
        yield "" if in_row and is_price else "\n", record
        in_row = is_price
