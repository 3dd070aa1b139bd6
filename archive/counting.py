"""Counts by site and month, kept up in batches together with the search index.

Rows up to the number in `search_state` are counted, those above wait. A counted row that is about to change is taken out
of the counts and put in again afterwards, in the transaction that changes it; so counts and rows never disagree.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

import attrs
import orjson

from archive.indexed_tables import ARTICLES, COMMENTS, indexed_to

REPLY_TIMES = (60, 300, 900, 1800, 3600, 7200, 14400, 28800, 86400, 172800, 604800, 2592000, 31536000, 9223372036)
"""Upper ends, in seconds, of the classes that reply times are counted in: a minute, …, a day, …, a year, more."""

_CLASSES = " ".join(f"when reply_seconds <= {end} then {end}" for end in REPLY_TIMES)
_MONTH = "substr(coalesce({0}.published_at, {0}.first_seen_at), 1, 7)"
_MAKE_TABLE = """
    create temp table if not exists counting (
        comment_id integer, site_id integer, month text, name text, depth integer, is_reply integer,
        within_seconds integer
    )
"""
_MAKE_NAMES = """
    create temp table if not exists counting_names (site_id integer, month text, name text, comments integer)
"""
_OF_COMMENTS = f"""
    select
        comments.comment_id, articles.site_id, {_MONTH.format("comments")} as month, comments.author as name, comments.depth,
        comments.parent_key is not null as is_reply, case {_CLASSES} end as within_seconds
    from comments
    join articles using (article_id)
"""  # noqa: S608 (our own constants, as below)
_OF_ARTICLES = f"""
    select
        site_id, {_MONTH.format("articles")} as month, ifnull(comment_count_stated, 0) as stated,
        min(comment_count, ifnull(comment_count_stated, 0)) as stored_of_stated
    from articles
"""  # noqa: S608 (our own constants)
COUNTED_COMMENTS = f"{_OF_COMMENTS} where comment_id <= (select indexed_to from search_state where name = 'comments')"  # noqa: S608 (our own constants)
"""Every comment that is counted, by what it is counted by."""
COUNTED_ARTICLES = f"{_OF_ARTICLES} where article_id <= (select indexed_to from search_state where name = 'articles')"  # noqa: S608 (our own constants)
"""Every article that is counted, likewise."""
_FILL_RANGE = (
    f"insert into temp.counting {_OF_COMMENTS} where comments.comment_id > :after and comments.comment_id <= :until"
)
_FILL_IDS = f"insert into temp.counting {_OF_COMMENTS} where comments.comment_id in (select value from json_each(:ids))"  # noqa: S608 (our own constants)
_FILL_NAMES = """
    insert into temp.counting_names (site_id, month, name, comments)
    select site_id, month, name, count(*)
    from temp.counting
    where name is not null
    group by site_id, month, name
"""
_EMPTY = ("delete from temp.counting", "delete from temp.counting_names")
_NEW_IN_MONTH = """
    insert into months (site_id, month, people)
    select site_id, month, count(*)
    from temp.counting_names as named
    where not exists (
        select 1
        from author_comments
        where author_comments.site_id = named.site_id
          and author_comments.month = named.month
          and author_comments.name = named.name
    )
    group by site_id, month
    on conflict (site_id, month) do update set people = people + excluded.people
"""
_NEW_ON_SITE = """
    update sites
    set people = people + new.count
    from (
        select site_id, count(*) as count
        from (select distinct site_id, name from temp.counting_names) as named
        where not exists (
            select 1
            from authors
            where authors.site_id = named.site_id
              and authors.name = named.name
        )
        group by site_id
    ) as new
    where new.site_id = sites.site_id
"""
_ADD = (
    """
    insert into months (site_id, month, comments, replies)
    select site_id, month, :sign * count(*), :sign * sum(is_reply)
    from temp.counting
    where true
    group by site_id, month
    on conflict (site_id, month) do update set
        comments = comments + excluded.comments,
        replies = replies + excluded.replies
    """,
    """
    insert into month_depths (site_id, month, depth, comments)
    select site_id, month, depth, :sign * count(*)
    from temp.counting
    where true
    group by site_id, month, depth
    on conflict (site_id, month, depth) do update set comments = comments + excluded.comments
    """,
    """
    insert into month_reply_times (site_id, month, within_seconds, replies)
    select site_id, month, within_seconds, :sign * count(*)
    from temp.counting
    where within_seconds is not null
    group by site_id, month, within_seconds
    on conflict (site_id, month, within_seconds) do update set replies = replies + excluded.replies
    """,
    """
    insert into authors (site_id, name, comment_count)
    select site_id, name, :sign * sum(comments)
    from temp.counting_names
    where true
    group by site_id, name
    on conflict (site_id, name) do update set comment_count = comment_count + excluded.comment_count
    """,
)
_LIST = """
    insert into author_comments (site_id, month, name, comment_id)
    select site_id, month, name, comment_id
    from temp.counting
    where name is not null
    order by site_id, month, name, comment_id
"""
_UNLIST = """
    delete from author_comments
    where (site_id, month, name, comment_id) in (select site_id, month, name, comment_id from temp.counting)
"""
_LOST_IN_MONTH = """
    insert into months (site_id, month, people)
    select site_id, month, -count(*)
    from temp.counting_names as named
    where not exists (
        select 1
        from author_comments
        where author_comments.site_id = named.site_id
          and author_comments.month = named.month
          and author_comments.name = named.name
    )
    group by site_id, month
    on conflict (site_id, month) do update set people = people + excluded.people
"""
_LOST_ON_SITE = """
    update sites
    set people = people - lost.count
    from (
        select site_id, count(*) as count
        from (select distinct site_id, name from temp.counting_names) as named
        join authors using (site_id, name)
        where authors.comment_count <= 0
        group by site_id
    ) as lost
    where lost.site_id = sites.site_id
"""
_CLEAR = (
    """
    delete from authors
    where comment_count <= 0
      and (site_id, name) in (select site_id, name from temp.counting_names)
    """,
    """
    delete from month_depths
    where comments <= 0
      and (site_id, month, depth) in (select site_id, month, depth from temp.counting)
    """,
    """
    delete from month_reply_times
    where replies <= 0
      and (site_id, month, within_seconds) in (select site_id, month, within_seconds from temp.counting)
    """,
    """
    delete from months
    where articles = 0
      and comments = 0
      and (site_id, month) in (select site_id, month from temp.counting)
    """,
)
_ARTICLE = f"{_OF_ARTICLES} where article_id = :article_id"
_ADD_ARTICLES = f"""
    insert into months (site_id, month, articles, stated, stored_of_stated)
    select site_id, month, count(*), sum(stated), sum(stored_of_stated)
    from ({_OF_ARTICLES} where article_id > :after and article_id <= :until)
    where true
    group by site_id, month
    on conflict (site_id, month) do update set
        articles = articles + excluded.articles,
        stated = stated + excluded.stated,
        stored_of_stated = stored_of_stated + excluded.stored_of_stated
"""  # noqa: S608 (our own constants)
_ADD_ARTICLE = """
    insert into months (site_id, month, articles, stated, stored_of_stated)
    values (:site_id, :month, :sign, :sign * :stated, :sign * :stored_of_stated)
    on conflict (site_id, month) do update set
        articles = articles + excluded.articles,
        stated = stated + excluded.stated,
        stored_of_stated = stored_of_stated + excluded.stored_of_stated
"""
_CLEAR_MONTH = """
    delete from months
    where articles = 0
      and comments = 0
      and site_id = :site_id
      and month = :month
"""


@attrs.frozen
class CountedArticle:
    """What one article adds to its month."""

    site_id: int
    month: str
    stated: int
    stored_of_stated: int


def count_batch(connection: sqlite3.Connection, table: str, *, after: int, until: int) -> None:
    """Count the rows of `articles` or `comments` that have just been put into the search index."""
    values = {"after": after, "until": until}
    if table == ARTICLES.name:
        connection.execute(_ADD_ARTICLES, values)
    else:
        _count(connection, _FILL_RANGE, values, sign=1)


@contextmanager
def recounted(connection: sqlite3.Connection, comment_ids: Collection[int]) -> Iterator[None]:
    """Within it, the comments may change in whatever they are counted by; those that wait are left waiting."""
    until = indexed_to(connection, COMMENTS) if comment_ids else 0
    ids = [comment_id for comment_id in comment_ids if comment_id <= until]
    values = {"ids": orjson.dumps(ids).decode()}
    if ids:
        _count(connection, _FILL_IDS, values, sign=-1)
    yield
    if ids:
        _count(connection, _FILL_IDS, values, sign=1)


def counted_article(connection: sqlite3.Connection, article_id: int) -> CountedArticle | None:
    """What an article adds to the counts as it is now; None while it waits to be counted."""
    if article_id > indexed_to(connection, ARTICLES):
        return None
    return CountedArticle(*connection.execute(_ARTICLE, {"article_id": article_id}).fetchone())


def recount_article(connection: sqlite3.Connection, article_id: int, before: CountedArticle | None) -> None:
    """Bring the counts up to date after an article has changed; nothing where it was not counted `before`."""
    if before is None:
        return
    now = CountedArticle(*connection.execute(_ARTICLE, {"article_id": article_id}).fetchone())
    if now != before:
        connection.execute(_ADD_ARTICLE, {**attrs.asdict(now), "sign": 1})
        connection.execute(_ADD_ARTICLE, {**attrs.asdict(before), "sign": -1})
        connection.execute(_CLEAR_MONTH, attrs.asdict(before))


def _count(connection: sqlite3.Connection, fill: str, values: Mapping[str, object], *, sign: int) -> None:
    """Add the rows that `fill` selects to all counts, or take them away."""
    connection.execute(_MAKE_TABLE)
    connection.execute(_MAKE_NAMES)
    connection.execute(fill, values)
    connection.execute(_FILL_NAMES)
    if sign > 0:
        connection.execute(_NEW_IN_MONTH)
        connection.execute(_NEW_ON_SITE)
        connection.execute(_LIST)
    for add in _ADD:
        connection.execute(add, {"sign": sign})
    if sign < 0:
        connection.execute(_UNLIST)
        connection.execute(_LOST_IN_MONTH)
        connection.execute(_LOST_ON_SITE)
        for clear in _CLEAR:
            connection.execute(clear)
    for empty in _EMPTY:
        connection.execute(empty)
