"""The ids of what is imported: made of what is the same in every file that has it."""

from collections import Counter


class Ids:
    """Makes the ids of one file; the second equal one ends in `:2`, since two equal rows are two.

    >>> ids = Ids("linkedin")
    >>> ids.make("event", "pycon", "2026-06-03"), ids.make("event", "pycon", "2026-06-03")
    ('linkedin:event:pycon:2026-06-03', 'linkedin:event:pycon:2026-06-03:2')
    """

    def __init__(self, kind: str) -> None:
        """Begin a file; ids begin with the kind of its source."""
        self._kind = kind
        self._seen: Counter[str] = Counter()

    def make(self, *parts: object) -> str:
        """Return the id of the parts, joined by colons."""
        text = ":".join([self._kind, *map(str, parts)])
        self._seen[text] += 1
        return text if self._seen[text] == 1 else f"{text}:{self._seen[text]}"
