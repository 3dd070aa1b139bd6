"""Where comments stand that no page has shown: below their stored parents, in the order of their times."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from archive.store.trees import without_rings

_ANY = "select 1 from comments where article_id = :article_id and is_on_page = 0 limit 1"
_ALL = """
    select comment_id, parent_id, comments.parent_key, is_on_page, depth, thread_page, position, is_orphan
    from comments
    left join told_comments using (comment_id)
    where article_id = :article_id
    order by is_on_page desc, published_at, number, comment_id
"""
_PLACE = """
    update comments
    set depth = :depth, thread_page = :thread_page, position = :position, parent_id = :parent_id, is_orphan = :is_orphan
    where comment_id = :comment_id
"""
_DEEPEST = """
    update articles
    set deepest = (select max(depth) from comments where article_id = :article_id)
    where article_id = :article_id
"""


def place_comments(connection: sqlite3.Connection, article_id: int) -> None:
    """Give depth and position to the comments of an article that no page has shown; the others keep theirs.

    They stand behind those that a page has shown, each parent before its replies, siblings by their times.
    """
    key = {"article_id": article_id}
    if connection.execute(_ANY, key).fetchone() is None:
        return
    rows = connection.execute(_ALL, key).fetchall()
    parents = without_rings({row["comment_id"]: row["parent_id"] for row in rows})
    shown = [row for row in rows if row["is_on_page"]]
    last_page = max((row["thread_page"] for row in shown), default=1)
    position = 1 + max((row["position"] for row in shown if row["thread_page"] == last_page), default=-1)
    by_id = {row["comment_id"]: row for row in rows}
    for comment_id, depth in _depth_first(rows, parents):
        row = by_id[comment_id]
        if row["is_on_page"]:
            continue
        parent_id = parents[comment_id]
        place = {
            "depth": depth,
            "thread_page": last_page,
            "position": position,
            "parent_id": parent_id,
            "is_orphan": int(row["parent_key"] is not None and parent_id is None),
        }
        position += 1
        if any(row[name] != value for name, value in place.items()):
            connection.execute(_PLACE, {**place, "comment_id": comment_id})
    connection.execute(_DEEPEST, key)


def _depth_first(rows: list[sqlite3.Row], parents: dict[int, int | None]) -> Iterator[tuple[int, int]]:
    """Each comment with its depth, parents before replies, without recursion."""
    children: defaultdict[int | None, list[int]] = defaultdict(list)
    for row in rows:
        children[parents[row["comment_id"]]].append(row["comment_id"])
    waiting = [(comment_id, 0) for comment_id in reversed(children[None])]
    while waiting:
        comment_id, depth = waiting.pop()
        yield comment_id, depth
        waiting.extend((reply, depth + 1) for reply in reversed(children[comment_id]))
