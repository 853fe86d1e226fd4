"""The rows of a trace: what stands in a tree of people and moments."""

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import EXACT, ZERO, Amount, apportion
from netledger.core.report import Column
from netledger.core.valuation import rate_on
from netledger.measures.credit import credits_of, grants_of
from netledger.measures.paths import Paths
from netledger.plugins.moments import what

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row
    from netledger.measures.credit import Credit, Grant, Model
    from netledger.measures.paths import Path

COLUMNS = (
    Column("level", "level"),
    Column("what", "text"),
    Column("date", "date"),
    Column("text", "text"),
    Column("share", "share", sparse=True),
    Column("credit", "amount", sparse=True),
    Column("row", "name", wide=True),
    Column("venue", "name", wide=True),
)

PLACES = 4
"""The decimals of a share."""

Sort = Literal["outcome", "introduction", "person", "step", "rest", "none", "circle", "venue", "nobody"]
"""What a row is of. `rest`: the steps that are not listed one by one; `none`: a person credited without a step."""


class Line(NamedTuple):
    """One row of the tree, before its numbers are rounded."""

    level: int
    sort: Sort
    what: str
    entry: e.Happening | None = None
    share: Fraction | None = None
    """How much of an outcome it tells of, or is credited with."""
    text: str = ""

    def row(self, share: "Decimal | None", credit: Amount | None) -> "Row":
        """Return its cells."""
        day = None if self.entry is None else self.entry.date
        venue = "" if self.entry is None else self.entry.venue or ""
        return (self.level, self.what, day, self.text, share, credit, self.sort, venue)


def line_of(level: int, sort: Sort, entry: e.Happening, share: Fraction | None = None) -> Line:
    """Return the line of an entry."""
    return Line(level, sort, what(entry), entry, share, entry.text or "")


class Tracing:
    """What a trace is made with: the paths of a ledger's outcomes, and the model that credits their steps."""

    def __init__(self, ledger: "Ledger", config: "Config", model: "Model", half: Fraction, most: int) -> None:
        """Go through the ledger once."""
        self.ledger, self.config, self.model = ledger, config, model
        self.paths = Paths(ledger, config.today)
        self.most = most
        """So many steps beneath a person are listed one by one; 0: all."""
        self._half = half

    def credits(self, path: "Path") -> "list[Credit]":
        """Return who and what is credited with the outcome of a path; it adds up to 1."""
        return credits_of(path, self.paths, self.model, self._half)

    def grants(self, path: "Path") -> "list[Grant]":
        """Return the same by parts of one size."""
        return grants_of(path, self.paths, self.model, self._half)

    def value(self, outcome: e.Outcome) -> tuple[Fraction, str] | None:
        """Return what an outcome is worth: its own amount or, with `-X`, its value in that unit, if it has one.

        What came to others is worth nothing to the owner.
        """
        if outcome.amount is None or outcome.beneficiaries:
            return None
        number, unit, exchange = Fraction(outcome.amount.number), outcome.amount.unit, self.config.exchange
        rate = Fraction(1) if exchange is None else rate_on(self.ledger, self.config, unit, exchange, outcome.date)
        return None if rate is None else (number * rate, exchange or unit)

    def precision(self, unit: str) -> int:
        """Return how many decimals a unit is shown with."""
        return self.ledger.declarations.precision(unit)


def hidden(steps: "Sequence[int]", most: int) -> "Sequence[int]":
    """Return the middle of a long list of steps, so that `most` of them and one line for these are left; 0: none."""
    if not most or len(steps) <= most + 1:
        return ()
    return steps[(most + 1) // 2 : len(steps) - most // 2]


def rest_of(level: int, count: int, share: Fraction | None = None) -> Line:
    """Return the line of what was left out."""
    return Line(level, "rest", f"… {count} more", None, share)


def rounded(lines: "Sequence[Line]", value: tuple[Fraction, str] | None, tracing: Tracing) -> "list[Row]":
    """Return the rows of an outcome, the first line, and of what it is credited to.

    Shown parts add up: each row with others beneath it is their sum.
    """
    leaves = [index for index, line in enumerate(lines) if line.share is not None]
    parts = [lines[index].share or Fraction(0) for index in leaves]
    shares = _summed(lines, dict(zip(leaves, apportion(parts, PLACES), strict=True)))
    worth: dict[int, Decimal] = {}
    unit = ""
    if value is not None:
        number, unit = value
        shown = apportion([part * number for part in parts], tracing.precision(unit))
        worth = _summed(lines, dict(zip(leaves, shown, strict=True)))
    return [
        line.row(shares.get(index), Amount(worth[index], unit) if index in worth else None)
        for index, line in enumerate(lines)
    ]


def _summed(lines: "Sequence[Line]", numbers: "dict[int, Decimal]") -> "dict[int, Decimal]":
    """Add to the numbers of some lines those of all that have such lines beneath them."""
    sums: dict[int, Decimal] = {}  # by level: of what was passed since the last line above it
    for index in range(len(lines) - 1, -1, -1):
        level = lines[index].level
        beneath = sums.pop(level + 1, None)
        if beneath is not None:
            numbers[index] = beneath
        if index in numbers:
            sums[level] = EXACT.add(sums.get(level, ZERO), numbers[index])
    return numbers
