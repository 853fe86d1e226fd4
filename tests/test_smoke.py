"""The shortest way through everything."""

from collections.abc import Callable


def test_a_favour_given_is_a_positive_balance(run: Callable[..., object]) -> None:
    """A row for Bob."""
    ran = run("balance", "--today", "2026-06-30", "-O", "csv", stdin="2026-01-01 person Bob\n2026-01-02 give Bob\n")
    assert "Bob,1.00,0.00,1.00,FAVOR" in ran.out
    assert ran.status == 0
