"""Disqus exports (XML): threads with their posts, known to the page's address, and trees by `dsq:parent`.

A deleted post keeps its place, without its words, so that answers to it keep theirs; spam is left out. An e-mail address and
an IP address are never read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs
import orjson
from lxml import etree

from archive.records import (
    Article,
    Comment,
    CommentState,
    DatePrecision,
    Extractor,
    Page,
    PageKind,
    Source,
    ThreadState,
)
from scraper.importing.markup import to_html, to_text
from scraper.importing.seen import SeenPage
from scraper.importing.xml_elements import iterate_elements, text_at
from scraper.normalise.page import normalise_page
from scraper.normalise.threads import depth_first
from scraper.normalise.urls import canonical_url

_D = "{http://disqus.com}"
_ID = "{http://disqus.com/disqus-internals}id"
_POSTS = "create table posts (thread text not null, post text not null)"
_INDEX = "create index posts_of on posts (thread)"
_INSERT = "insert into posts (thread, post) values (?, ?)"
_FIND = "select post from posts where thread = ? order by rowid"


def read_disqus(path: Path, *, at: datetime) -> Iterator[SeenPage]:
    """The threads of an export that name an address, each with its posts.

    Args:
        path: the file.
        at: when it was exported; the file does not tell.

    Raises:
        InputError: it is broken, or breaks off; what stands before is read.
    """
    # Posts stand behind all threads, in no order of theirs: they wait in a file, since nobody knows how many there are.
    with TemporaryDirectory(prefix="commentariat-") as folder:
        waiting = sqlite3.connect(Path(folder) / "posts.db", isolation_level=None)
        try:
            waiting.execute("pragma journal_mode = off")
            waiting.execute(_POSTS)
            waiting.execute("begin")
            for element in iterate_elements(path, f"{_D}post"):
                waiting.execute(_INSERT, (_reference(element, "thread"), orjson.dumps(_post(element)).decode()))
            waiting.execute(_INDEX)
            for element in iterate_elements(path, f"{_D}thread", is_last=True):
                own = element.get(_ID)
                url = text_at(element, f"{_D}link")
                if own and url.startswith(("http://", "https://")) and text_at(element, f"{_D}isDeleted") != "true":
                    posts = [orjson.loads(post) for (post,) in waiting.execute(_FIND, (own,))]
                    yield _page(element, canonical_url(url), posts, at)
        finally:
            waiting.close()


def _reference(element: etree._Element, name: str) -> str:
    found = element.find(f"{_D}{name}")
    return "" if found is None else found.get(_ID, "")


def _post(element: etree._Element) -> dict[str, Any]:
    author = element.find(f"{_D}author")
    return {
        "id": element.get(_ID, ""),
        "parent": _reference(element, "parent"),
        "name": "" if author is None else unescape(text_at(author, f"{_D}name")),
        "created": text_at(element, f"{_D}createdAt"),
        "message": text_at(element, f"{_D}message"),
        "deleted": text_at(element, f"{_D}isDeleted") == "true",
        "spam": text_at(element, f"{_D}isSpam") == "true",
    }


def _page(thread: etree._Element, url: str, posts: list[dict[str, Any]], at: datetime) -> SeenPage:
    title = unescape(text_at(thread, f"{_D}title"))
    closed = text_at(thread, f"{_D}isClosed")
    comments = depth_first(_comment(post, url) for post in posts if post["id"] and not post["spam"])
    page = Page(
        url=url,
        # The article itself is not in the file: its comments fill, or wait for, the one that stands at that address.
        kind=PageKind.COMMENTS,
        fetched_at=at,
        extractor=Extractor(name="disqus-export", version=version("commentariat")),
        article_url=url,
        article=Article(url=url, title=None if title in {"", url} else title),
        comments=tuple(attrs.evolve(comment, position=place) for place, comment in enumerate(comments)),
        thread_state=ThreadState.CLOSED if closed == "true" else ThreadState.OPEN if closed == "false" else None,
        comments_elsewhere="disqus",
        # As its API tells them: under the same numbers, which a copy in the page does not bear.
        source=Source.API,
        is_numbered_apart=True,
    )
    return SeenPage(page=normalise_page(page))


def _comment(post: dict[str, Any], url: str) -> Comment:
    created = _time(post["created"])
    html = "" if post["deleted"] else to_html(post["message"])
    return Comment(
        key=post["id"],
        parent_key=post["parent"] or None,
        author=None if post["deleted"] else post["name"] or None,
        published_at=created,
        date_precision=DatePrecision.SECOND if created else None,
        text=to_text(html),
        html=html or None,
        url=f"{url}#comment-{post['id']}",
        state=CommentState.REMOVED if post["deleted"] else CommentState.VISIBLE,
        parent_rule="export",
        parent_confidence=1.0,
    )


def _time(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
