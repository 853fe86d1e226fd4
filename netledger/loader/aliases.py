"""An alias stands for its person everywhere: entries are rewritten to the person's own name."""

from typing import TYPE_CHECKING, Any

import msgspec

from netledger.core import entries as e

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netledger.loader.assemble import Assembly


def resolve_aliases(assembly: "Assembly") -> None:
    """Replace every alias in the entries of an assembly; one that means two people is diagnosed."""
    people: dict[str, str] = {}
    naming = [
        entry
        for entry in assembly.entries
        if entry.meta and isinstance(entry, e.Person | e.Connect) and entry.get("alias") is not None
    ]
    if not naming:
        return
    declared = {entry.name for entry in assembly.entries if type(entry) is e.Person}
    for named in naming:
        for item in named.meta:
            if item.key != "alias":
                continue
            names = (named.name,) if isinstance(named, e.Person) else named.names
            alias = item.value.text
            span = msgspec.structs.replace(named.span, line=named.span.line + item.line)
            if len(names) > 1:
                assembly.report(
                    "NL305", span, f"the alias {alias} stands under {len(names)} people", "write it under one"
                )
            elif names[0] == e.ME:
                assembly.report("NL305", span, "`Me` takes no alias", "write `Me`, or leave it out")
            elif alias in declared and alias != names[0]:
                message = f"the alias {alias} of {names[0]} has a `person` line of its own"
                assembly.report("NL305", span, message, f"take that line away if both are {names[0]}, else the alias")
            elif people.get(alias, names[0]) != names[0]:
                message = f"the alias {alias} of {names[0]} is an alias of {people[alias]}, too"
                assembly.report("NL305", span, message, "give it to one of them")
            elif alias != names[0]:
                people[alias] = names[0]
    assembly.aliases = people
    for index, entry in enumerate(assembly.entries):
        if not people.keys().isdisjoint(_may_name(entry)):
            assembly.entries[index] = _resolved(entry, people, assembly)


def _resolved(entry: e.AnyEntry, people: dict[str, str], assembly: "Assembly") -> e.AnyEntry:
    """Replace the aliases in an entry; a person who then stands twice is diagnosed."""
    changed = _rewritten(entry, people)
    if isinstance(entry, e.Happening) and len(changed.names) < len(entry.names):  # type: ignore[union-attr]
        known: list[str] = []
        for name in entry.names:
            real = people.get(name, name)
            if real in known:
                alias = name if name in people else next(other for other in entry.names if people.get(other) == real)
                message = f"{real} stands twice: {alias} is an alias"
                assembly.report("NL137", entry.span, message, "write each person once")
                break
            known.append(real)
    return changed


def _may_name(entry: e.AnyEntry) -> "Iterable[str]":
    """Return everybody whom an entry names, and maybe more."""
    return entry.names if type(entry) in _NAMES_ALONE and not entry.details else e.people(entry)  # type: ignore[union-attr]


_NAMES_ALONE = frozenset({e.Touch, e.Connect, e.Receive, e.Cost, e.Promo})


def _rewritten(entry: e.AnyEntry, people: dict[str, str]) -> e.AnyEntry:
    changes: dict[str, Any] = {}
    if isinstance(entry, e.Happening):
        changes["names"] = _names(entry.names, people)
        if entry.details:
            changes["details"] = tuple(
                msgspec.structs.replace(detail, names=_names(detail.names, people)) for detail in entry.details
            )
    for field in ("by", "subject", "name"):
        name = getattr(entry, field, None)
        if name in people and not isinstance(entry, e.State | e.Query):
            changes[field] = people[name]
    if isinstance(entry, e.Outcome):
        changes["beneficiaries"] = _names(entry.beneficiaries, people)
    changes = {field: value for field, value in changes.items() if value != getattr(entry, field)}
    return msgspec.structs.replace(entry, **changes) if changes else entry


def _names(names: "Iterable[str]", people: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(people.get(name, name) for name in names))
