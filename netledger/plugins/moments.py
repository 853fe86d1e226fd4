"""What an entry is called where a report lists it."""

from netledger.core import entries as e


def what(entry: e.Happening) -> str:
    """Name what happened, with whom, or where nobody is named: `call from Carol`, `intro Dave by Carol`, `meet @PyCon`.

    An outcome is called by its kind: `client from Dave`.
    """
    head = entry.kind if isinstance(entry, e.Outcome) else e.keyword(entry)
    names = " ".join(entry.names)
    words = [head, names]
    if isinstance(entry, e.Outcome):
        words = [
            head,
            *(["from", names] if names else []),
            *(["for", *entry.beneficiaries] if entry.beneficiaries else []),
        ]
    elif isinstance(entry, e.Touch) and entry.inbound:
        words.insert(1, "from")
    elif isinstance(entry, e.Intro | e.Give) and entry.by is not None:
        words.extend(("by", entry.by))
    if not entry.names and entry.venue is not None:
        words.append(entry.venue)
    return " ".join(word for word in words if word)
