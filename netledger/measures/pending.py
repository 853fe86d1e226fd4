"""Open promises: what is flagged `!`, who owes it to whom, and by when.

What is flagged is pending: an entry with all its details, or one detail alone. Each entry and each detail is a promise
of its own.
"""

from typing import TYPE_CHECKING, NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import ONE_FAVOR, ONE_INTRO
from netledger.measures.history import is_to_owner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from netledger.core.amounts import Amount

YOU, THEY, BOTH = "you", "they", "both"


class Promise(NamedTuple):
    """Something pending: an entry, or a detail of one."""

    entry: e.Happening
    detail: e.Detail | None
    """The detail; None: it is the entry itself."""
    kind: str
    """The keyword of the entry, or of the detail: `intro`, `give`."""
    names: tuple[str, ...]
    """Whom it is between; of an introduction to you, who makes it comes first."""
    amounts: "tuple[Amount, ...]"
    """What is promised to or by each of them, or what it will take."""
    direction: str
    """Who owes it: `you`, `they`, `both` of a meeting; empty: it is owed by neither of you to the other."""
    due: "date | None"

    @property
    def when(self) -> "date":
        """The day that it is due, else the one on which it was noted."""
        return self.due or self.entry.date

    @property
    def text(self) -> str:
        """What was written about it; of a favour without words, what was written about its entry."""
        own = self.entry.text if self.detail is None else self.detail.text
        return own or (self.entry.text if self.direction else "") or ""


class Owed(NamedTuple):
    """A promise as it concerns one of its people: of `! intro Ilse Ben`, that Ilse is to be introduced to Ben."""

    party: str
    """Whom it is to be settled with: a person, or a group with its `@`."""
    what: str
    """`intro to Ben`, `1 ADVICE, her price list`."""
    promise: Promise

    @property
    def theirs(self) -> bool:
        """Whether they owe it."""
        return self.promise.direction == THEY

    @property
    def due(self) -> "date | None":
        """The day that it is due."""
        return self.promise.due

    @property
    def entry(self) -> e.Happening:
        """The entry that it stands in."""
        return self.promise.entry


def pending(entry: e.Happening) -> "Iterator[Promise]":
    """Give what is pending of an entry, in the order of its lines."""
    value = entry.get("due") if entry.meta else None
    due = value.date if value is not None and value.kind == "date" else None
    if entry.pending:
        yield Promise(entry, None, e.keyword(entry), _people(entry), _amounts(entry), _direction(entry), due)
    for detail in entry.details:
        if entry.pending or detail.pending:
            names = detail.names or (entry.names if detail.kind == "cost" else ())
            direction = {"give": YOU, "receive": THEY}.get(detail.kind, "")
            yield Promise(entry, detail, detail.kind, names, detail.amounts, direction, due)


def owed(promise: Promise) -> "Iterator[Owed]":
    """Give a promise once for everybody whom it is to be settled with; nobody where neither of you owes it."""
    if not promise.direction:
        return
    entry = promise.entry
    if promise.detail is None and isinstance(entry, e.Intro):
        if entry.by is not None:
            yield Owed(entry.by, f"intro to {_listed(entry.names)}", promise)
        else:
            for name in entry.names:
                yield Owed(name, f"intro to {_listed([other for other in entry.names if other != name])}", promise)
        return
    parties = promise.names or ((entry.venue,) if entry.venue and isinstance(entry, e.Give | e.Receive) else ())
    for party in parties:
        yield Owed(party, _what(promise), promise)


def _what(promise: Promise) -> str:
    entry, text = promise.entry, promise.detail.text if promise.detail is not None else promise.entry.text
    if promise.detail is None and isinstance(entry, e.Touch | e.Outcome):
        what = entry.medium if isinstance(entry, e.Touch) else f"outcome {entry.kind}"
    else:
        if promise.amounts[0] == ONE_FAVOR and text:
            return text
        what = "a favour" if promise.amounts[0] == ONE_FAVOR else str(promise.amounts[0])
    return f"{what}, {text}" if text else what


def _listed(names: "Sequence[str]") -> str:
    """Join names by commas; the owner, who is told, needs no name."""
    return ", ".join(name for name in names if name != e.ME)


def _amounts(entry: e.Happening) -> "tuple[Amount, ...]":
    if isinstance(entry, e.Give | e.Receive):
        return (entry.amount,)
    if isinstance(entry, e.Cost):
        return entry.amounts
    if isinstance(entry, e.Intro) and _direction(entry):
        return (ONE_INTRO,)
    return (entry.amount,) if isinstance(entry, e.Outcome) and entry.amount is not None else ()


def _people(entry: e.Happening) -> tuple[str, ...]:
    by = (entry.by,) if isinstance(entry, e.Intro | e.Give) and entry.by is not None else ()
    others = entry.beneficiaries if isinstance(entry, e.Outcome) else ()
    return tuple(dict.fromkeys(name for name in (*by, *entry.names, *others) if name != e.ME))


def _direction(entry: e.Happening) -> str:
    """Say who owes it to whom; what others do for others, and a cost, nobody."""
    if isinstance(entry, e.Give):
        return YOU if entry.by is None else ""
    if isinstance(entry, e.Intro):
        return YOU if entry.by is None else THEY if is_to_owner(entry) else ""
    if isinstance(entry, e.Touch) and entry.names:
        return THEY if entry.inbound else BOTH if entry.medium in {"meet", "video"} else YOU
    if isinstance(entry, e.Outcome):
        return "" if entry.beneficiaries else THEY
    return THEY if isinstance(entry, e.Receive) else ""
