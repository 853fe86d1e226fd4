"""Small random journals of a few people's ties, as plain events and as text, for measures of waiting."""

from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

START = date(2025, 1, 1)
TODAY = START + timedelta(days=200)
PEOPLE = ("Ann", "Ben", "Cleo", "Dev")
MEDIA = ("meet", "video", "call", "letter", "email", "message", "post", "poke")
_VENUES = ("", " @Club", " @Club:Talks", " @Site")


class Event(NamedTuple):
    """One line: a day (from START on, some after TODAY), what it tells, of whom, where."""

    day: int
    kind: str
    """A medium, `connect`, `give`, `receive`, `brought` (introduced to the owner), `outcome`, `close`, `cost`."""
    name: str
    venue: str
    pending: bool

    @property
    def line(self) -> str:
        """Write it in the language."""
        day = START + timedelta(days=self.day)
        if self.kind == "close":
            return f"{day} close {self.name}"
        if self.kind == "connect":
            return f"{day} connect {self.name}{self.venue}"
        flag = "! " if self.pending else ""
        words = {
            "outcome": f"outcome job from {self.name}",
            "brought": f"intro {self.name} by Zoe",
            "cost": f"cost {self.name} 5 USD",
        }
        return f"{day} {flag}{words.get(self.kind, f'{self.kind} {self.name}')}{self.venue}"


events = st.builds(
    Event,
    st.integers(0, 205),
    st.sampled_from(
        [*MEDIA, "connect", "connect", "give", "receive", "brought", "outcome", "outcome", "close", "cost"]
    ),
    st.sampled_from(PEOPLE),
    st.sampled_from(_VENUES),
    st.sampled_from([False, False, False, True]),
)

histories = st.lists(events, max_size=25).map(lambda found: sorted(found, key=lambda event: event.day))

HEAD = """\
option "operating_currency" "USD"
2020-01-01 venue @Club org
  why: "peers"
2020-01-01 venue @Club:Talks
2020-01-01 venue @Site site
  why: "clients"
2020-01-01 person Ann
  company: "Acme"
"""


def journal(history: list[Event]) -> str:
    """Write a journal of events."""
    return HEAD + "".join(f"{event.line}\n" for event in history)


def known(history: list[Event]) -> list[Event]:
    """Return what counts up to TODAY: neither what is later nor what is pending."""
    last = (TODAY - START).days
    return [e for e in history if e.day <= last and not (e.pending and e.kind not in {"connect", "close"})]


def begun(history: list[Event], name: str) -> int | None:
    """Return the day on which a tie began."""
    begins = {*MEDIA, "connect", "give", "receive", "brought"}
    return min((event.day for event in known(history) if event.name == name and event.kind in begins), default=None)


def since(history: list[Event]) -> int | None:
    """Return the day of the first entry that is more than the beginning of a tie."""
    # Of several entries on that day the first connect began the tie, else the first touch, introduction or favour.
    began: dict[str, Event] = {}
    for kinds in (("connect",), MEDIA, ("brought",), ("give", "receive")):
        for event in known(history):
            first = began.get(event.name)
            if event.kind in kinds and event.day == begun(history, event.name) and first is None:
                began[event.name] = event
    mere = [event for event in began.values() if event.kind in {*MEDIA, "connect"}]
    return next((event.day for event in known(history) if not any(event is one for one in mere)), None)


def first(history: list[Event], name: str, kinds: tuple[str, ...], start: int) -> int | None:
    """Return the first day, on or after another, on which one of some things happened to somebody."""
    days = [event.day for event in known(history) if event.name == name and event.kind in kinds and event.day >= start]
    return min(days, default=None)


def case(history: list[Event], name: str, start: int, happened: int | None) -> tuple[int, int, int]:
    """Return how long a wait took, what ended it (0 nothing, 1 the event, 2 a close), and when it entered."""
    closed = first(history, name, ("close",), start)
    kept = since(history)
    entry = 0 if kept is None else max(0, kept - start)
    if happened is not None and (closed is None or happened <= closed):
        return happened - start, 1, entry
    if closed is not None:
        return closed - start, 2, entry
    return (TODAY - START).days - start, 0, entry
