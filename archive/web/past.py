"""A thread as it was at a moment: without what came later, and with the words of then.

A version holds from when it was first seen until the next one was; between two sightings, nobody knows better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from archive.database import Archive
from archive.stored import StoredArticle, StoredComment

_COMMENTS = """
    select comment_revisions.comment_id, ifnull(comment_revisions.replaced_at, comment_revisions.seen_at) as replaced_at,
        comment_revisions.author, comment_revisions.parent_key, comment_revisions.state, comment_revisions.score,
        comment_revisions.text, comment_revisions.html
    from comments
    join comment_revisions using (comment_id)
    where comments.article_id = :article_id
    order by comment_revisions.comment_id, comment_revisions.seen_at, comment_revisions.revision_id
"""
_ARTICLE = """
    select title, text, html
    from article_revisions
    where article_id = :article_id
      and ifnull(replaced_at, seen_at) > :at
    order by seen_at, revision_id
    limit 1
"""
_MOMENTS = """
    select substr(ifnull(published_at, first_seen_at), 1, 10) as day
    from comments
    where article_id = :article_id
    union
    select substr(ifnull(comment_revisions.replaced_at, comment_revisions.seen_at), 1, 10)
    from comments
    join comment_revisions using (comment_id)
    where comments.article_id = :article_id
    union
    select substr(ifnull(replaced_at, seen_at), 1, 10)
    from article_revisions
    where article_id = :article_id
    order by day
"""
_MOST_DAYS = 400


@attrs.frozen(kw_only=True)
class ThreadWords:
    """The comments of a thread, with their HTML."""

    comments: tuple[StoredComment, ...]
    htmls: dict[int, str]
    """Of those that have HTML, by id."""


def days_of_change(archive: Archive, article_id: int) -> list[str]:
    """The days on which the thread changed, as far as is known; of very many, some."""
    found = [row["day"] for row in archive.connection.execute(_MOMENTS, {"article_id": article_id})]
    step = -(-len(found) // _MOST_DAYS)
    return found if step <= 1 else [*found[:-1:step], found[-1]]


def article_at(archive: Archive, article: StoredArticle, html: str | None, at: str) -> tuple[StoredArticle, str | None]:
    """The article and its HTML as they were at that time (text, as the archive keeps times)."""
    row = archive.connection.execute(_ARTICLE, {"article_id": article.article_id, "at": at}).fetchone()
    if row is None:
        return article, html
    return attrs.evolve(article, title=row["title"], text=row["text"]), row["html"]


def thread_at(archive: Archive, article_id: int, now: ThreadWords, at: str) -> ThreadWords:
    """The comments as they were at that time."""
    versions = _versions_at(archive, article_id, at)
    ids = {comment.key: comment.comment_id for comment in now.comments}
    comments, htmls = [], {}
    for comment in now.comments:
        if min(comment.published_at or comment.first_seen_at, comment.first_seen_at) > at:
            continue
        version = versions.get(comment.comment_id)
        comments.append(comment if version is None else _version(comment, version, ids))
        words = now.htmls.get(comment.comment_id) if version is None else version["html"]
        if words is not None:
            htmls[comment.comment_id] = words
    return ThreadWords(comments=tuple(comments), htmls=htmls)


def _versions_at(archive: Archive, article_id: int, at: str) -> dict[int, Mapping[str, Any]]:
    """For each comment that read otherwise then, the version of then."""
    found: dict[int, Mapping[str, Any]] = {}
    rows: Iterable[Mapping[str, Any]] = archive.connection.execute(_COMMENTS, {"article_id": article_id})
    for row in rows:
        if row["replaced_at"] > at:
            found.setdefault(row["comment_id"], row)
    return found


def _version(comment: StoredComment, version: Mapping[str, Any], ids: Mapping[str, int]) -> StoredComment:
    moved = version["parent_key"] != comment.parent_key
    return attrs.evolve(
        comment,
        author=version["author"],
        state=version["state"],
        score=version["score"],
        text=version["text"],
        parent_key=version["parent_key"],
        parent_id=ids.get(version["parent_key"]) if moved else comment.parent_id,
    )
