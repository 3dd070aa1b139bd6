"""Which stored comment a sidebar entry means: by its permalink, else by author and excerpt.

A wrong match is worse than none, so two candidates are no match.
"""

from __future__ import annotations

import sqlite3

import orjson

from archive.addresses import address_variants, comment_key
from archive.records import RecentComment

_BY_ADDRESS = """
    select article_id
    from article_addresses
    where url in (select value from json_each(:addresses))
    limit 1
"""
_BY_TITLE = """
    select article_id
    from articles
    where title = :title
      and site_id = :site_id
    limit 2
"""
_BY_KEY = """
    select comment_id
    from comments
    where article_id = :article_id
      and key = :key
"""
_IN_ARTICLE = """
    select comment_id, author, text
    from comments
    where article_id = :article_id
"""
# The newest: a sidebar names what was written lately, and some sites have a million comments by "Anonymous".
# Those that are not listed by author yet come first.
_BY_AUTHOR = """
    select comment_id, author, text
    from (
        select comments.comment_id, comments.author, comments.text
        from comments
        join articles using (article_id)
        where comments.comment_id > (select indexed_to from search_state where name = 'comments')
          and comments.author = :author
          and articles.site_id = :site_id
    )
    union all
    select comment_id, author, text
    from (
        select comments.comment_id, comments.author, comments.text
        from months
        cross join author_comments using (site_id, month)
        join comments using (comment_id)
        where months.site_id = :site_id
          and author_comments.name = :author
        order by months.month desc, author_comments.comment_id desc
        limit 500
    )
"""


def find_article(connection: sqlite3.Connection, site_id: int, url: str | None, title: str | None) -> int | None:
    """The article at that address; where the entry has none, the only one of that title."""
    if url:
        values = {"addresses": orjson.dumps(address_variants(url)).decode()}
        row = connection.execute(_BY_ADDRESS, values).fetchone()
        return None if row is None else int(row["article_id"])
    if not title:
        return None
    rows = connection.execute(_BY_TITLE, {"title": title, "site_id": site_id}).fetchall()
    return int(rows[0]["article_id"]) if len(rows) == 1 else None


def find_comment(
    connection: sqlite3.Connection, site_id: int, entry: RecentComment, article_id: int | None
) -> int | None:
    """The comment the entry means, or None where it is not stored or not told apart from another."""
    key = comment_key(entry.url) if entry.url else None
    if article_id is not None and key is not None:
        row = connection.execute(_BY_KEY, {"article_id": article_id, "key": key}).fetchone()
        if row is not None:
            return int(row["comment_id"])
        if entry.excerpt is None:
            return None  # not stored yet; an older comment by the same author is another one
    if article_id is not None:
        rows = connection.execute(_IN_ARTICLE, {"article_id": article_id}).fetchall()
    elif entry.author and entry.excerpt and not entry.url:
        rows = connection.execute(_BY_AUTHOR, {"author": entry.author, "site_id": site_id}).fetchall()
    else:
        return None
    means = [row["comment_id"] for row in rows if _is_meant(entry, row["author"], row["text"])]
    return int(means[0]) if len(means) == 1 else None


def _is_meant(entry: RecentComment, author: str | None, text: str) -> bool:
    if entry.author is not None and _fold(entry.author) != _fold(author or ""):
        return False
    if entry.excerpt is None:
        return entry.author is not None
    excerpt, words = _fold(entry.excerpt), _fold(text)
    return words.startswith(excerpt) if entry.truncated else words == excerpt


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
