"""The only reader of files: includes, order, aliases, transforms and checks make a ledger of journals."""

from netledger.loader.load import load, load_text

__all__ = ["load", "load_text"]
