"""When to ask again for addresses that are no article's: feeds, sitemaps, listings, and what failed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

import attrs

from archive.records import Comment, Relation, Visit
from archive.returns.histories import with_comments
from archive.returns.policy import DEFAULT_BUDGET, Activity, Watched, next_check, next_look, next_try
from archive.site_settings import site_budget
from archive.times import optional_text_time, optional_time_text, time_text

_FIND = """
    select site_id, relation, depth, watched_since, visits, changes, failures,
        exists (select 1 from article_pages where article_pages.frontier_id = frontier.frontier_id) as is_article
    from frontier
    where frontier_id = :frontier_id
"""
_PUT = """
    update frontier
    set due_at = :due_at, watched_since = :watched_since, visits = :visits, changes = :changes, failures = :failures
    where frontier_id = :frontier_id
"""
_ACTIVITY = "select counted_at, day, week, season from followed_sites where site_id = :site_id"
_COUNT = """
    update followed_sites
    set counted_at = :at, day = :day, week = :week, season = :season
    where site_id = :site_id
"""
# These are asked for with the article they belong to, or once.
_WITH_ARTICLE = frozenset({Relation.COMMENT_PAGE, Relation.ARTICLE_PAGE, Relation.SUPPLEMENT, Relation.API})
# The lists that name a site's newest comments and articles, where they stand at its top.
_LISTS = frozenset({Relation.START, Relation.FEED, Relation.COMMENT_FEED})
_ABSENT = timedelta(days=90)
"""Until a usual place of feeds and sitemaps where there was nothing is looked at again: a site may get a feed."""
LISTS_OF_A_SITE = 3
"""Its front page, its feed and its feed of comments."""


def note_visit(connection: sqlite3.Connection, frontier_id: int, visit: Visit, *, is_changed: bool) -> None:
    """Keep how a visit of the address ended, and when to ask again."""
    row = connection.execute(_FIND, {"frontier_id": frontier_id}).fetchone()
    since = optional_text_time(row["watched_since"])
    failures = row["failures"] + 1 if visit.error is not None else 0
    watched = Watched(
        visited_at=visit.fetched_at,
        first_visit_at=since or visit.fetched_at,
        visits=row["visits"] + int(since is not None),
        changes=row["changes"] + int(since is not None and is_changed),
    )
    values = {
        "frontier_id": frontier_id,
        "watched_since": time_text(watched.first_visit_at),
        "failures": failures,
        "due_at": optional_time_text(_due_at(connection, row, watched, visit, failures)),
        **attrs.asdict(watched, filter=lambda field, _: field.name in {"visits", "changes"}),
    }
    connection.execute(_PUT, values)


def note_comments(connection: sqlite3.Connection, site_id: int, new: Sequence[Comment], *, at: datetime) -> None:
    """Keep how much is written on a site of late."""
    if not new:
        return
    activity = with_comments(site_activity(connection, site_id, at), new, seen_at=at)
    day, week, season = activity.counts
    values = {"site_id": site_id, "at": time_text(activity.at), "day": day, "week": week, "season": season}
    connection.execute(_COUNT, values)


def site_activity(connection: sqlite3.Connection, site_id: int, at: datetime) -> Activity:
    """How much is written on a site of late, as of that time."""
    row = connection.execute(_ACTIVITY, {"site_id": site_id}).fetchone()
    counted_at = optional_text_time(row["counted_at"]) if row is not None else None
    if row is None or counted_at is None:
        return Activity(at=at)
    return Activity(at=counted_at, counts=(row["day"], row["week"], row["season"])).at_time(at)


def _due_at(
    connection: sqlite3.Connection, row: sqlite3.Row, watched: Watched, visit: Visit, failures: int
) -> datetime | None:
    relation = Relation(row["relation"])
    if failures:
        return next_try(visit.fetched_at, failures)
    if row["is_article"] or relation in _WITH_ARTICLE:
        return None
    if relation is Relation.GUESS:
        return visit.fetched_at + _ABSENT
    if relation in _LISTS and row["depth"] <= 1:
        activity = site_activity(connection, row["site_id"], visit.fetched_at)
        budget = site_budget(connection, row["site_id"]) or DEFAULT_BUDGET
        return next_look(activity, visit.fetched_at, budget=budget, lists=LISTS_OF_A_SITE)
    return next_check(watched)
