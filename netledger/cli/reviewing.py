"""`netledger forget` at a terminal: each proposal is shown, and taken, left or written otherwise."""

import re
from typing import TYPE_CHECKING

import click

from netledger.core.diagnostics import plain
from netledger.highlight import table

if TYPE_CHECKING:
    from netledger.cli.asking import Ask
    from netledger.forgetting import Draft
    from netledger.mentions import Mention

_HELP = {
    "y": "take it",
    "n": "leave what stands there",
    "e": "write another text instead",
    "a": "take this and all that follow",
    "q": "stop: nothing is written",
}

_LEAD = re.compile(r"(?:;+|[*#]+(?=[ \t]))[ \t]*")
"""What makes a line, or its rest, a comment or a heading."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def review(draft: "Draft", ask: "Ask", *, color: bool = False) -> "dict[Mention, str] | None":
    """Ask about each proposal of a draft; return what was decided, or None where somebody stopped.

    Raises EOFError at the end of input.
    """
    decided: dict[Mention, str] = {}
    rest = False
    for count, mention in enumerate(draft.mentions, 1):
        proposal = draft.proposal(mention, decided)
        if proposal is None or _is_gone(draft, mention, decided):
            continue
        if not rest:
            _show(draft, mention, proposal, decided, f"{count} of {len(draft.mentions)}", color=color)
            choices = [choice for choice in _HELP if choice != "e" or mention.sort != "removal"]
            answer = _choice(choices, ask)
            if answer == "q":
                return None
            if answer == "n":
                continue
            if answer == "e":
                proposal = _other_text(mention, proposal, ask)
            rest = answer == "a"
        decided[mention] = proposal
    return decided


def _is_gone(draft: "Draft", mention: "Mention", decided: "dict[Mention, str]") -> bool:
    """Tell whether a mention stands in lines alone that go as a whole."""
    return all(draft.line(place.file, place.line, decided) is None for place in mention.places)


def _show(
    draft: "Draft", mention: "Mention", proposal: str, decided: "dict[Mention, str]", count: str, *, color: bool
) -> None:
    """Show a proposal: where it is, the line as it is after the decisions so far, and as it would be."""
    file, line = mention.places[0][:2]
    others = len(mention.places) - 1
    more = f", and {others} more place{'s' * (others > 1)}" if others else ""
    before = draft.line(file, line, decided)
    after = draft.line(file, line, {**decided, mention: proposal})
    click.echo(f"\n{plain(file)}:{line}{more} ({count})")
    lines = {"red": f"- {before}", "green": "+ (the line goes)" if after is None else f"+ {after}"}
    for name, text in lines.items():
        click.echo(click.style(plain(text), fg=name) if color else plain(text), color=color)


def _choice(choices: list[str], ask: "Ask") -> str:
    while True:
        answer = ask(f"Take it? ({', '.join(choices)}, ?)", "y", choices).strip().casefold()
        if answer in choices:
            return answer
        click.echo("\n".join(f"  {choice}  {_HELP[choice]}" for choice in choices))


def _other_text(mention: "Mention", proposal: str, ask: "Ask") -> str:
    """Ask for another text until it is one that can stand there."""
    while True:
        answer = ask("Instead", proposal, (proposal, mention.text))
        lead = _LEAD.match(mention.text) if mention.sort == "plain" else None
        if lead and not answer.startswith(lead[0].strip()):
            answer = lead[0] + answer
        wrong = _what_is_wrong(mention, answer)
        if not wrong:
            return answer
        click.echo(wrong)


def _what_is_wrong(mention: "Mention", text: str) -> str:
    """Say why a text cannot stand where a mention does; empty: it can."""
    if _CONTROL.search(text):
        return "It has a control character."
    if mention.sort == "sign":
        whole = text if mention.kind != "VENUE" or mention.text.startswith("@") else f"@{text}"
        one = re.fullmatch(table().patterns[mention.kind], whole) and not (mention.kind == "VENUE" and ":" in text)
        return "" if one else f"That cannot stand in the place of {plain(mention.text)}."
    return ""
