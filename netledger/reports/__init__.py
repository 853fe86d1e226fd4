"""Reports that measure nothing: lists, counts, the register."""
