"""The sites an archive follows: how their last run went, and which addresses failed or gave nothing."""

from __future__ import annotations

import sqlite3
from typing import Any

import attrs

from archive.database import Archive
from archive.frontier import FrontierCounts
from archive.locks import is_locked
from archive.returns.addresses import site_activity
from archive.returns.policy import SPANS
from archive.times import now

_SITES = "select site_id, host from sites order by host"
_LAST_RUN = """
    select run_id, start_url, started_at, finished_at
    from runs
    where site_id = :site_id
    order by run_id desc
    limit 1
"""
_OUTCOMES = """
    select outcome, count(*) as count
    from fetches indexed by fetches_of_run
    where run_id = :run_id
    group by outcome
"""
_FRONTIER = """
    select state, count(*) as count
    from frontier indexed by frontier_states
    where site_id = :site_id
    group by state
"""
_ARTICLES = """
    select count(*) as articles, ifnull(sum(comment_count), 0) as comments
    from articles indexed by articles_of_site
    where site_id = :site_id
"""
_SCHEDULE = """
    select next_visit_at, attempted_at, result, error, failures,
        ifnull((select value from site_settings where site_id = :site_id and name = 'follow'), 'true') = 'true' as is_followed
    from followed_sites
    where site_id = :site_id
"""
_COMPLETENESS = """
    select 1.0 * sum(min(comment_count, comment_count_stated)) / nullif(sum(comment_count_stated), 0)
    from articles indexed by articles_of_site
    where site_id = :site_id
      and comment_count_stated is not null
"""
_FAILURES = """
    select url, status, error, visited_at, attempts
    from frontier indexed by frontier_states
    where site_id = (select site_id from sites where host = :site)
      and state = 'failed'
    order by frontier_id
    limit :limit
"""
# Of a redirect nothing is stored either, but the page it leads to is.
_SKIPPED = """
    select url, status, error as reason, visited_at
    from frontier indexed by frontier_states
    where site_id = (select site_id from sites where host = :site)
      and state = 'done'
      and error is not null
      and error not like 'redirects: %'
    order by frontier_id
    limit :limit
"""


@attrs.frozen(kw_only=True)
class FollowedSite:
    """A site, and how its last run went."""

    site: str
    start_url: str | None
    """None for a site that came by import alone."""
    last_run_at: str | None
    result: str
    """`imported`, `running`, `finished`, `interrupted`."""
    stored: int = 0
    """Pages stored in the last run."""
    unchanged: int = 0
    skipped: int = 0
    failed: int = 0
    """Addresses whose last visit failed; they are tried again on the next run."""
    waiting: int = 0
    """Addresses known and not yet visited."""
    articles: int = 0
    comments: int = 0
    completeness: float | None = None
    """The share of the comments that pages state which is stored; None where none state any."""
    new_comments_a_day: float | None = None
    """Of the last weeks; None before the site was crawled."""
    next_visit_at: str | None = None
    """When `crawl --due` visits it next; None for a site that is not followed, or that is due at once."""
    is_followed: bool = False
    last_result: str | None = None
    """How the last visit ended: `finished`, `cut`, `interrupted`, `failed`."""
    last_error: str | None = None
    """Why it failed."""
    failures_in_a_row: int = 0
    """Visits that brought nothing; after each of them the next one is put off for longer."""


@attrs.frozen(kw_only=True)
class FailedAddress:
    """An address whose last visit failed."""

    url: str
    status: int | None
    error: str | None
    visited_at: str | None
    attempts: int


@attrs.frozen(kw_only=True)
class SkippedAddress:
    """An address of which nothing was stored although nothing failed: a PDF, an empty page, one that robots.txt bars."""

    url: str
    status: int | None
    reason: str
    visited_at: str | None


def followed_sites(archive: Archive) -> list[FollowedSite]:
    """Every site of the archive, in the order of their names."""
    with archive.errors():
        rows = archive.connection.execute(_SITES).fetchall()
        return [_followed(archive, row["site_id"], row["host"]) for row in rows]


def failed_addresses(archive: Archive, site: str, *, limit: int = 50) -> list[FailedAddress]:
    """The addresses of a site that failed, in the order they were found."""
    with archive.errors():
        rows = archive.connection.execute(_FAILURES, {"site": site, "limit": limit}).fetchall()
    return [FailedAddress(**dict(row)) for row in rows]


def skipped_addresses(archive: Archive, site: str, *, limit: int = 50) -> list[SkippedAddress]:
    """The addresses of a site that were passed over on their last visit, in the order they were found."""
    with archive.errors():
        rows = archive.connection.execute(_SKIPPED, {"site": site, "limit": limit}).fetchall()
    return [SkippedAddress(**dict(row)) for row in rows]


def _followed(archive: Archive, site_id: int, host: str) -> FollowedSite:
    connection = archive.connection
    key = {"site_id": site_id}
    run = connection.execute(_LAST_RUN, key).fetchone()
    counts = FrontierCounts(**_counted(connection.execute(_FRONTIER, key)))
    outcomes = _counted(connection.execute(_OUTCOMES, {"run_id": run["run_id"]})) if run else {}
    stored = connection.execute(_ARTICLES, key).fetchone()
    return FollowedSite(
        site=host,
        start_url=run["start_url"] if run else None,
        last_run_at=run["started_at"] if run else None,
        result=_result(archive, site_id, run),
        stored=outcomes.get("stored", 0),
        unchanged=outcomes.get("unchanged", 0),
        skipped=outcomes.get("skipped", 0),
        failed=counts.failed,
        waiting=counts.pending + counts.in_flight,
        articles=stored["articles"],
        comments=stored["comments"],
        completeness=connection.execute(_COMPLETENESS, key).fetchone()[0],
        **_schedule(connection, site_id),
    )


def _schedule(connection: sqlite3.Connection, site_id: int) -> dict[str, Any]:
    """The fields that tell of the site's schedule."""
    row = connection.execute(_SCHEDULE, {"site_id": site_id}).fetchone()
    if row is None:
        return {}
    week = site_activity(connection, site_id, now()).counts[1] / SPANS[1]
    return {
        "new_comments_a_day": round(week, 1),
        "next_visit_at": row["next_visit_at"] if row["is_followed"] else None,
        "is_followed": bool(row["is_followed"]),
        "last_result": row["result"],
        "last_error": row["error"],
        "failures_in_a_row": row["failures"],
    }


def _counted(rows: sqlite3.Cursor) -> dict[str, int]:
    return {row[0]: row["count"] for row in rows}


def _result(archive: Archive, site_id: int, run: sqlite3.Row | None) -> str:
    if run is None:
        return "imported"
    if run["finished_at"] is not None:
        return "finished"
    return "running" if is_locked(archive.connection, site_id) else "interrupted"
