"""What an endpoint tells beside the pages: it fills gaps of stored records, and replaces nothing.

No revision is made of it, and a record that no page has shown is not invented from it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime

import orjson

from archive.addresses import site_of
from archive.cjk import cjk_pairs
from archive.counting import counted_article, recount_article, recounted
from archive.indexed_tables import COMMENTS
from archive.records import Comment, DatePrecision, Page
from archive.search_index import exchange
from archive.store.saved import Saved
from archive.times import optional_time_text, text_time

_FIND_ARTICLE = """
    select articles.article_id, articles.site_id
    from article_addresses
    join articles using (article_id)
    where article_addresses.url = :url
"""
_FILL_AUTHORS = "update articles set authors = :authors where article_id = :article_id and authors = '[]'"
_FIND_COMMENT = """
    select comment_id, author, text, text_cjk
    from comments
    where article_id = :article_id
      and key = :key
"""
_FILL_COMMENT = """
    update comments
    set is_supplemented = iif(text = '', :text <> '', is_supplemented),
        text = iif(text = '', :text, text),
        text_cjk = iif(text = '', :text_cjk, text_cjk),
        html = iif(text = '', :html, html),
        author = coalesce(author, :author),
        published_at = coalesce(published_at, :published_at),
        published_raw = coalesce(published_raw, :published_raw),
        date_precision = coalesce(date_precision, :date_precision)
    where comment_id = :comment_id
"""
_KEEP_ZONE = """
    insert into settings (name, value)
    values (:name, :value)
    on conflict (name) do update set value = excluded.value
"""
_DATED_COMMENTS = """
    select comments.comment_id as row_id, comments.published_raw, comments.published_at, comments.first_seen_at
    from comments
    join articles on articles.article_id = comments.article_id
    where articles.site_id = (select site_id from sites where host = :host)
      and comments.date_precision in ('minute', 'second')
      and not exists (select 1 from told_comments where told_comments.comment_id = comments.comment_id)
"""
_DATED_ARTICLES = """
    select article_id as row_id, published_raw, published_at, first_seen_at
    from articles
    where site_id = (select site_id from sites where host = :host)
      and date_precision in ('minute', 'second')
      and published_raw is not null
      and not exists (select 1 from told_articles where told_articles.article_id = articles.article_id)
"""
_REDATE_ARTICLE = "update articles set published_at = :published_at where article_id = :row_id"
_REDATE_COMMENT = "update comments set published_at = :published_at where comment_id = :row_id"

ReadDate = Callable[[str, datetime], datetime | None]
"""The time a printed date tells when it was seen at a given time; None where it tells none."""


def zone_setting(site: str) -> str:
    """The name of the setting that holds a site's time zone."""
    return f"time_zone:{site}"


def save_supplement(connection: sqlite3.Connection, page: Page) -> Saved:
    """Fill the gaps that the endpoint's answer can fill."""
    if page.time_zone is not None:
        connection.execute(_KEEP_ZONE, {"name": zone_setting(site_of(page.url)), "value": page.time_zone})
    row = connection.execute(_FIND_ARTICLE, {"url": page.article_url}).fetchone() if page.article_url else None
    if row is None:
        return Saved()
    if page.article is not None and page.article.authors:
        values = {"authors": orjson.dumps(page.article.authors).decode(), "article_id": row["article_id"]}
        connection.execute(_FILL_AUTHORS, values)
    for comment in page.comments:
        _fill(connection, row["article_id"], comment)
    return Saved(article_id=row["article_id"])


def _fill(connection: sqlite3.Connection, article_id: int, comment: Comment) -> None:
    row = connection.execute(_FIND_COMMENT, {"article_id": article_id, "key": comment.key}).fetchone()
    if row is None:
        return
    precision = comment.date_precision or (DatePrecision.SECOND if comment.published_at else None)
    cjk = cjk_pairs(comment.text)
    values = {
        "comment_id": row["comment_id"],
        "text": comment.text,
        "text_cjk": cjk,
        "html": comment.html,
        "author": comment.author,
        "published_at": optional_time_text(comment.published_at),
        "published_raw": comment.published_raw,
        "date_precision": precision.value if precision else None,
    }
    with recounted(connection, [row["comment_id"]]):
        connection.execute(_FILL_COMMENT, values)
    if row["text"] == "":
        exchange(connection, COMMENTS, row["comment_id"], (row["text"], row["text_cjk"]), (comment.text, cjk))


def redate_comments(connection: sqlite3.Connection, site: str, read_date: ReadDate) -> int:
    """Work out anew the times of a site's comments, as its zone has only now become known; how many changed."""
    changes = _redated(connection, _DATED_COMMENTS, site, read_date)
    with recounted(connection, [int(str(change["row_id"])) for change in changes]):
        connection.executemany(_REDATE_COMMENT, changes)
    return len(changes)


def redate_articles(connection: sqlite3.Connection, site: str, read_date: ReadDate) -> int:
    """The same for the times of a site's articles."""
    changes = _redated(connection, _DATED_ARTICLES, site, read_date)
    for change in changes:
        article_id = int(str(change["row_id"]))
        counted = counted_article(connection, article_id)
        connection.execute(_REDATE_ARTICLE, change)
        recount_article(connection, article_id, counted)
    return len(changes)


def _redated(connection: sqlite3.Connection, find: str, site: str, read_date: ReadDate) -> list[dict[str, object]]:
    """The rows whose time comes out different, with that time."""
    changes: list[dict[str, object]] = []
    for row in connection.execute(find, {"host": site}):
        at = optional_time_text(read_date(row["published_raw"], text_time(row["first_seen_at"])))
        if at is not None and at != row["published_at"]:
            changes.append({"row_id": row["row_id"], "published_at": at})
    return changes
