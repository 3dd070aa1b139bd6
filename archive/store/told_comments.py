"""What an API tells of comments: kept beside what pages show of the same comments, and gone where it tells no more."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

import orjson

from archive.indexed_tables import COMMENTS
from archive.records import CommentState, KeySpan
from archive.search_index import exchange
from archive.store.revisions import COMMENTS as HISTORY
from archive.store.revisions import VOTES
from archive.store.saved import Sighting
from archive.store.told_words import Told, Values, comment_digest, is_new_in, says_the_same

_PUT = """
    insert into told_comments (
        comment_id, site_id, number, parent_key, digest, page_digest, first_told_at, last_told_at, capture_id
    )
    values (:comment_id, :site_id, :number, :parent_key, :digest, :page_digest, :at, :at, :capture_id)
    on conflict (comment_id) do update set
        parent_key = excluded.parent_key,
        digest = excluded.digest,
        page_digest = coalesce(page_digest, excluded.page_digest),
        first_told_at = min(first_told_at, excluded.first_told_at),
        last_told_at = max(last_told_at, excluded.last_told_at),
        capture_id = coalesce(excluded.capture_id, capture_id)
"""
_TOLD_EARLIER = "update told_comments set first_told_at = min(first_told_at, :at) where comment_id = :comment_id"
_SEEN = """
    update comments
    set last_seen_at = max(last_seen_at, :at), capture_id = coalesce(:capture_id, capture_id)
    where comment_id = :comment_id
      and is_on_page = 0
"""
_FIELDS = (
    "parent_id", "parent_key", "state", "author", "published_at", "published_raw", "date_precision", "author_url",
    "author_avatar", "url", "score", "upvotes", "downvotes", "text", "text_cjk", "html",
)  # fmt: skip
_UPDATE = f"update comments set {', '.join(f'{name} = :{name}' for name in _FIELDS)} where comment_id = :comment_id"  # noqa: S608 (our own constants)
_WORDS = ("author", "text", "text_cjk", "html")
_GAPS = ("published_raw", "author_url", "author_avatar", "url")
_SCORES = ("score", "upvotes", "downvotes")
# Of two answers of one second, the capture that was written later is the later one.
_TOLD_BEFORE = """
    (told_comments.last_told_at < :at
     or (told_comments.last_told_at = :at and told_comments.capture_id < :capture_id))
"""
_NO_LONGER = f"""
    select comments.comment_id, comments.article_id, comments.author, comments.parent_key, comments.state,
           comments.score, comments.text, comments.html, comments.capture_id,
           max(comments.last_seen_at, told_comments.last_told_at) as seen_at
    from told_comments
    join comments using (comment_id)
    where told_comments.site_id = :site_id
      and told_comments.number >= ifnull(:first, told_comments.number)
      and told_comments.number <= ifnull(:last, told_comments.number)
      and {_TOLD_BEFORE}
      and comments.state = 'visible'
      and told_comments.number not in (select value from json_each(:numbers))
"""  # noqa: S608 (our own constants, as below)
_NO_LONGER_OF_ARTICLE = f"""
    select comments.comment_id, comments.article_id, comments.author, comments.parent_key, comments.state,
           comments.score, comments.text, comments.html, comments.capture_id,
           max(comments.last_seen_at, told_comments.last_told_at) as seen_at
    from comments
    join told_comments using (comment_id)
    where comments.article_id = :article_id
      and {_TOLD_BEFORE}
      and comments.state = 'visible'
      and comments.key not in (select value from json_each(:keys))
"""  # noqa: S608 (as above)
_GONE = "update comments set state = 'gone' where comment_id = :comment_id"


def number_of(key: str) -> int | None:
    """The key as a number, if it is one that SQLite can hold."""
    return int(key) if key.isascii() and key.isdecimal() and len(key) <= 18 else None


def note_told(
    connection: sqlite3.Connection,
    comment_id: int,
    key: str,
    values: Mapping[str, Any],
    sighting: Sighting,
    *,
    site_id: int,
    page_digest: str | None,
) -> None:
    """Keep what the API has told of a comment that is stored."""
    told = {
        "comment_id": comment_id,
        "site_id": site_id,
        "number": number_of(key),
        "parent_key": values["parent_key"],
        "digest": comment_digest(values),
        "page_digest": page_digest,
        "at": sighting.at,
        "capture_id": sighting.capture_id,
    }
    connection.execute(_PUT, told)
    connection.execute(_SEEN, told)


def tell_comment(
    connection: sqlite3.Connection,
    row: sqlite3.Row,
    values: Mapping[str, Any],
    told: Told | None,
    sighting: Sighting,
    *,
    site_id: int,
) -> bool:
    """Bring a known comment up to date, and say whether it was edited, moved or came back."""
    if told is not None and sighting.is_superseded(told.last_told_at, told.capture_id):
        connection.execute(_TOLD_EARLIER, {"comment_id": row["comment_id"], "at": sighting.at})
        return False  # an older answer, imported or read again: the newer one stands
    is_correction = told is not None and sighting.corrects(told.last_told_at, told.capture_id)
    old: Values = dict(row)
    new = _merged(old, values, told, is_correction=is_correction)
    is_edit = HISTORY.is_edit(old, new)
    had_words = bool(old["text"]) or old["state"] == CommentState.REMOVED.value
    if is_edit and not is_correction and (had_words or not new["text"]):
        seen_at = max(old["last_seen_at"], told.last_told_at if told else "")
        HISTORY.keep(
            connection,
            old["comment_id"],
            old,
            seen=(seen_at, old["capture_id"]),
            replaced=(sighting.at, sighting.capture_id),
        )
    if not is_correction and any(old[name] is not None and new[name] != old[name] for name in _SCORES):
        VOTES.keep(
            connection,
            old["comment_id"],
            old,
            seen=(max(old["last_seen_at"], told.last_told_at if told else ""), old["capture_id"]),
            replaced=(sighting.at, sighting.capture_id),
        )
    if any(new[name] != old[name] for name in _FIELDS):
        connection.execute(_UPDATE, {name: new[name] for name in (*_FIELDS, "comment_id")})
        words = ((old["text"], old["text_cjk"]), (new["text"], new["text_cjk"]))
        exchange(connection, COMMENTS, old["comment_id"], *words)
    page_digest = comment_digest(old) if old["is_on_page"] and told is None else None
    note_told(connection, old["comment_id"], old["key"], values, sighting, site_id=site_id, page_digest=page_digest)
    if is_edit and is_correction:
        HISTORY.collapse(connection, old["comment_id"])
    return is_edit


def _merged(old: Values, values: Mapping[str, Any], told: Told | None, *, is_correction: bool) -> Values:
    """The row as it should be: what the API says is new in it, over what is known."""
    new = {**old, **{name: values[name] for name in _GAPS if old[name] is None}}
    new.update({name: values[name] for name in _SCORES if values[name] is not None})
    if values["published_at"] is not None:
        new.update(published_at=values["published_at"], date_precision=values["date_precision"])
    if told is None:
        is_new = not says_the_same(old["text"], values["text"])
    elif is_correction:
        is_new = comment_digest(old) == told.digest
    else:
        is_new = is_new_in(old["text"], comment_digest(old), values["text"], comment_digest(values), before=told.digest)
    if values["state"] == CommentState.REMOVED.value:  # only its place is left, since others answer it
        new.update({name: values[name] for name in (*_WORDS, "state")})
    elif is_new and values["text"]:
        new.update({name: values[name] for name in _WORDS})
        if old["state"] == CommentState.REMOVED.value:
            new["state"] = values["state"]
    # What a page shows is its own affair, until the comment is moved: then it was seen to stand where it no longer does.
    is_moved = told is not None and told.parent_key != values["parent_key"] and told.parent_key == old["parent_key"]
    if not old["is_on_page"] or is_moved:
        new.update(parent_key=values["parent_key"], parent_id=values["parent_id"])
    if not is_correction and old["state"] == CommentState.GONE.value:
        new["state"] = CommentState.VISIBLE.value
    return new


def mark_gone(
    connection: sqlite3.Connection, site_id: int, span: KeySpan, keys: list[str], sighting: Sighting
) -> list[int]:
    """Mark what an API told of before, and leaves out of a stretch that it tells whole; the articles they belong to."""
    numbers = [number for key in keys if (number := number_of(key)) is not None]
    values = {
        "site_id": site_id,
        "first": span.first,
        "last": span.last,
        "at": sighting.at,
        "capture_id": sighting.capture_id,
        "numbers": orjson.dumps(numbers).decode(),
    }
    return _mark(connection, connection.execute(_NO_LONGER, values).fetchall(), sighting)


def mark_gone_of_article(
    connection: sqlite3.Connection, article_id: int, keys: list[str], sighting: Sighting
) -> list[int]:
    """The same for an answer that tells all the comments of one article."""
    values = {
        "article_id": article_id,
        "keys": orjson.dumps(keys).decode(),
        "at": sighting.at,
        "capture_id": sighting.capture_id,
    }
    return _mark(connection, connection.execute(_NO_LONGER_OF_ARTICLE, values).fetchall(), sighting)


def _mark(connection: sqlite3.Connection, rows: list[sqlite3.Row], sighting: Sighting) -> list[int]:
    for row in rows:
        HISTORY.keep(
            connection,
            row["comment_id"],
            row,
            seen=(row["seen_at"], row["capture_id"]),
            replaced=(sighting.at, sighting.capture_id),
        )
        connection.execute(_GONE, {"comment_id": row["comment_id"]})
    return [row["article_id"] for row in rows]
