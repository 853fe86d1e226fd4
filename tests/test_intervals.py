"""Wilson's and Newcombe's intervals: by hand, and against statsmodels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from netledger.measures.intervals import Interval, newcombe, wilson

cases = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(7, 10, 0.3968, 0.8922), (0, 5, 0.0, 0.4345), (5, 5, 0.5655, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_wilson_by_hand(successes: int, n: int, low: float, high: float) -> None:
    """The vectors of the metrics, and of Newcombe 1998."""
    interval = wilson(successes, n)
    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


def test_newcombe_by_hand() -> None:
    """Newcombe 1998, table II, contrast (a): 56 of 70 less 48 of 80."""
    interval = newcombe((56, 48), (70, 80))
    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.0524, 0.3339)


def test_without_cases_there_is_none() -> None:
    """Not 0 to 1: nothing is known."""
    assert wilson(0, 0) is None
    assert newcombe((1, 0), (2, 0)) is None
    assert newcombe((0, 1), (0, 2)) is None


def test_limits_belong_to_it() -> None:
    """Both of them."""
    interval = Interval(0.25, 0.5)
    assert [interval.holds(value) for value in (0.24, 0.25, 0.4, 0.5, 0.51)] == [False, True, True, True, False]


@given(cases)
def test_wilson_against_statsmodels(case: tuple[int, int]) -> None:
    """Without correction; and it holds the share, within 0 and 1."""
    interval = wilson(*case)
    assert interval is not None
    assert interval == pytest.approx(proportion_confint(*case, method="wilson"), abs=1e-12)
    assert 0 <= interval.low <= case[0] / case[1] <= interval.high <= 1


@given(cases, cases)
def test_newcombe_against_statsmodels(one: tuple[int, int], two: tuple[int, int]) -> None:
    """And the other way round it is its own mirror image."""
    interval = newcombe((one[0], two[0]), (one[1], two[1]))
    mirrored = newcombe((two[0], one[0]), (two[1], one[1]))
    assert interval is not None
    assert mirrored is not None
    wanted = confint_proportions_2indep(*one, *two, method="newcomb", compare="diff", correction=False)
    assert interval == pytest.approx(wanted, abs=1e-12)
    assert (interval.low, interval.high) == pytest.approx((-mirrored.high, -mirrored.low), abs=1e-12)


@given(cases, st.fractions(min_value=0, max_value=1))
def test_weighed_cases_lie_between_whole_ones(case: tuple[int, int], part: float) -> None:
    """Half a success more moves both limits up, by less than a whole one."""
    successes, n = case
    if successes == n:
        return
    one, some, more = wilson(successes, n), wilson(successes + float(part), n), wilson(successes + 1, n)
    assert one is not None
    assert some is not None
    assert more is not None
    slack = 1e-12
    assert one.low - slack <= some.low <= more.low + slack
    assert one.high - slack <= some.high <= more.high + slack
