"""Completion of query terms with the names of the journal."""

from contextlib import suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from netledger.core.ledger import Ledger

_KEYS = ("kind:", "unit:", "text:", "why:", "not:", "any:(")


def complete_terms(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the terms that begin with what was typed; nothing where the journal cannot be read."""
    from netledger.cli.journals import open_ledger  # noqa: PLC0415 - only while completing

    with suppress(click.ClickException, OSError):
        ledger = open_ledger(ctx.params.get("file") or (), ctx.params.get("rev"))
        wanted = incomplete.casefold()
        return [term for term in _terms(ledger) if term.casefold().startswith(wanted)]
    return []


def complete_queries(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the names of saved queries that begin with what was typed."""
    from netledger.cli.journals import open_ledger  # noqa: PLC0415 - only while completing

    with suppress(click.ClickException, OSError):
        queries = open_ledger(ctx.params.get("file") or (), ctx.params.get("rev")).queries
        return [name for name in sorted(queries) if name.casefold().startswith(incomplete.casefold())]
    return []


def _terms(ledger: "Ledger") -> "Iterable[str]":
    """Give every term that names something of the journal, the signs first that are typed most."""
    from netledger.core import entries as e  # noqa: PLC0415 - only while completing
    from netledger.core.entries import MEDIA  # noqa: PLC0415

    people, venues, tags, links = set[str](), set[str](), set[str](), set[str]()
    for entry in ledger.entries:
        people.update(e.people(entry))
        tags.update(entry.tags)
        links.update(entry.links)
        venue = e.venue(entry)
        if venue is not None:
            venues.add(venue)
    yield from sorted(people)
    yield from sorted(venues)
    yield from (f"#{tag}" for tag in sorted(tags))
    yield from (f"^{link}" for link in sorted(links))
    yield from (f"kind:{medium}" for medium in MEDIA)
    yield from (f"unit:{unit}" for unit in sorted(ledger.declarations.units))
    yield from (f"query:{name}" for name in sorted(ledger.queries))
    yield from _KEYS
