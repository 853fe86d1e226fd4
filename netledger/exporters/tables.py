"""The journal as one table, in CSV and Parquet; `rows.Row` says what its columns are, and why.

In CSV an empty cell stands for what the entry does not say; people, tags and links are joined by blanks, which no name,
tag or link contains; metadata is a JSON object from each key to its values. In Parquet they are nulls, lists and a map.
"""

from csv import writer
from datetime import date
from decimal import Decimal
from io import RawIOBase, StringIO
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from netledger.core.amounts import quantize
from netledger.core.config import NotInstalled, WrongCall
from netledger.exporters.rows import Row, rows
from netledger.formats import Exporter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from _typeshed import ReadableBuffer

    from netledger.core.config import Config
    from netledger.core.ledger import Ledger

# ----------------------------------------------------------------------------------------------------------- CSV

# A piece has about so many characters.
_PIECE = 1 << 16

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


class CsvOptions(msgspec.Struct, frozen=True):
    """What `export csv` takes beside the options of all exports."""

    spreadsheet: Annotated[
        bool,
        msgspec.Meta(
            description="For Excel: with a byte order mark, which tells it that this is UTF-8, and with ' before what "
            "it would take for a formula, such as @Chamber."
        ),
    ] = False


def _csv(ledger: "Ledger", config: "Config") -> "Iterator[str]":
    """Give the table as CSV (RFC 4180, with LF), as reports have it."""
    for_spreadsheet = config.own(CsvOptions).spreadsheet
    written = _GUARDED if for_spreadsheet else _WRITTEN
    buffer = StringIO()
    table = writer(buffer, lineterminator="\n")
    if for_spreadsheet:
        buffer.write(_BOM)
    table.writerow(Row._fields)
    for row in rows(ledger, config):
        table.writerow([convert(cell) if (convert := written.get(type(cell))) else cell for cell in row])
        if buffer.tell() > _PIECE:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


_WRITTEN: "Mapping[type, Callable[[Any], str]]" = {  # each takes a cell of its own type
    bool: lambda truth: "true" if truth else "false",
    date: date.isoformat,
    Decimal: lambda number: f"{number:f}",
    tuple: " ".join,
    dict: lambda meta: msgspec.json.encode(meta).decode(),
}
"""How a cell is written, by what it is; others are left to the writer, which makes None an empty cell."""

_GUARDED = {**_WRITTEN, str: _guarded, tuple: lambda names: _guarded(" ".join(names))}
"""Likewise, for programs that read formulas; numbers need no guard."""

csv = Exporter(
    _csv,
    "a table of entries and what they exchange, for spreadsheets, pandas and DuckDB",
    help="A row for each entry and each thing that it exchanges. `exchange` tells what changed hands (give, receive,"
    " cost, outcome); what is pending has `promised` instead. `value` is what it was worth on its day in the "
    "operating currency, where prices say so.",
    options=CsvOptions,
    suffix=".csv",
)

# ------------------------------------------------------------------------------------------------------- Parquet

_MISSING = "Parquet needs the package pyarrow: pip install 'netledger[parquet]'"

# Rows that are written, and held in memory, at a time.
_GROUP = 10_000

# Numbers have one scale in every file, so that files of several journals can be read as one. What netledger calculates
# itself has at most 12 decimals; before them there is room for 26 digits.
_DIGITS, _DECIMALS = 38, 12


def _parquet(ledger: "Ledger", config: "Config") -> "Iterator[bytes]":
    """Give the table as Parquet. Raises WrongCall where pyarrow is not installed, or where a number has no room."""
    try:
        import pyarrow as pa  # type: ignore[import-untyped] # noqa: PLC0415 - an extra; nothing else needs it
        from pyarrow import parquet as files  # noqa: PLC0415
    except ModuleNotFoundError:
        raise NotInstalled(_MISSING) from None
    schema = _schema(pa)
    sink = _Pieces()
    rest = rows(ledger, config)
    with files.ParquetWriter(sink, schema) as table:
        while (batch := _batch(pa, schema, rest)) is not None:
            table.write_batch(batch)
            yield sink.taken()
    yield sink.taken()


def _schema(pa: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    texts = pa.list_(pa.string())
    types = {
        "entry": pa.int64(),
        "date": pa.date32(),
        "pending": pa.bool_(),
        "inbound": pa.bool_(),
        **dict.fromkeys(("people", "beneficiaries", "concerns", "tags", "links"), texts),
        **dict.fromkeys(("number", "value"), pa.decimal128(_DIGITS, _DECIMALS)),
        "meta": pa.map_(pa.string(), texts),
        "line": pa.int64(),
    }
    return pa.schema([(name, types.get(name, pa.string())) for name in Row._fields])


def _batch(pa: Any, schema: Any, rest: "Iterator[Row]") -> Any:  # noqa: ANN401 - likewise
    """Take the next rows as one RecordBatch; None: there are no more."""
    group = list(islice(rest, _GROUP))
    if not group:
        return None
    cells = dict(zip(Row._fields, zip(*group, strict=True), strict=True))
    cells["meta"] = tuple(meta and list(meta.items()) for meta in cells["meta"])
    try:
        return pa.record_batch([pa.array(cells[field.name], field.type) for field in schema], schema=schema)
    except pa.ArrowInvalid as error:
        raise WrongCall(_misfit(group)) from error


def _misfit(group: "Sequence[Row]") -> str:
    """Say which number the file cannot hold exactly."""
    row, number, unit = next(
        (row, number, unit)
        for row in group
        for number, unit in ((row.number, row.unit), (row.value, row.value_unit))
        if number is not None and not _fits(number)
    )
    return (
        f"{row.file}:{row.line}: {number:f} {unit} does not fit into Parquet, whose numbers have "
        f"{_DIGITS - _DECIMALS} digits before the point and {_DECIMALS} after it; csv and json hold it"
    )


def _fits(number: Decimal) -> bool:
    return number.adjusted() < _DIGITS - _DECIMALS and quantize(number, _DECIMALS) == number


class _Pieces(RawIOBase):
    """A file that keeps what is written to it until it is taken away."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer") -> int:
        size = memoryview(data).nbytes
        self._held += data
        self._length += size
        return size

    def tell(self) -> int:
        return self._length

    def taken(self) -> bytes:
        """Return what was written since it was last asked for."""
        taken = bytes(self._held)
        self._held.clear()
        return taken


parquet = Exporter(
    _parquet,
    "the table of csv with types, for pandas, polars and DuckDB",
    help="People, tags and links are lists, metadata is a map, numbers are exact: 26 digits before the point and 12 "
    "after it.",
    suffix=".parquet",
)
