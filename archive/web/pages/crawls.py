"""Crawls: what runs, what is due, what failed and why."""

from __future__ import annotations

import attrs

from archive.database import Archive
from archive.locks import is_locked
from archive.times import now, time_text
from archive.web.answers import Answered, Asked
from archive.web.pages.front import CrawlRun, latest_runs
from archive.web.rendering import render
from archive.web.room import Shown

_RUNNING = """
    select site_id, sites.host as site, site_locks.host_name, site_locks.pid, site_locks.locked_at
    from site_locks
    join sites using (site_id)
    order by site_locks.locked_at
"""
# Counted no further than people care: a frontier may hold millions.
_DUE = """
    select sites.host as site,
        (
            select count(*)
            from (
                select 1
                from frontier indexed by frontier_states
                where frontier.site_id = sites.site_id
                  and state = 'pending'
                limit 100001
            )
        ) as pending,
        (
            select count(*)
            from (
                select 1
                from frontier indexed by frontier_states
                where frontier.site_id = sites.site_id
                  and state = 'failed'
                limit 100001
            )
        ) as failed
    from sites
    order by sites.host
    limit 500
"""
_FOLLOWED = """
    select sites.host as site, followed_sites.next_visit_at, followed_sites.attempted_at, followed_sites.result,
        followed_sites.error, followed_sites.failures
    from followed_sites
    join sites using (site_id)
    order by followed_sites.next_visit_at, sites.host
    limit 500
"""
_FAILURES = """
    select frontier.url, sites.host as site, frontier.status, frontier.error, frontier.visited_at, frontier.attempts,
        (
            select captures.capture_id
            from captures
            where captures.url = frontier.url
            order by captures.fetched_at desc
            limit 1
        ) as capture_id
    from sites
    join frontier indexed by frontier_states using (site_id)
    where frontier.state = 'failed'
      and (
          :noarchive
          or frontier.url not in (
              select article_addresses.url
              from articles indexed by articles_noarchive
              join article_addresses using (article_id)
              where is_noarchive = 1
          )
      )
    order by frontier.visited_at desc, frontier.frontier_id desc
    limit :limit
"""
_RUNS_SHOWN = 30
_FAILURES_SHOWN = 200


@attrs.frozen(kw_only=True)
class Running:
    """A crawl that holds its site."""

    site: str
    where: str
    since: str
    is_alive: bool


@attrs.frozen(kw_only=True)
class Due:
    """What waits for a site's next crawl."""

    site: str
    pending: int
    failed: int


@attrs.frozen(kw_only=True)
class Followed:
    """A site that is visited by schedule."""

    site: str
    next_visit_at: str | None
    """None: at once."""
    attempted_at: str | None
    result: str | None
    error: str | None
    failures: int
    """Attempts in a row that brought nothing."""
    is_due: bool


@attrs.frozen(kw_only=True)
class Failure:
    """An address that gave nothing."""

    url: str
    site: str
    status: int | None
    error: str | None
    visited_at: str | None
    attempts: int
    capture_id: int | None


@attrs.frozen(kw_only=True)
class Crawls:
    """Everything on the page."""

    running: list[Running]
    followed: list[Followed]
    due: list[Due]
    failures: list[Failure]
    runs: list[CrawlRun]
    has_captures: bool


async def crawls(asked: Asked) -> Answered:
    """The page of the crawls."""
    return Answered(body=render("crawls.html", asked, page=await asked.room.ask(read_crawls)))


def read_crawls(archive: Archive, shown: Shown) -> Crawls:
    """What the page of the crawls shows."""
    connection = archive.connection
    due = [Due(**dict(row)) for row in connection.execute(_DUE)]
    failures = connection.execute(_FAILURES, {"limit": _FAILURES_SHOWN, "noarchive": shown.noarchive})
    return Crawls(
        running=_running(archive),
        followed=_followed(archive),
        due=[site for site in due if site.pending or site.failed],
        failures=[Failure(**dict(row)) for row in failures],
        runs=latest_runs(archive, _RUNS_SHOWN),
        has_captures=shown.has_people,  # a page as it came holds the names as they are
    )


def _followed(archive: Archive) -> list[Followed]:
    at = time_text(now())
    return [
        Followed(**dict(row), is_due=(row["next_visit_at"] or "") <= at)
        for row in archive.connection.execute(_FOLLOWED)
    ]


def _running(archive: Archive) -> list[Running]:
    return [
        Running(
            site=row["site"],
            where=f"process {row['pid']} on {row['host_name']}",
            since=row["locked_at"],
            is_alive=is_locked(archive.connection, row["site_id"]),
        )
        for row in archive.connection.execute(_RUNNING)
    ]
