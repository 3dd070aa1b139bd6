"""Further comment pages: an article that came back has more of them read only where its first page does not explain all.

What counts is the difference between the number of comments a page states and the number that was seen. Some sites always
state a few more than they show (answers to removed comments); so it is the change of that difference since the last
visit that says: something new stands, or something is gone, on a page that was not read yet.
"""

from __future__ import annotations

import sqlite3

from archive.frontier import PRIORITIES
from archive.records import Relation
from archive.returns.histories import ThreadVisit, find_known

_NEXT_PAGE = """
    select frontier_id
    from article_pages
    join frontier using (frontier_id)
    where article_pages.article_id = :article_id
      and not article_pages.is_own
      and frontier.state = 'done'
      and ifnull(frontier.run_id, 0) <> ifnull(:run_id, -1)
    order by article_pages.thread_page desc
    limit :limit
"""
_IS_WAITING = """
    select 1
    from article_pages
    join frontier using (frontier_id)
    where article_pages.article_id = :article_id
      and frontier.state in ('pending', 'in_flight')
      and frontier.frontier_id <> :frontier_id
    limit 1
"""
_WAKE = """
    update frontier
    set state = 'pending', attempts = 0, not_before = null, priority = :priority
    where frontier_id = :frontier_id
"""


def follow_up(connection: sqlite3.Connection, visit: ThreadVisit) -> int:
    """Make the next comment page of a thread due, newest first, where something is still unexplained; 1 where it is.

    Call it after `note_thread`. Where a site states no numbers, all pages of a thread are read that has changed.
    """
    known = find_known(connection, visit.article_id)
    if known is None or known.row["visits"] < 2:
        return 0
    missing, before = known.row["missing"], known.row["missing_before"]
    is_unknown = missing is None
    if not is_unknown and (missing == before or before is None):
        return 0
    page = {"article_id": visit.article_id, "frontier_id": visit.frontier_id, "run_id": visit.run_id}
    if connection.execute(_IS_WAITING, page).fetchone() is not None:
        return 0
    rows = connection.execute(_NEXT_PAGE, {**page, "limit": 1000 if is_unknown else 1}).fetchall()
    for row in rows:
        priority = PRIORITIES[Relation.COMMENT_PAGE]
        connection.execute(_WAKE, {"frontier_id": row["frontier_id"], "priority": priority})
    return len(rows)
