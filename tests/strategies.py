"""Random text in the `.net` language: the parts of a line, the blocks of every kind of entry, whole ledgers."""

from datetime import date
from fractions import Fraction
from typing import NamedTuple
from unicodedata import normalize

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from netledger.core.entries import MEDIA, PERIODS, VENUE_KINDS

# ------------------------------------------------------------------------------------------------ parts of a line

_CAPITALS = "ABMXYZÀÉØĀЖЯΩԱאع李雷प中あアกა𐐀"
_LETTERS = _CAPITALS + "abcxyzßéñøœжяωñبहि王한ด"
_RESERVED = {"TRUE", "FALSE", "Me"}

blanks = st.sampled_from([" ", " ", " ", "  ", "\t", " \t "])


@st.composite
def names(draw: DrawFn) -> str:
    """Give a name: Alice, O'Neil, Élise, प्रिया, 李雷; now and then with its accents as marks of their own."""
    inner = draw(st.text(st.sampled_from(_LETTERS + "0123456789'.-_’·\u0301\u0308\u094d"), max_size=5))
    name = draw(st.sampled_from(_CAPITALS)) + inner + draw(st.sampled_from(_LETTERS + "7"))
    return name if name not in _RESERVED else "Alice"


def _signed(sign: str) -> SearchStrategy[str]:
    return st.text(st.sampled_from(_LETTERS + "09/.-_"), min_size=1, max_size=5).map(lambda word: sign + word)


tags = _signed("#")
links = _signed("^")
venues = st.lists(st.text(st.sampled_from(_LETTERS + "09'.-_"), min_size=1, max_size=4), min_size=1, max_size=3).map(
    lambda path: "@" + ":".join(path)
)
units = st.sampled_from(["USD", "HOUR", "INTRO", "FAVOR", "CO2-KG", "A", "X'Y.Z_9", "ABCDEFGHIJKLMNOPQRSTUVWX"])
words = st.sampled_from(["job", "client", "x", "follow-up", "größe", "a1_b", "true"])
keys = st.sampled_from(["source", "x", "lastSeen", "a-b_c9", "gives", "note", "meet"])
intervals = st.sampled_from(["30d", "2w", "6mo", "1y", "999999d"])
days = st.dates(min_value=date(1000, 1, 1)).map(date.isoformat)

_PLAIN = st.characters(min_codepoint=0x20, blacklist_categories=["Cs", "Cc"], blacklist_characters='"\\')
texts = st.lists(_PLAIN | st.sampled_from(['\\"', "\\\\", "\\n", ";", "#", "@", "(", "…"]), max_size=12).map(
    lambda parts: '"' + "".join(parts) + '"'
)


class Sum(NamedTuple):
    """Arithmetic as text, and what it comes to; None: it divides by zero."""

    text: str
    value: Fraction | None


@st.composite
def decimals(draw: DrawFn) -> Sum:
    """Give a decimal without sign: 7, 1,250.50, 0.007."""
    whole = draw(st.integers(0, 10 ** draw(st.integers(1, 7))))
    tail = draw(st.sampled_from(["", "", ".5", ".25", ".050", ".123456"]))
    written = f"{whole:,}" if draw(st.booleans()) else str(whole)
    return Sum(written + tail, Fraction(f"{whole}{tail}"))


def _calculated(left: Sum, operator: str, right: Sum) -> Fraction | None:
    if left.value is None or right.value is None:
        return None
    if operator == "+":
        return left.value + right.value
    if operator == "-":
        return left.value - right.value
    if operator == "*":
        return left.value * right.value
    return left.value / right.value if right.value else None


@st.composite
def _operations(draw: DrawFn, parts: SearchStrategy[Sum]) -> Sum:
    """Give `(a op b)` or `-a`. The parentheses around each operation leave no doubt about what binds more."""
    left, right = draw(parts), draw(parts)
    operator = draw(st.sampled_from("+-*/"))
    gap = draw(st.sampled_from(["", " ", "\t"]))
    if draw(st.integers(0, 4)) == 0:
        return Sum(f"-{gap}{left.text}", None if left.value is None else -left.value)
    return Sum(f"({gap}{left.text}{gap}{operator}{gap}{right.text}{gap})", _calculated(left, operator, right))


arithmetic = st.recursive(decimals(), _operations, max_leaves=6)
"""Arithmetic of few terms; `-a` at its beginning is valid only within parentheses."""

chains = st.lists(st.tuples(st.sampled_from("+-*/"), st.integers(1, 40)), min_size=1, max_size=8)
"""A row of operators and operands without parentheses, where `*` and `/` bind more."""

_positive = (st.sampled_from(["1", "0.5", "1,250.50", "(2 * 7)", "(1 + 2/8)", "(-(-3))"])) | st.integers(1, 10**9).map(
    str
)
_signed_number = _positive | st.sampled_from(["-3", "-0.25", "(1 - 3)", "0"])
_duration = st.sampled_from(["1h30m", "45m", "2h", "0h1m"])


@st.composite
def amounts(draw: DrawFn, *, positive: bool = True) -> str:
    """Give an amount: 25 USD, (2 * 7) MILE, 1h30m."""
    if draw(st.integers(0, 3)) == 0:
        return draw(_duration)
    number = draw(_positive if positive else _signed_number)
    return number + draw(blanks) + draw(units)


# ------------------------------------------------------------------------------------------------------- blocks


@st.composite
def _free(draw: DrawFn, *parts: SearchStrategy[str], signs: bool = True) -> list[str]:
    """Give some of the parts, at most once each, with tags and links, in any order."""
    chosen = [draw(part) for part in parts if draw(st.booleans())]
    if signs:
        chosen += draw(st.lists(tags | links, max_size=2))
    return draw(st.permutations(chosen))


@st.composite
def _line(draw: DrawFn, parts: list[str]) -> str:
    """Join the parts of a line by blanks and tabs; a comment may follow."""
    line = parts[0] + "".join(draw(blanks) + part for part in parts[1:])
    return line + draw(st.sampled_from(["", "", "", " ", ' ; a comment "', ' ; Bob @X "q" #x ^y 2h', ";x"]))


def _people(least: int = 0) -> SearchStrategy[list[str]]:
    return st.lists(names(), min_size=least, max_size=3, unique_by=_nfc)


def _nfc(name: str) -> str:
    return normalize("NFC", name)


_values = st.one_of(
    texts, _signed_number, amounts(positive=False), days, names(), venues, tags, links, intervals, words,
    st.sampled_from(["TRUE", "FALSE", "Me"]),
)  # fmt: skip

_known = st.sampled_from(
    ["every: 30d", 'why: "ideal clients"', "why: x", "born: 1980-05-17", "company: Acme", "host: @Acme", "precision: 0",
     "due: 2026-05-17", "over: 1y", "result: rejected", 'id: "li-4711"', "id: 4711", 'email: "b@example.org"']
)  # fmt: skip


@st.composite
def metadata(draw: DrawFn) -> str:
    """Give a line of metadata without its indentation."""
    if draw(st.integers(0, 2)) == 0:
        return draw(_known)
    return draw(keys) + ":" + draw(st.sampled_from(["", " ", "\t"])) + draw(_values)


@st.composite
def _details(draw: DrawFn) -> str:
    flag = draw(st.sampled_from(["", "", "! ", "!"]))
    if draw(st.booleans()):
        parts = draw(st.lists(amounts(positive=False), min_size=1, max_size=3)) + draw(_free(texts))
        return flag + draw(_line(["cost", *draw(st.permutations(parts))]))
    people = draw(_people(1))
    return flag + draw(_line([draw(st.sampled_from(["give", "receive"])), *people, *draw(_free(amounts(), texts))]))


@st.composite
def _happenings(draw: DrawFn) -> list[str]:
    """Give the parts of a line that may have details under it."""
    keyword = draw(st.sampled_from([*MEDIA, "intro", "connect", "give", "receive", "cost", "outcome", "promo"]))
    flag = [] if keyword in {"connect", "promo"} else draw(st.sampled_from([[], [], ["!"]]))
    if keyword in MEDIA:
        people = draw(_people())
        where = draw(_free(venues, texts)) if people else draw(st.permutations([draw(venues), draw(texts)]))
        inbound = ["from"] if people and draw(st.booleans()) else []
        rest = [*inbound, *people, *where]
    elif keyword == "intro":
        *people, other = draw(_people(2).filter(lambda found: len(found) > 1))
        if draw(st.booleans()):
            me = draw(st.sampled_from([[], ["Me"]]))
            where = draw(_free(venues, texts))
            rest = [*draw(st.permutations([*people, *me])), *draw(st.permutations([f"by {other}", *where]))]
        else:
            rest = [*people, other, *draw(_free(venues, texts))]
    elif keyword in {"give", "receive"}:
        people = draw(_people())
        by = [st.just("by Ǻ")] if keyword == "give" else []
        where = draw(_free(amounts(), texts, *by)) + ([draw(venues)] if not people or draw(st.booleans()) else [])
        rest = [*people, *draw(st.permutations(where))]
    elif keyword == "cost":
        costs = draw(st.lists(amounts(positive=False), min_size=1, max_size=3))
        rest = [*draw(_people()), *draw(st.permutations([*costs, *draw(_free(venues, texts))]))]
    elif keyword == "outcome":
        phrases = [_people(1).map(lambda found, word=word: " ".join([word, *found])) for word in ("from", "for")]
        rest = [draw(words), *draw(_free(amounts(positive=False), venues, texts, *phrases))]
    else:
        rest = [*(draw(_people(1)) if keyword == "connect" else []), *draw(_free(venues, texts))]
    return [*flag, keyword, *rest]


@st.composite
def _statements(draw: DrawFn) -> list[str]:
    """Give the parts of a line that may have metadata alone under it."""
    subject = names() | venues
    signs = _free()
    rows: dict[str, SearchStrategy[list[str]]] = {
        "person": st.tuples(names() | st.just("Me"), _free(texts)).map(lambda t: [t[0], *t[1]]),
        "venue": st.tuples(venues, _free(texts, st.sampled_from(VENUE_KINDS))).map(lambda t: [t[0], *t[1]]),
        "unit": st.tuples(units, _free(texts)).map(lambda t: [t[0], *t[1]]),
        "tag": st.tuples(tags, _free(texts)).map(lambda t: [t[0], *t[1]]),
        "price": st.tuples(st.just("MILE"), amounts(), signs).map(lambda t: [t[0], t[1], *t[2]]),
        "close": st.tuples(subject, _free(texts)).map(lambda t: [t[0], *t[1]]),
        "balance": st.tuples(subject, amounts(positive=False), _free(texts)).map(lambda t: [t[0], t[1], *t[2]]),
        "budget": st.tuples(amounts(), st.sampled_from(PERIODS), _free(venues, texts)).map(lambda t: [*t[:2], *t[2]]),
        "state": st.tuples(texts, texts, signs).map(lambda t: [t[0], t[1], *t[2]]),
        "note": st.tuples(subject | st.just("Me"), texts, signs).map(lambda t: [t[0], t[1], *t[2]]),
        "document": st.tuples(subject | st.just("Me"), texts, signs).map(lambda t: [t[0], t[1], *t[2]]),
        "query": st.tuples(texts, texts, signs).map(lambda t: [t[0], t[1], *t[2]]),
        "custom": st.tuples(texts,
         st.lists(st.one_of(texts, amounts(positive=False), days, venues, tags, intervals, words)))
        .map(lambda t: [t[0], *t[1]]),
    }  # fmt: skip
    keyword = draw(st.sampled_from(sorted(rows)))
    return [keyword, *draw(rows[keyword])]


@st.composite
def entries(draw: DrawFn) -> str:
    """Give the block of a dated entry, its lines joined by LF."""
    happens = draw(st.booleans())
    head = draw(_happenings() if happens else _statements())
    under = draw(st.lists(metadata() | _details() if happens else metadata(), max_size=3))
    if draw(st.integers(0, 5)) == 0:
        under.insert(draw(st.integers(0, len(under))), "; a comment")
    indents = st.sampled_from(["  ", "\t", " "])
    return "\n".join([draw(_line([draw(days), *head])), *(draw(indents) + line for line in under)])


@st.composite
def directives(draw: DrawFn) -> str:
    """Give a line without a date."""
    rows = [
        texts.map(lambda text: f"option {text} {text}"),
        texts.map(lambda text: f"plugin {text}"),
        texts.map(lambda text: f"include {text}"),
        tags.map(lambda tag: f"pushtag {tag}"),
        tags.map(lambda tag: f"poptag {tag}"),
        metadata().map(lambda line: f"pushmeta {line}"),
        keys.map(lambda key: f"popmeta {key}:"),
    ]
    return draw(_line([draw(st.one_of(rows))]))


blocks = entries() | entries() | entries() | directives()

# ------------------------------------------------------------------------------------------------ whole ledgers


class Placed(NamedTuple):
    """A block and the lines that it takes, both ends counted in, from 1."""

    text: str
    first: int
    last: int


class Journal(NamedTuple):
    """A journal in one kind of line end, and where its blocks lie."""

    text: str
    blocks: list[Placed]


silent = st.sampled_from(["", " ", "\t", "; a comment", "* heading", "## 2026", "#", "  ; indented after a blank"])
"""A line that holds no record. The last one, right under a block, is part of it: `journals` puts a blank before."""


def assemble(found: list[str], between: list[list[str]], end: str) -> Journal:
    """Put blocks together, with silent lines before each."""
    lines: list[str] = []
    placed = []
    for block, gap in zip(found, between, strict=True):
        lines.extend(gap)
        under = block.split("\n")
        placed.append(Placed(block, len(lines) + 1, len(lines) + len(under)))
        lines.extend(under)
    return Journal(end.join(lines), placed)


@st.composite
def journals(draw: DrawFn, parts: SearchStrategy[str] = blocks, least: int = 0, most: int = 6) -> Journal:
    """Give a journal of some blocks, with comments, headings and blank lines between, LF or CRLF."""
    found = draw(st.lists(parts, min_size=least, max_size=most))
    gaps = [draw(st.lists(silent, max_size=2).map(lambda gap: ["", *gap] if gap else gap)) for _ in found]
    journal = assemble(found, gaps, draw(st.sampled_from(["\n", "\r\n"])))
    end = draw(st.sampled_from(["", "\n", "\r\n", "\n; the end"]))
    return journal._replace(text=journal.text + end)
