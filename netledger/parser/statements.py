"""The fields of what is stated: people, venues, units, prices, assertions, budgets."""

import sys
from typing import TYPE_CHECKING, Any

from netledger.parser.parts import Parts, Problem, identifier, unquote

if TYPE_CHECKING:
    from collections.abc import Callable

Fields = dict[str, Any]


def _person(parts: Parts) -> Fields:
    return {"name": identifier(parts.names[0][1]), "full_name": parts.string("full name")}


def _venue(parts: Parts) -> Fields:
    kind = parts.one(parts.words, "kind", "a venue is an org, an event, a site or passive")
    return {
        "venue": identifier(parts.venues[0][1]),
        "title": parts.string("title"),
        "kind": None if kind is None else sys.intern(kind[1]),
    }


def _unit(parts: Parts) -> Fields:
    return {"unit": parts.unit, "title": parts.string("title")}


def _tag(parts: Parts) -> Fields:
    return {"tag": identifier(parts.tags.pop(0)[1][1:]), "title": parts.string("title")}


def _price(parts: Parts) -> Fields:
    unit = parts.unit
    amount = parts.positive("what is worth nothing needs no price")
    if amount is None:
        parts.missing("the price", f"write what one {unit} is worth: `price {unit} 60 USD`")
    elif amount.unit == unit:
        where = parts.amounts[0][1:]
        parts.problems.append(Problem("NL127", *where, f"the price of {unit} is in {unit}", "name another unit"))
    return {"unit": unit, "amount": amount}


def _subject(parts: Parts) -> str:
    """Return the person or venue that a statement is about."""
    if parts.venues:
        return identifier(parts.venues[0][1])
    return identifier(parts.names[0][1])


def _close(parts: Parts) -> Fields:
    parts.people(parts.names)
    return {"subject": _subject(parts), "text": parts.string()}


def _balance(parts: Parts) -> Fields:
    parts.people(parts.names)
    amount = parts.amount()
    if amount is None:
        parts.missing("the amount", f"write the balance that you expect: `balance {_subject(parts)} 0 INTRO`")
    return {"subject": _subject(parts), "amount": amount, "text": parts.string()}


def _budget(parts: Parts) -> Fields:
    period = parts.one(parts.words, "period")
    amount = parts.amount()
    if amount is None:
        parts.missing("the amount", "write `budget 10 HOUR monthly`")
    elif amount.number < 0:
        where = parts.amounts[0][1:]
        message = f"a budget of {amount} is less than zero"
        parts.problems.append(Problem("NL133", *where, message, "a budget of 0 ends it"))
    if period is None:
        parts.missing("the period", "end it with weekly, monthly, quarterly or yearly: `budget 10 HOUR monthly`")
    return {
        "amount": amount,
        "period": "" if period is None else sys.intern(period[1]),
        "venue": parts.venue(),
        "text": parts.string(),
    }


def _state(parts: Parts) -> Fields:
    name, value = _texts(parts)
    return {"name": name, "value": value}


def _note(parts: Parts) -> Fields:
    return {"subject": _subject(parts), "text": _texts(parts)[0]}


def _document(parts: Parts) -> Fields:
    return {"subject": _subject(parts), "path": _texts(parts)[0]}


def _query(parts: Parts) -> Fields:
    name, terms = _texts(parts)
    return {"name": name, "terms": terms}


def _texts(parts: Parts) -> list[str]:
    return [unquote(token[1]) for token in parts.strings]


STATEMENTS: "dict[str, Callable[[Parts], Fields]]" = {
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
"""By the terminal of its keyword: what makes the fields of a statement."""
