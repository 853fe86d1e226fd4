"""messages.csv of LinkedIn's export: a touch for each person, day and direction.

Exports differ in how they say who is meant: newer ones have the profiles of sender and recipients, older ones names
alone, or those of the senders. None says which of them is the owner of the export; the file itself does, since the
owner is in every conversation, or alone writes drafts. A message to a group is a touch with each of a few recipients,
and with none of many; one in a group is a touch from its sender.
"""

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from netledger.formats import LeftOut
from netledger.importers.linkedin_parts import dated, full_name, key, member, message_draft, slug, span
from netledger.importers.naming import folded
from netledger.importers.rows import one_line
from netledger.measures.acquaintance import MOST

if TYPE_CHECKING:
    from netledger.formats import Contact, Draft, ImportConfig, Source
    from netledger.importers.reading import Finding
    from netledger.importers.rows import Row

OLDEST_MESSAGES = frozenset({"from", "to", "date", "subject", "direction"})
"""The columns of the file in exports before 2019, which had no profiles, and said the direction."""

_TRUE = {"yes", "true", "1"}
_GONE = "linkedin member"
"""What LinkedIn calls somebody who closed their account; with it went the profile."""

_ASSISTANTS = re.compile(r"guide|learning|coach|role.?play", re.IGNORECASE)
"""In the names of files with the same columns, of talks with LinkedIn's own programs."""

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


class _Party(NamedTuple):
    """Somebody as a message names them."""

    name: str
    url: str = ""

    @property
    def is_gone(self) -> bool:
        return not self.url and folded(self.name) == _GONE


class _Message(NamedTuple):
    row: "Row"
    day: date
    sender: _Party
    recipients: Sequence[_Party]

    @property
    def parties(self) -> Iterator[_Party]:
        yield self.sender
        yield from self.recipients


def messages(source: "Source", rows: "list[Row]", config: "ImportConfig") -> "Iterator[Finding]":
    """Make a `message` for each person, day and direction; of the day's messages the first one has its text."""
    if _ASSISTANTS.search(source.name.replace("\\", "/").rpartition("/")[2]):
        yield from [LeftOut("messages with LinkedIn's assistants")] * len(rows)
        return
    read: list[_Message] = []
    for item in dated(source, rows, "date"):
        if isinstance(item, tuple):
            row, day = item
            recipients = tuple(_recipients(row["to"], row["recipient profile urls"]))
            read.append(_Message(row, day, _Party(full_name(row["from"]), row["sender profile url"]), recipients))
        else:
            yield item
    people = _People(read)
    owner = people.owner(read, config.me)
    if not owner and read and "direction" not in read[0].row.columns:
        message = "the messages do not tell which of the people in them you are"
        yield source.fault(read[0].row.line, message, "say it with `--me https://www.linkedin.com/in/YOUR-NAME`")
        return
    seen: set[str] = set()
    # LinkedIn writes the latest first.
    for found in sorted(read, key=lambda item: (item.day, item.row["date"], item.row.line)):
        for result in _drafts(source, found, people, owner, with_text=config.texts):
            if isinstance(result, LeftOut):
                yield result
            elif result.id not in seen:
                seen.add(result.id)
                yield result


def _recipients(names: str, urls: str) -> Iterator[_Party]:
    """Give the recipients of a message: names and profiles, each joined by commas, in one order.

    `Jane Smith, PhD` is one of them: LinkedIn puts no blank after the comma that parts two.
    """
    profiles = [url for url in re.split(r"[,;\s]+", urls) if url]
    told = [name for name in map(full_name, re.split(r",(?! )", names)) if name]
    if not profiles:
        yield from map(_Party, told)
    elif len(profiles) == len(told):
        yield from map(_Party, told, profiles)
    elif len(profiles) == 1:
        yield _Party(full_name(names), profiles[0])
    else:
        yield from (_Party("", url) for url in profiles)


class _People:
    """Who the names and profiles in a file of messages stand for."""

    def __init__(self, read: Sequence[_Message]) -> None:
        self._names: dict[str, str] = {}
        """The name of each profile: as a sender's it is sure."""
        profiles: dict[str, set[str]] = defaultdict(set)
        for parties in ([item.sender for item in read], [one for item in read for one in item.recipients]):
            for party in parties:
                if party.url and party.name:
                    self._names.setdefault(slug(party.url), party.name)
                    profiles[folded(party.name)].add(party.url)
        self._urls = {name: urls.pop() for name, urls in profiles.items() if len(set(map(slug, urls))) == 1}
        """The profile of each name that only one member has."""

    def key(self, party: _Party) -> str:
        return key(party.name, self._url(party))

    def contact(self, party: _Party) -> "Contact":
        url = self._url(party)
        return member(self._names.get(slug(url), party.name) if url else party.name, url)

    def _url(self, party: _Party) -> str:
        return party.url or self._urls.get(folded(party.name), "")

    def owner(self, read: Sequence[_Message], me: Iterable[str]) -> frozenset[str]:
        """Find whose messages they are: by the owner's own profiles, by who writes drafts, by who is in all talks."""
        present = {self.key(party) for item in read for party in item.parties}
        own = present & {spelt for text in me for spelt in (slug(text), folded(text))}
        if own:
            return frozenset(own)
        drafting = {self.key(item.sender) for item in read if _is_draft(item.row)} - {""}
        if len(drafting) == 1:
            return frozenset(drafting)
        conversations: dict[str, set[str]] = defaultdict(set)
        for item in read:
            conversations[item.row["conversation id"]].update(map(self.key, item.parties))
        counts = Counter(who for parties in conversations.values() for who in parties - {"", _GONE})
        # Of some conversations a part is lost; nobody else is in nearly all.
        everywhere = [who for who, count in counts.items() if count * 10 >= len(conversations) * 9]
        return frozenset(everywhere) if len(everywhere) == 1 else frozenset()


def _is_draft(row: "Row") -> bool:
    return any(row[column].lower() in _TRUE for column in ("is message draft", "is conversation draft"))


def _drafts(
    source: "Source", found: _Message, people: _People, owner: frozenset[str], *, with_text: bool
) -> "Iterator[Draft | LeftOut]":
    """Make the touches of one message, or say why there are none."""
    row = found.row
    direction = row["direction"].upper()
    inbound = direction == "INCOMING" if direction else people.key(found.sender) not in owner
    others = {people.key(party): party for party in ([found.sender] if inbound else found.recipients)}
    others = {who: party for who, party in others.items() if who not in owner}
    reason = _left_out(row, others)
    if reason:
        yield LeftOut(reason)
        return
    text = _text(row) if with_text else ""
    for who, party in others.items():
        yield message_draft(span(source, row), found.day, who, people.contact(party), text, inbound=inbound)


def _left_out(row: "Row", others: dict[str, _Party]) -> str:
    """Return what a message is called that is left out; nothing of the others."""
    if _is_draft(row):
        return "drafts of messages"
    if row["folder"].upper() == "SPAM":
        return "messages in the spam folder"
    if row["conversation title"].lower().startswith("sponsored"):
        return "sponsored messages"
    if any(party.is_gone for party in others.values()):
        return "messages with members who are gone"
    if not others or "" in others:
        return "messages with nobody else"
    return f"messages to more than {MOST} people" if len(others) > MOST else ""


def _text(row: "Row") -> str:
    """Return subject and content on one line, without the HTML of sponsored and system messages."""
    parts = [row["subject"], one_line(html.unescape(_TAG.sub(" ", row["content"])))]
    return ": ".join(part for part in parts if part)
