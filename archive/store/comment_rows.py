"""The columns of a comment's row: how a record becomes one, and how rows are found and written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson

from archive.records import Comment, DatePrecision
from archive.times import optional_time_text

DATE = ("published_at", "published_raw", "date_precision")
VOTES = ("score", "upvotes", "downvotes")
WORDS = ("text", "text_cjk", "html")
FIELDS = (
    "parent_id", "parent_key", "thread_page", "position", "depth", "kind", "state", "author",
    *DATE, *VOTES, "is_orphan", "parent_rule", "parent_confidence",
    "url", "author_url", "author_avatar", *WORDS, "reply_seconds",
)  # fmt: skip
COUNTED = ("parent_key", "depth", "author", "published_at", "reply_seconds")
"""What the counts by month are made of."""
Values = tuple[Any, ...]
"""The columns of `FIELDS`, in that order."""

# Positional marks, in the one place where a row costs microseconds: SQLite looks each of 28 names up for every row.
_INSERT = f"""
    insert into comments (
        comment_id, article_id, key, first_seen_at, last_seen_at, capture_id, is_on_page, {", ".join(FIELDS)}
    )
    values (?, ?, ?, ?, ?, ?, ?, {", ".join("?" for _ in FIELDS)})
"""  # noqa: S608 (our own constants, as below)
_UPDATE = f"update comments set {', '.join(f'{name} = ?' for name in FIELDS)} where comment_id = ?"  # noqa: S608 (our own constants)
_FIND = f"""
    select comment_id, key, first_seen_at, last_seen_at, capture_id, is_supplemented, is_on_page, revisions,
        {", ".join(FIELDS)}
    from comments
    where article_id = :article_id
      and key in (select value from json_each(:keys))
"""  # noqa: S608 (our own constants)
_FIND_PARENTS = """
    select key, comment_id, published_at, date_precision
    from comments
    where article_id = :article_id
      and key in (select value from json_each(:keys))
"""
_EXACT = (DatePrecision.MINUTE, DatePrecision.SECOND)


def find_comments(connection: sqlite3.Connection, article_id: int, keys: Iterable[str]) -> dict[str, sqlite3.Row]:
    """The rows of those keys that are stored, by key."""
    values = {"article_id": article_id, "keys": orjson.dumps(list(keys)).decode()}
    return {row["key"]: row for row in connection.execute(_FIND, values)}


def find_parents(connection: sqlite3.Connection, article_id: int, keys: Iterable[str]) -> dict[str, sqlite3.Row]:
    """The ids and times of those keys that are stored, by key."""
    values = {"article_id": article_id, "keys": orjson.dumps(list(keys)).decode()}
    return {row["key"]: row for row in connection.execute(_FIND_PARENTS, values)}


def insert_comments(connection: sqlite3.Connection, rows: Iterable[Values]) -> None:
    """Store new rows: id, article, key, first and last sight, capture, whether a page shows it, and then `FIELDS`."""
    connection.executemany(_INSERT, rows)


def replace_comment(connection: sqlite3.Connection, comment_id: int, values: Iterable[Any]) -> None:
    """Write all of a row's `FIELDS`."""
    connection.execute(_UPDATE, (*values, comment_id))


def values_of(
    comment: Comment, thread_page: int, parent_id: int | None, parent_time: datetime | None, cjk: str | None
) -> Values:
    """A comment as columns."""
    return (
        parent_id,
        comment.parent_key,
        thread_page,
        comment.position,
        comment.depth,
        comment.kind.value,
        comment.state.value,
        comment.author,
        optional_time_text(comment.published_at),
        comment.published_raw,
        comment.date_precision.value if comment.date_precision else None,
        comment.score,
        comment.upvotes,
        comment.downvotes,
        int(comment.is_orphan or (comment.parent_key is not None and parent_id is None)),
        comment.parent_rule,
        comment.parent_confidence,
        comment.url,
        comment.author_url,
        comment.author_avatar,
        comment.text,
        cjk,
        comment.html,
        _reply_seconds(comment, parent_time),
    )


def exact_time(comment: Comment) -> datetime | None:
    """When it was published, if the page tells that to the minute."""
    return comment.published_at if comment.date_precision in _EXACT else None


def _reply_seconds(comment: Comment, parent_time: datetime | None) -> int | None:
    if parent_time is None or comment.published_at is None or comment.date_precision not in _EXACT:
        return None
    seconds = int((comment.published_at - parent_time).total_seconds())
    return seconds if seconds >= 0 else None
