"""An article with its whole thread."""

from __future__ import annotations

from datetime import date

import attrs
from markupsafe import Markup

from archive.database import Archive
from archive.errors import NotFoundError
from archive.export.naming import ThreadNaming
from archive.queries import get_article, read_thread
from archive.stored import StoredArticle
from archive.web.answers import Answered, Asked
from archive.web.markup import body_html
from archive.web.nesting import Nested, nest
from archive.web.past import Past, as_it_was, days_of_change
from archive.web.people import people_of
from archive.web.rendering import stream
from archive.web.room import Shown

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_ARTICLE_HTML = "select html from articles where article_id = :article_id"
_COMMENTS_HTML = """
    select comment_id, html
    from comments
    where article_id = :article_id
      and html is not null
"""


@attrs.frozen(kw_only=True)
class ReadArticle:
    """An article as it is shown."""

    article: StoredArticle
    title: str
    authors: tuple[str, ...]
    body: Markup
    thread: Nested
    at: str | None
    """The day as which it is shown; None for now."""
    days: tuple[str, ...]
    """Those on which it changed."""

    @property
    def direction(self) -> str:
        """In which its language is written; each comment finds its own."""
        return "rtl" if (self.article.language or "").split("-")[0] in _RIGHT_TO_LEFT else "ltr"

    @property
    def shown(self) -> int:
        """How many comments there are on the page."""
        return len(self.thread.items) + len(self.thread.pingbacks)

    @property
    def day_before(self) -> str | None:
        """The change before."""
        return max((day for day in self.days if day < (self.at or "~")), default=None)

    @property
    def day_after(self) -> str | None:
        """The change after."""
        return min((day for day in self.days if self.at and day > self.at), default=None)


async def article(asked: Asked) -> Answered:
    """The page of an article, of today or of an earlier day."""
    article_id, at = int(asked.parts["article_id"]), _day(asked.values.get("at", ""))
    read = await asked.room.ask(lambda archive, shown: read_article(archive, shown, article_id, at))
    return Answered(body=stream("article.html", asked, page=read))


def read_article(archive: Archive, shown: Shown, article_id: int, at: str | None = None) -> ReadArticle:
    """The article of that id with its thread, as it is or as it was at the end of that day.

    Raises:
        NotFoundError: there is none, or its page asks not to be archived and nobody asked for such.
    """
    found, naming = visible_article(archive, shown, article_id)
    values = {"article_id": article_id}
    read = Past(
        thread=read_thread(archive, found),
        htmls={row["comment_id"]: row["html"] for row in archive.connection.execute(_COMMENTS_HTML, values)},
        html=archive.connection.execute(_ARTICLE_HTML, values).fetchone()["html"],
    )
    if at is not None:
        read = as_it_was(archive, read, f"{at}T23:59:59Z")
    then = read.thread.article
    return ReadArticle(
        article=found,
        title=naming.in_text(then.title) or "Without a title",
        authors=tuple(name for author in then.authors if (name := naming.name(author))),
        body=body_html(naming.in_html(read.html), naming.in_text(then.text) or ""),
        thread=nest(read.thread.comments, read.htmls, naming),
        at=at,
        days=tuple(days_of_change(archive, article_id)),
    )


def _day(given: str) -> str | None:
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        return None


def visible_article(archive: Archive, shown: Shown, article_id: int) -> tuple[StoredArticle, ThreadNaming]:
    """The article of that id, and how the people of its thread are named.

    Raises:
        NotFoundError: there is none, or its page asks not to be archived and nobody asked for such.
    """
    found = get_article(archive, article_id)
    if found.is_noarchive and not shown.noarchive:
        raise NotFoundError(archive.path, f"article {article_id}", "Its page asks not to be archived.")
    return found, people_of(archive, shown, article_id, found.site)
