"""Events and job applications of LinkedIn's export: touches with nobody by name, which count for hours."""

import unicodedata
from typing import TYPE_CHECKING

from netledger.core.entries import Touch, Venue
from netledger.formats import Draft, LeftOut
from netledger.importers.ids import Ids
from netledger.importers.linkedin_parts import SITE, address, dated, meta, shortened, site, span
from netledger.importers.naming import folded, words_of
from netledger.importers.people import profile
from netledger.parser.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netledger.formats import ImportConfig, Source
    from netledger.importers.reading import Finding
    from netledger.importers.rows import Row

_GOING = {"", "APPROVED", "ACCEPTED", "ATTENDING", "GOING"}

# A venue's name has so many characters at most; nobody wants to type more.
_LONGEST = 40


def events(source: "Source", rows: "list[Row]", config: "ImportConfig") -> "Iterator[Finding]":
    """Make a `meet` of each past event that the owner said they would go to, at a venue of its own.

    Whether they went LinkedIn does not know; nor does it know whom they met there.
    """
    ids = Ids("linkedin")
    for item in dated(source, rows, "event time"):
        if not isinstance(item, tuple):
            yield item
            continue
        row, day = item
        title = row["event name"]
        if row["status"].upper() not in _GOING:
            yield LeftOut("events that you did not say you would go to")
        elif day > config.today:
            yield LeftOut("events to come")
        elif not title:
            yield row.fault(source, "the event has no name")
        else:
            place = span(source, row)
            venue = venue_name(title)
            link = meta(("url", address(row["external url"])))
            declared = Venue(date=day, span=place, venue=venue, title=title, kind="event", meta=link)
            entry = Touch(date=day, span=place, medium="meet", venue=venue)
            yield Draft(entry, {}, ids.make("event", folded(title), day), declares=(declared,))


def venue_name(title: str) -> str:
    """Return a readable venue for an event: of `Web Summit 2026: Lisbon & online` `@Web-Summit-2026-Lisbon-online`."""
    name = "-".join(words_of(unicodedata.normalize("NFKC", title)))
    if len(name) > _LONGEST:
        name = name[: _LONGEST + 1].rpartition("-")[0] or name[:_LONGEST]
    read = parse(f"2000-01-01 venue @{name}\n").records
    return f"@{name}" if len(read) == 1 else "@Event"


def applications(source: "Source", rows: "list[Row]", _config: "ImportConfig") -> "Iterator[Finding]":
    """Make a `message` to nobody of each application, with company and address of the job as metadata."""
    ids = Ids("linkedin")
    for item in dated(source, rows, "application date"):
        if not isinstance(item, tuple):
            yield item
            continue
        row, day = item
        title, company, url = row["job title"], row["company name"], row["job url"]
        if not (title or company):
            yield row.fault(source, "the row names neither a job nor a company")
            continue
        what = " at ".join(part for part in (title, company) if part)
        place = span(source, row)
        entry = Touch(
            date=day,
            span=place,
            medium="message",
            venue=SITE,
            text=f"application: {shortened(what)}",
            meta=meta(("company", company), ("url", address(url))),
        )
        made = ids.make("application", profile(url) if url else folded(what), day)
        yield Draft(entry, {}, made, declares=(site(day, place),))
