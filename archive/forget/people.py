"""A person, taken out of the tables: comments keep their places alone, and the name goes everywhere else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from hashlib import sha256

import attrs
import orjson

from archive.cjk import cjk_pairs
from archive.database import Archive
from archive.forget.erasing import Eraser
from archive.forget.guarding import key_without_traces
from archive.forget.recognising import Recogniser
from archive.forget.redacting import Place
from archive.forget.rows import change_texts, delete_rows, text_columns
from archive.forget.spellings import fold
from archive.keeping.rebuilding import count_versions
from archive.store.told_words import digest_of

_COMMENTS = """
    select comment_id, article_id, key, author, text, author_url, author_avatar
    from comments
    where author is not null
      and is_forgotten(author)
"""
_OLD_TEXTS = "select text from comment_revisions where comment_id = :comment_id or is_forgotten(author)"
_PLACES = """
    select captures.file, captures.offset, comments.key
    from comments
    join captures using (capture_id)
    where comment_id = :comment_id
    union
    select captures.file, captures.offset, :key
    from comment_revisions
    join captures using (capture_id)
    where comment_id = :comment_id
"""
_IS_SHARED = """
    select 1
    from comments
    where (author_url = :address or author_avatar = :address)
      and not is_forgotten(ifnull(author, ''))
    limit 1
"""
_EMPTY_PLACE = """
    update comments
    set author = null, author_url = null, author_avatar = null, text = '', text_cjk = null, html = null,
        published_at = null, published_raw = null, date_precision = null, reply_seconds = null,
        score = null, upvotes = null, downvotes = null,
        state = 'removed', is_supplemented = 0, revisions = 0, key = :new_key
    where comment_id = :comment_id
"""
_NEW_PARENT_KEY = "update comments set parent_key = :new_key where parent_id = :comment_id and parent_key = :key"
_NEW_TOLD_PARENT = """
    update told_comments
    set parent_key = :new_key
    where parent_key = :key
      and comment_id in (select comment_id from comments where article_id = :article_id)
"""
_TOLD = "update told_comments set digest = :digest, page_digest = null where comment_id = :comment_id"
_NOTHING_TOLD = digest_of(None, "")
_HISTORIES = ("comment_revisions", "vote_revisions")
_BYLINES = ("articles", "article_revisions")
_ENTRIES = """
    is_forgotten(ifnull(author, ''))
    or comment_id in (select comment_id from comments where author is not null and is_forgotten(author))
"""
_SIDEBARS_OF_ENTRIES = f"select distinct sidebar_id from recent_comments where {_ENTRIES}"  # noqa: S608 (our own constant)
_ENTRIES_LEFT = """
    select position, author, excerpt, is_truncated, url, article_title
    from recent_comments
    where sidebar_id = :sidebar_id
    order by position
"""
_NEW_DIGEST = "update or ignore sidebars set digest = :digest where sidebar_id = :sidebar_id"
_HAS_DIGEST = "select 1 from sidebars where sidebar_id = :sidebar_id and digest = :digest"
_VISITS = ("fetches", "frontier", "signs")
"""Tables of addresses: a row about somebody's own page goes."""


@attrs.define
class Erased:
    """How many things were erased, by what they are."""

    comments: int = 0
    earlier_versions: int = 0
    sidebar_entries: int = 0
    masthead_entries: int = 0
    bylines: int = 0
    addresses: int = 0
    texts_of_others: int = 0
    articles: int = 0
    sites: int = 0


@attrs.frozen
class Traces:
    """What leads to a person, read before it is erased."""

    texts: tuple[str, ...]
    addresses: tuple[str, ...]
    """Portraits and home pages that nobody else has."""
    places: frozenset[Place]
    """Captures that show their comments."""
    inseparable: frozenset[Place]
    """Those among them where a comment is known by its words alone: without them it would be another one."""


def register_person(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    """Let SQL ask whether an author is this person."""
    folded = {fold(name) for name in names}
    connection.create_function(
        "is_forgotten", 1, lambda name: name is not None and fold(name) in folded, deterministic=True
    )


def count_person(archive: Archive) -> Erased:
    """What there is to erase, but for what others wrote."""
    connection = archive.connection

    def count(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    with archive.errors():
        mine = "select comment_id from comments where author is not null and is_forgotten(author)"
        return Erased(
            comments=count("select count(*) from comments where author is not null and is_forgotten(author)"),
            earlier_versions=count(
                f"select count(*) from comment_revisions where is_forgotten(author) or comment_id in ({mine})"  # noqa: S608 (our own constants)
            ),
            sidebar_entries=count(f"select count(*) from recent_comments where {_ENTRIES}"),  # noqa: S608
            masthead_entries=count("select count(*) from people where is_forgotten(name)"),
            bylines=count(
                "select count(*) from articles where exists (select 1 from json_each(authors) where is_forgotten(value))"
            ),
        )


def traces_of_person(archive: Archive) -> Traces:
    """What leads to the person, for the captures."""
    connection = archive.connection
    texts: set[str] = set()
    addresses: set[str] = set()
    places: set[Place] = set()
    inseparable: set[Place] = set()
    for row in connection.execute(_COMMENTS).fetchall():
        key = {"comment_id": row["comment_id"], "key": row["key"]}
        texts.add(row["text"])
        texts.update(old["text"] for old in connection.execute(_OLD_TEXTS, key))
        addresses.update(address for address in (row["author_url"], row["author_avatar"]) if address)
        for place in connection.execute(_PLACES, key):
            places.add((place["file"], place["offset"]))
            if place["key"].startswith("fp-"):
                inseparable.add((place["file"], place["offset"]))
    own = [a for a in addresses if connection.execute(_IS_SHARED, {"address": a}).fetchone() is None]
    return Traces(tuple(texts), tuple(own), frozenset(places), frozenset(inseparable))


def erase_person(connection: sqlite3.Connection, eraser: Eraser, recogniser: Recogniser) -> Erased:
    """Take the person out of every table, within the caller's transaction; the search index and counts come after."""
    erased = Erased()
    erased.sidebar_entries = _erase_entries(connection)
    for row in connection.execute(_COMMENTS).fetchall():
        _empty_place(connection, row, recogniser, erased)
    erased.earlier_versions += _erase_versions(connection)
    erased.masthead_entries = delete_rows(connection, "people", "is_forgotten(name)")
    for table in _BYLINES:
        erased.bylines += _erase_bylines(connection, table)
    connection.create_function(
        "is_named", 1, lambda text: text is not None and eraser.is_named_in(text), deterministic=True
    )
    for column in text_columns(connection):
        if column.table in _VISITS and column.column in ("url", "requested_url"):
            erased.addresses += delete_rows(connection, column.table, f"is_named({column.column})")
    erased.texts_of_others = _sweep(connection, eraser)
    return erased


def _empty_place(connection: sqlite3.Connection, row: sqlite3.Row, recogniser: Recogniser, erased: Erased) -> None:
    values = {
        **dict(row),
        "new_key": key_without_traces(recogniser, row["key"], row["author"]),
        "digest": _NOTHING_TOLD,
    }
    for table in _HISTORIES:
        gone = connection.execute(f"delete from {table} where comment_id = :comment_id", values).rowcount  # noqa: S608 (our own tables)
        erased.earlier_versions += gone
    connection.execute(_EMPTY_PLACE, values)
    connection.execute(_TOLD, values)
    if values["new_key"] != row["key"]:
        connection.execute(_NEW_PARENT_KEY, values)
        connection.execute(_NEW_TOLD_PARENT, values)
    erased.comments += 1


def _erase_versions(connection: sqlite3.Connection) -> int:
    """Versions by the person of comments that now bear another name."""
    rows = connection.execute(
        "select revision_id, comment_id from comment_revisions where is_forgotten(author)"
    ).fetchall()
    connection.executemany(
        "delete from comment_revisions where revision_id = ?", [(row["revision_id"],) for row in rows]
    )
    for row in rows:
        count_versions(connection, row["comment_id"])
    return len(rows)


def _erase_entries(connection: sqlite3.Connection) -> int:
    sidebars = [row["sidebar_id"] for row in connection.execute(_SIDEBARS_OF_ENTRIES)]
    gone = delete_rows(connection, "recent_comments", _ENTRIES)
    for sidebar_id in sidebars:
        settle_sidebar(connection, sidebar_id)
    return gone


def settle_sidebar(connection: sqlite3.Connection, sidebar_id: int) -> None:
    """Give a sidebar that lost entries the digest of those it has; one without any, or the like of another, goes."""
    rows = connection.execute(_ENTRIES_LEFT, {"sidebar_id": sidebar_id}).fetchall()
    entries = [
        (r["position"], r["author"], r["excerpt"], bool(r["is_truncated"]), r["url"], r["article_title"]) for r in rows
    ]
    values = {"sidebar_id": sidebar_id, "digest": sha256(orjson.dumps(entries)).hexdigest()[:32]}
    if rows:
        connection.execute(_NEW_DIGEST, values)
    if not rows or connection.execute(_HAS_DIGEST, values).fetchone() is None:
        delete_rows(connection, "sidebars", f"sidebar_id = {int(sidebar_id)}")


def _erase_bylines(connection: sqlite3.Connection, table: str) -> int:
    key = "article_id" if table == "articles" else "revision_id"
    sql = f"""
        update {table}
        set authors = (select json_group_array(value) from json_each({table}.authors) where not is_forgotten(value))
        where {key} in (select {key} from {table}, json_each({table}.authors) where is_forgotten(json_each.value))
    """  # noqa: S608 (our own tables)
    return connection.execute(sql).rowcount


def _sweep(connection: sqlite3.Connection, eraser: Eraser) -> int:
    """Take the name out of every text there is, and say how many were changed."""
    changed = 0
    for column in text_columns(connection):
        if column.column != "text_cjk":
            changed += change_texts(connection, column, eraser.in_text)
    connection.create_function("pairs", 1, cjk_pairs, deterministic=True)
    connection.execute("update comments set text_cjk = pairs(text) where text_cjk is not pairs(text)")
    title_and_text = "pairs(ifnull(title, '') || char(10) || text)"
    connection.execute(f"update articles set text_cjk = {title_and_text} where text_cjk is not {title_and_text}")  # noqa: S608 (our own constant)
    return changed
