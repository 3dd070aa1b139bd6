"""Earlier versions of comments and articles, each as it was last seen.

Old captures may be read after new ones, and all of them again by a better extractor. So a version is known again by its
words or by its capture, what is read better is corrected in place, and two neighbours that turn out equal become one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

import attrs

from archive.store.saved import Sighting

Version = Mapping[str, Any] | sqlite3.Row
"""What was read of a record at one time, by column."""


@attrs.frozen
class History:
    """Where the earlier versions of one kind of record are kept."""

    owner: str
    table: str
    key: str
    versioned: tuple[str, ...]
    """A change in one of these is an edit and leaves a revision."""
    kept_too: tuple[str, ...]
    """Kept with a version; a change in these alone is no edit."""

    @property
    def columns(self) -> tuple[str, ...]:
        """All that is kept of a version."""
        return (*self.versioned, *self.kept_too)

    def is_edit(self, old: Version, new: Version) -> bool:
        """Whether the two differ in what counts."""
        return any(old[name] != new[name] for name in self.versioned)

    def keep(
        self,
        connection: sqlite3.Connection,
        row_id: int,
        version: Version,
        seen_at: str,
        capture_id: int | None,
    ) -> None:
        """Keep a version as it was last seen."""
        names = ", ".join(self.columns)
        sql = f"insert into {self.table} ({self.key}, seen_at, capture_id, {names}) values (?, ?, ?{', ?' * len(self.columns)})"  # noqa: S608 (our own table and columns)
        connection.execute(sql, (row_id, seen_at, capture_id, *(version[name] for name in self.columns)))
        self._count(connection, row_id)

    def keep_older(self, connection: sqlite3.Connection, row_id: int, version: Version, sighting: Sighting) -> bool:
        """Keep a version seen before the present one, unless it is on record; say whether anything changed."""
        revisions = self._revisions(connection, row_id)
        same = [r for r in revisions if r["capture_id"] is not None and r["capture_id"] == sighting.capture_id]
        equal = [revision for revision in same or revisions if not self.is_edit(revision, version)]
        if equal:
            return False
        if not same:
            self.keep(connection, row_id, version, sighting.at, sighting.capture_id)
            return True
        assignments = ", ".join(f"{name} = ?" for name in self.columns)
        sql = f"update {self.table} set {assignments} where revision_id = ?"  # noqa: S608 (our own table and columns)
        connection.execute(sql, (*(version[name] for name in self.columns), same[0]["revision_id"]))
        self.collapse(connection, row_id)
        return True

    def collapse(self, connection: sqlite3.Connection, row_id: int) -> None:
        """Take away versions that equal the one that followed; call it after a correction."""
        sql = f"select {', '.join(self.columns)} from {self.owner} where {self.key} = ?"  # noqa: S608 (our own table and columns)
        following = connection.execute(sql, (row_id,)).fetchone()
        for revision in self._revisions(connection, row_id):
            if not self.is_edit(revision, following):
                connection.execute(f"delete from {self.table} where revision_id = ?", (revision["revision_id"],))  # noqa: S608 (our own table and columns)
            following = revision
        self._count(connection, row_id)

    def _revisions(self, connection: sqlite3.Connection, row_id: int) -> list[sqlite3.Row]:
        """Newest first."""
        sql = f"""
            select revision_id, capture_id, {", ".join(self.columns)}
            from {self.table}
            where {self.key} = ?
            order by seen_at desc, revision_id desc
        """  # noqa: S608 (our own constants)
        return connection.execute(sql, (row_id,)).fetchall()

    def _count(self, connection: sqlite3.Connection, row_id: int) -> None:
        sql = f"""
            update {self.owner}
            set revisions = (select count(*) from {self.table} where {self.key} = :row_id)
            where {self.key} = :row_id
        """  # noqa: S608 (our own table and columns)
        connection.execute(sql, {"row_id": row_id})


# Scores change daily and are no edits.
COMMENTS = History(
    "comments", "comment_revisions", "comment_id", ("author", "parent_key", "state", "text"), ("score", "html")
)
ARTICLES = History("articles", "article_revisions", "article_id", ("title", "authors", "text"), ("html",))
