"""What is stated: people, venues, units, prices, assertions, budgets."""

import sys
from typing import TYPE_CHECKING, Any

from netledger.core import entries as e
from netledger.parser.parts import each_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from netledger.parser.parts import Parts

Fields = dict[str, Any]


def _person(parts: "Parts", fields: Fields) -> e.Person:
    return e.Person(**fields, name=parts.names[0], full_name=parts.string("full name"))


def _venue(parts: "Parts", fields: Fields) -> e.Venue:
    kind = parts.one("words", "kind", "a venue is an org, an event, a site or passive")
    title = parts.string("title")
    return e.Venue(**fields, venue=parts.venues[0], title=title, kind=None if kind is None else sys.intern(kind))


def _unit(parts: "Parts", fields: Fields) -> e.Unit:
    return e.Unit(**fields, unit=parts.unit, title=parts.string("title"))


def _tag(parts: "Parts", fields: Fields) -> e.Tag:
    return e.Tag(**{**fields, "tags": each_once(parts.tags[1:])}, tag=parts.tags[0], title=parts.string("title"))


def _price(parts: "Parts", fields: Fields) -> e.Price:
    unit = parts.unit
    amount: Any = parts.positive("what is worth nothing needs no price")
    if amount is None:
        parts.missing("the price", f"write what one {unit} is worth: `price {unit} 60 USD`")
    elif amount.unit == unit:
        parts.fault("NL127", "amounts", 0, f"the price of {unit} is in {unit}", "name another unit")
    return e.Price(**fields, unit=unit, amount=amount)


def _subject(parts: "Parts") -> str:
    """Return the person or venue that a statement is about."""
    return parts.venues[0] if parts.venues else parts.names[0]


def _close(parts: "Parts", fields: Fields) -> e.Close:
    parts.people()
    return e.Close(**fields, subject=_subject(parts), text=parts.string())


def _balance(parts: "Parts", fields: Fields) -> e.Balance:
    parts.people()
    amount: Any = parts.amount()
    if amount is None:
        parts.missing("the amount", f"write the balance that you expect: `balance {_subject(parts)} 0 INTRO`")
    return e.Balance(**fields, subject=_subject(parts), amount=amount, text=parts.string())


def _budget(parts: "Parts", fields: Fields) -> e.Budget:
    period = parts.one("words", "period")
    amount: Any = parts.amount()
    if amount is None:
        parts.missing("the amount", "write `budget 10 HOUR monthly`")
    elif amount.number < 0:
        parts.fault("NL133", "amounts", 0, f"a budget of {amount} is less than zero", "a budget of 0 ends it")
    if period is None:
        parts.missing("the period", "end it with weekly, monthly, quarterly or yearly: `budget 10 HOUR monthly`")
    return e.Budget(**fields, amount=amount, period=sys.intern(period or ""), venue=parts.venue(), text=parts.string())


def _state(parts: "Parts", fields: Fields) -> e.State:
    name, value = parts.strings
    return e.State(**fields, name=name, value=value)


def _note(parts: "Parts", fields: Fields) -> e.Note:
    return e.Note(**fields, subject=_subject(parts), text=parts.strings[0])


def _document(parts: "Parts", fields: Fields) -> e.Document:
    return e.Document(**fields, subject=_subject(parts), path=parts.strings[0])


def _query(parts: "Parts", fields: Fields) -> e.Query:
    name, terms = parts.strings
    return e.Query(**fields, name=name, terms=terms)


STATEMENTS: "dict[str, Callable[[Parts, Fields], e.AnyEntry]]" = {
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
"""By the terminal of its keyword: what makes a statement of its parts and of the fields that all entries have."""
