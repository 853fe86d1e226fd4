"""The parts of one line, whatever their order, and what may be wrong with them."""

from typing import NamedTuple

import msgspec

from netledger.core.amounts import Amount
from netledger.core.entries import ME


def each_once(items: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out what stood before: `("a", "b", "a")` gives `("a", "b")`."""
    return items if len(items) < 2 else tuple(dict.fromkeys(items))  # noqa: PLR2004 - two may be equal


class Problem(NamedTuple):
    """A fault that the parser found within a block; parse() makes a diagnostic of it."""

    code: str
    start: int
    """Where it begins in the block's text, from 0."""
    end: int
    """One past its last character; END_OF_LINE: as far as the line goes."""
    message: str
    hint: str = ""


END_OF_LINE = -1

OTHER_WAY = "a favour the other way is written with the other keyword, `give` or `receive`"


class Irregular(Exception):  # noqa: N818 - it never leaves the parser: the block is read by its tokens then
    """Something is wrong with a regular line, or the quick way cannot tell."""


class Parts(msgspec.Struct, gc=False):
    """What stood in a line, by kind.

    Of `give Bob 2 ADVICE @Chamber "pricing" #spring`: names Bob, one amount, one venue, one string, one tag. Built of
    a regular line it has no tokens to point at: a fault raises Irregular, and the line is read by its tokens
    (TokenParts), which make a problem of the fault.
    """

    word: str
    """The keyword, where more than one word makes the kind of line: `meet`, `give`."""
    pending: bool = False
    inbound: bool = False
    names: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    strings: tuple[str, ...] = ()
    """As they are meant: without quotes, escapes resolved."""
    tags: tuple[str, ...] = ()
    """Without `#`; so are the links without `^`."""
    links: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """The kind of an outcome or a venue, the period of a budget."""
    amounts: tuple[Amount, ...] = ()
    unit: str = ""
    """What a `unit` or `price` is about: the unit that no number precedes."""

    # ------------------------------------------------------------------------------------------- problems

    def fault(self, code: str, group: str, index: int, message: str, hint: str = "") -> None:  # noqa: ARG002 - TokenParts uses all
        """Note that something is wrong with a part: the `index`-th of the field `group`."""
        raise Irregular(code)

    def missing(self, what: str, hint: str) -> None:  # noqa: ARG002
        """Note that a part is missing."""
        raise Irregular(what)

    def not_me(self, group: str, index: int) -> None:
        """Note that `Me` stands where it cannot."""
        self.fault("NL131", group, index, "`Me` cannot stand here", "you are a party to every entry: leave `Me` out")

    # ---------------------------------------------------------------------------------------------- parts

    def one(self, group: str, what: str, hint: str = "") -> str | None:
        """Return the only part of a field, or None; a second one is a problem."""
        found: tuple[str, ...] = getattr(self, group)
        if len(found) > 1:
            self.fault("NL126", group, 1, f"a second {what}", hint)
        return found[0] if found else None

    def venue(self) -> str | None:
        """Return the line's venue, if any."""
        if len(self.venues) > 1:
            self.fault("NL126", "venues", 1, "a second venue", "one entry happens at one venue: write two entries")
        return self.venues[0] if self.venues else None

    def string(self, what: str = "text") -> str | None:
        """Return the line's text, if any."""
        if len(self.strings) > 1:
            hint = 'put it all into one pair of quotes; a quote within is written \\"'
            self.fault("NL126", "strings", 1, f"a second {what}", hint)
        return self.strings[0] if self.strings else None

    def amount(self) -> Amount | None:
        """Return the line's only amount, if any."""
        if len(self.amounts) > 1:
            self.fault("NL126", "amounts", 1, "a second amount", "this keyword takes one amount: write a line for each")
        return self.amounts[0] if self.amounts else None

    def positive(self, hint: str = "") -> Amount | None:
        """Return the line's only amount, which must be more than zero."""
        amount = self.amount()
        if amount is not None and amount.number <= 0:
            self.fault("NL133", "amounts", 0, f"{amount} is not more than zero", hint)
        return amount

    def people(self, group: str = "names", *, me: bool = False) -> tuple[str, ...]:
        """Return the names of a field; one twice, or `Me` where it cannot stand, is a problem."""
        names: tuple[str, ...] = getattr(self, group)
        if (me or ME not in names) and (len(names) < 2 or len(set(names)) == len(names)):  # noqa: PLR2004 - two may be equal
            return names
        for index, name in enumerate(names):
            if name == ME and not me:
                self.not_me(group, index)
            elif name in names[:index]:
                self.fault("NL137", group, index, f"{name} stands twice", "write each name once")
        return tuple(dict.fromkeys(names))
