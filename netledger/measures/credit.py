"""Attribution: how an outcome is credited to the steps of its path, and to people. Of each outcome it adds up to 1.

- first-touch, last-touch: all to the first or the last step;
- linear: to each step the same;
- position-based: 0.4 to the first and to the last, 0.2 shared by those between; of one step 1, of two half each;
- time-decay: a step counts half for every half-life that it is older than the newest one;
- chain: an equal part for each person that the outcome came through. Of it those in the chain of introductions that
  brought them get 1, ½, ¼, …, scaled to add up: 4/7, 2/7, 1/7 of three. The person's own part is shared equally by
  the steps with them. (Recursive halving, Pickard et al. 2011.)

A step's credit is split equally among its people. Without a step it goes to the people the outcome came through, else
to its venue, else to nobody.
"""

from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from netledger.core.config import WrongCall
from netledger.core.values import days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netledger.measures.paths import Chain, Path, Paths

Model = Literal["first-touch", "last-touch", "linear", "position-based", "time-decay", "chain"]

MODELS: tuple[Model, ...] = get_args(Model)

FINE = 10**12
"""Time-decay's weights are powers that no fraction equals: each outcome's are rounded to so many parts of 1."""


class Grant(NamedTuple):
    """Parts of an outcome, each of the same size: one for each of some steps, or a single one without a step."""

    share: Fraction
    """Each part, of an outcome that is 1."""
    steps: "Sequence[int]"
    """The places of the steps; none: the credit is the person's, or the outcome's venue's."""
    person: str | None
    """Whose it is; None: that of a step is split equally among its people."""


class Credit(NamedTuple):
    """One part of an outcome: to a step, to a person, or to neither."""

    share: Fraction
    step: int | None
    person: str | None


def half_life(text: str) -> Fraction:
    """Read the half-life of time-decay in days: `90d` is 90. Raises WrongCall."""
    found = days(text)
    if found is None:
        raise WrongCall(f"--decay {text!r} is no interval from 1d on, such as 30d, 2w, 6mo, 1y")
    return found


def credits_of(path: "Path", paths: "Paths", model: Model, half: Fraction) -> list[Credit]:
    """Return who and what is credited with an outcome; the shares add up to exactly 1."""
    found = grants_of(path, paths, model, half)
    return [Credit(grant.share, step, grant.person) for grant in found for step in grant.steps or (None,)]


def grants_of(path: "Path", paths: "Paths", model: Model, half: Fraction) -> list[Grant]:
    """Return the same by parts of one size; of a path with thousands of steps these are few."""
    names, steps = path.outcome.names, path.steps
    if not steps:
        each = Fraction(1, max(1, len(names)))
        return [Grant(each, (), name) for name in names] or [Grant(each, (), None)]
    if model == "chain" and names:
        return [grant for chain in path.chains for grant in _chain(chain, path, paths)]
    if model == "first-touch":
        return [Grant(Fraction(1), steps[:1], None)]
    if model == "last-touch":
        return [Grant(Fraction(1), steps[-1:], None)]
    if model == "time-decay":
        return _decayed(steps, paths, half)
    if model == "position-based" and len(steps) > 2:  # noqa: PLR2004 - there is a step between first and last
        ends, between = (steps[0], steps[-1]), steps[1:-1]
        return [Grant(Fraction(2, 5), ends, None), Grant(Fraction(1, 5 * len(between)), between, None)]
    return [Grant(Fraction(1, len(steps)), steps, None)]


def _decayed(steps: "Sequence[int]", paths: "Paths", half: Fraction) -> list[Grant]:
    """Give each day's steps together 2^(-age/half) for each, scaled to add up to 1; ages from the newest step."""
    by_day = [(day, list(found)) for day, found in groupby(steps, key=lambda step: paths.entries[step].date)]
    newest, scale = by_day[-1][0], float(half)
    weights = [len(found) * 2.0 ** (-(newest - day).days / scale) for day, found in by_day]
    whole = sum(weights)
    parts = [weight / whole * FINE for weight in weights]
    floors = [int(part) for part in parts]
    order = sorted(range(len(parts)), key=lambda index: (floors[index] - parts[index], index))
    missing = FINE - sum(floors)
    for index in order[: max(0, missing)]:
        floors[index] += 1
    floors[-1] += min(0, missing)  # of thousands of days the sum may be off by one the other way
    return [
        Grant(Fraction(floor, FINE * len(found)), found, None)
        for floor, (_, found) in zip(floors, by_day, strict=True)
        if floor
    ]


def _chain(chain: "Chain", path: "Path", paths: "Paths") -> "Iterator[Grant]":
    levels = len(chain.people)
    whole = (2**levels - 1) * len(path.chains)
    own = sorted(set(path.steps).intersection(paths.met[chain.people[0]]).difference(chain.intros))
    first = Fraction(2 ** (levels - 1), whole)
    yield Grant(first / max(1, len(own)), own, chain.people[0])
    for level, intro in enumerate(chain.intros, start=1):
        yield Grant(Fraction(2 ** (levels - 1 - level), whole), (intro,), chain.people[level])
