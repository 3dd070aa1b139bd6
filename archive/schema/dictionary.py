"""The data dictionary: every table, view and column with its type and meaning, from the schema itself.

`python -m archive.schema.dictionary` writes `docs/data-dictionary.md`; a test keeps that true and complete.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import attrs
from sqlite_utils import Database

from archive.schema.migrations import apply_pending
from archive.schema.notes import COLUMNS, TABLES

_OBJECTS = """
    select type, name, sql
    from sqlite_master
    where type in ('table', 'view')
      and name not like '%\\_fts%' escape '\\'
      and name not like '\\_%' escape '\\'
      and name not like 'sqlite\\_%' escape '\\'
    order by type, name
"""
_COLUMNS = 'select name, type, "notnull" as is_required, pk from pragma_table_info(:name)'
_REFERENCES = 'select "from" as name, "table" as target from pragma_foreign_key_list(:name)'
_NOTE = re.compile(r"^[ \t]+(?:\w+\.)?(\w+)\b[^\n]*?--[ \t]*(.*)$", re.MULTILINE)
_HEAD = re.compile(r"(?:\(| as)\n((?:[ \t]+--.*\n)+)")
_INTRODUCTION = """# Data dictionary

Every table and view of [the archive](archive.md), column by column.
Written by `python -m archive.schema.dictionary` from the schema; change it there.

Times are text in UTC (`2012-04-05T09:30:00Z`); what a page does not say is `null`; columns named `is_…` are 0 or 1.
`articles_fts` and `comments_fts` are the search index.
"""


@attrs.frozen(kw_only=True)
class Column:
    """One column."""

    name: str
    kind: str
    """Its type, and whether it is a key, may be null, or names a row of another table; empty for a view's."""
    meaning: str
    """Empty where neither the SQL nor the notes say anything."""


@attrs.frozen(kw_only=True)
class Described:
    """A table or a view."""

    name: str
    is_view: bool
    meaning: str
    columns: tuple[Column, ...]


def described_schema() -> Iterator[Described]:
    """Every table, then every view, by name."""
    database = Database(memory=True, execute_plugins=False)
    with database.atomic():
        apply_pending(database)
    connection = database.conn
    connection.row_factory = sqlite3.Row
    for kind, name, sql in connection.execute(_OBJECTS).fetchall():
        head = _HEAD.search(sql)
        lines = [line.strip().removeprefix("--").strip() for line in head[1].splitlines()] if head else []
        yield Described(
            name=name,
            is_view=kind == "view",
            meaning=" ".join(lines) or TABLES.get(name, ""),
            columns=tuple(_columns(connection, name, sql, is_view=kind == "view")),
        )


def _columns(connection: sqlite3.Connection, table: str, sql: str, *, is_view: bool) -> Iterator[Column]:
    notes = dict(_NOTE.findall(sql))
    references = {row["name"]: row["target"] for row in connection.execute(_REFERENCES, {"name": table})}
    for row in connection.execute(_COLUMNS, {"name": table}).fetchall():
        name = row["name"]
        words = [] if is_view else [row["type"].lower()]
        words += ["key"] if row["pk"] else [] if row["is_required"] or is_view else ["or null"]
        words += [f"→ `{references[name]}`"] if name in references else []
        meaning = notes.get(name) or COLUMNS.get(f"{table}.{name}") or COLUMNS.get(name, "")
        yield Column(name=name, kind=" ".join(words), meaning=meaning)


def data_dictionary() -> str:
    """The whole of it as Markdown."""
    return _INTRODUCTION + "".join(_section(described) for described in described_schema())


def _section(described: Described) -> str:
    rows = "".join(f"| `{column.name}` | {column.kind} | {column.meaning} |\n" for column in described.columns)
    kind = "view" if described.is_view else "table"
    return (
        f"\n## `{described.name}` ({kind})\n\n{described.meaning}\n\n| column | type | meaning |\n|---|---|---|\n{rows}"
    )


if __name__ == "__main__":  # pragma: no cover (a developer's command; a test compares what it writes)
    path = Path(__file__).parents[2] / "docs/data-dictionary.md"
    path.write_text(data_dictionary(), encoding="utf-8")
