"""Mailboxes, mbox and Maildir: a touch `email` for each person, day and direction. Bodies are never read.

A message that the owner wrote is a touch with everyone it is to; another one is a touch from who wrote it. The day is
the one in the message's `Date:`, where it was written. Mass mail, and what programs write, is left out.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.diagnostics import Diagnostic
from netledger.core.entries import Touch
from netledger.core.spans import Span
from netledger.formats import Contact, Draft, Importer, LeftOut
from netledger.importers.addresses import Callings, is_program
from netledger.importers.mail_heads import (
    MOST_RECIPIENTS,
    Address,
    Headers,
    addresses,
    day,
    decoded,
    headers,
    is_sent,
    recipients,
    sender,
    unwanted,
    unwanted_folder,
)
from netledger.importers.mailboxes import Head, heads, is_mailbox

if TYPE_CHECKING:
    from netledger.core.ledger import Ledger
    from netledger.formats import ImportConfig, Source

_NOBODY_ELSE = "messages with nobody but you"
_OWN_SHARE = 2
"""An address that one in so many messages was delivered to is the owner's."""


class _Touched(NamedTuple):
    """What makes messages one touch."""

    day: date
    address: str
    inbound: bool


class _First(NamedTuple):
    """The first message of a touch."""

    place: Span
    subject: str | None


def _identify(source: "Source", _config: "ImportConfig") -> bool:
    return is_mailbox(source)


def _extract(source: "Source", _ledger: "Ledger", config: "ImportConfig") -> "Iterator[Draft | Diagnostic | LeftOut]":
    reason = unwanted_folder(source.name)
    if reason:
        for head in heads(source, _progress(source, config)):
            yield head if isinstance(head, Diagnostic) else LeftOut(reason)
        return
    own = frozenset(key for key in config.me if "@" in key) or owner(source, config)
    if not own:
        message = "it cannot be told which address is yours, so nor who wrote to whom"
        yield source.fault(1, message, "write `person Me` with your `email:` in the journal, or give --me ADDRESS")
        return
    folding = _Folding(own, config)
    for head in heads(source, _progress(source, config)):
        if isinstance(head, Diagnostic):
            yield head
        elif (problem := folding.take(head)) is not None:
            yield problem
    yield from folding.drafts()


class _Folding:
    """The touches of a mailbox, and how the people in it are called."""

    def __init__(self, own: Collection[str], config: "ImportConfig") -> None:
        self._own = own
        self._config = config
        self._touches: dict[_Touched, _First] = {}
        self._callings = Callings()

    def take(self, head: Head) -> Diagnostic | LeftOut | None:
        """Take a message in; else say why it is none that counts."""
        found = headers(head)
        reason = unwanted(found, head)
        if reason:
            return LeftOut(reason)
        author = sender(found)
        if author is None:
            shown = found.get("from", "").partition("\n")[0][:100]
            return head.source.fault(head.line, "a message does not say who it is from", "", f"From: {shown}")
        if is_program(author.address):
            return LeftOut("automatic messages")
        written = day(found, head)
        if written is None:
            return head.source.fault(head.line, f"a message of {author.address} has no date")
        if written > self._config.today:
            return LeftOut(f"messages of days after {self._config.today}")
        people = recipients(found)
        if people is None:
            return LeftOut(f"messages to more than {MOST_RECIPIENTS} people")
        return self._touch(
            head, found, author, [person for person in people if not is_program(person.address)], written
        )

    def _touch(
        self, head: Head, found: Headers, author: Address, people: list[Address], written: date
    ) -> LeftOut | None:
        inbound = author.address not in self._own and not is_sent(found)
        others = [author] if inbound else [person for person in people if person.address not in self._own]
        if not others:
            return LeftOut(_NOBODY_ELSE)
        self._callings.add(author.address, author.name, by_themselves=True)
        for person in people:
            self._callings.add(person.address, person.name)
        for person in others:
            touched = _Touched(written, person.address, inbound)
            if touched not in self._touches:
                subject = decoded(found.get("subject", "")) if self._config.texts else ""
                self._touches[touched] = _First(Span(head.source.name, head.line), subject or None)
        return None

    def drafts(self) -> Iterator[Draft]:
        """Give the touches by day and address."""
        people = {touched.address: self._contact(touched.address) for touched in self._touches}
        for touched, first in sorted(self._touches.items(), key=itemgetter(0)):
            entry = Touch(
                date=touched.day,
                span=first.place,
                medium="email",
                inbound=touched.inbound,
                names=(touched.address,),
                text=first.subject,
            )
            direction = "in" if touched.inbound else "out"
            key = f"mail:{touched.address}:{touched.day}:{direction}"
            yield Draft(entry, {touched.address: people[touched.address]}, key, daily=True)

    def _contact(self, address: str) -> Contact:
        return Contact(self._callings.best(address), (address,))


def owner(source: "Source", config: "ImportConfig") -> frozenset[str]:
    """Return the addresses of a mailbox's owner, as its messages show them; none where they do not.

    Whoever wrote what Gmail labels as sent is the owner; else whoever most of the messages were delivered to.
    """
    sent: Counter[str] = Counter()
    delivered: Counter[str] = Counter()
    whole = 0
    for head in heads(source, _progress(source, config)):
        if isinstance(head, Diagnostic):
            continue
        found = headers(head)
        whole += 1
        if is_sent(found):
            sent.update(person.address for person in addresses(found.get("from", ""))[:1])
        for key in ("delivered-to", "x-original-to"):
            delivered.update({person.address for person in addresses(found.get(key, ""))})
    if sent:
        return frozenset(sent)
    return frozenset(address for address, count in delivered.items() if count * _OWN_SHARE >= whole)


def _progress(source: "Source", config: "ImportConfig") -> Callable[[int, int], None]:
    return lambda done, whole: config.progress(f"reading {source.name}", done, whole)


mail = Importer(_identify, _extract, "a mailbox, mbox or Maildir: who wrote to whom on what day")
