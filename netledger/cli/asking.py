"""`netledger add` at a terminal: an entry field by field, with a preview, the way back, and the last one undone."""

import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import click

from netledger.adding import Typed, declarations, read_typed
from netledger.cli.edits import Edit, undo, write
from netledger.cli.output import MOST, show_diagnostics
from netledger.cli.targets import Addition, Target, add_text
from netledger.core import entries as e
from netledger.core.spelling import nearest
from netledger.printer import quoted
from netledger.renaming import Sort, rename
from netledger.suggestions import Suggestions

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger

Ask = Callable[[str, str, Sequence[str]], str]
"""Asks for a line: what for, the default, and the words that are likely in it. Raises EOFError at the end of input."""

BACK, NOTHING = "<", "-"

Fields = dict[str, str]
"""What was answered: `{"day": "today", "keyword": "meet", "who": "Alice"}`."""

_FAVOURS = frozenset({"give", "receive"})
_OWN_AMOUNTS = frozenset({*_FAVOURS, "cost", "outcome"})


class _Field(NamedTuple):
    """One question: what it is about, and what it says."""

    name: str
    label: str


def ask_entries(open_for: Callable[[date], Target], today: date, ask: Ask) -> int:
    """Ask for entries until there are no more; each is written when it was seen and approved. Returns the status."""
    _say(f"An empty line takes what stands in brackets, {NOTHING} takes nothing, {BACK} goes back.")
    last: list[Edit] = []
    while True:
        target = open_for(today)
        try:
            typed = _ask_entry(target.ledger, today, ask)
            edits = _approve(typed, open_for, ask) if typed is not None else []
            if edits:
                write(edits)
                _say(f"written to {edits[0].path}")
                last = edits
            choice = ask("Another? (y, n, u to undo the last)", "y", ("y", "n", "u"))
            if choice == "u" and last:
                undo(last)
                _say("undone")
                last = []
                choice = ask("Another? (y, n)", "y", ("y", "n"))
        except EOFError:
            _say("")
            return 0
        if choice == "n":
            return 0


def _say(text: str) -> None:
    click.echo(text, err=True)


# ------------------------------------------------------------------------------------------------ the fields


def _ask_entry(ledger: "Ledger", today: date, ask: Ask) -> Typed | None:
    """Ask for the fields of one entry until they make one; None: somebody went back before the first."""
    suggestions = Suggestions(ledger)
    fields: Fields = {}
    while True:
        if not _ask_fields(fields, suggestions, ask):
            return None
        typed = read_typed(line_of(fields), today)
        if typed.entry is not None:
            return typed
        show_diagnostics(typed.diagnostics)
        _say("That is no entry yet; go through it once more.")


def _ask_fields(fields: Fields, suggestions: Suggestions, ask: Ask) -> bool:
    """Ask for each field, with what was answered before as its default; False: somebody went back before the first."""
    place = 0
    while place < len(_questions(fields)):
        name, label = _questions(fields)[place]
        default = fields.get(name) or _default(name, fields, suggestions)
        answer = ask(label, default, _words(name, fields, suggestions)).strip()
        if answer == BACK:
            if place == 0:
                return False
            place -= 1
            continue
        fields[name] = "" if answer == NOTHING else answer or default
        place += 1
    return True


def _questions(fields: Fields) -> list[_Field]:
    """Return the questions that a kind of entry has."""
    keyword = fields.get("keyword", "")
    first = [_Field("day", "When"), _Field("keyword", "What happened")]
    kind = [_Field("kind", "What came of it, in a word")] if keyword == "outcome" else []
    who = "Who from" if keyword == "outcome" else "Who (A B by C)" if keyword == "intro" else "Who"
    amount = "How much" if keyword in _OWN_AMOUNTS else "What it took (1h30m 25 USD)"
    people = [] if keyword == "promo" else [_Field("who", who)]
    also = [_Field("also", "Also (give Alice 1 INTRO)")] if keyword not in _FAVOURS else []
    rest = [_Field("where", "Where"), _Field("text", "In words"), _Field("signs", "Tags and links")]
    return [*first, *kind, *people, _Field("amount", amount), *rest, *also]


def _default(name: str, fields: Fields, suggestions: Suggestions) -> str:
    """Return what is likely: today, the usual keyword, and of the last entry alike where it was and what it took."""
    if name == "day":
        return "today"
    if name == "keyword":
        return suggestions.keywords[0]
    names = [word for word in fields.get("who", "").split() if word[:1].isupper()]
    last = suggestions.last_like(fields.get("keyword", ""), names)
    if last is None:
        return ""
    if name == "where":
        return last.venue or ""
    if name == "signs":
        return " ".join(f"#{tag}" for tag in last.tags)
    if name == "amount":
        own = last.amounts if isinstance(last, e.Cost) else ()
        costs = (amount for detail in last.details if detail.kind == "cost" for amount in detail.amounts)
        return " ".join(map(str, own or costs)) if not isinstance(last, e.Give | e.Receive) else str(last.amount)
    return last.kind if name == "kind" and isinstance(last, e.Outcome) else ""


def _words(name: str, fields: Fields, suggestions: Suggestions) -> Sequence[str]:
    """Return the words that complete an answer, the most frequent first."""
    known: dict[str, Sequence[str]] = {
        "day": ("today", "yesterday"),
        "keyword": suggestions.keywords,
        "kind": suggestions.kinds,
        "who": [*(("from", *suggestions.people) if fields.get("keyword") in e.MEDIA else suggestions.people), "by"],
        "amount": suggestions.units,
        "where": suggestions.venues,
        "signs": suggestions.signs,
        "also": ("give", "receive", *suggestions.people, *suggestions.units),
    }
    return known.get(name, ())


def line_of(fields: Fields) -> str:
    """Return the entry as somebody types it.

    >>> line_of({"day": "today", "keyword": "meet", "who": "Alice", "amount": "1h", "text": "coffee"})
    'today meet Alice 1h "coffee"'
    """
    keyword, who, text = fields.get("keyword", ""), fields.get("who", ""), fields.get("text", "")
    said = {
        **fields,
        "keyword": " ".join(filter(None, [keyword, fields.get("kind", "")])),
        "who": f"from {who}" if keyword == "outcome" and who else who,
        "text": quoted(text) if text else "",
    }
    head = " ".join(
        filter(None, (said.get(name) for name in ("day", "keyword", "who", "amount", "where", "text", "signs")))
    )
    return "\n  ".join(filter(None, [head, fields.get("also", "")]))


# ---------------------------------------------------------------------------------------------- the preview


def _approve(typed: Typed, open_for: Callable[[date], Target], ask: Ask) -> list[Edit]:
    """Show what would be written, ask about new names, and return the edits; none where it is not wanted."""
    if typed.entry is None:
        return []
    target = open_for(typed.entry.date)
    typed, addition = _with_known_names(typed, target, ask)
    _say(f"\n{typed.text}\n")
    show_diagnostics(addition.diagnostics, most=MOST)
    addition.refuse_errors()
    wanted = ask(f"Write this to {target.path}? (y, n)", "y", ("y", "n"))
    return addition.edits if wanted.casefold() in {"y", "yes"} else []


def _with_known_names(typed: Typed, target: Target, ask: Ask) -> tuple[Typed, Addition]:
    """Ask whether names that are new are to be declared, or were misspelt."""
    addition = add_text(target, typed.text + "\n")
    lines = []
    for line in declarations(typed.entry, addition.ledger) if typed.entry is not None else ():
        _day, word, name = line.split()
        sort: Sort = "venue" if word == "venue" else "unit" if word == "unit" else "person"
        close = nearest(name, _known(sort, target.ledger))
        meant = f", or take {close}" if close else ""
        answer = ask(
            f"{name} is new. Declare it (y), leave it (n){meant}", "y", ("y", "n", *([close] if close else ()))
        )
        if close and answer == close:
            corrected = read_typed(
                rename(typed.text, sort, name, close).text, typed.entry.date if typed.entry else date.min
            )
            return _with_known_names(corrected, target, ask)
        if answer.casefold() in {"y", "yes"}:
            lines.append(line)
    if not lines:
        return typed, addition
    text = "\n".join([*lines, typed.text])
    return typed._replace(text=text), add_text(target, text + "\n")


def _known(sort: Sort, ledger: "Ledger") -> list[str]:
    known = ledger.declarations
    return list(known.venues if sort == "venue" else known.units if sort == "unit" else known.people)


# ------------------------------------------------------------------------------------------------- the terminal


def terminal() -> Ask:
    """Return what asks at the terminal: with completion while typing, where prompt_toolkit is installed."""
    if not sys.stdin.isatty():
        raise click.UsageError("name what to add: standard input is no terminal to ask at")
    try:
        from netledger.cli.prompting import prompt_with_completion  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        _say("Names complete while you type with: pip install 'netledger[add]'")
        return _plainly
    return prompt_with_completion


def _plainly(label: str, default: str, _words: Sequence[str]) -> str:
    shown = f" [{default}]" if default else ""
    return input(f"{label}{shown}: ") or default
