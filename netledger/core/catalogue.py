"""Every code that a diagnostic can have. docs/errors.md shows an example of each; the tests hold both together."""

from typing import Literal, NamedTuple


class Kind(NamedTuple):
    """What all diagnostics of one code share."""

    severity: Literal["error", "warning"]
    check: str
    """The named check that it belongs to: `netledger check names`; empty: it is of no journal."""
    title: str
    asked: bool = False
    """Whether the check is run only when it is asked for."""


def _error(check: str, title: str) -> Kind:
    return Kind("error", check, title)


def _warning(check: str, title: str) -> Kind:
    return Kind("warning", check, title)


def _asked(check: str, title: str) -> Kind:
    return Kind("warning", check, title, asked=True)


CATALOGUE: dict[str, Kind] = {
    # The file
    "NL001": _error("files", "a file cannot be read"),
    "NL002": _error("files", "a file is not UTF-8"),
    # The line
    "NL101": _error("syntax", "a line begins with nothing that netledger knows"),
    "NL102": _error("syntax", "a date has another form than 2026-03-01"),
    "NL103": _error("syntax", "a date is not in the calendar"),
    "NL104": _error("syntax", "a number has no unit"),
    "NL105": _error("syntax", "an unknown keyword"),
    "NL106": _error("syntax", "an entry has no date"),
    "NL107": _error("syntax", "an indented line belongs to no entry"),
    "NL108": _error("syntax", "a text has no closing quote"),
    "NL109": _error("syntax", "an unknown escape in a text"),
    "NL110": _error("syntax", "a tab or another control character"),
    "NL111": _error("syntax", "another quote than a straight double one"),
    "NL112": _error("syntax", "a no-break or invisible blank"),
    "NL113": _error("syntax", "a name begins with a lower-case letter"),
    "NL114": _error("syntax", "a comma between parts of a line"),
    "NL115": _error("syntax", "a little word that the language does not have"),
    "NL116": _error("syntax", "a currency sign instead of a unit"),
    "NL117": _error("syntax", "a duration with a decimal point"),
    "NL118": _error("syntax", "two parts of a line touch"),
    "NL119": _error("syntax", "a number has another form than 1,250.50"),
    "NL120": _error("syntax", "arithmetic is not well formed"),
    "NL121": _error("syntax", "a division by zero"),
    "NL122": _error("syntax", "a number has too many digits"),
    "NL123": _error("syntax", "parentheses or minus signs are nested too deep"),
    "NL124": _error("syntax", "a unit has another form than USD"),
    "NL125": _error("syntax", "a part is missing"),
    "NL126": _error("syntax", "a part stands twice"),
    "NL127": _error("syntax", "a part does not belong to this keyword"),
    "NL128": _error("syntax", "a detail under an entry that takes none"),
    "NL129": _error("syntax", "a detail must say whom it concerns"),
    "NL130": _error("syntax", "a pending flag where none is allowed"),
    "NL131": _error("syntax", "`Me` where it cannot stand"),
    "NL132": _error("syntax", "an introduction of one person to nobody"),
    "NL133": _error("syntax", "an amount must be more than zero"),
    "NL134": _error("syntax", "a metadata value of the wrong type"),
    "NL135": _error("syntax", "a text without quotes"),
    "NL136": _error("syntax", "a metadata key without its colon"),
    "NL137": _error("syntax", "a name stands twice"),
    "NL138": _error("syntax", "a name, venue, tag or link is not well formed"),
    "NL139": _error("syntax", "something that cannot stand here"),
    # Includes, options, plugins
    "NL201": _error("includes", "an include matches no file"),
    "NL202": _error("includes", "an include leads back to a file that is being read"),
    "NL203": _warning("includes", "a file is included again"),
    "NL204": _error("options", "an unknown option"),
    "NL205": _error("options", "an option's value is not usable"),
    "NL206": _error("options", "an option has two different values"),
    "NL207": _error("includes", "a push is left open at the end of its file"),
    "NL208": _error("includes", "a pop without its push"),
    "NL209": _error("plugins", "an unknown plugin"),
    "NL210": _error("plugins", "a plugin failed"),
    "NL211": _error("plugins", "a plugin returned something else than it must"),
    "NL212": _warning("plugins", "a plugin printed"),
    "NL213": _error("plugins", "the text after a plugin's name is not usable"),
    "NL214": _error("plugins", "a fault in the books that a plugin reads"),
    "NL215": _warning("plugins", "a plugin looks for something that is not there"),
    # Names and declarations
    "NL301": _warning("names", "a person who is never declared"),
    "NL302": _warning("venues", "a venue that is never declared"),
    "NL303": _warning("units", "a unit that is never declared"),
    "NL304": _warning("names", "two names that differ only by case"),
    "NL305": _error("names", "an alias that means two people"),
    "NL306": _warning("names", "a touch after the tie was closed"),
    # What the journal asserts
    "NL401": _error("assertions", "a balance assertion fails"),
    "NL402": _error("documents", "a document does not exist"),
    "NL403": _error("queries", "a saved query cannot be read"),
    # The files of other programs
    "NL501": _error("", "a row, line or part of an import cannot be read"),
    "NL502": _error("", "a file cannot be imported"),
    "NL503": _warning("", "somebody who is imported may be a person of the journal"),
    "NL504": _warning("", "a file to import is read in a way that was guessed"),
    # netledger.conf
    "NL601": _error("configuration", "a line of netledger.conf cannot be read"),
    "NL602": _error("configuration", "a section of netledger.conf is of no command"),
    "NL603": _error("configuration", "a key of netledger.conf is no option, or none to be set there"),
    "NL604": _error("configuration", "an option in netledger.conf has a value that it cannot have"),
    # What is worth a look, where it is asked for
    "NL701": _asked("why", "a venue does not say what it is visited for"),
    "NL702": _asked("order", "an entry stands under one of a later day"),
    "NL703": _asked("promises", "the day of a promise has gone by"),
    "NL704": _asked("duplicates", "the same entry stands twice"),
    "NL705": _asked("stale", "nothing was written down for a month"),
}

CHECKS: tuple[str, ...] = tuple(dict.fromkeys(kind.check for kind in CATALOGUE.values() if kind.check))
"""The named checks, in the order of the catalogue."""

ASKED: tuple[str, ...] = tuple(dict.fromkeys(kind.check for kind in CATALOGUE.values() if kind.asked))
"""Those that are run only when they are asked for."""
