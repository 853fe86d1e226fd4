"""The metrics of netledger, one file each: a ledger to a report."""
