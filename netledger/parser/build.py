"""From the parse tree of a block to its record: one function for each rule of the grammar.

A record is built only of a block without a problem; what the grammar cannot say (what stands twice, who may be
named where, what is missing) is found here.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from netledger.core import entries as e
from netledger.core.amounts import ONE_FAVOR
from netledger.core.values import check_metadata
from netledger.parser.parts import Parts, Problem, at, first_token, identifier, unquote, values

if TYPE_CHECKING:
    from collections.abc import Callable

    from lark import Token, Tree

    from netledger.core.spans import Span


class Context(NamedTuple):
    """What the builders of one block share."""

    span: "Span"
    problems: list[Problem]

    def line(self, token: "Token") -> int:
        """Return the line in the file of a token of the block."""
        return self.span.line + (token.line or 1) - 1


def build(tree: "Tree[Token]", span: "Span", problems: list[Problem]) -> "e.AnyEntry | e.Directive | None":
    """Build the record of a block's tree; None where `problems` got any."""
    context = Context(span, problems)
    first, *rest = tree.children
    record = _entry(context, first, rest) if isinstance(first, str) else _DIRECTIVES[first.data](context, first)
    return None if problems else record


def _entry(context: Context, day: "Token", rest: "list[Any]") -> Any:  # noqa: ANN401 - the rule says which type
    head, *under = rest
    keyword = head.data
    parts = Parts(head, context.problems, day)
    fields: dict[str, Any] = {"date": _date(context, day), "span": context.span}
    fields.update(_ENTRIES[keyword](context, parts, head))
    if keyword != "custom":  # its tags and links are values
        fields["tags"] = parts.tag_names()
        fields["links"] = parts.link_names()
    if under:
        metadata = tuple(_metadata(context, line) for line in under if line.data == "metadata")
        if metadata:
            fields["meta"] = metadata
        if len(metadata) < len(under):
            around = tuple(dict.fromkeys(identifier(t) for t in _named(parts) if t != e.ME))
            fields["details"] = tuple(_detail(context, line, around) for line in under if line.data == "detail")
    return _TYPES[keyword](**fields)


def _date(context: Context, token: "Token") -> date:
    try:
        if str(token) >= "1000":
            return date.fromisoformat(token)
        hint = "years run from 1000 to 9999"
    except ValueError:
        hint = "check the month and the day: February has 28 or 29, April, June, September and November 30"
    context.problems.append(at(token, "NL103", f"{token} is not in the calendar", hint))
    return date.min


def _named(parts: Parts) -> "list[Token]":
    return [*parts.names, *parts.by, *parts.sources, *parts.beneficiaries]


# ------------------------------------------------------------------------------------------------ under an entry


def _metadata(context: Context, tree: "Tree[Token]") -> e.Meta:
    key = tree.children[0]
    ((value, token),) = values(list(tree.children[1:]), context.problems)
    name = str(key)[:-1]
    _check_value(context, name, value, token)
    return e.Meta(name, value, context.line(first_token(tree)))


def _check_value(context: Context, key: str, value: e.Value, token: "Token") -> None:
    if value.kind == "date":
        _date(context, token)
    complaint = check_metadata(key, value)
    if complaint is not None:
        context.problems.append(at(token, "NL134", *complaint))


def _detail(context: Context, tree: "Tree[Token]", around: tuple[str, ...]) -> e.Detail:
    head = next(t for t in tree.children if isinstance(t, str) and t.type.startswith("DETAIL"))
    parts = Parts(tree, context.problems, head)
    parts.words.remove(head)
    kind = str(head)
    if kind == "cost":
        names: tuple[str, ...] = ()
        amounts = tuple(amount for amount, _ in parts.amounts)
        if not amounts:
            parts.missing("the amount", "write what it took: `cost 1h30m 25 USD`")
    else:
        names = parts.people(parts.names)
        if not names:
            if len(around) == 1:
                names = around
            else:
                who = "the entry names nobody" if not around else f"the entry names {len(around)} people"
                context.problems.append(
                    at(head, "NL129", f"this `{kind}` must say whom it concerns: {who}", f"write `{kind} NAME …`")
                )
        amounts = (parts.positive(_OTHER_WAY) or ONE_FAVOR,)
    return e.Detail(
        kind,  # type: ignore[arg-type]
        names,
        amounts,
        parts.string(),
        parts.tag_names(),
        parts.link_names(),
        parts.pending,
        context.line(head),
    )


_OTHER_WAY = "a favour the other way is written with the other keyword, `give` or `receive`"

# ---------------------------------------------------------------------------------------------- what happens

_Fields = dict[str, Any]


def _happening(parts: Parts, *, me: bool = False) -> _Fields:
    return {
        "names": parts.people(parts.names, me=me),
        "venue": parts.venue(),
        "text": parts.string(),
        "pending": parts.pending,
    }


def _touch(_context: Context, parts: Parts, head: "Tree[Token]") -> _Fields:
    medium = next(word for word in parts.words if word.type == "MEDIUM")
    if not parts.names and not parts.venues and not parts.strings:
        parts.head = medium
        hint = f'write `{medium} Alice`, or where or what it was: `{medium} @Chamber`, `{medium} "application"`'
        parts.missing("a name, a venue or a text", hint)
    elif parts.inbound and not parts.names:
        parts.head = next(t for t in head.children if isinstance(t, str) and t.type == "FROM")
        parts.missing("the name after `from`", f"write `{medium} from Alice`")
    return {**_happening(parts), "medium": str(medium), "inbound": parts.inbound}


def _intro(context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    by = parts.one(parts.by, "`by`", "an introduction is by one person: write an entry for each")
    fields = {**_happening(parts, me=True), "by": None if by is None else identifier(by)}
    if by == e.ME:
        context.problems.append(at(by, "NL131", "`by Me` says what is meant anyway", "leave `by Me` out"))
    elif by is not None and fields["by"] in fields["names"]:
        context.problems.append(at(by, "NL137", f"{by} stands twice", "nobody introduces themselves"))
    elif by is None:
        me = next((token for token in parts.names if token == e.ME), None)
        first = parts.names[0]
        if me is not None:
            hint = "say who introduced you: `intro Dave Me Erin by Carol`; by you, leave `Me` out"
            context.problems.append(at(me, "NL131", "an introduction of `Me` has a `by`", hint))
        elif len(parts.names) == 1:
            hint = f"write `intro {first} by NAME` if somebody introduced you, `intro {first} NAME` if you did"
            context.problems.append(at(first, "NL132", f"{first} is introduced to nobody", hint))
    elif parts.names and all(token == e.ME for token in parts.names):
        parts.head = parts.names[0]
        parts.missing("whom you were introduced to", "write `intro Dave by Carol`")
    return fields


def _connect(_context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    fields = _happening(parts)
    del fields["pending"]
    return fields


def _favour(_context: Context, parts: Parts, head: "Tree[Token]") -> _Fields:
    fields = {**_happening(parts), "amount": parts.positive(_OTHER_WAY) or ONE_FAVOR}
    if not parts.names and not parts.venues:
        parts.missing("a name or a venue", f"write `{head.data} Alice`, or `{head.data} @Chamber` for a group")
    return fields


def _give(context: Context, parts: Parts, head: "Tree[Token]") -> _Fields:
    fields = _favour(context, parts, head)
    by = parts.one(parts.by, "`by`", "a favour is by one person: write an entry for each")
    (fields["by"],) = parts.people([by]) if by is not None else (None,)
    if by is not None and fields["by"] in fields["names"]:
        context.problems.append(at(by, "NL137", f"{by} stands twice", "nobody does themselves a favour"))
    return fields


def _cost(_context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    fields = {**_happening(parts), "amounts": tuple(amount for amount, _ in parts.amounts)}
    if not parts.amounts:
        parts.missing("the amount", "write what it took: `cost @Chamber 250 USD`, `cost Alice 1h30m`")
    return fields


def _outcome(_context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    (kind,) = parts.words
    return {
        **_happening(parts),
        "names": parts.people(parts.sources),
        "kind": str(kind),
        "amount": parts.amount(),
        "beneficiaries": parts.people(parts.beneficiaries),
    }


def _promo(_context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    return {"venue": parts.venue(), "text": parts.string()}


# -------------------------------------------------------------------------------------------- what is stated


def _person(_context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    return {"name": identifier(parts.names[0]), "full_name": parts.string("full name")}


def _venue(_context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    kind = parts.one(parts.words, "kind", "a venue is an org, an event, a site or passive")
    return {
        "venue": identifier(parts.venues[0]),
        "title": parts.string("title"),
        "kind": None if kind is None else str(kind),
    }


def _unit(_context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    return {"unit": parts.unit, "title": parts.string("title")}


def _tag(_context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    return {"tag": identifier(parts.tags.pop(0))[1:], "title": parts.string("title")}


def _price(context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    unit = parts.unit
    amount = parts.positive()
    if amount is None:
        parts.missing("the price", f"write what one {unit} is worth: `price {unit} 60 USD`")
    elif amount.unit == unit:
        token = parts.amounts[0][1]
        context.problems.append(at(token, "NL127", f"the price of {unit} is in {unit}", "name another unit"))
    return {"unit": unit, "amount": amount}


def _subject(parts: Parts) -> str:
    """Return the person or venue that a statement is about."""
    if parts.venues:
        return identifier(parts.venues[0])
    return identifier(parts.names[0])


def _close(_context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    parts.people(parts.names)
    return {"subject": _subject(parts), "text": parts.string()}


def _balance(_context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    parts.people(parts.names)
    amount = parts.amount()
    if amount is None:
        parts.missing("the amount", f"write the balance that you expect: `balance {_subject(parts)} 0 INTRO`")
    return {"subject": _subject(parts), "amount": amount, "text": parts.string()}


def _budget(context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    period = parts.one(parts.words, "period")
    amount = parts.amount()
    if amount is None:
        parts.missing("the amount", "write `budget 10 HOUR monthly`")
    elif amount.number < 0:
        hint = "a budget of 0 ends it"
        context.problems.append(at(parts.amounts[0][1], "NL133", f"a budget of {amount} is less than zero", hint))
    if period is None:
        parts.missing("the period", "end it with weekly, monthly, quarterly or yearly: `budget 10 HOUR monthly`")
    return {"amount": amount, "period": str(period), "venue": parts.venue(), "text": parts.string()}


def _state(_context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    name, value = parts.strings
    return {"name": unquote(name), "value": unquote(value)}


def _note(_context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    return {"subject": _subject(parts), "text": unquote(parts.strings[0])}


def _document(_context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    return {"subject": _subject(parts), "path": unquote(parts.strings[0])}


def _query(_context: Context, parts: Parts, _head: "Tree[Token]") -> _Fields:
    name, terms = parts.strings
    return {"name": unquote(name), "terms": unquote(terms)}


def _custom(context: Context, _parts: Parts, head: "Tree[Token]") -> _Fields:
    kind, *rest = head.children
    found = values(rest, context.problems)
    for value, token in found:
        if value.kind == "date":
            _date(context, token)
    return {"kind": unquote(str(kind)), "values": tuple(value for value, _ in found)}


_ENTRIES: "dict[str, Callable[[Context, Parts, Tree[Token]], _Fields]]" = {
    "touch": _touch,
    "intro": _intro,
    "connect": _connect,
    "give": _give,
    "receive": _favour,
    "cost": _cost,
    "outcome": _outcome,
    "promo": _promo,
    "person": _person,
    "venue": _venue,
    "unit": _unit,
    "tag": _tag,
    "price": _price,
    "close": _close,
    "balance": _balance,
    "budget": _budget,
    "state": _state,
    "note": _note,
    "document": _document,
    "query": _query,
    "custom": _custom,
}

_TYPES: dict[str, type[e.Entry]] = {
    str(kind.__struct_config__.tag): kind
    for kind in e.AnyEntry.__args__
}

# -------------------------------------------------------------------------------------------- undated lines


def _strings(tree: "Tree[Token]") -> list[str]:
    return [unquote(str(token)) for token in tree.children]


def _option(context: Context, tree: "Tree[Token]") -> e.Option:
    name, *rest = _strings(tree)
    return e.Option(span=context.span, name=name, values=tuple(rest))


def _plugin(context: Context, tree: "Tree[Token]") -> e.Plugin:
    name, *config = _strings(tree)
    return e.Plugin(span=context.span, name=name, config=config[0] if config else "")


def _include(context: Context, tree: "Tree[Token]") -> e.Include:
    return e.Include(span=context.span, path=_strings(tree)[0])


def _pushtag(context: Context, tree: "Tree[Token]") -> e.PushTag:
    return e.PushTag(span=context.span, tag=identifier(str(tree.children[0]))[1:])


def _poptag(context: Context, tree: "Tree[Token]") -> e.PopTag:
    return e.PopTag(span=context.span, tag=identifier(str(tree.children[0]))[1:])


def _pushmeta(context: Context, tree: "Tree[Token]") -> e.PushMeta:
    meta = _metadata(context, tree)
    return e.PushMeta(span=context.span, key=meta.key, value=meta.value)


def _popmeta(context: Context, tree: "Tree[Token]") -> e.PopMeta:
    return e.PopMeta(span=context.span, key=str(tree.children[0])[:-1])


_DIRECTIVES: "dict[str, Callable[[Context, Tree[Token]], e.Directive]]" = {
    "option": _option,
    "plugin": _plugin,
    "include": _include,
    "pushtag": _pushtag,
    "poptag": _poptag,
    "pushmeta": _pushmeta,
    "popmeta": _popmeta,
}
