"""Pictures of an archive, of a site, or of one thread: each drawn from its table, with its SQL."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from archive.database import Archive
from archive.web.answers import Answered, Asked
from archive.web.drawing import OF_ARCHIVE, OF_THREAD, Drawing, Value
from archive.web.finding import sites
from archive.web.headers import content_security_policy
from archive.web.pages.article import visible_article
from archive.web.rendering import render
from archive.web.room import Shown

# Observable Plot puts one style element into each drawing; this is its digest, and no other is allowed.
_PLOTS_STYLE = "'sha256-+TfQir1nvDucAdvE6XUQBt4ayUjpAWkbw2kCdSfekHM='"
_HEADERS = {"Content-Security-Policy": content_security_policy(style=f"'self' {_PLOTS_STYLE}")}
_MONTH = re.compile(r"\d{4}-\d{2}")
_MONTHS_CHOSEN = "select distinct month from months order by month desc limit 240"


@attrs.frozen(kw_only=True)
class Picture:
    """A drawing with its rows."""

    drawing: Drawing
    rows: list[tuple[Value, ...]]
    values: dict[str, Value]
    """What its SQL asks with."""


@attrs.frozen(kw_only=True)
class PicturesPage:
    """All pictures, and what they may be narrowed to."""

    title: str
    article_id: int | None
    pictures: list[Picture]
    sites: list[str]
    months: list[str]
    site: str
    month: str


async def pictures(asked: Asked) -> Answered:
    """The pictures of the archive, or of one site."""
    site, month = asked.values.get("site", ""), asked.values.get("month", "")
    month = month if _MONTH.fullmatch(month) else ""
    page = await asked.room.ask(lambda archive, shown: read_pictures(archive, shown, site, month))
    return Answered(body=render("pictures.html", asked, page=page), headers=_HEADERS)


async def thread_pictures(asked: Asked) -> Answered:
    """The pictures of one thread."""
    article_id = int(asked.parts["article_id"])
    page = await asked.room.ask(lambda archive, shown: read_thread_pictures(archive, shown, article_id))
    return Answered(body=render("pictures.html", asked, page=page), headers=_HEADERS)


def read_pictures(archive: Archive, shown: Shown, site: str, month: str) -> PicturesPage:
    """The pictures, narrowed to a site, the network also to a month."""
    hosts = sites(archive)
    site = site if site in hosts else ""
    values: dict[str, Value] = {"site": site, "month": month, "noarchive": int(shown.noarchive)}
    return PicturesPage(
        title="Pictures",
        article_id=None,
        pictures=[_picture(archive, shown, drawing, values) for drawing in OF_ARCHIVE],
        sites=hosts,
        months=[row["month"] for row in archive.connection.execute(_MONTHS_CHOSEN)],
        site=site,
        month=month,
    )


def read_thread_pictures(archive: Archive, shown: Shown, article_id: int) -> PicturesPage:
    """The pictures of that article's thread.

    Raises:
        NotFoundError: there is no such article to be seen.
    """
    article, naming = visible_article(archive, shown, article_id)
    values: dict[str, Value] = {"article": article_id, "noarchive": int(shown.noarchive)}
    return PicturesPage(
        title=naming.in_text(article.title) or "Without a title",
        article_id=article_id,
        pictures=[_picture(archive, shown, drawing, values) for drawing in OF_THREAD],
        sites=[],
        months=[],
        site="",
        month="",
    )


def _picture(archive: Archive, shown: Shown, drawing: Drawing, values: dict[str, Value]) -> Picture:
    used = {name: value for name, value in values.items() if re.search(rf":{name}\b", drawing.sql)}
    rows: Sequence[tuple[Value, ...]] = [tuple(row) for row in archive.connection.execute(drawing.sql, used)]
    if drawing.chart == "network" and not shown.has_people:
        rows = [(_name(shown, host, who), _name(shown, host, whom), count, host) for who, whom, count, host in rows]
    return Picture(drawing=drawing, rows=list(rows), values=used)


def _name(shown: Shown, site: Value, name: Value) -> str:
    return shown.naming.name(str(site), str(name)) or "somebody"
