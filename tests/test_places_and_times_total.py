"""Venues, budget, activity and promises of any journal: a sound report, whatever it holds and whatever is asked."""

from contextlib import suppress
from datetime import date, timedelta

import strategies as s
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger import Config, load_text
from netledger.core.periods import PeriodError
from netledger.core.report import check_report
from netledger.plugins import activity, budget, promises, venues
from netledger.render import render
from netledger.render.style import Style

BREAKDOWNS = (
    (venues.plugin, (None, "why", "kind")),
    (budget.plugin, (None,)),
    (activity.plugin, (None, "person", "tag", "phase", "why")),
    (promises.plugin, (None,)),
)

days = st.dates(min_value=date(1000, 1, 1))


@settings(max_examples=40)
@given(s.journals(), days, st.none() | days, st.integers(1, 5000), st.sampled_from([None, "USD", "A"]), st.booleans())
def test_of_any_journal(
    journal: s.Journal,
    today: date,
    begin: date | None,
    length: int,
    exchange: str | None,
    cut: bool,  # noqa: FBT001 - hypothesis hands it over
) -> None:
    ledger = load_text(journal.text)
    end = None
    if begin is not None:
        with suppress(OverflowError):
            end = begin + timedelta(days=length)
    for metric, breakdowns in BREAKDOWNS:
        for by in breakdowns:
            config = Config(today, begin, end, exchange=exchange, depth=1 if cut else None, by=by)
            report, _ = metric.run(ledger, config)
            assert check_report(report) == ""
            assert render(report, "table", (), Style(80, color=False, wide=True))
            for definition in metric.definitions if metric.evidence is not None else ():
                for row in report.rows[:2]:
                    subject = next(cell for cell in row if isinstance(cell, str))
                    shown = metric.evidence(ledger, config, definition.name, subject)  # type: ignore[misc]
                    assert shown is None or check_report(shown) == ""
    with suppress(PeriodError):
        assert check_report(activity.compare(ledger, config)[0]) == ""
