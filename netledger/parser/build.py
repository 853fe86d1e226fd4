"""From the tokens of a block to its record: one function for each keyword.

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
from netledger.parser.parts import OTHER_WAY, Parts, Problem, at, identifier, unquote, values
from netledger.parser.statements import STATEMENTS
from netledger.parser.words import DETAILS

if TYPE_CHECKING:
    from collections.abc import Callable


class Context(NamedTuple):
    """What the builders of one block share."""

    span: Span
    problems: list[Problem]


def build(lines: list[Line], span: Span, problems: list[Problem]) -> "e.AnyEntry | e.Directive | None":
    """Build the record of a block's tokens; None where `problems` got any."""
    context = Context(span, problems)
    head = lines[0]
    kind = head[0][0]
    record: Any = _entry(context, head, lines[1:]) if kind == "DATE" else _DIRECTIVES[kind](context, head)
    return None if problems else record


def _entry(context: Context, head: Line, under: list[Line]) -> Any:  # noqa: ANN401 - the keyword says which type
    pending = head[1][0] == "FLAG"
    position = 2 if pending else 1
    kind = head[position][0]
    fields: dict[str, Any] = {"date": _date(context, head[0]), "span": context.span}
    if kind == "_CUSTOM":  # its tags and links are values
        fields.update(_custom(context, head))
        parts = None
    else:
        parts = Parts(head, position + 1, context.problems)
        fields.update(_ENTRIES[kind](parts))
        if parts.tags:
            fields["tags"] = parts.tag_names()
        if parts.links:
            fields["links"] = parts.link_names()
    if pending:
        fields["pending"] = True
    metadata = []
    details = []
    for number, line in enumerate(under, start=context.span.line + 1):
        if not line:
            continue  # a comment
        if line[0][0] == "KEY":
            metadata.append(_metadata(context, line, 0, number))
        elif parts is not None:
            details.append(_detail(context, line, parts, number))
    if metadata:
        fields["meta"] = tuple(metadata)
    if details:
        fields["details"] = tuple(details)
    return _TYPES[kind](**fields)


def _date(context: Context, token: RawToken) -> date:
    text = token[1]
    try:
        if text >= "1000":
            return date.fromisoformat(text)
        hint = "years run from 1000 to 9999"
    except ValueError:
        hint = "check the month and the day: February has 28 or 29, April, June, September and November 30"
    context.problems.append(at(token, "NL103", f"{text} is not in the calendar", hint))
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


def _detail(context: Context, line: Line, entry: Parts, number: int) -> e.Detail:
    pending = line[0][0] == "FLAG"
    parts = Parts(line, 2 if pending else 1, context.problems)
    kind: Any = parts.head[1]
    names: tuple[str, ...] = ()
    if kind == "cost":
        amounts = tuple([amount[0] for amount in parts.amounts])
        if not amounts:
            parts.missing("the amount", "write what it took: `cost 1h30m 25 USD`")
    else:
        names = parts.people(parts.names) or _only_one(context, entry, parts)
        amounts = (parts.positive(OTHER_WAY) or ONE_FAVOR,)
    return e.Detail(kind, names, amounts, parts.string(), parts.tag_names(), parts.link_names(), pending, number)


def check_line(line: Line, problems: list[Problem]) -> None:
    """Find what is wrong in a line under an entry that could not be read itself."""
    if not line:
        return
    if line[0][0] == "KEY":
        _metadata(Context(Span("", 1), problems), line, 0, 1)
        return
    parts = Parts(line, 2 if line[0][0] == "FLAG" else 1, problems)
    parts.people(parts.names)
    parts.string()
    if parts.head[1] != "cost":
        parts.positive(OTHER_WAY)


def _only_one(context: Context, entry: Parts, detail: Parts) -> tuple[str, ...]:
    """Return the only person whom an entry names, for a detail that names nobody."""
    named = (*entry.names, *entry.by, *entry.sources, *entry.beneficiaries)
    around = tuple(dict.fromkeys(identifier(token[1]) for token in named if token[1] != e.ME))
    if len(around) != 1:
        who = "the entry names nobody" if not around else f"the entry names {len(around)} people"
        keyword = detail.head[1]
        message = f"this `{keyword}` must say whom it concerns: {who}"
        context.problems.append(at(detail.head, "NL129", message, f"write `{keyword} NAME …`"))
    return around


def _custom(context: Context, head: Line) -> dict[str, Any]:
    found = list(values(head, 3, context.problems))
    for value, token in found:
        if value.kind == "date":
            _date(context, token)
    return {"kind": unquote(head[2][1]), "values": tuple([value for value, _ in found])}


_ENTRIES = HAPPENINGS | STATEMENTS

_TYPES: dict[str, type[e.Entry]] = {
    "MEDIUM": e.Touch,
    **{f"_{str(kind.__struct_config__.tag).upper()}": kind for kind in e.AnyEntry.__args__},
}

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
    meta = _metadata(context, head, 1, context.span.line)
    return e.PushMeta(span=context.span, key=meta.key, value=meta.value)


def _popmeta(context: Context, head: Line) -> e.PopMeta:
    return e.PopMeta(span=context.span, key=head[1][1][:-1])


_DIRECTIVES: "dict[str, Callable[[Context, Line], e.Directive]]" = {
    "_OPTION": _option,
    "_PLUGIN": _plugin,
    "_INCLUDE": _include,
    "_PUSHTAG": _pushtag,
    "_POPTAG": _poptag,
    "_PUSHMETA": _pushmeta,
    "_POPMETA": _popmeta,
}
