"""Attempts: how the last visit of each followed site went, and when the next one is due."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

import attrs
import orjson

from archive.database import Archive
from archive.locks import is_locked
from archive.returns.addresses import LISTS_OF_A_SITE, site_activity
from archive.returns.policy import DEFAULT_BUDGET, next_attempt, next_look
from archive.site_rows import site_id_of
from archive.site_settings import site_budget
from archive.times import optional_text_time, text_time, time_text

_PAUSE = timedelta(minutes=1)
"""Between two visits of a site, whatever is due."""
_IDLE = timedelta(hours=1)
"""Until the next visit of a site where nothing was asked for: its budget of the day may be spent."""
_LONGEST = timedelta(days=1)
_FOLLOWED = """
    select followed_sites.site_id, sites.host, followed_sites.start_url, followed_sites.next_visit_at,
        (select value from site_settings where site_settings.site_id = sites.site_id and name = 'follow') as follow
    from followed_sites
    join sites using (site_id)
    order by followed_sites.next_visit_at
"""
_NEXT_ADDRESS = """
    select min(due_at)
    from frontier indexed by frontier_due
    where site_id = :site_id
      and due_at is not null
"""
_NEXT_ARTICLE = "select min(due_at) from article_returns indexed by article_returns_due where site_id = :site_id"
# What a run's first page was to wait for was worked out before the run had learnt how much is written here.
_LOOK = """
    update frontier
    set due_at = min(due_at, :look_at)
    where site_id = :site_id
      and due_at is not null
      and failures = 0
      and depth <= 1
      and relation in ('start', 'feed', 'comment_feed')
"""
_FAILURES = "select failures from followed_sites where site_id = :site_id"
_RECORD = """
    insert into followed_sites (site_id, start_url, next_visit_at, attempted_at, result, error, failures)
    values (:site_id, :start_url, :next_visit_at, :at, :result, :error, :failures)
    on conflict (site_id) do update set
        next_visit_at = excluded.next_visit_at,
        attempted_at = excluded.attempted_at,
        result = excluded.result,
        error = excluded.error,
        failures = excluded.failures
"""


@attrs.frozen(kw_only=True)
class Attempt:
    """How a visit of a site ended."""

    site: str
    start_url: str
    at: datetime
    result: str
    """`finished`, `cut`, `interrupted`, `failed`."""
    error: str | None = None
    """Why it failed, in one line."""
    asked: int = 0
    """Requests that were made."""


@attrs.frozen(kw_only=True)
class DueSite:
    """A site that is followed, and when its next visit is due."""

    site: str
    start_url: str
    due_at: datetime | None
    """None for at once."""


def record_attempt(archive: Archive, attempt: Attempt) -> None:
    """Keep how a visit ended, and work out when the next one is due; after failures in a row ever later."""
    with archive.transaction() as connection:
        site_id = site_id_of(connection, attempt.site)
        row = connection.execute(_FAILURES, {"site_id": site_id}).fetchone()
        failures = (row["failures"] if row is not None else 0) + 1 if attempt.result == "failed" else 0
        due_at = next_attempt(attempt.at, failures) if failures else _next_visit(connection, site_id, attempt)
        values = {
            "site_id": site_id,
            "start_url": attempt.start_url,
            "next_visit_at": time_text(due_at),
            "at": time_text(attempt.at),
            "result": attempt.result,
            "error": attempt.error,
            "failures": failures,
        }
        connection.execute(_RECORD, values)


def followed(archive: Archive) -> list[DueSite]:
    """The sites that are followed and that nobody crawls now, in the order in which they are due."""
    with archive.errors():
        rows = archive.connection.execute(_FOLLOWED).fetchall()
        return [
            DueSite(site=row["host"], start_url=row["start_url"], due_at=optional_text_time(row["next_visit_at"]))
            for row in rows
            if (row["follow"] is None or orjson.loads(row["follow"]))
            and not is_locked(archive.connection, row["site_id"])
        ]


def due_sites(archive: Archive, now: datetime) -> list[DueSite]:
    """Those of the followed sites whose visit is due."""
    return [site for site in followed(archive) if site.due_at is None or site.due_at <= now]


def _next_visit(connection: sqlite3.Connection, site_id: int, attempt: Attempt) -> datetime:
    """When the first of its addresses and articles is due, but not at once again."""
    if attempt.result != "finished":
        return attempt.at
    activity = site_activity(connection, site_id, attempt.at)
    budget = site_budget(connection, site_id) or DEFAULT_BUDGET
    look_at = next_look(activity, attempt.at, budget=budget, lists=LISTS_OF_A_SITE)
    connection.execute(_LOOK, {"site_id": site_id, "look_at": time_text(look_at)})
    found = [connection.execute(query, {"site_id": site_id}).fetchone()[0] for query in (_NEXT_ADDRESS, _NEXT_ARTICLE)]
    due = [text_time(at) for at in found if at is not None]
    earliest = attempt.at + (_PAUSE if attempt.asked else _IDLE)
    return min(max([earliest, min(due, default=attempt.at + _LONGEST)]), attempt.at + _LONGEST)
