"""The rows of the return: of everything, with and without hours; or one for each key of a breakdown."""

from decimal import Decimal
from typing import TYPE_CHECKING

from netledger.core.amounts import EXACT, ZERO, Amount, apportion, quantize
from netledger.core.declarations import ancestors
from netledger.core.order import alphabetical
from netledger.measures.account import Account, Return
from netledger.measures.breakdown import NONE
from netledger.measures.returns import UNATTRIBUTED
from netledger.measures.tally import HOUR
from netledger.measures.worth import amounts_of, shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from netledger.core.report import Cell
    from netledger.measures.account import Number
    from netledger.measures.worth import Value
    from netledger.plugins.roi_asked import Scope

Cells = dict[str, "Cell"]
"""The cells of one row, by their columns."""

RATIO = 4
"""The decimals of a ratio in data."""


def with_and_without(scope: "Scope", whole: Account, returns: tuple[Return, Return]) -> list[Cells]:
    """Return a row with hours and one without; none where there is neither a cost nor an outcome."""
    if not (whole.costs or whole.gains or whole.involved or scope.asked.config.empty):
        return []
    rows: list[Cells] = []
    for name, made in zip(("with hours", "without hours"), returns, strict=True):
        sides = scope.amount(made.cost.known), scope.amount(made.gain.known)
        cells: Cells = {"counting": name, **_sides(made, *sides), **_ratios(made, scope), "partial": is_partial(made)}
        for side in ("cost", "gain"):
            held = shares({"": _side(made, side).unpriced}, scope.asked.ledger)[""]
            cells[f"unpriced_{side}"] = amounts_of(held)
        cells["hours"], cells["outcomes"] = hours_of(whole, scope), quantize(whole.outcomes, 0)
        cells["involved"] = len(whole.involved)
        rows.append(cells)
    _cut_zeros(rows)
    return rows


def both(account: Account, scope: "Scope") -> tuple[Return, Return]:
    """Return the return of an account with and without hours; where they make no difference, one and the same."""
    made = Return(account, scope.rates)
    return made, made if account.is_alike(scope.rates, scope.without) else Return(account, scope.without)


def hours_of(account: Account, scope: "Scope") -> Decimal:
    """Return the hours of an account, rounded as the unit is."""
    return quantize(account.hours, scope.asked.ledger.declarations.precision(HOUR))


def rows_by(scope: "Scope", own: "Mapping[str, Account]", whole: Account) -> tuple[list[Cells], Cells]:
    """Return a row for each key, and the totals."""
    by = str(scope.asked.by)
    names = _names(scope, own)
    told = _Told(scope, {name: own.get(name) or Account() for name in names})
    rows: list[Cells] = []
    for index, name in enumerate(names):
        beneath = _beneath(names, index) if by == "venue" else names[index : index + 1]
        cells: Cells = {by: name, **told.row(beneath)}
        if by == "venue":
            alone = told.row([name]) if len(beneath) > 1 else cells
            cells |= {"level": name.count(":"), **{f"own_{field}": alone[field] for field in OWN}}
        rows.append(cells)
    totals: Cells = {by: "total", "level": 0, **told.row(names, whole)}
    totals |= {f"own_{field}": totals[field] for field in OWN}
    _cut_zeros([*rows, totals])
    return rows, totals


OWN = ("hours", "cost", "gain", "net")
"""What a venue is told of by itself, too."""


def _names(scope: "Scope", own: "Mapping[str, Account]") -> list[str]:
    """Return the keys of the rows in their order; a tree has all venues above those that are told of."""
    asked, found = scope.asked, set(own)
    last = (NONE, UNATTRIBUTED)
    if asked.by == "venue":
        if asked.config.empty:
            found.update(map(asked.config.venue, asked.ledger.declarations.venues))
        found = {above for name in found for above in ancestors(name)}
        return sorted(found, key=lambda name: (name in last, [alphabetical(word) for word in name.split(":")]))
    if asked.by == "person" and asked.config.empty:
        found.update(asked.ledger.declarations.people)
    return sorted(found, key=lambda name: (name in last, name[:1] == "@", alphabetical(name)))


def _beneath(names: "Sequence[str]", index: int) -> "Sequence[str]":
    """Return a venue and all rows under it, which stand right behind it."""
    end = index + 1
    while end < len(names) and names[end].startswith(f"{names[index]}:"):
        end += 1
    return names[index:end]


class _Told:
    """The numbers of all rows, rounded so that what is shown of the keys themselves adds up to the totals."""

    def __init__(self, scope: "Scope", own: "Mapping[str, Account]") -> None:
        self._scope, self._own = scope, own
        self._returns = {name: self._valued(account) for name, account in own.items()}
        self._shown: dict[str, dict[str, Decimal]] = {}
        precision = scope.asked.ledger.declarations.precision
        self._share("hours", {name: account.hours for name, account in own.items()}, precision(HOUR))
        self._share("outcomes", {name: account.outcomes for name, account in own.items()}, _PLACES)
        self._lacking = {
            side: shares(
                {name: _side(pair[0], side).unpriced for name, pair in self._returns.items()}, scope.asked.ledger
            )
            for side in ("cost", "gain")
        }
        unit = scope.rates.unit
        self._zero = ZERO if unit is None else quantize(ZERO, precision(unit))
        if unit is not None:
            for suffix, index in _SUFFIXES:
                for side in ("cost", "gain"):
                    sums = {name: _side(pair[index], side).total for name, pair in self._returns.items()}
                    self._share(f"{side}{suffix}", sums, precision(unit))

    def _valued(self, account: Account) -> tuple[Return, Return]:
        return both(account, self._scope)

    def _share(self, field: str, sums: "Mapping[str, Fraction]", places: int) -> None:
        self._shown[field] = dict(zip(sums, apportion(list(sums.values()), places), strict=True))

    def row(self, names: "Sequence[str]", whole: Account | None = None) -> Cells:
        """Return the cells of some keys together; `whole` is the account of all, where they are all."""
        if len(names) == 1 and whole is None:
            account, returns = self._own[names[0]], self._returns[names[0]]
        else:
            account = whole or _together([self._own[name] for name in names])
            returns = self._valued(account)
        cells: Cells = {f"unpriced_{side}": self._unpriced(side, names) for side in ("cost", "gain")}
        cells["partial"] = is_partial(returns[0])
        compared = whole is not None or self._scope.comparable
        for suffix, index in _SUFFIXES:
            made = returns[index]
            cost, gain = (self._amount(f"{side}{suffix}", names, _side(made, side)) for side in ("cost", "gain"))
            found = {**_sides(made, cost, gain), **(_ratios(made, self._scope) if compared else {})}
            cells |= {f"{field}{suffix}": cell for field, cell in found.items()}
        cells["hours"], cells["outcomes"] = self._sum("hours", names), self._sum("outcomes", names)
        cells["involved"] = len(account.involved)
        return cells

    def _sum(self, field: str, names: "Iterable[str]") -> Decimal:
        total = ZERO
        for name in names:
            total = EXACT.add(total, self._shown[field][name])
        return total

    def _unpriced(self, side: str, names: "Iterable[str]") -> tuple[Amount, ...]:
        found: dict[str, Decimal] = {}
        for name in names:
            for unit, number in self._lacking[side][name].items():
                found[unit] = EXACT.add(found.get(unit, ZERO), number)
        return amounts_of(found)

    def _amount(self, field: str, names: "Sequence[str]", value: "Value") -> Amount | None:
        unit = self._scope.rates.unit
        if unit is None or value.known is None:
            return None
        return Amount(EXACT.add(self._zero, self._sum(field, names)), unit)


_PLACES = 2
"""The decimals of a part of an outcome."""

_SUFFIXES = (("", 0), ("_without_hours", 1))


def _side(made: Return, side: str) -> "Value":
    return made.cost if side == "cost" else made.gain


def _together(accounts: "Iterable[Account]") -> Account:
    whole = Account()
    for account in accounts:
        whole.include(account)
    return whole


# ----------------------------------------------------------------------------------------------------- cells


def _sides(made: Return, cost: Amount | None, gain: Amount | None) -> Cells:
    """Return cost, gain and net; what is shown of the net is the difference of what is shown of both."""
    net, known = None, cost if gain is None else gain
    if made.net is not None and known is not None:
        numbers = [amount.number if amount is not None else ZERO for amount in (gain, cost)]
        net = Amount(EXACT.subtract(*numbers), known.unit)
    return {"cost": cost, "gain": gain, "net": net}


def _ratios(made: Return, scope: "Scope") -> Cells:
    """Return the figures that set one side against the other."""
    return {
        "roi": ratio(made.roi),
        "bcr": ratio(made.bcr),
        "xirr": None if made.rate.value is None else quantize(Decimal(made.rate.value), RATIO),
        "payback": made.payback.value,
        "cost_per_outcome": scope.amount(made.per_outcome.value),
        "value_per_hour": scope.amount(made.per_hour.value),
    }


def ratio(number: "Number") -> Decimal | None:
    """Return a ratio with the decimals that data has."""
    return None if number.value is None else quantize(number.value, RATIO)


def is_partial(made: Return) -> bool:
    """Tell whether a part of what is valued has no price."""
    return made.net is not None and bool(made.cost.unpriced or made.gain.unpriced)


def _cut_zeros(rows: "Sequence[Cells]") -> None:
    """Show numbers without unit with no more decimals than any of their column needs."""
    for field in ("hours", "outcomes", "own_hours"):
        numbers = [number for row in rows if isinstance(number := row.get(field), Decimal)]
        places = max(map(_places, numbers), default=0)
        for row in rows:
            if isinstance(number := row.get(field), Decimal):
                row[field] = quantize(number, places)


def _places(number: Decimal) -> int:
    exponent = EXACT.normalize(number).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
