"""Signs: what sidebars, feeds, listings and sitemaps say of articles makes those due at once that may have changed.

A sign is compared with what the same kind of list said before, and with what is stored:

    a comment's permalink   due if that comment is not stored, and the article was not visited since it was first named
    a count of comments     due if it is neither the one said before nor the one the article's page states
    a date of change        due if it is later than the one said before, or than the last visit

A count that agrees is as good as a visit: the article is left alone for another while.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

import orjson

from archive.addresses import address_variants, comment_key, thread_address
from archive.frontier import PRIORITIES
from archive.records import Relation, Sign, SignKind
from archive.returns.histories import Known, agree, find_known
from archive.returns.policy import is_trusted
from archive.times import optional_text_time, optional_time_text, time_text

_ARTICLE_AT = """
    select article_id, comment_count_stated
    from articles
    where article_id = (
        select article_id from article_addresses where url in (select value from json_each(:addresses)) limit 1
    )
"""
_BEFORE = "select first_seen_at, comment_count, modified_at from signs where url = :url and kind = :kind"
_REMEMBER = """
    insert into signs (url, kind, site_id, first_seen_at, comment_count, modified_at)
    values (:url, :kind, :site_id, :at, :comment_count, :modified_at)
    on conflict (url, kind) do update set
        comment_count = coalesce(excluded.comment_count, comment_count),
        modified_at = coalesce(excluded.modified_at, modified_at)
"""
_HAS_COMMENT = "select 1 from comments where article_id = :article_id and key = :key"
# An address that this run has asked for already is left to the next one.
_WAKE = """
    update frontier
    set state = 'pending', attempts = 0, not_before = null, priority = max(priority, :priority)
    where (frontier_id = :frontier_id or url = :url)
      and state in ('done', 'failed')
      and ifnull(run_id, 0) <> ifnull(:run_id, -1)
"""
_WAKE_SITEMAP = """
    update frontier
    set state = 'pending', attempts = 0, not_before = null
    where url = :url
      and relation = 'sitemap'
      and state in ('done', 'failed')
      and ifnull(run_id, 0) <> ifnull(:run_id, -1)
      and (:modified_at is null or visited_at < :modified_at)
"""
_MARK = "update article_returns set sign = :kind, due_at = min(due_at, :at) where article_id = :article_id"
_RECORD = "select sent, correct from sign_records where site_id = :site_id and kind = :kind"
_OPEN_ENTRIES = """
    select article_id, url, author, excerpt
    from recent_comments
    where sidebar_id = :sidebar_id
      and comment_id is null
      and article_id is not null
"""


def apply_signs(
    connection: sqlite3.Connection, signs: Iterable[Sign], *, site_id: int, run_id: int | None, at: datetime
) -> int:
    """Make due what the signs speak for, within the caller's transaction; how many addresses are."""
    return sum(_apply(connection, sign, site_id, run_id, at) for sign in signs)


def apply_sidebar(
    connection: sqlite3.Connection, sidebar_id: int, *, site_id: int, run_id: int | None, at: datetime
) -> int:
    """Make due what a Recent Comments list names and nobody has seen; how many addresses are."""
    woken = 0
    for row in connection.execute(_OPEN_ENTRIES, {"sidebar_id": sidebar_id}).fetchall():
        known = find_known(connection, row["article_id"])
        name = row["url"] or f"entry:{row['article_id']}:{row['author']}:{row['excerpt']}"
        if known is not None and not _was_tried(connection, name, SignKind.SIDEBAR, known, site_id, at):
            woken += wake(connection, known, SignKind.SIDEBAR, site_id=site_id, run_id=run_id, at=at, page=row["url"])
    return woken


def wake(
    connection: sqlite3.Connection,
    known: Known,
    kind: SignKind,
    *,
    site_id: int,
    run_id: int | None,
    at: datetime,
    page: str | None = None,
) -> int:
    """Make an article due now, and the page of its thread where the new comment stands; 0 where this run was there.

    A kind of sign that was mostly wrong on this site wakes nobody.
    """
    record = connection.execute(_RECORD, {"site_id": site_id, "kind": kind.value}).fetchone()
    if record is not None and not is_trusted(record["sent"], record["correct"]):
        return 0
    values = {
        "frontier_id": known.row["frontier_id"],
        "url": page.partition("#")[0] if page else None,
        "priority": PRIORITIES[Relation.SIDEBAR],
        "run_id": run_id,
    }
    woken = connection.execute(_WAKE, values).rowcount
    if woken:
        mark = {"kind": kind.value, "at": time_text(at), "article_id": known.row["article_id"]}
        connection.execute(_MARK, mark)
    return woken


def _apply(connection: sqlite3.Connection, sign: Sign, site_id: int, run_id: int | None, at: datetime) -> int:
    addresses = orjson.dumps(address_variants(sign.url)).decode()
    article = connection.execute(_ARTICLE_AT, {"addresses": addresses}).fetchone()
    known = find_known(connection, article["article_id"]) if article is not None else None
    if known is None:
        _remember(connection, sign, site_id, at)
        return _wake_sitemap(connection, sign, run_id) if sign.kind is SignKind.SITEMAP and article is None else 0
    if not _is_news(connection, sign, article, known, site_id, at):
        return 0
    return wake(connection, known, sign.kind, site_id=site_id, run_id=run_id, at=at, page=sign.comment_url)


def _is_news(
    connection: sqlite3.Connection, sign: Sign, article: sqlite3.Row, known: Known, site_id: int, at: datetime
) -> bool:
    if sign.comment_url is not None:
        key = comment_key(sign.comment_url)
        found = connection.execute(_HAS_COMMENT, {"article_id": article["article_id"], "key": key}).fetchone()
        return found is None and not _was_tried(connection, sign.comment_url, sign.kind, known, site_id, at)
    place = {"url": thread_address(sign.url), "kind": sign.kind.value}
    before = connection.execute(_BEFORE, place).fetchone()
    _remember(connection, sign, site_id, at)
    is_news = False
    if sign.modified_at is not None:
        last = optional_text_time(before["modified_at"]) if before is not None else None
        is_news = sign.modified_at > (last or known.history.visited_at)
    if sign.comment_count is not None:
        # What the same list said before comes first: the number stated is brought up to date by lists, too.
        last_count = before["comment_count"] if before is not None else None
        expected = article["comment_count_stated"] if last_count is None else last_count
        if sign.comment_count != expected:
            return is_news or expected is not None
        if not is_news:
            agree(connection, known, site_id=site_id, at=at)
    return is_news


def _was_tried(
    connection: sqlite3.Connection, name: str, kind: SignKind, known: Known, site_id: int, at: datetime
) -> bool:
    """Whether the article was visited since the list first named the comment: it is not there, or not any more."""
    place = {"url": name, "kind": kind.value}
    before = connection.execute(_BEFORE, place).fetchone()
    if before is None:
        values = {**place, "site_id": site_id, "at": time_text(at), "comment_count": None, "modified_at": None}
        connection.execute(_REMEMBER, values)
        return False
    return str(before["first_seen_at"]) < str(known.row["visited_at"])


def _remember(connection: sqlite3.Connection, sign: Sign, site_id: int, at: datetime) -> None:
    if sign.comment_count is None and sign.modified_at is None:
        return
    values = {
        "url": thread_address(sign.url),
        "kind": sign.kind.value,
        "site_id": site_id,
        "at": time_text(at),
        "comment_count": sign.comment_count,
        "modified_at": optional_time_text(sign.modified_at),
    }
    connection.execute(_REMEMBER, values)


def _wake_sitemap(connection: sqlite3.Connection, sign: Sign, run_id: int | None) -> int:
    values = {"url": sign.url, "run_id": run_id, "modified_at": optional_time_text(sign.modified_at)}
    return connection.execute(_WAKE_SITEMAP, values).rowcount
