"""Earlier versions of comments, each as it was last seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from archive.store.saved import Sighting

VERSIONED = ("author", "parent_key", "state", "text")
"""A change in one of these is an edit and leaves a revision; scores change daily and do not."""

_FIND_EQUAL = """
    select revision_id
    from comment_revisions
    where comment_id = :comment_id
      and author is :author
      and parent_key is :parent_key
      and state = :state
      and text = :text
"""
_FIND_SAME_SIGHTING = """
    select revision_id
    from comment_revisions
    where comment_id = :comment_id
      and capture_id = :capture_id
"""
_INSERT = """
    insert into comment_revisions (comment_id, seen_at, capture_id, author, parent_key, state, score, text, html)
    values (:comment_id, :seen_at, :capture_id, :author, :parent_key, :state, :score, :text, :html)
"""
_CORRECT = """
    update comment_revisions
    set author = :author, parent_key = :parent_key, state = :state, score = :score, text = :text, html = :html
    where revision_id = :revision_id
"""
_COUNT = "update comments set revisions = revisions + 1 where comment_id = :comment_id"
_COLUMNS = (*VERSIONED, "score", "html")


def save_earlier_version(connection: sqlite3.Connection, row: sqlite3.Row) -> None:
    """Keep a comment as it stands, before it is changed."""
    values = {name: row[name] for name in (*_COLUMNS, "comment_id", "capture_id")}
    _insert(connection, {**values, "seen_at": row["last_seen_at"]})


def save_older_sighting(
    connection: sqlite3.Connection, comment_id: int, version: Mapping[str, Any], sighting: Sighting
) -> bool:
    """Keep a version seen before the present one, unless it is on record; say whether anything changed.

    Old captures may be read after new ones, and again by a better extractor, which corrects what it read before.
    """
    values = {name: version[name] for name in _COLUMNS}
    values.update(comment_id=comment_id, seen_at=sighting.at, capture_id=sighting.capture_id)
    if connection.execute(_FIND_EQUAL, values).fetchone() is not None:
        return False
    row = connection.execute(_FIND_SAME_SIGHTING, values).fetchone()
    if row is not None:
        connection.execute(_CORRECT, {**values, "revision_id": row["revision_id"]})
    else:
        _insert(connection, values)
    return True


def _insert(connection: sqlite3.Connection, values: Mapping[str, Any]) -> None:
    connection.execute(_INSERT, values)
    connection.execute(_COUNT, {"comment_id": values["comment_id"]})
