"""Transforms that do all that a plugin must not."""

import os
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from netledger import Ledger, Transform
from netledger.core.amounts import Amount
from netledger.core.entries import Balance, Cost, Price
from netledger.core.spans import Span

DAY = date(2026, 1, 5)
SPAN = Span("nowhere", 1)


class _Stop(BaseException):
    """No Exception, as some libraries use to unwind."""


class _MuteError(Exception):
    """It cannot even say what it is."""

    def __str__(self) -> str:
        raise RuntimeError


def _raises(_ledger: Ledger, _config: str) -> NoReturn:
    message = "out of\ncheese"
    raise ValueError(message)


def _raises_base(_ledger: Ledger, _config: str) -> NoReturn:
    message = "unwound"
    raise _Stop(message)


def _raises_mute(_ledger: Ledger, _config: str) -> NoReturn:
    raise _MuteError


def _exits(_ledger: Ledger, _config: str) -> NoReturn:
    sys.exit(0)


def _returning(make: Callable[[Ledger], object]) -> Transform:
    def run(ledger: Ledger, _config: str) -> Any:
        return make(ledger)

    return Transform(run)


def _prints(ledger: Ledger, _config: str) -> Any:
    print("SHOUTED first")  # noqa: T201 - that is its fault
    print("SHOUTED second", file=sys.stderr)  # noqa: T201 - likewise
    return list(ledger.entries), []


def _prints_below(ledger: Ledger, _config: str) -> Any:
    """Write past Python's own streams, as a child process or a library in C would."""
    os.write(1, b"SHOUTED below\n")
    return list(ledger.entries), []


def _reads(ledger: Ledger, _config: str) -> Any:
    input()
    return list(ledger.entries), []


def no_plugin(ledger: Ledger, _config: str) -> Any:
    """Do the right thing, without being wrapped in a Transform."""
    return list(ledger.entries), []


raises = Transform(_raises)
raises_base = Transform(_raises_base)
raises_mute = Transform(_raises_mute)
exits = Transform(_exits)
returns_none = _returning(lambda _: None)
returns_one = _returning(lambda ledger: list(ledger.entries))
returns_texts = _returning(lambda _: (["2026-01-05 cost 5 USD"], []))
returns_iterator = _returning(lambda ledger: (iter(ledger.entries), []))
returns_bad_diagnostics = _returning(lambda ledger: (list(ledger.entries), ["careful"]))
returns_date_text = _returning(
    lambda ledger: ([*ledger.entries, Cost(date="2026-01-05", span=SPAN, amounts=(Amount(Decimal(5), "USD"),))], [])  # type: ignore[arg-type]
)
returns_names_text = _returning(lambda ledger: ([*ledger.entries, Cost(date=DAY, span=SPAN, names="Bob")], []))  # type: ignore[arg-type]
returns_nan_price = _returning(
    lambda ledger: (
        [*ledger.entries, Price(date=DAY, span=SPAN, unit="HOUR", amount=Amount(Decimal("NaN"), "USD"))],
        [],
    )
)
returns_nan_balance = _returning(
    lambda ledger: (
        [*ledger.entries, Balance(date=DAY, span=SPAN, subject="Bob", amount=Amount(Decimal("NaN"), "USD"))],
        [],
    )
)
prints = Transform(_prints)
prints_below = Transform(_prints_below)
reads = Transform(_reads)
