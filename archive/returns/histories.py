"""Histories: what a visit adds to what is known of an article, and when the policy has it visited next."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

import attrs

from archive.records import Comment, Page, PageKind, ThreadState
from archive.returns.policy import SPANS, Activity, History, next_visit
from archive.times import optional_text_time, text_time, time_text

_DEFAULT_PRICE = 0.1
"""Before the first plan: a visit each 10 days where nothing was ever written, each 11 hours for a comment a day."""

_FIND = """
    select article_id, frontier_id, first_seen_at, visited_at, counted_at, day, week, season, is_closed, visits, changes,
        run_id, missing, missing_before, sign
    from article_returns
    where article_id = :article_id
"""
_PUT = """
    insert or replace into article_returns (
        article_id, site_id, frontier_id, first_seen_at, visited_at, counted_at, day, week, season, is_closed, visits,
        changes, run_id, missing, missing_before, sign, due_at
    )
    values (
        :article_id, :site_id, :frontier_id, :first_seen_at, :visited_at, :counted_at, :day, :week, :season, :is_closed,
        :visits, :changes, :run_id, :missing, :missing_before, :sign, :due_at
    )
"""
_AGREE = """
    update article_returns
    set visited_at = :visited_at, due_at = :due_at
    where article_id = :article_id
"""
_PRICE = "select price from followed_sites where site_id = :site_id"
_PUT_PAGE = """
    insert into article_pages (frontier_id, article_id, thread_page, is_own)
    values (:frontier_id, :article_id, :thread_page, :is_own)
    on conflict (frontier_id) do update set
        article_id = excluded.article_id, thread_page = excluded.thread_page, is_own = excluded.is_own
"""
_OWN_PAGE = "select article_id from article_pages where frontier_id = :frontier_id and is_own"
_ARTICLE = """
    select published_at, comment_count_stated, thread_state
    from articles
    where article_id = :article_id
"""
_SHOWN = """
    select count(*)
    from comments
    where article_id = :article_id
      and state not in ('gone', 'pending')
      and is_on_page
"""
_JUDGE_SIGN = """
    insert into sign_records (site_id, kind, sent, correct)
    values (:site_id, :kind, 1, :correct)
    on conflict (site_id, kind) do update set sent = sent + 1, correct = correct + excluded.correct
"""


@attrs.frozen(kw_only=True)
class ThreadVisit:
    """One page of an article, as it was stored."""

    site_id: int
    article_id: int
    frontier_id: int
    run_id: int | None
    at: datetime
    page: Page
    new: tuple[Comment, ...]
    is_changed: bool
    """Something was new or edited."""


@attrs.frozen(kw_only=True)
class Known:
    """The row of an article that was visited before."""

    history: History
    row: sqlite3.Row


def find_known(connection: sqlite3.Connection, article_id: int) -> Known | None:
    """What is known of an article, or None before its first visit."""
    row = connection.execute(_FIND, {"article_id": article_id}).fetchone()
    return None if row is None else Known(history=history_of(row), row=row)


def history_of(row: sqlite3.Row) -> History:
    """The policy's record of a row."""
    return History(
        first_seen_at=text_time(row["first_seen_at"]),
        visited_at=text_time(row["visited_at"]),
        activity=Activity(at=text_time(row["counted_at"]), counts=(row["day"], row["week"], row["season"])),
        is_closed=bool(row["is_closed"]),
    )


def price_at(connection: sqlite3.Connection, site_id: int) -> float:
    """What a visit must be worth on that site, by the last plan."""
    row = connection.execute(_PRICE, {"site_id": site_id}).fetchone()
    return _DEFAULT_PRICE if row is None or row["price"] is None else float(row["price"])


def note_thread(connection: sqlite3.Connection, visit: ThreadVisit) -> None:
    """Keep what a stored page adds to its article's history."""
    is_own = (
        visit.page.article is not None and visit.page.kind is not PageKind.COMMENTS and visit.page.article.part == 1
    )
    place = {"frontier_id": visit.frontier_id, "article_id": visit.article_id, "is_own": int(is_own)}
    connection.execute(_PUT_PAGE, {**place, "thread_page": visit.page.thread_page})
    known = find_known(connection, visit.article_id)
    if known is None and not is_own:
        return
    article = connection.execute(_ARTICLE, {"article_id": visit.article_id}).fetchone()
    history = _grown(known, visit, article, is_own=is_own)
    missing = _missing(connection, visit.article_id, article["comment_count_stated"])
    _put(connection, visit, known, history, missing, is_own=is_own)
    if known is not None and is_own and known.row["sign"]:
        is_right = visit.is_changed or missing != known.row["missing"]
        judge_sign(connection, visit.site_id, known.row["sign"], is_right=is_right)


def note_unchanged(connection: sqlite3.Connection, frontier_id: int, *, site_id: int, at: datetime) -> None:
    """The address answered that nothing has changed: if it is an article's own page, its thread is known again."""
    row = connection.execute(_OWN_PAGE, {"frontier_id": frontier_id}).fetchone()
    known = find_known(connection, row["article_id"]) if row is not None else None
    if known is None:
        return
    agree(connection, known, site_id=site_id, at=at)
    connection.execute(
        "update article_returns set visits = visits + 1, sign = null where article_id = :article_id",
        {"article_id": known.row["article_id"]},
    )
    if known.row["sign"]:
        judge_sign(connection, site_id, known.row["sign"], is_right=False)


def agree(connection: sqlite3.Connection, known: Known, *, site_id: int, at: datetime) -> None:
    """Nothing was missed up to this time."""
    history = attrs.evolve(known.history, visited_at=max(at, known.history.visited_at))
    due_at = next_visit(history, at, price_at(connection, site_id))
    values = {"visited_at": time_text(history.visited_at), "due_at": time_text(due_at)}
    connection.execute(_AGREE, {**values, "article_id": known.row["article_id"]})


def judge_sign(connection: sqlite3.Connection, site_id: int, kind: str, *, is_right: bool) -> None:
    """Remember whether the visit that a sign caused found anything."""
    connection.execute(_JUDGE_SIGN, {"site_id": site_id, "kind": kind, "correct": int(is_right)})


def _grown(known: Known | None, visit: ThreadVisit, article: sqlite3.Row, *, is_own: bool) -> History:
    if known is None:
        published = optional_text_time(article["published_at"])
        history = History(
            first_seen_at=min(published or visit.at, visit.at), visited_at=visit.at, activity=Activity(at=visit.at)
        )
    else:
        history = attrs.evolve(known.history, activity=known.history.activity.at_time(visit.at))
    return attrs.evolve(
        history,
        visited_at=visit.at if is_own else history.visited_at,
        activity=with_comments(history.activity, visit.new, seen_at=visit.at),
        is_closed=article["thread_state"] == ThreadState.CLOSED.value,
    )


def with_comments(activity: Activity, comments: Iterable[Comment], *, seen_at: datetime) -> Activity:
    """The counts with these comments; one without a date was written when it was seen."""
    for comment in comments:
        written_at = comment.published_at or seen_at
        if (activity.at - written_at).days <= 6 * SPANS[-1]:
            activity = activity.with_comment(written_at)
    return activity


def _missing(connection: sqlite3.Connection, article_id: int, stated: int | None) -> int | None:
    if stated is None:
        return None
    return int(stated) - int(connection.execute(_SHOWN, {"article_id": article_id}).fetchone()[0])


def _put(
    connection: sqlite3.Connection,
    visit: ThreadVisit,
    known: Known | None,
    history: History,
    missing: int | None,
    *,
    is_own: bool,
) -> None:
    row = known.row if known is not None else None
    is_later_run = row is not None and row["run_id"] != visit.run_id
    before = None if row is None else row["missing"] if is_later_run else row["missing_before"]
    day, week, season = history.activity.counts
    due_at = next_visit(history, visit.at, price_at(connection, visit.site_id))
    values = {
        "article_id": visit.article_id,
        "site_id": visit.site_id,
        "frontier_id": visit.frontier_id if is_own or row is None else row["frontier_id"],
        "first_seen_at": time_text(history.first_seen_at),
        "visited_at": time_text(history.visited_at),
        "counted_at": time_text(history.activity.at),
        "day": day,
        "week": week,
        "season": season,
        "is_closed": int(history.is_closed),
        "visits": (row["visits"] if row is not None else 0) + int(is_own),
        "changes": (row["changes"] if row is not None else 0) + int(visit.is_changed and row is not None),
        "run_id": visit.run_id,
        "missing": missing,
        "missing_before": before,
        "sign": None if is_own or row is None else row["sign"],
        "due_at": time_text(due_at),
    }
    connection.execute(_PUT, values)
