"""An article or a site, taken out of the tables with everything that belongs to it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from urllib.parse import urlsplit

from archive.addresses import site_of, thread_address
from archive.database import Archive
from archive.forget.people import Erased, settle_sidebar
from archive.forget.rows import TextColumn, delete_rows, text_columns
from archive.forget.tombstones import plain_address
from archive.site_rows import find_site

_PART = re.compile(r"/(?:(?:feed|amp|embed|print)(?:/.*)?|(?:page/|comment-page-)?\d{1,4})/?$")
_ADDRESSES = "select url from article_addresses where article_id = :article_id"
_TEXTS = """
    select title as text from articles where article_id = :article_id
    union all select text from articles where article_id = :article_id
    union all select description from articles where article_id = :article_id
    union all select text from article_revisions where article_id = :article_id
    union all select title from article_revisions where article_id = :article_id
    union all select text from article_parts where article_id = :article_id
    union all select text from comments where article_id = :article_id
    union all select comment_revisions.text
    from comment_revisions
    join comments using (comment_id)
    where article_id = :article_id
"""
_OF_ARTICLE = """
    select
        (select count(*) from comments where article_id = :article_id) as comments,
        (
            select count(*)
            from comment_revisions
            join comments using (comment_id)
            where article_id = :article_id
        )
        + (select count(*) from article_revisions where article_id = :article_id) as earlier_versions,
        (select count(*) from recent_comments where article_id = :article_id) as sidebar_entries,
        1 as articles
"""
_OF_SITE = """
    select
        (
            select count(*)
            from comments
            join articles using (article_id)
            where site_id = :site_id
        ) as comments,
        (select count(*) from articles where site_id = :site_id) as articles,
        (select count(*) from recent_comments where site_id = :site_id) as sidebar_entries,
        (select count(*) from people where site_id = :site_id) as masthead_entries,
        (select count(*) from frontier where site_id = :site_id) as addresses,
        1 as sites
"""
_ROWS_OF_AN_ADDRESS = frozenset(
    {"captures", "fetches", "frontier", "recent_comments", "signs", "article_addresses", "thread_pages"}
)
"""Tables whose rows mean nothing without their address."""
_SETTINGS_OF_SITE = "delete from settings where name like '%:' || :host"


def count_article(archive: Archive, article_id: int | None) -> Erased:
    """What there is to erase of an article; nothing where it is not stored."""
    if article_id is None:
        return Erased()
    return Erased(**dict(archive.connection.execute(_OF_ARTICLE, {"article_id": article_id}).fetchone()))


def count_site(archive: Archive, host: str) -> Erased:
    """What there is to erase of a site; nothing where it is not stored."""
    site_id = find_site(archive.connection, host)
    if site_id is None:
        return Erased()
    return Erased(**dict(archive.connection.execute(_OF_SITE, {"site_id": site_id}).fetchone()))


def addresses_of(connection: sqlite3.Connection, article_id: int) -> tuple[str, ...]:
    """Every address that led to the article."""
    return tuple(row["url"] for row in connection.execute(_ADDRESSES, {"article_id": article_id}))


def texts_of(connection: sqlite3.Connection, article_id: int | None) -> tuple[str, ...]:
    """Everything that was said in it, then and now."""
    rows = connection.execute(_TEXTS, {"article_id": article_id})
    return tuple({row["text"] for row in rows if row["text"]})


def is_of_article(addresses: tuple[str, ...]) -> Callable[[str | None], bool]:
    """Whether an address is that of the article, of one of its parts, of its comments or of its feed."""
    known = {plain_address(address).text for address in addresses}

    def is_of(url: str | None) -> bool:
        if not url:
            return False
        bare = plain_address(thread_address(url)).text
        return bare in known or _PART.sub("", f"{bare}/").rstrip("/") in known

    return is_of


def erase_article(connection: sqlite3.Connection, article_id: int | None, addresses: tuple[str, ...]) -> Erased:
    """Take an article out of every table, within the caller's transaction; its addresses, too, if it is not stored."""
    erased = Erased()
    if article_id is not None:
        erased = Erased(**dict(connection.execute(_OF_ARTICLE, {"article_id": article_id}).fetchone()))
    connection.create_function("is_own", 1, is_of_article(addresses), deterministic=True)
    connection.create_function("front_page", 1, _front_page, deterministic=True)
    entries = f"article_id = {int(article_id or 0)} or is_own(url)"
    sidebars = f"select distinct sidebar_id from recent_comments where {entries}"  # noqa: S608 (a number of ours)
    shown = [row["sidebar_id"] for row in connection.execute(sidebars)]
    delete_rows(connection, "recent_comments", entries)
    for sidebar_id in shown:
        settle_sidebar(connection, sidebar_id)
    delete_rows(connection, "articles", f"article_id = {int(article_id or 0)}")
    for column in text_columns(connection):
        if column.column.endswith("url") or column.column == "found_on":
            erased.addresses += _erase_address(connection, column)
    return erased


def erase_site(connection: sqlite3.Connection, host: str) -> Erased:
    """Take a site out of every table, within the caller's transaction."""
    connection.create_function("is_own", 1, lambda url: url is not None and site_of(url) == host, deterministic=True)
    site_id = find_site(connection, host)
    erased = Erased()
    if site_id is not None:
        erased = Erased(**dict(connection.execute(_OF_SITE, {"site_id": site_id}).fetchone()))
        connection.execute("pragma defer_foreign_keys = on")
        delete_rows(connection, "sites", f"site_id = {int(site_id)}")
    connection.execute(_SETTINGS_OF_SITE, {"host": host})
    delete_rows(connection, "captures", "is_own(url)")
    connection.execute("update frontier set found_on = null where is_own(found_on)")
    return erased


def _erase_address(connection: sqlite3.Connection, column: TextColumn) -> int:
    condition = f"is_own({column.column})"
    if column.table in _ROWS_OF_AN_ADDRESS and column.column != "found_on":
        return delete_rows(connection, column.table, condition)
    if not column.is_needed:
        sql = f"update {column.table} set {column.column} = null where {condition}"  # noqa: S608 (names from the schema)
        connection.execute(sql)
        return 0
    sql = f"update {column.table} set {column.column} = front_page({column.column}) where {condition}"  # noqa: S608
    connection.execute(sql)
    return 0


def _front_page(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
