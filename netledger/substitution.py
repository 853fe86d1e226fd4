"""An entry with other names and texts in the places of its own; all else stays."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

import msgspec

from netledger.core import entries as e

Keep = Literal["venues", "tags", "links", "texts", "numbers"]
"""What may be kept as it is."""

STATUS = "status"
"""The state that reports know by its name."""


class Names(ABC):
    """What each name and text becomes."""

    person: Mapping[str, str]
    venue: Mapping[str, str]
    tag: Mapping[str, str]
    link: Mapping[str, str]

    @abstractmethod
    def text(self, text: str, kept_with: Keep | None = "texts") -> str:
        """Return what a text becomes; it is kept with the texts, or with what it is the title of, or never."""

    @abstractmethod
    def full_name(self, text: str, person: str) -> str:
        """Return what the full name of a person becomes, who is called so in the result's ledger."""

    @abstractmethod
    def value(self, key: str, value: e.Value) -> e.Value:
        """Return what a string, number, word or date becomes under a key; in `custom` the key is empty."""


def renamed(entry: e.Entry, names: Names) -> Any:  # noqa: ANN401 - the same kind of entry
    """Return an entry with other names and texts."""
    changes: dict[str, object] = {}
    if isinstance(entry, e.Happening):
        _happening(entry, names, changes)
    own = _OWN.get(type(entry))
    if own is not None:
        own(entry, names, changes)
    if entry.tags:
        changes["tags"] = each(entry.tags, names.tag)
    if entry.links:
        changes["links"] = each(entry.links, names.link)
    if entry.meta:
        changes["meta"] = tuple(
            [e.Meta(item.key, _value(item.key, item.value, names), item.line) for item in entry.meta]
        )
    return msgspec.structs.replace(entry, **changes) if changes else entry


def each(words: Iterable[str], becomes: Mapping[str, str]) -> tuple[str, ...]:
    """Return what some names become."""
    return tuple([becomes[word] for word in words])


def _happening(entry: e.Happening, names: Names, changes: dict[str, object]) -> None:
    if entry.names:
        changes["names"] = each(entry.names, names.person)
    if entry.venue is not None:
        changes["venue"] = names.venue[entry.venue]
    if entry.text is not None:
        changes["text"] = names.text(entry.text)
    if entry.details:
        changes["details"] = tuple([_detail(detail, names) for detail in entry.details])


def _detail(detail: e.Detail, names: Names) -> e.Detail:
    return e.Detail(
        detail.kind,
        each(detail.names, names.person),
        detail.amounts,
        None if detail.text is None else names.text(detail.text),
        each(detail.tags, names.tag),
        each(detail.links, names.link),
        detail.pending,
        detail.line,
    )


def _value(key: str, value: e.Value, names: Names) -> e.Value:
    if value.kind in _SIGNED:
        return e.Value(value.kind, getattr(names, _SIGNED[value.kind])[value.text])
    return names.value(key, value)


_SIGNED = {"name": "person", "venue": "venue", "tag": "tag", "link": "link"}
"""The kinds of values that are names, and what says what they become."""


def _subject(subject: str, names: Names) -> str:
    return names.venue[subject] if subject.startswith("@") else names.person[subject]


def _optional(text: str | None, names: Names, kept_with: Keep = "texts") -> str | None:
    return None if text is None else names.text(text, kept_with)


# What each kind has beside the fields of all entries and of all that happens.


def _by(entry: e.Intro | e.Give, names: Names, changes: dict[str, object]) -> None:
    if entry.by is not None:
        changes["by"] = names.person[entry.by]


def _outcome(entry: e.Outcome, names: Names, changes: dict[str, object]) -> None:
    changes["beneficiaries"] = each(entry.beneficiaries, names.person)


def _person(entry: e.Person, names: Names, changes: dict[str, object]) -> None:
    person = changes["name"] = names.person[entry.name]
    if entry.full_name is not None:
        changes["full_name"] = names.full_name(entry.full_name, person)


def _venue(entry: e.Venue, names: Names, changes: dict[str, object]) -> None:
    changes.update(venue=names.venue[entry.venue], title=_optional(entry.title, names, "venues"))


def _unit(entry: e.Unit, names: Names, changes: dict[str, object]) -> None:
    changes["title"] = _optional(entry.title, names)


def _tag(entry: e.Tag, names: Names, changes: dict[str, object]) -> None:
    changes.update(tag=names.tag[entry.tag], title=_optional(entry.title, names, "tags"))


def _said(entry: e.Close | e.Balance | e.Note, names: Names, changes: dict[str, object]) -> None:
    changes.update(subject=_subject(entry.subject, names), text=_optional(entry.text, names))


def _budget(entry: e.Budget, names: Names, changes: dict[str, object]) -> None:
    changes["venue"] = None if entry.venue is None else names.venue[entry.venue]
    changes["text"] = _optional(entry.text, names)


def _state(entry: e.State, names: Names, changes: dict[str, object]) -> None:
    changes["name"] = entry.name if entry.name == STATUS else names.text(entry.name)
    changes["value"] = names.text(entry.value)


def _document(entry: e.Document, names: Names, changes: dict[str, object]) -> None:
    changes["subject"] = _subject(entry.subject, names)


def _custom(entry: e.Custom, names: Names, changes: dict[str, object]) -> None:
    changes["kind"] = names.text(entry.kind)
    changes["values"] = tuple([_value("", value, names) for value in entry.values])


_OWN: dict[type[e.Entry], Callable[[Any, Names, dict[str, object]], None]] = {
    e.Intro: _by,
    e.Give: _by,
    e.Outcome: _outcome,
    e.Person: _person,
    e.Venue: _venue,
    e.Unit: _unit,
    e.Tag: _tag,
    e.Close: _said,
    e.Balance: _said,
    e.Note: _said,
    e.Budget: _budget,
    e.State: _state,
    e.Document: _document,
    e.Custom: _custom,
}
