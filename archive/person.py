"""Everything one name wrote on a site.

A name is no person: two people may share one, and on two sites it is probably not the same one.
"""

from __future__ import annotations

import sqlite3

import attrs

from archive.database import Archive
from archive.search_index import catch_up

# A cross join, or SQLite would go through every name there is: sites are few.
_ON_SITES = """
    select sites.site_id, sites.host as site, authors.name, authors.comment_count
    from sites
    cross join authors on authors.site_id = sites.site_id and authors.name = :name
    where :site is null or sites.host = :site
    order by authors.comment_count desc, sites.host
"""
_MONTHS = """
    select months.month, count(*) as comments
    from months
    cross join author_comments using (site_id, month)
    where months.site_id = :site_id
      and author_comments.name = :name
    group by months.month
    order by months.month
"""
_WRITTEN = """
    select
        comments.comment_id, comments.article_id, articles.url as article_url, articles.title as article_title, comments.url,
        comments.published_at, comments.date_precision, comments.depth, comments.score, comments.state,
        comments.revisions, comments.text, parents.author as answers
    from months
    cross join author_comments using (site_id, month)
    join comments using (comment_id)
    join articles using (article_id)
    left join comments as parents on parents.comment_id = comments.parent_id
    where months.site_id = :site_id
      and author_comments.name = :name
    order by months.month desc, author_comments.comment_id desc
    limit :limit
"""
_ANSWERED = """
    select parents.author as name, count(*) as times
    from (
        select author_comments.comment_id
        from months
        cross join author_comments using (site_id, month)
        where months.site_id = :site_id
          and author_comments.name = :name
        order by months.month desc, author_comments.comment_id desc
        limit :newest
    ) as own
    cross join comments using (comment_id)
    join comments as parents on parents.comment_id = comments.parent_id
    where parents.author is not null
      and parents.author <> :name
    group by parents.author
    order by times desc, parents.author
    limit 10
"""
# Each answer is two rows somewhere in the file: from a disk, ten thousand of them take seconds.
_MOST_ANSWERS, _LEAST_ANSWERS = 2_000, 100


@attrs.frozen(kw_only=True)
class WrittenComment:
    """A comment of theirs, with where it stands."""

    comment_id: int
    article_id: int
    article_url: str
    article_title: str | None
    url: str | None
    published_at: str | None
    date_precision: str | None
    depth: int
    score: int | None
    state: str
    revisions: int
    text: str
    answers: str | None
    """Whose comment it answers."""


@attrs.frozen(kw_only=True)
class PersonOnSite:
    """What a name wrote on one site."""

    site: str
    name: str
    comment_count: int
    months: tuple[tuple[str, int], ...]
    """Months with comments, and how many."""
    answered: tuple[tuple[str, int], ...]
    """Whom they answered most, and how often, in so many of their newest comments."""
    newest: int
    comments: tuple[WrittenComment, ...]
    """Newest month first."""


def find_person(archive: Archive, name: str, *, site: str | None = None, limit: int = 50) -> list[PersonOnSite]:
    """What that very name wrote, on each site where it did; nothing where it is not known."""
    catch_up(archive)
    with archive.errors():
        rows = archive.connection.execute(_ON_SITES, {"name": name, "site": site}).fetchall()
        newest = max(_LEAST_ANSWERS, _MOST_ANSWERS // max(1, len(rows)))
        return [_person(archive, row, limit, min(newest, row["comment_count"])) for row in rows]


def _person(archive: Archive, row: sqlite3.Row, limit: int, newest: int) -> PersonOnSite:
    name = row["name"]
    key = {"site_id": row["site_id"], "name": name, "newest": newest}
    months = archive.connection.execute(_MONTHS, key).fetchall()
    answered = archive.connection.execute(_ANSWERED, key).fetchall()
    written = archive.connection.execute(_WRITTEN, {**key, "limit": limit}).fetchall()
    return PersonOnSite(
        site=row["site"],
        name=name,
        comment_count=row["comment_count"],
        months=tuple((row["month"], row["comments"]) for row in months),
        answered=tuple((row["name"], row["times"]) for row in answered),
        newest=newest,
        comments=tuple(WrittenComment(**dict(row)) for row in written),
    )
