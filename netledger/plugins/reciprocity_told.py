"""What the figures of reciprocity are, and the favours and touches behind them."""

from typing import TYPE_CHECKING

from netledger.core import entries as e
from netledger.core.amounts import Amount, negated, quantize
from netledger.core.booking import FAVOURS
from netledger.core.report import Column, Report
from netledger.core.valuation import rate_on
from netledger.extension import Definition
from netledger.plugins.parties import is_directed, shown_party

if TYPE_CHECKING:
    from netledger.core.config import Config
    from netledger.core.ledger import Ledger
    from netledger.core.report import Row

_GRUBEL = "Grubel & Lloyd 1971, of trade within an industry"
_SQUARTINI = "Squartini, Picciolo, Ruzzenenti & Garlaschelli 2013, of an ego network"
_NOWAK = "netledger's own, for the upstream and downstream reciprocity of Nowak & Sigmund 2005"

DEFINITIONS = (
    Definition("given", "G: the sum of what you gave", "Favours and introductions, in each unit.", "double entry"),
    Definition(
        "received", "R: the sum of what you received", "Favours and introductions, in each unit.", "double entry"
    ),
    Definition(
        "balance",
        "G - R, in each unit",
        "Positive: they have received more from you than you from them.",
        "double entry",
    ),
    Definition(
        "value",
        "the value of G - R, each amount at the price of its day, or of the day of the report with --market",
        "Undefined where nothing of it has a price; partial where a part has none.",
        "double entry",
    ),
    Definition(
        "two_wayness",
        "2·min(G, R) / (G + R)",
        "1: all is returned; 0: all goes one way. In the unit, where there is one; else by value. Undefined where "
        "nothing passed, or a unit among several has no price.",
        _GRUBEL,
    ),
    Definition(
        "normalised_balance",
        "(G - R) / (G + R)",
        "1: you only gave; -1: you only received. Undefined where two-wayness is.",
        "netledger's own scale of the balance",
    ),
    Definition(
        "initiation",
        "directed touches that they started / directed touches with them",
        "Who reaches out. A meeting without `from` has no direction. Undefined without a directed touch.",
        "netledger's own",
    ),
    Definition(
        "weighted_reciprocity",
        "Σ 2·min(G_j, R_j) / Σ (G_j + R_j) over all parties j",
        "How much of all that passed was matched, each party by itself.",
        _SQUARTINI,
    ),
    Definition(
        "aggregate_two_wayness",
        "2·min(ΣG, ΣR) / (ΣG + ΣR)",
        "The same of all together: what goes around comes around, though not from where you gave.",
        _GRUBEL,
    ),
    Definition(
        "given_one_way",
        "Σ G_j where R_j = 0, / ΣG",
        "The share of what you gave that went to people who have given nothing back.",
        _NOWAK,
    ),
    Definition(
        "received_one_way",
        "Σ R_j where G_j = 0, / ΣR",
        "The share of what you received that came from people to whom you gave nothing.",
        _NOWAK,
    ),
    Definition(
        "initiation_share",
        "directed touches that they started / all directed touches",
        "Who reaches out, over the whole network.",
        "netledger's own",
    ),
    Definition("favours_given", "favours given to the party", "Each introduction is one for each person.", "a count"),
    Definition("favours_received", "favours received from the party", "Likewise.", "a count"),
    Definition("initiation_n", "directed touches with the person", "What initiation is a share of.", "a count"),
)

_FAVOURS = (
    Column("date", "date"),
    Column("kind", "name"),
    Column("amount", "amount", "balance"),
    Column("value", "amount"),
    Column("venue", "name"),
    Column("text", "text"),
)
_TOUCHES = (
    Column("date", "date"),
    Column("medium", "name"),
    Column("theirs", "flag", "they started"),
    Column("venue", "name"),
    Column("text", "text"),
)


def evidence(ledger: "Ledger", config: "Config", figure: str, subject: str) -> Report | None:
    """Return the favours of a party, or the directed touches with a person, behind a figure of theirs."""
    touches = figure in {"initiation", "initiation_share"}
    rows = _touches(ledger, config, subject) if touches else _favours(ledger, config, subject)
    if not rows:
        return None
    title = f"{figure.replace('_', ' ').capitalize()}: {subject}"
    columns = _TOUCHES if touches else _FAVOURS
    return Report("evidence", title, columns, tuple(rows), config.today, config.begin, config.end)


def _favours(ledger: "Ledger", config: "Config", subject: str) -> "list[Row]":
    unit = config.currency(ledger.options)
    precision = ledger.declarations.precision
    rows: list[Row] = []
    for entry, exchanges in config.within(ledger.booked, lambda pair: pair[0].date):
        for exchange in exchanges:
            if exchange.kind not in FAVOURS or shown_party(exchange.party, config) != subject:
                continue
            amount = exchange.amount
            number = amount.number if exchange.kind == "give" else negated(amount.number)
            rate = rate_on(ledger, config, amount.unit, unit, entry.date)
            value = None
            if rate is not None and unit is not None:
                top, bottom = number.as_integer_ratio()
                value = Amount(quantize(top * rate / bottom, precision(unit)), unit)
            shown = Amount(quantize(number, precision(amount.unit)), amount.unit)
            text = exchange.text or entry.text or ""
            rows.append((entry.date, exchange.kind, shown, value, entry.venue or "", text))
    return rows


def _touches(ledger: "Ledger", config: "Config", subject: str) -> "list[Row]":
    return [
        (touch.date, touch.medium, touch.inbound, touch.venue or "", touch.text or "")
        for touch in config.within(ledger.of(e.Touch))
        if subject in touch.names and is_directed(touch)
    ]
