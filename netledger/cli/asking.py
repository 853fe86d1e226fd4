"""`netledger add` at a terminal: an entry field by field, with a preview, the way back, and the last one undone."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from netledger.adding import Typed, declarations, read_typed
from netledger.cli.edits import Edit, refuse_unwritable, undo, write
from netledger.cli.output import MOST, show_diagnostics
from netledger.cli.questions import Fields, default_of, fault, line_of, questions, words
from netledger.cli.reading import can_ask
from netledger.cli.targets import Addition, Target, add_text
from netledger.core.spelling import nearest
from netledger.renaming import Sort, rename
from netledger.suggestions import Suggestions

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger

Ask = Callable[[str, str, Sequence[str]], str]
"""Asks for a line: what for, the default, and the words that are likely in it. Raises EOFError at the end of input."""

BACK, NOTHING = "<", "-"


def ask_entries(open_for: Callable[[date], Target], today: date, ask: Ask) -> int:
    """Ask for entries until there are no more; each is written when it was seen and approved. Returns the status."""
    _say(f"An empty line takes what stands in brackets, {NOTHING} takes nothing, {BACK} goes back.")
    last: list[Edit] = []
    while True:
        target = open_for(today)
        refuse_unwritable([target.path])
        try:
            last = _add_one(target.ledger, open_for, today, ask) or last
            choice = _choose(ask, "Another?", {"y": "", "n": "", **({"u": "to undo the last"} if last else {})})
            if choice == "u":
                undo(last)
                _say("undone")
                last = []
                choice = _choose(ask, "Another?", {"y": "", "n": ""})
        except EOFError:
            _say("")
            return 0
        if choice == "n":
            return 0


def _say(text: str) -> None:
    click.echo(text, err=True)


def _choose(ask: Ask, question: str, choices: dict[str, str]) -> str:
    """Ask until the answer is one of some choices, each with what it means; the first is the default."""
    first = next(iter(choices))
    shown = ", ".join(f"{choice} {meaning}".rstrip() for choice, meaning in choices.items())
    while True:
        answer = ask(f"{question} ({shown})", first, tuple(choices)).strip().casefold()
        answer = {"yes": "y", "no": "n"}.get(answer, answer)
        found = next((choice for choice in choices if choice.casefold() == answer), None)
        if found is not None:
            return found
        _say(f"Answer one of: {', '.join(choices)}")


# ------------------------------------------------------------------------------------------------ the fields


def _add_one(ledger: "Ledger", open_for: Callable[[date], Target], today: date, ask: Ask) -> list[Edit]:
    """Ask for an entry and write it. Returns what was written: nothing where it is not wanted after all."""
    suggestions = Suggestions(ledger)
    fields: Fields = {}
    place = 0
    while _ask_fields(fields, suggestions, today, ask, place):
        typed = read_typed(line_of(fields), today)
        if typed.entry is None:
            show_diagnostics(typed.diagnostics)
            _say("That is no entry yet; go through it once more.")
            place = 0
            continue
        edits = _written(typed, open_for, ask)
        if edits is not None:
            return edits
        place = len(questions(fields)) - 1
    return []


def _ask_fields(fields: Fields, suggestions: Suggestions, today: date, ask: Ask, place: int) -> bool:
    """Ask for each field from a place on, until its answer can stand, with what was answered before as its default.

    False: somebody went back before the first.
    """
    while place < len(questions(fields)):
        name, label = questions(fields)[place]
        default = fields[name] if name in fields else default_of(name, fields, suggestions)
        answer = ask(label, default, words(name, fields, suggestions)).strip()
        if answer == BACK:
            if place == 0:
                return False
            place -= 1
            continue
        answered = {**fields, name: "" if answer == NOTHING else answer or default}
        wrong = fault(name, answered, today)
        if wrong:
            _say(wrong)
            continue
        fields.update(answered)
        place += 1
    return True


# ---------------------------------------------------------------------------------------------- the preview


def _written(typed: Typed, open_for: Callable[[date], Target], ask: Ask) -> list[Edit] | None:
    """Write an entry that is approved, and return the edits; where it cannot be, what was typed is not lost."""
    while True:
        edits = _approve(typed, open_for, ask)
        if edits is None:
            return None
        try:
            write(edits)
        except click.ClickException as error:
            error.show()
            if _choose(ask, "Try again?", {"y": "", "n": ""}) == "y":
                continue
            raise click.ClickException("the entry was not written") from None
        if edits:
            _say(f"written to {edits[0].path}")
        return edits


def _approve(typed: Typed, open_for: Callable[[date], Target], ask: Ask) -> list[Edit] | None:
    """Show what would be written, ask about new names, and return the edits: none where it is not wanted.

    None: somebody went back to the fields.
    """
    if typed.entry is None:
        return []
    target = open_for(typed.entry.date)
    typed, addition = with_known_names(typed, target, ask)
    _say(f"\n{typed.text}\n")
    show_diagnostics(addition.diagnostics, most=MOST)
    addition.refuse_errors()
    wanted = _choose(ask, f"Write this to {target.path}?", {"y": "", "n": "", BACK: "to go back"})
    return None if wanted == BACK else addition.edits if wanted == "y" else []


def with_known_names(typed: Typed, target: Target, ask: Ask) -> tuple[Typed, Addition]:
    """Ask whether names that are new are to be declared, or were misspelt. Raises EOFError at the end of input."""
    addition = add_text(target, typed.text + "\n")
    lines = []
    for line in declarations(typed.entry, addition.ledger) if typed.entry is not None else ():
        _day, word, name = line.split()
        sort: Sort = "venue" if word == "venue" else "unit" if word == "unit" else "person"
        close = nearest(name, _known(sort, target.ledger))
        choices = {"y": "", "n": "to leave it", **({close: "to take that"} if close else {})}
        answer = _choose(ask, f"{name} is new. Declare it?", choices)
        if close and answer == close:
            corrected = read_typed(
                rename(typed.text, sort, name, close).text, typed.entry.date if typed.entry else date.min
            )
            return with_known_names(corrected, target, ask)
        if answer == "y":
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
    if not can_ask():
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
