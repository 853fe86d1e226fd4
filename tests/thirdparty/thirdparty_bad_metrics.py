"""Metrics that do all that a plugin must not."""

import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any, NoReturn

from netledger import Column, Config, Figure, Ledger, Metric, Report
from netledger.core.amounts import Amount


def _raises(_ledger: Ledger, _config: Config) -> NoReturn:
    message = "no cheese either"
    raise LookupError(message)


def _exits(_ledger: Ledger, _config: Config) -> NoReturn:
    sys.exit("SHOUTED while leaving")


def _report(config: Config) -> Report:
    columns = (Column("person", "name"), Column("given", "amounts"))
    return Report("bad", "Bad", columns, (("Bob", (Amount(Decimal(1), "USD"),)),), config.today)


def _returning(make: Callable[[Report], object]) -> Metric:
    def run(_ledger: Ledger, config: Config) -> Any:
        return make(_report(config)), []

    return Metric(run)


def _prints(_ledger: Ledger, config: Config) -> Any:
    print("SHOUTED")  # noqa: T201 - that is its fault
    return _report(config), []


raises = Metric(_raises)
exits = Metric(_exits)
returns_none = Metric(lambda _ledger, _config: None)  # type: ignore[arg-type, return-value]
returns_text = _returning(lambda _: "Bob 1 USD")
returns_short_row = _returning(lambda report: replace(report, rows=(("Bob",),)))
returns_wrong_cell = _returning(lambda report: replace(report, rows=(("Bob", 1),)))
returns_wrong_column = _returning(
    lambda report: replace(report, columns=(Column("person", "name"), Column("given", "sum")))
)  # type: ignore[arg-type]
returns_wrong_title = _returning(lambda report: replace(report, title=None))
returns_wrong_figure = _returning(lambda report: replace(report, figures=(Figure("f", "f", "many"),)))  # type: ignore[arg-type]
returns_wrong_number = _returning(lambda report: replace(report, rows=(("Bob", (Amount(Decimal("NaN"), "USD"),)),)))
returns_wrong_day = _returning(lambda report: replace(report, begin="2026-01-01"))
prints = Metric(_prints)
