"""The history of a comment or an article: its versions, and what changed from one to the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import attrs

from archive.database import Archive
from archive.errors import NotFoundError
from archive.web.answers import Answered, Asked
from archive.web.differences import Change, differences
from archive.web.pages.article import visible_article
from archive.web.rendering import render
from archive.web.room import Shown

_COMMENT = """
    select article_id, author, state, text, null as title, first_seen_at, last_seen_at
    from comments
    where comment_id = :comment_id
"""
_COMMENT_VERSIONS = """
    select author, state, text, null as title, seen_at, ifnull(replaced_at, seen_at) as replaced_at
    from comment_revisions
    where comment_id = :comment_id
    order by seen_at, revision_id
"""
_VOTES = """
    select score, upvotes, downvotes, seen_at
    from vote_revisions
    where comment_id = :comment_id
    order by seen_at desc, revision_id desc
    limit 200
"""
_ARTICLE = """
    select article_id, null as author, 'visible' as state, text, title, first_seen_at, last_seen_at
    from articles
    where article_id = :article_id
"""
_ARTICLE_VERSIONS = """
    select null as author, 'visible' as state, text, title, seen_at, ifnull(replaced_at, seen_at) as replaced_at
    from article_revisions
    where article_id = :article_id
    order by seen_at, revision_id
"""


@attrs.frozen(kw_only=True)
class Version:
    """What was read from one time to another."""

    since: str
    until: str
    author: str | None
    state: str
    title: tuple[tuple[Change, str], ...]
    """Against the version before; all of it kept in the first one."""
    words: tuple[tuple[Change, str], ...]
    has_other_author: bool
    has_other_state: bool


@attrs.frozen(kw_only=True)
class Votes:
    """Votes as they were until a time."""

    score: int | None
    upvotes: int | None
    downvotes: int | None
    seen_at: str


@attrs.frozen(kw_only=True)
class HistoryPage:
    """All versions, newest first."""

    article_id: int
    title: str
    comment_id: int | None
    author: str | None
    versions: list[Version]
    votes: list[Votes]
    """Earlier ones, newest first."""


async def comment_history(asked: Asked) -> Answered:
    """The page of a comment's versions."""
    comment_id = int(asked.parts["comment_id"])
    page = await asked.room.ask(lambda archive, shown: read_comment_history(archive, shown, comment_id))
    return Answered(body=render("history.html", asked, page=page))


async def article_history(asked: Asked) -> Answered:
    """The page of an article's versions."""
    article_id = int(asked.parts["article_id"])
    page = await asked.room.ask(lambda archive, shown: read_article_history(archive, shown, article_id))
    return Answered(body=render("history.html", asked, page=page))


async def comment(asked: Asked) -> Answered:
    """To the comment's place in its thread."""
    comment_id = int(asked.parts["comment_id"])
    page = await asked.room.ask(lambda archive, shown: read_comment_history(archive, shown, comment_id))
    place = f"{asked.base}article/{page.article_id}#comment-{comment_id}"
    return Answered(body="", status=302, headers={"Location": place})


def read_comment_history(archive: Archive, shown: Shown, comment_id: int) -> HistoryPage:
    """The versions of that comment.

    Raises:
        NotFoundError: there is no such comment to be seen.
    """
    values = {"comment_id": comment_id}
    row = archive.connection.execute(_COMMENT, values).fetchone()
    if row is None:
        raise NotFoundError(archive.path, f"comment {comment_id}", "`commentariat search` shows the ids there are.")
    earlier = archive.connection.execute(_COMMENT_VERSIONS, values).fetchall()
    votes = [Votes(**dict(vote)) for vote in archive.connection.execute(_VOTES, values)]
    return attrs.evolve(_page(archive, shown, row, earlier, comment_id), votes=votes)


def read_article_history(archive: Archive, shown: Shown, article_id: int) -> HistoryPage:
    """The versions of that article.

    Raises:
        NotFoundError: there is no such article to be seen.
    """
    values = {"article_id": article_id}
    row = archive.connection.execute(_ARTICLE, values).fetchone()
    if row is None:
        raise NotFoundError(archive.path, f"article {article_id}", "`commentariat search` shows the ids there are.")
    return _page(archive, shown, row, archive.connection.execute(_ARTICLE_VERSIONS, values).fetchall(), None)


def _page(
    archive: Archive, shown: Shown, row: sqlite3.Row, earlier: Sequence[sqlite3.Row], comment_id: int | None
) -> HistoryPage:
    article, naming = visible_article(archive, shown, row["article_id"])
    versions = []
    before: sqlite3.Row | None = None
    since = row["first_seen_at"]
    for read in [*earlier, row]:
        is_last = read is row
        old = before or read
        versions.append(
            Version(
                since=since,
                until=row["last_seen_at"] if is_last else read["seen_at"],
                author=naming.name(read["author"]),
                state=read["state"],
                title=tuple(differences(naming.in_text(old["title"]) or "", naming.in_text(read["title"]) or "")),
                words=tuple(differences(naming.in_text(old["text"]) or "", naming.in_text(read["text"]) or "")),
                has_other_author=old["author"] != read["author"],
                has_other_state=old["state"] != read["state"],
            )
        )
        before, since = read, "" if is_last else read["replaced_at"]
    return HistoryPage(
        article_id=article.article_id,
        title=naming.in_text(article.title) or "Without a title",
        comment_id=comment_id,
        author=naming.name(row["author"]),
        versions=versions[::-1],
        votes=[],
    )
