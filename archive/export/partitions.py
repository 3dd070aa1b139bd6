"""Parquet in partitions: a folder a table, in it one a site and year, as Hive, DuckDB, Spark and pandas read them.

Articles and comments go by their own year of publishing, sidebars and people by the year they were seen; 0 is unknown.
The rows of many partitions wait together; when there are too many of them, the fullest partition is written out.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import attrs

from archive.addresses import site_of
from archive.export.account import Account
from archive.export.dataset import Thread
from archive.export.formats import Part
from archive.export.parquet import BATCH_ROWS, TableWriter
from archive.export.tables import ARTICLES, COMMENTS, PEOPLE, RECENT_COMMENTS, TABLES, Row, Table

_MOST_WAITING = 40_000_000
"""Bytes, as estimated: some 20,000 comments, or 2,000 long articles."""
_ROW_BYTES = 1_500
_UNKNOWN = 0
_DATED_BY = {
    ARTICLES: ARTICLES.place("published_at"),
    COMMENTS: COMMENTS.place("published_at"),
    RECENT_COMMENTS: RECENT_COMMENTS.place("seen_at"),
    PEOPLE: PEOPLE.place("seen_at"),
}
_SITE = ARTICLES.place("site")
_PEOPLE_SITE = PEOPLE.place("site")
_TEXTS = {ARTICLES: ARTICLES.place("text"), COMMENTS: COMMENTS.place("text")}
_PAGE = RECENT_COMMENTS.place("page_url")


@attrs.frozen
class Partition:
    """Which rows stand together."""

    table: Table
    site: str
    year: int

    def folder(self) -> str:
        """Its path within the export."""
        return f"{self.table.name}.parquet/site={quote(self.site, safe='')}/year={self.year}"


class PartitionedSink:
    """Folders of Parquet files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._waiting: dict[Partition, list[Row]] = {}
        self._bytes = 0
        self._numbers: dict[Partition, int] = {}
        self._parts: dict[str, Part] = {}

    def write_thread(self, thread: Thread) -> None:
        """Take an article and its comments."""
        site = str(thread.article[_SITE])
        self._take(ARTICLES, site, thread.article)
        for row in thread.comments:
            self._take(COMMENTS, site, row)

    def write_row(self, table: Table, row: Row) -> None:
        """Take one row."""
        site = site_of(str(row[_PAGE])) if table is RECENT_COMMENTS else str(row[_PEOPLE_SITE])
        self._take(table, site, row)

    def finish(self, account: Account) -> dict[str, Part]:  # noqa: ARG002 (the signature of a sink)
        """Write what waits; a table without rows is an empty file in its folder."""
        while self._waiting:
            self._write_fullest()
        for table in TABLES:
            if not (self.folder / f"{table.name}.parquet").exists():
                self._write(f"{table.name}.parquet", "empty.parquet", table, [])
        return self._parts

    def close(self) -> None:
        """Nothing stays open between two writes."""

    def _take(self, table: Table, site: str, row: Row) -> None:
        at = row[_DATED_BY[table]]
        year = int(at[:4]) if isinstance(at, str) else _UNKNOWN
        self._waiting.setdefault(Partition(table, site, year), []).append(row)
        self._bytes += _weight(table, row)
        if self._bytes >= _MOST_WAITING:
            self._write_fullest()

    def _write_fullest(self) -> None:
        partition = max(self._waiting, key=lambda waiting: len(self._waiting[waiting]))
        rows = self._waiting.pop(partition)
        self._bytes -= sum(_weight(partition.table, row) for row in rows)
        number = self._numbers[partition] = self._numbers.get(partition, 0) + 1
        self._write(partition.folder(), f"{number:04d}.parquet", partition.table, rows)

    def _write(self, folder: str, name: str, table: Table, rows: list[Row]) -> None:
        (self.folder / folder).mkdir(parents=True, exist_ok=True)
        writer = TableWriter(self.folder / folder / name, table, without=("site",))
        try:
            for start in range(0, len(rows), BATCH_ROWS):
                writer.write(rows[start : start + BATCH_ROWS])
        finally:
            writer.close()
        self._parts[f"{folder}/{name}"] = Part(table=table, rows=len(rows))


def _weight(table: Table, row: Row) -> int:
    """What a row takes while it waits: its HTML is as long as its text, or little longer."""
    text = row[_TEXTS[table]] if table in _TEXTS else None
    return _ROW_BYTES + (2 * len(text) if isinstance(text, str) else 0)
