"""Whose words stand in a row of which both a page and an API have told: neither makes an edit of the other's spelling.

A theme prints a text a little differently from the API (a picture for an emoji, a button's label beside it). So each is
compared with what it said itself last time, and only a change in that is an edit.

    told by the API first   its words stand; the page's are remembered as a digest
    shown by a page first   its words stand, unless the API's say something else
    either changes          its new words stand, and the version before is kept
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

import attrs
import orjson

from archive.records import CommentState

_FIND_ARTICLE = "select digest, page_digest, last_told_at, capture_id from told_articles where article_id = :article_id"
_SHOWN_ARTICLE = "update told_articles set page_digest = :page_digest where article_id = :article_id"
_FIND_COMMENTS = """
    select comment_id, digest, page_digest, parent_key, last_told_at, capture_id
    from told_comments
    where comment_id in (select value from json_each(:ids))
"""
_SHOWN_COMMENT = "update told_comments set page_digest = :page_digest where comment_id = :comment_id"
_ARTICLE_WORDS = ("title", "authors", "text", "html")
_ARTICLE_FACTS = ("published_at", "published_raw", "modified_at", "modified_raw", "date_precision", "tags")
"""The API tells these exactly; of a page they are read."""
_COMMENT_WORDS = ("author", "text", "text_cjk", "html")
_COMMENT_DATE = ("published_at", "date_precision")
_NOTHING = (None, "", "[]")
_LETTERS = re.compile(r"\w+")

Values = dict[str, Any]
"""Columns of one row; they stay within this package."""


@attrs.frozen(kw_only=True)
class Told:
    """What is on record of an API's telling."""

    digest: str
    page_digest: str | None
    last_told_at: str
    capture_id: int | None
    parent_key: str | None = None


def digest_of(*words: str | None) -> str:
    """A short name for these very words."""
    return sha256(orjson.dumps(words)).hexdigest()[:32]


def article_digest(values: Mapping[str, Any]) -> str:
    """The digest of an article's title, authors and text."""
    return digest_of(values["title"], values["authors"], values["text"])


def article_text(values: Mapping[str, Any]) -> str:
    """What there is to read of an article."""
    return f"{values['title'] or ''}\n{values['text']}"


def comment_digest(values: Mapping[str, Any]) -> str:
    """The digest of a comment's author and text."""
    return digest_of(values["author"], values["text"])


def says_the_same(one: str | None, other: str | None) -> bool:
    """Whether two texts have the same letters and digits; signs and spaces are a matter of typography."""
    return _LETTERS.findall((one or "").casefold()) == _LETTERS.findall((other or "").casefold())


def is_new_in(standing: str, standing_digest: str, text: str, digest: str, *, before: str | None) -> bool:
    """Whether one teller's words are to take the place of those that stand.

    Args:
        standing: the text that stands.
        standing_digest: the digest of the words that stand.
        text: what is told now.
        digest: the digest of the words that are told now.
        before: the digest of what the same teller told last; None where this is its first time.
    """
    if before is None or digest == before:
        return False
    return standing_digest == before or not says_the_same(standing, text)


def told_article(connection: sqlite3.Connection, article_id: int) -> Told | None:
    """What an API has told of an article."""
    row = connection.execute(_FIND_ARTICLE, {"article_id": article_id}).fetchone()
    return None if row is None else Told(**dict(row))


def told_comments(connection: sqlite3.Connection, comment_ids: Iterable[int]) -> dict[int, Told]:
    """What an API has told of these comments, by id."""
    rows = connection.execute(_FIND_COMMENTS, {"ids": orjson.dumps(list(comment_ids)).decode()})
    return {row["comment_id"]: Told(**{k: row[k] for k in row.keys() if k != "comment_id"}) for row in rows}  # noqa: SIM118 (a Row iterates over its values)


def beside_told_article(
    connection: sqlite3.Connection, old: Values, values: Values, *, is_own: bool, is_latest: bool
) -> tuple[Values, bool]:
    """What a page gives, with the API's words where they stand, and whether they do."""
    told = told_article(connection, old["article_id"])
    if told is None:
        return values, False
    values = {**values, **{name: old[name] for name in _ARTICLE_FACTS if old[name] not in _NOTHING}}
    shown = article_digest(values)
    if is_own and is_latest and shown != told.page_digest:
        connection.execute(_SHOWN_ARTICLE, {"article_id": old["article_id"], "page_digest": shown})
    if is_own and is_new_in(
        article_text(old), article_digest(old), article_text(values), shown, before=told.page_digest
    ):
        return values, False
    return {**values, **{name: old[name] for name in _ARTICLE_WORDS if old[name] not in _NOTHING}}, True


def beside_told_comment(
    connection: sqlite3.Connection, old: Mapping[str, Any], new: Values, told: Told, *, is_correction: bool
) -> None:
    """Put the API's words, where they stand, in place of what a page shows.

    Args:
        connection: within a transaction.
        old: the row, with its `comment_id`.
        new: what the page gives; changed in place.
        told: what the API has told.
        is_correction: the page is read again.
    """
    shown = comment_digest(new)
    is_news = is_new_in(old["text"], comment_digest(old), new["text"], shown, before=told.page_digest)
    if shown != told.page_digest:
        connection.execute(_SHOWN_COMMENT, {"comment_id": old["comment_id"], "page_digest": shown})
    if not is_news or (is_correction and comment_digest(old) == told.digest):
        new.update({name: old[name] for name in _COMMENT_WORDS if old[name] not in _NOTHING})
    if old["published_at"] is not None:
        new.update({name: old[name] for name in _COMMENT_DATE})
    if is_correction and old["state"] == CommentState.GONE.value:
        new["state"] = old["state"]  # the same bytes do not say that it is back
