"""The alphabetical order of names, the same under any locale."""

from functools import lru_cache
from unicodedata import combining, normalize


@lru_cache(maxsize=65536)
def alphabetical(text: str) -> tuple[str, str]:
    """Sort key: letters without their accents and case first, so that `Élise` stands before `Frank`."""
    if text.isascii():
        return text.casefold(), text
    bare = "".join(char for char in normalize("NFKD", text) if not combining(char))
    return bare.casefold(), text
