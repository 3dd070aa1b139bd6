"""An article with its whole thread."""

from __future__ import annotations

from collections.abc import AsyncIterator
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
from archive.web.past import ThreadWords, article_at, days_of_change, thread_at
from archive.web.people import people_of
from archive.web.rendering import render, stream
from archive.web.room import Shown, TooSlowError

_PLACE = Markup("<!--thread-->")
"""Where the thread goes; nothing archived can hold it, for comments are taken out of HTML and `<` is escaped in text."""
_END = "T23:59:59Z"
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
    """An article as it is shown, without its thread."""

    article: StoredArticle
    title: str
    authors: tuple[str, ...]
    body: Markup

    @property
    def direction(self) -> str:
        """In which its language is written; each comment finds its own."""
        return "rtl" if (self.article.language or "").split("-")[0] in _RIGHT_TO_LEFT else "ltr"


@attrs.frozen(kw_only=True)
class ReadThread:
    """Its thread."""

    thread: Nested
    at: str | None
    """The day as which it is shown; None for now."""
    days: tuple[str, ...]
    """Those on which it changed."""

    @property
    def shown(self) -> int:
        """How many comments there are on the page."""
        return len(self.thread.items) + len(self.thread.pingbacks)

    @property
    def has_answers(self) -> bool:
        """Whether a comment on the page answers another."""
        return any(item.level for item in self.thread.items)

    @property
    def day_before(self) -> str | None:
        """The change before."""
        return max((day for day in self.days if day < (self.at or "~")), default=None)

    @property
    def day_after(self) -> str | None:
        """The change after."""
        return min((day for day in self.days if self.at and day > self.at), default=None)


async def article(asked: Asked) -> Answered:
    """The page of an article, of today or of an earlier day; the article is sent while its thread is read."""
    article_id, at = int(asked.parts["article_id"]), _day(asked.values.get("at", ""))
    read = await asked.room.ask(lambda archive, shown: read_article(archive, shown, article_id, at))
    head, _, foot = render("article.html", asked, page=read, thread=_PLACE).partition(_PLACE)

    async def pieces() -> AsyncIterator[str]:
        yield head
        try:
            thread = await asked.room.ask(lambda archive, shown: read_whole_thread(archive, shown, article_id, at))
        except TooSlowError:
            yield "<p>The thread took too long to be read.</p>"
        else:
            for piece in stream("thread.html", asked, page=read, read=thread):
                yield piece
        yield foot

    return Answered(body=pieces())


def read_article(archive: Archive, shown: Shown, article_id: int, at: str | None = None) -> ReadArticle:
    """The article of that id, as it is or as it was at the end of that day.

    Raises:
        NotFoundError: there is none, or its page asks not to be archived and nobody asked for such.
    """
    found, naming = visible_article(archive, shown, article_id)
    html = archive.connection.execute(_ARTICLE_HTML, {"article_id": article_id}).fetchone()["html"]
    then, html = (found, html) if at is None else article_at(archive, found, html, f"{at}{_END}")
    return ReadArticle(
        article=found,
        title=naming.in_text(then.title) or "Without a title",
        authors=tuple(name for author in then.authors if (name := naming.name(author))),
        body=body_html(naming.in_html(html), naming.in_text(then.text) or ""),
    )


def read_whole_thread(archive: Archive, shown: Shown, article_id: int, at: str | None = None) -> ReadThread:
    """The thread of that article, likewise.

    Raises:
        NotFoundError: as for the article.
    """
    found, naming = visible_article(archive, shown, article_id)
    rows = archive.connection.execute(_COMMENTS_HTML, {"article_id": article_id})
    htmls = {row["comment_id"]: row["html"] for row in rows}
    words = ThreadWords(comments=read_thread(archive, found).comments, htmls=htmls)
    if at is not None:
        words = thread_at(archive, article_id, words, f"{at}{_END}")
    return ReadThread(
        thread=nest(words.comments, words.htmls, naming), at=at, days=tuple(days_of_change(archive, article_id))
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
