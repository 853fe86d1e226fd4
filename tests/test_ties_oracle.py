"""Strength and burstiness against numpy, written from the formulas, over ledgers made at random."""

import datetime as dt
from decimal import Decimal

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_reports import cell, column, evidence, figure, made, names

from netledger.core.entries import MEDIA, AnyEntry, Touch
from netledger.core.ledger import Ledger, in_order
from netledger.core.options import MEDIA_WEIGHTS, Options
from netledger.core.spans import Span
from netledger.plugins.ties import plugin

PEOPLE = ("Ann", "Bob", "Cid")
START = dt.date(2026, 1, 1)
TODAY = START + dt.timedelta(days=60)


@st.composite
def _touches(draw: st.DrawFn) -> AnyEntry:
    return Touch(
        date=START + dt.timedelta(days=draw(st.integers(0, 70))),
        span=Span("", 1),
        names=tuple(draw(st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True))),
        medium=draw(st.sampled_from(MEDIA)),
        pending=draw(st.sampled_from([False, False, False, True])),
    )


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Give a ledger of touches with its options."""
    options = Options(
        half_life=draw(st.sampled_from(["180d", "90d", "2w", "1mo"])),
        group_weight=draw(st.sampled_from(["split", "full"])),
    )
    return Ledger(tuple(in_order(draw(st.lists(_touches(), max_size=30)))), options)  # type: ignore[arg-type]


def _weights(ledger: Ledger, name: str) -> dict[int, float]:
    """Return the age of each day with a touch, and its heaviest weight."""
    found: dict[int, float] = {}
    for entry in ledger.of(Touch):
        if name in entry.names and not entry.pending and entry.date <= TODAY:
            weight = float(MEDIA_WEIGHTS[entry.medium])
            if ledger.options.group_weight == "split":
                weight /= len(entry.names)
            age = (TODAY - entry.date).days
            found[age] = max(weight, found.get(age, 0))
    return found


def _near(value: Decimal | None, wanted: float) -> bool:
    return value is not None and abs(float(value) - wanted) < 1e-6


@settings(max_examples=120)
@given(ledgers())
def test_against_numpy(ledger: Ledger) -> None:
    report = made(plugin, ledger, today=TODAY)
    touched = [name for name in PEOPLE if _weights(ledger, name)]
    assert sorted(names(report)) == touched
    for name in touched:
        weights = _weights(ledger, name)
        ages = np.array(sorted(weights, reverse=True), dtype=float)
        each = np.array([weights[int(age)] for age in ages])
        assert _near(cell(report, name, "strength"), float(each @ 0.5 ** (ages / float(ledger.options.half_life_days))))
        assert cell(report, name, "touch_days") == len(ages)
        between = -np.diff(ages)
        bursty, finite = cell(report, name, "burstiness"), cell(report, name, "burstiness_finite")
        if len(between) < 2:
            assert bursty is finite is None
            continue
        mean, deviation, n = between.mean(), between.std(), len(between)
        ratio = deviation / mean
        assert _near(bursty, (deviation - mean) / (deviation + mean))
        wanted = (np.sqrt(n + 1) * ratio - np.sqrt(n - 1)) / ((np.sqrt(n + 1) - 2) * ratio + np.sqrt(n - 1))
        assert _near(finite, float(wanted))


@settings(max_examples=60)
@given(ledgers())
def test_what_must_hold(ledger: Ledger) -> None:
    """Rows fall by strength, ranks fill the layers from within, evidence adds up, and waiting weakens."""
    report = made(plugin, ledger, today=TODAY)
    strengths = column(report, "strength")
    assert strengths == sorted(strengths, reverse=True)
    assert figure(report, "layer_5").value == sum(strength > 0 for strength in strengths)
    for name, strength in zip(names(report), strengths, strict=True):
        found = evidence(plugin, ledger, "strength", name, today=TODAY)
        assert found is not None
        assert found.totals is not None
        assert sum(column(found, "contribution")) == found.totals[6]
        assert abs(found.totals[6] - strength) <= Decimal("0.000001")  # type: ignore[operator]
    quiet = Ledger(tuple(entry for entry in ledger.entries if entry.date <= TODAY), ledger.options)
    later = made(plugin, quiet, today=TODAY + dt.timedelta(days=30))
    for name in names(report):
        assert cell(later, name, "strength") < cell(report, name, "strength")
