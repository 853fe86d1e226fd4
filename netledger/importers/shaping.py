"""Drafts' entries in the form that they are imported in: with names for keys, with an id, with metadata."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from netledger.core import entries as e


def ids_of(entry: e.Entry) -> Iterator[str]:
    """Give the ids of an imported entry: several where drafts of one day became one."""
    return (item.value.text for item in entry.meta if item.key == "id")


def metadata(facts: Iterable[tuple[str, e.Value]]) -> tuple[e.Meta, ...]:
    """Make metadata of keys and values."""
    return tuple(e.Meta(key, value, 0) for key, value in facts)


def with_id(entry: e.AnyEntry, draft_id: str) -> e.AnyEntry:
    """Add an id to an entry's metadata."""
    return msgspec.structs.replace(entry, meta=(*entry.meta, e.Meta("id", e.Value("string", draft_id), 0)))


def renamed(entry: e.AnyEntry, names: dict[str, str], owner: set[str]) -> e.AnyEntry | None:
    """Replace the keys in an entry by the names of the people; None where nobody but the owner is left.

    The owner is `Me` in an introduction, and left out of what else they took part in.
    """
    own = (e.ME,) if isinstance(entry, e.Intro) else ()

    def replaced(keys: Iterable[str]) -> tuple[str, ...]:
        found: list[str] = []
        for key in keys:
            found.extend(own if key in owner else (names[key],))
        return tuple(dict.fromkeys(found))

    changes: dict[str, Any] = {}
    if isinstance(entry, e.Happening):
        changes["names"] = replaced(entry.names)
        changes["details"] = tuple(
            msgspec.structs.replace(detail, names=replaced(detail.names)) for detail in entry.details
        )
        if entry.names and not changes["names"]:
            return None
    if isinstance(entry, e.Outcome):
        changes["beneficiaries"] = replaced(entry.beneficiaries)
    by = getattr(entry, "by", None)
    if by is not None:
        changes["by"] = names.get(by, e.ME)
    subject = getattr(entry, "subject", None)
    if subject is not None and not subject.startswith("@"):
        changes["subject"] = names.get(subject, e.ME)
    return msgspec.structs.replace(entry, **changes)
