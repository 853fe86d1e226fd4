"""From the tokens of a block to its record: one function for each keyword.

A record is built only of a block without a problem; what the grammar cannot say (what stands twice, who may be
named where, what is missing) is found here.
"""

import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import ONE_FAVOR
from netledger.core.spans import Span
from netledger.core.values import check_metadata
from netledger.parser.automaton import Line, RawToken
from netledger.parser.parts import Parts, Problem, at, identifier, unquote, values
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
        fields.update(_ENTRIES[kind](context, parts))
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
        amounts = (parts.positive(_OTHER_WAY) or ONE_FAVOR,)
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
        parts.positive(_OTHER_WAY)


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


_OTHER_WAY = "a favour the other way is written with the other keyword, `give` or `receive`"

# ---------------------------------------------------------------------------------------------- what happens

_Fields = dict[str, Any]


def _happening(parts: Parts, *, me: bool = False) -> _Fields:
    return {
        "names": parts.people(parts.names, me=me),
        "venue": parts.venue(),
        "text": parts.string(),
    }


def _touch(_context: Context, parts: Parts) -> _Fields:
    medium = parts.head[1]
    if not parts.names and not parts.venues and not parts.strings:
        hint = f'write `{medium} Alice`, or where or what it was: `{medium} @Chamber`, `{medium} "application"`'
        parts.missing("a name, a venue or a text", hint)
    elif parts.inbound and not parts.names:
        parts.missing("the name after `from`", f"write `{medium} from Alice`")
    return {**_happening(parts), "medium": sys.intern(medium), "inbound": parts.inbound}


def _intro(context: Context, parts: Parts) -> _Fields:
    by = parts.one(parts.by, "`by`", "an introduction is by one person: write an entry for each")
    fields = {**_happening(parts, me=True), "by": None if by is None else identifier(by[1])}
    first = parts.names[0]
    if by is None:
        me = next((token for token in parts.names if token[1] == e.ME), None)
        if me is not None:
            hint = "say who introduced you: `intro Dave Me Erin by Carol`; by you, leave `Me` out"
            context.problems.append(at(me, "NL131", "an introduction of `Me` has a `by`", hint))
        elif len(parts.names) == 1:
            hint = f"write `intro {first[1]} by NAME` if somebody introduced you, `intro {first[1]} NAME` if you did"
            context.problems.append(at(first, "NL132", f"{first[1]} is introduced to nobody", hint))
    elif by[1] == e.ME:
        context.problems.append(at(by, "NL131", "`by Me` says what is meant anyway", "leave `by Me` out"))
    elif fields["by"] in fields["names"]:
        context.problems.append(at(by, "NL137", f"{by[1]} stands twice", "nobody introduces themselves"))
    elif fields["names"] == (e.ME,):
        context.problems.append(at(first, "NL132", "you are introduced to nobody", "write `intro Dave by Carol`"))
    return fields


def _connect(_context: Context, parts: Parts) -> _Fields:
    return _happening(parts)


def _favour(_context: Context, parts: Parts) -> _Fields:
    fields = {**_happening(parts), "amount": parts.positive(_OTHER_WAY) or ONE_FAVOR}
    if not parts.names and not parts.venues:
        keyword = parts.head[1]
        parts.missing("a name or a venue", f"write `{keyword} Alice`, or `{keyword} @Chamber` for a group")
    return fields


def _give(context: Context, parts: Parts) -> _Fields:
    fields = _favour(context, parts)
    by = parts.one(parts.by, "`by`", "a favour is by one person: write an entry for each")
    if by is not None:
        (fields["by"],) = parts.people([by])
        if fields["by"] in fields["names"]:
            context.problems.append(at(by, "NL137", f"{by[1]} stands twice", "nobody does themselves a favour"))
    return fields


def _cost(_context: Context, parts: Parts) -> _Fields:
    joined = next((m for t in parts.names if (m := re.fullmatch(r"([A-Z]{2,})(-?[0-9][0-9.]*)", t[1]))), None)
    if not parts.amounts and joined:
        parts.missing("the amount", f"the number stands before its unit: `{joined[2]} {joined[1]}`")
    elif not parts.amounts:
        parts.missing("the amount", "write what it took: `cost @Chamber 250 USD`, `cost Alice 1h30m`")
    return {**_happening(parts), "amounts": tuple([amount[0] for amount in parts.amounts])}


def _outcome(_context: Context, parts: Parts) -> _Fields:
    if parts.words[0][1] in {"from", "for", "by"}:
        parts.missing("the kind of outcome", "say in one lower-case word what came of it: `outcome client from Dave`")
    return {
        **_happening(parts),
        "names": parts.people(parts.sources),
        "kind": sys.intern(parts.words[0][1]),
        "amount": parts.amount(),
        "beneficiaries": parts.people(parts.beneficiaries),
    }


def _promo(_context: Context, parts: Parts) -> _Fields:
    return {"venue": parts.venue(), "text": parts.string()}


# -------------------------------------------------------------------------------------------- what is stated


def _person(_context: Context, parts: Parts) -> _Fields:
    return {"name": identifier(parts.names[0][1]), "full_name": parts.string("full name")}


def _venue(_context: Context, parts: Parts) -> _Fields:
    kind = parts.one(parts.words, "kind", "a venue is an org, an event, a site or passive")
    return {
        "venue": identifier(parts.venues[0][1]),
        "title": parts.string("title"),
        "kind": None if kind is None else sys.intern(kind[1]),
    }


def _unit(_context: Context, parts: Parts) -> _Fields:
    return {"unit": parts.unit, "title": parts.string("title")}


def _tag(_context: Context, parts: Parts) -> _Fields:
    return {"tag": identifier(parts.tags.pop(0)[1][1:]), "title": parts.string("title")}


def _price(context: Context, parts: Parts) -> _Fields:
    unit = parts.unit
    amount = parts.positive("what is worth nothing needs no price")
    if amount is None:
        parts.missing("the price", f"write what one {unit} is worth: `price {unit} 60 USD`")
    elif amount.unit == unit:
        where = parts.amounts[0][1:]
        context.problems.append(Problem("NL127", *where, f"the price of {unit} is in {unit}", "name another unit"))
    return {"unit": unit, "amount": amount}


def _subject(parts: Parts) -> str:
    """Return the person or venue that a statement is about."""
    if parts.venues:
        return identifier(parts.venues[0][1])
    return identifier(parts.names[0][1])


def _close(_context: Context, parts: Parts) -> _Fields:
    parts.people(parts.names)
    return {"subject": _subject(parts), "text": parts.string()}


def _balance(_context: Context, parts: Parts) -> _Fields:
    parts.people(parts.names)
    amount = parts.amount()
    if amount is None:
        parts.missing("the amount", f"write the balance that you expect: `balance {_subject(parts)} 0 INTRO`")
    return {"subject": _subject(parts), "amount": amount, "text": parts.string()}


def _budget(context: Context, parts: Parts) -> _Fields:
    period = parts.one(parts.words, "period")
    amount = parts.amount()
    if amount is None:
        parts.missing("the amount", "write `budget 10 HOUR monthly`")
    elif amount.number < 0:
        where = parts.amounts[0][1:]
        message = f"a budget of {amount} is less than zero"
        context.problems.append(Problem("NL133", *where, message, "a budget of 0 ends it"))
    if period is None:
        parts.missing("the period", "end it with weekly, monthly, quarterly or yearly: `budget 10 HOUR monthly`")
    return {
        "amount": amount,
        "period": "" if period is None else sys.intern(period[1]),
        "venue": parts.venue(),
        "text": parts.string(),
    }


def _state(_context: Context, parts: Parts) -> _Fields:
    name, value = _texts(parts)
    return {"name": name, "value": value}


def _note(_context: Context, parts: Parts) -> _Fields:
    return {"subject": _subject(parts), "text": _texts(parts)[0]}


def _document(_context: Context, parts: Parts) -> _Fields:
    return {"subject": _subject(parts), "path": _texts(parts)[0]}


def _query(_context: Context, parts: Parts) -> _Fields:
    name, terms = _texts(parts)
    return {"name": name, "terms": terms}


def _texts(parts: Parts) -> list[str]:
    return [unquote(token[1]) for token in parts.strings]


def _custom(context: Context, head: Line) -> _Fields:
    found = list(values(head, 3, context.problems))
    for value, token in found:
        if value.kind == "date":
            _date(context, token)
    return {"kind": unquote(head[2][1]), "values": tuple([value for value, _ in found])}


_ENTRIES: "dict[str, Callable[[Context, Parts], _Fields]]" = {
    "MEDIUM": _touch,
    "_INTRO": _intro,
    "_CONNECT": _connect,
    "_GIVE": _give,
    "_RECEIVE": _favour,
    "_COST": _cost,
    "_OUTCOME": _outcome,
    "_PROMO": _promo,
    "_PERSON": _person,
    "_VENUE": _venue,
    "_UNIT": _unit,
    "_TAG": _tag,
    "_PRICE": _price,
    "_CLOSE": _close,
    "_BALANCE": _balance,
    "_BUDGET": _budget,
    "_STATE": _state,
    "_NOTE": _note,
    "_DOCUMENT": _document,
    "_QUERY": _query,
}

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
