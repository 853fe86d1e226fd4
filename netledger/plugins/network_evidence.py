"""The introductions, contacts, ways and members behind the figures of the network."""

from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from netledger.core import entries as e
from netledger.core.amounts import apportion, quantize
from netledger.core.report import Column, Figure, Report
from netledger.measures.acquaintance import acquaintance
from netledger.measures.betweenness import MISSING, reached
from netledger.measures.brokerage import contacts
from netledger.measures.communities import communities, components
from netledger.measures.history import ties
from netledger.measures.joining import introductions, joined
from netledger.measures.strength import told
from netledger.plugins.network_shape import NetworkOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row
    from netledger.measures.acquaintance import Acquaintance, Graph

    _Evidence = tuple[tuple[Column, ...], list[Row], tuple[Figure, ...]]
    """The columns, the rows, and what they come to."""

_TIES = (Column("with", "name"), Column("first", "date"), Column("entries", "count"))
_CONTACTS = (
    Column("contact", "name"),
    Column("common", "count"),
    Column("direct", "number"),
    Column("indirect", "number"),
    Column("constraint", "number"),
    Column("effective_size", "number", "eff. size"),
)
_WAYS = (Column("from", "name"), Column("reaches", "number", "others through them", places=2))
_MEMBERS = (Column("person", "name"), Column("inside", "count", "ties inside"), Column("outside", "count"))
_INTROS = (Column("date", "date"), Column("people", "text"), Column("by", "name"), Column("text", "text"))
_PAIRS = (
    Column("date", "date", "introduced"),
    Column("one", "name"),
    Column("other", "name"),
    Column("later", "date", "later on"),
    Column("how", "text"),
    Column("entry", "text"),
)

_PLACES = 4


def evidence(ledger: "Ledger", config: "Config", figure: str, subject: str) -> Report | None:
    """Return the introductions, contacts, ways or members behind a figure of a person, or, with `Me`, of the owner."""
    introduced = _INTRODUCED.get(figure)
    found = introduced(ledger, config, subject) if introduced else _shaped(ledger, config, figure, subject)
    if found is None:
        return None
    columns, rows, figures = found
    title = f"{figure.replace('_', ' ').capitalize()}: {subject}"
    return Report("evidence", title, columns, tuple(rows), config.today, config.begin, config.end, figures=figures)


# ---------------------------------------------------------------------------------------------- introductions


def _intros(kind: str, ledger: "Ledger", config: "Config", subject: str) -> "_Evidence | None":
    found = introductions(ledger, config)
    rows: list[Row] = []
    for intro in {"made": found.made, "received": found.received, "seen": found.seen}[kind]:
        if subject in {e.ME, intro.by} or (kind != "received" and subject in intro.names):
            names = ", ".join(name for name in intro.names if name != e.ME)
            rows.append((intro.date, names, intro.by or "", intro.text or ""))
    return (_INTROS, rows, ()) if rows else None


def _pairs(ledger: "Ledger", config: "Config", subject: str) -> "_Evidence | None":
    pairs = joined(ledger, config, introductions(ledger, config).made)
    pairs = [item for item in pairs if subject in {e.ME, *item.pair}]
    if not pairs:
        return None
    rows: list[Row] = []
    for item in pairs:
        later = item.later
        shown = "" if later is None else " ".join(part for part in (_head(later), e.text(later)) if part)
        rows.append((item.intro.date, *item.pair, None if later is None else later.date, item.how, shown))
    came = sum(item.later is not None for item in pairs)
    share = quantize(Fraction(came, len(pairs)), _PLACES)
    reason = f"{came} of {len(pairs)} pairs you introduced"
    return _PAIRS, rows, (Figure("tertius_iungens", "something came of them", share, reason=reason),)


def _head(entry: e.Entry) -> str:
    return f"{e.keyword(entry)} {entry.kind}" if isinstance(entry, e.Outcome) else e.keyword(entry)


_INTRODUCED: "dict[str, Callable[[Ledger, Config, str], _Evidence | None]]" = {
    **{kind: partial(_intros, kind) for kind in ("made", "received", "seen")},
    **{f"introductions_{kind}": partial(_intros, kind) for kind in ("made", "received", "seen")},
    **dict.fromkeys(("tertius_iungens", "pairs"), _pairs),
}


# ---------------------------------------------------------------------------------------------------- the graph


@dataclass(frozen=True)
class _Subject:
    """A node of a graph, and what is asked of it."""

    ledger: "Ledger"
    config: "Config"
    known: "Acquaintance"
    graph: "Graph"
    node: int

    def name(self, node: int) -> str:
        """Return the name of a node."""
        return e.ME if node == self.known.me else self.known.names[node]


def _shaped(ledger: "Ledger", config: "Config", figure: str, name: str) -> "_Evidence | None":
    """Return what is behind a figure of the graph; None: it is none of one node, or the node has no tie."""
    known = acquaintance(ledger, config.last)
    plain = figure.removeprefix("your_").removesuffix("_with_me")
    # Your own figures are nobody else's.
    node = known.me if name == e.ME else None if figure.startswith("your_") else known.number.get(name)
    if node is None or plain not in _SHAPED:
        return None
    graph = known.with_me if node == known.me or plain != figure else known.near
    return _SHAPED[plain](_Subject(ledger, config, known, graph, node)) if graph[node] else None


def _degree(subject: _Subject) -> "_Evidence":
    known = subject.known
    rows: list[Row] = []
    for other in sorted(subject.graph[subject.node]):
        one, two = sorted((other, subject.node))
        if two == known.me:
            rows.append((subject.name(other), ties(subject.ledger, subject.config.last)[subject.name(one)].begun, None))
        else:
            rows.append((subject.name(other), *known.ties[one, two]))
    return _TIES, rows, (Figure("degree", "ties", len(rows)),)


def _contacts(subject: _Subject) -> "_Evidence":
    """List what each contact adds; what is shown adds up to what is shown of the whole."""
    found = contacts(subject.graph, subject.node)
    constraint = [contact.constraint for contact in found]
    size = [contact.effective_size for contact in found]
    rows: list[Row] = [
        (
            *(subject.name(contact.person), contact.common),
            *(quantize(contact.direct, _PLACES), quantize(contact.indirect, _PLACES)),
            *shown,
        )
        for contact, *shown in zip(found, apportion(constraint, _PLACES), apportion(size, _PLACES), strict=True)
    ]
    whole, effective = (quantize(sum(parts, Fraction(0)), _PLACES) for parts in (constraint, size))
    figures = (
        Figure("constraint", "constraint", whole, reason="the sum of (direct + indirect)²"),
        Figure("effective_size", "effective size", effective, reason="the sum of 1 - common / contacts"),
    )
    return _CONTACTS, rows, figures


def _ways(subject: _Subject) -> "_Evidence":
    """List how many others each person reaches through the subject; half the sum are the pairs."""
    graph, config = subject.graph, subject.config
    found = reached(graph, subject.node, config.progress, exact=config.own(NetworkOptions).exact)
    if found is None:
        return _WAYS, [], (Figure("betweenness", "betweenness", None, reason=MISSING),)
    through = sorted(found.through.items(), key=lambda item: (-item[1], item[0]))
    rows: list[Row] = [(subject.name(source), told(others)) for source, others in through]
    estimated = f", of {found.sources} of {found.whole} people, scaled up" if found.is_estimate else ""
    share = None if found.share is None else told(found.share)
    figures = (
        Figure("pairs", "pairs through them", told(found.pairs), reason=f"half the sum{estimated}"),
        Figure("all_pairs", "pairs of others", (len(graph) - 1) * (len(graph) - 2) // 2),
        Figure("betweenness", "betweenness", share, reason="pairs through them / pairs of others"),
    )
    return _WAYS, rows, figures


def _members(parted: "Callable[[Graph], list[list[int]]]", subject: _Subject) -> "_Evidence":
    part = next(part for part in parted(subject.graph) if subject.node in part)
    inside = set(part)
    rows: list[Row] = [
        (subject.name(node), len(subject.graph[node] & inside), len(subject.graph[node] - inside)) for node in part
    ]
    return _MEMBERS, rows, (Figure("people", "people", len(rows)),)


_SHAPED: "dict[str, Callable[[_Subject], _Evidence]]" = {
    "degree": _degree,
    "constraint": _contacts,
    "effective_size": _contacts,
    "betweenness": _ways,
    "community": partial(_members, communities),
    "component": partial(_members, components),
}
