"""What one name wrote on a site, by month, and with whom it talks most."""

from __future__ import annotations

import attrs

from archive.database import Archive
from archive.errors import NotFoundError
from archive.site_rows import find_site
from archive.web.answers import Answered, Asked
from archive.web.excerpts import excerpt
from archive.web.pages.site import page_number
from archive.web.rendering import render
from archive.web.room import Shown
from archive.web.sparklines import Sparkline, sparkline

_MONTHS = """
    select months.month, count(*) as comments
    from months
    cross join author_comments using (site_id, month)
    where months.site_id = :site_id
      and author_comments.name = :name
      and (
          :noarchive
          or comment_id not in (
              select comment_id
              from articles indexed by articles_noarchive
              join comments using (article_id)
              where is_noarchive = 1
          )
      )
    group by months.month
    order by months.month
"""
_COMMENTS = """
    select comments.comment_id, comments.article_id, articles.title, comments.published_at, comments.date_precision,
        comments.state, comments.score, substr(comments.text, 1, 600) as text
    from months
    cross join author_comments using (site_id, month)
    join comments using (comment_id)
    join articles using (article_id)
    where months.site_id = :site_id
      and author_comments.name = :name
      and (:noarchive or articles.is_noarchive = 0)
    order by months.month desc, ifnull(comments.published_at, comments.first_seen_at) desc, comment_id desc
    limit :limit offset :skipped
"""
# Of the newest: whoever writes more than that talks with everybody.
_TALKS = """
    with own as (
        select comments.comment_id, comments.parent_id
        from months
        cross join author_comments using (site_id, month)
        join comments using (comment_id)
        join articles using (article_id)
        where months.site_id = :site_id
          and author_comments.name = :name
          and (:noarchive or articles.is_noarchive = 0)
        order by months.month desc, comment_id desc
        limit 20000
    )
    select name, sum(answered) as answered, sum(was_answered) as was_answered
    from (
        select parents.author as name, 1 as answered, 0 as was_answered
        from own
        join comments as parents on parents.comment_id = own.parent_id
        union all
        select replies.author, 0, 1
        from own
        join comments as replies on replies.parent_id = own.comment_id
    )
    where name is not null
      and name <> :name
    group by name
    order by answered + was_answered desc, name
    limit 12
"""
_ON_A_PAGE = 50


@attrs.frozen(kw_only=True)
class Said:
    """One comment of the person."""

    comment_id: int
    article_id: int
    title: str | None
    published_at: str | None
    date_precision: str | None
    state: str
    score: int | None
    text: str


@attrs.frozen(kw_only=True)
class Talk:
    """With whom, and how often."""

    name: str
    answered: int
    """Comments of theirs that the person answered."""
    was_answered: int
    """Comments of the person that they answered."""


@attrs.frozen(kw_only=True)
class PersonPage:
    """One page of a person's comments."""

    site: str
    name: str
    comment_count: int
    months: list[tuple[str, int]]
    line: Sparkline | None
    talks: list[Talk]
    comments: list[Said]
    page: int
    has_more: bool


async def person(asked: Asked) -> Answered:
    """The page of a person."""
    site, name, page = asked.parts["site"], asked.parts["name"], page_number(asked)
    found = await asked.room.ask(lambda archive, shown: read_person(archive, shown, site, name, page))
    return Answered(body=render("person.html", asked, page=found))


def read_person(archive: Archive, shown: Shown, site: str, name: str, page: int) -> PersonPage:
    """That page of a person's comments.

    Raises:
        NotFoundError: nobody of that name wrote there, or people are not shown by their names.
    """
    connection = archive.connection
    values = {"site_id": find_site(connection, site), "name": name, "noarchive": shown.noarchive}
    comments = [] if not shown.has_people or values["site_id"] is None else connection.execute(
        _COMMENTS, {**values, "limit": _ON_A_PAGE + 1, "skipped": (page - 1) * _ON_A_PAGE}
    ).fetchall()  # fmt: skip
    if not comments:
        raise NotFoundError(archive.path, f"{name} on {site}", "`commentariat search --author` finds names.")
    months = [(row["month"], row["comments"]) for row in connection.execute(_MONTHS, values)]
    return PersonPage(
        site=site,
        name=name,
        comment_count=sum(count for _, count in months),
        months=months,
        line=sparkline(months),
        talks=[Talk(**dict(row)) for row in connection.execute(_TALKS, values)],
        comments=[Said(**{**dict(row), "text": excerpt(row["text"], 400)}) for row in comments[:_ON_A_PAGE]],
        page=page,
        has_more=len(comments) > _ON_A_PAGE,
    )
