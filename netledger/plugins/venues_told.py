"""What the figures of venues are."""

from netledger.extension import Definition

_OWN = "netledger's own"
_BENEATH = "Of the venue with all that lies under it."

_FIGURES = (
    Definition("venues", "the venues that a row takes in", "With --by kind or --by why."),
    Definition(
        "days",
        "days with a touch there, or an hour spent there",
        "Attendance. Hours that `over:` spreads are of no day. Days of several venues may be the same ones.",
        _OWN,
    ),
    Definition("hours", "the sum of costs in HOUR", f"{_BENEATH} Spread costs count by days."),
    Definition("miles", "the sum of costs in MILE", _BENEATH),
    Definition(
        "cost",
        "the value of all costs, each at the price of its day, or of the day of the report with --market",
        f"{_BENEATH} Undefined where nothing of it has a price; partial where a part has none.",
        "the C of roi",
    ),
    Definition(
        "money",
        "the value of all costs but those in HOUR",
        "What it took apart from your time. Undefined where nothing of it has a price.",
        "the C of roi, without the price of HOUR",
    ),
    Definition("unpriced", "the costs that have no price", "In their own units; no part of `cost`."),
    Definition("costs", "the sum of costs, in each unit", "With -X in that unit, where a price allows."),
    Definition(
        "dues_unused",
        "costs with `over:` but those in HOUR, in full, where no day of theirs up to the day of the "
        "report has an attendance",
        "Attendance at the venue or under it, in the whole journal. Dues whose days are not over may yet be used. "
        "Hours are no dues: they were spent.",
        _OWN,
    ),
    Definition(
        "people",
        "people with a touch there in the period",
        "Each once, also where several venues are put together; by whatever medium, for a site is a place, too.",
        _OWN,
    ),
    Definition(
        "first_met", "people whose first touch there is in the period", "lasted + too_early + not_lasted.", _OWN
    ),
    Definition(
        "lasted",
        "people first met there with a touch elsewhere 90 to 365 days after that first touch",
        "Elsewhere: at no venue, or at one that is not this one nor under it; with --by, at another venue than the one "
        "they were first met at. Touches are looked for up to the day of the report. Undefined of (none).",
        _OWN,
    ),
    Definition(
        "too_early",
        "people first met there less than 365 days ago, without such a touch so far",
        "They may yet last; so they are counted apart.",
        _OWN,
    ),
    Definition(
        "not_lasted",
        "people first met there 365 days ago or more, without such a touch",
        "They may be seen there still; the tie has not left the place.",
        _OWN,
    ),
    Definition("given", "favours and introductions that you gave there", "Each person's one. Counts, no amounts."),
    Definition("received", "favours and introductions that you received there", "Likewise."),
    Definition(
        "outcomes",
        "outcomes noted there that came to you",
        "Instalments (of one kind, with a common link) count once: where the first is noted that the period and the "
        "query choose.",
    ),
    Definition(
        "gain",
        "the value of these outcomes, each at the price of its day, or of the day of the report with --market",
        f"{_BENEATH} Undefined where outcomes came, and none has an amount or a price; partial where a part has no "
        "price.",
        "the V of roi",
    ),
    Definition("unpriced_gain", "the outcomes that have no price", "In their own units; no part of `gain`."),
    Definition("gains", "the sum of these outcomes, in each unit", "With -X in that unit, where a price allows."),
)

OWN = ("days", "hours", "miles", "cost", "given", "received", "outcomes", "gain")
"""What a row of the tree tells of the venue itself, too: `own_hours`."""

DEFINITIONS = (
    *_FIGURES,
    *(
        Definition(f"own_{figure.name}", f"{figure.formula}, of the venue itself", "These add up to the totals.")
        for figure in _FIGURES
        if figure.name in OWN
    ),
)
"""What each column is."""
