"""Comments: one row each, known again by article and key, parents before replies, earlier versions kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import attrs
import orjson

from archive.cjk import cjk_pairs
from archive.records import Comment, CommentState, DatePrecision, Page, Source
from archive.search_index import COMMENTS, exchange, next_id
from archive.store import told_words
from archive.store.revisions import COMMENTS as HISTORY
from archive.store.saved import Sighting
from archive.store.told_comments import note_told, tell_comment
from archive.store.told_words import Told
from archive.store.trees import without_rings
from archive.times import optional_time_text

_DATE = ("published_at", "published_raw", "date_precision")
_FIELDS = (
    "parent_id", "parent_key", "thread_page", "position", "depth", "kind", "state", "author",
    *_DATE, "score", "upvotes", "downvotes", "is_orphan", "parent_rule", "parent_confidence",
    "url", "author_url", "author_avatar", "text", "text_cjk", "html",
)  # fmt: skip
_WORDS = ("text", "text_cjk", "html")
_AUTHOR = _FIELDS.index("author")
# Positional marks, in the one place where a row costs microseconds: SQLite looks each of 28 names up for every row.
_INSERT = f"""
    insert into comments (
        comment_id, article_id, key, first_seen_at, last_seen_at, capture_id, is_on_page, {", ".join(_FIELDS)}
    )
    values (?, ?, ?, ?, ?, ?, ?, {", ".join("?" for _ in _FIELDS)})
"""  # noqa: S608 (our own constants, as below)
_UPDATE = f"update comments set {', '.join(f'{name} = ?' for name in _FIELDS)} where comment_id = ?"  # noqa: S608 (our own columns)
_FIND = f"""
    select comment_id, key, first_seen_at, last_seen_at, capture_id, is_supplemented, is_on_page, {", ".join(_FIELDS)}
    from comments
    where article_id = :article_id
      and key in (select value from json_each(:keys))
"""  # noqa: S608 (our own columns)
_FIND_IDS = """
    select key, comment_id
    from comments
    where article_id = :article_id
      and key in (select value from json_each(:keys))
"""
_ALL_PARENTS = "select comment_id, parent_id from comments where article_id = :article_id"
_TOUCH = """
    update comments
    set last_seen_at = ?, capture_id = coalesce(?, capture_id), is_on_page = 1
    where comment_id = ?
"""
_OWN_WORDS = "update comments set is_supplemented = 0 where comment_id = ?"
_SEEN_EARLIER = "update comments set first_seen_at = ? where comment_id = ?"
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
_FINENESS = {None: 0, DatePrecision.DAY: 1, DatePrecision.MINUTE: 2, DatePrecision.SECOND: 3}


@attrs.frozen
class StoredComments:
    """What became of a page's comments."""

    new_ids: tuple[int, ...] = ()
    new: tuple[Comment, ...] = ()
    """In the order of `new_ids`."""
    changed: int = 0
    renamed: tuple[tuple[str | None, str | None], ...] = ()
    """Authors before and after, where they changed."""


def save_comments(
    connection: sqlite3.Connection,
    article_id: int,
    page: Page,
    sighting: Sighting,
    *,
    is_new_article: bool,
    site_id: int,
) -> StoredComments:
    """Store the comments of one page of a thread, or those that an API tells of it."""
    comments = _distinct(page.comments)
    if not comments:
        return StoredComments()
    known = {} if is_new_article else _find(connection, article_id, comments)
    new = [comment for comment in comments if comment.key not in known]
    first_id = next_id(connection, COMMENTS) if new else 0
    ids = {key: int(row["comment_id"]) for key, row in known.items()}
    ids.update({comment.key: first_id + i for i, comment in enumerate(new)})
    parent_ids = _parent_ids(connection, article_id, comments, ids, is_new_article=is_new_article)
    cjk = {c.key: cjk_pairs(c.text) for c in comments}
    rows = {c.key: _values(c, page.thread_page, parent_ids[ids[c.key]], cjk[c.key]) for c in comments}
    is_told = page.source is Source.API
    _insert(connection, article_id, new, ids, rows, sighting, is_on_page=not is_told)
    told = told_words.told_comments(connection, (row["comment_id"] for row in known.values())) if known else {}
    changed = []
    for comment in comments:
        values = dict(zip(_FIELDS, rows[comment.key], strict=True))
        row = known.get(comment.key)
        if row is None:
            if is_told:
                note_told(
                    connection, ids[comment.key], comment.key, values, sighting, site_id=site_id, page_digest=None
                )
        elif is_told:
            if tell_comment(connection, row, values, told.get(row["comment_id"]), sighting, site_id=site_id):
                changed.append(comment.key)
        elif _update(connection, row, values, sighting, told.get(row["comment_id"])):
            changed.append(comment.key)
    if not is_new_article:
        is_placed = any(not row["is_on_page"] for row in known.values())
        _settle(connection, article_id, {c.key: ids[c.key] for c in new}, is_moved=bool(changed) or is_placed)
    if new:
        totals = {"article_id": article_id, "new": len(new), "deepest": max(c.depth for c in new)}
        connection.execute(_COUNT_NEW, totals)
    authors = [
        (known[key]["author"], rows[key][_AUTHOR]) for key in changed if known[key]["last_seen_at"] <= sighting.at
    ]
    renamed = tuple((old, now) for old, now in authors if old != now)
    return StoredComments(tuple(ids[c.key] for c in new), tuple(new), len(changed), renamed)


def _distinct(comments: Sequence[Comment]) -> list[Comment]:
    """Each comment once; two that share a key and differ in text are both kept, the later under a key of its own."""
    by_key: dict[str, Comment] = {}
    for comment in comments:
        key, n = comment.key, 1
        while key in by_key and (by_key[key].text, by_key[key].author) != (comment.text, comment.author):
            n += 1
            key = f"{comment.key}~{n}"
        if key not in by_key:
            by_key[key] = comment if n == 1 else attrs.evolve(comment, key=key)
    return list(by_key.values())


def _find(connection: sqlite3.Connection, article_id: int, comments: Iterable[Comment]) -> dict[str, sqlite3.Row]:
    values = {"article_id": article_id, "keys": orjson.dumps([comment.key for comment in comments]).decode()}
    return {row["key"]: row for row in connection.execute(_FIND, values)}


def _parent_ids(
    connection: sqlite3.Connection,
    article_id: int,
    comments: list[Comment],
    ids: dict[str, int],
    *,
    is_new_article: bool,
) -> dict[int, int | None]:
    """The parent of each comment of the page, as an id; None at the top and where the parent is not stored."""
    elsewhere = {c.parent_key for c in comments if c.parent_key is not None and c.parent_key not in ids}
    if elsewhere and not is_new_article:
        values = {"article_id": article_id, "keys": orjson.dumps(list(elsewhere)).decode()}
        ids = ids | {row["key"]: row["comment_id"] for row in connection.execute(_FIND_IDS, values)}
    parents = {ids[c.key]: ids.get(c.parent_key) if c.parent_key is not None else None for c in comments}
    free = without_rings(parents)
    if any(parent is not None and parent > child for child, parent in free.items()):
        connection.execute("pragma defer_foreign_keys = on")  # replies that stand before their parents
    return free


def _values(comment: Comment, thread_page: int, parent_id: int | None, cjk: str | None) -> tuple[Any, ...]:
    """The columns of `_FIELDS`, in that order."""
    return (
        parent_id,
        comment.parent_key,
        thread_page,
        comment.position,
        comment.depth,
        comment.kind.value,
        comment.state.value,
        comment.author,
        optional_time_text(comment.published_at),
        comment.published_raw,
        comment.date_precision.value if comment.date_precision else None,
        comment.score,
        comment.upvotes,
        comment.downvotes,
        int(comment.is_orphan or (comment.parent_key is not None and parent_id is None)),
        comment.parent_rule,
        comment.parent_confidence,
        comment.url,
        comment.author_url,
        comment.author_avatar,
        comment.text,
        cjk,
        comment.html,
    )


def _insert(
    connection: sqlite3.Connection,
    article_id: int,
    new: list[Comment],
    ids: dict[str, int],
    rows: dict[str, tuple[Any, ...]],
    sighting: Sighting,
    *,
    is_on_page: bool = True,
) -> None:
    seen = (sighting.at, sighting.at, sighting.capture_id, int(is_on_page))
    connection.executemany(_INSERT, [(ids[c.key], article_id, c.key, *seen, *rows[c.key]) for c in new])


def _update(
    connection: sqlite3.Connection, row: sqlite3.Row, new: dict[str, Any], sighting: Sighting, told: Told | None
) -> bool:
    """Bring a known comment up to date, and say whether it was edited, moved, or is now read better."""
    old = {name: row[name] for name in _FIELDS}
    is_supplemented = row["is_supplemented"] and not new["text"] and new["state"] == CommentState.VISIBLE.value
    if is_supplemented:  # pages print a pingback's title alone: the words that an endpoint told of it stay
        new.update({name: old[name] for name in _WORDS})
    comment_id = row["comment_id"]
    is_correction = sighting.corrects(row["last_seen_at"], row["capture_id"]) and bool(row["is_on_page"])
    if told is not None:
        told_words.beside_told_comment(connection, dict(row), new, told, is_correction=is_correction)
    is_edit = bool(row["is_on_page"]) and HISTORY.is_edit(old, new)  # that a page shows it too is no edit
    if sighting.at < row["last_seen_at"] and row["is_on_page"] and not is_correction:
        if sighting.at < row["first_seen_at"]:
            connection.execute(_SEEN_EARLIER, (sighting.at, comment_id))
        return is_edit and HISTORY.keep_older(connection, comment_id, new, sighting)
    if not is_correction and _FINENESS[new["date_precision"]] <= _FINENESS[old["date_precision"]]:
        kept = _DATE if row["is_on_page"] else _DATE[::2]
        new.update({name: old[name] for name in kept})  # "2 hours ago" was exact when it was first seen
    if is_edit and not is_correction:
        HISTORY.keep(connection, comment_id, old, row["last_seen_at"], row["capture_id"])
    if new != old:
        connection.execute(_UPDATE, (*new.values(), comment_id))
        if row["is_supplemented"] and not is_supplemented:
            connection.execute(_OWN_WORDS, (comment_id,))
        exchange(connection, COMMENTS, comment_id, (old["text"], old["text_cjk"]), (new["text"], new["text_cjk"]))
    connection.execute(_TOUCH, (max(sighting.at, row["last_seen_at"]), sighting.capture_id, comment_id))
    if is_edit and is_correction:
        HISTORY.collapse(connection, comment_id)
    return is_edit


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
