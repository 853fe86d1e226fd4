"""Exports within the process, and how much memory they take while they are written."""

import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from netledger import Config, Ledger, load_text, parse_query
from netledger.core import entries as e
from netledger.core.amounts import Amount
from netledger.core.options import Options
from netledger.core.spans import Span
from netledger.formats import EXPORTERS

TODAY = date(2026, 6, 30)


def pieces(name: str, journal: str | Ledger, *terms: str, **settings: Any) -> Iterator[bytes]:
    """Give what `netledger export NAME` writes of a journal, piece by piece; a text as UTF-8."""
    ledger = load_text(journal) if isinstance(journal, str) else journal
    config = Config(**{"today": TODAY, **settings}, query=parse_query(terms))
    for piece in EXPORTERS.find(name).plugin.write(ledger, config):
        yield piece.encode() if isinstance(piece, str) else piece


def exported(name: str, journal: str | Ledger, *terms: str, **settings: Any) -> bytes:
    """Return what `netledger export NAME` writes of a journal."""
    return b"".join(pieces(name, journal, *terms, **settings))


def text(name: str, journal: str | Ledger, *terms: str, **settings: Any) -> str:
    return exported(name, journal, *terms, **settings).decode()


def many(count: int) -> Ledger:
    """Make a ledger of many meetings, each with a cost, so that each has one row."""
    return Ledger(
        tuple(
            e.Touch(
                date=date(2020, 1, 1) + timedelta(days=number // 50),
                span=Span("many.net", number + 1),
                medium="meet",
                names=(f"P{number}",),
                text=f"number {number}",
                details=(e.Detail("cost", (), (Amount(Decimal(number), "USD"),), None, (), (), pending=False, line=1),),
            )
            for number in range(count)
        ),
        Options(operating_currency=("USD",)),
    )


def peak(name: str, ledger: Ledger) -> int:
    """Return how many bytes an export holds at most, beside the ledger, while its pieces are taken and forgotten."""
    exported(name, many(1_500))  # what it imports, and keeps for good, is no matter of the ledger
    assert not ledger.of(e.Price)  # nor is what the ledger keeps about itself
    tracemalloc.start()
    try:
        for _ in pieces(name, ledger):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
