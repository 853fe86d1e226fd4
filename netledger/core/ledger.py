"""The ledger: everything that was read, sorted and checked."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from netledger.core.declarations import Declarations
from netledger.core.entries import AnyEntry, Balance, Entry, Plugin, Price
from netledger.core.prices import Prices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from netledger.core.diagnostics import Diagnostic
    from netledger.core.options import Options


class SourceFile(msgspec.Struct, frozen=True):
    """One file that was read."""

    name: str
    """As spans name it."""
    lines: int
    entries: int
    """How many dated entries it holds itself."""
    included_by: str | None = None
    """The file whose `include` named it."""


@dataclass(frozen=True)
class Ledger:
    """A journal that was read, with its diagnostics. Nothing in it changes."""

    entries: tuple[AnyEntry, ...]
    """By date, then assertions first, then by position as if all files were pasted into one."""
    options: "Options"
    diagnostics: tuple["Diagnostic", ...] = ()
    files: tuple[SourceFile, ...] = ()
    plugins: tuple[Plugin, ...] = ()

    @cached_property
    def declarations(self) -> Declarations:
        """Who and what the ledger declares."""
        return Declarations(self.entries, self.options)

    @cached_property
    def prices(self) -> Prices:
        """All prices of the ledger."""
        return Prices(entry for entry in self.entries if isinstance(entry, Price))

    @property
    def has_errors(self) -> bool:
        """Whether any diagnostic is an error."""
        return any(item.severity == "error" for item in self.diagnostics)

    def until(self, today: "date") -> "tuple[AnyEntry, ...]":
        """Return the entries up to a day, which counts itself: later ones do not exist for a report of that day."""
        if not self.entries or self.entries[-1].date <= today:
            return self.entries
        return tuple(entry for entry in self.entries if entry.date <= today)


def in_order(entries: "Iterable[Entry]") -> "list[Entry]":
    """Sort entries by date, then assertions first, otherwise as they stand."""
    return sorted(entries, key=lambda entry: (entry.date, not isinstance(entry, Balance)))
