"""One comment under two keys: the one its service gives it, and the one that a copy in the page bears.

Disqus' WordPress plugin writes the comments into the page under WordPress's numbers, and no answer of Disqus tells these,
nor does its export. So the two tellers' comments are brought together by writer, words and place (`identity`), and the
service's key stands from the moment it is known: its answers name parents and later versions by it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import attrs

from archive.records import Comment
from archive.store.identity import recognise
from archive.store.recognition import stored_traces, trace_of
from archive.store.saved import Sighting

_TOLD = "select key from comments join told_comments using (comment_id) where article_id = :article_id"
_RENAME = "update comments set key = :key where article_id = :article_id and key = :old"
_RENAME_PARENT = "update comments set parent_key = :key where article_id = :article_id and parent_key = :old"


def joined(
    connection: sqlite3.Connection, article_id: int, comments: Sequence[Comment], sighting: Sighting, *, is_told: bool
) -> list[Comment]:
    """The same comments under the keys they are stored by; rows that a service now tells of take its keys.

    Args:
        connection: within a transaction.
        article_id: whose comments these are.
        comments: of a page that holds a copy, or of the service's answer.
        sighting: when they were seen.
        is_told: the service tells them.
    """
    told = {str(row["key"]) for row in connection.execute(_TOLD, {"article_id": article_id})}
    stored = stored_traces(connection, article_id)
    own = {trace.key for trace in stored if (trace.key in told) == is_told}
    known = {comment.key: comment.key for comment in comments if comment.key in own}
    shown = [trace_of(comment, sighting) for comment in comments]
    pairs = recognise(shown, [trace for trace in stored if trace.key not in own or trace.key in known], known)
    if is_told:
        for key, old in pairs.items():
            if key != old:
                values = {"article_id": article_id, "key": key, "old": old}
                connection.execute(_RENAME, values)
                connection.execute(_RENAME_PARENT, values)
        return list(comments)
    return [
        attrs.evolve(
            comment,
            key=pairs.get(comment.key, comment.key),
            parent_key=pairs.get(comment.parent_key or "", comment.parent_key),
        )
        for comment in comments
    ]
