"""The search index, filled in batches.

Each table's rows up to `search_state.indexed_to` are in its index; those above wait. New rows have ids above every
earlier one, so the queue is that one number, and it is as safe from `kill -9` as the rows themselves. A row that is
already in the index and changes is exchanged there in the transaction that changes it.
"""

from __future__ import annotations

import sqlite3

import attrs

from archive.database import Archive

BATCH = 10_000
"""Rows in one transaction: 1,000 index 10 % slower, 100,000 hold the write lock for seconds (DESIGN's measurements)."""


@attrs.frozen
class IndexedTable:
    """How a table and its index are named."""

    name: str
    key: str
    columns: tuple[str, ...]

    @property
    def index(self) -> str:
        """The FTS5 table."""
        return f"{self.name}_fts"


ARTICLES = IndexedTable("articles", "article_id", ("title", "text", "text_cjk"))
COMMENTS = IndexedTable("comments", "comment_id", ("text", "text_cjk"))
TABLES = (ARTICLES, COMMENTS)

_INDEXED_TO = "select indexed_to from search_state where name = :name"
_SET_INDEXED_TO = "update search_state set indexed_to = :indexed_to where name = :name"


def pending_rows(archive: Archive) -> int:
    """How many rows wait to be indexed, at most: gaps in the ids count."""
    with archive.errors():
        return sum(max(0, _last_id(archive.connection, t) - indexed_to(archive.connection, t)) for t in TABLES)


def index_pending(archive: Archive, *, batch: int = BATCH) -> int:
    """Index every row that waits, one transaction a batch, and say how many."""
    return sum(_index_table(archive, table, batch) for table in TABLES)


def indexed_to(connection: sqlite3.Connection, table: IndexedTable) -> int:
    """The last row in the index."""
    return int(connection.execute(_INDEXED_TO, {"name": table.name}).fetchone()[0])


def next_id(connection: sqlite3.Connection, table: IndexedTable) -> int:
    """The id of the next new row: above the last one, and above what is indexed even if that was deleted."""
    return 1 + max(_last_id(connection, table), indexed_to(connection, table))


def exchange(
    connection: sqlite3.Connection,
    table: IndexedTable,
    row_id: int,
    old: tuple[str | None, ...],
    new: tuple[str | None, ...],
) -> None:
    """Replace an indexed row's words within the caller's transaction; a row that waits is left waiting.

    Args:
        connection: within a transaction.
        table: whose row.
        row_id: which row.
        old: its indexed columns as they were; FTS5 needs them to take the words out.
        new: the columns as they are now.
    """
    if old == new or row_id > indexed_to(connection, table):
        return
    columns = ", ".join(table.columns)
    marks = ", ".join("?" for _ in table.columns)
    connection.execute(
        f"insert into {table.index} ({table.index}, rowid, {columns}) values ('delete', ?, {marks})",  # noqa: S608 (our own table and columns)
        (row_id, *old),
    )
    connection.execute(f"insert into {table.index} (rowid, {columns}) values (?, {marks})", (row_id, *new))  # noqa: S608 (our own table and columns)


def _index_table(archive: Archive, table: IndexedTable, batch: int) -> int:
    columns = ", ".join(table.columns)
    insert = f"""
        insert into {table.index} (rowid, {columns})
        select {table.key}, {columns}
        from {table.name}
        where {table.key} > :after
        order by {table.key}
        limit :batch
    """  # noqa: S608 (names are our own constants)
    last = f"""
        select max({table.key})
        from (select {table.key} from {table.name} where {table.key} > :after order by {table.key} limit :batch)
    """  # noqa: S608 (our own table and columns)
    done = 0
    while True:
        with archive.transaction() as connection:
            values = {"after": indexed_to(connection, table), "batch": batch}
            until = connection.execute(last, values).fetchone()[0]
            if until is None:
                return done
            done += connection.execute(insert, values).rowcount
            connection.execute(_SET_INDEXED_TO, {"name": table.name, "indexed_to": until})


def _last_id(connection: sqlite3.Connection, table: IndexedTable) -> int:
    return int(connection.execute(f"select ifnull(max({table.key}), 0) from {table.name}").fetchone()[0])  # noqa: S608 (our own table and columns)
