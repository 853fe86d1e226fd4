"""What the figures of quality over quantity are."""

from netledger.extension import Definition

_OURS = "netledger's own"
_HILL = "Hill 1973; Jost 2006"
_SIZES = (
    "Of people p is each one's part of all strength of contact on the period's last day; of venues, of the hours in "
    "the period."
)
_WILSON = "; the interval is Wilson's (1927), 95 %"

DEFINITIONS = (
    Definition(
        "reach",
        "people with a touch in the period; venues with a touch or an hour",
        "How many. A promise does not count; nor does what merely names somebody.",
        _OURS,
    ),
    Definition(
        "new",
        "people whose tie began in the period; venues never attended before it",
        "A tie begins with the earliest connect, touch, favour or introduction to you. Of a query, by an entry that it "
        "chooses.",
        _OURS,
    ),
    Definition(
        "lapsed",
        "people with a touch, venues with a touch or an hour, in the period before and not in this one",
        "Undefined without a period before: where this one has no beginning, or that one starts before the first "
        "entry. Where this one runs past the day of the report, both are cut to the same elapsed days.",
        _OURS,
    ),
    Definition(
        "effective_number_1d",
        "1D = exp(-Σ p·ln p)",
        f"How many equal ones would be as diverse. {_SIZES} Undefined where there is none.",
        _HILL,
    ),
    Definition(
        "effective_number_2d",
        "2D = 1 / Σp²",
        f"The same, with more regard to the largest. {_SIZES} Undefined where there is none.",
        _HILL,
    ),
    Definition(
        "gini",
        "Σ (2i - n - 1)·x_i / (n·Σx), x ascending",
        "How unevenly strength, or hours at venues, are spread: 0 evenly, near 1 all with one. Of the population, not "
        "corrected for its size. Undefined where there is none.",
        "Gini 1914",
    ),
    Definition(
        "top_fifth_share",
        "Σ of the largest ⌈n/5⌉ / Σ of all n",
        "The part of all strength, or of the hours at venues, that goes to the strongest fifth.",
        _OURS,
    ),
    Definition(
        "touches",
        "touches with anybody in the period; touches at a venue",
        "With --by a touch whose people are in several rows goes to each in equal parts.",
        _OURS,
    ),
    Definition(
        "median_touch_days",
        "the middle of the numbers of days with a touch, over all reached",
        "Of venues: of the days with a touch or an hour there. Undefined where none was reached.",
        _OURS,
    ),
    Definition(
        "mean_touch_days",
        "Σ days with a touch / reach",
        "Of venues: of the days with a touch or an hour there. Undefined where none was reached.",
        _OURS,
    ),
    Definition(
        "median_hours",
        "the middle of the hours that each took, over all reached",
        "The people of a cost share its hours equally; its venue takes all of them. Undefined where none was reached.",
        _OURS,
    ),
    Definition(
        "mean_hours",
        "Σ hours of all reached / reach",
        "The people of a cost share its hours equally; its venue takes all of them. Undefined where none was reached.",
        _OURS,
    ),
    Definition(
        "single_contact",
        "people with one touch day in the period / people with any; likewise venues, by days with a touch or an hour",
        f"How much of it skims the surface. It falls with more touches, so two periods are not judged by it{_WILSON}.",
        _OURS,
    ),
    Definition(
        "rich_media",
        "touches by meet, video or call / touches, of those with anybody; likewise of those at a venue",
        f"How much is spoken. Undefined without a touch{_WILSON}.",
        "the order of media extends Daft & Lengel 1986",
    ),
    Definition(
        "second_contact",
        "F(30) of Aalen & Johansen, the event a touch on a later day than that on which the tie began",
        "The share of the ties begun in the period that saw a second contact within 30 days. They are followed to the "
        "day of the report; those still without one are censored, closing competes, ties older than the journal enter "
        "late. Undefined where no tie began, or none was followed for so long; the interval is that of "
        "log(-log(1 - F)).",
        "Aalen & Johansen 1978",
    ),
    Definition(
        "two_way_share",
        "people with a favour given and one received / people with either, in the period",
        f"How many give and receive. It rises with more favours, so two periods are not judged by it{_WILSON}.",
        _OURS,
    ),
    Definition(
        "self_promotion",
        "promos / (promos + touches + gives)",
        f"How much is about yourself: of entries, and of `give` details{_WILSON}. Undefined where there is none.",
        _OURS,
    ),
    Definition(
        "value_per_hour",
        "value of outcomes / hours, of the ties of one third, pooled over windows of 180 days",
        "Windows follow one another up to the period's last day. At risk in one are the ties begun before it and not "
        "closed; sorted by strength as it was before its first day, then by name, the one of rank i of n is in third "
        "⌊3i/n⌋. Several people share hours and value equally. Undefined without hours, or where no outcome has a "
        "value.",
        _OURS,
    ),
    Definition(
        "with_outcome",
        "windows of a tie with an outcome that is no later instalment",
        "The top third is held against the bottom one only with 10 of them from 10 people: where Wilson's interval of "
        "top / (top + bottom) does not hold the top third's share of their hours, strength goes with more outcomes for "
        "the hours, or with fewer. That is no cause.",
        _OURS,
    ),
    Definition(
        "strength_and_value",
        "Spearman's rank correlation, with mid-ranks",
        "Of the strength of each tie before the last window of 180 days and the value that came through it within. "
        "Undefined where one of the two is the same for all. Ties with an outcome without a value are left out.",
        "Spearman 1904",
    ),
)
