"""What Datasette does not find out about the schema by itself: where foreign keys lead, and which tables can be searched.

The schema says `references comments`, which in SQL means its primary key; Datasette 0.65 takes the column from SQLite as
it stands there, finds none, and answers with an error where it would show a label. It looks for search indexes by how
their statement is spelled, and blanks in it are too much for that.
"""

from __future__ import annotations

from typing import Any


def name_search_indexes(database: Any) -> None:
    """Let this database of Datasette's name the search index of a table, so that its page has a search box."""

    async def fts_table(table: str) -> str | None:
        index = f"{table}_fts"
        return index if table in ("articles", "comments") and await database.table_exists(index) else None

    database.fts_table = fts_table


def complete_foreign_keys(database: Any) -> None:
    """Let this database of Datasette's name the column of every foreign key."""
    of_table, of_all = database.foreign_keys_for_table, database.get_all_foreign_keys

    async def key_of(table: str) -> str | None:
        keys: list[str] = await database.primary_keys(table)
        return keys[0] if len(keys) == 1 else None

    async def foreign_keys_for_table(table: str) -> list[dict[str, str]]:
        keys = [
            {**key, "other_column": key["other_column"] or await key_of(key["other_table"])}
            for key in await of_table(table)
        ]
        return [key for key in keys if key["other_column"]]

    async def get_all_foreign_keys() -> dict[str, dict[str, list[dict[str, str]]]]:
        found: dict[str, dict[str, list[dict[str, str]]]] = await of_all()
        for table, keys in found.items():
            for key in keys["incoming"]:
                key["column"] = key["column"] or await key_of(table) or "rowid"
            for key in keys["outgoing"]:
                key["other_column"] = key["other_column"] or await key_of(key["other_table"]) or "rowid"
        return found

    database.foreign_keys_for_table = foreign_keys_for_table
    database.get_all_foreign_keys = get_all_foreign_keys
