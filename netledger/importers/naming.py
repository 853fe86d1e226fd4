"""A readable name for somebody new, such as the language allows: `Ada-Lovelace`."""

import re
import unicodedata
from collections.abc import Callable

from netledger.core.entries import ME, Touch
from netledger.parser.parse import parse

# What people put around their names: (she/her), [Recruiter], and after a comma their degrees.
_ASIDES = re.compile(r"\([^)]*\)|\[[^]]*\]|,.*")

# Within a word these may stand where they join letters; the rest of what is no letter parts words.
_JOINS = "'’.·_"

# Before a name they tell nobody from others.
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir"})

_READ = 200
"""So many characters of a full name are looked at."""

_LONGEST = 60
"""So many characters a name has at most; nobody wants to type more."""

_NOBODY = "Somebody"


def folded(text: str) -> str:
    """Return what is the same for two spellings of one name: case, accents and blanks are nothing.

    >>> folded("  Élise  MÜLLER ")
    'elise muller'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c) or ord(c) > _LATIN)
    return " ".join(plain.casefold().split())


def spelling(full_name: str) -> str:
    """Return a full name without what is put around it, folded: `Ada King, PhD` and `ada king` are one."""
    return folded(" ".join(words_of(full_name)) or full_name)


# Marks up to here are the accents of Latin, Greek and Cyrillic letters. Others, as in Devanagari, are vowels.
_LATIN = 0x36F


def words_of(full_name: str) -> list[str]:
    """Return the words of a full name that can stand in a name: `Dr. Ada (she/her) King, PhD` gives Ada, King."""
    text = unicodedata.normalize("NFKC", full_name[:_READ])
    kept = "".join(
        char if unicodedata.category(char)[0] in "LMN" or char in _JOINS else " " for char in _ASIDES.sub(" ", text)
    )
    words = (word.strip(_JOINS).lstrip("".join(_marks(word))) for word in kept.split())
    found = [word for word in words if word]
    while len(found) > 1 and found[0].casefold() in _TITLES:
        del found[0]
    return found


def _marks(word: str) -> set[str]:
    """Return the combining marks of a word: it cannot begin with one."""
    return {char for char in word if unicodedata.category(char)[0] == "M"}


def name_for(full_name: str, email: str, company: str, is_taken: Callable[[str], bool]) -> str:
    """Return a name that nobody has yet.

    It is the full name with hyphens, else what stands before the `@` of the address; where somebody has it, with the
    company, else with a number: `Ada-Lovelace`, `Ada-Lovelace-Acme`, `Ada-Lovelace-2`.
    """
    words = words_of(full_name) or _words_of_address(email) or [_NOBODY]
    base = _legal(words)
    for name in (base, _legal([*words, *words_of(company)])):
        if not is_taken(name):
            return name
    number = 2
    while is_taken(f"{base}-{number}"):
        number += 1
    return f"{base}-{number}"


def _words_of_address(email: str) -> list[str]:
    """Return what may be a name in an address: of `ada.king99+news@example.org` Ada and King."""
    local = re.split(r"[+@]", email)[0]
    return [word[:1].upper() + word[1:] for word in words_of(re.sub(r"[._0-9-]+", " ", local))]


def _legal(words: list[str]) -> str:
    name = "-".join(words)
    name = name[:1].upper() + name[1:] if len(name[:1].upper()) == 1 else name
    name = name[:_LONGEST].rstrip("-" + _JOINS)
    return name if is_name(name) else f"{_NOBODY}-{name}" if is_name(f"{_NOBODY}-{name}") else _NOBODY


def is_name(text: str) -> bool:
    """Tell whether the language takes a text for the name of a person: `Ada`, not `ada`, `TRUE` or `Me`."""
    if text == ME:
        return False
    read = parse(f"2000-01-01 meet {text}\n").records
    return len(read) == 1 and isinstance(read[0], Touch) and read[0].names == (text,) and read[0].text is None
