"""Parquet in partitions: a folder a table, in it one a site and year, as Hive, DuckDB, Spark and pandas read them.

Articles and comments go by their own year of publishing, sidebars and people by the year they were seen; 0 is unknown.
The rows of many partitions wait together; when there are too many of them, the fullest partition is written out.
"""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import quote

import attrs
import orjson

from archive.addresses import site_of
from archive.export.account import Account
from archive.export.dataset import Thread
from archive.export.formats import Part
from archive.export.parquet import TableWriter
from archive.export.tables import ARTICLES, COMMENTS, PEOPLE, RECENT_COMMENTS, TABLES, Row, Table

_MOST_WAITING = 12_000_000
"""Bytes of rows as JSON, a fifth of what they take as objects: some 10,000 comments, or 1,200 long articles. Where most of
them are of one year they are in memory three times while they are written."""
_UNKNOWN = 0
_DATED_BY = {
    ARTICLES: ARTICLES.place("published_at"),
    COMMENTS: COMMENTS.place("published_at"),
    RECENT_COMMENTS: RECENT_COMMENTS.place("seen_at"),
    PEOPLE: PEOPLE.place("seen_at"),
}
_SITE = ARTICLES.place("site")
_PEOPLE_SITE = PEOPLE.place("site")
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
        self._waiting: dict[Partition, bytearray] = {}
        self._bytes = 0
        self._numbers: dict[Partition, int] = {}
        self._parts: dict[str, Part] = {}

    def write_thread(self, thread: Thread) -> None:
        """Take an article and its comments."""
        site = str(thread.article[_SITE])
        self._take(Partition(ARTICLES, site, _year(ARTICLES, thread.article)), [thread.article])
        by_year: dict[int, list[Row]] = {}
        for row in thread.comments:
            by_year.setdefault(_year(COMMENTS, row), []).append(row)
        for year, rows in by_year.items():
            self._take(Partition(COMMENTS, site, year), rows)

    def write_row(self, table: Table, row: Row) -> None:
        """Take one row."""
        site = site_of(str(row[_PAGE])) if table is RECENT_COMMENTS else str(row[_PEOPLE_SITE])
        self._take(Partition(table, site, _year(table, row)), [row])

    def finish(self, account: Account) -> dict[str, Part]:  # noqa: ARG002 (the signature of a sink)
        """Write what waits; a table without rows is an empty file in its folder."""
        while self._waiting:
            self._write_fullest()
        for table in TABLES:
            if not (self.folder / f"{table.name}.parquet").exists():
                self._write(f"{table.name}.parquet", "empty.parquet", table, bytearray())
        return self._parts

    def close(self) -> None:
        """Nothing stays open between two writes."""

    def _take(self, partition: Partition, rows: list[Row]) -> None:
        packed = orjson.dumps(rows, option=orjson.OPT_APPEND_NEWLINE)
        self._waiting.setdefault(partition, bytearray()).extend(packed)
        self._bytes += len(packed)
        if self._bytes >= _MOST_WAITING:
            self._write_fullest()

    def _write_fullest(self) -> None:
        partition = max(self._waiting, key=lambda waiting: len(self._waiting[waiting]))
        packed = self._waiting.pop(partition)
        self._bytes -= len(packed)
        number = self._numbers[partition] = self._numbers.get(partition, 0) + 1
        self._write(partition.folder(), f"{number:04d}.parquet", partition.table, packed)

    def _write(self, folder: str, name: str, table: Table, packed: bytearray) -> None:
        (self.folder / folder).mkdir(parents=True, exist_ok=True)
        writer = TableWriter(self.folder / folder / name, table, without=("site",))
        try:
            for rows in io.BytesIO(packed):
                writer.write(orjson.loads(rows))
        finally:
            writer.close()
        self._parts[f"{folder}/{name}"] = Part(table=table, rows=writer.rows)


def _year(table: Table, row: Row) -> int:
    at = row[_DATED_BY[table]]
    return int(at[:4]) if isinstance(at, str) else _UNKNOWN
