"""A person being forgotten: the files of a journal as they are after decisions on what was found in them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from netledger.identifying import Identity
from netledger.mentions import Mention, Mentions, Place, look_for, replaced
from netledger.parser.tokens import identifier
from netledger.printer import quoted

_IN_TEXTS = re.compile(r"[@#^][^\s@#^\"();,]+")

Decisions = Mapping[Mention, str]
"""What each mention becomes, of those that change; of a removal anything. Of a text, without its quotes."""


@dataclass
class Draft:
    """The files of a journal in which a person is being forgotten."""

    who: Identity
    marks: Mentions
    mentions: list[Mention] = field(init=False)
    """What is to be decided on: the signs first, as texts may have them; then by place."""
    _at: dict[tuple[str, int], list[tuple[Place, Mention]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """List the mentions, and by line."""
        self.mentions = [*self.marks.signs.values(), *self.marks.texts]
        for mention in self.mentions:
            for place in mention.places:
                self._at.setdefault(place[:2], []).append((place, mention))

    def proposal(self, mention: Mention, decided: Decisions) -> str | None:
        """Return what a mention is proposed to become; None: nothing is to change, as its signs were left."""
        if mention.sort in {"sign", "removal"}:
            return mention.proposal
        signs: list[tuple[int, int, str]] = []
        for found in _IN_TEXTS.finditer(mention.text):
            name = found[0].rstrip(".:'’-_/")
            new = self._sign(name, decided)
            if new is not None:
                signs.append((found.start(), found.start() + len(name), new))
        spans = [
            (start, end, self.who.pseudonym)
            for start, end in self.who.find(mention.text, theirs=mention.theirs, prose=mention.prose)
            if not any(first < end and start < last for first, last, _ in signs)
        ]
        text = replaced(mention.text, sorted([*signs, *spans]))
        return None if text == mention.text else text

    def _sign(self, name: str, decided: Decisions) -> str | None:
        """Return what a sign within a text becomes; None: it is none of the journal's that give the person away."""
        parts = identifier(name).split(":")
        known = [self.marks.signs.get(":".join(parts[: count + 1])) for count in range(len(parts))]
        if not any(known):
            return None
        return ":".join(
            decided.get(mention, part) if mention is not None else part
            for part, mention in zip(parts, known, strict=True)
        )

    def line(self, file: str, line: int, decided: Decisions) -> str | None:
        """Return a line as it is after some decisions, without its CR; None: it goes."""
        at = self._at.get((file, line), ())
        if (file, line) in self.marks.removed or any(m.sort == "removal" and m in decided for _, m in at):
            return None
        changes = [(place.start, place.end, _written(m, decided[m])) for place, m in at if m in decided]
        changes += [(place.start, place.end, "") for place in self.marks.full_names.get((file, line), ())]
        return replaced(self.marks.lines[file][line - 1].removesuffix("\r"), sorted(changes), glue=False)

    def lines_gone(self, decided: Decisions) -> list[tuple[str, int]]:
        """Return the lines that go after some decisions: file and number, sorted."""
        removals = (m.places[0][:2] for m in decided if m.sort == "removal")
        return sorted({*self.marks.removed, *removals})

    def texts(self, decided: Decisions) -> dict[str, str]:
        """Return the text of each file after some decisions."""
        touched = {*self._at, *self.marks.removed, *self.marks.full_names}
        texts = {}
        for file, lines in self.marks.lines.items():
            made: list[str | None] = list(lines)
            for line in (line for name, line in touched if name == file):
                new = self.line(file, line, decided)
                end = "\r" if lines[line - 1].endswith("\r") else ""
                made[line - 1] = None if new is None else new + end
            texts[file] = "\n".join(line for line in made if line is not None)
        return texts

    def taken(self) -> dict[Mention, str]:
        """Return the decisions of somebody who takes all proposals."""
        decided: dict[Mention, str] = {}
        for mention in self.mentions:
            proposal = self.proposal(mention, decided)
            if proposal is not None:
                decided[mention] = proposal
        return decided


def _written(mention: Mention, text: str) -> str:
    return quoted(text) if mention.sort == "text" else text


def draft(texts: Mapping[str, str], who: Identity) -> Draft:
    r"""Begin to forget a person in the files of a journal, by name.

    >>> from netledger import load_text
    >>> from netledger.identifying import identity
    >>> text = '2026-01-01 person Bob "Bob Okafor"\n2026-01-02 meet Bob "Okafor\'s shop" #bob\n'
    >>> found = draft({"main.net": text}, identity(load_text(text), "Bob", "Somebody-1"))
    >>> [(mention.sort, mention.text) for mention in found.mentions]
    [('sign', '#bob'), ('text', "Okafor's shop")]
    >>> print(found.texts(found.taken())["main.net"], end="")
    2026-01-01 person Somebody-1
    2026-01-02 meet Somebody-1 "Somebody-1's shop" #Somebody-1
    """
    return Draft(who, look_for(who, texts))


def pseudonyms() -> "Iterator[str]":
    """Give pseudonyms that say nothing: Somebody-1, Somebody-2, …."""
    count = 0
    while True:
        count += 1
        yield f"Somebody-{count}"
