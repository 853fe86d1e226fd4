"""What stays as it is in a ledger without its names, and has the name of a person in it all the same."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from netledger.core import entries as e
from netledger.everyday import WORDS
from netledger.spellings import LEAST, UNSPACED, fold

if TYPE_CHECKING:
    from netledger.core.amounts import Amount

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]+")
_UNSPACED_LENGTHS = range(2, 5)
"""So many letters has a name in a script without blanks between words."""


def telling(kept: Iterable[tuple[str, str]], names: Iterable[str]) -> list[str]:
    """Return which of the things kept have a word of a name in them, texts first, then in their order.

    Each is given by its sort and itself; of texts only the number is.

    >>> telling([("word", "bob"), ("key", "role"), ("", "@Bob-House"), ("text", "with Okafor")], ["Bob", "Bob Okafor"])
    ['texts (1)', 'the word bob', '@Bob-House']
    """
    known = {word for name in names for word in _words(name) if len(word) >= LEAST or UNSPACED.match(word)}
    found: list[str] = []
    texts = 0
    for sort, text in kept:
        if sort == "text":
            texts += any(word in known for word in _words(text, prose=True))
        elif any(word in known for word in _words(text)):
            found.append(f"the {sort} {text}" if sort else text)
    return [*([f"texts ({texts:,})"] if texts else []), *found]


def _words(text: str, *, prose: bool = False) -> Iterator[str]:
    """Give the folded words of a text, with and without an `s` at the end; in prose no everyday ones in lower case."""
    for word in _WORD.findall(_CAMEL.sub(" ", text)):
        if prose and word in WORDS:
            continue
        bare = fold(word)[0]
        yield bare
        if bare.endswith("s"):
            yield bare[:-1]
        if UNSPACED.match(bare):
            yield from (bare[i : i + size] for size in _UNSPACED_LENGTHS for i in range(len(bare) - size + 1))


def kept_always(entry: e.Entry) -> Iterator[tuple[str, str]]:
    """Give what stays of an entry whatever is asked for: the names of metadata, kinds of outcomes, units."""
    for item in entry.meta:
        yield "key", item.key
        if item.value.kind == "amount":
            yield "unit", item.value.text.rpartition(" ")[2]
    if isinstance(entry, e.Outcome):
        yield "outcome", entry.kind
    if isinstance(entry, e.Unit | e.Price):
        yield "unit", entry.unit
    amounts: Iterable[Amount | None] = (getattr(entry, "amount", None), *getattr(entry, "amounts", ()))
    if isinstance(entry, e.Happening) and entry.details:
        amounts = chain(amounts, *(detail.amounts for detail in entry.details))
    for amount in amounts:
        if amount is not None:
            yield "unit", amount.unit
