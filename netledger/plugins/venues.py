"""Venues: what each place takes and what it brings, on one scale, online or not.

A row tells of a venue with all that lies under it; its `own_` columns of the venue itself, and these add up to the
totals. With `--by why` or `--by kind` the venues are put together. What is counted at a venue is what was noted with
it: costs, touches, favours, outcomes. Who was met there, and which ties lasted, is told in `meetings`.
"""

from typing import TYPE_CHECKING

from netledger.core.amounts import EXACT, ZERO, Amount, quantize
from netledger.core.config import WrongCall
from netledger.core.declarations import ancestors
from netledger.core.order import alphabetical
from netledger.core.report import Cell, Column, Report
from netledger.core.spelling import some
from netledger.extension import Metric
from netledger.measures.breakdown import NONE
from netledger.measures.worth import Worth, amounts_of, shares
from netledger.plugins.meetings import LATEST, Met, meetings
from netledger.plugins.places import GROUPS, HOUR, MILE, Place, by_path, gather, key_of
from netledger.plugins.venues_evidence import evidence
from netledger.plugins.venues_told import DEFINITIONS, OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from netledger.core.config import Config
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.core.valuation import Sums
    from netledger.plugins.places import Due

"""How many of a kind a note names."""


def run(ledger: "Ledger", config: "Config") -> "tuple[Report, list[Diagnostic]]":
    """Tell of each venue, as a tree, or of each group of venues. Raises WrongCall."""
    by = None if config.by == "venue" else config.by
    if by is not None and by not in GROUPS:
        raise WrongCall(f"venues are told apart by venue, {' or '.join(GROUPS)}, not by {by!r}")
    own = gather(ledger, config, by)
    met = meetings(ledger, config, None if by is None else key_of(by, ledger, config))
    names = _names(own, met, ledger, config, by)
    told = _Told(ledger, config, {name: own.get(name) or Place() for name in names}, met)
    rows = [told.row(name, _beneath(names, index, by), by) for index, name in enumerate(names)]
    totals = told.totals(names, by)
    columns = _columns(told, by)
    cells = [tuple([row.get(column.name) for column in columns]) for row in (*rows, totals)]
    report = Report(
        "venues",
        ledger.titled(f"Venues by {by}" if by else "Venues"),
        columns,
        tuple(cells[:-1]),
        config.today,
        config.begin,
        config.end,
        cells[-1] if rows else None,
        notes=tuple(_notes(told, by)),
    )
    return report, []


def _names(
    own: "dict[str, Place]", met: dict[str, Met], ledger: "Ledger", config: "Config", by: str | None
) -> list[str]:
    """Return the rows in their order: a tree has all venues above those that are told of."""
    found = {*own, *met}
    if config.empty:
        key = key_of(by, ledger, config)
        found.update(key(venue, config.last) for venue in ledger.declarations.venues)
    if by is not None:
        return sorted(found, key=lambda name: (name == NONE, alphabetical(name)))
    return sorted({above for name in found for above in ancestors(name)}, key=by_path)


def _beneath(names: "Sequence[str]", index: int, by: str | None) -> "Sequence[str]":
    """Return a row and, in a tree, all rows under it, which stand right behind it."""
    end = index + 1
    while by is None and end < len(names) and names[end].startswith(f"{names[index]}:"):
        end += 1
    return names[index:end]


# ----------------------------------------------------------------------------------------------------- cells

_Numbers = dict[str, "Decimal"]
"""Rounded sums, by unit."""


class _Told:
    """The numbers of all rows, rounded so that what is shown of the venues themselves adds up to the totals."""

    def __init__(self, ledger: "Ledger", config: "Config", own: dict[str, Place], met: dict[str, Met]) -> None:
        """Value what stands at each row."""
        self.ledger, self.config, self.own, self.met = ledger, config, own, met
        self.unit = config.currency(ledger.options)
        sums: dict[str, dict[str, Sums]] = {}
        for name, place in own.items():
            for field, held in self._sums(place):
                sums.setdefault(field, {})[name] = held
        self.numbers: dict[str, dict[str, _Numbers]] = {field: shares(held, ledger) for field, held in sums.items()}
        """By what they are of, and by row."""

    def _sums(self, place: Place) -> "Iterable[tuple[str, Sums]]":
        """Give the sums of one row: in their own units, in those that are shown, and as values."""
        held = place.costs.held
        yield "held", held
        yield "costs", held if self.config.exchange is None else place.costs.shown(self.ledger, self.config)
        yield "gains", place.gains.shown(self.ledger, self.config)
        dues = Worth()
        for due in place.unused:
            for amount in due.amounts:
                dues.add(amount.number, amount.unit, due.begin, 0)
        yield "dues_unused", dues.held
        for field, worth, without in (
            ("cost", place.costs, ()),
            ("money", place.costs, (HOUR,)),
            ("gain", place.gains, ()),
        ):
            value = worth.value(self.ledger, self.unit, self.config, without)
            yield field, {self.unit: value.total} if value.priced and self.unit is not None else {}
            yield f"unpriced_{field}", value.unpriced

    def _together(self, field: str, names: "Iterable[str]") -> _Numbers:
        found: _Numbers = {}
        of_rows = self.numbers.get(field, {})
        for name in names:
            for unit, number in of_rows[name].items():
                found[unit] = EXACT.add(found.get(unit, ZERO), number)
        return found

    def _value(self, field: str, names: "Sequence[str]") -> Amount | None:
        """Return the value of some rows together; None where there is something, and nothing of it has a price.

        Likewise of gains, where outcomes came and none has an amount.
        """
        total = self._together(field, names)
        if self.unit is None:
            return None
        bare = field == "gain" and any(self.own[name].bare for name in names)
        if not total and (bare or self._together(f"unpriced_{field}", names)):
            return None
        return Amount(total.get(self.unit) or self._zero(self.unit), self.unit)

    def _zero(self, unit: str) -> "Decimal":
        return quantize(ZERO, self.ledger.declarations.precision(unit))

    def _added(self, names: "Sequence[str]") -> dict[str, Cell]:
        """Return what adds up, of some rows together."""
        places = [self.own[name] for name in names]
        held = self._together("held", names)
        cost, gain = self._value("cost", names), self._value("gain", names)
        lacking = self._together("unpriced_cost", names), self._together("unpriced_gain", names)
        return {
            "venues": len({venue for place in places for venue in place.venues}),
            "days": len({day for place in places for day in place.days}),
            "hours": held.get(HOUR) or self._zero(HOUR),
            "miles": held.get(MILE) or self._zero(MILE),
            "cost": cost,
            "money": self._value("money", names),
            "unpriced": amounts_of(lacking[0]),
            "costs": amounts_of(self._together("costs", names)),
            "dues_unused": amounts_of(self._together("dues_unused", names)),
            "given": sum(place.given for place in places),
            "received": sum(place.received for place in places),
            "outcomes": sum(place.outcomes for place in places),
            "gain": gain,
            "unpriced_gain": amounts_of(lacking[1]),
            "gains": amounts_of(self._together("gains", names)),
            "partial": bool((cost and lacking[0]) or (gain and lacking[1])),
        }

    def row(self, name: str, names: "Sequence[str]", by: str | None) -> dict[str, Cell]:
        """Return the cells of a row that takes in the named ones."""
        cells: dict[str, Cell] = {by or "venue": name, **self._added(names)}
        met = self.met.get(name, Met({}, []))
        if name != NONE or by is not None:
            cells |= {
                "people": len(met.people),
                "first_met": len(met.first),
                "lasted": met.count("lasted"),
                "too_early": met.count("too_early"),
                "not_lasted": met.count("not_lasted"),
            }
        if by is None:
            alone = self._added([name])
            why = None if name == NONE else self.ledger.declarations.venue_value(name, "why", self.config.last)
            cells |= {f"own_{field}": alone[field] for field in OWN}
            cells |= {
                "level": name.count(":"),
                "kind": (name != NONE and self.ledger.declarations.venue_kind(name)) or "",
                "why": "" if why is None else why.text,
            }
        return cells

    def totals(self, names: "Sequence[str]", by: str | None) -> dict[str, Cell]:
        """Return the cells of the totals: of what adds up, and of whom one met anywhere."""
        cells: dict[str, Cell] = {by or "venue": "total", "level": 0, **self._added(names)}
        cells |= {f"own_{field}": cells[field] for field in OWN}
        cells["people"] = len({name for met in self.met.values() for name in met.people})
        return cells


def _columns(told: _Told, by: str | None) -> tuple[Column, ...]:
    """Return the columns; what has no price is shown where there is any, and the amounts where there is no currency.

    Where that makes the table too wide for a terminal of 80 columns, other columns give way.
    """
    valued = told.unit is not None
    no_cost, no_gain = (
        valued and any(told.numbers.get(field, {}).values()) for field in ("unpriced_cost", "unpriced_gain")
    )
    lacking = no_cost or no_gain
    first = (
        (
            Column("level", "level"),
            Column("venue", "name"),
            Column("kind", "name", wide=lacking),
            Column("why", "text", wide=True),
        )
        if by is None
        else (Column(by, "name"), Column("venues", "count", wide=lacking))
    )
    added = (
        Column("days", "count", "days there", wide=True),
        Column("hours", "number", adds=True, wide=no_cost and no_gain),
        Column("miles", "number", wide=True),
        Column("cost", "amount", adds=True, wide=not valued),
        Column("money", "amount", "without hours", wide=True),
        Column("unpriced", "amounts", wide=not no_cost),
        Column("costs", "amounts", wide=valued),
        Column("dues_unused", "amounts", wide=True),
        Column("people", "count", "met", wide=no_cost and no_gain),
        Column("first_met", "count", wide=True),
        Column("lasted", "count", wide=no_gain),
        Column("too_early", "count", wide=True),
        Column("not_lasted", "count", wide=True),
        Column("given", "count", "favours given", wide=True),
        Column("received", "count", "favours received", wide=True),
        Column("outcomes", "count"),
        Column("gain", "amount", adds=True, wide=not valued),
        Column("unpriced_gain", "amounts", wide=not no_gain),
        Column("gains", "amounts", wide=valued),
        Column("partial", "flag", wide=True),
    )
    own = tuple(
        Column(f"own_{column.name}", column.kind, wide=True) for column in added if column.name in OWN and by is None
    )
    return (*first, *added, *own)


# ----------------------------------------------------------------------------------------------------- notes


def _notes(told: _Told, by: str | None) -> "Iterable[str]":
    named = [name for name in told.own if name != NONE]
    rows = "venue" if by is None else by
    for field, what in (("unpriced_cost", "costs"), ("unpriced_gain", "outcomes")):
        found: dict[str, int] = {}
        for held in told.numbers.get(field, {}).values():
            for unit in held:
                found[unit] = found.get(unit, 0) + 1
        if found and told.unit is not None:
            listed = ", ".join(
                f"{unit} ({count} {rows if count == 1 else rows + 's'})" for unit, count in found.items()
            )
            yield f"no price in {told.unit}, so left out of the value of {what}: {listed}"
    bare = sum(place.bare for place in told.own.values())
    if bare:
        yield f"{bare} outcome{'' if bare == 1 else 's'} without an amount: counted, but no part of the gain"
    if told.unit is None and any(told.own[name].costs or told.own[name].gains for name in told.own):
        yield "no value: the journal names no operating_currency"
    if by is None:
        yield from _without_why(told, named)
    early = [
        f"{name} {count}"
        for name, met in told.met.items()
        if (by is not None or ":" not in name) and (count := met.count("too_early"))
    ]
    if early:
        yield f"too early to tell whether a tie lasts, first met under {LATEST.days} days ago: {some(sorted(early))}"
    unused = sorted(
        (due for place in told.own.values() for due in place.unused),
        key=lambda due: (due.begin, by_path(due.entry.venue or "")),
    )
    if unused:
        dues = [f"{due.entry.venue} {' '.join(map(str, due.amounts))} ({_days(due)})" for due in unused]
        yield f"dues unused, for there was no day there: {some(dues)}"
    if NONE in told.own and by is None:
        yield "(none) is what was noted without a venue: nobody is met there, and no tie begins there to last"


def _days(due: "Due") -> str:
    return f"{due.days_so_far} of {due.days} days so far" if due.days_so_far < due.days else f"from {due.begin} on"


def _without_why(told: _Told, named: "Sequence[str]") -> "Iterable[str]":
    """Name the topmost venues without a why."""
    declared, last = told.ledger.declarations, told.config.last
    bare = {name for name in named if declared.venue_value(name, "why", last) is None}
    top = [name for name in named if name in bare and not set(ancestors(name)[1:]) & bare]
    if top:
        yield f'no why, so what are you there for: {some(top)} (write it under the venue, why: "ideal clients")'


plugin = Metric(
    run,
    "Show what each venue takes and what it brings: hours, costs, people met, ties that lasted, outcomes.",
    help="A row takes in what lies under it; --depth 1 shows the topmost venues alone, --wide also each venue by "
    "itself (the own columns) and all other columns. TERMs select what is reported.",
    by=("venue", "kind", "why"),
    compares=("hours", "people", "outcomes"),
    definitions=DEFINITIONS,
    evidence=evidence,
)
