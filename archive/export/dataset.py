"""The rows of an export, streamed: never more than one thread in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import attrs
import orjson

from archive.export.filters import Filters
from archive.export.naming import Naming, ThreadNaming
from archive.export.tables import ARTICLES, COMMENTS, PEOPLE, RECENT_COMMENTS, Row, Table
from archive.records import Source

# An article that is exported; the same words serve in the join of sidebar entries, whose ids must not point outside.
_IS_EXPORTED = """
    (:include_noarchive or articles.is_noarchive = 0)
    and (:since is null or ifnull(articles.published_at, articles.first_seen_at) >= :since)
    and (:until is null or ifnull(articles.published_at, articles.first_seen_at) <= :until)
"""
_ARTICLES = f"""
    select
        cast(article_id as text) as id, url, canonical_url, sites.host as site, title, authors, published_at, modified_at,
        language, section, tags, text, html, comment_count_stated, comment_count, thread_state, revisions,
        min(articles.first_seen_at, ifnull(first_told_at, articles.first_seen_at)) as first_seen_at,
        max(articles.last_seen_at, ifnull(last_told_at, articles.last_seen_at)) as last_seen_at,
        is_on_page, last_told_at is not null as is_told
    from articles
    join sites using (site_id)
    left join told_articles using (article_id)
    where (:site is null or sites.host = :site)
      and {_IS_EXPORTED}
    order by article_id
"""  # noqa: S608 (our own constant, as below)
_COMMENTS = """
    select
        cast(comment_id as text) as id, cast(article_id as text) as article_id, :article_url as article_url, key,
        cast(parent_id as text) as parent_id, comments.parent_key, author, author_url, published_at, published_raw, text, html, depth,
        0 as position, score, url, kind, state, revisions,
        min(comments.first_seen_at, ifnull(first_told_at, comments.first_seen_at)) as first_seen_at,
        max(comments.last_seen_at, ifnull(last_told_at, comments.last_seen_at)) as last_seen_at,
        is_on_page, last_told_at is not null as is_told, told_comments.parent_key as stored_parent_key
    from comments
    left join told_comments using (comment_id)
    where article_id = :article_id
    order by thread_page, comments.position, comment_id
"""
_RECENT_COMMENTS = f"""
    select
        sidebars.last_seen_at as seen_at, sidebars.page_url, recent_comments.position, recent_comments.author,
        recent_comments.excerpt, recent_comments.is_truncated as truncated, recent_comments.url,
        recent_comments.article_title, cast(articles.article_id as text) as article_id,
        iif(articles.article_id is null, null, cast(recent_comments.comment_id as text)) as comment_id,
        sites.host as site
    from sidebars
    join sites using (site_id)
    join recent_comments using (sidebar_id)
    left join articles on articles.article_id = recent_comments.article_id
        and (:site is null or sites.host = :site)
        and {_IS_EXPORTED}
    where (:site is null or sites.host = :site)
      and (:include_noarchive or sidebars.is_noarchive = 0)
      and (:since is null or sidebars.last_seen_at >= :since)
      and (:until is null or sidebars.last_seen_at <= :until)
    order by sidebars.last_seen_at, sidebars.sidebar_id, recent_comments.position
"""  # noqa: S608 (our own constants)
_PEOPLE = """
    select sites.host as site, page_url, last_seen_at as seen_at, name, role, place
    from people
    join sites using (site_id)
    where (:site is null or sites.host = :site)
      and (:since is null or last_seen_at >= :since)
      and (:until is null or last_seen_at <= :until)
    order by person_id
"""

Values = dict[str, Any]
"""Columns of one row by name; they stay within this module."""


def iterate_rows(connection: sqlite3.Connection, filters: Filters, naming: Naming) -> Iterator[tuple[Table, Row]]:
    """Every row of an export with its table: each article followed by its comments, then sidebars, then people."""
    parameters = attrs.asdict(filters)
    for article in connection.execute(_ARTICLES, parameters):
        yield from _thread(connection, dict(article), naming)
    for row in connection.execute(_RECENT_COMMENTS, parameters):
        yield RECENT_COMMENTS, _row(RECENT_COMMENTS, _entry(dict(row), naming))
    for row in connection.execute(_PEOPLE, parameters):
        yield PEOPLE, _row(PEOPLE, {**dict(row), "name": naming.name(row["site"], row["name"])})


def _thread(connection: sqlite3.Connection, article: Values, naming: Naming) -> Iterator[tuple[Table, Row]]:
    key = {"article_id": int(article["id"]), "article_url": article["url"]}
    comments = [dict(row) for row in connection.execute(_COMMENTS, key)]
    authors = orjson.loads(article["authors"])
    people = naming.of_thread(article["site"], [*authors, *(comment["author"] for comment in comments)])
    article.update(
        authors=[name for author in authors if (name := people.name(author)) is not None],
        tags=orjson.loads(article["tags"]),
        sources=_sources(article),
        title=people.in_text(article["title"]),
        text=people.in_text(article["text"]),
        html=people.in_html(article["html"]),
    )
    yield ARTICLES, _row(ARTICLES, article)
    ids = {comment["key"]: comment["id"] for comment in comments}
    for position, comment in enumerate(comments):
        comment["position"] = position
        comment["stored_parent_id"] = ids.get(comment["stored_parent_key"])
        comment["sources"] = _sources(comment)
        yield COMMENTS, _row(COMMENTS, _comment(comment, people))


def _sources(row: Values) -> list[str]:
    """Who tells of the record: what readers see, the platform's API, or both."""
    told_by = {Source.PAGE: row["is_on_page"], Source.API: row["is_told"]}
    return [source.value for source, tells in told_by.items() if tells]


def _comment(comment: Values, people: ThreadNaming) -> Values:
    comment.update(
        author=people.name(comment["author"]),
        author_url=people.profile(comment["author_url"]),
        text=people.in_text(comment["text"]),
        html=people.in_html(comment["html"]),
    )
    return comment


def _entry(entry: Values, naming: Naming) -> Values:
    people = naming.of_thread(entry["site"], [entry["author"]])
    entry.update(
        author=people.name(entry["author"]),
        excerpt=people.in_text(entry["excerpt"]),
        article_title=people.in_text(entry["article_title"]),
        truncated=bool(entry["truncated"]),
    )
    return entry


def _row(table: Table, values: Values) -> Row:
    return tuple(values[field] for field in table.fields)
