"""Recommendations and endorsements of LinkedIn's export: favours given and received.

A recommendation is a favour whether its receiver shows it or hides it. An endorsement of a skill is a smaller one, in a
unit of its own, which a `price ENDORSEMENT` can value; only accepted ones count.
"""

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from netledger.core.amounts import ONE_FAVOR, Amount
from netledger.core.entries import AnyEntry, Give, Receive, Unit
from netledger.core.spans import Span
from netledger.formats import Contact, Draft, LeftOut
from netledger.importers.ids import Ids
from netledger.importers.linkedin_parts import SITE, dated, full_name, key, member, shortened, site, span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netledger.formats import ImportConfig, Source
    from netledger.importers.reading import Finding
    from netledger.importers.rows import Row

_ENDORSEMENT = Amount(Decimal(1), "ENDORSEMENT")

# What a row says of a recommendation that was written and sent.
_DONE = {"", "VISIBLE", "HIDDEN", "ACCEPTED"}
_ACCEPTED = {"", "ACCEPTED"}


def recommendations(source: "Source", rows: "list[Row]", config: "ImportConfig") -> "Iterator[Finding]":
    """Make a favour of each recommendation that was sent.

    Those given and those received have the same columns: the name of the file says which they are.
    """
    name = source.name.replace("\\", "/").rpartition("/")[2].lower()
    said = set(re.findall(r"given|received", name))
    if len(said) != 1:
        hint = "name it Recommendations_Given.csv or Recommendations_Received.csv, as LinkedIn does"
        yield source.fault(1, "the name of the file does not say whether you gave or received these", hint)
        return
    (direction,) = said
    ids = Ids("linkedin")
    for item in dated(source, rows, "creation date"):
        if not isinstance(item, tuple):
            yield item
            continue
        row, day = item
        name = full_name(row["first name"], row["last name"])
        if row["status"].upper() not in _DONE:
            yield LeftOut("recommendations that were not sent")
        elif not name:
            yield row.fault(source, "the row names nobody")
        else:
            who = key(name, "")
            contact = member(name, company=row["company"], position=row["job title"])
            text = shortened(f"recommendation: {row['text']}") if config.texts and row["text"] else "recommendation"
            entry = _favour(direction, span(source, row), day, who, ONE_FAVOR, text)
            yield _draft(entry, who, contact, ids.make("recommendation", direction, who, day))


def endorsements(source: "Source", rows: "list[Row]", _config: "ImportConfig") -> "Iterator[Finding]":
    """Make a favour of 1 ENDORSEMENT of each that was accepted, with the skill as its text."""
    direction, other = ("given", "endorsee") if "endorsee first name" in rows[0].columns else ("received", "endorser")
    ids = Ids("linkedin")
    for item in dated(source, rows, "endorsement date"):
        if not isinstance(item, tuple):
            yield item
            continue
        row, day = item
        name, url = full_name(row[f"{other} first name"], row[f"{other} last name"]), row[f"{other} public url"]
        skill = row["skill name"]
        if row["endorsement status"].upper() not in _ACCEPTED:
            yield LeftOut("endorsements that were not accepted")
        elif not (name or url):
            yield row.fault(source, "the row names nobody")
        else:
            who = key(name, url)
            entry = _favour(direction, span(source, row), day, who, _ENDORSEMENT, shortened(skill) or None)
            unit = Unit(date=day, span=entry.span, unit=_ENDORSEMENT.unit, title="an endorsement of a skill")
            made = ids.make("endorsement", direction, who, skill.casefold(), day)
            yield _draft(entry, who, member(name, url), made, unit)


def _favour(direction: str, place: Span, day: date, who: str, amount: Amount, text: str | None) -> Give | Receive:
    kind = Give if direction == "given" else Receive
    return kind(date=day, span=place, names=(who,), amount=amount, venue=SITE, text=text)


def _draft(entry: Give | Receive, who: str, contact: Contact, made: str, *declares: AnyEntry) -> Draft:
    return Draft(entry, {who: contact}, made, declares=(site(entry.date, entry.span), *declares))
