"""What many tests do with records: read a text that must be sound, and compare records wherever they stand."""

import msgspec

from netledger.core.diagnostics import Diagnostic
from netledger.core.entries import Directive, Entry, Happening
from netledger.core.spans import Span
from netledger.parser.parse import parse
from netledger.printer import print_entry

NOWHERE = Span("", 0)


def placeless(record: Entry | Directive) -> Entry | Directive:
    """Return a record without what says where it stands, to compare it with another."""
    changes: dict[str, object] = {"span": NOWHERE}
    if isinstance(record, Entry):
        changes["meta"] = tuple(msgspec.structs.replace(item, line=0) for item in record.meta)
    if isinstance(record, Happening):
        changes["details"] = tuple(msgspec.structs.replace(item, line=0) for item in record.details)
    return msgspec.structs.replace(record, **changes)


def sound(text: str) -> list[Entry | Directive]:
    """Return the records of a text that must have no diagnostic, each without its place."""
    parsed = parse(text, "test.net")
    assert parsed.diagnostics == []
    return [placeless(record) for record in parsed.records]


def only(text: str) -> Entry | Directive:
    """Return the one record of a text that must be sound, without its place; an entry must also print back."""
    (record,) = sound(text)
    if isinstance(record, Entry):
        prints_back(record)
    return record


def prints_back(entry: Entry) -> None:
    """Assert that an entry printed and read again is equal, and that printing it again changes nothing."""
    printed = print_entry(entry)
    (again,) = sound(printed)
    assert again == placeless(entry)
    assert print_entry(again) == printed


def faults(text: str) -> list[Diagnostic]:
    """Return the diagnostics of a text that must have some, and no record."""
    parsed = parse(text, "test.net")
    assert parsed.diagnostics
    assert parsed.records == []
    return parsed.diagnostics


def codes(text: str) -> list[str]:
    """Return the codes of a faulty text, in its order."""
    return [item.code for item in faults(text)]
