"""Full-text search over articles and comments: best match first or newest first, with a marked excerpt.

Which rows match, and in which order, is settled by the index alone where it can be; only what is shown is read.
"""

from __future__ import annotations

import sqlite3
from enum import StrEnum
from typing import Any

import attrs

from archive.database import Archive
from archive.excerpts import Highlights, excerpt_around, without_marks
from archive.indexed_tables import ARTICLES, COMMENTS, IndexedTable, indexed_to
from archive.search_index import catch_up
from archive.search_query import fts_query, query_words

_EXCERPT_WORDS = 24
_COMMON_SHARE = 0.03
"""Words in more of all texts than these are found newest first: to rank a million texts takes seconds, and says little."""
_FEW = 20_000
"""So many are always ranked, and can be put in the order of their dates."""

_OF_COMMENTS = """
    from comments_fts
    cross join comments on comments.comment_id = comments_fts.rowid
    cross join articles on articles.article_id = comments.article_id
    cross join sites on sites.site_id = articles.site_id
    where comments_fts match :query
      and (:site is null or sites.host = :site)
      and (:author is null or comments.author = :author collate nocase)
      and (:since is null or ifnull(comments.published_at, comments.first_seen_at) >= :since)
      and (:until is null or ifnull(comments.published_at, comments.first_seen_at) <= :until)
      and (:min_score is null or comments.score >= :min_score)
      and (:replies_to is null or exists (
          select 1
          from comments as parents
          where parents.comment_id = comments.parent_id
            and parents.author = :replies_to collate nocase
      ))
"""
# A title weighs four times the text.
_OF_ARTICLES = """
    from articles_fts
    cross join articles on articles.article_id = articles_fts.rowid
    cross join sites on sites.site_id = articles.site_id
    where articles_fts match :query
      and rank match 'bm25(4.0, 1.0, 1.0)'
      and (:site is null or sites.host = :site)
      and (:author is null or exists (
          select 1 from json_each(articles.authors) where value = :author collate nocase
      ))
      and (:since is null or ifnull(articles.published_at, articles.first_seen_at) >= :since)
      and (:until is null or ifnull(articles.published_at, articles.first_seen_at) <= :until)
"""
# bm25() is negative and better is smaller, so ascending order puts the best hit first.
_BEST_COMMENTS = f"select comments_fts.rowid, rank {_OF_COMMENTS} order by rank limit :limit"
_NEWEST_COMMENTS = f"select comments_fts.rowid, 0.0 {_OF_COMMENTS} order by comments_fts.rowid desc limit :limit"
_LATEST_COMMENTS = f"""
    select comments_fts.rowid, 0.0
    {_OF_COMMENTS}
    order by ifnull(comments.published_at, comments.first_seen_at) desc, comments_fts.rowid desc
    limit :limit
"""
_BEST_ARTICLES = f"select articles_fts.rowid, rank {_OF_ARTICLES} order by rank limit :limit"
_NEWEST_ARTICLES = f"select articles_fts.rowid, 0.0 {_OF_ARTICLES} order by articles_fts.rowid desc limit :limit"
_LATEST_ARTICLES = f"""
    select articles_fts.rowid, 0.0
    {_OF_ARTICLES}
    order by ifnull(articles.published_at, articles.first_seen_at) desc, articles_fts.rowid desc
    limit :limit
"""
_COUNT_COMMENTS = "select count(*) from (select 1 from comments_fts where comments_fts match :query limit :most)"
_COUNT_ARTICLES = "select count(*) from (select 1 from articles_fts where articles_fts match :query limit :most)"
_SHOW_COMMENTS = """
    select
        'comment' as kind, comments.comment_id as id, articles.article_id, sites.host as site,
        ifnull(comments.url, articles.url) as url, articles.title, comments.author, comments.published_at,
        ifnull(comments.published_at, comments.first_seen_at) as at,
        snippet(comments_fts, 0, char(2), char(3), '…', :words) as excerpt,
        comments.text_cjk is not null as is_cjk, comments.text
    from comments_fts
    cross join comments on comments.comment_id = comments_fts.rowid
    cross join articles on articles.article_id = comments.article_id
    cross join sites on sites.site_id = articles.site_id
    where comments_fts match :query
      and comments_fts.rowid = :id
"""
_SHOW_ARTICLES = """
    select
        'article' as kind, articles.article_id as id, articles.article_id, sites.host as site,
        articles.url, articles.title, (
            select group_concat(value, ', ') from json_each(articles.authors)
        ) as author, articles.published_at, ifnull(articles.published_at, articles.first_seen_at) as at,
        snippet(articles_fts, 1, char(2), char(3), '…', :words) as excerpt,
        articles.text_cjk is not null as is_cjk, articles.text
    from articles_fts
    cross join articles on articles.article_id = articles_fts.rowid
    cross join sites on sites.site_id = articles.site_id
    where articles_fts match :query
      and articles_fts.rowid = :id
"""


class SearchIn(StrEnum):
    """What to search."""

    ARTICLES = "articles"
    COMMENTS = "comments"
    BOTH = "both"


class Order(StrEnum):
    """Which hits come first."""

    BEST = "best"
    DATE = "date"
    """The latest by publication, or else by first sight."""


@attrs.frozen(kw_only=True)
class SearchFilters:
    """What a hit must be besides a match."""

    author: str | None = None
    """Case does not matter."""
    site: str | None = None
    since: str | None = None
    """Published at or after that time; where that is not known, first seen."""
    until: str | None = None
    min_score: int | None = None
    """Of comments; articles have none, and are no hits."""
    replies_to: str | None = None
    """Comments that answer one by this name; articles are no hits."""


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
    highlights: Highlights
    rank: float
    """Smaller is better; comparable within one kind. 0 where the order is that of time."""


@attrs.frozen(kw_only=True)
class Found:
    """The hits, and in which order they are."""

    hits: tuple[Hit, ...]
    is_common: bool = False
    """The query matches so much that the hits are the ones archived last, and not ranked."""


@attrs.frozen
class _Place:
    """One of the two things that are searched."""

    table: IndexedTable
    count: str
    best: str
    newest: str
    latest: str
    show: str


_PLACES = {
    SearchIn.ARTICLES: _Place(
        ARTICLES, _COUNT_ARTICLES, _BEST_ARTICLES, _NEWEST_ARTICLES, _LATEST_ARTICLES, _SHOW_ARTICLES
    ),
    SearchIn.COMMENTS: _Place(
        COMMENTS, _COUNT_COMMENTS, _BEST_COMMENTS, _NEWEST_COMMENTS, _LATEST_COMMENTS, _SHOW_COMMENTS
    ),
}


def search(
    archive: Archive,
    text: str,
    *,
    within: SearchIn = SearchIn.BOTH,
    filters: SearchFilters | None = None,
    limit: int = 20,
    order: Order = Order.BEST,
) -> list[Hit]:
    """The hits for a query as people type it (see `search_query`); none where it holds no word."""
    return list(find_hits(archive, text, within=within, filters=filters, limit=limit, order=order).hits)


def find_hits(
    archive: Archive,
    text: str,
    *,
    within: SearchIn = SearchIn.BOTH,
    filters: SearchFilters | None = None,
    limit: int = 20,
    order: Order = Order.BEST,
) -> Found:
    """The same, with whether they could be ranked."""
    query, filters = fts_query(text), filters or SearchFilters()
    if query is None:
        return Found(hits=())
    catch_up(archive)
    is_of_comments = filters.min_score is not None or filters.replies_to is not None
    places = [
        place
        for name, place in _PLACES.items()
        if within in (name, SearchIn.BOTH) and (name is SearchIn.COMMENTS or not is_of_comments)
    ]
    values = {**attrs.asdict(filters), "query": query, "limit": limit, "words": _EXCERPT_WORDS}
    with archive.errors():
        found = [_find(archive.connection, place, values, text, order) for place in places]
    dated = sorted((pair for pairs, _ in found for pair in pairs), key=lambda pair: pair[0], reverse=True)
    is_common = any(common for _, common in found)
    hits = [hit for _, hit in dated]
    if order is Order.BEST and not is_common:
        hits.sort(key=lambda hit: hit.rank)
    return Found(hits=tuple(hits[:limit]), is_common=is_common)


def _find(
    connection: sqlite3.Connection, place: _Place, values: dict[str, Any], text: str, order: Order
) -> tuple[list[tuple[str, Hit]], bool]:
    """Hits with their times, and whether there are too many to rank."""
    most = max(_FEW, int(indexed_to(connection, place.table) * _COMMON_SHARE))
    matches = connection.execute(place.count, {**values, "most": most + 1}).fetchone()[0]
    sql = place.best
    if matches > most or (order is Order.DATE and matches > _FEW):
        sql = place.newest
    elif order is Order.DATE:
        sql = place.latest
    found = connection.execute(sql, values).fetchall()
    hits = []
    for row_id, rank in found:
        row = connection.execute(place.show, {**values, "id": row_id}).fetchone()
        hits.append((row["at"], _hit(row, rank, text)))
    return hits, matches > most


def _hit(row: sqlite3.Row, rank: float, text: str) -> Hit:
    excerpt, highlights = without_marks(" ".join(row["excerpt"].split()))
    if not highlights and row["is_cjk"]:
        excerpt, highlights = excerpt_around(row["text"], query_words(text))
    fields = ("kind", "id", "article_id", "site", "url", "title", "author", "published_at")
    return Hit(excerpt=excerpt, highlights=highlights, rank=rank, **{name: row[name] for name in fields})
