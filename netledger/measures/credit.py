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
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from netledger.core.config import WrongCall
from netledger.core.values import days
from netledger.measures.paths import people_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netledger.measures.paths import Path, Paths

Model = Literal["first-touch", "last-touch", "linear", "position-based", "time-decay", "chain"]

MODELS: tuple[Model, ...] = get_args(Model)

FINE = 10**12
"""Time-decay's weights are powers that no fraction equals: each outcome's are rounded to so many parts of 1."""


class Credit(NamedTuple):
    """A part of an outcome, to a step, to a person, or to neither."""

    share: Fraction
    """Of the outcome, which is 1."""
    step: int | None
    """The place of the step; None: there is none, and the credit is the person's, or the outcome's venue's."""
    person: str | None
    """Whose it is; None: it is split equally among the people of the step."""


def half_life(text: str) -> Fraction:
    """Read the half-life of time-decay in days: `90d` is 90. Raises WrongCall."""
    found = days(text)
    if found is None:
        raise WrongCall(f"the half-life {text!r} is not an interval such as 30d, 2w, 6mo, 1y")
    return found


def credits_of(path: "Path", paths: "Paths", model: Model, half: Fraction) -> list[Credit]:
    """Return who and what is credited with an outcome; the shares add up to exactly 1."""
    names = path.outcome.names
    if not path.steps:
        each = Fraction(1, max(1, len(names)))
        return [Credit(each, None, name) for name in names] or [Credit(each, None, None)]
    if model == "chain" and names:
        return _chain(path, paths)
    shares = _decayed(path, paths, half) if model == "time-decay" else _SHARES[model](len(path.steps))
    return [Credit(share, step, None) for share, step in zip(shares, path.steps, strict=True) if share]


def _first(count: int) -> "Sequence[Fraction]":
    return [Fraction(1), *[Fraction(0)] * (count - 1)]


def _last(count: int) -> "Sequence[Fraction]":
    return _first(count)[::-1]


def _linear(count: int) -> "Sequence[Fraction]":
    return [Fraction(1, count)] * count


def _positions(count: int) -> "Sequence[Fraction]":
    if count <= 2:  # noqa: PLR2004 - a first and a last step
        return _linear(count)
    end = Fraction(2, 5)
    return [end, *[Fraction(1, 5 * (count - 2))] * (count - 2), end]


_SHARES: "dict[str, Callable[[int], Sequence[Fraction]]]" = {
    "first-touch": _first,
    "last-touch": _last,
    "linear": _linear,
    "position-based": _positions,
    "chain": _linear,  # of an outcome that came through nobody in particular
}


def _decayed(path: "Path", paths: "Paths", half: Fraction) -> "Sequence[Fraction]":
    """Return weights 2^(-age/half) scaled to add up to 1, by largest remainder; ages from the newest step."""
    newest, scale = paths.entries[path.steps[-1]].date, float(half)
    weights = [2.0 ** (-(newest - paths.entries[step].date).days / scale) for step in path.steps]
    whole = sum(weights)
    parts = [weight / whole * FINE for weight in weights]
    floors = [int(part) for part in parts]
    missing = FINE - sum(floors)
    order = sorted(range(len(parts)), key=lambda index: (floors[index] - parts[index], index))
    for index in range(abs(missing)):  # rounding may have given some too many, too
        floors[order[index % len(order)]] += 1 if missing > 0 else -1
    return [Fraction(floor, FINE) for floor in floors]


def _chain(path: "Path", paths: "Paths") -> list[Credit]:
    found = []
    for chain in path.chains:
        levels = len(chain.people)
        whole = (2**levels - 1) * len(path.chains)
        intros = set(chain.intros)
        own = [step for step in path.steps if step not in intros and chain.people[0] in people_of(paths.step(step))]
        first = Fraction(2 ** (levels - 1), whole)
        found.extend([Credit(first / len(own), step, chain.people[0]) for step in own])
        if not own:
            found.append(Credit(first, None, chain.people[0]))
        for level, intro in enumerate(chain.intros, start=1):
            found.append(Credit(Fraction(2 ** (levels - 1 - level), whole), intro, chain.people[level]))
    return found
