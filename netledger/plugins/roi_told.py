"""What the figures of the return are, those beneath its table, and what a reader of it must know."""

from decimal import Decimal
from typing import TYPE_CHECKING

from netledger.core.amounts import Amount, quantize
from netledger.core.report import Figure
from netledger.core.spelling import some
from netledger.extension import Definition
from netledger.measures.returns import outcomes
from netledger.measures.routes import routes
from netledger.measures.tally import HOUR
from netledger.plugins.roi_rows import RATIO, hours_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from netledger.core.entries import Outcome
    from netledger.measures.account import Account, Day, Number, Return, Unpriced
    from netledger.measures.routes import Routes
    from netledger.plugins.roi_asked import Scope

_OWN = "netledger's own"
"""How many of a kind a note names."""

_RATIO = "Undefined where there is no cost, where refunds exceed costs, and where nothing of either side has a price."

_FIGURES = (
    Definition(
        "cost",
        "C: the value of all costs, each at the price of its day, or of the day of the report with --market",
        "Refunds are taken off; of a cost with `over:` the days of the period count. With --favours also the favours "
        "given, where their block notes no hours. Undefined where nothing of it has a price.",
    ),
    Definition(
        "gain",
        "V: the value of all outcomes that came to you, each at the price of its day, or of the day of the report",
        "An outcome without an amount adds nothing; one `for` others is none of yours. With --favours also the favours "
        "received. Undefined where nothing of it has a price.",
    ),
    Definition("net", "V - C", "Of what has a price. Undefined where nothing has one."),
    Definition("roi", "(V - C) / C", f"0.21: 21 percent more came back than was spent. {_RATIO}"),
    Definition("bcr", "V / C", f"The benefit-cost ratio: how much came back for each unit spent. {_RATIO}"),
    Definition(
        "xirr",
        "the one simple real root r > -1 of Σ CF_k·(1 + r)^(-d_k/365)",
        "The yearly rate of return. CF_k is the net flow of a day, d_k the days since the first; a cost with `over:` "
        "flows on the day it was paid. Undefined where no rate fits or several do, where all flows have one sign, and "
        "within less than 365 days.",
        "the convention of spreadsheets (XIRR), actual/365; uniqueness is proved by partial sums (Laguerre 1883)",
    ),
    Definition(
        "payback",
        "the first day from whose end on the running net of the flows stays at 0 or more",
        "Undefined without costs, and as long as it has not come.",
    ),
    Definition(
        "cost_per_outcome",
        "C / n",
        "n counts outcomes, also those without an amount; instalments (of one kind, with a common link) once. "
        "Undefined without outcomes.",
    ),
    Definition("value_per_hour", "V / hours", "Undefined where no hours were spent, or nothing of V has a price."),
)

DEFINITIONS = (
    *_FIGURES,
    *(
        Definition(
            f"{figure.name}_without_hours",
            f"{figure.formula}; without hours",
            "As if nothing were noted in HOUR, and no price were in it. " + figure.meaning,
            figure.source,
        )
        for figure in _FIGURES
    ),
    *(
        Definition(f"own_{name}", f"the {name} of a venue itself, without what lies under it", "These add up.")
        for name in ("hours", "cost", "gain", "net")
    ),
    Definition("hours", "the sum of costs in HOUR", "Spread ones count by days."),
    Definition(
        "outcomes",
        "n: the outcomes of the period that came to you; instalments count once",
        "In a breakdown each row has its part: of one through two people, each has half.",
    ),
    Definition("involved", "the outcomes that a row has any part in", "Each counts whole; so rows may share one."),
    Definition("unpriced_cost", "the costs that have no price", "In their own units; no part of the cost."),
    Definition("unpriced_gain", "the outcomes that have no price", "In their own units; no part of the gain."),
    Definition(
        "personal_contact",
        "outcomes with `from` / (those + outcomes of a passive venue, or one under it, without `from`)",
        "Through people instead of advertisements and job boards, with Wilson's 95 % interval. An outcome of another "
        "place with no person named is counted apart; so is one with neither. Undefined at 0/0.",
        f"{_OWN}, after Granovetter, Getting a Job, 1974; interval: Wilson 1927, without correction",
    ),
    Definition(
        "personal_contact_job",
        "the same of outcomes of the kind job",
        "Beside it stand two published shares. Granovetter found in 1974 that 56 percent of professional men had got "
        "their jobs through personal contacts. 70 percent are often ascribed to the US Bureau of Labor Statistics: no "
        "table of theirs is known that says so.",
        "Granovetter, Getting a Job, 1974",
    ),
    Definition(
        "granovetter_1974",
        "0.56",
        "The share of professional men who had found their job through personal contacts.",
        "Granovetter, Getting a Job, 1974",
    ),
    Definition(
        "ascribed_to_bls",
        "0.70",
        "Often repeated, and ascribed to the US Bureau of Labor Statistics. No table of theirs that says so is known.",
        "none is known",
    ),
)
"""What each column and figure is."""


# --------------------------------------------------------------------------------------------------- figures


def figures(scope: "Scope", whole: "Account", returns: "tuple[Return, Return]") -> "Iterable[Figure]":
    """Give the figures of everything, with hours and without."""
    asked = scope.asked
    chosen = list(outcomes(asked.ledger, asked.config))
    yield Figure("hours", "hours spent", Amount(hours_of(whole, scope), HOUR))
    bare = sum(outcome.amount is None for outcome in chosen)
    reason = f"{bare} without an amount" if bare else ""
    yield Figure("outcomes", "outcomes", int(whole.outcomes), reason=reason)
    yield from _both("cost_per_outcome", "cost per outcome", [_amount(r.per_outcome, scope) for r in returns])
    yield from _both("value_per_hour", "value per hour", [_amount(r.per_hour, scope) for r in returns])
    rates = [r.rate for r in returns]
    found = [(None if rate.value is None else quantize(Decimal(rate.value), RATIO), rate.reason) for rate in rates]
    yield from _both("xirr", "XIRR", found)
    yield from _both("payback", "payback", [_day(r.payback) for r in returns])
    today = asked.config.today
    yield from _contact("personal_contact", "personal contact", routes(chosen, asked.ledger, today))
    jobs = [outcome for outcome in chosen if outcome.kind == "job"]
    if jobs:
        yield from _contact("personal_contact_job", "personal contact, jobs", routes(jobs, asked.ledger, today))
        for name, label, share, reason in _PUBLISHED:
            yield Figure(name, label, Decimal(share), reason=reason)


_PUBLISHED = (
    ("granovetter_1974", "jobs, Granovetter 1974", "0.56", "published, of professional men"),
    ("ascribed_to_bls", "jobs, ascribed to the BLS", "0.70", "often repeated; no such table is known"),
)

_Shown = tuple["Decimal | Amount | date | None", str]
"""A value and the reason why there is none."""


def _both(name: str, label: str, pair: "Sequence[_Shown]") -> "Iterable[Figure]":
    """Give a figure with hours and without."""
    yield Figure(name, label, pair[0][0], reason=pair[0][1])
    yield Figure(f"{name}_without_hours", f"{label}, without hours", pair[1][0], reason=pair[1][1])


def _amount(number: "Number", scope: "Scope") -> _Shown:
    return scope.amount(number.value), number.reason


def _day(day: "Day") -> _Shown:
    return day.value, day.reason


def _contact(name: str, label: str, found: "Routes") -> "Iterable[Figure]":
    """Give a share with its interval, and what is counted apart."""
    interval = found.interval
    share = None if found.share is None else quantize(Decimal(found.share), RATIO)
    low, high = (None, None) if interval is None else (quantize(Decimal(limit), RATIO) for limit in interval)
    reason = "" if share is not None else "no outcome has a person or a passive venue"
    yield Figure(name, label, share, found.cases, reason, low, high)
    if name == "personal_contact" and found.counts["place"]:
        yield Figure("place_no_person", "a place, no person", found.counts["place"])


# ----------------------------------------------------------------------------------------------------- notes


def notes(scope: "Scope", whole: "Account", unpriced: "Unpriced") -> "Iterable[str]":
    """Say what was left out, could not be valued, or must be known to read the report."""
    asked = scope.asked
    ledger, config = asked.ledger, asked.config
    yield from _lacking(unpriced, scope.rates.unit)
    if asked.by == "kind":
        yield "costs have no kind, so no ratio is defined"
    elif asked.by == "medium" and asked.attribution is None:
        yield "outcomes have no medium, so no ratio is defined: --model linear credits them to the touches before them"
    if asked.attribution is not None:
        yield f"outcomes are credited to the steps that led to them, {asked.attribution.model}: see netledger trace"
    chosen = list(outcomes(ledger, config))
    bare = sum(outcome.amount is None for outcome in chosen)
    if bare and asked.by is not None:
        yield f"{_count(bare, 'outcome')} without an amount: counted, but no part of the gain"
    others = sum(1 for _ in outcomes(ledger, config, for_others=True))
    if others:
        yield f"{_count(others, 'outcome')} came to others and {'is' if others == 1 else 'are'} no part of the gain"
    both = routes(chosen, ledger, config.today).both
    if both:
        yield f"a person and a passive venue, so counted as through people: {_some(both)}"
    if whole.beyond and asked.by is None:
        yield "XIRR takes a cost with over: as it was paid; the cost and payback take the days of the period"


def _lacking(found: "Unpriced", unit: str | None) -> "Iterable[str]":
    """Name and count what has no price."""
    if found and unit is None:
        yield "no value: the journal names no operating_currency"
    elif found:
        listed = []
        for own, sides in sorted(found.items()):
            counts = [_count(len(entries), side) for side, entries in sides.items() if entries]
            listed.append(f"{own} ({', '.join(counts)})")
        yield f"no price in {unit}, so left out of the values: {', '.join(listed)}"


def _some(chosen: "Sequence[Outcome]") -> str:
    return some([f"{outcome.kind} of {outcome.date}" for outcome in chosen])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
