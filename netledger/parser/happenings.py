"""The fields of what happens: touches, introductions, favours, costs, outcomes.

What the grammar cannot say (what stands twice, who may be named where, what is missing) is found here.
"""

import re
import sys
from typing import TYPE_CHECKING, Any

from netledger.core.amounts import ONE_FAVOR
from netledger.core.entries import ME
from netledger.parser.parts import OTHER_WAY, Parts, at, identifier

if TYPE_CHECKING:
    from collections.abc import Callable

Fields = dict[str, Any]


def _happening(parts: Parts, *, me: bool = False) -> Fields:
    return {
        "names": parts.people(parts.names, me=me),
        "venue": parts.venue(),
        "text": parts.string(),
    }


def _touch(parts: Parts) -> Fields:
    medium = parts.head[1]
    if not parts.names and not parts.venues and not parts.strings:
        hint = f'write `{medium} Alice`, or where or what it was: `{medium} @Chamber`, `{medium} "application"`'
        parts.missing("a name, a venue or a text", hint)
    elif parts.inbound and not parts.names:
        parts.missing("the name after `from`", f"write `{medium} from Alice`")
    return {**_happening(parts), "medium": sys.intern(medium), "inbound": parts.inbound}


def _intro(parts: Parts) -> Fields:
    by = parts.one(parts.by, "`by`", "an introduction is by one person: write an entry for each")
    fields = {**_happening(parts, me=True), "by": None if by is None else identifier(by[1])}
    first = parts.names[0]
    if by is None:
        me = next((token for token in parts.names if token[1] == ME), None)
        if me is not None:
            hint = "say who introduced you: `intro Dave Me Erin by Carol`; by you, leave `Me` out"
            parts.problems.append(at(me, "NL131", "an introduction of `Me` has a `by`", hint))
        elif len(parts.names) == 1:
            hint = f"write `intro {first[1]} by NAME` if somebody introduced you, `intro {first[1]} NAME` if you did"
            parts.problems.append(at(first, "NL132", f"{first[1]} is introduced to nobody", hint))
    elif by[1] == ME:
        parts.problems.append(at(by, "NL131", "`by Me` says what is meant anyway", "leave `by Me` out"))
    elif fields["by"] in fields["names"]:
        parts.problems.append(at(by, "NL137", f"{by[1]} stands twice", "nobody introduces themselves"))
    elif fields["names"] == (ME,):
        parts.problems.append(at(first, "NL132", "you are introduced to nobody", "write `intro Dave by Carol`"))
    return fields


def _connect(parts: Parts) -> Fields:
    return _happening(parts)


def _favour(parts: Parts) -> Fields:
    fields = {**_happening(parts), "amount": parts.positive(OTHER_WAY) or ONE_FAVOR}
    if not parts.names and not parts.venues:
        keyword = parts.head[1]
        parts.missing("a name or a venue", f"write `{keyword} Alice`, or `{keyword} @Chamber` for a group")
    return fields


def _give(parts: Parts) -> Fields:
    fields = _favour(parts)
    by = parts.one(parts.by, "`by`", "a favour is by one person: write an entry for each")
    if by is not None:
        (fields["by"],) = parts.people([by])
        if fields["by"] in fields["names"]:
            parts.problems.append(at(by, "NL137", f"{by[1]} stands twice", "nobody does themselves a favour"))
    return fields


def _cost(parts: Parts) -> Fields:
    joined = next((m for t in parts.names if (m := re.fullmatch(r"([A-Z]{2,})(-?[0-9][0-9.]*)", t[1]))), None)
    if not parts.amounts and joined:
        parts.missing("the amount", f"the number stands before its unit: `{joined[2]} {joined[1]}`")
    elif not parts.amounts:
        parts.missing("the amount", "write what it took: `cost @Chamber 250 USD`, `cost Alice 1h30m`")
    return {**_happening(parts), "amounts": tuple([amount[0] for amount in parts.amounts])}


def _outcome(parts: Parts) -> Fields:
    if parts.words[0][1] in {"from", "for", "by"}:
        parts.missing("the kind of outcome", "say in one lower-case word what came of it: `outcome client from Dave`")
    return {
        **_happening(parts),
        "names": parts.people(parts.sources),
        "kind": sys.intern(parts.words[0][1]),
        "amount": parts.amount(),
        "beneficiaries": parts.people(parts.beneficiaries),
    }


def _promo(parts: Parts) -> Fields:
    return {"venue": parts.venue(), "text": parts.string()}


HAPPENINGS: "dict[str, Callable[[Parts], Fields]]" = {
    "MEDIUM": _touch,
    "_INTRO": _intro,
    "_CONNECT": _connect,
    "_GIVE": _give,
    "_RECEIVE": _favour,
    "_COST": _cost,
    "_OUTCOME": _outcome,
    "_PROMO": _promo,
}
"""By the terminal of its keyword: what makes the fields of a happening."""
