"""The vocabulary of netledger: amounts, entries, spans, diagnostics, prices, the ledger and the report."""
