"""Datasette's own pages without the rows that may not be seen: those of pages that ask not to be archived.

Datasette reads the tables by their names. On its connections, a temporary view stands before each table that holds such
rows, under the same name, and the archive's own views are made anew over these. SQLite looks a name up among temporary
views first; only `main.` before it leads past them, and so a statement that holds that is refused.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from datasette.database import Database

from archive.web.shielded_tables import SHIELDED

SUFFIX = " shielded"
"""After the name of a database, in the name of its twin: no file's name leads there, for it is never listed."""
_TABLES = "select name from main.sqlite_master where type = 'table'"
_VIEWS = "select sql from main.sqlite_master where type = 'view'"
# The mark of byte order is a blank to SQLite, and so is a comment: wherever one begins after the word, it is refused.
_PAST_THE_VIEWS = re.compile(r"""\bmain["'`\]]?[\s\ufeff]*(?:\.|--|/\*)|\b(?:sqlite_dbpage|dbstat)\b""", re.IGNORECASE)
"""A table by its schema, and those that are the pages of the file."""


class PastTheViewsError(sqlite3.OperationalError):
    """A statement asks for more than may be seen; Datasette shows its words to who asked."""

    def __init__(self) -> None:
        super().__init__("tables are asked for by their names alone here, without “main.”")


def shield(database: Any) -> None:
    """Let Datasette's questions to this database go to connections of their own, where the rows are not to be seen.

    Its questions about the schema (`execute_fn`) and our pages go on as before.
    """
    twin = Database(database.ds, path=database.path, is_mutable=database.is_mutable)
    twin.name = database.name + SUFFIX
    close = database.close

    async def execute(sql: str, params: Any = None, **options: Any) -> Any:
        check(sql)
        return await twin.execute(sql, params, **options)

    def close_both() -> None:
        twin.close()
        close()

    database.execute, database.close = execute, close_both


def put_views_before_tables(connection: sqlite3.Connection) -> None:
    """Make a connection show only what may be seen, as far as tables are asked for by their names alone."""
    present = {row[0] for row in connection.execute(_TABLES)}
    views = connection.execute(_VIEWS).fetchall()
    for name, sql in SHIELDED.items():
        if name in present:
            connection.execute(f"create temp view {name} as {sql}")
    for (sql,) in views:
        connection.execute(re.sub(r"\A\s*create\s+view", "create temp view", sql, count=1, flags=re.IGNORECASE))
    connection.execute("pragma query_only = 1")


def check(sql: str) -> None:
    """See that a statement asks for tables by their names alone.

    Raises:
        PastTheViewsError: it does not.
    """
    if _PAST_THE_VIEWS.search(sql):
        raise PastTheViewsError
