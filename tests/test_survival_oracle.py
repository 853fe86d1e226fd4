"""The curve of waiting against lifelines, on random waits.

lifelines moves ties by random amounts in its Aalen-Johansen, swaps the limits of its interval there, and rounds before
it looks for a median; so it is the oracle of F and of its variance on distinct days, and of Kaplan and Meier's curve on
any.
"""

from math import exp, isnan, log, sqrt
from random import Random

import pytest
from lifelines import AalenJohansenFitter, KaplanMeierFitter

from netledger.measures.intervals import Z
from netledger.measures.survival import CENSORED, COMPETING, EVENT, Case, Curve

SEEDS = range(12)


def distinct(seed: int, kinds: tuple[int, ...]) -> list[Case]:
    """Give some dozens of waits, no two of the same length."""
    random = Random(seed)  # noqa: S311 - no secret
    days = random.sample(range(1, 400), random.randint(5, 60))
    return [Case(day, random.choice(kinds)) for day in days]


@pytest.mark.parametrize("seed", SEEDS)
def test_aalen_johansen(seed: int) -> None:
    """F and its interval, made of lifelines' variance by the log-log formula."""
    cases = distinct(seed, (CENSORED, EVENT, EVENT, COMPETING))
    fitter = AalenJohansenFitter(calculate_variance=True)
    fitter.fit([case.time for case in cases], [case.event for case in cases], event_of_interest=EVENT)
    found = Curve.of(cases)
    for step in found.steps:
        share = float(fitter.cumulative_density_.iloc[:, 0].loc[step.time])
        variance = float(fitter.variance_.loc[step.time])
        assert step.share is not None
        assert float(step.share) == pytest.approx(share, abs=1e-9)
        if isnan(variance):  # lifelines divides by n - d, which is 0 where nobody is left
            assert step.at_risk == step.events + step.competing
            continue
        if step.low is None or step.high is None:
            assert share == pytest.approx(0)
            continue
        spread = Z * sqrt(variance) / ((1 - share) * -log(1 - share))
        assert step.low == pytest.approx(1 - (1 - share) ** exp(-spread), abs=1e-9)
        assert step.high == pytest.approx(1 - (1 - share) ** exp(spread), abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_kaplan_meier_with_late_entry(seed: int) -> None:
    """1 - S where nothing is closed, on days that many share, some of the cases entering late.

    For lifelines a case is at risk after its entry, for netledger on the day of it too: a day's difference.
    """
    random = Random(seed)  # noqa: S311
    cases = [Case(30, CENSORED)] * 3  # lifelines gives up where early on nobody is left
    for _ in range(random.randint(5, 60)):
        time = random.randint(1, 30)
        cases.append(Case(time, random.choice([CENSORED, EVENT]), random.choice([0, 0, random.randint(1, time)])))
    fitter = KaplanMeierFitter()
    entries = [max(0, case.entry - 1) for case in cases]
    fitter.fit([case.time for case in cases], [case.event for case in cases], entry=entries)
    table = fitter.event_table
    for step in Curve.of(cases).steps:
        assert step.share is not None
        assert step.at_risk == table.at_risk.loc[step.time] - table.entrance.loc[step.time]
        assert float(step.share) == pytest.approx(1 - float(fitter.predict(step.time)), abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_kaplan_meier_interval(seed: int) -> None:
    """The log-log interval of Kaplan and Meier's curve, whose variance is Greenwood's."""
    random = Random(seed)  # noqa: S311
    cases = [Case(random.randint(1, 20), random.choice([CENSORED, EVENT])) for _ in range(40)]
    fitter = KaplanMeierFitter()
    fitter.fit([case.time for case in cases], [case.event for case in cases])
    limits = fitter.confidence_interval_survival_function_
    for step in Curve.of(cases).steps:
        if step.low is not None and step.high is not None:
            low, high = limits.loc[step.time]
            assert step.low == pytest.approx(1 - high, abs=1e-9)
            assert step.high == pytest.approx(1 - low, abs=1e-9)
