"""Pictures of an archive, of a site, or of one thread: each drawn from its table, with its SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from archive.database import Archive
from archive.web.answers import Answered, Asked
from archive.web.drawing import OF_ARCHIVE, OF_ARCHIVE_AND_MONTH, OF_THREAD, Drawing, Value
from archive.web.finding import sites
from archive.web.headers import content_security_policy
from archive.web.pages.article import visible_article
from archive.web.rendering import render
from archive.web.room import Shown, TooSlowError

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
    is_too_slow: bool = False
    """It took too long to be counted."""


@attrs.frozen(kw_only=True)
class PicturesPage:
    """All pictures, and what they may be narrowed to."""

    title: str
    article_id: int | None = None
    pictures: tuple[Picture, ...] = ()
    sites: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    site: str = ""
    month: str = ""


async def pictures(asked: Asked) -> Answered:
    """The pictures of the archive, or of one site; the network also of one month."""
    site, month = asked.values.get("site", ""), asked.values.get("month", "")
    month = month if _MONTH.fullmatch(month) else ""
    page = await asked.room.ask(lambda archive, _: read_choices(archive, site, month))
    values: dict[str, Value] = {"site": page.site, "month": page.month}
    return await _drawn(asked, page, OF_ARCHIVE_AND_MONTH if page.month else OF_ARCHIVE, values)


async def thread_pictures(asked: Asked) -> Answered:
    """The pictures of one thread."""
    article_id = int(asked.parts["article_id"])
    title = await asked.room.ask(lambda archive, shown: read_title(archive, shown, article_id))
    return await _drawn(asked, PicturesPage(title=title, article_id=article_id), OF_THREAD, {"article": article_id})


async def _drawn(asked: Asked, page: PicturesPage, drawings: Iterable[Drawing], values: dict[str, Value]) -> Answered:
    """The page with its pictures: each may take its time, and one that takes too long leaves the others there."""
    found = [await _picture(asked, drawing, values) for drawing in drawings]
    page = attrs.evolve(page, pictures=tuple(found))
    return Answered(body=render("pictures.html", asked, page=page), headers=_HEADERS)


def read_choices(archive: Archive, site: str, month: str) -> PicturesPage:
    """What the pictures may be narrowed to, and are."""
    hosts = sites(archive)
    return PicturesPage(
        title="Pictures",
        sites=tuple(hosts),
        months=tuple(row["month"] for row in archive.connection.execute(_MONTHS_CHOSEN)),
        site=site if site in hosts else "",
        month=month,
    )


def read_title(archive: Archive, shown: Shown, article_id: int) -> str:
    """The title of that article.

    Raises:
        NotFoundError: there is no such article to be seen.
    """
    article, naming = visible_article(archive, shown, article_id)
    return naming.in_text(article.title) or "Without a title"


async def _picture(asked: Asked, drawing: Drawing, values: dict[str, Value]) -> Picture:
    values = {**values, "noarchive": int(asked.room.shown.noarchive)}
    used = {name: value for name, value in values.items() if re.search(rf":{name}\b", drawing.sql)}
    try:
        rows = await asked.room.ask(lambda archive, shown: _rows(archive, shown, drawing, used))
    except TooSlowError:
        return Picture(drawing=drawing, rows=[], values=used, is_too_slow=True)
    return Picture(drawing=drawing, rows=rows, values=used)


def _rows(archive: Archive, shown: Shown, drawing: Drawing, values: dict[str, Value]) -> list[tuple[Value, ...]]:
    rows: list[tuple[Value, ...]] = [tuple(row) for row in archive.connection.execute(drawing.sql, values)]
    if drawing.chart == "network" and not shown.has_people:
        return [(_name(shown, host, who), _name(shown, host, whom), count, host) for who, whom, count, host in rows]
    return rows


def _name(shown: Shown, site: Value, name: Value) -> str:
    return shown.naming.name(str(site), str(name)) or "somebody"
