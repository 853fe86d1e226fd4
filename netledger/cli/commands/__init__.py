"""One file for each command; the names of the files are those of the commands."""
