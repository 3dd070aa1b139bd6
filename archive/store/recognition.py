"""Comments without an id of the site's own, brought under the keys they are stored by."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

import attrs

from archive.records import Comment, CommentState
from archive.store.identity import recognise
from archive.store.saved import Sighting
from archive.store.traces import Trace
from archive.times import optional_text_time, text_time

PRINT = "fp-"
"""How the keys begin that are made of a comment's words, where the site gives none."""
_STORED = """
    select key, author, text, published_at, date_precision, published_raw, parent_key, state, first_seen_at, revisions
    from comments
    where article_id = :article_id
    order by thread_page, position, comment_id
"""
_EARLIER = """
    select comments.key, comment_revisions.text
    from comments
    join comment_revisions using (comment_id)
    where comments.article_id = :article_id
      and comments.revisions > 0
    order by comment_revisions.seen_at desc
"""


def recognised(
    connection: sqlite3.Connection, article_id: int, comments: Sequence[Comment], sighting: Sighting
) -> list[Comment]:
    """The same comments; those without an id have the key under which they are stored, or one that is new."""
    if not any(comment.key.startswith(PRINT) for comment in comments):
        return list(comments)
    stored = stored_traces(connection, article_id)
    taken = {trace.key for trace in stored}
    known = {c.key: c.key for c in comments if c.key in taken and not c.key.startswith(PRINT)}
    pairs = recognise([trace_of(comment, sighting) for comment in comments], stored, known)
    keys: dict[str, str] = {}
    for comment in comments:
        keys[comment.key] = pairs.get(comment.key) or _new_key(comment.key, taken)
        taken.add(keys[comment.key])
    return [
        attrs.evolve(comment, key=keys[comment.key], parent_key=keys.get(comment.parent_key or "", comment.parent_key))
        for comment in comments
    ]


def stored_traces(connection: sqlite3.Connection, article_id: int) -> list[Trace]:
    """What is known of each stored comment of an article, in their order."""
    key = {"article_id": article_id}
    earlier: defaultdict[str, list[str]] = defaultdict(list)
    for row in connection.execute(_EARLIER, key):
        earlier[row["key"]].append(row["text"])
    return [
        Trace(
            key=row["key"],
            author=row["author"],
            texts=(row["text"], *earlier[row["key"]]),
            at=optional_text_time(row["published_at"]),
            precision=row["date_precision"],
            raw_date=row["published_raw"],
            seen_at=text_time(row["first_seen_at"]),
            parent=row["parent_key"],
            is_placeholder=row["state"] == CommentState.REMOVED,
            is_gone=row["state"] == CommentState.GONE,
        )
        for row in connection.execute(_STORED, key)
    ]


def trace_of(comment: Comment, sighting: Sighting) -> Trace:
    """What is known of a comment that is seen now."""
    return Trace(
        key=comment.key,
        author=comment.author,
        texts=(comment.text,),
        at=comment.published_at,
        precision=comment.date_precision,
        raw_date=comment.published_raw,
        seen_at=text_time(sighting.at),
        parent=comment.parent_key,
        is_placeholder=comment.state is CommentState.REMOVED,
    )


def _new_key(key: str, taken: set[str]) -> str:
    """The key itself, or with a number where another comment bears it: one that said these words before its edit."""
    number, free = 1, key
    while free in taken:
        number += 1
        free = f"{key}~{number}"
    return free
