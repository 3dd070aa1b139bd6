"""Articles, threads and captures, read back as records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import orjson

from archive.addresses import address_variants
from archive.database import Archive
from archive.errors import NotFoundError
from archive.reading_order import Place, in_reading_order
from archive.records import Capture
from archive.stored import StoredArticle, StoredComment, StoredThread
from archive.times import text_time

_ARTICLE_COLUMNS = """
    articles.article_id, sites.host as site, articles.url, articles.canonical_url, articles.kind, articles.title,
    articles.authors, articles.published_at, articles.date_precision, articles.modified_at, articles.language,
    articles.section, articles.tags, articles.text, articles.comment_count_stated, articles.comment_count,
    articles.deepest, articles.thread_state, articles.comments_elsewhere, articles.is_noarchive, articles.revisions,
    articles.first_seen_at, articles.last_seen_at
"""
_GET_ARTICLE = f"""
    select {_ARTICLE_COLUMNS}
    from articles
    join sites using (site_id)
    where articles.article_id = :article_id
"""  # noqa: S608 (our own constant)
_FIND_BY_ADDRESS = """
    select article_id
    from article_addresses
    where url in (select value from json_each(:addresses))
    limit 1
"""
_FIND_BY_TITLE = "select article_id from articles where title = :title limit 2"
_SUGGEST = """
    select url
    from articles
    order by article_id desc
    limit 3
"""
_THREAD = """
    select
        comment_id, key, parent_id, parent_key, depth, kind, state, author, published_at, published_raw, date_precision,
        score, is_orphan, revisions, first_seen_at, last_seen_at, url, text, thread_page, position, is_on_page
    from comments
    where article_id = :article_id
    order by thread_page, position, comment_id
"""
_CAPTURES = """
    select url, fetched_at, status, content_type, digest, file, offset, length
    from captures
    order by capture_id
"""
_LONGEST_THREAD = """
    select article_id
    from articles indexed by articles_of_site
    where site_id = :site_id
    order by deepest desc, comment_count desc, article_id
    limit 1
"""


_LONGEST_ID = 18
"""Digits: SQLite's integers end at 9,223,372,036,854,775,807."""


def find_article(archive: Archive, wanted: str) -> StoredArticle:
    """The article of that address (as stored, or with another scheme or a comment's fragment), id, or exact title.

    Raises:
        NotFoundError: there is none, or more than one of that title.
    """
    with archive.errors():
        article_id = _find_id(archive.connection, wanted)
        if article_id is None:
            urls = [row["url"] for row in archive.connection.execute(_SUGGEST)]
            advice = f"It has, for example, {urls[0]}" if urls else "It is empty: crawl or import something first."
            raise NotFoundError(archive.path, repr(wanted), advice)
        return get_article(archive, article_id)


def get_article(archive: Archive, article_id: int) -> StoredArticle:
    """The article of that id.

    Raises:
        NotFoundError: there is none.
    """
    row = archive.connection.execute(_GET_ARTICLE, {"article_id": article_id}).fetchone()
    if row is None:
        raise NotFoundError(archive.path, f"article {article_id}", "`commentariat search` shows the ids there are.")
    values = dict(row)
    values.update(
        authors=tuple(orjson.loads(row["authors"])),
        tags=tuple(orjson.loads(row["tags"])),
        is_noarchive=bool(row["is_noarchive"]),
    )
    return StoredArticle(**values)


def read_thread(archive: Archive, article: StoredArticle) -> StoredThread:
    """The article with its comments in reading order."""
    with archive.errors():
        rows = archive.connection.execute(_THREAD, {"article_id": article.article_id}).fetchall()
    comments = tuple(_stored(row, position) for position, row in enumerate(in_reading_order(rows, _place)))
    return StoredThread(article=article, comments=comments)


def _place(row: sqlite3.Row) -> Place:
    return Place(
        row["comment_id"], row["parent_id"], row["thread_page"], row["position"], row["published_at"], row["is_on_page"]
    )


# Column by column, since a thread of 500 is read in half the time that dictionaries in between would take.
def _stored(row: sqlite3.Row, position: int) -> StoredComment:
    return StoredComment(
        comment_id=row["comment_id"],
        key=row["key"],
        parent_id=row["parent_id"],
        parent_key=row["parent_key"],
        position=position,
        depth=row["depth"],
        kind=row["kind"],
        state=row["state"],
        author=row["author"],
        published_at=row["published_at"],
        published_raw=row["published_raw"],
        date_precision=row["date_precision"],
        score=row["score"],
        is_orphan=bool(row["is_orphan"]),
        revisions=row["revisions"],
        first_seen_at=row["first_seen_at"],
        last_seen_at=row["last_seen_at"],
        url=row["url"],
        text=row["text"],
    )


def deepest_thread(archive: Archive, site_id: int) -> StoredThread | None:
    """The thread of a site with the longest chain of replies, the one worth showing; None where it has no articles."""
    with archive.errors():
        row = archive.connection.execute(_LONGEST_THREAD, {"site_id": site_id}).fetchone()
    return None if row is None else read_thread(archive, get_article(archive, row["article_id"]))


def iterate_captures(archive: Archive) -> Iterator[Capture]:
    """Every capture on record, in the order they were stored."""
    with archive.errors():
        for row in archive.connection.execute(_CAPTURES):
            yield Capture(**{**dict(row), "fetched_at": text_time(row["fetched_at"])})


def _find_id(connection: sqlite3.Connection, wanted: str) -> int | None:
    if wanted.isdecimal() and len(wanted) <= _LONGEST_ID:
        return int(wanted)
    if "/" in wanted:
        values = {"addresses": orjson.dumps(address_variants(wanted)).decode()}
        row = connection.execute(_FIND_BY_ADDRESS, values).fetchone()
        if row is not None:
            return int(row["article_id"])
    rows = connection.execute(_FIND_BY_TITLE, {"title": wanted}).fetchall()
    return int(rows[0]["article_id"]) if len(rows) == 1 else None
