"""What a journal says that cannot be, seen over all of it: undeclared names, failed assertions, lost documents."""

import os
import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

import msgspec

from netledger.core import entries as e
from netledger.core.amounts import EXACT, Amount, negated, quantize
from netledger.core.booking import FAVOURS, book
from netledger.core.declarations import ancestors
from netledger.core.inventory import Inventory
from netledger.core.query import QueryError, parse_query_text
from netledger.core.spelling import nearest
from netledger.loader.assemble import Names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from netledger.core.ledger import Ledger
    from netledger.core.spans import Span
    from netledger.loader.assemble import Assembly

# Near spellings are looked for among at most so many names, for at most so many undeclared ones.
_SPELLINGS = 100


class Change(NamedTuple):
    """What is new in a ledger since it was checked before."""

    place: int
    """Where it stands among the entries as they were assembled."""
    removed: "Sequence[e.AnyEntry]"
    added: "Sequence[e.AnyEntry]"
    named: Names
    """What the ledger named before, and maybe more."""
    codes: frozenset[str]
    """The codes of the diagnostics that it had."""

    @property
    def entries(self) -> "Sequence[e.AnyEntry]":
        """All entries that went or came."""
        return (*self.removed, *self.added)


def run_checks(ledger: "Ledger", assembly: "Assembly", change: Change | None = None) -> None:
    """Diagnose what is wrong with a ledger as a whole; with a `change`, look closely at that alone."""
    assembly.named = _named(ledger) if change is None else _with_added(change)
    _case(ledger, assembly, assembly.named)
    _declared(ledger, assembly, assembly.named)
    if change is None or "NL306" in change.codes or any(_ties(entry, ledger) for entry in change.entries):
        _closed(ledger, assembly)
    if change is None or "NL401" in change.codes or any(type(entry) is e.Unit for entry in change.entries):
        _assertions(ledger, assembly)  # a unit may say how many decimals count
    else:
        _assertions(ledger, assembly, {subject for entry in change.entries for subject in _moved(entry)})
    _documents(ledger, assembly)
    _queries(ledger, assembly)


def _with_added(change: Change) -> Names:
    """Return what a ledger names now, and maybe more."""
    people, venues, units = set(change.named.people), set(change.named.venues), set(change.named.units)
    for entry in change.added:
        people.update(e.people(entry))
        venues.update(_venues(entry))
        units.update(e.units(entry))
    return Names(people, venues, units)


def _ties(entry: e.AnyEntry, ledger: "Ledger") -> bool:
    """Tell whether an entry ends a tie, or is about one that ended at some time."""
    return type(entry) in _TIES and _concerns(entry, {close.subject for close in ledger.of(e.Close)})


def _moved(entry: e.AnyEntry) -> "Iterator[str]":
    """Give the people and venues of which an assertion may hold or fail by an entry."""
    if isinstance(entry, e.Balance):
        yield entry.subject
    for exchange in book(entry):
        if exchange.is_favour:
            yield from _holders(exchange.party)


def _holders(party: str) -> "Sequence[str]":
    """Return whose balance a favour counts to: of a venue also those above it."""
    return ancestors(party) if party[0] == "@" else (party,)


def place(assembly: "Assembly", span: "Span", word: str) -> "Span":
    """Return where a word first stands within the lines of a span, outside texts and comments; else the span's head."""
    for number in range(span.line, span.end_line + 1):
        columns = _words(assembly, span.file, number)
        if word in columns:
            start = columns[word]
            return msgspec.structs.replace(
                span, line=number, column=start + 1, end_line=number, end_column=start + 1 + len(word)
            )
    return span


_WORD = re.compile(r"[@#^]?[\w'’·.:\-]+")
_NO_WORD = re.compile(r'"(?:[^"\\]|\\.)*"|;.*')


def _words(assembly: "Assembly", file: str, number: int) -> dict[str, int]:
    """Return the words of a line, each with the column of its first place, from 0."""
    key = file, number
    if assembly.words is None or assembly.words[0] != key:
        lines = assembly.lines(file)
        line = lines[number - 1] if 0 < number <= len(lines) else ""
        outside = _NO_WORD.sub(lambda found: " " * len(found[0]), line)
        columns: dict[str, int] = {}
        for match in _WORD.finditer(outside):
            text = match[0] if match[0].isascii() else normalize("NFC", match[0])
            columns.setdefault(text, match.start())
        assembly.words = key, columns
    return assembly.words[1]


class _Use(NamedTuple):
    """The first use of a name, and how many there are."""

    span: "Span"
    times: int


def _uses(ledger: "Ledger", wanted: "Collection[str]", names: "Callable[[e.Entry], Iterable[str]]") -> dict[str, _Use]:
    """Return the uses of some names, in the order of their first ones."""
    found: dict[str, _Use] = {}
    for entry in ledger.entries if wanted else ():
        for name in names(entry):
            if name in wanted:
                use = found.get(name)
                found[name] = _Use(entry.span, 1) if use is None else _Use(use.span, use.times + 1)
    return found


def _venues(entry: e.Entry) -> tuple[str, ...]:
    venue = e.venue(entry)
    return (venue,) if venue is not None else ()


_Kinds = tuple[type[Any], ...]  # with fields of one name, which no common type has
_SUBJECTS: _Kinds = (e.Close, e.Balance, e.Note, e.Document)
_HAPPENINGS: _Kinds = (e.Touch, e.Connect, e.Intro, e.Give, e.Receive, e.Cost, e.Outcome, e.Promo)

_BY: _Kinds = (e.Intro, e.Give)
_AMOUNT: _Kinds = (e.Give, e.Receive, e.Balance, e.Budget, e.Price, e.Outcome)


def _named(ledger: "Ledger") -> Names:
    """Gather everything that a ledger names in one go: most of it is in order, and asks for no closer look."""
    happenings: list[Any] = [entry for kind in _HAPPENINGS for entry in ledger.of(kind)]
    details: list[Any] = [detail for entry in happenings if entry.details for detail in entry.details]
    subjects = {entry.subject for kind in _SUBJECTS for entry in ledger.of(kind)}
    people = set(chain.from_iterable([entry.names for entry in (*happenings, *details)]))
    people.update(*[entry.beneficiaries for entry in ledger.of(e.Outcome)])
    people.update([entry.by or e.ME for kind in _BY for entry in ledger.of(kind)])
    people.update([entry.name for entry in ledger.of(e.Person)])
    people.update([subject for subject in subjects if subject[0] != "@"])
    at: list[Any] = [*happenings, *ledger.of(e.Venue), *ledger.of(e.Budget)]
    venues = {entry.venue for entry in at}
    venues.update([subject for subject in subjects if subject[0] == "@"])
    amounts: list[Amount | None] = list(chain.from_iterable([of.amounts for of in (*details, *ledger.of(e.Cost))]))
    for kind in _AMOUNT:
        amounts.extend([entry.amount for entry in ledger.of(kind)])
    units = {amount.unit for amount in amounts if amount is not None}
    return Names(people - {e.ME}, {venue for venue in venues if venue is not None}, units)


def _declared(ledger: "Ledger", assembly: "Assembly", named: Names) -> None:
    declared = ledger.declarations
    kinds: tuple[tuple[str, str, set[str], Mapping[str, object], Callable[[e.Entry], Iterable[str]], str], ...] = (
        ("NL301", "", named.people - declared.people.keys(), declared.people, e.people, "person {}"),
        ("NL302", "", {v for v in named.venues if not declared.has_venue(v)}, declared.venues, _venues, "venue {}"),
        ("NL303", "the unit ", named.units - declared.units.keys(), declared.units, e.units, 'unit {} "…"'),
    )
    for all_named, (code, noun, unknown, known, names, example) in zip(named, kinds, strict=True):
        uses = _uses(ledger, unknown, names)
        all_named.difference_update(unknown - uses.keys())
        for spellings, (name, use) in enumerate(uses.items()):
            close = _nearest(name, known) if spellings < _SPELLINGS else None
            times = f", used {use.times} times" if use.times > 1 else ""
            hint = f"declare it: `2026-01-01 {example.format(name)}`"
            if code == "NL303" and re.fullmatch("[A-Z]{3}", name):
                hint += f'; money also by `option "operating_currency" "{name}"`'
            if code == "NL301" and name in declared.units:
                hint = f"{name} is a unit: an amount of it has a number, `1 {name}`"
            elif code == "NL301":
                hint = f"declare them: `2026-01-01 person {name}`, or `connect {name}` on the day it began"
            if close is not None:
                hint = f"did you mean {close}? Else {hint}"
            assembly.report(code, place(assembly, use.span, name), f"{noun}{name} is never declared{times}", hint)


def _nearest(name: str, known: "Mapping[str, object]") -> str | None:
    candidates = [other for other in known if abs(len(other) - len(name)) <= 2]  # noqa: PLR2004 - near spellings
    return nearest(name, candidates, 0.75)


def _case(ledger: "Ledger", assembly: "Assembly", named: Names) -> None:
    """Find names that differ by case alone."""
    alike: dict[str, list[str]] = {}
    for name in (*named.people, *named.venues):
        alike.setdefault(name.casefold(), []).append(name)
    wanted = {name for names in alike.values() if len(names) > 1 for name in names}
    first: dict[str, tuple[str, _Use]] = {}
    for name, use in _uses(ledger, wanted, lambda entry: (*e.people(entry), *_venues(entry))).items():
        other = first.setdefault(name.casefold(), (name, use))
        if other[0] != name:
            message = f"{name} differs from {other[0]} by case alone"
            hint = f"one of them is in {other[1].span.file}:{other[1].span.line}: write both alike if they are the same"
            assembly.report("NL304", place(assembly, use.span, name), message, hint)


def _closed(ledger: "Ledger", assembly: "Assembly") -> None:
    subjects = {entry.subject for entry in ledger.of(e.Close)}
    if not subjects:
        return
    closed: dict[str, e.Close] = {}
    for entry in [entry for entry in ledger.entries if type(entry) in _TIES and _concerns(entry, subjects)]:
        if isinstance(entry, e.Close):
            closed[entry.subject] = entry
        elif isinstance(entry, e.Connect):
            for name in entry.names:
                closed.pop(name, None)
        elif isinstance(entry, e.Touch) and not entry.pending:
            for name in entry.names:
                end = closed.pop(name, None)
                if end is not None:
                    message = f"a touch with {name}, whose tie was closed on {end.date}"
                    hint = f"if it began again, write `{entry.date} connect {name}` before"
                    assembly.report("NL306", place(assembly, entry.span, name), message, hint)


_TIES = frozenset({e.Close, e.Connect, e.Touch})


def _concerns(entry: Any, subjects: set[str]) -> bool:  # noqa: ANN401 - one of those
    return type(entry) is e.Close or not subjects.isdisjoint(entry.names)


def _assertions(ledger: "Ledger", assembly: "Assembly", about: "Collection[str] | None" = None) -> None:
    """Check the assertions, or those about some people and venues."""
    assertions = [entry for entry in ledger.of(e.Balance) if about is None or entry.subject in about]
    subjects = {entry.subject for entry in assertions}
    goodwill: dict[str, Inventory] = {subject: Inventory() for subject in subjects}
    favours = iter(ledger.booked if assertions else ())
    entry, exchanges = next(favours, (None, ()))
    for assertion in assertions:
        while entry is not None and entry.date < assertion.date:
            for exchange in exchanges:
                party = exchange.party
                if exchange.kind in FAVOURS and (party in subjects or party[0] == "@"):
                    number, unit = exchange.amount.number, exchange.amount.unit
                    for holder in subjects.intersection(_holders(party)):
                        goodwill[holder].add(number if exchange.kind == "give" else negated(number), unit)
            entry, exchanges = next(favours, (None, ()))
        _assert(assertion, goodwill, ledger, assembly)


def _assert(entry: e.Balance, goodwill: dict[str, Inventory], ledger: "Ledger", assembly: "Assembly") -> None:
    unit = entry.amount.unit
    precision = ledger.declarations.precision(unit)
    held = goodwill[entry.subject][unit]
    found = quantize(held, precision)
    wanted = quantize(entry.amount.number, precision)
    if found == wanted:
        return
    difference = Amount(abs(EXACT.subtract(found, wanted)), unit)
    side = "more" if found > wanted else "less"
    message = (
        f"the balance of {entry.subject} is {Amount(found, unit)}, not {Amount(wanted, unit)}: {difference} {side}"
    )
    hint = f"`netledger register {entry.subject} unit:{unit} -e {entry.date}` shows how it came about"
    assembly.report("NL401", place(assembly, entry.span, entry.subject), message, hint)


def _documents(ledger: "Ledger", assembly: "Assembly") -> None:
    for entry in ledger.of(e.Document):
        path = os.path.join(os.path.dirname(entry.span.file), entry.path)  # noqa: PTH118, PTH120 - as written
        if not os.path.exists(path):  # noqa: PTH110
            hint = "the path is relative to the journal's file"
            assembly.report("NL402", entry.span, f"the document {entry.path} does not exist", hint)


def _queries(ledger: "Ledger", assembly: "Assembly") -> None:
    for entry in ledger.of(e.Query):
        # What names no other query is alike in every ledger.
        complaint = _complaint(entry.terms, ledger.queries) if "query:" in entry.terms else _known(entry.terms)
        if complaint:
            hint = 'write terms as on the command line: "Alice #spring kind:call"'
            assembly.report("NL403", entry.span, complaint, hint)


@lru_cache(maxsize=4096)
def _known(terms: str) -> str:
    return _complaint(terms, {})


def _complaint(terms: str, saved: "Mapping[str, str]") -> str:
    """Say what is wrong with a saved query; nothing where it can be read."""
    try:
        parse_query_text(terms, saved)
    except QueryError as error:
        return str(error)
    return ""
