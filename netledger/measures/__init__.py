"""What several metrics measure with: the history of each tie, breakdowns, spending, intervals. Ledger to values."""
