"""The search index, filled in batches, and with it the counts by month.

A row that is already in the index and changes is exchanged there in the transaction that changes it.
"""

from __future__ import annotations

import sqlite3

from archive.counting import count_batch
from archive.database import Archive
from archive.errors import ArchiveBusyError, ReadOnlyArchiveError
from archive.indexed_tables import TABLES, IndexedTable, indexed_to, last_id

BATCH = 10_000
"""Rows in one transaction: 1,000 index 10 % slower, 100,000 hold the write lock for seconds."""

_SET_INDEXED_TO = "update search_state set indexed_to = :indexed_to where name = :name"


def pending_rows(archive: Archive) -> int:
    """How many rows wait to be indexed, at most: gaps in the ids count."""
    with archive.errors():
        return sum(max(0, last_id(archive.connection, t) - indexed_to(archive.connection, t)) for t in TABLES)


def index_pending(archive: Archive, *, batch: int = BATCH) -> int:
    """Index every row that waits, one transaction a batch, and say how many."""
    return sum(_index_table(archive, table, batch) for table in TABLES)


def catch_up(archive: Archive) -> bool:
    """Index and count what waits; False where another process is writing, or nobody may, and so it may wait still."""
    if archive.read_only:
        return pending_rows(archive) == 0
    try:
        index_pending(archive)
    except (ArchiveBusyError, ReadOnlyArchiveError):
        return pending_rows(archive) == 0
    return True


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
            count_batch(connection, table.name, after=values["after"], until=until)
            connection.execute(_SET_INDEXED_TO, {"name": table.name, "indexed_to": until})
