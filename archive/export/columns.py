"""Rows as columns: what waits to be written to Parquet takes a fifth of the room that Python's objects take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc

from archive.export.tables import Kind, Row, Table

BATCH_ROWS = 1_000
BATCH_BYTES = 500_000
"""Characters of texts: so much is kept as Python's objects."""
POOL = pa.system_memory_pool()
"""The C library's: Arrow's own keeps 10 to 30 MB of what was freed, which `archive.export.room` cannot give back."""
_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int32(),
    Kind.FLAG: pa.bool_(),
    Kind.TIME: pa.timestamp("ms", tz="UTC"),
    Kind.TEXTS: pa.list_(pa.string()),
}


def schema_of(table: Table, without: Iterable[str] = ()) -> pa.Schema:
    """The types of a table's columns."""
    fields = [(name, _TYPES[kind]) for name, kind in zip(table.fields, table.kinds(), strict=True)]
    return pa.schema([field for field in fields if field[0] not in without])


class Columns:
    """Rows of one table that wait.

    Args:
        table: what the rows are.
        without: fields that are not kept, since a path tells them.
        spool: a file they wait in, which is made and taken away; without one they wait in memory.
    """

    def __init__(self, table: Table, without: tuple[str, ...] = (), *, spool: Path | None = None) -> None:
        self.table = table
        self.schema = schema_of(table, without)
        self.rows = 0
        """How many wait."""
        self._kinds = table.kinds()
        self._places = [table.place(name) for name in self.schema.names]
        self._texts = [table.place(name) for name in ("text", "html") if name in table.fields]
        self._objects: list[Row] = []
        self._object_bytes = 0
        self._batches: list[pa.RecordBatch] = []
        self._batch_bytes = 0
        self._spool = spool
        self._spooling: pa.RecordBatchStreamWriter | None = None

    @property
    def bytes(self) -> int:
        """What waits, in bytes of its columns; those that are none yet are guessed."""
        return self._batch_bytes + self._object_bytes + _ROW_BYTES * len(self._objects)

    def add(self, rows: list[Row]) -> None:
        """Take rows."""
        self._objects += rows
        self.rows += len(rows)
        for place in self._texts:
            self._object_bytes += sum([len(str(row[place])) for row in rows])
        if len(self._objects) >= BATCH_ROWS or self._object_bytes >= BATCH_BYTES:
            self._pack()

    def take(self) -> pa.Table:
        """All that waits; nothing waits then."""
        self._pack()
        if self._spool is not None and self._spooling is not None:
            self._batches = self._unspool(self._spool, self._spooling)
        taken = pa.Table.from_batches(self._batches, self.schema)
        self._batches, self._batch_bytes, self.rows = [], 0, 0
        return taken

    def _pack(self) -> None:
        if not self._objects:
            return
        columns = list(zip(*self._objects, strict=True))
        arrays = [_array(columns[place], self._kinds[place]) for place in self._places]
        batch = pa.RecordBatch.from_arrays(arrays, schema=self.schema)
        if self._spool is None:
            self._batches.append(batch)
        else:
            self._spooling = self._spooling or pa.ipc.new_stream(self._spool, self.schema)
            self._spooling.write_batch(batch)
        self._batch_bytes += batch.nbytes
        self._objects, self._object_bytes = [], 0

    def _unspool(self, spool: Path, spooling: pa.RecordBatchStreamWriter) -> list[pa.RecordBatch]:
        spooling.close()
        self._spooling = None
        with pa.OSFile(str(spool)) as file:
            batches = list(pa.ipc.open_stream(file, memory_pool=POOL))
        spool.unlink()
        return batches


_ROW_BYTES = 500


def _array(values: tuple[Any, ...], kind: Kind) -> pa.Array:
    if kind is Kind.TIME:  # by hand: a cast loads Arrow's functions, 10 MB
        values = tuple([None if at is None else _milliseconds(at) for at in values])
    return pa.array(values, _TYPES[kind], memory_pool=POOL)


def _milliseconds(at: str) -> int:
    return int(datetime.fromisoformat(at).timestamp() * 1000)
