"""The curve of waiting, by hand: the published vectors, ties on one day, late entry, long curves."""

from fractions import Fraction
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netledger.measures.survival import CENSORED, COMPETING, EVENT, Case, Curve


def curve(*texts: str, entry: int = 0) -> Curve:
    """Make a curve of times as they are printed: `30`, `60+` still waiting, `60c` closed."""
    kinds = {"+": CENSORED, "c": COMPETING}
    return Curve.of([Case(int(text.strip("+c")), kinds.get(text[-1], EVENT), entry) for text in texts])


def shares(found: Curve) -> list[Fraction | None]:
    """Return F on all days on which it changes."""
    return [step.share for step in found.steps if step.events]


# ---------------------------------------------------------------------------------------------------- vectors


def test_eight_waits() -> None:
    """30, 45, 60+, 90, 120+, 180, 200+, 365+: S .875, .75, .6, .4, median 180, (30, ∞)."""
    found = curve("30", "45", "60+", "90", "120+", "180", "200+", "365+")
    assert shares(found) == [Fraction(1, 8), Fraction(1, 4), Fraction(2, 5), Fraction(3, 5)]
    assert [step.at_risk for step in found.steps] == [8, 7, 5, 3]
    assert (found.median, found.median_limits) == (180, (30, None))


def test_two_of_them_closed() -> None:
    """The same with 60 and 120 closed: F .125, .25, .375, .5, with their intervals."""
    found = curve("30", "45", "60c", "90", "120c", "180", "200+", "365+")
    assert shares(found) == [Fraction(1, 8), Fraction(1, 4), Fraction(3, 8), Fraction(1, 2)]
    intervals = [(step.low, step.high) for step in found.steps if step.events]
    wanted = [(0.0186, 0.613), (0.0691, 0.685), (0.1393, 0.771), (0.2251, 0.848)]
    assert [(pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-4)) for low, high in wanted] == intervals
    assert (found.median, found.median_limits) == (180, (30, None))


def test_a_censoring_on_the_day_of_an_event() -> None:
    """10, 10+, 20: S .6667, 0: who was last seen on day 10 was at risk on it."""
    found = curve("10", "10+", "20")
    assert shares(found) == [Fraction(1, 3), Fraction(1)]
    assert [step.at_risk for step in found.steps] == [3, 1]


def test_the_median_is_exact() -> None:
    """Events on days 1 to 6: after three of six F is 1/2."""
    found = curve("1", "2", "3", "4", "5", "6")
    assert shares(found) == [Fraction(i, 6) for i in range(1, 7)]
    assert found.median == 3
    assert curve("1", "2", "3", "4", "5", "6", "6").median == 4


# ------------------------------------------------------------------------------------------------ single points


def test_between_the_days() -> None:
    """F stays as it is until the next event; who is at risk changes with each censoring."""
    found = curve("30", "45", "60+", "90")
    assert found.at(29)[:5] == (29, 4, 0, 0, Fraction(0))
    assert (found.at(29).low, found.at(29).high) == (None, None)
    assert found.at(30) == found.steps[0]
    assert found.at(60)[:5] == (60, 2, 0, 0, Fraction(1, 2))
    assert (found.at(61).at_risk, found.at(61).share) == (1, Fraction(1, 2))
    assert (found.at(60).low, found.at(60).high) == (found.steps[1].low, found.steps[1].high)


def test_day_0_counts() -> None:
    """An event on the first day has everybody at risk, those censored on it too."""
    found = curve("0", "0+", "5")
    assert found.at(0)[:5] == (0, 3, 1, 0, Fraction(1, 3))
    assert found.at(5).at_risk == 1


def test_nobody() -> None:
    """Without cases nothing is defined."""
    found = Curve.of([])
    assert (found.n, found.steps, found.median, found.median_limits) == (0, (), None, (None, None))
    assert found.at(30) == (30, 0, 0, 0, None, None, None)
    assert not found.knows(0)


def test_nothing_came() -> None:
    """With censorings alone F is 0, and 0 has no interval."""
    found = curve("10+", "20+")
    assert found.at(15) == (15, 1, 0, 0, Fraction(0), None, None)
    assert (found.median, found.median_limits) == (None, (None, None))
    closed = curve("10c", "20+")
    assert (closed.at(15).share, closed.at(15).low) == (0, None)


def test_at_1_there_is_no_interval() -> None:
    """F at 1 has no limits, so that those of the median come from the days before."""
    found = curve("10", "20")
    assert (found.steps[1].share, found.steps[1].low, found.steps[1].high) == (1, None, None)
    assert (found.median, found.median_limits) == (10, (10, None))


@pytest.mark.parametrize(
    ("times", "day", "known"),
    [
        (("10", "20+"), 20, True),
        (("10", "20+"), 21, False),
        (("10", "20"), 21, True),
        (("10", "20c"), 500, True),
        (("10", "20", "20+"), 21, False),
    ],
)
def test_how_far_a_curve_is_known(times: tuple[str, ...], day: int, known: bool) -> None:  # noqa: FBT001 - a parameter
    """Beyond the longest wait nothing is known, unless none was left waiting."""
    assert curve(*times).knows(day) == known


# --------------------------------------------------------------------------------------------------- late entry


def test_late_entry() -> None:
    """Who enters on day 20 is not at risk on day 10, and is on day 20."""
    found = Curve.of([Case(10, EVENT), Case(30, EVENT), Case(20, EVENT, 20), Case(40, CENSORED, 20)])
    assert [step.at_risk for step in found.steps] == [2, 3, 2]
    assert shares(found) == [Fraction(1, 2), Fraction(2, 3), Fraction(5, 6)]
    assert [found.at(day).at_risk for day in (0, 10, 11, 19, 20, 21, 40, 41)] == [2, 2, 1, 1, 3, 2, 1, 0]


def test_never_under_observation() -> None:
    """Who ended before entering is nobody's case."""
    found = Curve.of([Case(10, EVENT, 11), Case(20, CENSORED)])
    assert (found.n, found.steps) == (1, ())


# -------------------------------------------------------------------------------------- where nobody was observed


def test_before_the_first_entry_nothing_is_known() -> None:
    """All enter late: F is undefined until they do, and then that of those who got so far."""
    found = Curve.of([Case(130, EVENT, 100), Case(500, CENSORED, 100), Case(500, CENSORED, 110)])
    assert [found.at(day).share for day in (0, 30, 99, 100, 130, 500, 501)] == [
        *(None, None, None, Fraction(0), Fraction(1, 3), Fraction(1, 3), None)
    ]
    assert (found.at(30).low, found.at(30).at_risk, found.gaps) == (None, 0, [(0, 99)])


def test_between_the_early_and_the_late_nothing_is_known() -> None:
    """The young were last seen on days 8 and 10, the old ones come on day 100."""
    cases = [Case(5, EVENT), Case(8, CENSORED), Case(10, CENSORED), Case(120, EVENT, 100), Case(150, CENSORED, 100)]
    found = Curve.of(cases)
    assert [found.at(day).share for day in (10, 11, 99, 100, 120)] == [
        *(Fraction(1, 3), None, None, Fraction(1, 3), Fraction(2, 3))
    ]
    assert (found.gaps, found.settled, found.rests_on) == ([(11, 99)], None, 5)


def test_where_all_came_to_an_end_before_others_entered() -> None:
    """F is settled, and known from then on; it rests on those who had entered."""
    found = Curve.of([Case(5, EVENT), Case(7, COMPETING), Case(150, EVENT, 100), Case(160, CENSORED, 120)])
    assert (found.settled, found.rests_on, found.gaps) == (7, 2, [])
    assert [found.at(day).share for day in (50, 150, 500)] == [Fraction(1, 2)] * 3
    late = Curve.of([Case(150, EVENT, 100), Case(300, CENSORED, 200)])
    assert (late.settled, late.rests_on, late.gaps) == (150, 1, [(0, 99)])
    assert [late.at(day).share for day in (99, 149, 170)] == [None, 0, 1]


# --------------------------------------------------------------------------------------------------- exactness


def exactly(cases: list[Case]) -> list[Fraction]:
    """Compute F on each day with an event of either kind, by its definition, in fractions."""
    left, gone, found = Fraction(1), Fraction(0), []
    for day in sorted({case.time for case in cases if case.event != CENSORED}):
        at_risk = sum(case.entry <= day <= case.time for case in cases)
        ended = [case.event for case in cases if case.time == day]
        gone += left * Fraction(ended.count(EVENT), at_risk)
        left *= 1 - Fraction(ended.count(EVENT) + ended.count(COMPETING), at_risk)
        found.append(gone)
    return found


waits = st.builds(
    lambda time, event, entry: Case(time, event, min(time, entry)),
    st.integers(0, 25),
    st.sampled_from([CENSORED, EVENT, EVENT, COMPETING]),
    st.sampled_from([0, 0, 0, 3, 12]),
)


@given(st.lists(waits, max_size=30))
def test_the_definition(cases: list[Case]) -> None:
    """F is what its definition gives, exactly; it rises and never passes 1; its median is the first day at 1/2."""
    found = Curve.of(cases)
    wanted = exactly(cases)
    assert [step.share for step in found.steps] == wanted
    assert all(0 <= before <= after <= 1 for before, after in pairwise(wanted))
    reached = [step.time for step, share in zip(found.steps, wanted, strict=True) if share >= Fraction(1, 2)]
    assert found.median == (reached[0] if reached else None)
    for step in found.steps:
        if step.share is not None and step.low is not None and step.high is not None:
            assert 0 <= step.low <= step.share <= step.high <= 1


@given(st.lists(waits, max_size=8))
def test_gaps_are_the_days_on_which_nobody_is_seen(cases: list[Case]) -> None:
    """F is undefined in them and after the last day, and nowhere else."""
    found = Curve.of(cases)
    settled = 99 if found.settled is None else found.settled
    unseen = [day for day in range(30) if not any(case.entry <= day <= case.time for case in cases) and day < settled]
    assert [day for day in range(30) if found.at(day).share is None] == unseen
    last = max((case.time for case in cases), default=-1)
    assert [day for begin, end in found.gaps for day in range(begin, end + 1)] == [day for day in unseen if day < last]


@given(st.lists(waits, min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_cases_plays_no_part(cases: list[Case], random: object) -> None:
    """The same cases in any order are the same curve."""
    shuffled = sorted(cases, key=lambda _case: random.random())  # type: ignore[attr-defined]
    assert Curve.of(shuffled) == Curve.of(cases)


@given(st.lists(waits, min_size=1, max_size=30))
def test_all_that_can_happen_is_a_whole(cases: list[Case]) -> None:
    """The incidences of both kinds of event, and the share left waiting, add up to 1."""
    swapped = [case._replace(event={EVENT: COMPETING, COMPETING: EVENT}.get(case.event, CENSORED)) for case in cases]
    either = [case._replace(event=min(case.event, EVENT)) for case in cases]
    for one, other, both in zip(Curve.of(cases).steps, Curve.of(swapped).steps, Curve.of(either).steps, strict=True):
        assert one.share is not None
        assert other.share is not None
        assert one.share + other.share == both.share


@pytest.mark.parametrize("half", [50, 75, 200, 1001])
def test_a_half_is_a_half_on_long_curves(half: int) -> None:
    """Where the fractions have become too long to keep, a half is still told from what is next to it."""
    events = [Case(day, EVENT) for day in range(1, 2 * half + 1)]
    assert Curve.of(events).median == half
    assert Curve.of(events).at(half).share == Fraction(1, 2)
    # One case more that never ends, and half of them is a day later.
    assert Curve.of([*events, Case(10**6, CENSORED)]).median == half + 1


def test_long_curves_are_right_to_hundreds_of_digits() -> None:
    """With a censoring between any two events the exact fraction has hundreds of digits more than are kept."""
    cases = [Case(day, EVENT if day % 2 else CENSORED) for day in range(1500)]
    found, wanted = Curve.of(cases), exactly(cases)
    assert len(str(wanted[-2].denominator)) > 400
    for step, share in zip(found.steps, wanted, strict=True):
        assert step.share is not None
        assert abs(step.share - share) < Fraction(1, 10**290)
    first = next(step.time for step, share in zip(found.steps, wanted, strict=True) if 2 * share >= 1)
    assert found.median == first


def test_without_censoring_f_is_a_plain_share() -> None:
    """Where all came or were closed, F is those who came by then, of all."""
    cases = [Case(day % 7, COMPETING if day % 3 == 0 else EVENT) for day in range(50)]
    found = Curve.of(cases)
    came = accumulate(step.events for step in found.steps)
    assert [step.share for step in found.steps] == [Fraction(events, 50) for events in came]
