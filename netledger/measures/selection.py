"""Whom a query chooses, for reports with a row for each person."""

from typing import TYPE_CHECKING

from netledger.core.entries import Happening, people

if TYPE_CHECKING:
    from netledger.core.config import Config
    from netledger.core.ledger import Ledger


def chosen_people(ledger: "Ledger", config: "Config", *, pending: bool = False) -> set[str] | None:
    """Return the people of whom some entry up to the last reported day matches the query; None: it has no terms.

    Of `#client` that is everybody whose `person` line, or anything else about them, has the tag. Promises count where
    `pending` says so. The beginning of the period plays no part, for a stage or a strength is that of its last day;
    but in a period that has not begun there is nobody.
    """
    if config.begin is not None and config.begin > config.last:
        return set()
    query = config.query
    if not query:
        return None
    found: set[str] = set()
    for entry in ledger.until(config.last):
        if pending or not (isinstance(entry, Happening) and entry.pending):
            for name in people(entry):
                if name not in found and query.person(entry, name, ledger.declarations):
                    found.add(name)
    return found
