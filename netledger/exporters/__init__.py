"""A ledger in the format of another program: one file for each program, or for formats that are alike."""
