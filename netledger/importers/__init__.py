"""Entries from the files of other programs: a file for each kind of source, and what all of them share."""
