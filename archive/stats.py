"""What the archive holds, counted: by site, and as pages claim beside as stored."""

from __future__ import annotations

import sqlite3

import attrs

from archive.database import Archive
from archive.search_index import catch_up

_OF_ARTICLES = """
    select
        site_id,
        sum(articles) as articles,
        sum(comments) as comments,
        (select max(depth) from month_depths where month_depths.site_id = months.site_id) as deepest,
        nullif(sum(stated), 0) as stated,
        sum(stored_of_stated) as stored_of_stated
    from months
    group by site_id
"""
_SITES = "select site_id, host from sites order by host"
_PEOPLE = "select site_id, people as count from sites"
_ENTRIES = """
    select site_id, count(*) as entries, count(comment_id) as resolved
    from recent_comments indexed by recent_comments_of_site
    group by site_id
"""
_INCOMPLETE = """
    select articles.url, articles.title, articles.comment_count as stored, articles.comment_count_stated as stated,
        articles.comments_elsewhere
    from articles indexed by articles_incomplete
    join sites using (site_id)
    where articles.comment_count < articles.comment_count_stated
      and (:site is null or sites.host = :site)
    order by stated - stored desc, articles.article_id
    limit :limit
"""


@attrs.frozen(kw_only=True)
class SiteStats:
    """What is stored of one site, or of all together."""

    site: str
    articles: int = 0
    comments: int = 0
    deepest: int | None = None
    """Replies above the deepest comment: 0 where none answers another; None without comments."""
    stated: int | None = None
    """Sum of what pages claim; None where none claims anything."""
    stored_of_stated: int = 0
    """Of the comments claimed, how many are stored."""
    people: int = 0
    """Distinct names under comments; on two sites they count as two."""
    sidebar_entries: int = 0
    sidebar_resolved: int = 0
    """Entries whose comment is stored."""

    @property
    def completeness(self) -> float | None:
        """The share of the claimed comments that is stored; None where nothing is claimed."""
        return self.stored_of_stated / self.stated if self.stated else None


@attrs.frozen(kw_only=True)
class IncompleteArticle:
    """An article whose page claims more comments than are stored."""

    url: str
    title: str | None
    stored: int
    stated: int
    comments_elsewhere: str | None


def site_stats(archive: Archive, *, site: str | None = None) -> list[SiteStats]:
    """One line for each site, or for the one named, in the order of their names."""
    catch_up(archive)
    with archive.errors():
        connection = archive.connection
        articles = {row["site_id"]: row for row in connection.execute(_OF_ARTICLES)}
        people = {row["site_id"]: row["count"] for row in connection.execute(_PEOPLE)}
        entries = {row["site_id"]: row for row in connection.execute(_ENTRIES)}
        hosts = {row["site_id"]: row["host"] for row in connection.execute(_SITES)}
    return [
        _stats(host, articles.get(i), entries.get(i), people.get(i, 0))
        for i, host in hosts.items()
        if site is None or host == site
    ]


def total_stats(sites: list[SiteStats]) -> SiteStats:
    """All sites together."""
    stated = [site.stated for site in sites if site.stated is not None]
    return SiteStats(
        site="all sites",
        articles=sum(site.articles for site in sites),
        comments=sum(site.comments for site in sites),
        deepest=max((site.deepest for site in sites if site.deepest is not None), default=None),
        stated=sum(stated) if stated else None,
        stored_of_stated=sum(site.stored_of_stated for site in sites),
        people=sum(site.people for site in sites),
        sidebar_entries=sum(site.sidebar_entries for site in sites),
        sidebar_resolved=sum(site.sidebar_resolved for site in sites),
    )


def incomplete_articles(archive: Archive, *, site: str | None = None, limit: int = 20) -> list[IncompleteArticle]:
    """The articles that lack most of the comments their pages claim."""
    with archive.errors():
        rows = archive.connection.execute(_INCOMPLETE, {"site": site, "limit": limit}).fetchall()
    return [IncompleteArticle(**dict(row)) for row in rows]


def _stats(host: str, articles: sqlite3.Row | None, entries: sqlite3.Row | None, people: int) -> SiteStats:
    stats = SiteStats(site=host, people=people)
    if articles is not None:
        names = ("articles", "comments", "deepest", "stated", "stored_of_stated")
        stats = attrs.evolve(stats, **{name: articles[name] for name in names})
    if entries is not None:
        stats = attrs.evolve(stats, sidebar_entries=entries["entries"], sidebar_resolved=entries["resolved"])
    return stats
