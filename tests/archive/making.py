"""Short ways to write down pages and visits."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.database import Archive
from archive.records import Article, Capture, Comment, Page, PageKind, RecentComment, Visit
from tests.strategies import EXTRACTOR

T = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "http://example.org/bridge/"
SECRET = "http://example.org/secret/"
BROKEN = "http://example.org/broken/"


def later(days: float) -> datetime:
    """That many days after the first visit."""
    return T + timedelta(days=days)


def comment(key: str, parent: str | None = None, **fields: Any) -> Comment:
    """A comment; its text is its key unless another is given."""
    defaults = {"text": f"text {key}", "author": "Ines", "position": int(key) if key.isdecimal() else 0}
    return Comment(key=key, parent_key=parent, **{**defaults, **fields})


def page(*comments: Comment, url: str = URL, at: datetime = T, **fields: Any) -> Page:
    """A page of the article at that address."""
    defaults: dict[str, Any] = {
        "kind": PageKind.ARTICLE,
        "article_url": url,
        "article": Article(url=url, title="A bridge too narrow", text="First.\nSecond."),
    }
    return Page(url=url, fetched_at=at, extractor=EXTRACTOR, comments=comments, **{**defaults, **fields})


def visit(given: Page, **fields: Any) -> Visit:
    """The visit that gave the page."""
    defaults: dict[str, Any] = {"requested_url": given.url, "status": 200, "page": given}
    return Visit(url=given.url, fetched_at=given.fetched_at, **{**defaults, **fields})


def capture(offset: int, *, at: datetime = T, url: str = URL) -> Capture:
    """A capture at that place of a file."""
    return Capture(
        url=url,
        fetched_at=at,
        status=200,
        content_type="text/html",
        digest="sha1:X",
        file="a.warc.gz",
        offset=offset,
        length=9,
    )


def entry(**fields: Any) -> RecentComment:
    """A sidebar entry."""
    defaults: dict[str, Any] = {
        "position": 0, "author": "Ines", "excerpt": None, "truncated": False, "url": None, "article_title": None
    }  # fmt: skip
    return RecentComment(**{**defaults, **fields})


def rows(archive: Archive, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a query gives, as tuples."""
    return [tuple(row) for row in archive.connection.execute(sql, values)]


def one(archive: Archive, sql: str, *values: Any) -> sqlite3.Row:
    """The only row of a query."""
    (row,) = archive.connection.execute(sql, values).fetchall()
    return row  # type: ignore[no-any-return]  # SQLite gives Any
