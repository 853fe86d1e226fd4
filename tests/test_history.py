"""What began a tie."""

from datetime import date

import pytest

from netledger import Config, load_text
from netledger.measures.history import ties
from netledger.plugins.reciprocity import plugin
from netledger.reports.compare import compared

TODAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("lines", "venue"),
    [
        (["message Ann @A", "connect Ann @B"], "@A"),
        (["connect Ann @B", "message Ann @A"], "@B"),
        (["give Ann @C", "connect Ann @B"], "@C"),
        (["intro Ann by Bob @D", "give Ann @C", "message Ann @A"], "@D"),
    ],
)
def test_of_several_beginnings_on_one_day_the_first_in_the_file_counts(lines: list[str], venue: str) -> None:
    text = "".join(f"2026-05-01 {line}\n" for line in lines) + "2026-05-02 meet Ann @E\n"
    first = ties(load_text(text), TODAY)["Ann"].first
    assert first is not None
    assert first.venue == venue


def test_who_has_no_row_in_one_period_stands_there_with_nothing() -> None:
    text = 'option "operating_currency" "USD"\n2026-01-01 price FAVOR 30 USD\n'
    text += "2026-01-01 connect Ann Bob\n2026-04-05 give Ann\n2026-05-05 give Bob\n"
    config = Config(TODAY, date(2026, 5, 1), date(2026, 6, 1))
    report, _ = compared(plugin)(load_text(text), config)
    cells = {row[0]: dict(zip((c.name for c in report.columns), row, strict=True)) for row in report.rows}
    shown = {name: (str(row["value"]), str(row["value_before"])) for name, row in cells.items()}
    assert shown == {"Ann": ("0.00 USD", "30.00 USD"), "Bob": ("30.00 USD", "0.00 USD")}
    favours = {name: (row["favours_given"], row["favours_given_before"]) for name, row in cells.items()}
    assert favours == {"Ann": (0, 1), "Bob": (1, 0)}
