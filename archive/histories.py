"""What changed, and when: the history of a comment or an article, a thread as it was, and everything since a moment.

A change has the value before and after, when the first was last seen, and when and in which capture the second was
first seen. Between these two times it happened.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Any

import attrs

from archive.database import Archive
from archive.queries import read_thread
from archive.stored import StoredArticle, StoredComment, StoredThread

_COMMENT_VERSIONS = """
    select seen_at, replaced_at, replaced_capture_id, revision_id, author, parent_key, state, text
    from comment_revisions
    where comment_id = :id
    order by seen_at, revision_id
"""
_VOTE_VERSIONS = """
    select seen_at, replaced_at, replaced_capture_id, revision_id, score, upvotes, downvotes
    from vote_revisions
    where comment_id = :id
    order by seen_at, revision_id
"""
_ARTICLE_VERSIONS = """
    select seen_at, replaced_at, replaced_capture_id, revision_id, title, authors, text
    from article_revisions
    where article_id = :id
    order by seen_at, revision_id
"""
_COMMENT = """
    select
        sites.host as site, comments.article_id, articles.url as article_url, articles.title as article_title, comments.key,
        comments.url, comments.author, comments.parent_key, comments.state, comments.text, comments.score,
        comments.upvotes, comments.downvotes
    from comments
    join articles using (article_id)
    join sites using (site_id)
    where comment_id = :id
"""
_ARTICLE = """
    select
        sites.host as site, article_id, url as article_url, title as article_title, url, null as key, title, authors, text
    from articles
    join sites using (site_id)
    where article_id = :id
"""
_CHANGED_IN_THREAD = """
    select comment_id
    from comments
    where article_id = :article_id
      and revisions > 0
    order by comment_id
"""
_ALL_VERSIONS_OF_THREAD = """
    select comment_revisions.comment_id, seen_at, replaced_at, comment_revisions.author, comment_revisions.parent_key,
        comment_revisions.state, comment_revisions.score, comment_revisions.text
    from comments
    join comment_revisions using (comment_id)
    where comments.article_id = :article_id
      and comments.revisions > 0
    order by comment_revisions.comment_id, seen_at, revision_id
"""
_CHANGED_SINCE = """
    select at, kind, id
    from (
        select replaced_at as at, 'comment' as kind, comment_id as id
        from comment_revisions
        where replaced_at >= :since
        union
        select replaced_at, 'comment', comment_id
        from vote_revisions
        where replaced_at >= :since
        union
        select replaced_at, 'article', article_id
        from article_revisions
        where replaced_at >= :since
    )
    where :site is null
       or case kind
           when 'article' then (select host from articles join sites using (site_id) where article_id = id)
           else (
               select host
               from comments
               join articles using (article_id)
               join sites using (site_id)
               where comment_id = id
           )
       end = :site
    order by at, kind, id
"""
_COMMENT_FIELDS = ("text", "author", "parent_key", "state")
_VOTES = ("score", "upvotes", "downvotes")
_ARTICLE_FIELDS = ("title", "authors", "text")


class Changed(StrEnum):
    """What a change is about."""

    ARTICLE = "article"
    COMMENT = "comment"


@attrs.frozen(kw_only=True)
class Change:
    """One value that became another."""

    kind: Changed
    id: int
    """Of the comment or article."""
    site: str
    article_id: int
    article_url: str
    article_title: str | None
    key: str | None
    """The comment's; None for an article."""
    url: str | None
    author: str | None
    """Whose comment it is, by its present name; None for an article."""
    field: str
    """`text`, `author`, `parent_key`, `state`, `score`, `upvotes`, `downvotes`; of an article `title`, `authors`, `text`."""
    old: str | int | None
    new: str | int | None
    last_seen_at: str
    """When the old value was last seen."""
    seen_at: str
    """When the new value was first seen."""
    capture_id: int | None
    """Where the new value was first seen; None where no bytes are kept."""


def comment_history(archive: Archive, comment_id: int) -> tuple[Change, ...]:
    """Every change of a comment, the oldest first; none for one that is as it was, or is not there."""
    with archive.errors():
        connection, key = archive.connection, {"id": comment_id}
        now = connection.execute(_COMMENT, key).fetchone()
        if now is None:
            return ()
        words = connection.execute(_COMMENT_VERSIONS, key).fetchall()
        votes = connection.execute(_VOTE_VERSIONS, key).fetchall()
    changes = [
        *_changes(Changed.COMMENT, comment_id, words, now, _COMMENT_FIELDS),
        *_changes(Changed.COMMENT, comment_id, votes, now, _VOTES),
    ]
    return tuple(sorted(changes, key=lambda change: change.seen_at))


def article_history(archive: Archive, article_id: int) -> tuple[Change, ...]:
    """Every change of an article's own title, authors and text, the oldest first."""
    with archive.errors():
        key = {"id": article_id}
        now = archive.connection.execute(_ARTICLE, key).fetchone()
        if now is None:
            return ()
        versions = archive.connection.execute(_ARTICLE_VERSIONS, key).fetchall()
    return tuple(_changes(Changed.ARTICLE, article_id, versions, now, _ARTICLE_FIELDS))


def thread_history(archive: Archive, article_id: int) -> tuple[Change, ...]:
    """Every change of an article and of its comments, the oldest first."""
    with archive.errors():
        ids = [row[0] for row in archive.connection.execute(_CHANGED_IN_THREAD, {"article_id": article_id})]
    changes = [*article_history(archive, article_id)]
    for comment_id in ids:
        changes += comment_history(archive, comment_id)
    return tuple(sorted(changes, key=lambda change: change.seen_at))


def changes_since(archive: Archive, since: str, *, site: str | None = None) -> Iterator[Change]:
    """Every change first seen at that time or later, the oldest first."""
    with archive.errors():
        rows = archive.connection.execute(_CHANGED_SINCE, {"since": since, "site": site}).fetchall()
    for at, kind, row_id in rows:
        history = article_history if kind == Changed.ARTICLE else comment_history
        yield from (change for change in history(archive, row_id) if change.seen_at == at)


def thread_at(archive: Archive, article: StoredArticle, at: str) -> StoredThread:
    """The thread as it was seen at a time: without what came later, with what was gone since.

    Places are those of the present; an article's own words are the ones of that time.
    """
    with archive.errors():
        rows = archive.connection.execute(_ALL_VERSIONS_OF_THREAD, {"article_id": article.article_id}).fetchall()
        words = archive.connection.execute(_ARTICLE_VERSIONS, {"id": article.article_id}).fetchall()
    versions = {comment_id: list(group) for comment_id, group in groupby(rows, key=lambda row: row["comment_id"])}
    then = [
        _comment_at(comment, versions.get(comment.comment_id, ()), at)
        for comment in read_thread(archive, article).comments
        if comment.first_seen_at <= at
    ]
    shown = [comment for comment in then if comment.state != "gone"]
    ids = {comment.key: comment.comment_id for comment in shown}
    comments = [
        attrs.evolve(comment, position=position, parent_id=ids.get(comment.parent_key or ""))
        for position, comment in enumerate(shown)
    ]
    title, text = _article_at(article, words, at)
    return StoredThread(
        article=attrs.evolve(article, title=title, text=text, comment_count=len(comments)),
        comments=_with_depths(comments),
    )


def _changes(
    kind: Changed, row_id: int, versions: Sequence[sqlite3.Row], now: sqlite3.Row, fields: tuple[str, ...]
) -> Iterator[Change]:
    if not versions:
        return
    names = ("site", "article_id", "article_url", "article_title", "key", "url")
    about = {name: now[name] for name in names}
    author = now["author"] if kind is Changed.COMMENT else None
    for version, following in zip(versions, [*versions[1:], now], strict=True):
        for field in fields:
            if version[field] != following[field]:
                yield Change(
                    kind=kind,
                    id=row_id,
                    author=author,
                    field=field,
                    old=version[field],
                    new=following[field],
                    last_seen_at=version["seen_at"],
                    seen_at=version["replaced_at"] or version["seen_at"],
                    capture_id=version["replaced_capture_id"],
                    **about,
                )


def _version_at(versions: Sequence[sqlite3.Row], at: str) -> Mapping[str, Any] | None:
    """The version that stood at a time; None for the present one."""
    return next((dict(row) for row in versions if (row["replaced_at"] or row["seen_at"]) > at), None)


def _comment_at(comment: StoredComment, versions: Sequence[sqlite3.Row], at: str) -> StoredComment:
    version = _version_at(versions, at)
    if version is None:
        return comment
    fields = {name: version[name] for name in ("author", "parent_key", "state", "score", "text")}
    return attrs.evolve(comment, **fields)


def _article_at(article: StoredArticle, versions: Sequence[sqlite3.Row], at: str) -> tuple[str | None, str]:
    version = _version_at(versions, at)
    return (article.title, article.text) if version is None else (version["title"], version["text"])


def _with_depths(comments: list[StoredComment]) -> tuple[StoredComment, ...]:
    """The same with the depths that their parents of that time give them."""
    parents = {comment.comment_id: comment.parent_id for comment in comments}
    depths: dict[int, int] = {}
    for start in parents:
        path = []
        at: int | None = start
        while at is not None and at not in depths and at not in path:
            path.append(at)
            at = parents.get(at)
        above = depths.get(at, -1) if at is not None else -1
        for n, comment_id in enumerate(reversed(path), start=1):
            depths[comment_id] = above + n
    return tuple(attrs.evolve(comment, depth=depths[comment.comment_id]) for comment in comments)
