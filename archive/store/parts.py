"""The parts of a divided article: kept apart, and joined in their order as its text."""

from __future__ import annotations

import sqlite3

import attrs

from archive.records import Article
from archive.store.saved import Sighting

_COUNT = "select count(*), ifnull(sum(part = :part), 0) from article_parts where article_id = :article_id"
_PUT = """
    insert into article_parts (article_id, part, seen_at, text, html)
    values (:article_id, :part, :seen_at, :text, :html)
    on conflict (article_id, part) do update set
        seen_at = excluded.seen_at,
        text = excluded.text,
        html = excluded.html
    where excluded.seen_at >= seen_at
"""
_ALL = "select text, html from article_parts where article_id = :article_id order by part"


@attrs.frozen
class Joined:
    """The whole of what is stored of a divided article."""

    text: str
    html: str | None
    is_grown: bool
    """This part was not stored before."""


def save_part(
    connection: sqlite3.Connection,
    article_id: int,
    article: Article,
    sighting: Sighting,
    *,
    first: tuple[str, str | None] | None,
) -> Joined | None:
    """Store one part, and return all of them joined; None for an article on a single page.

    Args:
        connection: within a transaction.
        article_id: which article.
        article: the part.
        sighting: when it was seen.
        first: text and html stored so far, which become part 1 when a further part turns up first; None for none.
    """
    key = {"article_id": article_id, "part": article.part}
    count, is_known = connection.execute(_COUNT, key).fetchone()
    if count == 0 and article.part == 1:
        return None
    if count == 0 and first is not None and first[0]:
        # Older than any sighting: the page of part 1 itself may replace it whenever that is seen.
        _put(connection, {"article_id": article_id, "part": 1, "seen_at": "", "text": first[0], "html": first[1]})
    _put(connection, {**key, "seen_at": sighting.at, "text": article.text, "html": article.html})
    rows = connection.execute(_ALL, key).fetchall()
    html = [row["html"] for row in rows if row["html"] is not None]
    return Joined("\n".join(row["text"] for row in rows if row["text"]), "\n".join(html) or None, is_grown=not is_known)


def _put(connection: sqlite3.Connection, values: dict[str, str | int | None]) -> None:
    connection.execute(_PUT, values)
