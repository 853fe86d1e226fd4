"""From the parts of a block to its record.

A record is built only of a block without a problem; what the grammar cannot say (what stands twice, who may be
named where, what is missing) is found here.
"""

import sys
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import ONE_FAVOR
from netledger.core.spans import Span
from netledger.core.values import check_metadata
from netledger.parser.automaton import Line, RawToken
from netledger.parser.happenings import HAPPENINGS
from netledger.parser.parts import OTHER_WAY, Parts, Problem, each_once
from netledger.parser.statements import STATEMENTS
from netledger.parser.tokens import at, identifier, parts_of, unquote, values
from netledger.parser.words import DETAILS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ENTRIES = HAPPENINGS | STATEMENTS
"""What makes an entry, by the terminal of its keyword; `custom` aside, whose values have an order."""


class Context(NamedTuple):
    """What the builders of one block share."""

    span: Span
    problems: list[Problem]


def build(lines: list[Line], span: Span, problems: list[Problem]) -> "e.AnyEntry | e.AnyDirective | None":
    """Build the record of a block's tokens; None where `problems` got any."""
    context = Context(span, problems)
    head = lines[0]
    kind = head[0][0]
    record: Any = _entry(context, head, lines[1:]) if kind == "DATE" else _DIRECTIVES[kind](context, head)
    return None if problems else record


def _entry(context: Context, head: Line, under: list[Line]) -> e.AnyEntry:
    position = 2 if head[1][0] == "FLAG" else 1
    kind = head[position][0]
    fields: dict[str, Any] = {"date": _date(context, head[0]), "span": context.span}
    custom = kind == "_CUSTOM"  # its tags and links are values
    parts = Parts("custom") if custom else parts_of(head, position + 1, context.problems)
    meta = []
    details = []
    for number, line in enumerate(under, start=1):
        if not line:
            continue  # a comment
        if line[0][0] == "KEY":
            meta.append(_metadata(context, line, 0, number))
        elif not custom:
            of = parts_of(line, 2 if line[0][0] == "FLAG" else 1, context.problems)
            details.append(detail(of, parts, number))
    if custom:
        return e.Custom(**fields, **_custom(context, head), meta=tuple(meta))
    return entry(kind, parts, fields, meta, details)


def entry(
    kind: str, parts: Parts, fields: dict[str, Any], meta: "Sequence[e.Meta]", details: "Sequence[e.Detail]"
) -> e.AnyEntry:
    """Make an entry of the parts of its first line and of what stands under it; `fields` has its date and span."""
    if parts.tags:
        fields["tags"] = each_once(parts.tags)
    if parts.links:
        fields["links"] = each_once(parts.links)
    if parts.pending:
        fields["pending"] = True
    if meta:
        fields["meta"] = tuple(meta)
    if details:
        fields["details"] = tuple(details)
    return ENTRIES[kind](parts, fields)


def read_date(text: str) -> date:
    """Read `2026-03-01`. Raises ValueError with a hint where it is not in the calendar."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        hint = "check the month and the day: February has 28 or 29, April, June, September and November 30"
        raise ValueError(hint) from None
    if text < "1000":
        raise ValueError("years run from 1000 to 9999")
    return day


def _date(context: Context, token: RawToken) -> date:
    try:
        return read_date(token[1])
    except ValueError as error:
        context.problems.append(at(token, "NL103", f"{token[1]} is not in the calendar", str(error)))
        return date.min


# ------------------------------------------------------------------------------------------------ under an entry


def _metadata(context: Context, line: Line, position: int, number: int) -> e.Meta:
    key = line[position][1][:-1]
    if key in DETAILS:
        rest = " ".join(token[1] for token in line[position + 1 :])
        message = f"`{key}:` is no detail"
        context.problems.append(at(line[position], "NL136", message, f"a detail has no colon: `{key} {rest}`"))
    ((value, token),) = values(line, position + 1, context.problems)
    if value.kind == "date":
        _date(context, token)
    complaint = check_metadata(key, value)
    if complaint is not None:
        context.problems.append(at(token, "NL134", *complaint))
    return e.Meta(sys.intern(key), value, number)


def detail(parts: Parts, head: Parts, number: int) -> e.Detail:
    """Make a favour or cost of the parts of its line and of those of its entry's first line."""
    kind: Any = parts.word
    names: tuple[str, ...] = ()
    amounts = parts.amounts
    if kind == "cost":
        if not amounts:
            parts.missing("the amount", "write what it took: `cost 1h30m 25 USD`")
    else:
        names = parts.people() or _only_one(head, parts)
        amounts = (parts.positive(OTHER_WAY) or ONE_FAVOR,)
    text = parts.string()
    return e.Detail(kind, names, amounts, text, each_once(parts.tags), each_once(parts.links), parts.pending, number)


def check_line(line: Line, problems: list[Problem]) -> None:
    """Find what is wrong in a line under an entry that could not be read itself."""
    if not line:
        return
    if line[0][0] == "KEY":
        _metadata(Context(Span("", 1), problems), line, 0, 1)
        return
    parts = parts_of(line, 2 if line[0][0] == "FLAG" else 1, problems)
    parts.people()
    parts.string()
    if parts.word != "cost":
        parts.positive(OTHER_WAY)


def _only_one(head: Parts, parts: Parts) -> tuple[str, ...]:
    """Return the only person whom an entry names, for a detail that names nobody."""
    named = (*head.names, *head.by, *head.sources, *head.beneficiaries)
    around = tuple(dict.fromkeys([name for name in named if name != e.ME]))
    if len(around) != 1:
        who = "the entry names nobody" if not around else f"the entry names {len(around)} people"
        keyword = parts.word
        message = f"this `{keyword}` must say whom it concerns: {who}"
        parts.fault("NL129", "word", 0, message, f"write `{keyword} NAME …`")
    return around


def _custom(context: Context, head: Line) -> dict[str, Any]:
    found = list(values(head, 3, context.problems))
    for value, token in found:
        if value.kind == "date":
            _date(context, token)
    return {"kind": unquote(head[2][1]), "values": tuple([value for value, _ in found])}


# -------------------------------------------------------------------------------------------- undated lines


def _strings(head: Line) -> list[str]:
    return [unquote(token[1]) for token in head[1:]]


def _option(context: Context, head: Line) -> e.Option:
    name, *rest = _strings(head)
    return e.Option(span=context.span, name=name, values=tuple(rest))


def _plugin(context: Context, head: Line) -> e.Plugin:
    name, *config = _strings(head)
    return e.Plugin(span=context.span, name=name, config=config[0] if config else "")


def _include(context: Context, head: Line) -> e.Include:
    return e.Include(span=context.span, path=_strings(head)[0])


def _pushtag(context: Context, head: Line) -> e.PushTag:
    return e.PushTag(span=context.span, tag=identifier(head[1][1][1:]))


def _poptag(context: Context, head: Line) -> e.PopTag:
    return e.PopTag(span=context.span, tag=identifier(head[1][1][1:]))


def _pushmeta(context: Context, head: Line) -> e.PushMeta:
    meta = _metadata(context, head, 1, 0)
    return e.PushMeta(span=context.span, key=meta.key, value=meta.value)


def _popmeta(context: Context, head: Line) -> e.PopMeta:
    return e.PopMeta(span=context.span, key=head[1][1][:-1])


_DIRECTIVES: "dict[str, Callable[[Context, Line], e.AnyDirective]]" = {
    "_OPTION": _option,
    "_PLUGIN": _plugin,
    "_INCLUDE": _include,
    "_PUSHTAG": _pushtag,
    "_POPTAG": _poptag,
    "_PUSHMETA": _pushmeta,
    "_POPMETA": _popmeta,
}
