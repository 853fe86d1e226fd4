"""The one query language: which entries a report is about.

Terms are joined by and: `Alice` or `A*` (a person), `@Chamber` (with what is under it), `#spring`, `^acme`,
`kind:call`, `unit:HOUR`, `text:coffee`, `why:clients`, `key:value` for metadata, `query:NAME` for a saved query,
`not:TERM`, `any:(A B)`, `(A B)`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from fnmatch import translate
from typing import TYPE_CHECKING
from unicodedata import normalize

from netledger.core import entries as e
from netledger.core.booking import Exchange, book
from netledger.core.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netledger.core.declarations import Declarations

_MAX_DEPTH = 50
_MOST_SAVED = 200
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(.*)", re.DOTALL)
_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>(?:any:|not:)*\() | (?P<close>\)) |
        (?P<term>(?:[^\s()"]|"(?:[^"\\]|\\.)*")+) |
        (?P<bad>\S)
    )""",
    re.VERBOSE,
)


class QueryError(ValueError):
    """Terms that cannot be read; the message says which and why."""


class Subject:
    """What a term looks at: an entry as far as it concerns some people, or one exchange of it.

    An exchange has its own people, units, kinds and text, so that `balance Alice` shows what passed between the owner
    and Alice, and not what the same entry gave to Bob. Most terms look at one thing alone, so each is made when asked.
    """

    __slots__ = ("_exchange", "declarations", "entry", "people")

    def __init__(
        self, entry: e.Entry, people: Sequence[str], declarations: "Declarations", exchange: Exchange | None = None
    ) -> None:
        """Take an entry, whom it is asked about, and the exchange if it is about one."""
        self.entry = entry
        self.people = people
        self.declarations = declarations
        self._exchange = exchange

    @property
    def _details(self) -> "Sequence[e.Detail]":
        return self.entry.details if self._exchange is None and isinstance(self.entry, e.Happening) else ()

    @property
    def venue(self) -> str | None:
        """The venue of the entry."""
        return e.venue(self.entry)

    @property
    def tags(self) -> Sequence[str]:
        """The tags of the entry with its details, or with those of the exchange."""
        own = (self.entry.tag,) if isinstance(self.entry, e.Tag) else ()
        return (*self.entry.tags, *own, *self._under("tags"))

    @property
    def links(self) -> Sequence[str]:
        """The links, likewise."""
        return (*self.entry.links, *self._under("links"))

    def _under(self, name: str) -> "Iterator[str]":
        parts = self._details if self._exchange is None else (self._exchange,)
        return (sign for part in parts for sign in getattr(part, name))

    @property
    def kinds(self) -> Sequence[str]:
        """What `kind:` may ask for."""
        own = [detail.kind for detail in self._details] if self._exchange is None else [self._exchange.kind]
        return [*_kinds(self.entry), *own]

    @property
    def units(self) -> Sequence[str]:
        """The units of the amounts."""
        return _units(self.entry) if self._exchange is None else (self._exchange.amount.unit,)

    @property
    def text(self) -> str:
        """The words that a person would search."""
        if self._exchange is None:
            return e.text(self.entry)
        return f"{getattr(self.entry, 'text', None) or ''} {self._exchange.text or ''}"


Term = Callable[[Subject], bool]


class Query:
    """Terms, ready to be asked of entries and exchanges. Without terms it lets everything through.

    >>> query = parse_query(["Alice", "kind:call"])
    >>> query.terms
    ('Alice', 'kind:call')
    """

    __slots__ = ("_tests", "terms")

    def __init__(self, terms: Sequence[str] = (), tests: Sequence[Term] = ()) -> None:
        """Take the terms as they were written, and what they ask."""
        self.terms = tuple(terms)
        self._tests = tuple(tests)

    def __bool__(self) -> bool:
        """Tell whether it has any terms."""
        return bool(self._tests)

    def entry(self, entry: e.Entry, declarations: "Declarations") -> bool:
        """Tell whether an entry, with all its details, matches."""
        if not self._tests:
            return True
        subject = Subject(entry, e.people(entry), declarations)
        return all(test(subject) for test in self._tests)

    def person(self, entry: e.Entry, name: str, declarations: "Declarations") -> bool:
        """Tell whether an entry matches as far as it concerns one of its people: of `meet Alice Bob`, `Bob` is Bob."""
        subject = Subject(entry, (name,), declarations)
        return all(test(subject) for test in self._tests)

    def people(self, entry: e.Entry, declarations: "Declarations") -> list[str]:
        """Return those people of an entry of whom it matches: of `meet Alice Bob`, `not:Bob` chooses Alice."""
        return [name for name in e.people(entry) if self.person(entry, name, declarations)]

    def exchange(self, entry: e.Entry, exchange: Exchange, declarations: "Declarations") -> bool:
        """Tell whether one exchange of an entry matches."""
        if not self._tests:
            return True
        subject = Subject(entry, exchange.people, declarations, exchange)
        return all(test(subject) for test in self._tests)


def _kinds(entry: e.Entry) -> list[str]:
    kinds = [e.keyword(entry)]
    if isinstance(entry, e.Touch):
        kinds.append("touch")
    elif isinstance(entry, e.Outcome | e.Custom | e.Venue) and entry.kind:
        kinds.append(entry.kind)
    return kinds


def _units(entry: e.Entry) -> list[str]:
    units = [*e.units(entry), *(exchange.amount.unit for exchange in book(entry))]
    if isinstance(entry, e.Price | e.Unit):
        units.append(entry.unit)
    return units


# ----------------------------------------------------------------------------------------------- reading terms


def parse_query(terms: Sequence[str], saved: Mapping[str, str] | None = None) -> Query:
    """Read terms as the shell hands them over. Raises QueryError.

    `saved` are the terms of the queries that `query:NAME` may name: `{"mentors": "#mentor kind:call"}`.
    """
    if isinstance(terms, str):
        raise TypeError("parse_query takes a list of terms; a saved text is for parse_query_text")
    tests = []
    queries = _Saved(saved or {})
    for term in terms:
        # A shell has taken the quotes of why:"ideal clients" away: the blank in it parts no terms.
        whole = _KEY.fullmatch(term) and not set('()"') & set(term)
        tests.extend([_term(term, queries)] if whole else _sequence(term, queries))
    return Query(terms, tests)


def parse_query_text(text: str, saved: Mapping[str, str] | None = None) -> Query:
    """Read a saved query: its terms in one text, with blanks between them. Raises QueryError."""
    return Query((text,), _sequence(text, _Saved(saved or {})))


class _Saved:
    """The saved queries that terms may name, and which of them are being read."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._open: list[str] = []
        self._times = 0
        self.depth = 0
        """How many groups are open around the terms that are being read."""

    def term(self, wanted: str) -> Term:
        """Read the query of a name, whatever its case; it must not lead back to itself."""
        name = wanted if wanted in self._texts else None
        folded = normalize("NFC", wanted).casefold()
        name = name or next((known for known in self._texts if normalize("NFC", known).casefold() == folded), None)
        if name is None:
            close = nearest(wanted, self._texts)
            message = f"there is no saved query {wanted!r}" + (f"; did you mean {close!r}?" if close else "")
            raise QueryError(message)
        self._times += 1
        if name in self._open:
            message = f"the saved query {name!r} leads back to itself"
            raise QueryError(message)
        if self.depth > _MAX_DEPTH:
            message = f"the query nests more than {_MAX_DEPTH} saved ones and groups"
            raise QueryError(message)
        if self._times > _MOST_SAVED:
            message = f"the query leads to more than {_MOST_SAVED} saved ones"
            raise QueryError(message)
        self._open.append(name)
        tests = _sequence(self._texts[name], self)
        self._open.pop()
        return _group("", tests)


def _sequence(text: str, saved: _Saved) -> list[Term]:
    """Read terms with blanks between them, groups in parentheses, and texts in quotes."""
    stack: list[tuple[str, list[Term]]] = [("", [])]
    position, outside = 0, saved.depth
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        if match is None or match["bad"]:
            message = f"the query {text!r} cannot be read at {text[position:].strip()!r}"
            raise QueryError(message)
        position = match.end()
        if match["open"]:
            stack.append((match["open"][:-1], []))
            if outside + len(stack) > _MAX_DEPTH:
                message = f"the query nests more than {_MAX_DEPTH} groups"
                raise QueryError(message)
        elif match["close"]:
            if len(stack) == 1:
                message = f"the query {text!r} closes a group that it did not open"
                raise QueryError(message)
            prefix, tests = stack.pop()
            stack[-1][1].append(_group(prefix, tests))
        else:
            saved.depth = outside + len(stack)
            stack[-1][1].append(_term(match["term"], saved))
            saved.depth = outside
    if len(stack) > 1:
        message = f"the query {text!r} does not close a group: add `)`"
        raise QueryError(message)
    return stack[0][1]


def _group(prefix: str, tests: list[Term]) -> Term:
    group = tuple(tests)
    if prefix.endswith("any:"):
        result: Term = lambda subject: any(test(subject) for test in group)  # noqa: E731 - one test made of others
    else:
        result = lambda subject: all(test(subject) for test in group)  # noqa: E731
    return _negated(result) if prefix.count("not:") % 2 else result


def _negated(test: Term) -> Term:
    return lambda subject: not test(subject)


def _pattern(text: str) -> Callable[[str], object]:
    """Match a whole name, `*` and `?` as in a shell, whatever its case."""
    return re.compile(translate(normalize("NFC", text)), re.IGNORECASE).match


def _term(written: str, saved: _Saved) -> Term:
    term = re.sub(r'"((?:[^"\\]|\\.)*)"', lambda m: re.sub(r"\\(.)", r"\1", m[1]), written)
    sign = term[:1]
    if sign in {"@", "#", "^"} and len(term) == 1:
        message = f"the term {written!r} has no word after its sign"
        raise QueryError(message)
    if sign == "@":
        return _venue_term(term)
    if sign == "#":
        matches = _pattern(term[1:])
        return lambda subject: any(matches(tag) for tag in subject.tags)
    if sign == "^":
        matches = _pattern(term[1:])
        return lambda subject: any(matches(link) for link in subject.links)
    keyed = _KEY.fullmatch(term)
    if keyed:
        return _keyed_term(keyed[1], keyed[2], written, saved)
    matches = _pattern(term)
    return lambda subject: any(
        matches(name) or any(map(matches, subject.declarations.aliases.get(name, ()))) for name in subject.people
    )


def _venue_term(term: str) -> Term:
    matches = _pattern(term)
    beneath = _pattern(f"{term}:*")
    return lambda subject: subject.venue is not None and bool(matches(subject.venue) or beneath(subject.venue))


def _keyed_term(key: str, wanted: str, written: str, saved: _Saved) -> Term:
    if key == "any":
        message = f"the term {written!r} has no group: write any:(A B)"
        raise QueryError(message)
    if not wanted:
        message = f"the term {written!r} has nothing after its colon"
        raise QueryError(message)
    if key == "not":
        negations = 1
        while wanted.startswith("not:"):
            negations += 1
            wanted = wanted.removeprefix("not:")
        if not wanted:
            raise QueryError(f"the term {written!r} has nothing after its colon")
        return _negated(_term(wanted, saved)) if negations % 2 else _term(wanted, saved)
    if key == "query":
        return saved.term(wanted)
    if key == "kind":
        matches = _pattern(wanted)
        return lambda subject: any(matches(kind) for kind in subject.kinds)
    if key == "unit":
        matches = _pattern(wanted)
        return lambda subject: any(matches(unit) for unit in subject.units)
    if key == "text":
        return lambda subject: _contains(subject.text, wanted)
    return lambda subject: any(_contains(value, wanted) for value in _values(subject, key))


def _contains(text: str, wanted: str) -> bool:
    if "*" in wanted or "?" in wanted:
        return bool(_pattern(wanted)(text))
    return normalize("NFC", wanted).casefold() in normalize("NFC", text).casefold()


def _values(subject: Subject, key: str) -> list[str]:
    """Return what a key says of an entry: its own metadata, its venue's and its people's."""
    found = [item.value.text for item in subject.entry.meta if item.key == key]
    day = subject.entry.date
    if subject.venue is not None:
        value = subject.declarations.venue_value(subject.venue, key, day)
        if value is not None:
            found.append(value.text)
    for name in subject.people:
        value = subject.declarations.person_value(name, key, day)
        if value is not None:
            found.append(value.text)
    return found
