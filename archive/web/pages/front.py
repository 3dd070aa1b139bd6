"""The front page: what there is, what is new, and what is talked about."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Any

import attrs
import orjson

from archive.database import Archive
from archive.stats import SiteStats, site_stats
from archive.times import now, time_text
from archive.web.answers import Answered, Asked
from archive.web.excerpts import excerpt
from archive.web.people import people_of
from archive.web.rendering import render
from archive.web.room import Shown
from archive.web.sparklines import Sparkline, sparkline

# The ids grow with time, so the newest few thousand hold the newest comments, and the week of any archive whose week is
# worth ranking; a first crawl brings old ones in any order.
_NEWEST = """
    select
        comments.comment_id, comments.article_id, comments.author, comments.published_at, comments.date_precision,
        comments.first_seen_at, substr(comments.text, 1, 400) as text, articles.title, articles.is_noarchive,
        sites.host as site
    from (
        select comment_id, kind, state
        from comments
        order by comment_id desc
        limit 5000
    ) as late
    join comments using (comment_id)
    join articles using (article_id)
    join sites using (site_id)
    where late.kind = 'comment'
      and late.state = 'visible'
      and comments.published_at is not null
      and (:noarchive or articles.is_noarchive = 0)
    order by comments.published_at desc, comments.comment_id desc
    limit :limit
"""
_DISCUSSED_LATELY = """
    select articles.article_id, articles.title, articles.authors, sites.host as site, articles.published_at,
        articles.date_precision, lately.comments as lately, articles.comment_count
    from (
        select article_id, count(*) as comments
        from (
            select article_id, published_at
            from comments
            order by comment_id desc
            limit 5000
        )
        where published_at >= :since
        group by article_id
    ) as lately
    join articles using (article_id)
    join sites using (site_id)
    where (:noarchive or articles.is_noarchive = 0)
    order by lately.comments desc, article_id desc
    limit :limit
"""
_MOST_DISCUSSED = """
    select articles.article_id, articles.title, articles.authors, sites.host as site, articles.published_at,
        articles.date_precision, null as lately, articles.comment_count
    from sites
    join articles indexed by articles_of_site using (site_id)
    where sites.site_id = :site_id
      and articles.comment_count > 0
      and (:noarchive or articles.is_noarchive = 0)
    order by articles.comment_count desc
    limit :limit
"""
_SITES = "select site_id from sites order by site_id limit 200"
_MONTHS = """
    select month, articles, comments
    from months
    where site_id = (select site_id from sites where host = :site)
    order by month
"""
_RUNS = """
    select runs.run_id, sites.host as site, runs.started_at, runs.finished_at, runs.resumed, runs.summary
    from runs
    join sites using (site_id)
    order by runs.run_id desc
    limit :limit
"""
_NEWEST_SHOWN = 12
_DISCUSSED_SHOWN = 10
_RUNS_SHOWN = 5
_EXCERPT = 220


@attrs.frozen(kw_only=True)
class NewComment:
    """A comment in few words."""

    comment_id: int
    article_id: int
    title: str
    site: str
    author: str | None
    published_at: str | None
    date_precision: str | None
    excerpt: str


@attrs.frozen(kw_only=True)
class Discussed:
    """An article by its thread."""

    article_id: int
    title: str
    site: str
    published_at: str | None
    date_precision: str | None
    comments: int
    lately: int | None
    """Of the last week."""


@attrs.frozen(kw_only=True)
class CrawlRun:
    """What a crawl did."""

    site: str
    started_at: str
    finished_at: str | None
    counts: dict[str, Any]
    """The engine's, by their names."""


@attrs.frozen(kw_only=True)
class SiteLine:
    """A site, with what was written there by month."""

    stats: SiteStats
    articles: Sparkline | None
    comments: Sparkline | None


@attrs.frozen(kw_only=True)
class Front:
    """Everything on the front page."""

    sites: list[SiteLine]
    newest: list[NewComment]
    discussed: list[Discussed]
    is_of_the_week: bool
    runs: list[CrawlRun]


async def front(asked: Asked) -> Answered:
    """The front page."""
    return Answered(body=render("front.html", asked, page=await asked.room.ask(read_front)))


def read_front(archive: Archive, shown: Shown) -> Front:
    """What the front page shows."""
    lately = _discussed_lately(archive, shown)
    return Front(
        sites=[_line(archive, stats) for stats in site_stats(archive) if stats.articles or stats.sidebar_entries],
        newest=_newest(archive, shown),
        discussed=lately or _most_discussed(archive, shown),
        is_of_the_week=bool(lately),
        runs=latest_runs(archive, _RUNS_SHOWN),
    )


def _line(archive: Archive, stats: SiteStats) -> SiteLine:
    rows = archive.connection.execute(_MONTHS, {"site": stats.site}).fetchall()
    return SiteLine(
        stats=stats,
        articles=sparkline([(row["month"], row["articles"]) for row in rows]),
        comments=sparkline([(row["month"], row["comments"]) for row in rows]),
    )


def latest_runs(archive: Archive, limit: int) -> list[CrawlRun]:
    """The last crawls, newest first."""
    return [
        CrawlRun(
            site=row["site"],
            started_at=row["started_at"],
            finished_at=row["finished_at"],
            counts=orjson.loads(row["summary"]) if row["summary"] else {},
        )
        for row in archive.connection.execute(_RUNS, {"limit": limit})
    ]


def _newest(archive: Archive, shown: Shown) -> list[NewComment]:
    rows = archive.connection.execute(_NEWEST, {"limit": _NEWEST_SHOWN, "noarchive": shown.noarchive})
    found = []
    for row in rows:
        naming = people_of(archive, shown, row["article_id"], row["site"])
        found.append(
            NewComment(
                comment_id=row["comment_id"],
                article_id=row["article_id"],
                title=naming.in_text(row["title"]) or "Without a title",
                site=row["site"],
                author=naming.name(row["author"]),
                published_at=row["published_at"],
                date_precision=row["date_precision"],
                excerpt=excerpt(naming.in_text(row["text"]) or "", _EXCERPT),
            )
        )
    return found


def _discussed_lately(archive: Archive, shown: Shown) -> list[Discussed]:
    since = time_text(now() - timedelta(days=7))
    values = {"since": since, "limit": _DISCUSSED_SHOWN, "noarchive": shown.noarchive}
    return [_discussed(archive, shown, row) for row in archive.connection.execute(_DISCUSSED_LATELY, values)]


def _most_discussed(archive: Archive, shown: Shown) -> list[Discussed]:
    found = []
    for site in archive.connection.execute(_SITES).fetchall():
        values = {"site_id": site["site_id"], "limit": _DISCUSSED_SHOWN, "noarchive": shown.noarchive}
        found += [_discussed(archive, shown, row) for row in archive.connection.execute(_MOST_DISCUSSED, values)]
    return sorted(found, key=lambda article: -article.comments)[:_DISCUSSED_SHOWN]


def _discussed(archive: Archive, shown: Shown, row: sqlite3.Row) -> Discussed:
    naming = people_of(archive, shown, row["article_id"], row["site"])
    return Discussed(
        article_id=row["article_id"],
        title=naming.in_text(row["title"]) or "Without a title",
        site=row["site"],
        published_at=row["published_at"],
        date_precision=row["date_precision"],
        comments=row["comment_count"],
        lately=row["lately"],
    )
