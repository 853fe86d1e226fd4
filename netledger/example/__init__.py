"""A made journal of any size: to try a command on, to measure with, to test against."""

from netledger.example.journal import generate

__all__ = ["generate"]
