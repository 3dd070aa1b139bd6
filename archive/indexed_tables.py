"""The tables that are searched and counted, and how far that is done.

Each table's rows up to `search_state.indexed_to` are in the search index and in the counts by month; those above wait.
New rows have ids above every earlier one, so the queue is that one number, and it is as safe from `kill -9` as the rows.
"""

from __future__ import annotations

import sqlite3

import attrs


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


def indexed_to(connection: sqlite3.Connection, table: IndexedTable) -> int:
    """The last row in the index."""
    return int(connection.execute(_INDEXED_TO, {"name": table.name}).fetchone()[0])


def last_id(connection: sqlite3.Connection, table: IndexedTable) -> int:
    """The id of the last row; 0 where there is none."""
    return int(connection.execute(f"select ifnull(max({table.key}), 0) from {table.name}").fetchone()[0])  # noqa: S608 (our own constants)


def next_id(connection: sqlite3.Connection, table: IndexedTable) -> int:
    """The id of the next new row: above the last one, and above what is indexed even if that was deleted."""
    return 1 + max(last_id(connection, table), indexed_to(connection, table))
