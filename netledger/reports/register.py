"""The register: entries with a running balance, such as the statement of one person."""

from typing import TYPE_CHECKING, Literal

from netledger.core import entries as e
from netledger.core.amounts import ZERO, negated
from netledger.core.booking import Exchange
from netledger.core.report import Cell, Column, Report
from netledger.core.valuation import Sums, Valued, plus, rounded

if TYPE_CHECKING:
    from netledger.core.config import Config
    from netledger.core.ledger import Ledger

Account = Literal["goodwill", "costs", "outcomes"]

ACCOUNTS: dict[Account, tuple[str, ...]] = {
    "goodwill": ("give", "receive"),
    "costs": ("cost",),
    "outcomes": ("outcome",),
}
"""What the balance can run over, with the kinds of exchange that change it."""

COLUMNS = (
    Column("date", "date"),
    Column("kind", "text"),
    Column("people", "name"),
    Column("venue", "name"),
    Column("text", "text"),
    Column("change", "amounts"),
    Column("balance", "amounts"),
)


def register(ledger: "Ledger", config: "Config", account: Account = "goodwill") -> Report:
    """List what happened, each with what it changed and the balance after it.

    Of goodwill every touch, introduction and favour is listed, of costs and outcomes what changes them. The balance
    begins at the begin of the period; of each line the units that it changes are shown.
    """
    kinds = ACCOUNTS[account]
    booked = {id(entry): exchanges for entry, exchanges in ledger.booked}
    balance: Sums = {}
    rows = []
    for entry in config.within(ledger.entries):
        if not isinstance(entry, e.Happening):
            continue
        exchanges = [
            exchange
            for exchange in booked.get(id(entry), ())
            if exchange.kind in kinds and config.query.exchange(entry, exchange, ledger.declarations)
        ]
        if not exchanges and not (account == "goodwill" and _listed(entry, ledger, config)):
            continue
        rows.append((*_words(entry), *_amounts(entry, exchanges, balance, ledger, config)))
    titles = {"goodwill": "Register", "costs": "Costs", "outcomes": "Outcomes"}
    return Report("register", titles[account], COLUMNS, tuple(rows), config.today, config.begin, config.end)


def _listed(entry: e.Happening, ledger: "Ledger", config: "Config") -> bool:
    """Tell whether an entry that changes nothing is listed all the same: it tells how people stand."""
    if isinstance(entry, e.Cost | e.Outcome | e.Promo):
        return False
    return config.query.entry(entry, ledger.declarations)


def _words(entry: e.Happening) -> tuple[Cell, ...]:
    kind = e.keyword(entry)
    if isinstance(entry, e.Outcome):
        kind = entry.kind
    if entry.pending:
        kind = f"! {kind}"
    return entry.date, kind, _who(entry), entry.venue, entry.text


def _who(entry: e.Happening) -> str:
    """Name the people as the entry does: `Dave by Bob`, `from Carol`; whom its details alone name follow."""
    words = [*(["from"] if isinstance(entry, e.Touch) and entry.inbound else []), *entry.names]
    if isinstance(entry, e.Intro | e.Give) and entry.by is not None:
        words += ["by", entry.by]
    elif isinstance(entry, e.Outcome):
        words = [*(["from", *entry.names] if entry.names else [])]
        words += ["for", *entry.beneficiaries] if entry.beneficiaries else []
    named = set(words)
    return " ".join([*words, *(name for name in e.people(entry) if name not in named)])


def _amounts(
    entry: e.Entry, exchanges: list[Exchange], balance: Sums, ledger: "Ledger", config: "Config"
) -> tuple[Cell, Cell]:
    """Return what an entry changes, and the balance after it; `balance` is brought up to date."""
    if not exchanges:
        return (), ()
    period = ledger.prices.period(entry.date)
    change = Valued()
    for exchange in exchanges:
        amount = exchange.amount
        if exchange.kind == "receive":
            amount = type(amount)(negated(amount.number), amount.unit)
        change.add(amount, entry.date, period)
    # What each entry is worth does not depend on the others, so the balance is the sum of what they change.
    changed = change.sums(ledger, config)
    for unit, number in changed.items():
        balance[unit] = plus(balance.get(unit, ZERO), number)
    return rounded(changed, ledger), rounded({unit: balance[unit] for unit in changed}, ledger)
