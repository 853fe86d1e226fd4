"""The account under which everything lies in the books of another program."""

from collections.abc import Collection
from typing import Annotated

import msgspec

from netledger.core.config import Config, WrongCall
from netledger.exporters.names import Rules


class RootOptions(msgspec.Struct, frozen=True):
    """The options of an exporter of double entry."""

    root: Annotated[str, msgspec.Meta(description="The account under which all others lie.")] = "Equity:Network"


def root_of(config: Config, rules: Rules, within: Collection[str] = ()) -> str:
    """Return the account that an export was asked to lie under: `Equity:Network`.

    Raises WrongCall where a program cannot take it: `within` are the accounts that it must lie under, if any.
    """
    root = config.own(RootOptions).root
    if not root and not within:
        return root
    parts = root.split(":")
    if within and (parts[0] not in within or len(parts) == 1):
        known = ", ".join(sorted(within))
        raise WrongCall(f"the root {root!r} is not beneath any of {known}: write one such as Equity:Network")
    for part in parts:
        legal = rules.component(part)
        if legal != part or not part:
            hint = f": {legal!r} would do" if legal else ""
            raise WrongCall(f"{part!r} cannot be a part of an account, in the root {root!r}{hint}")
    return root
