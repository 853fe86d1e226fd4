"""What a figure is, and the numbers behind it: the definitions and the evidence of the metrics."""

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.config import WrongCall
from netledger.core.report import Column, Report
from netledger.core.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.extension import Definition, Metric


class Defined(NamedTuple):
    """A definition, and where it is from."""

    definition: "Definition"
    metric: "Metric"
    plugin: str
    command: str
    """The command that shows the figure."""

    @property
    def name(self) -> str:
        """The name that is nobody else's: `ties.strength`."""
        return f"{self.command}.{self.definition.name}"


def figures(defined: "Iterable[Defined]", today: "date") -> Report:
    """List the figures of each command and what they mean."""
    columns = (Column("command", "name"), Column("figure", "name"), Column("meaning", "text"))
    listed = (item for item in defined if not item.definition.minor)
    rows = sorted((item.command, item.definition.name, item.definition.meaning) for item in listed)
    return Report("figures", "Figures", columns, tuple(rows), today)


def choose(wanted: str, defined: "Sequence[Defined]") -> "list[Defined]":
    """Return the figures of a name, `two-wayness`, or the one of a command, `ties.strength`. Raises WrongCall."""
    plain = _plain(wanted)
    names = [(_plain(item.definition.name), _plain(item.name), item) for item in defined]
    found = [item for short, full, item in names if plain in {short, full}]
    if not found:  # `single_contact_venues` is the single_contact of venues
        begins = max((len(short) for short, _, _ in names if plain.startswith(f"{short} ")), default=0)
        found = [item for short, _, item in names if begins and short == plain[:begins]]
    if not found:
        close = nearest(plain, {_plain(item.definition.name) for item in defined})
        meant = f"did you mean {close.replace(' ', '_')}? " if close else ""
        raise WrongCall(f"no figure {wanted!r}; {meant}netledger explain lists all")
    return found


def define(found: "Sequence[Defined]", today: "date") -> Report:
    """Say what a figure is, as a report without rows."""
    names = " and ".join(dict.fromkeys(item.definition.name.replace("_", " ") for item in found))
    lead = [text for item in found for text in _told(item, several=len(found) > 1)]
    return Report("explain", names.capitalize(), (), (), today, lead=tuple(lead))


def explain(found: "Sequence[Defined]", subject: str, ledger: "Ledger", config: "Config") -> Report:
    """Say what a figure is, and show the numbers behind it of one subject. Raises WrongCall where several are meant."""
    if len(found) > 1:
        raise WrongCall(f"several figures have this name; say which: {', '.join(item.name for item in found)}")
    item = found[0]
    shown = item.metric.evidence(ledger, config, item.definition.name, subject) if item.metric.evidence else None
    if shown is None:
        report = define(found, config.today)
        return replace(report, notes=(f"the journal has nothing on this figure of {subject}",))
    return replace(shown, name="explain", lead=(*_told(item, several=False), *shown.lead))


def _told(item: Defined, *, several: bool) -> "Iterable[str]":
    definition = item.definition
    yield f"{item.name if several else definition.name} = {definition.formula}"
    yield definition.meaning
    source = f"Source: {definition.source}. " if definition.source else ""
    yield f"{source}Shown by: netledger {item.command}"


def _plain(name: str) -> str:
    return name.replace("-", " ").replace("_", " ").casefold()
