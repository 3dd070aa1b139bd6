"""Comments: one row each, known again by article and key, parents before replies, earlier versions kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

import attrs

from archive.cjk import cjk_pairs
from archive.counting import recounted
from archive.indexed_tables import COMMENTS, next_id
from archive.records import Comment, Page, Source
from archive.store.branches import below_known
from archive.store.comment_rows import (
    FIELDS,
    Values,
    exact_time,
    find_comments,
    find_parents,
    insert_comments,
    values_of,
)
from archive.store.comment_updates import meet, update_comment
from archive.store.doubles import distinct
from archive.store.numbered_apart import joined
from archive.store.recognition import recognised
from archive.store.saved import Sighting
from archive.store.told_comments import note_told, tell_comment
from archive.store.told_words import told_comments
from archive.store.trees import without_rings
from archive.times import text_time

_ALL_PARENTS = "select comment_id, parent_id from comments where article_id = :article_id"
_ADOPT = """
    update comments
    set parent_id = :parent_id, is_orphan = 0
    where article_id = :article_id
      and parent_key = :key
      and parent_id is null
      and comment_id <> :parent_id
"""
_WITHOUT_PARENT = """
    select distinct parent_key
    from comments indexed by comments_without_parent
    where article_id = :article_id
      and parent_id is null
      and parent_key is not null
"""
_CUT = "update comments set parent_id = null, is_orphan = 1 where comment_id = :comment_id"
_COUNT_NEW = """
    update articles
    set comment_count = comment_count + :new, deepest = max(ifnull(deepest, 0), :deepest)
    where article_id = :article_id
"""
_DEEPEST = """
    update articles
    set deepest = (select max(depth) from comments where article_id = :article_id)
    where article_id = :article_id
"""


@attrs.frozen
class StoredComments:
    """What became of a page's comments."""

    new_ids: tuple[int, ...] = ()
    new: tuple[Comment, ...] = ()
    """In the order of `new_ids`."""
    changed: int = 0


def save_comments(
    connection: sqlite3.Connection,
    article_id: int,
    page: Page,
    sighting: Sighting,
    *,
    is_new_article: bool,
    site_id: int,
) -> StoredComments:
    """Store the comments of one page of a thread, or those that an API tells of it.

    A new article has been stored with their number.
    """
    comments = distinct(page.comments)
    if not comments:
        return StoredComments()
    is_told = page.source is Source.API
    if not is_new_article and page.is_numbered_apart:
        comments = joined(connection, article_id, comments, sighting, is_told=is_told)
    if not is_new_article:
        comments = recognised(connection, article_id, comments, sighting)
    known = {} if is_new_article else find_comments(connection, article_id, [comment.key for comment in comments])
    comments = below_known(page, comments, known)
    known = {comment.key: known[comment.key] for comment in comments if comment.key in known}
    new = [comment for comment in comments if comment.key not in known]
    first_id = next_id(connection, COMMENTS) if new else 0
    ids = {key: int(row["comment_id"]) for key, row in known.items()}
    ids.update({comment.key: first_id + i for i, comment in enumerate(new)})
    rows = _rows(connection, article_id, page, comments, ids, is_new_article=is_new_article)
    seen = (sighting.at, sighting.at, sighting.capture_id, int(not is_told))
    insert_comments(connection, [(ids[c.key], article_id, c.key, *seen, *rows[c.key]) for c in new])
    update = _tell if is_told else _update
    changed = update(connection, known, rows, sighting, site_id) if known else 0
    if is_told:
        for comment in new:
            values = dict(zip(FIELDS, rows[comment.key], strict=True))
            note_told(connection, ids[comment.key], comment.key, values, sighting, site_id=site_id, page_digest=None)
    if not is_new_article:
        is_moved = changed > 0 or any(not row["is_on_page"] for row in known.values())
        _settle(connection, article_id, {c.key: ids[c.key] for c in new}, is_moved=is_moved)
    if new and not is_new_article:
        totals = {"article_id": article_id, "new": len(new), "deepest": max(c.depth for c in new)}
        connection.execute(_COUNT_NEW, totals)
    return StoredComments(tuple(ids[c.key] for c in new), tuple(new), changed)


def _rows(
    connection: sqlite3.Connection,
    article_id: int,
    page: Page,
    comments: list[Comment],
    ids: dict[str, int],
    *,
    is_new_article: bool,
) -> dict[str, Values]:
    """The row of each comment, by key; its parent is None at the top and where it is not stored."""
    times: dict[str, datetime | None] = {comment.key: exact_time(comment) for comment in comments}
    elsewhere = {c.parent_key for c in comments if c.parent_key is not None and c.parent_key not in ids}
    if elsewhere and not is_new_article:
        found = find_parents(connection, article_id, elsewhere)
        ids = ids | {key: row["comment_id"] for key, row in found.items()}
        exact = {key: row for key, row in found.items() if row["date_precision"] in ("minute", "second")}
        times.update({key: text_time(row["published_at"]) for key, row in exact.items() if row["published_at"]})
    parents = {ids[c.key]: ids.get(c.parent_key) if c.parent_key is not None else None for c in comments}
    free = without_rings(parents)
    if any(parent is not None and parent > child for child, parent in free.items()):
        connection.execute("pragma defer_foreign_keys = on")  # replies that stand before their parents
    return {
        c.key: values_of(c, page.thread_page, free[ids[c.key]], times.get(c.parent_key or ""), cjk_pairs(c.text))
        for c in comments
    }


def _update(
    connection: sqlite3.Connection,
    known: Mapping[str, sqlite3.Row],
    rows: Mapping[str, Values],
    sighting: Sighting,
    site_id: int,  # noqa: ARG001 (as `_tell`)
) -> int:
    """Bring known comments up to date with a page; how many were edited, moved, or are now read better."""
    told = told_comments(connection, (row["comment_id"] for row in known.values()))
    meetings = [meet(connection, row, rows[key], sighting, told.get(row["comment_id"])) for key, row in known.items()]
    with recounted(connection, [met.comment_id for met in meetings if met.is_recounted]):
        return sum([update_comment(connection, met) for met in meetings])


def _tell(
    connection: sqlite3.Connection,
    known: Mapping[str, sqlite3.Row],
    rows: Mapping[str, Values],
    sighting: Sighting,
    site_id: int,
) -> int:
    """The same with an API's answer."""
    told = told_comments(connection, (row["comment_id"] for row in known.values()))
    return sum(
        tell_comment(
            connection,
            row,
            dict(zip(FIELDS, rows[key], strict=True)),
            told.get(row["comment_id"]),
            sighting,
            site_id=site_id,
        )
        for key, row in known.items()
    )


def _settle(connection: sqlite3.Connection, article_id: int, new: dict[str, int], *, is_moved: bool) -> None:
    """Give orphans the parents that have now arrived, and cut rings that several pages together may close."""
    key = {"article_id": article_id}
    orphans_of = {row["parent_key"] for row in connection.execute(_WITHOUT_PARENT, key)} if new else set()
    adopted = orphans_of.intersection(new)
    for parent_key in adopted:
        connection.execute(_ADOPT, {**key, "parent_id": new[parent_key], "key": parent_key})
    if adopted or is_moved:
        parents = dict(connection.execute(_ALL_PARENTS, key).fetchall())
        free = without_rings(parents)
        connection.executemany(_CUT, [{"comment_id": i} for i, parent in parents.items() if free[i] != parent])
        connection.execute(_DEEPEST, key)
