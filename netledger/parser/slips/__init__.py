"""The slips that people make in a line, each with a message of its own and what to write instead.

A rule looks at the place where the grammar gave up and returns a problem, or None where it does not apply; the
first that applies is told. They stand in order from the letter to the line.
"""

from typing import TYPE_CHECKING

from netledger.parser.parts import Problem
from netledger.parser.slips.amounts import arithmetic, comma, currency, number, unit
from netledger.parser.slips.heads import beginning, keyword, stray
from netledger.parser.slips.letters import control, invisible, quote, string
from netledger.parser.slips.parts import choice, end, little_word, malformed, outcome_kind, phrase, text_not_here, words
from netledger.parser.slips.place import Place, usage
from netledger.parser.slips.under import indented, metadata, value

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Place", "beginning", "explain", "stray"]


def explain(place: Place) -> Problem:
    """Say what a person did where the grammar gave up."""
    for rule in RULES:
        problem = rule(place)
        if problem is not None:
            return problem
    shown = place.word or place.rest[:1].replace("`", "backtick")
    return place.problem("NL139", f"`{shown}` cannot stand here", usage(place))


RULES: "tuple[Callable[[Place], Problem | None], ...]" = (
    quote,
    invisible,
    control,
    string,
    arithmetic,
    keyword,
    currency,
    comma,
    indented,
    value,
    unit,
    end,
    metadata,
    number,
    outcome_kind,
    little_word,
    phrase,
    choice,
    malformed,
    words,
    text_not_here,
)
