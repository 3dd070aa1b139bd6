"""Runs: one crawl of one site, from its start to its end, however often it was killed and taken up again."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

import attrs
import orjson

from archive.database import Archive
from archive.frontier import recover_in_flight
from archive.returns.due import make_due
from archive.returns.policy import DEFAULT_BUDGET
from archive.returns.revisits import Revisit
from archive.site_rows import site_id_of
from archive.times import time_text

_FIND_UNFINISHED = """
    select run_id
    from runs
    where site_id = :site_id
      and finished_at is null
    order by run_id desc
    limit 1
"""
# Whoever holds the site's lock knows that nobody is at work on it. A run for one article is not taken up again by a crawl
# of the site, which would then take what it never looked at for done.
_GIVE_UP_PARTS = """
    update runs
    set finished_at = :at, summary = null
    where site_id = :site_id
      and finished_at is null
      and json_extract(summary, '$.is_part')
"""
_RESUME = "update runs set resumed = resumed + 1 where run_id = :run_id"
_START = """
    insert into runs (site_id, start_url, started_at, summary)
    values (:site_id, :start_url, :started_at, :summary)
"""
_FOLLOW = """
    insert into followed_sites (site_id, start_url)
    values (:site_id, :start_url)
    on conflict (site_id) do nothing
"""
_FINISH = "update runs set finished_at = :finished_at, summary = :summary where run_id = :run_id"


@attrs.frozen(kw_only=True)
class Run:
    """A run that may claim addresses."""

    run_id: int
    is_resumed: bool
    """It was started before and did not end: what it has done stays done."""


def start_run(
    archive: Archive,
    site: str,
    start_url: str,
    *,
    at: datetime,
    scope: str = "",
    revisit: Revisit = Revisit.CHANGED,
    budget: int = DEFAULT_BUDGET,
    is_part: bool = False,
) -> Run:
    """Begin a run of the site, or take up the one that was killed.

    A resumed run keeps what is done and frees what was in flight. A new one makes those addresses of the site due
    again that begin with `scope` and that `revisit` speaks of, within the day's budget of requests.
    A run that was for a part of the site alone (`is_part`) is not taken up again.
    Hold the site's lock while you call this.
    """
    with archive.transaction() as connection:
        site_id = site_id_of(connection, site)
        recover_in_flight(connection, site_id)
        connection.execute(_GIVE_UP_PARTS, {"site_id": site_id, "at": time_text(at)})
        row = connection.execute(_FIND_UNFINISHED, {"site_id": site_id}).fetchone()
        if row is not None:
            connection.execute(_RESUME, {"run_id": row["run_id"]})
            return Run(run_id=row["run_id"], is_resumed=True)
        connection.execute(_FOLLOW, {"site_id": site_id, "start_url": start_url})
        make_due(connection, site_id, revisit, now=at, scope=scope, budget=budget)
        return Run(run_id=_insert_run(connection, site_id, start_url, at, is_part), is_resumed=False)


def finish_run(
    archive: Archive, run_id: int, *, at: datetime, summary: Mapping[str, int | float | str] | None = None
) -> None:
    """Note that the run ended by itself; the next one starts anew."""
    values = {"run_id": run_id, "finished_at": time_text(at), "summary": orjson.dumps(dict(summary or {})).decode()}
    with archive.transaction() as connection:
        connection.execute(_FINISH, values)


def _insert_run(connection: sqlite3.Connection, site_id: int, start_url: str, at: datetime, is_part: bool) -> int:
    summary = '{"is_part": 1}' if is_part else None
    values = {"site_id": site_id, "start_url": start_url, "started_at": time_text(at), "summary": summary}
    run_id = connection.execute(_START, values).lastrowid
    assert run_id is not None  # noqa: S101 (an insert has one)
    return run_id
