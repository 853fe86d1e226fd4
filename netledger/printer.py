"""Entries to their canonical text: parsed again, it gives equal entries."""

from typing import TYPE_CHECKING

from netledger.core import entries as e

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netledger.core.amounts import Amount
    from netledger.core.options import Options


def quoted(text: str) -> str:
    r"""Write a string: `a "b"` as `"a \"b\""`."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def value_text(value: e.Value) -> str:
    """Write a value of metadata or custom."""
    if value.kind == "string":
        return quoted(value.text)
    if value.kind == "tag":
        return f"#{value.text}"
    return f"^{value.text}" if value.kind == "link" else value.text


def print_entry(entry: e.Entry) -> str:
    """Write an entry with its details and metadata; no last newline.

    >>> print_entry(Touch(date=date(2026, 3, 1), span=span, medium="meet", names=("Bob",), venue="@Chamber"))
    '2026-03-01 meet Bob @Chamber'
    """
    parts = [entry.date.isoformat()]
    if isinstance(entry, e.Happening) and entry.pending:
        parts.append("!")
    parts.append(e.keyword(entry))
    parts.extend(_head(entry))
    parts.extend(_signs(entry.tags, entry.links))
    lines = [" ".join(parts)]
    lines.extend(f"  {item.key}: {value_text(item.value)}" for item in entry.meta)
    if isinstance(entry, e.Happening):
        lines.extend(f"  {_detail(detail)}" for detail in entry.details)
    return "\n".join(lines)


def _head(entry: e.Entry) -> "Iterable[str]":
    """Give what stands between the keyword and the tags."""
    if isinstance(entry, e.Happening):
        yield from _happening(entry)
    elif isinstance(entry, e.Person):
        yield from (entry.name, *_optional(entry.full_name))
    elif isinstance(entry, e.Venue):
        yield from (entry.venue, *_optional(entry.title), *([entry.kind] if entry.kind else []))
    elif isinstance(entry, e.Unit):
        yield from (entry.unit, *_optional(entry.title))
    elif isinstance(entry, e.Tag):
        yield from (f"#{entry.tag}", *_optional(entry.title))
    elif isinstance(entry, e.Price):
        yield from (entry.unit, str(entry.amount))
    elif isinstance(entry, e.Close):
        yield from (entry.subject, *_optional(entry.text))
    elif isinstance(entry, e.Balance):
        yield from (entry.subject, str(entry.amount), *_optional(entry.text))
    elif isinstance(entry, e.Budget):
        yield from (str(entry.amount), entry.period, *([entry.venue] if entry.venue else []), *_optional(entry.text))
    else:
        yield from _stated(entry)


def _stated(entry: e.Entry) -> "Iterable[str]":
    if isinstance(entry, e.State):
        yield from (quoted(entry.name), quoted(entry.value))
    elif isinstance(entry, e.Note):
        yield from (entry.subject, quoted(entry.text))
    elif isinstance(entry, e.Document):
        yield from (entry.subject, quoted(entry.path))
    elif isinstance(entry, e.Query):
        yield from (quoted(entry.name), quoted(entry.terms))
    elif isinstance(entry, e.Custom):
        yield quoted(entry.kind)
        yield from map(value_text, entry.values)


def _happening(entry: e.Happening) -> "Iterable[str]":
    if isinstance(entry, e.Touch) and entry.inbound:
        yield "from"
    if isinstance(entry, e.Outcome):
        yield entry.kind
        yield from _amounts((entry.amount,) if entry.amount is not None else ())
        yield from ("from", *entry.names) if entry.names else ()
        yield from ("for", *entry.beneficiaries) if entry.beneficiaries else ()
    else:
        yield from entry.names
    if isinstance(entry, e.Intro | e.Give) and entry.by is not None:
        yield from ("by", entry.by)
    if isinstance(entry, e.Give | e.Receive):
        yield str(entry.amount)
    elif isinstance(entry, e.Cost):
        yield from _amounts(entry.amounts)
    if entry.venue is not None:
        yield entry.venue
    yield from _optional(entry.text)


def _detail(detail: e.Detail) -> str:
    parts = [
        *(["!"] if detail.pending else []),
        detail.kind,
        *detail.names,
        *_amounts(detail.amounts),
        *_optional(detail.text),
        *_signs(detail.tags, detail.links),
    ]
    return " ".join(parts)


def _amounts(amounts: "Iterable[Amount]") -> "Iterable[str]":
    return map(str, amounts)


def _optional(text: str | None) -> list[str]:
    return [] if text is None else [quoted(text)]


def _signs(tags: "Iterable[str]", links: "Iterable[str]") -> list[str]:
    return [*(f"#{tag}" for tag in tags), *(f"^{link}" for link in links)]


def print_options(options: "Options") -> list[str]:
    """Write the options that differ from the defaults, a line for each value."""
    defaults = type(options)()
    lines = []
    for name in ("title", "half_life", "cadence", "group_weight", "add_to"):
        value = getattr(options, name)
        if value != getattr(defaults, name):
            lines.append(f"option {quoted(name)} {quoted(value)}")
    lines.extend(f'option "operating_currency" {quoted(unit)}' for unit in options.operating_currency)
    lines.extend(
        f'option "media_weight" {quoted(medium)} {quoted(f"{weight:f}")}'
        for (medium, weight), default in zip(options.media_weight, defaults.media_weight, strict=True)
        if (medium, weight) != default
    )
    return lines
