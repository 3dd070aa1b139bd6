"""Parquet: typed columns, zstd, a file a table, or a folder a table with one folder a site and year in it.

    comments.parquet                                         all of them
    comments.parquet/site=example.org/year=2026/0001.parquet partitioned; a year of 0 is a date nobody knows

Rows are gathered to row groups of bounded size, so memory does not grow with the archive.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from archive.export import room
from archive.export.account import Account
from archive.export.columns import POOL, Columns
from archive.export.dataset import Thread
from archive.export.formats import Part, Task
from archive.export.tables import ARTICLES, COMMENTS, TABLES, Row, Table

GROUP_ROWS = 20_000
GROUP_BYTES = 12_000_000
"""A row group is in memory twice, as columns and as what is written of them: 25 MB. What is known of a group stays there
until the file ends, 45 KB of it; so groups of half the size take more memory at 10 million comments, and of twice, too."""
_ONCE = frozenset({"id", "key", "text", "html", "title", "url", "excerpt", "position", "published_at", "published_raw"})
"""Columns in which hardly a value recurs: a dictionary of them would only be tried and given up."""
_UNORDERED = frozenset({"id", "article_id", "parent_id", "comment_id", "stored_parent_id", "text", "html", "excerpt"})
"""Columns of which the least and the greatest value of a group say nothing, and may be long."""


class TableWriter:
    """One Parquet file; rows may come in any numbers.

    Args:
        path: the file.
        table: what its rows are.
        without: fields that are not written, since the path tells them.
        spool: a file in which rows wait, where many files are written side by side.
    """

    def __init__(self, path: Path, table: Table, without: tuple[str, ...] = (), *, spool: Path | None = None) -> None:
        self.table = table
        self.rows = 0
        self.waiting = Columns(table, without, spool=spool)
        self._writer: pq.ParquetWriter | None = pq.ParquetWriter(
            path,
            self.waiting.schema,
            memory_pool=POOL,
            compression="zstd",
            use_dictionary=[name for name in table.fields if name not in _ONCE],
            write_statistics=[name for name in table.fields if name not in _UNORDERED],
        )

    def write(self, rows: list[Row]) -> None:
        """Append rows."""
        self.rows += len(rows)
        self.waiting.add(rows)
        if self.waiting.rows >= GROUP_ROWS or self.waiting.bytes >= GROUP_BYTES:
            self.flush()

    def flush(self) -> None:
        """Write what waits as a row group."""
        if self.waiting.rows and self._writer is not None:
            self._writer.write_table(self.waiting.take())
            room.give_back()

    def close(self) -> None:
        """Finish the file, and let go of all that was known of it; again is nothing."""
        self.flush()
        if self._writer is not None:
            self._writer.close()
            self._writer = None


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
