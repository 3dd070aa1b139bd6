"""Captures kept for some time only: whole WARC files are deleted once everything in them is older.

The records stay; what they were read from is gone, so `reextract` cannot read them again.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from archive.captures import OPEN_SUFFIX
from archive.database import Archive
from archive.times import time_text

_OLD_FILES = "select file from captures group by file having max(fetched_at) < :before"
_REFERENCES = """
    select tables.name as "table", keys."from" as "column"
    from sqlite_master as tables
    join pragma_foreign_key_list(tables.name) as keys
    where tables.type = 'table'
      and keys."table" = 'captures'
"""
_DELETE = "delete from captures where file = :file"
_IS_NAMED = "select 1 from captures where file = :file limit 1"


def drop_captures_before(archive: Archive, before: datetime) -> int:
    """Delete the files whose captures are all older, and say how many.

    The archive lets go of them first: a process killed between leaves files that nothing names, and the next call
    deletes those.
    """
    with archive.errors():
        # Every reference is let go of here; for each capture SQLite would look through all comments for one again.
        archive.connection.execute("pragma foreign_keys = off")
    try:
        with archive.transaction() as connection:
            references = connection.execute(_REFERENCES).fetchall()
            for row in connection.execute(_OLD_FILES, {"before": time_text(before)}).fetchall():
                _let_go(connection, references, row["file"])
    finally:
        archive.connection.execute("pragma foreign_keys = on")
    return sum(map(_delete, _unnamed(archive, before)))


def _let_go(connection: sqlite3.Connection, references: list[sqlite3.Row], file: str) -> None:
    for reference in references:
        table, column = reference["table"], reference["column"]
        connection.execute(
            f'update "{table}" set "{column}" = null'  # noqa: S608 (names out of our own schema)
            f' where "{column}" in (select capture_id from captures where file = :file)',
            {"file": file},
        )
    connection.execute(_DELETE, {"file": file})


def _unnamed(archive: Archive, before: datetime) -> list[Path]:
    """Finished files that no capture names and nobody has written to since."""
    folder = archive.captures_folder
    paths = [path for path in folder.glob("*.warc.gz") if path.stat().st_mtime < before.timestamp()]
    with archive.errors():
        return [
            path
            for path in paths
            if not path.name.endswith(OPEN_SUFFIX)
            and archive.connection.execute(_IS_NAMED, {"file": path.name}).fetchone() is None
        ]


def _delete(path: Path) -> bool:
    path.unlink(missing_ok=True)
    return True
