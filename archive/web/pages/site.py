"""The articles of one site."""

from __future__ import annotations

import attrs

from archive.database import Archive
from archive.errors import NotFoundError
from archive.site_rows import find_site
from archive.web.answers import Answered, Asked
from archive.web.people import people_of
from archive.web.rendering import render
from archive.web.room import Shown

# The two thousand found last, in the order of their dates: no index has the dates of a site's articles, and each one
# looked at is a page of the file.
_ARTICLES = """
    select articles.article_id, articles.title, articles.published_at, articles.date_precision, articles.section,
        articles.comment_count, articles.comment_count_stated
    from (
        select article_id
        from articles
        where +site_id = :site_id
          and (:noarchive or is_noarchive = 0)
        order by article_id desc
        limit 2000
    ) as late
    join articles using (article_id)
    order by articles.published_at desc, articles.article_id desc
    limit :limit offset :skipped
"""
_DISCUSSED = """
    select article_id, title, published_at, date_precision, section, comment_count, comment_count_stated
    from articles indexed by articles_of_site
    where site_id = :site_id
      and (:noarchive or is_noarchive = 0)
    order by comment_count desc
    limit :limit offset :skipped
"""
ON_A_PAGE = 50
_LAST_PAGE = 400


@attrs.frozen(kw_only=True)
class Listed:
    """One article in the list."""

    article_id: int
    title: str
    published_at: str | None
    date_precision: str | None
    section: str | None
    comment_count: int
    comment_count_stated: int | None


@attrs.frozen(kw_only=True)
class SitePage:
    """One page of a site's list."""

    site: str
    order: str
    page: int
    articles: list[Listed]
    has_more: bool


async def site(asked: Asked) -> Answered:
    """The list of a site's articles."""
    host = asked.parts["site"]
    order = "discussed" if asked.values.get("order") == "discussed" else "newest"
    page = page_number(asked)
    found = await asked.room.ask(lambda archive, shown: read_site(archive, shown, host, order, page))
    return Answered(body=render("site.html", asked, page=found))


def page_number(asked: Asked) -> int:
    """Which page of a list is asked for, from 1."""
    given = asked.values.get("page", "")
    return min(max(1, int(given)), _LAST_PAGE) if given.isdecimal() and len(given) < 5 else 1


def read_site(archive: Archive, shown: Shown, host: str, order: str, page: int) -> SitePage:
    """That page of the list.

    Raises:
        NotFoundError: nothing of the site is stored.
    """
    site_id = find_site(archive.connection, host)
    if site_id is None:
        raise NotFoundError(archive.path, f"the site {host}", "`commentariat sites` lists the sites there are.")
    values = {
        "site_id": site_id, "noarchive": shown.noarchive, "limit": ON_A_PAGE + 1, "skipped": (page - 1) * ON_A_PAGE,
    }  # fmt: skip
    rows = archive.connection.execute(_DISCUSSED if order == "discussed" else _ARTICLES, values).fetchall()
    articles = []
    for row in rows[:ON_A_PAGE]:
        naming = people_of(archive, shown, row["article_id"], host)
        articles.append(Listed(**{**dict(row), "title": naming.in_text(row["title"]) or "Without a title"}))
    return SitePage(site=host, order=order, page=page, articles=articles, has_more=len(rows) > ON_A_PAGE)
