"""The frontier: what to visit next, kept in the same file as what was found there.

    pending ──claim──► in_flight ──finish──► done or failed
       ▲                   │
       └─ release, recover ┘

An address is marked done in the transaction that stores its page. So a killed crawl finds every address either done
with its records stored, or in flight without, and `recover` puts the latter back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

import attrs
import orjson

from archive.database import Archive
from archive.forget.guarding import allowed_links
from archive.forget.recognising import recogniser_of
from archive.records import Link, Relation
from archive.site_rows import site_id_of
from archive.times import optional_text_time, optional_time_text, time_text

PRIORITIES: dict[Relation, int] = {
    Relation.START: 100,
    Relation.API: 95,  # what it tells need not be asked for page by page
    Relation.SITEMAP: 90,
    Relation.FEED: 80,
    Relation.COMMENT_FEED: 80,
    Relation.COMMENT_PAGE: 70,  # a thread is finished before the next one is begun
    Relation.ARTICLE_PAGE: 70,
    Relation.SUPPLEMENT: 75,  # the site's time zone, before what needs it
    Relation.SIDEBAR: 60,  # somebody is talking there now
    Relation.ARTICLE: 50,
    Relation.LISTING: 40,
    Relation.OTHER: 10,
    Relation.GUESS: 5,  # when everything that was named is through
}

_ADD = """
    insert into frontier (url, site_id, relation, depth, priority, found_on)
    values (:url, :site_id, :relation, :depth, :priority, :found_on)
    on conflict (url) do update set relation = excluded.relation, priority = excluded.priority
    where excluded.priority > priority
"""
_NEWEST = "select ifnull(max(frontier_id), 0) from frontier"
_CLAIM = """
    update frontier
    set state = 'in_flight', run_id = :run_id, attempts = attempts + 1
    where frontier_id in (
        select frontier_id
        from frontier indexed by frontier_pending
        where site_id = :site_id
          and state = 'pending'
          and (not_before is null or not_before <= :now)
        order by priority desc, frontier_id
        limit :limit
    )
    returning frontier_id, url, relation, depth, priority, etag, last_modified, visited_at, attempts
"""
_CLAIM_NAMED = """
    update frontier
    set state = 'in_flight', run_id = :run_id, attempts = attempts + 1
    where url in (select value from json_each(:urls))
      and site_id = :site_id
      and state <> 'in_flight'
    returning frontier_id, url, relation, depth, priority, etag, last_modified, visited_at, attempts
"""
_RELEASE = """
    update frontier
    set state = 'pending', not_before = :not_before
    where frontier_id = :frontier_id
      and state = 'in_flight'
"""
_FINISH = """
    update frontier
    set state = :state,
        error = :error,
        status = :status,
        visited_at = :visited_at,
        etag = coalesce(:etag, etag),
        last_modified = coalesce(:last_modified, last_modified),
        not_before = null
    where frontier_id = :frontier_id
"""
_RECOVER = """
    update frontier
    set state = 'pending'
    where site_id = :site_id
      and state = 'in_flight'
"""
_COUNT = """
    select state, count(*) as count
    from frontier indexed by frontier_states
    where site_id = :site_id
    group by state
"""
_APIS_OF = "select url from frontier where found_on = :url and relation = 'api'"
_ANY_PENDING = "select 1 from frontier where site_id = :site_id and state = 'pending' limit 1"
_NEXT_DEFERRED = """
    select min(not_before) as due_at
    from frontier
    where site_id = :site_id
      and state = 'pending'
"""


@attrs.frozen(kw_only=True)
class FrontierEntry:
    """One address to visit, claimed by this run."""

    entry_id: int
    url: str
    relation: Relation
    depth: int
    etag: str | None
    last_modified: str | None
    attempts: int
    """Counts this one."""
    visited_at: datetime | None = None
    """The last visit, if there was one."""


@attrs.frozen(kw_only=True)
class FrontierCounts:
    """How many addresses of a site are in which state."""

    pending: int = 0
    in_flight: int = 0
    done: int = 0
    failed: int = 0


class Frontier:
    """The addresses of one site.

    Args:
        archive: open for writing.
        site: as `addresses.site_of` names it.
        run_id: the run that claims.
    """

    def __init__(self, archive: Archive, site: str, run_id: int | None = None) -> None:
        self.archive, self.site, self.run_id = archive, site, run_id
        with archive.transaction() as connection:
            self.site_id = site_id_of(connection, site)

    def add(self, links: Iterable[Link], *, found_on: str | None, depth: int) -> int:
        """Add those addresses that are new, and say how many were.

        Of several relations an address is named by, it keeps the most urgent, whichever page is read first.
        """
        with self.archive.transaction() as connection:
            return add_links(connection, self.site_id, links, found_on=found_on, depth=depth)

    def claim(self, limit: int, now: datetime) -> list[FrontierEntry]:
        """Take up to `limit` addresses that are due, highest priority first, then the longest known."""
        values = {"site_id": self.site_id, "run_id": self.run_id, "now": time_text(now), "limit": limit}
        with self.archive.transaction() as connection:
            rows = connection.execute(_CLAIM, values).fetchall()
        rows.sort(key=lambda row: (-row["priority"], row["frontier_id"]))
        return [_entry(row) for row in rows]

    def claim_named(self, urls: Iterable[str]) -> list[FrontierEntry]:
        """Take these addresses, done or not; unknown ones and those in flight are left out."""
        values = {"site_id": self.site_id, "run_id": self.run_id, "urls": orjson.dumps(list(urls)).decode()}
        with self.archive.transaction() as connection:
            return [_entry(row) for row in connection.execute(_CLAIM_NAMED, values).fetchall()]

    def apis_named_by(self, url: str) -> list[Link]:
        """The addresses of APIs that were found on a page."""
        with self.archive.errors():
            rows = self.archive.connection.execute(_APIS_OF, {"url": url}).fetchall()
        return [Link(url=row["url"], relation=Relation.API) for row in rows]

    def spare(self, entries: Iterable[FrontierEntry], why: str, *, at: datetime) -> None:
        """Mark claimed addresses done without having been asked for."""
        with self.archive.transaction() as connection:
            for entry in entries:
                finish_entry(connection, entry.entry_id, failed=False, error=why, at=at)

    def release(self, entry_id: int, *, not_before: datetime | None = None) -> None:
        """Put a claimed address back, not to be claimed before that time."""
        values = {"frontier_id": entry_id, "not_before": optional_time_text(not_before)}
        with self.archive.transaction() as connection:
            connection.execute(_RELEASE, values)

    def finish(self, entry_id: int, error: str | None, *, at: datetime, status: int | None = None) -> None:
        """Mark an address done, or failed with its reason, where no visit is stored for it."""
        with self.archive.transaction() as connection:
            finish_entry(connection, entry_id, failed=error is not None, error=error, at=at, status=status)

    def recover(self) -> int:
        """Put back what a dead run had in flight, and say how many; hold the site's lock."""
        with self.archive.transaction() as connection:
            return recover_in_flight(connection, self.site_id)

    def has_pending(self) -> bool:
        """Whether anything waits, due or not."""
        with self.archive.errors():
            return self.archive.connection.execute(_ANY_PENDING, {"site_id": self.site_id}).fetchone() is not None

    def next_deferred(self) -> datetime | None:
        """When the first of the addresses that were put off is due, or None where none was."""
        with self.archive.errors():
            row = self.archive.connection.execute(_NEXT_DEFERRED, {"site_id": self.site_id}).fetchone()
        return optional_text_time(row["due_at"])

    def pending_count(self) -> int:
        """How many addresses wait, due or not."""
        return self.counts().pending

    def counts(self) -> FrontierCounts:
        """How many addresses are in which state."""
        with self.archive.errors():
            rows = self.archive.connection.execute(_COUNT, {"site_id": self.site_id}).fetchall()
        return FrontierCounts(**{row["state"]: row["count"] for row in rows})


def add_links(
    connection: sqlite3.Connection, site_id: int, links: Iterable[Link], *, found_on: str | None, depth: int
) -> int:
    """Add addresses within the caller's transaction; see `Frontier.add`."""
    rows = [
        {
            "url": link.url,
            "site_id": site_id,
            "relation": link.relation.value,
            "depth": depth,
            "priority": PRIORITIES[link.relation],
            "found_on": found_on,
        }
        for link in allowed_links(recogniser_of(connection), links)
    ]
    if not rows:
        return 0
    (newest,) = connection.execute(_NEWEST).fetchone()
    connection.executemany(_ADD, rows)
    return int(connection.execute(_NEWEST).fetchone()[0]) - int(newest)  # addresses are never deleted


def finish_entry(
    connection: sqlite3.Connection,
    entry_id: int,
    *,
    failed: bool,
    error: str | None,
    at: datetime,
    status: int | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
) -> None:
    """Mark an address done or failed within the caller's transaction."""
    values = {
        "frontier_id": entry_id,
        "state": "failed" if failed else "done",
        "error": error,
        "status": status,
        "visited_at": time_text(at),
        "etag": etag,
        "last_modified": last_modified,
    }
    connection.execute(_FINISH, values)


def recover_in_flight(connection: sqlite3.Connection, site_id: int) -> int:
    """Put back, within the caller's transaction, what a dead run had in flight."""
    return connection.execute(_RECOVER, {"site_id": site_id}).rowcount


def _entry(row: sqlite3.Row) -> FrontierEntry:
    return FrontierEntry(
        entry_id=row["frontier_id"],
        url=row["url"],
        relation=Relation(row["relation"]),
        depth=row["depth"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        attempts=row["attempts"],
        visited_at=optional_text_time(row["visited_at"]),
    )
