"""What the return is asked for: its options, and by what prices it values."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

import msgspec

from netledger.core.amounts import Amount
from netledger.core.config import WrongCall
from netledger.measures.breakdown import Breakdown
from netledger.measures.credit import Model, half_life
from netledger.measures.paths import Paths
from netledger.measures.returns import Asked, Attribution
from netledger.measures.tally import Rates
from netledger.measures.worth import in_unit

if TYPE_CHECKING:
    from fractions import Fraction

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger


class RoiOptions(msgspec.Struct, frozen=True):
    """The options of `netledger roi` beside those of every metric."""

    favours: Annotated[
        bool,
        msgspec.Meta(
            description="Count favours: received ones as gains; given ones as costs, unless hours are noted with them."
        ),
    ] = False
    model: Annotated[
        Model | None,
        msgspec.Meta(description="Credit outcomes to the steps that led to them, as netledger trace shows."),
    ] = None
    decay: Annotated[
        str, msgspec.Meta(description="Of time-decay: a step counts half for every such interval that it is older.")
    ] = "90d"


class Scope(NamedTuple):
    """What the report is about, and what things are worth."""

    asked: Asked
    rates: Rates
    without: Rates
    """As if there were neither hours nor a price in them."""

    @property
    def comparable(self) -> bool:
        """Whether both sides of a ratio can have the key of a row: outcomes have no medium, costs no kind."""
        by = self.asked.by
        return by != "kind" and (by != "medium" or self.asked.attribution is not None)

    def amount(self, number: "Fraction | None") -> Amount | None:
        """Return a value as an amount; None where it is undefined, or there is no unit."""
        unit = self.rates.unit
        return None if number is None or unit is None else in_unit(number, unit, self.asked.ledger)


def ask(ledger: "Ledger", config: "Config") -> Scope:
    """Read what is asked for. Raises WrongCall."""
    own = config.own(RoiOptions)
    half = half_life(own.decay)
    if own.model is not None and config.by is None:
        raise WrongCall("--model credits outcomes to the rows of a breakdown: add --by person, --by medium, …")
    if own.model is not None and config.by == "kind":
        raise WrongCall("--model credits outcomes to steps, and a step has no kind: take --by kind without --model")
    breakdown = Breakdown(config.by, ledger, config) if config.by is not None else None
    attribution = Attribution(Paths(ledger, config.today), own.model, half) if own.model is not None else None
    asked = Asked(ledger, config, breakdown, own.favours, attribution)
    return Scope(asked, *Rates.both(ledger, config))
