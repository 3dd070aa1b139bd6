"""How much of a site its API has told, and of which articles pages are still needed."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from archive.addresses import thread_address
from archive.database import Archive

_STATE = """
    select
        (select count(*) from told_comments where site_id = :site_id) as comments,
        count(*) as articles,
        max(articles.published_at) as published,
        max(articles.modified_at) as modified
    from articles
    join told_articles using (article_id)
    where articles.site_id = :site_id
"""
_COMMENTED = """
    select max(comments.published_at) as commented
    from told_comments
    join comments using (comment_id)
    where told_comments.site_id = :site_id
"""
_SITE = "select site_id from sites where host = :host"
# An article is told in full when its API has told as many comments as it states (pages count pingbacks, which APIs leave
# out), and none of them lies deeper than pages are known to indent. Answers to comments that are not told of may be shown
# or not: that is seen once, on all pages of the thread.
_NEED = """
    articles.comment_count_stated is null
    or articles.comment_count_stated <> (
        select count(*) from comments where comments.article_id = articles.article_id and comments.state <> 'gone'
    )
    or (
        articles.deepest > :shown_depth
        and exists (
            select 1 from comments
            where comments.article_id = articles.article_id and comments.is_on_page = 0 and depth > :shown_depth and is_orphan = 0
        )
    )
    or (
        (
            articles.is_on_page = 0
            or (
                select count(*) < max(pages) from thread_pages where thread_pages.article_id = articles.article_id
            )
        )
        and exists (
            select 1 from comments
            where comments.article_id = articles.article_id and comments.is_on_page = 0 and is_orphan = 1
        )
    )
"""
_OF_ADDRESS = f"""
    select {_NEED} as is_needed
    from article_addresses
    join articles using (article_id)
    join told_articles using (article_id)
    where article_addresses.url = :url
"""  # noqa: S608 (our own constant, as below)
_ALL = f"""
    select articles.url
    from articles
    join told_articles using (article_id)
    where articles.site_id = :site_id
      and ({_NEED})
    order by articles.deepest desc
"""  # noqa: S608


@attrs.frozen(kw_only=True)
class ToldState:
    """What an API has told of a site; times as stored."""

    articles: int
    comments: int
    published: str | None
    modified: str | None
    commented: str | None


def told_state(archive: Archive, site: str) -> ToldState | None:
    """What an API has told of a site; None where it has told nothing."""
    with archive.errors():
        row = archive.connection.execute(_SITE, {"host": site}).fetchone()
        if row is None:
            return None
        key = {"site_id": row["site_id"]}
        state = archive.connection.execute(_STATE, key).fetchone()
        if state["published"] is None and not state["comments"]:
            return None
        commented = archive.connection.execute(_COMMENTED, key).fetchone()["commented"]
    return ToldState(**dict(state), commented=commented)


def needs_page(archive: Archive, url: str, shown_depth: int) -> bool | None:
    """Whether the pages of an article tell what its API does not; None where no API has told of it.

    Args:
        archive: open.
        url: of the article, or of one of its comment pages.
        shown_depth: how deep the site's pages are known to indent, from 0; -1 where none was seen.
    """
    values = {"url": thread_address(url), "shown_depth": shown_depth}
    with archive.errors():
        row = archive.connection.execute(_OF_ADDRESS, values).fetchone()
    return None if row is None else bool(row["is_needed"])


def pages_needed(archive: Archive, site: str, shown_depth: int) -> Iterator[str]:
    """The told articles of a site whose pages are needed, the deepest threads first."""
    with archive.errors():
        row = archive.connection.execute(_SITE, {"host": site}).fetchone()
        if row is None:
            return
        values = {"site_id": row["site_id"], "shown_depth": shown_depth}
        rows = archive.connection.execute(_ALL, values).fetchall()
    yield from (str(row["url"]) for row in rows)
