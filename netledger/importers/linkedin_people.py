"""Connections.csv and Invitations.csv of LinkedIn's export."""

from typing import TYPE_CHECKING

from netledger.core.entries import Connect
from netledger.formats import Draft, LeftOut
from netledger.importers.ids import Ids
from netledger.importers.linkedin_parts import SITE, dated, full_name, key, member, message_draft, site, span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netledger.formats import ImportConfig, Source
    from netledger.importers.reading import Finding
    from netledger.importers.rows import Row


def connections(source: "Source", rows: "list[Row]", _config: "ImportConfig") -> "Iterator[Finding]":
    """Make a `connect` of each row. Members who hide, of whom the file has the date alone, are left out."""
    ids = Ids("linkedin")
    seen: set[str] = set()
    for item in dated(source, rows, "connected on"):
        if not isinstance(item, tuple):
            yield item
            continue
        row, day = item
        name, url, email = full_name(row["first name"], row["last name"]), row["url"], row["email address"]
        if not (name or url or email):
            yield LeftOut("hidden members")
            continue
        contact = member(name, url, email=email, company=row["company"], position=row["position"])
        who = key(name or email, url)
        if url and who in seen:  # a profile is one person, and connects once
            yield LeftOut("connections that stand twice")
            continue
        seen.add(who)
        entry = Connect(date=day, span=span(source, row), names=(who,), venue=SITE)
        made = ids.make("connection", who) if url else ids.make("connection", who, day)
        yield Draft(entry, {who: contact}, made, declares=(site(day, entry.span),))


def invitations(source: "Source", rows: "list[Row]", config: "ImportConfig") -> "Iterator[Finding]":
    """Make a `message` of each invitation that has one.

    It has the id that the same message has in messages.csv, where it stands once the invitation is accepted.
    """
    for item in dated(source, rows, "sent at"):
        if not isinstance(item, tuple):
            yield item
            continue
        row, day = item
        direction = row["direction"].upper()
        if direction not in {"INCOMING", "OUTGOING"}:
            hint = "its column Direction is INCOMING or OUTGOING"
            yield row.fault(source, "the row does not say who invited whom", hint)
            continue
        inbound = direction == "INCOMING"
        name = full_name(row["from" if inbound else "to"])
        url = row["inviterprofileurl" if inbound else "inviteeprofileurl"]
        if not (name or url):
            yield row.fault(source, "the row names nobody")
        elif not row["message"]:
            yield LeftOut("invitations without a message")
        else:
            text = row["message"] if config.texts else ""
            who = key(name, url)
            yield message_draft(span(source, row), day, who, member(name, url), text, inbound=inbound)
