"""What happens: touches, introductions, favours, costs, outcomes.

What the grammar cannot say (what stands twice, who may be named where, what is missing) is found here.
"""

import re
import sys
from typing import TYPE_CHECKING, Any

from netledger.core import entries as e
from netledger.core.amounts import ONE_FAVOR
from netledger.core.entries import ME
from netledger.parser.parts import OTHER_WAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from netledger.core.amounts import Amount
    from netledger.parser.parts import Parts

Fields = dict[str, Any]


def _touch(parts: "Parts", fields: Fields) -> e.Touch:
    if not parts.names:
        if not parts.venues and not parts.strings:
            word = parts.word
            hint = f'write `{word} Alice`, or where or what it was: `{word} @Chamber`, `{word} "application"`'
            parts.missing("a name, a venue or a text", hint)
        elif parts.inbound:
            parts.missing("the name after `from`", f"write `{parts.word} from Alice`")
    return e.Touch(
        **fields,
        names=parts.people(),
        venue=parts.venue(),
        text=parts.string(),
        medium=parts.word,
        inbound=parts.inbound,
    )


def _intro(parts: "Parts", fields: Fields) -> e.Intro:
    by = parts.one("by", "`by`", "an introduction is by one person: write an entry for each")
    names = parts.people(me=True)
    first = names[0]
    if by is None:
        if ME in parts.names:
            hint = "say who introduced you: `intro Dave Me Erin by Carol`; by you, leave `Me` out"
            parts.fault("NL131", "names", parts.names.index(ME), "an introduction of `Me` has a `by`", hint)
        elif len(parts.names) == 1:
            hint = f"write `intro {first} by NAME` if somebody introduced you, `intro {first} NAME` if you did"
            parts.fault("NL132", "names", 0, f"{first} is introduced to nobody", hint)
    elif by == ME:
        parts.fault("NL131", "by", 0, "`by Me` says what is meant anyway", "leave `by Me` out")
    elif by in names:
        parts.fault("NL137", "by", 0, f"{by} stands twice", "nobody introduces themselves")
    elif names == (ME,):
        parts.fault("NL132", "names", 0, "you are introduced to nobody", "write `intro Dave by Carol`")
    return e.Intro(**fields, names=names, venue=parts.venue(), text=parts.string(), by=by)


def _connect(parts: "Parts", fields: Fields) -> e.Connect:
    return e.Connect(**fields, names=parts.people(), venue=parts.venue(), text=parts.string())


def _favour(parts: "Parts") -> "Amount":
    """Return the amount of a favour, which has somebody or some group to go to or come from."""
    if not parts.names and not parts.venues:
        parts.missing("a name or a venue", f"write `{parts.word} Alice`, or `{parts.word} @Chamber` for a group")
    return parts.positive(OTHER_WAY) or ONE_FAVOR


def _give(parts: "Parts", fields: Fields) -> e.Give:
    by = parts.one("by", "`by`", "a favour is by one person: write an entry for each")
    names = parts.people()
    if by is not None:
        if by == ME:
            parts.not_me("by", 0)
        if by in names:
            parts.fault("NL137", "by", 0, f"{by} stands twice", "nobody does themselves a favour")
    return e.Give(**fields, names=names, venue=parts.venue(), text=parts.string(), amount=_favour(parts), by=by)


def _receive(parts: "Parts", fields: Fields) -> e.Receive:
    return e.Receive(**fields, names=parts.people(), venue=parts.venue(), text=parts.string(), amount=_favour(parts))


def _cost(parts: "Parts", fields: Fields) -> e.Cost:
    if not parts.amounts:
        joined = next((m for name in parts.names if (m := re.fullmatch(r"([A-Z]{2,})(-?[0-9][0-9.]*)", name))), None)
        hint = "write what it took: `cost @Chamber 250 USD`, `cost Alice 1h30m`"
        parts.missing("the amount", f"the number stands before its unit: `{joined[2]} {joined[1]}`" if joined else hint)
    return e.Cost(**fields, names=parts.people(), venue=parts.venue(), text=parts.string(), amounts=parts.amounts)


def _outcome(parts: "Parts", fields: Fields) -> e.Outcome:
    kind = parts.words[0]
    if kind in {"from", "for", "by"}:
        parts.missing("the kind of outcome", "say in one lower-case word what came of it: `outcome client from Dave`")
    return e.Outcome(
        **fields,
        names=parts.people("sources"),
        venue=parts.venue(),
        text=parts.string(),
        kind=sys.intern(kind),
        amount=parts.amount(),
        beneficiaries=parts.people("beneficiaries"),
    )


def _promo(parts: "Parts", fields: Fields) -> e.Promo:
    return e.Promo(**fields, venue=parts.venue(), text=parts.string())


HAPPENINGS: "dict[str, Callable[[Parts, Fields], e.AnyEntry]]" = {
    "MEDIUM": _touch,
    "_INTRO": _intro,
    "_CONNECT": _connect,
    "_GIVE": _give,
    "_RECEIVE": _receive,
    "_COST": _cost,
    "_OUTCOME": _outcome,
    "_PROMO": _promo,
}
"""By the terminal of its keyword: what makes a happening of its parts and of the fields that all entries have."""
