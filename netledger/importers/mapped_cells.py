"""The cells of a mapped row, read as what the mapping says that they are."""

from typing import TYPE_CHECKING

from netledger.core.amounts import Amount
from netledger.core.entries import Meta, Value
from netledger.core.values import KNOWN, check_metadata
from netledger.importers.cells import is_unit, read_amount, read_duration, split_cell
from netledger.importers.days import Days, NoDate
from netledger.importers.mapping import DIRECTIONS
from netledger.importers.places import tag_of

if TYPE_CHECKING:
    from netledger.importers.mapping import ColumnMapping
    from netledger.importers.rows import Row

_META = "meta."


class BadCell(ValueError):  # noqa: N818 - it becomes the diagnostic of its row
    """A cell that cannot be read, or that is missing."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both for the diagnostic."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class Cells:
    """A row by what its cells are: with `name = Contact` in the mapping, `get("name")` is the text under Contact."""

    def __init__(self, row: "Row", mapping: "ColumnMapping") -> None:
        """Take a row, and the mapping of its file."""
        self.line = row.line
        self._row = row
        self._mapping = mapping

    def get(self, what: str) -> str:
        """Return the text of a cell, else the mapping's default; empty where there is neither."""
        column = self._mapping.columns.get(what)
        text = self._row[column.key] if column is not None else ""
        return text or self._mapping.defaults.get(what, "")

    def several(self, what: str) -> list[str]:
        """Return the things in a cell."""
        return split_cell(self.get(what), self._mapping.separator)

    def tags(self) -> tuple[str, ...]:
        """Return the tags, each once; a comma parts them in any case."""
        texts = [part for text in self.several("tags") for part in text.split(",")]
        return tuple(dict.fromkeys(filter(None, map(tag_of, texts))))

    def is_inbound(self) -> bool:
        """Tell whether they reached out. Raises BadCell."""
        text = self.get("direction")
        if not text:
            return False
        direction = self._mapping.directions.get(text.casefold()) or DIRECTIONS.get(text.casefold())
        if direction is None:
            hint = f"write `{text} = in`, or `= out`, under [directions] of {self._mapping.path.name}"
            raise BadCell(f"the direction `{text[:40]}` is not known", hint)
        return direction == "in"

    def amount(self) -> Amount | None:
        """Return the amount with its unit; None where there is none, or nothing of it. Raises BadCell."""
        text = self.get("amount")
        if not text:
            return None
        read = read_amount(text, self._mapping.decimal)
        if read is None:
            hint = "write it as 1250.50, or set `decimal = ,` under [csv]"
            raise BadCell(f"`{text[:40]}` is no amount", hint)
        number, unit = read
        unit = unit or self.get("unit").upper()
        if not is_unit(unit):
            hint = f"write `unit = USD` under [defaults] of {self._mapping.path.name}, or name its column"
            raise BadCell(f"`{unit[:40]}` is no unit" if unit else f"the amount {number:f} has no unit", hint)
        return Amount(number, unit) if number else None

    def hours(self) -> Amount | None:
        """Return the duration; None where there is none. Raises BadCell."""
        text = self.get("duration")
        hours = read_duration(text, self._mapping.durations) if text else None
        if text and hours is None:
            raise BadCell(f"`{text[:40]}` is no duration", "write it as 1h30m, 1:30 or 90 min")
        return Amount(hours, "HOUR") if hours else None

    def meta(self) -> tuple[Meta, ...]:
        """Return the metadata, each of the kind that its key has in a journal. Raises BadCell."""
        keys = dict.fromkeys(what for what in (*self._mapping.columns, *self._mapping.defaults) if _META in what)
        texts = [(what.removeprefix(_META), self.get(what)) for what in keys]
        values = [(key, self._value(key, text)) for key, text in texts if text]
        return tuple(Meta(key, value, line) for line, (key, value) in enumerate(values, 1))

    def _value(self, key: str, text: str) -> Value:
        kinds = KNOWN[key][0] if key in KNOWN else frozenset({"string"})
        if "interval" in kinds:
            value = Value("interval", text.replace(" ", "").lower())
        elif "date" in kinds:
            day = Days((), self._mapping.order).read(text)
            if isinstance(day, NoDate):
                raise BadCell(f"{key}: {day.message}", day.hint)
            value = Value("date", day.isoformat())
        elif "string" in kinds:
            value = Value("string", text)
        else:
            raise BadCell(f"`meta.{key}` cannot be imported", "take it out of the mapping")
        problem = check_metadata(key, value)
        if problem is not None:
            raise BadCell(*problem)
        return value
