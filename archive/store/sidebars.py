"""Recent Comments lists: stored word for word, and each entry matched to the comment it means.

An entry is matched when it arrives, and again when a comment by its author or an article at its address arrives.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from hashlib import sha256

import attrs
import orjson

from archive.addresses import address_variants, thread_address
from archive.records import Comment, Page, RecentComment
from archive.store.matching import find_article, find_comment
from archive.store.saved import Sighting

_PUT_SIDEBAR = """
    insert into sidebars (site_id, digest, page_url, first_seen_at, last_seen_at, is_noarchive)
    values (:site_id, :digest, :page_url, :at, :at, :is_noarchive)
    on conflict (site_id, digest) do update set
        page_url = iif(
            excluded.last_seen_at >= last_seen_at and excluded.is_noarchive <= is_noarchive, excluded.page_url, page_url
        ),
        first_seen_at = min(first_seen_at, excluded.first_seen_at),
        last_seen_at = max(last_seen_at, excluded.last_seen_at),
        is_noarchive = min(is_noarchive, excluded.is_noarchive)
    returning sidebar_id, first_seen_at = last_seen_at as may_be_new
"""
_HAS_ENTRIES = "select 1 from recent_comments where sidebar_id = :sidebar_id limit 1"
_INSERT = """
    insert into recent_comments (
        sidebar_id, site_id, position, author, excerpt, is_truncated, url, thread_url, article_title, article_id,
        comment_id
    )
    values (
        :sidebar_id, :site_id, :position, :author, :excerpt, :is_truncated, :url, :thread_url, :article_title, :article_id,
        :comment_id
    )
"""
_PLACE_BY_ADDRESS = """
    update recent_comments
    set article_id = :article_id
    where site_id = :site_id
      and article_id is null
      and thread_url in (select value from json_each(:addresses))
"""
_PLACE_BY_TITLE = """
    update recent_comments
    set article_id = :article_id
    where site_id = :site_id
      and article_id is null
      and article_title = :title
      and thread_url is null
"""
_OPEN_BY_AUTHOR = """
    select recent_comment_id, author, excerpt, is_truncated, url, article_id
    from recent_comments indexed by recent_comments_open
    where site_id = :site_id
      and author in (select value from json_each(:authors))
      and comment_id is null
"""
_OPEN_WITHOUT_AUTHOR = """
    select recent_comment_id, author, excerpt, is_truncated, url, article_id
    from recent_comments indexed by recent_comments_open
    where site_id = :site_id
      and author is null
      and comment_id is null
      and article_id = :article_id
"""
_ANY_UNPLACED = """
    select 1
    from recent_comments indexed by recent_comments_unplaced
    where site_id = :site_id
      and article_id is null
    limit 1
"""
_ANY_OPEN = """
    select 1
    from recent_comments indexed by recent_comments_open
    where site_id = :site_id
      and comment_id is null
    limit 1
"""
_RESOLVE = """
    update recent_comments
    set comment_id = :comment_id, article_id = :article_id
    where recent_comment_id = :recent_comment_id
"""
_ARTICLE_OF = "select article_id from comments where comment_id = :comment_id"


def save_sidebar(connection: sqlite3.Connection, page: Page, sighting: Sighting, *, site_id: int) -> int:
    """Store the list a page shows, and say which it is; one that is known is seen again."""
    values = {
        "site_id": site_id,
        "digest": sha256(orjson.dumps([attrs.astuple(entry) for entry in page.recent_comments])).hexdigest()[:32],
        "page_url": page.url,
        "at": sighting.at,
        "is_noarchive": int(page.directives.noarchive or page.directives.tdm_reservation is True),
    }
    sidebar = connection.execute(_PUT_SIDEBAR, values).fetchone()
    if not sidebar["may_be_new"] or connection.execute(_HAS_ENTRIES, {"sidebar_id": sidebar["sidebar_id"]}).fetchone():
        return int(sidebar["sidebar_id"])
    for entry in page.recent_comments:
        article_id = find_article(connection, site_id, entry.url, entry.article_title)
        comment_id = find_comment(connection, site_id, entry, article_id)
        row = {
            "sidebar_id": sidebar["sidebar_id"],
            "site_id": site_id,
            "is_truncated": int(entry.truncated),
            "thread_url": thread_address(entry.url) if entry.url else None,
            "article_id": _article_of(connection, comment_id) or article_id,
            "comment_id": comment_id,
            **{name: getattr(entry, name) for name in ("position", "author", "excerpt", "url", "article_title")},
        }
        connection.execute(_INSERT, row)
    return int(sidebar["sidebar_id"])


def place_entries(
    connection: sqlite3.Connection, article_id: int, url: str, title: str | None, *, site_id: int
) -> None:
    """Tell the entries that were waiting for an article that it has arrived."""
    if connection.execute(_ANY_UNPLACED, {"site_id": site_id}).fetchone() is None:
        return
    values = {"site_id": site_id, "article_id": article_id, "title": title}
    connection.execute(_PLACE_BY_ADDRESS, {**values, "addresses": orjson.dumps(address_variants(url)).decode()})
    if title:
        connection.execute(_PLACE_BY_TITLE, values)


def resolve_entries(connection: sqlite3.Connection, article_id: int, new: Sequence[Comment], *, site_id: int) -> None:
    """Tell the entries that were waiting for comments that these have arrived."""
    if connection.execute(_ANY_OPEN, {"site_id": site_id}).fetchone() is None:
        return
    authors = orjson.dumps(list({comment.author for comment in new if comment.author})).decode()
    values = {"site_id": site_id, "article_id": article_id, "authors": authors}
    waiting = connection.execute(_OPEN_BY_AUTHOR, values).fetchall()
    waiting += connection.execute(_OPEN_WITHOUT_AUTHOR, values).fetchall()
    for row in waiting:
        comment_id = find_comment(connection, site_id, _entry(row), row["article_id"])
        if comment_id is not None:
            found = {"comment_id": comment_id, "article_id": _article_of(connection, comment_id)}
            connection.execute(_RESOLVE, {**found, "recent_comment_id": row["recent_comment_id"]})


def _entry(row: sqlite3.Row) -> RecentComment:
    return RecentComment(
        position=0,
        author=row["author"],
        excerpt=row["excerpt"],
        truncated=bool(row["is_truncated"]),
        url=row["url"],
        article_title=None,
    )


def _article_of(connection: sqlite3.Connection, comment_id: int | None) -> int | None:
    row = connection.execute(_ARTICLE_OF, {"comment_id": comment_id}).fetchone()
    return None if row is None else int(row["article_id"])
