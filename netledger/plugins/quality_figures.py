"""The figures of quality over quantity: breadth and depth of people and of venues, over one period."""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from netledger.core.amounts import quantize
from netledger.measures.contacts import total
from netledger.measures.diversity import effective_number, gini, top_share
from netledger.measures.intervals import Interval, wilson
from netledger.measures.survival import EVENT, Curve
from netledger.plugins.quality_picture import SOON, follow_ups, promotion

if TYPE_CHECKING:
    from collections.abc import Collection

    from netledger.measures.contacts import Contacts
    from netledger.measures.diversity import Size
    from netledger.plugins.quality_picture import Picture


class Estimate(NamedTuple):
    """One figure, and what it rests on."""

    value: "Size | None"
    """None: undefined."""
    n: int | None = None
    """How many cases it is of."""
    interval: Interval | None = None
    successes: int | None = None
    """Of a plain proportion, how many of the n cases it counts."""
    reason: str = ""
    """Why it is undefined, or what else is to be known."""


class Spec(NamedTuple):
    """What a figure is called, and how it may be compared."""

    label: str
    part: str
    """`breadth` or `depth`."""
    places: int
    """The decimals that it is told with."""
    judged: str = ""
    """`count`, `share`: two of them can be judged; empty: it depends on effort, or is no count of cases."""

    @property
    def name(self) -> str:
        """What `netledger explain` knows it as."""
        return self.label.lower().replace(" ", "_").replace("-", "_")


def told(spec: Spec, estimate: Estimate) -> Decimal | None:
    """Round a figure to the decimals that it is told with."""
    value = estimate.value
    return None if value is None else quantize(value if isinstance(value, Fraction) else Decimal(value), spec.places)


SHARES = (Spec("single contact", "depth", 4), Spec("rich media", "depth", 4, "share"))
"""Those of both that are shares of cases."""

BOTH = (
    Spec("reach", "breadth", 0, "count"),
    Spec("new", "breadth", 0, "count"),
    Spec("lapsed", "breadth", 0, "count"),
    Spec("effective number 1D", "breadth", 2),
    Spec("effective number 2D", "breadth", 2),
    Spec("Gini", "breadth", 2),
    Spec("top fifth share", "breadth", 2),
    Spec("touches", "depth", 0, "count"),
    SHARES[0],
    Spec("median touch days", "depth", 1),
    Spec("mean touch days", "depth", 2),
    Spec("median hours", "depth", 2),
    Spec("mean hours", "depth", 2),
    SHARES[1],
)
"""The figures that people and venues both have."""

ALONE = (
    Spec("second contact", "depth", 4, "share"),
    Spec("two-way share", "depth", 4),
    Spec("self-promotion", "depth", 4, "share"),
)
"""Those of people, and of all entries, alone."""

Estimates = dict[str, Estimate]
"""By label."""


# --------------------------------------------------------------------------------- people and venues alike


def of_people(picture: "Picture") -> Estimates:
    """Return the figures of people."""
    found = _breadth(picture.people, picture.strengths.values(), "nobody has any strength of contact")
    found["new"] = Estimate(len(picture.begun))
    before = picture.before
    found["lapsed"] = _lapsed(picture, picture.people.days, before.people.days if before is not None else {})
    return found | _depth(picture.people, "no touch with anybody", "no touch with anybody")


def of_venues(picture: "Picture") -> Estimates:
    """Return the figures of venues."""
    found = _breadth(picture.venues, picture.venues.hours.values(), "no hours at any venue")
    found["new"] = Estimate(len(picture.new_venues))
    before = picture.before
    found["lapsed"] = _lapsed(picture, picture.venues.days, before.venues.days if before is not None else {})
    return found | _depth(picture.venues, "no day of attendance at any venue", "no touch at any venue")


def _breadth(contacts: "Contacts", sizes: "Collection[Size]", nobody: str) -> Estimates:
    sized = [size for size in sizes if size > 0]
    reason = "" if sized else nobody
    return {
        "reach": Estimate(contacts.reach),
        "effective number 1D": Estimate(effective_number(sized, 1), len(sized), reason=reason),
        "effective number 2D": Estimate(effective_number(sized, 2), len(sized), reason=reason),
        "Gini": Estimate(gini(sized), len(sized), reason=reason),
        "top fifth share": Estimate(top_share(sized), len(sized), reason=reason),
    }


def _lapsed(picture: "Picture", now: "Collection[str]", before: "Collection[str]") -> Estimate:
    if picture.before is None:
        return Estimate(None, reason=picture.why_not)
    return Estimate(sum(name not in now for name in before))


def _depth(contacts: "Contacts", nobody: str, untouched: str) -> Estimates:
    counts = [len(days) for days in contacts.days.values()]
    took = [contacts.hours.get(name, Fraction(0)) for name in contacts.days]
    found = {
        "touches": Estimate(contacts.touches),
        "single contact": proportion(contacts.single, len(counts), nobody),
        "rich media": proportion(contacts.rich, contacts.touches, untouched),
    }
    for label, numbers in (("touch days", [Fraction(count) for count in counts]), ("hours", took)):
        n = len(numbers)
        reason = "" if n else nobody
        found[f"median {label}"] = Estimate(_median(numbers) if n else None, n, reason=reason)
        found[f"mean {label}"] = Estimate(total(numbers) / n if n else None, n, reason=reason)
    return found


def _median(numbers: list[Fraction]) -> Fraction:
    # Two that no float tells apart are the same as they are told; to compare fractions takes ten times as long.
    rising = sorted(numbers, key=float)
    return (rising[(len(rising) - 1) // 2] + rising[len(rising) // 2]) / 2


def proportion(successes: int, cases: int, nothing: str) -> Estimate:
    """Return a proportion with Wilson's interval; undefined, for the reason named, without cases."""
    if not cases:
        return Estimate(None, 0, reason=nothing)
    return Estimate(Fraction(successes, cases), cases, wilson(successes, cases), successes)


# ---------------------------------------------------------------------------------------- of people alone


def alone(picture: "Picture") -> Estimates:
    """Return the figures that venues have no part in."""
    favours = picture.favours.values()
    both = sum(bool(given and received) for given, received in favours)
    return {
        "second contact": second_contact(picture),
        "two-way share": proportion(both, len(favours), "no favour either way"),
        "self-promotion": self_promotion(picture),
    }


def second_contact(picture: "Picture") -> Estimate:
    """Return the share of the ties begun in a period that had a touch on a later day within 30 days.

    It is the cumulative incidence at 30 days; ties without one by T are censored, closing competes. Where all were
    followed for 30 days it is a plain proportion, and only then can two of them be judged.
    """
    cases = follow_ups(picture).values()
    if not cases:
        return Estimate(None, 0, reason="no tie began")
    curve = Curve.of(cases)
    point = curve.at(SOON)
    if point.share is None or not curve.knows(SOON):
        is_young = not curve.n or curve.times[-1] < SOON
        reason = f"no tie was followed for {SOON} days yet" if is_young else f"no tie was followed on its day {SOON}"
        return Estimate(None, len(cases), reason=reason)
    interval = None if point.low is None or point.high is None else Interval(point.low, point.high)
    complete = all(not case.entry and (case.event or case.time >= SOON) for case in cases)
    soon = sum(case.event == EVENT and case.time <= SOON for case in cases) if complete else None
    reason = f"{point.at_risk} at risk at {SOON} d"
    if curve.rests_on < curve.n and (curve.settled or 0) <= SOON:
        reason += f", rests on {curve.rests_on}"
    return Estimate(point.share, len(cases), interval, soon, reason)


def self_promotion(picture: "Picture") -> Estimate:
    """Return promos / (promos + touches + gives)."""
    found = promotion(picture)
    return proportion(found.promos, sum(found), "no promo, touch or give")
