"""Google Contacts as CSV: a person for each row.

Google changed the columns in 2024; older files have `Given Name`, newer ones `First Name`. Both number what a contact
may have several of, `E-mail 2 - Value`, and join several values of one kind by ` ::: `.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

from netledger.formats import Importer
from netledger.importers.cards import Card, person
from netledger.importers.ids import Ids
from netledger.importers.rows import Row, has_columns, one_line, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netledger.core.ledger import Ledger
    from netledger.formats import ImportConfig, Source
    from netledger.importers.reading import Finding

_LAYOUTS = (
    *({"first name", "last name", column} for column in ("file as", "e-mail 1 - value", "phone 1 - value")),
    {"name", "given name", "family name", "group membership"},
)

_JOINED = ":::"
_NAME = (
    ("name prefix",),
    ("first name", "given name"),
    ("middle name", "additional name"),
    ("last name", "family name"),
    ("name suffix",),
)
"""The columns of a name's parts, in the order in which they are written, each as newer and as older files call it."""


def _identify(source: "Source", _config: "ImportConfig") -> bool:
    return has_columns(source, _LAYOUTS)


def _extract(source: "Source", _ledger: "Ledger", config: "ImportConfig") -> "Iterator[Finding]":
    ids = Ids("google")
    columns: _Columns | None = None
    for row in read_rows(source, _LAYOUTS):
        if isinstance(row, Row):
            columns = columns or _Columns(*(_numbered(row, what) for what in ("e-mail", "website", "phone")))
            yield from person(source, _card(row, columns), ids, config)
        else:
            yield row


class _Columns(NamedTuple):
    """The columns of what a contact may have several of."""

    emails: list[str]
    websites: list[str]
    phones: list[str]


def _numbered(row: Row, what: str) -> list[str]:
    """Return the numbered columns of a kind of value: `e-mail 1 - value`, `e-mail 2 - value`, and so on."""
    pattern = re.compile(rf"{what} \d+ - value")
    return [column for column in row.columns if pattern.fullmatch(column)]


def _card(row: Row, columns: _Columns) -> Card:
    parts = " ".join(next(filter(None, map(row.__getitem__, names)), "") for names in _NAME)
    return Card(
        row.line,
        full_name=row["name"] or one_line(parts) or row["file as"],
        nicknames=_values(row, "nickname"),
        emails=_values(row, *columns.emails),
        # Older files have `http\://`.
        urls=tuple(url.replace("\\:", ":") for url in _values(row, *columns.websites)),
        company=next(iter(_values(row, "organization name", "organization 1 - name")), ""),
        position=next(iter(_values(row, "organization title", "organization 1 - title")), ""),
        phones=_values(row, *columns.phones),
        birthday=row["birthday"],
        labels=_values(row, "labels", "group membership"),
        text=row.text,
    )


def _values(row: Row, *columns: str) -> tuple[str, ...]:
    """Return the values of some columns; a cell may have several."""
    values = (value.strip() for column in columns for value in row[column].split(_JOINED))
    return tuple(value for value in values if value)


google = Importer(_identify, _extract, "Google Contacts, exported as CSV")
