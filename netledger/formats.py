"""The formats of others: what an exporter and an importer are, and which there are.

Those of netledger are named here; others are found under the entry point groups `netledger.exporters` and
`netledger.importers` of installed packages.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from netledger.core.config import Config
from netledger.core.diagnostics import Diagnostic, diagnostic
from netledger.core.entries import AnyEntry, Value
from netledger.core.spans import Span
from netledger.foreign import Registry

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger

# ----------------------------------------------------------------------------------------------- what writes

WriteFunction = Callable[["Ledger", Config], Iterable[str] | Iterable[bytes]]


@dataclass(frozen=True)
class Exporter:
    """What writes a ledger in the format of another program; `netledger export NAME` runs it.

    `write(ledger, config)` gives the file piece by piece, so that it need not fit into memory; it may raise WrongCall
    before the first piece. Of the entries it writes those that `chosen` gives.
    """

    write: WriteFunction
    summary: str = ""
    """One line for the list of formats."""
    help: str = ""
    """What `--help` says beneath the summary."""
    options: type[msgspec.Struct] | None = None
    """The exporter's own options, as a metric declares its own; `config.own` gives them."""
    suffix: str = ""
    """How the names of such files end: `.beancount`."""


def chosen(ledger: "Ledger", config: Config) -> Iterable[AnyEntry]:
    """Give the entries that an export is asked for, in ledger order: up to T, in the period, and as the query says."""
    entries = config.within(ledger.entries)
    if not config.query:
        return entries
    return (entry for entry in entries if config.query.entry(entry, ledger.declarations))


# ------------------------------------------------------------------------------------ what reads, piece by piece


class Source(msgspec.Struct, frozen=True):
    """A file to import, or a folder that is one thing, such as a Maildir.

    Of `export.zip` with `Connections.csv` in it: that file, unpacked into a folder of the program's own, under its
    name `export.zip/Connections.csv`.
    """

    name: str
    """As messages call it."""
    path: Path
    """Where it can be read now."""
    head: bytes = b""
    """Its first 64 KiB; of a folder nothing."""

    def fault(self, line: int, message: str, hint: str = "", excerpt: str = "") -> Diagnostic:
        """Make the diagnostic of a row, or line, that cannot be imported."""
        return diagnostic("NL501", Span(self.name, line), message, hint, excerpt)

    def guess(self, line: int, message: str, hint: str = "", excerpt: str = "") -> Diagnostic:
        """Make the warning that the file is read in a way that may be wrong."""
        return diagnostic("NL504", Span(self.name, line), message, hint, excerpt)


class Contact(msgspec.Struct, frozen=True):
    """Somebody as another program knows them; the keys of `people` in a Draft stand for one each."""

    full_name: str = ""
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    nicknames: tuple[str, ...] = ()
    """Other names by which they are called."""
    facts: tuple[tuple[str, Value], ...] = ()
    """What else is known, as metadata of the person: ("company", Value("string", "Acme")), also several of a key."""
    is_owner: bool = False
    """Whether it is the journal's owner, whom the entry then calls `Me`."""


class Draft(msgspec.Struct, frozen=True):
    """An entry to import, with what tells who is meant by the names in it.

    Of a mail: a Touch with the name `ada@example.com`, whom `people` has as Contact("Ada King", ("ada@example.com",)),
    and the id `mail:ada@example.com:2026-03-01:out`.

    Where the entry is a Person, the contact itself is imported: whoever the journal knows gets what it does not know.
    """

    entry: AnyEntry
    """Its names are keys of `people`; its span names the source and the line or row."""
    people: Mapping[str, Contact]
    """Whom each of the entry's names stands for."""
    id: str
    """What is the same whenever the same thing is imported, also from another file: what has it is not new."""
    daily: bool = False
    """Whether it is one of many that become one: a touch for each person, day, medium and direction."""
    declares: tuple[AnyEntry, ...] = ()
    """Declarations that the entry needs, such as a Venue: each is imported once, where the journal lacks it."""


class LeftOut(msgspec.Struct, frozen=True):
    """Something that is left out on purpose; reasons are counted: "3 hidden members"."""

    reason: str
    """What was left out, in the plural."""


class ImportConfig(msgspec.Struct, frozen=True):
    """What an import is asked for."""

    today: date
    texts: bool = False
    """Also take subjects and texts of messages, which are private."""
    me: tuple[str, ...] = ()
    """The owner's own addresses and profiles: those of `person Me` in the journal, and those of `--me`, folded."""
    mapping: Path | None = None
    """The file that says what the columns of a CSV file are."""
    progress: Callable[[str, int, int], None] = lambda _what, _done, _whole: None


@dataclass(frozen=True)
class Importer:
    """What reads a file of another program.

    `identify(source)` recognises its files by their content; `extract(source, ledger, config)` gives, piece by piece,
    drafts of entries, diagnostics of rows that cannot be read (`source.fault`), and what it leaves out.
    """

    identify: Callable[[Source, ImportConfig], bool]
    extract: Callable[[Source, "Ledger", ImportConfig], Iterable[Draft | Diagnostic | LeftOut]]
    summary: str = ""
    """One line for the list of formats."""


# ----------------------------------------------------------------------------------------------- which there are

_EXPORTERS = {
    "beancount": "beancount",
    "csv": "tables",
    "dot": "graphs",
    "graphml": "graphs",
    "hledger": "hledger",
    "ics": "calendars",
    "json": "entries",
    "ledger": "ledger",
    "net": "journal",
    "parquet": "tables",
    "vcard": "vcards",
}
"""The formats that netledger writes, and the module of each, where the exporter has the name of the format."""

_IMPORTERS = {
    "csv": "mapped",
    "friends": "friends",
    "google": "google",
    "icalendar": "calendars",
    "linkedin": "linkedin",
    "mail": "mail",
    "vcard": "vcards",
}
"""Those that it reads, likewise."""

EXPORTERS: Registry[Exporter] = Registry(
    "netledger.exporters",
    {name: f"netledger.exporters.{module}:{name}" for name, module in _EXPORTERS.items()},
    (Exporter,),
    "exporter",
    "not an Exporter",
)
IMPORTERS: Registry[Importer] = Registry(
    "netledger.importers",
    {name: f"netledger.importers.{module}:{name}" for name, module in _IMPORTERS.items()},
    (Importer,),
    "importer",
    "not an Importer",
)
