"""Choices that come out the same on every platform and with every version of Python."""

from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


class Chance:
    """A seeded source of choices.

    Everything is made of `Random.random`, the one stream that Python promises never to change, by multiplication and
    rounding down, which floating point does alike everywhere. (`choice` and `shuffle` have changed before, and a power
    is as exact as the C library that computes it.)
    """

    __slots__ = ("random",)

    random: "Callable[[], float]"
    """The next number of the stream, from 0 to below 1."""

    def __init__(self, seed: int) -> None:
        """Begin the stream of a seed."""
        self.random = Random(seed).random  # noqa: S311 - nothing here is a secret

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to below `limit`."""
        return int(self.random() * limit)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self.random() * (high - low + 1))

    def happens(self, share: float) -> bool:
        """Tell whether something happens that does in this share of cases."""
        return self.random() < share

    def pick(self, items: "Sequence[T]") -> T:
        """Return one of some items, each as likely."""
        return items[int(self.random() * len(items))]

    def favourite(self, items: "Sequence[T]") -> T:
        """Return one of some items, the first ones far more often: the first tenth in about half of all cases.

        The share of the first x of n is about (x/n)^(1/4), near to Zipf's law; the second term spreads the very
        first over a few, for nobody sees one person all the time.
        """
        number = self.random()
        number *= number
        return items[int((0.96 * number * number + 0.039 * self.random()) * len(items))]


def weighted(shares: dict[T, int]) -> tuple[T, ...]:
    """Spread items into a row to pick from, each as often as its share says."""
    return tuple(item for item, share in shares.items() for _ in range(share))
