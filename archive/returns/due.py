"""What a run asks for: everything, what may have changed, or what the schedule says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta

from archive.frontier import PRIORITIES
from archive.records import Relation
from archive.returns.histories import history_of
from archive.returns.policy import DEFAULT_BUDGET, SHARE_OF_LOOKS, next_visit, price_of, pull_of
from archive.returns.revisits import FEED_PAGES, Revisit
from archive.times import optional_text_time, time_text

LOOKED_AT = 10
"""Articles, those next in turn, that a run started by hand visits without any sign, and half as many other pages."""
_REPLAN_AFTER = timedelta(days=1)

# Lists of an API are asked for by name, from their beginning: which follows on which is told by their answers.
_EVERYTHING = """
    update frontier
    set state = 'pending', attempts = 0, not_before = null
    where site_id = :site_id
      and state in ('done', 'failed')
      and not (relation = 'supplement' and state = 'done')
      and relation <> 'api'
      and substr(url, 1, length(:scope)) = :scope
"""
_RETRIES = """
    select frontier_id
    from frontier indexed by frontier_states
    where site_id = :site_id
      and state = 'failed'
      and relation <> 'api'
      and (due_at is null or due_at <= :now or relation = 'start')
"""
# Those of archives that were made before histories were kept, and those an import left behind; what a crawl left out
# has a reason and no visit.
_WITHOUT_HISTORY = """
    select frontier_id
    from frontier indexed by frontier_states
    where site_id = :site_id
      and state = 'done'
      and watched_since is null
      and (error is null or visited_at is not null)
      and relation not in ('supplement', 'api')
"""
_LOOKS = """
    select frontier_id
    from frontier
    where site_id = :site_id
      and state = 'done'
      and (
          (relation = 'start' and :is_by_hand)
          or (
              due_at is not null
              and (due_at <= :now or :is_by_hand)
              and (relation in ('start', 'sitemap') or (relation in ('feed', 'comment_feed') and depth <= 1))
          )
      )
"""
_FEED_PAGES = """
    select frontier_id
    from frontier
    where site_id = :site_id
      and state = 'done'
      and due_at is not null
      and (:is_by_hand or due_at <= :now)
      and relation = 'feed'
      and depth > 1
      and found_on in (select url from frontier where site_id = :site_id and relation = 'feed')
    order by visited_at
    limit :limit
"""
_OTHERS = """
    select frontier_id
    from frontier indexed by frontier_due
    where site_id = :site_id
      and state = 'done'
      and due_at is not null
      and relation not in ('start', 'sitemap', 'feed', 'comment_feed')
      and (due_at <= :now or (:is_by_hand and relation <> 'guess'))
    order by error is not null, due_at
    limit :limit
"""
_ARTICLES = """
    select article_returns.frontier_id
    from article_returns indexed by article_returns_due
    join frontier using (frontier_id)
    where article_returns.site_id = :site_id
      and (article_returns.due_at <= :now or :is_by_hand)
      and frontier.state = 'done'
    order by article_returns.due_at
    limit :limit
"""
# Entries that were named after the article's last visit, and whose list may have moved on since.
_OPEN_ENTRIES = """
    select distinct article_returns.frontier_id
    from recent_comments indexed by recent_comments_of_site
    join sidebars using (sidebar_id)
    join article_returns on article_returns.article_id = recent_comments.article_id
    where recent_comments.site_id = :site_id
      and recent_comments.comment_id is null
      and sidebars.first_seen_at >= article_returns.visited_at
"""
_WAKE = """
    update frontier
    set state = 'pending', attempts = 0, not_before = null, priority = max(priority, :priority)
    where frontier_id = :frontier_id
      and state in ('done', 'failed')
      and substr(url, 1, length(:scope)) = :scope
"""
_SPENT = """
    select count(*)
    from fetches indexed by fetches_by_time
    where site_id = :site_id
      and fetched_at > :since
      and run_id > (select min(run_id) from runs where site_id = :site_id)
"""
_PLANNED = "select planned_at from followed_sites where site_id = :site_id"
_HISTORIES = """
    select article_id, first_seen_at, visited_at, counted_at, day, week, season, is_closed
    from article_returns
    where site_id = :site_id
"""
_PUT_DUE = "update article_returns set due_at = :due_at where article_id = :article_id and sign is null"
_PUT_PRICE = "update followed_sites set price = :price, planned_at = :now where site_id = :site_id"


def make_due(
    connection: sqlite3.Connection,
    site_id: int,
    revisit: Revisit,
    *,
    now: datetime,
    scope: str = "",
    budget: int = DEFAULT_BUDGET,
) -> None:
    """Put into the frontier what a new run asks for again, within the caller's transaction."""
    values = {"site_id": site_id, "now": time_text(now), "scope": scope, "is_by_hand": revisit is Revisit.CHANGED}
    if revisit is Revisit.NOTHING:
        return
    if revisit is Revisit.EVERYTHING:
        connection.execute(_EVERYTHING, values)
        return
    plan(connection, site_id, now=now, budget=budget)
    left = max(budget - _spent(connection, site_id, now), 0)
    by_hand = revisit is Revisit.CHANGED
    _wake(connection, _RETRIES, values)
    _wake(connection, _WITHOUT_HISTORY, values)
    _wake(connection, _LOOKS, values)
    _wake(connection, _FEED_PAGES, values, limit=FEED_PAGES)
    _wake(connection, _OPEN_ENTRIES, values, priority=PRIORITIES[Relation.SIDEBAR])
    overdue = {**values, "is_by_hand": False}
    left -= _wake(connection, _ARTICLES, overdue, limit=left)
    left -= _wake(connection, _OTHERS, overdue, limit=max(left, 0))
    if by_hand:
        _wake(connection, _ARTICLES, values, limit=LOOKED_AT)
        _wake(connection, _OTHERS, values, limit=LOOKED_AT // 2)


def plan(connection: sqlite3.Connection, site_id: int, *, now: datetime, budget: int, anew: bool = False) -> None:
    """Work out what a visit must be worth, and each article's next visit, where that was not done today."""
    row = connection.execute(_PLANNED, {"site_id": site_id}).fetchone()
    planned_at = optional_text_time(row["planned_at"]) if row is not None else None
    if not anew and planned_at is not None and now - planned_at < _REPLAN_AFTER:
        return
    rows = connection.execute(_HISTORIES, {"site_id": site_id}).fetchall()
    if not rows:
        return
    histories = [(row["article_id"], history_of(row)) for row in rows]
    price = price_of(sum(pull_of(history, now) for _, history in histories), max(budget * (1 - SHARE_OF_LOOKS), 1))
    connection.execute(_PUT_PRICE, {"site_id": site_id, "price": price, "now": time_text(now)})
    due = [
        {"article_id": article_id, "due_at": time_text(next_visit(history, now, price))}
        for article_id, history in histories
    ]
    connection.executemany(_PUT_DUE, due)


def _spent(connection: sqlite3.Connection, site_id: int, now: datetime) -> int:
    """Requests of the last day, without those of the first crawl."""
    values = {"site_id": site_id, "since": time_text(now - timedelta(days=1))}
    return int(connection.execute(_SPENT, values).fetchone()[0])


def _wake(
    connection: sqlite3.Connection, query: str, values: dict[str, object], *, limit: int = 1_000_000, priority: int = 0
) -> int:
    """Make pending what the query finds; how many addresses that are."""
    rows: Iterable[sqlite3.Row] = connection.execute(query, {**values, "limit": limit}).fetchall()
    return sum(
        connection.execute(
            _WAKE, {"frontier_id": row["frontier_id"], "priority": priority, "scope": values["scope"]}
        ).rowcount
        for row in rows
    )
