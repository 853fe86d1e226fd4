"""How often to be in touch with somebody, and how long it has been quiet."""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.amounts import EXACT, quantize
from netledger.core.declarations import value_on
from netledger.core.entries import Intro
from netledger.core.options import Options
from netledger.core.values import days as days_of

if TYPE_CHECKING:
    from datetime import date

    from netledger.core.entries import Value
    from netledger.core.ledger import Ledger
    from netledger.measures.history import Tie


class Cadence(NamedTuple):
    """An interval, and who says so: `Cadence(Fraction(30), "30d", "#client")`."""

    days: Fraction
    text: str
    """As the journal has it: `6w`."""
    source: str
    """`person`, the tag with its sign, `option`, or `default`."""

    @property
    def said(self) -> str:
        """Say where it stands in the journal."""
        return _SAID.get(self.source, f"the `every:` of {self.source}")


_SAID = {
    "person": "the `every:` of the person",
    "option": 'the option "cadence"',
    "default": "for the journal says nothing",
}

# A cadence in months has up to four decimals of a day: 1mo is 30.4375.
_DAYS = 4


def days_told(days: Fraction) -> Decimal:
    """Write days without zeros at their end: 90, 182.625, 30.4375."""
    return quantize(days, 0) if days.denominator == 1 else EXACT.normalize(quantize(days, _DAYS))


class Cadences:
    """The cadence of each person of a ledger on a day.

    It is `every:` of the person; else the shortest `every:` of their tags, of those on their `person` and `connect`
    lines up to that day; else the option `cadence`; else 90 days.
    """

    def __init__(self, ledger: "Ledger", day: "date") -> None:
        """Take the cadences of tags, and that of everybody else."""
        self._declared = ledger.declarations
        self._day = day
        self._tags: dict[str, Cadence] = {}
        for tag, entries in self._declared.tags.items():
            cadence = _read(value_on(entries, "every", day), f"#{tag}")
            if cadence is not None:
                self._tags[tag] = cadence
        options = ledger.options
        source = "default" if options.cadence == Options().cadence else "option"
        self._else = Cadence(options.cadence_days, options.cadence, source)

    def of(self, name: str) -> Cadence:
        """Return the cadence of a person."""
        own = _read(self._declared.person_value(name, "every", self._day), "person")
        if own is not None:
            return own
        tagged = [
            self._tags[tag]
            for entry in self._declared.people.get(name, ())
            if entry.tags and entry.date <= self._day and not isinstance(entry, Intro)
            for tag in entry.tags
            if tag in self._tags
        ]
        return min(tagged, default=self._else, key=lambda cadence: (cadence.days, cadence.source))


def _read(value: "Value | None", source: str) -> Cadence | None:
    interval = days_of(value.text) if value is not None and value.kind == "interval" else None
    return Cadence(interval, value.text, source) if value is not None and interval is not None else None


def quiet_since(tie: "Tie") -> "date | None":
    """Return the day of the last touch, connect or favour.

    Of a tie that only an introduction began it is the day of that; of one that never began, None.
    """
    return tie.last_contact or tie.begun
