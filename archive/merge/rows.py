"""Rows of another archive brought into this one, under the ids they have here.

A column is known by its name: `article_id` is an article's in every table.
"""

from __future__ import annotations

import sqlite3

IDENTITIES = {
    "sites": ("host",),
    "captures": ("url", "fetched_at", "digest"),
    "runs": ("site_id", "start_url", "started_at"),
    "frontier": ("url",),
    "articles": ("url",),
    "comments": ("article_id", "key"),
    "sidebars": ("site_id", "digest"),
}
"""What makes two rows of a table the same, in the order in which the tables are merged."""
NOT_COPIED = ":not-copied"
_KEYS = {
    "sites": "site_id",
    "captures": "capture_id",
    "runs": "run_id",
    "frontier": "frontier_id",
    "articles": "article_id",
    "comments": "comment_id",
    "sidebars": "sidebar_id",
}
_NAMES = {
    **{key: table for table, key in _KEYS.items()},
    "parent_id": "comments",
    "replaced_capture_id": "captures",
}
_OWN_IDS = frozenset({"fetch_id", "revision_id", "recent_comment_id", "person_id"})
"""Ids that no other row names: a row gets a new one."""


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table."""
    return [row["name"] for row in connection.execute(f"pragma main.table_info({table})")]


def value_of(column: str) -> str:
    """SQL for a column of `theirs`, with ids as they are here."""
    table = _NAMES.get(column)
    if table is None:
        return f"theirs.{column}"
    return f"(select ours from map_{table} where map_{table}.theirs = theirs.{column})"  # noqa: S608 (our own tables and columns)


def map_rows(connection: sqlite3.Connection, table: str) -> None:
    """Find which of their rows are here, give the others ids, and bring those in."""
    key = _KEYS[table]
    same = " and ".join(
        f"ours.{column} = {value_of(column) if column != key else f'theirs.{column}'}" for column in IDENTITIES[table]
    )
    connection.execute(f"create temp table map_{table} (theirs integer primary key, ours integer, is_new integer)")
    connection.execute(
        f"""
        insert into map_{table} (theirs, ours, is_new)
        select theirs.{key}, min(ours.{key}), min(ours.{key}) is null
        from other.{table} as theirs
        left join main.{table} as ours on {same}
        group by theirs.{key}
        """  # noqa: S608 (our own tables and columns, as below)
    )
    connection.execute(
        f"""
        update map_{table}
        set ours = theirs + (select ifnull(max({key}), 0) from main.{table})
        where is_new
        """  # noqa: S608 (names of the schema)
    )
    rest = [column for column in columns_of(connection, table) if column != key]
    connection.execute(
        f"""
        insert into main.{table} ({key}, {", ".join(rest)})
        select map_{table}.ours, {", ".join(_inserted(column) for column in rest)}
        from other.{table} as theirs
        join map_{table} on map_{table}.theirs = theirs.{key}
        where map_{table}.is_new
        """  # noqa: S608 (names of the schema)
    )


def _inserted(column: str) -> str:
    """A file of captures may bear a name that is taken here: until it is copied, it has one that is not."""
    return f"theirs.file || '{NOT_COPIED}'" if column == "file" else value_of(column)


def add_rows(connection: sqlite3.Connection, table: str, condition: str = "true") -> None:
    """Bring in their rows of a table, but for those that are here."""
    names = [column for column in columns_of(connection, table) if column not in _OWN_IDS]
    connection.execute(
        f"""
        insert or ignore into main.{table} ({", ".join(names)})
        select {", ".join(value_of(column) for column in names)}
        from other.{table} as theirs
        where {condition}
        """  # noqa: S608 (names of the schema)
    )
