"""A module that prints while it is imported."""

from netledger import Transform

print("SHOUTED while importing")  # noqa: T201 - that is its fault

plugin = Transform(lambda ledger, _config: (list(ledger.entries), []))
