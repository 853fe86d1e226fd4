"""What gives a person away in a text: the spellings of a name, and where a text has one of them.

A spelling is found as a whole word, whatever its case and its accents, with or without an `s` at its end, and however
its words are joined or turned round: "Bob Okafor" in `BOB  OKAFORS`, `#bob-okafor`, `bobokafor@example.org`, `Okafor,
Bob`. Scripts that write no blanks between words have no whole words: there it is found anywhere.
"""

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_MARKS = range(0x300, 0x370)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "’": "'"})
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})

UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""A letter of Thai, Lao, Burmese, Khmer, Japanese, Chinese, or of Korean, which joins its particles to the name."""

_BETWEEN = r"(?:\s{0,3}|[._+-]|%20)"
_NO_FIRST_NAME = r"(?<![^\W\d_]\s)(?<!\s\s)"
"""Nothing that the next word may be the last name of: in "Ann Okafor, Bob" nobody is Okafor, Bob."""

_JOINED = re.compile(_BETWEEN)
_INITIAL = re.compile(r"([^\W\d_])\. (.+)")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_OF_SIGNS = frozenset("@#^/._")
"""What makes the word beside it a part of a tag, a venue or an address."""
_TWO = 2
LEAST, LEAST_UNSPACED = 3, 2
"""So many letters must a part of a name have to be searched for by itself."""


class Found(NamedTuple):
    """Where a spelling stands in a text: from here, up to there."""

    start: int
    end: int


class Spellings:
    """The spellings of one person: `Spellings(["Bob", "Bob Okafor", "bob@example.org"])`."""

    def __init__(self, spellings: "Iterable[str]") -> None:
        """Take them as they are written somewhere."""
        self.words = sorted({spelling.strip() for spelling in spellings} - {""})
        composed = [unicodedata.normalize("NFC", word).lower() for word in self.words]
        forms = {form for word in composed for form in (word, word.translate(_SPELT_OUT), _escaped(word))}
        written = {fold(form)[0] for form in forms}
        self._patterns = [(re.compile(_pattern(word)), len(name_parts(word)) > 1) for word in sorted(written - {""})]
        self._parts = sorted({max(re.split(r"[\s._'-]", word), key=len) for word in written - {""}})

    def within(self, text: str) -> bool:
        """Tell whether a text has any of them."""
        return bool(self.find(text))

    def find(self, text: str, leaving: "Collection[str]" = ()) -> list[Found]:
        """Return where a text has any of them, in order; what overlaps or only blanks keep apart is one.

        The words `leaving` are left where they stand by themselves in lower case: "I will" names no Will.

        >>> Spellings(["Bob", "Okafor"]).find("BÓB OKAFOR's book; Bobby")
        [Found(start=0, end=10)]
        """
        bare = text.translate(_BARE)
        if not any(part in bare for part in self._parts):
            return []
        joined: list[Found] = []
        for span in sorted(self._each(text)):
            if leaving and _is_everyday(text, span, leaving):
                continue
            if joined and (span.start <= joined[-1].end or _JOINED.fullmatch(text, joined[-1].end, span.start)):
                joined[-1] = Found(joined[-1].start, max(span.end, joined[-1].end))
            else:
                joined.append(span)
        return joined

    def _each(self, text: str) -> "Iterator[Found]":
        """Give where each of them stands as a word."""
        folded, places = fold(text)
        for pattern, is_whole in self._patterns:
            for found in _overlapping(pattern, folded):
                first, last = found.span()
                start, end = places[first], places[last]
                if places[last - 1] == end or (first and places[first - 1] == start):
                    continue  # a part of one letter: the `s` of `ß`
                while end < len(text) and ord(text[end]) in _MARKS:
                    end += 1
                if last - first >= LEAST and text[end : end + 1] in {"s", "S"} and _is_edge(text, end + 1):
                    end += 1  # the Okafors; Bobs Idee
                while is_whole and text[end : end + 1].isdecimal():
                    end += 1  # bobokafor1
                if _is_edge(text, start) and _is_edge(text, end):
                    yield Found(start, end)


def fold(text: str) -> "tuple[str, Sequence[int]]":
    """Return a text without case and accents, and for each of its letters, and its end, the place in the text.

    Nor has it what nobody sees, such as a soft hyphen, or another width or style of a letter.

    >>> fold("Zoë")
    ('zoe', [0, 1, 2, 3])
    """
    if text.isascii():
        return text.lower(), range(len(text) + 1)
    places = [place for place, char in enumerate(text) for _ in range(len(char.translate(_BARE)))]
    return text.translate(_BARE), [*places, len(text)]


def _escaped(word: str) -> str:
    """Return a word as an address on the web has it: `Zo%C3%AB`."""
    return word if word.isascii() else quote(word, " @:/", errors="surrogatepass")


class _Bare(dict[int, str]):
    """What each character is without case and accents, found out when it is first asked for."""

    def __missing__(self, code: int) -> str:
        parts = [part for part in unicodedata.normalize("NFKD", chr(code)) if ord(part) not in _MARKS]
        parts = [part for part in parts if unicodedata.category(part) != "Cf"]
        self[code] = bare = "".join(parts).casefold().translate(_LETTERS)
        return bare


_BARE = _Bare()


def _overlapping(pattern: re.Pattern[str], text: str) -> "Iterator[re.Match[str]]":
    found = pattern.search(text)
    while found:
        yield found
        found = pattern.search(text, found.start() + 1)


def name_parts(folded: str) -> list[str]:
    """Return the words of a folded name: of `nina-smith` those are `nina` and `smith`."""
    return re.findall(r"[^\s._-]+", folded) or [folded]


def _pattern(folded: str) -> str:
    """Return the expression of a spelling: of a name its words may be joined in other ways, an address is itself."""
    initial = _INITIAL.fullmatch(folded)
    if initial:
        return rf"{initial[1]}\.?\s?{_pattern(initial[2])}"
    parts = name_parts(folded)
    if "@" not in folded and ("." in folded or "/" in folded):
        return rf"(?:[a-z]{{2,9}}://)?(?:www\.)?{re.escape(folded)}/?"
    if "@" in folded or not all(len(part) > 1 and part.replace("'", "").isalpha() for part in parts):
        return re.escape(folded)
    words = [re.escape(part).replace("'", "'?") for part in parts]
    joined = _BETWEEN.join(words)
    if len(words) != _TWO:
        return joined
    first, last = words
    return rf"(?:{joined}|{last}{_BETWEEN}{first}|{_NO_FIRST_NAME}{last},\s?{first})"


def _is_edge(text: str, place: int) -> bool:
    """Tell whether a word may begin or end at a place: `BobHouse` has two words, too."""
    before, after = text[place - 1 : place], text[place : place + 1]
    if not (_is_letter(before) and _is_letter(after)):
        return True
    if UNSPACED.match(before) or UNSPACED.match(after) or _ESCAPED.fullmatch(text, max(place - 3, 0), place):
        return True
    return before.islower() and after.isupper() and text[place + 1 : place + 2].islower()


def _is_everyday(text: str, span: Found, words: "Collection[str]") -> bool:
    """Tell whether a word stands in lower case where it may be the everyday one: no tag, venue or address."""
    word = text[span.start : span.end]
    goes_on = text[span.end : span.end + 1] in _OF_SIGNS and text[span.end + 1 : span.end + 2].isalnum()
    is_word = word in words or word.removesuffix("s") in words
    return is_word and not goes_on and text[max(span.start - 1, 0) : span.start] not in _OF_SIGNS


def _is_letter(char: str) -> bool:
    return bool(char) and (char.isalnum() or unicodedata.category(char)[0] == "M")
