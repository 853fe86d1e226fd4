"""LinkedIn's data export: each of its CSV files is known by its columns.

| file | becomes |
|---|---|
| Connections.csv | `connect` |
| messages.csv | a `message` for each person, day and direction |
| Invitations.csv | those with a message: a `message`; the others are left out |
| Recommendations_Given.csv, …_Received.csv | a favour: `give`, `receive` |
| Endorsement_Given_Info.csv, …_Received_Info.csv | `give`, `receive` of 1 ENDORSEMENT |
| Events.csv | a `meet` at each event that the owner said they would go to |
| Jobs/Job Applications.csv | a `message` with nobody, for hours |

What an invitation without a message came to stands in Connections.csv, or it came to nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from netledger.formats import Importer
from netledger.importers.linkedin_favours import endorsements, recommendations
from netledger.importers.linkedin_happenings import applications, events
from netledger.importers.linkedin_messages import OLDEST_MESSAGES, messages
from netledger.importers.linkedin_people import connections, invitations
from netledger.importers.rows import Row, has_columns, read_rows

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger
    from netledger.formats import ImportConfig, Source
    from netledger.importers.reading import Finding


class _Kind(NamedTuple):
    """One of the export's files: the columns that it has at least, and what makes drafts of its rows."""

    columns: Collection[str]
    read: "Callable[[Source, list[Row], ImportConfig], Iterable[Finding]]"


_KINDS = (
    _Kind({"first name", "last name", "connected on"}, connections),
    _Kind({"conversation id", "from", "to", "date"}, messages),
    _Kind(OLDEST_MESSAGES, messages),
    _Kind({"from", "to", "sent at", "direction"}, invitations),
    _Kind({"first name", "last name", "text", "creation date"}, recommendations),
    _Kind({"endorsement date", "skill name", "endorsee first name"}, endorsements),
    _Kind({"endorsement date", "skill name", "endorser first name"}, endorsements),
    _Kind({"event name", "event time"}, events),
    _Kind({"application date", "company name", "job title"}, applications),
)


_PRIVATE = ("subject", "content", "attachments", "question and answers")
"""What is read only if the user asks for texts."""


def _identify(source: "Source", _config: "ImportConfig") -> bool:
    return has_columns(source, [kind.columns for kind in _KINDS])


def _extract(source: "Source", _ledger: "Ledger", config: "ImportConfig") -> "Iterator[Finding]":
    rows: list[Row] = []
    for row in read_rows(source, [kind.columns for kind in _KINDS]):
        if isinstance(row, Row):
            rows.append(row if config.texts else row.without(_PRIVATE))  # whole, ten years of messages are too much
        else:
            yield row
    if rows:  # all of a file have the same columns
        kind = next(kind for kind in _KINDS if all(column in rows[0].columns for column in kind.columns))
        yield from kind.read(source, rows, config)


linkedin = Importer(_identify, _extract, "LinkedIn's data export: connections, messages, favours, events, applications")
