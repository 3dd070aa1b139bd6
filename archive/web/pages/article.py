"""An article with its whole thread."""

from __future__ import annotations

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

    @property
    def direction(self) -> str:
        """In which its language is written; each comment finds its own."""
        return "rtl" if (self.article.language or "").split("-")[0] in _RIGHT_TO_LEFT else "ltr"


async def article(asked: Asked) -> Answered:
    """The page of an article."""
    article_id = int(asked.parts["article_id"])
    shown = await asked.room.ask(lambda archive, shown: read_article(archive, shown, article_id))
    return Answered(body=stream("article.html", asked, page=shown))


def read_article(archive: Archive, shown: Shown, article_id: int) -> ReadArticle:
    """The article of that id, with its thread.

    Raises:
        NotFoundError: there is none, or its page asks not to be archived and nobody asked for such.
    """
    found, naming = visible_article(archive, shown, article_id)
    thread = read_thread(archive, found)
    values = {"article_id": article_id}
    html = archive.connection.execute(_ARTICLE_HTML, values).fetchone()["html"]
    htmls = {row["comment_id"]: row["html"] for row in archive.connection.execute(_COMMENTS_HTML, values)}
    return ReadArticle(
        article=found,
        title=naming.in_text(found.title) or "Without a title",
        authors=tuple(name for author in found.authors if (name := naming.name(author))),
        body=body_html(naming.in_html(html), naming.in_text(found.text) or ""),
        thread=nest(thread.comments, htmls, naming),
    )


def visible_article(archive: Archive, shown: Shown, article_id: int) -> tuple[StoredArticle, ThreadNaming]:
    """The article of that id, and how the people of its thread are named.

    Raises:
        NotFoundError: there is none, or its page asks not to be archived and nobody asked for such.
    """
    found = get_article(archive, article_id)
    if found.is_noarchive and not shown.noarchive:
        raise NotFoundError(archive.path, f"article {article_id}", "Its page asks not to be archived.")
    return found, people_of(archive, shown, article_id, found.site)
