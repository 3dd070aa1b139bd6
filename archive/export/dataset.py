"""The rows of an export, streamed: never more than one thread in memory.

Ids are made of contents, not of row numbers: an article's of its address, a comment's of its article's and its key.
So two archives that hold the same export the same bytes, in whatever order they were filled.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import Any

import attrs
import orjson

from archive.addresses import site_of
from archive.export.filters import Filters, Names
from archive.export.naming import Naming, ThreadNaming
from archive.export.selection import Selection, select_articles
from archive.export.tables import ARTICLES, COMMENTS, RECENT_COMMENTS, Row
from archive.reading_order import Place, in_reading_order
from archive.records import Source

_ARTICLES = """
    select
        articles.article_id, url, canonical_url, sites.host as site, title, authors, published_at, modified_at, language,
        section, tags, text, html, comment_count_stated, comment_count, thread_state, revisions,
        min(articles.first_seen_at, ifnull(first_told_at, articles.first_seen_at)) as first_seen_at,
        max(articles.last_seen_at, ifnull(last_told_at, articles.last_seen_at)) as last_seen_at,
        is_on_page, last_told_at is not null as is_told
    from articles
    join sites using (site_id)
    left join told_articles using (article_id)
    where {condition}
    order by url
"""
_COMMENTS = """
    select
        comments.comment_id, key, parent_id, comments.parent_key, author, author_url, published_at, published_raw, text, html,
        depth, score, url, kind, state, revisions,
        min(comments.first_seen_at, ifnull(first_told_at, comments.first_seen_at)) as first_seen_at,
        max(comments.last_seen_at, ifnull(last_told_at, comments.last_seen_at)) as last_seen_at,
        is_on_page, last_told_at is not null as is_told, told_comments.parent_key as stored_parent_key,
        thread_page, position
    from comments
    left join told_comments using (comment_id)
    where article_id = :article_id
    order by thread_page, position, comment_id
"""
# In the order of an index, lists of one second sorted among themselves: all of them at once would not fit into memory.
_RECENT_COMMENTS = """
    select
        sidebars.last_seen_at as seen_at, sidebars.page_url, recent_comments.position, recent_comments.author,
        recent_comments.excerpt, recent_comments.is_truncated as truncated, recent_comments.url,
        recent_comments.article_title, articles.url as article_id,
        iif(articles.article_id is null, null, comments.key) as comment_id, sites.host as site
    from sidebars indexed by sidebars_by_time
    cross join recent_comments on recent_comments.sidebar_id = sidebars.sidebar_id
    join sites on sites.site_id = sidebars.site_id
    left join articles on articles.article_id = recent_comments.article_id and {condition}
    left join comments on comments.comment_id = recent_comments.comment_id
    where (:site is null or sites.host = :site)
      and (:include_noarchive or sidebars.is_noarchive = 0)
      and (:since is null or sidebars.last_seen_at >= :since)
      and (:until is null or sidebars.last_seen_at <= :until)
    order by sidebars.last_seen_at, sites.host, sidebars.page_url, sidebars.digest, recent_comments.position
"""
_PEOPLE = """
    select sites.host as site, page_url, last_seen_at as seen_at, name, role, place
    from people
    join sites using (site_id)
    where (:site is null or sites.host = :site)
      and (:since is null or last_seen_at >= :since)
      and (:until is null or last_seen_at <= :until)
    order by sites.host, name, ifnull(role, ''), ifnull(place, '')
"""
_SITE, _TITLE, _AUTHORS, _TAGS, _TEXT, _HTML = map(ARTICLES.place, ("site", "title", "authors", "tags", "text", "html"))
_BEFORE_POSITION, _BEHIND_POSITION = slice(3, 11), slice(11, 18)
"""Of a row of `_COMMENTS`: from `parent_key` to `depth`, and from `score` to `last_seen_at`."""
_ON_PAGE, _TOLD, _STORED_PARENT = 18, 19, 20
_PUBLISHED, _THREAD_PAGE = 6, -2
"""Of the same: whether pages show it, whether the API tells it, and the parent it tells."""
_SOURCES = {
    (1, 0): [Source.PAGE.value],
    (0, 1): [Source.API.value],
    (1, 1): [Source.PAGE.value, Source.API.value],
    (0, 0): [],
}
"""Who tells of a record: what readers see, the platform's API, or both."""


@attrs.frozen
class Thread:
    """An article with its comments in reading order, as an export has them."""

    article: Row
    comments: list[Row]


def article_id(url: str) -> str:
    """The id of the article at that address: 64 bits of its hash."""
    return hashlib.blake2b(url.encode(), digest_size=8).hexdigest()


def iterate_threads(connection: sqlite3.Connection, filters: Filters, naming: Naming) -> Iterator[Thread]:
    """The chosen articles in the order of their addresses, each with all of its comments."""
    chosen = select_articles(filters)
    cursor = _plain(connection)
    comments = _plain(connection)
    for article in cursor.execute(_ARTICLES.format(condition=chosen.condition), chosen.parameters):
        yield _thread(article, comments.execute(_COMMENTS, {"article_id": article[0]}).fetchall(), naming)


def iterate_entries(connection: sqlite3.Connection, filters: Filters, naming: Naming) -> Iterator[Row]:
    """The rows of `recent_comments`."""
    chosen = _for_join(select_articles(filters))
    for row in connection.execute(_RECENT_COMMENTS.format(condition=chosen.condition), chosen.parameters):
        entry = dict(row)
        people = naming.of_thread(entry["site"], [entry["author"]])
        entry.update(
            author=people.name(entry["author"]),
            excerpt=people.in_text(entry["excerpt"]),
            article_title=people.in_text(entry["article_title"]),
            truncated=bool(entry["truncated"]),
        )
        if entry["article_id"] is not None:
            key = naming.key(site_of(entry["article_id"]), entry["comment_id"])
            entry["article_id"] = article_id(entry["article_id"])
            entry["comment_id"] = None if key is None else f"{entry['article_id']}-{key}"
        yield tuple(entry[field] for field in RECENT_COMMENTS.fields)


def iterate_people(connection: sqlite3.Connection, filters: Filters, naming: Naming) -> Iterator[Row]:
    """The rows of `people`."""
    cursor = _plain(connection)
    for site, page_url, seen_at, name, role, place in cursor.execute(_PEOPLE, attrs.asdict(filters)):
        yield site, page_url, seen_at, naming.name(site, name), role, place


def _plain(connection: sqlite3.Connection) -> sqlite3.Cursor:
    """A cursor that gives tuples: half of the time of rows with names."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor


def _for_join(chosen: Selection) -> Selection:
    """The same condition within a join, where a missing site parameter is still named."""
    return Selection(chosen.condition, {"site": None, **chosen.parameters})


def _thread(article: tuple[Any, ...], found: list[tuple[Any, ...]], naming: Naming) -> Thread:
    own_id, url = article_id(article[1]), article[1]
    if naming.names is not Names.REAL:
        found = [_sealed(row, article[_SITE], naming) for row in found]
    head = [own_id, *article[1:-2], _SOURCES[article[-2:]]]
    head[_AUTHORS], head[_TAGS] = orjson.loads(head[_AUTHORS]), orjson.loads(head[_TAGS])
    ids = {row[0]: f"{own_id}-{row[1]}" for row in found}
    keys = {row[1] for row in found}
    rows: list[Row] = [
        (
            ids[row[0]], own_id, url, row[1], ids.get(row[2]),
            *row[_BEFORE_POSITION], position, *row[_BEHIND_POSITION], _SOURCES[row[_ON_PAGE], row[_TOLD]],
            f"{own_id}-{row[_STORED_PARENT]}" if row[_STORED_PARENT] in keys else None, row[_STORED_PARENT],
        )
        for position, row in enumerate(_in_order(found))
    ]  # fmt: skip
    if naming.is_plain():
        return Thread(tuple(head), rows)
    return _renamed(head, rows, naming)


def _in_order(found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """As read; nearly all threads have one page, and stand in order already."""
    if not found or (found[0][_THREAD_PAGE] == found[-1][_THREAD_PAGE] and all(row[_ON_PAGE] for row in found)):
        return found
    return in_reading_order(found, _place)


def _place(row: tuple[Any, ...]) -> Place:
    return Place(row[0], row[2], row[-2], row[-1], row[_PUBLISHED], row[_ON_PAGE])


def _sealed(row: tuple[Any, ...], site: str, naming: Naming) -> tuple[Any, ...]:
    """A row of `_COMMENTS` with what stands for its keys."""
    key, parent, stored = (naming.key(site, row[place]) for place in (1, 3, _STORED_PARENT))
    return (row[0], key, row[2], parent, *row[4:_STORED_PARENT], stored)


def _renamed(head: list[Any], rows: list[Row], naming: Naming) -> Thread:
    written = [*head[_AUTHORS], *(row[_AUTHOR] for row in rows)]
    people = naming.of_thread(head[_SITE], written, [str(row[_PROFILE]) for row in rows if row[_PROFILE]])
    head[_AUTHORS] = [name for author in head[_AUTHORS] if (name := people.name(author)) is not None]
    head[_TITLE], head[_TEXT] = people.in_text(head[_TITLE]), people.in_text(head[_TEXT])
    head[_HTML] = people.in_html(head[_HTML])
    return Thread(tuple(head), [_comment(row, people) for row in rows])


_AUTHOR, _PROFILE, _WORDS, _MARKUP = map(COMMENTS.place, ("author", "author_url", "text", "html"))


def _comment(row: Row, people: ThreadNaming) -> Row:
    values: list[Any] = list(row)
    values[_AUTHOR] = people.name(values[_AUTHOR])
    values[_PROFILE] = people.profile(values[_PROFILE])
    values[_WORDS] = people.in_text(values[_WORDS])
    values[_MARKUP] = people.in_html(values[_MARKUP])
    return tuple(values)
