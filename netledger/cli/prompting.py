"""Asking at a terminal with completion while typing, by prompt_toolkit, an extra."""

from collections.abc import Iterable, Sequence

from prompt_toolkit import prompt
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from netledger.suggestions import completions


class Words(Completer):
    """Completes the word at the cursor with those known, in their order."""

    def __init__(self, words: Sequence[str]) -> None:
        """Take the words, the most likely first."""
        self._words = words

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002
        """Give what begins with what stands before the cursor."""
        word = document.get_word_before_cursor(WORD=True)
        for found in completions(word, self._words) if word else ():
            yield Completion(found, start_position=-len(word))


def prompt_with_completion(label: str, default: str, words: Sequence[str]) -> str:
    """Ask for a line; an empty one is the default."""
    shown = f" [{default}]" if default else ""
    return prompt(f"{label}{shown}: ", completer=Words(words), complete_while_typing=True) or default
