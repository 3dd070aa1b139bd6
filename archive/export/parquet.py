"""Parquet: typed columns, zstd, a file a table, or a folder a table with one folder a site and year in it.

    comments.parquet                                         all of them
    comments.parquet/site=example.org/year=2026/0001.parquet partitioned; a year of 0 is a date nobody knows

Rows are gathered to row groups of bounded size, so memory does not grow with the archive.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from archive.export.account import Account
from archive.export.dataset import Thread
from archive.export.formats import Part, Task
from archive.export.tables import ARTICLES, COMMENTS, TABLES, Kind, Row, Table

# Enough rows for long runs in each column; at 45 words a comment some 5 MB of text, at most.
GROUP_ROWS = 10_000
GROUP_BYTES = 4_000_000
"""Characters of texts, which their HTML doubles: articles are longer than comments."""
BATCH_ROWS = 2_000
_BATCH_BYTES = 1_000_000
"""So many are kept as Python's objects, which take five times the room of a column."""
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


class TableWriter:
    """One Parquet file; rows may come in any numbers.

    Args:
        path: the file.
        table: what its rows are.
        without: fields that are not written, since the path tells them.
    """

    def __init__(self, path: Path, table: Table, without: tuple[str, ...] = ()) -> None:
        self.table = table
        self.rows = 0
        self._schema = schema_of(table, without)
        self._places = [table.place(name) for name in self._schema.names]
        self._kinds = [table.kinds()[place] for place in self._places]
        self._text = table.place("text") if "text" in table.fields else None
        self._waiting: list[Row] = []
        self._waiting_bytes = 0
        self._batches: list[pa.RecordBatch] = []
        self._rows = self._bytes = 0
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd", use_dictionary=_repeated(table))

    def write(self, rows: list[Row]) -> None:
        """Append rows."""
        self._waiting += rows
        self.rows += len(rows)
        if self._text is not None:
            text = self._text
            self._waiting_bytes += sum([len(row[text]) for row in rows])  # type: ignore[arg-type, misc]  # a text is never missing
        if len(self._waiting) >= BATCH_ROWS or self._waiting_bytes >= _BATCH_BYTES:
            self._pack()
            if self._rows >= GROUP_ROWS or self._bytes >= GROUP_BYTES:
                self.flush()

    def flush(self) -> None:
        """Write what waits as a row group."""
        self._pack()
        if self._batches:
            self._writer.write_table(pa.Table.from_batches(self._batches, self._schema))
            self._batches, self._rows, self._bytes = [], 0, 0

    def _pack(self) -> None:
        """Make columns of the rows that wait."""
        if not self._waiting:
            return
        columns = list(zip(*self._waiting, strict=True))
        arrays = [_array(columns[place], kind) for place, kind in zip(self._places, self._kinds, strict=True)]
        self._batches.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        self._rows += len(self._waiting)
        self._bytes += self._waiting_bytes
        self._waiting, self._waiting_bytes = [], 0

    def close(self) -> None:
        """Finish the file."""
        self.flush()
        self._writer.close()


def _array(values: tuple[Any, ...], kind: Kind) -> pa.Array:
    if kind is Kind.TIME:
        return pa.array(values, pa.string()).cast(_TYPES[kind])
    return pa.array(values, _TYPES[kind])


def _repeated(table: Table) -> list[str]:
    """Columns in which values recur, for which Parquet keeps a dictionary; the others would only be tried and given up."""
    once = {"id", "key", "text", "html", "title", "url", "excerpt", "position", "published_at", "published_raw"}
    return [name for name in table.fields if name not in once]


class ParquetSink:
    """A file for each table."""

    def __init__(self, folder: Path) -> None:
        self._writers = {table.name: TableWriter(folder / f"{table.name}.parquet", table) for table in TABLES}

    def write_thread(self, thread: Thread) -> None:
        """Append an article and its comments."""
        self._writers[ARTICLES.name].write([thread.article])
        self._writers[COMMENTS.name].write(thread.comments)

    def write_row(self, table: Table, row: Row) -> None:
        """Append one row."""
        self._writers[table.name].write([row])

    def finish(self, account: Account) -> dict[str, Part]:  # noqa: ARG002 (the signature of a sink)
        """Finish the files."""
        self.close()
        return {f"{name}.parquet": Part(table=w.table, rows=w.rows) for name, w in self._writers.items()}

    def close(self) -> None:
        """Finish the files; again is nothing."""
        for writer in self._writers.values():
            writer.close()


def open_sink(task: Task) -> Any:
    """Begin the files."""
    from archive.export.partitions import PartitionedSink

    return PartitionedSink(task.folder) if task.is_partitioned else ParquetSink(task.folder)
