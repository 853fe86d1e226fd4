"""The quick way: blocks of regular lines, each line read by one match of its form.

The parts of a line come out of the groups of the match, and build makes the record of them as it does of tokens. A
block with any line that its form does not match, or that has any fault, is left to the tokens.
"""

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from netledger.core import entries as e
from netledger.core.amounts import Amount
from netledger.core.entries import ME
from netledger.core.spans import Span
from netledger.core.values import check_metadata
from netledger.parser.build import ENTRIES, detail, entry, read_date
from netledger.parser.forms import MORE, Form, Forms, heads
from netledger.parser.numbers import NumberProblem, arithmetic, decimal, duration
from netledger.parser.parts import Irregular, Parts
from netledger.parser.terminals import uncaptured
from netledger.parser.tokens import HOUR, identifier, number_of, unquote, value_of
from netledger.parser.words import DETAILS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from decimal import Decimal

    from lark import Lark

    from netledger.parser.automaton import RawToken


class Regular:
    """The forms of a grammar."""

    def __init__(self, lark: "Lark") -> None:
        """Derive them; each expression is made when it is first needed."""
        self._lark = lark

    @cached_property
    def heads(self) -> Forms:
        """The forms of first lines."""
        return heads(self._lark)

    @cached_property
    def names(self) -> "Callable[[str], list[str]]":
        """Cuts a run of names."""
        (pattern,) = [terminal.pattern for terminal in self._lark.terminals if terminal.name == "NAME"]
        return re.compile(uncaptured(pattern.to_regexp())).findall

    @cached_property
    def _tokens(self) -> "re.Pattern[str]":
        patterns = {terminal.name: terminal.pattern.to_regexp() for terminal in self._lark.terminals}
        return re.compile("|".join(f"(?P<{name}>{patterns[name]})" for name in _OF_SUMS if name in patterns))

    def tokens(self, calculation: str) -> "list[RawToken]":
        """Cut `(2 * 7 + 1)` into its tokens."""
        return [(found.lastgroup or "", found[0], found.start()) for found in self._tokens.finditer(calculation)]


_OF_SUMS = ("UNSIGNED", "LPAR", "RPAR", "PLUS", "MINUS", "TIMES", "OVER")


# So many lines are kept with what was made of them.
_MOST_KEPT = 50_000


class Reading:
    """The reading of one text, which keeps what it made of each name, day and amount."""

    def __init__(self, regular: Regular, file: str) -> None:
        """Take the name of the file, for the spans."""
        self._match = regular.heads.match
        self._file = file
        self._lines: list[str] = []
        self._offset = 0
        self._regular = regular
        self._days: dict[str, date] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        self._ids: dict[str, str] = {}
        self._signs: dict[str, str] = {}
        self._amounts: dict[tuple[str, str], Amount] = {}
        self._kept: dict[Forms, dict[str, Any]] = {}

    # Each of these is asked for the same texts again and again; plain dictionaries are the quickest memory.

    def _day(self, text: str) -> "date":
        day = self._days.get(text)
        if day is None:
            day = self._days[text] = read_date(text)
        return day

    def _people(self, run: str) -> tuple[str, ...]:
        names = self._names.get(run)
        if names is None:
            names = self._names[run] = tuple([identifier(name) for name in self._regular.names(run)])
        return names

    def _id(self, text: str) -> str:
        found = self._ids.get(text)
        if found is None:
            found = self._ids[text] = identifier(text)
        return found

    def _sign(self, text: str) -> str:
        found = self._signs.get(text)
        if found is None:
            found = self._signs[text] = identifier(text[1:])
        return found

    def _amount(self, number: str, unit: str, read: "Callable[[str], Decimal]") -> Amount:
        key = number, unit
        amount = self._amounts.get(key)
        if amount is None:
            amount = self._amounts[key] = Amount(read(number), identifier(unit))
        return amount

    def _sum(self, calculation: str) -> "Decimal":
        return arithmetic(self._regular.tokens(calculation))

    def turn(self, lines: list[str], offset: int) -> None:
        """Go on with other lines of the file, `offset` of them being before."""
        self._lines, self._offset = lines, offset

    def entry(self, start: int, end: int) -> e.AnyEntry | None:
        """Read the block of lines[start:end]; None where the quick way cannot."""
        lines = self._lines
        line = lines[start]
        matched = self._match(line, line[11:16])
        if matched is None:
            return None
        form, match = matched
        if form.under is None or form.kind not in ENTRIES:
            return None
        try:
            number = self._offset + start + 1
            alone = end == start + 1
            last = number if alone else number - 1 + end - start
            span = Span(self._file, number, 1, last, len(lines[end - 1]) + 1)
            if alone and form.kind == "MEDIUM":
                touch = self._touch(match.group(*form.plain), span)
                if touch is not None:
                    return touch
            parts = self._parts(match, form)
            fields: dict[str, Any] = {"date": self._day(match[form.plain[0]]), "span": span}
            if alone:
                return entry(form.kind, parts, fields, (), ())
            meta: list[e.Meta] = []
            details: list[e.Detail] = []
            kept = self._kept.setdefault(form.under, {})
            for index in range(start + 1, end):
                line = lines[index]
                under: Any = kept.get(line)
                if under is None:
                    under = self._under(line, form.under)
                    if '"' not in line and len(kept) < _MOST_KEPT:  # what has no text stands there again and again
                        kept[line] = under
                if type(under) is Parts:
                    details.append(detail(under, parts, index - start))
                elif under is not None:
                    key, value = under
                    meta.append(e.Meta(key, value, index - start))
            return entry(form.kind, parts, fields, meta, details)
        except (Irregular, NumberProblem, ValueError):
            return None

    def _touch(self, groups: tuple[Any, ...], span: Span) -> e.Touch | None:
        """Make a touch that has nothing under it, the commonest entry by far, in one step; None: its builder must."""
        day, flag, inbound, medium, _, _, names, venue, string, tag, tag_2, link, link_2 = groups
        if not names or tag_2 is not None or link_2 is not None:
            return None
        people = self._people(names)
        if ME in people or len(people) > 1:
            people = Parts(medium, names=people).people()
        return e.Touch(
            date=self._day(day),
            span=span,
            tags=() if tag is None else (self._sign(tag),),
            links=() if link is None else (self._sign(link),),
            names=people,
            venue=None if venue is None else self._id(venue),
            text=None if string is None else unquote(string),
            pending=flag is not None,
            medium=self._id(medium),
            inbound=inbound is not None,
        )

    def _under(self, line: str, forms: Forms) -> "Parts | tuple[str, e.Value] | None":
        """Read a line under an entry: its parts, or the key and value of metadata; None of a comment.

        Raises Irregular.
        """
        matched = forms.match(line, line.lstrip(" \t")[:5])
        if matched is None:
            if forms.is_blank(line):
                return None
            raise Irregular
        form, match = matched
        return self._meta(match, form.slots) if form.kind == "KEY" else self._parts(match, form)

    def _parts(self, match: "re.Match[str]", form: Form) -> Parts:
        groups = match.group(*form.plain)
        _, flag, inbound, medium, favour, cost, names, venue, string, tag, tag_2, link, link_2 = groups
        parts = Parts(
            self._id(medium or favour or cost or "_"),
            flag is not None,
            inbound is not None,
            self._people(names) if names else (),
            () if venue is None else (self._id(venue),),
            () if string is None else (unquote(string),),
            () if tag is None else (self._sign(tag),) if tag_2 is None else (self._sign(tag), self._sign(tag_2)),
            () if link is None else (self._sign(link),) if link_2 is None else (self._sign(link), self._sign(link_2)),
        )
        if (tag is None and tag_2 is not None) or (link is None and link_2 is not None):
            raise Irregular  # the first has a place of its own, and is not there
        if form.more:
            self._add_more(parts, match, form)
        return parts

    def _add_more(self, parts: Parts, match: "re.Match[str]", form: Form) -> None:
        groups = match.group(*form.more)
        number, amount, number_2, amount_2, length, by, sources, beneficiaries = groups[:8]
        unit, word, kind, period, string_2, calculation, of = groups[8:]
        if number is not None:
            if amount is None:
                raise Irregular  # a number that is of no unit
            first = self._amount(number, amount, decimal)
            parts.amounts = (first,) if number_2 is None else (first, self._amount(number_2, amount_2, decimal))
        if length is not None:
            self._insert(parts, self._amount(length, HOUR, duration), _LENGTH, match, form.more)
        if calculation is not None:
            self._insert(parts, self._amount(calculation, of, self._sum), _SUM, match, form.more)
        if by is not None:
            parts.by = self._people(by)
        if sources is not None:
            parts.sources = self._people(sources)
        if beneficiaries is not None:
            parts.beneficiaries = self._people(beneficiaries)
        if unit is not None:
            parts.unit = self._id(unit)
        if string_2 is not None:
            parts.strings = (*parts.strings, unquote(string_2))
        if word is not None or kind is not None or period is not None:
            parts.words = tuple([found for found in (word, kind, period) if found is not None])
            if len(parts.words) > 1:
                raise Irregular  # their order is lost

    def _insert(self, parts: Parts, amount: Amount, slot: int, match: "re.Match[str]", groups: tuple[int, ...]) -> None:
        """Put an amount into its place among those that were found before it."""
        place = match.start(groups[slot])
        before = sum(-1 < match.start(groups[other]) < place for other in _AMOUNTS[: _AMOUNTS.index(slot)])
        parts.amounts = (*parts.amounts[:before], amount, *parts.amounts[before:])

    def _meta(self, match: "re.Match[str]", slots: dict[int, str]) -> tuple[str, e.Value]:
        key, text, slot = match[1][:-1], match[match.lastindex or 0], slots[match.lastindex or 0]
        if slot == "UNIT":
            value = number_of(decimal(match[(match.lastindex or 0) - 1]), identifier(text))
        elif slot == "NUMBER":
            value = number_of(decimal(text), None)
        elif slot == "DURATION":
            value = number_of(duration(text), HOUR)
        else:
            value = value_of(slot, self._people(text)[0] if slot == "NAME" else text)
            if slot == "DATE":
                read_date(text)
        if key in DETAILS or check_metadata(key, value) is not None:
            raise Irregular(key)
        return self._id(key), value


_LENGTH = MORE.index("DURATION")
_SUM = MORE.index("SUM")
_AMOUNTS = (MORE.index("NUMBER"), MORE.index("NUMBER_2"), _LENGTH, _SUM)
