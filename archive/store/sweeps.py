"""Comments that are no longer shown: gone, once the whole thread was read without them.

A thread is read completely where each of its pages was, one soon after the other, where none says that it hides some,
and where together they show as many as they claim. Anything else (a page failed, a limit, collapsed replies) says
nothing about a comment that is not there.

WordPress shows no replies of a comment that was taken down, and goes on counting them: where just they make up what is
claimed and not shown, the thread is complete, and they stay, since the site still has them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import timedelta

from archive.page_numbers import highest_page
from archive.records import Page
from archive.store.revisions import COMMENTS as HISTORY
from archive.store.saved import Sighting
from archive.times import text_time

_TOGETHER = timedelta(hours=6)
"""Pages read within this time are one reading. Over a longer one, comments move from page to page unseen."""
_FEW = 5
"""More than these, and more than half of a thread, vanish at once only where the page says how many are left."""

_PUT = """
    insert into thread_pages (article_id, thread_page, url, read_at, capture_id, shown, stated, pages, is_partial)
    values (:article_id, :thread_page, :url, :read_at, :capture_id, :shown, :stated, :pages, :is_partial)
    on conflict (article_id, thread_page) do update set
        url = excluded.url,
        read_at = excluded.read_at,
        capture_id = excluded.capture_id,
        shown = excluded.shown,
        stated = excluded.stated,
        pages = excluded.pages,
        is_partial = excluded.is_partial
    where excluded.read_at >= read_at
"""
_PAGES = """
    select thread_page, url, read_at, capture_id, shown, stated, pages, is_partial
    from thread_pages
    where article_id = :article_id
    order by read_at desc, thread_page desc
"""
_ABSENT = f"""
    select comment_id, parent_id, last_seen_at, capture_id, {", ".join(HISTORY.columns)}, (
        select parents.state = 'gone' from comments as parents where parents.comment_id = comments.parent_id
    ) as is_below_gone
    from comments
    where article_id = :article_id
      and last_seen_at < :read_at
      and state <> 'gone'
      and is_on_page
      and not exists (
          select 1
          from told_comments
          where told_comments.comment_id = comments.comment_id
            and told_comments.last_told_at >= :read_at
      )
"""  # noqa: S608 (our own constants)
_SHOWN = "select count(*) from comments where article_id = :article_id and state <> 'gone'"
_GO = "update comments set state = 'gone' where comment_id = :comment_id"
_TOUCH = """
    update comments
    set last_seen_at = max(last_seen_at, :at)
    where article_id = :article_id
      and thread_page = :thread_page
      and last_seen_at >= :read_at
      and state <> 'gone'
"""
_TOUCH_PAGE = """
    update thread_pages
    set read_at = max(read_at, :at), capture_id = coalesce(:capture_id, capture_id)
    where article_id = :article_id
      and thread_page = :thread_page
"""


def save_reading(
    connection: sqlite3.Connection, article_id: int, page: Page, sighting: Sighting, *, is_new_article: bool
) -> int:
    """Note that a page of a thread was read, and mark the comments that are gone; how many these are."""
    values = {
        "article_id": article_id,
        "thread_page": page.thread_page,
        "url": page.url,
        "read_at": sighting.at,
        "capture_id": sighting.capture_id,
        "shown": len(page.comments),
        "stated": page.comment_count_stated,
        "pages": max(
            page.thread_page, 1 + len(page.more_comment_pages), highest_page((page.url, *page.more_comment_pages))
        ),
        "is_partial": int(_is_partial(page)),
    }
    connection.execute(_PUT, values)
    return 0 if is_new_article else mark_gone(connection, article_id)


def mark_gone(connection: sqlite3.Connection, article_id: int) -> int:
    """Mark the comments that the last complete reading of a thread does not show; how many these are."""
    key = {"article_id": article_id}
    pages = connection.execute(_PAGES, key).fetchall()
    if not _is_whole(pages):
        return 0
    absent = connection.execute(_ABSENT, {**key, "read_at": min(row["read_at"] for row in pages)}).fetchall()
    lacking = max(row["stated"] or 0 for row in pages) - sum(row["shown"] for row in pages)
    if lacking > 0:
        hidden = _below_vanished(absent)
        if lacking > len(hidden):
            return 0
        absent = [row for row in absent if row["comment_id"] not in hidden]
    if len(absent) > _FEW and pages[0]["stated"] is None:
        shown = connection.execute(_SHOWN, key).fetchone()[0]
        if len(absent) * 2 > shown:
            return 0
    for row in absent:
        HISTORY.keep(
            connection,
            row["comment_id"],
            row,
            seen=(row["last_seen_at"], row["capture_id"]),
            replaced=(pages[0]["read_at"], pages[0]["capture_id"]),
        )
        connection.execute(_GO, {"comment_id": row["comment_id"]})
    return len(absent)


def _below_vanished(absent: Sequence[sqlite3.Row]) -> set[int]:
    """Those whose parent is not shown either, by their ids."""
    vanished = {row["comment_id"] for row in absent}
    return {row["comment_id"] for row in absent if row["is_below_gone"] or row["parent_id"] in vanished}


def touch_reading(connection: sqlite3.Connection, article_id: int, url: str, sighting: Sighting) -> bool:
    """The page at that address shows what it showed when it was read last; False where that was never noted."""
    key = {"article_id": article_id}
    row = next((row for row in connection.execute(_PAGES, key).fetchall() if row["url"] == url), None)
    if row is None:
        return False
    values = {
        **key,
        "thread_page": row["thread_page"],
        "at": sighting.at,
        "read_at": row["read_at"],
        "capture_id": sighting.capture_id,
    }
    connection.execute(_TOUCH, values)
    connection.execute(_TOUCH_PAGE, values)
    mark_gone(connection, article_id)
    return True


def _is_partial(page: Page) -> bool:
    """Whether the page itself gives a reason to think that it does not show all that belongs to it."""
    if page.is_partial or page.comments_elsewhere is not None:
        return True
    if not page.comments:  # nothing at all: a page that does not know its thread shows nothing, too
        return page.comment_count_stated != 0 and page.thread_state is None
    return False


def _is_whole(pages: Sequence[sqlite3.Row]) -> bool:
    """Whether the last readings of a thread's pages, newest first, are one reading of all of them."""
    newest, oldest = text_time(pages[0]["read_at"]), min(text_time(row["read_at"]) for row in pages)
    stated = {row["stated"] for row in pages if row["stated"] is not None}
    return (
        {row["thread_page"] for row in pages} == set(range(1, max(row["pages"] for row in pages) + 1))
        and newest - oldest <= _TOGETHER
        and not any(row["is_partial"] for row in pages)
        and len(stated) <= 1
    )
