"""Full-text search over articles and comments: best match first, with a marked excerpt."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import attrs

from archive.database import Archive
from archive.search_index import catch_up
from archive.search_query import fts_query, query_words

_OPEN, _CLOSE = "\x02", "\x03"  # cannot be in text: the extractor takes control characters out
_EXCERPT_WORDS = 24
_EXCERPT_CHARACTERS = 120
_MARKED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")

# bm25() is negative and better is smaller, so ascending order puts the best hit first. A title weighs four times the text.
_FIND_COMMENTS = """
    select
        'comment' as kind, comments.comment_id as id, articles.article_id, sites.host as site,
        ifnull(comments.url, articles.url) as url, articles.title, comments.author, comments.published_at,
        snippet(comments_fts, 0, char(2), char(3), '…', :words) as excerpt,
        comments.text_cjk is not null as is_cjk, comments.text, bm25(comments_fts) as rank
    from comments_fts
    join comments on comments.comment_id = comments_fts.rowid
    join articles on articles.article_id = comments.article_id
    join sites on sites.site_id = articles.site_id
    where comments_fts match :query
      and (:site is null or sites.host = :site)
      and (:author is null or comments.author = :author collate nocase)
      and (:since is null or ifnull(comments.published_at, comments.first_seen_at) >= :since)
      and (:until is null or ifnull(comments.published_at, comments.first_seen_at) <= :until)
    order by rank
    limit :limit
"""
_FIND_ARTICLES = """
    select
        'article' as kind, articles.article_id as id, articles.article_id, sites.host as site,
        articles.url, articles.title, (
            select group_concat(value, ', ') from json_each(articles.authors)
        ) as author, articles.published_at,
        snippet(articles_fts, 1, char(2), char(3), '…', :words) as excerpt,
        articles.text_cjk is not null as is_cjk, articles.text, bm25(articles_fts, 4.0, 1.0, 1.0) as rank
    from articles_fts
    join articles on articles.article_id = articles_fts.rowid
    join sites on sites.site_id = articles.site_id
    where articles_fts match :query
      and (:site is null or sites.host = :site)
      and (:author is null or exists (
          select 1 from json_each(articles.authors) where value = :author collate nocase
      ))
      and (:since is null or ifnull(articles.published_at, articles.first_seen_at) >= :since)
      and (:until is null or ifnull(articles.published_at, articles.first_seen_at) <= :until)
    order by rank
    limit :limit
"""


class SearchIn(StrEnum):
    """What to search."""

    ARTICLES = "articles"
    COMMENTS = "comments"
    BOTH = "both"


@attrs.frozen(kw_only=True)
class SearchFilters:
    """What a hit must be besides a match."""

    author: str | None = None
    """Case does not matter."""
    site: str | None = None
    since: str | None = None
    """Published at or after that time; where that is not known, first seen."""
    until: str | None = None


@attrs.frozen(kw_only=True)
class Hit:
    """One article or comment that matches."""

    kind: str
    """`article` or `comment`."""
    id: int
    article_id: int
    site: str
    url: str
    title: str | None
    """Of the article."""
    author: str | None
    published_at: str | None
    excerpt: str
    highlights: tuple[tuple[int, int], ...]
    """Where in the excerpt the words are that matched: start and end."""
    rank: float
    """Smaller is better; comparable within one kind."""


def search(
    archive: Archive,
    text: str,
    *,
    within: SearchIn = SearchIn.BOTH,
    filters: SearchFilters | None = None,
    limit: int = 20,
) -> list[Hit]:
    """The best hits for a query as people type it (see `search_query`); none where it holds no word."""
    query = fts_query(text)
    if query is None:
        return []
    catch_up(archive)
    values = {**attrs.asdict(filters or SearchFilters()), "query": query, "limit": limit, "words": _EXCERPT_WORDS}
    with archive.errors():
        hits: list[Hit] = []
        if within is not SearchIn.COMMENTS:
            hits += _find(archive.connection, _FIND_ARTICLES, values, text)
        if within is not SearchIn.ARTICLES:
            hits += _find(archive.connection, _FIND_COMMENTS, values, text)
    return sorted(hits, key=lambda hit: hit.rank)[:limit]


def _find(connection: sqlite3.Connection, sql: str, values: dict[str, Any], text: str) -> list[Hit]:
    return [_hit(row, text) for row in connection.execute(sql, values)]


def _hit(row: sqlite3.Row, text: str) -> Hit:
    excerpt, highlights = _without_marks(" ".join(row["excerpt"].split()))
    if not highlights and row["is_cjk"]:
        excerpt, highlights = _excerpt_around(row["text"], query_words(text))
    fields = ("kind", "id", "article_id", "site", "url", "title", "author", "published_at", "rank")
    return Hit(excerpt=excerpt, highlights=highlights, **{name: row[name] for name in fields})


def _without_marks(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    highlights = []
    for n, match in enumerate(_MARKED.finditer(marked)):
        start = match.start() - 2 * n
        highlights.append((start, start + len(match[1])))
    return marked.replace(_OPEN, "").replace(_CLOSE, ""), tuple(highlights)


def _excerpt_around(text: str, words: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """An excerpt of text that FTS5 matched by pairs of characters, which it cannot mark in the text."""
    flat = " ".join(text.split())
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)
    first = pattern.search(flat)
    start = max(0, (first.start() if first else 0) - _EXCERPT_CHARACTERS // 3)
    end = start + _EXCERPT_CHARACTERS
    excerpt = ("…" if start else "") + flat[start:end] + ("…" if end < len(flat) else "")
    return excerpt, tuple(match.span() for match in pattern.finditer(excerpt))
