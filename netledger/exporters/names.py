"""The names of a journal made legal for another program, told apart, and read back.

A name that the program takes keeps its form. Another one gets a readable form: `O'Neil` is `O-Neil` in beancount. Where
two of a journal would become the same, the one that is legal keeps it and the others end in a few digits of their own:
`O-Neil-1f0b9a`. These follow from the name alone, so that it keeps them whoever else comes and goes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from netledger.core.entries import Value
from netledger.exporters.transactions import Facts

# Digits of a name's own: six tell apart any that a journal will ever have alike, more than that any that somebody made.
_DIGITS = (6, 12, 20)
_LONGEST_UNIT = 24


class Rules(NamedTuple):
    """What a program takes as names, as functions that make any name a legal one; what is legal they leave as it is.

    They may return nothing where nothing readable is left.
    """

    component: Callable[[str], str]
    """A part of an account between colons: `Bob`, `@Chamber`, `client`."""
    unit: Callable[[str], str]
    sign: Callable[[str], str]
    """A tag or a link, without its sign."""
    key: Callable[[str], str]
    """A key of metadata."""
    reserved: frozenset[str] = frozenset()
    """Keys that mean something to the program."""


class Used(NamedTuple):
    """The names that a journal uses."""

    accounts: Iterable[str]
    """`Goodwill:Bob`, `Costs:@Chamber:Mixers`, `Given`."""
    units: Iterable[str] = ()
    tags: Iterable[str] = ()
    links: Iterable[str] = ()
    keys: Iterable[str] = ()


class Names:
    """The legal names of all that a journal uses.

    >>> names = Names(RULES, "Equity:Network", Used(["Goodwill:O'Neil", "Costs:@Chamber"]))
    >>> names.account("Goodwill:O'Neil")
    "Equity:Network:Goodwill:O-Neil"
    >>> names.accounts.original("Equity:Network:Costs:Chamber")
    'Costs:@Chamber'
    """

    def __init__(self, rules: Rules, root: str, used: Used) -> None:
        """Find a legal name for each; those of a period or a query are the same if `used` is of the whole journal."""
        self._rules = rules
        self._above = f"{root}:" if root else ""
        self.accounts = Map(_accounts(used.accounts, rules.component, root))
        self.units = Map(distinct(used.units, rules.unit, _LONGEST_UNIT))
        self.tags = Map(distinct(used.tags, rules.sign))
        self.links = Map(distinct(used.links, rules.sign))
        self.keys = Map(distinct(used.keys, rules.key))

    def account(self, name: str) -> str:
        """Return the legal name of an account, root and all."""
        return self.accounts.legal[name]

    def renamed(self, name: str) -> bool:
        """Tell whether an account has another name here than in the journal, the root aside."""
        return self.account(name) != self._above + name

    def unit(self, name: str) -> str:
        """Return the legal name of a unit."""
        return self.units.legal[name]

    def tag(self, name: str) -> str:
        """Return the legal name of a tag, without its sign."""
        return self.tags.legal[name]

    def link(self, name: str) -> str:
        """Return the legal name of a link, without its sign."""
        return self.links.legal[name]

    def key(self, name: str) -> str:
        """Return the legal name of a key; those of our own, such as `venue`, are legal everywhere."""
        return self.keys.legal.get(name, name)

    def facts(self, facts: Facts) -> list[tuple[str, Value]]:
        """Return metadata under legal keys, each once: a second `email` is `email-2`."""
        found: dict[str, Value] = {}
        taken = set(self._rules.reserved)
        for key, value in facts:
            legal = self.key(key)
            free, number = legal, 1
            while free in taken:
                number += 1
                free = f"{legal}-{number}"
            taken.add(free)
            found[free] = value
        return list(found.items())


class Map:
    """Names of one sort, each with its legal form."""

    def __init__(self, legal: Mapping[str, str]) -> None:
        """Take the legal form of each name."""
        self.legal = legal

    @cached_property
    def _originals(self) -> Mapping[str, str]:
        return {form: name for name, form in self.legal.items()}

    def original(self, legal: str) -> str:
        """Return the name that a legal one stands for. Raises KeyError where it stands for none."""
        return self._originals[legal]

    @property
    def changed(self) -> list[tuple[str, str]]:
        """The names that are not legal as they are, each with its form, in the order of the names."""
        return sorted((name, form) for name, form in self.legal.items() if name != form)


def distinct(names: Iterable[str], form: Callable[[str], str], longest: int | None = None) -> dict[str, str]:
    """Return a legal name for each of some names, no two alike; of at most `longest` characters, if it is given."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        alike[form(name)].append(name)
    found: dict[str, str] = {}
    unlike: list[tuple[str, str]] = []
    for shape, members in alike.items():
        for name in members:
            if shape and (name == shape or len(members) == 1):
                found[name] = shape
            else:
                unlike.append((name, shape))
    taken = set(found.values())
    for name, shape in sorted(unlike):
        found[name] = next(legal for legal in _marked(name, shape or "X", longest) if legal not in taken)
        taken.add(found[name])
    return found


def _marked(name: str, shape: str, longest: int | None) -> Iterator[str]:
    """Give a legal form with digits of the name's own, then with more of them."""
    digest = sha256(name.encode(errors="backslashreplace")).hexdigest()
    if shape.isupper():  # a unit has no small letters
        digest = digest.upper()
    for count in _DIGITS:
        digits = digest[:count]
        yield f"{shape[: longest - count - 1] if longest else shape}-{digits}"


def _accounts(names: Iterable[str], form: Callable[[str], str], root: str) -> dict[str, str]:
    """Return a legal account for each; what lies beneath one account is told apart."""
    paths = {name: tuple(name.split(":")) for name in names}
    beneath: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for path in paths.values():
        for depth, component in enumerate(path):
            beneath[path[:depth]][component] = ""
    for above, components in beneath.items():
        beneath[above] = distinct(components, form)
    start = [root] if root else []
    return {
        name: ":".join([*start, *[beneath[path[:depth]][part] for depth, part in enumerate(path)]])
        for name, path in paths.items()
    }
