"""A ledger without its names: each name and text gets a stand-in, and who has the key can put the originals back.

What is said of whom, when, by what medium and how much stays, and so does every figure. docs/privacy.md says what is
replaced, what stays as it is, and what is left out.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import msgspec

from netledger.core import entries as e
from netledger.core.booking import Exchange
from netledger.core.catalogue import CATALOGUE
from netledger.core.declarations import Declarations
from netledger.core.diagnostics import Diagnostic
from netledger.core.ledger import Ledger, SourceFile
from netledger.core.query import Query
from netledger.core.spans import Span
from netledger.extension import PLUGINS
from netledger.standins import Numbered, Sort, StandIns
from netledger.staying import kept_always, telling
from netledger.substitution import Keep, Names, each, renamed

FILE = "journal.net"
"""What the file of a shared ledger is called: the path of the true one says whose it is."""

_PROSE = frozenset({"why", "result"})
"""The metadata whose strings are texts; those of all other keys name something: an address, a company."""

_NAMING = frozenset({"company", "host", "id"})
"""The metadata whose words name something; those of other keys are classes: `role: developer`."""

_LEFT_OUT: dict[type[e.Entry], str] = {e.Query: "saved queries", e.Document: "documents"}
"""The terms of a query are made of names, and the file of a document is not where the ledger goes."""


class Shared(NamedTuple):
    """A ledger without its names."""

    ledger: Ledger
    left_out: Mapping[str, int]
    """What it does not have, in the plural, and how many: `documents`, 2."""
    telling: Sequence[str]
    """What stays of the entries asked for, and has the name of a person in it: `the word bob`, `texts (2)`."""
    asked: Callable[[Query], Query]
    """Makes of a query by the true names one that can be asked of this ledger."""


class Revealed(NamedTuple):
    """A ledger with its names put back."""

    ledger: Ledger
    unknown: Sequence[str]
    """The stand-ins that the key does not know, in the order of the ledger."""


def pseudonymise(
    ledger: Ledger, stand_ins: StandIns, keep: Collection[Keep] = (), first: Iterable[e.AnyEntry] = ()
) -> Shared:
    """Replace the names and texts of a ledger; the stand-ins that it needs are added to those given.

    They are numbered in the order of the ledger, those of the entries `first` before all others: where only these are
    shown, the numbers tell nothing of the rest. What stays of these and has somebody's name in it is told. Of `meet Bob
    @Chamber "lunch"` it makes `meet Person-1 @Place-1 "text 1"`. Diagnostics keep only their code and what it means,
    since they quote the journal.
    """
    hidden = _Hidden(stand_ins, frozenset(keep))
    options = msgspec.structs.replace(ledger.options, title=hidden.text(ledger.options.title, None), add_to="")
    made: dict[int, e.AnyEntry] = {}
    asked = tuple(first)
    _make(asked, hidden, made)
    shown = (entry for entry in asked if type(entry) not in _LEFT_OUT)
    kept = {*hidden.kept, *(thing for entry in shown for thing in kept_always(entry))}
    _make(ledger.entries, hidden, made)
    told = telling(sorted(kept), [*stand_ins.person.originals.values(), *stand_ins.full_name.originals.values()])
    entries = tuple([made[id(entry)] for entry in ledger.entries if id(entry) in made])
    plugins = tuple([msgspec.structs.replace(line, span=Span(FILE, 1)) for line in ledger.plugins if _is_plain(line)])
    diagnostics = tuple(map(_coded, ledger.diagnostics))
    shared = Ledger(entries, options, diagnostics, (SourceFile(FILE, len(entries), len(entries)),), plugins)
    return Shared(shared, _left_out(ledger), told, lambda query: _RealQuery(query, ledger.declarations, stand_ins))


def _make(entries: Iterable[e.AnyEntry], hidden: "_Hidden", made: dict[int, e.AnyEntry]) -> None:
    """Add what entries become to what was made, by their identity; the line of each is its number."""
    for entry in entries:
        if id(entry) not in made and type(entry) not in _LEFT_OUT:
            made[id(entry)] = msgspec.structs.replace(renamed(entry, hidden), span=Span(FILE, len(made) + 1))


def _is_plain(line: e.Plugin) -> bool:
    """Tell whether a line has but the name of a plugin of ours: another name, or a text, may say whose it is."""
    return line.name in PLUGINS.built_in and not line.config


def _left_out(ledger: Ledger) -> dict[str, int]:
    """Count what has no place in a ledger without names."""
    counts = {what: len(ledger.of(kind)) for kind, what in _LEFT_OUT.items()}
    counts["plugin lines"] = sum(1 for line in ledger.plugins if not _is_plain(line))
    counts["option add_to"] = int(bool(ledger.options.add_to))
    return {what: count for what, count in counts.items() if count}


def _coded(item: Diagnostic) -> Diagnostic:
    """Say of a diagnostic what all of its code have in common; a plugin of others may have codes of its own."""
    known = CATALOGUE.get(item.code)
    code, title = (item.code, known.title) if known else ("plugin", "a finding of a plugin")
    return Diagnostic(code, item.severity, title, Span(FILE, 1))


def reveal(ledger: Ledger, stand_ins: StandIns) -> Revealed:
    """Put the originals back: of `meet Person-1 @Place-1` it makes `meet Bob @Chamber` again.

    What was left out stays out. A stand-in that the key does not know stays, and is told.
    """
    known = _Known(stand_ins)
    options = msgspec.structs.replace(ledger.options, title=known.text(ledger.options.title))
    entries = tuple([renamed(entry, known) for entry in ledger.entries])
    return Revealed(replace(ledger, entries=entries, options=options, origin=None), tuple(known.unknown))


# ------------------------------------------------------------------------------------ what each name becomes


class _Venues(dict[str, str]):
    """What venues become, word by word, so that the tree stays a tree."""

    def __init__(self, words: Mapping[str, str]) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, venue: str) -> str:
        made = "@" + ":".join([self._words[word] for word in venue[1:].split(":")])
        self[venue] = made
        return made


class _Kept(dict[str, str]):
    """Names that stay as they are, but for those that might be taken for stand-ins."""

    def __init__(self, sort: Numbered, sign: str, kept: dict[tuple[str, str], None]) -> None:
        super().__init__()
        self._sort = sort
        self._sign = sign
        self._kept = kept

    def __missing__(self, name: str) -> str:
        if self._sort.is_one(name):
            return self._sort[name]
        self._kept["", f"{self._sign}{name}"] = None
        self[name] = name
        return name


class _Hidden(Names):
    """From the names to their stand-ins."""

    def __init__(self, stand_ins: StandIns, keep: frozenset[Keep]) -> None:
        self.kept: dict[tuple[str, str], None] = {}
        """What stayed: its sort, and itself."""

        def kept(sort: Numbered, what: Keep, sign: str) -> Mapping[str, str]:
            return _Kept(sort, sign, self.kept) if what in keep else sort

        self._keep = keep
        self._stand_ins = stand_ins
        self.person = stand_ins.person
        self.venue = _Venues(kept(stand_ins.place, "venues", "@"))
        self.tag = kept(stand_ins.tag, "tags", "#")
        self.link = kept(stand_ins.link, "links", "^")

    def text(self, text: str, kept_with: Keep | None = "texts") -> str:
        if kept_with in self._keep and not self._stand_ins.is_text(text):
            self.kept["text", text] = None
            return text
        return self._stand_ins.text[text]

    def full_name(self, text: str, person: str) -> str:
        return self._stand_ins.full_name[person, text] if text else text

    def value(self, key: str, value: e.Value) -> e.Value:
        if value.kind == "string":
            return e.Value("string", self.text(value.text, "texts" if key in _PROSE else None))
        if value.kind == "number" and key != "precision" and (key in _NAMING or "numbers" not in self._keep):
            return e.Value("string", self._stand_ins.number[value.text])
        if value.kind == "word" and key in _NAMING:
            return e.Value("string", self._stand_ins.word[value.text])
        if value.kind == "date" and key == "born":
            return e.Value("date", self._stand_ins.born[value.text])
        if value.kind == "word":
            self.kept["word", value.text] = None
        return value


class _Originals(dict[str, str]):
    """From the stand-ins of a sort to the originals; what is no stand-in stays."""

    def __init__(self, sort: Sort[Any], unknown: dict[str, None]) -> None:
        super().__init__(sort.originals)
        self._sort = sort
        self._unknown = unknown

    def __missing__(self, name: str) -> str:
        if self._sort.is_one(name) and name != e.ME:
            self._unknown[name] = None
        self[name] = name
        return name


class _Known(Names):
    """From the stand-ins back to the names."""

    def __init__(self, stand_ins: StandIns) -> None:
        self.unknown: dict[str, None] = {}
        self.person = _Originals(stand_ins.person, self.unknown)
        self.venue = _Venues(_Originals(stand_ins.place, self.unknown))
        self.tag = _Originals(stand_ins.tag, self.unknown)
        self.link = _Originals(stand_ins.link, self.unknown)
        self._texts = _Originals(stand_ins.text, self.unknown)
        self._full_names = _Originals(stand_ins.full_name, self.unknown)
        self._stand_ins = stand_ins

    def text(self, text: str, kept_with: Keep | None = None) -> str:  # noqa: ARG002 - what was kept is no stand-in
        return self._texts[text]

    def full_name(self, text: str, person: str) -> str:  # noqa: ARG002 - the stand-in says whose
        return self._full_names[text]

    def value(self, key: str, value: e.Value) -> e.Value:
        if value.kind == "date" and key == "born":
            return e.Value("date", self._stand_ins.born.originals.get(value.text, value.text))
        if value.kind != "string":
            return value
        number = self._stand_ins.number.originals.get(value.text)
        if number is not None:
            return e.Value("number", number)
        word = self._stand_ins.word.originals.get(value.text)
        if word is not None:
            return e.Value("word", word)
        if self._stand_ins.number.is_one(value.text) or self._stand_ins.word.is_one(value.text):
            self.unknown[value.text] = None
        return e.Value("string", self._texts[value.text])


class _RealQuery(Query):
    """A query by the true names, asked of entries that have stand-ins.

    What it is asked of is not always an entry of the ledger: reports ask about copies with more tags, and about parts.
    So each is put back into what it stands for.
    """

    __slots__ = ("_declarations", "_known", "_query")

    def __init__(self, query: Query, declarations: Declarations, stand_ins: StandIns) -> None:
        super().__init__(query.terms)
        self._query = query
        self._declarations = declarations
        self._known = _Known(stand_ins)

    def __bool__(self) -> bool:
        return bool(self._query)

    def entry(self, entry: e.Entry, declarations: Declarations) -> bool:  # noqa: ARG002 - it has the true ones
        return self._query.entry(renamed(entry, self._known), self._declarations)

    def person(self, entry: e.Entry, name: str, declarations: Declarations) -> bool:  # noqa: ARG002 - likewise
        return self._query.person(renamed(entry, self._known), self._known.person[name], self._declarations)

    def exchange(self, entry: e.Entry, exchange: Exchange, declarations: Declarations) -> bool:  # noqa: ARG002
        known = self._known
        meant = msgspec.structs.replace(
            exchange,
            people=each(exchange.people, known.person),
            text=None if exchange.text is None else known.text(exchange.text),
            tags=each(exchange.tags, known.tag),
            links=each(exchange.links, known.link),
        )
        return self._query.exchange(renamed(entry, known), meant, self._declarations)
