"""Earlier versions of comments and articles, each with when it was last seen and when the next one was first seen.

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
    kept_too: tuple[str, ...] = ()
    """Kept with a version; a change in these alone is no edit."""
    counted: tuple[str, ...] = ()
    """The tables whose rows the owner's `revisions` counts together."""

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
        *,
        seen: tuple[str, int | None],
        replaced: tuple[str | None, int | None],
    ) -> None:
        """Keep a version: when and in which capture it was last seen, and the one that followed was first seen."""
        names = ", ".join(("seen_at", "capture_id", "replaced_at", "replaced_capture_id", *self.columns))
        sql = f"insert into {self.table} ({self.key}, {names}) values (?, ?, ?, ?, ?{', ?' * len(self.columns)})"  # noqa: S608 (our own constants)
        connection.execute(sql, (row_id, *seen, *replaced, *(version[name] for name in self.columns)))
        self._count(connection, row_id)

    def keep_older(self, connection: sqlite3.Connection, row_id: int, version: Version, sighting: Sighting) -> bool:
        """Keep a version seen before the present one, unless it is on record; say whether there is one more."""
        revisions = self.revisions(connection, row_id)
        same = [r for r in revisions if r["capture_id"] is not None and r["capture_id"] == sighting.capture_id]
        if same:
            return self._correct(connection, row_id, same[0], version)
        earlier = [revision for revision in revisions if revision["seen_at"] < sighting.at]
        later = [revision for revision in revisions if revision["seen_at"] >= sighting.at]
        before = earlier[0] if earlier else None
        following = later[-1] if later else self._owner(connection, row_id)
        if not self.is_edit(following, version):
            if before is not None and before["replaced_at"] is not None and before["replaced_at"] > sighting.at:
                self._move_end(connection, before["revision_id"], sighting)
            return False
        if before is not None and not self.is_edit(before, version):
            sql = f"update {self.table} set seen_at = ?, capture_id = coalesce(?, capture_id) where revision_id = ?"  # noqa: S608 (our own constants)
            connection.execute(sql, (sighting.at, sighting.capture_id, before["revision_id"]))
            return False
        if before is not None:
            replaced = (before["replaced_at"], before["replaced_capture_id"])
            self._move_end(connection, before["revision_id"], sighting)
        else:
            replaced = (self._owner(connection, row_id)["first_seen_at"], None)
        if replaced[0] is None or replaced[0] < sighting.at:
            replaced = (sighting.at, None)  # the one that follows was seen before and after: between, nobody knows
        self.keep(connection, row_id, version, seen=(sighting.at, sighting.capture_id), replaced=replaced)
        return True

    def collapse(self, connection: sqlite3.Connection, row_id: int) -> None:
        """Take away versions that equal the one that followed; call it after a correction."""
        following: Version = self._owner(connection, row_id)
        for revision in self.revisions(connection, row_id):
            if not self.is_edit(revision, following):
                connection.execute(f"delete from {self.table} where revision_id = ?", (revision["revision_id"],))  # noqa: S608 (our own constants)
            following = revision
        self._count(connection, row_id)

    def revisions(self, connection: sqlite3.Connection, row_id: int) -> list[sqlite3.Row]:
        """The earlier versions, newest first."""
        sql = f"""
            select revision_id, seen_at, capture_id, replaced_at, replaced_capture_id, {", ".join(self.columns)}
            from {self.table}
            where {self.key} = ?
            order by seen_at desc, revision_id desc
        """  # noqa: S608 (our own constants)
        return connection.execute(sql, (row_id,)).fetchall()

    def _correct(self, connection: sqlite3.Connection, row_id: int, revision: sqlite3.Row, version: Version) -> bool:
        if not self.is_edit(revision, version):
            return False
        assignments = ", ".join(f"{name} = ?" for name in self.columns)
        sql = f"update {self.table} set {assignments} where revision_id = ?"  # noqa: S608 (our own constants)
        connection.execute(sql, (*(version[name] for name in self.columns), revision["revision_id"]))
        self.collapse(connection, row_id)
        return True

    def _move_end(self, connection: sqlite3.Connection, revision_id: int, sighting: Sighting) -> None:
        """What followed a version is now known to have been there earlier."""
        sql = f"update {self.table} set replaced_at = ?, replaced_capture_id = ? where revision_id = ?"  # noqa: S608 (our own constants)
        connection.execute(sql, (sighting.at, sighting.capture_id, revision_id))

    def _owner(self, connection: sqlite3.Connection, row_id: int) -> sqlite3.Row:
        sql = f"select first_seen_at, {', '.join(self.columns)} from {self.owner} where {self.key} = ?"  # noqa: S608 (our own constants)
        row: sqlite3.Row = connection.execute(sql, (row_id,)).fetchone()
        return row

    def _count(self, connection: sqlite3.Connection, row_id: int) -> None:
        union = " union ".join(
            f"select seen_at, replaced_at from {table} where {self.key} = :row_id"  # noqa: S608 (our own constants)
            for table in self.counted
        )  # words and votes that changed together are one version
        sql = f"update {self.owner} set revisions = (select count(*) from ({union})) where {self.key} = :row_id"  # noqa: S608 (our own constants)
        connection.execute(sql, {"row_id": row_id})


_OF_COMMENTS = ("comment_revisions", "vote_revisions")
COMMENTS = History(
    "comments",
    "comment_revisions",
    "comment_id",
    ("author", "parent_key", "state", "text"),
    ("score", "html"),
    counted=_OF_COMMENTS,
)
# Votes change daily, and a copy of the words each time would be most of the archive.
VOTES = History("comments", "vote_revisions", "comment_id", ("score", "upvotes", "downvotes"), counted=_OF_COMMENTS)
ARTICLES = History(
    "articles",
    "article_revisions",
    "article_id",
    ("title", "authors", "text"),
    ("html",),
    counted=("article_revisions",),
)
