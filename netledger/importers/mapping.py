"""A mapping: the small INI file that says what the columns of a CSV file are.

    [columns]
    date = When
    name = Contact
    kind = Type

    [defaults]
    direction = out

    [kinds]
    Phone call = call
    Newsletter =

Whatever is wrong with it is one message with file, line and what to write instead.
"""

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from netledger.core.config import WrongCall
from netledger.core.entries import MEDIA
from netledger.core.ini import read_ini
from netledger.core.spelling import nearest
from netledger.importers.days import Order
from netledger.importers.rows import column_key

FIELDS = (
    "date",
    "name",
    "first",
    "last",
    "email",
    "url",
    "nickname",
    "company",
    "kind",
    "direction",
    "venue",
    "text",
    "amount",
    "unit",
    "duration",
    "tags",
    "id",
)
"""What a column can be; and `meta.KEY`, metadata of that key."""

FROM = " from"
"""After a medium: they reached out, as in `call from`."""

KINDS = (*MEDIA, "give", "receive", "cost", "outcome", "promo", "connect", "person", "note")
"""What a row can become; `outcome client` also says of which kind the outcome is, `call from` who reached out."""

_SETTINGS = ("name", "delimiter", "encoding", "dates", "decimal", "durations", "separator")
_SECTIONS = {
    "columns": FIELDS,
    "defaults": FIELDS,
    "csv": _SETTINGS,
    "kinds": None,
    "directions": None,
}
"""The sections, and the keys of those that do not have the file's own words for keys."""

DIRECTIONS = {
    **dict.fromkeys(("in", "inbound", "incoming", "received", "from", "them"), "in"),
    **dict.fromkeys(("out", "outbound", "outgoing", "sent", "to", "me"), "out"),
}
"""Words for who reached out, which need no `[directions]`."""

ANY = "*"
"""In `[kinds]`: whatever has no line of its own."""

_META = re.compile(r"meta\.[a-z][A-Za-z0-9_-]*")
_MORE_KINDS = re.compile(rf"outcome [a-z][\w-]*|(?:{'|'.join(MEDIA)}){FROM}")
_WORDS = {"tab": "\t", "space": " "}


@dataclass(frozen=True)
class Column:
    """A column that the mapping names."""

    title: str
    """As the mapping writes it."""
    line: int

    @property
    def key(self) -> str:
        """What it is looked up by in a row."""
        return column_key(self.title)


@dataclass(frozen=True)
class ColumnMapping:
    """What a mapping says."""

    path: Path
    columns: Mapping[str, Column]
    """By what they are: a field, or `meta.KEY`."""
    defaults: Mapping[str, str]
    """What a row has that has no such column, or nothing in it."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """The file's words for kinds, folded; empty: such rows are left out."""
    directions: Mapping[str, str] = field(default_factory=dict)
    """The file's words for directions, folded: `in` or `out`."""
    name: str = ""
    """What the ids of the rows begin with, after `csv:`; that of the mapping's file."""
    delimiter: str = ""
    encoding: str = ""
    dates: str = ""
    """`day first`, `month first`, or a form such as `%d.%m.%Y`; empty: as the dates themselves tell."""
    decimal: str = "."
    durations: str = "minutes"
    """What a plain number is in the column of durations."""
    separator: str = ";"
    """What stands between several names, addresses or tags of a cell."""

    @property
    def order(self) -> Order | None:
        """What comes first in the file's dates, day or month, where the mapping says so."""
        return _ORDERS.get(self.dates)


_ORDERS: dict[str, Order] = {"day first": "day", "month first": "month"}
_CHOICES = {"dates": tuple(_ORDERS), "decimal": (".", ","), "durations": ("minutes", "hours")}


def read_mapping(path: Path) -> ColumnMapping:
    """Read a mapping. Raises WrongCall with the place and what to write instead."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "it is not UTF-8").lower()
        raise WrongCall(f"the mapping {path} cannot be read: {reason}") from None
    return _Reader(path, text).mapping()


class _Reader:
    """Reads a mapping, and knows the lines of its keys."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        sections, faults = read_ini(text, section="[columns]", setting="date = When")
        for fault in faults[:1]:
            self._fail(fault.line, fault.message.removeprefix("the line "), "", fault.hint)
        self._sections = {section.name: section for section in sections}

    def _fail(self, line: int, message: str, what: str = "", hint: str = "") -> NoReturn:
        subject = f"`{what}` " if what else "the line "
        raise WrongCall(f"{self._path}:{line}: {subject}{message}{f'; {hint}' if hint else ''}")

    def _line(self, section: str, key: str = "") -> int:
        found = self._sections.get(section)
        if found is None:
            return 1
        return next((setting.line for setting in found.settings if setting.key == key), found.line)

    def _check(self, section: str, key: str, known: Iterable[str]) -> None:
        if key in known or (section in {"columns", "defaults"} and _META.fullmatch(key)):
            return
        close = nearest(key, known)
        hint = f"did you mean `{close}`?" if close else f"known are {', '.join(known)}"
        self._fail(self._line(section, key), f"is not known in [{section}]", key, hint)

    def mapping(self) -> ColumnMapping:
        """Check all of it and return it."""
        for section, found in self._sections.items():
            if section not in _SECTIONS:
                close = nearest(section, _SECTIONS)
                hint = f"did you mean [{close}]?" if close else f"known are {', '.join(_SECTIONS)}"
                self._fail(self._line(section), "is no section of a mapping", f"[{section}]", hint)
            known = _SECTIONS[section]
            for setting in found.settings if known is not None else ():
                self._check(section, setting.key, known or ())
        columns = {key: Column(title, self._line("columns", key)) for key, title in self._pairs("columns")}
        if not columns:
            self._fail(self._line("columns"), "names no columns", "[columns]", "write `date = When` for each column")
        defaults = dict(self._pairs("defaults"))
        self._check_kinds(columns, defaults)
        return ColumnMapping(
            self._path,
            columns,
            defaults,
            {word.casefold(): kind for word, kind in self._pairs("kinds", may_be_empty=True)},
            {word.casefold(): DIRECTIONS[text.casefold()] for word, text in self._directions(defaults)},
            **self._settings(),
        )

    def _pairs(self, section: str, *, may_be_empty: bool = False) -> list[tuple[str, str]]:
        if section not in self._sections:
            return []
        pairs = [(setting.key, " ".join(setting.value.split())) for setting in self._sections[section].settings]
        for key, text in pairs:
            if not text and not may_be_empty:
                self._fail(self._line(section, key), "has no value", key, "write it after the =, or take the line away")
        return pairs

    def _check_kinds(self, columns: Mapping[str, Column], defaults: Mapping[str, str]) -> None:
        if "kind" not in columns and "kind" not in defaults:
            hint = "write `kind = COLUMN` under [columns], or `kind = meet` under [defaults]"
            self._fail(self._line("columns"), "does not say what a row is", "[columns]", hint)
        for word, kind in self._pairs("kinds", may_be_empty=True):
            if kind:
                self._kind("kinds", word, kind)
        if "kind" in defaults:
            self._kind("defaults", "kind", defaults["kind"])

    def _kind(self, section: str, key: str, kind: str) -> None:
        if kind in KINDS or _MORE_KINDS.fullmatch(kind):
            return
        close = nearest(kind.casefold(), KINDS)
        hint = f"did you mean `{close}`?" if close else f"known are {', '.join(KINDS)}"
        self._fail(self._line(section, key), "is nothing that a row can become", kind, hint)

    def _directions(self, defaults: Mapping[str, str]) -> list[tuple[str, str]]:
        pairs = self._pairs("directions")
        given = [("directions", word, text) for word, text in pairs]
        if "direction" in defaults:
            given.append(("defaults", "direction", defaults["direction"]))
        for section, key, text in given:
            if text.casefold() not in DIRECTIONS:
                self._fail(self._line(section, key), "is no direction", text, "write `in` or `out`")
        return pairs

    def _settings(self) -> dict[str, str]:
        settings = dict(self._pairs("csv"))
        for key, choices in _CHOICES.items():
            text = settings.get(key, choices[0])
            if text not in choices and not (key == "dates" and _is_form(text)):
                listed = " or ".join(f"`{choice}`" for choice in choices)
                also = ", or a form such as `%d.%m.%Y`" if key == "dates" else ""
                self._fail(self._line("csv", key), f"is no value of {key}", text, f"write {listed}{also}")
        for key in ("delimiter", "separator"):
            if key in settings:
                settings[key] = _WORDS.get(settings[key], settings[key])
        delimiter = settings.get("delimiter", ",")
        if len(delimiter) != 1 or delimiter.isalnum() or delimiter == '"':
            hint = "write one character, or `tab`"
            self._fail(self._line("csv", "delimiter"), "is no delimiter", delimiter, hint)
        if "encoding" in settings and not _is_encoding(settings["encoding"]):
            hint = "write `utf-8`, `cp1252` or another that Python has"
            self._fail(self._line("csv", "encoding"), "is no encoding of texts", settings["encoding"], hint)
        return {"name": self._path.stem, **settings}


def _is_form(text: str) -> bool:
    """Tell whether a text is a form of dates that gives a day."""
    try:
        day = datetime(2026, 11, 23)  # noqa: DTZ001 - a day, of no zone
        return datetime.strptime(day.strftime(text), text) == day  # noqa: DTZ007 - likewise
    except ValueError:
        return False


def _is_encoding(name: str) -> bool:
    try:
        return "a".encode(codecs.lookup(name).name).decode(name) == "a"
    except (LookupError, ValueError):
        return False
