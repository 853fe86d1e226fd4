"""Where the time goes: seconds by phase, for whoever asks.

Code marks its phases; unless somebody keeps time, a mark does nothing. Nothing depends on it.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Timekeeper:
    """Counts the seconds of each phase; of a phase within another, only to the inner one.

    >>> ticks = iter([0.0, 1.0, 3.0])
    >>> keeper = Timekeeper(lambda: next(ticks))
    >>> for phase in ("load", "parse", "load"):
    ...     keeper.enter(phase)
    >>> keeper.seconds
    {'load': 1.0, 'parse': 2.0}
    """

    def __init__(self, clock: "Callable[[], float]") -> None:
        """Take the clock, in seconds; time runs from the first phase on."""
        self._clock = clock
        self._phase = ""
        self._since = 0.0
        self.seconds: dict[str, float] = {}
        """By phase, in the order in which they were first entered."""

    def enter(self, phase: str) -> None:
        """Count what follows to a phase."""
        now = self._clock()
        if self._phase:
            self.seconds[self._phase] += now - self._since
        self.seconds.setdefault(phase, 0.0)
        self._phase, self._since = phase, now

    @property
    def phase(self) -> str:
        """The phase that time is counted to."""
        return self._phase


keeper: ContextVar[Timekeeper | None] = ContextVar("keeper", default=None)
"""Who keeps time."""


@contextmanager
def phase(name: str) -> "Iterator[None]":
    """Mark the phase of what is within: read, cut, parse, sort, and so on."""
    current = keeper.get()
    if current is None:
        yield
        return
    outer = current.phase
    current.enter(name)
    try:
        yield
    finally:
        current.enter(outer)
