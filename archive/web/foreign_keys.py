"""Foreign keys as Datasette wants them: with the column they lead to.

The schema says `references comments`, which in SQL means its primary key; Datasette 0.65 takes the column from SQLite as
it stands there, finds none, and answers with an error where it would show a label.
"""

from __future__ import annotations

from typing import Any


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
