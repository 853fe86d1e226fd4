"""The command line: each command reads its arguments, calls one function, and prints."""
