"""Rows of any table of an archive, as its schema tells: which name others, and which hold text.

Asked of the schema, so that a table that a later version adds, or a user, is not left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

import attrs

_TABLES = """
    select name
    from pragma_table_list
    where schema = 'main'
      and type = 'table'
      and name not like 'sqlite\\_%' escape '\\'
      and name not like '\\_sqlite\\_%' escape '\\'
    order by name
"""


@attrs.frozen
class Reference:
    """A column that names rows of another table."""

    table: str
    column: str
    is_needed: bool
    """It cannot be null: a row without what it names is none."""
    clears_itself: bool
    """The schema says what happens to it: set to null."""


@attrs.frozen
class TextColumn:
    """A column of text."""

    table: str
    column: str
    is_needed: bool


def tables_of(connection: sqlite3.Connection) -> list[str]:
    """Every table that holds rows of its own; those of the search index are made of others."""
    return [row[0] for row in connection.execute(_TABLES)]


def references_to(connection: sqlite3.Connection, target: str) -> list[Reference]:
    """The columns that name rows of a table."""
    found = []
    for table in tables_of(connection):
        needed = {
            row["name"] for row in connection.execute(f"pragma table_info({table})") if row["notnull"] or row["pk"]
        }
        found += [
            Reference(table, row["from"], row["from"] in needed, row["on_delete"] == "SET NULL")
            for row in connection.execute(f"pragma foreign_key_list({table})")
            if row["table"] == target
        ]
    return found


def text_columns(connection: sqlite3.Connection) -> Iterator[TextColumn]:
    """Every column of text."""
    for table in tables_of(connection):
        for row in connection.execute(f"pragma table_info({table})").fetchall():
            if row["type"].lower() == "text":
                yield TextColumn(table, row["name"], bool(row["notnull"] or row["pk"]))


def delete_rows(connection: sqlite3.Connection, table: str, condition: str) -> int:
    """Delete rows and everything that cannot be without them, within the caller's transaction; how many of the table."""
    columns = connection.execute(f"pragma table_info({table})").fetchall()
    key = next((row["name"] for row in columns if row["pk"] == 1), "rowid")
    chosen = f"select {key} from {table} where {condition}"  # noqa: S608 (names from the schema, as below)
    for reference in references_to(connection, table):
        if reference.clears_itself:
            continue
        if reference.is_needed:
            delete_rows(connection, reference.table, f"{reference.column} in ({chosen})")
        else:
            sql = f"update {reference.table} set {reference.column} = null where {reference.column} in ({chosen})"  # noqa: S608
            connection.execute(sql)
    return connection.execute(f"delete from {table} where {condition}").rowcount  # noqa: S608


def change_texts(connection: sqlite3.Connection, column: TextColumn, change: Callable[[str], str | None]) -> int:
    """Change the texts of a column, within the caller's transaction; None makes them null. How many were changed.

    Where a changed text would be there twice though it must not, the row goes: the other one is its like.
    """
    name, table = column.column, column.table
    connection.create_function("changed_text", 1, change, deterministic=True)
    condition = f"{name} is not null and changed_text({name}) is not {name}"
    sql = f"update or ignore {table} set {name} = changed_text({name}) where {condition}"  # noqa: S608
    changed = connection.execute(sql).rowcount
    if connection.execute(f"select 1 from {table} where {condition} limit 1").fetchone():  # noqa: S608
        delete_rows(connection, table, condition)
    return changed
