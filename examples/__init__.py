"""Journals to read, to copy and to begin with."""
