"""Rows as columns: what waits to be written to Parquet takes a fifth of the room that Python's objects take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

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
    """

    def __init__(self, table: Table, without: tuple[str, ...] = ()) -> None:
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
        taken = pa.Table.from_batches(self._batches, self.schema)
        self._batches, self._batch_bytes, self.rows = [], 0, 0
        return taken

    def _pack(self) -> None:
        if not self._objects:
            return
        columns = list(zip(*self._objects, strict=True))
        arrays = [_array(columns[place], self._kinds[place]) for place in self._places]
        self._batches.append(pa.RecordBatch.from_arrays(arrays, schema=self.schema))
        self._batch_bytes += self._batches[-1].nbytes
        self._objects, self._object_bytes = [], 0


_ROW_BYTES = 500


def _array(values: tuple[Any, ...], kind: Kind) -> pa.Array:
    if kind is Kind.TIME:
        return pa.array(values, pa.string(), memory_pool=POOL).cast(_TYPES[kind], memory_pool=POOL)
    return pa.array(values, _TYPES[kind], memory_pool=POOL)
