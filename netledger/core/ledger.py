"""The ledger: everything that was read, sorted and checked."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from netledger.core.booking import book
from netledger.core.declarations import DECLARING, Declarations
from netledger.core.entries import AnyEntry, Balance, Entry, Happening, Plugin, Price, Query
from netledger.core.phases import phase
from netledger.core.prices import Prices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from netledger.core.booking import Exchange
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.options import Options


Kind = TypeVar("Kind", bound=Entry)


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
    origin: Any = field(default=None, compare=False, repr=False)
    """What the loader keeps to bring the ledger up to date when a file changes."""

    @cached_property
    def _kinds(self) -> dict[type[Entry], tuple[Any, ...]]:
        kinds: dict[type[Entry], list[Any]] = defaultdict(list)
        for entry in self.entries:
            kinds[type(entry)].append(entry)
        return {kind: tuple(entries) for kind, entries in kinds.items()}

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Return the entries of one kind, in ledger order: `ledger.of(Price)`."""
        return self._kinds.get(kind, ())

    @cached_property
    def booked(self) -> tuple[tuple[Happening, "Sequence[Exchange]"], ...]:
        """What each entry exchanges, of all that exchange anything, in ledger order."""
        with phase("book"):
            return tuple([(entry, tuple(found)) for entry in self.entries if (found := book(entry))])  # type: ignore[misc]

    @cached_property
    def declarations(self) -> Declarations:
        """Who and what the ledger declares."""
        return Declarations([entry for entry in self.entries if type(entry) in DECLARING], self.options)

    @cached_property
    def prices(self) -> Prices:
        """All prices of the ledger."""
        return Prices(self.of(Price))

    @cached_property
    def queries(self) -> dict[str, str]:
        """The terms of each saved query, by its name; of one name the last counts."""
        return {entry.name: entry.terms for entry in self.of(Query)}

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What was found out about the whole ledger, kept for whoever asks next; the keys are the askers' own."""
        return {}

    def with_diagnostics(self, diagnostics: "Iterable[Diagnostic]") -> "Ledger":
        """Return the same ledger with other diagnostics, and all that was found out about its entries."""
        return self._with(diagnostics=tuple(diagnostics))

    def without_origin(self) -> "Ledger":
        """Return the same ledger without what an update needs."""
        return self._with(origin=None)

    def _with(self, **changes: Any) -> "Ledger":  # noqa: ANN401 - any field that says nothing about the entries
        found = replace(self, **changes)
        fields = found.__dataclass_fields__
        found.__dict__.update({name: value for name, value in self.__dict__.items() if name not in fields})
        return found

    def titled(self, what: str) -> str:
        """Head a report with the title of the journal, if it has one: `Ties: A coach's year`."""
        return f"{what}: {self.options.title}" if self.options.title else what

    @property
    def has_errors(self) -> bool:
        """Whether any diagnostic is an error."""
        return any(item.severity == "error" for item in self.diagnostics)

    def until(self, today: "date") -> "tuple[AnyEntry, ...]":
        """Return the entries up to a day, which counts itself: later ones do not exist for a report of that day."""
        if not self.entries or self.entries[-1].date <= today:
            return self.entries
        return tuple(entry for entry in self.entries if entry.date <= today)


def in_order(entries: "Sequence[Entry]") -> list[Entry]:
    """Sort entries by date, then assertions first, otherwise as they stand."""
    return [entries[index] for index in order_of(entries)]


def order_of(entries: "Sequence[Entry]") -> list[int]:
    """Return where each entry of the ledger's order stands in a sequence.

    The order is by date, then assertions first, otherwise as they stand.
    """
    assertions = [index for index, entry in enumerate(entries) if type(entry) is Balance]
    order = assertions + [index for index, entry in enumerate(entries) if type(entry) is not Balance]
    order.sort(key=[entry.date for entry in entries].__getitem__)  # stable: on each day the assertions stay first
    return order
