"""Network: whom you brought together and what came of it, and how the people you know hang together.

Introductions made, received and seen, and the share of the pairs you introduced between whom something was noted later
(tertius iungens, Obstfeld 2005). Of the graph of people, without you and with you in it: constraint and effective size
(Burt 1992), betweenness (Freeman 1977), communities by greedy modularity (Clauset, Newman & Moore 2004). The period and
the query choose which introductions and people are shown; the graph is that of the whole journal up to its last day.
"""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from netledger.core.amounts import quantize
from netledger.core.report import Cell, Column, Figure, Report, Row
from netledger.extension import Metric
from netledger.measures.acquaintance import MOST
from netledger.measures.betweenness import MISSING
from netledger.measures.communities import modularity
from netledger.measures.intervals import wilson
from netledger.measures.joining import Introductions, Joined, introductions, joined
from netledger.measures.strength import told
from netledger.plugins.network_evidence import evidence
from netledger.plugins.network_formats import dot, graphml
from netledger.plugins.network_shape import Network, NetworkOptions, Shape, network
from netledger.plugins.network_told import DEFINITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger

COLUMNS = (
    Column("person", "name"),
    Column("degree", "count", "ties"),
    Column("made", "count"),
    Column("received", "count", "by them"),
    Column("constraint", "number", places=2),
    Column("effective_size", "number", "eff. size", places=2),
    Column("betweenness", "number", places=4),
    Column("community", "count"),
    Column("component", "count", wide=True),
    Column("seen", "count", wide=True),
    Column("tertius_iungens", "share", wide=True, of="pairs"),
    Column("pairs", "count", wide=True),
    Column("constraint_with_me", "number", "constraint with you", wide=True, places=2),
    Column("effective_size_with_me", "number", "eff. size with you", wide=True, places=2),
    Column("betweenness_with_me", "number", "betweenness with you", wide=True, places=4),
)

YOUNG = 90
"""A pair introduced less than so many days ago has had little time."""

# Where there are no more than two people, nobody is between two others.
_TWO = 2

# Figures of the graph are told to so many decimals.
_PLACES = 4


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Compute introductions and the shape of the network; its rows are people, those with the most ties first."""
    found = network(ledger, config)
    intros = introductions(ledger, config)
    pairs = joined(ledger, config, intros.made)
    report = Report(
        "network",
        ledger.titled("Network"),
        COLUMNS,
        tuple(_rows(found, intros, pairs)),
        config.today,
        config.begin,
        config.end,
        figures=(*_of_introductions(intros, pairs), *_of_people(found), *_of_you(found)),
        notes=tuple(_notes(found, pairs, config)),
    )
    return report, []


def _rows(found: Network, intros: Introductions, pairs: "Sequence[Joined]") -> "Iterable[Row]":
    made = Counter(name for intro in intros.made for name in intro.names)
    received = Counter(intro.by for intro in intros.received)
    seen = Counter(name for intro in intros.seen for name in (*intro.names, intro.by))
    introduced = Counter(name for item in pairs for name in item.pair)
    came = Counter(name for item in pairs if item.later is not None for name in item.pair)
    for node in found.shown:
        name = found.known.names[node]
        yield (
            name,
            len(found.known.near[node]),
            made[name],
            received[name],
            *_shaped(found.alone, node),
            found.community[node],
            found.component[node],
            seen[name],
            quantize(Fraction(came[name], introduced[name]), _PLACES) if introduced[name] else None,
            introduced[name],
            *_shaped(found.with_me, node),
        )


def _shaped(shape: Shape, node: int) -> tuple[Cell, Cell, Cell]:
    """Return constraint, effective size and betweenness of a node."""
    broker = shape.brokers[node]
    between = shape.between(node)
    told_between = None if between is None else told(between)
    if broker is None:
        return None, None, told_between
    return quantize(broker.constraint, _PLACES), quantize(broker.effective_size, _PLACES), told_between


# -------------------------------------------------------------------------------------------------- figures


def _of_introductions(intros: Introductions, pairs: "Sequence[Joined]") -> "Iterable[Figure]":
    yield Figure("introductions_made", "introductions made", len(intros.made), reason="by you, of others")
    yield Figure("introductions_received", "introductions received", len(intros.received), reason="by others, to you")
    yield Figure("introductions_seen", "introductions seen", len(intros.seen), reason="by others, of others")
    came = sum(item.later is not None for item in pairs)
    interval = wilson(came, len(pairs))
    if interval is None:
        yield Figure("tertius_iungens", "something came of them", None, 0, "you introduced nobody to anybody")
        return
    low, high = (quantize(Decimal(limit), _PLACES) for limit in interval)
    share, reason = quantize(Fraction(came, len(pairs)), _PLACES), "of pairs introduced"
    yield Figure("tertius_iungens", "something came of them", share, len(pairs), reason, low, high)


def _of_people(found: Network) -> "Iterable[Figure]":
    known = found.known
    people = len(known.names)
    alone = sum(not near for near in known.near)
    yield Figure("people", "people", people, reason=f"{alone:,} without a tie to another" if alone else "")
    yield Figure("ties", "ties between them", len(known.ties))
    pairs = people * (people - 1) // 2
    density = quantize(Fraction(len(known.ties), pairs), _PLACES) if pairs else None
    yield Figure("density", "density", density, reason="of all pairs" if pairs else "there are no two people")
    yield Figure("components", "components", len(found.components))
    yield Figure("communities", "communities", len(found.communities))
    parts = "of the communities" if known.ties else "nobody has a tie"
    parted = modularity(known.near, found.communities)
    yield Figure("modularity", "modularity", None if parted is None else quantize(parted, _PLACES), reason=parts)


def _of_you(found: Network) -> "Iterable[Figure]":
    me, with_me = found.known.me, found.with_me
    constraint, size, between = _shaped(with_me, me)
    ties = len(found.known.yours)
    nobody = "over your ties" if ties else "you have no tie yet"
    missing = MISSING if with_me.betweenness is None else "there are no two others"
    yield Figure("your_constraint", "your constraint", _number(constraint), ties, nobody)
    yield Figure("your_effective_size", "your effective size", _number(size), ties, nobody)
    reason = nobody if between is not None or not ties else missing
    yield Figure("your_betweenness", "your betweenness", _number(between), ties, reason)


def _number(cell: Cell) -> Decimal | None:
    return cell if isinstance(cell, Decimal) else None


# ---------------------------------------------------------------------------------------------------- notes


def _notes(found: Network, pairs: "Sequence[Joined]", config: "Config") -> "Iterable[str]":
    if config.begin is not None or config.query:
        yield (
            "the period and the query choose introductions and people; ties, and all that follows from them, are of "
            f"the whole journal up to {config.last}"
        )
    young = sum(item.later is None and config.last - item.intro.date < timedelta(days=YOUNG) for item in pairs)
    if young:
        what = "1 pair" if young == 1 else f"{young} pairs"
        yield f"{what} without anything yet had less than {YOUNG} days for it"
    between = found.alone.betweenness
    if between is None and found.known.ties:
        yield MISSING
    if between is not None and between.is_estimate:
        yield (
            f"betweenness is an estimate from {between.sources} of {between.whole:,} people, chosen at random, the "
            "same every time: --exact takes all"
        )
    if found.known.ties and len(found.known.names) <= _TWO:
        yield "betweenness is undefined: there are no two others to be between"
    alone = found.hidden or sum(not found.known.near[node] for node in found.shown)
    if alone:
        what = "1 person has" if alone == 1 else f"{alone:,} people have"
        told_of = "no row: -E shows them" if found.hidden else "no figures"
        yield f"{what} no tie to another and {told_of}"
    if found.known.crowds:
        what = "1 entry names" if found.known.crowds == 1 else f"{found.known.crowds} entries name"
        yield f"{what} more than {MOST} people, and ties nobody for it"


plugin = Metric(
    run,
    "Show who brings whom together, and the shape of your network.",
    help="Two people have a tie where an introduction, or an entry of up to 8 people, names both. You are not in that "
    "graph, but where a figure says so.",
    options=NetworkOptions,
    compares=("made", "received", "constraint"),
    definitions=DEFINITIONS,
    evidence=evidence,
    formats={"graphml": graphml, "dot": dot},
)
