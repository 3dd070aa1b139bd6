"""What the Recent Comments lists said when, and which entry led to which comment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import attrs
import orjson

from archive.database import Archive
from archive.web.answers import Answered, Asked
from archive.web.pages.site import page_number
from archive.web.rendering import render
from archive.web.room import Shown

_SIDEBARS = """
    select sidebars.sidebar_id, sites.host as site, sidebars.page_url, sidebars.first_seen_at, sidebars.last_seen_at
    from sidebars
    join sites using (site_id)
    where (:noarchive or sidebars.is_noarchive = 0)
    order by sidebars.last_seen_at desc, sidebars.sidebar_id desc
    limit :limit offset :skipped
"""
_ENTRIES = """
    select recent_comments.sidebar_id, recent_comments.author, recent_comments.excerpt, recent_comments.is_truncated,
        recent_comments.article_title, articles.article_id, articles.title,
        iif(articles.article_id is null, null, recent_comments.comment_id) as comment_id
    from recent_comments
    left join articles on articles.article_id = recent_comments.article_id
        and (:noarchive or articles.is_noarchive = 0)
    where recent_comments.sidebar_id in (select value from json_each(:sidebars))
    order by recent_comments.sidebar_id, recent_comments.position
"""
_ON_A_PAGE = 20


@attrs.frozen(kw_only=True)
class Entry:
    """One line of a list."""

    author: str | None
    excerpt: str | None
    is_truncated: bool
    title: str | None
    article_id: int | None
    """Of the article it speaks of, where that is stored and may be shown."""
    comment_id: int | None
    """The comment it led to."""


@attrs.frozen(kw_only=True)
class Sidebar:
    """One list, word for word."""

    site: str
    page_url: str
    first_seen_at: str
    last_seen_at: str
    entries: list[Entry]


@attrs.frozen(kw_only=True)
class SidebarPage:
    """The lists, those seen last first."""

    sidebars: list[Sidebar]
    page: int
    has_more: bool


async def sidebar(asked: Asked) -> Answered:
    """The page of the lists."""
    page = page_number(asked)
    found = await asked.room.ask(lambda archive, shown: read_sidebars(archive, shown, page))
    return Answered(body=render("sidebar.html", asked, page=found))


def read_sidebars(archive: Archive, shown: Shown, page: int) -> SidebarPage:
    """That page of the lists."""
    values = {"noarchive": shown.noarchive, "limit": _ON_A_PAGE + 1, "skipped": (page - 1) * _ON_A_PAGE}
    rows = archive.connection.execute(_SIDEBARS, values).fetchall()
    seen = rows[:_ON_A_PAGE]
    entries = _entries(archive, shown, [row["sidebar_id"] for row in seen])
    return SidebarPage(
        sidebars=[
            Sidebar(
                site=row["site"],
                page_url=row["page_url"],
                first_seen_at=row["first_seen_at"],
                last_seen_at=row["last_seen_at"],
                entries=[_entry(shown, row["site"], entry) for entry in entries.get(row["sidebar_id"], ())],
            )
            for row in seen
        ],
        page=page,
        has_more=len(rows) > _ON_A_PAGE,
    )


def _entries(archive: Archive, shown: Shown, sidebars: Iterable[int]) -> dict[int, list[sqlite3.Row]]:
    values = {"noarchive": shown.noarchive, "sidebars": orjson.dumps(list(sidebars)).decode()}
    found: dict[int, list[sqlite3.Row]] = {}
    for row in archive.connection.execute(_ENTRIES, values):
        found.setdefault(row["sidebar_id"], []).append(row)
    return found


def _entry(shown: Shown, site: str, row: sqlite3.Row) -> Entry:
    naming = shown.naming.of_thread(site, [row["author"]])
    return Entry(
        author=naming.name(row["author"]),
        excerpt=naming.in_text(row["excerpt"]),
        is_truncated=bool(row["is_truncated"]),
        title=naming.in_text(row["title"] or row["article_title"]),
        article_id=row["article_id"],
        comment_id=row["comment_id"],
    )
