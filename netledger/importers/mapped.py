"""Any CSV file, by a mapping that says what its columns are (`--mapping FILE`).

    [csv]                       ; all of it may be left out
    name = crm                  ; the ids of the rows begin with `csv:crm`; else with the name of the mapping's file
    delimiter = tab             ; else found out
    encoding = cp1252           ; else found out
    dates = day first           ; or `month first`, or a form such as %d.%m.%Y; else as the dates themselves tell
    decimal = ,                 ; the sign before decimals; else a point
    durations = hours           ; what a plain number is; else minutes
    separator = /               ; between several names, addresses, tags of a cell; else ;

    [columns]                   ; what is in which column, by the columns' titles
    date = When
    name = Contact
    meta.stage = Pipeline stage ; any metadata

    [defaults]                  ; what a row has that has no such column, or nothing in it
    kind = meet

    [kinds]                     ; the file's words for kinds; * is any other; without a kind such rows are left out
    Won deal = outcome client
    Newsletter =

    [directions]                ; the file's words for who reached out
    They called = in

A comment stands on a line of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from netledger.core.config import WrongCall
from netledger.core.diagnostics import diagnostic
from netledger.core.spans import Span
from netledger.core.spelling import nearest
from netledger.formats import Importer, LeftOut
from netledger.importers.days import Days, NoDate
from netledger.importers.ids import Ids
from netledger.importers.mapped_cells import BadCell, Cells
from netledger.importers.mapped_rows import Drafting
from netledger.importers.mapping import ANY, KINDS, Column, ColumnMapping, read_mapping
from netledger.importers.rows import Row, has_columns, read_rows

if TYPE_CHECKING:
    from netledger.core.diagnostics import Diagnostic
    from netledger.core.ledger import Ledger
    from netledger.formats import Draft, ImportConfig, Source


def _identify(source: "Source", config: "ImportConfig") -> bool:
    """Tell whether a file has any of the mapping's columns: where it lacks others, that is told of each."""
    if config.mapping is None or not source.head:
        return False
    mapping = read_mapping(config.mapping)
    layouts = [[column.key] for column in mapping.columns.values()]
    return has_columns(source, layouts, delimiter=mapping.delimiter, encoding=mapping.encoding)


_TOLD_EVERY = 1000
"""After so many rows whoever waits is told how far it is."""


def _extract(source: "Source", ledger: "Ledger", config: "ImportConfig") -> "Iterator[Draft | Diagnostic | LeftOut]":
    if config.mapping is None:
        raise WrongCall("a CSV file is imported by a mapping of its columns: give one with --mapping FILE")
    mapping = read_mapping(config.mapping)
    rows: list[Row] = []
    for item in _rows(source, mapping):
        if isinstance(item, Row):
            rows.append(item)
        else:
            yield item
    day = _day_reader(mapping, rows, config.today)
    drafting = Drafting(source, ledger, config)
    ids = Ids(f"csv:{mapping.name}")
    for number, row in enumerate(rows):
        if number % _TOLD_EVERY == 0:
            config.progress(f"reading {source.name}", number, len(rows))
        cells = Cells(row, mapping)
        key = _id(ids, row, mapping.columns.get("id"))  # also of rows at fault, which count where two are equal
        try:
            kind = _kind(mapping, cells.get("kind"))
            if kind:
                yield drafting.draft(cells, kind, day(cells.get("date")), key)
            else:
                yield LeftOut(f"rows of the kind {cells.get('kind')}")
        except BadCell as problem:
            yield row.fault(source, problem.message, problem.hint)
    config.progress(f"reading {source.name}", len(rows), len(rows))


def _rows(source: "Source", mapping: ColumnMapping) -> "Iterator[Row | Diagnostic]":
    """Give the rows of a file; where it lacks columns, a diagnostic for each instead."""
    keys = [column.key for column in mapping.columns.values()]
    single = [[key] for key in keys]
    layouts: Sequence[Sequence[str]] = [keys]
    how = {"delimiter": mapping.delimiter, "encoding": mapping.encoding}
    if not has_columns(source, layouts, **how) and has_columns(source, single, **how):
        layouts = single
    is_told = False
    for item in read_rows(source, layouts, **how):
        if layouts is single and isinstance(item, Row):
            yield from () if is_told else _missing(source, mapping, item.columns)
            is_told = True
        else:
            yield item


def _missing(source: "Source", mapping: ColumnMapping, columns: Mapping[str, int]) -> "Iterator[Diagnostic]":
    for what, column in mapping.columns.items():
        if column.key not in columns:
            close = nearest(column.key, columns)
            hint = f"did you mean `{close}`?" if close else f"it has {', '.join(columns)}"
            message = f"{source.name} has no column `{column.title}`, which is to be the {what}"
            yield diagnostic("NL502", Span(str(mapping.path), column.line), message, hint)


def _kind(mapping: ColumnMapping, text: str) -> str:
    """Return what a row becomes; empty where it is left out. Raises BadCell."""
    kind = mapping.kinds.get(text.casefold())
    if kind is None and text.casefold() in KINDS:
        kind = text.casefold()
    if kind is None:
        kind = mapping.kinds.get(ANY)
    if kind is None and text == mapping.defaults.get("kind"):
        kind = text
    if kind is None:
        word = f"the kind `{text}` is not known" if text else "the row has no kind"
        raise BadCell(word, f"write `{text or ANY} = meet` under [kinds] of {mapping.path.name}")
    return kind


def _day_reader(mapping: ColumnMapping, rows: Sequence[Row], today: date) -> "Callable[[str], date]":
    """Return what reads the dates of a file; without any in the mapping all are today. It raises BadCell."""
    if "date" not in mapping.columns and "date" not in mapping.defaults:
        return lambda _text: today
    if "%" in mapping.dates:
        return lambda text: _day_of_form(text, mapping.dates)
    column = mapping.columns.get("date")
    days = Days([row[column.key] for row in rows] if column is not None else (), mapping.order)

    def read(text: str) -> date:
        found = days.read(text)
        if isinstance(found, NoDate):
            raise BadCell(found.message, found.hint)
        return found

    return read


def _day_of_form(text: str, form: str) -> date:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - the day as it is written, of no zone
    except ValueError:
        raise BadCell(f"`{text[:40]}` is no date of the form {form}" if text else "a date is missing") from None


def _id(ids: Ids, row: Row, column: Column | None) -> str:
    """Return the id of a row: its own, else a digest of what stands in it, whatever the mapping takes of that."""
    own = row[column.key] if column is not None else ""
    if own:
        return ids.make(own)
    filled = sorted(f"{title}={row[title]}" for title in row.columns if row[title])
    return ids.make(sha256("\n".join(filled).encode(errors="replace")).hexdigest()[:16])


csv = Importer(_identify, _extract, "any CSV file, by a mapping of its columns (--mapping)")
